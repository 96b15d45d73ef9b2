"""Rule 5 as readers meet it: what two editions of a cycle show of one group, laid side by side.

A correction is held against the tally before it, record by record (`correcting`). Of any other two editions only
what they show is known: that ten records came and went, and one came instead of another, looks like one changed
answer. So where that comparison was not made, or was made at a lower minimum, a group shows the same as before or
many more people. And since a group of then less the groups in it of now is whoever was in none of them then, the
editions show the same levels and parts: none goes deeper than another did.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sop_core.errors import Issue, listed
from sop_core.reporting.cells import Place
from sop_core.reporting.correcting import few_issue, hides_issue, named_place, parts_of_release
from sop_core.reporting.plans import PartKind, Plan, PlannedGrouping
from sop_core.reporting.releases import Release
from sop_core.reporting.tabling import parts_of_plan

#: What a release shows of a measure: of how many people, and all that is said of them.
Said = tuple[int | None, tuple[object, ...]]


def against_editions(made: Release, known: Iterable[Release], *, proved: int) -> Iterator[Issue]:
    """What stands against a release beside those of other editions that its readers have.

    `proved` is the minimum at which the step to this edition from the one before it was held against its records.
    """
    others = [one for one in known if one.edition != made.edition]
    if not others:
        return
    least, now, gone = made.policy.min_cell, _said(made), made.hidden
    for one in others:
        is_sure = one.edition == made.edition - 1 and proved >= least
        other = one.instrument.scoring != made.instrument.scoring
        for at, (n, said) in _said(one).items():
            after, says = now.get(at, (None, ()))
            if n and other and at[0] in gone:
                # Under another version a measure may have another name; the people are the same.
                yield hides_issue(at[0])
                continue
            if at not in now or n is None:
                continue
            if after is None:
                yield hides_issue(at[0])
            elif 0 < abs(after - n) < least:
                yield few_issue(at[0], abs(after - n), least)
            elif after == n and not is_sure and _differ(said, says):
                yield _unproved(at[0])


def deeper(plan: Plan, known: Iterable[Release], *, edition: int) -> Iterator[Issue]:
    """What stands against levels and groupings of a plan beside the other editions that its readers have."""
    others: dict[int, list[Release]] = {}
    for one in known:
        if one.edition != edition:
            others.setdefault(one.edition, []).append(one)
    found: set[str] = set()
    for several in others.values():
        for measure in plan.measures:
            of = [one for one in several if any(measure == each.id for each in one.measures)]
            found.update(_beyond(plan, of))
    if found:
        yield _deeper(sorted(found))


def _beyond(plan: Plan, several: Sequence[Release]) -> Iterator[str]:
    """The levels and groupings of a plan that none of these releases of a measure has, where there are any."""
    if several:
        yield from plan.levels[max(len(one.levels) for one in several) :]
        parts = [part for one in several for part in parts_of_release(one)]
        for asked, deep in parts_of_plan(plan):
            if not any(_holds(part, asked) and deep <= to for part, to in parts):
                yield asked.id


def _holds(part: PlannedGrouping, asked: PlannedGrouping) -> bool:
    """Whether the parts of a grouping that were released are those that are asked for, or more."""
    is_all = part.kind is PartKind.PARTITION or part.value == asked.value
    return part.id == asked.id and is_all


def _said(release: Release) -> Mapping[tuple[Place, str], Said]:
    return {
        (row.place, row.measure): (row.n, (row.mean, row.sd, row.median, row.interval))
        for row in release.rows
    }


def _differ(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two rows say two things; of what one of them does not say nothing can be compared."""
    pairs = zip(one, other, strict=True)
    return any(was != is_ for was, is_ in pairs if was is not None and is_ is not None)


def _deeper(names: list[str]) -> Issue:
    return Issue(
        "correction_deeper",
        "$.levels",
        f"The cycle was released without {listed(names)}, and its counts have changed since. Who takes the groups of "
        "now from what was shown of all then is left with whoever was in the others then, and that may be a few.",
        fix="Release the levels and groupings that were released before the cycle was corrected.",
    )


def _unproved(place: Place) -> Issue:
    return Issue(
        "correction_unproved",
        "$",
        f"{named_place(place)} has as many people as in an earlier release and other answers, and nobody has tried by "
        "how many records the two differ: a correction of a correction may come to one for one, and one that is large "
        "enough inside may be too small for the public.",
        fix="Keep what was released, and say in words that it was corrected.",
    )

"""Rule 5: a scope is frozen at its first release, and a correction changes no cell by a few records.

What differs between two releases of one cycle is the answers of whoever came, went or was changed, so that it is
a release of its own. A correction shows and withholds what was shown and withheld before: whatever changed hands
between the two would be known by its difference. A withheld group that grows smaller is refused too, since its
least possible size before would follow. Whoever came or went is held against the rules of a group (`differing`), and so
is what a group is now that was shown before: who subtracts the groups beside it, as they were, has it by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from sop_core.errors import Issue, shown
from sop_core.reporting.cells import Place
from sop_core.reporting.differing import Moved, Standards, moved
from sop_core.reporting.ledgers import LedgerEntry
from sop_core.reporting.plans import PartKind, PlannedGrouping
from sop_core.reporting.releases import Release
from sop_core.reporting.tabling import Parts, counts_of
from sop_core.reporting.tally import Group, GroupKey, ScaleCounts
from sop_core.types import ScoreStatus

Groups = Mapping[GroupKey, Group]


@frozen(kw_only=True)
class Changed:
    """What a correction changes: the places of which the numbers do, and what stands against it."""

    places: frozenset[Place]
    issues: tuple[Issue, ...]


def changed(
    before: Groups,
    now: Groups,
    earlier: tuple[LedgerEntry, ...],
    *,
    depth: int,
    standards: Standards,
    parts: Parts = (),
    items: Iterable[str] = (),
) -> Changed:
    """The cells in which records were added, removed or changed, and those in which they were too few.

    Cells are of scopes down to `depth`, of the further groupings in `parts`, and of all that was released before.
    Where the distributions of `items` are released a record with another answer to one of them is changed too.
    """
    deepest = max([depth, *(len(one.release.levels) for one in earlier)])
    every = tuple(
        dict.fromkeys([*parts, *(two for one in earlier for two in parts_of_release(one.release))])
    )
    asked = {*items, *(one.id for entry in earlier for one in entry.release.distributed)}
    before, now = _with_items(before, asked), _with_items(now, asked)
    names = sorted(_scales(before) & _scales(now))
    first, second = (counts_of(one, names, deepest, every) for one in (before, now))
    hidden = {place for one in earlier for place in one.release.hidden}
    seen = {row.place for one in earlier for row in one.release.rows if row.n}
    places: set[Place] = set()
    issues: list[Issue] = [_uncounted(name) for name in sorted(_measures(earlier) - set(names))]
    for place in sorted(first.keys() | second.keys()):
        found = [
            moved(name, first.get(place, {}).get(name, {}), second.get(place, {}).get(name, {}))
            for name in names
        ]
        if any(one.records for one in found):
            places.add(place)
            issue = _issue(place, found, standards, hidden=place in hidden, seen=place in seen)
            issues += [] if issue is None else [issue]
    return Changed(places=frozenset(places), issues=tuple(issues))


def _issue(
    place: Place, several: list[Moved], standards: Standards, *, hidden: bool, seen: bool
) -> Issue | None:
    """What stands against a change of a place, if anything does."""
    least = standards.limits.min_cell
    # Each measure is a cell of its own: many records of one do not hide a few of another.
    few = min((n for one in several if (n := one.few(least))), default=0)
    if few:
        return few_issue(place, few, least)
    if standards.few_workers(place):
        return _few_workers(place)
    if any(one.apart and standards.breaks(one.measure, one.apart) for one in several):
        return _alike(place)
    if hidden and any(one.falls for one in several):
        return _falls(place)
    small = (one for one in several if one.now and _is_none_now(one, standards))
    return hides_issue(place) if seen and any(small) else None


def _is_none_now(one: Moved, standards: Standards) -> bool:
    """Whether a group may not be shown as it is now."""
    few = sum(one.now.values()) < standards.limits.min_cell
    return few or standards.breaks(one.measure, one.now)


def _measures(earlier: Iterable[LedgerEntry]) -> set[str]:
    return {one.id for entry in earlier for one in entry.release.measures}


def _with_items(groups: Groups, names: Iterable[str]) -> Groups:
    """The groups with some items as scales of which every code is an outcome."""
    return {key: evolve(group, scales=_as_scales(group, names)) for key, group in groups.items()}


def _as_scales(group: Group, names: Iterable[str]) -> Mapping[str, ScaleCounts]:
    found = dict(group.scales)
    for name in names:
        if name in group.items:
            codes = group.items[name].codes.items()
            found[name] = ScaleCounts(
                {(ScoreStatus.SCORED, Fraction(_number(code))): n for code, n in codes}
            )
    return found


def _number(code: str) -> int:
    """Some whole number for a code, another one for each."""
    return int.from_bytes(code.encode("ascii"), "big")


def parts_of_release(release: Release) -> Iterator[tuple[PlannedGrouping, int]]:
    """The further groupings of a release, each with how many levels it went down."""
    for one in release.groupings:
        rows = [row for row in release.rows if one.id in row.groups]
        depth = max((len(row.scope) for row in rows), default=0)
        overlapping = one.kind is PartKind.OVERLAPPING
        for value in sorted({row.groups[one.id] for row in rows}) if overlapping else [None]:
            yield PlannedGrouping(id=one.id, kind=one.kind, value=value), depth


def _scales(groups: Groups) -> set[str]:
    every = [set(group.scales) for group in groups.values()]
    return set[str].intersection(*every) if every else set()


def named_place(place: Place) -> str:
    """A place in an issue."""
    said = shown("/".join(place.scope)) if place.scope else "the whole"
    parts = ", ".join(f"{name}: {value}" for name, value in place.groups)
    return f"{said} ({shown(parts)})" if parts else said


def few_issue(place: Place, n: int, min_cell: int) -> Issue:
    """A group differs by a few records from what was released of it."""
    return Issue(
        "correction_small",
        "$",
        f"{named_place(place)} differs by {n} {'record' if n == 1 else 'records'} from what was released of this "
        "cycle. Who compares the two releases learns what these few answered, so that a correction changes none or at "
        f"least {min_cell} records of every group (DESIGN 7, rule 5).",
        fix="Keep the first release, and say in words that it was corrected; or wait until more records changed.",
    )


def _falls(place: Place) -> Issue:
    return Issue(
        "correction_falls",
        "$",
        f"{named_place(place)} was withheld, and has fewer records now. By how many could be worked out, and so how "
        "many it had at least.",
        fix="Keep the first release, and say in words that it was corrected.",
    )


def hides_issue(place: Place) -> Issue:
    """A group that was shown may not be shown any more."""
    return Issue(
        "correction_hides",
        "$",
        f"{named_place(place)} was shown, and would have to be withheld now. What it was, less what changed round it, "
        "would say what it is.",
        fix="Keep the first release, and say in words that it was corrected.",
    )


def _alike(place: Place) -> Issue:
    return Issue(
        "correction_alike",
        "$",
        f"Whoever came to {named_place(place)} since it was released, or went from it, answered alike, all or all but "
        "one, or at an end of the range. The one mean less the other says what they answered (DESIGN 7, rule 4).",
        fix="Keep the first release, and say in words that it was corrected.",
    )


def _few_workers(place: Place) -> Issue:
    return Issue(
        "correction_few_workers",
        "$",
        f"What changed in {named_place(place)} since it was released are the answers about too few workers. The one "
        "release less the other would appraise them (DESIGN 7, rule 2).",
        fix="Keep the first release, and say in words that it was corrected.",
    )


def _uncounted(measure: str) -> Issue:
    return Issue(
        "correction_uncounted",
        "$",
        f"{shown(measure)} was released of this cycle, and one of the two tallies does not count it for every group. "
        "Whether it is the same as it was cannot be told.",
        fix="Give tallies that count every measure that was released.",
    )


def frozen_issue(earlier: Release) -> Issue:
    """The cycle was released from other counts, and nobody says what changed."""
    return Issue(
        "release_frozen",
        "$.cycle",
        f"The cycle {shown(earlier.cycle)} was released as {shown(earlier.id)}, from other counts than these. A scope "
        "is frozen at its first release: what changed since would tell of whoever changed.",
        fix="Release from the same tally; or, to correct it, give that tally beside the new one (before=, --before).",
    )


def other_before(earlier: Release) -> Issue:
    """The tally that is given as the one before is another."""
    return Issue(
        "correction_other_tally",
        "$.cycle",
        f"The tally that is given as the one before is not the one that {shown(earlier.id)} was made of.",
        fix="Give the tally of that release as it was.",
    )

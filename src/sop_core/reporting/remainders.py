"""What is left of a shown group beside the shown groups in it, over all that readers have (DESIGN 7, rules 2 and 4).

Whoever subtracts has the number and the mean of the rest, so that it keeps the rules as if it were published. Of one
release `suppress` sees to that. Beside earlier ones it cannot always: what they showed is not taken back. So the rest
is looked at here as it is, people by people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from sop_core.errors import Issue
from sop_core.instruments import Instrument
from sop_core.instruments.scoring import score_range
from sop_core.reporting.cells import Limits, Place, Respondents, Scope
from sop_core.reporting.correcting import named_place, parts_of_release
from sop_core.reporting.plans import Plan, is_of_parents
from sop_core.reporting.releases import Release
from sop_core.reporting.staffing import workers_in
from sop_core.reporting.suppress_frame import parts_told, workers_left_out
from sop_core.reporting.suppress_rules import reason_of_groups
from sop_core.reporting.suppress_workers import Left
from sop_core.reporting.tabling import Counts, counts_of, parts_of_plan
from sop_core.reporting.tally import Group, GroupKey
from sop_core.types import Exact

#: A shown place of which the rest breaks a rule, and the shown places in it that leave it.
Rest = tuple[Place, tuple[Place, ...]]


@frozen(kw_only=True)
class People:
    """Everybody whom a release is about, by place and measure, as deep as anything was released of them.

    `ranges` are the measures' lowest and highest values. `workers` are those of each scope, None where the answers
    are not of parents. Of each further grouping everybody has one value, so that its parts are apart.
    """

    counts: Counts
    ranges: Mapping[str, tuple[Exact, Exact]]
    workers: Mapping[Scope | Place, int] | None

    def values(self, place: Place, measure: str) -> Counter[Exact]:
        """How many of a place have each value."""
        found: Counter[Exact] = Counter()
        # A place in which nobody answered is not among the counts.
        for (_, exact), n in self.counts.get(place, {}).get(measure, {}).items():
            if exact is not None:
                found[exact] += n
        return found

    def workers_beside(self, total: Place, parts: Sequence[Place]) -> int | None:
        """The workers of a scope's people who are in none of these parts; None where no rule asks.

        As in `suppress`: an unknown number counts as none, unless it is of all of a scope whose number is told. What
        is left beside parts of several kinds, or of parts in a part, is looked at in one release alone.
        """
        workers = self.workers
        if workers is not None and parts and all(_is_part(part, total) for part in parts):
            return workers_left_out(workers, parts_told(workers), total, parts)
        if workers is None or total.groups or any(part.groups for part in parts):
            return None
        inner = {place.scope for place in self.counts if _is_in(place.scope, total.scope)}
        ends = inner - {scope[:end] for scope in inner for end in range(len(scope))}
        left = [scope for scope in ends if not any(_is_in(scope, part.scope) for part in parts)]
        below: dict[Scope, list[Scope]] = {}
        for scope in inner - {total.scope}:
            below.setdefault(scope[:-1], []).append(scope)
        return Left[Scope](
            parts=left,
            way={scope[:end] for scope in left for end in range(len(scope) + 1)},
            below=lambda at: below.get(at, []),
            stated=workers.get,
        ).of(total.scope)[0]


def _is_in(scope: Scope, wider: Scope) -> bool:
    return scope[: len(wider)] == wider


def _is_part(place: Place, total: Place) -> bool:
    """Whether a place is a part of a total by one grouping, in the same scope."""
    return any(place.without(name) == total for name, _ in place.groups)


def people_of(
    plan: Plan,
    instrument: Instrument,
    groups: Mapping[GroupKey, Group],
    earlier: Sequence[Release],
) -> People:
    """Everybody, as deep and by as many groupings as they are or were released."""
    depth = max([len(plan.levels), *(len(one.levels) for one in earlier)])
    parts = [*parts_of_plan(plan), *(two for one in earlier for two in parts_of_release(one))]
    scales = [scale for scale in instrument.scales if scale.id in plan.measures]
    return People(
        # Where nothing was released before nothing is left beside it, and nobody need be counted.
        counts=counts_of(groups, plan.measures, depth, tuple(dict.fromkeys(parts)))
        if earlier
        else {},
        ranges={scale.id: score_range(instrument, scale) for scale in scales},
        workers=workers_in(plan, groups) if is_of_parents(instrument) else None,
    )


def bad_rests(people: People, releases: Sequence[Release], limits: Limits) -> Iterator[Rest]:
    """Each place that somebody was shown of whom the rest breaks a rule; all these releases are of one edition.

    Rule 1 is looked at too: of a grouping that singles one value out the attackers do not know that another value of it
    has other people, and whoever reads two such releases does.
    """
    for measure in people.ranges:
        told = {
            row.place: row.n
            for one in releases
            for row in one.rows
            if row.measure == measure and (row.n == 0 or (row.n and row.place in people.counts))
        }
        for one in _sums(sorted(place for place, n in told.items() if n), frozenset(told)):
            if not _is_fine(people, measure, one, limits):
                yield one.total, one.parts


@frozen
class _Sum:
    """A known place, known places in it, and those that are in two of these, known too or nobody."""

    total: Place
    parts: tuple[Place, ...]
    twice: tuple[Place, ...] = ()


def _sums(known: Sequence[Place], told: frozenset[Place]) -> Iterator[_Sum]:
    """Each place with the largest known places in it: narrower scopes, then the parts by each grouping.

    And each scope beside its narrower ones and the known parts, by one grouping, of those that are not known; and
    each place beside its parts and the narrower scopes of which the same parts are told, nobody in them or many.
    """
    every = frozenset(known)
    below: dict[Place, list[Place]] = {}
    apart: dict[tuple[Place, str], list[Place]] = {}
    for place in known:
        round_ = (Place(place.scope[:e], place.groups) for e in range(len(place.scope) - 1, -1, -1))
        above = next((up for up in round_ if up in every), None)
        if above is not None:
            below.setdefault(above, []).append(place)
        for name, _ in place.groups:
            if place.without(name) in every:
                apart.setdefault((place.without(name), name), []).append(place)
    yield from (_Sum(total, tuple(parts)) for total, parts in below.items())
    for (total, _), parts in apart.items():
        yield _Sum(total, tuple(parts))
        yield from _beside(total, parts, known, told)
    for name in sorted({name for one in known for name, _ in one.groups}):
        of_name = [place for place in known if [n for n, _ in place.groups] == [name]]
        for total in (place for place in known if not place.groups):
            scopes = below.get(total, [])
            inner = [
                one
                for one in of_name
                if one.scope != total.scope and _is_in(one.scope, total.scope)
            ]
            inner = [one for one in inner if not any(_is_in(one.scope, up.scope) for up in scopes)]
            parts = _widest(inner)
            if parts:
                yield _Sum(total, (*scopes, *parts))


def _beside(
    total: Place, parts: Sequence[Place], known: Sequence[Place], told: frozenset[Place]
) -> Iterator[_Sum]:
    """A place beside its parts by a grouping, and beside the scopes in it whose own such parts are told."""
    inner = {
        one: [Place(one.scope, part.groups) for part in parts]
        for one in known
        if one.groups == total.groups
        and one.scope != total.scope
        and _is_in(one.scope, total.scope)
    }
    scopes = _widest([one for one, own in inner.items() if told.issuperset(own)])
    if scopes:
        twice = tuple(own for scope in scopes for own in inner[scope])
        yield _Sum(total, (*parts, *scopes), twice)


def _widest(parts: Sequence[Place]) -> list[Place]:
    """The parts that are in no other one of these."""
    every = frozenset(parts)
    return [
        one
        for one in parts
        if not any(Place(one.scope[:end], one.groups) in every for end in range(len(one.scope)))
    ]


def _is_fine(people: People, measure: str, of: _Sum, limits: Limits) -> bool:
    rest = people.values(of.total, measure)
    for part in of.parts:
        rest.subtract(people.values(part, measure))
    for part in of.twice:
        rest.update(people.values(part, measure))
    low, high = people.ranges[measure]
    group = Respondents.of(+rest, low=low, high=high)
    if not group.n:
        return True
    workers = people.workers_beside(of.total, of.parts)
    is_few = workers is not None and workers < limits.min_subjects
    is_few = is_few or group.n < limits.min_cell
    return not is_few and reason_of_groups([group], limits) is None


def open_in(
    rests: Iterable[Rest], sizes: Mapping[Place, int], taken: frozenset[Place]
) -> Place | None:
    """The smallest place that can still be withheld against one of these: a part, or the whole of it; None if none."""
    for total, parts in rests:
        able = [one for one in (*parts, total) if one in sizes and one not in taken]
        if able:
            return min(able, key=lambda one: (sizes[one], one))
    return None


def rest_issue(place: Place) -> Issue:
    """A rest that cannot be helped: what gives it away is known already."""
    return Issue(
        "release_remainder",
        "$",
        f"What is left of {named_place(place)} beside the groups in it that readers have would be a group that may not "
        "be shown: of too few people or workers, or of answers that are alike. What was shown cannot be taken back.",
        fix="Release fewer levels or measures, or nothing of this cycle.",
    )

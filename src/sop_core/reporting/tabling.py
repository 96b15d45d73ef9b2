"""From a tally to the table of a release: each scope with all round it, and each measure's respondents.

DESIGN 3: a shorter path is padded with `_other` to the deepest level, so that every record has one path. So is a
partition: whoever names no part of it is in `_other`. Of an overlapping grouping one value is singled out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from attrs import frozen

from sop_core.instruments import Instrument
from sop_core.instruments.exact import rounded
from sop_core.instruments.model import Scale
from sop_core.instruments.scoring import score_range
from sop_core.reporting.cells import OTHER, Place, Respondents, Scope, Table
from sop_core.reporting.folding import Needs, fold
from sop_core.reporting.plans import PartKind, Plan, PlannedGrouping, is_of_parents
from sop_core.reporting.releases import ReleasedMeasure, ReleaseRow
from sop_core.reporting.respondents import Numbering
from sop_core.reporting.scale_values import values_of
from sop_core.reporting.staffing import workers_in
from sop_core.reporting.tally import Batch, Group, GroupKey, Outcome, Tally
from sop_core.reporting.written import batch_digest
from sop_core.types import NO_ENTRIES, Exact, FrozenMap

#: How often each outcome of a measure came, by place.
Counts = dict[Place, dict[str, dict[Outcome, int]]]
What = TypeVar("What")
#: Further groupings, each with how many levels it goes down.
Parts = tuple[tuple[PlannedGrouping, int], ...]


@frozen(kw_only=True)
class Counted:
    """The counts of a plan: its table, and what a release says of each place and measure."""

    table: Table
    places: tuple[Place, ...]
    scales: Mapping[str, Scale]
    measures: tuple[ReleasedMeasure, ...]

    @cached_property
    def shown(self) -> Mapping[Place, tuple[ReleaseRow, ...]]:
        """What a release says of each place that it shows: a row of each measure."""
        return {place: tuple(self._rows(place)) for place in self.places}

    def _rows(self, place: Place) -> Iterator[ReleaseRow]:
        groups = FrozenMap(dict(place.groups)) if place.groups else NO_ENTRIES
        for measure in self.measures:
            group, mean = self.table.groups[place][measure.id], None
            if group.above is not None:
                rounding = self.scales[measure.id].rounding
                exact = Fraction(group.above + measure.low * group.n) / group.n
                mean = rounded(exact, places=rounding.places, mode=rounding.mode)
            yield ReleaseRow(
                scope=place.scope,
                groups=groups,
                measure=measure.id,
                n=group.n,
                mean=mean,
                withheld=False,
            )

    def withheld(self, place: Place) -> Iterator[ReleaseRow]:
        """What it says of a place that is withheld. D2: the mean goes with its cell, and a zero is shown."""
        for row in self.shown[place]:
            yield (
                row
                if not row.n
                else ReleaseRow(
                    scope=row.scope,
                    groups=row.groups,
                    measure=row.measure,
                    n=None,
                    mean=None,
                    withheld=True,
                )
            )


def groups_in(tally: Tally, instrument: Instrument, cycle: str) -> dict[GroupKey, Group]:
    """All that a tally counts of an instrument's scoring digest in a cycle, as it is."""
    return scored_in(tally, instrument.id, instrument.ref.scoring, cycle)


def scored_in(tally: Tally, instrument: str, scoring: str, cycle: str) -> dict[GroupKey, Group]:
    """The same by the ids of the instrument and its scoring, which need not be loaded."""
    needs = Needs(instruments=[instrument], cycles=[cycle], items=None, groupings=None)
    found = fold(tally, needs=needs)
    return {key: group for key, group in found.items() if key.scoring == scoring}


def content_of(groups: Mapping[GroupKey, Group]) -> str:
    """The digest of the counts that a release is made of, whatever batches they came in."""
    return batch_digest(Batch("release", 1, groups))


def padded(scope: Scope, depth: int) -> Scope:
    """A path of exactly so many places."""
    return (*scope[:depth], *(OTHER,) * (depth - len(scope)))


def parts_of_plan(plan: Plan) -> Parts:
    """The further groupings of a plan, each with how many levels it goes down."""
    return tuple(
        (one, 0 if one.level is None else plan.levels.index(one.level) + 1)
        for one in plan.groupings
    )


def places_of(key: GroupKey, depth: int, parts: Parts = ()) -> Iterator[Place]:
    """Every place that the people of a group are in: their scope and all round it, and the parts of these."""
    path, values = padded(key.scope, depth), dict(key.groupings)
    yield from (Place(path[:end]) for end in range(depth + 1))
    for grouping, deep in parts:
        value = values.get(grouping.id, OTHER if grouping.kind is PartKind.PARTITION else None)
        if value is not None and grouping.value in (None, value):
            groups = ((grouping.id, value),)
            yield from (Place(path[:end], groups) for end in range(deep + 1))


def counts_of(
    groups: Mapping[GroupKey, Group], measures: Iterable[str], depth: int, parts: Parts = ()
) -> Counts:
    """How often each outcome came, for every place down to a depth and each measure that is counted."""
    names = tuple(measures)
    rows = (
        (key, {name: group.scales[name].counts for name in names}) for key, group in groups.items()
    )
    return _added_up(rows, depth, parts)


def _added_up(
    rows: Iterable[tuple[GroupKey, Mapping[str, Mapping[What, int]]]], depth: int, parts: Parts
) -> dict[Place, dict[str, dict[What, int]]]:
    found: dict[Place, dict[str, dict[What, int]]] = {}
    for key, counts in rows:
        for place in _narrowest(key, depth, parts):
            _add(found, place, counts)
    # From the narrowest up: so many people, and so few outcomes, are added once and not at every level.
    for length in range(depth, 0, -1):
        for place in [one for one in found if len(one.scope) == length]:
            _add(found, Place(place.scope[:-1], place.groups), found[place])
    return found


def _narrowest(key: GroupKey, depth: int, parts: Parts) -> Iterable[Place]:
    """Of the places that a group's people are in, the narrowest scope and the narrowest part by each grouping."""
    # They come from the widest down, so that the last of each is the narrowest.
    return {place.groups: place for place in places_of(key, depth, parts)}.values()


def _add(
    found: dict[Place, dict[str, dict[What, int]]],
    place: Place,
    counts: Mapping[str, Mapping[What, int]],
) -> None:
    row = found.setdefault(place, {})
    for name, every in counts.items():
        into = row.setdefault(name, {})
        for what, n in every.items():
            into[what] = into.get(what, 0) + n


def counted(plan: Plan, instrument: Instrument, groups: Mapping[GroupKey, Group]) -> Counted:
    """The table of a plan: its groups, those of the agency's order that nobody answered in, and the workers."""
    scales = {scale.id: scale for scale in instrument.scales if scale.id in plan.measures}
    ranges = {name: score_range(instrument, scale) for name, scale in scales.items()}
    table = Table(
        groups=_table(plan, ranges, groups),
        groupings=FrozenMap({one.id: one.kind.value for one in plan.groupings}),
        workers=workers_in(plan, groups) if is_of_parents(instrument) else None,
    )
    return Counted(
        table=table,
        places=_in_order(table.groups, plan),
        scales=scales,
        measures=tuple(
            ReleasedMeasure(
                id=name,
                low=ranges[name][0],
                high=ranges[name][1],
                places=scales[name].rounding.places,
                values=values_of(instrument, scales[name]),
            )
            for name in plan.measures
        ),
    )


def _table(
    plan: Plan, ranges: Mapping[str, tuple[Exact, Exact]], groups: Mapping[GroupKey, Group]
) -> dict[Place, dict[str, Respondents]]:
    values = {name: Numbering(*ranges[name]) for name in plan.measures}
    rows = (
        (key, {name: of.numbered(group.scales[name].counts) for name, of in values.items()})
        for key, group in groups.items()
    )
    parts = parts_of_plan(plan)
    counts = _added_up(rows, len(plan.levels), parts)
    for place in _nobody(counts, plan, parts):
        counts.setdefault(place, {name: {} for name in plan.measures})
    made = {name: of.respondents() for name, of in values.items()}
    return {
        place: {name: of(row[name]) for name, of in made.items()} for place, row in counts.items()
    }


def _nobody(known: Collection[Place], plan: Plan, parts: Parts) -> Iterator[Place]:
    """Who is named and did not answer: scopes of the agency's order, and each value of a grouping everywhere."""
    for scope in plan.order:
        yield from (Place(scope[:end]) for end in range(len(scope) + 1))
    scopes = {place.scope for place in known}.union(
        scope[:end] for scope in plan.order for end in range(len(scope) + 1)
    )
    for grouping, deep in parts:
        values = {value for place in known for name, value in place.groups if name == grouping.id}
        for value in values | ({grouping.value} if grouping.value else set()):
            for scope in scopes:
                if len(scope) <= deep:
                    yield Place(scope, ((grouping.id, value),))


def _in_order(places: Iterable[Place], plan: Plan) -> tuple[Place, ...]:
    """Scopes in the agency's own order, each with its parts by the plan's groupings, and these by name."""
    below: dict[Scope, list[Place]] = {}
    for place in places:
        below.setdefault(place.scope, []).append(place)
    number = {grouping.id: at for at, grouping in enumerate(plan.groupings)}

    def at(place: Place) -> list[tuple[int, str]]:
        return [(number[name], value) for name, value in place.groups]

    return tuple(
        place for scope in in_order(below, plan.order) for place in sorted(below[scope], key=at)
    )


def in_order(scopes: Iterable[Scope], order: Iterable[Scope]) -> tuple[Scope, ...]:
    """Scopes in the agency's own order, each before what is in it; what is not named follows by name."""
    place: dict[Scope, int] = {}
    for number, scope in enumerate(order):
        for end in range(1, len(scope) + 1):
            place.setdefault(scope[:end], number)

    def at(scope: Scope) -> tuple[tuple[float, str], ...]:
        ends = (scope[:end] for end in range(1, len(scope) + 1))
        return tuple((place.get(one, float("inf")), one[-1]) for one in ends)

    return tuple(sorted(scopes, key=at))

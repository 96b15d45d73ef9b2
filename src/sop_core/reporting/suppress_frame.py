"""A table laid out for the work of withholding: places in a fixed order, their groups, and the sums over them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from attrs import Factory, field, frozen

from sop_core.errors import CallRefused, Issue, shown
from sop_core.reporting.cells import OTHER, Limits, Place, Respondents, Scope, Table, in_place_order

#: Why a place is withheld: for the host's private file, never for a published row (DESIGN 7).
#: `remainder`: what is left of it beside its shown parts would be too small a group. `protects`: it would give
#: another place away.
Reason = Literal["small", "few_workers", "alike", "at_an_end", "remainder", "protects"]

NOBODY = Respondents(n=0)


@frozen(kw_only=True)
class Pattern:
    """What is withheld, and why; `exposed` are places that give somebody away and cannot be withheld any more.

    With an `exposed` place there is no safe release: an earlier one has shown too much (rule 6).
    """

    withheld: Mapping[Place, Reason]
    exposed: tuple[Place, ...] = ()

    def __contains__(self, place: object) -> bool:
        return place in self.withheld


#: How many workers are told of the parts of a place by a further grouping, by its values.
PartsTold = Mapping[tuple[Place, str], Mapping[str, int]]


@frozen
class Frame:
    """The table by numbers: place i has `groups[i]`, one group a measure, and `n[i]`, their sizes.

    `reach` is how many people a withheld cell must be able to hold: one more than the minimum, since one of them may
    be looking. `cost[i]` is how many respondents are not shown if the place is withheld. `parts[i]` are the places
    directly below i in the tree, `above[i]` the one above it (-1: none). `shares` are the sums over further
    groupings, `overlaps` each overlapping part with its total, and `left_out` the workers of those whom such a part
    leaves out.
    """

    places: tuple[Place, ...]
    groups: tuple[tuple[Respondents, ...], ...]
    n: tuple[tuple[int, ...], ...]
    cost: tuple[int, ...]
    workers: tuple[int | None, ...] | None
    parts: tuple[tuple[int, ...], ...]
    above: tuple[int, ...]
    shares: tuple[tuple[int, tuple[int, ...]], ...]
    overlaps: tuple[tuple[int, int], ...]
    left_out: Mapping[tuple[int, int], int] | None
    limits: Limits
    reach: int = field(default=Factory(lambda self: self.limits.min_cell + 1, takes_self=True))

    @property
    def measures(self) -> range:
        """The measures, by number."""
        return range(len(self.groups[0]) if self.groups else 0)


def frame_of(table: Table, limits: Limits) -> Frame:
    """The table's frame; CallRefused where a sum does not hold or a total is missing.

    The order is that of scopes and groups, so that the order in which a host lists places changes nothing.
    """
    places = tuple(sorted(table.groups, key=in_place_order))
    at = {place: index for index, place in enumerate(places)}
    measures = table.measures
    rows = [table.groups[place] for place in places]
    groups = tuple(tuple(row.get(measure, NOBODY) for measure in measures) for row in rows)
    n = tuple(tuple(group.n for group in row) for row in groups)
    parts, above = _tree(places, at)
    shares, overlaps = _shares(table, places, at)
    sums = [(total, below) for total, below in enumerate(parts) if below]
    issues = list(_sums(places, measures, n, [*sums, *shares]))
    issues += _within(places, measures, n, overlaps)
    if issues:
        raise CallRefused("The table is not one of counts that add up.", issues=issues)
    workers = table.workers
    return Frame(
        places, groups, n, tuple(map(sum, n)),
        None if workers is None else tuple(_workers(workers, place) for place in places),
        parts, above, shares, overlaps,
        None if workers is None else _left_out(workers, places, overlaps),
        limits,
    )  # fmt: skip


def _workers(workers: Mapping[Scope | Place, int], place: Place) -> int | None:
    """Rule 2: a part of a scope may be about fewer workers than the scope, so that its own have to be known."""
    return workers.get(place if place.groups else place.scope)


def _left_out(
    workers: Mapping[Scope | Place, int],
    places: Sequence[Place],
    overlaps: Sequence[tuple[int, int]],
) -> dict[tuple[int, int], int]:
    told = parts_told(workers)
    return {
        (total, part): workers_left_out(workers, told, places[total], [places[part]])
        for total, part in overlaps
    }


def parts_told(workers: Mapping[Scope | Place, int]) -> PartsTold:
    """The workers that are told of the parts of a place, by each further grouping."""
    found: defaultdict[tuple[Place, str], dict[str, int]] = defaultdict(dict)
    for place, n in workers.items():
        if isinstance(place, Place):
            for name, value in place.groups:
                found[place.without(name), name][value] = n
    return found


def workers_left_out(
    workers: Mapping[Scope | Place, int], told: PartsTold, total: Place, parts: Sequence[Place]
) -> int:
    """Rule 2 for those of a place who are in none of these parts of it by one grouping: at least their workers.

    They have the workers of any other part, and those of the place who are not of these parts. `_other` is another
    part of a partition, and everybody else where one value is singled out; where two are it says nothing of both.
    """
    name = next(name for name, _ in parts[0].groups if parts[0].without(name) == total)
    values = {dict(part.groups)[name] for part in parts}
    others = [
        n
        for value, n in told.get((total, name), {}).items()
        if value not in values and (value != OTHER or len(values) == 1)
    ]
    each = [_workers(workers, part) for part in parts]
    whole = _workers(workers, total)
    if whole is not None and None not in each:
        others.append(whole - sum(n or 0 for n in each))
    return max([0, *others])


def _tree(
    places: tuple[Place, ...], at: Mapping[Place, int]
) -> tuple[tuple[tuple[int, ...], ...], tuple[int, ...]]:
    below: list[list[int]] = [[] for _ in places]
    above: list[int] = []
    for index, place in enumerate(places):
        found = _nearest(place.scope, place.groups, at)
        above.append(found)
        if found >= 0:
            below[found].append(index)
    return tuple(map(tuple, below)), tuple(above)


def _nearest(scope: Scope, groups: tuple[tuple[str, str], ...], at: Mapping[Place, int]) -> int:
    for length in range(len(scope) - 1, -1, -1):
        found = at.get(Place(scope[:length], groups))
        if found is not None:
            return found
    return -1


def _shares(
    table: Table, places: tuple[Place, ...], at: Mapping[Place, int]
) -> tuple[tuple[tuple[int, tuple[int, ...]], ...], tuple[tuple[int, int], ...]]:
    sums: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    overlaps: list[tuple[int, int]] = []
    for index, place in enumerate(places):
        for name, _ in place.groups:
            total = at.get(place.without(name))
            if total is None:
                raise CallRefused(
                    f"The table has {shown(str(place.groups))} of {shown('/'.join(place.scope))} and not what "
                    "it is a part of. Add the place without that grouping."
                )
            if table.groupings.get(name, "partition") == "overlapping":
                overlaps.append((total, index))
            else:
                sums[total, name].append(index)
    return tuple((total, tuple(parts)) for (total, _), parts in sums.items()), tuple(overlaps)


def _sums(
    places: tuple[Place, ...],
    measures: tuple[str, ...],
    n: tuple[tuple[int, ...], ...],
    sums: list[tuple[int, tuple[int, ...]]],
) -> list[Issue]:
    """Every record has one path, and one part of a partition: totals are the sums of their parts."""
    wrong: list[Issue] = []
    for total, parts in sums:
        found = tuple(map(sum, zip(*(n[part] for part in parts), strict=True)))
        if found != n[total]:
            for measure, said, sum_ in zip(measures, n[total], found, strict=True):
                if said != sum_:
                    wrong.append(_wrong(places[total], measure, said, f"its parts come to {sum_}"))
    return wrong


def _within(
    places: tuple[Place, ...],
    measures: tuple[str, ...],
    n: tuple[tuple[int, ...], ...],
    overlaps: tuple[tuple[int, int], ...],
) -> list[Issue]:
    return [
        _wrong(places[total], measure, n[total][at], f"a part of it has {n[part][at]}")
        for total, part in overlaps
        for at, measure in enumerate(measures)
        if n[part][at] > n[total][at]
    ]


def _wrong(place: Place, measure: str, said: int, found: str) -> Issue:
    where = shown("/".join((*place.scope, *(f"{key}={value}" for key, value in place.groups))))
    return Issue(
        "table_does_not_add_up",
        "$",
        f"{where} has {said} respondents of {shown(measure)}, and {found}. Each record counts once at every level.",
        fix="Count the table from one tally, or declare the grouping as overlapping.",
    )

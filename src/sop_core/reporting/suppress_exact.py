"""Withholding against exact derivation alone, where tables are linked: the larger a cell, the sooner it is shown.

All that could change while every sum holds is a space; showing a cell cuts it down to what leaves that cell as it
is. A small cell follows from what is shown exactly when nothing in the space changes it any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import gcd

from attrs import field, mutable

from sop_core.reporting.suppress_frame import Frame
from sop_core.reporting.suppress_moves import Sum

Vector = dict[int, int]


@mutable
class Freedom:
    """The changes that are still possible in one measure, as independent vectors."""

    vectors: dict[int, Vector]
    where: defaultdict[int, set[int]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.where = defaultdict(set)
        for number, vector in self.vectors.items():
            for place in vector:
                self.where[place].add(number)

    def shown(self, place: int, kept: Iterable[int]) -> dict[int, Vector] | None:
        """What the vectors become when a place is shown; None where that would fix one of the `kept`."""
        touched = self.where[place]
        if not touched:
            return {}
        pivot = min(touched, key=lambda number: (len(self.vectors[number]), number))
        by = self.vectors[pivot]
        new: dict[int, Vector] = {pivot: {}}
        for number in touched - {pivot}:
            vector = self.vectors[number]
            new[number] = _mixed(vector, by[place], by, vector[place])
        for one in kept:
            # A kept place that loses its last vector follows from what is shown.
            if (
                self.where[one]
                and self.where[one] <= touched
                and not any(one in vector for vector in new.values())
            ):
                return None
        return new

    def take(self, new: dict[int, Vector]) -> None:
        """Go on with the vectors that `shown` gave."""
        for number, vector in new.items():
            for place in self.vectors[number]:
                self.where[place].discard(number)
            self.vectors[number] = vector
            for place in vector:
                self.where[place].add(number)


def freedom_of(sums: Iterable[Sum], places: Iterable[int]) -> Freedom:
    """Every change of these places that keeps each sum."""
    freedom = Freedom({number: {place: 1} for number, place in enumerate(places)})
    for total, parts in sums:
        signs = {**dict.fromkeys(parts, 1), total: -1}
        touched = sorted({number for place in signs for number in freedom.where[place]})
        off = {
            number: sum(signs.get(one, 0) * by for one, by in freedom.vectors[number].items())
            for number in touched
        }
        breaking = [number for number in touched if off[number]]
        if breaking:
            # One vector is spent on the sum: the total's own, where there is one.
            pivot = min(breaking, key=lambda one: (total not in freedom.vectors[one], one))
            spent = freedom.vectors[pivot]
            new = {
                number: _mixed(freedom.vectors[number], off[pivot], spent, off[number])
                for number in breaking
                if number != pivot
            }
            freedom.take({**new, pivot: {}})
    return freedom


def _mixed(vector: Vector, times: int, by: Vector, less: int) -> Vector:
    """So many times one vector less so many times another, as small as it can be written."""
    made = {one: change * times for one, change in vector.items()}
    for one, change in by.items():
        made[one] = made.get(one, 0) - change * less
    made = {one: change for one, change in made.items() if change}
    common = gcd(*made.values())
    return {one: change // common for one, change in made.items()} if common > 1 else made


def withheld_beyond(frame: Frame, first: Iterable[int], frozen: frozenset[int]) -> set[int]:
    """The further places to withhold so that none of the `first` follows exactly, as little as comes of greed."""
    kept = set(first)
    tree = [(total, parts) for total, parts in enumerate(frame.parts) if parts]
    frees = [
        freedom_of(
            [*sorted(tree, key=lambda one: -len(frame.places[one[0]].scope)), *frame.shares],
            [place for place, n in enumerate(frame.n) if n[measure]],
        )
        for measure in frame.measures
    ]
    guarded = [[place for place in kept if frame.n[place][measure]] for measure in frame.measures]
    more: set[int] = set()
    order = sorted(
        (place for place in range(len(frame.places)) if place not in kept),
        key=lambda place: (place not in frozen, -frame.cost[place], place),
    )
    for place in order:
        new = [free.shown(place, guard) for free, guard in zip(frees, guarded, strict=True)]
        if place not in frozen and any(one is None for one in new):
            more.add(place)
            continue
        for free, one in zip(frees, new, strict=True):
            if one is not None:
                free.take(one)
    return more

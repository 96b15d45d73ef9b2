"""How small and how large an unknown count can be, given the sums that it is in.

Intervals are narrowed until nothing moves. On a tree of sums that is exact: sums of intervals of whole numbers
are intervals of whole numbers, so that each end is reached by some solution. Where sums form a ring the narrowed
interval only contains the true one, and a solver has to find the ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Protocol

from attrs import frozen

#: Coefficients of 1 and -1 by unknown, and the number that they come to.
Sum = tuple[tuple[tuple[int, int], ...], int]

#: How often a sum of a ring is looked at before its intervals are taken as they are.
MOST_LOOKS = 40


@frozen
class Component:
    """Connected unknowns: the least that each can be by itself, and the sums that hold between them."""

    low: tuple[int, ...]
    sums: tuple[Sum, ...]

    def __len__(self) -> int:
        return len(self.low)


@frozen
class Bounds:
    """The least and the most that each unknown of a component can be; a most of None has no end.

    `possible` is False where no whole numbers fit at all: then the intervals mean nothing.
    """

    least: tuple[int, ...]
    most: tuple[int | None, ...]
    possible: bool = True


NEVER = Bounds((), (), possible=False)


class BoundsSolver(Protocol):
    """Finds the ends of the intervals in any component; `sop_core.audit` has one by linear programming.

    The answer's ends are true, but for two liberties that spare work: a `most` of `enough` or above may be any
    number from `enough` up that the unknown can be, and a `least` any number below it that the unknown can be.
    None says that the solver could not tell, which nobody may read as safe.
    """

    @property
    def name(self) -> str:
        """What the proof of a release calls it."""
        ...

    def solve(self, component: Component, *, enough: int) -> Bounds | None:
        """The bounds of every unknown of the component."""
        ...


class Narrowing:
    """Intervals that only ever narrow. `possible` turns False when one is empty."""

    def __init__(
        self, component: Component, least: Sequence[int], most: Sequence[int | None], looks: int
    ) -> None:
        self.sums = component.sums
        self.least = list(least)
        self.most = list(most)
        self.possible = True
        self.looks = looks
        self.uses: list[list[int]] = [[] for _ in component.low]
        for number, (row, _) in enumerate(component.sums):
            for unknown, _ in row:
                self.uses[unknown].append(number)

    def run(self, first: Iterable[int]) -> None:
        """Look at these sums, and at whatever they touch, until nothing moves or the looks are used up."""
        waiting = deque(first)
        queued = set(waiting)
        while waiting and self.possible and self.looks:
            self.looks -= 1
            number = waiting.popleft()
            queued.discard(number)
            for unknown in self._narrow(number):
                for other in self.uses[unknown]:
                    if other != number and other not in queued:
                        queued.add(other)
                        waiting.append(other)

    def _narrow(self, number: int) -> list[int]:
        """Narrow each unknown of one sum by the others; those that moved are returned."""
        row, rest = self.sums[number]
        low = high = low_open = high_open = 0
        ends: list[tuple[int | None, int | None]] = []
        for unknown, sign in row:
            down, up = self.least[unknown], self.most[unknown]
            one = (down, up) if sign > 0 else (None if up is None else -up, -down)
            ends.append(one)
            low += one[0] or 0
            low_open += one[0] is None
            high += one[1] or 0
            high_open += one[1] is None
        moved: list[int] = []
        for (unknown, sign), (lowest, highest) in zip(row, ends, strict=True):
            top = rest - low + (lowest or 0) if low_open == (lowest is None) else None
            bottom = rest - high + (highest or 0) if high_open == (highest is None) else None
            if sign < 0:
                top, bottom = (
                    None if bottom is None else -bottom,
                    None if top is None else -top,
                )
            if self.within(unknown, bottom, top):
                moved.append(unknown)
        return moved

    def within(self, unknown: int, bottom: int | None, top: int | None) -> bool:
        """Take two further ends into account; whether that moved anything."""
        moved = False
        if bottom is not None and bottom > self.least[unknown]:
            self.least[unknown] = bottom
            moved = True
        most = self.most[unknown]
        if top is not None and (most is None or top < most):
            self.most[unknown] = most = top
            moved = True
        if most is not None and most < self.least[unknown]:
            self.possible = False
        return moved


def narrowed(component: Component, *, ringed: bool = True) -> Bounds:
    """The intervals after narrowing: exact on a tree of sums, else wide enough to hold the true ones.

    A component that is not `ringed` is narrowed to the end, which comes by itself; in a ring each step may be a
    small one, so that there the looks are counted.
    """
    looks = MOST_LOOKS * (len(component.sums) + 1) if ringed else -1
    work = Narrowing(component, component.low, [None] * len(component), looks)
    work.run(range(len(component.sums)))
    return Bounds(tuple(work.least), tuple(work.most)) if work.possible else NEVER

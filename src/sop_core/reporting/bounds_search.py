"""Bounds without linear programming: solutions in whole numbers, found by trying (for small components).

Each solution that is found shows what several unknowns can be; each search that ends without one shows what an
unknown cannot be. A search that takes too long gives up, and the answer is None: not known.
"""

from __future__ import annotations

from attrs import field, frozen, mutable

from sop_core.reporting.bounds import NEVER, Bounds, Component, Narrowing, narrowed

Ends = tuple[tuple[int, ...], tuple[int | None, ...]]


class GaveUp(Exception):
    """The search used up its budget."""


@frozen
class SearchSolver:
    """A `BoundsSolver` that needs nothing but time; `steps` is the budget for a component, per unknown."""

    steps: int = 100
    name: str = "search"

    def solve(self, component: Component, *, enough: int) -> Bounds | None:
        """The bounds of every unknown, or None where the budget was too small."""
        outer = narrowed(component)
        if not outer.possible:
            return NEVER
        search = _Search(component, enough, self.steps * len(component))
        try:
            return search.ends((outer.least, outer.most))
        except GaveUp:
            return None


@mutable
class _Search:
    component: Component
    enough: int
    steps: int
    least: list[int] = field(factory=list[int])
    most: list[int] = field(factory=list[int])

    def ends(self, outer: Ends) -> Bounds:
        first = self.solution(outer)
        if first is None:
            return NEVER
        self.least, self.most = list(first), list(first)
        for unknown in range(len(self.component)):
            self._raise(unknown, outer)
            self._lower(unknown, outer)
        return Bounds(tuple(self.least), tuple(self.most))

    def _raise(self, unknown: int, outer: Ends) -> None:
        """Find the most: at once `enough`, or one step after the other up to it."""
        if self.most[unknown] < self.enough and self._try(unknown, self.enough, None, outer):
            return
        while self.most[unknown] < self.enough or self.least[unknown] == self.most[unknown]:
            if not self._try(unknown, self.most[unknown] + 1, None, outer):
                return

    def _lower(self, unknown: int, outer: Ends) -> None:
        """Find a least that differs from the most, and the true one where the most is below `enough`."""
        while self.most[unknown] < self.enough or self.least[unknown] == self.most[unknown]:
            if not self._try(unknown, None, self.least[unknown] - 1, outer):
                return

    def _try(self, unknown: int, bottom: int | None, top: int | None, outer: Ends) -> bool:
        found = self.solution(outer, (unknown, bottom, top))
        if found is None:
            return False
        self.least = list(map(min, self.least, found))
        self.most = list(map(max, self.most, found))
        return True

    def solution(
        self, ends: Ends, wish: tuple[int, int | None, int | None] | None = None
    ) -> tuple[int, ...] | None:
        """Whole numbers within the ends that fit every sum, and the wish; None where there are none."""
        waiting = [(ends, wish)]
        while waiting:
            (least, most), wish = waiting.pop()
            self.steps -= 1
            if self.steps < 0:
                raise GaveUp
            work = Narrowing(self.component, least, most, 4 * self.steps + 4)
            if wish is None:
                work.run(range(len(self.component.sums)))
            else:
                unknown, bottom, top = wish
                work.within(unknown, bottom, top)
                work.run(work.uses[unknown])
            if not work.possible:
                continue
            ends = tuple(work.least), tuple(work.most)
            open_ = [i for i in range(len(self.component)) if work.least[i] != work.most[i]]
            if not open_:
                # Intervals that ran out of looks prove nothing: every sum is tried.
                if self._fits(ends[0]):
                    return ends[0]
                continue
            unknown = min(open_, key=lambda i: _width(work.least[i], work.most[i]))
            low = work.least[unknown]
            waiting.append((ends, (unknown, low + 1, None)))
            waiting.append((ends, (unknown, None, low)))
        return None

    def _fits(self, values: tuple[int, ...]) -> bool:
        return all(
            sum(sign * values[unknown] for unknown, sign in row) == rest
            for row, rest in self.component.sums
        )


def _width(least: int, most: int | None) -> tuple[int, int]:
    return (1, 0) if most is None else (0, most - least)

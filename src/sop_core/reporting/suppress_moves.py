"""A way out for each withheld cell: other numbers that fit everything shown, in which it is large enough.

A move adds to some withheld counts and takes from others so that every sum still holds. What the published
numbers allow is as good as what is true, so that a cell with a move out of its small size is given away to nobody:
the move itself is the proof. Moves that need a few more withheld places are found by what those would cost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import heappop, heappush

from attrs import field, frozen, mutable

#: How many half-made moves are looked at before a search is given up.
MOST_LOOKS = 300

#: A sum whose parts, added, less its total come to nothing.
Sum = tuple[int, tuple[int, ...]]
#: By how much a move changes each place's count.
Move = dict[int, int]


@frozen
class Sums:
    """The sums of a table, and for each place those that it is in, with the sign that it has there."""

    sums: tuple[Sum, ...]
    uses: tuple[tuple[tuple[int, int], ...], ...]

    @classmethod
    def of(cls, sums: Sequence[Sum], n_places: int) -> Sums:
        """The sums, indexed by place."""
        uses: list[list[tuple[int, int]]] = [[] for _ in range(n_places)]
        for number, (total, parts) in enumerate(sums):
            uses[total].append((number, -1))
            for part in parts:
                uses[part].append((number, 1))
        return cls(tuple(sums), tuple(map(tuple, uses)))


@mutable
class Seeker:
    """Finds moves from the true counts. `price` gives what withholding a place would cost, None for never.

    `low` is the least that a count can be: what is at its least gives nothing away.
    """

    sums: Sums
    n: Sequence[int]
    low: Sequence[int]
    price: Callable[[int], int | None]
    below: int | None = None
    point: dict[int, int] = field(factory=dict[int, int])

    def way(self, place: int, by: int) -> Move | None:
        """The cheaper of one move of the full size and several small ones; None where none costs less than `below`."""
        found = self._moves(place, by, least=abs(by))
        if found is not None:
            self.below = self._cost(found)
        small = self._moves(place, by, least=1) if abs(by) > 1 else None
        return found if small is None else small

    def _cost(self, move: Mapping[int, int]) -> int:
        return sum(self.price(place) or 0 for place in move)

    def _moves(self, place: int, by: int, *, least: int) -> Move | None:
        self.point = {}
        sign = 1 if by > 0 else -1
        left, cost = abs(by), 0
        while left:
            step = self._step(place, sign, least, cost)
            if step is None:
                return None
            cost += sum(self._price(one) or 0 for one in step)
            size = min([left, *(self._spare(one) for one, change in step.items() if change < 0)])
            for one, change in step.items():
                self.point[one] = self.point.get(one, 0) + change * size
            left -= size
        return {one: change for one, change in self.point.items() if change}

    def _price(self, place: int) -> int | None:
        """What a place costs beside what this move has already taken."""
        return 0 if place in self.point else self.price(place)

    def _spare(self, place: int) -> int:
        return self.n[place] + self.point.get(place, 0) - self.low[place]

    def _step(self, place: int, sign: int, least: int, spent: int) -> Move | None:
        """The cheapest, then shortest, change of ones that begins at a place and keeps every sum."""
        start: Move = {place: sign}
        heap = [(spent, 0, 0, start, self._open({}, place, sign))]
        seen = {frozenset(start.items())}
        made = 0
        for _ in range(MOST_LOOKS):
            if not heap:
                return None
            cost, _, _, move, open_ = heappop(heap)
            if not open_:
                return move
            for one, change in self._answers(move, open_):
                price = self._price(one)
                if price is None or (change < 0 and self._spare(one) < least):
                    continue
                if self.below is not None and cost + price >= self.below:
                    continue
                longer = {**move, one: change}
                key = frozenset(longer.items())
                if key not in seen:
                    seen.add(key)
                    made += 1
                    left = self._open(open_, one, change)
                    heappush(heap, (cost + price, len(longer) + len(left), made, longer, left))
        return None

    def _open(self, open_: Mapping[int, int], place: int, change: int) -> dict[int, int]:
        """The sums that do not hold after a change, and by how much."""
        left = dict(open_)
        for number, sign in self.sums.uses[place]:
            off = left.get(number, 0) + sign * change
            if off:
                left[number] = off
            else:
                left.pop(number, None)
        return left

    def _answers(self, move: Move, open_: Mapping[int, int]) -> list[tuple[int, int]]:
        """The changes that would bring one of the open sums nearer to holding."""
        number = min(open_, key=lambda one: (len(self.sums.sums[one][1]), one))
        total, parts = self.sums.sums[number]
        off = 1 if open_[number] > 0 else -1
        found = [(part, -off) for part in parts if part not in move]
        return found if total in move else [*found, (total, off)]

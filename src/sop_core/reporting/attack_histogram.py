"""How many gave each answer, as far as n, a mean, a standard deviation and bars leave no other way.

A group of 22 on five options may have one histogram alone that fits n, mean and standard deviation to two decimals.
The search tries whole numbers, value by value, and leaves a branch as soon as what remains cannot come to the sums
any more: with the sum s of n numbers among given values, their squares come to no less than the values next to s/n
would give, and to no more than the outermost would. The last values follow from the sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, combinations
from math import ceil, floor, lcm

from attrs import field, mutable

from sop_core.reporting.attack_told import Tail, Told, Way, kept
from sop_core.types import Exact

#: How many branches are looked at, and one more for each person, before a search is given up.
MOST_LOOKS = 4_000


class GaveUp(Exception):
    """The search used up its looks."""


def follows(told: Told, *, below: int) -> Mapping[Exact, int] | None:
    """The values of which it follows how many had them, 1 to `below` - 1 people; None where nothing fits.

    Where a search is given up the value counts as one that follows: nobody may read it as safe.
    """
    found = _fixed(told)
    return None if found is None else {value: n for value, n in found.items() if 0 < n < below}


def follows_inside(told: Told, *, below: int) -> Mapping[Exact, int]:
    """The same of the others for one of them, who knows their own value; what everybody knows is not among it."""
    known, found = _fixed(told) or {}, dict[Exact, int]()
    for at in range(len(told.values)):
        others = told.less(at)
        fixed = (_fixed(others) if others is not None else None) or {}
        found |= {value: n for value, n in fixed.items() if value not in known and 0 < n < below}
    return found


# Remembered, since a release is tried again and again while it is made. It asks for no minimum, so that what is
# called safe at one is not called unsafe at a lower one.
@lru_cache(maxsize=4096)
def _fixed(told: Told) -> Mapping[Exact, int] | None:
    search = _Search(told)
    try:
        first = search.any()
    except GaveUp:
        return {told.values[0]: 1}
    if first is None:
        return None
    seen, found = [first], dict[Exact, int]()
    for at, n in enumerate(first):
        if n and all(one[at] == n for one in seen):
            other = search.other(first, at)
            if other is None:
                found[told.values[at]] = n
            else:
                seen.append(other)
    return found


@mutable
class _Search:
    told: Told
    looks: int = 0
    units: list[int] = field(init=False)
    scale: int = field(init=False)
    groups: list[tuple[list[int], int]] = field(init=False)
    tails: list[list[Tail]] = field(init=False)
    wish: tuple[int, int, int] = (-1, 0, 0)
    ends: tuple[int, int] = field(init=False)
    by_total: dict[int, tuple[int, int]] = field(init=False, factory=dict[int, tuple[int, int]])

    def __attrs_post_init__(self) -> None:
        told = self.told
        self.scale = lcm(*(Fraction(value).denominator for value in told.values))
        self.units = [int(value * self.scale) for value in told.values]
        bars = told.bars or ((tuple(range(len(told.values))), told.n),)
        by_unit = [(sorted(of, key=lambda at: self.units[at]), n) for of, n in bars if of or n]
        # The widest comes last, since its last values follow from the sums.
        self.groups = sorted(by_unit, key=lambda one: len(one[0]))
        self.tails = [self._tails(number) for number in range(len(self.groups))]
        low, high = (self.scale * end for end in told.total)
        self.ends = (ceil(low), floor(high))

    def _tails(self, group: int) -> list[Tail]:
        later = [([self.units[at] for at in of], n) for of, n in self.groups[group + 1 :] if of]
        ends = (
            sum(n * min(of) for of, n in later),
            sum(n * max(of) for of, n in later),
            sum(n * min(unit * unit for unit in of) for of, n in later),
            sum(n * max(unit * unit for unit in of) for of, n in later),
        )
        units = tuple(self.units[at] for at in self.groups[group][0])
        return [Tail(units[place:], *ends) for place in range(max(1, len(units)))]

    # ------------------------------------------------------------------------------ the search

    def other(self, first: Way, at: int) -> Way | None:
        """A way in which another number of people had a value, or None."""
        near = next(self._near(first, at), None)
        if near is not None:
            return near
        try:
            for low, high in ((first[at] + 1, self.told.n), (0, first[at] - 1)):
                found = self.any((at, low, high))
                if found is not None:
                    return found
        except GaveUp:
            pass
        return None

    def any(self, wish: tuple[int, int, int] = (-1, 0, 0)) -> Way | None:
        """A way that fits all that is told, in which between so many people had a value."""
        self.looks = MOST_LOOKS + self.told.n
        self.wish = wish
        if sum(n for _, n in self.groups) != self.told.n or any(not of for of, _ in self.groups):
            return None
        guess = self._guess() if wish[0] < 0 else None
        if guess is not None:
            return guess
        for total in range(self.ends[0], self.ends[1] + 1):
            for found in self._fill(0, 0, self.groups[0][1], total, self._squares(total)):
                way = tuple(found.get(at, 0) for at in range(len(self.units)))
                if self._is_in_the_middle(way):
                    return way
        return None

    def _guess(self) -> Way | None:
        """A way in the middle of all that is told, if it fits: of many people it does, and none has to be sought."""
        low = sum(n * self.units[of[0]] for of, n in self.groups)
        high = sum(n * self.units[of[-1]] for of, n in self.groups)
        total = self.scale * (self.told.total[0] + self.told.total[1]) / 2
        share = (total - low) / (high - low) if high > low else Fraction(0)
        if not 0 <= share <= 1:
            return None
        near, far = (dict(self._spread(share, apart=apart)) for apart in (False, True))
        squares = [sum(n * self.units[at] ** 2 for at, n in one.items()) for one in (near, far)]
        middle = Fraction(sum(self._squares(floor(total))), 2)
        by = (
            (middle - squares[0]) / (squares[1] - squares[0])
            if squares[1] > squares[0]
            else Fraction(0)
        )
        by = min(Fraction(1), max(Fraction(0), by))
        mixed = {at: (1 - by) * near.get(at, 0) + by * far.get(at, 0) for at in near | far}
        way = tuple(floor(mixed.get(at, Fraction(0))) for at in range(len(self.units)))
        for of, n in self.groups:
            most = max(of, key=lambda at: (way[at], -at))
            lacking = n - sum(way[at] for at in of)
            way = tuple(count + lacking * (at == most) for at, count in enumerate(way))
        return way if self._fits(way) else None

    def _spread(self, share: Fraction, *, apart: bool) -> Iterator[tuple[int, Fraction]]:
        """Each group at the same share of its range: at the values next to that, or at its outermost ones."""
        for of, n in self.groups:
            units = [self.units[at] for at in of]
            mean = units[0] + share * (units[-1] - units[0])
            under = 0 if apart else max(at for at, unit in enumerate(units) if unit <= mean)
            over = (
                len(of) - 1 if apart else min(at for at, unit in enumerate(units) if unit >= mean)
            )
            width = units[over] - units[under]
            part = n * (mean - units[under]) / width if width else Fraction(0)
            yield of[under], n - part
            if width:
                yield of[over], part

    def _squares(self, total: int) -> tuple[int, int]:
        """The least and the most that the squares come to, for a total."""
        known = self.by_total.get(total)
        if known is not None:
            return known
        least, most = 0, self.told.n * max(unit * unit for unit in self.units)
        mean = Fraction(total * total, self.told.n)
        for ends, by in ((self.told.squares, Fraction(0)), (self.told.apart, mean)):
            if ends is not None:
                low, high = (by + self.scale**2 * end for end in ends)
                least, most = max(least, ceil(low)), min(most, floor(high))
        self.by_total[total] = (least, most)
        return least, most

    def _fill(
        self, group: int, place: int, left: int, total: int, squares: tuple[int, int]
    ) -> Iterator[dict[int, int]]:
        """Every way to share out what is left: `left` people of this group, and the groups after it."""
        self.looks -= 1
        if self.looks < 0:
            raise GaveUp
        of = self.groups[group][0]
        if not self.tails[group][place].can(left, total, squares):
            return
        at, unit = of[place], self.units[of[place]]
        if place == len(of) - 1:
            several: Iterable[int] = (left,)
        elif place == len(of) - 3 and group == len(self.groups) - 1:
            several = self._of_three(of[place:], left, total, squares)
        else:
            several = range(left + 1)
        for n in several:
            if self._wished(at, n):
                ends = (squares[0] - n * unit * unit, squares[1] - n * unit * unit)
                for found in self._next(group, place, left - n, total - n * unit, ends):
                    yield {**found, at: n}

    def _next(
        self, group: int, place: int, left: int, total: int, squares: tuple[int, int]
    ) -> Iterator[dict[int, int]]:
        if place + 1 < len(self.groups[group][0]):
            yield from self._fill(group, place + 1, left, total, squares)
        elif group + 1 < len(self.groups):
            yield from self._fill(group + 1, 0, self.groups[group + 1][1], total, squares)
        else:
            # The last value takes all that is left: that it comes out right was looked at before.
            yield {}

    def _of_three(
        self, places: Sequence[int], n: int, total: int, squares: tuple[int, int]
    ) -> Iterator[int]:
        """How many have the lowest of the last three values, so that total and squares come out."""
        low, middle, high = (self.units[place] for place in places)
        # Of so many in the middle the squares fall by this from what the two others alone would give.
        by = (middle - low) * (high - middle)
        outer = low * low * n + (high + low) * (total - low * n)
        least, most = max(0, -((squares[1] - outer) // by)), min(n, (outer - squares[0]) // by)
        for inside in range(least, most + 1):
            above, odd = divmod(total - low * n - (middle - low) * inside, high - low)
            if not odd and above >= 0 and inside + above <= n:
                yield n - inside - above

    def _wished(self, at: int, n: int) -> bool:
        place, low, high = self.wish
        return place != at or low <= n <= high

    # ---------------------------------------------------------------- ways beside one that fits

    def _near(self, first: Way, at: int) -> Iterator[Way]:
        """Ways a few people away from one that fits: moved between two, three or four values of a bar.

        Between four the total and the squares stay as they are, between three the total does; the rest is looked at.
        """
        of = next(of for of, _ in self.groups if at in of)
        others = [place for place in of if place != at]
        sums = self._sums(first)
        for several in (1, 2, 3):
            for places in combinations(others, several):
                moved = (at, *places)
                by, *more = kept(tuple(self.units[place] for place in moved))
                for times in (1, -1, 2, -2):
                    lacks = any(
                        first[one] + times * n < 0 for one, n in zip(moved, by, strict=True)
                    )
                    total, squares = (now + times * n for now, n in zip(sums, more, strict=True))
                    if not lacks and self._comes_to(total, squares):
                        way = list(first)
                        for one, n in zip(moved, by, strict=True):
                            way[one] += times * n
                        if self._is_in_the_middle(tuple(way)):
                            yield tuple(way)

    def _sums(self, way: Way) -> tuple[int, int]:
        """What the values and the squares of a way come to."""
        pairs = list(zip(way, self.units, strict=True))
        return sum(n * unit for n, unit in pairs), sum(n * unit * unit for n, unit in pairs)

    def _comes_to(self, total: int, squares: int) -> bool:
        if not self.ends[0] <= total <= self.ends[1]:
            return False
        least, most = self._squares(total)
        return least <= squares <= most

    def _fits(self, way: Way) -> bool:
        return self._comes_to(*self._sums(way)) and self._is_in_the_middle(way)

    def _is_in_the_middle(self, way: Way) -> bool:
        """Whether the middle of so many is where it is said to be."""
        if self.told.median is None or not self.told.n:
            return True
        order = sorted(range(len(way)), key=lambda at: self.units[at])
        middle = [_place_of(way, order, at) for at in ((self.told.n - 1) // 2, self.told.n // 2)]
        here = Fraction(sum(self.units[at] for at in middle), 2 * self.scale)
        return self.told.median[0] <= here <= self.told.median[1]


def _place_of(way: Way, order: Sequence[int], number: int) -> int:
    reached = zip(order, accumulate(way[at] for at in order), strict=True)
    return next(at for at, upto in reached if number < upto)

"""What is told of a group of people whose answers are numbers, and what so many people can come to.

The values of attack_histogram's search: a group with the ends of its sums, the group of all others but one, and the
least and the most that squares come to.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import lcm, prod
from typing import Protocol

from attrs import frozen

from sop_core.types import Exact

Ends = tuple[Fraction, Fraction]
Way = tuple[int, ...]


@frozen(kw_only=True)
class Told:
    """What is known of a group of n people.

    `total` are the least and most that their values come to, `squares` the same of their squares, `apart` of the
    squares less the square of the total by n, `median` of the middle of them; None where it is not told. `bars` are
    places in `values`, with how many have one of these.
    """

    n: int
    values: tuple[Exact, ...]
    total: Ends
    squares: Ends | None = None
    apart: Ends | None = None
    median: Ends | None = None
    bars: tuple[tuple[tuple[int, ...], int], ...] = ()

    @property
    def of_squares(self) -> Ends | None:
        """The least and the most that the squares of the values come to."""
        return self.squares if self.squares is not None else squares_of(self)

    def less(self, at: int) -> Told | None:
        """What one of them knows of the others, who had the value at this place; None where nobody can have."""
        value, mine, bars = Fraction(self.values[at]), self.of_squares, list[tuple[Way, int]]()
        for of, n in self.bars:
            bars.append((of, n - (at in of)))
        if self.n < 2 or any(n < 0 for _, n in bars):
            return None
        return Told(
            n=self.n - 1,
            values=self.values,
            total=(self.total[0] - value, self.total[1] - value),
            squares=None if mine is None else (mine[0] - value**2, mine[1] - value**2),
            bars=tuple(bars),
        )


class Apart(Protocol):
    """A group of which squared distances from the mean are told."""

    @property
    def n(self) -> int:
        """How many people."""
        ...

    @property
    def total(self) -> Ends:
        """What their values come to."""
        ...

    @property
    def apart(self) -> Ends | None:
        """What the squared distances from the mean come to."""
        ...


def squares_of(group: Apart) -> Ends | None:
    """The least and the most that the squares of a group's values come to, by how far they lie apart."""
    if group.apart is None:
        return None
    by_mean = sorted(end * end / group.n for end in group.total)
    low = Fraction(0) if group.total[0] < 0 < group.total[1] else by_mean[0]
    return (low + group.apart[0], by_mean[1] + group.apart[1])


@frozen
class Tail:
    """What is left to share out from a place of a group on: its units, and the ends of all later groups together."""

    units: tuple[int, ...]
    low: int
    high: int
    least: int
    most: int

    def can(self, left: int, total: int, squares: tuple[int, int]) -> bool:
        """Whether so many people, and the later groups, can come to the total and to such squares, if shared."""
        if not left:
            low = high = 0
        else:
            low, high = left * self.units[0], left * self.units[-1]
        if not self.low + low <= total <= self.high + high:
            return False
        if left and not (self.low or self.high or self.most):
            least, most = _ends_of_squares(self.units, left, total)
        else:
            own = [unit * unit for unit in self.units] if left else [0]
            least, most = self.least + left * min(own), self.most + left * max(own)
        return least <= squares[1] and squares[0] <= most


def _ends_of_squares(units: Sequence[int], n: int, total: int) -> tuple[int, int]:
    """The least and the most that the squares of n people come to who have these units, and this total."""
    low, high = units[0], units[-1]
    under = max(unit for unit in units if unit * n <= total)
    over = min(unit for unit in units if unit * n >= total)
    least = (under + over) * total - n * under * over
    return least, (low + high) * total - n * low * high


@lru_cache(maxsize=4096)
def kept(units: tuple[int, ...]) -> tuple[tuple[int, ...], int, int]:
    """How to move people between values so that n and the sums stay, as far as so many values can; and what moves.

    By one over the products of differences: of four values total and squares stay, of three the total does.
    """
    shares: list[Fraction] = []
    for at, unit in enumerate(units):
        product = prod(unit - other for number, other in enumerate(units) if number != at)
        shares.append(Fraction(1, product))
    whole = lcm(*(share.denominator for share in shares))
    by = tuple(int(share * whole) for share in shares)
    pairs = list(zip(by, units, strict=True))
    return by, sum(n * unit for n, unit in pairs), sum(n * unit * unit for n, unit in pairs)

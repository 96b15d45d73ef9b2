"""Covariances of items and what follows from them, in exact arithmetic: no float on the way.

    covariance   (sum of xy - sum of x * sum of y / n) / (n - 1) over the people who answered both
    alpha        k / (k - 1) * (1 - sum of the variances / sum of the whole matrix)   (Cronbach 1951)
    item-rest    the covariance of an item with the sum of the others, over the root of the product
                 of the two variances: the item itself is no part of what it is compared with

Taken in pairs, covariances come from different people where some answers are missing, and may
contradict each other: a variance of a sum below zero, an alpha or a correlation beyond 1. Then there
is no number.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import isqrt, lcm

from attrs import frozen

from sop_core.types import Exact

#: The answers to one item, in the order of the people; None where there is none.
Column = Sequence[Exact | None]
#: To how many decimals a figure is rounded, once, ties away from zero.
PLACES = 4


class ContradictionError(ArithmeticError):
    """Covariances that were taken in pairs do not fit together."""


@frozen
class Matrix:
    """Covariances of items by place, and the smallest number of people behind any one of them."""

    cells: tuple[tuple[Fraction, ...], ...]
    n: int

    @cached_property
    def rows(self) -> tuple[Fraction, ...]:
        """Each item's covariance with the sum of all, itself among them."""
        return tuple(sum(row, Fraction(0)) for row in self.cells)

    @cached_property
    def whole(self) -> Fraction:
        """The variance of the sum of all items."""
        return sum(self.rows, Fraction(0))


def _whole(columns: Sequence[Column]) -> list[list[int | None]]:
    """The columns times one number that makes every answer whole: neither figure depends on the unit."""
    unit = lcm(*(x.denominator for column in columns for x in column if x is not None))
    return [[None if x is None else int(x * unit) for x in column] for column in columns]


def _pair(xs: Sequence[int | None], ys: Sequence[int | None]) -> tuple[int, Fraction]:
    both = [(x, y) for x, y in zip(xs, ys, strict=True) if x is not None and y is not None]
    n = len(both)
    if n < 2:
        return n, Fraction(0)
    sums = sum(x for x, _ in both) * sum(y for _, y in both)
    return n, Fraction(n * sum(x * y for x, y in both) - sums, n * (n - 1))


def matrix_of(columns: Sequence[Column]) -> Matrix:
    """The covariance of every two items over those who answered both; `n` is the least of them."""
    whole = _whole(columns)
    found = [[Fraction(0)] * len(whole) for _ in whole]
    least: list[int] = []
    for i, xs in enumerate(whole):
        for j, ys in enumerate(whole[: i + 1]):
            n, found[i][j] = _pair(xs, ys)
            found[j][i] = found[i][j]
            least.append(n)
    return Matrix(tuple(map(tuple, found)), min(least))


def complete(columns: Sequence[Column]) -> list[Column]:
    """The same columns, with the people alone who answered every item."""
    rows = [row for row in zip(*columns, strict=True) if None not in row]
    return [[row[at] for row in rows] for at in range(len(columns))]


def alpha(matrix: Matrix) -> Fraction | None:
    """Cronbach's alpha of two or more items; None where their sum does not vary at all."""
    k, whole = len(matrix.cells), matrix.whole
    if whole < 0:
        raise ContradictionError
    if whole == 0:
        return None
    own = sum((row[at] for at, row in enumerate(matrix.cells)), Fraction(0))
    found = Fraction(k, k - 1) * (1 - own / whole)
    if found > 1:
        raise ContradictionError
    return found


def item_rest(matrix: Matrix, at: int) -> Decimal | None:
    """The corrected item-total correlation of one item, rounded; None where item or rest does not vary."""
    own = matrix.cells[at][at]
    together = matrix.rows[at] - own
    rest = matrix.whole - 2 * together - own
    if rest < 0:
        raise ContradictionError
    if own == 0 or rest == 0:
        return None
    if together * together > own * rest:
        raise ContradictionError
    return root(together, own * rest)


def root(numerator: Fraction, square: Fraction) -> Decimal:
    """`numerator / sqrt(square)`, rounded once to PLACES decimals, ties away from zero, by whole numbers."""
    # floor(2 * 10^places * |r|) is a whole root; half of the next whole number is r, rounded.
    doubled = isqrt(int(4 * 10 ** (2 * PLACES) * numerator * numerator / square))
    units = (doubled + 1) // 2
    return Decimal(-units if numerator < 0 else units).scaleb(-PLACES)

"""How far answers lie apart, exactly: standard deviation, median, and an interval for a mean (DESIGN 7 rule 4).

    sd         the square root of the squared distances from the mean, by n - 1; rounded once, like the mean
    median     the middle value, or the middle of the two middle ones; rounded once
    interval   the mean and 1.96 standard errors (sd by the root of n) to either side, each end rounded outwards

All of it comes from a tally's counts of exact scores, in whole numbers and fractions: a root is compared by squares.
The interval is that of a normal distribution: with twice eleven people or more a fair one, as if they had been drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor, isqrt

from sop_core.instruments.exact import rounded
from sop_core.instruments.model import Rounding
from sop_core.reporting.releases import Interval
from sop_core.types import Exact, RoundingMode

#: 95 times of 100, by the normal distribution.
ERRORS = Fraction(196, 100)
Values = Mapping[Exact, int]


def variance(values: Values) -> Fraction:
    """The squared distances from the mean, by n - 1; of two people or more."""
    n = sum(values.values())
    total = sum((value * count for value, count in values.items()), Fraction(0))
    squares = sum((value * value * count for value, count in values.items()), Fraction(0))
    return Fraction(squares - total * total / n) / (n - 1)


def sd(values: Values, rounding: Rounding) -> Decimal:
    """The standard deviation, rounded once."""
    return rounded_root(variance(values), rounding)


def rounded_root(square: Fraction, rounding: Rounding) -> Decimal:
    """The square root of a fraction, rounded once: exact, since it is compared by squares."""
    by = 10**rounding.places
    scaled = square * by * by
    whole = isqrt(floor(scaled))
    half = Fraction(2 * whole + 1, 2) ** 2
    up = rounding.mode is RoundingMode.HALF_UP or whole % 2 == 1
    if scaled > half or (scaled == half and up):
        whole += 1
    return rounded(Fraction(whole, by), places=rounding.places, mode=rounding.mode)


def median(values: Values, rounding: Rounding) -> Decimal:
    """The middle value, rounded once."""
    n = sum(values.values())
    both = _nth(values, (n - 1) // 2) + _nth(values, n // 2)
    return rounded(Fraction(both) / 2, places=rounding.places, mode=rounding.mode)


def _nth(values: Values, place: int) -> Exact:
    order = sorted(value for value, count in values.items() if count)
    reached = zip(order, accumulate(values[value] for value in order), strict=True)
    return next(value for value, upto in reached if place < upto)


def interval(values: Values, rounding: Rounding) -> Interval:
    """The ends between which the mean would lie 95 times of 100, each rounded outwards."""
    n, by = sum(values.values()), 10**rounding.places
    mean = by * sum((value * count for value, count in values.items()), Fraction(0)) / n
    square = by * by * ERRORS**2 * variance(values) / n
    low, high = _below(mean, square), -_below(-mean, square)
    return Interval(low=_decimal(low, rounding), high=_decimal(high, rounding))


def _below(mean: Fraction, square: Fraction) -> int:
    """The largest whole number that is no more than `mean` less the root of `square`."""
    found = floor(mean) - isqrt(ceil(square)) - 2
    while mean - found - 1 >= 0 and square <= (mean - found - 1) ** 2:
        found += 1
    return found


def _decimal(units: int, rounding: Rounding) -> Decimal:
    return rounded(Fraction(units, 10**rounding.places), places=rounding.places, mode=rounding.mode)

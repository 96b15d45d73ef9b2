"""Why a standard deviation needs twice `min_cell`: how often n, mean and SD of a small group say who answered what."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations, pairwise
from math import factorial, isqrt, prod

import pytest

from sop_core.reporting import Spread
from sop_core.reporting.plans import MIN_CELL
from tests.oracles.oracle_files import oracle
from tests.unit._released import made, plan, tally

#: The source does not say how answers fall. Here each option is as likely as another: its shares come out to within
#: this much, those of n = 11 and n = 8 for a tenth to a sixth of themselves.
WITHIN = {"n5": 0.035, "n8": 0.025, "n11": 0.004}
OPTIONS = (1, 2, 3, 4, 5)


def histograms(n):
    """Every way in which n people can answer: how many chose each option."""
    places = len(OPTIONS) - 1
    for bars in combinations(range(n + places), places):
        ends = (-1, *bars, n + places)
        yield tuple(end - start - 1 for start, end in pairwise(ends))


def hundredths(square):
    """The root of a fraction in whole hundredths, half up: no float decides what is alike."""
    twice = isqrt(40_000 * square.numerator // square.denominator)
    return (twice + 1) // 2


def printed(counts):
    """What is printed of a group: its mean and its SD, at two decimals."""
    n = sum(counts)
    total = sum(option * count for option, count in zip(OPTIONS, counts, strict=True))
    squares = sum(option**2 * count for option, count in zip(OPTIONS, counts, strict=True))
    mean = Fraction(total, n)
    return (200 * mean + 1) // 2, hundredths(Fraction(squares, n - 1) - mean * total / (n - 1))


def share_that_follows(n):
    """How many of all groups of n have a histogram that alone comes to what is printed of it."""
    every = {counts: printed(counts) for counts in histograms(n)}
    said = Counter(every.values())
    ways = (
        factorial(n) // prod(map(factorial, counts))
        for counts, one in every.items()
        if said[one] == 1
    )
    return sum(ways) / len(OPTIONS) ** n


@pytest.mark.parametrize("name", sorted(WITHIN))
def test_the_share_of_groups_that_are_given_away(name):
    """The stated shares, by enumeration of every group, to within what is said above."""
    stated = oracle("disclosure.json")["likert_leak"][name]
    assert share_that_follows(int(name[1:])) == pytest.approx(stated, abs=WITHIN[name])


def test_twice_the_minimum_is_enough():
    """C-22, rule 4: one group in forty at eleven, fewer than one in a thousand at twice as many."""
    assert share_that_follows(MIN_CELL) > 1 / 40
    assert share_that_follows(2 * MIN_CELL) < 1 / 1000


@pytest.mark.parametrize(("n", "is_said"), [(2 * MIN_CELL - 1, False), (2 * MIN_CELL, True)])
def test_a_release_says_no_spread_of_fewer(n, is_said):
    """Rule 4: SD, median and interval are of twice `min_cell` people at least."""
    counts = tally({"c/n/u1": {2: n - 10, 3: 6, 4: 4}})
    asked = plan(levels=(), spread=tuple(Spread))
    (row,) = made(counts, asked).release.rows
    assert row.n == n
    assert [one is not None for one in (row.sd, row.median, row.interval)] == [is_said] * 3

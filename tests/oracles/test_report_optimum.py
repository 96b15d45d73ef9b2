"""How much more is withheld than must be: beside the best of all patterns, on small tables."""

from __future__ import annotations

from itertools import combinations

import pytest

from sop_core.reporting import Place, Table, attack, published, suppress
from tests.unit._reports import table
from tests.unit.test_report_suppress import TestTablesOfManyKinds as Many


def sizes(one: Table) -> dict[Place, int]:
    return {place: sum(group.n for group in row.values()) for place, row in one.groups.items()}


def least(one: Table, ours: int) -> int:
    """The fewest people that any safe pattern withholds beyond the small cells, found by trying all below ours."""
    n = sizes(one)
    small = [p for p, row in one.groups.items() if any(0 < group.n < 11 for group in row.values())]
    others = [place for place in one.groups if place not in small and n[place]]
    some = (more for count in range(len(others) + 1) for more in combinations(others, count))
    priced = ((sum(n[place] for place in more), more) for more in some)
    for cost, more in sorted(one for one in priced if one[0] < ours):
        if attack([published(one, [*small, *more])], min_cell=11).holds:
            return cost
    return ours


@pytest.mark.parametrize(("kind", "tables"), [(None, 40), ("partition", 12)])
def test_little_more_is_withheld_than_must_be(kind, tables):
    """In sum at most a tenth more than the best pattern against every attacker."""
    ours = best = 0
    for seed in range(tables):
        shape = (2 + seed % 2, 2) if kind is None else (2, 1)
        cells = Many().cells(seed * 7 + 1, *shape, (30, 45, 60)[seed % 3], kind)
        one = table(cells, groupings={"t": kind} if kind else {})
        mine = sum(
            sizes(one)[place]
            for place, reason in suppress(one).withheld.items()
            if reason != "small"
        )
        ours, best = ours + mine, best + least(one, mine)
    assert best <= ours <= 1.1 * best
    assert best > 0

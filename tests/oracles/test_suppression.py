"""Worked examples of cell suppression, and how much R's GaussSuppression withholds on 15 tables."""

from __future__ import annotations

from itertools import combinations

import pytest

from sop_core.audit import LinearSolver
from sop_core.reporting import (
    Limits,
    Place,
    Published,
    Respondents,
    Shown,
    Table,
    attack,
    published,
    suppress,
)
from tests.oracles.oracle_files import oracle

pytest.importorskip("highspy", reason="not on this Python: highspy")


@pytest.fixture(scope="module")
def examples():
    return {one["id"]: one for one in oracle("disclosure.json")["examples"]}


def crossed(rows, columns, counts) -> Table:
    """A two-way table with its margins: rows are scopes, columns a further grouping."""
    groups = {}
    for row, numbers in zip(rows, counts, strict=True):
        for column, n in zip(columns, numbers, strict=True):
            for scope in ((), (row,)):
                for key in ((), (("column", column),)):
                    place = Place(scope, key)
                    groups[place] = groups.get(place, 0) + n
    return Table(groups={place: {"n": Respondents(n=n)} for place, n in groups.items()})


def exact(release, min_cell=1, **options):
    """The cells whose value follows from the sums alone."""
    found = attack([release], min_cell=min_cell, **options)
    return {leak.cell.place for leak in found.leaks if leak.kind == "exact"}


def test_a_two_way_table_with_one_small_cell(examples):
    """Three more cells at least, eight ways to choose them, the cheapest of 40: we find one of 40."""
    one = examples["two-way-one-primary"]
    table = crossed(one["rows"], one["columns"], one["counts"])
    (row, column), *_ = one["primary"]
    small = Place((row,), (("column", column),))
    rest = [place for place in table.groups if place != small]

    def is_safe(others):
        return small not in exact(published(table, [small, *others]), solver=LinearSolver())

    expected = one["expected"]
    patterns = [
        some for some in combinations(rest, expected["minimum_secondaries"]) if is_safe(some)
    ]
    assert not any(is_safe(some) for count in range(3) for some in combinations(rest, count))
    assert len(patterns) == expected["patterns_of_that_size"]
    costs = sorted({sum(table.groups[place]["n"].n for place in some) for some in patterns})
    assert costs[:2] == [expected["cheapest_suppressed_value"], expected["second_cheapest_value"]]
    # Without the limits of a release: the one cell alone is small.
    chosen = suppress(table, Limits(min_cell=3), against="derivation")
    cost = sum(table.groups[place]["n"].n for place in chosen.withheld if place != small)
    assert (cost, small in chosen) == (expected["cheapest_suppressed_value"], True)


@pytest.fixture
def linked(examples):
    """Two tables over the same regions: two counties, and big ones beside small ones."""
    one = examples["linked-tables"]
    first = {
        Place(scope, ()): n
        for county, regions in one["table_1"].items()
        for scope, n in [((county,), sum(one["regions"][r] for r in regions))]
        + [((county, region), one["regions"][region]) for region in regions]
    }
    first[Place(())] = sum(one["regions"].values())
    # The second table divides the same regions otherwise; that its parts are the same cells is told by a
    # grouping whose parts are regions: a region is all of what it is in its county.
    second = {
        Place((), (("size", size),)): sum(one["regions"][r] for r in regions)
        for size, regions in one["table_2"].items()
    }
    by_size = {region: size for size, regions in one["table_2"].items() for region in regions}
    for place in list(first):
        for size in one["table_2"]:
            if place.scope:
                regions = [r for r in one["regions"] if by_size[r] == size]
                mine = place.scope[1:] or one["table_1"][place.scope[0]]
                second[Place(place.scope, (("size", size),))] = sum(
                    one["regions"][r] for r in regions if r in mine
                )
    return one, first, second


def as_release(cells, hidden, unlisted=()):
    rows = [
        Shown(place=place, measure="n", n=None if place in hidden and n else n)
        for place, n in cells.items()
        if place not in unlisted
    ]
    return Published(rows=tuple(rows))


def test_linked_tables_expose_what_each_alone_protects(linked):
    """Each table alone is safe, together they give K away as exactly 3, and N is the one cell that mends it."""
    one, first, second = linked
    expected = one["expected"]
    small = {name for name, n in one["regions"].items() if n <= one["max_n"]}
    assert sorted(small) == expected["primaries"]
    hidden = {place for place in first if place.scope[1:] and place.scope[1] in small}

    def given_away(withheld, *, together):
        # The second table's own cells are the regions and the two sizes; those of a county by size are not in it.
        listed = {**first, **(second if together else {})}
        margins = {
            place for place in second if len(place.scope) == 1
        }  # fmt: skip
        also = {
            Place(place.scope, (("size", size),)) for place in withheld for size in one["table_2"]
        }
        release = as_release(listed, withheld | also | margins, unlisted=margins)
        found = attack([release], min_cell=1, solver=LinearSolver())
        return {
            leak.cell.place.scope[-1]: [leak.least, leak.most]
            for leak in found.leaks
            if leak.kind == "exact" and leak.cell and leak.cell.place.scope
        }

    assert given_away(hidden, together=False) == {}
    assert given_away(hidden, together=True) == expected["together_exposes"]
    fixes = [
        place.scope[-1]
        for place in first
        if place.scope[1:] and place not in hidden
        and not given_away(hidden | {place}, together=True)
    ]  # fmt: skip
    assert fixes == expected["only_one_cell_fix"]


def test_a_year_less_three_quarters_is_the_fourth(examples):
    """A part below the threshold follows from the total unless another part is withheld too."""
    one = examples["annual-minus-quarters"]
    parts = [part if part is not None else one["total"] - 58 for part in one["parts"]]
    cells = {Place(()): one["total"], **{Place((f"q{at}",)): n for at, n in enumerate(parts)}}
    hidden = {Place((f"q{one['primary_index']}",))}
    assert exact(as_release(cells, hidden)) == hidden
    table = Table(groups={place: {"n": Respondents(n=n)} for place, n in cells.items()})
    pattern = suppress(table, Limits(min_cell=one["threshold"]))
    assert len(pattern.withheld) == 2
    assert attack([published(table, pattern.withheld)], min_cell=one["threshold"]).holds


def gauss_table(one) -> Table:
    groups: dict[Place, int] = {}
    for *path, n in one["leaves"]:
        scope = tuple(path[:3])
        keys = [(), *((("type", kind),) for kind in path[3:])]
        for length in range(len(scope) + 1):
            for key in keys:
                place = Place(scope[:length], key)
                groups[place] = groups.get(place, 0) + n
    return Table(groups={place: {"n": Respondents(n=n)} for place, n in groups.items()})


def test_no_more_is_withheld_than_by_gauss_suppression():
    """DESIGN 8: at most 1.1 times, in sum over 15 tables, with exact derivation alone; no small cell follows."""
    ours = theirs = 0
    for one in oracle("suppression-gauss.json")["tables"]:
        table = gauss_table(one)
        expected = one["gauss_suppression"]
        small = {place for place, row in table.groups.items() if 0 < row["n"].n <= 10}
        assert (len(table.groups), len(small)) == (expected["cells"], expected["primary"])
        pattern = suppress(table, against="derivation")
        ours += sum(table.groups[place]["n"].n for place in pattern.withheld if place not in small)
        theirs += expected["secondary_value"]
        assert small <= set(pattern.withheld)
        release = published(table, pattern.withheld)
        outsiders = {
            leak.cell.place
            for leak in attack([release], min_cell=11).leaks
            if leak.kind == "exact" and leak.attacker == "outsider"
        }
        assert not outsiders & small
    assert 10 * ours <= 11 * theirs


def test_the_same_tables_stand_against_every_attacker():
    """With intervals and insiders too, which costs more and is reported by `make bench`."""
    for one in oracle("suppression-gauss.json")["tables"]:
        table = gauss_table(one)
        pattern = suppress(table)
        found = attack([published(table, pattern.withheld)], min_cell=11, solver=LinearSolver())
        assert (one["id"], found.leaks, found.undecided) == (one["id"], (), ())

"""Laws of reports: what is released gives nobody away, and the attackers see whatever does."""

from __future__ import annotations

from collections.abc import Mapping
from zlib import crc32

import pytest
from attrs import evolve
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from sop_core.audit import LinearSolver
from sop_core.reporting import (
    Limits,
    Pattern,
    Place,
    Published,
    Respondents,
    SearchSolver,
    Shown,
    Table,
    attack,
    explain,
    published,
    smallest_shown,
    suppress,
    suppress_bars,
)
from sop_core.testing import linked_tables, release_sequences, tables
from sop_core.testing.tables import HIGH, LOW
from tests.property.brute_cells import possible

pytest.importorskip("highspy", reason="not on this Python: highspy")

pytestmark = pytest.mark.law
SOLVER = LinearSolver()
#: `make deep` tries 20,000 tables on the law that all others serve.
MANY = settings(
    max_examples=20_000 if settings().max_examples >= 5_000 else settings().max_examples
)
limits = st.sampled_from((Limits(), Limits(min_cell=5, min_subjects=3), Limits(min_cell=3)))
any_tables = st.one_of(tables(), tables(workers=True), linked_tables(), linked_tables(workers=True))
RANGES = {f"m{number}": (LOW, HIGH) for number in range(3)}


def means_of(table: Table) -> dict:
    """The means of a table as a release prints them."""
    return {
        (place, measure): LOW + round(group.above / group.n, 2)
        for place, row in table.groups.items()
        for measure, group in row.items()
        if group.n
    }


def released(table: Table, pattern: Pattern, **options: int) -> Published:
    return published(table, pattern.withheld, means=means_of(table), ranges=RANGES, **options)


def told(attacked) -> list[str]:
    return [explain(leak) for leak in attacked.leaks]


def kept(n: int, low: int) -> bool:
    return n == 0 or n >= low


class TestD1NobodyIsGivenAway:
    @MANY
    @given(any_tables, limits)
    def test_no_attacker_succeeds(self, table, limits):
        """D1, DESIGN 7: outsider, rule reader, insider and differencer all fail, by linear programming."""
        pattern = suppress(table, limits)
        assert pattern.exposed == ()
        reasons = set(pattern.withheld.values())
        event("beyond the small cells" if {"protects", "remainder"} & reasons else "no more")
        event("all withheld" if len(pattern.withheld) == len(table.groups) else "some shown")
        found = attack([released(table, pattern)], min_cell=limits.min_cell, solver=SOLVER)
        assert told(found) == []
        assert found.holds

    @given(any_tables, limits)
    def test_no_cell_below_the_minimum_is_shown(self, table, limits):
        """Rule 1, B-37: every number shown is zero or at least min_cell."""
        rows = released(table, suppress(table, limits)).rows
        assert all(kept(row.n, limits.min_cell) for row in rows if row.n is not None)

    @given(st.one_of(tables(workers=True), linked_tables(workers=True)), limits)
    def test_no_cell_of_too_few_workers_is_shown(self, table, limits):
        """Rule 2: a scope with answers is shown only with min_subjects workers; unknown means withheld."""
        for row in released(table, suppress(table, limits)).rows:
            if row.n:
                assert table.workers.get(row.place.scope, 0) >= limits.min_subjects
                place = row.place if row.place.groups else row.place.scope
                assert table.workers.get(place, 0) >= limits.min_subjects

    @given(any_tables, limits)
    def test_no_group_alike_but_for_one_is_shown(self, table, limits):
        """Rule 4, C-22: nor a mean that rounds to an end of its range."""
        for row in released(table, suppress(table, limits)).rows:
            if row.n:
                group = table.groups[row.place][row.measure]
                assert max(group.values.values()) < group.n - 1
                assert LOW < row.mean < HIGH

    @given(any_tables, limits)
    def test_what_remains_of_a_scope_is_a_group_that_may_be_shown(self, table, limits):
        """What is left of a shown scope when its shown parts are taken away keeps rules 1, 2 and 4."""
        pattern = suppress(table, limits)
        for place in table.groups:
            if place not in pattern and not place.groups:
                assert_kept(table, pattern, place.scope, limits)

    @given(release_sequences(), limits)
    def test_the_union_of_all_releases_gives_nobody_away(self, asked, limits):
        """Rule 6: each release is made against all earlier ones, and the union stands; else it is refused."""
        rows: dict[Place, Mapping[str, Respondents]] = {}
        shown: set[Place] = set()
        releases = []
        for table in asked:
            rows.update(table.groups)
            union = evolve(table, groups=rows)
            pattern = suppress(union, limits, shown=shown)
            if pattern.exposed:
                event("refused")
                break
            releases.append(released(table, pattern))
            shown |= {place for place in table.groups if place not in pattern}
            found = attack(releases, min_cell=limits.min_cell, solver=SOLVER)
            assert told(found) == []


def assert_kept(table: Table, pattern: Pattern, scope: tuple[str, ...], limits: Limits) -> None:
    """Rules 1, 2 and 4 for those of a scope who are in no shown scope below it."""
    people: dict[str, dict[int, int]] = {}
    for one in left_of(table, pattern, scope):
        for measure, group in table.groups[Place(one)].items():
            for value, count in (group.values or {}).items():
                values = people.setdefault(measure, {})
                values[value] = values.get(value, 0) + count
    for values in people.values():
        n = sum(values.values())
        assert n >= limits.min_cell
        assert max(values.values()) < n - 1
        mean = sum(value * count for value, count in values.items()) / n
        assert LOW + 0.005 < mean < HIGH - 0.005
    if people and table.workers is not None:
        assert workers_left(table, pattern, scope)[0] >= limits.min_subjects


def workers_left(table: Table, pattern: Pattern, scope: tuple[str, ...]) -> tuple[int, bool]:
    """The workers of whoever is left of a scope, and whether that is everybody: then its own number is theirs, too."""
    below = [
        place
        for place, row in table.groups.items()
        if place.scope
        and place.scope[:-1] == scope
        and not place.groups
        and any(g.n for g in row.values())
    ]
    found = [workers_left(table, pattern, place.scope) for place in below if place in pattern]
    is_all = len(found) == len(below) and all(whole for _, whole in found)
    n = sum(n for n, _ in found)
    return max(n, table.workers.get(scope, 0) if is_all else 0), is_all


def left_of(table: Table, pattern: Pattern, scope: tuple[str, ...]) -> list:
    """The smallest withheld scopes below a shown one that no shown scope lies between."""
    below = [
        place.scope
        for place in table.groups
        if place.scope and place.scope[:-1] == scope and place in pattern and not place.groups
    ]
    found = []
    for one in below:
        parts = [place for place in table.groups if place.scope and place.scope[:-1] == one]
        found += left_of(table, pattern, one) if parts else [one]
    return found


class TestD2StatisticsFallWithTheirCell:
    @given(any_tables, limits)
    def test_a_withheld_row_has_no_number_at_all(self, table, limits):
        """D2: n and mean go together; a place is withheld for all measures; zeros stay visible."""
        pattern = suppress(table, limits)
        for row in released(table, pattern).rows:
            n = table.groups[row.place][row.measure].n
            if row.place in pattern and n:
                assert (row.n, row.mean) == (None, None)
            else:
                assert row.n == n

    @given(tables(measures=1), limits)
    def test_a_distribution_is_shown_whole_or_not_at_all(self, table, limits):
        """C-22: every bar shown is zero or large enough, on a shown row, and no bar follows from others."""
        rows = suppress(table, limits)
        bars = {
            place: {str(value): count for value, count in (row["m0"].values or {}).items()}
            for place, row in table.groups.items()
        }
        answers = sorted({answer for row in bars.values() for answer in row})
        bars = {place: {one: row.get(one, 0) for one in answers} for place, row in bars.items()}
        pattern = suppress_bars(bars, table, rows, limits)
        assert pattern.exposed == ()
        assert all(place in pattern for place in rows.withheld)
        full = evolve(
            table,
            groups={
                **table.groups,
                **{
                    Place(place.scope, (("answer", one),)): {"m0": Respondents(n=n)}
                    for place, row in bars.items()
                    for one, n in row.items()
                },
            },
            groupings={"answer": "answers"},
        )
        hidden = {one for one in full.groups if one.groups and one.without("answer") in pattern}
        release = published(full, {*rows.withheld, *hidden})
        assert all(kept(row.n, limits.min_cell) for row in release.rows if row.n is not None)
        found = attack([release], min_cell=limits.min_cell, solver=SOLVER)
        assert told(found) == []


class TestD3NothingHangsOnOrderOrNames:
    @given(any_tables, limits, st.randoms(use_true_random=False))
    def test_the_order_of_places_and_measures_changes_nothing(self, table, limits, random):
        """D3: the same table gives the same pattern and the same attack, in whatever order it is listed."""
        places = list(table.groups)
        random.shuffle(places)
        mixed = evolve(
            table,
            groups={place: dict(reversed(table.groups[place].items())) for place in places},
        )
        assert suppress(mixed, limits) == suppress(table, limits)

    @given(st.one_of(tables(), linked_tables()), limits, st.integers(0, 10**6))
    def test_other_names_give_nobody_away_either(self, table, limits, seed):
        """After renaming groups it is safe again."""
        again = renamed(table, seed)
        pattern = suppress(again, limits)
        found = attack([released(again, pattern)], min_cell=limits.min_cell, solver=SOLVER)
        assert told(found) == []

    @given(tables(most=400), limits, st.integers(0, 10**6))
    def test_without_ties_names_change_nothing(self, table, limits, seed):
        """Without two places of one cost the same places are withheld after renaming."""
        costs = [sum(group.n for group in row.values()) for row in table.groups.values()]
        assume(len(set(costs)) == len(costs))
        before = {new_place(place, seed) for place in suppress(table, limits).withheld}
        assert set(suppress(renamed(table, seed), limits).withheld) == before

    @given(any_tables, limits)
    def test_what_is_released_names_no_reason(self, table, limits):
        """D3, DESIGN 7: a row says its place, its measure, its number, its mean and spread; a reason would be a leak."""
        row = released(table, suppress(table, limits)).rows[0]
        assert {name for name in Shown.__slots__ if not name.startswith("_")} == {
            "place", "measure", "n", "mean", "sd", "median", "interval",
        }  # fmt: skip
        assert isinstance(row, Shown)


def new_place(place: Place, seed: int) -> Place:
    return Place(
        tuple(f"{crc32(f'{seed}{step}'.encode()) % 997}.{step}" for step in place.scope),
        place.groups,
    )


def renamed(table: Table, seed: int) -> Table:
    groups = {new_place(place, seed): row for place, row in table.groups.items()}
    return evolve(table, groups=groups)


class TestD4D5Groups:
    @given(st.dictionaries(st.integers(LOW, HIGH), st.integers(0, 30)), st.integers(0, 30))
    def test_a_group_counts_who_answered(self, values, more):
        """D4, D5: a value that nobody has moves nothing, and the mean lies between the ends."""
        group = Respondents.of(values, low=LOW, high=HIGH)
        assert group == Respondents.of(
            {**dict.fromkeys(range(LOW, HIGH + 1), 0), **values}, low=LOW, high=HIGH
        )
        assert (group.above or 0) >= 0
        assert (group.below or 0) >= 0
        joined = {value: count + more for value, count in values.items()}
        assert Respondents.of(joined, low=LOW, high=HIGH).less(group).n == more * len(values)


class TestRollUp:
    @given(tables(), limits)
    def test_everybody_is_in_the_smallest_group_that_may_be_shown(self, table, limits):
        """A report rolls up: the smallest shown group round a scope holds it, and no smaller one is shown."""
        pattern = suppress(table, limits)
        for place in table.groups:
            found = smallest_shown(pattern, table, place.scope)
            if found is None:
                assert all(Place(place.scope[:at]) in pattern for at in range(len(place.scope) + 1))
            else:
                assert place.scope[: len(found.scope)] == found.scope
                assert found not in pattern

    @given(any_tables, limits)
    def test_nothing_is_withheld_for_nothing(self, table, limits):
        """On a tree, showing any one place that was withheld to protect others gives somebody away."""
        pattern = suppress(table, limits)
        for place, reason in pattern.withheld.items():
            if reason in {"protects", "remainder"} and not table.groupings and not table.workers:
                without = [one for one in pattern.withheld if one != place]
                if not rules_kept(table, without, limits):
                    continue
                found = attack([published(table, without)], min_cell=limits.min_cell, solver=SOLVER)
                assert found.leaks


def rules_kept(table: Table, withheld: list[Place], limits: Limits) -> bool:
    """Whether what remains of each shown scope keeps rule 4, which no published count shows."""
    pattern = Pattern(withheld=dict.fromkeys(withheld, "protects"))
    try:
        for place in table.groups:
            if place not in pattern:
                assert_kept(table, pattern, place.scope, limits)
    except AssertionError:
        return False
    return True


@st.composite
def small_releases(draw, tables_, least=0):
    """A small table with some of its cells withheld at will, the wholes and the zeros shown."""
    table = draw(tables_)
    assume(len(table.groups) <= 12)
    places = [place for place in sorted(table.groups) if place.scope or place.groups]
    if not places:
        return published(table, ())
    hidden = draw(st.sets(st.sampled_from(places), max_size=6, min_size=least))
    totals = {place.without(name) for place in places for name, _ in place.groups}
    totals |= {Place(place.scope[:-1], place.groups) for place in places if place.scope}
    # What is tried one after the other is kept to a few cells; their totals follow.
    assume(len([one for one in hidden if one not in totals]) <= 4)
    return published(table, hidden)


class TestTheAttackersSeeAllThereIsToSee:
    @given(small_releases(tables(depth=2, width=3, most=6, measures=1)), st.integers(2, 4))
    def test_on_trees_they_agree_with_trying_everything(self, release, min_cell):
        """A brute-force enumerator finds the same cells given away, without a solver."""
        agree(release, min_cell, None)

    @given(
        small_releases(linked_tables(depth=1, width=2, most=6, measures=1)),
        st.integers(2, 4),
        st.sampled_from((SOLVER, SearchSolver(), None)),
    )
    def test_on_linked_tables_they_agree_with_trying_everything(self, release, min_cell, solver):
        """With linear programming, with searching, and with the choice left to the attacker."""
        agree(release, min_cell, solver)

    @given(small_releases(tables(depth=1, width=3, most=6, measures=1)), st.data())
    def test_what_cannot_be_is_a_leak(self, release, data):
        """An infeasible system is a leak, never a pass: one shown number that is changed is found out."""
        shown = [row for row in release.rows if row.n is not None]
        row = data.draw(st.sampled_from(shown))
        changed = evolve(row, n=row.n + 7)
        rows = tuple(changed if one is row else one for one in release.rows)
        wrong = evolve(release, rows=rows)
        if not any(possible(wrong).values()) and len(release.rows) > 1 and row.place.scope:
            assert not attack([wrong], min_cell=3).holds

    @given(any_tables, limits)
    def test_a_second_reading_changes_nothing(self, table, limits):
        """The same release twice in the union is as safe as once."""
        release = released(table, suppress(table, limits))
        once = attack([release], min_cell=limits.min_cell, solver=SOLVER)
        assert attack([release, release], min_cell=limits.min_cell, solver=SOLVER) == once


def agree(release, min_cell, solver):
    truth = possible(release)
    found = attack([release], min_cell=min_cell, solver=solver)
    given_away = {
        (place, measure)
        for (place, measure), values in truth.items()
        if len(values) == 1 or max(values) - 1 < min_cell
    }
    assert found.undecided == ()
    named = {(leak.cell.place, leak.cell.measure) for leak in found.leaks if leak.cell}
    assert named == given_away
    for leak in found.leaks:
        if leak.cell and leak.attacker != "outsider":
            values = truth[leak.cell.place, leak.cell.measure]
            assert (leak.least, leak.most) == (min(values), max(values))

"""The attackers, one success at a time, and the sentences that tell of it."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import pytest
from attrs import evolve, frozen

from sop_core.reporting import (
    Attack,
    Because,
    Bounds,
    Cell,
    Component,
    Leak,
    Published,
    SearchSolver,
    attack,
    explain,
)
from sop_core.reporting.attack_exact import derive
from sop_core.reporting.attack_system import System
from sop_core.reporting.bounds import narrowed
from sop_core.reporting.bounds_search import _Search
from tests.unit._reports import place, release, rows, said

LEVELS = ("county", "office", "unit")
#: A two-way table whose sums form a ring: two offices by two types, with one number that may vary.
RING = {
    "": 60, "a": 30, "b": 30, "@t=x": 30, "@t=y": 30,
    "a@t=x": None, "a@t=y": None, "b@t=x": None, "b@t=y": None,
}  # fmt: skip


def told(*releases: Published, min_cell: int = 11, **options) -> list[str]:
    found = attack(releases, min_cell=min_cell, **options)
    assert not found.undecided
    return [explain(leak, levels=LEVELS) for leak in found.leaks]


def kinds(*releases: Published, min_cell: int = 11, **options) -> set[tuple[str, str, str]]:
    found = attack(releases, min_cell=min_cell, **options)
    return {
        (leak.attacker, leak.kind, said(leak.cell.place) if leak.cell else "-")
        for leak in found.leaks
    }


class TestOutsider:
    def test_one_withheld_part_follows_from_its_total(self):
        """The example of DESIGN: North's 3 answers follow from the county's 40."""
        one = release({"c": 40, "c/North": None, "c/South": 20, "c/East": 17})
        assert told(one) == [
            "North's 3 answers follow from the county's 40 minus the other offices' 37."
        ]

    @pytest.mark.parametrize(
        ("cells", "sentence"),
        [
            ({"c": 21, "c/N": None, "c/S": 20}, "N's 1 answer follows from the county's 21 minus the other office's 20."),
            ({"c": 9, "c/N": None}, "N's 9 answers follow from the county's 9, since nobody else is in it."),
            ({"": 40, "c": None, "d": 37}, "c's 3 answers follow from the whole's 40 minus the other county's 37."),
            ({"c": None, "c/N": 20, "c/S": 17}, "c's 37 answers follow from the 37 of its parts, which are all known."),
            ({"@t=x": None, "@t=y": 20, "": 23}, "the whole (t: x)'s 3 answers follow from the whole's 23 minus the other part's 20."),
            ({"c@t=x": 23, "c/N@t=x": None, "c/S@t=x": 20}, "N (t: x)'s 3 answers follow from c (t: x)'s 23 minus the other office's 20."),
        ],
    )  # fmt: skip
    def test_sentences_of_exact_values(self, cells, sentence):
        """Each sentence names the total, by its level where it has one, and what was taken away."""
        assert sentence in told(release(cells))

    def test_without_levels_parts_are_parts(self):
        """The names of levels are the reader's; without them the total goes by its own name."""
        found = attack([release({"c": 40, "c/N": None, "c/S": 37})], min_cell=11)
        assert (
            explain(found.leaks[0]) == "N's 3 answers follow from c's 40 minus the other part's 37."
        )

    def test_what_was_worked_out_is_used_further(self):
        """A number that follows makes others follow: the office, then its unit."""
        one = release({"": 50, "a": None, "b": 30, "a/x": None, "a/y": 12})
        assert kinds(one) == {("outsider", "exact", "a"), ("outsider", "exact", "a/x")}

    def test_several_releases_are_read_together(self):
        """What one release withholds another may show."""
        first = release({"": 40, "a": None, "b": None})
        assert attack([first], min_cell=11).holds
        assert kinds(first, release({"": 40, "b": 37})) == {("outsider", "exact", "a")}
        assert kinds(release({"": 40, "b": 37}), first) == {("outsider", "exact", "a")}

    def test_other_cycles_and_measures_are_other_people(self):
        """Sums hold within one measure and one cycle."""
        first = release({"": 40, "a": None, "b": None})
        other = {"": 50, "a": 13, "b": 37}
        assert attack([first, release(other, cycle="later")], min_cell=11).holds
        assert attack([first, Published(rows=rows(other, "other"))], min_cell=11).holds

    def test_means_that_cannot_both_be_are_told_once(self):
        """To one place 3.40 and 3.41 may be one mean. To two they are two, told once however many say so."""
        said = [Fraction(mean) for mean in ("3.40", "3.41", "3.40", "3.42", "3.43")]
        several = [release({"a": (20, mean)}, places=2) for mean in said]
        near = [evolve(one, places=1) for one in several[:3]]
        assert kinds(*near) == set()
        assert told(several[0]) == []
        found = [one for one in attack(several, min_cell=11).leaks if one.kind == "at_odds"]
        assert [(one.attacker, one.cell.place.scope) for one in found] == [("outsider", ("a",))]

    def test_two_measures_that_tell_their_spread_are_two(self):
        """A correction is of one measure: what another has beside it is no difference between two editions."""
        one = rows({"": (40, Fraction(3))}, "one") + rows({"": (44, Fraction(3))}, "other")
        both = tuple(evolve(row, sd=Fraction(1)) for row in one)
        assert attack([Published(rows=both)], min_cell=11).holds

    def test_a_largest_possible_value_below_the_minimum(self):
        """Two withheld parts of together 9 are each below 11, whatever they are."""
        one = release({"c": 40, "c/N": None, "c/S": None, "c/E": 31})
        assert told(one) == [
            "N has at most 9 answers: of the county's 40, 9 are left for 2 withheld.",
            "S has at most 9 answers: of the county's 40, 9 are left for 2 withheld.",
        ]


class TestElimination:
    """Sums in a ring: no sum has a single unknown, and several together may fix one."""

    @staticmethod
    def ring(*totals: int) -> System:
        """a + b, b + c and a + c are known."""
        known = (None, None, None, *totals)
        return System((None,) * 6, known, (0,) * 6, ((3, (0, 1)), (4, (1, 2)), (5, (0, 2))))

    def test_three_sums_fix_three_numbers(self):
        """a = (7 + 8 - 9) / 2, and so on."""
        derived, left = derive(self.ring(7, 9, 8))
        assert derived.values[:3] == (3, 4, 5)
        assert derived.by == {0: -1, 1: -1, 2: -1}
        assert (derived.impossible, left) == ((), ())

    def test_half_a_person_cannot_be(self):
        """What follows must be whole."""
        derived, _ = derive(self.ring(7, 9, 9))
        assert derived.impossible

    def test_a_sum_too_many(self):
        """A sum that follows from the others and says the same is no harm; one that says otherwise is."""
        cells, low = (None,) * 4, (0,) * 4
        twice = System(cells, (None, None, 7, 7), low, ((2, (0, 1)), (3, (0, 1))))
        derived, (piece,) = derive(twice)
        assert (derived.impossible, piece.ringed) == ((), True)
        derived, _ = derive(evolve(twice, known=(None, None, 7, 8)))
        assert derived.impossible == (0, 1)


class TestRuleReaderAndInsider:
    def test_whoever_knows_that_withheld_is_not_zero(self):
        """Three withheld parts of 12 are at most 10 each, since each has at least one."""
        one = release({"c": 12, "c/N": None, "c/S": None, "c/E": None})
        assert kinds(one) == {("rule_reader", "below", f"c/{name}") for name in "NSE"}
        assert told(one)[0] == (
            "N has at most 10 answers: of the county's 12, 12 are left for 3 withheld. "
            "Whoever knows that a withheld row is never zero can tell."
        )

    def test_as_many_people_as_withheld_parts(self):
        """Two withheld parts of together 2 are 1 each; that is exact to a reader of the rules."""
        one = release({"c": 42, "c/N": None, "c/S": None, "c/E": 40})
        assert kinds(one) == {("rule_reader", "exact", "c/N"), ("rule_reader", "exact", "c/S")}
        assert told(one)[0] == (
            "N's 1 answer follows from the county's 42: 2 are left for 2 withheld. "
            "Whoever knows that a withheld row is never zero can tell."
        )

    def test_whoever_is_one_of_them(self):
        """At most 11 are at most 10 others to somebody among them; 13 of two parts are enough."""
        one = release({"c": 12, "c/N": None, "c/S": None})
        assert kinds(one) == {("insider", "below", "c/N"), ("insider", "below", "c/S")}
        assert told(one)[0].endswith("Whoever is one of them can tell.")
        assert attack([release({"c": 13, "c/N": None, "c/S": None})], min_cell=11).holds

    def test_intervals_are_followed_up_and_down_the_tree(self):
        """A unit's bound comes from the shown units of another office that is withheld."""
        one = release(
            {"": 60, "a": None, "b": None, "a/1": 25, "a/2": None, "b/1": 25, "b/2": None}
        )
        assert {name for _, _, name in kinds(one)} >= {"a/2", "b/2"}


class TestGroupsThatNoRowNames:
    def test_the_rest_of_an_overlapping_part(self):
        """40 of whom 37 speak Spanish: the other 3 are a group too."""
        one = release({"c": 40, "c@lang=es": 37}, groupings={"lang": "overlapping"})
        assert told(one) == [
            "A group of 3 answers that no row names follows from the county's 40 minus the other part's 37."
        ]
        assert attack(
            [release({"c": 40, "c@lang=es": 29}, groupings={"lang": "overlapping"})], min_cell=11
        ).holds

    def test_a_rest_that_is_surely_few(self):
        """A withheld part below and a shown total can pin the size of the rest without naming it."""
        one = release(
            {"": 40, "@lang=es": None, "a": 20, "b": 20, "a@lang=es": 19, "b@lang=es": None},
            groupings={"lang": "overlapping"},
        )
        assert ("outsider", "exact", "-") in kinds(one)

    def test_a_leak_without_a_sum_is_told_all_the_same(self):
        """Sentences for what no single sum explains."""
        leak = Leak(attacker="outsider", kind="exact", cell=None, least=3, most=3)
        assert explain(leak) == (
            "A group of 3 answers that no row names follows from several of the numbers shown, taken together."
        )
        assert explain(evolve(leak, kind="below")) == (
            "A group that no row names has at most 3 answers, by several of the numbers shown, taken together."
        )
        because = Because(total=None, total_n=9, others_n=6, n_others=1, n_withheld=1)
        assert "taken together" in explain(evolve(leak, because=because))
        assert explain(evolve(leak, kind="alike")).startswith("A group's answers are all alike")
        assert explain(evolve(leak, kind="at_odds")).startswith(
            "Two releases show different numbers for A row"
        )
        assert explain(evolve(leak, kind="impossible")).startswith(
            "The numbers shown do not add up"
        )
        assert explain(evolve(leak, kind="pinned")) == (
            "The mean of 3 people follows from several of the numbers shown."
        )


class TestWhatCannotBe:
    def test_two_releases_that_say_different_numbers(self):
        """At odds, for the same cell of the same edition."""
        found = told(release({"c": 40}), release({"c": 41}))
        assert found == [
            "Two releases show different numbers for c: their difference says who came or went."
        ]

    @pytest.mark.parametrize(
        "cells",
        [
            {"": 40, "a": 20, "b": 30},
            {"": 40, "a": -20, "b": 60},
            {"": 40, "a": None, "b": 50},
            {"": 40, "a": None, "b": 40},
            {"": 40, "a": None, "b": None, "c": 39},
            {"": 40, "a": None, "b": None, "c": 45},
        ],
    )
    def test_numbers_that_do_not_add_up(self, cells):
        """An infeasible system is a leak, never a pass: wrong sums, too many, none left, too few left."""
        found = attack([release(cells)], min_cell=11)
        assert "impossible" in {leak.kind for leak in found.leaks}
        assert not found.holds
        assert "do not add up" in explain(found.leaks[0])

    def test_a_ring_that_cannot_be(self):
        """Rows and columns of a ring that disagree, and one that needs half a person."""
        wrong = {**RING, "a": 31}
        assert {kind for _, kind, _ in kinds(release(wrong))} == {"impossible"}
        # The smallest counts of a row already exceed its column.
        small = {**RING, "": 32, "a": 30, "b": 2, "@t=x": 1, "@t=y": 31}
        assert {kind for _, kind, _ in kinds(release(small))} == {"impossible"}


class TestDistributions:
    ANSWERS: ClassVar = {"answer": "answers"}

    def test_the_zeros_of_a_withheld_distribution_are_not_known(self):
        """Its bars may be zero, so that no bar of it is surely anything."""
        one = release(
            {"": 60, "@answer=1": 30, "@answer=2": 30, "a": 30, "b": 30, "a@answer=1": None,
             "a@answer=2": None, "b@answer=1": None, "b@answer=2": None},
            groupings=self.ANSWERS,
        )  # fmt: skip
        assert attack([one], min_cell=11).holds

    def test_one_bar_that_holds_all(self):
        """If only one answer was given above, it is everybody's below."""
        one = release(
            {"": 60, "@answer=1": 60, "@answer=2": 0, "a": None, "b": None, "a@answer=1": None,
             "a@answer=2": None, "b@answer=1": None, "b@answer=2": None},
            groupings=self.ANSWERS,
        )  # fmt: skip
        assert {("rule_reader", "alike", "a"), ("rule_reader", "alike", "b")} <= kinds(one)
        assert any(line.startswith("a's answers are all alike") for line in told(one))

    def test_a_bar_that_follows(self):
        """A withheld bar whose value follows is given away; a zero that follows gives nobody away."""
        one = release(
            {"": 60, "@answer=1": 30, "@answer=2": 30, "a": 30, "b": 30, "a@answer=1": None,
             "a@answer=2": None, "b@answer=1": 27, "b@answer=2": 3},
            groupings=self.ANSWERS,
        )  # fmt: skip
        assert ("outsider", "exact", "a@answer=1") in kinds(one)


class TestDifferencer:
    def test_a_mean_that_few_people_are_left_of(self):
        """Means at an end pin those who are left; the sizes alone are a leak as well."""
        one = release(
            {"c": (14, Fraction(5)), "c/N": None, "c/S": (11, Fraction(5))}, ranges={"n": (1, 5)}
        )
        assert ("differencer", "pinned", "-") in kinds(one)
        assert told(one)[-1] == (
            "The mean of 3 people follows from the county's mean and the means of its parts that are shown."
        )

    def test_a_mean_that_rounding_hides(self):
        """3.41 of 148 people less 3.4 of 146 says little of the two."""
        one = release({"c": (148, Fraction("3.41")), "c/N": None, "c/S": (146, Fraction("3.4"))})
        assert ("differencer", "pinned", "-") not in kinds(one)

    def test_means_are_seen_through_withheld_scopes(self):
        """The parts of a part that is withheld are taken away too."""
        one = release(
            {"": (30, Fraction(5)), "a": None, "b": (11, Fraction(5)), "a/1": (16, Fraction(5)), "a/2": None},
            ranges={"n": (1, 5)},
        )  # fmt: skip
        assert ("differencer", "pinned", "-") in kinds(one)

    def test_a_correction_beside_what_it_corrects(self):
        """One record more, and its value follows; ten more are hidden by nothing but their number."""
        first = release({"c": (11, Fraction(5))}, ranges={"n": (1, 5)})
        later = release({"c": (12, Fraction(5))}, ranges={"n": (1, 5)}, edition=1)
        assert kinds(first, later) == {("differencer", "pinned", "c")}
        assert kinds(first, release({"c": (12, Fraction(5))}, edition=1)) == set()
        assert told(first, later) == [
            "The mean of 1 person follows from c before and after a correction."
        ]
        low = release({"c": (11, Fraction(1))}, ranges={"n": (1, 5)})
        assert kinds(low, release({"c": (12, Fraction(1))}, ranges={"n": (1, 5)}, edition=1))
        many = release({"c": (22, Fraction(5))}, ranges={"n": (1, 5)}, edition=1)
        assert attack([first, many], min_cell=11).holds
        vague = release({"c": (112, Fraction(3))}, ranges={"n": (1, 5)}, edition=1)
        other = release({"c": (111, Fraction(3))}, ranges={"n": (1, 5)})
        assert attack([other, vague], min_cell=11).holds

    def test_without_means_there_is_nothing_to_pin(self):
        """A part whose mean is not printed hides the rest's."""
        one = release({"c": (14, Fraction(5)), "c/N": None, "c/S": 11}, ranges={"n": (1, 5)})
        assert ("differencer", "pinned", "-") not in kinds(one)


@frozen
class Nothing:
    """A solver that cannot tell."""

    name: str = "nothing"

    def solve(self, component: Component, *, enough: int) -> Bounds | None:
        return None


class TestSolvers:
    def test_what_nobody_can_tell_is_undecided(self):
        """A ring that its solver gave up on is never read as safe."""
        found = attack([release(RING)], min_cell=11, solver=Nothing())
        assert (found.leaks, len(found.undecided), found.holds) == ((), 4, False)

    def test_a_sure_leak_needs_no_solver(self):
        """Narrowed intervals hold the true ones: what leaks by them leaks."""
        small = {**RING, "a": 5, "": 35, "@t=x": 17, "@t=y": 18}
        found = attack([release(small)], min_cell=11, solver=Nothing())
        assert {said(leak.cell.place) for leak in found.leaks} == {"a@t=x", "a@t=y"}

    def test_a_large_ring_is_left_to_a_solver(self):
        """Without a solver only small rings are searched."""
        cells: dict[str, int | None] = {"": 31 * 60, "@t=x": 31 * 30, "@t=y": 31 * 30}
        for number in range(31):
            cells |= {f"a{number}": 60, f"a{number}@t=x": None, f"a{number}@t=y": None}
        found = attack([release(cells)], min_cell=11)
        assert (found.leaks, len(found.undecided)) == ((), 62)

    def test_small_rings_are_searched(self):
        """Both ends are found, and a cell that is too small is."""
        assert attack([release(RING)], min_cell=11).holds
        assert {kind for _, kind, _ in kinds(release(RING), min_cell=30)} == {"below"}

    def test_a_search_that_runs_out_of_steps_gives_up(self):
        """None, which nobody reads as safe."""
        ring = Component((0, 0), ((((0, 1), (1, 1)), 5), (((0, 1), (1, -1)), 0)))
        assert SearchSolver(steps=0).solve(ring, enough=3) is None

    def test_a_search_finds_that_nothing_fits(self):
        """x + y = 5 and x = y fit no whole numbers; x + y = 5 = x + y + 1 fit none at all."""
        halves = Component((0, 0), ((((0, 1), (1, 1)), 5), (((0, 1), (1, -1)), 0)))
        found = SearchSolver().solve(halves, enough=3)
        assert found is not None
        assert not found.possible
        none = Component((3,), ((((0, 1),), 2),))
        found = SearchSolver().solve(none, enough=3)
        assert found is not None
        assert not found.possible

    def test_a_search_finds_what_has_no_end(self):
        """x = y + 1 of numbers without an end: at least `enough` is found."""
        open_ = Component((0, 0), ((((0, 1), (1, -1)), 1),))
        found = SearchSolver().solve(open_, enough=9)
        assert found is not None
        assert found.most[0] >= 9
        assert narrowed(open_) == Bounds((1, 0), (None, None))

    def test_numbers_that_were_not_narrowed_are_tried(self):
        """A search that has no looks left tries every sum before it calls numbers a solution."""
        sums = [(((0, 1),), 1)] * 9
        search = _Search(Component((0,), (*sums, (((0, 1),), 2))), enough=3, steps=1)
        assert search.solution(((1,), (1,))) is None

    def test_narrowing_a_ring_ends(self):
        """x = y and x = y + 1 push each other up for ever; the looks are counted."""
        never = Component((0, 0), ((((0, 1), (1, -1)), 1), (((0, 1), (1, -1)), 0)))
        assert narrowed(never).possible
        found = SearchSolver(steps=3).solve(never, enough=3)
        assert found is None


def test_what_holds_is_what_was_attacked_to_the_end():
    """Leaks and undecided cells alike stand against it."""
    cell = Cell(place("a"), "n")
    leak = Leak(attacker="outsider", kind="exact", cell=cell)
    assert Attack(leaks=()).holds
    assert not Attack(leaks=(leak,)).holds
    assert not Attack(leaks=(), undecided=(cell,)).holds

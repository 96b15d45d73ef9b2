"""What is withheld, rule by rule; what shows it to be enough is in tests/property/test_suppression_laws.py."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import pytest
from attrs import evolve

from sop_core import CallRefused
from sop_core.reporting import (
    Limits,
    Respondents,
    Table,
    attack,
    published,
    smallest_shown,
    suppress,
    suppress_bars,
)
from sop_core.reporting.suppress_frame import frame_of
from sop_core.reporting.suppress_linked import LinkedWork
from tests.unit._reports import names, place, release, said, table

MIXED = {1: 10, 3: 10, 5: 10}


def shown(cells, limits=None, **options):
    return names(suppress(table(cells, **options), limits))


class TestGroups:
    def test_a_group_is_read_from_its_values(self):
        """n, the commonest value, and how far the values are from both ends, exactly."""
        group = Respondents.of({1: 2, Fraction(5, 2): 3, 5: 0}, low=1, high=5)
        assert (group.n, group.alike, group.most) == (5, 3, Fraction(5, 2))
        assert (group.above, group.below) == (Fraction(9, 2), Fraction(31, 2))
        assert Respondents.of({1: 2, 5: 2}, low=1, high=5).most == 1
        assert Respondents.of({1: 0}, low=1, high=5) == Respondents(n=0)

    def test_a_group_less_a_part_is_a_group(self):
        """Those who are left, with their own commonest value."""
        whole, part = (
            Respondents.of({1: 4, 5: 3}, low=1, high=5),
            Respondents.of({1: 3}, low=1, high=5),
        )
        assert whole.less(part) == Respondents.of({1: 1, 5: 3}, low=1, high=5)
        assert whole.less(whole) == Respondents(n=0)
        assert whole.less(Respondents(n=0)) == whole
        assert whole.less(Respondents(n=3)) == Respondents(n=4)
        assert Respondents(n=7).less(part) == Respondents(n=4)

    def test_a_row_is_withheld_whole_and_zeros_are_shown(self):
        """D2: n and mean together; of a distribution that is withheld the zeros too."""
        one = table({"": 20, "a": 20, "b": 0, "b@q=1": 0}, groupings={"q": "answers"})
        means = {(place("a"), "m0"): Fraction(3), (place("b"), "m0"): Fraction(1)}
        rows = published(one, [place("a"), place("b"), place("b@q=1")], means=means).rows
        assert [(said(row.place), row.n, row.mean) for row in rows] == [
            ("", 20, None), ("a", None, None), ("b", 0, None), ("b@q=1", None, None),
        ]  # fmt: skip
        assert published(one, [], means=means).rows[1].mean == 3


class TestRule1:
    def test_a_small_cell_and_the_cheapest_beside_it(self):
        """C-21: below 11 is withheld, and the smallest sibling that makes 11 + 2 with it."""
        assert shown({"": 60, "a": 3, "b": 20, "c": 37}) == {"a": "small", "b": "protects"}

    def test_zeros_are_shown(self):
        """B-37: zero is no small cell."""
        assert shown({"": 60, "a": 0, "b": 60}) == {}
        assert shown({"": [60, 60], "a": [30, 0], "b": [30, 60]}) == {}

    def test_small_cells_that_protect_each_other(self):
        """Two of together 13 need nothing more; of together 12 they do."""
        assert shown({"": 60, "a": 6, "b": 7, "c": 47}) == {"a": "small", "b": "small"}
        assert shown({"": 60, "a": 6, "b": 6, "c": 48})["c"] == "protects"

    def test_two_small_siblings_rather_than_a_large_one(self):
        """Beside 1, neither 11 alone makes 13; both together do, and cost less than the 60."""
        cells = {"": 83, "a": 1, "b": 11, "c": 11, "d": 60}
        assert shown(cells) == {"a": "small", "b": "protects", "c": "protects"}

    def test_a_total_whose_parts_are_all_too_small(self):
        """13 people in three small units: the office is withheld too, and another office beside it."""
        cells = {"": 53, "a": 13, "a/1": 5, "a/2": 4, "a/3": 4, "b": 20, "c": 20}
        assert shown(cells) == {
            "a": "remainder", "a/1": "small", "a/2": "small", "a/3": "small", "b": "protects",
        }  # fmt: skip

    def test_a_scope_is_withheld_for_all_measures(self):
        """A scope that is small in one measure is withheld in all; a zero of it is shown."""
        one = table({"": [60, 60, 60], "a": [3, 40, 0], "b": [57, 20, 60]})
        pattern = suppress(one)
        assert names(pattern) == {"": "remainder", "a": "small", "b": "protects"}
        ns = [row.n for row in published(one, pattern.withheld).rows if said(row.place) == "a"]
        assert ns == [None, None, 0]

    def test_a_lower_minimum(self):
        """An agency's own policy may use a lower number for its staff."""
        assert shown({"": 60, "a": 5, "b": 55}, Limits(min_cell=5)) == {}


class TestRule2:
    def test_a_scope_of_few_workers(self):
        """Forty parents of one worker are that worker's appraisal: unknown means withheld."""
        cells = {"": 120, "a": 40, "b": 40, "c": 40}
        assert shown(cells, workers={(): 17, ("a",): 1, ("b",): 8}) == {
            "a": "few_workers", "c": "few_workers", "b": "protects",
        }  # fmt: skip
        found = shown(cells, workers={(): 24, ("a",): 4, ("b",): 10, ("c",): 10})
        assert found == {"a": "few_workers", "b": "protects"}

    def test_what_remains_has_enough_workers_too(self):
        """Two withheld scopes of two workers each: their rest is of four, so a third goes with them."""
        cells = {"": 160, "a": 40, "b": 40, "c": 40, "d": 40}
        workers = {(): 24, ("a",): 2, ("b",): 2, ("c",): 10, ("d",): 10}
        assert shown(cells, workers=workers) == {
            "a": "few_workers", "b": "few_workers", "c": "protects",
        }  # fmt: skip

    def test_answers_that_are_not_of_parents_need_no_workers(self):
        """Rule 2 is about parents' answers."""
        assert shown({"": 120, "a": 60, "b": 60}) == {}

    def test_nobody_has_no_workers_to_protect(self):
        """A zero is shown whatever the number of workers."""
        assert shown({"": 40, "a": 40, "b": 0}, workers={(): 5, ("a",): 5}) == {}
        parts = table({"": 40, "@t=x": 40, "@t=y": 0}, workers={(): 5, place("@t=x"): 5})
        assert names(suppress(parts, against="derivation")) == {}


class TestRule4:
    @pytest.mark.parametrize(
        ("values", "reason"),
        [
            ({3: 20}, "alike"),
            ({3: 19, 1: 1}, "alike"),
            ({3: 18, 1: 2}, None),
            ({5: 999, 4: 1}, "at_an_end"),
            ({5: 398, 4: 2}, "at_an_end"),
            ({5: 396, 4: 4}, None),
            ({1: 398, 2: 2}, "at_an_end"),
            ({1: 396, 2: 4}, None),
        ],
    )
    def test_alike_or_at_an_end(self, values, reason):
        """C-22: all or all but one alike, or a mean that rounds to an end, is withheld."""
        assert shown({"": values}) == ({"": reason} if reason else {})

    def test_each_measure_is_looked_at(self):
        """Twenty who answered differently in one measure and alike in another are withheld for both."""
        assert shown({"": [{1: 10, 4: 10}, {3: 20}]}) == {"": "alike"}
        assert shown({"": [{3: 20}, {1: 10, 4: 10}]}) == {"": "alike"}

    def test_what_remains_may_not_be_alike(self):
        """Two withheld scopes that all answered 5: their rest is alike, so a third goes with them."""
        cells = {"": {1: 10, 3: 20, 4: 2, 5: 36}, "a": {5: 8}, "b": {5: 8},
                 "c": {3: 20, 4: 2, 5: 10}, "d": {1: 10, 5: 10}}  # fmt: skip
        assert shown(cells) == {"a": "small", "b": "small", "d": "protects"}

    def test_where_each_value_is_told_two_others_are_two(self):
        """Eleven alike and two others of two values: the others are known to be no more of the same."""
        cells = {"": {1: 1, 2: 1, 3: 11}, "a": {3: 11}, "b": {1: 1, 2: 1}}
        assert shown(cells) == {"a": "alike", "b": "small"}
        counted = {
            at: {"m0": evolve(row["m0"], values=None)} for at, row in table(cells).groups.items()
        }
        assert place("") in suppress(evolve(table(cells), groups=counted), Limits()).withheld

    def test_what_remains_may_not_be_at_an_end(self):
        """Nor may its mean round to an end: 510 people with a mean of 4.996 are left of the whole."""
        cells = {"": {1: 21, 3: 21, 4: 2, 5: 508}, "a": {4: 2, 5: 8}, "b": {5: 500},
                 "c": {1: 10, 3: 10}, "d": {1: 11, 3: 11}}  # fmt: skip
        assert shown(cells) == {"a": "small", "b": "at_an_end", "c": "protects"}

    def test_one_of_one_and_many_of_another(self):
        """Eleven of one value and a single other one are all but one alike, together."""
        cells = {
            "": {1: 21, 3: 20, 5: 11},
            "a": {5: 9},
            "b": {5: 2},
            "c": {1: 1},
            "d": {1: 20, 3: 20},
        }
        assert shown(cells)["d"] == "protects"

    def test_without_values_there_is_nothing_to_say(self):
        """A group whose values are not known is judged by its size."""
        assert shown({"": 20}) == {}


class TestTrees:
    def test_a_withheld_scope_does_not_follow_from_its_parts(self):
        """An office that protects another one has a unit withheld too, unless one is already."""
        cells = {
            "": 88,
            "a": 8,
            "a/1": 8,
            "b": 40,
            "b/1": 20,
            "b/2": 20,
            "c": 40,
            "c/1": 4,
            "c/2": 36,
        }
        found = shown(cells)
        assert found["c"] == "protects"
        assert "b" not in found
        cells = {"": 48, "a": 8, "a/1": 8, "b": 40, "b/1": 18, "b/2": 22}
        assert shown(cells) == {"a": "small", "a/1": "small", "b": "protects", "b/1": "protects"}

    def test_what_is_withheld_for_nothing_is_shown_again(self):
        """A unit that protected another one is not needed once their office is withheld for a third."""
        cells = {"": 309, "a": 100, "a/1": 6, "a/2": 47, "a/3": 47, "b": 9, "c": 200}
        assert shown(cells) == {"a": "protects", "a/1": "small", "b": "small"}

    def test_what_an_earlier_release_showed_cannot_be_withheld(self):
        """Rule 6: another place is withheld instead, or the pattern names what is exposed."""
        cells = {"": 60, "a": 3, "b": 20, "c": 37}
        pattern = suppress(table(cells), shown=[place("b")])
        assert names(pattern) == {"a": "small", "c": "protects"}
        pattern = suppress(table(cells), shown=[place("b"), place("c"), place("")])
        assert pattern.exposed == (place(""),)
        assert suppress(table(cells), shown=[place("a")]).exposed == (place("a"),)
        parts = {"": 48, "a": 8, "a/1": 8, "b": 40, "b/1": 18, "b/2": 22}
        pattern = suppress(table(parts), shown=[place(""), place("b/1"), place("b/2")])
        assert pattern.exposed

    def test_what_must_be_withheld_is_protected_like_the_rest(self):
        """A place that the caller withholds gets a sibling beside it."""
        pattern = suppress(table({"": 60, "a": 30, "b": 30}), withheld=[place("a"), place("z")])
        assert names(pattern) == {"a": "protects", "b": "protects"}

    def test_exact_derivation_alone(self):
        """To compare with other programs: the smallest sibling, whatever the sum."""
        one = table({"": 60, "a": 1, "b": 11, "c": 48})
        assert names(suppress(one, against="derivation")) == {"a": "small", "b": "protects"}
        assert names(suppress(one))["c"] == "protects"

    def test_many_parts_are_withheld_one_after_the_other(self):
        """Where neither one nor two more will do, the cheapest are gathered: ten thousand at an end need three."""
        other = {3: 2, 4: 18}
        cells = {"": {3: 10, 4: 90, 5: 10_000}, "a": {5: 10_000}, **dict.fromkeys("bcdef", other)}
        assert shown(cells) == {"a": "at_an_end", **dict.fromkeys("bcd", "protects")}
        cells = {"": {3: 4, 4: 36, 5: 10_000}, "a": {5: 10_000}, **dict.fromkeys("bc", other)}
        assert set(shown(cells)) == {"", "a"}

    def test_a_place_protects_in_every_measure(self):
        """A withheld scope needs a withheld part in each measure; one part may do for two."""
        one = {
            "": [48, 48],
            "a": [8, 8],
            "a/1": [8, 8],
            "b": [40, 40],
            "b/1": [18, 18],
            "b/2": [22, 22],
        }
        assert set(shown(one)) == {"a", "a/1", "b", "b/1"}
        one |= {"b/1": [40, 0], "b/2": [0, 40]}
        assert set(shown(one)) == {"a", "a/1", "b", "b/1", "b/2"}

    def test_rolled_up_to_the_smallest_shown(self):
        """A unit's people are seen in its office; where nothing round them may be shown, nowhere."""
        one = table({"": 60, "a": 30, "a/1": 3, "a/2": 27, "b": 30})
        pattern = suppress(one)
        assert smallest_shown(pattern, one, ("a", "1")) == place("a")
        assert smallest_shown(pattern, one, ("b",)) == place("b")
        small = table({"": 3})
        assert smallest_shown(suppress(small), small, ("x",)) is None

    def test_an_empty_table(self):
        """Nothing in, nothing withheld."""
        assert shown({}) == {}


class TestLinked:
    CELLS: ClassVar = {
        "": 132, "@t=x": 66, "@t=y": 66, "a": 44, "b": 44, "c": 44,
        "a@t=x": 4, "a@t=y": 40, "b@t=x": 22, "b@t=y": 22, "c@t=x": 40, "c@t=y": 4,
    }  # fmt: skip

    def test_rows_and_columns_are_protected_together(self):
        """Every withheld cell has a way out along rows and columns, and the attackers find nothing."""
        one = table(self.CELLS)
        pattern = suppress(one)
        assert set(names(pattern)) == {"a@t=x", "a@t=y", "c@t=x", "c@t=y"}
        assert attack([published(one, pattern.withheld)], min_cell=11).holds

    def test_exact_derivation_alone(self):
        """As GaussSuppression does: from the largest, whatever fixes no small cell is shown."""
        one = table({**self.CELLS, "": 132})
        assert set(names(suppress(one, against="derivation"))) == {
            "a@t=x", "a@t=y", "c@t=x", "c@t=y",
        }  # fmt: skip
        pattern = suppress(one, against="derivation", withheld=[place("b@t=x")])
        assert pattern.withheld[place("b@t=x")] == "protects"
        assert pattern.withheld[place("a@t=x")] == "small"
        seen = suppress(one, against="derivation", shown=[place("a@t=x")])
        assert seen.exposed == (place("a@t=x"),)
        rest = [each for each in one.groups if each != place("a@t=x")]
        assert set(names(suppress(one, against="derivation", shown=rest))) == {"a@t=x"}
        assert (
            names(suppress(table({"": 20, "@t=x": 20, "@t=y": 0}), withheld=[place("@t=y")])) == {}
        )

    def test_the_rest_of_an_overlapping_part(self):
        """40 of whom 37 speak Spanish: the part is withheld, since the other three are a group."""
        one = table({"": 40, "@l=es": 37}, groupings={"l": "overlapping"})
        assert names(suppress(one)) == {"@l=es": "protects"}
        assert names(suppress(table({"": 40, "@l=es": 29}, groupings={"l": "overlapping"}))) == {}

    def test_the_rest_of_an_overlapping_part_may_not_be_alike(self):
        """Rule 4 holds for those whom a part leaves out."""
        one = table({"": {1: 20, 5: 30}, "@l=es": {1: 20, 5: 15}}, groupings={"l": "overlapping"})
        assert names(suppress(one)) == {"@l=es": "protects"}

    def test_what_remains_of_a_linked_total_may_not_be_alike(self):
        """Rule 4 holds for what is left in rows and columns; one more part is withheld, or the total."""
        cells = {
            "": {1: 40, 3: 40, 5: 40}, "@t=x": {1: 30, 5: 20}, "@t=y": {1: 10, 3: 40, 5: 20},
            "a": {1: 20, 5: 40}, "b": {1: 20, 3: 40},
            "a@t=x": {1: 20, 5: 20}, "a@t=y": {5: 20}, "b@t=x": {1: 10}, "b@t=y": {1: 10, 3: 40},
        }  # fmt: skip
        one = table(cells)
        pattern = suppress(one)
        assert {"a@t=y", "b@t=x"} <= set(names(pattern))
        assert attack([published(one, pattern.withheld)], min_cell=11).holds

    def test_a_move_that_would_need_a_shown_number_is_none(self):
        """More people in a row and in the whole would be more in a column too, and the columns are shown."""
        work = LinkedWork(frame_of(table(self.CELLS), Limits()), only_held=True)
        at = {said(one): index for index, one in enumerate(work.frame.places)}
        for known in ((), ("a@t=x",)):
            work.held = {at[name]: "protects" for name in ("", "a", *known)}
            assert work._lift(at["a"], 0) is None
        work.held[at["@t=x"]] = "protects"
        assert set(work._lift(at["a"], 0) or ()) == set(work.held)

    def test_few_workers_beside_a_grouping(self):
        """Parts of one scope share its workers."""
        one = table(self.CELLS, workers={(): 15, ("a",): 5, ("b",): 5, ("c",): 5})
        assert "b" not in names(suppress(one))
        one = table(self.CELLS, workers={(): 15, ("a",): 5, ("b",): 5, ("c",): 3})
        pattern = suppress(one)
        assert pattern.withheld[place("c")] == "few_workers"
        assert attack([published(one, pattern.withheld)], min_cell=11).holds

    def test_what_remains_further_down_may_not_be_alike(self):
        """An office and a small one are left of the whole; less the office's shown unit they all answered 5."""
        cells = {"": {1: 40, 3: 40, 5: 25}, "@l=es": {1: 20, 3: 20, 5: 10}, "a": {1: 10, 3: 10, 5: 20},
                 "a/1": {1: 10, 3: 10}, "a/2": {5: 20}, "b": {5: 5}, "c": {1: 30, 3: 30}}  # fmt: skip
        assert shown(cells, groupings={"l": "overlapping"}) == {
            "a": "protects", "a/2": "at_an_end", "b": "small", "c": "remainder",
        }  # fmt: skip

    def test_what_remains_of_a_linked_total_has_enough_workers(self):
        """Two withheld scopes of one worker each protect each other's numbers and not each other's people."""
        cells = {"": 160, "@t=x": 80, "@t=y": 80}
        for name in "abcd":
            cells |= {name: 40, f"{name}@t=x": 20, f"{name}@t=y": 20}
        workers = {(): 22, ("a",): 1, ("b",): 1, ("c",): 10, ("d",): 10}
        pattern = suppress(table(cells, workers=workers))
        assert {"a", "b"} < set(names(pattern))
        assert "remainder" in names(pattern).values()
        seen = [place(name) for name in cells if name[:1] not in {"a", "b"}]
        assert place("") in suppress(table(cells, workers=workers), shown=seen).exposed

    def test_the_rest_of_an_overlapping_part_that_was_shown(self):
        """Then the total is withheld instead; if it was shown too, the three are exposed."""
        one = table({"": 40, "@l=es": 37, "@l=fr": 20}, groupings={"l": "overlapping"})
        assert names(suppress(one, shown=[place("@l=es")])) == {"": "remainder"}
        pattern = suppress(one, shown=[place("@l=es"), place("")])
        assert (names(pattern), pattern.exposed) == ({}, (place(""),))

    def test_what_was_shown_can_leave_no_way_out(self):
        """With all margins and three of four cells shown before, the fourth is exposed."""
        cells = {"": 60, "a": 30, "b": 30, "@t=x": 30, "@t=y": 30,
                 "a@t=x": 4, "a@t=y": 26, "b@t=x": 26, "b@t=y": 4}  # fmt: skip
        one = table(cells)
        seen = [each for each in one.groups if said(each) not in {"a@t=x", "b@t=y"}]
        pattern = suppress(one, shown=seen)
        assert set(map(said, pattern.exposed)) >= {"a@t=x", "b@t=y"}


class TestTablesOfManyKinds:
    """Tables whose numbers look like chance and are the same every time."""

    @staticmethod
    def numbers(seed: int):
        while True:
            seed = seed * 1103515245 + 12345 & 0x7FFFFFFF
            yield seed >> 16

    def cells(self, seed: int, offices: int, units: int, most: int, kind: str | None):
        chance = self.numbers(seed)
        cells: dict[str, list[int]] = {}
        for office in range(offices):
            for unit in range(units):
                n = [next(chance) % most * (next(chance) % 5 > 0) for _ in range(2)]
                scopes = ["", f"o{office}", f"o{office}/u{unit}"]
                taken = [next(chance) % (one + 1) for one in n]
                rest = (
                    taken
                    if kind == "overlapping"
                    else [a - b for a, b in zip(n, taken, strict=True)]
                )
                parts = {"": n, "@t=x": taken, "@t=y": rest} if kind else {"": n}
                for scope in scopes:
                    for part, some in parts.items():
                        old = cells.get(scope + part, [0, 0])
                        cells[scope + part] = [a + b for a, b in zip(old, some, strict=True)]
        return cells

    @pytest.mark.parametrize("kind", [None, "partition", "overlapping"])
    @pytest.mark.parametrize("seed", range(8))
    def test_they_stand_against_the_attackers(self, seed, kind):
        """D1: two measures, in a tree alone, beside a partition and beside an overlapping grouping."""
        cells = self.cells(seed, 3, 2 + seed % 3, 12 + 9 * (seed % 4), kind)
        one = table(cells, groupings={"t": kind} if kind else {})
        pattern = suppress(one)
        assert pattern.exposed == ()
        assert attack([published(one, pattern.withheld)], min_cell=11).leaks == ()
        # What it would cost to withhold everything is not what it costs.
        assert len(pattern.withheld) < len(one.groups)

    def linked(self) -> list[Table]:
        cells = [
            (kind, self.cells(seed, 3, 2 + seed % 3, 4 + 12 * (seed % 4), kind))
            for kind in ("partition", "overlapping")
            for seed in range(8)
        ]
        return [table(some, groupings={"t": kind}) for kind, some in cells]

    def test_every_way_out_is_a_proof(self):
        """Other whole numbers that fit every sum, with all that is shown as it is, and the cell large enough."""
        for one in self.linked():
            work = LinkedWork(frame_of(one, Limits()))
            work.run()
            places = len(work.frame.places)
            for (cell, measure), way in work.ways.items():
                n = work.seekers[measure].n
                for total, parts in work.sums.sums:
                    assert sum(way.get(part, 0) for part in parts) == way.get(total, 0)
                assert all(n[at] + way[at] >= (at < places) for at in way)
                assert all(at in work.held and n[at] for at in way if at < places)
                assert way[cell]
                assert max(n[cell], n[cell] + way[cell]) >= 12
            cells = {
                (at, m) for at in work.held for m in work.frame.measures if work.frame.n[at][m]
            }
            assert cells == set(work.ways)

    def test_cleaning_up_shows_more(self, monkeypatch):
        """Without it more is withheld, in sum over the linked tables."""
        tidy = sum(len(suppress(one).withheld) for one in self.linked())
        monkeypatch.setattr(LinkedWork, "_clean", lambda work: None)
        assert sum(len(suppress(one).withheld) for one in self.linked()) > tidy


class TestBars:
    BARS: ClassVar = {
        "": {"1": 40, "2": 40, "3": 40}, "a": {"1": 20, "2": 20, "3": 20},
        "b": {"1": 20, "2": 20, "3": 20},
    }  # fmt: skip

    def bars(self, bars, **options):
        of = {place(name): row for name, row in bars.items()}
        cells = table({name: sum(row.values()) for name, row in bars.items()}, **options)
        rows = suppress(cells)
        return names(suppress_bars(of, cells, rows))

    def test_distributions_that_may_be_shown(self):
        """C-22: every bar is zero or at least 11."""
        assert self.bars(self.BARS) == {}
        zero = {
            "": {"1": 40, "2": 40, "3": 0},
            "a": {"1": 20, "2": 20, "3": 0},
            "b": {"1": 20, "2": 20, "3": 0},
        }
        assert self.bars(zero) == {}

    def test_a_small_bar_takes_its_distribution_and_another_along(self):
        """One withheld distribution would follow from the others."""
        bars = {**self.BARS, "": {"1": 45, "2": 40, "3": 40}, "c": {"1": 5, "2": 0, "3": 0}}
        assert self.bars(bars)["c"] == "small"
        bars = {"": {"1": 60, "2": 65, "3": 60}, "c": {"1": 20, "2": 5, "3": 20},
                "a": {"1": 20, "2": 30, "3": 20}, "b": {"1": 20, "2": 30, "3": 20}}  # fmt: skip
        assert self.bars(bars) == {"c": "small", "a": "protects"}

    @pytest.mark.parametrize(("n", "reason"), [(1, "small"), (10, "small"), (11, None)])
    def test_the_smallest_bar(self, n, reason):
        """Rule 1: eleven may be shown, and one person is no zero."""
        assert self.bars({"": {"1": 40, "2": n}}).get("") == reason

    def test_one_answer_alone_is_no_distribution(self):
        """Everybody gave it."""
        assert self.bars({"": {"1": 40, "2": 0}})[""] == "alike"

    def test_the_distribution_goes_with_its_row_and_those_below_it(self):
        """D2; and a bar of a withheld scope is not what its shown parts have of it."""
        bars = {"": {"1": 60, "2": 8}, "a": {"1": 30, "2": 4}, "b": {"1": 30, "2": 4},
                "a/1": {"1": 15, "2": 0}, "a/2": {"1": 15, "2": 4}}  # fmt: skip
        assert set(self.bars(bars)) == {"", "a", "b", "a/1", "a/2"}
        few = self.bars(self.BARS, workers={(): 9, ("a",): 4, ("b",): 5})
        assert few == {"a": "few_workers", "b": "protects"}

    def test_a_bar_that_only_a_shown_part_has(self):
        """A unit is not shown where its office is not: all of the office's ones would follow from it."""
        bars = {"": {"1": 50, "2": 94, "3": 65}, "o": {"1": 20, "2": 34, "3": 5}, "p": {"1": 0, "2": 30, "3": 30},
                "q": {"1": 30, "2": 30, "3": 30}, "o/1": {"1": 20, "2": 14, "3": 0},
                "o/2": {"1": 0, "2": 20, "3": 5}}  # fmt: skip
        assert self.bars(bars) == {"o": "small", "o/1": "protects", "o/2": "small", "p": "protects"}

    def test_what_was_shown_before_is_exposed(self):
        """A distribution that an earlier release has shown cannot be withheld."""
        of = {place(name): row for name, row in self.BARS.items()}
        of[place("a")] = {"1": 35, "2": 5, "3": 20}
        of[place("b")] = {"1": 5, "2": 35, "3": 20}
        cells = table({"": 120, "a": 60, "b": 60})
        pattern = suppress_bars(of, cells, suppress(cells), shown=[place("a")])
        assert pattern.exposed == (place("a"),)

    def test_parts_by_a_grouping_have_no_distribution(self):
        """Bars that are linked in two ways are more than is proved."""
        cells = table({"": 40, "@t=x": 40})
        with pytest.raises(CallRefused, match="further grouping"):
            suppress_bars({place("@t=x"): {"1": 40}}, cells, suppress(cells))


class TestTablesThatAreNone:
    @pytest.mark.parametrize(
        ("cells", "groupings", "words"),
        [
            ({"": 60, "a": 20, "b": 30}, {}, "its parts come to 50"),
            ({"": 60, "@t=x": 20}, {}, "its parts come to 20"),
            ({"": 60, "@t=x": 70}, {"t": "overlapping"}, "a part of it has 70"),
        ],
    )
    def test_sums_that_do_not_hold(self, cells, groupings, words):
        """Each is named, with both numbers, and how to mend it."""
        with pytest.raises(CallRefused, match="add up") as refused:
            suppress(table(cells, groupings=groupings))
        (issue,) = refused.value.issues
        assert issue.code == "table_does_not_add_up"
        assert words in issue.message
        assert "''" in issue.message
        assert "overlapping" in issue.fix

    def test_one_measure_of_several(self):
        """Only the measure that does not add up is named."""
        with pytest.raises(CallRefused) as refused:
            suppress(table({"": [60, 50], "a": [60, 60]}))
        assert ["'m1'" in issue.message for issue in refused.value.issues] == [True]

    def test_a_part_without_its_total(self):
        """What a part is a part of must be there."""
        with pytest.raises(CallRefused, match="what it is a part of"):
            suppress(table({"": 60, "a@t=x": 60}))

    def test_a_measure_that_a_place_does_not_have(self):
        """Nobody answered it there."""
        one = table({"": [60, 40], "a": [60, 40], "b": 0})
        assert names(suppress(one)) == {}


def test_rows_of_a_helper_read_as_written():
    """The tests' own shorthand."""
    assert release({"a/b@t=x,u=y": None}).rows[0].place == place("a/b@t=x,u=y")
    assert said(place("a/b@t=x,u=y")) == "a/b@t=x,u=y"


def test_against_whoever_is_outside_less_is_withheld_and_insiders_find_out():
    """DESIGN 8: what it costs to protect people from one another is told apart; no release is made so."""
    one = table({"": 45, "u1": 5, "u2": 7, "u3": 14, "u4": 19})
    outside = suppress(one, against="outside")
    every = suppress(one)
    assert set(outside.withheld) < set(every.withheld)
    found = attack([published(one, outside.withheld)], min_cell=11)
    assert {leak.attacker for leak in found.leaks} == {"insider"}
    crossed = {
        "@t=a": 22, "@t=b": 30, "": 52, "n@t=a": 5, "n@t=b": 12, "n": 17, "s@t=a": 17, "s@t=b": 18, "s": 35,
    }  # fmt: skip
    both = table(crossed, groupings={"t": "partition"})
    assert set(suppress(both, against="outside").withheld) <= set(suppress(both).withheld)

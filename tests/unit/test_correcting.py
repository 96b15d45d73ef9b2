"""What stands against a correction, place by place and measure by measure (rule 5)."""

from __future__ import annotations

from typing import ClassVar

import pytest
from attrs import evolve

from sop_core.reporting import Limits, Place, PlannedGrouping
from sop_core.reporting.correcting import changed, named_place, parts_of_release
from sop_core.reporting.differing import Standards
from sop_core.reporting.plans import BarsOf, PartKind
from sop_core.reporting.releases import Distributed
from tests.unit._parts import parted, with_items
from tests.unit._released import group, ledger_of, made, mixed, plan, tally

STANDARDS = Standards(
    limits=Limits(), ranges={"mean": (1, 5), "lowest": (1, 5)}, places={"mean": 2, "lowest": 2}
)
SMALL, HIDES = "correction_small", "correction_hides"


def issues(was, now, *earlier, **more):
    """What stands against the change from one tally to another."""
    groups = (one.batches["b"].groups for one in (was, now))
    options = {"depth": 3, "standards": STANDARDS, **more}
    return changed(*groups, ledger_of(*earlier).entries, **options).issues


def codes(*args, **more):
    return [one.code for one in issues(*args, **more)]


def unit(mean, lowest=None):
    """One unit of an office, so that four places are the same people."""
    return tally({"c/n/u1": group(mean, lowest)})


class TestEachMeasure:
    def test_alike_in_one_measure_is_enough(self):
        """Whoever came answered differently in the mean, and all said 2 in the lowest."""
        now = unit({2: 11, 3: 21, 4: 16}, {2: 23, 3: 15, 4: 10})
        assert codes(unit(mixed(30)), now) == ["correction_alike"] * 4
        assert codes(unit(mixed(30)), unit({2: 11, 3: 21, 4: 16})) == []

    def test_a_withheld_group_that_falls_in_one_measure_falls(self):
        """Twelve more have a mean, and twelve fewer a lowest value."""
        was = {"c/n/u1": 7, "c/n/u2": 24, "c/n/u3": 40}
        now = {
            **was,
            "c/n/u2": group({2: 10, 3: 15, 4: 11}, {2: 4, 3: 6, 4: 2, None: 24}),
        }
        first = made(tally(was), plan())
        assert ("c", "n", "u2") in {one.scope for one in first.release.hidden}
        assert codes(tally(was), tally(now), first) == ["correction_falls"]

    def test_the_fewest_are_told(self):
        """Seven of one measure and three of another: the three."""
        now = unit({2: 12, 3: 15, 4: 10}, {2: 8, 3: 15, 4: 10, None: 4})
        found = issues(unit(mixed(30)), now)
        assert [one.code for one in found] == [SMALL] * 4
        assert all("differs by 3 records" in one.message for one in found)

    def test_a_measure_that_only_one_of_two_tallies_counts_is_named(self):
        """Whichever of them it is."""
        both = unit(mixed(30))
        batch = both.batches["b"]
        groups = {
            key: evolve(one, scales={"mean": one.scales["mean"]})
            for key, one in batch.groups.items()
        }
        without = evolve(both, batches={"b": evolve(batch, groups=groups)})
        first = made(both, plan(measures=("lowest",)))
        for was, now in ((without, both), (both, without)):
            assert codes(was, now, first) == ["correction_uncounted"]


class TestPlaces:
    WAS: ClassVar = {"c/n/u1": {2: 7, 3: 20, 4: 13}, "c/n/u2": 20}
    MOVED: ClassVar = {
        "c/n/u1": {2: 2, 3: 15, 4: 9}, "c/n/u2": {2: 8, 3: 14, 4: 9}, "c/n/u3": {2: 1, 3: 1, 4: 1},
    }  # fmt: skip

    def test_a_new_unit_of_three_is_a_few_and_so_is_one_that_is_gone(self):
        """Fourteen left one unit, eleven of them for another: the office is as it was."""
        for was, now in ((self.WAS, self.MOVED), (self.MOVED, self.WAS)):
            (issue,) = issues(tally(was), tally(now))
            assert issue.code == SMALL
            assert "c/n/u3" in issue.message

    def test_a_correction_is_looked_at_as_deep_as_anything_was_released(self):
        """And as deep as it is asked for itself."""
        was, now = tally(self.WAS), tally(self.MOVED)
        units, counties = (
            made(was, plan(levels=some)) for some in (("county", "office", "unit"), ("county",))
        )
        assert codes(was, now, counties, depth=1) == []
        assert codes(was, now, units, depth=1) == [SMALL]
        assert codes(was, now, counties, depth=3) == [SMALL]

    @pytest.mark.parametrize("part", ["asked", "released"])
    def test_the_parts_that_are_asked_for_or_were_released_are_places(self, part):
        """Three went from one caseload to another, and the whole is as it was."""
        was = parted({("", "case=x"): mixed(30), ("", "case=y"): mixed(30)}, levels=())
        now = parted(
            {("", "case=x"): {2: 4, 3: 14, 4: 9}, ("", "case=y"): {2: 6, 3: 16, 4: 11}}, levels=()
        )
        case = PlannedGrouping(id="case", kind=PartKind.PARTITION)
        assert codes(was, now, depth=0) == []
        if part == "asked":
            assert codes(was, now, depth=0, parts=((case, 0),)) == [SMALL] * 2
        else:
            first = made(was, plan(levels=(), groupings=(case,)))
            assert codes(was, now, first, depth=0) == [SMALL] * 2

    def test_the_parts_of_a_release_go_as_deep_as_its_rows(self):
        """A value that is singled out is told, and a partition is all of its values."""
        counts = parted({("c", "case=x"): 30, ("c", "case=y"): 30}, levels=("county",))
        for kind, value in ((PartKind.PARTITION, None), (PartKind.OVERLAPPING, "x")):
            asked = PlannedGrouping(id="case", kind=kind, value=value, level="county")
            release = made(counts, plan(levels=("county",), groupings=(asked,))).release
            part = PlannedGrouping(id="case", kind=kind, value=value)
            assert list(parts_of_release(release)) == [(part, 1)]
        bare = evolve(
            release, rows=(), groupings=(evolve(release.groupings[0], kind=PartKind.PARTITION),)
        )
        assert list(parts_of_release(bare)) == [
            (PlannedGrouping(id="case", kind=PartKind.PARTITION), 0)
        ]

    def test_nothing_is_no_change(self):
        """Two tallies without any group."""
        assert codes(tally({}), tally({})) == []

    def test_places_have_names(self):
        """The whole, a scope, and parts of both."""
        part = (("case", "x"), ("team", "a"))
        assert named_place(Place()) == "the whole"
        assert named_place(Place(("c", "n"))) == "'c/n'"
        assert named_place(Place((), part)) == "the whole ('case: x, team: a')"


class TestShown:
    WAS: ClassVar = {"c/n/u1": 24, "c/n/u2": 30}

    @pytest.mark.parametrize(
        ("now", "expected"),
        [({2: 2, 3: 5, 4: 4}, []), ({2: 2, 3: 4, 4: 4}, [HIDES]), ({3: 24}, [HIDES]), (None, [])],
        ids=["eleven", "ten", "alike", "nobody"],
    )
    def test_what_was_shown_may_be_shown_still(self, now, expected):
        """Rules 1 and 4 for what a shown group is now; of a group that nobody knew they say nothing."""
        was = tally(self.WAS)
        after = tally({one: n for one, n in {**self.WAS, "c/n/u1": now}.items() if n is not None})
        assert codes(was, after, made(was, plan())) == expected
        assert codes(was, after) == []

    def test_what_was_withheld_may_be_alike_now(self):
        """It was shown to nobody."""
        was = {"c/n/u1": 7, "c/n/u2": 24, "c/n/u3": 40}
        first = made(tally(was), plan())
        assert codes(tally(was), tally({**was, "c/n/u2": {3: 24}}), first) == []


class TestItems:
    def test_another_answer_to_an_item_is_a_change_where_its_bars_are_known(self):
        """Three answered one question otherwise, and no score changed."""
        was, now = (
            tally({"c/n/u1": with_items(group(mixed(30)), q1={"a": 15 - n, "b": 15 + n})})
            for n in (0, 3)
        )
        assert codes(was, now) == []
        assert codes(was, now, items=("q1",)) == [SMALL] * 4
        assert codes(was, now, items=("q2",)) == []  # which nobody counts
        entries = ledger_of(made(was, plan())).entries
        bars = Distributed(id="q1", kind=BarsOf.ITEM, measure=None, bars=())
        known = tuple(
            evolve(one, release=evolve(one.release, distributed=(bars,))) for one in entries
        )
        groups = (one.batches["b"].groups for one in (was, now))
        found = changed(*groups, known, depth=3, standards=STANDARDS)
        assert [one.code for one in found.issues] == [SMALL] * 4

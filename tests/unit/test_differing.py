"""What changed between two countings of a place, and what whoever changed is held against (rule 5)."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core.reporting import Limits, Place, default_policy
from sop_core.reporting.differing import Standards, moved, standards_of
from sop_core.reporting.plans import Audience, PlannedInstrument, Subjects
from sop_core.types import ScoreStatus
from tests.unit._parts import parted
from tests.unit._released import PARENTS, STAFF, group, plan

SCORED, NONE = ScoreStatus.SCORED, ScoreStatus.INSUFFICIENT


def of(values):
    """Outcomes: how many have each value; None is who has none."""
    return {(NONE if value is None else SCORED, value): n for value, n in values.items() if n}


def change(was, now):
    found = moved("mean", of(was), of(now))
    return found.records, found.valued, found.falls, dict(found.apart)


class TestMoved:
    def test_whoever_came_is_apart(self):
        """Where nobody went the second less the first are those who came."""
        assert change({2: 20}, {2: 23, 5: 4}) == (7, 7, False, {2: 3, 5: 4})
        assert change({2: 20}, {2: 20, 5: 1}) == (1, 1, False, {5: 1})

    def test_whoever_went_is_apart_too(self):
        """And fewer have a value now."""
        assert change({2: 20, 5: 4}, {2: 18}) == (6, 6, True, {2: 2, 5: 4})

    def test_where_some_came_and_some_went_nobody_is_apart(self):
        """At least as many changed as the larger number of the two."""
        assert change({2: 20, 3: 9}, {2: 15, 4: 12}) == (14, 14, True, {})
        assert change({2: 15, 4: 12}, {2: 20, 3: 9}) == (14, 14, False, {})

    def test_as_many_as_before_is_no_fall(self):
        """Five changed their answer."""
        assert change({2: 20}, {2: 15, 4: 5}) == (5, 5, False, {})

    def test_who_has_no_value_is_a_record_and_no_value(self):
        """Eight came without a value and three with one: the three are who can be told apart."""
        assert change({2: 20}, {2: 23, None: 8}) == (11, 3, False, {2: 3})
        assert change({2: 20, None: 8}, {2: 20}) == (8, 0, False, {})

    def test_nothing_changed(self):
        """Nobody is anybody's difference."""
        found = moved("mean", of({2: 20}), of({2: 20}))
        assert (found.records, found.valued, found.falls) == (0, 0, False)
        assert (dict(found.apart), dict(found.now)) == ({}, {2: 20})

    def test_a_value_that_several_outcomes_come_to_is_one(self):
        """Prorated or not, it is the same value."""
        both = {(SCORED, 2): 12, (ScoreStatus.PRORATED, 2): 3}
        found = moved("mean", {}, both)
        assert (dict(found.apart), dict(found.now), found.valued) == ({2: 15}, {2: 15}, 15)

    @pytest.mark.parametrize(
        ("now", "few"),
        [
            ({2: 20}, 0),
            ({2: 21}, 1),
            ({2: 30}, 10),
            ({2: 31}, 0),
            ({2: 23, None: 4}, 3),
            ({2: 20, None: 3}, 3),
        ],
    )
    def test_too_few_are_one_to_ten(self, now, few):
        """Rule 1 for records and for those with a value: the smaller number is told."""
        assert moved("mean", of({2: 20}), of(now)).few(11) == few


class TestStandards:
    KEPT = Standards(limits=Limits(), ranges={"mean": (1, 5)}, places={"mean": 0})

    def test_a_mean_is_printed_as_the_measure_says(self):
        """With no decimals a third below the highest value is the highest."""
        third = {5: 40, 4: 20}
        assert self.KEPT.breaks("mean", third)
        assert not evolve(self.KEPT, places={"mean": 2}).breaks("mean", third)
        assert evolve(self.KEPT, places={"mean": 2}).breaks("mean", {3: 12})
        assert not self.KEPT.breaks("an item's codes", {3: 12})

    def test_four_workers_are_few(self):
        """Rule 2: five are enough, and a number that nobody tells is shown by no one."""
        part = Place(("a",), (("case", "x"),))
        known = evolve(self.KEPT, workers={("a",): 5, ("b",): 4, part: 4})
        assert not known.few_workers(Place(("a",)))
        assert known.few_workers(Place(("b",)))
        assert known.few_workers(part)
        assert not known.few_workers(Place(("c",)))
        assert not self.KEPT.few_workers(Place(("b",)))

    def test_the_workers_are_those_of_the_units_that_changed(self):
        """Of three units one has another counting, one is new and one is gone: the fourth is as it was."""
        was = parted(
            {("a", ""): {2: 12}, ("b", ""): {2: 12}, ("d", ""): {2: 12}}, instrument=PARENTS
        )
        now = parted(
            {("a", ""): {2: 12}, ("b", ""): {3: 12}, ("c", ""): {2: 12}}, instrument=PARENTS
        )
        told = {(): 40, ("a",): 10, ("b",): 1, ("c",): 2, ("d",): 3}
        asked = plan(
            instrument=PlannedInstrument(id="parents", version="1.0.0"),
            subjects=tuple(Subjects(scope=at, n=n) for at, n in told.items()),
        )
        policy = default_policy(Audience.PUBLIC)
        groups = [one.batches["b"].groups for one in (was, now)]
        found = standards_of(asked, policy, PARENTS, *groups)
        assert found.workers is not None
        assert found.workers[()] == 6
        assert (found.limits.min_cell, found.limits.min_subjects) == (11, 5)
        same = standards_of(asked, policy, PARENTS, groups[0], groups[0])
        assert same.workers == told
        assert standards_of(asked, policy, STAFF, *groups).workers is None
        strict = evolve(policy, min_cell=20, min_subjects=9)
        limits = standards_of(asked, strict, PARENTS, *groups).limits
        assert (limits.min_cell, limits.min_subjects) == (20, 9)

    def test_a_unit_of_which_one_measure_changed_has_changed(self):
        """Among the measures that both tallies count of it."""
        told = {(): 40, ("a",): 1, ("b",): 2}
        asked = plan(
            instrument=PlannedInstrument(id="parents", version="1.0.0"),
            subjects=tuple(Subjects(scope=at, n=n) for at, n in told.items()),
        )
        policy = default_policy(Audience.PUBLIC)
        was = parted({("a", ""): group({2: 12}), ("b", ""): group({2: 12})}, instrument=PARENTS)
        now = parted(
            {("a", ""): group({2: 12}, {1: 12}), ("b", ""): group({2: 12})}, instrument=PARENTS
        )
        two = [one.batches["b"].groups for one in (was, now)]
        found = standards_of(asked, policy, PARENTS, *two)
        assert found.workers is not None
        assert found.workers[()] == 1
        means = {
            key: evolve(one, scales={"mean": one.scales["mean"]}) for key, one in two[1].items()
        }
        for before, after in ((two[0], means), (means, two[0])):
            same = standards_of(asked, policy, PARENTS, before, after)
            assert same.workers == told

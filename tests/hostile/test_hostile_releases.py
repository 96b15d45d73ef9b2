"""An enemy of `sop release` and `sop audit`: sequences of orders, each sound by itself, that are to give somebody away."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from attrs import evolve

from sop_core import DocumentRefused, ReleaseRefused, to_document
from sop_core.documents import (
    crossed,
    ledger_lines,
    plan_of,
    read_tally,
    release_of,
    tally_lines,
)
from sop_core.reporting import (
    Audience,
    Ledger,
    PartKind,
    PlannedGrouping,
    PlannedInstrument,
    Policy,
    ReleaseRow,
    audit,
    default_policy,
)
from sop_core.reporting.plans import Spread, Subjects
from tests.unit._parts import parted
from tests.unit._released import INSIDE, PARENTS, SOP, group, ledger_of, made, mixed, plan, tally

PUBLIC = default_policy(Audience.PUBLIC)


def refused(*args, **more) -> list[str]:
    """The codes of the issues with which a release is refused."""
    with pytest.raises(ReleaseRefused) as found:
        made(*args, **more)
    return [one.code for one in found.value.issues]


def inside(id_, **more):
    return plan(id_, audience=Audience.INTERNAL, **more)


def scored(mean, lowest):
    """A group by the values of both of its measures."""
    return group(mean, lowest)


class TestCorrections:
    """Rule 5: 0 or at least `min_cell` records of each cell, whoever compares which two of the releases."""

    def test_a_few_records_of_one_measure_do_not_hide_behind_many_of_another(self):
        """Each measure is a cell of its own: twelve records that changed in one say nothing for one in the other."""
        was = tally({"c/n/u1": scored({2: 20, 4: 20}, {2: 20, 4: 20})})
        now = tally({"c/n/u1": scored({2: 8, 4: 32}, {2: 19, 4: 21})})
        asked = {"measures": ("mean", "lowest")}
        first = made(was, plan("r1", **asked))
        assert (
            refused(now, plan("r2", **asked), ledger=ledger_of(first), before=was)
            == ["correction_small"] * 4
        )

    def test_a_correction_of_a_correction_does_not_undo_all_but_one(self):
        """Eleven came, then ten of them and another one left: the first and the third differ by one for one."""
        sizes = [{2: 20, 4: 20}, {2: 24, 4: 27}, {2: 19, 4: 21}]
        first, second, third = (tally({"c/n/u1": values}) for values in sizes)
        one = made(first, plan("r1"))
        two = made(second, plan("r2"), ledger=ledger_of(one), before=first)
        assert two.release.edition == 1
        codes = refused(third, plan("r3"), ledger=ledger_of(one, two), before=second)
        assert set(codes) == {"correction_unproved"}

    def test_a_correction_that_is_large_enough_inside_is_not_shown_to_the_public(self):
        """Six records changed: enough for the inside at five, too few for the public at eleven."""
        was, now = tally({"c/n/u1": {2: 20, 4: 20}}), tally({"c/n/u1": {2: 14, 4: 26}})
        one = made(was, plan("r1"))
        two = made(now, inside("r2"), INSIDE, ledger=ledger_of(one), before=was)
        assert two.release.edition == 1
        codes = refused(now, plan("r3"), ledger=ledger_of(one, two))
        assert set(codes) == {"correction_unproved"}

    def test_a_spread_that_changed_tells_of_the_few_who_did(self):
        """Two answered otherwise, and cancel out in the mean: six records at five inside, two at eleven outside."""
        was = tally({"c/n/u1": {2: 20, 3: 20, 4: 20}})
        now = tally({"c/n/u1": {2: 23, 3: 14, 4: 23}})
        spread = (Spread.SD,)
        one = made(was, plan("r1", spread=spread))
        two = made(now, inside("r2"), INSIDE, ledger=ledger_of(one), before=was)
        codes = refused(now, plan("r3", spread=spread), ledger=ledger_of(one, two))
        assert set(codes) == {"correction_unproved"}
        # Without the spread the two say the same.
        assert made(now, plan("r3"), ledger=ledger_of(one, two)).release.edition == 1

    def test_what_a_correction_proved_once_may_be_shown_in_another_table_too(self):
        """A second table of a correction that was large enough is nothing new."""
        was, now = tally({"c/n/u1": {2: 20, 4: 20}}), tally({"c/n/u1": {2: 8, 4: 32}})
        one = made(was, plan("r1"))
        two = made(now, plan("r2"), ledger=ledger_of(one), before=was)
        three = made(now, plan("r3", levels=("county",)), ledger=ledger_of(one, two))
        assert three.release.edition == 1

    def test_a_measure_that_was_released_is_never_left_out_of_what_is_compared(self):
        """A tally without it, between two that have it, would hide that one record of it changed."""
        whole = {"c/n/u1": scored({2: 20, 4: 20}, {2: 20, 4: 20})}
        without = {
            path: evolve(one, scales={"mean": one.scales["mean"]}) for path, one in whole.items()
        }
        one = made(tally(whole), plan("r1", measures=("lowest",)))
        codes = refused(tally(without), plan("r2"), ledger=ledger_of(one), before=tally(whole))
        assert codes == ["correction_uncounted"]

    @pytest.mark.parametrize(
        "came",
        [{5: 11}, {5: 14, 2: 1}, {1: 12}, {5: 600, 4: 2}],
        ids=["alike", "but one", "low", "at the end"],
    )
    def test_whoever_came_or_went_is_a_group_that_is_not_alike(self, came):
        """Rule 4: the second release less the first is eleven people, all of whom answered 5."""
        was = tally({"c/n/u1": 20, "c/n/u2": 20})
        now = tally({"c/n/u1": {one: mixed(20).get(one, 0) + came.get(one, 0) for one in range(1, 6)}, "c/n/u2": 20})  # fmt: skip
        for before, after in ((was, now), (now, was)):
            first = made(before, plan("r1"))
            codes = refused(after, plan("r2"), ledger=ledger_of(first), before=before)
            assert codes == ["correction_alike"] * 4

    def test_a_few_who_have_a_value_do_not_hide_behind_many_who_have_none(self):
        """Eleven came to a withheld unit, of whom three answered; of a shown one fourteen: the office less it is the three."""
        was = tally({"c/n/u1": 7, "c/n/u2": 12, "c/n/u3": 20})
        few = {**mixed(7), 5: 3, None: 8}
        now = tally({"c/n/u1": few, "c/n/u2": 12, "c/n/u3": 34})
        first = made(was, plan("r1"))
        assert refused(now, plan("r2"), ledger=ledger_of(first), before=was) == ["correction_small"]

    def test_a_correction_is_no_deeper_than_what_it_corrects(self):
        """Three of a unit, then fourteen more: the office of then less the other units of now is the three."""
        was = tally({"c/n/u1": {1: 3}, "c/n/u2": 20, "c/n/u3": 23})
        now = tally({"c/n/u1": {1: 3, 2: 7, 3: 7}, "c/n/u2": 20, "c/n/u3": 23})
        offices = {"levels": ("county", "office")}
        first = made(was, plan("r1", **offices))
        assert refused(now, plan("r2"), ledger=ledger_of(first), before=was) == [
            "correction_deeper"
        ]
        second = made(now, plan("r2", **offices), ledger=ledger_of(first), before=was)
        assert second.release.edition == 1
        codes = refused(now, plan("r3"), ledger=ledger_of(first, second))
        assert codes == ["correction_deeper"]
        # Whoever is inside read the offices too, and subtracts as well.
        hidden = made(was, inside("r1", **offices))
        assert refused(now, plan("r2"), ledger=ledger_of(hidden), before=was) == [
            "correction_deeper"
        ]

    def test_a_correction_is_no_deeper_in_any_measure(self):
        """Units of one measure were released, and of the other the counties alone: each is a cell of its own."""
        was = tally({"c/n/u1": {1: 3}, "c/n/u2": 20, "c/n/u3": 23})
        now = tally({"c/n/u1": {1: 3, 2: 7, 3: 7}, "c/n/u2": 20, "c/n/u3": 23})
        deep = made(was, plan("r1"))
        wide = made(was, plan("r2", levels=(), measures=("lowest",)), ledger=ledger_of(deep))
        held = ledger_of(deep, wide)
        both = plan("r3", measures=("lowest",))
        assert refused(now, both, ledger=held, before=was) == ["correction_deeper"]

    def test_a_correction_has_no_parts_that_were_not_released_before(self):
        """The whole of then less a part of now is what the other part was then: three people."""
        was = parted({("c", "case=x"): {1: 3}, ("c", "case=y"): 20})
        now = parted({("c", "case=x"): {1: 3, 2: 7, 3: 7}, ("c", "case=y"): 20})
        whole, parts = {"levels": ()}, (PlannedGrouping(id="case", kind=PartKind.PARTITION),)
        first = made(was, plan("r1", **whole))
        asked = plan("r2", **whole, groupings=parts)
        assert refused(now, asked, ledger=ledger_of(first), before=was) == ["correction_deeper"]

    def test_a_correction_has_the_parts_that_were_released_before_or_fewer(self):
        """Everybody of a grouping before, and one value of it now; the other way there would be more."""
        was = parted({("c", "case=x"): 20, ("c", "case=y"): 20})
        now = parted({("c", "case=x"): 34, ("c", "case=y"): 20})
        every, one = (
            {"levels": (), "groupings": (PlannedGrouping(id="case", kind=kind, value=value),)}
            for kind, value in ((PartKind.PARTITION, None), (PartKind.OVERLAPPING, "x"))
        )
        first = made(was, plan("r1", **every))
        held = ledger_of(first)
        assert made(now, plan("r2", **one), ledger=held, before=was).release.edition == 1
        first = made(was, plan("r1", **one))
        held = ledger_of(first)
        codes = refused(now, plan("r2", **every), ledger=held, before=was)
        assert codes == ["correction_deeper"]

    def test_a_stricter_policy_does_not_hide_what_stayed_as_it_was(self):
        """Twenty of a unit were shown, and are too few at twenty-five; beside the others' new numbers they follow."""
        was, now = tally({"c/n/u1": 20, "c/n/u2": 40}), tally({"c/n/u1": 20, "c/n/u2": 80})
        first = made(was, plan("r1"))
        strict = evolve(PUBLIC, min_cell=25)
        codes = refused(now, plan("r2"), strict, ledger=ledger_of(first), before=was)
        assert set(codes) == {"correction_hides"}

    def test_a_unit_that_was_shown_and_is_small_now_is_not_left_out_of_a_wider_table(self):
        """Seventeen of twenty were struck out: the office of now less the other units of then is the three."""
        was = tally({"c/n/u1": 20, "c/n/u2": 20, "c/n/u3": 23})
        now = tally({"c/n/u1": {1: 2, 2: 1}, "c/n/u2": 20, "c/n/u3": 23})
        first = made(was, plan("r1"))
        asked = plan("r2", levels=("county", "office"))
        codes = refused(now, asked, ledger=ledger_of(first), before=was)
        assert codes == ["correction_hides"]

    def test_parents_who_came_late_are_not_those_of_few_workers(self):
        """Rule 2: what a correction adds to an office is the answers about the two workers of one unit."""
        was = tally({"c/n/u1": 20, "c/n/u2": 20, "c/n/u3": 14}, instrument=PARENTS)
        now = tally({"c/n/u1": 20, "c/n/u2": 20, "c/n/u3": 30}, instrument=PARENTS)
        workers = {"": 18, "c": 18, "c/n": 18, "c/n/u1": 8, "c/n/u2": 8, "c/n/u3": 2}
        subjects = tuple(Subjects(scope=tuple(filter(None, at.split("/"))), n=n) for at, n in workers.items())  # fmt: skip
        of = PlannedInstrument(id="parents", version="1.0.0")
        asked = [plan(one, instrument=of, subjects=subjects) for one in ("r1", "r2")]
        first = made(was, asked[0], instrument=PARENTS)
        codes = refused(now, asked[1], instrument=PARENTS, ledger=ledger_of(first), before=was)
        assert set(codes) == {"correction_few_workers"}

    def test_what_was_withheld_inside_is_withheld_from_the_public_once_the_counts_changed(self):
        """Inside at thirteen a unit was withheld; the county of then less that unit of now is six people."""
        was = tally({"c/n": 6, "c/s": 13, "d/e": 30})
        now = tally({"c/n": 6, "c/s": 13, "c/w": 12, "d/e": 30})
        asked = {"levels": ("county", "office")}
        first = made(was, inside("r1", **asked))
        assert ("c", "s") not in first.release.shown
        second = made(now, plan("r2", **asked), ledger=ledger_of(first), before=was)
        assert second.release.edition == 1
        assert ("c", "s") not in second.release.shown

    def test_one_person_who_moves_to_another_unit_is_not_shown(self):
        """The office is the same, and the two units differ by one each."""
        was = tally({"c/n/u1": mixed(20), "c/n/u2": mixed(20)})
        now = tally({"c/n/u1": {**mixed(20), 2: mixed(20)[2] - 1}, "c/n/u2": {**mixed(20), 2: mixed(20)[2] + 1}})  # fmt: skip
        one = made(was, plan("r1"))
        assert (
            refused(now, plan("r2"), ledger=ledger_of(one), before=was) == ["correction_small"] * 2
        )
        # Where the units were never shown the move cannot be seen, and later tables are of one counting.
        offices = made(was, plan("r1", levels=("county", "office")))
        second = made(
            now, plan("r2", levels=("county", "office")), ledger=ledger_of(offices), before=was
        )
        assert second.release.edition == 0
        units = made(now, plan("r3"), ledger=ledger_of(offices, second))
        assert audit([offices.release, second.release, units.release]) == ()

    def test_a_unit_that_was_withheld_is_not_renamed(self):
        """Under a new name it would be a unit of whom nothing was withheld."""
        was = tally({"c/n/u1": 7, "c/n/u2": 12, "c/n/u3": 30})
        now = tally({"c/n/u1": 7, "c/n/x2": 12, "c/n/u3": 30})
        one = made(was, plan("r1"))
        assert "correction_falls" in refused(now, plan("r2"), ledger=ledger_of(one), before=was)


class TestPolicies:
    def test_a_looser_policy_shows_nothing_that_a_stricter_one_withheld(self):
        """A unit of fifteen was withheld at twenty: at eleven it stays so, in every table."""
        counts = tally({"c/n/u1": 15, "c/n/u2": 30, "c/n/u3": 40})
        strict = made(counts, plan("r1"), evolve(PUBLIC, min_cell=20))
        loose = made(counts, plan("r2"), ledger=ledger_of(strict))
        assert strict.release.hidden <= loose.release.hidden
        assert audit([strict.release, loose.release]) == ()

    def test_a_stricter_policy_leaves_no_leak_at_the_looser_one(self):
        """What is excused since it was released under a lower minimum is tried at that minimum all the same."""
        counts = tally({"c/n/u1": 7, "c/n/u2": 12, "c/n/u3": 16, "c/n/u4": 25, "c/s/u5": 40})
        loose = made(counts, plan("r1"))
        strict = made(counts, inside("r2"), Policy(id="x", audience=Audience.INTERNAL, min_cell=20), ledger=ledger_of(loose))  # fmt: skip
        assert audit([loose.release, strict.release]) == ()

    def test_a_public_release_with_a_lower_minimum_is_none(self):
        """Rule 1: 11 for whatever leaves the agency; a file that says otherwise was made by somebody else."""
        counts = tally({"c/n/u1": 7, "c/n/u2": 12, "c/n/u3": 30})
        found = to_document(made(counts, inside("r1"), INSIDE).release)
        release_of(found)
        with pytest.raises(DocumentRefused) as error:
            release_of({**found, "audience": "public"})
        assert [one.code for one in error.value.issues] == ["policy_too_low"]
        policy = {name: found["policy"][name] for name in ("id", "min_cell", "min_subjects")}
        with pytest.raises(DocumentRefused) as error:
            release_of({**found, "policy": policy})
        assert [one.code for one in error.value.issues] == ["policy_undecided"]

    def test_a_part_in_which_nobody_is_and_a_scope_that_is_too_small_by_now_come_to_an_end(self):
        """Seven were shown at five; at thirteen whoever is in no part of theirs is these seven, and no part can be withheld."""
        counts = parted(
            {("c/n/u1", "case=x"): 7, ("c/n/u2", "case=y"): 30, ("c/s/u3", "case=x"): 30}
        )
        first = made(counts, inside("r1"), INSIDE)
        assert ("c", "n", "u1") in first.release.shown
        parts = (PlannedGrouping(id="case", kind=PartKind.OVERLAPPING, level="unit", value="y"),)
        strict = Policy(id="x", audience=Audience.INTERNAL, min_cell=13)
        asked = inside("r2", groupings=parts)
        assert set(refused(counts, asked, strict, ledger=ledger_of(first))) == {"release_leaks"}


class TestRemainders:
    def test_what_is_left_of_a_group_that_was_shown_is_not_alike(self):
        """A public whole, then counties inside, then offices: the rest of the whole would be ten alike and one more."""
        counts = tally({"c/n/u1": {3: 10}, "c/s/u4": {1: 28, 2: 2}, "d/w/u6": {1: 1}})
        one = made(counts, plan("r1", levels=()))
        two = made(counts, inside("r2", levels=("county",)), INSIDE, ledger=ledger_of(one))
        offices = inside("r3", levels=("county", "office"))
        three = made(counts, offices, INSIDE, ledger=ledger_of(one, two))
        assert ("c", "s") not in three.release.shown

    @pytest.mark.parametrize("kind", [PartKind.PARTITION, PartKind.OVERLAPPING])
    def test_a_part_of_a_withheld_scope_leaves_nobody_alike_of_what_is_round_it(self, kind):
        """The whole less the ongoing cases of one county is 43 people, of whom all but one answered 3: 42 colleagues."""
        counts = parted(
            {
                ("c", "case=y"): 30,
                ("c", "case=x"): {3: 11},
                ("c", "case=z"): {3: 11},
                ("d", "case=y"): {3: 20, 4: 1},
            },
            levels=("county",),
        )
        value = "y" if kind is PartKind.OVERLAPPING else None
        parts = (PlannedGrouping(id="case", kind=kind, level="county", value=value),)
        made_ = made(counts, plan(levels=("county",), groupings=parts)).release
        assert made_.shown == {()}
        assert {row.scope for row in made_.rows if row.n} == {()}

    def test_whom_an_overlapping_part_leaves_out_is_no_small_group_beside_the_units_either(self):
        """Nobody of one unit is in the part, so that the county less that unit and the part is eight people of two others."""
        counts = parted(
            {
                ("c/u1", "team=a"): 6, ("c/u1", "team=b"): 7, ("c/u2", "team=a"): 11, ("c/u2", "team=b"): {2: 1},
                ("c/u3", "team=b"): 19,
            },
            levels=("county", "unit"),
        )  # fmt: skip
        parts = (PlannedGrouping(id="team", kind=PartKind.OVERLAPPING, level="unit", value="a"),)
        found = made(counts, plan(levels=("county", "unit"), groupings=parts)).release
        n = {(row.scope, tuple(row.groups)): row.n for row in found.rows}
        assert n[("c", "u3"), ("team",)] == 0
        assert None in (n[("c",), ()], n[("c",), ("team",)], n[("c", "u3"), ()])

    def test_a_part_inside_of_what_another_release_shows_leaves_nobody_alike(self):
        """The whole was shown before; a part of a county that is withheld leaves it 43 people, all but one alike."""
        counts = parted(
            {
                ("c", "case=y"): 30, ("c", "case=x"): {3: 11}, ("c", "case=z"): {3: 11},
                ("d", "case=y"): scored({3: 20, 4: 1}, {3: 2, 4: 1, 5: 1, None: 17}),
            },
            levels=("county",),
        )  # fmt: skip
        first = made(counts, plan("r1", levels=()))
        parts = (PlannedGrouping(id="case", kind=PartKind.OVERLAPPING, level="county", value="y"),)
        asked = plan("r2", levels=("county",), groupings=parts, measures=("mean", "lowest"))
        second = made(counts, asked, ledger=ledger_of(first)).release
        assert {row.scope for row in second.rows if row.n and row.measure == "mean"} <= {()}


class TestDigests:
    """What is small can be tried out: a digest of it is it, to whoever has the patience."""

    def test_what_a_release_states_of_its_ledger_is_no_digest_of_counts(self):
        """Whoever knows every number, and the first release, cannot tell by the second that these are the numbers."""
        counts = tally({"c/n/u1": 14, "c/n/u2": 7, "c/n/u3": 12})
        first = SOP.release(counts, plan("r1"))
        second = SOP.release(counts, plan("r2", levels=()), ledger=first.ledger)
        guessed = ledger_of(made(counts, plan("r1")))
        assert first.release == guessed.entries[0].release
        assert second.release.proof.ledger == first.ledger.digest != guessed.digest
        once_more = SOP.release(counts, plan("r1"))
        assert (once_more.release, once_more.ledger.digest) != (first.release, first.ledger.digest)
        assert once_more.release == first.release

    def test_a_public_release_is_no_digest_of_one_inside(self):
        """Inside a unit of seven is shown; who guesses it cannot find it in what the public one states."""
        counts = tally({"c/n/u1": 14, "c/n/u2": 7, "c/n/u3": 12})
        first = SOP.release(counts, inside("r1"), policy=INSIDE)
        second = SOP.release(counts, plan("r2"), ledger=first.ledger)
        assert second.release.proof.ledger != ledger_of(made(counts, inside("r1"), INSIDE)).digest

    def test_a_tally_that_crossed_is_in_the_chain_by_its_names_alone(self):
        """Two exports of other counts under one name leave one ledger, as its readers see it."""
        ledgers = [
            crossed(Ledger(), counts.export(level="county", receiver="state", batch="b", purpose="cqi").crossing)
            for counts in (tally({"c/n/u1": 14}), tally({"c/n/u1": 15, "d/n/u1": 2}))
        ]  # fmt: skip
        assert ledgers[0] != ledgers[1]
        assert ledgers[0].digest == ledgers[1].digest != Ledger().digest
        assert b"".join(ledger_lines(ledgers[0])) != b"".join(ledger_lines(ledgers[1]))

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_parts_that_one_release_lists_are_not_all_where_another_singles_one_out(self, order):
        """All of a county's cases, and one value of its units': the units have others, whom no row names."""
        counts = parted(
            {
                ("c/u1", "case=x"): 20,
                ("c/u1", "case=y"): 20,
                ("c/u2", "case=x"): 20,
                ("c/u2", "case=y"): 30,
            },
            levels=("county", "unit"),
        )
        every = PlannedGrouping(id="case", kind=PartKind.PARTITION, level="county")
        one = PlannedGrouping(id="case", kind=PartKind.OVERLAPPING, level="unit", value="x")
        asked = [
            plan("r0", levels=("county",), groupings=(every,)),
            plan("r1", levels=("county", "unit"), groupings=(one,)),
        ]
        first = made(counts, asked[order[0]])
        second = made(counts, asked[order[1]], ledger=ledger_of(first))
        assert audit([first.release, second.release]) == ()


class TestEdited:
    """`sop audit` on what somebody changed by hand."""

    @pytest.fixture
    def release(self):
        return made(tally({"c/n/u1": 7, "c/n/u2": 12, "c/n/u3": 30, "c/s/u4": 20})).release

    def test_two_means_of_one_cell_are_at_odds(self, release):
        """One number of people and two means: who compares them learns that an answer changed, and by how much."""
        rows = tuple(
            evolve(row, mean=row.mean + Decimal("0.05")) if row.scope == ("c", "s", "u4") else row
            for row in release.rows
        )
        found = audit([release, evolve(release, id="other", rows=rows)])
        assert [(one.leak.kind, one.leak.cell.place.scope) for one in found] == [
            ("at_odds", ("c", "s", "u4"))
        ]
        assert audit([release, evolve(release, id="other")]) == ()

    def test_rows_that_are_taken_out_leave_sums_that_cannot_be(self, release):
        """A row that is not listed holds nobody."""
        rows = tuple(row for row in release.rows if not row.withheld)
        assert {one.leak.kind for one in audit([evolve(release, rows=rows)])} == {"impossible"}

    def test_a_row_that_is_put_back_gives_the_other_away(self, release):
        """The one that protected is shown, and the small one follows."""
        rows = tuple(
            ReleaseRow(
                scope=row.scope, measure=row.measure, n=12, mean=Decimal("2.9"), withheld=False
            )
            if row.scope == ("c", "n", "u2")
            else row
            for row in release.rows
        )
        assert {one.leak.kind for one in audit([evolve(release, rows=rows)])} == {"exact"}


class TestOthers:
    def test_another_countys_ledger_refuses(self):
        """A ledger of the same instrument and cycle, of other people."""
        theirs = made(tally({"d/n/u1": 20, "d/n/u2": 30}))
        ours = tally({"c/n/u1": 20, "c/n/u2": 30})
        assert refused(ours, plan("r2"), ledger=ledger_of(theirs)) == ["release_frozen"]
        assert refused(ours, plan("r2"), ledger=ledger_of(theirs), before=ours) == ["correction_other_tally"]  # fmt: skip

    @pytest.mark.parametrize(
        "paths", [("c", "c/n", "c/n/u1"), ("c/_other", "c/_other/_other", "c")]
    )
    def test_scopes_that_begin_one_another_are_one_tree(self, paths):
        """Records that name no narrower scope have a path of their own, under whatever name."""
        found = made(tally({path: 20 + at for at, path in enumerate(paths)})).release
        whole = next(row for row in found.rows if row.scope == ())
        assert whole.n == 63
        assert audit([found]) == ()

    @pytest.mark.parametrize(
        "name", ["n\u043erth", "north\u200b", "\u202enorth", "no rth", "north\n", ""]
    )
    def test_a_scope_that_looks_like_another_is_no_scope(self, name):
        """Two rows that look alike, and are two, would hide what is left between them: names of scopes are plain ASCII."""
        counts = tally({"north/x/u1": 20, "south/x/u2": 20})
        release = to_document(made(counts, plan(levels=("county",))).release)
        release["rows"][1]["scope"] = [name]
        with pytest.raises(DocumentRefused):
            release_of(release)
        asked = {**to_document(plan(levels=("county",))), "order": [[name]]}
        with pytest.raises(DocumentRefused):
            plan_of(asked)
        lines = [json.loads(line) for line in tally_lines(counts)]
        lines[2]["scope"][0] = name
        with pytest.raises(DocumentRefused):
            read_tally(b"".join(json.dumps(line).encode() + b"\n" for line in lines))

    def test_nobody_at_all_and_a_great_many(self):
        """Zeros everywhere are refused, since nothing is there to show; a billion people are numbers like others."""
        nobody = tally({"c/n/u1": {None: 30}, "c/n/u2": {None: 12}})
        assert refused(nobody) == ["release_nothing_shown"]
        many = 10**9
        found = made(tally({"c/n/u1": many, "c/n/u2": many, "c/n/u3": 7, "c/n/u4": 12})).release
        assert {row.scope[-1] for row in found.rows if row.withheld} == {"u3", "u4"}
        assert audit([found]) == ()

    def test_the_order_of_units_changes_no_number(self):
        """S0-08: whoever is named first is neither shown nor withheld for it."""
        counts = tally({f"c/n/u{at}": 6 + at for at in range(8)})
        order = tuple(("c", "n", f"u{at}") for at in (5, 3, 7, 0))
        one, other = made(counts), made(counts, plan(order=order))
        assert set(one.release.rows) == set(other.release.rows)

"""Rule 2 on tables that a person can follow: forty parents of one worker are that worker's appraisal."""

from __future__ import annotations

import pytest

from sop_core import ReleaseRefused
from sop_core.reporting import Audience, PartKind, PlannedGrouping, PlannedInstrument, Subjects
from sop_core.reporting.cells import Place
from sop_core.reporting.staffing import workers_in
from tests.unit._parts import parted
from tests.unit._released import LEVELS, PARENTS, made, plan, rows, tally


def asked(workers, **more):
    subjects = tuple(
        Subjects(scope=tuple(path.split("/")) if path else (), n=n) for path, n in workers.items()
    )
    instrument = PlannedInstrument(id="parents", version="1.0.0")
    return plan(**{"instrument": instrument, "subjects": subjects, **more})


def shown(units, workers, **more):
    """What of these parents is shown: the paths that have a number."""
    counts = tally(units, instrument=PARENTS)
    found = rows(made(counts, asked(workers, **more), instrument=PARENTS))
    return {path for path, (n, _) in found.items() if n}


def codes(call, *args, **more):
    with pytest.raises(ReleaseRefused) as refused:
        call(*args, **more)
    assert all(issue.message and issue.fix for issue in refused.value.issues)
    return [issue.code for issue in refused.value.issues]


UNITS = {"c/n/u1": 40, "c/n/u2": 40, "c/s/u3": 30, "c/s/u4": 30}
FULL = {"": 26, "c": 26, "c/n": 13, "c/s": 13, "c/n/u1": 6, "c/n/u2": 7, "c/s/u3": 6, "c/s/u4": 7}


def without(*paths, **changed):
    return {path: n for path, n in {**FULL, **changed}.items() if path not in paths}


class TestUnknown:
    def test_where_all_are_known_all_are_shown(self):
        """Five workers or more in each unit."""
        assert shown(UNITS, FULL) == set(FULL)

    def test_without_any_it_is_refused(self):
        """Rule 2: and says so."""
        assert codes(shown, UNITS, {}) == ["subjects_missing"]

    def test_an_unknown_scope_is_withheld_there(self):
        """Its office is known, and what is left of it beside the other unit would be of nobody knows whom."""
        assert shown(UNITS, without("c/n/u1")) == set(FULL) - {"c/n/u1", "c/n/u2"}

    def test_a_known_office_of_unknown_units_is_shown(self):
        """All that is withheld below it is all of it, and it has its own number."""
        assert shown(UNITS, without("c/n/u1", "c/n/u2")) == set(FULL) - {"c/n/u1", "c/n/u2"}
        assert shown(UNITS, {"": 26, "c": 26}) == {"", "c"}

    def test_the_only_part_of_a_scope_is_the_scope(self):
        """One county, of unknown workers: the whole would say what it is, so that neither is shown."""
        assert codes(shown, UNITS, {"": 26}) == ["release_nothing_shown"]

    def test_a_known_unit_of_an_unknown_office_is_shown(self):
        """The office is withheld, and one of its units, since the office would follow from both."""
        found = shown(UNITS, without("c/n"))
        assert "c/n" not in found
        assert len({"c/n/u1", "c/n/u2"} & found) == 1
        assert {"", "c"} <= found

    def test_unknown_everywhere_but_in_one_unit(self):
        """A number of some other scope helps nobody."""
        assert shown(UNITS, {"c/n/u1": 6}) == {"c/n/u1"}


class TestTooFew:
    def test_all_answers_from_one_small_unit(self):
        """The office has twenty workers, and the answers are about two of them: at the office's level too."""
        units = {"c/n/u1": 40, "c/s/u3": 30, "c/s/u4": 30}
        workers = {"": 40, "c": 40, "c/n": 20, "c/s": 20, "c/n/u1": 2, "c/s/u3": 6, "c/s/u4": 14}
        for levels in (LEVELS, LEVELS[:2]):
            found = shown(units, workers, levels=levels)
            assert "c/n" not in found
            # What is left of the county beside the south would be of two workers.
            assert "c/s" not in found
            assert {"", "c"} <= found

    def test_records_of_the_office_itself_may_be_about_anybody(self):
        """Whoever names no unit answered about somebody of the office."""
        units = {"c/n/u1": 40, "c/n": 30, "c/s/u3": 30, "c/s/u4": 30}
        workers = {"": 40, "c": 40, "c/n": 20, "c/s": 20, "c/n/u1": 2, "c/s/u3": 6, "c/s/u4": 14}
        assert "c/n" in shown(units, workers, levels=LEVELS[:2])

    def test_workers_of_two_units_are_counted_once(self):
        """Three workers serve both small units: six by their sum, and the office has ten with the seven of a third."""
        units = {"c/n/u1": 40, "c/n/u2": 40, "c/n/u3": 40}
        few = {"": 10, "c": 10, "c/n": 10, "c/n/u1": 3, "c/n/u2": 3, "c/n/u3": 7}
        assert "c/n/u3" not in shown(units, few)
        many = {path: n + (3 if path.count("/") < 2 else 0) for path, n in few.items()}
        assert "c/n/u3" in shown(units, many)

    def test_a_unit_that_did_not_answer_may_be_whom_the_office_counts(self):
        """Of sixteen workers seven may be in the unit without answers, and three serve both small units."""
        units = {"c/n/u1": 40, "c/n/u2": 40, "c/n/u3": 40}
        told = {"": 16, "c": 16, "c/n": 16, "c/n/u1": 3, "c/n/u2": 3, "c/n/u3": 7, "c/n/u4": 7}
        assert shown(units, told) == {"", "c", "c/n"}
        # Where nobody is in two units all thirteen are in the three.
        apart = {**told, **dict.fromkeys(("", "c", "c/n"), 20)}
        assert shown(units, apart) == {"", "c", "c/n", "c/n/u3"}

    def test_an_office_that_did_not_answer_is_one_of_the_county(self):
        """Its own number counts, and not those of its units once more; where it has none its units' do."""
        units = {"c/n/u1": 40, "c/s/u3": 40}
        told = {
            "": 14,
            "c": 14,
            "c/n": 4,
            "c/n/u1": 4,
            "c/s": 6,
            "c/s/u3": 6,
            "c/w": 6,
            "c/w/u5": 6,
        }
        asked_of = asked(told).subjects
        groups = tally(units, instrument=PARENTS).batches["b"].groups
        found = workers_in(plan(subjects=asked_of), groups)
        assert (found["c",], found["c", "s"]) == (8, 6)
        few = tuple(one for one in asked_of if one.scope != ("c", "w"))
        assert workers_in(plan(subjects=few), groups)["c",] == 8

    def test_a_unit_that_is_counted_with_nobody_did_not_answer(self):
        """Eighteen of the office's twenty workers are in a unit of which a tally has no record."""
        units = {"c/n/u1": 40, "c/n/u2": {}}
        told = {"c/n": 20, "c/n/u1": 2, "c/n/u2": 18}
        groups = tally(units, instrument=PARENTS).batches["b"].groups
        assert workers_in(plan(subjects=asked(told).subjects), groups)["c", "n"] == 2

    def test_at_least_those_of_the_largest_unit_answered_for_are_counted(self):
        """However many the units without answers may have of the office's."""
        units = {"c/n/u1": 40, "c/n/u2": 40}
        told = {"c/n": 10, "c/n/u1": 6, "c/n/u2": 2, "c/n/u3": 9}
        groups = tally(units, instrument=PARENTS).batches["b"].groups
        assert workers_in(plan(subjects=asked(told).subjects), groups)["c", "n"] == 6

    def test_what_nobody_can_tell_of_an_office_is_in_doubt_in_its_county(self):
        """The north has nine to thirteen, so that its workers and the six of the south may be four times the same."""
        units = {"c/n/u1": 40, "c/n/u2": 40, "c/n/u3": 40, "c/s/u5": 40}
        told = {
            "c": 22,
            "c/n": 16,
            "c/n/u1": 3,
            "c/n/u2": 3,
            "c/n/u3": 7,
            "c/n/u4": 7,
            "c/s": 6,
            "c/s/u5": 6,
        }
        groups = tally(units, instrument=PARENTS).batches["b"].groups
        found = workers_in(plan(subjects=asked(told).subjects), groups)
        assert [found[one] for one in (("c",), ("c", "n"), ("c", "s"))] == [11, 9, 6]

    def test_a_scope_of_no_worker_is_withheld(self):
        """Zero is known, and too few."""
        assert "c/n/u1" not in shown(UNITS, {**FULL, "c/n/u1": 0})


class TestStaffing:
    def test_parts_of_a_scope_have_no_more_than_the_scope(self):
        """By a further grouping: its own number, and at most what the scope's answers can be about."""
        counts = parted(
            {("c/n/u1", "caseload=a"): 40, ("c/n/u1", "caseload=b"): 30}, instrument=PARENTS
        )
        parts = (
            Subjects(scope=("c",), n=9), Subjects(scope=("c", "n", "u1"), n=6),
            Subjects(scope=("c",), n=8, groups={"caseload": "a"}), Subjects(scope=("d",), n=4),
        )  # fmt: skip
        groups = counts.batches["b"].groups
        found = workers_in(
            plan(
                subjects=parts,
                groupings=(PlannedGrouping(id="caseload", kind=PartKind.PARTITION),),
                audience=Audience.PUBLIC,
            ),
            groups,
        )
        assert sorted(found.values()) == [4, 6, 6, 6]

    @pytest.mark.parametrize(
        ("kind", "value", "named", "part"),
        [(PartKind.PARTITION, None, "a", "a"), (PartKind.OVERLAPPING, "a", "a", "a"),
         (PartKind.PARTITION, None, None, "_other"), (PartKind.OVERLAPPING, "x", "a", "_other")],
    )  # fmt: skip
    def test_a_part_has_no_more_than_the_units_its_answers_come_from(
        self, kind, value, named, part
    ):
        """Rule 2: all of the county's `a` come from a unit in which two work on it; the county's nine are not theirs."""
        of_a = "" if named is None else f"caseload={named}"
        counts = parted(
            {("c/n/u1", of_a): 40, ("c/n/u2", "caseload=x"): 30}, instrument=PARENTS
        )  # fmt: skip
        told = {("c",): 20, ("c", "n"): 14, ("c", "n", "u1"): 7, ("c", "n", "u2"): 7}
        parts = {("c",): 9, ("c", "n"): 8, ("c", "n", "u1"): 2}

        def found(parts):
            told_of = [
                Subjects(scope=at, n=n, groups={"caseload": part}) for at, n in parts.items()
            ]
            asked = plan(
                subjects=(*(Subjects(scope=at, n=n) for at, n in told.items()), *told_of),
                groupings=(PlannedGrouping(id="caseload", kind=kind, value=value),),
            )
            known = workers_in(asked, counts.batches["b"].groups)
            return {place.scope: n for place, n in known.items() if isinstance(place, Place)}

        assert found(parts) == {("c",): 2, ("c", "n"): 2, ("c", "n", "u1"): 2}
        # Where nobody told of the unit's part: as many of the nine as do not fit into the unit that is silent.
        assert found({("c",): 9}) == {("c",): 2}
        assert found({("c",): 14}) == {("c",): 7}

    def test_a_part_in_which_nobody_answered_has_what_is_told(self):
        """There is nothing that bounds it but the scope."""
        counts = parted({("c/n/u1", "caseload=x"): 30}, instrument=PARENTS)
        asked = plan(
            subjects=(Subjects(scope=("c",), n=9, groups={"caseload": "a"}),),
            groupings=(PlannedGrouping(id="caseload", kind=PartKind.PARTITION),),
        )
        assert list(workers_in(asked, counts.batches["b"].groups).values()) == [9]

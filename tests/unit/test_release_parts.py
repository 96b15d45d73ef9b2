"""Rows by a further grouping: what is shown, what a plan may ask, and what a row by hand may not say."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import ReleaseRefused, to_document
from sop_core.documents import plan_of, release_lines, release_of
from sop_core.reporting import (
    PartKind,
    Place,
    PlannedGrouping,
    PlannedInstrument,
    Published,
    Shown,
    Subjects,
    attack,
    audit,
    check_plan,
    check_release,
    published_of,
)
from tests.unit._parts import parted
from tests.unit._released import PARENTS, ledger_of, made, mixed, plan

CASELOAD = PlannedGrouping(id="caseload", kind=PartKind.PARTITION)
ICWA = PlannedGrouping(id="icwa", kind=PartKind.OVERLAPPING, value="yes")
COUNTS = parted(
    {
        ("c/n", "caseload=ongoing icwa=yes"): 14,
        ("c/n", "caseload=ongoing"): 15,
        ("c/n", "caseload=intake"): 16,
        ("c/s", "caseload=ongoing"): 13,
        ("c/s", "caseload=intake icwa=yes"): 12,
        ("c/s", ""): 4,
    },
    levels=("county", "office"),
)
OFFICES = {"levels": ("county", "office")}


def parts(found, measure="mean"):
    return {
        ("/".join(row.scope), *row.groups.values()): row.n
        for row in found.release.rows
        if row.measure == measure and row.groups
    }


def codes(call, *args, **more):
    with pytest.raises(ReleaseRefused) as refused:
        call(*args, **more)
    assert all(issue.message and issue.fix for issue in refused.value.issues)
    return [issue.code for issue in refused.value.issues]


class TestRowsByGrouping:
    def test_a_partition_adds_up_and_who_names_none_is_other(self):
        """DESIGN 7: four people in no caseload are too few, and so is what the others leave; none is alone."""
        found = made(COUNTS, plan(**OFFICES, groupings=(CASELOAD,)))
        assert parts(found) == {("", "_other"): None, ("", "intake"): None, ("", "ongoing"): 42}
        assert found.reasons[Place((), (("caseload", "_other"),))] == "small"
        assert found.reasons[Place((), (("caseload", "intake"),))] == "protects"
        assert attack(published_of(found.release), min_cell=11).holds

    def test_a_part_of_a_scope_where_the_plan_asks(self):
        """Rows by scope and grouping: each is a part of its scope, and of the same part of the scope above."""
        asked = PlannedGrouping(id="caseload", kind=PartKind.PARTITION, level="office")
        counts = parted(
            {("c/n", "caseload=a"): 20, ("c/n", "caseload=b"): 21, ("c/s", "caseload=a"): 22},
            levels=("county", "office"),
        )
        found = made(counts, plan(**OFFICES, groupings=(asked,)))
        assert parts(found) == {
            ("", "a"): 42, ("", "b"): 21, ("c", "a"): 42, ("c", "b"): 21,
            ("c/n", "a"): 20, ("c/n", "b"): 21, ("c/s", "a"): 22, ("c/s", "b"): 0,
        }  # fmt: skip
        order = [(row.scope, *row.groups.values()) for row in found.release.rows]
        assert order[:4] == [((),), ((), "a"), ((), "b"), (("c",),)]

    def test_an_overlapping_grouping_singles_out_one_value(self):
        """It does not add up to the scope; whom it leaves out is a group too."""
        found = made(COUNTS, plan(**OFFICES, groupings=(ICWA,)))
        assert parts(found) == {("", "yes"): 26}
        few_left = parted({("", "icwa=yes"): 30, ("", ""): 8}, levels=())
        assert parts(made(few_left, plan(levels=(), groupings=(ICWA,)))) == {("", "yes"): None}

    def test_two_groupings_are_attacked_together(self):
        """B-37: each grouping alone may be safe, and both beside the tree too."""
        asked = tuple(
            PlannedGrouping(id=name, kind=PartKind.PARTITION, level="office")
            for name in ("caseload", "icwa")
        )
        found = made(COUNTS, plan(**OFFICES, groupings=asked))
        assert attack(published_of(found.release), min_cell=11).leaks == ()
        assert audit([found.release]) == ()

    def test_who_can_be_worked_out_is_named_with_the_part(self):
        """The sentence of a leak says which part follows, and from what."""
        found = made(COUNTS, plan(**OFFICES, groupings=(CASELOAD,)))
        document = to_document(found.release)
        row = next(r for r in document["rows"] if r.get("groups") == {"caseload": "intake"})
        row.update(n=28, mean=2.5, withheld=False)
        leak = audit([release_of(document)])[0]
        assert leak.sentence == (
            "the whole (caseload: _other)'s 4 answers follow from the whole's 74 minus the other parts' 70."
        )

    def test_a_later_release_by_grouping_is_tried_beside_the_first(self):
        """Rule 6: the first release shows the scopes, and the second may not say who is left between."""
        first = made(COUNTS, plan("first", **OFFICES))
        second = made(
            COUNTS, plan("second", **OFFICES, groupings=(CASELOAD,)), ledger=ledger_of(first)
        )
        assert second.release.proof.releases == 1
        both = [one for found in (first, second) for one in published_of(found.release)]
        assert attack(both, min_cell=11).leaks == ()

    def test_a_correction_moves_no_few_from_one_part_to_another(self):
        """Rule 5: the scope is as it was, and five people are of another caseload now."""
        one = {("", "caseload=a"): mixed(30), ("", "caseload=b"): mixed(31)}
        moved = {
            ("", "caseload=a"): {**mixed(30), 3: mixed(30)[3] - 5},
            ("", "caseload=b"): {**mixed(31), 3: mixed(31)[3] + 5},
        }
        before, now = parted(one, levels=()), parted(moved, levels=())
        first = made(before, plan(levels=(), groupings=(CASELOAD,)))
        again = plan("again", levels=())
        found = codes(made, now, again, ledger=ledger_of(first), before=before)
        assert found == ["correction_small", "correction_small"]

    def test_a_part_of_parents_needs_its_own_workers(self):
        """Rule 2: a scope of twenty workers may have a part that is the work of two."""
        counts = parted(
            {("", "caseload=a"): 40, ("", "caseload=b"): 41}, instrument=PARENTS, levels=()
        )
        asked = {
            "instrument": PlannedInstrument(id="parents", version="1.0.0"),
            "levels": (), "groupings": (CASELOAD,),
        }  # fmt: skip
        whole = Subjects(scope=(), n=20)
        found = made(counts, plan(**asked, subjects=(whole,)), instrument=PARENTS)
        assert parts(found) == {("", "a"): None, ("", "b"): None}
        assert found.release.rows[0].n == 81
        told = tuple(Subjects(scope=(), n=9, groups={"caseload": name}) for name in "ab")
        found = made(counts, plan(**asked, subjects=(whole, *told)), instrument=PARENTS)
        assert parts(found) == {("", "a"): 40, ("", "b"): 41}

    @pytest.mark.parametrize(
        ("of_part", "of_others", "n"), [(9, None, 40), (16, None, None), (16, 4, None), (16, 5, 40), (None, 9, None)]
    )  # fmt: skip
    def test_whoever_a_part_of_parents_leaves_out_is_the_work_of_enough(
        self, of_part, of_others, n
    ):
        """Rule 2: of twenty workers sixteen have such cases; whether the others' parents had more than four is told."""
        counts = parted(
            {("", "caseload=a"): 40, ("", "caseload=b"): 41}, instrument=PARENTS, levels=()
        )
        told = {"a": of_part, "_other": of_others}
        asked = plan(
            instrument=PlannedInstrument(id="parents", version="1.0.0"), levels=(),
            groupings=(evolve(CASELOAD, kind=PartKind.OVERLAPPING, value="a"),),
            subjects=(
                Subjects(scope=(), n=20),
                *(Subjects(scope=(), n=n, groups={"caseload": name}) for name, n in told.items() if n),
            ),
        )  # fmt: skip
        found = made(counts, asked, instrument=PARENTS)
        assert found.release.rows[0].n == 81
        assert parts(found) == {("", "a"): n}

    def test_what_one_release_says_of_a_grouping_is_known_of_all(self):
        """Whoever knows that nobody is in two parts reads a later release with that in mind."""

        def shown(kind, **parts):
            rows = [Shown(place=Place(), measure="m", n=40)]
            for name, n in parts.items():
                rows.append(Shown(place=Place((), (("caseload", name),)), measure="m", n=n))
            return Published(rows=tuple(rows), groupings={"caseload": kind})

        first = shown("partition", a=20, b=18, c=None)
        later = shown("overlapping", a=20)
        for several in ((first, later), (later, first)):
            leaks = attack(several, min_cell=11).leaks
            assert [(leak.kind, leak.least) for leak in leaks] == [("exact", 2)]


class TestPlans:
    def test_what_a_plan_may_not_say_of_groupings(self):
        """DESIGN 6: every fault at once, each with what would be right."""
        document = {
            **to_document(plan(**OFFICES)),
            "groupings": [
                {"id": "a", "kind": "partition", "value": "x"},
                {"id": "b", "kind": "overlapping", "level": "team"},
                {"id": "a", "kind": "partition"},
            ],
            "subjects": [
                {"scope": [], "n": 4},
                {"scope": [], "n": 5, "groups": {"a": "x"}},
                {"scope": [], "n": 3, "groups": {"c": "x"}},
            ],
        }
        issues = check_plan(document)
        assert all(issue.fix for issue in issues)
        assert sorted((issue.code, issue.path) for issue in issues) == [
            ("plan_grouping", "$.groupings[0].kind"),
            ("plan_grouping", "$.groupings[1].kind"),
            ("plan_grouping", "$.groupings[1].level"),
            ("plan_subjects", "$.subjects[1].n"),
            ("plan_subjects", "$.subjects[2].groups"),
            ("plan_twice", "$.groupings[2].id"),
        ]

    def test_a_grouping_that_is_not_counted_is_refused(self):
        """Unknown is never zero: a tally without the grouping has no people in `_other`."""
        other = PlannedGrouping(id="team", kind=PartKind.PARTITION)
        assert codes(made, COUNTS, plan(**OFFICES, groupings=(other,))) == ["plan_grouping"]

    def test_a_plan_comes_back_as_it_was(self):
        """DESIGN 3: what is not asked for is not in the document."""
        asked = plan(groupings=(CASELOAD, ICWA), subjects=(Subjects(scope=(), n=3),))
        assert plan_of(to_document(asked)) == asked
        assert "groupings" not in to_document(plan())
        assert to_document(asked)["subjects"] == [{"scope": [], "n": 3}]


class TestByHand:
    def test_a_row_of_a_part_that_cannot_be_is_refused(self):
        """What was changed by hand is no release."""
        found = made(COUNTS, plan(**OFFICES, groupings=(CASELOAD,))).release
        document = to_document(found)
        assert check_release(document) == []
        assert release_of(b"".join(release_lines(found))) == found
        at = next(i for i, row in enumerate(document["rows"]) if row.get("groups"))
        for change in (
            {"groups": {"team": "x"}},
            {"groups": {"caseload": "x", "team": "x"}},
            {"scope": ["nowhere"]},
            {"groups": {}},
            {"n": 75, "mean": 3, "withheld": False},
        ):
            rows = [dict(row) for row in document["rows"]]
            rows[at] |= change
            codes_ = {issue.code for issue in check_release({**document, "rows": rows})}
            assert codes_ == {"release_row"}, change

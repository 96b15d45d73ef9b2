"""What a release shows, withholds and refuses: each rule of DESIGN 7 on a table that a person can follow."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from attrs import evolve

from sop_core import CallRefused, DocumentRefused, ReleaseRefused, hookimpl, to_document
from sop_core.documents import (
    entry_of,
    ledger_lines,
    plan_of,
    policy_of,
    read_ledger,
    read_tally,
    release_lines,
    release_of,
)
from sop_core.reporting import (
    Audience,
    Ledger,
    Place,
    PlannedCycle,
    PlannedInstrument,
    Policy,
    ReportPurpose,
    Subjects,
    audit,
    check_plan,
    check_policy,
    check_release,
    default_plan,
    default_policy,
    merge,
    release,
)
from sop_core.reporting.releasing_safe import needed
from tests.unit._hooks import plugin
from tests.unit._released import (
    DECIDED,
    INSIDE,
    LEVELS,
    PARENTS,
    SOP,
    STAFF,
    group,
    ledger_of,
    made,
    mixed,
    plan,
    rows,
    tally,
)

UNITS = {"c/n/u1": 14, "c/n/u2": 7, "c/n/u3": 12, "c/s/u4": 13, "c/s/u5": 15}
COUNTS = tally(UNITS)
GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def codes(call, *args, **more):
    with pytest.raises(ReleaseRefused) as refused:
        call(*args, **more)
    assert all(issue.message and issue.fix for issue in refused.value.issues)
    return [issue.code for issue in refused.value.issues]


class TestWhatIsShown:
    def test_a_small_unit_and_one_that_protects_it_are_withheld(self):
        """Rules 1 and 3: seven people are too few, and the office less its other units would say seven."""
        found = made(COUNTS)
        shown = {path: n for path, (n, _) in rows(found).items()}
        assert shown == {
            "": 61, "c": 61, "c/n": 33, "c/n/u1": 14, "c/n/u2": None, "c/n/u3": None,
            "c/s": 28, "c/s/u4": 13, "c/s/u5": 15,
        }  # fmt: skip
        assert {place.scope: reason for place, reason in found.reasons.items()} == {
            ("c", "n", "u2"): "small", ("c", "n", "u3"): "protects",
        }  # fmt: skip

    def test_a_row_says_only_that_it_is_withheld(self):
        """DESIGN 7: the reason is itself a leak; one sentence stands for all."""
        document = to_document(made(COUNTS).release)
        hidden = [row for row in document["rows"] if row["withheld"]]
        assert {tuple(row) for row in hidden} == {("scope", "measure", "n", "mean", "withheld")}
        assert {(row["n"], row["mean"]) for row in hidden} == {(None, None)}
        said = str(document["rows"]) + document["withheld"]
        assert not any(reason in said for reason in ("small", "protects", "few_workers", "alike"))

    def test_the_mean_is_exact_and_rounded_once(self):
        """DESIGN 3: 13 people at 3 and 2 at 2, one third of a hundredth: half_up to two places, once."""
        counts = tally({"": group({3: 13, 2: 3, 4: 8})}, levels=())
        assert rows(made(counts, plan(levels=())))[""] == (24, "3.21")
        counts = tally({"": group({2: 7, 3: 1, 4: 8})}, levels=())
        # 49/16 is 3.0625.
        assert rows(made(counts, plan(levels=())))[""] == (16, "3.06")

    def test_zeros_are_shown(self):
        """DESIGN 7: a scope in which nobody answered is shown as zero, if the agency names it."""
        found = made(COUNTS, plan(order=(("c", "s"), ("c", "w", "u6"))))
        assert rows(found)["c/w/u6"] == (0, None)
        assert rows(found)["c/w"] == (0, None)
        assert [path for path in rows(found) if path.count("/") == 1] == ["c/s", "c/w", "c/n"]

    def test_nobody_without_a_value_is_in_n(self):
        """C-07: who has no score counts in no mean and no n."""
        counts = tally({"": group({3: 9, 4: 8, None: 5})}, levels=())
        assert rows(made(counts, plan(levels=())))[""] == (17, "3.47")

    def test_a_scope_withheld_for_one_measure_is_withheld_for_all(self):
        """DESIGN 7: else what is left of the other would say who is in it; a measure of nobody stays a zero."""
        few = group({2: 7, 3: 7}, {2: 4, 3: 3, None: 7})
        counts = tally({**UNITS, "c/n/u1": few})
        both = made(counts, plan(measures=("mean", "lowest")))
        assert rows(both)["c/n/u1"] == (None, None)
        assert rows(both, "lowest")["c/n/u1"] == (None, None)
        assert rows(made(counts))["c/n/u1"][0] == 14
        nobody = group({2: 4, 3: 3}, {None: 7})
        zero = made(tally({**UNITS, "c/n/u2": nobody}), plan(measures=("mean", "lowest")))
        assert rows(zero)["c/n/u2"] == (None, None)
        assert rows(zero, "lowest")["c/n/u2"] == (0, None)

    def test_who_answered_alike_is_withheld(self):
        """Rule 4: of thirteen all but one said three, or the mean rounds to an end of the scale."""
        for values in ({3: 12, 4: 1}, {3: 13}, {5: 200, 4: 0, 3: 0}):
            counts = tally({**UNITS, "c/s/u4": group(values)})
            assert rows(made(counts))["c/s/u4"] == (None, None)

    def test_shorter_paths_are_padded(self):
        """DESIGN 3: who names no unit is in the unit `_other` of the office."""
        found = made(tally({**UNITS, "c/n": 16, "": 18}))
        assert rows(found)["c/n/_other"][0] == 16
        assert rows(found)["_other/_other/_other"][0] == 18

    def test_roll_up_is_to_the_smallest_group_that_is_shown(self):
        """DESIGN 7: a report rolls up to the smallest group that may be shown."""
        found = made(COUNTS).release
        assert found.instead_of(("c", "n", "u2")) == ("c", "n")
        assert found.instead_of(("c", "s", "u4")) == ("c", "s", "u4")
        assert found.instead_of(("nowhere",)) == ()
        assert evolve(found, rows=()).instead_of(("c",)) is None

    def test_it_says_what_it_is(self):
        """S0-08, S0-09: caveat, purpose, policy and proof."""
        found = made(COUNTS, plan(purpose=ReportPurpose.WORKFORCE_NEEDS)).release
        assert "one piece of a larger assessment" in found.caveat
        assert (found.purpose, found.policy.min_cell, found.policy.min_subjects) == (
            "workforce_needs",
            11,
            5,
        )
        assert found.proof.attackers == ("outsider", "rule_reader", "insider", "differencer")
        assert (found.proof.ledger, found.proof.releases) == (Ledger().digest, 0)


class TestPolicies:
    def test_staff_inside_may_have_a_lower_minimum(self):
        """C-21: by a decision that stands in the release."""
        found = made(COUNTS, plan(audience=Audience.INTERNAL), INSIDE)
        assert rows(found)["c/n/u2"][0] == 7
        assert found.release.policy.decided == DECIDED

    def test_what_is_too_low_is_refused(self):
        """C-21: never under 5, never without a decision, never outside, and 3 workers at least."""
        inside = plan(audience=Audience.INTERNAL)
        for policy, found in {
            evolve(INSIDE, min_cell=4): ["policy_floor"],
            evolve(INSIDE, min_subjects=2): ["policy_floor"],
            evolve(INSIDE, decided=None): ["policy_undecided"],
            evolve(INSIDE, min_cell=11, min_subjects=4, decided=None): ["policy_undecided"],
            evolve(INSIDE, decided=evolve(DECIDED, on="2026-02-30")): ["not_a_date"],
            evolve(INSIDE, audience=Audience.PUBLIC): ["policy_too_low", "policy_audience"],
        }.items():
            assert codes(made, COUNTS, inside, policy) == found

    def test_parents_data_is_always_at_eleven(self):
        """C-21: inside the agency too."""
        counts = tally(UNITS, instrument=PARENTS)
        asked = parents(audience=Audience.INTERNAL)
        assert codes(made, counts, asked, INSIDE, instrument=PARENTS) == ["policy_too_low"]

    def test_a_cell_of_parents_needs_workers(self):
        """Rule 2: forty parents of one worker are that worker's appraisal; unknown means withheld."""
        counts = tally(
            {"c/n/u1": 40, "c/n/u2": 40, "c/s/u3": 30, "c/s/u4": 30, "c/s/u5": 30},
            instrument=PARENTS,
        )
        found = rows(made(counts, parents(), instrument=PARENTS))
        assert found["c/n/u1"] == (None, None)
        assert found["c/s/u3"][0] == 30
        assert codes(made, counts, parents(subjects=()), instrument=PARENTS) == ["subjects_missing"]


def parents(**more):
    workers = {
        "": 26,
        "c": 26,
        "c/n": 7,
        "c/n/u1": 1,
        "c/n/u2": 6,
        "c/s": 19,
        "c/s/u3": 6,
        "c/s/u4": 6,
        "c/s/u5": 7,
    }
    subjects = tuple(
        Subjects(scope=tuple(path.split("/")) if path else (), n=n) for path, n in workers.items()
    )
    instrument = PlannedInstrument(id="parents", version="1.0.0")
    return plan(**{"instrument": instrument, "subjects": subjects, **more})


class TestRefusals:
    def test_what_does_not_fit_is_named(self):
        """DESIGN 6: all at once."""
        wrong = plan(
            measures=("mean", "total"), levels=("office",),
            instrument=evolve(plan().instrument, scoring="sha256:" + "0" * 64),
        )  # fmt: skip
        assert codes(made, COUNTS, wrong) == ["plan_instrument", "plan_measure", "plan_levels"]

    def test_what_is_not_counted_is_not_released(self):
        """Another cycle, or a scale that an export left behind."""
        assert codes(made, COUNTS, plan(cycle="q1")) == ["release_uncounted"]
        without = evolve(group(mixed(9)), scales={"lowest": group(mixed(9)).scales["lowest"]})
        assert codes(made, tally({"c/n/u1": without})) == ["release_measure_uncounted"]

    def test_where_nothing_safe_is_left_nothing_is_released(self):
        """An infeasible or empty rest is no release."""
        assert codes(made, tally({"c/n/u1": 9})) == ["release_nothing_shown"]
        assert codes(made, tally({"c/n/u1": group({3: 40})})) == ["release_nothing_shown"]


class TestLedgers:
    def test_what_was_withheld_stays_withheld(self):
        """Rule 6: by another measure the unit could be shown, and then it would say what it had."""
        few = group({2: 7, 3: 7}, {2: 4, 3: 3, None: 7})
        counts = tally({**UNITS, "c/n/u1": few})
        first = made(counts, plan(measures=("lowest",)))
        again = made(counts, plan("r2"), ledger=ledger_of(first))
        assert rows(made(counts))["c/n/u1"][0] == 14
        assert rows(again)["c/n/u1"] == (None, None)
        assert again.release.proof.releases == 1

    def test_what_was_shown_stays_shown(self):
        """A second release of fewer levels says the same, and protects by what was withheld before."""
        first = made(COUNTS)
        second = made(COUNTS, plan("r2", levels=LEVELS[:2]), ledger=ledger_of(first))
        assert rows(second) == {
            path: row for path, row in rows(first).items() if path.count("/") < 2
        }

    def test_the_public_learns_nothing_of_what_is_inside(self):
        """Rule 6: internal releases against internal and public ones, public against public."""
        inside = made(COUNTS, plan(audience=Audience.INTERNAL), INSIDE)
        public = made(COUNTS, plan("r2"), ledger=ledger_of(inside))
        assert public.release.proof.releases == 0
        assert rows(public) == rows(made(COUNTS))
        more = made(
            COUNTS, plan("r3", audience=Audience.INTERNAL), INSIDE, ledger=ledger_of(inside, public)
        )
        assert more.release.proof.releases == 2
        assert rows(more) == rows(inside)

    def test_a_name_stands_for_one_release(self):
        """A retry comes to the same; another content under the name is refused."""
        first = made(COUNTS)
        assert made(COUNTS, ledger=ledger_of(first)).again
        other = plan(levels=LEVELS[:1])
        assert codes(made, COUNTS, other, ledger=ledger_of(first)) == ["release_twice"]

    def test_a_ledger_that_leaks_lets_nothing_more_out(self):
        """An unsafe release out there cannot be taken back; one under a lower minimum, once allowed, stands."""
        first = made(COUNTS)
        open_ = tuple(
            evolve(row, n=12, mean=Decimal(3), withheld=False) if row.scope[-1:] == ("u3",) else row
            for row in first.release.rows
        )
        leaky = evolve(first, release=evolve(first.release, rows=open_))
        assert set(codes(made, COUNTS, plan("r2"), ledger=ledger_of(leaky))) == {"ledger_leaks"}
        inside = plan(audience=Audience.INTERNAL)
        counts = tally({"c/n/u1": 14, "c/n/u2": 4, "c/n/u3": 7, "c/s/u4": 13})
        low = made(counts, inside, INSIDE)
        assert low.release.hidden
        assert made(
            counts, evolve(inside, id="r2"), evolve(INSIDE, min_cell=11), ledger=ledger_of(low)
        ).release.shown

    def test_a_leak_beside_what_was_released_is_repaired(self):
        """Rule 6: inside, twelve and seven may be shown; but the public release withheld the offices, each the only
        one of its county, so that a county would say what was withheld from the same readers."""
        counts = tally({"c/n/u1": 12, "d/w/u6": 7})
        first = made(counts, plan(levels=LEVELS[:2]))
        asked = plan("r2", levels=LEVELS[:1], audience=Audience.INTERNAL)
        assert rows(made(counts, asked, INSIDE))["c"][0] == 12
        second = made(counts, asked, INSIDE, ledger=ledger_of(first))
        assert {path: n for path, (n, _) in rows(second).items()} == {"": 19, "c": None, "d": None}
        assert dict(second.reasons) == {Place(("c",)): "protects", Place(("d",)): "protects"}

    def test_what_cannot_be_repaired_is_refused(self):
        """Rule 6: the whole was shown by one measure, and its only county would follow."""
        few = group({2: 7, 3: 9}, {4: 3, None: 13})
        counts = tally({"c/s/u4": few, "c/n/u1": group({2: 3, 3: 4}, {None: 7})})
        first = made(counts, plan(levels=()))
        both = plan("r2", levels=LEVELS[:2], measures=("mean", "lowest"))
        assert set(codes(made, counts, both, ledger=ledger_of(first))) == {"release_leaks"}

    def test_who_is_inside_reads_a_public_release_too(self):
        """Rule 6: an inside release at five, and then a public one: together they give nobody away inside."""
        few = group({2: 3, 3: 8, 4: 5}, {4: 3, None: 13})
        counts = tally({"c/n/u2": 13, "c/n/u1": few, "c/n/u3": 3, "d/w/u6": few})
        asked = plan(levels=LEVELS[:2], measures=("mean", "lowest"), audience=Audience.INTERNAL)
        inside = made(counts, asked, INSIDE)
        public = plan("r2", levels=LEVELS[:1])
        second = made(counts, public, ledger=ledger_of(inside))
        assert audit([inside.release, second.release]) == ()
        assert audit([inside.release, made(counts, public).release]) != ()


class TestCorrections:
    first = made(COUNTS)

    def correct(self, units, *, before=COUNTS, **more):
        asked = plan("r2", **more)
        return made(tally(units), asked, ledger=ledger_of(self.first), before=before)

    def test_other_counts_need_the_tally_of_before(self):
        """Rule 5: a scope is frozen at its first release."""
        assert codes(self.correct, {**UNITS, "c/n/u1": 40}, before=None) == ["release_frozen"]
        other = tally({**UNITS, "c/n/u1": 15})
        assert codes(self.correct, {**UNITS, "c/n/u1": 40}, before=other) == [
            "correction_other_tally"
        ]

    def test_a_few_records_are_no_correction(self):
        """Rule 5: every cell has 0 or at least min_cell records added, removed or changed."""
        assert set(codes(self.correct, {**UNITS, "c/n/u1": 15})) == {"correction_small"}
        moved = {**mixed(14), 2: mixed(14)[2] - 1, 5: 1}
        assert set(codes(self.correct, {**UNITS, "c/n/u1": moved})) == {"correction_small"}

    def test_enough_records_are_a_new_edition(self):
        """Rule 5: eleven more in one unit, and nothing else."""
        found = self.correct(
            {**UNITS, "c/n/u1": {**mixed(14), 2: mixed(14)[2] + 6, 4: mixed(14)[4] + 5}}
        )
        assert found.release.edition == 1
        assert rows(found)["c/n/u1"][0] == 25
        assert rows(found)["c/n/u2"] == (None, None)

    def test_what_was_withheld_is_not_shown_by_its_correction(self):
        """Rule 5: eleven more would make the unit large enough, and less those eleven it is what it was."""
        found = self.correct(
            {**UNITS, "c/n/u2": {**mixed(7), 2: mixed(7)[2] + 6, 4: mixed(7)[4] + 5}}
        )
        assert rows(found)["c/n/u2"] == (None, None)

    def test_a_withheld_group_does_not_grow_smaller(self):
        """Rule 5: by how many could be worked out, and how many it had at least."""
        assert codes(self.correct, {**UNITS, "c/n/u3": {2: 1}}) == ["correction_falls"]

    def test_what_was_shown_is_not_withheld_by_its_correction(self):
        """Rule 5: what is left when the change is taken away."""
        big = {**UNITS, "c/s/u4": 13, "c/s/u5": {2: 10, 3: 10, 4: 8}}
        first = made(tally(big))
        with pytest.raises(ReleaseRefused) as refused:
            made(
                tally({**big, "c/s/u4": {2: 1, 3: 1}}), plan("r2"), ledger=ledger_of(first), before=tally(big),
            )  # fmt: skip
        assert "correction_hides" in {one.code for one in refused.value.issues}

    def test_two_corrections_together_change_no_few(self):
        """Rule 5: twelve more and then eleven fewer are one more than at first."""
        up = {2: 12, 3: 8, 4: 6}
        second = self.correct({**UNITS, "c/n/u1": up})
        ledger = ledger_of(self.first, second)
        down = {2: 3, 3: 8, 4: 4}
        found = codes(
            made, tally({**UNITS, "c/n/u1": down}), plan("r3"), ledger=ledger,
            before=tally({**UNITS, "c/n/u1": up}),
        )  # fmt: skip
        assert set(found) == {"correction_small"}

    def test_the_same_counts_folded_otherwise_are_no_correction(self):
        """The same people without their units: nothing changed, and the edition is the same."""
        folded = tally(
            {"c/n": group(sum_of("u1", "u2", "u3")), "c/s": group(sum_of("u4", "u5"))},
            levels=LEVELS[:2],
        )
        ledger = ledger_of(made(COUNTS, plan(levels=LEVELS[:2])))
        again = made(
            folded, plan("r2", levels=LEVELS[:1]), ledger=ledger, before=COUNTS,
        )  # fmt: skip
        assert again.release.edition == 0


def sum_of(*units):
    found: dict = {}
    for path, n in UNITS.items():
        if path.rpartition("/")[2] in units:
            for value, count in mixed(n).items():
                found[value] = found.get(value, 0) + count
    return found


class TestDefaults:
    def test_the_default_plan(self):
        """DESIGN 9: every scale at every level of the tally for its one cycle, public."""
        asked = default_plan(COUNTS)
        assert (asked.levels, asked.measures) == (LEVELS, ("lowest", "mean"))
        assert (asked.cycle, asked.audience) == ("q4", "public")
        assert asked.instrument.scoring == STAFF.ref.scoring

    def test_what_is_not_one_needs_a_plan(self):
        """Two cycles, or nothing at all."""
        other = tally({"c/n/u1": 9}, cycle="q3")
        two = merge(COUNTS, evolve(other, batches={"o": evolve(other.batches["b"], id="o")}))
        assert codes(default_plan, two) == ["release_needs_plan"]
        assert codes(default_plan, evolve(COUNTS, batches={})) == ["release_needs_plan"]


class TestDocuments:
    def test_a_plan_by_itself(self):
        """Each rule of a plan, by its code and place."""
        cycles = (
            PlannedCycle(id="q3", starts="2026-07-01", ends="2026-09-31"),
            PlannedCycle(id="q3", starts="2026-10-01", ends="2026-12-31"),
        )
        subjects = (
            Subjects(scope=(), n=4), Subjects(scope=("c",), n=5), Subjects(scope=("c",), n=2),
        )  # fmt: skip
        wrong = plan(cycles=cycles, subjects=subjects, order=(("c",), ("c",), ("a", "b", "c", "d")))
        found = [(one.code, one.path) for one in check_plan(to_document(wrong))]
        assert found == [
            ("not_a_date", "$.cycles[0].ends"),
            ("plan_twice", "$.cycles[1].id"),
            ("plan_cycle", "$.cycle"),
            ("plan_twice", "$.subjects[2].scope"),
            ("plan_subjects", "$.subjects[1].n"),
            ("plan_twice", "$.order[1]"),
            ("plan_order", "$.order[2]"),
        ]
        overlap = (
            evolve(cycles[0], ends="2026-10-01"),
            evolve(cycles[1], id="q4", starts="2026-09-30"),
        )
        assert [one.code for one in check_plan(to_document(plan(cycles=overlap)))] == [
            "plan_cycles_order"
        ]
        assert check_plan(to_document(parents())) == []

    def test_plans_and_policies_are_read_strictly(self):
        """A value is held against the rules too; another kind, or none, is refused."""
        assert plan_of(to_document(parents())) == parents()
        assert policy_of(to_document(INSIDE)) == INSIDE
        assert policy_of(INSIDE) == INSIDE
        for source in ({}, to_document(INSIDE), {**to_document(plan()), "levels": "unit"}, plan(cycles=(
            PlannedCycle(id="q4", starts="x", ends="y"),
        ))):  # fmt: skip
            with pytest.raises(DocumentRefused):
                plan_of(source)
        with pytest.raises(DocumentRefused):
            policy_of(evolve(INSIDE, min_cell=4))
        assert check_policy(to_document(default_policy(Audience.PUBLIC))) == []

    def test_a_release_that_was_changed_is_refused(self):
        """Each rule of a release's rows."""
        document = to_document(made(COUNTS).release)
        assert check_release(document) == []
        for change, code in (
            ({"n": 7}, "release_small"),
            ({"n": None}, "release_row"),
            ({"withheld": True}, "release_row"),
            ({"mean": None}, "release_row"),
            ({"measure": "other"}, "release_row"),
            ({"scope": ["c"]}, "release_row"),
            ({"scope": ["a", "b", "c", "d"]}, "release_row"),
        ):
            first, *others = document["rows"]
            found = check_release({**document, "rows": [{**first, **change}, *others]})
            assert [issue.code for issue in found] == [code], change

    def test_lines_that_are_not_whole_are_refused(self):
        """DESIGN 3: a release in lines says how many rows follow, each with its name."""
        lines = list(release_lines(made(COUNTS).release))
        other = list(release_lines(made(COUNTS, plan("other")).release))
        assert release_of(b"".join(lines)) == release_of(made(COUNTS).release)
        assert release_of((GOLDEN / "release/1/default.json").read_bytes()).id == "plain"
        for wrong in (
            lines[:-1], [*lines, lines[1]], [*lines[:-1], other[-1]], [*lines[:-1], lines[0]],
            [*lines[:-1], b'{"a":1}\n'], [*lines[:-1], b'{"a":1,"a":2}\n'], [*lines[:-1], lines[-1].replace(b'"n"', b'"m"')],
        ):  # fmt: skip
            with pytest.raises(DocumentRefused):
                release_of(b"".join(wrong))

    def test_the_golden_ledger_is_read_and_written_as_it_was(self):
        """What was released before stays readable, and its tally still comes to it."""
        kept = (GOLDEN / "ledger/1/corpus.jsonl").read_bytes()
        ledger = read_ledger(kept)
        assert b"".join(ledger_lines(ledger)) == kept
        counts = read_tally((GOLDEN / "ledger/1/corpus.tally").read_bytes())
        asked = plan_of((GOLDEN / "release-plan/1/default.json").read_bytes())
        again = SOP_ALL().release(counts, asked, ledger=ledger)
        assert again.again
        assert audit(one.release for one in ledger.entries) == ()


def SOP_ALL():
    from sop_core import Sop

    return Sop.load(plugins=False)


class TestTheFacade:
    def test_a_host_is_given_the_release_and_its_ledger(self):
        """DESIGN 4: release = sop.release(tally, plan, policy=..., ledger=...)."""
        first = SOP.release(COUNTS, plan())
        assert first.release == made(COUNTS).release
        (entry,) = first.ledger.entries
        assert entry == entry_of(first.release, entry.content)
        assert entry.is_of(made(COUNTS).content)
        assert not entry.is_of(made(tally({"c/n/u1": 20})).content)
        assert first.reasons == made(COUNTS).reasons
        bytes_ = b"".join(ledger_lines(first.ledger))
        second = SOP.release(COUNTS, to_document(plan("r2", levels=LEVELS[:1])), ledger=bytes_)
        assert [one.release.id for one in second.ledger.entries] == ["r1", "r2"]
        again = SOP.release(COUNTS, plan(), ledger=second.ledger)
        assert again.again
        assert again.ledger == second.ledger
        assert SOP.release(COUNTS).release.id == "small.q4.public"

    def test_a_call_that_cannot_be_meant_is_refused(self):
        """A tally is a Tally, a ledger a Ledger, and the instrument one that is loaded."""
        with pytest.raises(CallRefused):
            SOP.release([], plan())
        with pytest.raises(CallRefused):
            SOP.release(COUNTS, plan(), before="x")
        with pytest.raises(CallRefused):
            SOP.release(COUNTS, plan(), ledger="led")
        wrong = plan(instrument=PlannedInstrument(id="nothing", version="1.0.0"))
        assert codes(SOP.release, COUNTS, wrong) == ["unknown_instrument"]

    def test_plugins_tighten_and_never_loosen(self):
        """DESIGN 5: field by field the strictest stands; a looser wish is passed over and named."""
        held = with_hook(lambda policy, plan: evolve(policy, min_cell=20, min_subjects=3))
        found = held.release(COUNTS, plan())
        assert (found.release.policy.min_cell, found.release.policy.min_subjects) == (20, 5)
        assert [(one.plugin, one.field) for one in found.passed] == [("also", "min_subjects")]
        assert all(row.n is None or row.n >= 20 for row in found.release.rows)

    def test_a_plugin_that_fails_denies(self):
        """DESIGN 5: a decide hook fails closed."""

        def fails(policy, plan):
            raise RuntimeError

        assert codes(with_hook(fails).release, COUNTS, plan()) == ["release_denied"]


def with_hook(function):
    from sop_core.hooks import Plugins

    loaded = Plugins.load(
        [], require=(), record_plugins=(), builtin={"also": plugin(sop_release_policy=hookimpl(function))},
        environ={}, budget=1.0, faults=3,
    )  # fmt: skip
    return evolve(SOP, plugins=loaded)


def test_releases_of_an_unfit_release_call_by_hand():
    """The pure function takes values, and holds the same rules."""
    low = Policy(id="low", audience=Audience.PUBLIC, min_cell=1)
    with pytest.raises(ReleaseRefused):
        release(COUNTS, plan(), low, instrument=STAFF)


def test_what_need_not_be_withheld_is_shown_again():
    """DESIGN 7: each repair is tried again in its turn, and stays where it is not safe without it."""
    a, b, c = (Place((name,)) for name in "abc")
    assert needed([a, b, c], lambda kept: b in kept) == [b]
    assert needed([a, b, c], lambda kept: len(kept) >= 2) == [b, c]
    assert needed([a, b], lambda kept: False) == [a, b]
    assert needed([], lambda kept: True) == []

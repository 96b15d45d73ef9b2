"""How the bounds of a release are found: by exact intervals, by search, by linear programming, or by its own rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from sop_core import ReleaseRefused, to_json
from sop_core.audit import LinearSolver, solver_at_hand
from sop_core.cli.app import sop as command
from sop_core.documents import ledger_lines, release_of
from sop_core.reporting import PartKind, PlannedGrouping, audited
from sop_core.reporting.proving import rests_on_rules
from tests.unit._parts import parted
from tests.unit._released import INSIDE, SOP, ledger_of, made, mixed, plan

pytest.importorskip("highspy", reason="not on this Python: highspy")

LEVELS = ("county", "office")
CASELOAD, OTHER = (
    PlannedGrouping(id=name, kind=PartKind.PARTITION, level="office") for name in ("caseload", "other")
)  # fmt: skip
BOTH = plan(levels=LEVELS, groupings=(CASELOAD, OTHER))
FIRST = plan(levels=LEVELS, groupings=(CASELOAD,))
SECOND = plan("r2", levels=LEVELS, groupings=(OTHER,))


def counts(n_offices):
    """Offices by caseload and another grouping, small groups in most: rings of sums."""
    found = {}
    for office in range(n_offices):
        for load in range(4):
            for other, more in (("y", 0), ("n", 3)):
                n = (office * 7 + load * 5 + more + office * load) % 11
                if n:
                    found[f"c/o{office}", f"caseload=c{load} other={other}"] = mixed(n)
    return parted(found, levels=LEVELS)


FEW, MANY = counts(6), counts(30)


@pytest.fixture
def without(monkeypatch):
    """As where the extra is not installed: its module cannot be imported."""
    monkeypatch.setitem(sys.modules, "highspy", None)


def codes(call, *args, **more):
    with pytest.raises(ReleaseRefused) as refused:
        call(*args, **more)
    assert all(issue.message and issue.fix for issue in refused.value.issues)
    return [issue.code for issue in refused.value.issues]


class TestTheProofSaysWhatWasTried:
    def test_without_rings_intervals_are_exact(self):
        """A tree of scopes needs no solver, with the extra or without."""
        for solver in (None, LinearSolver()):
            assert made(FEW, plan(levels=LEVELS), solver=solver).release.proof.bounds == (
                "intervals",
            )

    def test_with_the_extra_it_is_linear_programming(self):
        """Issue 6: HiGHS, by connected component, without being asked for."""
        assert solver_at_hand() == LinearSolver()
        assert SOP.release(MANY, BOTH).release.proof.bounds == ("highs",)

    def test_without_the_extra_small_rings_are_searched(self, without):
        """Each connected piece that is small enough, to the end."""
        assert solver_at_hand() is None
        assert SOP.release(FEW, BOTH).release.proof.bounds == ("search",)

    def test_without_the_extra_large_rings_rest_on_the_rules(self, without):
        """Issue 6: the rules are proved to satisfy the bounds, and linear programming finds nothing."""
        found = SOP.release(MANY, FIRST).release
        assert found.proof.bounds == ("rules",)
        assert SOP.release(MANY, BOTH).release.proof.bounds == ("rules", "search")
        assert not audited([found]).holds
        assert audited([found]).leaks == ()

    def test_what_rests_on_the_rules_holds(self):
        """The same releases, with the extra."""
        found = made(MANY, FIRST).release
        assert audited([found], solver=LinearSolver()).holds

    def test_what_nobody_can_tell_is_not_released(self):
        """Issue 6: or it is refused. Two groupings, one after the other, of which neither release has both."""
        ledger = ledger_of(made(MANY, FIRST))
        assert codes(made, MANY, SECOND, ledger=ledger) == ["release_undecided"]
        second = made(MANY, SECOND, ledger=ledger, solver=LinearSolver())
        assert second.release.proof.bounds == ("highs",)

    def test_a_retry_keeps_what_was_tried_then(self):
        """The extra came since: the release is the one that went out."""
        first = made(MANY, FIRST)
        again = made(MANY, FIRST, ledger=ledger_of(first), solver=LinearSolver())
        assert (again.again, again.release) == (True, first.release)


class TestTheRulesOfOneRelease:
    first = made(MANY, FIRST).release
    both = made(MANY, BOTH).release

    def cells(self, *several):
        from sop_core.reporting import attack, published_of

        found = attack([one for each in several for one in published_of(each)], min_cell=11)
        assert found.undecided
        return found.undecided

    def test_they_hold_where_nothing_else_says_more(self):
        """A later release that shows less rests on the earlier one, and the other way round."""
        cells = self.cells(self.first)
        assert rests_on_rules(cells, [self.first], made_by_rules=True, min_cell=11)
        assert not rests_on_rules(cells, [self.first], made_by_rules=False, min_cell=11)
        less = evolve(self.first, rows=self.first.rows[:-4])
        for several in ([self.first, less], [less, self.first]):
            assert rests_on_rules(cells, several, made_by_rules=True, min_cell=11)

    def test_they_say_nothing_of_what_another_release_shows(self):
        """One that lists other parts, or shows what the one withholds."""
        cells = self.cells(self.first)
        hidden = next(row for row in self.first.rows if row.withheld)
        # It shows what the first withholds, and lacks a row that the first has.
        crossed = tuple(
            evolve(row, n=12, mean=None, withheld=False) if row == hidden else row
            for row in self.first.rows[:-1]
        )
        for other in (evolve(self.first, rows=crossed), made(MANY, SECOND).release):
            assert not rests_on_rules(cells, [other, self.first], made_by_rules=True, min_cell=11)

    def test_an_earlier_release_at_a_lower_minimum_proves_nothing(self):
        """Inside at five, and then at eleven."""
        cells = self.cells(self.first)
        low = evolve(self.first, policy=evolve(self.first.policy, min_cell=INSIDE.min_cell))
        less = evolve(self.first, rows=self.first.rows[:-4])
        assert not rests_on_rules(cells, [low, less], made_by_rules=True, min_cell=11)
        assert rests_on_rules(cells, [low, less], made_by_rules=True, min_cell=5)


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        self.ledger = ledger_of(made(MANY, FIRST))
        Path("first.json").write_text(to_json(made(MANY, FIRST).release), "utf-8")
        Path("led").write_bytes(b"".join(ledger_lines(self.ledger)))

    def run(self, *words):
        return CliRunner().invoke(command, ["audit", *words], catch_exceptions=False)

    def test_it_says_that_bounds_were_tried_by_linear_programming(self):
        """DESIGN 9: and exits 0."""
        result = self.run("first.json")
        assert (result.exit_code, result.stdout) == (
            0, "No attacker succeeded on 1 release.\nBounds: linear programming.\n",
        )  # fmt: skip

    def test_without_the_extra_it_says_what_nobody_can_tell(self, without):
        """Undecided is not safe: exit 1, and what to install."""
        result = self.run("first.json")
        assert result.exit_code == 1
        assert "0 leaks in 1 release." in result.stdout
        assert 'pip install "sop-core[audit]"' in result.stdout
        told = json.loads(self.run("first.json", "--json").stdout)
        assert (told["ok"], told["leaks"], told["bounds"]) == (False, 0, [])
        assert told["undecided"] == 77

    def test_a_ledger_that_lacks_a_release_is_named(self):
        """An older copy: the release beside it was tried against what it holds."""
        second = made(MANY, SECOND, ledger=self.ledger, solver=LinearSolver()).release
        Path("second.json").write_text(to_json(second), "utf-8")
        assert release_of(Path("second.json").read_bytes()) == second
        result = self.run("led", "second.json")
        assert result.exit_code == 1
        assert "led: $: The release 'r2' was tried against this ledger" in result.stderr
        assert self.run("led", "first.json").exit_code == 0

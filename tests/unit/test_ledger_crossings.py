"""What crossed to whom stands in the ledger, and changes nothing of what is released (DESIGN 7)."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import CliRunner

from sop_core import ReleaseRefused
from sop_core.cli.app import sop as command
from sop_core.documents import crossed, ledger_lines, read_ledger
from sop_core.reporting import FoldedBatch, Ledger
from tests.unit._released import SOP, ledger_of, made, plan, tally

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
COUNTS = tally({"c/n/u1": 14, "c/n/u2": 7, "c/n/u3": 12, "c/s/u4": 13, "c/s/u5": 15})
EXPORT = COUNTS.export(level="county", receiver="state", batch="c", purpose="cqi")
WORDS = (
    "merge", "staff.tally", "--receiver", "state", "--batch", "county-07", "--purpose", "cqi",
    "--level", "office", "--crossing", "crossing.json", "--output", "state.tally", "--ledger", "led",
)  # fmt: skip


def codes(call, *args, **more):
    with pytest.raises(ReleaseRefused) as refused:
        call(*args, **more)
    assert all(issue.message and issue.fix for issue in refused.value.issues)
    return [issue.code for issue in refused.value.issues]


class TestEntering:
    def test_the_same_export_again_changes_nothing(self):
        """A run that was killed is run again."""
        ledger = crossed(Ledger(), EXPORT.crossing)
        assert crossed(ledger, EXPORT.crossing) == ledger
        assert read_ledger(b"".join(ledger_lines(ledger))) == ledger

    def test_a_name_stands_for_one_content(self):
        """Of a batch and revision a receiver has one tally; the next revision, or another receiver, is another."""
        ledger = crossed(Ledger(), EXPORT.crossing)
        other = COUNTS.export(level="office", receiver="state", batch="c", purpose="cqi").crossing
        assert codes(crossed, ledger, other) == ["crossing_twice"]
        for fine in (evolve(other, revision=2), evolve(other, receiver="university")):
            assert len(crossed(ledger, fine).crossings) == 2

    def test_what_no_line_holds_is_refused_before_it_is_written(self):
        """A ledger that nobody could read again would be lost."""
        batch = FoldedBatch("b", 1)
        many = tuple(evolve(batch, batch=f"b{at:063}") for at in range(12_000))
        assert codes(crossed, Ledger(), evolve(EXPORT.crossing, folded=many)) == [
            "crossing_too_large"
        ]


class TestReleases:
    def test_a_crossing_changes_nothing_of_a_release(self):
        """A confidential tally to a named receiver is no publication."""
        ledger = crossed(Ledger(), EXPORT.crossing)
        beside = made(COUNTS, ledger=ledger).release
        assert beside.rows == made(COUNTS).release.rows
        assert beside.proof.releases == 0
        assert beside.proof.ledger == ledger.digest

    def test_who_was_given_the_counts_is_named(self):
        """To the host alone: what they release was not tried."""
        ledger = crossed(ledger_of(made(COUNTS)), EXPORT.crossing)
        found = SOP.release(COUNTS, plan("r2", levels=()), ledger=ledger)
        assert found.crossed == (EXPORT.crossing,)
        assert found.ledger.crossings == ledger.crossings
        assert ledger.crossed("small", "q3") == ledger.crossed("other", "q4") == ()


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        shutil.copy(GOLDEN / "ledger/1/corpus.tally", "staff.tally")

    def run(self, *words):
        return CliRunner().invoke(command, words, catch_exceptions=False)

    def test_an_export_is_entered_and_a_release_says_so(self):
        """DESIGN 7: and the release goes out as it would have."""
        assert self.run(*WORDS).exit_code == 0
        (one,) = read_ledger(Path("led").read_bytes()).crossings
        assert one.crossing.receiver == "state"
        assert json.loads(Path("crossing.json").read_bytes())["content"] == one.crossing.content
        kept = Path("led").read_bytes()
        assert self.run(*WORDS).exit_code == 0
        assert Path("led").read_bytes() == kept
        result = self.run(
            "release", "staff.tally", "--plan", str(GOLDEN / "release-plan/1/default.json"), "--ledger", "led",
        )  # fmt: skip
        assert result.exit_code == 0
        assert "state was given a tally of this cycle (county-07 revision 1)" in result.stderr
        ledger = read_ledger(Path("led").read_bytes())
        assert (len(ledger.entries), len(ledger.crossings)) == (1, 1)
        told = self.run(
            "release", "staff.tally", "--plan", str(GOLDEN / "release-plan/1/default.json"), "--ledger", "led",
            "--json",
        )  # fmt: skip
        assert json.loads(told.stderr)["crossed"] == ["state"]

    def test_nothing_leaves_that_is_not_entered(self):
        """A ledger that is none, or has another content under that name: exit 1, and no file is written."""
        Path("led").write_bytes(b"nothing\n")
        assert self.run(*WORDS).exit_code == 1
        assert not Path("state.tally").exists()
        assert not Path("crossing.json").exists()
        Path("led").unlink()
        assert self.run(*WORDS).exit_code == 0
        kept = Path("state.tally").read_bytes()
        result = self.run(*WORDS, "--items")
        assert result.exit_code == 1
        assert "with other counts" in result.stderr
        assert Path("state.tally").read_bytes() == kept
        assert not list(Path().glob(".*"))

    def test_the_ledger_is_a_file_of_its_own(self):
        """Exit 2 for a call that cannot be meant."""
        for ledger in ("state.tally", "crossing.json", "-", "staff.tally"):
            assert self.run(*WORDS[:-1], ledger).exit_code == 2
        assert self.run("merge", "staff.tally", "--ledger", "led").exit_code == 2
        assert not Path("led").exists()

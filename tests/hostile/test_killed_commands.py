"""SIGKILL at every step of tally, merge and release: never half a file, nothing twice, nothing unaudited (issue 6)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from sop_core import to_document
from sop_core.cli.app import sop as command
from sop_core.documents import read_ledger, read_tally, release_of
from tests.property.door import sop_with
from tests.unit._small import choice, definition, scale

if not hasattr(os, "fork"):  # pragma: no cover - Windows
    pytest.skip("not on this Python: a system without fork", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
FORM = definition(
    choice("q1"), choice("q2"), scales=(scale("mean", "q1", "q2"), scale("lowest", "q1", "q2"))
)
SIZES = {f"unit-{at}": 7 + at % 9 for at in range(24)}


def records(sizes):
    held, found = sop_with(FORM), []
    for unit, size in sizes.items():
        for at in range(size):
            plain = {
                "$schema": "urn:sop:schema:administration:1", "id": f"{unit}.{at}", "status": "complete",
                "instrument": {"id": "small", "version": "1.0.0"}, "cycle": "2026-Q4", "locale": "en",
                "respondent": f"w-{unit}-{at}", "subject": f"w-{unit}-{at}", "scope": [f"office-{unit[-1]}", unit],
                "submitted_at": "2026-11-21T09:00:00Z", "answers": {"q1": "abcde"[at % 5], "q2": "abc"[at % 3]},
            }  # fmt: skip
            found.append(to_document(held.accept(plain).record))
    return found


@pytest.fixture(scope="module")
def documents():
    return records(SIZES)


@pytest.fixture
def folder(tmp_path, monkeypatch, documents):
    """Records, their tally, a plan, and two tallies of other batches to merge."""
    monkeypatch.chdir(tmp_path)
    Path("records.jsonl").write_text("".join(json.dumps(one) + "\n" for one in documents), "utf-8")
    Path("small.json").write_text(json.dumps(FORM), "utf-8")
    tally("counts.tally", "b")
    plan = {
        "$schema": "urn:sop:schema:release-plan:1", "id": "offices", "cycle": "2026-Q4", "levels": ["office"],
        "instrument": {"id": "small", "version": "1.0.0"}, "measures": ["mean"], "purpose": "cqi", "audience": "public",
    }  # fmt: skip
    Path("plan.json").write_text(json.dumps(plan), "utf-8")
    return tmp_path


def run(*words):
    return CliRunner().invoke(command, list(words), catch_exceptions=False)


def tally(output, batch):
    words = ("--levels", "office,unit", "--definitions", "small.json", "--output", output)
    assert run("tally", "records.jsonl", "--batch", batch, *words).exit_code == 0


def killed(words, written, *steps):
    """What was left by runs that were killed at each step, after nothing that the next run did not mend."""
    given = {"words": list(words), "written": list(written), "steps": list(steps)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit._killing"], input=json.dumps(given), capture_output=True,
        text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["wrong"] == []
    assert found["steps"] > 60
    assert len(found["states"]) > 8
    return set(found["states"])


def in_order(states):
    """Of several files each is there before the next one: no state has a later one new and an earlier one old."""
    return all(
        (first, second) != ("old", "new")
        for state in states
        for first, second in pairwise(state.split())
    )


def test_a_tally_is_there_whole_or_not_at_all(folder):
    """Issue 6: killed while it writes; the next run counts everybody once."""
    words = (
        "tally",
        "records.jsonl",
        "--batch",
        "b",
        "--definitions",
        "small.json",
        "--output",
        "new.tally",
    )
    states = killed(words, ["new.tally"])
    assert states == {"old", "new"}
    with Path("new.tally").open("rb") as file:
        assert read_tally(file).n == sum(SIZES.values())


def test_a_tally_that_stood_there_stays_until_the_new_one_is_whole(folder):
    """Issue 6: of a batch that is counted anew the old counting is not lost."""
    more = records({"unit-1": 20})
    tally("out.tally", "b")
    with Path("records.jsonl").open("a", encoding="utf-8") as file:
        file.writelines(json.dumps({**one, "id": f"late.{one['id']}"}) + "\n" for one in more)
    words = (
        "tally",
        "records.jsonl",
        "--batch",
        "b",
        "--revision",
        "2",
        "--definitions",
        "small.json",
    )
    states = killed((*words, "--levels", "office,unit", "--output", "out.tally"), ["out.tally"])
    assert states == {"old", "new"}
    # Both countings laid together are the new one: nobody is counted twice.
    assert run("merge", "out.tally", "counts.tally", "--output", "both.tally").exit_code == 0
    with Path("both.tally").open("rb") as file:
        assert read_tally(file).n == sum(SIZES.values()) + 20


def test_a_merge_is_there_whole_or_not_at_all(folder):
    """Issue 6: killed while tallies are laid together; the next run has each batch once."""
    tally("other.tally", "c")
    words = ("merge", "counts.tally", "other.tally", "counts.tally", "--output", "all.tally")
    assert killed(words, ["all.tally"]) == {"old", "new"}
    with Path("all.tally").open("rb") as file:
        assert read_tally(file).n == 2 * sum(SIZES.values())


def test_no_tally_crosses_without_the_document_that_says_so(folder):
    """DESIGN 7: an export's second document is there before the tally is, whenever the run is killed."""
    words = (
        "merge", "counts.tally", "--receiver", "state", "--level", "office", "--batch", "county", "--purpose", "cqi",
        "--crossing", "crossing.json", "--output", "sent.tally",
    )  # fmt: skip
    states = killed(words, ["crossing.json", "sent.tally"], "sop_core.cli.merging")
    assert states == {"old old", "new old", "new new"}


def test_no_release_is_there_without_its_ledger_entry(folder):
    """Issue 6: killed at any step, the ledger is old or new, and whatever else is there it knows of."""
    words = (
        "release", "counts.tally", "--plan", "plan.json", "--definitions", "small.json", "--ledger", "ledger",
        "--private", "why.jsonl", "--output", "out.json",
    )  # fmt: skip
    states = killed(words, ["ledger", "why.jsonl", "out.json"], "sop_core.cli.releasing")
    assert in_order(states)
    assert {"old old old", "new old old", "new new old", "new new new"} == states
    made = release_of(Path("out.json").read_bytes())
    assert [one.release for one in read_ledger(Path("ledger").read_bytes()).entries] == [made]


def test_a_ledger_that_grows_keeps_what_it_had(folder):
    """Issue 6: an entry more or none; the entries before it stay, and a run after a run adds nothing."""
    first = ("release", "counts.tally", "--definitions", "small.json", "--ledger", "ledger")
    assert run(*first, "--output", "first.json").exit_code == 0
    words = (
        "release", "counts.tally", "--plan", "plan.json", "--definitions", "small.json", "--ledger", "ledger",
        "--lines", "--output", "out.jsonl",
    )  # fmt: skip
    states = killed(words, ["ledger", "out.jsonl"], "sop_core.cli.releasing")
    assert states == {"old old", "new old", "new new"}
    ledger = read_ledger(Path("ledger").read_bytes())
    assert [one.release.id for one in ledger.entries] == ["small.2026-Q4.public", "offices"]
    assert ledger.entries[1].release == release_of(Path("out.jsonl").read_bytes())
    assert run("audit", "ledger", "first.json", "out.jsonl").exit_code == 0

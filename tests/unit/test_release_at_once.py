"""`sop release` on one ledger by several real processes at once: no two pass against the same old one (issue 6)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from sop_core.documents import read_ledger, release_of
from sop_core.reporting import audit

GOLDEN = Path(__file__).resolve().parents[1] / "golden"
PLAN = json.loads((GOLDEN / "release-plan/1/default.json").read_bytes())

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="not on this system: mkfifo")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(GOLDEN / "ledger/1/corpus.tally", "staff.tally")
    return tmp_path


def planned(id_, **more) -> str:
    return json.dumps({**PLAN, "id": id_, **more})


def words(plan, output):
    return [
        sys.executable, "-m", "sop_core", "release", "staff.tally", "--ledger", "led", "--plan", plan, "--output", output,
    ]  # fmt: skip


def run(plan, output):
    return subprocess.run(words(plan, output), capture_output=True, text=True, check=False)


@contextmanager
def holding():
    """A run that has the ledger, and waits in the middle of its work for a plan that is a pipe."""
    os.mkfifo("pipe")
    with subprocess.Popen(words("pipe", "a.json"), stderr=subprocess.PIPE, text=True) as process:
        # Opening waits until the run reads its plan, which it does once it has the ledger.
        with Path("pipe").open("w", encoding="utf-8") as pipe:
            yield process, pipe
        process.wait()


def test_a_run_that_holds_the_ledger_keeps_another_from_it():
    """Rule 6: the second is refused while the first is at work, and then tried beside what the first released."""
    Path("b.plan").write_text(planned("b", levels=[]), "utf-8")
    with holding() as (process, pipe):
        refused = run("b.plan", "b.json")
        assert (refused.returncode, Path("b.json").exists()) == (2, False)
        assert "Another run is writing led" in refused.stderr
        assert not Path("led").exists()
        pipe.write(planned("a"))
    assert process.returncode == 0
    done = run("b.plan", "b.json")
    assert done.returncode == 0
    assert "1 earlier release" in done.stderr
    ledger = read_ledger(Path("led").read_bytes())
    assert [one.release for one in ledger.entries] == [
        release_of(Path(name).read_bytes()) for name in ("a.json", "b.json")
    ]


def test_a_run_that_is_killed_lets_the_ledger_go():
    """SIGKILL in the middle: the ledger is as it was, and the next run goes on from it."""
    Path("b.plan").write_text(planned("b"), "utf-8")
    with holding() as (process, _):
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL
    assert not Path("led").exists()
    assert run("b.plan", "b.json").returncode == 0
    assert [one.release.id for one in read_ledger(Path("led").read_bytes()).entries] == ["b"]
    assert not list(Path().glob(".*"))


def test_whoever_comes_at_once_is_entered_one_after_the_other():
    """Four runs at once, each again until it is let in: the ledger holds all, each tried beside those before it."""
    names = ["a", "b", "c", "d"]
    for at, name in enumerate(names):
        levels = PLAN["levels"][: at % 3]
        Path(f"{name}.plan").write_text(planned(name, levels=levels), "utf-8")
    waiting = names
    while waiting:
        processes = {
            name: subprocess.Popen(words(f"{name}.plan", f"{name}.json"), stderr=subprocess.DEVNULL)
            for name in waiting
        }
        codes = {name: process.wait() for name, process in processes.items()}
        assert 0 in codes.values()
        assert set(codes.values()) <= {0, 2}
        waiting = [name for name, code in codes.items() if code]
    ledger = read_ledger(Path("led").read_bytes())
    assert sorted(one.release.id for one in ledger.entries) == names
    assert [one.release.proof.releases for one in ledger.entries] == [0, 1, 2, 3]
    assert audit(one.release for one in ledger.entries) == ()

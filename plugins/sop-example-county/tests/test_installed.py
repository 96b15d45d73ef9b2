"""The example as a county installs it: built, put beside sop_core, and found by its entry point alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[1]
#: Looks from outside: what a host finds that names no folder and no module.
SCRIPT = """
import datetime as dt, json
from importlib.metadata import entry_points
from sop_core import Situation, Sop
from sop_core.practice import notice_words

sop = Sop.load()
here = Situation(
    screen="example_county.home_visit", role="social_worker", on=dt.date(2026, 11, 26),
    facts={"example_county.last_alone": "2026-10-01"},
)
(point,) = entry_points(group="sop_core", name="example_county")
screens = [screen for one in sop.catalog.active_screens for screen in one.screens]
print(json.dumps({
    "where": point.load().__file__,
    "version": point.dist.version,
    "active": [one.name for one in sop.health().plugins if one.status == "active"],
    "screens": {screen.id: screen.title.get("en") for screen in screens},
    "prompts": {prompt.id: prompt.text for prompt in sop.panel(here).prompts},
    "words": [one.term for one in notice_words("I popped in.", sop.catalog.lexicons("en"))],
}))
"""

# One process builds once for all of these.
pytestmark = [pytest.mark.needs_build, pytest.mark.xdist_group("example_county")]


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """A command's standard output; the test fails with all it said unless it exits with 0."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}  # fmt: skip
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=kept | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder into which pip put the built example, without an index and without what it requires."""
    folder = tmp_path_factory.mktemp("installed")
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--disable-pip-version-check", "-q")  # fmt: skip
    run(sys.executable, "-m", "pip", "install", *options, "--target", folder, HERE, cwd=folder)
    return folder


def test_an_installed_county_is_found_by_its_entry_point(installed, tmp_path):
    """S2-16, B-28: its screen, its prompts and its words, with no path passed to anything."""
    said = json.loads(run(sys.executable, "-c", SCRIPT, cwd=tmp_path, PYTHONPATH=str(installed)))
    assert Path(said["where"]).is_relative_to(installed)
    assert said["version"] == "0.1.0"
    assert "example_county" in said["active"]
    assert said["screens"]["example_county.home_visit"] == "Home visit"
    assert said["screens"]["case.view"] == "Case view"
    assert said["prompts"] == {
        "example_county.visits/child_alone": "What would this child like to show you, if there were time alone?",
        "example_county.visits/who_is_home": "Who will be glad to see you today?",
    }
    assert said["words"] == ["pop_in"]


def test_what_is_installed_are_the_files_that_lie_here(installed):
    """The three definitions to the byte, the module, and the mark that it is typed."""
    source, there = HERE / "src/sop_example_county", installed / "sop_example_county"
    names = ["__init__.py", "definitions/prompts.json", "definitions/screens.json", "definitions/words.json", "py.typed"]  # fmt: skip
    found = [p.relative_to(there).as_posix() for p in there.rglob("*") if p.is_file() and "__pycache__" not in p.parts]  # fmt: skip
    assert sorted(found) == names
    assert [(there / name).read_bytes() for name in names] == [(source / name).read_bytes() for name in names]  # fmt: skip

"""The example works as a folder and as a plugin, and its README shows the files that it ships."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from sop_core import Situation, Sop
from sop_core.hooks import Plugins

HERE = Path(__file__).resolve().parents[1]
FOLDER = HERE / "src/sop_example_county/definitions"
FILES = sorted(FOLDER.glob("*.json"))
SOP = Sop.load(plugins=False, definitions=[FOLDER])


def panel(**facts):
    here = Situation(
        screen="example_county.home_visit",
        role="social_worker",
        on=dt.date(2026, 11, 26),
        facts=facts,
    )
    return [prompt.id.partition("/")[2] for prompt in SOP.panel(here).prompts]


def test_the_folder_holds_a_screen_prompts_and_words():
    """S2-16, C-31: three files, each sound, each under the county's own prefix."""
    assert [path.name for path in FILES] == ["prompts.json", "screens.json", "words.json"]
    for path in FILES:
        document = json.loads(path.read_text("utf-8"))
        assert SOP.check(document) == ()
        assert document["id"].startswith("example_county.")
    assert SOP.health().ok


def test_its_screen_is_listed_and_its_prompts_stand_there():
    """B-28: the screen beside the bundled ones; a prompt with a condition, and one without."""
    screens = [screen.id for one in SOP.catalog.active_screens for screen in one.screens]
    assert "example_county.home_visit" in screens
    assert "case.view" in screens
    assert panel() == ["who_is_home"]
    assert panel(**{"example_county.last_alone": "2026-10-27"}) == ["child_alone", "who_is_home"]
    assert panel(**{"example_county.last_alone": "2026-10-28"}) == ["who_is_home"]


def test_its_words_are_noticed_beside_a_record():
    """S2-10: in what a worker wrote."""
    record = {
        "$schema": "urn:sop:schema:field-record:1", "id": "f", "status": "complete", "confidential": "case_record",
        "tool": "scaling", "case": "c", "writer": "w", "made_at": "2026-11-21T14:05:00-08:00",
        "entries": [{"id": "e", "part": "question", "text": "I popped in."}],
    }  # fmt: skip
    assert [issue.code for issue in SOP.check(record)] == ["jargon"]
    assert Sop.load(plugins=False).check(record) == ()


def test_the_plugin_brings_the_folder():
    """As an installed distribution: the entry point names the module, and its hook gives the same files."""
    project = tomllib.loads((HERE / "pyproject.toml").read_text("utf-8"))["project"]
    ((name, module),) = project["entry-points"]["sop_core"].items()
    plugins = Plugins.load(False, builtin={name: import_module(module)})
    ((folder,),) = [answer.value for answer in plugins.collect("sop_definitions")]
    assert Path(folder).resolve() == FOLDER
    assert [one.status for one in plugins.health()] == ["active"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_readme_shows_the_files_that_are_shipped(path):
    """What a reader copies is what the tests try."""
    readme = (HERE / "README.md").read_text("utf-8")
    (block,) = re.findall(rf"<!-- file: {path.name} -->\n```json\n(.*?)```", readme, re.DOTALL)
    assert block == path.read_text("utf-8")

"""The requirement map: the page is what the tree says, and it cannot claim what no test shows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools import requirements_map

ROOT = Path(__file__).resolve().parents[2]

LIST = [
    {"id": "S1-28", "kind": "required", "title": "The next target"},
    {"id": "S2-03", "kind": "required", "title": "Additive", "open": "the other screens"},
    {"id": "S2-04", "kind": "narrative", "title": "A note"},
    {"id": "S3-04", "kind": "required", "title": "No order"},
]


@pytest.fixture
def tree(tmp_path):
    """A small repository: two ids in code, two in tests."""
    for folder in ("docs", "src/lib", "tests/unit", "plugins/host/tests", "plugins/host/src"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs/requirements.json").write_text(json.dumps(LIST))
    (tmp_path / "src/lib/goals.py").write_text("x = 1  # S1-28: up by one\n")
    (tmp_path / "src/lib/prompts.json").write_text('{"source": "S2-03"}')
    (tmp_path / "tests/unit/test_goals.py").write_text(
        '"""S3-04 stands in no test."""\n\n'
        "def test_up():\n    assert True  # S1-28\n\n"
        'class TestScreens:\n    """S2-03"""\n\n    def test_one(self):\n        """S2-03 too."""\n'
    )
    return tmp_path


def states(root):
    return {row.id: row.state for row in requirements_map.rows(root)}


def test_the_page_is_what_the_tree_says():
    """`docs/requirements.md` is current, and every id that a file names is in the list."""
    assert requirements_map.faults(ROOT) == []


def test_the_list_is_complete():
    """All 109 rows of the five sources are listed, four of them narrative, none twice."""
    listed = json.loads((ROOT / "docs/requirements.json").read_text())
    ids = [entry["id"] for entry in listed]
    sources = [entry for entry in listed if entry["id"].startswith("S")]
    assert len(ids) == len(set(ids))
    assert len(sources) == 15 + 29 + 43 + 13 + 9
    assert [entry["id"] for entry in sources if entry["kind"] == "narrative"] == [
        "S2-04", "S2-43", "S3-13", "S4-09",
    ]  # fmt: skip


def test_a_row_is_met_when_code_names_it_and_a_test_shows_it(tree):
    """Code and test: met. Something still open: started. Neither: later. Narrative stays so."""
    assert states(tree) == {
        "S1-28": "met", "S2-03": "started", "S2-04": "narrative", "S3-04": "later",
    }  # fmt: skip


def test_the_test_is_named_by_its_full_name(tree):
    """An id counts for the function or the class that it stands in, not for the file."""
    shown = {row.id: row.tests for row in requirements_map.rows(tree)}
    assert shown["S1-28"] == ("tests/unit/test_goals.py::test_up",)
    assert shown["S2-03"] == (
        "tests/unit/test_goals.py::TestScreens",
        "tests/unit/test_goals.py::TestScreens::test_one",
    )
    assert shown["S3-04"] == ()


def test_a_plugin_counts_as_code_and_as_tests(tree):
    """What a plugin meets and shows is in the map, as one folder among others."""
    (tree / "plugins/host/src/views.py").write_text("# S3-04\n")
    (tree / "plugins/host/tests/test_views.py").write_text("def test_view():\n    '''S3-04'''\n")
    assert states(tree)["S3-04"] == "met"


def test_a_lost_test_is_noticed(tree):
    """With its test gone, a met row falls back, and the page that still says met is at fault."""
    (tree / "docs/requirements.md").write_text(requirements_map.page(tree))
    assert requirements_map.faults(tree) == []
    (tree / "tests/unit/test_goals.py").unlink()
    assert any("stale" in fault for fault in requirements_map.faults(tree))


def test_an_id_that_no_list_has_is_noticed(tree):
    """A mistyped id is a fault that names the file; a fact from elsewhere (B-..) is none."""
    (tree / "src/lib/more.py").write_text("# S1-99 and B-37\n")
    (tree / "docs/requirements.md").write_text(requirements_map.page(tree))
    assert requirements_map.faults(tree) == [
        "S1-99 is in no list of requirements, but is named in src/lib/more.py"
    ]


@pytest.mark.parametrize(("code", "test", "expected"), [
    ("`a.py`", "", ["S1-28"]), ("", "`t.py`", ["S1-28"]), ("`a.py`", "`t.py`", []),
])  # fmt: skip
def test_a_page_cannot_call_met_what_has_no_test(code, test, expected):
    """A hand-made claim is found on the page itself."""
    line = f"| S1-28 | The next target | met | {code} | {test} |"
    assert requirements_map.met_without_test(line) == expected

"""The count of mutants: what is made, that it is what the tests meet, and what the page must say."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tools import mutant_reach, mutant_rooms, mutant_runs, mutation_report
from tools.mutation_report import GOAL, Mutation, Survivor

pytest.importorskip("mutmut", reason="not on this Python: mutmut")

SOURCE = '''"""A module."""
from functools import lru_cache

__all__ = ["MOST"]
MOST: int = 3
WORDS = {"en": "yes"}


class Value:
    low: int = 0

    @property
    def half(self) -> bool:
        return self.low > 1

    @staticmethod
    def made(low: int) -> int:
        return low + 5


@lru_cache
def twice(x: int) -> int:
    return x * 2


def plain(x: int) -> int:
    return x + 7
'''


def test_what_mutmut_passes_over_is_mutated_too():
    """Tables, defaults of fields, properties and remembered functions; not what mutmut does itself."""
    made = list(mutant_reach.beyond_reach("a.py", SOURCE))
    assert {one.where for one in made} == {"MOST", "WORDS", "Value.low", "Value.half", "twice"}
    assert ("twice", "return x * 2", "return x / 2") in [one[:3] for one in made]
    assert ("WORDS", 'WORDS = {"en": "yes"}', 'WORDS = {"en": "YES"}') in [one[:3] for one in made]
    for one in made:
        compile(one.text, "a.py", "exec")
        assert mutant_reach.change(SOURCE, one.text) == (one.was, one.becomes)


@pytest.mark.parametrize(
    ("text", "says"), [("SAID = 'the mutant'", "the mutant"), (None, "missing")]
)
def test_the_mutant_stands_in_its_modules_place(text, says, tmp_path):
    """Whatever is installed, and however the room loads its modules: the environment's file is imported."""
    script = "import sop_core.instruments.words as words; print(getattr(words, 'SAID', 'missing'))"
    file = tmp_path / "words.py"
    file.write_text(text or "", encoding="utf-8")
    named = {
        mutant_reach.MODULE: "sop_core.instruments.words" if text else "sop_core.elsewhere",
        mutant_reach.TEXT: str(file),
    }
    done = subprocess.run(
        [sys.executable, "-c", f"import tools.mutant_reach; {script}"],
        cwd=mutant_rooms.ROOT, env={**mutant_rooms.environment(), **named}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == says


def test_every_module_of_the_instruments_is_counted():
    """Found by pattern, so that a new module is counted from its first day; tables of contents are not."""
    found = mutant_rooms.rooms()
    assert {"instruments.exact", "instruments.scoring", "instruments.words"} <= found.keys()
    assert not [name for name in found if name.endswith("__init__")]
    counted = mutation_report.load().modules
    assert [name for name in found if name.startswith("instruments.") and name not in counted] == []


def test_modules_are_named_with_or_without_their_room_and_a_room_by_itself():
    """`make mutants MODULES='coaching.goals ratings instruments'`."""
    names = ["coaching.goals", "coaching.records", "instruments.exact", "profiles.ratings"]
    every = dict.fromkeys(names, mutant_rooms.ROOT)
    assert list(mutant_rooms.named(every, ["coaching.goals", "ratings"])) == [names[0], names[3]]
    assert list(mutant_rooms.named(every, ["coaching"])) == names[:2]
    assert mutant_rooms.named(every, ["goal"]) == {}


def test_the_nearest_tests_are_those_that_import_the_room():
    """Of the room that is asked for, and none that [tool.mutmut] passes over."""
    near = mutant_rooms.near(["instruments.exact"])
    assert {"tests/unit/test_exact.py", "tests/unit/test_page.py"} <= set(near)
    assert "tests/unit/test_sheet.py" not in near
    assert mutant_rooms.near(["no_such_room.exact"]) == []


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A repository of one module, of which mutmut has decided two mutants."""
    monkeypatch.setattr(mutant_runs, "ROOT", tmp_path)
    monkeypatch.setattr(mutant_runs, "WORK", tmp_path / "mutants")
    monkeypatch.setattr(mutant_runs, "MADE_FROM", tmp_path / "mutants/made-from")
    for folder in ("src", "tests", "mutants/src"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "src/a.py").write_text("x = 1\n", encoding="utf-8")
    (tmp_path / "mutants/made-from").write_text(mutant_runs.library(), encoding="utf-8")
    codes = {"sop_core.room.a.x_f__mutmut_1": 1, "sop_core.room.a.xǁAǁf__mutmut_2": 0}
    (tmp_path / "mutants/src/a.py.meta").write_text(
        json.dumps({"exit_code_by_key": codes}), encoding="utf-8"
    )
    monkeypatch.setattr(mutant_runs, "lines_of", lambda *_: ("x < 1", "x <= 1"))
    return tmp_path


def test_what_mutmut_has_decided_is_read(work):
    """A survivor with its lines, what was killed without; a module is decided when every mutant is."""
    file = work / "src/a.py"
    killed, survived = mutant_runs.found_of("room.a", file)
    assert (killed.killed, killed.mutant.where) == (True, "f")
    assert survived.survivor() == Survivor("room.a", "A.f", "x < 1", "x <= 1")
    assert mutant_runs.decided(file)
    mutant_runs.forget([survived.name], file)
    assert not mutant_runs.decided(file)
    with pytest.raises(SystemExit, match="did not finish"):
        list(mutant_runs.found_of("room.a", file))
    assert not mutant_runs.decided(work / "src/b.py")


def test_a_run_goes_on_where_it_was_stopped_unless_the_library_is_another(work):
    """Tests may change in between, and one that is gone is gone there too."""
    kept, gone = work / "mutants/src/a.py.meta", work / "mutants/tests/test_gone.py"
    gone.parent.mkdir()
    gone.touch()
    (work / "tests/test_new.py").touch()
    mutant_runs.begin(anew=False)
    assert kept.exists()
    assert [path.name for path in gone.parent.iterdir()] == ["test_new.py"]
    (work / "src/a.py").write_text("x = 2\n", encoding="utf-8")
    mutant_runs.begin(anew=False)
    assert not kept.exists()
    kept.parent.mkdir()
    kept.touch()
    mutant_runs.begin(anew=True)
    assert not kept.exists()


def data(killed, survived, named=()):
    rows = [{"in": "f", "was": was, "becomes": becomes} for was, becomes in survived]
    row = {
        "source": "0",
        "on": "2026-11-21",
        "mutmut": killed,
        "beyond": len(survived),
        "killed": killed,
    }
    reasons = [
        {
            "module": "room.a",
            "in": "f",
            "was": was,
            "becomes": becomes,
            "reason": "It makes no difference.",
        }
        for was, becomes in named
    ]
    left_out = [{"module": "room.a", "in": "WORDS", "reason": "A list."}]
    return Mutation({"room.a": {**row, "survived": rows}}, reasons, left_out)


def test_a_survivor_has_a_reason_and_a_reason_a_survivor():
    """Each complaint names the module, the function, and both lines."""
    one = Survivor("room.a", "f", "x < 1", "x <= 1")
    assert str(one) == "room.a: f: `x < 1` made `x <= 1`"
    pair = (one.was, one.becomes)
    assert list(data(99, [pair], [pair]).complaints()) == []
    assert list(data(99, [pair]).complaints()) == [
        f"survives without a reason: {one}. Write a test that fails, or name it with its reason."
    ]
    assert list(data(99, [], [pair]).complaints()) == [
        f"a reason for what does not survive: {one}. Take it out."
    ]


def test_a_share_below_the_goal_is_told():
    """Named survivors are not killed either: they count against the goal."""
    pairs = [(f"x < {at}", f"x <= {at}") for at in range(2)]
    assert list(data(38, pairs, pairs).complaints()) == []
    assert list(data(37, pairs, pairs).complaints()) == [
        f"room: 37 of 39 mutants are killed, which is less than {GOAL} percent."
    ]


def test_the_page_lists_every_survivor_under_its_reason():
    """By reason, with the lines; what holds a backtick is quoted so that it shows."""
    said = mutation_report.page(data(99, [("a < b", "a <= b"), ("`a`", "")], [("a < b", "a <= b")]))
    assert "## room\n\n99 of 101 mutants are killed: 98.0 percent; the goal is 95.\n" in said
    assert "Beyond mutmut's reach, too: `room.a`.\n" in said
    assert "| `room.a` | 101 | 2 | 99 | 2 | 2026-11-21 |" in said
    assert "**It makes no difference.**\n\n- `room.a`, `f`: `a < b` made `a <= b`\n" in said
    assert "**No reason yet.**\n\n- `room.a`, `f`: `` `a` `` made nothing\n" in said
    assert said.endswith("## Not mutated\n\n- `room.a`, `WORDS`: A list.\n")


def test_each_room_has_its_own_share_and_says_what_was_not_tried():
    """A good room does not make up for another; None is no zero."""
    both = data(100, [])
    both.modules["other.b"] = {**both.modules["room.a"], "beyond": None, "killed": 94}
    assert list(both.complaints()) == [
        f"other: 94 of 100 mutants are killed, which is less than {GOAL} percent."
    ]
    said = mutation_report.page(both)
    assert said.index("## other\n\n94 of 100") < said.index("## room\n\n100 of 100")
    assert "Beyond mutmut's reach, too: no module.\n" in said
    assert "| `other.b` | 100 | - | 94 | 6 | 2026-11-21 |" in said


def test_the_page_is_what_the_data_says():
    """docs/mutation.md is made from docs/mutation.json, in which each survivor has its reason."""
    found = mutation_report.load()
    assert mutation_report.PAGE.read_text(encoding="utf-8") == mutation_report.page(found)
    assert list(found.complaints()) == []

"""The pure rooms import value modules and attrs, and take the date, ids and zone as arguments.

import-linter holds the same rule as a list of what is forbidden (`make check`); this list of what
is allowed also catches what nobody thought of forbidding.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src/sop_core"
GROUND = ("errors", "types", "text", "shapes")
NOUNS = ("instruments", "profiles", "practice")
PROCESSES = ("prompts", "access", "coaching", "reporting")
PURE = (*GROUND, *NOUNS, *PROCESSES)

#: Modules of the standard library whose contents are values, types and functions of their arguments.
VALUE_MODULES = {
    "__future__", "abc", "bisect", "collections", "collections.abc", "dataclasses", "datetime",
    "decimal", "difflib", "enum", "fractions", "functools", "hashlib", "heapq", "itertools", "math", "numbers",
    "operator", "re", "string", "textwrap", "types", "typing", "unicodedata",
}  # fmt: skip
#: Calls that read the clock, the machine or a file through an otherwise harmless module.
IMPURE_CALLS = {
    "breakpoint", "eval", "exec", "input", "open", "print", "fromtimestamp", "now",
    "today", "utcnow", "__import__",
}  # fmt: skip


def files(room: str) -> list[Path]:
    return [SOURCE / f"{room}.py"] if room in GROUND else sorted((SOURCE / room).rglob("*.py"))


def imports(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add("." * node.level + (node.module or ""))
    return found


def calls(tree: ast.AST) -> set[str]:
    nodes = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {getattr(node, "id", getattr(node, "attr", "")) for node in nodes}


def impure(source: str, room: str) -> set[str]:
    """What a module of a room imports or calls that a pure room may not."""
    tree = ast.parse(source)
    # A room's own table of contents is lazy; that helper is no part of any rule.
    rooms = (*GROUND, "_lazy", room, *(NOUNS if room in PROCESSES else ()))
    ours = {
        name for name in imports(tree) if name.startswith(tuple(f"sop_core.{at}" for at in rooms))
    }
    return (imports(tree) - VALUE_MODULES - {"attrs", "attr"} - ours) | (calls(tree) & IMPURE_CALLS)


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_touches_no_world(room):
    """No JSON, file, clock, chance, environment, logging or plugin in a pure room (DESIGN 1)."""
    assert files(room)
    found = {path.name: impure(path.read_text(encoding="utf-8"), room) for path in files(room)}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import json", {"json"}),
        ("from os import path", {"os"}),
        ("import pluggy", {"pluggy"}),
        ("from sop_core.prompts import Prompt", {"sop_core.prompts"}),
        ("from . import model", {"."}),
        ("import datetime as dt\ndef f(): return dt.date.today()", {"today"}),
        ("import datetime as dt\nx = dt.datetime.now(dt.UTC)", {"now"}),
        ("def f():\n    import random", {"random"}),
        ("open('x')", {"open"}),
        ("from sop_core.text import Text\nimport re\nfrom attrs import frozen", set()),
    ],
)
def test_the_rule_sees_what_it_is_for(source, expected):
    """A late import, a clock behind a value module and a sibling room are each found."""
    assert impure(source, "instruments") == expected

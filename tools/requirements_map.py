"""Which requirement is met where, and which test shows it: `docs/requirements.md` from the tree.

Code and tests name a requirement by its id (`S1-28`) beside what meets or shows it. The list of
ids is `docs/requirements.json`; a row may carry `"open"`, a sentence that says what is still
missing, which keeps it at "started" whatever the scan finds.

`python -m tools.requirements_map` writes the page; `--check` only compares, and exits 1 if the
page is stale, if a file names an id that is not in the list, or if a met row has no test.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeGuard

ROOT = Path(__file__).resolve().parents[1]
PAGE = Path("docs/requirements.md")
DATA = Path("docs/requirements.json")

#: S: the sources; B: facts from elsewhere; C: defaults where the sources are silent; D: laws.
ID = re.compile(r"\b(?:S[0-4]-\d\d|[BC]-\d\d|D\d{1,2})\b")
_FACT = re.compile(r"B-(?:0[1-9]|[1-3]\d|4[0-2])")

CODE = ("src/**/*.py", "src/**/*.json", "schemas/*.json", "plugins/*/src/**/*")
TESTS = ("tests/**/*.py", "plugins/*/tests/**/*.py")
# The map's own tests name ids that are made up, or that they show nothing about.
_NO_EVIDENCE = {"test_requirements_map.py"}
_TEXT = {".py", ".json", ".html", ".md", ".txt"}

GROUPS = {
    "S0": "Implementation, improvement, the five instruments",
    "S1": "Practice profiles",
    "S2": "Training, coaching, prompts",
    "S3": "Services, definitions, citations",
    "S4": "Values, practices, resources",
    "C": "Defaults where the sources are silent",
    "D": "Laws",
}


class Row(NamedTuple):
    """One requirement with what the tree says of it."""

    id: str
    title: str
    state: str
    code: tuple[str, ...]
    tests: tuple[str, ...]
    missing: str


def named_in(text: str) -> set[str]:
    """The ids that a text names."""
    return set(ID.findall(text))


def tests_naming(source: str, file: str) -> Iterator[tuple[str, str]]:
    """Each (id, test) of a test file: an id counts for the test whose lines it stands in.

    An id in a test class's own lines counts for the class. One that stands outside every test, as
    in the head of the file, counts for nothing: no single test shows it.
    """
    lines = source.splitlines()
    for name, first, last in _spans(ast.parse(source).body):
        for wanted in named_in("\n".join(lines[first - 1 : last])):
            yield wanted, f"{file}::{name}"


def _spans(body: Iterable[ast.stmt], inside: str = "") -> Iterator[tuple[str, int, int]]:
    for node in body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            inner = list(_spans(node.body, f"{node.name}::"))
            head = min((first for _, first, _ in inner), default=node.end_lineno or node.lineno)
            yield node.name, _start(node), max(head - 1, node.lineno)
            yield from inner
        elif _is_test(node, inside):
            yield inside + node.name, _start(node), node.end_lineno or node.lineno


def _is_test(node: ast.stmt, inside: str) -> TypeGuard[ast.FunctionDef | ast.ClassDef]:
    if isinstance(node, ast.ClassDef):
        return not inside  # Hypothesis's state machines are classes of any name
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")


def _start(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return min([node.lineno, *(mark.lineno for mark in node.decorator_list)])


def files_of(root: Path, patterns: Iterable[str]) -> list[Path]:
    """The text files that match, in a stable order, without what tools leave behind."""
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    return sorted(
        path
        for path in found
        if path.suffix in _TEXT
        and path.name not in _NO_EVIDENCE
        and "__pycache__" not in path.parts
    )


def scan(root: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Where each id is named: by code (files) and by tests (file::test)."""
    code: dict[str, set[str]] = {}
    tests: dict[str, set[str]] = {}
    for path in files_of(root, CODE):
        for wanted in named_in(path.read_text(encoding="utf-8")):
            code.setdefault(wanted, set()).add(path.relative_to(root).as_posix())
    for path in files_of(root, TESTS):
        file = path.relative_to(root).as_posix()
        for wanted, test in tests_naming(path.read_text(encoding="utf-8"), file):
            tests.setdefault(wanted, set()).add(test)
    return code, tests


def rows(root: Path) -> list[Row]:
    """Every requirement of the list, with its state told from the tree."""
    code, tests = scan(root)
    listed = json.loads((root / DATA).read_text(encoding="utf-8"))
    return [_row(entry, code, tests) for entry in listed]


def _row(
    entry: Mapping[str, Any], code: Mapping[str, set[str]], tests: Mapping[str, set[str]]
) -> Row:
    name, missing = entry["id"], entry.get("open", "")
    at, by = code.get(name, set()), tests.get(name, set())
    if entry["kind"] == "narrative":
        state = "narrative"
    elif at and by and not missing:
        state = "met"
    else:
        state = "started" if at or by else "later"
    return Row(name, entry["title"], state, tuple(sorted(at)), tuple(sorted(by)), missing)


_HEAD = """\
# Requirements

Written by `make requirements` from `docs/requirements.json` and from the ids that code and tests
name; a test fails when this page is stale. **met**: code names it and a test shows it.
**started**: one of the two, or something is still open. **later**: neither yet.
**narrative**: listed so that nobody thinks it was missed; nothing is to be built.
"""


def page(root: Path) -> str:
    """The text of `docs/requirements.md`."""
    listed = rows(root)
    counts = Counter(row.state for row in listed)
    summary = ", ".join(f"{counts[at]} {at}" for at in ("met", "started", "later", "narrative"))
    parts = [_HEAD, f"{summary}.\n"]
    for prefix, title in GROUPS.items():
        parts.append(f"## {prefix}: {title}\n")
        parts.append("| id | what it asks for | state | met in | shown by |\n|---|---|---|---|---|")
        parts += [_line(row) for row in listed if re.match(rf"{prefix}[-\d]", row.id)]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _line(row: Row) -> str:
    what = row.title + (f"<br>*Open: {row.missing}*" if row.missing else "")
    cells = (row.id, what, row.state, _list(row.code), _list(row.tests))
    return "| " + " | ".join(cells) + " |"


def _list(names: Iterable[str]) -> str:
    return "<br>".join(f"`{name}`" for name in names)


def faults(root: Path) -> list[str]:
    """What is wrong with the map: stale, an unknown id, or a met row that no test shows."""
    found: list[str] = []
    code, tests = scan(root)
    listed = {row.id for row in rows(root)}
    for wanted in sorted((code.keys() | tests.keys()) - listed):
        if not _FACT.fullmatch(wanted):
            where = ", ".join(sorted(code.get(wanted, set()) | tests.get(wanted, set())))
            found.append(f"{wanted} is in no list of requirements, but is named in {where}")
    written = (root / PAGE).read_text(encoding="utf-8") if (root / PAGE).exists() else ""
    if written != page(root):
        found.append(f"{PAGE} is stale: run `make requirements` and read what changed")
    found += [f"{name} is met, and no test shows it" for name in met_without_test(written)]
    return found


def met_without_test(text: str) -> list[str]:
    """The ids that a page calls met without naming a test or without naming code."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return [
        row[0] for row in cells if len(row) == 5 and row[2] == "met" and not (row[3] and row[4])
    ]


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say what is wrong with it."""
    if "--check" not in arguments:
        (ROOT / PAGE).write_text(page(ROOT), encoding="utf-8")
    found = faults(ROOT)
    for fault in found:
        print(fault)
    print(f"requirement map: {len(rows(ROOT))} rows, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

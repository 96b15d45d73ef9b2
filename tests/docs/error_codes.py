"""The codes that the source can put into an issue, read off its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "sop_core"

#: What makes an issue, or the part of one that carries its code, as its first argument.
MAKERS = {
    "Issue",
    "Complaint",
    "Bad",
    "refuse",
    "issue",
    "_issue",
    "_anonymous_issue",
    "rule_issue",
    "_count_issue",
    "_unit_issue",
    "time_issue",
}
#: `f"{key}_mismatch"` stands for these.
FORMATTED = {"_mismatch": ("digest_mismatch", "scoring_mismatch")}


def codes_in(source: str) -> Iterator[str]:
    """Every code that stands as the first argument of a maker; a choice of two is two."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MAKERS:
                yield from _constants(node.args[0])


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        yield from FORMATTED[
            "".join(part.value for part in node.values if isinstance(part, ast.Constant))
        ]


def codes() -> set[str]:
    """Every code of the library."""
    files = SOURCE.rglob("*.py")
    return {code for file in files for code in codes_in(file.read_text(encoding="utf-8"))}

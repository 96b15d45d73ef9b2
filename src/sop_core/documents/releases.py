"""Plans, policies and releases to documents and back, strictly (DESIGN 3).

A release is one document, or lines: a head without rows that says how many follow, then each row. Ledgers hold
releases in lines (`documents.ledgers`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from attrs import evolve

from sop_core.documents.explain import MOST_ISSUES, in_document_order, more_issues, shape_issues
from sop_core.documents.reader import read
from sop_core.documents.records import to_document
from sop_core.documents.registry import kind_of
from sop_core.documents.values import value_of
from sop_core.errors import DocumentRefused, Issue, shown
from sop_core.reporting import (
    Plan,
    Policy,
    Release,
    check_plan,
    check_policy,
    check_release,
)

#: The largest release that is read as one document: some 400,000 rows.
MOST_BYTES = 1 << 26
#: The kinds of document here that are written by a person, with the rules that they keep.
RULES = {"release-plan": check_plan, "release-policy": check_policy, "release": check_release}

_ROW = "urn:sop:schema:release-row:1"
_BARS = "urn:sop:schema:release-bars:1"
#: What stands in lines of its own, by the kind of line: where in the document it belongs.
_LINES = {"release-row": "rows", "release-bars": "distributions"}
#: How one kind of document is made of another, for whoever gives the one for the other.
_MADE = {
    ("tally", "release"): "A tally is confidential counts; `sop release` makes a release of it.",
}
_compact = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def plan_of(source: object) -> Plan:
    """A plan's document as a value; DocumentRefused with all that is wrong."""
    return value_of(_sound(source, "release-plan"), Plan)


def policy_of(source: object) -> Policy:
    """A policy's document as a value; DocumentRefused with all that is wrong."""
    return value_of(_sound(source, "release-policy"), Policy)


def release_of(source: object) -> Release:
    """A release's document, as one or in lines, as a value; DocumentRefused with all that is wrong."""
    if isinstance(source, Release):
        return source
    if isinstance(source, bytes) and b"\n" in source.strip():
        documents = documents_of(source)
        if documents is not None:
            return joined(documents)
    return value_of(_sound(source, "release"), Release)


def documents_of(data: bytes) -> list[dict[str, Any]] | None:
    """The documents of lines; None where it is one document over several lines."""
    lines = [line for line in data.split(b"\n") if line.strip()]
    if not all(line.strip().startswith(b"{") and line.strip().endswith(b"}") for line in lines):
        return None
    found: list[dict[str, Any]] = []
    issues: list[Issue] = []
    for number, line in enumerate(lines):
        try:
            found.append(read(line))
        except DocumentRefused as refused:
            issues += [_placed(issue, number) for issue in refused.issues]
    if issues:
        raise DocumentRefused("The lines are refused.", issues=issues)
    return found


def _placed(issue: Issue, number: int) -> Issue:
    return evolve(
        issue, path=f"$[{number}]{issue.path[1:]}", message=f"Line {number + 1}: {issue.message}"
    )


def _sound(source: object, kind: str) -> dict[str, Any]:
    # A value that a program made is held against the same rules.
    plain = to_document(source) if isinstance(source, Plan | Policy) else source
    if isinstance(plain, bytes):
        _in_lines(plain, kind)
    return checked_as(read(plain, limit=MOST_BYTES), kind)


def _in_lines(data: bytes, kind: str) -> None:
    """Lines that start with another kind of document, as a tally's do, are named by it, and not as broken JSON."""
    first, _, more = data.strip().partition(b"\n")
    found = None
    with suppress(DocumentRefused):  # what a document over several lines starts with is no document
        found = kind_of(read(first)) if more else None
    if isinstance(found, str) and found != kind:
        raise DocumentRefused(f"The {kind} is refused.", issues=[another(found, kind)])


def checked_as(document: dict[str, Any], kind: str) -> dict[str, Any]:
    """A document of this kind, in sound shape and by its rules; DocumentRefused with all that is wrong."""
    found = kind_of(document)
    if isinstance(found, Issue):
        issues = [found]
    elif found != kind:
        issues = [another(found, kind)]
    else:
        issues = shape_issues(document, kind)
        if not issues and kind in RULES:
            issues = RULES[kind](document)
    if issues:
        raise DocumentRefused(f"The {kind} is refused.", issues=in_document_order(issues, document))
    return document


def another(found: str, kind: str) -> Issue:
    """Another kind of document than the one that is wanted."""
    return Issue(
        "another_kind",
        "$['$schema']",
        f"The document is of kind {found}, and a {kind} is wanted here.",
        fix=_MADE.get((found, kind), f"Give the {kind}."),
    )


# ------------------------------------------------------------------------------------------ lines


def line_of(plain: object) -> bytes:
    """One line: compact JSON with sorted keys."""
    return _compact(plain).encode("utf-8") + b"\n"


def release_lines(release: Release) -> Iterator[bytes]:
    """A release as JSON Lines: its head, then one row a line, then one distribution a line."""
    document = to_document(release)
    rows, bars = document.pop("rows"), document.pop("distributions", [])
    yield line_of({**document, "rows": [], "lines": len(rows) + len(bars)})
    for row in rows:
        yield line_of({"$schema": _ROW, "release": release.id, **row})
    for row in bars:
        yield line_of({"$schema": _BARS, "release": release.id, **row})


def joined(documents: list[dict[str, Any]]) -> Release:
    """A release from the documents of its lines; DocumentRefused where they are not all there."""
    head, *rows = documents
    first = kind_of(head)
    if isinstance(first, str) and first not in ("release", *_LINES):
        # One sentence on what the file is, and none on each of its lines.
        raise DocumentRefused("The release is refused.", issues=[another(first, "release")])
    issues: list[Issue] = []
    parts: dict[str, list[dict[str, Any]]] = {"rows": [], "distributions": []}
    for number, row in enumerate(rows, start=1):
        kind = kind_of(row)
        if isinstance(kind, Issue):
            found = [kind]
        elif kind not in _LINES:
            found = [another(kind, "release-row")]
        else:
            found = shape_issues(row, kind)
            if not found and row["release"] != head.get("id"):
                found = [cut(f"The row is of the release {shown(row['release'])}")]
            parts[_LINES[kind]].append(row)
        issues += [_placed(issue, number) for issue in found]
    if head.get("lines") != len(rows):
        issues.append(
            cut(f"The head promises {shown(head.get('lines'))} rows, and {len(rows)} follow")
        )
    if issues:
        raise DocumentRefused(
            "The release is refused.",
            issues=issues if len(issues) <= MOST_ISSUES else [*issues[:MOST_ISSUES], more_issues()],
        )
    whole = {key: value for key, value in head.items() if key != "lines"}
    for name, several in parts.items():
        if several or name == "rows":
            whole[name] = [_unlined(row) for row in several]
    return value_of(checked_as(whole, "release"), Release)


def _unlined(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in ("$schema", "release")}


def cut(said: str) -> Issue:
    """A file that is not whole."""
    return Issue(
        "release_cut",
        "$",
        f"{said}. The file was cut, or put together of two, and what is missing could not be tried.",
        fix="Take the file as it was written.",
    )

"""What cannot be read may still be a record of a case: it is refused without a word of it.

A log that keeps refusals would else keep what a family said (WIC 827, B-39). What is wrong is said by its
code and, where the text is no JSON, by line and column.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve

from sop_core.errors import Issue
from sop_core.practice.confidential import CASE_RECORDS

_MARKS = tuple(f"urn:sop:schema:{kind}" for kind in sorted(CASE_RECORDS))
#: What names only a line, a byte or a size repeats nothing.
_SAYS_NO_WORD = frozenset({"not_json", "not_utf8", "too_large", "too_deep", "not_a_document"})


def may_be_of_a_case(data: object) -> bool:
    """Whether bytes, a text or a mapping name the schema of a record of a case anywhere that matters."""
    if isinstance(data, str):
        return any(mark in data for mark in _MARKS)
    if isinstance(data, bytes | bytearray | memoryview):
        return any(mark.encode() in bytes(data) for mark in _MARKS)
    if isinstance(data, Mapping):
        try:
            named = data.get("$schema")
        except Exception:  # noqa: BLE001  a host's own mapping may do what it likes; say less then
            return True
        return isinstance(named, str) and any(mark in named for mark in _MARKS)
    return False


def discreetly(issue: Issue) -> Issue:
    """The issue without what it quotes: its place is the whole document, its fix a general one."""
    if issue.code in _SAYS_NO_WORD:
        return evolve(issue, path="$")
    return Issue(
        issue.code,
        "$",
        f"The document cannot be read ({issue.code}). It is a record of a case, so that neither its words nor the "
        "place, which may hold some, are repeated here.",
        fix="docs/errors.md says what the code means; look for it in the document itself.",
    )

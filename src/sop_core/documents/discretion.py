"""What cannot be read may still be a record of a case: it is refused without a word of it.

A log that keeps refusals would else keep what a family said (WIC 827, B-39). What is wrong is said by its
code and, where the text is no JSON, by line and column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from attrs import evolve

from sop_core.errors import Issue
from sop_core.practice.confidential import CASE_RECORDS, MARK

#: The schema of such a record, or the mark that it carries: where one is misspelt, the other still tells.
_MARKS = (*(f"urn:sop:schema:{kind}" for kind in sorted(CASE_RECORDS)), MARK)
_NAMED = ("$schema", "dataschema", "confidential")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
#: What names only a line, a byte or a size repeats nothing.
_SAYS_NO_WORD = frozenset({"not_json", "not_utf8", "too_large", "too_deep", "not_a_document"})


def may_be_of_a_case(data: object) -> bool:
    """Whether bytes, a text or a mapping name the schema of a record of a case, or bear its mark, where it matters.

    A text may write any character of it as an escape.
    """
    if isinstance(data, str):
        return _is_marked(_ESCAPE.sub(_unescaped, data))
    if isinstance(data, bytes | bytearray | memoryview):
        # The marks are ASCII, whatever else is there.
        return may_be_of_a_case(bytes(data).decode("latin-1"))
    if isinstance(data, Mapping):
        try:
            named = [data.get(name) for name in _NAMED]
        except Exception:  # noqa: BLE001  a host's own mapping may do what it likes; say less then
            return True
        return any(isinstance(one, str) and _is_marked(one) for one in named)
    return False


def _is_marked(text: str) -> bool:
    return any(mark in text for mark in _MARKS)


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else escape[2]


def discreetly(issue: Issue) -> Issue:
    """The issue without what it quotes: its place is the whole document, its fix a general one."""
    if issue.code in _SAYS_NO_WORD:
        return evolve(issue, path="$")
    return Issue(
        issue.code,
        "$",
        f"The document cannot be taken ({issue.code}). It is a record of a case, so that neither its words nor the "
        "place, which may hold some, are repeated here.",
        fix="docs/errors.md says what the code means; look for it in the document itself.",
    )


def without_its_name(issue: Issue) -> Issue:
    """An issue about the schema that a document names, without the name: it may be a word in the wrong field."""
    return evolve(
        issue,
        message="The document is a record of a case, and names no schema that this version of sop_core knows. What "
        "stands there is not repeated.",
    )

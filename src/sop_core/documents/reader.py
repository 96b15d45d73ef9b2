"""The strict reader: bytes, text or a dict in, plain JSON values out, or every reason why not.

UTF-8 alone; at most `limit` bytes and 32 levels; no duplicate key, NaN, Infinity, number out of
range, unpaired surrogate or NUL. A whole number is an int, any other a Decimal as it was written.

A sound document costs one pass of the C parser and a few scans of its bytes; only when something
looks wrong is it read again, slowly, to say where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

from sop_core.documents.cleaning import (
    LEVELS,
    LIMIT,
    SURROGATE,
    Pairs,
    Suspect,
    bad_constant,
    cleaned,
    integer,
    number,
    number_or_bad,
    too_deep,
    too_large,
)
from sop_core.documents.discretion import discreetly, may_be_of_a_case
from sop_core.documents.faster import UNSURE, quick_parser
from sop_core.errors import DocumentRefused, Issue, shown

__all__ = ["LEVELS", "LIMIT", "read", "refuse"]

_SUSPECT_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_WRITTEN = (bytes, str, bytearray, memoryview)
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00")


def refuse(code: str, message: str, *, fix: str, path: str = "$", source: str = "") -> NoReturn:
    """Refuse a document with one issue."""
    raise DocumentRefused(issues=[Issue(code, path, message, fix=fix)], source=source)


def _constant(_: str) -> NoReturn:
    raise Suspect


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Suspect
    return found


_FAST = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=number, parse_int=integer, parse_constant=_constant
)
_SLOW = json.JSONDecoder(
    object_pairs_hook=Pairs,
    parse_float=number_or_bad,
    parse_int=number_or_bad,
    parse_constant=bad_constant,
)


def _raw(data: bytes | bytearray | memoryview | str, limit: int) -> bytes:
    # A text with a lone surrogate makes bytes that no parser takes; the slow reading says where it is.
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)
    if len(raw) > limit:
        raise DocumentRefused(issues=[too_large(limit)])
    return raw


def _decoded(raw: bytes) -> str:
    if raw.startswith(_MARKS) or raw[1:2] == b"\x00":
        refuse(
            "not_utf8",
            "The document begins with a byte order mark or is in UTF-16 or UTF-32. Documents are UTF-8 without "
            "a mark, so that equal documents have equal bytes.",
            fix='Save it as "UTF-8 without BOM".',
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse(
            "not_utf8",
            f"Byte {error.start} is not UTF-8. Documents are UTF-8, so that every reader sees the same text.",
            fix="Save the document as UTF-8.",
        )


def read(data: object, *, limit: int = LIMIT, fast: bool = True) -> dict[str, Any]:
    """A document's plain values: dict, list, str, int, Decimal, bool, None.

    `data` is bytes or text of JSON, or a mapping that a host built. Raises DocumentRefused with all
    issues. A mapping is copied, so that what the host does to its own afterwards changes nothing.
    `fast` lets the extra of that name read, where it is installed; what is read once need not load it.
    What may be a record of a case is refused without a word of it.
    """
    try:
        return _read(data, limit=limit, fast=fast)
    except DocumentRefused as refused:
        if not may_be_of_a_case(data):
            raise
        issues = [discreetly(issue) for issue in refused.issues]
    raise DocumentRefused(issues=list(dict.fromkeys(issues)))


def _read(data: object, *, limit: int, fast: bool) -> dict[str, Any]:
    if isinstance(data, _WRITTEN):
        raw = _raw(data, limit)
        value = quick_parser(raw) if fast else UNSURE
        if value is UNSURE:
            value = _parse(data if isinstance(data, str) else _decoded(raw), limit)
    elif isinstance(data, Mapping):
        value = cleaned(data, limit)
        _check_size(value, limit)
    else:
        refuse(
            "not_a_document",
            f"The document is a Python {type(data).__name__}.",
            fix="Pass a dict, or JSON as str or bytes; of a record that was accepted, to_document(record).",
        )
    if not isinstance(value, dict):
        refuse(
            "not_an_object",
            f"The document is {shown(value)}. Every document is a JSON object that names its schema.",
            fix='Send an object such as {"$schema": "urn:sop:schema:administration:1", ...}.',
        )
    return value


def _check_size(value: object, limit: int) -> None:
    size, pending = 0, [value]
    while pending and size <= limit:
        at = pending.pop()
        if isinstance(at, dict):
            pending += [*at, *at.values()]
        elif isinstance(at, list):
            pending += at
        size += len(at.encode()) + 3 if isinstance(at, str) else 2
    if size > limit:
        raise DocumentRefused(issues=[too_large(limit)])


def _parse(text: str, limit: int) -> object:
    try:
        if _SUSPECT_ESCAPE.search(text) or SURROGATE.search(text):
            raise Suspect
        value = _FAST.decode(text)
        if text.count("{") + text.count("[") > LEVELS:
            _check_depth(value)
    except (Suspect, RecursionError, json.JSONDecodeError):
        return _parse_slowly(text, limit)
    return value


def _check_depth(value: object) -> None:
    level: list[object] = [value]
    for _ in range(LEVELS):
        level = [
            inner
            for at in level
            for inner in (
                at.values() if isinstance(at, dict) else at if isinstance(at, list) else ()
            )
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise Suspect


def _parse_slowly(text: str, limit: int) -> object:
    try:
        value = _SLOW.decode(text)
    except RecursionError:
        raise DocumentRefused(issues=[too_deep("$")]) from None
    except json.JSONDecodeError as error:
        refuse(
            "not_json",
            f"Line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}).",
            fix="Mend it there; a JSON editor or `python -m json.tool FILE` shows the place.",
        )
    return cleaned(value, limit)

"""The strict reader: bytes, text or a dict in, plain JSON values out, or every reason why not.

UTF-8 alone; at most `limit` bytes and 32 levels; no duplicate key, NaN, Infinity, number out of
range, unpaired surrogate or NUL. A whole number is an int, any other a Decimal as it was written.

A sound document costs one pass of the C parser and a few scans of its bytes; only when something
looks wrong is it read again, slowly, to say where.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn

from attrs import frozen

from sop_core.errors import DocumentRefused, Issue, json_path, shown
from sop_core.instruments.exact import whole_decimal

#: Records and definitions are at most 1 MiB (DESIGN 3).
LIMIT = 1 << 20
#: How deep objects and lists may lie in each other.
LEVELS = 32
#: A number has at most this many characters, and lies within what every JSON reader can hold.
NUMBER_LENGTH = 64
_EXPONENT = 308
_MOST_INTEGER = 10**30

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SUSPECT_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
Step = str | int


class _Suspect(Exception):
    """Something is wrong; the slow reading says what and where."""


@frozen
class _Bad:
    """In the slow reading: a value that cannot be used, standing where it was found."""

    code: str
    said: str
    why: str
    fix: str


@frozen
class _Pairs:
    """In the slow reading: an object with all its pairs, repeated keys too."""

    pairs: list[tuple[str, Any]]


def refuse(code: str, message: str, *, fix: str, path: str = "$", source: str = "") -> NoReturn:
    """Refuse a document with one issue."""
    raise DocumentRefused(issues=[Issue(code, path, message, fix=fix)], source=source)


def _number(text: str) -> int | Decimal:
    """A JSON number with a fraction or an exponent, as it is written; suspect where out of range."""
    if len(text) > NUMBER_LENGTH:
        raise _Suspect
    value = Decimal(text)
    if value and abs(value.adjusted()) > _EXPONENT:
        raise _Suspect
    return whole_decimal(value)


def _integer(text: str) -> int:
    if len(text) > NUMBER_LENGTH:
        raise _Suspect
    return int(text)


def _constant(text: str) -> NoReturn:
    raise _Suspect


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Suspect
    return found


_FAST = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_integer, parse_constant=_constant
)


def _or_bad(text: str) -> int | Decimal | _Bad:
    try:
        return _number(text) if re.search(r"[.eE]", text) else _integer(text)
    except _Suspect:
        return _Bad(
            "number_out_of_range",
            shown(text),
            "A number has at most 64 characters and an exponent from -308 to 308, so that every reader holds the "
            "same number.",
            "Write a number within that range.",
        )


def _bad_constant(text: str) -> _Bad:
    return _Bad(
        "not_a_number",
        text,
        "JSON has no such number, and nothing could be counted with it.",
        'Write a number, or {"missing": reason} where there is none.',
    )


_SLOW = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_float=_or_bad, parse_int=_or_bad, parse_constant=_bad_constant
)


def _check_string(text: str, where: tuple[Step, ...], issues: list[Issue], what: str = "The text") -> None:
    if "\x00" in text:
        issues.append(
            Issue(
                "nul_character",
                json_path(*where),
                f"{what} holds a NUL character, at which databases and other systems cut it off.",
                fix="Take the character U+0000 out.",
            )
        )
    if _SURROGATE.search(text):
        issues.append(
            Issue(
                "lone_surrogate",
                json_path(*where),
                f"{what} holds half of a surrogate pair, which is no character and cannot be stored as UTF-8.",
                fix="Write the whole character; it was probably cut in two.",
            )
        )


def _clean(value: object, where: tuple[Step, ...], issues: list[Issue]) -> object:
    """A slowly read or a host's own value as plain JSON values, with an issue for each thing wrong."""
    if len(where) > LEVELS:
        issues.append(_too_deep(json_path(*where[:3]) + "…"))
        return None
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, _Bad):
        issues.append(Issue(value.code, json_path(*where), f"{value.said} stands here. {value.why}", fix=value.fix))
        return None
    if isinstance(value, str):
        _check_string(value, where, issues)
        return str(value)
    if isinstance(value, int | float | Decimal):
        return _clean_number(value, where, issues)
    if isinstance(value, _Pairs):
        return _clean_pairs(value.pairs, where, issues)
    if isinstance(value, Mapping):
        return _clean_pairs(list(value.items()), where, issues)
    if isinstance(value, list | tuple):
        return [_clean(inner, (*where, index), issues) for index, inner in enumerate(value)]
    issues.append(
        Issue(
            "not_json",
            json_path(*where),
            f"The value is a Python {type(value).__name__}, which JSON does not have.",
            fix="Use str, int, Decimal, bool, None, list and dict; write a date as date.isoformat().",
        )
    )
    return None


def _clean_number(value: float | Decimal, where: tuple[Step, ...], issues: list[Issue]) -> object:
    if isinstance(value, int):
        if abs(value) < 10**NUMBER_LENGTH:
            return int(value)
        bad = _or_bad("9" * (NUMBER_LENGTH + 1))
    elif not math.isfinite(value):
        bad = _bad_constant(str(value))
    else:
        # repr of a float is the shortest decimal that reads back as it: what a person wrote.
        bad = _or_bad(str(value) if isinstance(value, Decimal) else repr(value))
    return _clean(bad, where, issues) if isinstance(bad, _Bad) else whole_decimal(Decimal(bad))


def _clean_pairs(
    pairs: list[tuple[Any, Any]], where: tuple[Step, ...], issues: list[Issue]
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, inner in pairs:
        if not isinstance(key, str):
            issues.append(
                Issue(
                    "key_not_text",
                    json_path(*where),
                    f"A key is {shown(key)}. The keys of a JSON object are text.",
                    fix=f"Write {shown(str(key))} as a string.",
                )
            )
            continue
        _check_string(key, where, issues, what=f"The key {shown(key)}")
        if key in found:
            issues.append(
                Issue(
                    "duplicate_key",
                    json_path(*where, key),
                    f"The key {shown(key)} stands twice in one object. Readers differ in which one they keep, so "
                    "an answer could be lost without a word.",
                    fix="Keep one of the two.",
                )
            )
            continue
        found[str(key)] = _clean(inner, (*where, key), issues)
    return found


def _too_deep(path: str) -> Issue:
    return Issue(
        "too_deep",
        path,
        f"Objects and lists lie more than {LEVELS} levels deep in each other. No document of ours is so deep, and "
        "reading it could exhaust the program.",
        fix="Send the document itself, without wrapping.",
    )


def _decoded(data: bytes | bytearray | memoryview | str, limit: int) -> str:
    if isinstance(data, str):
        raw = data.encode("utf-8", "surrogatepass")
        text = data
    else:
        raw = bytes(data)
    if len(raw) > limit:
        refuse(
            "too_large",
            f"The document has {len(raw):,} bytes; at most {limit:,} are read, so that one document cannot stop a "
            "host.",
            fix="Send one record or definition at a time.",
        )
    if not isinstance(data, str):
        if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00")) or raw[1:2] == b"\x00":
            refuse(
                "not_utf8",
                "The document begins with a byte order mark or is in UTF-16 or UTF-32. Documents are UTF-8 without "
                "a mark, so that equal documents have equal bytes.",
                fix='Save it as "UTF-8 without BOM".',
            )
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            refuse(
                "not_utf8",
                f"Byte {error.start} is not UTF-8. Documents are UTF-8, so that every reader sees the same text.",
                fix="Save the document as UTF-8.",
            )
    return text


def read(data: object, *, limit: int = LIMIT) -> dict[str, Any]:
    """A document's plain values: dict, list, str, int, Decimal, bool, None.

    `data` is bytes or text of JSON, or a mapping that a host built. Raises DocumentRefused with all
    issues. A mapping is copied, so that what the host does to its own afterwards changes nothing.
    """
    if isinstance(data, bytes | bytearray | memoryview | str):
        value = _parse(_decoded(data, limit))
    elif isinstance(data, Mapping):
        value = _cleaned(data)
        _check_size(value, limit)
    else:
        refuse(
            "not_a_document",
            f"The document is a Python {type(data).__name__}.",
            fix="Pass a dict, or JSON as str or bytes.",
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
        refuse(
            "too_large",
            f"The document is larger than {limit:,} bytes would be, and no more are read.",
            fix="Send one record or definition at a time.",
        )


def _cleaned(value: object) -> object:
    issues: list[Issue] = []
    clean = _clean(value, (), issues)
    if issues:
        raise DocumentRefused(issues=issues)
    return clean


def _parse(text: str) -> object:
    try:
        if _SUSPECT_ESCAPE.search(text) or _SURROGATE.search(text):
            raise _Suspect
        value = _FAST.decode(text)
        if text.count("{") + text.count("[") > LEVELS:
            _check_depth(value)
    except (_Suspect, RecursionError, json.JSONDecodeError):
        return _parse_slowly(text)
    return value


def _check_depth(value: object) -> None:
    level: list[object] = [value]
    for _ in range(LEVELS + 1):
        level = [
            inner
            for at in level
            for inner in (at.values() if isinstance(at, dict) else at if isinstance(at, list) else ())
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise _Suspect


def _parse_slowly(text: str) -> object:
    try:
        value = _SLOW.decode(text)
    except RecursionError:
        raise DocumentRefused(issues=[_too_deep("$")]) from None
    except json.JSONDecodeError as error:
        refuse(
            "not_json",
            f"Line {error.lineno}, column {error.colno}: this is not JSON ({error.msg}).",
            fix="Mend it there; a JSON editor or `python -m json.tool FILE` shows the place.",
        )
    return _cleaned(value)

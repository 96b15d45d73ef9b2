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
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NoReturn

from attrs import define, field, frozen

from sop_core.errors import DocumentRefused, Issue, json_path, shown
from sop_core.instruments.exact import whole_decimal

#: Records and definitions are at most 1 MiB (DESIGN 3).
LIMIT = 1 << 20
#: How deep objects and lists may lie in each other.
LEVELS = 32
#: A number has at most this many characters, written out in full: as it is stored, so it is read.
NUMBER_LENGTH = 64

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONG_EXPONENT = re.compile(r"[eE][+-]?0*[1-9][0-9]{2}")
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


@define
class _Cleaning:
    """The state of one slow reading: what was found, and how many more values may come."""

    left: int
    issues: list[Issue] = field(factory=list)


@frozen
class _Pairs:
    """In the slow reading: an object with all its pairs, repeated keys too."""

    pairs: list[tuple[str, Any]]


def refuse(code: str, message: str, *, fix: str, path: str = "$", source: str = "") -> NoReturn:
    """Refuse a document with one issue."""
    raise DocumentRefused(issues=[Issue(code, path, message, fix=fix)], source=source)


def _number(text: str) -> int | Decimal:
    """A JSON number with a fraction or an exponent, as it is written; suspect where out of range."""
    # A long exponent is looked for in the text: Decimal itself fails at some, and others fill memory.
    if len(text) > NUMBER_LENGTH or _LONG_EXPONENT.search(text):
        raise _Suspect
    value = whole_decimal(Decimal(text))
    if len(format(value, "f") if isinstance(value, Decimal) else str(value)) > NUMBER_LENGTH:
        raise _Suspect
    return value


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
            f"A number has at most {NUMBER_LENGTH} characters when it is written out in full, so that every reader "
            "holds the same number.",
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


def _check_string(
    text: str, where: tuple[Step, ...], issues: list[Issue], what: str = "The text"
) -> None:
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


def _clean(value: object, where: tuple[Step, ...], state: _Cleaning) -> object:
    """A slowly read or a host's own value as plain JSON values, with an issue for each thing wrong."""
    state.left -= 1
    if state.left < 0:
        _refuse_large(state.issues)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, _Bad):
        said = f"{value.said} stands here. {value.why}"
        state.issues.append(Issue(value.code, json_path(*where), said, fix=value.fix))
        return None
    if isinstance(value, str):
        _check_string(value, where, state.issues)
        # A subclass says what it likes as str(value): an enum its name, not its text.
        return str.__str__(value)
    if isinstance(value, int | float | Decimal):
        return _clean_number(value, where, state)
    if len(where) >= LEVELS and isinstance(value, _Pairs | Mapping | list | tuple):
        # Here it ends: a value that holds itself would go on for ever.
        raise DocumentRefused(issues=[*state.issues, _too_deep(json_path(*where[:3]) + "…")])
    if isinstance(value, _Pairs):
        return _clean_pairs(value.pairs, where, state)
    if isinstance(value, Mapping):
        return _clean_pairs(list(value.items()), where, state)
    if isinstance(value, list | tuple):
        return [_clean(inner, (*where, index), state) for index, inner in enumerate(value)]
    state.issues.append(
        Issue(
            "not_json",
            json_path(*where),
            f"The value is a Python {type(value).__name__}, which JSON does not have.",
            fix="Use str, int, Decimal, bool, None, list and dict; write a date as date.isoformat().",
        )
    )
    return None


def _clean_number(value: float | Decimal, where: tuple[Step, ...], state: _Cleaning) -> object:
    # Subclasses (numpy.float64, IntEnum) print themselves in their own way: the base type's is asked.
    if isinstance(value, int):
        if -(10 ** (NUMBER_LENGTH - 1)) < value < 10**NUMBER_LENGTH:
            return int.__int__(value)
        bad: object = _or_bad("9" * (NUMBER_LENGTH + 1))
    elif isinstance(value, Decimal):
        bad = (
            _or_bad(Decimal.__str__(value))
            if value.is_finite()
            else _bad_constant(Decimal.__str__(value))
        )
    else:
        # repr of a float is the shortest decimal that reads back as it: what a person wrote.
        bad = (
            _or_bad(float.__repr__(value))
            if math.isfinite(value)
            else _bad_constant(str(float(value)))
        )
    return _clean(bad, where, state) if isinstance(bad, _Bad) else bad


def _clean_pairs(
    pairs: list[tuple[Any, Any]], where: tuple[Step, ...], state: _Cleaning
) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, inner in pairs:
        if not isinstance(key, str):
            state.issues.append(
                Issue(
                    "key_not_text",
                    json_path(*where),
                    f"A key is a Python {type(key).__name__}. The keys of a JSON object are text.",
                    fix="Write the key as a string.",
                )
            )
            continue
        name = str.__str__(key)
        _check_string(name, where, state.issues, what=f"The key {shown(name)}")
        if name in found:
            state.issues.append(
                Issue(
                    "duplicate_key",
                    json_path(*where, name),
                    f"The key {shown(name)} stands twice in one object. Readers differ in which one they keep, so "
                    "an answer could be lost without a word.",
                    fix="Keep one of the two.",
                )
            )
            continue
        found[name] = _clean(inner, (*where, name), state)
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
    raw = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else bytes(data)
    if len(raw) > limit:
        refuse(
            "too_large",
            f"The document has {len(raw):,} bytes; at most {limit:,} are read, so that one document "
            "cannot stop a host.",
            fix="Send one record or definition at a time.",
        )
    if isinstance(data, str):
        return data
    if raw.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x00")) or raw[1:2] == b"\x00":
        refuse(
            "not_utf8",
            "The document begins with a byte order mark or is in UTF-16 or UTF-32. Documents are "
            "UTF-8 without a mark, so that equal documents have equal bytes.",
            fix='Save it as "UTF-8 without BOM".',
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        refuse(
            "not_utf8",
            f"Byte {error.start} is not UTF-8. Documents are UTF-8, so that every reader sees the "
            "same text.",
            fix="Save the document as UTF-8.",
        )


def read(data: object, *, limit: int = LIMIT) -> dict[str, Any]:
    """A document's plain values: dict, list, str, int, Decimal, bool, None.

    `data` is bytes or text of JSON, or a mapping that a host built. Raises DocumentRefused with all
    issues. A mapping is copied, so that what the host does to its own afterwards changes nothing.
    """
    if isinstance(data, bytes | bytearray | memoryview | str):
        value = _parse(_decoded(data, limit), limit)
    elif isinstance(data, Mapping):
        value = _cleaned(data, limit)
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


def _refuse_large(issues: Iterable[Issue] = ()) -> NoReturn:
    large = Issue(
        "too_large",
        "$",
        f"The document would be larger than {LIMIT:,} bytes as JSON, and no more are read, so that one document "
        "cannot stop a host.",
        fix="Send one record or definition at a time.",
    )
    raise DocumentRefused(issues=[*issues, large])


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
        _refuse_large()


def _cleaned(value: object, limit: int) -> object:
    # No value takes less than two bytes with what parts it from the next.
    state = _Cleaning(limit // 2 + 1)
    clean = _clean(value, (), state)
    if state.issues:
        raise DocumentRefused(issues=state.issues)
    return clean


def _parse(text: str, limit: int) -> object:
    try:
        if _SUSPECT_ESCAPE.search(text) or _SURROGATE.search(text):
            raise _Suspect
        value = _FAST.decode(text)
        if text.count("{") + text.count("[") > LEVELS:
            _check_depth(value)
    except (_Suspect, RecursionError, json.JSONDecodeError):
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
    raise _Suspect


def _parse_slowly(text: str, limit: int) -> object:
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
    return _cleaned(value, limit)

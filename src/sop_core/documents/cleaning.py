"""The slow reading: a value made plain step by step, with an issue for each thing that is wrong.

What the reader suspects, and what a host built itself, comes through here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from attrs import define, field, frozen

from sop_core.errors import MOST_SHOWN, DocumentRefused, Issue, json_path, shown
from sop_core.instruments.exact import whole_decimal

#: Records and definitions are at most 1 MiB (DESIGN 3).
LIMIT = 1 << 20
#: How deep objects and lists may lie in each other.
LEVELS = 32
#: A number has at most this many characters, written out in full: as it is stored, so it is read.
NUMBER_LENGTH = 64

SURROGATE = re.compile(r"[\ud800-\udfff]")
_LONG_EXPONENT = re.compile(r"[eE][+-]?0*[1-9][0-9]{2}")
Step = str | int


class Suspect(Exception):
    """Something is wrong; the slow reading says what and where."""


@frozen
class Bad:
    """A value that cannot be used, standing where it was found."""

    code: str
    said: str
    why: str
    fix: str


@frozen
class Pairs:
    """An object with all its pairs, repeated keys too."""

    pairs: list[tuple[str, Any]]


@define
class _Cleaning:
    """What was found so far, and how many more values may come."""

    limit: int
    left: int
    issues: list[Issue] = field(factory=list)


def number(text: str) -> int | Decimal:
    """A JSON number with a fraction or an exponent, as it is written; suspect where out of range."""
    # A long exponent is looked for in the text: Decimal itself fails at some, and others fill memory.
    if len(text) > NUMBER_LENGTH or _LONG_EXPONENT.search(text):
        raise Suspect
    value = whole_decimal(Decimal(text))
    if len(format(value, "f") if isinstance(value, Decimal) else str(value)) > NUMBER_LENGTH:
        raise Suspect
    return value


def integer(text: str) -> int:
    """A JSON number without either; suspect where out of range."""
    if len(text) > NUMBER_LENGTH:
        raise Suspect
    return int(text)


def _out_of_range(said: str) -> Bad:
    return Bad(
        "number_out_of_range",
        said if len(said) <= MOST_SHOWN else f"{said[:MOST_SHOWN]}…",
        f"A number has at most {NUMBER_LENGTH} characters when it is written out in full, so that every reader "
        "holds the same number.",
        "Write a number within that range.",
    )


def number_or_bad(text: str) -> int | Decimal | Bad:
    """A number of either kind, or why it is none."""
    try:
        return number(text) if re.search(r"[.eE]", text) else integer(text)
    except Suspect:
        return _out_of_range(text)


def bad_constant(text: str) -> Bad:
    """NaN and its kin, which Python writes and JSON does not have."""
    return Bad(
        "not_a_number",
        text,
        "JSON has no such number, and nothing could be counted with it.",
        'Write a number, or {"missing": reason} where there is none.',
    )


def too_deep(path: str) -> Issue:
    """Objects and lists in each other, further than any document of ours goes."""
    return Issue(
        "too_deep",
        path,
        f"Objects and lists lie more than {LEVELS} levels deep in each other. No document of ours is so deep, and "
        "reading it could exhaust the program.",
        fix="Send the document itself, without wrapping.",
    )


def too_large(limit: int) -> Issue:
    """More than is read."""
    return Issue(
        "too_large",
        "$",
        f"The document has more than {limit:,} bytes; no more are read, so that one document cannot stop a host.",
        fix="Send one record or definition at a time.",
    )


def cleaned(value: object, limit: int) -> object:
    """A slowly read or a host's own value as plain JSON values. DocumentRefused carries every issue."""
    # No value takes less than two bytes with what parts it from the next.
    state = _Cleaning(limit, left=limit // 2 + 1)
    clean = _clean(value, (), state)
    if state.issues:
        raise DocumentRefused(issues=state.issues)
    return clean


def _clean(value: object, where: tuple[Step, ...], state: _Cleaning) -> object:
    state.left -= 1
    if state.left < 0:
        # One list that stands in many places fills no memory until it is copied.
        raise DocumentRefused(issues=[*state.issues, too_large(state.limit)])
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Bad):
        said = f"{value.said} stands here. {value.why}"
        state.issues.append(Issue(value.code, json_path(*where), said, fix=value.fix))
        return None
    if isinstance(value, str):
        _check_string(value, where, state.issues, what="The text")
        # A subclass says what it likes as str(value): an enum its name, not its text.
        return str.__str__(value)
    if isinstance(value, int | float | Decimal):
        return _clean_number(value, where, state)
    return _clean_container(value, where, state)


#: What is meant where a value of this library, such as receipt.record, stands inside a document.
_OF_A_RECORD = (
    ' An earlier record is named as {"id": record.id, "digest": digest(record)}; a whole one is written as '
    "to_document(record)."
)


def _clean_container(value: object, where: tuple[Step, ...], state: _Cleaning) -> object:
    if isinstance(value, Pairs | Mapping | list | tuple) and len(where) >= LEVELS:
        # Here it ends: a value that holds itself would go on for ever.
        raise DocumentRefused(issues=[*state.issues, too_deep(json_path(*where[:3]) + "…")])
    if isinstance(value, Pairs):
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
            fix="Use str, int, Decimal, bool, None, list and dict; write a date as date.isoformat()."
            + (_OF_A_RECORD if hasattr(type(value), "__attrs_attrs__") else ""),
        )
    )
    return None


def _clean_number(value: float | Decimal, where: tuple[Step, ...], state: _Cleaning) -> object:
    # Subclasses (numpy.float64, IntEnum) print themselves in their own way: the base type's is asked.
    found: object
    if isinstance(value, int):
        fits = -(10 ** (NUMBER_LENGTH - 1)) < value < 10**NUMBER_LENGTH
        found = int.__int__(value) if fits else _out_of_range("A whole number that long")
    elif isinstance(value, Decimal):
        written = Decimal.__str__(value)
        found = number_or_bad(written) if value.is_finite() else bad_constant(written)
    else:
        # repr of a float is the shortest decimal that reads back as it: what a person wrote.
        written = float.__repr__(value)
        found = number_or_bad(written) if math.isfinite(value) else bad_constant(written)
    return _clean(found, where, state) if isinstance(found, Bad) else found


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


def _check_string(text: str, where: tuple[Step, ...], issues: list[Issue], *, what: str) -> None:
    if "\x00" in text:
        issues.append(
            Issue(
                "nul_character",
                json_path(*where),
                f"{what} holds a NUL character, at which databases and other systems cut it off.",
                fix="Take the character U+0000 out.",
            )
        )
    if SURROGATE.search(text):
        issues.append(
            Issue(
                "lone_surrogate",
                json_path(*where),
                f"{what} holds half of a surrogate pair, which is no character and cannot be stored as UTF-8.",
                fix="Write the whole character; it was probably cut in two.",
            )
        )

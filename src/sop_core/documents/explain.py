"""What jsonschema found, said so that a person knows what to do next.

A property's `description` in the schema is the reason that stands in the message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, partial
from itertools import chain, islice, takewhile
from typing import Any

from sop_core.documents.quick import is_sound_administration
from sop_core.documents.registry import schema, validator
from sop_core.errors import MOST_GUESSED, Issue, json_path, listed, nearest, shown
from sop_core.practice.confidential import CASE_RECORDS, discreet

#: The most issues that are listed of one document.
MOST_ISSUES = 10_000

_KINDS = {
    "object": "an object",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}
_PATTERNS = {
    "A-Za-z0-9_.-": "1 to 64 of the letters a to z, digits, and the signs _ . -",
    "sha256": "sha256: and 64 hexadecimal digits",
    "[a-z]{2,3}(-": "a language such as en or es",
    "[0-9]{4}-[0-9]{2}": "a day as YYYY-MM-DD",
    "/[1-9]": 'an integer, or a fraction such as "1/2"',
    "[0-9]{1,6}(": "a version such as 1.0.0",
}


def _wanted(pattern: str) -> str:
    return next(
        (words for part, words in _PATTERNS.items() if part in pattern), f"the form {pattern}"
    )


def _why(found: dict[str, Any]) -> str:
    why = found.get("description", "")
    return f" {why}" if why else ""


def _holding(found: dict[str, Any], kinds: list[str]) -> str:
    """What an object that is wanted cannot do without."""
    needed = found.get("required", ()) if kinds == ["object"] else ()
    return f" with: {listed(needed, most=30)}" if needed else ""


def _item(path: tuple[str | int, ...]) -> str | None:
    match path:
        case ("answers", str(item), *_):
            return item
        case _:
            return None


def _issue(code: str, path: tuple[str | int, ...], message: str, fix: str) -> Issue:
    return Issue(code, json_path(*path), message, fix=fix, item=_item(path))


def _unknown_fields(error: Any, path: tuple[str | int, ...]) -> Iterator[Issue]:
    known = list(error.schema.get("properties", {}))
    unknown = [key for key in error.instance if key not in known]
    for count, key in enumerate(unknown):
        meant = nearest(key, known) if count < MOST_GUESSED else ""
        yield _issue(
            "unknown_field",
            (*path, key),
            f"{shown(key)} is no field here. What is not read would be lost without a word; if the writer is newer "
            "than this version of sop_core, it may know more fields.",
            f"{meant}The fields are {listed(known, most=30)}. Your own go under extensions of the document.",
        )


def _unnamed_fields(error: Any, path: tuple[str | int, ...]) -> Iterator[Issue]:
    known = list(error.schema.get("properties", {}))
    count = len([key for key in error.instance if key not in known])
    what = "1 field here is" if count == 1 else f"{count:,} fields here are"
    yield _issue(
        "unknown_field",
        path,
        f"{what} not known, and not named, since this is a record of a case. What is not read would be lost without "
        "a word; if the writer is newer than this version of sop_core, it may know more fields.",
        f"The fields are {listed(known, most=30)}. Your own go under extensions of the document.",
    )


def _missing_fields(error: Any, path: tuple[str | int, ...]) -> Iterator[Issue]:
    # jsonschema reports each missing field as an error of its own.
    for key in error.validator_value:
        if key not in error.instance and f"{key!r} is a required" in error.message:
            found = error.schema.get("properties", {}).get(key, {})
            yield _issue(
                "missing_field",
                (*path, key),
                f"The field {key!r} is missing.{_why(found)}",
                f"Add {key!r}.",
            )


def _lengths(error: Any, path: tuple[str | int, ...], *, quiet: bool) -> Iterator[Issue]:
    rule, bound, value = error.validator, error.validator_value, error.instance
    what = {
        "maxLength": "characters",
        "minLength": "characters",
        "maxItems": "entries",
        "minItems": "entries",
    }
    unit = what.get(rule, "fields")
    least = rule.startswith("min")
    yield _issue(
        "too_short" if least else "too_long",
        (*path, value) if "propertyNames" in error.absolute_schema_path and not quiet else path,
        f"{len(value):,} {unit} stand here; {'at least' if least else 'at most'} {bound:,} may.{_why(error.schema)}",
        f"{'Add to it' if least else 'Shorten it'}.",
    )


def _explain(error: Any, ours: frozenset[str] = frozenset()) -> Iterator[Issue]:
    """One error in words. With `ours`, the names that a schema of case records uses, nothing else is repeated."""
    path, quiet = tuple(error.absolute_path), bool(ours)
    show = discreet if quiet else shown
    if quiet:
        path = tuple(takewhile(lambda step: isinstance(step, int) or step in ours, path))
    rule, value, schema_here = error.validator, error.instance, error.schema
    if rule == "additionalProperties" and error.validator_value is False:
        yield from (_unnamed_fields if quiet else _unknown_fields)(error, path)
    elif rule == "required":
        yield from _missing_fields(error, path)
    elif rule == "type":
        kinds = (
            [error.validator_value]
            if isinstance(error.validator_value, str)
            else error.validator_value
        )
        wanted = (
            _wanted(schema_here["pattern"])
            if "pattern" in schema_here and "integer" in kinds and "string" in kinds
            else " or ".join(_KINDS[kind] for kind in kinds)
        )
        yield _issue(
            "wrong_type",
            path,
            f"{show(value)} stands here, and {wanted} is wanted.{_why(schema_here)}",
            f"Write {wanted}{_holding(schema_here, kinds)}."
            + (" Leave the quotation marks out." if _looks_like(value, kinds) else ""),
        )
    elif rule == "pattern":
        wanted = _wanted(error.validator_value)
        near = (
            " It ends in a line break." if isinstance(value, str) and value.endswith("\n") else ""
        )
        at_name = "propertyNames" in error.absolute_schema_path and not quiet
        parent = (*path, str(value)) if at_name else path
        yield _issue(
            "wrong_form",
            parent,
            f"{show(value)} is not {wanted}.{near}{_why(schema_here)}",
            _token(wanted) if "An opaque token" in _why(schema_here) else f"Write {wanted}.",
        )
    elif rule in ("enum", "const"):
        choices = error.validator_value if rule == "enum" else [error.validator_value]
        meant = nearest(str(value), map(str, choices))
        yield _issue(
            "not_a_choice",
            path,
            f"{show(value)} is not among the choices.{_why(schema_here)}",
            f"{meant}Write one of: {listed(map(str, choices))}.",
        )
    elif rule in (
        "maxLength",
        "minLength",
        "maxItems",
        "minItems",
        "maxProperties",
        "minProperties",
    ):
        yield from _lengths(error, path, quiet=quiet)
    elif rule in ("minimum", "maximum"):
        bound = "at least" if rule == "minimum" else "at most"
        yield _issue(
            "out_of_range",
            path,
            f"{show(value)} stands here; {bound} {error.validator_value} may.{_why(schema_here)}",
            f"Write a number that is {bound} {error.validator_value}.",
        )
    elif rule == "uniqueItems":
        yield _issue(
            "not_unique",
            path,
            f"An entry of the list stands twice.{_why(schema_here)}",
            "Keep one.",
        )
    else:  # pragma: no cover - the schema lint allows no other keyword
        yield _issue(
            "wrong_form",
            path,
            f"{show(value)} does not fit the schema ({rule}).",
            "See the schema.",
        )


def _token(wanted: str) -> str:
    # A rule of letters alone would teach to write a name with a dot in it.
    return (
        "Make a token at random, as by secrets.token_hex(8), keep in a table of yours whose it is, and write that: "
        f"{wanted}. A name or an address in other letters is still one."
    )


def _looks_like(value: object, kinds: list[str]) -> bool:
    number = (
        isinstance(value, str)
        and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?|true|false", value) is not None
    )
    return number and "string" not in kinds


def shape_issues(document: dict[str, Any], name: str) -> list[Issue]:
    """Every way in which a document is not of its schema's shape; of a record of a case, no word is repeated."""
    if name == "administration" and is_sound_administration(document):
        return []
    explain = partial(_explain, ours=_names_in(name) if name in CASE_RECORDS else frozenset())
    errors = validator(name).iter_errors(document)
    return list(islice(chain.from_iterable(map(explain, errors)), MOST_ISSUES + 1))


@cache
def _names_in(name: str) -> frozenset[str]:
    """Every name of a field that a schema knows: a path may say these, and no others of a record of a case."""
    found: set[str] = set()
    pending: list[object] = [schema(name)]
    while pending:
        at = pending.pop()
        if isinstance(at, dict):
            found |= at.get("properties", {}).keys()
            pending += at.values()
    return frozenset(found)


def is_of_shape(document: dict[str, Any], name: str) -> bool:
    """Whether a document is of its schema's shape."""
    return bool(validator(name).is_valid(document))


def _positions(value: object, at: tuple[str | int, ...], found: dict[str, int]) -> None:
    found[json_path(*at)] = len(found)
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, below in inner:
        _positions(below, (*at, key), found)


def in_document_order(issues: list[Issue], document: object) -> tuple[Issue, ...]:
    """Issues in the order of the places they speak of; what is missing comes with what should hold it."""
    if not issues:
        return ()
    found: dict[str, int] = {}
    _positions(document, (), found)

    def position(issue: Issue) -> int:
        path = issue.path
        while path not in found and path != "$":
            path = path[: max(path.rfind("."), path.rfind("["), 1)]
        return found.get(path, 0)

    ordered = sorted(dict.fromkeys(issues), key=position)
    if len(ordered) <= MOST_ISSUES:
        return tuple(ordered)
    return (*ordered[:MOST_ISSUES], more_issues())


def more_issues() -> Issue:
    """What ends a list of issues that is longer than anybody reads."""
    return Issue(
        "more_issues",
        "$",
        f"There are more than {MOST_ISSUES} issues; the first {MOST_ISSUES} are listed, since a refusal is to be "
        "read.",
        fix="Mend these, and check again.",
    )

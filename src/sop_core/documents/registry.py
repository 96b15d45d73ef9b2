"""The schemas that this version knows. Nothing is ever fetched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from sop_core.errors import Issue, NotFound, listed, shown

_URN = re.compile(r"urn:sop:schema:([a-z-]{1,40}):([0-9]{1,4})")


def schema_folder() -> Path:
    """Where the schemas lie: inside the package when installed, beside `src` in a checkout."""
    package = Path(__file__).parents[1]
    inside = package / "schemas"
    return inside if inside.is_dir() else package.parents[1] / "schemas"


@cache
def names() -> tuple[str, ...]:
    """The names of all schemas, sorted."""
    return tuple(
        sorted(
            path.name.removesuffix(".schema.json") for path in schema_folder().glob("*.schema.json")
        )
    )


@cache
def schema(name: str) -> dict[str, Any]:
    """One schema as plain data. Raises NotFound with the names that there are."""
    if name not in names():
        raise NotFound(
            f"There is no schema {shown(name)}. This version of sop_core knows: {listed(names())}."
        )
    loaded: dict[str, Any] = json.loads(
        (schema_folder() / f"{name}.schema.json").read_text("utf-8")
    )
    return loaded


@cache
def validator(name: str) -> Any:
    """A cached jsonschema validator with a registry that holds nothing and fetches nothing."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry

    made: Any = extend(Draft202012Validator, {"uniqueItems": _unique_items})  # type: ignore[no-untyped-call]
    return made(schema(name), registry=Registry())


def _unique_items(
    _validator: Any, wanted: object, instance: object, _schema: object
) -> Iterator[Exception]:
    # jsonschema's own compares each entry with each where they cannot be sorted: minutes for a
    # hostile list. What is no text is of the wrong type here, and is reported as that.
    from jsonschema import ValidationError

    if not wanted or not isinstance(instance, list):
        return
    texts = [entry for entry in instance if isinstance(entry, str)]
    if len(set(texts)) != len(texts):
        yield ValidationError(f"{len(texts) - len(set(texts))} entries stand twice")


def kind_of(document: dict[str, Any]) -> str | Issue:
    """Which schema a document names, or an issue that says what is known."""
    urn = document.get("$schema", document.get("dataschema"))
    match = _URN.fullmatch(urn) if isinstance(urn, str) else None
    if match is not None and match[1] in names() and match[2] == "1":
        return match[1]
    known = f"This version of sop_core knows: {listed(names(), most=40)}."
    if match is None:
        said = "names no schema" if urn is None else f"names {shown(urn)} as its schema"
        return Issue(
            "schema_missing" if urn is None else "unknown_schema",
            "$['$schema']",
            f"The document {said}. Every document says which schema it follows, so that it can be read years later.",
            fix=f'Write "$schema": "urn:sop:schema:<name>:1". {known}',
        )
    name, major = match[1], match[2]
    newer = f"version {major} of {name}" if name in names() else f"the schema {name!r}"
    return Issue(
        "unknown_schema",
        "$['$schema']",
        f"The document follows {newer}, which this version of sop_core does not know; its writer may be newer. {known}",
        fix="Update sop_core here, or write the document for a schema that it knows.",
    )

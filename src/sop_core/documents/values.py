"""Records whose value mirrors their document, field by field: one way there and one way back.

A value's class says `KIND`, the name of its schema. A field whose name Python keeps for itself says
in its metadata what the document calls it (`{"name": "with"}`). What is None by default is left out
of the document where it is None, and so is what is empty where the metadata says `{"empty": "absent"}`;
every other field is written, so that a record is whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from attrs import Attribute, fields, has

from sop_core.documents.records import plain
from sop_core.documents.structure import converter

Value = TypeVar("Value")


def name_of(field: Attribute[Any]) -> str:
    """What the document calls a field."""
    return str(field.metadata.get("name", field.name))


@cache
def _fields_of(kind: type) -> tuple[tuple[str, str, bool, bool], ...] | None:
    """Of a value's class each field, what the document calls it, and whether it is left out empty, or where None.

    None of a class that has no fields.
    """
    if not has(kind):
        return None
    return tuple(
        (one.name, name_of(one), "empty" in one.metadata, one.default is None)
        for one in fields(kind)
    )


def written(value: Any) -> Any:
    """A value as plain JSON values."""
    if value is None or isinstance(value, str | int):
        return plain(value)
    kind: Any = type(value)
    every = _fields_of(kind)
    if every is not None:
        found = {}
        for ours, theirs, not_empty, not_none in every:
            inner = getattr(value, ours)
            if inner if not_empty else inner is not None or not not_none:
                found[theirs] = written(inner)
        return found
    if isinstance(value, Mapping):
        return {key: written(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [written(inner) for inner in value]
    return plain(value)


def document_of(value: Any) -> dict[str, Any]:
    """A record's document: its schema, and every field of its value."""
    return {"$schema": f"urn:sop:schema:{value.KIND}:1", **written(value)}


def value_of(document: Mapping[str, Any], kind: type[Value]) -> Value:
    """A checked document as a value of its class."""
    names = {name_of(field) for field in fields(kind)}  # type: ignore[arg-type]
    known = {key: inner for key, inner in document.items() if key in names}
    return converter().structure(known, kind)

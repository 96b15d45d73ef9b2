"""Records whose value mirrors their document, field by field: one way there and one way back.

A value's class says `KIND`, the name of its schema. A field whose name Python keeps for itself says
in its metadata what the document calls it (`{"name": "with"}`). What is None by default is left out
of the document where it is None; every other field is written, so that a record is whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import Attribute, fields, has

from sop_core.documents.records import plain
from sop_core.documents.structure import converter

Value = TypeVar("Value")


def name_of(field: Attribute[Any]) -> str:
    """What the document calls a field."""
    return str(field.metadata.get("name", field.name))


def written(value: Any) -> Any:
    """A value as plain JSON values."""
    if has(type(value)):
        return {
            name_of(field): written(inner)
            for field in fields(type(value))
            if (inner := getattr(value, field.name)) is not None or field.default is not None
        }
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

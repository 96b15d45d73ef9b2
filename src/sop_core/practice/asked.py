"""What a caller passed where a tool, a kind of statement or a record of a case is wanted, and what to pass instead.

What was passed may be somebody's words by mistake: only what has the form of an id is repeated.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from sop_core.errors import CallRefused, listed, nearest, shown
from sop_core.practice.statement import StatementKind
from sop_core.practice.tools import FieldTool
from sop_core.types import is_id

Named = TypeVar("Named", bound=StrEnum)


def tool_named(tool: object) -> FieldTool:
    """The field tool of a name; CallRefused, with the names, for what is none."""
    return _named(tool, FieldTool, "field tool")


def kind_named(kind: object) -> StatementKind:
    """The kind of statement of a name; CallRefused, with the names, for what is none."""
    return _named(kind, StatementKind, "kind of statement")


def _named(name: object, names: type[Named], what: str) -> Named:
    if isinstance(name, str) and name in set(names):
        return names(name)
    said = (
        f"There is no {what} {shown(name)}. {nearest(str(name), map(str, names))}"
        if is_id(name)
        else ""
    )
    raise CallRefused(
        f"{said or f'What was passed is the name of no {what}. '}The names are: {listed(names)}."
    )


def expect(record: object, *kinds: type) -> None:
    """Raises CallRefused where a value of another class was passed, such as a record as it is stored."""
    if isinstance(record, kinds):
        return
    wanted = " or ".join(kind.__name__ for kind in kinds)
    raise CallRefused(
        f"What was passed is of type {type(record).__name__}; this takes a {wanted}. Pass receipt.record, or read a "
        f"stored record: sop_core.documents.value_of(json.loads(stored), {kinds[0].__name__})."
    )

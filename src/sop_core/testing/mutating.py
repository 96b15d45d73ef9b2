"""Near misses: a valid document with one thing changed."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from sop_core.testing.values import ids, labels

Document = dict[str, Any]
Step = str | int

#: Values that stand where they should not, one after the other.
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 10**20, Decimal("0.5"), "", "1", "x y", "id\n", "\u202e", "é",
    "1/2", "0/1", "1/0", "urn:sop:schema:score:1", [], ["1"], [[]], {}, {"missing": "declined"},
    {"missing": "not_asked"}, {"en": "x"},
)  # fmt: skip


def places(value: Any, at: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """Every place inside a document, as the steps that lead there."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, below in inner:
        yield (*at, key)
        yield from places(below, (*at, key))


@st.composite
def mutated(draw: st.DrawFn, document: Document, /) -> Document:
    """The document with one field taken out, added, repeated, renamed, or given another value.

    Most are invalid, and by one fault; some are valid by luck, so ask the library which. The
    document itself is left as it is.
    """
    changed = deepcopy(document)
    *parents, last = draw(st.sampled_from(list(places(changed))))
    holder: Any = changed
    for step in parents:
        holder = holder[step]
    how = draw(st.sampled_from(("replace", "remove", "add", "rename", "nearly")))
    if how == "remove":
        del holder[last]
    elif how == "add":
        if isinstance(holder, dict):
            holder[draw(ids() | st.just("x y") | st.just(f"{last}_"))] = draw(
                st.sampled_from(STRANGE)
            )
        else:
            holder.insert(draw(st.integers(0, len(holder))), deepcopy(holder[last]))
    elif how == "rename" and isinstance(holder, dict):
        holder[draw(ids() | st.just(f"{last}\n"))] = holder.pop(last)
    elif how == "nearly":
        holder[last] = draw(_near(holder[last]))
    else:
        holder[last] = deepcopy(draw(st.sampled_from(STRANGE)))
    return changed


def _near(value: Any) -> st.SearchStrategy[Any]:
    """What a careless writer would put in place of a value."""
    if isinstance(value, bool):
        return st.sampled_from((int(value), str(value).lower(), None))
    if isinstance(value, int | Decimal):
        return st.sampled_from((str(value), value + 1, value - 1, -value, [value]))
    if isinstance(value, str):
        return (
            st.sampled_from((f"{value}\n", f" {value}", value.upper(), value[:-1]))
            | ids()
            | labels()
        )
    if isinstance(value, list):
        return st.sampled_from(([*value, *value], value[1:], {"0": value}))
    return st.sampled_from(([value], {}, None))

"""What a plugin is lent: copies, so that no way of writing to one reaches the host or the next plugin.

Payloads are frozen, and frozen is not enough: `object.__setattr__` gets past it. A payload of plain
values is copied once for each hook call and looked at after each plugin; one that holds records is
copied whole for each plugin. The function that copies a class is written once, as attrs writes its
methods, so that a Situation takes half a microsecond.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from operator import attrgetter
from types import MappingProxyType
from typing import Any, TypeAlias

import attrs

from sop_core.types import FrozenMap

#: Values that cannot be changed from Python: lent as they are.
PLAIN = frozenset(
    {str, int, float, bool, bytes, type(None), Decimal, dt.date, dt.datetime, dt.time, dt.timedelta}
)
# The same in the words of an annotation, and the bars between them.
_PLAIN_WORDS = frozenset({"str", "int", "float", "bool", "None", "Decimal", "dt.date", "dt.datetime"})

#: A payload as lent: whether it serves one plugin alone, the arguments, and how to see a change: if
#: there is a `look`, `look(twin)` still equals `seen`, and the contents `now` equal those `before`.
Loan: TypeAlias = tuple[
    bool,
    tuple[Any, ...],
    Callable[[Any], Any] | None,
    Any,
    Any,
    list[Any] | None,
    list[Any] | None,
]
Lender: TypeAlias = Callable[[Any], Loan]

_new = object.__new__
_set_items = FrozenMap.__dict__["_items"].__set__


# ------------------------------------------------------------------------------ copied whole


def _copied_dict(value: Mapping[Any, Any]) -> dict[Any, Any]:
    return {key: inner if type(inner) in PLAIN else copied(inner) for key, inner in value.items()}


def _map_of(items: dict[Any, Any]) -> FrozenMap[Any, Any]:
    twin = _new(FrozenMap)
    _set_items(twin, items)
    return twin


def _same(value: Any) -> Any:
    return value


_COPIERS: dict[type, Callable[[Any], Any]] = {
    FrozenMap: lambda value: _map_of(_copied_dict(value._items)),
    MappingProxyType: lambda value: MappingProxyType(_copied_dict(value)),
    dict: _copied_dict,
    tuple: lambda value: tuple([copied(inner) for inner in value]),
    list: lambda value: [copied(inner) for inner in value],
    # A fraction is written in Python, and its parts can be set.
    Fraction: lambda value: Fraction(value.numerator, value.denominator),
}


def copied(value: Any) -> Any:
    """A value of its own, all the way down; what is neither data nor ours comes back as it is."""
    cls = type(value)
    if cls in PLAIN:
        return value
    copier = _COPIERS.get(cls)
    if copier is None:
        copier = _COPIERS[cls] = _deep_copier(cls) if _is_ours(cls) else _same
    return copier(value)


def _is_ours(cls: type) -> bool:
    return attrs.has(cls) and not issubclass(cls, Enum) and "__slots__" in cls.__dict__


def _is_plain(attribute: attrs.Attribute[Any]) -> bool:
    return _PLAIN_WORDS.issuperset(re.split(r"[|\s]+", str(attribute.type)))


def _written(source: list[str], names: dict[str, Any]) -> Callable[[Any], Any]:
    exec("\n".join(source), names)  # noqa: S102  made of our own classes' field names, as attrs does
    written: Callable[[Any], Any] = names["copy"]
    return written


def _setters(cls: type) -> dict[str, Any]:
    setters = {f"set_{a.name}": cls.__dict__[a.name].__set__ for a in attrs.fields(cls)}
    return {**setters, "new": _new, "cls": cls}


def _deep_copier(cls: type) -> Callable[[Any], Any]:
    source = ["def copy(old):", " twin = new(cls)"]
    for a in attrs.fields(cls):
        value = f"old.{a.name}" if _is_plain(a) else f"copied(old.{a.name})"
        source.append(f" set_{a.name}(twin, {value})")
    return _written([*source, " return twin"], {**_setters(cls), "copied": copied})


# ---------------------------------------------------------------------------- copied once, flat


def _flat_field(value: Any, now: list[Any], before: list[Any]) -> Any:
    """A field that can be shared between plugins; LookupError for one that holds more than plain values."""
    cls = type(value)
    if cls in PLAIN or (cls is tuple and PLAIN.issuperset(map(type, value))):
        return value
    if cls is not FrozenMap or not PLAIN.issuperset(map(type, value._items.values())):
        raise LookupError
    items = value._items.copy()
    now.append(items)
    before.append(value._items)
    return _map_of(items)


def _flat_copier(cls: type) -> Lender:
    fields = [a.name for a in attrs.fields(cls)]
    source = ["def copy(old):", " twin = new(cls)", " now = []", " before = []"]
    for a in attrs.fields(cls):
        value = f"old.{a.name}" if _is_plain(a) else f"flat_field(old.{a.name}, now, before)"
        source.append(f" {a.name}_ = {value}")
        source.append(f" set_{a.name}(twin, {a.name}_)")
    seen = "".join(f"{name}_, " for name in fields)
    source.append(f" return False, (twin,), look, twin, ({seen}), now, before")
    look = attrgetter(*fields)
    return _written(source, {**_setters(cls), "flat_field": _flat_field, "look": look})


_FLAT: dict[type, Lender] = {}


def _look(args: tuple[Any, ...]) -> list[Any]:
    return [getattr(arg, a.name) for arg in args if attrs.has(type(arg)) for a in attrs.fields(type(arg))]


def _lend_copies(values: tuple[Any, ...]) -> Loan:
    args = tuple([copied(value) for value in values])
    return True, args, _look, args, _look(args), None, None


def lend_nothing(values: tuple[()]) -> Loan:
    """For a hook without arguments."""
    return False, values, None, None, None, None, None


def lend_one(value: Any) -> Loan:
    """For a hook with one argument: copied once where it is flat, else for each plugin."""
    cls = type(value)
    lend = _FLAT.get(cls)
    if lend is None:
        if not _is_ours(cls):
            return _lend_copies((value,))
        lend = _FLAT[cls] = _flat_copier(cls)
    try:
        return lend(value)
    except LookupError:
        return _lend_copies((value,))


def lend_several(values: tuple[Any, ...]) -> Loan:
    """For a hook with several arguments: plain ones as they are, others copied for each plugin."""
    if PLAIN.issuperset(map(type, values)):
        return False, values, None, None, None, None, None
    return _lend_copies(values)

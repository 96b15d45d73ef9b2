"""What a plugin is lent: copies, so that no way of writing reaches the host or the next plugin.

Payloads are frozen, and frozen is not enough: `object.__setattr__` gets past it. A payload of plain
values is copied once for each hook call and looked at after each plugin, which gets mappings of its
own; one that holds records is copied whole for each plugin. The function that copies a class is
written once, as attrs writes its methods, so that a Situation takes half a microsecond.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter, is_
from types import MappingProxyType, MemberDescriptorType
from typing import Any, TypeAlias

import attrs

from sop_core.types import FrozenMap

#: Values that cannot be changed from Python: lent as they are.
PLAIN = frozenset(
    {str, int, float, bool, bytes, type(None), Decimal, dt.date, dt.datetime, dt.time, dt.timedelta}
)
# The same in the words of an annotation, and the bars between them.
_PLAIN_WORDS = frozenset(
    {"str", "int", "float", "bool", "None", "Decimal", "dt.date", "dt.datetime"}
)

#: A payload as lent: whether it serves one plugin alone, the arguments, and how to see a change:
#: `intact(args, seen)`, if there is one. Where it is, the arguments serve the next plugin too.
Loan: TypeAlias = tuple[bool, tuple[Any, ...], Callable[[Any, Any], bool] | None, Any]
Lender: TypeAlias = Callable[[Any], Loan]

# The mapping's own contents: what a plugin could reach by its private name.
contents = attrgetter("_items")


def unfrozen(cls: type) -> Any:
    """A class with the slots of `cls` that plain assignments fill; what it makes then becomes `cls`.

    For what is made in every hook call: to set a slot behind a frozen class costs a call each time,
    a plain assignment a tenth of that. Set `__class__` to `cls` before anyone else sees the value.
    """
    plain = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    return type(cls)(f"Unfrozen{cls.__name__}", (cls,), {"__slots__": (), **plain})


_UnfrozenMap = unfrozen(FrozenMap)


# ------------------------------------------------------------------------------ copied whole


def _copied_dict(value: Mapping[Any, Any]) -> dict[Any, Any]:
    if PLAIN.issuperset(map(type, value.values())):
        return dict(value)
    return {key: inner if type(inner) in PLAIN else copied(inner) for key, inner in value.items()}


def _map_of(items: dict[Any, Any]) -> FrozenMap[Any, Any]:
    twin: Any = _UnfrozenMap()
    twin._items = items
    twin.__class__ = FrozenMap
    made: FrozenMap[Any, Any] = twin
    return made


def _same(value: Any) -> Any:
    return value


_COPIERS: dict[type, Callable[[Any], Any]] = {
    FrozenMap: lambda value: _map_of(_copied_dict(contents(value))),
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
    # With a slot for each field there is a setter for each, and nothing else to carry over.
    return (
        attrs.has(cls)
        and cls.__new__ is object.__new__
        and all(
            isinstance(getattr(cls, a.name, 0), MemberDescriptorType) for a in attrs.fields(cls)
        )
    )


def _is_plain(attribute: attrs.Attribute[Any]) -> bool:
    return _PLAIN_WORDS.issuperset(re.split(r"[|\s]+", str(attribute.type)))


def _written(source: list[str], cls: type, **names: Any) -> Callable[[Any], Any]:
    names |= {"new": unfrozen(cls), "cls": cls}
    exec("\n".join(source), names)  # noqa: S102  made of our own classes' field names, as attrs does
    written: Callable[[Any], Any] = names["copy"]
    return written


def _deep_copier(cls: type) -> Callable[[Any], Any]:
    source = ["def copy(old):", " twin = new()"]
    for a in attrs.fields(cls):
        value = f"old.{a.name}" if _is_plain(a) else f"copied(old.{a.name})"
        source.append(f" twin.{a.name} = {value}")
    return _written([*source, " twin.__class__ = cls", " return twin"], cls, copied=copied)


def shallow(cls: type) -> Callable[[Any], Any]:
    """What copies an object of this class, each field read once and lent as it is."""
    source = ["def copy(old):", " twin = new()"]
    source += [f" twin.{a.name} = old.{a.name}" for a in attrs.fields(cls)]
    return _written([*source, " twin.__class__ = cls", " return twin"], cls)


# ---------------------------------------------------------------------------- copied once, flat


def _checked(value: Any) -> None:
    """Let a field's value pass that plugins can share; LookupError where it is not plain."""
    cls = type(value)
    if not (PLAIN.issuperset(map(type, value)) if cls is tuple else cls in PLAIN):
        raise LookupError


def _flat_copier(cls: type) -> Lender:
    """What copies a payload of this class where it is flat, as source: one pass over its fields."""
    fields = [a.name for a in attrs.fields(cls)]
    maps = [a.name for a in attrs.fields(cls) if str(a.type).startswith("Mapping")]
    plain = [a.name for a in attrs.fields(cls) if _is_plain(a)]
    source = ["def copy(old):", " twin = new()"]
    for name in fields:
        if name in maps:
            source += [f" {name}_old = old.{name}._items"]
            source += [f" for value in {name}_old.values():"]
            source += ["  if type(value) not in plain: raise LookupError"]
            source += [f" twin.{name} = {name}_f = new_map()"]
            source += [f" {name}_f._items = {name}_old.copy()", f" {name}_f.__class__ = FrozenMap"]
        else:
            source += [f" twin.{name} = {name}_f = old.{name}"]
            if name not in plain:
                source += [f" if {name}_f is not nothing: checked({name}_f)"]
    seen = "".join(f"{name}_f, " for name in fields) + "".join(f"{name}_old, " for name in maps)
    source += [" twin.__class__ = cls", f" return False, (twin,), intact, ({seen})"]
    # By identity: quicker than to compare, and no code of what was put there is run. Only what stands
    # in a mapping is compared, and the next plugin gets another copy of it, whatever is said to equal.
    same = [f"twin.{name} is {name}_f" for name in fields]
    same += [f"type({name}_f) is FrozenMap" for name in maps]
    source += ["def intact(args, seen):", " twin, = args", f" {seen} = seen"]
    source += [f" if not (type(twin) is cls and {' and '.join(same)}): return False"]
    for name in maps:
        source += [f" if {name}_f._items != {name}_old: return False"]
        source += [f" {name}_f._items = {name}_old.copy()"]
    names = {"checked": _checked, "plain": PLAIN, "nothing": ()}
    source += [" return True"]
    return _written(source, cls, FrozenMap=FrozenMap, new_map=_UnfrozenMap, **names)


_FLAT: dict[type, Lender] = {}


def _reader(cls: type) -> Callable[[Any], tuple[Any, ...]]:
    fields = [a.name for a in attrs.fields(cls)] if _is_ours(cls) else []
    if len(fields) > 1:
        return attrgetter(*fields)
    return lambda value: tuple([getattr(value, name) for name in fields])


_READERS: dict[type, Callable[[Any], tuple[Any, ...]]] = {}


def _fields(args: tuple[Any, ...]) -> list[Any]:
    """The values of every argument's fields."""
    seen: list[Any] = []
    for arg in args:
        cls = type(arg)
        read = _READERS.get(cls)
        if read is None:
            read = _READERS[cls] = _reader(cls)
        seen += read(arg)
    return seen


def _intact(args: tuple[Any, ...], seen: list[Any]) -> bool:
    return all(map(is_, _fields(args), seen))


def _lend_copies(values: tuple[Any, ...]) -> Loan:
    args = tuple([copied(value) for value in values])
    return True, args, _intact, _fields(args)


def lend_nothing(values: tuple[()]) -> Loan:
    """For a hook without arguments."""
    return False, values, None, None


def lend_one(value: Any) -> Loan:
    """For a hook with one argument: copied once where it is flat, else for each plugin."""
    cls = type(value)
    try:
        return _FLAT[cls](value)
    except (LookupError, AttributeError):  # more than plain values, or a mapping of another type
        if cls in _FLAT or not _is_ours(cls):
            return _lend_copies((value,))
    _FLAT[cls] = _flat_copier(cls)
    return lend_one(value)


def lend_several(values: tuple[Any, ...]) -> Loan:
    """For a hook with several arguments: plain ones as they are, others copied for each plugin."""
    if PLAIN.issuperset(map(type, values)):
        return False, values, None, None
    return _lend_copies(values)

"""Writes to what it was lent, past its being frozen: the values, the mappings, and what is inside."""

import attrs

from sop_core.types import FrozenMap
from tests.faults import SECRET, in_every_hook


def spoil(value):
    if isinstance(value, FrozenMap):
        for inner in value.values():
            spoil(inner)
        value._items["spoilt"] = SECRET
    elif isinstance(value, dict):
        value["spoilt"] = SECRET
    elif isinstance(value, tuple):
        for inner in value:
            spoil(inner)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            spoil(getattr(value, field.name))
        for field in attrs.fields(type(value)):
            object.__setattr__(value, field.name, SECRET)
    elif type(value).__name__ == "Fraction":
        value._numerator = 4711


def behave(hook, args):
    for value in args:
        spoil(value)


globals().update(in_every_hook(behave))

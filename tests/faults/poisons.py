"""Puts a value into what it was lent that fails whoever compares it."""

import attrs

from tests.faults import SECRET, in_every_hook


class Poison:
    __hash__ = None

    def __eq__(self, other):
        raise SystemExit(SECRET)


def behave(hook, args):
    for value in args:
        if attrs.has(type(value)):
            object.__setattr__(value, attrs.fields(type(value))[0].name, Poison())


globals().update(in_every_hook(behave))

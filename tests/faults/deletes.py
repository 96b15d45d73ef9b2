"""Takes a field away from what it was lent."""

import attrs

from tests.faults import in_every_hook


def behave(hook, args):
    for value in args:
        if attrs.has(type(value)):
            object.__delattr__(value, attrs.fields(type(value))[0].name)


globals().update(in_every_hook(behave))

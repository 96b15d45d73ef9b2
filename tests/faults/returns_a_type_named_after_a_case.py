"""Returns an object of a type that is named after a case."""

from tests.faults import SECRET, in_every_hook


def behave(hook, args):
    return type(SECRET, (), {})()


globals().update(in_every_hook(behave))

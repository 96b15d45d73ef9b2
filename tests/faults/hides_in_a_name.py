"""Raises an exception type that is named after a case."""

from tests.faults import SECRET, in_every_hook


def behave(hook, args):
    raise type(SECRET, (Exception,), {})


globals().update(in_every_hook(behave))

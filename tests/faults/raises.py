"""Raises an exception whose message holds case text."""

from tests.faults import SECRET, in_every_hook


def behave(hook, args):
    raise ValueError(SECRET)


globals().update(in_every_hook(behave))

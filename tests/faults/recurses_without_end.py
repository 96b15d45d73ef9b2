"""Calls itself until Python ends it."""

from tests.faults import in_every_hook


def behave(hook, args):
    return behave(hook, args)


globals().update(in_every_hook(behave))

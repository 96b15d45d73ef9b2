"""Raises several exceptions at once, one of them outside Exception."""

from tests.faults import SECRET, in_every_hook


def behave(hook, args):
    raise BaseExceptionGroup(SECRET, [ValueError(SECRET), SystemExit(SECRET)])


globals().update(in_every_hook(behave))

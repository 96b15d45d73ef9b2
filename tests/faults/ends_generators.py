"""Raises GeneratorExit, which generators around it would take for their own end."""

from tests.faults import SECRET, in_every_hook


def behave(hook, args):
    raise GeneratorExit(SECRET)


globals().update(in_every_hook(behave))

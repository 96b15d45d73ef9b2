"""Calls its own hook from inside itself: `call` is put here by the test."""

from tests.faults import in_every_hook

call = None


def behave(hook, args):
    call(hook)


globals().update(in_every_hook(behave))

"""Raises CancelledError, which would end a task of the host's."""

import asyncio

from tests.faults import SECRET, in_every_hook


def behave(hook, args):
    raise asyncio.CancelledError(SECRET)


globals().update(in_every_hook(behave))

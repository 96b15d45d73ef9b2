"""Ends the process, or so it thinks."""

import sys

from tests.faults import SECRET, in_every_hook


def behave(hook, args):
    sys.exit(SECRET)


globals().update(in_every_hook(behave))

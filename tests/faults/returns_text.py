"""Returns a text, which a list of definitions might be read from letter by letter."""

from tests.faults import SECRET, in_every_hook


def behave(hook, args):
    return SECRET


globals().update(in_every_hook(behave))

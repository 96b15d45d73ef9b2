"""Raises what `except Exception` does not catch."""

from tests.faults import SECRET, in_every_hook


class Outside(BaseException):
    pass


def behave(hook, args):
    raise Outside(SECRET)


globals().update(in_every_hook(behave))

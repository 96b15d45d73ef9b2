"""Gives a class, not an object of it."""

from sop_core.hooks import hookimpl


class Guard:
    sop_api = 1

    @hookimpl
    def sop_authorize(self, viewer):
        return False

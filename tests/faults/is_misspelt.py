"""Misspells a hook, so that it would never be called."""

from sop_core.hooks import hookimpl

sop_api = 1


@hookimpl
def sop_authorise(viewer):
    return False

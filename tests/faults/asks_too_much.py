"""Asks for an argument that the hook does not give."""

from sop_core.hooks import hookimpl

sop_api = 1


@hookimpl
def sop_authorize(viewer, record):
    return False

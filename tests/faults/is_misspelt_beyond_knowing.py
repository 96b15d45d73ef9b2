"""Marks a function whose name is not near any hook's."""

from sop_core.hooks import hookimpl

sop_api = 1


@hookimpl
def county_widget():
    return None

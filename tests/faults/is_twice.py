"""Has one hook under two names."""

from sop_core.hooks import hookimpl

sop_api = 1


@hookimpl
def sop_authorize(viewer):
    return None


@hookimpl(specname="sop_authorize")
def also(viewer):
    return False

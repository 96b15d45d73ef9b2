"""Takes an argument by place, which a contract that grows cannot keep."""

from sop_core.hooks import hookimpl

sop_api = 1


@hookimpl
def sop_authorize(kind, /):
    return False

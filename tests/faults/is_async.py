"""Answers with coroutines that nobody awaits."""

from sop_core.hooks import hookimpl

sop_api = 1


@hookimpl
async def sop_authorize(viewer):
    return False


@hookimpl
async def sop_prompts(situation):
    yield None

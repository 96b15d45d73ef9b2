"""A hook call with isolation, beside the bare pluggy call of the same functions."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pluggy

from bench.timing import Result, beside
from sop_core import ShownPrompt, Situation, hookimpl
from sop_core.hooks import Plugins, spec
from sop_core.types import PromptKind


def plugin(number: int) -> Any:
    """A plugin that gives one prompt."""
    shown = [ShownPrompt(f"p{number}", PromptKind.ASK, "What is working well?", "en", "bench")]

    @hookimpl
    def sop_prompts(situation: Situation) -> list[ShownPrompt]:
        return shown

    return SimpleNamespace(sop_api=1, sop_prompts=sop_prompts)


def results(*, rounds: int) -> list[Result]:
    """At 1, 10 and 100 plugins."""
    situation = Situation(
        screen="case.view",
        role="social_worker",
        on=dt.date(2026, 11, 21),
        facts={"age": 4, "placed": True},
    )
    found = []
    for count in (1, 10, 100):
        made = {f"p{number:03}": plugin(number) for number in range(count)}
        plugins = Plugins.load(False, builtin=made)
        bare = pluggy.PluginManager("sop_core")
        bare.add_hookspecs(spec)
        for name, one in made.items():
            bare.register(one, name)
        assert len(plugins.collect("sop_prompts", situation=situation)) == count
        assert len(bare.hook.sop_prompts(situation=situation)) == count
        found.append(
            beside(
                f"hook call, {count} plugins",
                lambda plugins=plugins: plugins.collect("sop_prompts", situation=situation),
                lambda bare=bare: bare.hook.sop_prompts(situation=situation),
                goal=2.0,
                rounds=rounds,
            )
        )
    return found

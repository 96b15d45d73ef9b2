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
    """A plugin that makes one prompt for each panel, as one that computes does."""

    @hookimpl
    def sop_prompts(situation: Situation) -> list[ShownPrompt]:
        text = "What is working well?"
        return [ShownPrompt(f"p{number}", PromptKind.ASK, text, situation.locale, "bench")]

    return SimpleNamespace(sop_api=1, sop_prompts=sop_prompts)


def quiet() -> Any:
    """A plugin that has nothing to say on this screen, as most have most of the time."""

    @hookimpl
    def sop_prompts(situation: Situation) -> list[ShownPrompt]:
        return []

    return SimpleNamespace(sop_api=1, sop_prompts=sop_prompts)


def results(*, rounds: int) -> list[Result]:
    """At 1, 10 and 100 plugins, with and without a prompt from each."""
    situation = Situation(
        screen="case.view",
        role="social_worker",
        on=dt.date(2026, 11, 21),
        facts={"age": 4, "placed": True},
    )
    found = []
    for count in (1, 10, 100):
        for what, made in (
            ("a prompt each", {f"p{number:03}": plugin(number) for number in range(count)}),
            ("nothing to say", {f"p{number:03}": quiet() for number in range(count)}),
        ):
            plugins = Plugins.load(False, builtin=made)
            bare = pluggy.PluginManager("sop_core")
            bare.add_hookspecs(spec)
            for name, one in made.items():
                bare.register(one, name)
            found.append(
                beside(
                    f"hook, {count} plugins, {what}",
                    lambda plugins=plugins: plugins.collect("sop_prompts", situation=situation),
                    lambda bare=bare: bare.hook.sop_prompts(situation=situation),
                    goal=2.0,
                    rounds=rounds,
                )
            )
    return found

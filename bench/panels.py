"""A panel from 500 prompts and 20 plugins, beside the bare pluggy call and a loop over the screen's own prompts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pluggy

from bench.hooking import plugin
from bench.timing import Result, beside
from sop_core import Situation, Sop
from sop_core.catalog import bundled
from sop_core.hooks import Plugins, spec

SCREENS = ("case.view", "contact.note", "supervision", "case.plan", "transfer")


def prompts(number: int) -> dict[str, Any]:
    """A set of 50 prompts, ten on each of five screens, with conditions, cool-downs and keys."""
    text = {"en": "What is working well for the children?"}
    return {
        "$schema": "urn:sop:schema:prompts:1",
        "id": f"bench.{number}",
        "version": "1",
        "status": "active",
        "title": {"en": "Bench"},
        "source": "bench",
        "rights": "bench",
        "dismiss_reasons": {"later": {"en": "Later"}},
        "prompts": [
            {
                "id": f"p{place}",
                "kind": "ask",
                "screens": [SCREENS[place % len(SCREENS)]],
                "text": text,
                "source": "bench",
                "priority": place,
                "dismiss": ["later"],
                "when": [{"fact": "age", "at_least": place % 9}],
                "cool_down": 7,
            }
            for place in range(50)
        ],
    }


def results(*, rounds: int) -> list[Result]:
    """One screen of a busy host."""
    made = {f"p{number:03}": plugin(number) for number in range(20)}
    loaded = Sop.load(plugins=False, definitions=[prompts(number) for number in range(10)])
    plugins = Plugins.load(False, builtin={"sop_core": bundled, **made})
    sop = Sop(loaded.catalog, plugins, lambda: dt.datetime.now(dt.UTC), dt.UTC)
    here = Situation(
        screen="case.view", role="social_worker", on=dt.date(2026, 11, 21), facts={"age": 4}
    )
    bare = pluggy.PluginManager("sop_core")
    bare.add_hookspecs(spec)
    for name, one in made.items():
        bare.register(one, name)
    mine = [prompt for _, prompt in loaded.catalog.prompts_on("case.view")]

    def floor() -> object:
        found = [one for one in mine if not one.roles or here.role in one.roles]
        found.sort(key=lambda one: -one.priority)
        return found[:3], bare.hook.sop_prompts(situation=here)

    return [
        beside(
            "panel, 500 prompts, 20 plugins",
            lambda: sop.panel(here),
            floor,
            goal=None,
            rounds=rounds,
        )
    ]

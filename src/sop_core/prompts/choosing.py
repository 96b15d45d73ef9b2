"""Which prompts fit a situation, in what order, and which few of them are shown. Pure functions.

The same situation, definitions and feedback give the same panel; the order in which definitions or
plugins were found changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from attrs import evolve

from sop_core.prompts.conditions import holds
from sop_core.prompts.heard import Bearing, bearing
from sop_core.prompts.model import DismissReason, Prompt, PromptSet, ShownPrompt, Situation
from sop_core.prompts.reasons import plugin_reason, reason_of
from sop_core.types import DefinitionStatus, translation_in

__all__ = ["MOST_SHOWN", "choose", "few", "fitting", "in_order", "shown_few"]

#: The most prompts on a screen: more than the moment can bear is none (S2-03; sop_core default).
MOST_SHOWN = 3
#: Freshest of all: it was never answered here.
_NEVER = dt.date.min


def fits(prompt: Prompt, situation: Situation) -> bool:
    """Whether a prompt belongs on this screen for this role; no roles means every role (S2-17)."""
    return situation.screen in prompt.screens and (
        not prompt.roles or situation.role in prompt.roles
    )


def is_due(prompt: Prompt, id_: str, situation: Situation, said: Bearing) -> bool:
    """Whether a prompt's conditions hold today, it has not expired, and nothing keeps it away."""
    day = situation.on
    if prompt.expires is not None and day is not None and day.isoformat() > prompt.expires:
        return False
    if id_ in said.aside or cools_down(prompt, id_, day, said):
        return False
    return all(holds(condition, situation.facts, day) for condition in prompt.when)


def cools_down(prompt: Prompt, prompt_id: str, on: dt.date | None, said: Bearing) -> bool:
    """Whether the prompt stays away since there was feedback on it less than `cool_down` days ago (S2-18).

    Any of the four outcomes counts. Without a day, it stays away as long as feedback on it is passed at all.
    """
    last = said.last.get(prompt_id)
    if not prompt.cool_down or last is None:
        return False
    return on is None or (on - last).days < prompt.cool_down


class Offer(NamedTuple):
    """A prompt that may be shown, with what decides its place: only the few that are shown are worded."""

    id: str
    priority: int
    dedupe: str | None
    learns: bool
    prompt_set: PromptSet
    prompt: Prompt


#: What can be put in order: a definition's offer, or a plugin's prompt, which is worded already.
Ranked = Offer | ShownPrompt


def show(offer: Ranked, situation: Situation) -> ShownPrompt:
    """A prompt in one locale, with its reasons for putting it aside in the same words, and why it is shown."""
    if isinstance(offer, ShownPrompt):
        return offer
    prompt_set, prompt, locale = offer.prompt_set, offer.prompt, situation.locale
    shown_in = prompt.text.locale_for(locale)
    return ShownPrompt(
        id=offer.id,
        kind=prompt.kind,
        text=prompt.text.get(locale),
        locale=shown_in,
        source=prompt.source,
        dismiss=tuple(
            DismissReason(code, prompt_set.dismiss_reasons[code].get(locale))
            for code in prompt.dismiss
        ),
        set=prompt_set.id,
        version=prompt_set.version,
        priority=prompt.priority,
        opens=prompt.opens,
        translation=translation_in(prompt_set.translations, shown_in),
        tool=prompt.tool,
        why=reason_of(prompt, situation, learns=offer.learns),
        dedupe=prompt.dedupe,
        learns=offer.learns,
    )


def learns(prompt: Prompt, situation: Situation) -> bool:
    """Whether the prompt helps with what the viewer is learning now, as far as the host says so."""
    return bool(prompt.learning) and not situation.learning_ids.isdisjoint(prompt.learning)


def in_order(
    prompts: Iterable[Ranked], situation: Situation, said: Bearing | None = None
) -> tuple[Ranked, ...]:
    """What helps with the viewer's learning first; then by priority, by freshness, and by the set's id.

    Among equals of a set, in the set's own order. Fresh is what was answered longest ago, or never.
    `said` is `bearing(situation)`, where it is at hand.
    """
    last = (bearing(situation) if said is None else said).last

    def key(prompt: Ranked) -> tuple[bool, int, dt.date, str]:
        set_id = prompt.id.partition("/")[0]
        return (not prompt.learns, -prompt.priority, last.get(prompt.id, _NEVER), set_id)

    return tuple(sorted(prompts, key=key))


def few(prompts: Iterable[Ranked]) -> tuple[Ranked, ...]:
    """The first few of prompts that are in order; of those with one dedupe key, the first alone."""
    found: list[Ranked] = []
    keys: set[str] = set()
    for prompt in prompts:
        if prompt.dedupe is None or prompt.dedupe not in keys:
            found.append(prompt)
            keys |= {prompt.dedupe} if prompt.dedupe is not None else set()
        if len(found) == MOST_SHOWN:
            break
    return tuple(found)


def fitting(
    offered: Iterable[tuple[PromptSet, Prompt]], situation: Situation, said: Bearing | None = None
) -> Iterator[Offer]:
    """Of prompts with their sets, those of active sets that belong here and are due.

    `said` is `bearing(situation)`, where it is at hand.
    """
    known = bearing(situation) if said is None else said
    for prompt_set, prompt in offered:
        if prompt_set.status is DefinitionStatus.ACTIVE and fits(prompt, situation):
            id_ = f"{prompt_set.id}/{prompt.id}"
            if is_due(prompt, id_, situation, known):
                learned = learns(prompt, situation)
                yield Offer(id_, prompt.priority, prompt.dedupe, learned, prompt_set, prompt)


def shown_few(
    offers: Iterable[Ranked], situation: Situation, said: Bearing | None = None
) -> tuple[ShownPrompt, ...]:
    """The few of these that come first, worded. `said` is `bearing(situation)`, where it is at hand."""
    return tuple(show(one, situation) for one in few(in_order(offers, situation, said)))


def choose(sets: Iterable[PromptSet], situation: Situation) -> tuple[ShownPrompt, ...]:
    """The few prompts of these sets that are shown in a situation, in order (S2-12)."""
    offered = ((one, prompt) for one in sets for prompt in one.prompts)
    said = bearing(situation)
    return shown_few(fitting(offered, situation, said), situation, said)


def by_plugin(plugin: str, prompt: ShownPrompt, situation: Situation) -> ShownPrompt:
    """A plugin's prompt under an id that no definition can have; it always says that the plugin asks it.

    S2-18, S1-03: it counts as what the viewer is learning only where the host passed what that is,
    since the host passes it only where the worker agreed; no plugin agrees in their place.
    """
    learned = prompt.learns and bool(situation.learning_ids)
    why = plugin_reason(plugin, situation, said=prompt.why, learns=learned)
    id_ = f"plugin:{plugin}/{prompt.id}"
    return evolve(prompt, id=id_, set=None, version=None, why=why, learns=learned)

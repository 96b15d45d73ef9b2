"""Which prompts fit a situation, in what order, and which few of them are shown. Pure functions.

The same situation, definitions and feedback give the same panel; the order in which definitions or
plugins were found changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from attrs import evolve

from sop_core.prompts.conditions import day_in, holds
from sop_core.prompts.model import (
    DismissReason,
    Feedback,
    Prompt,
    PromptSet,
    ShownPrompt,
    Situation,
)
from sop_core.prompts.reasons import reason_of
from sop_core.types import DefinitionStatus, FeedbackOutcome, translation_in

__all__ = ["MOST_SHOWN", "choose", "few", "fitting", "in_order", "set_aside", "shown_few"]

#: The most prompts on a screen: more than the moment can bear is none (S2-03; sop_core default).
MOST_SHOWN = 3
#: Freshest of all: it was never answered here.
_NEVER = dt.date.min


def fits(prompt: Prompt, situation: Situation) -> bool:
    """Whether a prompt belongs on this screen for this role; no roles means every role (S2-17)."""
    return situation.screen in prompt.screens and (
        not prompt.roles or situation.role in prompt.roles
    )


def is_due(prompt: Prompt, id_: str, situation: Situation) -> bool:
    """Whether a prompt's conditions hold today, it has not expired, and nothing keeps it away."""
    day = situation.on
    if prompt.expires is not None and day is not None and day.isoformat() > prompt.expires:
        return False
    if set_aside(id_, situation) or cools_down(prompt, id_, situation):
        return False
    return all(holds(condition, situation.facts, day) for condition in prompt.when)


def _bearing(prompt_id: str, situation: Situation) -> Iterator[Feedback]:
    """The feedback that bears on a prompt here: of its own case and viewer, or of none."""
    for record in situation.feedback:
        if (
            isinstance(record, Feedback)
            and record.prompt == prompt_id
            and record.case in (None, situation.case)
            and record.viewer in (None, situation.viewer)
        ):
            yield record


def set_aside(prompt_id: str, situation: Situation) -> bool:
    """Whether this viewer put the prompt aside here: S2-03, prompts are dismissible.

    A dismissal counts for its own case and viewer; one without a case or viewer counts for all
    that the host passes. Which dismissals still count is the host's choice of what to pass.
    """
    return any(
        record.outcome is FeedbackOutcome.DISMISSED for record in _bearing(prompt_id, situation)
    )


def last_answered(prompt_id: str, situation: Situation) -> dt.date:
    """The last day on which there was feedback on the prompt here; the first of all days if there was none."""
    days = (day_in(record.on) for record in _bearing(prompt_id, situation))
    return max((day for day in days if day is not None), default=_NEVER)


def cools_down(prompt: Prompt, prompt_id: str, situation: Situation) -> bool:
    """Whether the prompt stays away since there was feedback on it less than `cool_down` days ago.

    Without a day, it stays away as long as feedback on it is passed at all.
    """
    if not prompt.cool_down:
        return False
    last = last_answered(prompt_id, situation)
    if last == _NEVER:
        return False
    return situation.on is None or (situation.on - last).days < prompt.cool_down


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
        why=reason_of(prompt, locale, learns=offer.learns),
        dedupe=prompt.dedupe,
        learns=offer.learns,
    )


def learns(prompt: Prompt, situation: Situation) -> bool:
    """Whether the prompt helps with what the viewer is learning now, as far as the host says so."""
    return bool(prompt.learning) and not situation.learning_ids.isdisjoint(prompt.learning)


def in_order(prompts: Iterable[Ranked], situation: Situation) -> tuple[Ranked, ...]:
    """What helps with the viewer's learning first; then by priority, by freshness, and by the set's id.

    Among equals of a set, in the set's own order. Fresh is what was answered longest ago, or never.
    """
    answered = {one.prompt for one in situation.feedback if isinstance(one, Feedback)}

    def key(prompt: Ranked) -> tuple[bool, int, dt.date, str]:
        last = last_answered(prompt.id, situation) if prompt.id in answered else _NEVER
        return (not prompt.learns, -prompt.priority, last, prompt.id.partition("/")[0])

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


def fitting(offered: Iterable[tuple[PromptSet, Prompt]], situation: Situation) -> Iterator[Offer]:
    """Of prompts with their sets, those of active sets that belong here and are due."""
    for prompt_set, prompt in offered:
        if prompt_set.status is DefinitionStatus.ACTIVE and fits(prompt, situation):
            id_ = f"{prompt_set.id}/{prompt.id}"
            if is_due(prompt, id_, situation):
                learned = learns(prompt, situation)
                yield Offer(id_, prompt.priority, prompt.dedupe, learned, prompt_set, prompt)


def shown_few(offers: Iterable[Ranked], situation: Situation) -> tuple[ShownPrompt, ...]:
    """The few of these that come first, worded."""
    return tuple(show(one, situation) for one in few(in_order(offers, situation)))


def choose(sets: Iterable[PromptSet], situation: Situation) -> tuple[ShownPrompt, ...]:
    """The few prompts of these sets that are shown in a situation, in order (S2-12)."""
    offered = ((one, prompt) for one in sets for prompt in one.prompts)
    return shown_few(fitting(offered, situation), situation)


def by_plugin(plugin: str, prompt: ShownPrompt, locale: str) -> ShownPrompt:
    """A plugin's prompt under an id that no definition can have; it says itself that the plugin asks it."""
    why = prompt.why or reason_of(None, locale, plugin=plugin)
    return evolve(prompt, id=f"plugin:{plugin}/{prompt.id}", set=None, version=None, why=why)

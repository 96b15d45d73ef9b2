"""Which prompts of the definitions fit a situation, and in what order. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable

from sop_core.prompts.model import (
    DismissReason,
    Feedback,
    Prompt,
    PromptSet,
    ShownPrompt,
    Situation,
)
from sop_core.types import DefinitionStatus, FeedbackOutcome, translation_in

__all__ = ["choose", "in_order", "set_aside"]


def fits(prompt: Prompt, situation: Situation) -> bool:
    """Whether a prompt belongs on this screen for this role; no roles means every role (S2-17)."""
    return situation.screen in prompt.screens and (
        not prompt.roles or situation.role in prompt.roles
    )


def set_aside(prompt_id: str, situation: Situation) -> bool:
    """Whether this viewer put the prompt aside here: S2-03, prompts are dismissible.

    A dismissal counts for its own case and viewer; one without a case or viewer counts for all
    that the host passes. Which dismissals still count is the host's choice of what to pass.
    """
    return any(
        record.prompt == prompt_id
        and record.outcome is FeedbackOutcome.DISMISSED
        and record.case in (None, situation.case)
        and record.viewer in (None, situation.viewer)
        for record in situation.feedback
        if isinstance(record, Feedback)
    )


def show(prompt: Prompt, prompt_set: PromptSet, locale: str) -> ShownPrompt:
    """A prompt in one locale, with its reasons for putting it aside in the same words."""
    shown_in = prompt.text.locale_for(locale)
    return ShownPrompt(
        id=f"{prompt_set.id}/{prompt.id}",
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
    )


def in_order(prompts: Iterable[ShownPrompt]) -> tuple[ShownPrompt, ...]:
    """Higher priority first; among equals, by the set's or plugin's id, each set in its own order.

    The order in which definitions or plugins were found therefore changes nothing.
    """

    def key(prompt: ShownPrompt) -> tuple[int, str]:
        return (-prompt.priority, prompt.id.partition("/")[0])

    return tuple(sorted(prompts, key=key))


def choose(sets: Iterable[PromptSet], situation: Situation) -> tuple[ShownPrompt, ...]:
    """The prompts of active sets that fit the situation and were not put aside, in order (S2-12)."""
    return in_order(
        show(prompt, prompt_set, situation.locale)
        for prompt_set in sets
        if prompt_set.status is DefinitionStatus.ACTIVE
        for prompt in prompt_set.prompts
        if fits(prompt, situation) and not set_aside(f"{prompt_set.id}/{prompt.id}", situation)
    )

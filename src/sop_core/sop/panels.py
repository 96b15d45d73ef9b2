"""What a screen shows at one moment: the definitions' prompts, the plugins', and the forms for the role.

Reads fail open: a plugin that fails costs its own prompts, never the panel.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from sop_core.catalog import Catalog
from sop_core.documents import feedback_of, is_of_shape, kind_of, read
from sop_core.errors import DocumentRefused
from sop_core.hooks import Plugins
from sop_core.prompts import (
    Feedback,
    FormOffer,
    Offer,
    Panel,
    ShownPrompt,
    Situation,
    by_plugin,
    fitting,
    set_aside,
    shown_few,
)


def panel_of(situation: Situation, *, catalog: Catalog, plugins: Plugins) -> Panel:
    """The panel of a situation whose day is known (S2-03: additive, dismissible)."""
    known = with_feedback(situation)
    facts: dict[str, object] = {}
    for answer in plugins.collect("sop_facts", situation=known):
        facts = {**answer.value, **facts}
    # What the host states stands; between plugins the first by name.
    known = evolve(known, facts={**facts, **known.facts})
    prompts: list[Offer | ShownPrompt] = [
        *fitting(catalog.prompts_on(known.screen), known),
        *(
            prompt
            for answer in plugins.collect("sop_prompts", situation=known)
            for prompt in _from_plugin(answer.plugin, answer.value, known.locale)
            if not set_aside(prompt.id, known)
        ),
    ]
    return Panel(
        screen=known.screen,
        role=known.role,
        locale=known.locale,
        prompts=shown_few(prompts, known),
        forms=_offers(known, catalog),
    )


def with_feedback(situation: Situation) -> Situation:
    """The same with its feedback as values; what cannot be read is passed over."""
    kept = (_feedback(each) for each in situation.feedback)
    return evolve(situation, feedback=tuple(one for one in kept if one is not None))


def _offers(situation: Situation, catalog: Catalog) -> tuple[FormOffer, ...]:
    return tuple(
        FormOffer(
            one.id,
            one.version,
            one.title.get(situation.locale),
            one.title.locale_for(situation.locale),
        )
        for one in catalog.active_instruments
        if one.respondent_role == situation.role
        and (not one.screens or situation.screen in one.screens)
    )


def _feedback(given: object) -> Feedback | None:
    """A feedback record that the host passes, as a value; one that cannot be read is passed over."""
    if isinstance(given, Feedback):
        return given
    try:
        document = read(given)
        sound = kind_of(document) == "feedback" and is_of_shape(document, "feedback")
    except DocumentRefused:
        return None
    return feedback_of(document) if sound else None


def _from_plugin(plugin: str, prompts: Iterable[ShownPrompt], locale: str) -> Iterable[ShownPrompt]:
    for prompt in prompts:
        yield by_plugin(plugin, prompt, locale)

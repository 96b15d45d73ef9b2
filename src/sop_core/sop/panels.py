"""What a screen shows at one moment: the definitions' prompts, the plugins', and the forms for the role.

Reads fail open: a plugin that fails costs its own prompts, never the panel.
"""

from __future__ import annotations

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
    bearing,
    by_plugin,
    fitting,
    shown_few,
)


def panel_of(situation: Situation, *, catalog: Catalog, plugins: Plugins) -> Panel:
    """The panel of a situation whose day is known: additive, dismissible, and no change to the host (S2-03, D14)."""
    known = with_feedback(situation)
    facts: dict[str, object] = {}
    for answer in plugins.collect("sop_facts", situation=known):
        facts = {**answer.value, **facts}
    # What the host states stands; between plugins the first by name.
    known = evolve(known, facts={**facts, **known.facts})
    said = bearing(known)
    prompts: list[Offer | ShownPrompt] = [
        *fitting(catalog.prompts_on(known.screen), known, said),
        *(
            prompt
            for answer in plugins.collect("sop_prompts", situation=known)
            for prompt in (by_plugin(answer.plugin, one, known) for one in answer.value)
            if prompt.id not in said.aside
        ),
    ]
    return Panel(
        screen=known.screen,
        role=known.role,
        locale=known.locale,
        prompts=shown_few(prompts, known, said),
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

"""What the facts that sop_core knows are called where a reader is told why a prompt is shown.

A host's own facts have the host's names, and keep them. No phrase tells a value: a notice is said in words where there
is something of it, or where nobody knows, and else by its name.
"""

from __future__ import annotations

from collections.abc import Mapping

from sop_core.prompts.conditions import number_in

#: A phrase is no longer than a fact's name may be, so that a reason stays as short as its panel lets it be.
LONGEST = 64

_NOTICED: Mapping[str, Mapping[str, str]] = {
    "en": {
        "only_worries": "worries without strengths beside them",
        "only_strengths": "strengths without worries beside them",
        "nothing_yet": "a page on which nothing is written yet",
        "no_impact": "worries without a word about a child",
        "harm_or_complicating": "a harm or danger that names no child",
        "services_only": "a plan of services alone",
        "objective_untagged": "an objective not marked as a service or as what people will do",
        "telling": "next steps that all come from the worker",
        "network_not_grown": "a network in which nobody came nearer",
        "danger_without_goal": "a danger that no safety goal answers yet",
        "part_missing": "a statement of which a part is missing",
        "safety_part_missing": "a safety statement of which a part is missing",
        "jargon": "a word that a reader may not know",
    },
    "es": {
        "only_worries": "preocupaciones sin fortalezas a su lado",
        "only_strengths": "fortalezas sin preocupaciones a su lado",
        "nothing_yet": "una página en la que todavía no hay nada escrito",
        "no_impact": "preocupaciones sin una palabra sobre una niña o un niño",
        "harm_or_complicating": "un daño o peligro que no nombra a ninguna niña ni niño",
        "services_only": "un plan solo de servicios",
        "objective_untagged": "un objetivo sin marcar como servicio o como lo que se hará",
        "telling": "próximos pasos que vienen todos de quien lleva el caso",
        "network_not_grown": "una red en la que nadie se acercó",
        "danger_without_goal": "un peligro al que aún no responde una meta de seguridad",
        "part_missing": "una declaración a la que le falta una parte",
        "safety_part_missing": "una declaración de seguridad a la que le falta una parte",
        "jargon": "una palabra que quien lee quizá no conozca",
    },
}
#: Of the facts that the bundled prompts look at besides: what is known, and what is not.
_OTHERS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "en": {
        "case.in_placement": (
            "whether a child is placed away from home",
            "a child placed away from home",
        ),
        "case.opened_on": (
            "the day on which the case was opened",
            "a day on which the case was opened",
        ),
        "session.step": ("the step of the session", "a step of the session"),
        "statements.danger": ("how many danger statements there are", "a danger statement"),
    },
    "es": {
        "case.in_placement": (
            "si una niña o un niño está fuera de su hogar",
            "una niña o un niño fuera de su hogar",
        ),
        "case.opened_on": ("el día en que se abrió el caso", "un día en que se abrió el caso"),
        "session.step": ("el paso de la sesión", "un paso de la sesión"),
        "statements.danger": (
            "cuántas declaraciones de peligro hay",
            "una declaración de peligro",
        ),
    },
}


def fact_words(name: str, value: object, language: str) -> str:
    """A fact in plain words, as far as sop_core knows it; else its name. None as the value is: not known."""
    if name in _OTHERS[language]:
        known, unknown = _OTHERS[language][name]
        return unknown if value is None else known
    said = _NOTICED[language].get(name.removeprefix("noticed."))
    if said is None or not name.startswith("noticed."):
        return name
    return said if value is None or (number_in(value) or 0) > 0 else name

"""Why a prompt is shown, in plain words. It names facts by the host's own names, and no value of any."""

from __future__ import annotations

from collections.abc import Mapping

from sop_core.prompts.conditions import facts_of
from sop_core.prompts.model import Prompt

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "screen": "It belongs to this screen.",
        "facts": "It fits what is known here: {}.",
        "learning": "It fits what you are learning now.",
        "plugin": "The extension {} asks it.",
    },
    "es": {
        "screen": "Es propia de esta pantalla.",
        "facts": "Va con lo que se sabe aquí: {}.",
        "learning": "Va con lo que usted está aprendiendo ahora.",
        "plugin": "La hace la extensión {}.",
    },
}


def reason_of(prompt: Prompt | None, locale: str, *, learns: bool = False, plugin: str = "") -> str:
    """One or more sentences in English, or in Spanish as a draft; another language gets English."""
    words = _WORDS["es" if locale.lower().partition("-")[0] == "es" else "en"]
    if prompt is None:
        return words["plugin"].format(plugin)
    said = [words["screen"]]
    if prompt.when:
        said.append(words["facts"].format(", ".join(facts_of(prompt.when))))
    if learns:
        said.append(words["learning"])
    return " ".join(said)

"""Why a prompt is shown, in plain words. It names facts in words or by the host's own names, and no value of any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sop_core.prompts.conditions import facts_of, holding
from sop_core.prompts.fact_words import fact_words
from sop_core.prompts.model import Prompt, Situation

#: The most facts that a sentence names: a panel is a document, and bounded.
MOST_NAMED = 12

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "screen": "It belongs to this screen.",
        "known": "It fits what is known here: {}.",
        "unknown": "It is not known here whether there is: {}.",
        "learning": "It fits what you are learning now.",
        "plugin": "The extension {} asks it.",
        "more": "{}, and {} more",
    },
    "es": {
        "screen": "Es propia de esta pantalla.",
        "known": "Va con lo que se sabe aquí: {}.",
        "unknown": "No se sabe aquí si hay: {}.",
        "learning": "Va con lo que usted está aprendiendo ahora.",
        "plugin": "La hace la extensión {}.",
        "more": "{} y {} más",
    },
}


def _language(situation: Situation) -> str:
    """English, or Spanish as a draft; another language gets English."""
    return "es" if situation.locale.lower().partition("-")[0] == "es" else "en"


def _words(situation: Situation) -> Mapping[str, str]:
    return _WORDS[_language(situation)]


def _list(names: Sequence[str], situation: Situation) -> str:
    words, language = _words(situation), _language(situation)
    said = (fact_words(name, situation.facts.get(name), language) for name in names[:MOST_NAMED])
    first = ", ".join(said)
    more = len(names) - MOST_NAMED
    return words["more"].format(first, more) if more > 0 else first


def reason_of(prompt: Prompt, situation: Situation, *, learns: bool = False) -> str:
    """Why a prompt fits a situation: its screen, the facts of the conditions that hold, what is being learned.

    Only what holds is named, of a list under `any` too; a fact that is absent is said to be unknown.
    """
    words = _words(situation)
    named = list(facts_of(holding(prompt.when, situation.facts, situation.on)))
    known = [name for name in named if situation.facts.get(name) is not None]
    unknown = [name for name in named if name not in known]
    said = [words["screen"]]
    if known:
        said.append(words["known"].format(_list(known, situation)))
    if unknown:
        said.append(words["unknown"].format(_list(unknown, situation)))
    if learns:
        said.append(words["learning"])
    return " ".join(said)


def plugin_reason(
    plugin: str, situation: Situation, *, said: str = "", learns: bool = False
) -> str:
    """Why a plugin's prompt is shown: what the plugin says, and always which plugin asks it."""
    words = _words(situation)
    learning = words["learning"] if learns else ""
    return " ".join(part for part in (said, words["plugin"].format(plugin), learning) if part)

"""The few sentences that the instruments room says itself, by locale. Spanish is a draft (C-32)."""

from __future__ import annotations

from collections.abc import Mapping

SHOWN_IF: Mapping[str, str] = {
    "en": "Answer this only if you chose {labels} for: {text}",
    "es": "Conteste esto solo si eligió {labels} en: {text}",
}
YES: Mapping[str, str] = {"en": "Yes", "es": "Sí"}
NO: Mapping[str, str] = {"en": "No", "es": "No"}
OR: Mapping[str, str] = {"en": "or", "es": "o"}
DROPPED: Mapping[str, str] = {
    "en": "The answer to “{text}” was left out, because the question goes only with another answer above it.",
    "es": "La respuesta a «{text}» no se guardó, porque la pregunta va solo con otra respuesta anterior.",
}


def say(words: Mapping[str, str], locale: str) -> str:
    """The words in the locale's language, else in English."""
    return words.get(locale, words.get(locale.split("-", 1)[0], words["en"]))

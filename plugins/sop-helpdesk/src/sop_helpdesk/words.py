"""The few words of the plugin's own pages; forms and panels bring theirs. Spanish is a draft (C-32)."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "lang": "en",
        "family": "For the family, on this device",
        "back": "Back to the case",
        "send": "Send answers",
        "language": "Language",
        "stale": "This page was open for too long, or was not complete.",
        "stale_fix": "Your answers are still here: please send them again.",
        "thanks": "Thank you",
        "received": "Your answers have arrived.",
        "anonymous": "They are kept without a name, a case or a time of day.",
        "hand_back": "Please hand the device back now.",
        "staff": "Staff: back to the case",
        "again": "These answers had already arrived. What was sent first is kept.",
        "again_fix": "To answer anew, open the form again from the case.",
    },
    "es": {
        "lang": "es",
        "family": "Para la familia, en este dispositivo",
        "back": "Volver al caso",
        "send": "Enviar respuestas",
        "language": "Idioma",
        "stale": "Esta página estuvo abierta demasiado tiempo o llegó incompleta.",
        "stale_fix": "Sus respuestas siguen aquí: envíelas otra vez, por favor.",
        "thanks": "Gracias",
        "received": "Sus respuestas han llegado.",
        "anonymous": "Se guardan sin nombre, sin caso y sin la hora.",
        "hand_back": "Por favor, devuelva el dispositivo ahora.",
        "staff": "Personal: volver al caso",
        "again": "Estas respuestas ya habían llegado. Se conserva lo que se envió primero.",
        "again_fix": "Para responder de nuevo, abra otra vez el formulario desde el caso.",
    },
}


def words(locale: str) -> Mapping[str, str]:
    """The words in a locale, its language, or English."""
    return WORDS.get(locale) or WORDS.get(locale.split("-", 1)[0]) or WORDS["en"]

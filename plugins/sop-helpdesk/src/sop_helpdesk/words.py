"""The few words of the plugin's own pages; forms and prompts bring theirs."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "lang": "en",
        "panel": "Safety Organized Practice",
        "ask": "A question for you",
        "notice": "Worth noticing",
        "reflect": "To think about",
        "aside": "Put aside",
        "aside_why": "Put this aside because:",
        "aside_plain": "Put it aside",
        "forms": "For you",
        "family": "For the family, on this device",
        "draft": "draft translation",
        "back": "Back to the case",
        "send": "Send answers",
        "language": "Language",
        "stale": "This page was open for too long, or was not complete.",
        "stale_fix": "Your answers are still here: please send them again.",
        "thanks": "Thank you",
        "received": "Your answers have arrived.",
        "anonymous": "They are kept without a name, a case or a time of day.",
        "hand_back": "Please hand the device back now.",
        "again": "These answers had already arrived. What was sent first is kept.",
        "again_fix": "To answer anew, open the form again from the case.",
        "strong": "Strong in your practice now",
        "growing": "Worth strengthening next",
        "none_strong": "These answers do not point to one yet.",
        "none_growing": "These answers do not point to one now.",
        "for_you": "For you, and for a conversation that you choose to have. It is not a grade.",
        "answered": "Answered",
    },
    "es": {
        "lang": "es",
        "panel": "Práctica organizada para la seguridad",
        "ask": "Una pregunta para usted",
        "notice": "Conviene notar",
        "reflect": "Para pensar",
        "aside": "Apartar",
        "aside_why": "Apartar esto porque:",
        "aside_plain": "Apartarla",
        "forms": "Para usted",
        "family": "Para la familia, en este dispositivo",
        "draft": "traducción en borrador",
        "back": "Volver al caso",
        "send": "Enviar respuestas",
        "language": "Idioma",
        "stale": "Esta página estuvo abierta demasiado tiempo o llegó incompleta.",
        "stale_fix": "Sus respuestas siguen aquí: envíelas otra vez, por favor.",
        "thanks": "Gracias",
        "received": "Sus respuestas han llegado.",
        "anonymous": "Se guardan sin nombre, sin caso y sin la hora.",
        "hand_back": "Por favor, devuelva el dispositivo ahora.",
        "again": "Estas respuestas ya habían llegado. Se conserva lo que se envió primero.",
        "again_fix": "Para responder de nuevo, abra otra vez el formulario desde el caso.",
        "strong": "Fortalezas de su práctica hoy",
        "growing": "Lo que conviene fortalecer",
        "none_strong": "Estas respuestas todavía no señalan ninguna.",
        "none_growing": "Estas respuestas no señalan nada por ahora.",
        "for_you": "Es para usted y para la conversación que usted quiera tener. No es una nota.",
        "answered": "Respondido",
    },
}


def words(locale: str) -> Mapping[str, str]:
    """The words in a locale, its language, or English."""
    return WORDS.get(locale) or WORDS.get(locale.split("-", 1)[0]) or WORDS["en"]

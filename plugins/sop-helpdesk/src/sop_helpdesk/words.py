"""The few words of the plugin's own pages; forms and panels bring theirs. Spanish is a draft (C-32)."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "lang": "en",
        "family": "For the family",
        "family_about": (
            "The family answers without an account. Nobody can open the answers here, and nothing "
            "on the case says that you asked."
        ),
        "family_link": "Make a link to send",
        "family_device": "Hand over this device (signs you out)",
        "device_title": "Hand over this device",
        "device_out": "You are signed out.",
        "device_next": "Choose the family's language, then hand over the device.",
        "link_title": "A link for the family",
        "link_once": "You see it here and nowhere else. It works once, until {day}.",
        "link_give": (
            "Send it to the parent or guardian, or print this page and hand it over. To answer is "
            "up to them: please do not ask whether they did."
        ),
        "link_message": "A message to copy",
        "link_many": "You have made many links today. Please make more tomorrow.",
        "link_many_why": "A limit keeps anybody from answering in the place of families.",
        "back": "Back to the case",
        "send": "Send answers",
        "language": "Language",
        "stale": "This page was open for too long, or was not complete.",
        "stale_fix": "Your answers are still here: please send them again.",
        "thanks": "Thank you",
        "received": "Your answers have arrived.",
        "anonymous": "They are kept without a name, a case or a time of day.",
        "again": "These answers had already arrived. What was sent first is kept.",
        "again_fix": "To answer anew, open the form again from the case.",
        "mine": "My own pages",
        "coaching": "My coaching",
        "releases": "Results of groups",
        "note": "Write a contact note",
        "supervision": "Supervision",
        "casework": "All of this case",
        "my_page": "My own page",
        "mine_alone": "What your own answers say is shown to you alone.",
        "mine_none": "You have not answered a form about your own practice yet.",
    },
    "es": {
        "lang": "es",
        "family": "Para la familia",
        "family_about": (
            "La familia contesta sin tener una cuenta. Nadie puede abrir las respuestas aquí, y "
            "nada en el caso dice que usted preguntó."
        ),
        "family_link": "Crear un enlace para enviar",
        "family_device": "Entregar este dispositivo (cierra su sesión)",
        "device_title": "Entregar este dispositivo",
        "device_out": "Su sesión está cerrada.",
        "device_next": "Elija el idioma de la familia y después entregue el dispositivo.",
        "link_title": "Un enlace para la familia",
        "link_once": "Usted lo ve aquí y en ningún otro lugar. Sirve una sola vez, hasta el {day}.",
        "link_give": (
            "Envíelo a la madre, al padre o a quien tenga la tutela, o imprima esta página y "
            "entréguela. La familia decide si contesta: por favor, no pregunte si lo hizo."
        ),
        "link_message": "Un mensaje para copiar",
        "link_many": "Hoy ha creado muchos enlaces. Por favor, cree más mañana.",
        "link_many_why": "Hay un límite para que nadie conteste en lugar de las familias.",
        "back": "Volver al caso",
        "send": "Enviar respuestas",
        "language": "Idioma",
        "stale": "Esta página estuvo abierta demasiado tiempo o llegó incompleta.",
        "stale_fix": "Sus respuestas siguen aquí: envíelas otra vez, por favor.",
        "thanks": "Gracias",
        "received": "Sus respuestas han llegado.",
        "anonymous": "Se guardan sin nombre, sin caso y sin la hora.",
        "again": "Estas respuestas ya habían llegado. Se conserva lo que se envió primero.",
        "again_fix": "Para responder de nuevo, abra otra vez el formulario desde el caso.",
        "mine": "Mis propias páginas",
        "coaching": "Mi acompañamiento",
        "releases": "Resultados de grupos",
        "note": "Escribir una nota de contacto",
        "supervision": "Supervisión",
        "casework": "Todo lo de este caso",
        "my_page": "Mi propia página",
        "mine_alone": "Lo que dicen sus propias respuestas se le muestra solo a usted.",
        "mine_none": "Todavía no ha contestado un formulario sobre su propia práctica.",
    },
}


def words(locale: str) -> Mapping[str, str]:
    """The words in a locale, its language, or English."""
    return WORDS.get(locale) or WORDS.get(locale.split("-", 1)[0]) or WORDS["en"]

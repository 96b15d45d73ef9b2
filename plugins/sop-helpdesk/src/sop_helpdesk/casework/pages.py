"""A page round what sop_core draws of a case, and the words on it (Spanish is a draft, C-32)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from helpdesk.models import Ticket

from sop_helpdesk.pages import asked_language, locale_of, style_address, with_query

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "lang": "en",
        "case": "Safety Organized Practice in this case",
        "back": "Back to the case",
        "back_sop": "All of this case",
        "note": "Contact note",
        "note_written": "A contact note was written",
        "note_changed": "A contact note was changed",
        "supervision": "Supervision",
        "write": "Write with the family",
        "statements": "Statements",
        "tools": "Field tools",
        "nothing": "Nothing was written yet.",
        "kept": "It is kept.",
        "kept_draft": "The draft is kept. You can go on writing.",
        "draft": "draft",
        "go_on": "Go on writing",
        "change": "Change it",
        "void": "It was entered in error",
        "void_said": "This was entered in error, and no longer counts.",
        "was_changed": "This was changed later.",
        "read_later": "Read what counts now",
        "noticed": "To think about",
        "read_aloud": "Read as a whole",
        "goal_for": "Write its safety goal",
        "answers": "Its danger",
        "choose_danger": "Which danger shall this goal answer?",
        "no_danger": "There is no danger statement yet. Write the danger first.",
        "stands": "What stands now",
        "came_in": "Came in since the last page: {n}",
        "nearer": "Came nearer: {n}",
        "further": "Went further off: {n}",
        "left": "Left: {n}",
        "where": "Where it is written down:",
        "packet": "Empty pages of every tool, to print",
        "print": "To print: use your browser. Only the page itself is printed.",
    },
    "es": {
        "lang": "es",
        "case": "Safety Organized Practice en este caso",
        "back": "Volver al caso",
        "back_sop": "Todo lo de este caso",
        "note": "Nota de contacto",
        "note_written": "Se escribió una nota de contacto",
        "note_changed": "Se cambió una nota de contacto",
        "supervision": "Supervisión",
        "write": "Escribir con la familia",
        "statements": "Declaraciones",
        "tools": "Herramientas de campo",
        "nothing": "Todavía no hay nada escrito.",
        "kept": "Está guardado.",
        "kept_draft": "El borrador está guardado. Puede seguir escribiendo.",
        "draft": "borrador",
        "go_on": "Seguir escribiendo",
        "change": "Cambiarlo",
        "void": "Se ingresó por error",
        "void_said": "Esto se ingresó por error y ya no cuenta.",
        "was_changed": "Esto se cambió después.",
        "read_later": "Leer lo que cuenta ahora",
        "noticed": "Para pensar",
        "read_aloud": "Leído completo",
        "goal_for": "Escribir su meta de seguridad",
        "answers": "Su peligro",
        "choose_danger": "¿A qué peligro responde esta meta?",
        "no_danger": "Todavía no hay una declaración de peligro. Escriba primero el peligro.",
        "stands": "Lo que vale ahora",
        "came_in": "Se sumaron desde la última página: {n}",
        "nearer": "Se acercaron: {n}",
        "further": "Se alejaron: {n}",
        "left": "Se fueron: {n}",
        "where": "Dónde se anota:",
        "packet": "Páginas vacías de cada herramienta, para imprimir",
        "print": "Para imprimir, use su navegador. Solo se imprime la página misma.",
    },
}


def say(locale: str) -> Mapping[str, str]:
    """The words in a locale, its language, or English."""
    return WORDS.get(locale) or WORDS.get(locale.split("-", 1)[0]) or WORDS["en"]


def case_page(
    request: HttpRequest,
    ticket: Ticket,
    name: str,
    *,
    title: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page of a case, by the name of its template."""
    words = say(locale_of(request))
    asked = asked_language(request)
    context = {
        "locale": words["lang"],
        "say": words,
        "style": style_address(),
        "title": title,
        "ticket": ticket,
        "asked": asked,
        "case": with_query(reverse("sop_helpdesk:case", args=[ticket.pk]), asked),
        "here": name,
        **more,
    }
    return render(request, f"sop_helpdesk/casework/{name}.html", context, status=status)

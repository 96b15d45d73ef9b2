"""The panel of one ticket page as markup: what stands there, and where each thing leads."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from helpdesk.models import Ticket

from sop_helpdesk import adapter
from sop_helpdesk.pages import Pass, locale_of
from sop_helpdesk.words import words


def panel_html(request: HttpRequest, ticket: Ticket) -> str:
    """The panel in the reader's language, each prompt with a form that puts it aside (S2-03)."""
    locale = locale_of(request)
    panel, family = adapter.panels_of(adapter.situation_of(request.user, ticket, locale))
    prompts = [
        (prompt, Pass.new(request.user, ticket.pk, "prompt", prompt.id).sign())
        for prompt in panel.prompts
    ]
    context = {
        "locale": locale,
        "words": words(locale),
        "ticket": ticket,
        "prompts": prompts,
        "forms": panel.forms,
        "family_forms": family.forms,
    }
    return render_to_string("sop_helpdesk/panel.html", context, request=request)

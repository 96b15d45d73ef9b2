"""The panel of one ticket page as markup: what stands there, and where each thing leads."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from helpdesk.models import Ticket

from sop_core import Form, NotFound
from sop_helpdesk import adapter
from sop_helpdesk.conf import conf
from sop_helpdesk.pages import Pass, locale_of
from sop_helpdesk.words import words


def panel_html(request: HttpRequest, ticket: Ticket) -> str:
    """The panel in the reader's language, each prompt with a form that puts it aside (S2-03)."""
    locale = locale_of(request)
    say = words(locale)
    panel = adapter.engine().panel(adapter.situation_of(request.user, ticket, locale))
    prompts = [
        (prompt, say[prompt.kind], Pass.new(request.user, ticket.pk, "prompt", prompt.id).sign())
        for prompt in panel.prompts
    ]
    own = [(form.id, form.title, form.locale) for form in panel.forms]
    family = [(form.instrument.id, form.title, form.locale) for form in _to_hand_over(locale)]
    context = {
        "words": say,
        "ticket": ticket,
        "prompts": prompts,
        "offers": ((say["forms"], own), (say["family"], family)),
        "asked": locale if request.GET.get("lang") else "",
    }
    return render_to_string("sop_helpdesk/panel.html", context, request=request)


def _to_hand_over(locale: str) -> list[Form]:
    """The forms for the family; an id that no definition has any more costs nothing but itself."""
    forms = []
    for instrument in conf().hand_over:
        try:
            forms.append(adapter.engine().form(instrument, locale=locale))
        except NotFound:
            continue
    return forms

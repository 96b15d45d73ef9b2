"""The panel of one ticket page as markup: what stands there, and where each thing leads."""

from __future__ import annotations

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from helpdesk.models import Ticket

from sop_core import ShownPrompt
from sop_core import render as sop_render
from sop_helpdesk import adapter, family
from sop_helpdesk.pages import Pass, locale_of, style_address
from sop_helpdesk.words import words


def panel_html(request: HttpRequest, ticket: Ticket) -> str:
    """The panel in the reader's language, each prompt with a form that puts it aside (S2-03)."""
    locale = locale_of(request)
    asked = f"?lang={locale}" if request.GET.get("lang") else ""

    def address(form: str) -> str:
        return reverse("sop_helpdesk:form", args=[ticket.pk, form]) + asked

    def hidden(prompt: ShownPrompt) -> dict[str, str]:
        once = Pass.new(request.user, ticket.pk, "prompt", prompt.id)
        return {"csrfmiddlewaretoken": get_token(request), "sop_pass": once.sign()}

    own = sop_render.panel(
        adapter.engine().panel(adapter.situation_of(request.user, ticket, locale)),
        dismiss_action=reverse("sop_helpdesk:dismiss", args=[ticket.pk]),
        form_url=address,
        hidden=hidden,
    )
    context = {
        "style": style_address(),
        "own": own,
        "words": words(locale),
        "mine": reverse("sop_helpdesk:mine") + asked,
        "coaching": reverse("sop_helpdesk:coaching_mine"),
        "csrf": get_token(request),
        "family": [
            (form, reverse("sop_helpdesk:family_make", args=[ticket.pk, form.instrument.id]))
            for form in family.offered(locale)
        ],
    }
    return render_to_string("sop_helpdesk/panel.html", context)

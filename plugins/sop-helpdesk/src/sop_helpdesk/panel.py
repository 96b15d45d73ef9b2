"""The panel of one page as markup: what stands there, and where each thing leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from helpdesk.models import Ticket

from sop_core import Panel, ShownPrompt
from sop_core import render as sop_render
from sop_helpdesk import adapter, family
from sop_helpdesk.casework.facts import facts_of
from sop_helpdesk.casework.learning import learning_of
from sop_helpdesk.casework.records import CaseFile
from sop_helpdesk.conf import conf
from sop_helpdesk.pages import Pass, asked_language, locale_of, style_address, with_query
from sop_helpdesk.releases.gate import may_read
from sop_helpdesk.words import words


def panel_html(request: HttpRequest, ticket: Ticket) -> str:
    """The ticket page's panel in the reader's language, each prompt with a form that puts it aside (S2-03)."""
    locale = locale_of(request)
    asked = f"?lang={locale}" if request.GET.get("lang") else ""
    context = {
        "style": style_address(),
        "own": prompts_html(request, ticket, CaseFile.of(ticket), conf().screen),
        "words": words(locale),
        "case": reverse("sop_helpdesk:case", args=[ticket.pk]) + asked,
        "note": reverse("sop_helpdesk:case_note", args=[ticket.pk]) + asked,
        "supervision": reverse("sop_helpdesk:case_supervision", args=[ticket.pk]) + asked,
        "mine": reverse("sop_helpdesk:mine") + asked,
        "coaching": reverse("sop_helpdesk:coaching_mine"),
        "releases": reverse("sop_helpdesk:releases") if may_read(request.user) else "",
        "csrf": get_token(request),
        "family": [
            (form, reverse("sop_helpdesk:family_make", args=[ticket.pk, form.instrument.id]))
            for form in family.offered(locale)
        ],
    }
    return render_to_string("sop_helpdesk/panel.html", context)


def panel_of(
    request: HttpRequest,
    ticket: Ticket,
    case: CaseFile,
    screen: str,
    facts: Mapping[str, Any] | None = None,
) -> Panel:
    """What a screen of a case shows; `facts` stand before those of the whole case."""
    locale = locale_of(request)
    situation = adapter.situation_of(
        request.user,
        ticket,
        locale,
        screen=screen,
        facts={**facts_of(case, locale), **(facts or {})},
        learning=learning_of(request.user),
    )
    return adapter.engine().panel(situation)


def prompts_html(
    request: HttpRequest,
    ticket: Ticket,
    case: CaseFile,
    screen: str,
    *,
    facts: Mapping[str, Any] | None = None,
    aside_form: str | None = None,
    heading_level: int = 2,
) -> str:
    """The prompts of a screen; with `aside_form` their buttons belong to that form of the page."""
    asked = asked_language(request)

    def address(form: str) -> str:
        return with_query(reverse("sop_helpdesk:form", args=[ticket.pk, form]), asked)

    def tool(tool: str) -> str:
        return with_query(reverse("sop_helpdesk:case_write", args=[ticket.pk, tool]), asked)

    def hidden(prompt: ShownPrompt) -> dict[str, str]:
        once = Pass.new(request.user, ticket.pk, "prompt", prompt.id, screen)
        own = {"csrfmiddlewaretoken": get_token(request), "sop_pass": once.sign()}
        return {**own, "sop_lang": locale_of(request)} if asked else own

    return sop_render.panel(
        panel_of(request, ticket, case, screen, facts),
        dismiss_action=None if aside_form else reverse("sop_helpdesk:dismiss", args=[ticket.pk]),
        aside_form=aside_form,
        helpful=True,
        form_url=address,
        tool_url=tool,
        hidden=hidden,
        heading_level=heading_level,
    )

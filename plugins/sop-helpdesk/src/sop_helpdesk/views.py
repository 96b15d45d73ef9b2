"""The pages: a form, the thanks after an anonymous one, and the putting aside of a prompt.

Every view asks the host first whether this user may see the ticket, and says what the host says: a
redirect to the sign-in page, 403 or 404. What SOP means here is in `adapter`.
"""

from __future__ import annotations

from typing import Any

from attrs import evolve
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from helpdesk.decorators import helpdesk_staff_member_required
from helpdesk.models import Ticket
from helpdesk.views.staff import ticket_perm_check

from sop_core import Form, Issue, NotFound, RecordRefused
from sop_core import render as sop_render
from sop_core.prompts import PromptOutcome, read_outcome
from sop_helpdesk import adapter
from sop_helpdesk.conf import conf
from sop_helpdesk.models import Token
from sop_helpdesk.pages import (
    Pass,
    asked_language,
    languages,
    locale_of,
    read_pass,
    style,
    style_address,
    with_query,
)
from sop_helpdesk.quiet import quietly
from sop_helpdesk.words import words

# Set before every field's name, so that no item's id can be that of the host's own fields.
PREFIX = "a-"


def ticket_of(request: HttpRequest, ticket_id: int) -> Ticket:
    """The ticket, where the host's own rule lets this user see it; 404 or 403 else."""
    ticket = get_object_or_404(Ticket, pk=ticket_id)
    ticket_perm_check(request, ticket)
    return ticket


@quietly
@helpdesk_staff_member_required
@never_cache
@require_http_methods(["GET", "POST"])
def form(request: HttpRequest, ticket_id: int, instrument: str) -> HttpResponse:
    """Show a form; take its answers, or show it again with every error and nothing lost (422)."""
    ticket, locale = ticket_of(request, ticket_id), locale_of(request)
    sitting = read_pass(request, ticket_id, "form", instrument)
    shown = form_of(instrument, sitting.version if sitting else None, locale)
    if shown.anonymous and instrument in conf().hand_over:
        raise Http404("This form is the family's. It is answered by a link from the case.")
    if sitting is None or sitting.version != shown.instrument.version:
        # A new page, or one whose pass is too old, forged, or for a version that is gone.
        sitting = Pass.new(request.user, ticket_id, "form", instrument, shown.instrument.version)
        say = words(shown.locale)
        stale = Issue("page_too_old", "$", say["stale"], fix=say["stale_fix"])
        return _form_page(request, ticket, shown, sitting, (stale,) if request.POST else ())
    fields = dict(request.POST.lists())
    if shown.anonymous:
        who = adapter.anonymous_sitting(ticket.queue.slug)
    else:
        who = adapter.sitting_of(request.user, ticket, instrument)
    document = shown.read(fields, prefix=PREFIX, id=sitting.record, **who)
    try:
        new = adapter.keep(document, None if shown.anonymous else ticket)
    except RecordRefused as refused:
        return _form_page(request, ticket, shown, sitting, refused.issues)
    # Of an anonymous record not even the id goes into an address, which browsers and logs keep.
    name, args = ("thanks", ()) if shown.anonymous else ("answers", (sitting.record,))
    address = reverse(f"sop_helpdesk:{name}", args=[ticket_id, *args])
    return redirect(f"{address}?lang={shown.locale}{'' if new else '&again=1'}")


def form_of(instrument: str, version: str | None, locale: str) -> Form:
    """The form in the version that was opened, or in today's where that one is gone."""
    for wanted in (version, None):
        try:
            return adapter.engine().form(instrument, wanted, locale=locale)
        except NotFound:
            continue
    raise Http404("There is no such form.")


def _form_page(
    request: HttpRequest, ticket: Ticket, shown: Form, sitting: Pass, issues: tuple[Issue, ...]
) -> HttpResponse:
    hidden = {
        "csrfmiddlewaretoken": get_token(request),
        "sop_pass": sitting.sign(),
        "sop_lang": shown.locale,
    }
    markup = sop_render.form(
        shown,
        values=dict(request.POST.lists()),
        issues=issues,
        action=request.path,
        hidden=hidden,
        prefix=PREFIX,
        submit_label=words(shown.locale)["send"],
        heading_level=1,
    )
    # A link to another language would lose what was typed, so only a fresh page offers one.
    offered = () if request.POST else languages_of(shown)
    context = {"form": shown, "markup": markup, "languages": offered}
    status = 422 if issues else 200
    return _page(request, "form", shown.locale, ticket, status=status, **context)


def languages_of(shown: Form) -> tuple[tuple[str, str], ...]:
    """The languages to switch to, each under its own name; none where there is no choice."""
    names = languages(code for code in conf().languages if code in shown.definition.title.locales)
    return names if len(names) > 1 else ()


@quietly
@helpdesk_staff_member_required
@never_cache
@require_GET
def thanks(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """What follows an anonymous form: it says nothing of the answers to whoever looks next."""
    return _page(request, "thanks", locale_of(request), ticket_of(request, ticket_id))


@quietly
@helpdesk_staff_member_required
@require_POST
def dismiss(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Put a prompt aside, with the reason that was chosen, or say that it helped; and go back (S2-03)."""
    ticket = ticket_of(request, ticket_id)
    prompt = read_pass(request, ticket_id, "prompt")
    said = read_outcome(dict(request.POST.lists()))
    screen = (prompt.version if prompt else None) or conf().screen
    if prompt is not None and said is not None:
        try:
            told(request.user, ticket, screen, evolve(said, prompt=prompt.what), prompt.record)
        except RecordRefused as refused:
            return HttpResponse(str(refused), status=422, content_type="text/plain; charset=utf-8")
    if screen == "supervision":
        back = reverse("sop_helpdesk:case_supervision", args=[ticket_id])
        return redirect(with_query(back, asked_language(request)))
    return redirect(f"{with_query(ticket.get_absolute_url(), asked_language(request))}#sop-panel")


def told(user: Any, ticket: Ticket, screen: str, said: PromptOutcome, id_: str) -> None:
    """Keep what became of a prompt: for cool-down, and never a measure of anybody (S2-18)."""
    document = {
        "$schema": "urn:sop:schema:feedback:1",
        "id": id_,
        "prompt": said.prompt,
        "screen": screen,
        "outcome": said.outcome.value,
        "reason": said.reason,
        "on": timezone.localdate().isoformat(),
        "case": Token.of(ticket),
        "viewer": Token.of(user),
    }
    adapter.keep(document, ticket)


@quietly
@require_GET
def stylesheet(request: HttpRequest) -> HttpResponse:
    """The style of panel and pages; its address changes with it, so browsers may keep it."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(style(), content_type="text/css; charset=utf-8", headers=headers)


def _page(
    request: HttpRequest,
    name: str,
    locale: str,
    ticket: Ticket | None,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """A page of the plugin's own, by the name of its template; `ticket` is None where it is of no case."""
    context = {
        "locale": more["form"].locale if "form" in more else words(locale)["lang"],
        "words": words(locale),
        "ticket": ticket,
        "again": "again" in request.GET,
        "style": style_address(),
        **more,
    }
    return render(request, f"sop_helpdesk/{name}.html", context, status=status)

"""A worker makes a one-time link for a family, or hands this device over (S0-12).

Whoever may see the ticket may do it. Nothing of it is written on the ticket or kept beside it: that
a family was asked, and whether it answered, is nobody's to look up.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from helpdesk.decorators import helpdesk_staff_member_required
from helpdesk.models import Ticket
from helpdesk.views.staff import ticket_perm_check

from sop_helpdesk import family, links
from sop_helpdesk.conf import conf
from sop_helpdesk.kinds import kinds_of
from sop_helpdesk.pages import locale_of, style_address
from sop_helpdesk.quiet import quietly
from sop_helpdesk.views import languages_of
from sop_helpdesk.words import words


@quietly
@helpdesk_staff_member_required
@never_cache
@require_POST
def make(request: HttpRequest, ticket_id: int, instrument: str) -> HttpResponse:
    """Make a link and show it once; or sign the worker out, and offer the way to it on this device."""
    ticket, locale = get_object_or_404(Ticket, pk=ticket_id), locale_of(request)
    ticket_perm_check(request, ticket)
    form = next((one for one in family.offered(locale) if one.instrument.id == instrument), None)
    if form is None:
        raise Http404("There is no such form for families.")
    context: dict[str, Any] = {
        "locale": words(locale)["lang"],
        "words": words(locale),
        "ticket": ticket,
        "form": form,
        "style": style_address(),
    }
    if links.too_many(request.user):
        return render(request, "sop_helpdesk/family/many.html", context, status=429)
    token, last_day = links.make(form.instrument, ticket.queue.slug, kinds_of(ticket))
    address = reverse("sop_helpdesk:family_door", args=[token])
    if request.POST.get("how") == "device":
        # Whoever holds the device next is nobody here.
        logout(request)
        context |= {"address": address, "languages": languages_of(form)}
        return render(request, "sop_helpdesk/family/device.html", context)
    base = conf().family_site.rstrip("/") or request.build_absolute_uri("/").rstrip("/")
    context |= {
        "address": base + address,
        "once": words(locale)["link_once"].format(day=_day(last_day, locale)),
        "messages": [
            (code, name, _message(code, base + address, _day(last_day, code)))
            for code, name in languages_of(form) or ((form.locale, ""),)
        ],
    }
    return render(request, "sop_helpdesk/family/link.html", context)


def _message(locale: str, address: str, day: str) -> str:
    return f"{family.say(locale)['message'].replace('{day}', day)}\n{address}?lang={locale}"


def _day(day: dt.date, locale: str) -> str:
    with translation.override(locale):
        return str(date_format(day, "DATE_FORMAT"))

"""A worker's own pages: what their own answers say, to them alone, through `sop.disclose` (S0-07, S0-10).

Nobody's rights on a ticket, and no role, open another person's page: the gate is asked with the
token of whoever is signed in, and what it refuses is not found.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from helpdesk.decorators import helpdesk_staff_member_required
from helpdesk.models import Ticket

from sop_core import Disclosure, DisclosureRefused, NotFound
from sop_core import render as sop_render
from sop_helpdesk import adapter
from sop_helpdesk.models import SopRecord, Token
from sop_helpdesk.pages import locale_of, moment
from sop_helpdesk.quiet import quietly
from sop_helpdesk.views import _page, ticket_of
from sop_helpdesk.words import words

_COUNTED = ("complete", "amended")


def own_rows(user: Any, **of: Any) -> Iterator[SopRecord]:
    """The administrations that this user answered, newest first; the gate looks at each again.

    The respondent stands in the document alone. A county with many records gives it a column, or an
    index of its database's on the document.
    """
    token = Token.of(user)
    rows = SopRecord.objects.filter(
        kind="administration", status__in=_COUNTED, document__contains=f'"{token}"', **of
    )
    for row in rows.order_by("-day", "id"):
        if json.loads(row.document)["respondent"] == token:
            yield row


def disclosed(user: Any, row: SopRecord) -> Disclosure:
    """A stored record, opened to this user with their earlier ones, or DisclosureRefused.

    Records whose version of the instrument is no longer loaded cannot be read, and are left out.
    """
    known = adapter.engine().catalog.versions("instrument", row.instrument)
    others = own_rows(user, instrument=row.instrument, version__in=known)
    return adapter.engine().disclose(
        row.document,
        viewer=Token.of(user),
        purpose="self_reflection",
        earlier=[one.document for one in others if one.pk != row.pk],
    )


def _own_page(request: HttpRequest, row: SopRecord, ticket: Ticket | None) -> HttpResponse:
    locale = locale_of(request)
    try:
        given = disclosed(request.user, row)
    except DisclosureRefused as refused:
        # Why is for the host's people to know, not for whoever tries addresses.
        raise Http404("This is not a page of yours.") from refused
    form = adapter.engine().form(row.instrument, row.version, locale=locale)
    markup = sop_render.page(given, locale=locale, heading_level=2 if ticket else 1)
    return _page(
        request, "answers", form.locale, ticket, form=form, markup=markup, mine=_mine(request)
    )


def _mine(request: HttpRequest) -> str:
    asked = f"?lang={locale_of(request)}" if request.GET.get("lang") else ""
    return reverse("sop_helpdesk:mine") + asked


@quietly
@helpdesk_staff_member_required
@never_cache
@require_GET
def answers(request: HttpRequest, ticket_id: int, record_id: str) -> HttpResponse:
    """What follows a form: the person's own page, beside the case that they came from."""
    ticket = ticket_of(request, ticket_id)
    row = get_object_or_404(SopRecord, pk=record_id, ticket=ticket, kind="administration")
    return _own_page(request, row, ticket)


@quietly
@helpdesk_staff_member_required
@never_cache
@require_GET
def one(request: HttpRequest, record_id: str) -> HttpResponse:
    """One of the signed-in person's own pages; the case that it was answered at does not matter."""
    row = get_object_or_404(SopRecord, pk=record_id, kind="administration")
    return _own_page(request, row, None)


@quietly
@helpdesk_staff_member_required
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The list of the signed-in person's own pages, newest first."""
    locale = locale_of(request)
    asked = f"?lang={locale}" if request.GET.get("lang") else ""
    pages: list[dict[str, str]] = []
    for row in own_rows(request.user):
        try:
            form = adapter.engine().form(row.instrument, row.version, locale=locale)
        except NotFound:
            continue
        document = json.loads(row.document)
        pages.append(
            {
                "title": form.title,
                "locale": form.locale,
                "cycle": document["cycle"],
                "sent": moment(document["submitted_at"]),
                "address": reverse("sop_helpdesk:my_page", args=[row.pk]) + asked,
            }
        )
    return _page(request, "mine", words(locale)["lang"], None, pages=pages)

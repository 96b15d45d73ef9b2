"""The pages of a case that are read: all of it, one record to print, and supervision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from helpdesk.decorators import helpdesk_staff_member_required
from helpdesk.models import Ticket

from sop_core import RecordRefused, practice
from sop_core import render as sop_render
from sop_core.documents import value_of
from sop_core.practice import FieldRecord, FieldTool, Statement, StatementKind
from sop_helpdesk import adapter
from sop_helpdesk.casework import records
from sop_helpdesk.casework.pages import case_page, say
from sop_helpdesk.casework.records import CaseFile, Document, locked
from sop_helpdesk.casework.sending import advice, write_on
from sop_helpdesk.pages import (
    Pass,
    asked_language,
    locale_of,
    moment,
    read_pass,
    style_address,
    with_query,
)
from sop_helpdesk.panel import panel_of, prompts_html
from sop_helpdesk.quiet import quietly
from sop_helpdesk.views import ticket_of

#: Words and the language that they are in, which may be another than the page's.
_Said = tuple[str, str]


@quietly
@helpdesk_staff_member_required
@never_cache
@require_GET
def case(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """All that was written on a case, and where each tool is."""
    ticket = ticket_of(request, ticket_id)
    file, locale = CaseFile.of(ticket), locale_of(request)
    return case_page(
        request, ticket, "case", title=say(locale)["case"],
        pages=[_line(ticket, one, locale) for one in reversed(file.standing("field-record"))],
        statements=[_line(ticket, one, locale) for one in file.standing("statement")],
        waiting=_waiting(file, locale),
        tools=[(sop_render.tool_name(one, locale=locale), _write(ticket, one)) for one in FieldTool],
        kinds=[(sop_render.tool_name(one, locale=locale), _write(ticket, one)) for one in StatementKind],
    )  # fmt: skip


@quietly
@helpdesk_staff_member_required
@require_GET
def packet(request: HttpRequest) -> HttpResponse:
    """Empty pages of every tool, to print and take along; nothing of any case is on them (S2-29)."""
    locale, catalog = locale_of(request), adapter.engine().catalog
    steps = [one for kind in StatementKind for one in catalog.statement_steps(kind, locale)]
    markup = sop_render.field_packet(
        screens=catalog.active_screens, steps=steps, locale=locale, heading_level=1
    )
    return render(
        request,
        "sop_helpdesk/casework/packet.html",
        {
            "locale": say(locale)["lang"],
            "style": style_address(),
            "title": sop_render.packet_title(locale),
            "markup": markup,
        },
    )


@quietly
@helpdesk_staff_member_required
@never_cache
@require_GET
def supervision(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """What a worker and a supervisor look at together: the questions first, then what stands now."""
    ticket = ticket_of(request, ticket_id)
    file, locale = CaseFile.of(ticket), locale_of(request)
    pages = file.standing("field-record", drafts=False)[-1:]
    statements = file.standing("statement", drafts=False)
    noticed = [
        (one.text, one.locale)
        for document in (*pages, *statements)
        for one in advice(request, file, document, "supervision")
    ]
    asked = {one.text for one in panel_of(request, ticket, file, "supervision").prompts}
    return case_page(
        request, ticket, "supervision", title=say(locale)["supervision"],
        prompts=prompts_html(request, ticket, file, "supervision"),
        noticed=[one for one in dict.fromkeys(noticed) if one[0] not in asked],
        stands=[_page_of(one, locale, 3, f"s{n}-") for n, one in enumerate((*statements, *pages))],
        tools=_tools_on("supervision", ticket, locale),
    )  # fmt: skip


@quietly
@helpdesk_staff_member_required
@never_cache
@require_GET
def record(request: HttpRequest, ticket_id: int, record_id: str) -> HttpResponse:
    """One record, to read and to print, with what is noticed of it beside it."""
    ticket = ticket_of(request, ticket_id)
    file, locale = CaseFile.of(ticket), locale_of(request)
    document = file.one(record_id)
    later, is_void = file.later(document), document["status"] == "entered_in_error"
    counts = later is None and not is_void
    # A record without its words stays as it is (C-33).
    open_ = counts and not document.get("redacted")
    once = Pass.new(request.user, ticket.pk, "void", record_id)
    return case_page(
        request, ticket, "record", title=_title(document, locale), markup=_page_of(document, locale, 1),
        kept="kept" in request.GET, void=is_void, draft=document["status"] == "draft",
        noticed=[(one.text, one.locale) for one in advice(request, file, document, "case.view")] if counts else [],
        growth=_growth(file, document, locale),
        later=reverse("sop_helpdesk:case_record", args=[ticket.pk, later["id"]]) if later else "",
        change=write_on(ticket, document) if open_ else "",
        void_action=reverse("sop_helpdesk:case_void", args=[ticket.pk, record_id]) if counts else "",
        csrf=get_token(request), signed=once.sign(),
        links=_links(file, document, locale),
    )  # fmt: skip


@quietly
@helpdesk_staff_member_required
@require_POST
def void(request: HttpRequest, ticket_id: int, record_id: str) -> HttpResponse:
    """A record was entered in error: it stays, and counts no more."""
    ticket = ticket_of(request, ticket_id)
    once = read_pass(request, ticket.pk, "void", record_id)
    with locked(ticket) as file:
        document = file.one(record_id)
        if once is not None and file.later(document) is None:
            voided = {
                **document,
                **records.head(request.user, ticket, once.record),
                "status": "entered_in_error",
                "supersedes": records.ref(document),
            }
            try:
                records.keep(voided, file)
            except RecordRefused as refused:
                # Its words are in no refusal (B-39).
                return HttpResponse(
                    str(refused), status=422, content_type="text/plain; charset=utf-8"
                )
    return redirect(
        with_query(reverse("sop_helpdesk:case", args=[ticket.pk]), asked_language(request))
    )


def _page_of(document: Document, locale: str, level: int, prefix: str = "") -> str:
    if records.kind_of(document) == "statement":
        statement = value_of(document, Statement)
        return sop_render.statement_page(
            statement, locale=locale, heading_level=level, prefix=prefix
        )
    page = value_of(document, FieldRecord)
    return sop_render.field_page(page, locale=locale, heading_level=level, prefix=prefix)


def _title(document: Document, locale: str) -> str:
    if records.screen_of(document) == records.NOTE:
        return say(locale)["note"]
    return sop_render.tool_name(document.get("tool") or document["kind"], locale=locale)


def _line(ticket: Ticket, document: Document, locale: str) -> dict[str, Any]:
    draft = document["status"] == "draft"
    read = reverse("sop_helpdesk:case_record", args=[ticket.pk, document["id"]])
    said = ""
    if records.kind_of(document) == "statement":
        said = practice.said(value_of(document, Statement), locale)
    return {
        "title": _title(document, locale),
        "day": moment(document["made_at"]),
        "draft": draft,
        "address": write_on(ticket, document) if draft else read,
        "said": said,
    }


def _waiting(file: CaseFile, locale: str) -> list[tuple[str, str]]:
    """The dangers that no safety goal answers yet, each with where its goal is written (B-22)."""
    every = [one for one in file.values() if isinstance(one, Statement)]
    ids = [id_ for found in practice.notice_dangers(every) for id_ in found.places]
    goal = _write(file.ticket, StatementKind.SAFETY_GOAL)
    return [
        (practice.said(one, locale), f"{goal}?danger={one.id}")
        for one in every
        if one.id in ids and one.status != "draft"
    ]


def _links(file: CaseFile, document: Document, locale: str) -> list[tuple[str, str]]:
    """From a goal to its danger, from a danger to its goal or to where one is written."""
    words = say(locale)
    if danger := document.get("danger"):
        return [
            (
                words["answers"],
                reverse("sop_helpdesk:case_record", args=[file.ticket.pk, danger["id"]]),
            )
        ]
    if document.get("kind") != StatementKind.DANGER or document["status"] == "draft":
        return []
    waiting = _waiting(file, locale)
    address = f"{_write(file.ticket, StatementKind.SAFETY_GOAL)}?danger={document['id']}"
    return [(words["goal_for"], address)] if address in {at for _, at in waiting} else []


def _growth(file: CaseFile, document: Document, locale: str) -> list[str]:
    """How the network grew since the page before, in numbers of people (S1-24, B-25)."""
    if document.get("tool") != FieldTool.SAFETY_CIRCLES:
        return []
    pages = [
        one
        for one in file.standing("field-record", drafts=False)
        if one["tool"] == FieldTool.SAFETY_CIRCLES
    ]
    # Times of two offsets are put in order as moments, not as texts.
    before = [one for one in pages if records.when(one) < records.when(document)]
    if not before:
        return []
    grown = practice.growth_between(value_of(before[-1], FieldRecord), value_of(document, FieldRecord))  # fmt: skip
    words = say(locale)
    counts: Mapping[str, tuple[str, ...]] = {
        "came_in": grown.came_in, "nearer": grown.nearer, "further": grown.further, "left": grown.left,
    }  # fmt: skip
    return [words[name].format(n=len(people)) for name, people in counts.items() if people]


def _tools_on(screen: str, ticket: Ticket, locale: str) -> list[tuple[str, str, _Said, _Said]]:
    """The tools that fit a screen: name, address, when, and where it is written down (B-28)."""
    return [
        (
            sop_render.tool_name(use.tool, locale=locale),
            _write(ticket, use.tool),
            (use.when.get(locale), use.when.locale_for(locale)),
            (use.where.get(locale), use.where.locale_for(locale)),
        )
        for found in adapter.engine().catalog.active_screens
        for one in found.screens
        if one.id == screen
        for use in one.tools
    ]


def _write(ticket: Ticket, what: str) -> str:
    if what not in (*FieldTool, *StatementKind):
        raise Http404("There is no such page.")
    return reverse("sop_helpdesk:case_write", args=[ticket.pk, str(what)])

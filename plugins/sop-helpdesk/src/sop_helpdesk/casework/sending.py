"""What the pages of a case that are written share: the pass, what is written on, addresses, and advice."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from helpdesk.models import Ticket

from sop_core import Issue, RecordRefused
from sop_core.hooks import Advice
from sop_helpdesk import adapter
from sop_helpdesk.casework.records import NOTE, CaseFile, Document, screen_of
from sop_helpdesk.pages import Pass, asked_language, locale_of, read_pass

#: Before every field's name, so that no part of a tool can have the name of one of the host's own fields.
PREFIX = "c-"
STALE = Issue("page_too_old", "$", "This page was open for too long. Please send it again.")
SENT_BEFORE = Issue("sent_before", "$", "This page was kept before, with other words.")
Fields = dict[str, list[str]]


def before_of(case: CaseFile, record_id: str, **alike: str) -> Document | None:
    """The record that is written on, where one is.

    404 where it is another tool's, was entered in error, or has lost its words by redaction (C-33): who wrote on
    that one would let a page of nothing stand in for what was once said.
    """
    if not record_id:
        return None
    found = case.one(record_id)
    gone = found["status"] == "entered_in_error" or found.get("redacted")
    if gone or any(found.get(k) != v for k, v in alike.items()):
        raise Http404("There is no such page.")
    return found


def once_of(request: HttpRequest, ticket: Ticket, what: str) -> tuple[Pass | None, Pass]:
    """The pass that came, and the one that the page carries: the same, or a new one."""
    came = read_pass(request, ticket.pk, "case", what) if request.method == "POST" else None
    return came, came or Pass.new(request.user, ticket.pk, "case", what)


def advice(
    request: HttpRequest, case: CaseFile, document: Document, screen: str
) -> tuple[Advice, ...]:
    """What is noticed of a record that was kept, in the reader's language where there are words in it.

    Of a record that the engine would refuse today, such as one of another version, nothing is said: it is read.
    """
    situation = adapter.situation_of(request.user, case.ticket, locale_of(request), screen=screen)
    try:
        receipt = adapter.engine().accept(
            dict(document), given=case.beside(document), situation=situation
        )
    except RecordRefused:
        return ()
    return receipt.advice


def as_issues(noticed: Iterable[Advice]) -> tuple[Issue, ...]:
    """The same for a form, which shows it and refuses nothing for it."""
    return tuple(Issue(one.code, "$", one.text, severity="advice") for one in noticed)


def hidden(request: HttpRequest, carried: Pass) -> dict[str, str]:
    """The host's own fields in a form: against forgery, the pass, and the page's language."""
    own = {"csrfmiddlewaretoken": get_token(request), "sop_pass": carried.sign()}
    return {**own, "sop_lang": locale_of(request)}


def lang(request: HttpRequest) -> str:
    """The language that was asked for, as the beginning of an address's query."""
    asked = asked_language(request)
    return f"{asked}&" if asked else ""


def address_of(ticket: Ticket, document: Document) -> str:
    """Where a record is written on, or read where it is finished."""
    return (
        write_on(ticket, document) if document["status"] == "draft" else record_of(ticket, document)
    )


def write_on(ticket: Ticket, document: Document) -> str:
    """Where a record is written on, finished or not: a contact note on its own page."""
    if screen_of(document) == NOTE:
        return reverse("sop_helpdesk:case_note_on", args=[ticket.pk, document["id"]])
    what = document.get("tool") or document["kind"]
    return reverse("sop_helpdesk:case_write_on", args=[ticket.pk, what, document["id"]])


def record_of(ticket: Ticket, document: Document) -> str:
    """Where a record is read."""
    return reverse("sop_helpdesk:case_record", args=[ticket.pk, document["id"]])


def later_of(ticket: Ticket, case: CaseFile, document: Document | None) -> str:
    """Where what counts instead of a record is read, or of what a draft wants to change; nothing where none does."""
    for one in (document, case.root(document) if document is not None else None):
        if one is not None and (later := case.later(one)) is not None:
            return record_of(ticket, later)
    return ""

"""Writing on a case: the contact note and every field tool, and statements step by step.

A page that comes back has lost nothing. What is kept as a draft is checked as it is kept, and what is noticed
shows beside it: advice, which refuses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from attrs import evolve
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from helpdesk.decorators import helpdesk_staff_member_required
from helpdesk.models import FollowUp, Ticket

from sop_core import Issue, RecordRefused, practice
from sop_core import render as sop_render
from sop_core.documents import value_of
from sop_core.practice import FieldRecord, FieldTool, StatementKind
from sop_core.prompts import PromptOutcome, read_outcome
from sop_helpdesk import adapter
from sop_helpdesk.casework import records
from sop_helpdesk.casework.pages import case_page, say
from sop_helpdesk.casework.records import NOTE, CaseFile, Document, SentBefore, locked, screen_of
from sop_helpdesk.casework.sending import (
    PREFIX,
    SENT_BEFORE,
    STALE,
    Fields,
    address_of,
    advice,
    as_issues,
    before_of,
    hidden,
    lang,
    later_of,
    once_of,
    record_of,
    write_on,
)
from sop_helpdesk.casework.statements import write_statement
from sop_helpdesk.pages import Pass, locale_of
from sop_helpdesk.panel import panel_of, prompts_html
from sop_helpdesk.quiet import quietly
from sop_helpdesk.views import ticket_of, told


def _view(view: Any) -> Any:
    allowed = require_http_methods(["GET", "POST"])(view)
    return quietly(helpdesk_staff_member_required(never_cache(allowed)))


@_view
def note(request: HttpRequest, ticket_id: int, record_id: str = "") -> HttpResponse:
    """The contact note: the Three Questions, with the prompts of its screen, checked as it is kept."""
    ticket = ticket_of(request, ticket_id)
    return _write_field(request, ticket, FieldTool.THREE_QUESTIONS, record_id, screen=NOTE)


@_view
def write(request: HttpRequest, ticket_id: int, tool: str, record_id: str = "") -> HttpResponse:
    """One of the field tools, or a statement, by its id."""
    ticket = ticket_of(request, ticket_id)
    if tool in set(FieldTool):
        return _write_field(request, ticket, FieldTool(tool), record_id)
    if tool in set(StatementKind):
        return write_statement(request, ticket, StatementKind(tool), record_id)
    raise Http404("There is no such page.")


def _write_field(
    request: HttpRequest, ticket: Ticket, tool: FieldTool, record_id: str, *, screen: str = ""
) -> HttpResponse:
    case = CaseFile.of(ticket)
    before = before_of(case, record_id, tool=tool.value)
    # From wherever a note is opened, it is the note: with its prompts, and its line in the history.
    screen = screen or screen_of(before)
    later = case.later(before) if before is not None else None
    if later is not None and request.method == "GET":
        return redirect(address_of(ticket, later))
    came, carried = once_of(request, ticket, f"{screen or tool} {record_id}")
    fields: Fields = dict(request.POST.lists())
    draw = _FieldPage(request, ticket, case, tool, before, carried, screen)
    if request.method == "GET":
        return draw.first()
    if came is None:
        return draw.again(fields, (STALE,))
    if practice.asks_for_more(fields, prefix=PREFIX):
        return draw.again(fields)
    if screen and (said := read_outcome(fields)) is not None:
        _hear(request, case, screen, said, _facts_of(before, case, locale_of(request)))
        return draw.again(fields)
    try:
        with locked(ticket) as now:
            head = records.head(request.user, ticket, came.record)
            read = practice.read_field_record(tool, fields, prefix=PREFIX, **head)
            document = {**read, **now.status_of(read["status"], before, screen)}
            kept, new = records.keep(document, now)
    except RecordRefused as refused:
        return draw.again(fields, refused.issues)
    except SentBefore as sent:
        return draw.on(sent.document).again(fields, (SENT_BEFORE,))
    if kept["status"] == "draft":
        return redirect(f"{address_of(ticket, kept)}?{lang(request)}kept=1")
    if screen == NOTE and new:
        _follow_up(request, ticket, kept)
    return redirect(f"{record_of(ticket, kept)}?{lang(request)}kept=1")


def _hear(
    request: HttpRequest, case: CaseFile, screen: str, said: PromptOutcome, facts: dict[str, Any]
) -> None:
    """Keep what became of a prompt of this page. A reason that it does not offer is none: nothing is kept."""
    panel = panel_of(request, case.ticket, case, screen, facts)
    if said.prompt in {one.id for one in panel.prompts}:
        with suppress(RecordRefused):
            told(request.user, case.ticket, screen, said, Pass.new(request.user, 0, "", "").record)


class _FieldPage:
    """The page of one field tool, drawn as often as it takes."""

    def __init__(
        self, request: HttpRequest, ticket: Ticket, case: CaseFile, tool: FieldTool,
        before: Document | None, carried: Pass, screen: str,
    ) -> None:  # fmt: skip
        self.request, self.ticket, self.case, self.tool = request, ticket, case, tool
        self.before, self.carried, self.screen = before, carried, screen
        self.action = request.path

    def on(self, document: Document) -> _FieldPage:
        """The page that writes on a record that was kept meanwhile."""
        what = f"{self.screen or self.tool} {document['id']}"
        carried = Pass.new(self.request.user, self.ticket.pk, "case", what)
        page = _FieldPage(
            self.request, self.ticket, self.case, self.tool, document, carried, self.screen
        )
        page.action = write_on(self.ticket, document)
        return page

    def first(self) -> HttpResponse:
        """With what was written so far, and what is noticed of it."""
        if self.before is None:
            return self.again(
                _people_of(self.case) if self.tool is FieldTool.SAFETY_CIRCLES else {}
            )
        record = value_of(self.before, FieldRecord)
        issues = as_issues(advice(self.request, self.case, self.before, self.screen or "case.view"))
        return self.again(practice.field_record_fields(record, prefix=PREFIX), issues, status=200)

    def again(
        self, fields: Fields, issues: Sequence[Issue] = (), *, status: int | None = None
    ) -> HttpResponse:
        """With what was sent, and all that is said about it."""
        locale = locale_of(self.request)
        markup = sop_render.field_form(
            self.tool, values=fields, issues=issues, prefix=PREFIX, locale=locale,
            action=self.action, hidden=hidden(self.request, self.carried),
            heading_level=2 if self.screen else 1,
        )  # fmt: skip
        title = (
            say(locale)["note"]
            if self.screen == NOTE
            else sop_render.tool_name(self.tool, locale=locale)
        )
        prompts = ""
        if self.screen:
            facts = _facts_of(self.before, self.case, locale)
            prompts = prompts_html(
                self.request, self.ticket, self.case, self.screen, facts=facts,
                aside_form=f"sop-{PREFIX}field",
            )  # fmt: skip
        wrong = any(one.severity == "error" for one in issues)
        return case_page(
            self.request, self.ticket, "write", title=title, markup=markup, prompts=prompts,
            form_id=f"sop-{PREFIX}field", first=f"{PREFIX}status",
            kept="kept" in self.request.GET and not self.request.POST,
            later=later_of(self.ticket, self.case, self.before),
            status=status or (422 if wrong else 200),
        )  # fmt: skip


def _people_of(case: CaseFile) -> Fields:
    """Who stands in the last page of the circles: a new page begins with them, so that each stays one person (B-25)."""
    pages = [
        one
        for one in case.standing("field-record", drafts=False)
        if one["tool"] == FieldTool.SAFETY_CIRCLES and not one.get("redacted")
    ]
    if not pages:
        return {}
    last = value_of(pages[-1], FieldRecord)
    still = tuple(one for one in last.people if one.ring is not None)
    return practice.field_record_fields(evolve(last, entries=(), moves=(), people=still), prefix=PREFIX)  # fmt: skip


def _facts_of(before: Document | None, case: CaseFile, locale: str) -> dict[str, Any]:
    """What is noticed of this one record, in place of what is noticed of the case's last one."""
    if before is None:
        return dict.fromkeys((f"noticed.{code}" for code in practice.CODES), 0)
    record = value_of(before, FieldRecord)
    lexicons = adapter.engine().catalog.lexicons(locale)
    found = practice.notices(record, words=practice.child_words(locale), lexicons=lexicons)
    return {**_facts_of(None, case, locale), **practice.noticed_facts(found)}


def _follow_up(request: HttpRequest, ticket: Ticket, document: Document) -> None:
    """A line in the ticket's own history that leads to the note. The words stay in the record.

    A helpdesk may send what stands in its history by e-mail, and a family's words are not for that.
    """
    FollowUp.objects.create(
        ticket=ticket,
        title=say("en")["note_written" if document["status"] == "complete" else "note_changed"],
        comment=record_of(ticket, document),
        public=False,
        user=request.user,
    )

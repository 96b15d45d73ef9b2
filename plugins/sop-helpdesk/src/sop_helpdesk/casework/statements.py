"""Statements step by step: one part at a time, then read as a whole, and kept (C-30, B-22)."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from helpdesk.models import Ticket

from sop_core import Issue, RecordRefused, practice
from sop_core import render as sop_render
from sop_core.documents import value_of
from sop_core.practice import PARTS, Statement, StatementKind
from sop_helpdesk import adapter
from sop_helpdesk.casework import records
from sop_helpdesk.casework.pages import case_page
from sop_helpdesk.casework.records import CaseFile, Document, SentBefore, locked
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
from sop_helpdesk.pages import Pass, locale_of


def write_statement(
    request: HttpRequest, ticket: Ticket, kind: StatementKind, record_id: str
) -> HttpResponse:
    """Show a statement's parts one at a time, take them as a whole, or show them with all that is missing (422)."""
    case = CaseFile.of(ticket)
    before = before_of(case, record_id, kind=kind.value)
    later = case.later(before) if before is not None else None
    if later is not None and request.method == "GET":
        return redirect(address_of(ticket, later))
    answers = _answers(request, case, kind, before)
    what = f"{kind} {record_id} {answers['id'] if answers else ''}"
    came, carried = once_of(request, ticket, what)
    fields: Fields = dict(request.POST.lists())
    draw = _StatementPage(request, ticket, case, kind, before, answers, carried)
    if request.method == "GET":
        if before is not None:
            values = practice.statement_fields(value_of(before, Statement), prefix=PREFIX)
            return draw.page(
                values, as_issues(advice(request, case, before, "case.view")), status=200
            )
        return draw.page({}, step=PARTS[kind][0])
    if came is None:
        return draw.page(fields, (STALE,))
    if (step := practice.step_of(kind, fields, prefix=PREFIX)) is not None:
        return draw.page(fields, step=None if step == "whole" else step)
    link = {"danger": records.ref(answers)} if answers else {}
    try:
        with locked(ticket) as now:
            head = {**records.head(request.user, ticket, came.record), **link}
            read = practice.read_statement(kind, fields, prefix=PREFIX, **head)
            document = {**read, **now.status_of(read["status"], before)}
            kept, _ = records.keep(document, now)
    except RecordRefused as refused:
        return draw.page(fields, refused.issues)
    except SentBefore as sent:
        return draw.on(sent.document).page(fields, (SENT_BEFORE,))
    if kept["status"] == "draft":
        return redirect(f"{address_of(ticket, kept)}?{lang(request)}kept=1")
    return redirect(f"{record_of(ticket, kept)}?{lang(request)}kept=1")


def _answers(
    request: HttpRequest, case: CaseFile, kind: StatementKind, before: Document | None
) -> Document | None:
    """The danger that a goal or a claim answers, as it counts now: the one that the page or the draft names.

    None where it is a draft still, or was entered in error: then one has to be chosen (B-22).
    """
    if kind in (StatementKind.HARM, StatementKind.DANGER):
        return None
    named = (before or {}).get("danger") or {}
    wanted = request.GET.get("danger") or request.POST.get("danger") or named.get("id")
    if not wanted:
        return None
    found = case.one(str(wanted))
    if found.get("kind") != StatementKind.DANGER:
        raise Http404("There is no such page.")
    return case.now(found)


class _StatementPage:
    """The page of one statement, a part at a time or as a whole."""

    def __init__(
        self, request: HttpRequest, ticket: Ticket, case: CaseFile, kind: StatementKind,
        before: Document | None, answers: Document | None, carried: Pass,
    ) -> None:  # fmt: skip
        self.request, self.ticket, self.case, self.kind = request, ticket, case, kind
        self.before, self.answers, self.carried = before, answers, carried
        self.action = request.path

    def on(self, document: Document) -> _StatementPage:
        """The page that writes on a statement that was kept meanwhile."""
        what = f"{self.kind} {document['id']} {self.answers['id'] if self.answers else ''}"
        carried = Pass.new(self.request.user, self.ticket.pk, "case", what)
        page = _StatementPage(
            self.request, self.ticket, self.case, self.kind, document, self.answers, carried
        )
        page.action = write_on(self.ticket, document)
        return page

    def page(
        self, fields: Fields, issues: Sequence[Issue] = (), *, step: str | None = None, status: int | None = None
    ) -> HttpResponse:  # fmt: skip
        """With what was sent; as a whole, with the sentence that it makes."""
        locale = locale_of(self.request)
        own = hidden(self.request, self.carried)
        if self.answers:
            own["danger"] = self.answers["id"]
        markup = sop_render.statement_form(
            self.kind, values=fields, issues=issues, step=step, prefix=PREFIX, locale=locale,
            answers=value_of(self.answers, Statement) if self.answers else None,
            steps=adapter.engine().catalog.statement_steps(self.kind, locale),
            action=self.action, hidden=own, heading_level=1,
        )  # fmt: skip
        wrong = any(one.severity == "error" for one in issues)
        needs = self.kind is StatementKind.SAFETY_GOAL and self.answers is None
        return case_page(
            self.request, self.ticket, "write", title=sop_render.tool_name(self.kind, locale=locale),
            markup=markup, form_id=f"sop-{PREFIX}statement",
            kept="kept" in self.request.GET and not self.request.POST,
            later=later_of(self.ticket, self.case, self.before),
            said=self._said(fields, locale) if step is None else "",
            dangers=self._dangers(locale) if needs else [],
            status=status or (422 if wrong else 200),
        )  # fmt: skip

    def _said(self, fields: Fields, locale: str) -> str:
        """The statement as a sentence, to be read as a whole; nothing before anything was written."""
        read = practice.read_statement(self.kind, fields, prefix=PREFIX)
        parts = {name: text for name, text in read["parts"].items() if isinstance(text, str)}
        return practice.said_parts(self.kind, parts, locale) if parts else ""

    def _dangers(self, locale: str) -> list[tuple[str, str]]:
        """The dangers that a goal could be for: one is chosen first (B-22)."""
        here = self.request.path
        return [
            (practice.said(value_of(one, Statement), locale), f"{here}?danger={one['id']}")
            for one in self.case.standing("statement", drafts=False)
            if one["kind"] == StatementKind.DANGER
        ]

"""The agreement, before any goal (S1-07): the worker writes, the partner joins, the worker confirms.

Until both have said yes there are drafts, which are no agreement to anything. Either may end it
alone (S1-15); from then on nothing of the worker's is shown to the other.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from sop_core import Issue, RecordRefused, render
from sop_helpdesk import adapter
from sop_helpdesk.coaching import records, writing
from sop_helpdesk.coaching.fields import Field, Sent, text
from sop_helpdesk.coaching.pages import Asked, at, coaching_page, page
from sop_helpdesk.coaching.records import Relation, keep, locked
from sop_helpdesk.models import Token
from sop_helpdesk.pages import Pass

BACK = "My coaching"


@coaching_page
def mine(request: HttpRequest) -> HttpResponse:
    """All coaching of the signed-in person: their own, and where they go along."""
    found = [_line(request, one) for one in records.relations(request.user)]
    return page(request, "mine", title=BACK, lines=found, dates=_dates())


def _dates() -> list[str]:
    """Where coaching and training are offered from today on, of every calendar that the agency loads (S2-36)."""
    today = timezone.localdate()
    calendars = adapter.engine().catalog.active_calendars
    return [render.dates(one, since=today, prefix=one.id) for one in calendars]


def _line(request: HttpRequest, relation: Relation) -> dict[str, Any]:
    party = relation.party(request.user)
    other = relation.text[relation.partner] if party == "worker" else relation.worker
    return {
        "address": at("relation", relation.id),
        "who": records.name_of(other),
        "mine": party == "worker",
        "party": relation.partner,
        "state": state(relation, party),
    }


def state(relation: Relation, party: str) -> str:
    """How far the agreement is, in a sentence to this party."""
    one = relation.agreement
    if one is None:
        drafts = len(relation.drafts)
        if party == "worker":
            waits = "The other has said yes: it waits for your yes."
            return waits if drafts > 1 else "It waits for the other to read it and say yes."
        waits = "It waits for the worker's own yes."
        return waits if drafts > 1 else "It waits for you: read it, and say yes if you agree."
    if ended := one.get("ended"):
        return f"It was ended on {ended['on']}."
    if not relation.in_force:
        return f"It holds from {one['starts']} to {one['ends']}, and so not today."
    return f"It holds until {one['ends']}."


@coaching_page
def new(request: HttpRequest) -> HttpResponse:
    """The worker's part: what it is for, their hopes and fears, the terms, and who goes along."""
    staff = (
        get_user_model().objects.filter(is_staff=True, is_active=True).exclude(pk=request.user.pk)
    )
    people = [(str(one.pk), one.get_full_name() or one.get_username()) for one in staff]
    asked = Asked(
        kind="coaching.new", what="", fields=writing.fields(people), submit="Send it to them"
    )
    if request.method == "GET":
        return _new_page(request, asked.shown(request))
    made: list[str] = []

    def act(given: Sent, once: Pass) -> None:
        worker = Token.of(request.user)
        partner = Token.of(staff.get(pk=text(given, "partner")))
        document = writing.draft(given, id_=once.record, worker=worker, partner=partner)
        keep(document, worker=worker, relation=once.record)
        made.append(once.record)

    form = asked.taken(request, act)
    return _new_page(request, form) if form else redirect(at("relation", *made))


def _new_page(request: HttpRequest, form: dict[str, Any]) -> HttpResponse:
    return page(
        request, "new", title="A new coaching agreement", back=(at("mine"), BACK), form=form
    )


@coaching_page
def join(request: HttpRequest, relation_id: str) -> HttpResponse:
    """The partner's part: their own hopes and fears beside the worker's, and their yes."""
    relation = Relation.of(relation_id)
    party = relation.party(request.user)
    if party == "worker":
        raise Http404("There is no such page.")
    asked = Asked(
        kind="coaching.join",
        what=relation_id,
        fields=[
            Field(name="hopes", label="Your best hopes", path=f"$.dialogue.hopes.{party}"),
            Field(name="fears", label="Your worst fears", path=f"$.dialogue.fears.{party}"),
            _yes("I agree to what stands above", "$.assents"),
        ],
        submit="Say yes",
    )

    def act(given: Sent, once: Pass) -> None:
        with locked(relation_id) as now:
            if len(now.drafts) > 1 or now.agreement:
                return
            said = {"hopes": text(given, "hopes"), "fears": text(given, "fears")}
            keep(
                writing.joined(now.drafts[0], id_=once.record, party=party, said=said),
                worker=now.worker,
                relation=now,
            )

    if len(relation.drafts) > 1 or relation.agreement:
        return redirect(at("relation", relation_id))
    return _assent_page(request, relation, asked, act, "An agreement is offered to you")


@coaching_page
def confirm(request: HttpRequest, relation_id: str) -> HttpResponse:
    """The worker's yes to what both have written: from here on it is an agreement."""
    relation = Relation.of(relation_id)
    if relation.party(request.user) != "worker":
        raise Http404("There is no such page.")
    asked = Asked(
        kind="coaching.confirm",
        what=relation_id,
        fields=[_yes("I agree to what stands above", "$.assents")],
        submit="Confirm",
    )

    def act(given: Sent, once: Pass) -> None:
        with locked(relation_id) as now:
            if now.agreement is None and len(now.drafts) > 1:
                keep(
                    writing.confirmed(now.drafts[-1], id_=once.record),
                    worker=now.worker,
                    relation=now,
                )

    if relation.agreement or len(relation.drafts) < 2:
        return redirect(at("relation", relation_id))
    return _assent_page(request, relation, asked, act, "Your agreement, before your own yes")


def _assent_page(
    request: HttpRequest, relation: Relation, asked: Asked, act: Any, title: str
) -> HttpResponse:
    form = asked.taken(request, act) if request.method == "POST" else asked.shown(request)
    if form is None:
        return redirect(at("relation", relation.id))
    return page(
        request,
        "agree",
        title=title,
        back=(at("relation", relation.id), "Back"),
        form=form,
        said=writing.said(relation.text),
    )


def _yes(label: str, path: str) -> Field:
    return Field(name="yes", label="Your yes", path=path, kind="checks", choices=[("yes", label)])


@coaching_page
def end(request: HttpRequest, relation_id: str) -> HttpResponse:
    """Either party ends it alone, today, without a reason (S1-15)."""
    relation = Relation.of(relation_id)
    party = relation.party(request.user)
    asked = Asked(
        kind="coaching.end", what=relation_id, fields=(), submit="End the agreement today"
    )

    def act(given: Sent, once: Pass) -> None:
        with locked(relation_id) as now:
            if now.agreement is None:
                raise RecordRefused(
                    "There is no agreement.",
                    issues=(Issue("required", "$", "There is no agreement to end yet."),),
                )
            if not now.agreement.get("ended"):
                on = timezone.localdate().isoformat()
                document = writing.ended(now.agreement, id_=once.record, by=party, on=on)
                keep(document, worker=now.worker, relation=now)

    form = asked.taken(request, act) if request.method == "POST" else asked.shown(request)
    if form is None:
        return redirect(at("relation", relation_id))
    lines = (
        "Each of you may end it alone, and needs no reason.",
        "From then on nothing of the worker's is shown to the other any more.",
        "What was kept stays the worker's own.",
    )
    return page(
        request,
        "form",
        title="End the agreement",
        back=(at("relation", relation_id), "Back"),
        form=form,
        lines=lines,
    )

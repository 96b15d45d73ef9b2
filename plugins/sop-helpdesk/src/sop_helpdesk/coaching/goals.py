"""The worker's goals: said in plain English, echoed, confirmed, and then done case by case (S1-21 to S1-24).

Nobody else sets one. What was done is counted against distinct cases, and says nothing of a level.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from helpdesk.models import Ticket
from helpdesk.user import HelpdeskUser

from sop_core import Issue, RecordRefused, coaching
from sop_core.coaching import Goal, GoalDraft
from sop_core.documents import value_of
from sop_helpdesk import adapter
from sop_helpdesk.coaching import aims, ratings, records
from sop_helpdesk.coaching.fields import Field, Sent, sent, text
from sop_helpdesk.coaching.pages import Asked, at, coaching_page, page
from sop_helpdesk.coaching.records import Document, Relation, keep, working
from sop_helpdesk.models import Token
from sop_helpdesk.pages import Pass

#: What a draft may lack and a record may not: the one profile that it is about.
_UNNAMED = ("goal_without_profile", "goal_several_profiles")
EXAMPLE = "Use Three Questions with caregivers on 5 cases in the next 30 days"


def worked_on(request: HttpRequest, relation_id: str) -> Relation:
    """The worker's own relation, with its agreement in force; 404 for anybody else, or before (S1-07)."""
    relation = Relation.of(relation_id)
    if relation.party(request.user) != "worker" or not relation.in_force:
        raise Http404("There is no such page.")
    return relation


def read(phrase: str, on: dt.date, relation: Relation) -> GoalDraft:
    """A sentence as a draft; nothing is guessed."""
    beside = [goal_of(one) for one in relation.kind("goal")]
    return coaching.parse_goal(
        phrase, on=on, words=adapter.engine().catalog.goal_words(), practices=ratings.profiles(),
        beside=beside,
    )  # fmt: skip


def goal_of(document: Document) -> Goal:
    """A stored goal as a value."""
    return value_of(document, Goal)


def said(goal: Goal | GoalDraft) -> str:
    """A goal in plain English, without the words that were typed."""
    return coaching.said(goal, words=adapter.engine().catalog.goal_words())


@coaching_page
def new(request: HttpRequest, relation_id: str) -> HttpResponse:
    """Say it, and read what was understood; nothing is kept yet."""
    relation = worked_on(request, relation_id)
    asked = Asked(
        kind="coaching.phrase",
        what=relation_id,
        fields=[_phrase(relation)],
        submit="Read it back to me",
    )
    if request.method == "GET":
        return _new_page(request, relation, asked.shown(request))
    understood: list[GoalDraft] = []

    def act(given: Sent, _: Pass) -> None:
        draft = read(text(given, "phrase"), timezone.localdate(), relation)
        if not draft.ok or len(draft.profiles) != 1:
            raise RecordRefused("Not understood.", issues=_wrong(draft))
        understood.append(draft)

    form = asked.taken(request, act)
    if form:
        return _new_page(request, relation, form)
    phrase = text(sent(request.POST), "phrase")
    echo = _echo(relation, understood[0], phrase, timezone.localdate())
    return _echo_page(request, relation, understood[0], echo.shown(request))


def _phrase(relation: Relation) -> Field:
    before = relation.kind("goal")
    return Field(
        name="phrase",
        label="What do you want to do, with whom, how often, and until when?",
        path="$.phrase",
        hint=f"For example: {EXAMPLE}",
        first=before[-1].get("phrase", "") if before else "",
    )


def _wrong(draft: GoalDraft) -> Sequence[Issue]:
    """What keeps a sentence from being a goal, all of it beside the sentence."""
    found = [one for one in draft.issues if one.severity == "error"]
    found += [one for one in draft.issues if one.code in _UNNAMED]
    return [Issue(one.code, "$.phrase", one.message, fix=one.fix) for one in found]


def _new_page(request: HttpRequest, relation: Relation, form: dict[str, Any]) -> HttpResponse:
    return page(
        request, "goal_new", title="A goal of your own", form=form,
        back=(at("relation", relation.id), "Back"),
    )  # fmt: skip


def _echo(relation: Relation, draft: GoalDraft, phrase: str, on: dt.date) -> Asked:
    offered = aims.targets(relation, draft.profiles[0])
    fields = [
        Field(
            name="target", label="Which skill should it grow, and to what level?", kind="choice",
            needed=False, path="$.target", choices=[("", "None in particular"), *offered],
        )
    ]  # fmt: skip
    return Asked(
        kind="coaching.goal",
        what=relation.id,
        fields=fields if offered else [],
        submit="Yes, this is my goal",
        action=at("goal_confirm", relation.id),
        version=on.isoformat(),
        hidden={"phrase": phrase},
    )


def _echo_page(
    request: HttpRequest, relation: Relation, draft: GoalDraft, form: dict[str, Any]
) -> HttpResponse:
    return page(
        request, "goal_echo", title="Is this what you mean?", form=form,
        back=(at("goal_new", relation.id), "Say it differently"),
        said=said(draft), unread=[one.word for one in draft.not_understood],
        advice=[one.message for one in draft.issues if one.severity == "advice"],
    )  # fmt: skip


@coaching_page
def confirm(request: HttpRequest, relation_id: str) -> HttpResponse:
    """The worker's yes to what was read back: now it is a goal."""
    relation = worked_on(request, relation_id)
    if request.method == "GET":
        return redirect(at("goal_new", relation_id))
    given = sent(request.POST)
    phrase, on = text(given, "phrase"), timezone.localdate()
    draft = read(phrase, on, relation)
    if not draft.ok or len(draft.profiles) != 1:
        return redirect(at("goal_new", relation_id))

    def act(given: Sent, once: Pass) -> None:
        with working(relation_id) as now:
            # The day on which it was read back: windows count from there.
            said_on = dt.date.fromisoformat(once.version or on.isoformat())
            confirmed = read(phrase, said_on, now)
            document = _goal(request, now, confirmed, text(given, "target"), once.record)
            keep(document, worker=now.worker, relation=now)

    asked = _echo(relation, draft, phrase, on)
    form = asked.taken(request, act)
    if form:
        return _echo_page(request, relation, draft, form)
    return redirect(at("relation", relation_id))


def _goal(
    request: HttpRequest, relation: Relation, draft: GoalDraft, target: str, id_: str
) -> dict[str, Any]:
    profile = ratings.profile_of(draft.profiles[0])
    words = adapter.engine().catalog.goal_words()
    more: dict[str, Any] = {}
    before = [one for one in relation.kind("goal") if one["profile"]["id"] == profile.ref.id]
    if target:
        aspect, level = target.split(" ", 1)
        rating = aims.own_rating(relation, profile.ref.id)
        more = {"aspect": aspect, "target": level, "rating": records.ref(rating or {})}
        before = [one for one in before if one.get("aspect") == aspect]
        if before:
            more["previous"] = records.ref(before[-1])
    return records.new(
        "goal",
        id_,
        worker=relation.worker,
        agreement=records.ref(relation.agreement or {}),
        profile={"id": profile.ref.id, "version": profile.ref.version},
        confirmed_by=[Token.of(request.user)],
        **coaching.goal_fields(draft, words=words),
        **more,
    )


@coaching_page
def done(request: HttpRequest, relation_id: str, goal_id: str) -> HttpResponse:
    """'I did it on this case': counted once for each case, whoever presses how often (C-20)."""
    relation = worked_on(request, relation_id)
    goal = relation.one("goal", goal_id)
    tickets = _tickets(request.user)
    asked = Asked(
        kind="coaching.done",
        what=goal_id,
        fields=[
            Field(
                name="case", label="On which case did you do it?", kind="choice",
                choices=[(str(one.pk), one.title) for one in tickets], path="$.reference",
                hint="The record names the case by a random token alone.",
            ),
            Field(
                name="on", label="On which day?", kind="date", path="$.on",
                first=timezone.localdate().isoformat(),
            ),
        ],
        submit="I did it",
    )  # fmt: skip

    def act(given: Sent, _: Pass) -> None:
        ticket = get_object_or_404(Ticket, pk=text(given, "case"))
        reference, on = Token.of(ticket), text(given, "on")
        # One id for one case on one day: pressed twice, it is one record.
        id_ = hashlib.sha256(f"{goal_id} {reference} {on}".encode()).hexdigest()[:32]
        with working(relation_id) as now:
            document = records.new(
                "goal-event", id_, worker=now.worker, goal=records.ref(goal), on=on,
                reference=reference, covers=[],
            )  # fmt: skip
            keep(document, worker=now.worker, relation=now)

    form = asked.taken(request, act) if request.method == "POST" else asked.shown(request)
    if form is None:
        return redirect(at("relation", relation_id))
    return page(
        request, "form", title="I did it on a case", form=form, lines=[said(goal_of(goal))],
        back=(at("relation", relation_id), "Back"),
    )  # fmt: skip


def _tickets(user: Any) -> list[Ticket]:
    """The worker's own cases, as far as the host shows them to the worker."""
    queues = HelpdeskUser(user).get_queues()
    return list(Ticket.objects.filter(queue__in=queues, assigned_to=user).order_by("id")[:200])

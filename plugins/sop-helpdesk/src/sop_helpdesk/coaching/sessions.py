"""A session in its order: the worker reflects and rates, then the other says what they saw (S1-25 to S1-29).

Each step is a record of its own. Two browsers that write at once write two records, and both are kept.
"""

from __future__ import annotations

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from sop_core import coaching
from sop_core import render as sop_render
from sop_core.coaching import SessionState, SessionStep
from sop_core.documents import value_of
from sop_helpdesk.coaching import asking, gate, ratings, records, steps
from sop_helpdesk.coaching.fields import Sent
from sop_helpdesk.coaching.pages import Asked, at, coaching_page, page
from sop_helpdesk.coaching.records import Document, Relation, keep, working
from sop_helpdesk.models import Token
from sop_helpdesk.pages import Pass

#: Which parties may write what the table's words call.
WRITERS = {"learner": ("worker",), "partner": ("coach", "supervisor")}


def steps_of(relation: Relation, session: str) -> list[Document]:
    """The steps of a session, as they were written."""
    every = relation.kind("coaching-session")
    return [one for one in every if one["session"] == session]


def state(session: str, written: list[Document]) -> SessionState:
    """Where a session stands, by sop_core's table."""
    return coaching.state_of(session, [value_of(one, SessionStep) for one in written])


def open_to(party: str, stands: SessionState) -> list[dict[str, Any]]:
    """The steps that a party may write now."""
    return [
        {"step": one.step.value, "title": steps.TITLES[one.step.value], "optional": one.optional}
        for one in stands.next
        if party in WRITERS.get(one.writer.value, ("worker", "coach", "supervisor"))
    ]


def held(request: HttpRequest, relation_id: str, session: str) -> tuple[Relation, list[Document]]:
    """A session, for a party of its relation to whom the gate opens it; 404 for anybody else."""
    relation = Relation.of(relation_id)
    relation.party(request.user)
    written = steps_of(relation, session)
    opening = next((one for one in written if one["step"] == "opening"), None)
    if opening is None:
        raise Http404("There is no such page.")
    gate.must_see(request.user, relation, opening)
    return relation, written


def lines(user: Any, relation: Relation) -> list[dict[str, str]]:
    """The sessions that a user may see, newest first."""
    every = relation.kind("coaching-session")
    first = [one for one in every if one["step"] == "opening"]
    opened = [cast("SessionStep", one.record) for one in gate.seen(user, relation, first)]
    closed = {one["session"] for one in every if one["step"] == "celebration"}
    return [
        {
            "day": one.made_at[:10],
            "address": at("session", relation.id, one.session),
            "closed": "closed" if one.session in closed else "open",
        }
        for one in reversed(opened)
    ]


@coaching_page
def new(request: HttpRequest, relation_id: str) -> HttpResponse:
    """Either of the two opens a session."""
    relation = Relation.of(relation_id)
    relation.party(request.user)
    if not relation.in_force:
        raise Http404("There is no such page.")
    asked = Asked(
        kind="coaching.session",
        what=relation_id,
        fields=steps.fields("opening", relation, ()),
        submit="Open the session",
    )
    made: list[str] = []

    def act(given: Sent, once: Pass) -> None:
        _write("opening", given, once, relation_id, request, "")
        made.append(once.record)

    form = asked.taken(request, act) if request.method == "POST" else asked.shown(request)
    if form is None:
        return redirect(at("session", relation_id, *made))
    return page(
        request, "form", title="A session", form=form, back=(at("relation", relation_id), "Back"),
        lines=["It goes in an order: the worker speaks first, and you celebrate at the end."],
    )  # fmt: skip


def _write(
    step: str, given: Sent, once: Pass, relation_id: str, request: HttpRequest, session: str
) -> None:
    with working(relation_id) as now:
        written = steps_of(now, session) if session else []
        document = steps.record(
            step, given, id_=once.record, relation=now, session=written, by=Token.of(request.user)
        )
        keep(document, worker=now.worker, relation=now)


@coaching_page
def one(request: HttpRequest, relation_id: str, session: str) -> HttpResponse:
    """What was written so far, in the session's order, and what this person may write next."""
    relation, written = held(request, relation_id, session)
    party = relation.party(request.user)
    stands = state(session, written)
    markup = sop_render.session(
        gate.seen(request.user, relation, written),
        names={relation.text[one]: records.name_of(relation.text[one]) for one in relation.parties},
        profiles=ratings.profiles(),
    )
    rated = [*steps.own_in(relation, written), *steps.observed_in(relation, written)]
    following = open_to(party, stands) if relation.in_force else []
    for line in following:
        line["address"] = at("step", relation_id, session, line["step"])
    return page(
        request, "session", title="Our session", markup=markup, following=following,
        prompts="" if stands.closed else asking.prompts_html(request, relation, stands),
        timelines=ratings.timelines(request.user, relation, rated),
        closed=stands.closed, rate=_to_rate(party, relation, session, written, following),
        goal=at("goal_new", relation_id) if party == "worker" and relation.in_force else "",
        back=(at("relation", relation_id), "Back"),
    )  # fmt: skip


def _to_rate(
    party: str,
    relation: Relation,
    session: str,
    written: list[Document],
    following: list[dict[str, Any]],
) -> list[tuple[str, str]]:
    """Where this person can rate now: the worker by any profile, the other after the worker's own."""
    names = [line["step"] for line in following]
    if party == "worker" and "worker_self_rating" in names:
        return [(ratings.title(p), at("rate", relation.id, p.ref.id)) for p in ratings.profiles()]
    if party != "worker" and "supervisor_observation" in names:
        own = {one["profile"]["id"] for one in steps.own_in(relation, written)}
        return [
            (ratings.title(p), at("observe", relation.id, session, p.ref.id))
            for p in ratings.profiles()
            if p.ref.id in own
        ]
    return []


@coaching_page
def step(request: HttpRequest, relation_id: str, session: str, name: str) -> HttpResponse:
    """One step, on a page of its own: what it says is kept beside everything else."""
    if name not in steps.TITLES or name == "opening":
        raise Http404("There is no such page.")
    relation, written = held(request, relation_id, session)
    if not relation.in_force:
        raise Http404("There is no such page.")
    party = relation.party(request.user)
    stands = state(session, written)
    may = name in [line["step"] for line in open_to(party, stands)]
    back = at("session", relation_id, session)
    if request.method == "GET" and not may:
        return redirect(back)
    asked = Asked(
        kind=f"coaching.{name}",
        what=f"{relation_id} {session}",
        fields=steps.fields(name, relation, written),
        submit="Keep it",
    )
    form = (
        asked.taken(request, lambda given, once: _write(name, given, once, relation_id, request, session))
        if request.method == "POST"
        else asked.shown(request)
    )  # fmt: skip
    if form is None:
        return redirect(back)
    lines = []
    if name == "supervisor_observation":
        lines = ["Put the other hat aside: here you coach."]
    return page(
        request,
        "form",
        title=steps.TITLES[name],
        form=form,
        lines=lines,
        back=(back, "The session"),
    )


@coaching_page
def observe(request: HttpRequest, relation_id: str, session: str, profile_id: str) -> HttpResponse:
    """The partner's rating of what they saw, after the worker's own rating of this session."""
    relation, written = held(request, relation_id, session)
    own = [one for one in steps.own_in(relation, written) if one["profile"]["id"] == profile_id]
    if relation.party(request.user) == "worker" or not relation.in_force or not own:
        raise Http404("There is no such page.")
    gate.must_see(request.user, relation, own[-1])
    profile = ratings.profile_of(profile_id, own[-1]["profile"]["version"])
    return ratings.rate_observed(
        request, relation, profile, own[-1], at("session", relation_id, session)
    )

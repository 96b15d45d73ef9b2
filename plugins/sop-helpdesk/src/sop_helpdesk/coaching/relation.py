"""The page of one relation: how far the agreement is, goals, levels over time, sessions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from sop_helpdesk.coaching import agreements, aims, gate, ratings, records, sessions, writing
from sop_helpdesk.coaching.pages import at, coaching_page, page
from sop_helpdesk.coaching.records import Relation


def _readable(request: HttpRequest, relation: Relation, *, own: bool) -> bool:
    """Whether the text may be read: a draft by the two that it names, the agreement as the gate says."""
    if own or relation.agreement is None:
        return True
    return gate.disclosed(request.user, relation, relation.agreement) is not None


@coaching_page
def one(request: HttpRequest, relation_id: str) -> HttpResponse:
    """What the two of them have, as far as this person may see it."""
    relation = Relation.of(relation_id)
    party = relation.party(request.user)
    drafts, agreed = len(relation.drafts), relation.agreement is not None
    own = party == "worker"
    # After the end the worker keeps what is the worker's; to the other nothing is shown any more.
    shown = agreed and (own or relation.in_force)
    other = relation.text[relation.partner] if own else relation.worker
    return page(
        request,
        "relation",
        title=f"Coaching with {records.name_of(other)}",
        back=(at("mine"), "My coaching"),
        state=agreements.state(relation, party),
        said=writing.said(relation.text) if _readable(request, relation, own=own) else [],
        own=own,
        force=relation.in_force,
        join=not own and not agreed and drafts == 1,
        confirm=own and not agreed and drafts > 1,
        ending=agreed and not (relation.agreement or {}).get("ended"),
        goals=aims.lines(request.user, relation) if shown else [],
        timelines=ratings.timelines(request.user, relation) if shown else [],
        sessions=sessions.lines(request.user, relation) if shown else [],
        profiles=[(ratings.title(p), at("rate", relation_id, p.ref.id)) for p in ratings.profiles()]
        if own and relation.in_force
        else [],
        at={
            name: at(name, relation_id)
            for name in ("join", "confirm", "end", "goal_new", "session_new")
        },
    )

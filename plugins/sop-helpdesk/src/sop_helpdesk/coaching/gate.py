"""What one person sees of another: through `sop.disclose`, for the purpose of who they are, or not at all.

Every decision about somebody else's record is kept (kind `disclosure`), granted or refused, without
a word of the record, and an event says that there was one. Of looking at one's own nothing is kept:
how often is nobody's measure (S2-18).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.http import Http404

from sop_core import Disclosure, DisclosureRefused
from sop_helpdesk import adapter, outbox
from sop_helpdesk.coaching.records import PURPOSES, Document, Relation, kind_of, stored
from sop_helpdesk.models import Token


def disclosed(user: Any, relation: Relation, record: Document) -> Disclosure | None:
    """A record of the relation, opened to one of its parties; None where the gate refuses."""
    party = relation.party(user)
    if party != "worker" and not relation.in_force:
        # The day on which an agreement was ended still counts as one of its days; here it ends at once.
        return None
    said: Disclosure | DisclosureRefused
    try:
        said = adapter.engine().disclose(
            dict(record),
            viewer=Token.of(user),
            purpose=PURPOSES[party],
            agreement=None if party == "worker" else [dict(one) for one in relation.chain],
            earlier=[dict(one) for one in _beside(relation, record)],
        )
    except DisclosureRefused as refused:
        said = refused
    if party != "worker" and said.entry is not None:
        with transaction.atomic():
            of = {"person": relation.worker, "relation": relation.id}
            if adapter.keep(stored(said.entry), None, **of):
                outbox.put(said.events)
    return said if isinstance(said, Disclosure) else None


#: Where a record names what the gate has to know beside it, by kind.
_POINTS = {"coaching-session": "after", "rating": "after", "goal-event": "goal"}


def _beside(relation: Relation, record: Document) -> list[Document]:
    """What a record builds on: the steps before it, the worker's rating that came first, the goal."""
    points = record.get(_POINTS.get(kind_of(record), "")) or ()
    named = [one["id"] for one in ([points] if isinstance(points, dict) else points)]
    return [one for one in relation.documents if one["id"] in named]


def seen(user: Any, relation: Relation, records: Iterable[Document]) -> list[Disclosure]:
    """Those records that the gate opens to this user, in their order."""
    return [given for one in records if (given := disclosed(user, relation, one)) is not None]


def must_see(user: Any, relation: Relation, record: Document) -> Disclosure:
    """The record opened to this user; 404 where the gate refuses."""
    given = disclosed(user, relation, record)
    if given is None:
        # Why is for the host's people to know, not for whoever tries addresses.
        raise Http404("There is no such page.")
    return given

"""What joins sop_core to django-helpdesk: the host's facts in, its rows out.

A county with a case system of its own writes this file for it, beside models and templates. A test
counts its lines of code: 60 at most. The HTTP around it is in `views`, delivery in `outbox`.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone
from helpdesk.models import Ticket

from sop_core import Situation, Sop, to_json
from sop_core.instruments import Administration
from sop_helpdesk import outbox
from sop_helpdesk.conf import conf
from sop_helpdesk.models import SopRecord, Token


@cache
def engine() -> Sop:
    """The process's one Sop, loaded when it is first needed; immutable and shared by threads."""
    return Sop.load(**conf().load)


def situation_of(user: Any, ticket: Ticket, locale: str) -> Situation:
    """What the host knows at this moment: the screen, the role, and what was put aside on it."""
    groups = set(user.groups.values_list("name", flat=True))
    roles = (role for group, role in conf().roles.items() if group in groups)
    kept = SopRecord.objects.filter(kind="feedback", ticket=ticket)
    return Situation(
        screen=conf().screen,
        role=next(roles, conf().default_role),
        locale=locale,
        on=timezone.localdate(),
        case=Token.of(ticket),
        viewer=Token.of(user),
        feedback=kept.values_list("document", flat=True),
    )


def sitting_of(user: Any, ticket: Ticket, instrument: str, *, anonymous: bool) -> dict[str, Any]:
    """What the host adds to the answers; to anonymous ones nothing that leads to anyone."""
    now = timezone.localtime()
    shared = {"scope": [*conf().scope, ticket.queue.slug], "cycle": conf().cycle(now.date())}
    if anonymous:
        return {**shared, "submitted_at": now.date().isoformat()}
    subject = ticket if instrument in conf().about_the_case else user
    who = {"respondent": Token.of(user), "subject": Token.of(subject)}
    return {**shared, **who, "submitted_at": now.isoformat(timespec="seconds")}


def keep(document: dict[str, Any], ticket: Ticket | None) -> bool:
    """Check a record and store it with score and events, all or nothing; False: it was there.

    Raises RecordRefused with every issue, before anything is written.
    """
    receipt = engine().accept(document)
    instrument = document.get("instrument", {})
    columns = {
        "kind": document["$schema"].split(":")[3],
        "status": document.get("status", ""),
        "instrument": instrument.get("id", ""),
        "version": instrument.get("version", ""),
        "ticket": ticket,
        "day": timezone.localdate(),
        "document": to_json(receipt.record),
        "score": to_json(receipt.score) if receipt.score else "",
    }
    with transaction.atomic():
        _, new = SopRecord.objects.get_or_create(id=document["id"], defaults=columns)
        if new:
            outbox.put(receipt.events)
            transaction.on_commit(lambda: engine().published(receipt), robust=True)
    return new


def own_answers(row: SopRecord, user: Any) -> Administration | None:
    """A stored record, checked anew, if it is this person's own; None else (S0-07)."""
    record = engine().accept(row.document).record
    if isinstance(record, Administration) and record.respondent == Token.of(user):
        return record
    return None

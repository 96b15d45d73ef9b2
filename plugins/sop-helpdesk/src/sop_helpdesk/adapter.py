"""What joins sop_core to django-helpdesk: the host's facts in, its rows out.

A county with a case system of its own writes this file for it, beside models and templates. A test
counts its lines of code: 60 at most. The HTTP around it is in `views`, delivery in `outbox`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone
from helpdesk.models import Ticket

from sop_core import Situation, Sop, to_json
from sop_helpdesk import outbox
from sop_helpdesk.conf import conf
from sop_helpdesk.models import SopRecord, Token


@cache
def engine() -> Sop:
    """The process's one Sop, loaded when it is first needed; immutable and shared by threads."""
    return Sop.load(**{"timezone": timezone.get_default_timezone_name(), **conf().load})


def role_of(user: Any) -> str:
    """The role of the first group that matches, else the default one."""
    groups = set(user.groups.values_list("name", flat=True))
    return next((r for group, r in conf().roles.items() if group in groups), conf().default_role)


def situation_of(user: Any, ticket: Ticket, locale: str, **more: Any) -> Situation:
    """What the host knows at this moment: the screen, the role, what was put aside, and `more`, such as facts."""
    kept = SopRecord.objects.filter(kind="feedback", ticket=ticket)
    return Situation(
        **{"screen": conf().screen, **more},
        role=role_of(user),
        locale=locale,
        on=timezone.localdate(),
        case=Token.of(ticket),
        viewer=Token.of(user),
        feedback=kept.values_list("document", flat=True),
    )


def anonymous_sitting(unit: str) -> dict[str, Any]:
    """What the host adds to anonymous answers: groups, round and day, nothing that leads to anyone."""
    day = timezone.localdate()
    scope = [*conf().scope, unit]
    return {"scope": scope, "cycle": conf().cycle(day), "submitted_at": day.isoformat()}


def sitting_of(user: Any, ticket: Ticket, instrument: str) -> dict[str, Any]:
    """What the host adds to answers that are somebody's own."""
    groups = {"groups": dict(conf().groups(user))}
    subject = ticket if instrument in conf().about_the_case else user
    who = {"respondent": Token.of(user), "subject": Token.of(subject), **groups}
    now = timezone.localtime().isoformat(timespec="seconds")
    return {**anonymous_sitting(ticket.queue.slug), **who, "submitted_at": now}


def keep(
    document: dict[str, Any], ticket: Ticket | None, *, given: Iterable[str] = (), **of: str
) -> bool:
    """Check a record and store it with score and events, all or nothing; False: it was there.

    `given` are the earlier records that it builds on, `of` whose it is. Raises RecordRefused with
    every issue, before anything is written.
    """
    receipt = engine().accept(document, given=given)
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
        **of,
    }
    with transaction.atomic():
        _, new = SopRecord.objects.get_or_create(id=document["id"], defaults=columns)
        if new:
            outbox.put(receipt.events)
            transaction.on_commit(lambda: engine().published(receipt), robust=True)
    return new

"""The ledger in SQL: what was released, and the lock under which the next release is tried against it (rule 6).

A host of another kind copies this file and the tables `ReleaseLedger`, `ReleaseEntry`, `ReleaseReason`. One transaction

    locks     the ledger's one row, by an UPDATE that changes nothing: the same statement is a row lock on PostgreSQL
              and, as the first of its transaction, the one writer's lock on SQLite (what BEGIN IMMEDIATE takes)
    reads     the whole ledger, and holds it against the digest that it had when it was last written
    releases  which runs the attackers on this release beside all of it
    writes    the entry, why each place is withheld, and what the ledger comes to now

so that two releases at once stand one behind the other, and the second is tried beside the first. A process that dies
leaves all of it or nothing. Nobody reads a release that is not in the table, so that none goes out untried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sop_core import DocumentRefused, Sop, to_json
from sop_core.documents import canonical, digest, entry_of, release_of
from sop_core.reporting import Ledger, LedgerEntry, Plan, Release, Tally
from sop_core.sop.releasing import Reported
from sop_helpdesk.models import ReleaseEntry, ReleaseLedger, ReleaseReason

#: The ledger's one row.
ONE = 1


class LedgerChanged(Exception):
    """The tables do not hold the ledger as it was written: nothing may be released beside it."""


def publish(
    sop: Sop,
    tally: Tally,
    plan: Plan,
    *,
    policy: object = None,
    before: Tally | None = None,
    by: str = "",
    agreed: Callable[[Release], None] = lambda _: None,
) -> tuple[ReleaseEntry, bool]:
    """The release that a plan makes of a tally, stored, and whether it is new; ReleaseRefused where it may not go out.

    Published once: the same plan again gives what is stored, as it is, and makes nothing. Another plan under its id is
    refused, unless it comes to the same. `before` is the tally that a correction corrects. `agreed` sees what would be
    stored, and raises what it has against it. `durable` refuses a transaction round this one, in which a release could
    be read before it is kept.
    """
    asked = digest(plan)
    with transaction.atomic(durable=True):
        row = locked()
        stored = ReleaseEntry.objects.filter(release=plan.id).first()
        if stored is not None and stored.plan == asked:
            return stored, False
        reported = sop.release(tally, plan, policy=policy, ledger=read(row), before=before)
        if stored is not None:
            return stored, False
        agreed(reported.release)
        return _entered(row, reported, plan=asked, by=by), True


def locked() -> ReleaseLedger:
    """The ledger's row, locked until the transaction ends; made where it is missing."""
    row = ReleaseLedger.objects.filter(pk=ONE)
    while not row.update(entries=F("entries")):
        ReleaseLedger.objects.get_or_create(pk=ONE, defaults={"digest": Ledger().digest})
    return row.get()


def read(row: ReleaseLedger | None = None) -> Ledger:
    """The ledger as the tables hold it; LedgerChanged where it is not as it was written."""
    row = row or ReleaseLedger.objects.filter(pk=ONE).first()
    ledger = Ledger()
    for one in ReleaseEntry.objects.order_by("at"):
        ledger = ledger.with_entry(_read(one, ledger))
    n, kept = len(ledger.entries), (row.entries, row.digest) if row else (0, Ledger().digest)
    if (n, ledger.digest) != kept:
        raise LedgerChanged(
            f"The ledger holds {n} releases, and {kept[0]} were entered, or others. Nothing is released until its "
            "tables are put back as they were, from a backup."
        )
    return ledger


def _read(row: ReleaseEntry, before: Ledger) -> LedgerEntry:
    try:
        entry = entry_of(release_of(row.document), row.content)
        sound = (entry.release.id, entry.digest) == (row.release, row.digest)
    except DocumentRefused:
        sound = False
    # The release itself says beside which ledger it was tried, and readers have it: that cannot be written anew.
    if not sound or entry.release.proof.ledger != before.digest:
        raise LedgerChanged(
            f"Entry {row.at} of the ledger is not what was entered. Put its tables back, from a backup."
        )
    return entry


def _entered(row: ReleaseLedger, reported: Reported, **of: str) -> ReleaseEntry:
    """Write the release, its reasons, and what the ledger comes to; the place in it is unique besides."""
    entry = reported.ledger.entries[-1]
    stored = ReleaseEntry.objects.create(
        at=row.entries + 1,
        release=entry.release.id,
        digest=entry.digest,
        content=entry.content,
        document=to_json(entry.release),
        day=timezone.localdate(),
        **of,
    )
    ReleaseReason.objects.create(entry=stored, reasons=canonical(private(reported)))
    ReleaseLedger.objects.filter(pk=row.pk).update(
        entries=F("entries") + 1, digest=reported.ledger.digest
    )
    return stored


def private(reported: Reported) -> list[Mapping[str, Any]]:
    """Why each place is withheld, and what is shown in its place: for the host's administrator alone."""
    found: list[Mapping[str, Any]] = []
    for place, reason in reported.reasons.items():
        instead = reported.release.instead_of(place.scope)
        shown = None if instead is None else list(instead)
        at = {"scope": list(place.scope), "groups": dict(place.groups)}
        found.append({**at, "reason": str(reason), "instead": shown})
    for (distribution, scope), reason in sorted(reported.bar_reasons.items()):
        bars = {"scope": list(scope), "groups": {}, "distribution": distribution}
        found.append({**bars, "reason": str(reason), "instead": None})
    return found

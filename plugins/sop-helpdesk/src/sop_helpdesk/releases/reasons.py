"""Why something was not shown to a lead, kept for the host's administrator: of looks, and of refusals.

Whoever reads a reason learns what is withheld. So no lead is told whether one is kept, how many there are, or by which
name, and no row says who asked. They are old after `SOP["reason_days"]` days, and `sop_forget` takes them out; what a
release withholds is kept with the release.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from attrs import asdict
from django.utils import timezone

from sop_core import Issue, RecordRefused, ReleaseRefused, SopError
from sop_core.documents import canonical, digest
from sop_core.sop.releasing import Reported
from sop_helpdesk.conf import conf
from sop_helpdesk.models import ReleaseEntry, ReleaseLook, ReleaseLookReason, ReleaseRefusal
from sop_helpdesk.releases.asking import Asked
from sop_helpdesk.releases.ledger import LedgerChanged, private
from sop_helpdesk.releases.telling import is_private

#: What was refused, as a row has it, and as the administrator reads it.
KINDS = {
    "look": "to look at results",
    "correction": "to look at a correction",
    "publish": "to publish what was looked at",
}


def keep_of(look: ReleaseLook, reported: Reported) -> None:
    """Why a look withholds what it withholds, as it was when it was first shown, or first shown again."""
    made = {"reasons": canonical(private(reported)), "day": timezone.localdate()}
    ReleaseLookReason.objects.get_or_create(look=look, defaults=made)


def keep_refusal(error: SopError | LedgerChanged, kind: str, asked: Asked) -> None:
    """Keep why somebody was refused, where they were told less; the same on one day is kept once."""
    issues = _issues(error)
    if not issues:
        return
    row = {
        "kind": kind,
        "instrument": asked.instrument,
        "cycle": asked.cycle,
        "asked": canonical(asdict(asked)),
        "issues": canonical(issues),
    }
    day = timezone.localdate()
    id_ = digest({**row, "day": day.isoformat()}).removeprefix("sha256:")
    ReleaseRefusal.objects.get_or_create(id=id_, defaults={**row, "day": day})


def _issues(error: SopError | LedgerChanged) -> Sequence[Mapping[str, str]]:
    if isinstance(error, RecordRefused):
        # What stands in a record is a person's, and no reason: its kinds of fault alone, as in the log.
        codes = sorted({one.code for one in error.issues})
        said = "Some stored answers of this cycle cannot be counted."
        return [_row(Issue(code, "$", said)) for code in codes]
    if isinstance(error, ReleaseRefused) and is_private(error.issues):
        return [_row(one) for one in error.issues]
    return ()


def _row(issue: Issue) -> Mapping[str, str]:
    return {"code": issue.code, "message": issue.message, "fix": issue.fix}


def asked_of(refusal: ReleaseRefusal) -> Asked:
    """What a lead had asked for."""
    return Asked(**json.loads(refusal.asked))


def unpublished() -> list[ReleaseLookReason]:
    """Why what was looked at and is not released withholds, the last ones first."""
    out = ReleaseEntry.objects.values("release")
    kept = ReleaseLookReason.objects.exclude(look__release__in=out).select_related("look")
    return list(kept.order_by("-day", "look__release"))


def forget() -> int:
    """Take out what is old, and what a release has by now; how many there were."""
    before = timezone.localdate() - dt.timedelta(days=conf().reason_days)
    out = ReleaseEntry.objects.values("release")
    gone: list[Any] = [
        ReleaseRefusal.objects.filter(day__lt=before),
        ReleaseLookReason.objects.filter(day__lt=before),
        ReleaseLookReason.objects.filter(look__release__in=out),
    ]
    return sum(int(rows.delete()[0]) for rows in gone)

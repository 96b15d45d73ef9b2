"""A look at what would be published, and the publishing of what was looked at.

Nothing of a look is in the ledger, and yet whoever looks has seen it. So that looks are no way round the ledger:

    one count     every look at a cycle, and every release of it, is made of the same counts: the first that were looked
                  at, of a cycle that is over. Two looks on two days never differ by who answered in between. A
                  correction of what was published is made of other counts, and from its first look on all that follows
    exactly it    a look shows what would be published at that moment, beside the ledger, and not a number more
    all together  a look is kept, and the next one is tried beside all looks and releases of that cycle, by the same
                  attackers and rules (`known`): what gives somebody away together is not shown
    and no other  what is published is what was looked at; if the ledger grew meanwhile and it would come out otherwise,
                  nothing is published, and the lead looks again
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from sop_core import Issue, ReleaseRefused, to_json
from sop_core.documents import plan_of, release_of
from sop_core.reporting import Release, is_content
from sop_helpdesk import adapter
from sop_helpdesk.models import ReleaseCounts, ReleaseEntry, ReleaseLook
from sop_helpdesk.releases import ledger, reasons
from sop_helpdesk.releases.asking import Asked, policy_for
from sop_helpdesk.releases.counting import Counts, counts_of
from sop_helpdesk.releases.known import Known, made_of, mark_of
from sop_helpdesk.releases.telling import TOGETHER

OTHERWISE = Issue(
    "look_over",
    "$",
    "Something else was published since you looked, and beside it this would come out otherwise. Nothing was "
    "published.",
    fix="Ask for it again, and look at what it is now.",
)
COUNTED_ANEW = Issue(
    "look_counted_anew",
    "$",
    "The cycle was counted anew since you looked, for a correction. Nothing was published.",
    fix="Ask for it again, and look at what it is by the new counts.",
)


def correction_of(entry: ReleaseEntry) -> Counts | None:
    """The counts that a correction of a release is made of; None where nothing changed since.

    What was counted anew for another release of the cycle serves this one too. Else the answers are counted as they are
    now, and kept with the first look at them. RecordRefused where they cannot be counted.
    """
    made = release_of(entry.document)
    latest = counts_of(made.instrument.id, made.cycle)
    is_of_latest = is_content(entry.content, latest.content(made.instrument.scoring))
    return latest.anew() if is_of_latest else latest


def look(asked: Asked, counted: Counts | None = None) -> ReleaseLook | ReleaseEntry:
    """What would be published, kept as seen; the release itself where it was published already.

    `counted` are the counts of a correction, else those of the cycle. Raises ReleaseRefused where it may not be
    released or looked at, RecordRefused where the answers cannot be counted.
    """
    counted = counted or counts_of(asked.instrument, asked.cycle)
    with transaction.atomic(durable=True):
        row = ledger.locked()
        counts = counted.keep()
        plan = asked.plan(counts)
        published = ReleaseEntry.objects.filter(release=plan.id).first()
        if published is not None:
            return published
        held = ledger.read(row)
        reported = made_of(counts, plan, held)
        made = reported.release
        seen = ReleaseLook.objects.filter(pk=mark_of(made)).first()
        if seen is None:
            against = Known.of(asked.instrument, asked.cycle, held).against(reported, counts, plan)
            if against:
                raise ReleaseRefused("Nothing is shown.", issues=[TOGETHER, *against])
            seen = ReleaseLook.objects.create(
                id=mark_of(made),
                release=plan.id,
                instrument=asked.instrument,
                cycle=asked.cycle,
                revision=counts.revision,
                plan=to_json(plan),
                document=to_json(made),
                day=timezone.localdate(),
            )
        reasons.keep_of(seen, reported)
        return seen


def is_current(seen: ReleaseLook) -> bool:
    """Whether a look is of the cycle's last counts: else it may be published no more."""
    kept = ReleaseCounts.objects.filter(instrument=seen.instrument, cycle=seen.cycle)
    return not kept.filter(revision__gt=seen.revision).exists()


def publish(seen: ReleaseLook, by: str) -> tuple[ReleaseEntry, bool]:
    """What was looked at, published; as it is stored where it was published before."""
    plan, counts = plan_of(seen.plan), counts_of(seen.instrument, seen.cycle)
    out = ReleaseEntry.objects.filter(release=seen.release)
    if not (is_current(seen) or out.exists()):
        raise ReleaseRefused("Nothing is published.", issues=[COUNTED_ANEW])
    before = counts.before
    return ledger.publish(
        adapter.engine(),
        counts.tally,
        plan,
        before=before.tally if before else None,
        policy=policy_for(plan),
        by=by,
        agreed=_same_as(seen),
    )


def _same_as(seen: ReleaseLook) -> Callable[[Release], None]:
    def agreed(made: Release) -> None:
        if mark_of(made) != seen.pk:
            raise ReleaseRefused("Nothing is published.", issues=[OTHERWISE])

    return agreed

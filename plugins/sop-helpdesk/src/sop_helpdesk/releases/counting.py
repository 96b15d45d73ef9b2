"""From the host's stored answers to the counts of a cycle: which cycles are over, who works where, and the tally.

Only a cycle that is over is counted, and it is counted once; a correction of what was published of it counts it anew,
and once. The records are read one after another, and what is held of them is the counts.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen
from django.utils import timezone
from helpdesk.models import Ticket

from sop_core.documents import canonical, read_tally, tally_lines
from sop_core.reporting import Tally
from sop_core.reporting.tabling import content_of, scored_in
from sop_helpdesk import adapter
from sop_helpdesk.conf import conf
from sop_helpdesk.kinds import parts_of
from sop_helpdesk.models import ReleaseCounts, SopRecord

Scope = tuple[str, ...]
#: A part of a group: nothing where it is all of it, else a grouping and its value.
Part = tuple[tuple[str, str], ...]
#: How many workers there are, as `subjects` of a release plan.
Subjects = Sequence[Mapping[str, Any]]
#: How far back a lead may look, and how many cycles are offered.
DAYS, CYCLES = 1100, 8
#: The name of this host's one delivery.
BATCH = "helpdesk"


@frozen(kw_only=True)
class Counts:
    """What a cycle's answers come to, and how many workers each group had then; revision 2 is the first correction."""

    instrument: str
    cycle: str
    revision: int
    tally: Tally
    workers: Subjects

    @property
    def before(self) -> Counts | None:
        """The counts that these correct, if they do."""
        every = kept_of(self.instrument, self.cycle)
        return next((one for one in every if one.revision == self.revision - 1), None)

    def content(self, scoring: str) -> str:
        """The digest of what was counted under a scoring, as the ledger has it of each release."""
        return content_of(scored_in(self.tally, self.instrument, scoring, self.cycle))

    def anew(self) -> Counts | None:
        """The next revision, of the answers as they are now; None where nothing changed."""
        found = _counted(self.instrument, self.cycle, self.revision + 1)
        return None if found.tally.groups == self.tally.groups else found

    def keep(self) -> Counts:
        """These counts, kept as the cycle's; those that were kept first, where some were."""
        row, new = ReleaseCounts.objects.get_or_create(
            instrument=self.instrument,
            cycle=self.cycle,
            revision=self.revision,
            defaults={
                "tally": b"".join(tally_lines(self.tally)).decode(),
                "workers": canonical([dict(one) for one in self.workers]),
                "day": timezone.localdate(),
            },
        )
        return self if new else _kept(row)


@frozen
class Stored:
    """The stored answers to an instrument in a cycle, read anew as often as they are gone through."""

    instrument: str
    cycle: str

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """One record after another. What no version that is loaded can read is left out, as on everybody's pages."""
        known = adapter.engine().catalog.versions("instrument", self.instrument)
        rows = SopRecord.objects.filter(
            kind="administration", instrument=self.instrument, version__in=known
        )
        for text in rows.values_list("document", flat=True).iterator(chunk_size=500):
            document = json.loads(text)
            if document["cycle"] == self.cycle:
                yield document


def counts_of(instrument: str, cycle: str) -> Counts:
    """The counts of a cycle as they were last kept, or made now; RecordRefused where the answers cannot be counted."""
    kept = kept_of(instrument, cycle)
    return kept[-1] if kept else _counted(instrument, cycle, 1)


def kept_of(instrument: str, cycle: str) -> list[Counts]:
    """Every revision of a cycle's counts that was kept, the first one first."""
    rows = ReleaseCounts.objects.filter(instrument=instrument, cycle=cycle)
    return [_kept(row) for row in rows.order_by("revision")]


def _counted(instrument: str, cycle: str, revision: int) -> Counts:
    # A number of a release is one of people: whoever answered several times counts once, as they did last.
    tally = adapter.engine().tally(
        Stored(instrument, cycle), batch=BATCH, revision=revision, levels=levels(), one_each=True
    )
    return Counts(
        instrument=instrument, cycle=cycle, revision=revision, tally=tally, workers=workers()
    )


def _kept(row: ReleaseCounts) -> Counts:
    tally = read_tally(row.tally.encode())
    return Counts(
        instrument=row.instrument,
        cycle=row.cycle,
        revision=row.revision,
        tally=tally,
        workers=json.loads(row.workers),
    )


def levels() -> tuple[str, ...]:
    """The names of the reporting groups, widest first: the county's, or level_1 and so on."""
    n = len(conf().scope) + 1
    return tuple(conf().levels) or tuple(f"level_{at}" for at in range(1, n + 1))


def cycles(today: dt.date) -> list[str]:
    """The cycles that are over, the last one first. No answer is looked at: that there are some is no secret kept."""
    current = conf().cycle(today)
    found = {conf().cycle(today - dt.timedelta(days)): None for days in range(1, DAYS)}
    return [one for one in found if one != current][:CYCLES]


def workers() -> Subjects:
    """How many workers each reporting group and each part of one has, as a release plan says it.

    It is what the county says, or those whom its cases are assigned to. What neither knows is left out: unknown.
    """
    said = conf().workers
    if said is None:
        return _assigned()
    given = said() if callable(said) else said
    if isinstance(given, Mapping):
        return [{"scope": list(scope), "n": n} for scope, n in given.items()]
    return [dict(one) for one in given]


def _assigned() -> Subjects:
    """Whoever a case is assigned to, once in every group and part that one of theirs is in."""
    top, people = tuple(conf().scope), dict[tuple[Scope, Part], set[int]]()
    assigned = Ticket.objects.filter(assigned_to__is_active=True)
    if conf().family_groups is None:
        found = assigned.values_list("queue__slug", "assigned_to").distinct()
        cases: Iterable[tuple[str, int, Sequence[tuple[str, str]]]] = (
            (slug, person, ()) for slug, person in found
        )
    else:
        rows = assigned.select_related("queue").iterator(chunk_size=500)
        cases = ((one.queue.slug, one.assigned_to_id, parts_of(one)) for one in rows)
    for slug, person, parts in cases:
        path = (*top, slug)
        for end in range(len(path) + 1):
            for part in ((), *((one,) for one in parts)):
                people.setdefault((path[:end], part), set()).add(person)
    return [
        {"scope": list(scope), "n": len(found), **({"groups": dict(part)} if part else {})}
        for (scope, part), found in sorted(people.items())
    ]

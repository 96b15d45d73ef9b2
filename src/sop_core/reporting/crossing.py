"""What leaves an agency: a tally that holds only what its receiver needs, and a second document that says so.

S0-07: groups cross, never a person. S0-08: every crossing says that it is one piece of a larger
assessment. S0-09: it names one of the four uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from attrs import frozen

from sop_core.errors import CallRefused, listed, shown
from sop_core.reporting.folding import Needs, depth_of, fold
from sop_core.reporting.tally import Batch, Group, GroupKey, Tally
from sop_core.reporting.written import batch_digest
from sop_core.types import is_id

#: What every crossing says (S0-07, S0-08).
CAVEAT = (
    "Counts of groups, one piece of a larger assessment. No record of a person crossed. "
    "A small group's counts are confidential: they are reported only through a release."
)
#: The highest revision that a batch may have.
MOST_REVISION = 1_000_000


class ReportPurpose(StrEnum):
    """What group results are for (S0-09)."""

    IMPLEMENTATION_PROGRESS = "implementation_progress"
    TEAM_GUIDANCE = "team_guidance"
    WORKFORCE_NEEDS = "workforce_needs"
    CQI = "cqi"


@frozen
class CrossedInstrument:
    """One instrument that crossed: its id, its scoring digest, and which of its parts."""

    id: str
    scoring: str
    scales: tuple[str, ...]
    items: tuple[str, ...]


@frozen
class FoldedBatch:
    """A batch that went into an export, by name.

    No digest of what it held: whoever is given wider groups could try out which narrower counts come to it.
    """

    batch: str
    revision: int


@frozen
class Crossing:
    """What crossed to whom and for what: names and numbers, and no count of any answer.

    `content` is the digest of the exported batch; `levels` are those that its scopes keep.
    """

    KIND: ClassVar[str] = "crossing"

    receiver: str
    purpose: str
    batch: str
    revision: int
    content: str
    levels: tuple[str, ...]
    cycles: tuple[str, ...]
    groupings: tuple[str, ...]
    instruments: tuple[CrossedInstrument, ...]
    n_groups: int
    n_records: int
    folded: tuple[FoldedBatch, ...]
    caveat: str = CAVEAT


@frozen
class Export:
    """A tally for one receiver, and the document that says what is in it."""

    tally: Tally
    crossing: Crossing


def export(
    tally: Tally,
    *,
    level: str | None,
    receiver: str,
    batch: str,
    purpose: ReportPurpose | str,
    revision: int = 1,
    needs: Needs | None = None,
) -> Export:
    """One batch for a named receiver: scopes down to `level` (None: the whole alone), and what it needs.

    All batches become one; which records were skipped, the narrower scopes and what `needs` does not
    name stay behind. Raises CallRefused for a level, purpose, name or revision that cannot be meant.
    """
    chosen = _checked(receiver=receiver, batch=batch, purpose=purpose, revision=revision)
    depth, kept = depth_of(tally, level), needs or Needs()
    groups = fold(tally, depth=depth, needs=kept)
    made = Batch(batch, revision, groups, receiver=receiver)
    crossed = {(key.instrument, key.scoring) for key in groups}
    versions = {
        pair: scoring for pair, scoring in tally.versions.items() if (pair[0], scoring) in crossed
    }
    crossing = Crossing(
        receiver=receiver,
        purpose=chosen.value,
        batch=batch,
        revision=revision,
        content=batch_digest(made),
        levels=tally.levels[:depth],
        cycles=tuple(sorted({key.cycle for key in groups})),
        groupings=tuple(sorted({name for key in groups for name, _ in key.groupings})),
        instruments=tuple(_instruments(groups)),
        n_groups=len(groups),
        n_records=made.n,
        folded=tuple(
            FoldedBatch(one.id, one.revision)
            for one in (tally.batches[id_] for id_ in sorted(tally.batches))
        ),
    )
    return Export(Tally(tally.levels[:depth], {batch: made}, versions), crossing)


def _instruments(groups: Mapping[GroupKey, Group]) -> list[CrossedInstrument]:
    # Every group of one scoring digest holds the same parts.
    found = {(key.instrument, key.scoring): group for key, group in groups.items()}
    return [
        CrossedInstrument(*at, tuple(sorted(found[at].scales)), tuple(sorted(found[at].items)))
        for at in sorted(found)
    ]


def _checked(*, receiver: str, batch: str, purpose: str, revision: int) -> ReportPurpose:
    check_batch(batch, revision)
    if not is_id(receiver):
        raise CallRefused(
            f"receiver is {shown(receiver)}. It names who is given the tally, as an id: 1 to 64 of a-z, digits, _ . -"
        )
    if purpose not in tuple(ReportPurpose):
        raise CallRefused(
            f"purpose is {shown(purpose)}. Group results are for one of: {listed(ReportPurpose)}."
        )
    return ReportPurpose(purpose)


def check_batch(batch: object, revision: object) -> None:
    """Refuses a call whose batch is no id, or whose revision is no number from 1 up."""
    if not is_id(batch):
        raise CallRefused(
            f"batch is {shown(batch)}. It is an id, 1 to 64 of a-z, digits, _ . -, that stands for this delivery "
            "whenever it is counted again."
        )
    if isinstance(revision, bool) or not isinstance(revision, int):
        raise CallRefused(f"revision is {shown(revision)}. It is a whole number from 1 up.")
    if not 1 <= revision <= MOST_REVISION:
        raise CallRefused(
            f"revision is {shown(revision)}. It goes from 1 to {MOST_REVISION:,}, and grows each time that the batch "
            "is counted anew."
        )

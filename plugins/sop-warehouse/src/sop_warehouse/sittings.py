"""Sittings of several records: which of them counts, by the rules of the core's current view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from sop_core import Issue, NotFound, Sop
from sop_core.instruments import Administration, current_view
from sop_core.reporting import SkipReason
from sop_core.types import InstrumentRef, RecordRef, RecordStatus, is_digest
from sop_warehouse import issues as say
from sop_warehouse.engines import Engine, Frame
from sop_warehouse.frames import of_sittings

_COLUMNS = (
    "administration",
    "instrument",
    "version",
    "scoring",
    "status",
    "digest",
    "supersedes",
    "supersedes_digest",
)


@frozen
class Sittings:
    """What does not count, by name; the ids of finished records that others stand in for."""

    skipped: Mapping[SkipReason, int]
    gone: Sequence[str]
    issues: tuple[Issue, ...] = ()


def settle_sittings(
    sop: Sop, engine: Engine, every: Frame, drafts: int, *, builds: bool
) -> Sittings:
    """Which records of sittings that hold several do not count. Memory is by those records.

    Where no record builds on another (`builds`), none is asked for.
    """
    rows = engine.rows(of_sittings(every).select(*_COLUMNS)) if builds else []
    there = {row[0] for row in rows}
    earlier = sorted({row[6] for row in rows if row[6] is not None} - there)
    if earlier:
        names = engine.small({"administration": str}, [(one,) for one in earlier])
        found = every.select(*_COLUMNS).join(names, on="administration", how="inner")
        rows += engine.rows(found)
    unfit = [row[0] for row in rows if not is_digest(row[5]) or _half(row)]
    if unfit:
        return Sittings({}, (), tuple(map(say.no_digest, unfit)))
    digests = {row[0]: row[5] for row in rows}
    view = current_view([_record(sop, row) for row in rows], digest=lambda one: digests[one.id])
    skipped = {SkipReason.DRAFT: drafts}
    for one in view.left_out:
        if one.reason.value != SkipReason.DRAFT:
            reason = SkipReason(one.reason.value)
            skipped[reason] = skipped.get(reason, 0) + 1
    gone = [one.record.id for one in view.left_out if one.record.status != RecordStatus.DRAFT]
    fix = "Put the earlier record into the same tables: the records of a sitting belong together."
    issues = tuple(
        evolve(issue, fix=fix) if issue.code == "given_missing" else issue for issue in view.issues
    )
    return Sittings(
        {reason: skipped[reason] for reason in sorted(skipped) if skipped[reason]}, gone, issues
    )


def _half(row: tuple[Any, ...]) -> bool:
    """Whether a row names an earlier record by its id or its digest alone."""
    return (row[6] is None) != (row[7] is None) or (row[7] is not None and not is_digest(row[7]))


def _record(sop: Sop, row: tuple[Any, ...]) -> Administration:
    """As much of a record as its sitting needs."""
    id_, instrument, version, scoring, status, digest, earlier, earlier_digest = row
    try:
        anonymous = sop.catalog.instrument(instrument, version).anonymous
    except NotFound:
        anonymous = False  # it is refused by name where its group is looked at
    return Administration(
        id=id_,
        instrument=InstrumentRef(instrument, version, digest, scoring),
        status=RecordStatus(status),
        respondent=None if anonymous else "somebody",
        subject=None,
        scope=(),
        cycle="",
        locale="",
        submitted_at="",
        answers={},
        supersedes=None if earlier is None else RecordRef(earlier, earlier_digest),
    )

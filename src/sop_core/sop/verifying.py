"""A stored score beside its administration: recomputed, never believed."""

from __future__ import annotations

from sop_core.catalog import Catalog
from sop_core.documents import read, score_of, to_document
from sop_core.errors import CallRefused, DocumentRefused, RecordRefused
from sop_core.instruments import (
    Administration,
    Difference,
    Score,
    Verification,
    compare,
    score,
)
from sop_core.sop.accepting import UNSCORED, accepted, examine, refusal

#: What `verified` finds out by itself, and says as a difference.
RECOMPUTED = ("value_and_status", "counts_differ")


def verified(stated: object, administration: object, *, catalog: Catalog) -> Verification:
    """Each difference between a stored score and what its administration comes to.

    Raises RecordRefused for an administration that cannot be scored, DocumentRefused for a score
    that is no score, and CallRefused where one was passed for the other.
    """
    stated = stated if isinstance(stated, Score) else _score(stated, catalog)
    is_value = isinstance(administration, Administration)
    raw = to_document(administration) if is_value else read(administration)
    # What it superseded does not bear on what its own answers come to.
    examined = examine(raw, catalog=catalog, history=False)
    if examined.kind not in (None, "administration"):
        raise CallRefused(
            f"sop.verify takes a score and its administration, not a {examined.kind}."
        )
    if examined.refused:
        raise RecordRefused(refusal(examined), issues=examined.issues)
    record, instrument = accepted(examined, catalog).record, examined.instrument
    if instrument is None or not isinstance(record, Administration) or record.status in UNSCORED:
        return Verification(
            (Difference("$.scales", "a score", "a draft or voided record has none"),)
        )
    return compare(stated, score(instrument, record))


def _score(document: object, catalog: Catalog) -> Score:
    examined = examine(document, catalog=catalog)
    if examined.kind not in (None, "score"):
        raise CallRefused(f"sop.verify takes a score first, not a {examined.kind}.")
    if any(issue.code not in RECOMPUTED for issue in examined.issues):
        raise DocumentRefused(refusal(examined), issues=examined.issues)
    return score_of(examined.document)

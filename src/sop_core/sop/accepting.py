"""A record on its way in: read, checked against its schema and its rules, structured, scored.

A pure function of the document, what it builds on and the definitions: no clock, no host, no plugin.
`check` and `accept` go through the same door, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from sop_core.catalog import DEFINITION_KINDS, Catalog
from sop_core.documents import (
    administration_of,
    disclosure_of,
    events_of,
    feedback_of,
    glimpsed,
    is_sound_frame,
    read,
)
from sop_core.errors import DocumentRefused, Issue, RecordRefused, listed
from sop_core.hooks import Receipt
from sop_core.instruments import (
    Answer,
    Instrument,
    check_digests,
    check_identity,
    score_known,
    take_answers,
)
from sop_core.instruments.answers import OPEN_STATUSES, ReadAnswers
from sop_core.instruments.history import POINTS_BACK
from sop_core.sop.examining import Examined, examine_document
from sop_core.sop.given import POINTS, given_by_digest
from sop_core.types import RecordStatus

#: The kinds of record that can be accepted.
RECORD_KINDS = ("administration", "feedback", "disclosure", *POINTS)
#: Records that are kept but have no score: not finished, or not to be counted.
UNSCORED = (RecordStatus.DRAFT, RecordStatus.ENTERED_IN_ERROR)


#: An administration with which nothing at all is wrong: the document, its instrument, its answers
#: as they are stored, and what is known of every item. A tuple, since every record passes by here.
Sound = tuple[dict[str, Any], Instrument, Mapping[str, Answer], Mapping[str, Answer]]


def examine(
    data: object, *, catalog: Catalog, given: Iterable[object] = (), history: bool = True
) -> Examined:
    """Everything that is wrong with a document of any kind. Raises nothing for a bad document.

    Without `history`, what a record says of earlier ones is not looked at: the current view decides
    that, from all of them together.
    """
    found = looked_at(data, catalog, given, history=history)
    if isinstance(found, Examined):
        return found
    document, instrument, answers, known = found
    return Examined(document, "administration", (), instrument, ReadAnswers(answers, known, ()))


def refusal(examined: Examined) -> str:
    """What a refusal says before its issues."""
    count = len(examined.issues)
    what = examined.kind or "document"
    return (
        f"The {what} is refused: {count} {'issue' if count == 1 else 'issues'}. Nothing was stored."
    )


def admit(data: object, *, catalog: Catalog, given: Iterable[object]) -> Receipt:
    """A record accepted; raises RecordRefused with everything that is wrong with it."""
    found = enter(data, catalog=catalog, given=given)
    if isinstance(found, Examined):
        raise RecordRefused(refusal(found), issues=found.issues)
    return found


def enter(
    data: object, *, catalog: Catalog, given: Iterable[object] = (), quick: bool = True
) -> Receipt | Examined:
    """A record on its way in: accepted, or examined with everything that is wrong with it.

    `quick` lets what is sound at a glance pass at once; what comes of it is the same without.
    """
    found = looked_at(data, catalog, given, quick=quick)
    if not isinstance(found, Examined):
        return _accepted(*found)
    if not found.refused and found.kind is not None and found.kind not in RECORD_KINDS:
        return evolve(found, issues=(not_a_record(found.kind),))
    return found if found.refused else accepted(found, catalog)


def looked_at(
    data: object,
    catalog: Catalog,
    given: Iterable[object],
    *,
    quick: bool = True,
    history: bool = True,
) -> Sound | Examined:
    """A document that is sound at a glance, or all that is wrong with it.

    The glance says yes only where looking closely finds no issue, and comes to the same answers;
    `tests/property` holds the two against each other.
    """
    quick = quick and given == ()
    if quick and type(data) is bytes:
        document = glimpsed(data)
        sound = None if document is None else _sound(document, catalog)
        if sound is not None:
            return sound
    earlier, unreadable = given_by_digest(given)
    try:
        document = read(data)
    except DocumentRefused as refused:
        return Examined({}, None, (*unreadable, *refused.issues))
    if quick and is_sound_frame(document):
        sound = _sound(document, catalog)
        if sound is not None:
            return sound
    examined = examine_document(document, catalog, earlier if history else None)
    return evolve(examined, issues=(*unreadable, *examined.issues)) if unreadable else examined


def _sound(document: dict[str, Any], catalog: Catalog) -> Sound | None:
    """A document whose frame is sound and that builds on nothing; None where its rules may say no."""
    raw, ref, status = document["answers"], document["instrument"], document["status"]
    if type(raw) is not dict or "supersedes" in document or status in POINTS_BACK:
        return None
    instrument = catalog.loaded_instrument(ref["id"], ref["version"])
    if instrument is None:
        return None
    if check_digests(document, instrument) or check_identity(document, instrument):
        return None
    answers = take_answers(instrument, raw, is_open=status in OPEN_STATUSES)
    return None if answers is None else (document, instrument, *answers)


def not_a_record(kind: str) -> Issue:
    """A document that is sound but no record."""
    where = (
        "Definitions are loaded: Sop.load(definitions=[...])."
        if kind in DEFINITION_KINDS
        else (
            "A score is checked with sop.verify(score, administration)." if kind == "score" else ""
        )
    )
    return Issue(
        "not_a_record",
        "$['$schema']",
        f"The document is of kind {kind}, and only records are accepted: {listed(RECORD_KINDS)}.",
        fix=where or "Send a record.",
    )


def accepted(examined: Examined, catalog: Catalog) -> Receipt:
    """The values of a document that has no error."""
    if examined.kind in POINTS:
        from sop_core.sop.building import built

        return built(examined.document, examined.kind, catalog)
    if examined.kind == "feedback":
        return Receipt(feedback_of(examined.document), None)
    if examined.kind == "disclosure":
        return Receipt(disclosure_of(examined.document), None)
    instrument, answers = examined.instrument, examined.answers
    assert instrument is not None and answers is not None  # noqa: S101  an administration without error has both
    return _accepted(examined.document, instrument, answers.answers, answers.known)


def _accepted(
    document: Mapping[str, Any],
    instrument: Instrument,
    answers: Mapping[str, Answer],
    known: Mapping[str, Answer],
) -> Receipt:
    record = administration_of(document, instrument, answers)
    score = None if record.status in UNSCORED else score_known(instrument, record.id, known)
    return Receipt(record, score, (), events_of(record, anonymous=instrument.anonymous))

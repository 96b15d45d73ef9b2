"""A record on its way in: read, checked against its schema and its rules, structured, scored.

A pure function of the document, what it builds on and the definitions: no clock, no host, no plugin.
`check` and `accept` go through the same door, so that they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from sop_core.catalog import DEFINITION_KINDS, Catalog, definition_issues
from sop_core.documents import (
    Event,
    administration_of,
    digest_of,
    events_of,
    feedback_of,
    in_document_order,
    kind_of,
    read,
    shape_issues,
    to_document,
)
from sop_core.errors import CallRefused, DocumentRefused, Issue, NotFound, json_path, listed, shown
from sop_core.instruments import (
    Administration,
    Instrument,
    Score,
    check_digests,
    check_history,
    check_identity,
    read_answers,
    score_known,
)
from sop_core.instruments.answers import ReadAnswers, read_day
from sop_core.instruments.score_rules import check_score
from sop_core.prompts import Feedback
from sop_core.types import RecordStatus, is_digest, is_id

#: The kinds of record that can be accepted.
RECORD_KINDS = ("administration", "feedback")
#: Records that are kept but have no score: not finished, or not to be counted.
UNSCORED = (RecordStatus.DRAFT, RecordStatus.ENTERED_IN_ERROR)

Given = Mapping[str, Mapping[str, Any]]
_DOCUMENTS = (str, bytes, bytearray, memoryview, Mapping)


@frozen
class Need:
    """An earlier record that a document builds on: load it, and pass it as `given`."""

    kind: str
    id: str
    digest: str


@frozen
class Examined:
    """A document that was looked at: its kind, all issues, and what was read of it on the way."""

    document: dict[str, Any]
    kind: str | None
    issues: tuple[Issue, ...]
    instrument: Instrument | None = None
    answers: ReadAnswers | None = None

    @property
    def refused(self) -> bool:
        """Whether an issue is an error."""
        return any(issue.severity == "error" for issue in self.issues)


@frozen
class Accepted:
    """A record that was accepted, its score, and the events that the host may send."""

    record: Administration | Feedback
    score: Score | None = None
    events: tuple[Event, ...] = field(default=())


def given_by_digest(given: Iterable[object]) -> tuple[Given, list[Issue]]:
    """Earlier records, as documents or values, by the digest that later ones name them with.

    One that cannot be read is an issue; what can be no record at all is a wrong call.
    """
    if isinstance(given, _DOCUMENTS) or not isinstance(given, Iterable):
        raise CallRefused(
            f"given is a {type(given).__name__}. It takes the earlier records as a list: given=[record]."
        )
    found: dict[str, Mapping[str, Any]] = {}
    issues: list[Issue] = []
    for index, one in enumerate(given):
        try:
            document = read(one) if isinstance(one, _DOCUMENTS) else to_document(one)
        except DocumentRefused as refused:
            first = refused.issues[0]
            said = f"given[{index}] cannot be read, at {first.path}: {first.message}"
            issues.append(Issue("given_unreadable", "$", said, fix=first.fix))
        except TypeError as wrong:
            raise CallRefused(
                f"given[{index}] is a {type(one).__name__}. Pass earlier records: documents, or what "
                "receipt.record was."
            ) from wrong
        else:
            # What is no record cannot be built on, whatever digest it has.
            if kind_of(document) == "administration" and not shape_issues(
                document, "administration"
            ):
                found[digest_of(document)] = document
    return found, issues


def instrument_named(document: Mapping[str, Any], catalog: Catalog) -> Instrument | Issue | None:
    """The instrument that a record names; an issue if it is not in force; None if it names none properly."""
    named = document.get("instrument")
    if not isinstance(named, Mapping):
        return None
    id_, version = named.get("id"), named.get("version")
    if not (isinstance(id_, str) and isinstance(version, str)):
        return None
    try:
        return catalog.instrument(id_, version)
    except NotFound as missing:
        known = bool(catalog.versions("instrument", id_))
        return Issue(
            "unknown_version" if known else "unknown_instrument",
            json_path("instrument", "version" if known else "id"),
            missing.message,
            fix="Name a version that is loaded, or load the one that is meant."
            if known
            else "Name one of these, or load its definition: Sop.load(definitions=[path]).",
        )


def _examine_administration(document: dict[str, Any], catalog: Catalog, given: Given) -> Examined:
    issues = shape_issues(document, "administration") + check_history(document, given)
    instrument = instrument_named(document, catalog)
    answers: ReadAnswers | None = None
    if isinstance(instrument, Issue):
        issues.append(instrument)
    elif instrument is not None:
        issues += check_digests(document, instrument)
        issues += check_identity(document, instrument)
        raw = document.get("answers")
        if isinstance(raw, Mapping):
            # Where the shape of an answer is wrong, the item's own rule says more about it.
            answers = read_answers(instrument, raw, status=document.get("status"))
            said = {issue.item for issue in answers.issues}
            issues = [issue for issue in issues if issue.item is None or issue.item not in said]
            issues += answers.issues
    known = instrument if isinstance(instrument, Instrument) else None
    return Examined(document, "administration", in_document_order(issues, document), known, answers)


def _examine_feedback(document: dict[str, Any], catalog: Catalog) -> list[Issue]:
    issues = shape_issues(document, "feedback")
    on_is_said = any(issue.path == "$.on" for issue in issues)
    if not on_is_said and "on" in document and read_day(document["on"]) is None:
        issues.append(
            Issue(
                "not_a_date",
                "$.on",
                f"on is {shown(document['on'])}, which is no day of the calendar.",
                fix="Write it as YYYY-MM-DD.",
            )
        )
    prompt, reason = document.get("prompt"), document.get("reason")
    if reason is not None and document.get("outcome") != "dismissed":
        issues.append(
            Issue(
                "reason_without_dismissal",
                "$.reason",
                f"reason is {shown(reason)}, but the prompt was not dismissed.",
                fix='Leave reason out, or set outcome to "dismissed".',
            )
        )
    if not isinstance(prompt, str) or prompt.startswith("plugin:"):
        return issues
    set_id, _, prompt_id = prompt.partition("/")
    # Any version that has the prompt will do: the panel that was shown may be older than today's.
    sets = [catalog.prompt_set(set_id, version) for version in catalog.versions("prompts", set_id)]
    reasons = [
        one.dismiss_reasons for one in sets if any(known.id == prompt_id for known in one.prompts)
    ]
    if not reasons:
        issues.append(
            Issue(
                "unknown_prompt",
                "$.prompt",
                f"There is no prompt {shown(prompt)} in the definitions that are loaded.",
                fix="Copy the id as the panel showed it: set/prompt, or plugin:name/prompt.",
            )
        )
    elif isinstance(reason, str) and not any(reason in known for known in reasons):
        issues.append(
            Issue(
                "unknown_reason",
                "$.reason",
                f"{shown(reason)} is no reason of this prompt's set.",
                fix=f"Use one of: {listed(reasons[0])}.",
            )
        )
    return issues


def examine(data: object, *, catalog: Catalog, given: Iterable[object] = ()) -> Examined:
    """Everything that is wrong with a document of any kind. Raises nothing for a bad document."""
    earlier, unreadable = given_by_digest(given)
    try:
        document = read(data)
    except DocumentRefused as refused:
        return Examined({}, None, (*unreadable, *refused.issues))
    examined = _examine(document, catalog, earlier)
    return evolve(examined, issues=(*unreadable, *examined.issues)) if unreadable else examined


def _examine(document: dict[str, Any], catalog: Catalog, earlier: Given) -> Examined:
    kind = kind_of(document)
    if isinstance(kind, Issue):
        return Examined(document, None, (kind,))
    if kind == "administration":
        return _examine_administration(document, catalog, earlier)
    if kind in DEFINITION_KINDS:
        return Examined(document, kind, definition_issues(document, kind))
    if kind == "feedback":
        issues = _examine_feedback(document, catalog)
    else:
        issues = shape_issues(document, kind)
        if kind == "score" and not issues:
            issues = check_score(document)
    return Examined(document, kind, in_document_order(issues, document))


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


def accepted(examined: Examined) -> Accepted:
    """The values of a document that has no error."""
    if examined.kind == "feedback":
        return Accepted(feedback_of(examined.document))
    instrument, answers = examined.instrument, examined.answers
    assert instrument is not None and answers is not None  # noqa: S101  an administration without error has both
    record = administration_of(examined.document, instrument, answers.answers)
    return Accepted(
        record,
        None if record.status in UNSCORED else score_known(instrument, record.id, answers.known),
        events_of(record, anonymous=instrument.anonymous),
    )


def needs_of(document: Mapping[str, Any]) -> tuple[Need, ...]:
    """What a document builds on, as far as it says so in good form."""
    points = document.get("supersedes")
    if not isinstance(points, Mapping):
        return ()
    id_, digest = points.get("id"), points.get("digest")
    if not is_id(id_) or not is_digest(digest):
        return ()
    return (Need("administration", str(id_), str(digest)),)

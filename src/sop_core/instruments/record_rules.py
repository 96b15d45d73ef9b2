"""What an administration must keep beyond its shape: who, when, which instrument, and what it builds on.

The functions look at the document itself, tolerant of what is malformed elsewhere, so that a fault
in one place hides none in another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sop_core.errors import Issue, json_path, shown
from sop_core.instruments.answers import read_day
from sop_core.instruments.model import Instrument
from sop_core.types import RecordStatus

_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?"
    r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)

#: Statuses that say something about an earlier record, and must name it.
POINTS_BACK = (RecordStatus.AMENDED, RecordStatus.ENTERED_IN_ERROR)


def is_full_time(text: object) -> bool:
    """Whether a text is a full time as RFC 3339 writes it: a real day, a real time, and an offset."""
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    return match is not None and read_day(match[1]) is not None


def check_digests(document: Mapping[str, object], instrument: Instrument) -> list[Issue]:
    """Digests may be left out of what a host submits; where they stand they must match (DESIGN 3)."""
    named = document.get("instrument")
    if not isinstance(named, Mapping):
        return []
    issues: list[Issue] = []
    for key, ours, what in (
        ("digest", instrument.ref.digest, "the texts and rules"),
        ("scoring", instrument.ref.scoring, "what decides a score"),
    ):
        stated = named.get(key)
        if isinstance(stated, str) and stated != ours:
            issues.append(
                Issue(
                    f"{key}_mismatch",
                    json_path("instrument", key),
                    f"The record was made with {instrument.id} {instrument.version} of {key} {shown(stated)}, "
                    f"but the one in force here has {ours[:20]}…. The {key} pins {what}, so this is another "
                    "definition under the same id and version.",
                    fix="Load the definition that the form was made from, or give the changed one a new version.",
                )
            )
    return issues


def _anonymous_issue(code: str, *steps: str, what: str, fix: str) -> Issue:
    return Issue(
        code,
        json_path(*steps),
        f"{what} The instrument is anonymous: nothing in its record may lead back to a person (C-10, S0-12).",
        fix=fix,
    )


def check_identity(document: Mapping[str, object], instrument: Instrument) -> list[Issue]:
    """An anonymous record holds no person, host reference or time of day; others a full time."""
    at = document.get("submitted_at")
    if not instrument.anonymous:
        if not isinstance(at, str) or is_full_time(at):
            return []
        return [
            Issue(
                "not_a_time",
                "$.submitted_at",
                f"submitted_at is {shown(at)}. A record that is not anonymous carries a full time with its "
                "offset, so that records can be put in order.",
                fix="Write it as 2026-11-21T14:05:00-08:00, or with Z for UTC.",
            )
        ]
    issues = [
        _anonymous_issue(
            "anonymous_identity",
            key,
            what=f"{key} holds {shown(document[key])}.",
            fix=f"Set {key} to null.",
        )
        for key in ("respondent", "subject")
        if document.get(key) is not None
    ]
    if document.get("extensions"):
        issues.append(
            _anonymous_issue(
                "anonymous_extensions",
                "extensions",
                what="extensions is not empty, and what a host puts there could name a case or a user.",
                fix="Leave extensions out.",
            )
        )
    if isinstance(at, str) and is_full_time(at):
        issues.append(
            _anonymous_issue(
                "anonymous_time",
                "submitted_at",
                what=f"submitted_at is {shown(at)}; a time of day can be matched with a visit.",
                fix=f"Write the day alone: {at[:10]}.",
            )
        )
    elif isinstance(at, str) and read_day(at) is None:
        issues.append(
            Issue(
                "not_a_date",
                "$.submitted_at",
                f"submitted_at is {shown(at)}. An anonymous record carries the day alone.",
                fix="Write it as YYYY-MM-DD, such as 2026-11-21.",
            )
        )
    return issues


def check_history(
    document: Mapping[str, object], given: Mapping[str, Mapping[str, object]]
) -> list[Issue]:
    """A record that amends or voids another names it by id and digest, and it is given to decide from.

    `given` holds earlier records by digest. Nothing is edited: the later record points back.
    """
    status, points = document.get("status"), document.get("supersedes")
    if points is None:
        if status not in POINTS_BACK:
            return []
        return [
            Issue(
                "supersedes_missing",
                "$.supersedes",
                f"status is {status}, but supersedes names no earlier record. A record is never edited; a "
                "later one says which one it stands in for.",
                fix='Add "supersedes": {"id": ..., "digest": ...} of the earlier record.',
            )
        ]
    if not isinstance(points, Mapping):
        return []
    if isinstance(points.get("id"), str) and points.get("id") == document.get("id"):
        return [
            Issue(
                "supersedes_itself",
                "$.supersedes.id",
                f"The record supersedes {shown(points['id'])}, which is its own id.",
                fix="Give the new record an id of its own.",
            )
        ]
    earlier = given.get(str(points.get("digest")))
    if earlier is None or earlier.get("id") != points.get("id"):
        return [
            Issue(
                "given_missing",
                "$.supersedes",
                f"The record supersedes {shown(points.get('id'))}, and no record with that id and digest was "
                "given. What a record builds on is decided from the earlier record itself.",
                fix="Load what sop.needs(document) lists, and pass it: sop.accept(document, given=[...]).",
            )
        ]
    ours, theirs = document.get("instrument"), earlier.get("instrument")
    same = (
        isinstance(ours, Mapping)
        and isinstance(theirs, Mapping)
        and ours.get("id") == theirs.get("id")
    )
    if not same:
        return [
            Issue(
                "supersedes_another",
                "$.supersedes",
                f"The record supersedes {shown(points.get('id'))}, which is of another instrument.",
                fix="Name the earlier record of this same instrument.",
            )
        ]
    return _check_anonymity(document, earlier)


def _is_identified(record: Mapping[str, object]) -> bool:
    """Whether a record could lead to a person: by a token, by what a host added, or by a time of day."""
    named = any(record.get(key) for key in ("respondent", "subject", "extensions"))
    return named or is_full_time(record.get("submitted_at"))


def _check_anonymity(document: Mapping[str, object], earlier: Mapping[str, object]) -> list[Issue]:
    """One of two linked records may not name the person whom the other leaves unnamed (S0-12)."""
    if _is_identified(document) == _is_identified(earlier):
        return []
    return [
        Issue(
            "supersedes_anonymity",
            "$.supersedes",
            "One of the two records could lead to a person, and the other was given anonymously. Linked, "
            "the one would say who gave the other.",
            fix="Leave the earlier record as it is, and store this one on its own.",
        )
    ]

"""What an administration must keep beyond its shape: who, when, and which instrument.

The functions look at the document itself, tolerant of what is malformed elsewhere, so that a fault
in one place hides none in another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sop_core.errors import Issue, json_path, shown
from sop_core.instruments.answers import read_day
from sop_core.instruments.model import Instrument

_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?"
    r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)


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
    load = "Load the definition that the form was made from, or give the changed one a new version"
    for key, ours, what, fix in (
        ("digest", instrument.ref.digest, "the texts and rules", f"{load}."),
        (
            "scoring",
            instrument.ref.scoring,
            "what decides a score",
            f"{load}, with a migration from the older one: sop.catalog.migrate shows the record under it.",
        ),
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
                    fix=fix,
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

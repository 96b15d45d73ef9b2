"""Days and times of records, as they are written."""

from __future__ import annotations

from sop_core.errors import Issue, json_path, shown
from sop_core.instruments.answers import read_day
from sop_core.instruments.record_rules import is_full_time
from sop_core.shapes import Json


def check_made_at(document: Json) -> list[Issue]:
    """A record says when it was made, with a full time and its offset, so that records can be put in order."""
    at = document.get("made_at")
    if not isinstance(at, str) or is_full_time(at):
        return []
    return [
        Issue(
            "not_a_time",
            "$.made_at",
            f"made_at is {shown(at)}. A record of coaching carries a full time with its offset, so that records can "
            "be put in order.",
            fix="Write it as 2026-11-21T14:05:00-08:00, or with Z for UTC.",
        )
    ]


def check_day(value: object, *place: str | int) -> list[Issue]:
    """A day is one of the calendar."""
    if not isinstance(value, str) or read_day(value) is not None:
        return []
    return [
        Issue(
            "not_a_date",
            json_path(*place),
            f"{place[-1]} is {shown(value)}, which is no day of the calendar.",
            fix="Write it as YYYY-MM-DD, such as 2026-11-21.",
        )
    ]

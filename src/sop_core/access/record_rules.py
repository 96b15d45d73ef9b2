"""What a disclosure's document must keep beyond its shape."""

from __future__ import annotations

from collections.abc import Mapping

from sop_core.access.rows import ROWS
from sop_core.errors import Issue, listed, shown
from sop_core.instruments.answers import read_day


def check_disclosure(document: Mapping[str, object]) -> list[Issue]:
    """A disclosure's document, beyond its shape: a day of the calendar, and nothing granted that is closed."""
    issues: list[Issue] = []
    day, purpose = document.get("day"), document.get("purpose")
    if isinstance(day, str) and read_day(day) is None:
        issues.append(
            Issue(
                "not_a_date",
                "$.day",
                f"day is {shown(day)}, which is no day of the calendar.",
                fix="Write it as YYYY-MM-DD.",
            )
        )
    kind = document.get("kind")
    if document.get("granted") is True and isinstance(purpose, str) and isinstance(kind, str):
        issues += _against_the_table(purpose, kind)
    return issues


def _against_the_table(purpose: str, kind: str) -> list[Issue]:
    if any(row.purpose == purpose and row.kind == kind for row in ROWS):
        return []
    grantable = dict.fromkeys(row.purpose.value for row in ROWS)
    return [
        Issue(
            "granted_against_the_table",
            "$.granted",
            f"granted is true, but for the purpose {shown(purpose)} no record of kind {shown(kind)} is shown to "
            "anybody. The entry says what cannot have been decided.",
            fix=f"Store what sop.disclose gave. Purposes that can be granted: {listed(grantable)}.",
        )
    ]

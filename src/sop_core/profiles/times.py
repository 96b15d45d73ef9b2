"""A full time as records of coaching write it, read so that two can be put in order."""

from __future__ import annotations

import datetime as dt
import re

_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d{1,9})?"
    r"(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)",
    re.ASCII,
)


def read_time(text: object) -> tuple[dt.datetime, str] | None:
    """A full time (RFC 3339, with its offset) as what it can be compared by; None for anything else.

    The second part is the fraction of a second, which may be finer than a datetime holds.
    """
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(match[1] + match[3])
    except ValueError:  # no day of the calendar
        return None
    return moment, (match[2] or "").rstrip("0")

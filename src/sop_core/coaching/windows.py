"""When a window ends: calendar arithmetic on days, with no clock and no zone (C-18).

days      starts + N, that day included
weeks     starts + 7 N
weekday   the first such day strictly after starts
date      the day itself
"""

from __future__ import annotations

import datetime as dt

from sop_core.coaching.goals import WindowKind

#: The days of the week as records name them, Monday first.
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def after_days(starts: dt.date, days: int) -> dt.date | None:
    """The day so many days later; None where the calendar ends before."""
    left = (dt.date.max - starts).days
    return starts + dt.timedelta(days) if days <= left else None


def next_weekday(starts: dt.date, weekday: str) -> dt.date | None:
    """The first such day strictly after a day: never that day itself (C-18)."""
    return after_days(starts, (WEEKDAYS.index(weekday) - starts.weekday() - 1) % 7 + 1)


def due_of(
    kind: WindowKind, starts: dt.date, *, n: int | None = None, weekday: str | None = None
) -> dt.date | None:
    """The last day of a window of N days, N weeks, or until a weekday; None where none can be told."""
    if kind is WindowKind.DAYS and n is not None:
        return after_days(starts, n)
    if kind is WindowKind.WEEKS and n is not None:
        return after_days(starts, 7 * n)
    if kind is WindowKind.WEEKDAY and weekday is not None:
        return next_weekday(starts, weekday)
    return None

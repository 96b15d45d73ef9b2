"""The way back from the page that echoes a quick entry: what was typed, and whether it was confirmed.

The day from which the windows were counted comes back with a confirmation, so that what is confirmed
after midnight is what was shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import cast

from attrs import frozen

from sop_core.errors import CallRefused, shown

PHRASE, ON, CONFIRMED = "goal", "goal_on", "goal_confirmed"


@frozen(kw_only=True)
class GoalEntry:
    """A sentence as it was sent; `on` and `confirmed` only where the echo of it was confirmed."""

    phrase: str
    on: dt.date | None = None
    confirmed: bool = False


def read_goal_entry(fields: Mapping[str, object], *, prefix: str = "") -> GoalEntry:
    """A browser's fields as what was typed; a goal is made only of one that is `confirmed`.

    The sentence is read again by `parse_goal` with `on=entry.on`: nothing but the sentence and the day
    is taken from the browser. A confirmation without a day of the calendar confirms nothing. Raises
    CallRefused for fields that no browser sends, such as numbers.
    """
    phrase, on, confirmed = (_text(fields, prefix + name) for name in (PHRASE, ON, CONFIRMED))
    day = _day(on)
    if not confirmed or day is None:
        return GoalEntry(phrase=phrase)
    return GoalEntry(phrase=phrase, on=day, confirmed=True)


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _text(fields: Mapping[str, object], name: str) -> str:
    """The text of a field, empty where it was not sent; of several the first."""
    if not isinstance(fields, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise CallRefused("read_goal_entry takes a browser's fields: a mapping of names to texts.")
    value = fields.get(name, "")
    several = (
        cast("list[object] | tuple[object, ...]", value)
        if isinstance(value, list | tuple)
        else (value,)
    )
    first = several[0] if several else ""
    if not isinstance(first, str):
        raise CallRefused(
            f"The field {shown(name)} is a Python {type(first).__name__}. read_goal_entry takes what a browser sends, "
            "which is text."
        )
    return first.replace("\r\n", "\n")

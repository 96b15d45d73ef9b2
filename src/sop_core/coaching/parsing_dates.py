"""Dates as people write them: 2026-12-24, 12/24/2026, December 24, 24th of December 2026.

A date that can be read as two days is neither: the caller is told, and asks (C-18).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from attrs import frozen

from sop_core.coaching.lexicon import Lexicon
from sop_core.coaching.tokens import Token

_THREE = re.compile(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})")
_TWO = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")
_ORDINAL = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)")
_YEAR = re.compile(r"[0-9]{4}")
#: A date without a year is the next such day; one that is further away may be meant as a past one.
MOST_AHEAD = 183

#: Year, month, day: what a date may be read as.
Parts = tuple[int, int, int]


@frozen
class DateFound:
    """A date that was written: every day that it may be read as, up to which token, how far it reaches."""

    end: int
    days: tuple[dt.date, ...]
    wants_year: bool = False


def real_days(readings: Iterable[Parts]) -> tuple[dt.date, ...]:
    """The readings that are days of the calendar, each once."""
    found: dict[dt.date, None] = {}
    for year, month, day in readings:
        if year >= 1 and 1 <= month <= 12 and 1 <= day <= _length(year, month):
            found[dt.date(year, month, day)] = None
    return tuple(found)


def _length(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _three_readings(first: str, second: str, third: str) -> list[Parts]:
    a, b, c = int(first), int(second), int(third)
    if len(first) > 2:
        return [(a, b, c)] if len(first) == 4 and len(third) <= 2 else []
    if len(third) > 2:
        return [(c, a, b), (c, b, a)] if len(third) == 4 else []
    return [(2000 + c, a, b), (2000 + c, b, a), (2000 + a, b, c)]


def date_at(
    lexicon: Lexicon, tokens: Sequence[Token], place: int, *, on: dt.date, short: bool
) -> DateFound | None:
    """The date that begins at a place; `short` lets 12/24 be one. None where there is none."""
    if place >= len(tokens):
        return None
    said = tokens[place].text
    three = _THREE.fullmatch(said)
    if three is not None:
        return DateFound(place + 1, real_days(_three_readings(three[1], three[3], three[4])))
    two = _TWO.fullmatch(said) if short else None
    if two is not None:
        a, b = int(two[1]), int(two[2])
        return _without_year(place + 1, [(a, b), (b, a)], on)
    return _with_month(lexicon, tokens, place, on)


def _with_month(
    lexicon: Lexicon, tokens: Sequence[Token], place: int, on: dt.date
) -> DateFound | None:
    month = lexicon.months.at(tokens, place)
    day = _day_at(tokens, place if month is None else month[0])
    if day is None:
        return None
    end = place + 1 if month is None else month[0] + 1
    if month is None:
        # "24 December", "24th of December": a filler may stand between.
        month = lexicon.months.at(tokens, end) or lexicon.months.at(
            tokens, lexicon.has("leads", tokens, end)
        )
        if month is None:
            return None
        end = month[0]
    year = tokens[end].text if end < len(tokens) else ""
    if _YEAR.fullmatch(year):
        return DateFound(end + 1, real_days([(int(year), month[1] + 1, day)]))
    return _without_year(end, [(month[1] + 1, day)], on)


def _day_at(tokens: Sequence[Token], place: int) -> int | None:
    token = tokens[place] if place < len(tokens) else None
    if token is None:
        return None
    ordinal = _ORDINAL.fullmatch(token.key)
    if ordinal is not None:
        return int(ordinal[1])
    return token.number if token.number is not None and len(token.text) <= 2 else None


def _without_year(end: int, readings: list[tuple[int, int]], on: dt.date) -> DateFound:
    """The next such day from `on`, that day included; one that is far away may be meant as a past one."""
    days: dict[dt.date, None] = {}
    for month, day in readings:
        both = real_days([(on.year, month, day), (min(on.year + 1, dt.MAXYEAR), month, day)])
        days |= dict.fromkeys([one for one in both if one >= on][:1])
    far = any((day - on).days > MOST_AHEAD for day in days)
    return DateFound(end, tuple(days), wants_year=far)

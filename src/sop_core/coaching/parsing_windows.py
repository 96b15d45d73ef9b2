"""Windows as people say them: in the next 30 days, within two weeks, by next Friday, by 12/24/2026.

What resolves to no one day (this month, 30 business days, 1/2/27) is found too, so that the reason can
be told; it never becomes a window.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum

from attrs import evolve, frozen

from sop_core.coaching.goals import WindowKind
from sop_core.coaching.lexicon import Lexicon
from sop_core.coaching.parsing_dates import DateFound, date_at
from sop_core.coaching.parsing_numbers import number_at
from sop_core.coaching.tokens import Token
from sop_core.coaching.windows import WEEKDAYS, due_of
from sop_core.coaching.words import GoalWords


class Trouble(StrEnum):
    """Why words about a time are no window."""

    UNCLEAR = "unclear"
    NOT_PLAIN = "not_plain"
    UNREAL = "unreal"
    TWO_DAYS = "two_days"
    NO_YEAR = "no_year"
    CONTRADICTS = "contradicts"
    TOO_FAR = "too_far"


@frozen(kw_only=True)
class WindowFound:
    """Words about a time: from which token to which, and the day that they come to, or the trouble."""

    start: int
    end: int
    kind: WindowKind = WindowKind.DATE
    n: int | None = None
    weekday: str | None = None
    due: dt.date | None = None
    trouble: Trouble | None = None
    days: tuple[dt.date, ...] = ()


@frozen
class WindowReader:
    """Reads the words about a time that begin at a place of a sentence, on a day."""

    words: GoalWords
    lexicon: Lexicon
    tokens: Sequence[Token]
    on: dt.date

    def at(self, place: int) -> WindowFound | None:
        """The window, or the trouble, that begins at a place; None where there is neither."""
        return (
            self._unclear(place)
            or self._counted(place)
            or self._weekday(place)
            or self._date(place)
        )

    def _has(self, role: str, place: int) -> int:
        return self.lexicon.has(role, self.tokens, place)

    def _unclear(self, place: int) -> WindowFound | None:
        for opener in ("in", "by"):
            opened = self._has(opener, place)
            after = self._has("next", opened)
            number = number_at(self.words, self.lexicon, self.tokens, after)
            for begins in (place, opened, after, after if number is None else number.end):
                end = self._has("unclear", begins)
                # A word by itself may belong to a purpose: `parsing` looks at those that are left.
                if end > begins and end > place + 1:
                    return WindowFound(start=place, end=end, trouble=Trouble.UNCLEAR)
            month = self.lexicon.months.end(self.tokens, after)
            if after > place and month > after and self._dated(after) is None:
                return WindowFound(start=place, end=month, trouble=Trouble.UNCLEAR)
        return None

    def _counted(self, place: int) -> WindowFound | None:
        """N days or N weeks, after whatever stands before them."""
        opened = self._has("in", place)
        after = self._has("next", opened)
        vague = self._has("inexact", after)
        number = number_at(self.words, self.lexicon, self.tokens, vague)
        if number is None and vague > after:
            end, n = vague, None
        elif number is None:
            one = self._has("one", after)
            if after in (one, place):
                return None
            end, n = one, 1
        else:
            end, n = number.end, None if vague > after else number.value
        for kind, role in ((WindowKind.DAYS, "day"), (WindowKind.WEEKS, "week")):
            reached = self._has(role, end)
            if reached > end:
                return self._of_number(place, reached, kind, n)
        return None

    def _of_number(self, place: int, end: int, kind: WindowKind, n: int | None) -> WindowFound:
        found = WindowFound(start=place, end=end, kind=kind, n=n)
        if n is None:
            return evolve(found, trouble=Trouble.NOT_PLAIN)
        due = due_of(kind, self.on, n=n)
        return evolve(found, due=due, trouble=Trouble.TOO_FAR if due is None else None)

    def _weekday(self, place: int) -> WindowFound | None:
        """A day of the week after "by" or "next", with the date where one stands beside it."""
        opened = self._has("by", place)
        at_hand = self._has("this", opened)
        after = at_hand if at_hand > opened else self._has("next", opened)
        found = self.lexicon.weekdays.at(self.tokens, after)
        if found is None or after == place:
            return None
        end, number = found
        date = self._dated(end)
        if date is not None:
            return self._beside(place, number, date)
        due = due_of(WindowKind.WEEKDAY, self.on, weekday=WEEKDAYS[number])
        trouble = Trouble.TOO_FAR if due is None else None
        if at_hand > opened and self.on.weekday() == number:
            trouble = Trouble.UNCLEAR  # today, or the one after: "this Friday" on a Friday
        return WindowFound(
            start=place,
            end=end,
            kind=WindowKind.WEEKDAY,
            weekday=WEEKDAYS[number],
            due=due,
            trouble=trouble,
        )

    def _beside(self, place: int, number: int, date: DateFound) -> WindowFound:
        """A weekday and a date: they must be one day, which may be the very next such weekday."""
        fitting = tuple(day for day in date.days if day.weekday() == number)
        found = self._of_date(place, evolve(date, days=fitting))
        if date.days and not fitting:
            return evolve(found, trouble=Trouble.CONTRADICTS)
        if found.due is not None and found.due == due_of(
            WindowKind.WEEKDAY, self.on, weekday=WEEKDAYS[number]
        ):
            return evolve(found, kind=WindowKind.WEEKDAY, weekday=WEEKDAYS[number])
        return found

    def _date(self, place: int) -> WindowFound | None:
        opened = self._has("by", place)
        date = date_at(
            self.lexicon,
            self.tokens,
            self._has("in", opened) if opened > place else place,
            on=self.on,
            short=opened > place,
        )
        if date is None or self.lexicon.units.end(self.tokens, date.end) > date.end:
            return None  # "on 1/2 cases" is a number, and no date
        return self._of_date(place, date)

    def _dated(self, place: int) -> DateFound | None:
        return date_at(self.lexicon, self.tokens, self._has("by", place), on=self.on, short=True)

    @staticmethod
    def _of_date(place: int, date: DateFound) -> WindowFound:
        found = WindowFound(start=place, end=date.end, days=date.days)
        if not date.days:
            return evolve(found, trouble=Trouble.UNREAL)
        if len(date.days) > 1:
            return evolve(found, trouble=Trouble.TWO_DAYS)
        if date.wants_year:
            return evolve(found, trouble=Trouble.NO_YEAR)
        return evolve(found, due=min(date.days))

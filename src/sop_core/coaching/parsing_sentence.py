"""A sentence taken apart: which tokens are the practice, the window, the number, the people, the purpose.

Each part claims its tokens, in this order: practices, windows, numbers with their units, with whom, the
activity. What lies between "to" and the next claimed token is the purpose. What is left was not
understood. One pass each; nothing is guessed here, and nothing is refused: `parsing` decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

from sop_core.coaching.lexicon import Lexicon, Phrases
from sop_core.coaching.parsing_numbers import number_at
from sop_core.coaching.parsing_windows import WindowFound, WindowReader
from sop_core.coaching.tokens import Token, tokens_of
from sop_core.coaching.words import GoalWords


@frozen
class CountFound:
    """A unit with the number before it; `value` None where the number is not plain, or `inexact`."""

    start: int
    end: int
    value: int | None
    unit: str
    inexact: bool = False


@frozen
class PracticeFound:
    """A practice that is named, from which token to which."""

    start: int
    end: int
    id: str


@define
class Sentence:
    """A sentence on its way apart."""

    text: str
    words: GoalWords
    lexicon: Lexicon
    practices: Phrases[str]
    on: dt.date
    tokens: Sequence[Token] = field(init=False)
    claimed: list[bool] = field(init=False)
    named: dict[str, None] = field(init=False, factory=dict)
    windows: list[WindowFound] = field(init=False, factory=list)
    counts: list[CountFound] = field(init=False, factory=list)
    rival_unit: bool = field(init=False, default=False)
    bare_unit: str | None = field(init=False, default=None)
    among: dict[str, None] = field(init=False, factory=dict)
    activity: tuple[int, int] | None = field(init=False, default=None)
    purpose: tuple[int, int] | None = field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        self.tokens = tokens_of(self.text)
        self.claimed = [False] * len(self.tokens)
        practices = list(self._practices())
        self._take_windows()
        self._take_counts()
        self._take_people()
        practices = self._without_aims(practices)
        if practices:
            self._take_activity(practices[0].start, practices[0].end)
        self._take_purpose()
        if not self.counts and not any(True for _ in self.numbers()):
            self._take_bare_unit()

    # ------------------------------------------------------------------------------- looking

    def has(self, role: str, place: int) -> int:
        """Where an unclaimed phrase of a list that begins at a place ends; the place where none does."""
        return self._free(place, self.lexicon.has(role, self.tokens, place))

    def _free(self, place: int, end: int) -> int:
        return place if any(self.claimed[place:end]) else end

    def free(self, place: int) -> bool:
        """Whether a place is in the sentence and nothing has claimed it."""
        return place < len(self.tokens) and not self.claimed[place]

    def _claim(self, start: int, end: int) -> None:
        self.claimed[start:end] = [True] * (end - start)

    def _each_free(self) -> Iterator[int]:
        """Every place that nothing has claimed by the time it is come to."""
        return (place for place in range(len(self.tokens)) if not self.claimed[place])

    def in_purpose(self, place: int) -> bool:
        """Whether a place lies in the purpose."""
        return self.purpose is not None and self.purpose[0] <= place < self.purpose[1]

    def left(self) -> Iterator[int]:
        """The places that no part claimed and that are not the purpose's."""
        return (place for place in self._each_free() if not self.in_purpose(place))

    def numbers(self) -> Iterator[int | None]:
        """The numbers that are left over; None for one that is not plain."""
        end = 0
        for place in self.left():
            found = number_at(self.words, self.lexicon, self.tokens, place)
            if found is not None and place >= end:
                end = found.end
                yield found.value

    # -------------------------------------------------------------------------------- taking

    def _practices(self) -> Iterator[PracticeFound]:
        for place in self._each_free():
            found = self.practices.at(self.tokens, place)
            if found is not None:
                self._claim(place, found[0])
                yield PracticeFound(place, found[0], found[1])

    def _without_aims(self, practices: list[PracticeFound]) -> list[PracticeFound]:
        """The practices that are done, without those that a purpose only speaks of; all, if there are no others.

        "Safety Circles to expand the safety network" is about the one, and "to use" one is to do it.
        """
        aims = [one for one in practices if self._is_aim(one.start)]
        if len(aims) == len(practices):
            aims = []
        for one in aims:
            self.claimed[one.start : one.end] = [False] * (one.end - one.start)
        done = [one for one in practices if one not in aims]
        self.named = dict.fromkeys(one.id for one in done)
        return done

    def _is_aim(self, start: int) -> bool:
        """Whether "so that", or "to" and a word that is no activity's, stands before a place in its part."""
        place, other = start - 1, False
        while place >= 0 and not self.claimed[place]:
            if self.lexicon.has("so", self.tokens, place) > place:
                return True
            if self._is(place, "to"):
                return other
            other = other or not (self._is(place, "verbs") or self._is(place, "fillers"))
            place -= 1
        return False

    def _take_windows(self) -> None:
        reader = WindowReader(self.words, self.lexicon, self.tokens, self.on)
        for place in self._each_free():
            found = reader.at(place)
            if found is not None and self._free(place, found.end) > place:
                self._claim(found.start, found.end)
                self.windows.append(found)

    def _take_counts(self) -> None:
        for place in self._each_free():
            found = self._count_at(place)
            if found is not None:
                self.counts.append(found)
                self._claim(found.start, self._with_rivals(found))
                self._claim(self._lead_before(found.start), found.start)

    def _count_at(self, place: int) -> CountFound | None:
        after = self.has("inexact", place)
        inexact = after > place
        number = number_at(self.words, self.lexicon, self.tokens, after)
        value = None if number is None else number.value
        end = after if number is None else number.end
        if number is None and not inexact:
            end = self.has("one", place)
            value = 1 if end > place else None
            if value is None:
                return None
        elif number is not None and self.has("inexact", end) > end:
            end, inexact = self.has("inexact", end), True
        end = self._past("between", end)
        unit = self.lexicon.units.at(self.tokens, end)
        if unit is None or self._free(place, unit[0]) == place:
            return None
        return CountFound(place, unit[0], None if inexact else value, unit[1], inexact)

    def _past(self, role: str, place: int) -> int:
        end = self.has(role, place)
        while end > place:
            place, end = end, self.has(role, end)
        return place

    def _with_rivals(self, found: CountFound) -> int:
        """Where a counted unit ends, with what "or" and "and" hang on it: another unit is a rival."""
        end = found.end
        while True:
            joined = self.has("or", end)
            joined = self.has("and", end) if joined == end else joined
            other = self.lexicon.units.at(self.tokens, joined) if joined > end else None
            if other is None or self._free(joined, other[0]) == joined:
                return end
            self.rival_unit = self.rival_unit or other[1] != found.unit
            end = other[0]

    def _lead_before(self, place: int) -> int:
        """Where the word before a part begins, such as "with" or "on the": it belongs to the part."""
        start = place
        while start and not self.claimed[start - 1] and self._is(start - 1, "between"):
            start -= 1
        if start and not self.claimed[start - 1] and self._is(start - 1, "leads"):
            start -= 1
        return start

    def _is(self, place: int, role: str) -> bool:
        """Whether the one token at a place is a word of a list."""
        return (self.tokens[place].key,) in self.lexicon.words[role].table

    def _take_people(self) -> None:
        for place in self._each_free():
            opened = self.has("with", place)
            end = self._who(self._past("between", opened)) if opened > place else None
            while end is not None:
                self._claim(place, end)
                joined = self.has("and", end)
                end = self._who(self._past("between", joined)) if joined > end else None

    def _who(self, place: int) -> int | None:
        """Where a name for people that begins at a place ends, which is remembered; None where none does."""
        found = self.lexicon.among.at(self.tokens, place)
        if found is None or self._free(place, found[0]) == place:
            return None
        self.among[found[1]] = None
        return found[0]

    def _take_activity(self, start: int, end: int) -> None:
        first, place = start, start - 1
        while place >= 0 and not self.claimed[place]:
            if self._is(place, "verbs"):
                first = place
            elif not (self._is(place, "fillers") or self._is(place, "to")):
                break
            place -= 1
        last = self._past("nouns", end)
        self.activity = (first, last)
        self._claim(first, last)
        if first == start:
            self._claim(self._lead_before(first), first)

    def _take_purpose(self) -> None:
        for place in self._each_free():
            so = self.has("so", place)
            begins = place if so > place else self.has("to", place)
            after = max(so, begins)
            if after > place and self.free(after):
                end = after
                while self.free(end):
                    end += 1
                self.purpose = (begins, end)
                self._claim(place, begins)
                return

    def _take_bare_unit(self) -> None:
        for place in self.left():
            found = self.lexicon.units.at(self.tokens, place)
            if found is not None and self._free(place, found[0]) > place:
                self.bare_unit = found[1]
                self._claim(place, found[0])
                return

"""Quick entry: a sentence in plain English to a draft that is echoed for confirmation (S1-21 to S1-24).

Nothing is guessed without a word: what is missing, or can be read in two ways, stays None and is an issue
that says so; words that were not understood are listed with their places. Any text is read in one pass.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

from attrs import evolve

from sop_core.coaching.drafts import GoalDraft, Unread
from sop_core.coaching.goal_rules import (
    beyond_control_issues,
    count_issues,
    every_issue,
    joins_activities,
    many_open_issues,
    two_behaviours_issue,
    window_issues,
)
from sop_core.coaching.goals import Goal, GoalWindow, WindowKind
from sop_core.coaching.lexicon import lexicon_of, names_of, practices_of
from sop_core.coaching.parsing_issues import (
    MOST_TEXT,
    TROUBLES,
    TURNS,
    UNCLEAR,
    time_issue,
    too_long,
)
from sop_core.coaching.parsing_sentence import Sentence
from sop_core.coaching.parsing_windows import Trouble, WindowFound
from sop_core.coaching.words import GoalWords
from sop_core.errors import CallRefused, Issue, listed, shown
from sop_core.profiles import PracticeProfile

#: How many words that were not understood are listed.
MOST_UNREAD = 50

_BETWEEN = frozenset("-/'\u2018\u2019\u2010\u2011\u2013\u2014")
#: Words that say nothing by themselves wherever they stand.
_KNOWN = ("fillers", "leads", "to", "and", "with", "between")


def parse_goal(
    text: str,
    *,
    on: dt.date,
    words: GoalWords,
    practices: Iterable[PracticeProfile] = (),
    beside: Iterable[Goal] = (),
) -> GoalDraft:
    """A sentence as a draft of a goal; `draft.ok` says whether it can be one, `draft.issues` why not.

    `on` is the county's day, from which windows count. `practices` are the profiles in force, whose names
    are known beside those of `words`; `beside` are the worker's other goals, for the advice on few at a time.
    """
    if not isinstance(text, str):
        raise CallRefused(f"parse_goal reads a text, not {type(text).__name__}.")
    if len(text) > MOST_TEXT:
        return GoalDraft(phrase="", issues=(too_long(len(text)),))
    profiles = tuple(practices)
    sentence = Sentence(text, words, lexicon_of(words), practices_of(words, profiles), on)
    parts = _Parts(sentence, profiles, sum(is_open(goal, on) for goal in beside))
    return parts.draft()


def is_open(goal: Goal, on: dt.date) -> bool:
    """Whether a goal's window has not ended on a day, and it was not entered in error."""
    return goal.status.value != "entered_in_error" and goal.window.due >= on.isoformat()


def tidy(text: str) -> str:
    """A text on one line: spaces of any kind and characters that do not show become single spaces."""
    plain = "".join(" " if unicodedata.category(one)[0] == "C" else one for one in text)
    return " ".join(plain.split())


class _Parts:
    """The parts of a sentence as a draft's fields, with an issue for each that cannot be told."""

    def __init__(
        self, sentence: Sentence, profiles: tuple[PracticeProfile, ...], beside: int
    ) -> None:
        self.sentence, self.profiles, self.beside = sentence, profiles, beside
        self.words, self.lexicon = sentence.words, sentence.lexicon
        self.issues: list[Issue] = []

    def draft(self) -> GoalDraft:
        practice = self._practice()
        found = [one.ref.id for one in self.profiles if one.practice == practice]
        self._say_profiles(practice, found)
        activity = self._activity()
        count, unit = self._count_and_unit()
        window = self._window()
        self._rules()
        return GoalDraft(
            phrase=tidy(self.sentence.text),
            practice=practice,
            profiles=tuple(found),
            activity=activity,
            count=count,
            unit=unit,
            among=tuple(self.sentence.among),
            purpose=self._purpose(),
            window=window,
            not_understood=tuple(self._not_understood())[:MOST_UNREAD],
            issues=tuple(self.issues),
        )

    # ------------------------------------------------------------------------------ practice

    def _practice(self) -> str | None:
        named = list(self.sentence.named)
        if len(named) > 1:
            self.issues.append(two_behaviours_issue(self.words, "$.activity", named))
            return None
        if not named:
            known = dict.fromkeys(
                names_of(one, self.words.language)[0] for one in self.profiles
            ) | dict.fromkeys(one.names[0] for one in self.words.practices)
            self.issues.append(
                Issue(
                    "goal_practice_missing",
                    "$.practice",
                    "The text names no practice that is known here. A goal is about one practice (S1-21).",
                    fix=f"Name one of: {listed(known, most=20)}.",
                )
            )
            return None
        return named[0]

    def _say_profiles(self, practice: str | None, found: list[str]) -> None:
        if practice is not None and not found:
            self.issues.append(
                Issue(
                    "goal_without_profile",
                    "$.profile",
                    f"No profile of {shown(practice)} is in force here, and the record of a goal names one.",
                    fix="Load a profile of that practice before the goal is recorded.",
                    severity="warning",
                )
            )
        if len(found) > 1:
            self.issues.append(
                Issue(
                    "goal_several_profiles",
                    "$.profile",
                    f"Several profiles are about {shown(practice)}: {listed(found)}.",
                    fix="Choose the one that the goal is recorded with.",
                    severity="warning",
                )
            )

    def _activity(self) -> str | None:
        if self.sentence.activity is None:
            return None
        tokens = self.sentence.tokens[slice(*self.sentence.activity)]
        said = tokens[0].text
        for before, token in pairwise(tokens):
            between = self.sentence.text[before.end : token.start]
            said += between if between in _BETWEEN or not between else " "
            said += token.text
        return said

    def _purpose(self) -> str | None:
        if self.sentence.purpose is None:
            return None
        tokens = self.sentence.tokens[slice(*self.sentence.purpose)]
        return tidy(self.sentence.text[tokens[0].start : tokens[-1].end])

    # -------------------------------------------------------------------------------- number

    def _count_and_unit(self) -> tuple[int | None, str | None]:
        counts, left = self.sentence.counts, list(self.sentence.numbers())
        unit = counts[0].unit if len(counts) == 1 else self.sentence.bare_unit
        if self.sentence.rival_unit:
            self._unit_issue(
                "goal_unit_ambiguous", "The number counts two kinds of things", "Say one of them"
            )
            unit = None
        elif unit is None and len(counts) < 2:
            self._unit_issue(
                "goal_unit_missing", "The text does not say what is counted", "Say how many of what"
            )
        return self._count(left), unit

    def _unit_issue(self, code: str, said: str, fix: str) -> None:
        known = listed(one.other for one in self.words.units)
        self.issues.append(
            Issue(
                code,
                "$.unit",
                f"{said}. A goal counts one kind of thing (S1-21).",
                fix=f"{fix}: {known}.",
            )
        )

    def _count(self, left: list[int | None]) -> int | None:
        counts = self.sentence.counts
        values = [*(one.value for one in counts), *left]
        value = values[0] if values else None
        if any(one.inexact for one in counts):
            self._count_issue("goal_count_inexact", "The number is not said exactly.")
        elif None in values:
            self._count_issue("goal_number_not_plain", "The number is no plain whole number.")
        elif len(values) > 1:
            self._count_issue(
                "goal_count_ambiguous",
                "There is more than one number, and which is meant is unclear.",
            )
        elif value is None and not self._every():
            self._count_issue("goal_count_missing", "The text says no number.")
        elif value is not None:
            self.issues += count_issues(self.words, value, "$.count")
            return value
        return None

    def _count_issue(self, code: str, said: str) -> None:
        self.issues.append(
            Issue(
                code,
                "$.count",
                f"{said} A goal is measurable, so that both can see when it is reached (S1-21).",
                fix="Say one whole number, such as 5 cases.",
            )
        )

    # -------------------------------------------------------------------------------- window

    def _window(self) -> GoalWindow | None:
        found = self.sentence.windows
        issues = [issue for one in found if one.trouble for issue in self._trouble(one)]
        if any(True for _ in self._left_of("unclear")) or self._names_a_weekday():
            issues.append(UNCLEAR)
        if issues:
            # Each reason once, however often the text gives it.
            self.issues += list({one.code: one for one in issues}.values())
            return None
        if len({one.due for one in found}) > 1:
            said = "The text names two times that end on different days: "
            days = listed(one.due.isoformat() for one in found if one.due is not None)
            self.issues.append(time_issue("goal_window_ambiguous", f"{said}{days}."))
            return None
        if not found:
            self.issues.append(
                time_issue("goal_window_missing", "The text does not say until when.")
            )
            return None
        chosen = next((one for one in found if one.kind is not WindowKind.DATE), found[0])
        return self._chosen(chosen)

    def _names_a_weekday(self) -> bool:
        """Whether a day of the week is left over, by its full name: "Friday" alone, "or Monday"."""
        names = {one[0].casefold() for one in self.words.weekdays}
        return any(self.sentence.tokens[place].key in names for place in self.sentence.left())

    def _chosen(self, one: WindowFound) -> GoalWindow | None:
        wrong = window_issues(self.words, self.sentence.on, one.due, "$.window")
        self.issues += wrong
        if one.due is None or wrong:
            return None
        tokens = self.sentence.tokens
        said = self.sentence.text[tokens[one.start].start : tokens[one.end - 1].end]
        return GoalWindow(
            phrase=tidy(said),
            kind=one.kind,
            n=one.n,
            weekday=one.weekday,
            starts=self.sentence.on.isoformat(),
            due=one.due.isoformat(),
        )

    def _trouble(self, one: WindowFound) -> list[Issue]:
        if one.trouble is None or one.trouble is Trouble.TOO_FAR:
            return window_issues(self.words, self.sentence.on, None, "$.window")
        issue = TROUBLES[one.trouble]
        days = " or ".join(day.isoformat() for day in one.days)
        return [evolve(issue, message=f"{issue.message} It may be {days}.") if days else issue]

    # --------------------------------------------------------------------------------- rules

    def _left_of(self, role: str) -> Iterator[int]:
        """The places outside the purpose where an unclaimed phrase of a list begins."""
        return (place for place in self.sentence.left() if self.sentence.has(role, place) > place)

    def _every(self) -> bool:
        """Whether the goal is for every case: said outside the purpose, or anywhere where no number is."""
        if any(True for _ in self._left_of("every")):
            return True
        tokens = self.sentence.tokens
        numbered = bool(self.sentence.counts) or any(True for _ in self.sentence.numbers())
        return not numbered and any(
            self.lexicon.has("every", tokens, place) > place
            for place in range(len(tokens))
            if self.sentence.in_purpose(place)
        )

    def _rules(self) -> None:
        sentence = self.sentence
        if self._every():
            self.issues.append(every_issue(self.words, "$.count"))
        self.issues += [issue for role, issue in TURNS if any(True for _ in self._left_of(role))]
        open_ = [not one for one in sentence.claimed]
        outside = [one and not sentence.in_purpose(at) for at, one in enumerate(open_)]
        if len(sentence.named) < 2 and joins_activities(self.lexicon, sentence.tokens, outside):
            self.issues.append(two_behaviours_issue(self.words, "$.activity"))
        self.issues += beyond_control_issues(
            self.words, self.lexicon, sentence.tokens, open_, "$.activity"
        )
        if not any(one.severity == "error" for one in self.issues):
            self._choices()
        self.issues += many_open_issues(self.words, self.beside, "$")

    def _choices(self) -> None:
        """An "or" that is left over, where nothing else was said: which of the two is meant is not told."""
        tokens = self.sentence.tokens
        if any(tokens[place].text != "/" for place in self._left_of("or")):
            self.issues.append(
                Issue(
                    "goal_choice_left",
                    "$.phrase",
                    'The text leaves a choice with "or". A goal is one that both can see reached (S1-21).',
                    fix="Say the one that is meant.",
                )
            )

    def _not_understood(self) -> Iterator[Unread]:
        known = ("unclear", "every", *(role for role, *_ in TURNS), *_KNOWN)
        read_to = 0
        for place in self.sentence.left():
            ends = [self.sentence.has(role, place) for role in known]
            read_to = max(read_to, *ends)
            token = self.sentence.tokens[place]
            is_word = token.number is None and not token.odd and token.text not in "/&+"
            if place >= read_to and is_word:
                yield Unread(token.text, token.start, token.end)

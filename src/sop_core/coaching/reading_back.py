"""Goal words prove themselves: every kind of goal that they write out, they read back to the same goal.

What a worker confirms is the echo; if the echo said another goal than the draft, nobody would notice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import product

from attrs import evolve

from sop_core.coaching.drafts import GoalDraft
from sop_core.coaching.goals import GoalWindow, WindowKind
from sop_core.coaching.parsing import parse_goal
from sop_core.coaching.saying import said
from sop_core.coaching.windows import due_of
from sop_core.coaching.words import GoalRule, GoalWords
from sop_core.errors import Issue, json_path, shown
from sop_core.profiles import PracticeProfile
from sop_core.text import Text
from sop_core.types import DefinitionStatus, ProfileRef

#: The day and the made-up practice that the proof is about.
ON = dt.date(2026, 11, 23)
PRACTICE = "Xylophone"
PURPOSE = "quizzical zither"


def check_read_back(words: GoalWords) -> list[Issue]:
    """An issue for each unit, word for people or window that is not read back as it was written out."""
    sample = PracticeProfile(
        ref=ProfileRef("sample", "1", ""),
        status=DefinitionStatus.ACTIVE,
        title=Text({words.language: PRACTICE}),
        practice="sample",
        source=words.source,
        rights=words.rights,
        levels=(),
        aspects=(),
    )
    issues: list[Issue] = []
    for path, draft in _drafts(words):
        echo = said(draft, words=words)
        back = parse_goal(echo, on=ON, words=words, practices=[sample])
        if not back.ok or back.not_understood or same_goal(back) != same_goal(draft):
            issues.append(
                Issue(
                    "goal_words_not_read_back",
                    path,
                    f"A goal is written out as {shown(echo)}, and that is not read back as the same goal. What a "
                    "worker confirms must be what is kept.",
                    fix="Add the words of the template to the lists of words, or take out a phrase that means "
                    "something else there.",
                )
            )
    return issues


def same_goal(draft: GoalDraft) -> tuple[object, ...]:
    """What two drafts of one goal have in common, however each was said."""
    window = draft.window
    when = None if window is None else (window.kind, window.n, window.weekday, window.due)
    return (
        draft.practice,
        draft.activity,
        draft.count,
        draft.unit,
        draft.among,
        draft.purpose,
        when,
    )


def _drafts(words: GoalWords) -> Iterator[tuple[str, GoalDraft]]:
    """A goal for each unit, one and two of them; for each word for people; for each kind of window."""
    rule, window = words.rules[GoalRule.COUNT], _windows(words)
    counts = sorted({rule.least, min(rule.least + 1, rule.most)})
    first = words.units[0].id
    for (at, unit), count in product(enumerate(words.units), counts):
        yield json_path("units", at), _draft(count, unit.id, (), window[0][1])
    for at, one in enumerate(words.among):
        yield json_path("with", at), _draft(counts[0], first, (one.id,), window[0][1])
    whole = _draft(counts[0], first, (), window[0][1])
    yield json_path("said", "purpose"), evolve(whole, purpose=PURPOSE)
    for name, each in window:
        yield json_path("said", name), _draft(counts[0], first, (), each)


def _draft(count: int, unit: str, among: tuple[str, ...], window: GoalWindow) -> GoalDraft:
    return GoalDraft(
        phrase="",
        practice="sample",
        activity=PRACTICE,
        count=count,
        unit=unit,
        among=among,
        window=window,
    )


def _windows(words: GoalWords) -> list[tuple[str, GoalWindow]]:
    """One window of each kind that the rule's bounds allow; a date stands for all where none does."""
    rule = words.rules[GoalRule.WINDOW]
    kinds: tuple[tuple[WindowKind, int | None, str | None], ...] = (
        (WindowKind.DAYS, rule.least, None),
        (WindowKind.WEEKS, -(-rule.least // 7), None),
        (WindowKind.WEEKDAY, None, "friday"),
    )
    last = ON + dt.timedelta(days=rule.least)
    found = [("date", GoalWindow(phrase="", kind=WindowKind.DATE, starts="", due=last.isoformat()))]
    for kind, n, weekday in kinds:
        due = due_of(kind, ON, n=n, weekday=weekday)
        if due is not None and rule.least <= (due - ON).days <= rule.most:
            made = GoalWindow(
                phrase="", kind=kind, n=n, weekday=weekday, starts="", due=due.isoformat()
            )
            found.append((kind.value, made))
    return found

"""A goal in plain English, as it is echoed for confirmation; quick entry reads it back to the same goal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sop_core.coaching.drafts import GoalDraft
from sop_core.coaching.goals import Goal, GoalWindow, WindowKind
from sop_core.coaching.lexicon import lexicon_of
from sop_core.coaching.tokens import tokens_of
from sop_core.coaching.windows import WEEKDAYS
from sop_core.coaching.words import GoalWords
from sop_core.errors import CallRefused


def said(goal: Goal | GoalDraft, *, words: GoalWords) -> str:
    """What a goal or a draft comes to, with the last day written out; parts that are None are left out.

    Such as "Use Three Questions with caregivers on 5 cases in the next 30 days (by December 23, 2026)."
    """
    parts = {
        "activity": goal.activity or "",
        "purpose": _purpose(goal.purpose, words),
        "with": _among(goal.among, words),
        "count": _count(goal.count, goal.unit, words),
        "window": "" if goal.window is None else _window(goal.window, words),
    }
    return " ".join(filled(words.said["goal"], parts).split()) + "."


def filled(template: str, values: dict[str, str]) -> str:
    """A template with its names filled in, in one pass: what is filled in is not looked at again."""
    first, *rest = template.split("{")
    made = first
    for part in rest:
        name, _, after = part.partition("}")
        made += values[name] + after
    return made


def _purpose(purpose: str | None, words: GoalWords) -> str:
    if purpose is None:
        return ""
    if lexicon_of(words).has("so", tokens_of(purpose), 0):
        return purpose
    return filled(words.said["purpose"], {"purpose": purpose})


def _among(ids: Sequence[str], words: GoalWords) -> str:
    names = {one.id: one.name for one in words.among}
    known = [names.get(one, one) for one in ids]
    joined = f" {words.said['joined']} ".join(known)
    return filled(words.said["with"], {"with": joined}) if known else ""


def _count(count: int | None, unit: str | None, words: GoalWords) -> str:
    found = words.unit(unit)
    if found is None:
        return "" if count is None else str(count)
    if count is None:
        return ""
    return f"{found.after} {count} {found.one if count == 1 else found.other}"


def _window(window: GoalWindow, words: GoalWords) -> str:
    due = day_said(dt.date.fromisoformat(window.due), words)
    if window.kind is WindowKind.DATE:
        return filled(words.said["date"], {"date": due})
    values = {
        "n": str(window.n),
        "days": _one_or_more("day", window.n, words),
        "weeks": _one_or_more("week", window.n, words),
        "weekday": "" if window.weekday is None else _weekday(window.weekday, words),
    }
    resolved = filled(words.said["due"], {"date": due})
    return f"{filled(words.said[window.kind.value], values)} {resolved}"


def _one_or_more(role: str, n: int | None, words: GoalWords) -> str:
    names = words.words[role]
    return names[0] if n == 1 or len(names) == 1 else names[1]


def _weekday(weekday: str, words: GoalWords) -> str:
    return words.weekdays[WEEKDAYS.index(weekday)][0]


def day_said(day: dt.date, words: GoalWords) -> str:
    """A day as people write it, such as December 23, 2026."""
    values = {
        "day": str(day.day),
        "month": words.months[day.month - 1][0],
        "year": f"{day.year:04d}",
    }
    return filled(words.said["day"], values)


def goal_fields(draft: GoalDraft, *, words: GoalWords) -> dict[str, object]:
    """The fields of a goal's document that quick entry fills in; the host adds who, when and under what.

    Raises CallRefused for a draft that is not ok: it is mended first, not completed by a guess.
    """
    if not draft.ok or draft.window is None:
        raise CallRefused(
            "The draft is no goal yet. Show its issues, and let the worker say it again."
        )
    window = draft.window
    counted = {"n": window.n, "weekday": window.weekday}
    fields: dict[str, object] = {
        "activity": draft.activity,
        "count": draft.count,
        "unit": draft.unit,
        "with": list(draft.among),
        "window": {
            "phrase": window.phrase,
            "kind": window.kind.value,
            **{name: value for name, value in counted.items() if value is not None},
            "starts": window.starts,
            "due": window.due,
        },
        "words": {"id": words.id, "version": words.version},
        "phrase": draft.phrase,
    }
    return fields if draft.purpose is None else {**fields, "purpose": draft.purpose}

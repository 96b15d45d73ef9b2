"""A stored window says what its words resolve to: from kind, number and first day to the last day (C-18)."""

from __future__ import annotations

import datetime as dt

from sop_core.coaching.goal_rules import window_issues
from sop_core.coaching.goals import WindowKind
from sop_core.coaching.times import check_day
from sop_core.coaching.windows import WEEKDAYS, due_of
from sop_core.coaching.words import GoalWords
from sop_core.errors import Issue, json_path, listed
from sop_core.instruments.answers import read_day
from sop_core.shapes import Json, mapping

#: What each kind of window counts with, beside its days.
COUNTS_WITH = {
    WindowKind.DAYS: "n",
    WindowKind.WEEKS: "n",
    WindowKind.WEEKDAY: "weekday",
    WindowKind.DATE: None,
}


def check_window(document: Json, words: GoalWords | None, made: str) -> list[Issue]:
    """All that is wrong with a goal's window; `made` is the day on which the goal was made."""
    window = mapping(document.get("window"))
    issues = [
        *check_day(window.get("starts"), "window", "starts"),
        *check_day(window.get("due"), "window", "due"),
        *_counted(window),
    ]
    starts, due = read_day(window.get("starts")), read_day(window.get("due"))
    if issues or starts is None or due is None:
        return issues
    issues = _resolved(window, starts, due)
    if words is not None and not issues:
        issues = window_issues(words, starts, due, "$.window.due")
        day = read_day(made)
        if not issues and day is not None and due < day:
            issues = window_issues(words, day, due, "$.window.due")
    return issues


def _counted(window: Json) -> list[Issue]:
    """Each kind has what it counts with, and nothing else."""
    kind = window.get("kind")
    if not isinstance(kind, str) or kind not in list(WindowKind):
        return []
    wanted = COUNTS_WITH[WindowKind(kind)]
    issues: list[Issue] = []
    for name in ("n", "weekday"):
        there = window.get(name) is not None
        if there == (name == wanted):
            continue
        said = f"has {name}, which it does not count with" if there else f"lacks {name}"
        issues.append(
            Issue(
                "goal_window_parts",
                json_path("window", name) if there else "$.window",
                f"A window of kind {kind} {said}.",
                fix=f"Take {name} out." if there else f"Add {name}.",
            )
        )
    return issues


def _resolved(window: Json, starts: dt.date, due: dt.date) -> list[Issue]:
    kind, n, weekday = window.get("kind"), window.get("n"), window.get("weekday")
    if not isinstance(kind, str) or kind not in list(WindowKind) or kind == WindowKind.DATE:
        return []
    if isinstance(n, bool) or not isinstance(n, int | None):
        return []
    if weekday is not None and weekday not in WEEKDAYS:
        return []
    wanted = due_of(
        WindowKind(kind), starts, n=n, weekday=None if weekday is None else str(weekday)
    )
    if wanted == due:
        return []
    comes = "no day of the calendar" if wanted is None else wanted.isoformat()
    what = weekday if kind == WindowKind.WEEKDAY else f"{n} {kind}"
    return [
        Issue(
            "goal_window_resolves_otherwise",
            "$.window.due",
            f"due is {due.isoformat()}, but {what} from {starts.isoformat()} {'come' if n else 'comes'} to {comes} "
            "(C-18: N days are starts + N; a weekday is the first such day after starts).",
            fix=f"Write {comes}, or choose kind date."
            if wanted
            else f"Choose one of: {listed(WindowKind)}.",
        )
    ]

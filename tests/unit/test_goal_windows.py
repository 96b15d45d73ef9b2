"""When windows end: calendar arithmetic on days (C-18)."""

from __future__ import annotations

import datetime as dt

import pytest

from sop_core.coaching import WindowKind, due_of
from tests.unit._goals import codes, drafted


@pytest.mark.parametrize(
    ("kind", "starts", "options", "due"),
    [
        ("days", "2026-11-23", {"n": 30}, "2026-12-23"),
        ("days", "2028-02-28", {"n": 1}, "2028-02-29"),
        ("days", "2027-02-28", {"n": 1}, "2027-03-01"),
        ("days", "2026-12-31", {"n": 1}, "2027-01-01"),
        ("weeks", "2026-11-23", {"n": 2}, "2026-12-07"),
        ("weeks", "2026-12-24", {"n": 1}, "2026-12-31"),
        ("weekday", "2026-11-23", {"weekday": "friday"}, "2026-11-27"),
        ("weekday", "2026-11-27", {"weekday": "friday"}, "2026-12-04"),
        ("weekday", "2026-11-28", {"weekday": "friday"}, "2026-12-04"),
        ("weekday", "2026-12-31", {"weekday": "friday"}, "2027-01-01"),
        ("days", "9999-12-30", {"n": 1}, "9999-12-31"),
        ("days", "9999-12-30", {"n": 2}, None),
        ("weeks", "9999-12-30", {"n": 1}, None),
        ("weekday", "9999-12-31", {"weekday": "friday"}, None),
        ("days", "2026-11-23", {}, None),
        ("weeks", "2026-11-23", {}, None),
        ("weekday", "2026-11-23", {}, None),
        ("date", "2026-11-23", {"n": 3, "weekday": "friday"}, None),
    ],
)
def test_a_window_ends_on_this_day(kind, starts, options, due):
    """N days are starts + N, inclusive; the next weekday is strictly after the start."""
    found = due_of(WindowKind(kind), dt.date.fromisoformat(starts), **options)
    assert found == (None if due is None else dt.date.fromisoformat(due))


@pytest.mark.parametrize(
    ("on", "words", "due"),
    [
        ("2026-11-27", "by next Friday", "2026-12-04"),
        ("2026-11-26", "by this Friday", "2026-11-27"),
        ("2028-02-20", "by February 29", "2028-02-29"),
        ("2027-12-20", "by February 29", "2028-02-29"),
        ("2026-12-20", "by 1/15", "2027-01-15"),
        ("2026-12-24", "by December 24, 2026", None),
        ("2026-12-23", "by December 24", "2026-12-24"),
        ("2026-05-01", "by May 5", "2026-05-05"),
        ("9999-12-30", "in 1 day", "9999-12-31"),
        ("9999-12-30", "in 2 days", None),
        ("9999-12-31", "by next Friday", None),
        ("9999-12-31", "by January 1", None),
    ],
)
def test_words_are_resolved_from_the_countys_day(on, words, due):
    """Over leap days and the ends of years; today comes from the caller."""
    draft = drafted(f"Three Questions on 5 cases {words}", dt.date.fromisoformat(on))
    assert (draft.window.due if draft.window else None) == due
    assert draft.ok is (due is not None)


def test_beyond_the_calendar_is_told_as_out_of_bounds():
    """A clock that was never set raises nothing."""
    draft = drafted("Three Questions on 5 cases in 2 days", dt.date(9999, 12, 30))
    assert codes(draft) == ["goal_window_out_of_bounds"]
    assert "beyond the calendar" in draft.issues[0].message


def test_this_friday_on_a_friday_is_unclear():
    """It may be today, or the one after."""
    assert codes(drafted("Three Questions on 5 cases by this Friday", dt.date(2026, 11, 27))) == [
        "goal_window_unclear"
    ]

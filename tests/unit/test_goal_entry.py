"""What comes back from the page that echoes a quick entry."""

from __future__ import annotations

import datetime as dt

import pytest

from sop_core.coaching.entry import GoalEntry, read_goal_entry
from sop_core.errors import CallRefused


def test_a_sentence_that_was_typed_confirms_nothing():
    """S1-21: a goal is made only of what was echoed and confirmed."""
    assert read_goal_entry({"goal": "a\r\nb"}) == GoalEntry(phrase="a\nb")
    assert read_goal_entry({}) == GoalEntry(phrase="")
    assert read_goal_entry({"goal": []}) == GoalEntry(phrase="")
    assert read_goal_entry({"goal": "a", "goal_on": "2026-11-23"}).on is None


def test_a_confirmation_brings_the_day_that_was_shown():
    """C-18: what is confirmed after midnight is what was on the page."""
    sent = {"a-goal": ["a"], "a-goal_on": ["2026-11-23"], "a-goal_confirmed": ("yes",)}
    assert read_goal_entry(sent, prefix="a-") == GoalEntry(
        phrase="a", on=dt.date(2026, 11, 23), confirmed=True
    )


@pytest.mark.parametrize("day", ["", "soon", "2026-02-30", "20261123", "2026-W48-1"])
def test_a_confirmation_without_a_day_confirms_nothing(day):
    """The page is shown again."""
    sent = {"goal": "a", "goal_on": day, "goal_confirmed": "yes"}
    assert read_goal_entry(sent) == GoalEntry(phrase="a")


def test_what_no_browser_sends_is_a_wrong_call():
    """Numbers come from no form."""
    with pytest.raises(CallRefused) as number:
        read_goal_entry({"goal": 3})
    assert str(number.value) == (
        "The field 'goal' is a Python int. read_goal_entry takes what a browser sends, which is text."
    )
    with pytest.raises(CallRefused) as text:
        read_goal_entry("goal")
    assert str(text.value) == (
        "read_goal_entry takes a browser's fields: a mapping of names to texts."
    )

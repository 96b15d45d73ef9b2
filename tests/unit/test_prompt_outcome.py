"""What became of a prompt, as a browser sends it (S2-03)."""

from __future__ import annotations

import pytest

from sop_core.errors import CallRefused
from sop_core.prompts import PromptOutcome, read_outcome
from sop_core.types import FeedbackOutcome


@pytest.mark.parametrize(
    ("fields", "outcome", "reason"),
    [
        ({"prompt": "a/b"}, "dismissed", None),
        ({"prompt": ["a/b"], "reason": ["not_now"]}, "dismissed", "not_now"),
        ({"prompt": "a/b", "reason": "not_now", "outcome": "helpful"}, "helpful", None),
        ({"prompt": "a/b", "outcome": "accepted"}, "dismissed", None),
        ({"sop_aside": "a/b"}, "dismissed", None),
        ({"sop_aside": "a/b", "reason.a/b": "not_now", "reason.c/d": "other"}, "dismissed", "not_now"),
        ({"sop_helped": "a/b", "reason.a/b": "not_now"}, "helpful", None),
        ({"sop_helped": "a/b", "sop_aside": "c/d"}, "helpful", None),
    ],
)  # fmt: skip
def test_a_button_says_what_became_of_which_prompt(fields, outcome, reason):
    """By a form of its own, or by buttons of a form of the host's; a reason belongs to putting aside alone."""
    assert read_outcome(fields) == PromptOutcome(
        prompt="a/b", outcome=FeedbackOutcome(outcome), reason=reason
    )


@pytest.mark.parametrize("fields", [{}, {"prompt": ""}, {"reason": "not_now"}, {"sop_aside": []}])
def test_no_button_is_no_outcome(fields):
    """A form that is sent by another button says nothing of a prompt."""
    assert read_outcome(fields) is None


def test_what_no_browser_sends_is_a_wrong_call():
    """As with every reader of fields."""
    with pytest.raises(CallRefused, match="takes what a browser sends"):
        read_outcome({"prompt": 3})

"""Which prompts help, by example (S2-18, C-21, C-22)."""

from __future__ import annotations

import datetime as dt

import pytest

from sop_core.errors import CallRefused
from sop_core.prompts import Feedback, Helped, which_helped
from sop_core.types import FeedbackOutcome

SPAN = {"first": dt.date(2026, 7, 1), "last": dt.date(2026, 9, 30), "on": dt.date(2026, 10, 1)}


def said(helpful: int, dismissed: int, **more: object) -> list[Feedback]:
    outcomes = ["helpful"] * helpful + ["dismissed"] * dismissed
    return [
        Feedback(
            id=f"f{n}", prompt="a/b", screen="case.view", outcome=FeedbackOutcome(one), on="2026-07-01",
            viewer=f"v{n}", **more,
        )
        for n, one in enumerate(outcomes)
    ]  # fmt: skip


def test_a_prompt_is_told_of_whole():
    """Every outcome that anybody chose, in their order, and their sum."""
    (row,) = which_helped(said(12, 11), **SPAN)
    assert row == Helped(prompt="a/b", withheld=False, people=23, outcomes={FeedbackOutcome.DISMISSED: 11, FeedbackOutcome.HELPFUL: 12})  # fmt: skip
    assert [*row.outcomes] == ["dismissed", "helpful"]


@pytest.mark.parametrize(("helpful", "dismissed"), [(12, 10), (30, 0), (30, 1), (10, 10)])
def test_a_prompt_is_withheld_where_few_or_all_said_something(helpful, dismissed):
    """C-21, C-22: a small number, and a group in which all or all but one said the same."""
    assert which_helped(said(helpful, dismissed), **SPAN) == (Helped(prompt="a/b"),)


def test_the_last_word_of_a_person_counts_once():
    """A person who changes their mind is one person."""
    changed = said(12, 11)
    again = Feedback("z", "a/b", "case.view", FeedbackOutcome.HELPFUL, "2026-09-30", viewer="v22")
    assert which_helped([*changed, again], **SPAN) == (Helped(prompt="a/b"),)
    later = Feedback("z", "a/b", "case.view", FeedbackOutcome.HELPFUL, "2026-10-01", viewer="v22")
    assert which_helped([*changed, later], **SPAN)[0].people == 23


def test_somebody_who_is_not_known_could_be_many():
    """Without a viewer nobody knows how many people said it."""
    unknown = Feedback("z", "a/b", "case.view", FeedbackOutcome.HELPFUL, "2026-07-02")
    assert which_helped([*said(12, 11), unknown], **SPAN) == (Helped(prompt="a/b"),)


def test_an_agency_may_go_lower_inside_and_never_under_the_floor():
    """C-21."""
    assert which_helped(said(5, 5), **SPAN, least=5)[0].people == 10
    with pytest.raises(CallRefused, match="Fewer than 5 people are never told of"):
        which_helped([], **SPAN, least=4)
    for wrong in ({"last": SPAN["on"]}, {"first": SPAN["on"]}):
        with pytest.raises(CallRefused, match="a span that is over"):
            which_helped([], **{**SPAN, **wrong})

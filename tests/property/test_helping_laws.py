"""Laws of telling which prompts help: about prompts, and never about who said so (S2-18, C-21, C-22, D1, D2)."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core.prompts import Feedback, which_helped
from sop_core.types import FeedbackOutcome

pytestmark = pytest.mark.law

FIRST, LAST, TODAY = dt.date(2026, 7, 1), dt.date(2026, 9, 30), dt.date(2026, 10, 1)


@st.composite
def said(draw: st.DrawFn) -> list[Feedback]:
    """Feedback of a few dozen people on two prompts, in and round the span; some of nobody that is known."""
    sizes = [draw(st.sampled_from((0, 1, 2, 4, 5, 10, 11, 12, 15))) for _ in range(4)]
    outcomes = [
        outcome for outcome, size in zip(FeedbackOutcome, sizes, strict=True) for _ in range(size)
    ]
    found = [
        _one(f"f{n}", "a/b", f"v{n}", outcome, "2026-08-15") for n, outcome in enumerate(outcomes)
    ]
    more = draw(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(FeedbackOutcome), st.integers(-40, 130), st.booleans()), max_size=6))  # fmt: skip
    for n, (person, outcome, day, known) in enumerate(more):
        on = (FIRST + dt.timedelta(days=day)).isoformat()
        found.append(
            _one(f"g{n}", "a/b" if known else "c/d", f"v{person}" if known else None, outcome, on)
        )
    return found


def _one(id_: str, prompt: str, viewer: str | None, outcome: FeedbackOutcome, on: str) -> Feedback:
    return Feedback(
        id=id_, prompt=prompt, screen="case.view", outcome=outcome, on=on, viewer=viewer
    )


def told(feedback, least=11):
    return which_helped(feedback, first=FIRST, last=LAST, on=TODAY, least=least)


def by_hand(feedback: list[Feedback], prompt: str) -> Counter[FeedbackOutcome] | None:
    """How many people last said what, counted without the code; None where somebody is not known."""
    last: dict[str, tuple[str, str, FeedbackOutcome]] = {}
    for one in feedback:
        if one.prompt != prompt or not "2026-07-01" <= one.on <= "2026-09-30":
            continue
        if one.viewer is None:
            return None
        now = (one.on, one.id, one.outcome)
        last[one.viewer] = max(last.get(one.viewer, now), now)
    return Counter(outcome for _, _, outcome in last.values())


@given(said(), st.sampled_from((5, 11, 12)))
def test_no_number_that_is_told_is_small_and_nothing_sound_is_withheld(feedback, least):
    """D1, D2: every number is of at least so many people; a row is whole or not there; sums are of people."""
    rows = {one.prompt: one for one in told(feedback, least)}
    for prompt in ("a/b", "c/d"):
        counts = by_hand(feedback, prompt)
        if prompt not in rows:
            assert counts == Counter()
            continue
        row = rows[prompt]
        sound = counts is not None and len(counts) >= 2 and min(counts.values()) >= least
        assert row.withheld is not sound
        if sound:
            assert dict(row.outcomes) == dict(counts)
            assert row.people == sum(counts.values())
        else:
            assert (row.people, dict(row.outcomes)) == (None, {})


@given(said(), st.randoms(use_true_random=False))
def test_the_order_of_records_changes_nothing(feedback, random):
    """DESIGN 7."""
    mixed = list(feedback)
    random.shuffle(mixed)
    assert told(mixed) == told(feedback)


@given(said())
def test_the_names_of_people_change_nothing(feedback):
    """S2-18: nothing depends on who it was."""
    from attrs import evolve

    others = [evolve(one, viewer=one.viewer and f"x{one.viewer}x") for one in feedback]
    assert told(others) == told(feedback)


def test_a_span_that_is_not_over_is_refused():
    """A later look would differ by whoever came between."""
    from sop_core.errors import CallRefused

    for span in ({"first": FIRST, "last": TODAY, "on": TODAY}, {"first": LAST, "last": FIRST, "on": TODAY}):  # fmt: skip
        with pytest.raises(CallRefused, match="a span that is over"):
            which_helped([], **span)
    with pytest.raises(CallRefused, match="never told of"):
        told([], least=4)

"""What was said of prompts here: the feedback of a situation, read once for a whole panel.

The four outcomes bear in three ways. Each starts the prompt's cool-down and makes it less fresh than its
equals, so that what was ignored, taken up or found helpful makes room for a while; `dismissed` also
puts it aside, for as long as the record is passed. None of them is a measure of a worker (S2-18).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from attrs import field, frozen

from sop_core.prompts.conditions import day_in
from sop_core.prompts.model import Feedback, Situation
from sop_core.types import FeedbackOutcome, FrozenMap


@frozen
class Bearing:
    """The feedback that bears on a moment: the prompts that were put aside, and the last day of any, by id."""

    aside: frozenset[str]
    last: Mapping[str, dt.date] = field(converter=FrozenMap[str, dt.date])


def bearing(situation: Situation) -> Bearing:
    """What bears here: feedback of this case and viewer, or of none (S2-03). The records' order is nothing.

    A dismissal counts for its own case and viewer; one without a case or viewer counts for all that the
    host passes. Which records still count is the host's choice of what to pass.
    """
    aside: set[str] = set()
    last: dict[str, dt.date] = {}
    days: dict[str, dt.date | None] = {}  # many records are of one day, which is read once
    for record in situation.feedback:
        if not isinstance(record, Feedback) or not _is_of(record, situation):
            continue
        # A host may make a record by hand, of whatever types: such a one is never a reason to stop a panel.
        prompt, on = str(record.prompt), str(record.on)
        if record.outcome is FeedbackOutcome.DISMISSED:
            aside.add(prompt)
        if on not in days:
            days[on] = day_in(on)
        day = days[on]
        if day is not None and day > last.get(prompt, dt.date.min):
            last[prompt] = day
    return Bearing(frozenset(aside), last)


def _is_of(record: Feedback, situation: Situation) -> bool:
    return record.case in (None, situation.case) and record.viewer in (None, situation.viewer)


def set_aside(prompt_id: str, situation: Situation) -> bool:
    """Whether this viewer put one prompt aside here (S2-03). For many prompts, read `bearing` once."""
    return prompt_id in bearing(situation).aside

"""What quick entry says where a sentence is no goal: the reasons that need nothing of the sentence itself."""

from __future__ import annotations

from sop_core.coaching.parsing_windows import Trouble
from sop_core.errors import Issue

#: A goal is a sentence: a longer text is refused before it is read.
MOST_TEXT = 1000
#: How a window can be said.
WHEN = 'Say "in the next 30 days", "in 2 weeks", "by next Friday" or "by 2026-12-24".'


def time_issue(code: str, said: str) -> Issue:
    """An issue about the window: what is wrong, and why a goal has one."""
    message = f"{said} A goal has a specified time (S1-21), stored as a day (C-18)."
    return Issue(code, "$.window", message, fix=WHEN)


#: A time that resolves to no one day.
UNCLEAR = time_issue("goal_window_unclear", "The text names a time that resolves to no one day.")
#: What each trouble with a time is called.
TROUBLES = {
    Trouble.UNCLEAR: UNCLEAR,
    Trouble.NOT_PLAIN: UNCLEAR,
    Trouble.UNREAL: time_issue("goal_date_unreal", "The date is no day of the calendar."),
    Trouble.TWO_DAYS: time_issue("goal_date_two_ways", "The date can be read in two ways."),
    Trouble.NO_YEAR: time_issue(
        "goal_date_two_ways", "The date has no year, and may be meant as a past one."
    ),
    Trouble.CONTRADICTS: time_issue(
        "goal_window_ambiguous", "The day of the week and the date are two days."
    ),
}
#: Lists of words that turn a goal into none, wherever they are left over outside the purpose.
TURNS = (
    (
        "rates",
        Issue(
            "goal_rate",
            "$.activity",
            "The goal comes round again and again. It is to be one number in one time, and then celebrated (S1-21).",
            fix="Say the number in all, such as 4 cases in the next 4 weeks.",
        ),
    ),
    (
        "negatives",
        Issue(
            "goal_negated",
            "$.activity",
            "The text says what is not to be done. A goal says what the worker will do (B-17).",
            fix="Say it as something to do.",
        ),
    ),
)


def too_long(length: int) -> Issue:
    """The issue of a text that is longer than a sentence can be."""
    return Issue(
        "goal_too_long",
        "$.phrase",
        f"The text has {length} characters. A goal is one sentence, of at most {MOST_TEXT} characters.",
        fix="Say it shorter: what, with whom, how many, until when.",
    )

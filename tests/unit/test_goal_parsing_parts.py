"""Quick entry, part by part: the whole of what it says, and where each of its rules begins and ends."""

from __future__ import annotations

import datetime as dt

import pytest

from sop_core.coaching.lexicon import phrases
from sop_core.coaching.tokens import tokens_of
from sop_core.documents import goal_words_of
from sop_core.errors import Issue
from tests.unit._goals import ON, PROFILES, codes, drafted, profile, words_document
from tests.unit.test_goal_parsing import open_goal

#: A Friday that no other day follows: the calendar ends.
LAST_DAY = dt.date(9999, 12, 31)


@pytest.mark.parametrize("sign", ["\u200b", "\ufeff", "\x00", "\n", "\u3000"])
def test_a_phrase_is_kept_on_one_line_and_without_what_does_not_show(sign):
    """Characters that do not show, and spaces of any kind, become one space."""
    draft = drafted(f"Three{sign} {sign}Questions on{sign}5 cases in 30 days")
    assert draft.phrase == "Three Questions on 5 cases in 30 days"


def test_twenty_practices_are_named_to_choose_from():
    """A message is read by a person: the others are counted."""
    many = [profile(f"p{number}", f"P{number}") for number in range(25)]
    (issue,) = [one for one in drafted("hi", practices=many).issues if one.path == "$.practice"]
    first = ", ".join(f"P{number}" for number in range(20))
    assert issue.fix.startswith(f"Name one of: {first}, and ")
    assert issue.fix.endswith(" more.")


def test_several_profiles_are_said_in_full():
    """Which practice, which profiles, and what to do."""
    own = profile("county07.questions", "Our Questions", practice="three_questions")
    draft = drafted("Three Questions on 5 cases in 30 days", practices=[*PROFILES, own])
    assert draft.issues == (
        Issue(
            "goal_several_profiles",
            "$.profile",
            "Several profiles are about 'three_questions': three_questions, county07.questions.",
            fix="Choose the one that the goal is recorded with.",
            severity="warning",
        ),
    )


def test_a_practice_without_a_profile_is_said_in_full():
    """C-12: what the record needs, and how it comes by it."""
    assert drafted("Safety House with 1 family by next Friday").issues == (
        Issue(
            "goal_without_profile",
            "$.profile",
            "No profile of 'safety_house' is in force here, and the record of a goal names one.",
            fix="Load a profile of that practice before the goal is recorded.",
            severity="warning",
        ),
    )


def test_a_choice_that_is_left_is_said_in_full():
    """Neither of the two is taken."""
    draft = drafted("Three Questions with caregivers or children on 5 cases in 30 days")
    assert draft.issues == (
        Issue(
            "goal_choice_left",
            "$.phrase",
            'The text leaves a choice with "or". A goal is one that both can see reached (S1-21).',
            fix="Say the one that is meant.",
        ),
    )


def test_a_window_beyond_the_calendar_is_said_in_full():
    """It has no last day that could be shown."""
    draft = drafted("Three Questions on 5 cases in 99999999 days")
    assert draft.window is None
    assert draft.issues == (
        Issue(
            "goal_window_out_of_bounds",
            "$.window",
            "The last day lies beyond the calendar. A goal has a specified time, so that the pair can look back at "
            "it (S1-21).",
            fix="Choose a last day that is 1 to 366 days on.",
        ),
    )


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("Three Questions on 5 cases in 99999999 days, by next Friday", ON),
        ("Three Questions on 5 cases by 9999-12-31, by next Friday", LAST_DAY),
    ],
)
def test_a_window_beyond_the_calendar_is_no_day_to_compare(text, on):
    """Two windows differ in their days; one that has no day is told as that."""
    draft = drafted(text, on)
    assert codes(draft) == ["goal_window_out_of_bounds"]
    assert draft.window is None


def test_two_kinds_of_things_leave_the_unit_open():
    """None, and no empty name."""
    assert drafted("Three Questions on 5 cases or families in 30 days").unit is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A number stands outside the purpose: "every" in the purpose is of the purpose.
        ("Three Questions 5 in 30 days to hear every voice", ["goal_unit_missing"]),
        ("Three Questions in 30 days to hear every voice", ["goal_unit_missing", "goal_every"]),
        # No number and no "every": the number is missing.
        (
            "Three Questions in 30 days to hear what works",
            ["goal_unit_missing", "goal_count_missing"],
        ),
    ],
)
def test_every_one_in_a_purpose_counts_where_no_number_is(text, expected):
    """S1-21: a goal for every case is none; hearing every voice on 5 cases is one."""
    assert codes(drafted(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        # "and" in the purpose joins what the goal is for.
        "Use Three Questions on 5 cases in 30 days to listen and plan",
        # No activity stands before "and": it leads over to the one that there is.
        "5 cases, and use Three Questions, in 30 days",
        "And use Three Questions on 5 cases in 30 days",
    ],
)
def test_one_activity_is_one_behaviour(text):
    """B-17: two activities are two verbs with "and" between them, outside the purpose."""
    draft = drafted(text)
    assert codes(draft) == []
    assert draft.ok


def test_two_activities_are_said_at_the_activity():
    """One issue, with its path."""
    (issue,) = drafted("Use Three Questions and write a report on 5 cases in 30 days").issues
    assert (issue.code, issue.path) == ("goal_two_behaviours", "$.activity")
    assert issue.message.startswith("The goal joins two activities. ")


def test_two_practices_with_a_verb_each_are_said_once():
    """The practices are named; that two activities are joined says nothing more."""
    draft = drafted("Use Three Questions and draw Three Houses on 5 cases in 30 days")
    assert codes(draft) == ["goal_two_behaviours"]
    assert "three_questions, three_houses" in draft.issues[0].message


def test_advice_on_many_goals_is_about_the_whole_goal():
    """No part of the goal is wrong."""
    draft = drafted(
        "Three Questions on 5 cases in 30 days", beside=[open_goal(number) for number in range(3)]
    )
    assert [one.path for one in draft.issues] == ["$"]


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        # Done with them, and for that: the worker's own part.
        (
            "Use Three Questions with caregivers to agree on a plan, on 5 cases in 30 days",
            "agree",
        ),
        # Nobody else is named before what is done.
        ("Use Three Questions on 5 cases in 30 days to return calls", "return calls"),
        # Somebody is named last, and nothing that they do.
        ("Use Three Questions on 5 cases in 30 days to hear the mother", "hear the mother"),
        ("Use Three Questions on 5 cases in 30 days to hear the mother now", "hear the mother now"),
    ],
)
def test_a_purpose_of_the_workers_own_is_within_control(text, purpose):
    """B-17: beyond control is somebody else, and then what they do."""
    draft = drafted(text)
    assert codes(draft) == []
    assert draft.purpose.startswith(purpose)


@pytest.mark.parametrize("purpose", ["see the family soon", "find what they may do"])
def test_a_word_about_time_may_belong_to_a_purpose(purpose):
    """A month's name or "soon" by itself is no window, and no trouble with one."""
    draft = drafted(f"Three Questions on 5 cases in 30 days to {purpose}")
    assert (codes(draft), draft.purpose) == ([], purpose)


@pytest.mark.parametrize("text", ["in a few weeks", "in about 3 weeks", "in 2.5 weeks"])
def test_an_inexact_time_is_no_window(text):
    """It is neither rounded nor left out."""
    draft = drafted(f"Three Questions on 5 cases {text}")
    assert (codes(draft), draft.window) == (["goal_window_unclear"], None)


def test_a_day_and_month_after_a_weekday_are_its_date():
    """ "Friday 11/27" is one day."""
    window = drafted("Three Questions on 5 cases by Friday 11/27").window
    assert (window.phrase, window.weekday, window.due) == (
        "by Friday 11/27", "friday", "2026-11-27",
    )  # fmt: skip


def test_a_day_and_month_by_themselves_are_no_date():
    """12/24 may be a number: it is a date after "by" only."""
    draft = drafted("Three Questions on 5 cases, 12/24")
    assert codes(draft) == ["goal_number_not_plain", "goal_window_missing"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("the 24th of December", "24th of December"),
        ("for December 24", "December 24"),
        ("by the 24th of December", "by the 24th of December"),
        ("until the 24th of December", "until the 24th of December"),
    ],
)
def test_a_date_is_kept_with_the_word_that_makes_it_a_last_day(text, phrase):
    """Only behind such a word does another one belong to the time."""
    window = drafted(f"Three Questions on 5 cases {text}").window
    assert (window.phrase, window.due) == (phrase, "2026-12-24")


@pytest.mark.parametrize("last", ["in", "in the next", "by", "about", "for a"])
def test_a_text_that_ends_where_a_time_begins_has_none(last):
    """What would follow is missing, and said to be."""
    draft = drafted(f"Three Questions on 5 cases {last}")
    assert codes(draft) == ["goal_window_missing"]


@pytest.mark.parametrize("word", ["X", "XX"])
def test_a_word_of_one_letter_is_listed_too(word):
    """Only the signs that join words are no words."""
    draft = drafted(f"Three Questions {word} / & + on 5 cases in 30 days")
    assert [one.word for one in draft.not_understood] == [word]


def test_a_list_without_phrases_finds_nothing():
    """A county's list may be empty."""
    tokens = tokens_of("so it is")
    assert phrases([]).at(tokens, 0) is None
    assert phrases([("…", 1)]).end(tokens, 1) == 1


def test_a_phrase_is_found_as_long_as_the_longest_of_its_list():
    """Longest by its number of words, wherever it stands in the list or the alphabet."""
    found = phrases([("and then so", 1), ("so", 2)])
    assert found.at(tokens_of("and then so"), 0) == (3, 1)


def test_the_word_before_a_unit_is_known_by_the_unit():
    """A county that counts at meetings need not list "at" again."""
    document = words_document()
    document["words"]["leads"].remove("at")
    draft = drafted(
        "Safety Mapping at 2 meetings in 3 weeks", words=goal_words_of(document)
    )  # fmt: skip
    assert draft.ok
    assert draft.not_understood == ()

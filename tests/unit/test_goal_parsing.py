"""Quick entry beyond the table of phrases: what it says, what it lists, what it is asked with."""

from __future__ import annotations

import datetime as dt

import pytest

from sop_core.coaching import Goal, goal_fields, parse_goal, said
from sop_core.coaching.parsing import MOST_UNREAD
from sop_core.coaching.parsing_issues import MOST_TEXT
from sop_core.coaching.tokens import keys_of, tokens_of
from sop_core.documents import shape_issues, value_of
from sop_core.errors import CallRefused
from tests.unit._goals import (
    A_DIGEST,
    AGREEMENT,
    ON,
    PROFILES,
    bundled_words,
    changed_words,
    codes,
    drafted,
    goal_document,
    profile,
    reference,
)

SOUND = "Use Three Questions with caregivers on 5 cases in next 30 days"


def echo(text, **options):
    return said(drafted(text, **options), words=bundled_words())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SOUND, "Use Three Questions with caregivers on 5 cases in the next 30 days (by December 23, 2026)."),
        ("Three Houses with 2 children or sibling groups in next 2 weeks",
         "Three Houses with 2 children or sibling groups in the next 2 weeks (by December 7, 2026)."),
        ("Safety Circles activity to expand the network with 1 family by next Friday",
         "Safety Circles activity to expand the network with 1 family by next Friday (by November 27, 2026)."),
        ("Three Questions with parents and kids on one case in a week",
         "Three Questions with caregivers and children on 1 case in the next 1 week (by November 30, 2026)."),
        ("Three Questions on 1 case in 1 day", "Three Questions on 1 case in the next 1 day (by November 24, 2026)."),
        ("Three Questions on 5 cases by 2026-12-05", "Three Questions on 5 cases by December 5, 2026."),
        ("Three Questions", "Three Questions."),
        ("Three Questions 5", "Three Questions 5."),
        ("Three Questions on cases", "Three Questions."),
        ("", "."),
    ],
)  # fmt: skip
def test_a_draft_is_echoed_in_plain_english(text, expected):
    """C-18: with the last day that the words resolve to; parts that were not found are left out."""
    assert echo(text) == expected


def test_a_goal_is_written_out_as_its_draft_was():
    """The record says what was confirmed."""
    document = {
        **goal_document(aspect=None, target=None, rating=None, purpose=None),
        **goal_fields(drafted(SOUND), words=bundled_words()),
    }
    assert shape_issues(document, "goal") == []
    document["profile"] = {"id": "three_questions", "version": "1.0.0", "digest": A_DIGEST}
    assert said(value_of(document, Goal), words=bundled_words()) == echo(SOUND)


def test_the_fields_of_a_draft_are_those_of_the_record():
    """The host adds who, when and under which agreement."""
    fields = goal_fields(
        drafted("Safety Circles to grow the network with 1 family by next Friday"), words=bundled_words()
    )  # fmt: skip
    assert fields == {
        "activity": "Safety Circles", "count": 1, "unit": "family", "with": [], "purpose": "grow the network",
        "window": {
            "phrase": "by next Friday", "kind": "weekday", "weekday": "friday",
            "starts": "2026-11-23", "due": "2026-11-27",
        },
        "words": {"id": "goal_words", "version": "1.0.0"},
        "phrase": "Safety Circles to grow the network with 1 family by next Friday",
    }  # fmt: skip
    assert fields["window"] | {"n": 30} != fields["window"]
    assert goal_fields(drafted(SOUND), words=bundled_words())["window"]["n"] == 30


def test_a_draft_that_is_not_ok_gives_no_fields():
    """It is mended first, not completed by a guess."""
    with pytest.raises(CallRefused, match="no goal yet"):
        goal_fields(drafted("Three Questions"), words=bundled_words())
    windowed = drafted("Three Questions in the next 30 days")
    assert windowed.window
    with pytest.raises(CallRefused) as refused:
        goal_fields(windowed, words=bundled_words())
    assert str(refused.value) == (
        "The draft is no goal yet. Show its issues, and let the worker say it again."
    )


def test_a_unit_or_people_that_the_words_do_not_know_are_shown_by_their_ids():
    """A record may be of other words."""
    document = {**goal_document(unit="zebra", **{"with": ["lions"]}), "words": {"id": "x", "version": "1"}}  # fmt: skip
    document["profile"] = {**document["profile"], "digest": A_DIGEST}
    text = said(value_of(document, Goal), words=bundled_words())
    assert text == "Use Three Questions to hear what works with lions 5 in the next 30 days (by December 23, 2026)."  # fmt: skip


def test_only_a_text_is_read():
    """A wrong call is told what it passed."""
    with pytest.raises(CallRefused, match="reads a text, not int"):
        parse_goal(5, on=ON, words=bundled_words())


def test_a_text_that_is_no_sentence_is_refused_unread():
    """A bound, so that nothing grows with what is sent."""
    exactly = SOUND + " " * (MOST_TEXT - len(SOUND))
    assert drafted(exactly).ok
    long = drafted(exactly + " ")
    assert codes(long) == ["goal_too_long"]
    assert (long.phrase, long.practice, long.not_understood) == ("", None, ())
    assert "1001 characters" in long.issues[0].message


def test_words_that_were_not_understood_are_listed_with_their_places():
    """Up to a bound."""
    draft = drafted("Use Three Questions boldly on 5 cases in next 30 days now")
    assert [(one.word, one.start, one.end) for one in draft.not_understood] == [
        ("boldly", 20, 26),
        ("now", 54, 57),
    ]
    many = drafted("zz " * (MOST_UNREAD + 1))
    assert len(many.not_understood) == MOST_UNREAD


def test_issues_say_what_is_known():
    """So that a worker can say it again."""
    by_code = {one.code: one for one in drafted("hello").issues}
    assert by_code["goal_practice_missing"].fix == (
        "Name one of: Three Questions, Safety Mapping, Harm and Danger Statements, Three Houses, Safety Circles, "
        "Safety House, Safety Networks, Safety Planning, Case Plan Writing, danger statement, Safety Goals."
    )
    assert by_code["goal_unit_missing"].fix == (
        "Say how many of what: cases, children or sibling groups, families, meetings."
    )
    assert by_code["goal_count_missing"].message.startswith("The text says no number. A goal is")
    assert by_code["goal_window_missing"].path == "$.window"
    assert [one.severity for one in by_code.values()] == ["error"] * 4


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "Three Questions on 5 cases by 1/2/27",
            "It may be 2027-01-02 or 2027-02-01 or 2001-02-27.",
        ),
        ("Three Questions on 5 cases by 1/2/2027", "It may be 2027-01-02 or 2027-02-01."),
        ("Three Questions on 5 cases by November 20", "It may be 2027-11-20."),
        (
            "Three Questions on 5 cases in 2 weeks or 30 days",
            "different days: 2026-12-07, 2026-12-23.",
        ),
        (
            "Three Questions on 5 cases by 11/20/2026",
            "would be 2026-11-20, which is before 2026-11-23.",
        ),
        ("Three Questions on 5 cases in 400 days", "would be 2027-12-28, 400 days on."),
        (
            "Three Questions and Three Houses on 5 cases in 30 days",
            "three_questions, three_houses.",
        ),
        (
            "Three Questions on 5 cases in 30 days until the court grants it",
            "from the word 'court' on.",
        ),
        ("Three Questions on 0 cases in 30 days", "The number is 0. A goal is measurable"),
    ],
)
def test_a_refusal_shows_what_was_read(text, part):
    """Each reading of a date, each day, each name."""
    (issue,) = drafted(text).issues
    assert part in issue.message


def test_a_date_that_can_be_read_in_two_ways_is_not_guessed():
    """The message lists each, and the fix shows how to write it."""
    (issue,) = drafted("Three Questions on 5 cases by 1/2/27").issues
    assert issue.fix.endswith('or "by 2026-12-24".')


def test_several_profiles_of_one_practice_are_said_and_left_to_the_pair():
    """A county's own beside the bundled one."""
    own = profile("county07.questions", "Our Questions", practice="three_questions")
    draft = drafted(SOUND, practices=[*PROFILES, own])
    assert draft.ok
    assert draft.profiles == ("three_questions", "county07.questions")
    assert codes(draft) == ["goal_several_profiles"]
    assert draft.issues[0].severity == "warning"
    assert drafted("Our Questions on 5 cases in 30 days", practices=[*PROFILES, own]).practice == "three_questions"  # fmt: skip


def test_a_practice_without_a_profile_is_read_and_said():
    """C-12: the record of a goal names a profile; the words can be spoken before."""
    draft = drafted("Safety House with 1 family by next Friday")
    assert draft.ok
    assert (draft.profiles, codes(draft)) == ((), ["goal_without_profile"])
    assert draft.issues[0].severity == "warning"


def open_goal(number, due="2026-11-23", status="complete"):
    document = goal_document(
        id=f"g{number}", status=status, words={"id": "goal_words", "version": "1.0.0"},
        agreement=reference(AGREEMENT),
        window={"phrase": "x", "kind": "date", "starts": "2026-11-01", "due": due},
        supersedes=None if status == "complete" else {"id": "x", "digest": A_DIGEST},
    )  # fmt: skip
    document["profile"] = {**document["profile"], "digest": A_DIGEST}
    return value_of(document, Goal)


def test_few_at_a_time_is_advice():
    """S1-03, C-17: three are open beside; what has ended or is void is not."""
    three = [open_goal(number) for number in range(3)]
    draft = drafted(SOUND, beside=three)
    assert draft.ok
    assert codes(draft) == ["goal_many_open"]
    assert draft.issues[0].severity == "advice"
    assert codes(drafted(SOUND, beside=three[:2])) == []
    ended = [*three[:2], open_goal(3, due="2026-11-22"), open_goal(4, status="entered_in_error")]
    assert codes(drafted(SOUND, beside=ended)) == []


def test_a_county_decides_how_severe_a_rule_is():
    """Severity and bounds are data; what cannot be told stays an error."""
    lenient = changed_words(every={"severity": "advice"}, window={"most": 10})
    draft = drafted("Use Three Questions on all 5 cases in 9 days", words=lenient)
    assert (draft.ok, codes(draft)) == (True, ["goal_every"])
    assert not drafted("Use Three Questions on 5 cases in 11 days", words=lenient).ok
    both = changed_words(one_behaviour={"severity": "advice"})
    named = drafted("Three Questions and Three Houses on 5 cases in 30 days", words=both)
    assert (named.ok, named.practice, codes(named)) == (False, None, ["goal_two_behaviours"])
    late = changed_words(window={"severity": "advice", "most": 10})
    beyond = drafted("Three Questions on 5 cases in 11 days", words=late)
    assert (beyond.ok, beyond.window, codes(beyond)) == (False, None, ["goal_window_out_of_bounds"])


def test_the_day_is_the_callers():
    """The same words on another day are another window."""
    assert drafted(SOUND, dt.date(2027, 2, 1)).window.due == "2027-03-03"


def test_tokens_remember_where_they_stood():
    """Words keep their apostrophes; a run with digits is one token."""
    text = "Don\u2019t  use 5\u20136 or 2.5, 7! (24th) a\u0301b x'y' \u00bd 3\ufe0f"
    found = tokens_of(text)
    assert [one.key for one in found] == [
        "don't", "use", "5\u20136", "or", "2.5", "7", "24th", "\u00e1b", "x'y", "1\u20442", "3",
    ]  # fmt: skip
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert [one.number for one in found if one.number is not None] == [7, 3]
    assert [one.text for one in found if one.odd] == ["5\u20136", "2.5", "24th"]


def test_a_phrase_is_compared_by_its_words():
    """Case, hyphens and curly quotes make no difference."""
    assert keys_of("Three-Questions") == keys_of("three QUESTIONS") == ("three", "questions")
    assert keys_of("harm / danger") == ("harm", "or", "danger")
    assert keys_of("…") == ()
    assert tokens_of("9" * 401)[0].odd
    assert tokens_of("9" * 400)[0].number == int("9" * 400)

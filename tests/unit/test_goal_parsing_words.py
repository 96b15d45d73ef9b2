"""Quick entry, part by part: days of the calendar, number words, and which words each part takes."""

from __future__ import annotations

import datetime as dt

import pytest

from sop_core.coaching.lexicon import lexicon_of, practices_of
from sop_core.coaching.parsing_dates import DateFound, date_at, real_days
from sop_core.coaching.parsing_numbers import NumberFound, number_at
from sop_core.coaching.parsing_sentence import CountFound, Sentence
from sop_core.coaching.tokens import tokens_of
from tests.unit._goals import ON, PROFILES, bundled_words, profile

MAPS = tuple(profile(f"{one}_map", f"{one} Map") for one in ("Friday", "Case", "Families", "Group"))


def taken(text):
    words = bundled_words()
    return Sentence(text, words, lexicon_of(words), practices_of(words, (*PROFILES, *MAPS)), ON)


def dated(text, *, short=True):
    return date_at(lexicon_of(bundled_words()), tokens_of(text), 0, on=ON, short=short)


def left_of(text):
    sentence = taken(text)
    return [sentence.tokens[place].text for place in sentence.left()]


@pytest.mark.parametrize(
    ("month", "last"),
    [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31)],
)  # fmt: skip
def test_a_month_has_its_days_and_no_more(month, last):
    """C-18: what is no day of the calendar is no date."""
    assert real_days([(2026, month, last), (2026, month, last + 1)]) == (
        dt.date(2026, month, last),
    )


@pytest.mark.parametrize(
    ("year", "leap"), [(2028, True), (2020, True), (2000, True), (2100, False), (2026, False)]
)
def test_a_leap_year_is_one_of_the_calendar(year, leap):
    """Every fourth year, of the hundredth years every fourth; 29 days, and never 30."""
    assert real_days([(year, 2, 29), (year, 2, 30)]) == ((dt.date(year, 2, 29),) if leap else ())


def test_the_first_year_is_one():
    """The calendar has no year 0."""
    assert real_days([(0, 1, 1), (1, 1, 1)]) == (dt.date(1, 1, 1),)


@pytest.mark.parametrize("text", ["123-04-05", "2026-12-024", "2026-12-2026", "1-2-026", "1/2/026"])
def test_a_year_has_two_or_four_digits(text):
    """C-18: a date with another number of digits is none, not a guess."""
    assert dated(text) == DateFound(1, ())


@pytest.mark.parametrize("text", ["12/24", "124 December", "024 December", "x December"])
def test_what_is_no_date_is_none(text):
    """Two numbers only where a date is awaited; a day has one digit or two."""
    assert dated(text, short=False) is None


@pytest.mark.parametrize(
    ("text", "day", "wants_year"),
    [
        ("November 23", dt.date(2026, 11, 23), False),
        ("November 22", dt.date(2027, 11, 22), True),
        ("May 25", dt.date(2027, 5, 25), False),
        ("May 26", dt.date(2027, 5, 26), True),
    ],
)
def test_a_day_without_a_year_is_the_next_one(text, day, wants_year):
    """C-18: today included; one more than half a year ahead is asked about."""
    assert dated(text) == DateFound(2, (day,), wants_year)


@pytest.mark.parametrize(
    ("text", "end", "value"),
    [("twenty", 1, 20), ("twenty-one", 2, 21), ("ninety nine", 2, 99),
     ("twenty zero", 1, 20), ("twenty ten", 1, 20), ("twenty eleven", 1, 20)],
)  # fmt: skip
def test_tens_are_followed_by_one_to_nine(text, end, value):
    """Number words that do not make one number are not added up."""
    words = bundled_words()
    assert number_at(words, lexicon_of(words), tokens_of(text), 0) == NumberFound(end, value)


@pytest.mark.parametrize("text", ["Three Questions on 5 cases meetings", "Three Questions cases 5"])
def test_a_unit_alone_is_taken_where_there_is_no_number(text):
    """With a number anywhere it is not."""
    assert taken(text).bare_unit is None


def test_a_purpose_ends_before_the_next_part():
    """The place where it ends is no longer its own."""
    sentence = taken("Three Questions to hear views on 5 cases")
    assert sentence.purpose is not None
    start, end = sentence.purpose
    assert [sentence.in_purpose(place) for place in (start, end - 1, end)] == [True, True, False]


def test_what_follows_so_at_once_is_an_aim():
    """A practice right after "so" is spoken of, not done."""
    assert list(taken("Three Questions so Safety Mapping").named) == ["three_questions"]


def test_a_practice_keeps_its_words():
    """No window, unit, rival or person is read out of a practice's name."""
    assert taken("by Friday Map").windows == []
    assert taken("on 5 Case Map").counts == []
    assert taken("Three Questions on 5 Case Map").counts == []
    assert not taken("on 5 families or Case Map").rival_unit
    assert dict(taken("Three Questions with Families Map").among) == {}
    assert taken("sibling Group Map").bare_unit is None


def test_an_inexact_number_has_no_value():
    """C-18: "two dozen" and "about 5" are asked about, from the first of their words."""
    assert taken("Three Questions on two dozen cases").counts == [
        CountFound(3, 6, None, "case", True)
    ]
    assert taken("Three Questions on about 5 cases").counts == [
        CountFound(3, 6, None, "case", True)
    ]


@pytest.mark.parametrize(
    ("text", "rival"),
    [("on 5 families and meetings", True), ("on 5 families or meetings", True), ("on 5 cases meetings", False)],
)  # fmt: skip
def test_units_are_rivals_where_they_are_joined(text, rival):
    """By "and" or "or", and by nothing else."""
    assert taken(text).rival_unit is rival


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Three Questions on my 5 cases", []),
        ("Three Questions my 5 cases", []),
        ("Three Questions gladly on my 5 cases", ["gladly"]),
        ("Three Questions gladly my 5 cases", ["gladly"]),
        ("on Three Questions", []),
    ],
)
def test_a_part_takes_the_small_words_before_it(text, left):
    """And no word that was not understood."""
    assert left_of(text) == left


def test_people_are_joined_by_and():
    """A name for people that merely follows is not taken."""
    assert list(taken("Three Questions with caregivers children").among) == ["caregivers"]


def test_an_activity_begins_in_the_sentence():
    """A verb at the end of the sentence is none of the activity's."""
    assert taken("use Three Questions gladly use").activity == (0, 3)


def test_so_as_to_keeps_its_words():
    """The purpose is kept as it was written, from "so" on."""
    assert taken("Three Questions so as to hear").purpose == (2, 6)

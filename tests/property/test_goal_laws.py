"""Laws of goals: quick entry never guesses and never fails, what it echoes it reads back, nothing counts twice."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sop_core.coaching import Goal, WindowKind, WordsRef, due_of, parse_goal, progress, said
from sop_core.coaching.parsing_issues import MOST_TEXT
from sop_core.coaching.reading_back import same_goal
from sop_core.coaching.tokens import tokens_of
from sop_core.coaching.windows import WEEKDAYS
from sop_core.testing.goals import goal_drafts, goal_events, goal_phrases, goal_texts, goal_windows
from sop_core.types import ProfileRef, RecordRef, RecordStatus
from tests.unit._goals import A_DIGEST, ON, PROFILES, bundled_words, drafted

pytestmark = pytest.mark.law

WORDS = bundled_words()
NAMES = {one.practice: one.title.get("en") for one in PROFILES}
#: Days from which a year's window stays inside the calendar and is written with four digits.
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(9990, 12, 31))


class TestReading:
    """S1-21 to S1-24: a sentence to a draft."""

    @given(DAYS.flatmap(lambda on: st.tuples(st.just(on), goal_drafts(WORDS, NAMES, on))))
    def test_every_goal_that_is_written_out_is_read_back_as_itself(self, drawn):
        on, draft = drawn
        back = drafted(said(draft, words=WORDS), on)
        assert back.ok, back.issues
        assert back.not_understood == ()
        assert same_goal(back) == same_goal(draft)
        assert back.window.starts == draft.window.starts

    @given(goal_phrases(WORDS, NAMES), DAYS)
    def test_what_was_accepted_is_echoed_and_accepted_again(self, text, on):
        draft = drafted(text, on)
        assume(draft.ok)
        back = drafted(said(draft, words=WORDS), on)
        assert back.ok, (text, said(draft, words=WORDS), back.issues)
        assert same_goal(back) == same_goal(draft)

    @given(
        st.text(max_size=200) | goal_texts(WORDS, NAMES) | goal_phrases(WORDS, NAMES), st.dates()
    )
    @example("", ON)
    @example("next " * 200, ON)
    def test_any_text_on_any_day_gives_a_draft_and_never_an_exception(self, text, on):
        draft = drafted(text, on)
        parts = (draft.practice, draft.count, draft.unit, draft.window)
        refused = any(issue.severity == "error" for issue in draft.issues)
        assert draft.ok == (all(part is not None for part in parts) and not refused)
        assert draft.ok or refused
        for one in draft.not_understood:
            assert text[one.start : one.end] == one.word
        said(draft, words=WORDS)

    @given(goal_phrases(WORDS, NAMES), DAYS)
    def test_an_accepted_number_stands_in_the_text(self, text, on):
        """Nothing is guessed: the number was said, in digits or in words."""
        draft = drafted(text, on)
        assume(draft.ok)
        ones = [word.casefold() for word in WORDS.words["ones"]]
        tens = [word.casefold() for word in WORDS.words["tens"]]
        keys = [one.key for one in tokens_of(text)]
        in_words = {0: 1} if {"a", "an"} & set(keys) else {}
        spoken = {ones.index(key) for key in keys if key in ones} | set(in_words.values())
        spoken |= {10 * (tens.index(key) + 2) for key in keys if key in tens}
        spoken |= {ten + one for ten in spoken for one in spoken if ten >= 20 and one < 10}
        assert draft.count in spoken | {one.number for one in tokens_of(text)}

    @given(
        st.integers(MOST_TEXT + 1, 100_000), st.sampled_from(("a", "5 cases ", "next ", "-", "to "))
    )
    def test_a_long_text_is_refused_unread(self, length, piece):
        draft = drafted((piece * length)[:length])
        assert [one.code for one in draft.issues] == ["goal_too_long"]

    @given(goal_texts(WORDS, NAMES))
    def test_practices_in_another_order_change_nothing(self, text):
        turned = parse_goal(text, on=ON, words=WORDS, practices=PROFILES[::-1])
        draft = drafted(text)
        assert (turned.practice, turned.count, turned.window) == (
            draft.practice,
            draft.count,
            draft.window,
        )


class TestTokens:
    """What reading begins with."""

    @given(st.text(max_size=300))
    def test_tokens_stand_in_order_and_do_not_overlap(self, text):
        end = 0
        for token in tokens_of(text):
            assert end <= token.start < token.end
            assert text[token.start : token.end] == token.text
            end = token.end

    @given(st.text(max_size=300))
    def test_no_digit_is_lost(self, text):
        """A number that is read as another would be a guess."""
        tokens = tokens_of(text)
        for place, character in enumerate(text):
            if character.isdecimal():
                assert any(one.start <= place < one.end for one in tokens)


class TestWindows:
    """C-18: calendar arithmetic."""

    @given(DAYS.flatmap(lambda on: st.tuples(st.just(on), goal_windows(on))))
    def test_a_window_ends_after_it_starts_and_is_resolved_the_same_again(self, drawn):
        on, window = drawn
        due = dt.date.fromisoformat(window.due)
        assert due > on
        if window.kind is not WindowKind.DATE:
            assert due == due_of(window.kind, on, n=window.n, weekday=window.weekday)

    @given(st.dates(), st.integers(0, 10_000))
    def test_weeks_are_seven_days(self, on, n):
        assert due_of(WindowKind.WEEKS, on, n=n) == due_of(WindowKind.DAYS, on, n=7 * n)

    @given(st.dates(max_value=dt.date(9999, 12, 20)), st.sampled_from(WEEKDAYS))
    def test_the_next_weekday_is_the_first_strictly_after(self, on, weekday):
        due = due_of(WindowKind.WEEKDAY, on, weekday=weekday)
        assert WEEKDAYS[due.weekday()] == weekday
        assert 1 <= (due - on).days <= 7

    @given(st.dates(max_value=dt.date(9999, 12, 20)), st.integers(0, 9))
    def test_a_day_counted_twice_is_a_day_too_many(self, on, n):
        due = due_of(WindowKind.DAYS, on, n=n)
        assert due is not None
        assert (due - on).days == n

    @given(st.dates(dt.date(1000, 1, 1)), st.dates(dt.date(1000, 1, 1)))
    def test_a_date_in_full_is_that_day(self, on, day):
        from sop_core.coaching.saying import day_said

        for written in (day.isoformat(), day_said(day, WORDS)):
            draft = drafted(f"Three Questions on 5 cases by {written}", on)
            if 1 <= (day - on).days <= 366:
                assert draft.ok
                assert draft.window.due == day.isoformat()
            else:
                (issue,) = draft.issues
                assert issue.code in ("goal_window_past", "goal_window_out_of_bounds")


STARTS, DUE = dt.date(2026, 11, 23), dt.date(2026, 12, 23)
EVENTS = goal_events("goal", (STARTS - dt.timedelta(days=9), DUE + dt.timedelta(days=9)))
GOAL = Goal(
    id="goal", status=RecordStatus.COMPLETE, agreement=RecordRef("a", A_DIGEST), worker="w",
    profile=ProfileRef("p", "1", A_DIGEST), activity="x", count=3, unit="case", among=(),
    window=drafted("Three Questions on 3 cases in 30 days").window, made_at="2026-11-23T09:00:00Z",
    confirmed_by=("w",), words=WordsRef(id="goal_words", version="1.0.0"),
)  # fmt: skip


def most_apart(events):
    """Brute force: the largest number of events in the window of which no two share a token."""
    within = [one for one in events if STARTS.isoformat() <= one.on <= DUE.isoformat()]
    tokens = [{one.reference, *one.covers} for one in within]
    for size in range(len(tokens), 0, -1):
        for chosen in combinations(tokens, size):
            if sum(map(len, chosen)) == len(set().union(*chosen)):
                return size
    return 0


class TestProgress:
    """C-19, C-20: what is done of what was set."""

    @given(EVENTS)
    def test_as_many_count_as_can_and_none_counts_twice(self, events):
        found = progress(GOAL, events)
        assert found.done == len(found.counted) == most_apart(events)
        counted = [{one.reference, *one.covers} for one in events if one.id in found.counted]
        assert sum(map(len, counted)) == len(set().union(*counted))

    @given(EVENTS, st.randoms())
    def test_the_order_of_events_changes_nothing(self, events, chance):
        shuffled = events[:]
        chance.shuffle(shuffled)
        assert progress(GOAL, shuffled) == progress(GOAL, events)
        assert progress(GOAL, [*events, *shuffled]) == progress(GOAL, events)

    @given(EVENTS, st.data())
    def test_another_event_never_takes_away(self, events, data):
        fewer = [one for one in events if data.draw(st.booleans())]
        assert progress(GOAL, fewer).done <= progress(GOAL, events).done

    @given(EVENTS)
    def test_every_event_is_said_once(self, events):
        found = progress(GOAL, events)
        said_ = [*found.counted, *found.repeated, *found.late, *found.early]
        assert sorted(said_) == sorted(one.id for one in events)
        assert found.shown == min(found.done, found.target)

    @given(EVENTS, st.data())
    def test_what_was_entered_in_error_counts_for_nothing(self, events, data):
        assume(events)
        gone = data.draw(st.sampled_from(events))
        void = evolve(
            gone, id="void", status=RecordStatus.ENTERED_IN_ERROR, supersedes=RecordRef(gone.id, A_DIGEST)
        )  # fmt: skip
        others = [one for one in events if one is not gone]
        assert progress(GOAL, [*events, void]) == progress(GOAL, others)

    @given(EVENTS)
    def test_nothing_of_progress_is_a_level(self, events):
        """S1-01, D6: there is a count and a list of ids, and no way to a rating."""
        found = progress(GOAL, events)
        assert {type(one) for one in (found.done, found.target, found.shown)} == {int}

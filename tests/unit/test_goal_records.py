"""What the record of a goal must keep: after an agreement, measurable, a small step, the worker's own."""

from __future__ import annotations

import pytest

from sop_core.coaching import check_goal
from tests.unit._goals import (
    A_DIGEST,
    AGREEMENT,
    PROFILES,
    RATING,
    bundled_words,
    changed_words,
    given,
    goal_document,
    reference,
)

THREE_QUESTIONS = PROFILES[0]


def found(document, *more, agreement=AGREEMENT, rating=RATING, words=None, profile=THREE_QUESTIONS):
    """The issues of a goal, with its agreement, its rating and more records given."""
    return check_goal(
        document,
        given(agreement, rating, *more),
        words=words or bundled_words(),
        profile=profile,
    )


def at(document, *more, **options):
    return [(one.code, one.path) for one in found(document, *more, **options)]


def test_a_goal_that_keeps_every_rule_has_no_issue():
    """S1-21, S1-22: count, unit, practice, window, with whom, under an agreement."""
    assert at(goal_document()) == []
    assert at(goal_document(purpose=None, aspect=None, target=None, rating=None)) == []


# ---------------------------------------------------------------------------------- the agreement


def test_a_goal_before_an_agreement_is_refused():
    """S1-07, D9: what it builds on is given, or it is not there."""
    assert [one.code for one in check_goal(
        goal_document(rating=None, aspect=None, target=None), {}, words=bundled_words(), profile=THREE_QUESTIONS
    )] == ["given_missing"]  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"status": "draft"},
        {"status": "entered_in_error"},
        {"starts": "2026-11-24"},
        {"ends": "2026-11-22"},
        {"ended": {"by": "worker", "on": "2026-11-22"}, "status": "amended"},
    ],
)
def test_the_agreement_is_in_force_on_the_day_that_the_goal_is_made(change):
    """D9: a draft, one not yet begun, ended or void is no agreement."""
    agreement = {**AGREEMENT, **change}
    document = goal_document(agreement=reference(agreement))
    assert at(document, agreement=agreement) == [("agreement_not_in_force", "$.agreement")]


def test_an_agreement_holds_on_its_first_and_on_its_last_day():
    """Both days are in it."""
    agreement = {**AGREEMENT, "starts": "2026-11-23", "ends": "2026-11-23"}
    assert at(goal_document(agreement=reference(agreement)), agreement=agreement) == []


def test_an_agreement_that_a_later_one_stands_in_for_holds_no_longer():
    """The later one is given beside it."""
    later = {**AGREEMENT, "id": "agreement-2", "status": "amended", "supersedes": reference(AGREEMENT)}  # fmt: skip
    assert at(goal_document(), later) == [("agreement_not_in_force", "$.agreement")]


def test_the_agreement_is_the_workers_own():
    """S1-07: what two people agreed holds for these two."""
    other = {**AGREEMENT, "worker": "w2"}
    assert ("agreement_of_another", "$.agreement") in at(
        goal_document(agreement=reference(other)), agreement=other
    )


def test_a_goal_can_be_called_an_error_after_the_agreement_has_ended():
    """Nothing keeps a mistake in force."""
    goal = goal_document()
    void = goal_document(
        id="goal-2", status="entered_in_error", supersedes=reference(goal), made_at="2028-01-01T09:00:00-08:00"
    )  # fmt: skip
    assert "agreement_not_in_force" not in [one.code for one in found(void, goal)]
    missing = check_goal(void, given(goal, RATING), words=bundled_words(), profile=THREE_QUESTIONS)
    assert "given_missing" in [one.code for one in missing]


def test_the_worker_confirms_and_only_parties_do():
    """S1-13: a goal is the worker's choice."""
    assert at(goal_document(confirmed_by=["s1"])) == [("goal_not_confirmed", "$.confirmed_by")]
    assert at(goal_document(confirmed_by=["w1", "c1"])) == []
    assert at(goal_document(confirmed_by=["w1", "x9"])) == [
        ("goal_confirmed_by_nobody", "$.confirmed_by[1]")
    ]


# ------------------------------------------------------------------------- number, unit and people


def test_unit_and_people_are_those_of_the_goal_words():
    """S1-22 to S1-24: both are data."""
    assert at(goal_document(unit="cases")) == [("unknown_goal_unit", "$.unit")]
    assert at(goal_document(**{"with": ["caregivers", "neighbours"]})) == [
        ("unknown_goal_people", "$.with[1]")
    ]


@pytest.mark.parametrize(("count", "ok"), [(0, False), (1, True), (5, True), (6, False)])
def test_the_number_lies_within_the_bounds_of_the_rule(count, ok):
    """S1-21: finite and positive; a county may set a lower bound."""
    issues = found(goal_document(count=count), words=changed_words(count={"most": 5}))
    assert [one.code for one in issues] == ([] if ok else ["goal_count_out_of_bounds"])


def test_a_rule_that_advises_does_not_refuse():
    """Severity is data."""
    words = changed_words(count={"most": 3, "severity": "advice"})
    (issue,) = found(goal_document(), words=words)
    assert (issue.code, issue.severity) == ("goal_count_out_of_bounds", "advice")
    assert issue.message == (
        "The number is 5. A goal is measurable: it says how many, and the number can be reached (S1-21)."
    )
    assert issue.fix == "Choose a number from 1 to 3."


@pytest.mark.parametrize(
    ("activity", "code"),
    [
        ("Use Three Questions on every case", "goal_every"),
        ("Use Three Questions and write a letter", "goal_two_behaviours"),
        ("Use Three Questions and then also write a letter", "goal_two_behaviours"),
        ("Use Three Questions until the court grants it", "goal_beyond_control"),
        ("Use Three Questions; the parents then stop drinking", "goal_beyond_control"),
    ],
)
def test_the_activity_keeps_the_rules_on_words(activity, code):
    """S1-21, B-17: not for every case, one behaviour, within the worker's own control."""
    issues = found(goal_document(activity=activity))
    assert [(one.code, one.path) for one in issues] == [(code, "$.activity")]


def test_in_a_purpose_only_what_others_decide_is_refused():
    """A purpose may speak of every child, and of two things."""
    assert at(goal_document(purpose="hear every child and learn what worked")) == []
    (issue,) = found(goal_document(purpose="have it so that the judge approves"))
    assert (issue.code, issue.path) == ("goal_beyond_control", "$.purpose")


def test_messages_do_not_quote_the_pairs_own_words():
    """Texts stay in the host's database."""
    document = goal_document(
        activity="Zebra everyone and use it; the court grants Zebra", purpose="Zebra: the judge approves"
    )  # fmt: skip
    said = " ".join(f"{one.message} {one.fix}" for one in found(document))
    assert "goal_beyond_control" in [one.code for one in found(document)]
    assert "Zebra" not in said
    assert "'judge'" not in said


def test_unknown_words_and_another_definition_are_said():
    """The unit and the rules stand in the words; the digest pins the profile."""
    (issue,) = check_goal(
        goal_document(words={"id": "mine", "version": "2"}),
        given(AGREEMENT, RATING),
        words=None,
        profile=THREE_QUESTIONS,
    )
    assert (issue.code, issue.path) == ("unknown_goal_words", "$.words")
    assert "'mine' '2'" in issue.message
    named = {"id": "three_questions", "version": "1.0.0"}
    ours = {**named, "digest": A_DIGEST}
    other = {**named, "digest": "sha256:" + "b" * 64}
    assert at(goal_document(profile=other)) == [("digest_mismatch", "$.profile.digest")]
    assert at(goal_document(profile=ours)) == []
    assert at(goal_document(profile=other), profile=None) == []


# --------------------------------------------------------------------------------------- window


def window(**changes):
    whole = {"phrase": "x", "kind": "days", "n": 30, "starts": "2026-11-23", "due": "2026-12-23"}
    whole.update(changes)
    return {key: value for key, value in whole.items() if value is not None}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": "weeks", "n": 2, "due": "2026-12-07"},
        {"kind": "weekday", "n": None, "weekday": "friday", "due": "2026-11-27"},
        {"kind": "weekday", "n": None, "weekday": "monday", "due": "2026-11-30"},
        {"kind": "date", "n": None, "due": "2026-12-24"},
        {"n": 366, "due": "2027-11-24"},
        {"starts": "2026-11-16", "n": 7, "due": "2026-11-23"},
        {"kind": "months"},
    ],
)
def test_a_window_that_resolves_to_its_last_day_is_sound(changes):
    """C-18: N days are starts + N; a weekday is the first one strictly after starts.

    The last day may be the one on which the goal is made; a kind that is none is the schema's to refuse.
    """
    assert at(goal_document(window=window(**changes))) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"due": "2026-12-22"}, "goal_window_resolves_otherwise $.window.due"),
        ({"kind": "weeks"}, "goal_window_resolves_otherwise $.window.due"),
        ({"kind": "weekday", "n": None, "weekday": "monday", "due": "2026-11-23"},
         "goal_window_resolves_otherwise $.window.due"),
        ({"n": None}, "goal_window_parts $.window"),
        ({"weekday": "friday"}, "goal_window_parts $.window.weekday"),
        ({"kind": "weekday", "weekday": "friday", "due": "2026-11-27"}, "goal_window_parts $.window.n"),
        ({"kind": "date"}, "goal_window_parts $.window.n"),
        ({"starts": "2026-02-30"}, "not_a_date $.window.starts"),
        ({"due": "2026-02-30"}, "not_a_date $.window.due"),
        ({"kind": "date", "n": None, "due": "2026-11-22"}, "goal_window_past $.window.due"),
        ({"kind": "date", "n": None, "due": "2026-11-23"}, "goal_window_out_of_bounds $.window.due"),
        ({"n": 367, "due": "2027-11-25"}, "goal_window_out_of_bounds $.window.due"),
        ({"starts": "2026-10-01", "n": 5, "due": "2026-10-06"}, "goal_window_past $.window.due"),
    ],
)  # fmt: skip
def test_a_window_that_does_not_is_refused(changes, expected):
    """The stored day must be what the words come to, and lie ahead, not too far."""
    assert [" ".join(one) for one in at(goal_document(window=window(**changes)))] == [expected]


def test_a_window_beyond_the_calendar_is_told():
    """9999 days from the last days of the calendar come to no day."""
    (issue,) = found(
        goal_document(window=window(starts="9999-12-01", n=9999, due="9999-12-31")),
    )
    assert issue.code == "goal_window_resolves_otherwise"
    assert "no day of the calendar" in issue.message


def test_the_message_says_what_the_words_come_to():
    """So that the fix can be copied."""
    (one,) = found(goal_document(window=window(due="2026-12-22")))
    assert one.message == (
        "due is 2026-12-22, but 30 days from 2026-11-23 come to 2026-12-23 (C-18: N days are starts + N; a weekday "
        "is the first such day after starts)."
    )
    assert one.fix == "Write 2026-12-23, or choose kind date."
    changed = window(kind="weekday", n=None, weekday="friday", due="2026-11-28")
    (two,) = found(goal_document(window=changed))
    assert "but friday from 2026-11-23 comes to 2026-11-27" in two.message


@pytest.mark.parametrize(
    "wrong",
    [None, 3, [], {"kind": 3}, {"kind": "month"}, window(n=True), window(n="30"), window(starts=3),
     window(kind="weekday", n=None, weekday="Freitag"), window(kind="weekday", n=None, weekday=3)],
)  # fmt: skip
def test_a_malformed_window_is_the_schemas_matter(wrong):
    """Nothing is raised, and nothing is said twice."""
    assert at({**goal_document(), "window": wrong}) == []


# --------------------------------------------------------------------------------------- target


@pytest.mark.parametrize(
    ("aspect", "target", "ok"),
    [
        ("asking", "1", True),
        ("asking", "3", True),
        ("asking", "4", True),
        ("asking", "5", False),
        ("asking", "6", False),
        ("listening", "1", True),
        ("listening", "2", False),
    ],
)
def test_a_target_is_at_most_one_step_above_what_is_attained(aspect, target, ok):
    """S1-28, C-14, D8: some work at a higher level raises nothing; none attained means the lowest is next."""
    issues = found(goal_document(aspect=aspect, target=target))
    assert [(one.code, one.path) for one in issues] == (
        [] if ok else [("goal_target_too_high", "$.target")]
    )


def test_the_message_of_a_high_target_says_which_is_open():
    """The pair may choose any up to it."""
    (issue,) = found(goal_document(target="6"))
    assert issue.message.startswith("The target is '6', and attained is '3'. Targets move up one")
    assert issue.fix == "Choose 4 or a lower one."


def test_the_same_target_again_is_open_even_where_the_rating_has_dropped():
    """S1-28: not yet achieved means the same level again; C-16: a drop is allowed."""
    before = goal_document(id="goal-0", target="5", activity="Use it")
    again = goal_document(target="5", previous=reference(before))
    assert at(again, before) == []
    assert at(goal_document(target="6", previous=reference(before)), before) == [
        ("goal_target_too_high", "$.target")
    ]
    other = {**before, "aspect": "listening"}
    assert at(goal_document(target="5", previous=reference(other)), other) == [
        ("goal_target_too_high", "$.target")
    ]
    unset = {key: value for key, value in before.items() if key not in ("target", "rating")}
    assert at(goal_document(target="5", previous=reference(unset)), unset) == [
        ("goal_target_too_high", "$.target")
    ]


def test_a_target_needs_an_aspect_and_a_rating_of_it():
    """What is not rated is unknown, not the lowest level."""
    assert at(goal_document(rating=None)) == [("target_without_base", "$.target")]
    assert at(goal_document(aspect=None)) == [("target_without_base", "$.target")]
    rating = {**RATING, "aspects": {"listening": {"attained": "1", "some_work_at": []}}}
    assert at(goal_document(rating=reference(rating)), rating=rating) == [
        ("target_without_base", "$.aspect")
    ]


def test_aspect_and_target_are_the_profiles():
    """Both are data of the profile."""
    assert at(goal_document(aspect="x")) == [("unknown_aspect", "$.aspect")]
    assert at(goal_document(target="9")) == [("unknown_level", "$.target")]
    assert at(goal_document(aspect="x", target="9"), profile=None) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"view": "observed"}, [("rating_not_own", "$.rating")]),
        (
            {"profile": {"id": "three_houses", "version": "1.0.0"}},
            [("another_profile", "$.rating")],
        ),
        ({"worker": "w2"}, [("another_worker", "$.rating")]),
        ({"status": "entered_in_error"}, [("builds_on_voided", "$.rating")]),
        ({"aspects": {"asking": {"attained": "17"}}}, [("goal_target_too_high", "$.target")]),
        ({"aspects": {"asking": 3}}, [("goal_target_too_high", "$.target")]),
        ({"aspects": 3}, [("target_without_base", "$.aspect")]),
    ],
)
def test_the_rating_is_the_workers_own_of_this_profile(change, expected):
    """S1-26: a target starts from where the worker says they are."""
    rating = {**RATING, **change}
    assert at(goal_document(rating=reference(rating)), rating=rating) == expected


def test_a_rating_that_was_not_given_decides_nothing():
    """It is asked for."""
    other = {"id": "rating-9", "digest": A_DIGEST}
    assert at(goal_document(rating=other, target="6")) == [("given_missing", "$.rating")]


# ---------------------------------------------------------------------------- beside other goals


def test_a_previous_goal_is_the_workers_own_about_the_same_profile():
    """S1-28: targets move along one profile."""
    for change, code in (
        ({"profile": {"id": "three_houses", "version": "1.0.0"}}, "another_profile"),
        ({"worker": "w2"}, "another_worker"),
        ({"status": "entered_in_error"}, "builds_on_voided"),
    ):
        before = goal_document(id="goal-0", **change)
        assert at(goal_document(previous=reference(before)), before) == [(code, "$.previous")]
    missing = {"id": "goal-0", "digest": A_DIGEST}
    assert at(goal_document(previous=missing)) == [("given_missing", "$.previous")]
    before = goal_document(id="goal-0")
    assert at(goal_document(previous=reference(before), profile=None), before) == []


def others(number, **changes):
    return [goal_document(id=f"other-{n}", **changes) for n in range(number)]


def test_few_goals_at_a_time_is_advice():
    """S1-03, C-17, C-19: the fourth open goal is advised against, and accepted."""
    assert at(goal_document(), *others(2)) == []
    (issue,) = found(goal_document(), *others(3))
    assert (issue.code, issue.path, issue.severity) == ("goal_many_open", "$", "advice")
    assert issue.message.startswith("With this one there are 4 open goals.")
    assert issue.fix == "Keep to 3 at a time, or close one first."


@pytest.mark.parametrize(
    "changes",
    [
        {"worker": "w2"},
        {"status": "entered_in_error"},
        {"window": window(starts="2026-10-01", n=30, due="2026-10-31")},
    ],
)
def test_only_open_goals_of_the_worker_count(changes):
    """Others' goals, void ones and those whose window has ended do not."""
    assert at(goal_document(), *others(3, **changes)) == []


def test_a_window_that_ends_today_is_open_still():
    """Both days are in it."""
    ends_today = window(starts="2026-10-24", n=30, due="2026-11-23")
    assert at(goal_document(), *others(3, window=ends_today)) == [("goal_many_open", "$")]


def test_goals_that_are_behind_the_pair_do_not_count():
    """The goal that this one follows, and those that others stand in for."""
    three = others(3)
    assert at(goal_document(previous=reference(three[0])), *three) == []
    amended = goal_document(id="new", status="amended", supersedes=reference(three[0]))
    assert at(amended, *three) == []
    assert at(goal_document(), *three[:2], amended) == []
    assert at(goal_document(), *three, amended) == [("goal_many_open", "$")]
    void = goal_document(id="v", status="entered_in_error", supersedes=reference(three[0]))
    assert "goal_many_open" not in [code for code, _ in at(void, *three, *others(9)[3:])]


def test_a_goal_that_amends_another_is_of_the_same_worker_and_profile():
    """Nothing is edited; the later record points back."""
    before = goal_document()
    for change in ({"worker": "w2"}, {"profile": {"id": "three_houses", "version": "1.0.0"}}):
        after = goal_document(id="goal-2", status="amended", supersedes=reference(before), **change)
        assert "supersedes_another" in [code for code, _ in at(after, before)]
    assert at(goal_document(status="amended")) == [("supersedes_missing", "$.supersedes")]


def test_everything_is_said_at_once():
    """A fault in one place hides none in another."""
    document = goal_document(
        count=0, unit="x", aspect="y", activity="every one", made_at="now", confirmed_by=["s1"],
        window=window(due="2026-01-01"),
    )  # fmt: skip
    assert {code for code, _ in at(document)} >= {
        "not_a_time", "goal_count_out_of_bounds", "unknown_goal_unit", "unknown_aspect", "goal_every",
        "goal_not_confirmed", "goal_window_resolves_otherwise",
    }  # fmt: skip


def test_a_document_that_is_malformed_anywhere_raises_nothing():
    """The schema says what is wrong with it."""
    for key in goal_document():
        for wrong in (None, 3, True, "x", [], {}, [3], {"id": 3}, [{"id": []}]):
            for profile in (None, THREE_QUESTIONS):
                found({**goal_document(), key: wrong}, profile=profile)
    assert isinstance(check_goal({}, {}, words=None, profile=None), list)

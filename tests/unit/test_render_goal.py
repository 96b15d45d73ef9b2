"""A goal in plain English with what was done of it, and what quick entry understood."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from attrs import evolve

from sop_core import Sop, render
from sop_core.coaching import parse_goal, read_goal_entry
from sop_core.errors import CallRefused, Issue
from tests.unit._goaled import WORDS, event, goal
from tests.unit._page import Element, faults, fill, read, sent
from tests.unit._rated import opened, profile, ref

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")

ON = dt.date(2026, 11, 23)
PROFILES = Sop.load(plugins=False).catalog.active_profiles
SENTENCE = "Use Three Questions with caregivers on 5 cases in next 30 days"


def drawn(markup: str) -> Element:
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    found = read(markup)
    assert faults(found) == []
    return found.children[0]


def page(*events: object, of=None, **more: object) -> Element:
    return drawn(render.goal(opened(of or goal(), *events), WORDS, **more))


def lines(page: Element) -> list[str]:
    return [e.words for e in page.all() if e.tag in ("h1", "h2", "p", "li")]


def echo(text: str, **more: object) -> Element:
    return drawn(
        render.goal_draft(
            parse_goal(text, on=ON, words=WORDS, practices=PROFILES),
            WORDS,
            profiles=PROFILES,
            **more,
        )
    )


# -- a goal and its progress -----------------------------------------------------------------------------


def test_a_goal_with_what_was_done_of_it():
    """C-19, C-20: done of target; the days that count, those counted already, and those outside the window."""
    found = page(
        event("e-1", "2026-11-25"),
        event("e-2", "2026-12-01", reference="c-2"),
        event("e-3", "2026-12-02", reference="c-2"),
        event("e-4", "2026-12-30", reference="c-3"),
        event("e-5", "2026-11-01", reference="c-4"),
    )
    assert lines(found) == [
        "A goal",
        "Use Three Questions with caregivers on 5 cases in the next 30 days (by December 23, 2026).",
        "From 2026-11-23 to 2026-12-23.",
        "2 of 5",
        "Days that count:", "2026-11-25", "2026-12-01",
        "Days of something that is counted already:", "2026-12-02",
        "After the window, not counted:", "2026-12-30",
        "Before the window, not counted:", "2026-11-01",
    ]  # fmt: skip


def test_no_case_is_named_and_no_word_judges():
    """C-19: late is late, and nobody is late; references stay with the host."""
    for locale in ("en", "es"):
        said = page(event("e-4", "2026-12-30", reference="case-7"), locale=locale).words
        assert "case-7" not in said
        assert not re.search(
            r"(?i)\b(overdue|fail\w*|late|behind|missed|deadline|only|still|yet|%|percent|vencid\w*|atras\w*)\b",
            said,
        )


def test_more_than_the_goal_is_said_beside_it():
    """C-19: what is shown ends at the target, and the raw count stands beside it."""
    events = [event(f"e-{n}", "2026-12-01", reference=f"c-{n}") for n in range(3)]
    assert lines(page(*events, of=goal(count=2)))[3] == "2 of 2 (3 in all)"
    assert lines(page(*events[:2], of=goal(count=2)))[3] == "2 of 2"
    assert lines(page())[3:] == ["0 of 5"]


def test_events_may_have_disclosures_of_their_own():
    """One Disclosure with the events beside it, or one for each."""
    apart = drawn(render.goal([opened(event("e-1", "2026-11-25")), opened(goal())], WORDS))
    assert lines(apart) == lines(page(event("e-1", "2026-11-25")))


def test_a_target_is_said_by_its_titles():
    """S1-28: the aspect and the level, of the very profile that the goal names."""
    aimed = goal(aspect="asks", target="l3", rating=ref("r-1"))
    assert "It helps to grow: It asks, Level 3." in lines(page(of=aimed, profile=profile()))
    assert "grow" not in page(of=aimed).words
    assert "grow" not in page(profile=profile()).words
    other = profile(ref=evolve(profile().ref, version="2.0.0"))
    with pytest.raises(CallRefused, match="Pass the one that the goal names"):
        page(of=aimed, profile=other)


def test_the_goals_own_language_is_marked():
    """The goal words are English: on a Spanish page they say so."""
    said = page(locale="es").one(class_="sop-said")
    assert (said.get("lang"), said.get("dir")) == ("en", "ltr")
    assert "lang" not in page().one(class_="sop-said")


def test_what_does_not_belong_together_is_refused():
    """One goal, its own events, by Disclosures alone."""
    for wrong in (
        event("e", "2026-12-01", goal=ref("g-2")),
        event("e", "2026-12-01", worker="w-2"),
    ):
        with pytest.raises(CallRefused, match="is not of this goal"):
            page(wrong)
    with pytest.raises(CallRefused, match="hold 2 goals"):
        page(goal(id="g-2"))
    with pytest.raises(CallRefused, match="hold 0 goals"):
        render.goal(opened(event("e", "2026-12-01")), WORDS)
    for passed in (goal(), None, {}, [goal()]):
        with pytest.raises(CallRefused, match="takes a Disclosure"):
            render.goal(passed, WORDS)
    with pytest.raises(CallRefused, match="give 1 to 6"):
        page(heading_level=7)


# -- quick entry -----------------------------------------------------------------------------------------


def test_a_sentence_that_is_a_goal_is_said_back_to_be_confirmed():
    """S1-21: each part as it was understood, with the last day written out (C-18)."""
    found = echo(SENTENCE)
    assert found.one("h2").words == "Is this your goal?"
    assert found.one(class_="sop-said").words == (
        "Use Three Questions with caregivers on 5 cases in the next 30 days (by December 23, 2026)."
    )
    assert [[cell.words for cell in row.children] for row in found.all("tr")] == [
        ["Practice", "Three Questions (sample)"],
        ["What you will do", "Use Three Questions"],
        ["How many", "5 cases"],
        ["Until when", "in next 30 days: until December 23, 2026"],
        ["With whom", "caregivers"],
    ]
    assert [b.words for b in found.all("button")] == ["Yes, this is my goal", "Read it again"]


def test_confirming_sends_the_sentence_and_the_day_it_was_read_on():
    """C-18: the same sentence read again on that day is the same goal."""
    confirm, change = echo(SENTENCE, prefix="a-", hidden={"csrf": "t"}, action="/goals").all("form")
    assert confirm.get("action") == change.get("action") == "/goals"
    assert sent(confirm)["csrf"] == sent(change)["csrf"] == ["t"]
    entry = read_goal_entry(sent(confirm), prefix="a-")
    assert (entry.phrase, entry.on, entry.confirmed) == (SENTENCE, ON, True)
    again = parse_goal(entry.phrase, on=entry.on, words=WORDS, practices=PROFILES)
    assert again == parse_goal(SENTENCE, on=ON, words=WORDS, practices=PROFILES)
    fill(change, {"a-goal": ["Use Three Houses"]})
    assert read_goal_entry(sent(change), prefix="a-").confirmed is False
    assert read_goal_entry(sent(change), prefix="a-").phrase == "Use Three Houses"


def test_what_was_not_understood_is_said_and_nothing_is_confirmed():
    """S1-21: no guess without a word: words left over, parts not found, and what refuses it."""
    found = echo("Use the flibber with caregivers on every case soonish")
    assert found.one("h2").words == "What was understood so far"
    assert [e.words for e in found.all("q")] == ["Use", "flibber", "soonish"]
    assert len(found.all("em")) == 4
    assert [f.get("id") for f in found.all("form")] == ["sop-draft-change"]
    assert found.all(class_="sop-said") == []
    errors = found.one(class_="sop-errors")
    assert errors.get("role") == "alert"
    assert len(errors.all("li")) >= 3
    assert not re.search(r"\bS\d-\d+|\bC-\d+", found.words)


def test_a_purpose_and_advice_are_shown():
    """S1-24: what for; advice is a note, and keeps nobody from confirming."""
    draft = parse_goal(SENTENCE, on=ON, words=WORDS, practices=PROFILES)
    advised = evolve(
        draft,
        purpose="to expand the network",
        issues=(Issue("few", "$", "A few at a time (S1-03).", severity="advice"),),
    )
    found = drawn(render.goal_draft(advised, WORDS, submit_label="OK"))
    assert ["What for", "to expand the network"] in [
        [cell.words for cell in row.children] for row in found.all("tr")
    ]
    assert found.one(class_="sop-notes").words == "A few at a time."
    assert found.all("button")[0].words == "OK"


def test_a_practice_is_called_by_its_profile_or_its_own_name():
    """The title of the profile that was passed, else what the goal words call it, else its id in words."""
    draft = parse_goal(SENTENCE, on=ON, words=WORDS, practices=PROFILES)
    own = evolve(profile(), practice="three_questions")

    def practice(one: object, **more: object) -> str:
        return drawn(render.goal_draft(one, WORDS, **more)).all("td")[0].words

    assert practice(draft, profiles=[own, *PROFILES]) == "Small practice"
    assert practice(draft, profiles=[profile()]) == "three questions"
    assert practice(evolve(draft, practice="safety_house")) == "Safety House"
    assert practice(evolve(draft, practice="no_such_thing")) == "no such thing"


def test_a_name_of_the_hosts_that_is_taken_is_refused():
    """A hidden field of ours would be lost."""
    with pytest.raises(CallRefused, match="is also the name"):
        echo(SENTENCE, hidden={"goal_on": "x"})


HOSTILE = [
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "a\u202eb\u2066c", "</textarea></form>",
    "{{ 7*7 }}", "&amp;&#60;", "x" * 10_000, "\nx", "\ud800\x00",
]  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("locale", ["en", "es"])
def test_hostile_texts_are_text(said, locale):
    """What a worker typed, and what the pair wrote, stays text wherever it stands."""
    draft = parse_goal(SENTENCE, on=ON, words=WORDS, practices=PROFILES)
    wild = evolve(draft, phrase=said, activity=said, purpose=said, among=(said,), practice=said,
                  issues=(Issue(said, "$", said, fix=said), Issue("x", "$", said, severity="advice")))  # fmt: skip
    for one in (wild, evolve(draft, phrase=said, activity=said, purpose=said)):
        found = read(render.goal_draft(one, WORDS, locale=locale))
        assert faults(found) == []
        assert "49" not in found.text
    found = read(render.goal(opened(goal(activity=said, purpose=said)), WORDS, locale=locale))
    assert faults(found) == []


def test_a_sentence_comes_back_character_by_character():
    """What was typed stands in its field, to be mended and not typed again."""
    typed = 'Use <b>Three</b> Questions & "more" on 5 cases'
    [change] = echo(typed).all("form")
    assert sent(change)["goal"] == [typed]

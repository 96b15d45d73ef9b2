"""Where a session stands: steps in their order, who comes next, the worker's own view first."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import render
from sop_core.coaching import STEPS, Attendee, Format, Part
from sop_core.errors import CallRefused
from tests.unit._met import (
    CELEBRATION,
    ENCOURAGEMENT,
    EVERY,
    FOCUS,
    INTERESTS,
    NEXT_GOALS,
    OBSERVATION,
    PEOPLE,
    REFLECTION,
    SELF_RATING,
    opening,
    step,
)
from tests.unit._page import Element, faults, read
from tests.unit._rated import opened, profile, ref

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")


def page(*steps: object, **more: object) -> Element:
    markup = render.session([opened(one) for one in steps], **more)
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    found = read(markup)
    assert faults(found) == []
    return found.one(class_="sop-session")


def where(page: Element) -> dict[str, str]:
    """Where each step stands, by its title."""
    return {li.one("h3").words: li.all("p")[0].words for li in page.all("li", class_="sop-skills")}


def now(page: Element) -> list[str]:
    return [li.one("h3").words for li in page.all("li", aria_current="step")]


def test_a_session_that_has_just_begun():
    """S1-25: the worker comes next; what is optional says so, and the rest is later."""
    found = page(opening())
    assert where(found) == {
        "Opening": "written",
        "Areas of interest of each": "if you like: either of you",
        "A few skills to work on": "if you like: either of you",
        "The worker looks back": "next: the worker",
        "The worker's own rating": "later",
        "What the coach or supervisor saw": "later",
        "Encouragement": "later",
        "Next goals": "later",
        "Celebration": "later",
    }
    assert now(found) == ["The worker looks back"]
    assert len(where(found)) == len(STEPS[Format.INDIVIDUAL])


def test_a_whole_session_says_what_each_wrote_in_the_steps_order():
    """S1-25 to S1-29: the worker's words before the partner's, and the celebration closes it."""
    found = page(*reversed(EVERY), names={"w-1": "You"}, profiles=[profile()])
    assert set(where(found).values()) == {"written"}
    assert now(found) == []
    assert "This session is closed." in found.words
    entries = [e.words for e in found.all(class_="sop-entry")]
    assert entries == [
        "Supervisor · 2026-11-24 Who takes part You (Worker) Supervisor",
        "Supervisor · 2026-11-24 Areas of interest Small practice",
        "You · 2026-11-24 What you chose to work on Small practice · It asks",
        "You · 2026-11-24 What went well We stayed with the child. What I would do another way Slower.",
        "You · 2026-11-24 A rating was made. It stands with the levels over time.",
        "Supervisor · 2026-11-24 What was seen You asked first. What to try next time Wait.",
        "Supervisor · 2026-11-24 Words of encouragement It shows.",
        "Supervisor · 2026-11-24 Goals set: 1",
        "Supervisor · 2026-11-24 What we celebrate Cake.",
    ]


def test_a_step_that_a_closed_session_went_without():
    """What is optional is not waited for."""
    found = page(*(one for one in EVERY if one is not ENCOURAGEMENT))
    assert where(found)["Encouragement"] == "not part of this session"


@pytest.mark.parametrize(
    "missing", [{REFLECTION.id}, {SELF_RATING.id}, {REFLECTION.id, SELF_RATING.id}]
)
def test_a_partners_words_are_held_back_until_the_workers_own_view_is_there(missing):
    """S1-27, D10: whatever was disclosed, the page shows nothing of the partner's before the worker's."""
    found = page(*(one for one in EVERY if one.id not in missing))
    for held in ("You asked first", "Wait.", "It shows", "Cake", "Goals set"):
        assert held not in found.words
    assert (
        found.words.count("This can be read once the worker's reflection and own rating are here.")
        == 4
    )
    # What comes before the worker's turn, and the worker's own words, are not held back.
    assert "small · asks" in found.words
    assert ("We stayed" in found.words) is (REFLECTION.id not in missing)


def test_nothing_follows_what_is_held_back():
    """The worker's own view comes next, and not the goals."""
    found = page(opening(), REFLECTION, OBSERVATION)
    assert now(found) == ["The worker's own rating"]
    assert where(found)["Next goals"] == "later"
    assert now(page(opening(), REFLECTION, SELF_RATING, OBSERVATION)) == ["Next goals"]


def test_a_workers_own_celebration_is_never_held_back():
    """Whoever learns reads what they wrote."""
    own = evolve(CELEBRATION, by="w-1")
    assert "Cake" in page(opening(), REFLECTION, own).words


def test_an_opening_that_was_not_disclosed_lets_nobody_pass_for_the_worker():
    """Without it nobody's part is known: they are other people, and what they wrote late is held back."""
    found = page(REFLECTION, OBSERVATION)
    assert "Another person · 2026-11-24" in found.words
    assert "You asked first" not in found.words


def test_the_workers_words_come_first_in_a_step_that_both_wrote():
    """S1-20: each has areas of interest, and the worker's stand above."""
    own = step("interests", interests=INTERESTS.interests, made_at="2026-11-24T11:00:00-08:00")
    found = page(opening(), INTERESTS, own)
    whose = [e.all("p")[0].words for e in found.all(class_="sop-entry")]
    assert whose[1:] == ["Worker · 2026-11-24", "Supervisor · 2026-11-24"]


def test_a_group_session_has_the_groups_steps_alone():
    """S1-11: it is about nobody, and nobody's words wait for another's."""
    people = (
        *PEOPLE,
        Attendee(person="p-1", role="social_worker", part=Part.OBSERVER),
        Attendee(person="f-1", role="coach", part=Part.FACILITATOR),
        Attendee(person="c-1", role="coach", part=Part.COACH),
    )
    started = opening(format=Format.GROUP, setting="unit", attendees=people)
    thought = step("worker_reflection", "p-1", went_well="We listened.")
    found = page(started, thought)
    assert where(found) == {
        "Opening": "written",
        "The worker looks back": "written",
        "Celebration": "next: anyone who takes part",
    }
    assert "Observer · 2026-11-24 What went well We listened." in found.words
    assert "Facilitator Coach" in found.words


def test_what_a_later_record_stands_in_for_is_not_shown():
    """An amended step replaces the earlier one."""
    mended = evolve(
        REFLECTION,
        id="x",
        went_well="Better words.",
        supersedes=ref(REFLECTION.id),
        status="amended",
    )
    found = page(opening(), REFLECTION, mended)
    assert "We stayed" not in found.words
    assert "Better words." in found.words


def test_texts_are_marked_to_find_their_own_direction():
    """What people write runs in its own direction, and keeps its lines."""
    found = page(opening(), REFLECTION)
    assert {e.get("dir") for e in found.all(class_="sop-words")} == {"auto"}
    assert "We stayed\nwith the child." in found.text


HOSTILE = [
    "<script>alert(1)</script>", "\"'><img src=x onerror=alert(1)>", "a\u202eb\u2066c", "</p></section>",
    "{{ 7*7 }}", "&amp;&#60;", "x" * 10_000, "\ud800\x00",
]  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE)
def test_hostile_texts_are_text(said):
    """What was written, and what a host calls people, stays text."""
    wild = [
        evolve(one, **{name: said for name in ("went_well", "differently", "observed", "try_next",
                                               "encouragement", "celebration") if getattr(one, name)})
        for one in EVERY
    ]  # fmt: skip
    markup = render.session([opened(one) for one in wild], names={"w-1": said, "s-1": said})
    found = read(markup)
    assert faults(found) == []
    assert "49" not in found.text


def test_bidirectional_controls_are_closed_in():
    """DESIGN 6: kept, and isolated."""
    found = page(opening(), evolve(REFLECTION, went_well="a\u202eb"))
    assert "\u2068a\u202eb\u202c\u2069" in found.text


def test_one_session_by_disclosures_alone():
    """DESIGN 4; two sessions are two fragments, and none is none."""
    for passed in (REFLECTION, [REFLECTION], None, {}):
        with pytest.raises(CallRefused, match="takes a Disclosure"):
            render.session(passed)
    with pytest.raises(CallRefused, match="of 2 sessions"):
        page(opening(), evolve(FOCUS, session="m-2"))
    with pytest.raises(CallRefused, match="of 0 sessions"):
        render.session([])
    with pytest.raises(CallRefused, match="give 1 to 5"):
        page(opening(), heading_level=6)


def test_spanish_is_there_whole():
    """C-32: a draft, as all of the interface's Spanish; the session's own words stay as they were written."""
    found = page(*EVERY, locale="es", profiles=[profile()])
    assert found.get("lang") == "es"
    assert "Lo que salió bien We stayed" in found.words
    assert NEXT_GOALS.goals
    assert "Metas acordadas: 1" in found.words

"""Laws of the panel: a pure function of situation, definitions, feedback and day, and never too much."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st

from sop_core import Situation, Sop, to_document
from sop_core.documents import prompt_set_of
from sop_core.prompts import MOST_SHOWN, choose, condition_of, holds, in_order
from sop_core.testing import conditions, facts, feedbacks, prompt_sets, situations
from sop_core.types import FeedbackOutcome
from tests.property.brute_panel import true_of

SOP = Sop.load(plugins=False)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2020, 3, 1))
BUNDLED = SOP.catalog.active_prompt_sets
NAMED = [f"{one.id}/{prompt.id}" for one in BUNDLED for prompt in one.prompts]


@st.composite
def moments(draw: st.DrawFn) -> Situation:
    """A situation with its day, tokens and feedback on bundled prompts."""
    return attrs.evolve(
        draw(situations()),
        on=draw(DAYS),
        case=draw(st.sampled_from(("c1", "c2", None))),
        viewer=draw(st.sampled_from(("v1", "v2", None))),
        feedback=tuple(draw(st.lists(feedbacks(st.sampled_from(NAMED)), max_size=6))),
    )


@st.composite
def offered(draw: st.DrawFn) -> tuple[list[Any], Situation]:
    """Prompt sets with different ids, and a moment with feedback on their prompts."""
    documents = draw(st.lists(prompt_sets(), max_size=4, unique_by=lambda one: one["id"]))
    sets = [prompt_set_of({**one, "status": "active"}) for one in documents]
    named = [f"{one.id}/{prompt.id}" for one in sets for prompt in one.prompts] or ["x/y"]
    here = draw(moments())
    kept = draw(st.lists(feedbacks(st.sampled_from(named)), max_size=6))
    return sets, attrs.evolve(here, feedback=tuple(kept))


class TestPanels:
    """S2-03, S2-12, S2-17, S2-18, D14."""

    @given(moments())
    def test_a_panel_is_a_pure_function(self, here):
        """The same situation gives the same panel, from another Sop too, and changes nothing of it."""
        before = repr(here)
        panel = SOP.panel(here)
        assert to_document(panel) == to_document(SOP.panel(here)) == to_document(ELSE.panel(here))
        assert repr(here) == before
        assert len(panel.prompts) <= MOST_SHOWN
        assert len({one.dedupe for one in panel.prompts if one.dedupe}) == sum(one.dedupe is not None for one in panel.prompts)  # fmt: skip

    @given(offered(), st.randoms(use_true_random=False))
    def test_the_order_of_definitions_and_feedback_changes_nothing(self, made, chance):
        """S2-12: whatever was found first."""
        sets, here = made
        shuffled, kept = list(sets), list(here.feedback)
        chance.shuffle(shuffled)
        chance.shuffle(kept)
        there = attrs.evolve(here, feedback=tuple(kept))
        assert choose(shuffled, there) == choose(sets, here)

    @given(moments())
    def test_with_every_prompt_put_aside_the_host_is_as_it_was(self, here):
        """D14, S2-03: put aside what is shown until nothing is; facts, case and feedback are untouched."""
        facts_before = dict(here.facts)
        for _ in range(len(NAMED) + 1):
            shown = SOP.panel(here).prompts
            if not shown:
                break
            aside = [_dismissed(one.id, here) for one in shown]
            here = attrs.evolve(here, feedback=(*here.feedback, *aside))
        assert SOP.panel(here).prompts == ()
        assert repr(dict(here.facts)) == repr(facts_before)

    @given(offered())
    def test_what_was_put_aside_here_is_not_shown_here(self, made):
        """S2-03: under its own case and viewer, whatever else was said of it."""
        sets, here = made
        shown = choose(sets, here)
        after = attrs.evolve(here, feedback=(*here.feedback, *(_dismissed(one.id, here) for one in shown)))  # fmt: skip
        assert {one.id for one in shown}.isdisjoint(one.id for one in choose(sets, after))

    @given(offered(), st.lists(st.tuples(st.integers(0, 9), st.sampled_from(FeedbackOutcome)), max_size=12))  # fmt: skip
    def test_a_cool_down_holds_under_any_sequence(self, made, steps):
        """S2-18: day after day, with any feedback, no prompt is back before its time."""
        sets, here = made
        waits = {
            f"{one.id}/{prompt.id}": prompt.cool_down for one in sets for prompt in one.prompts
        }
        last: dict[str, dt.date] = {}
        here = attrs.evolve(here, feedback=(), case="c", viewer="v")
        for days, outcome in steps:
            here = attrs.evolve(here, on=here.on + dt.timedelta(days))
            shown = choose(sets, here)
            for one in shown:
                assert one.id not in last or (here.on - last[one.id]).days >= waits[one.id]
            for one in shown[:1]:
                last[one.id] = here.on
                said = attrs.evolve(_dismissed(one.id, here), outcome=outcome)
                here = attrs.evolve(here, feedback=(*here.feedback, said))

    @given(offered())
    def test_what_helps_with_learning_comes_first_then_priority(self, made):
        """S1-03: and who says nothing of learning is shown nothing for it."""
        sets, here = made
        shown = choose(sets, here)
        assert list(shown) == list(in_order(shown, here))
        places = [(not one.learns, -one.priority) for one in shown]
        assert places == sorted(places)
        assert not any(one.learns for one in choose(sets, attrs.evolve(here, learning=())))

    @given(moments())
    def test_a_panel_can_be_sent_and_says_why(self, here):
        """DESIGN 3: of the panel's schema, each prompt with its reason and no value of a fact."""
        document = to_document(SOP.panel(here))
        assert SOP.check(json.loads(json.dumps(document))) == ()
        for prompt in document["prompts"]:
            assert prompt["why"]
            assert prompt.keys().isdisjoint({"dedupe", "learns"})


def _dismissed(prompt: str, here: Situation) -> Any:
    from sop_core.prompts import Feedback

    return Feedback(
        id="f", prompt=prompt, screen=here.screen, outcome=FeedbackOutcome.DISMISSED,
        on=here.on.isoformat(), case=here.case, viewer=here.viewer,
    )  # fmt: skip


ELSE = Sop.load(plugins=False)


class TestConditions:
    """A small closed language: a twin that shares no code says the same."""

    @given(conditions(), facts(), st.none() | DAYS)
    def test_a_twin_agrees(self, when, known, on):
        """Each condition, on facts of any kind."""
        for one in when:
            assert holds(condition_of(one), known, on) == true_of(one, known, on), one

    @given(conditions(), facts(), DAYS)
    def test_facts_that_are_not_named_change_nothing(self, when, known, on):
        """Nothing outside the named facts is looked at."""
        named = {c["fact"] for one in when for c in one.get("any", [one])}
        fewer = {name: value for name, value in known.items() if name in named}
        for one in when:
            assert holds(condition_of(one), known, on) == holds(condition_of(one), fewer, on)


def test_every_text_exists_in_every_language_that_its_definition_declares():
    """C-32: the languages of the title are those of every text, of every bundled prompt and screen."""
    count = 0
    for (kind, _, _), document in SOP.catalog.documents.items():
        if kind in ("prompts", "screens"):
            assert SOP.check(document) == ()
            for part in document.get("prompts", document.get("screens")):
                text = part.get("text", part.get("title"))
                assert set(text) == set(document["title"])
                count += 1
    assert count > 100

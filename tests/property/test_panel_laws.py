"""Laws of panels on which something is really shown, beside a panel by hand that shares no code."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import attrs
from hypothesis import given
from hypothesis import strategies as st

from sop_core import to_document
from sop_core.documents import prompt_set_of
from sop_core.prompts import MOST_SHOWN, Feedback, bearing, choose, fitting
from sop_core.testing import shown_prompts
from sop_core.types import FeedbackOutcome
from tests.property import brute_panel
from tests.property.brute_panel import panel_by_hand
from tests.property.door import BASE, sop_with


def shown(documents, here):
    """The ids and reasons of what is chosen, in their order."""
    chosen = choose([prompt_set_of(one) for one in documents], here)
    return [(one.id, one.why) for one in chosen]


@given(shown_prompts())
def test_what_is_drawn_is_sound_and_shown(made):
    """The strategy keeps its word: no issue, and at least one prompt on the panel."""
    documents, here = made
    assert [str(issue) for one in documents for issue in BASE.check(one)] == []
    assert shown(documents, here)


class TestShownPanels:
    """S2-03, S2-12, S2-17, S2-18: what is shown, why, and in what order."""

    @given(shown_prompts())
    def test_a_panel_is_the_one_by_hand_and_each_why_is_true(self, made):
        """The same ids in the same order, and of each reason every word: what holds, and nothing else."""
        documents, here = made
        assert shown(documents, here) == panel_by_hand(documents, here)

    @given(shown_prompts())
    def test_at_most_three_are_shown(self, made):
        """S2-03: however many fit, and of those with one key one."""
        documents, here = made
        sets = [prompt_set_of(one) for one in documents]
        chosen = choose(sets, here)
        every = [one.id for one in fitting(((s, p) for s in sets for p in s.prompts), here)]
        assert 1 <= len(chosen) <= MOST_SHOWN
        assert {one.id for one in chosen} <= set(every)
        assert len(chosen) == min(len(every), MOST_SHOWN) or any(one.dedupe for one in chosen)

    @given(shown_prompts())
    def test_a_panel_is_a_pure_function(self, made):
        """The same from another Sop with the same definitions; the situation and the definitions are as they were."""
        documents, here = made
        before = repr((documents, here))
        first, second = (sop_with(*documents) for _ in range(2))
        panel = to_document(first.panel(here))
        assert panel == to_document(first.panel(here)) == to_document(second.panel(here))
        assert repr((documents, here)) == before
        assert 1 <= len(panel["prompts"]) <= MOST_SHOWN
        assert first.check(panel) == ()

    @given(shown_prompts(), st.randoms(use_true_random=False))
    def test_the_order_of_definitions_and_feedback_changes_nothing(self, made, chance):
        """S2-12: whatever was found or kept first."""
        documents, here = made
        others, said = list(documents), list(here.feedback)
        chance.shuffle(others)
        chance.shuffle(said)
        there = attrs.evolve(here, feedback=tuple(said))
        assert bearing(there) == bearing(here)
        assert shown(others, there) == shown(documents, here)
        panels = [
            to_document(sop_with(*given).panel(at))
            for given, at in ((documents, here), (others, there))
        ]
        assert panels[0] == panels[1]

    @given(
        shown_prompts(),
        st.lists(
            st.tuples(st.integers(0, 9), st.sampled_from(FeedbackOutcome), st.integers(0, 2)),
            max_size=12,
        ),
    )
    def test_a_cool_down_holds_under_any_sequence(self, made, steps):
        """S2-18: day after day, whatever is said of whatever is shown, what is back has waited."""
        documents, here = made
        waits = {
            f"{one['id']}/{prompt['id']}": prompt.get("cool_down", 0)
            for one in documents
            for prompt in one["prompts"]
        }
        last: dict[str, dt.date] = {}
        aside: set[str] = set()
        for days, outcome, place in steps:
            here = attrs.evolve(here, on=here.on + dt.timedelta(days))
            panel = [id_ for id_, _ in shown(documents, here)]
            assert panel == [id_ for id_, _ in panel_by_hand(documents, here)]
            assert aside.isdisjoint(panel)
            for one in panel:
                assert one not in last or (here.on - last[one]).days >= waits[one]
            for one in panel[place : place + 1]:
                last[one] = here.on
                aside |= {one} if outcome is FeedbackOutcome.DISMISSED else set()
                said = Feedback("f", one, here.screen, outcome, str(here.on), None, here.case, here.viewer)  # fmt: skip
                here = attrs.evolve(here, feedback=(*here.feedback, said))

    @given(shown_prompts(), st.sampled_from(FeedbackOutcome))
    def test_each_outcome_does_what_the_page_says(self, made, outcome):
        """Any starts the cool-down; dismissed alone keeps a prompt away for good; the cool-down has an end."""
        documents, here = made
        (id_, _), *_ = shown(documents, here)
        set_, prompt = next(
            (one, prompt)
            for one in documents
            for prompt in one["prompts"]
            if f"{one['id']}/{prompt['id']}" == id_
        )
        alone = [{**set_, "prompts": [{**prompt, "cool_down": 5, "expires": "9999-12-31"}]}]
        said = Feedback("f", id_, "supervision", outcome, str(here.on), None, here.case, None)
        dismissed = outcome is FeedbackOutcome.DISMISSED
        for days, back in ((0, False), (4, False), (5, not dismissed), (999, not dismissed)):
            later = attrs.evolve(here, on=here.on + dt.timedelta(days), feedback=(said,))
            assert bool(shown(alone, later)) is back
        alone[0]["prompts"][0].pop("cool_down")
        assert bool(shown(alone, attrs.evolve(here, feedback=(said,)))) is not dismissed


def test_the_panel_by_hand_shares_nothing_with_the_library():
    """Else both could be wrong together."""
    tree = ast.parse(Path(brute_panel.__file__).read_text("utf-8"))
    names = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    names += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert set(names) == {"datetime", "re", "decimal", "fractions"}

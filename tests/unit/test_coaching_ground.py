"""What coaching with profiles rests on, told by example: prompts, order, and whom it is for."""

from __future__ import annotations

import pytest

from sop_core import Situation, Sop
from sop_core.coaching import check_agreement, check_goal, check_participation, check_session_step
from sop_core.coaching.steps import STEPS
from tests.unit import _coached as made
from tests.unit._goals import PROFILES, bundled_words, drafted, goal_document

SOP = Sop.load(plugins=False)


def sources(screen: str, role: str) -> set[str]:
    panel = SOP.panel(Situation(screen=screen, role=role))
    known = {
        f"{one.id}/{prompt.id}": prompt.source
        for one in SOP.catalog.active_prompt_sets
        for prompt in one.prompts
    }
    return {known[prompt.id] for prompt in panel.prompts}


def test_a_supervisor_is_asked_to_set_the_hat_aside():
    """S1-06: a supervisor who coaches is asked about the hat; a worker is not."""
    assert "S1-06" in sources("coaching.session", "supervisor")
    assert "S1-06" not in sources("coaching.session", "social_worker")


def test_what_coaching_is_not_is_noticed():
    """S2-13: not training, not correcting, not complaining, not therapy."""
    assert "S2-13" in sources("coaching.session", "coach")
    text = next(
        p.text.get("en")
        for one in SOP.catalog.active_prompt_sets
        for p in one.prompts
        if p.id == "coaching_is_not"
    )
    assert all(word in text for word in ("training", "correcting", "complaining", "therapy"))


def test_a_group_is_asked_to_ask_each_other():
    """S1-11, S1-29: peers consult by the profile's levels, and celebrate."""
    assert {"S1-11", "S1-29"} < sources("coaching.group", "social_worker")


def test_trying_on_comes_with_a_day_to_look_at_it_again():
    """S1-14: whoever tries it on is asked again on a day that was agreed."""
    assert check_participation(made.TRYING, {}) == []
    (issue,) = check_participation(made.changed(made.TRYING, {"-check_in": None}), {})
    assert issue.code == "check_in_missing"


def test_best_hopes_and_worst_fears_of_both():
    """S1-17: an agreement lacks something until every party has said both."""
    for what in ("hopes", "fears"):
        for party in ("worker", "supervisor", "coach"):
            (issue,) = check_agreement(
                made.changed(made.AGREEMENT, {f"-dialogue.{what}.{party}": None}), {}
            )
            assert (issue.code, issue.path) == (
                "agreement_incomplete",
                f"$.dialogue.{what}.{party}",
            )


def test_goals_come_after_the_agreement():
    """S1-19, D9: a goal names an agreement, and that is there."""
    found = check_goal(goal_document(), {}, words=bundled_words(), profile=PROFILES[0])
    assert "given_missing" in [issue.code for issue in found]


@pytest.mark.parametrize(
    ("text", "practice", "count", "unit", "due"),
    [
        (
            "Use Three Questions with caregivers on 5 cases in next 30 days",
            "three_questions",
            5,
            "case",
            "2026-12-23",
        ),
        (
            "Three Houses with 2 children or sibling groups in next 2 weeks",
            "three_houses",
            2,
            "child_or_sibling_group",
            "2026-12-07",
        ),
        (
            "Safety Circles activity to expand the network with 1 family by next Friday",
            "safety_circles",
            1,
            "family",
            "2026-11-27",
        ),
    ],
)
def test_the_examples_of_the_source(text, practice, count, unit, due):
    """S1-22, S1-23, S1-24, D11: each becomes a goal with a count, a unit and a day."""
    draft = drafted(text)
    assert (draft.practice, draft.count, draft.unit, draft.window.due) == (
        practice,
        count,
        unit,
        due,
    )
    assert draft.ok


@pytest.mark.parametrize(
    "role",
    ["manager", "supervisor", "social_worker", "hotline_worker", "office_staff", "adoptions"],
)
def test_coaching_is_for_everyone(role):
    """S2-17, S2-19, S2-20, D13: no role, enrolment or attendance is asked for, and roles may mix."""
    people = [{**made.WORKER, "role": role}, {**made.SUPERVISOR, "role": "director"}, made.JOINING]
    opening = made.changed(made.OPENING, {"attendees": people})
    assert check_session_step(opening, made.given(made.AGREEMENT)) == []
    assert SOP.needs(opening) == tuple(one for one in SOP.needs(opening) if one.kind == "agreement")
    assert all("role" not in (*step.must, *step.may) for each in STEPS.values() for step in each)


def test_the_five_tool_groups_ship():
    """S0-13: three assessment tools, the profiles, and the survey for parents and guardians."""
    assert set(SOP.catalog.ids("instrument")) >= {
        "social_worker_assessment", "leader_assessment", "organizational_assessment", "parent_guardian_survey",
    }  # fmt: skip
    assert len(SOP.catalog.active_profiles) == 5

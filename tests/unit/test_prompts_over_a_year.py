"""Somebody who answers what is asked comes to see every prompt, and meets the Three Questions together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import pytest

from sop_core import Situation, Sop
from sop_core.prompts import (
    NOTICING,
    STATEMENT,
    FactCondition,
    Feedback,
    Presence,
    Prompt,
    PromptSet,
    ScreenSet,
)
from sop_core.types import FeedbackOutcome

FIRST_DAY = dt.date(2026, 11, 26)
YEAR = 365
SOP = Sop.load(plugins=False)
SETS = SOP.catalog.active_prompt_sets
SCREENS = sorted({name for one in SETS for prompt in one.prompts for name in prompt.screens})
#: Where the Three Questions stand, each screen with its three.
THREE = {
    screen: [f"three_questions/{screen.replace('.', '_')}_{name}" for name in ("working_well", "worried", "next")]
    for screen in ("case.view", "contact.note", "supervision", "unit.meeting", "team.meeting")
}  # fmt: skip


def roles_in(sets: tuple[PromptSet, ...], screens: tuple[ScreenSet, ...]) -> set[str]:
    """Every role that a prompt or a screen names, and one that none does (S2-17, C-34)."""
    named = {role for one in sets for prompt in one.prompts for role in prompt.roles}
    shown = [screen for one in screens for screen in one.screens]
    named |= {role for screen in shown for role in screen.roles}
    return named | {role for s in shown for use in s.tools for role in use.who} | {"nobody_s_role"}


ROLES = sorted(roles_in(SETS, SOP.catalog.active_screens))


def on_screen(screen: str, role: str) -> dict[str, Prompt]:
    """The prompts that belong there for the role, whatever is known."""
    return {
        f"{one.id}/{prompt.id}": prompt
        for one in SETS
        for prompt in one.prompts
        if screen in prompt.screens and role in (prompt.roles or (role,))
    }


def facts_for(prompt: Prompt) -> dict[str, object]:
    """The least that a host has to know for all of a prompt's conditions to hold."""
    known: dict[str, object] = {}
    for condition in prompt.when:
        known |= _fact_for(condition)
    return known


def _fact_for(condition: FactCondition) -> dict[str, object]:
    if condition.any_of:
        return _fact_for(condition.any_of[0])
    if condition.presence is Presence.ABSENT:
        return {}
    known = [1 if condition.presence else None, condition.equals, condition.at_least]
    if condition.since is not None:
        known.append((FIRST_DAY - dt.timedelta(days=condition.since)).isoformat())
    (value,) = (one for one in known if one is not None)
    return {str(condition.fact): value}


class Person:
    """One viewer of one case on one screen, who answers each prompt that is shown."""

    def __init__(self, screen: str, role: str, facts: Mapping[str, object]) -> None:
        self.here = {"screen": screen, "role": role, "facts": facts, "case": "c", "viewer": "v"}
        self.last: dict[str, Feedback] = {}

    def look(self, on: dt.date) -> list[str]:
        """What the panel shows that day, and the feedback `accepted` on each of it."""
        panel = SOP.panel(Situation(on=on, feedback=tuple(self.last.values()), **self.here))
        for prompt in panel.prompts:
            self.last[prompt.id] = Feedback(
                f"f-{prompt.id}-{on}", prompt.id, panel.screen, FeedbackOutcome.ACCEPTED,
                on.isoformat(), case="c", viewer="v",
            )  # fmt: skip
        return [prompt.id for prompt in panel.prompts]

    def days(self, step: int = 1) -> Iterator[list[str]]:
        """One look a day, or each `step` days, for a year."""
        for day in range(0, YEAR, step):
            yield self.look(FIRST_DAY + dt.timedelta(days=day))


def seen_in_a_year(screen: str, role: str, facts: Mapping[str, object], wanted: set[str]) -> set:
    """Which of the wanted prompts somebody saw who looks once a day: it ends when all were seen."""
    missing = set(wanted)
    for shown in Person(screen, role, facts).days():
        missing -= set(shown)
        if not missing:
            break
    return wanted - missing


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("screen", SCREENS)
def test_somebody_who_answers_comes_to_see_every_prompt(screen, role):
    """S2-03: few at a time, and none is hidden for good behind those that come first."""
    prompts = on_screen(screen, role)
    always = {id_ for id_, prompt in prompts.items() if not facts_for(prompt)}
    assert seen_in_a_year(screen, role, {}, always) == always
    for id_ in prompts.keys() - always:
        facts = facts_for(prompts[id_])
        assert seen_in_a_year(screen, role, facts, {id_}) == {id_}, facts


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("screen", [one for one in SCREENS if one not in (NOTICING, STATEMENT)])
def test_on_one_visit_each_answer_makes_room_for_the_next(screen, role):
    """S2-03: what was answered goes, and what waited comes, until nothing is left that day."""
    person = Person(screen, role, {})
    looks = [person.look(FIRST_DAY) for _ in on_screen(screen, role)]
    seen = [id_ for shown in looks for id_ in shown]
    assert len(seen) == len(set(seen))
    prompts = on_screen(screen, role)
    assert set(seen) == {id_ for id_, prompt in prompts.items() if not facts_for(prompt)}


def test_the_three_questions_stand_on_five_screens_and_in_one_sentence_on_a_sixth():
    """S2-16: also where several fields meet, who ask all three at once."""
    (own,) = (one for one in SETS if one.id == "three_questions")
    assert [f"{own.id}/{prompt.id}" for prompt in own.prompts] == [
        id_ for together in THREE.values() for id_ in together
    ]
    (asked,) = (p for one in SETS for p in one.prompts if p.id == "team_three_questions")
    assert asked.screens == ("multidisciplinary.meeting",)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("screen", THREE)
def test_the_three_questions_stand_together_in_their_order(screen, role):
    """S2-12: on the first visit and whenever they come back, all three, and nothing else beside them."""
    daily = list(Person(screen, role, {}).days())
    assert daily[0] == THREE[screen]
    for shown in daily:
        assert shown == THREE[screen] or not set(shown) & set(THREE[screen])
    # S2-39: where people meet once a week, each talk opens with them.
    assert all(shown == THREE[screen] for shown in Person(screen, role, {}).days(step=7))

"""A worker and a supervisor in coaching, each at a browser of their own (issue 4, part 11)."""

from __future__ import annotations

import re

import pytest

from tests.browser.driver import onward, violations

pytestmark = pytest.mark.browser

AGREEMENT = {
    "purpose": "To grow in the three questions.",
    "context": "A year of many new cases.",
    "stakeholders": "The families, the unit and the two of us.",
    "desired_outcomes": "Families are asked what works.",
    "hopes": "That I dare to try things.",
    "fears": "That it is used against me.",
    "internal_use": "Nothing leaves the two of us.",
}
REFLECTION = "The grandmother said the plan in her own words."
OBSERVATION = "You asked what works before what worries."


@pytest.fixture(params=[{"width": 1200, "height": 900}, {"width": 320, "height": 700}], ids=["wide", "narrow"])  # fmt: skip
def both(request, visit, demo, script):
    """The two people, each in a browser context of their own, at the list of their coaching."""
    pages = [
        visit(name, java_script_enabled=script, viewport=request.param)
        for name in ("worker", "supervisor")
    ]
    for page in pages:
        page.goto(f"{demo.site}/sop/coaching/")
    return pages


def looked_at(page, shot, name: str, script: bool) -> None:
    """axe-core finds nothing, nothing is wider than the screen, and a picture is kept."""
    width = page.viewport_size["width"]
    shot(page, f"coaching-{name}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if script:
        assert violations(page) == [], name


def fill(page, **texts: str) -> None:
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def send(page, button: str) -> None:
    onward(page.get_by_role("button", name=button))


def follow(page, link: str) -> None:
    onward(page.get_by_role("link", name=link, exact=True))


def agree(worker, supervisor, shot, script) -> str:
    """Both hopes and fears, and both yeses; the address of the relation."""
    follow(worker, "Write a new agreement")
    looked_at(worker, shot, "new", script)
    send(worker, "Send it to them")
    worker.get_by_role("alert").wait_for()
    looked_at(worker, shot, "errors", script)
    worker.get_by_label("supervisor", exact=True).check()
    worker.get_by_label("My supervisor").check()
    fill(worker, **AGREEMENT)
    worker.get_by_label("Nothing of this is used in a performance appraisal.").check()
    worker.get_by_label(re.compile("^It stays between us")).check()
    send(worker, "Send it to them")
    address = worker.url
    supervisor.goto(address)
    follow(supervisor, "Read it, and say yes")
    fill(supervisor, hopes="That we talk of practice.", fears="That time runs out.")
    supervisor.get_by_label("I agree to what stands above").check()
    looked_at(supervisor, shot, "join", script)
    send(supervisor, "Say yes")
    worker.goto(address)
    follow(worker, "Read it, and confirm")
    worker.get_by_label("I agree to what stands above").check()
    send(worker, "Confirm")
    assert worker.get_by_text("It holds until").is_visible()
    return address


def rate(page, level: int) -> None:
    """Every aspect of the form at one level, counted from 1."""
    for group in page.locator("main form fieldset").all():
        radios = group.locator(":scope > * input[type=radio]")
        if radios.count():
            radios.nth(level).check()
    onward(page.locator("main form button[type=submit]"))


def set_goal(page, address: str, phrase: str, shot, script) -> None:
    page.goto(f"{address}goals/")
    fill(page, phrase=phrase)
    send(page, "Read it back to me")
    page.locator("input[name=target]").nth(1).check()
    looked_at(page, shot, "echo", script)
    send(page, "Yes, this is my goal")


def test_the_whole_story_on_screen(both, shot, script):
    """S1-07 to S1-29: agree, rate, set a goal by quick entry, meet in order, move a target up, celebrate."""
    worker, supervisor = both
    looked_at(worker, shot, "mine", script)
    address = agree(worker, supervisor, shot, script)
    worker.goto(f"{address}rate/three_questions/")
    looked_at(worker, shot, "rate", script)
    rate(worker, 1)
    set_goal(
        worker, address, "Use Three Questions with caregivers on 5 cases in the next 30 days", shot, script
    )  # fmt: skip
    follow(worker, "I did it on a case")
    worker.get_by_label(re.compile("^Two children")).check()
    looked_at(worker, shot, "done", script)
    send(worker, "I did it")
    assert worker.get_by_text("1 of 5", exact=True).is_visible()
    first = worker.get_by_text(re.compile("^It helps to grow")).first.inner_text()

    follow(worker, "Open a session")
    looked_at(worker, shot, "open", script)
    send(worker, "Open the session")
    session = worker.url
    supervisor.goto(session)
    assert supervisor.get_by_role("link", name="What the other saw").count() == 0
    follow(worker, "The worker's reflection")
    fill(worker, went_well=REFLECTION)
    send(worker, "Keep it")
    worker.goto(f"{address}rate/three_questions/")
    rate(worker, 2)
    worker.goto(f"{session}worker_self_rating/")
    worker.locator("input[name=ratings]").first.check()
    looked_at(worker, shot, "self-rating", script)
    send(worker, "Keep it")

    # Both have a page open at the same time, and both send: two records, and both are there.
    worker.goto(f"{session}worker_reflection/")
    supervisor.goto(f"{session}rate/three_questions/")
    rate(supervisor, 2)
    supervisor.goto(f"{session}supervisor_observation/")
    fill(worker, went_well="And one more thing.")
    fill(supervisor, observed=OBSERVATION)
    supervisor.locator("input[name=ratings]").first.check()
    looked_at(supervisor, shot, "observation", script)
    send(supervisor, "Keep it")
    send(worker, "Keep it")
    for page in (worker, supervisor):
        page.goto(session)
        for words in (REFLECTION, "And one more thing.", OBSERVATION):
            assert page.get_by_text(words).is_visible()
    looked_at(supervisor, shot, "session", script)

    set_goal(
        worker, address, "Use Three Questions with children on 3 cases in the next 2 weeks", shot, script
    )  # fmt: skip
    second = worker.get_by_text(re.compile("^It helps to grow")).first.inner_text()
    assert second != first, "the target moved up"
    worker.goto(f"{session}next_goals/")
    worker.locator("input[name=goals]").first.check()
    send(worker, "Keep it")
    supervisor.goto(f"{session}celebration/")
    fill(supervisor, celebration="Everybody came.")
    send(supervisor, "Keep it")
    assert supervisor.get_by_text("This session is closed").is_visible()
    for page in (worker, supervisor):
        page.goto(address)
        assert page.get_by_role("heading", name="Levels over time", exact=True).is_visible()
        looked_at(page, shot, f"relation-{'own' if page is worker else 'other'}", script)
    outsider_sees_nothing(supervisor, worker, address)


def outsider_sees_nothing(supervisor, worker, address: str) -> None:
    """Once it is ended, by either, the other finds nothing of the worker's any more."""
    worker.goto(address)
    follow(worker, "End the agreement")
    send(worker, "End the agreement today")
    supervisor.goto(address)
    assert supervisor.get_by_text("It was ended on").is_visible()
    assert supervisor.get_by_text("Three Questions").count() == 0


def test_the_profiles_can_be_walked_on_a_narrow_screen(visit, demo, shot, script):
    """S1-20: a profile to read, level by level; and how one takes part, chosen by oneself."""
    page = visit("worker", java_script_enabled=script, viewport={"width": 320, "height": 700})
    page.goto(demo.case)
    follow(page, "My coaching")
    follow(page, "Walk through the practice profiles")
    looked_at(page, shot, "profiles", script)
    onward(page.locator("main li a").first)
    looked_at(page, shot, "profile", script)
    page.goto(f"{demo.site}/sop/coaching/part/")
    page.get_by_label("I try it on for a while").check()
    looked_at(page, shot, "part", script)
    send(page, "This is my choice")
    assert page.get_by_role("alert").is_visible()
    page.locator("[name=check_in]").fill("2099-01-01")
    send(page, "This is my choice")
    assert page.locator(".sop-note").get_by_text("I try it on for a while").is_visible()

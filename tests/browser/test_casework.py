"""A worker writes on a case, and a supervisor looks at it (issue 5, part 7)."""

from __future__ import annotations

import re

import pytest

from tests.browser.driver import onward, violations

pytestmark = pytest.mark.browser

WORRY = "The children were alone at night."
STRENGTH = "Grandmother comes every evening."
WIDTHS = [{"width": 1200, "height": 900}, {"width": 320, "height": 700}]


@pytest.fixture(params=WIDTHS, ids=["wide", "narrow"])
def size(request) -> dict[str, int]:
    """The size of the screen."""
    return request.param


def looked_at(page, shot, name: str, script: bool) -> None:
    """axe-core finds nothing, nothing is wider than the screen, and a picture is kept."""
    width = page.viewport_size["width"]
    shot(page, f"case-{name}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if script:
        assert violations(page, only="main") == [], name


def press(page, button: str, to: str | None = None) -> None:
    onward(page.locator("form.sop-case-form").get_by_role("button", name=button, exact=True), to)


def one_more(page, group: str) -> None:
    """Ask for one more line."""
    onward(page.locator(f"button[name='c-more'][value={group}]"))


def first_prompt(page) -> str:
    return page.locator(".sop-prompt .sop-text").first.inner_text()


def test_a_contact_note_from_the_first_word_to_the_tickets_history(visit, shot, script, size):
    """S2-12, S2-37, D15: the Three Questions, a draft with one side alone, one good question, the other side, kept."""
    page = visit("worker", java_script_enabled=script, viewport=size)
    onward(page.get_by_role("link", name="Write a contact note"), "**/case/note/**")
    assert "working well" in first_prompt(page)
    looked_at(page, shot, "note-new", script)
    page.locator("[name='c-worries.1.text']").fill(WORRY)
    page.locator("[name='c-worries.1.voice']").select_option("caregiver")
    press(page, "Keep it as a draft")
    question = (
        "What strengths, protective capacities or acts of protection stand beside these worries?"
    )
    assert question in page.locator(".sop-case-form .sop-notes").inner_text()
    assert first_prompt(page) == question
    looked_at(page, shot, "note-draft", script)
    page.locator("[name='c-working_well.1.text']").fill(STRENGTH)
    # The last one, which the next visit to this case can do without.
    last = page.locator(".sop-prompt .sop-text").last.inner_text()
    page.locator(".sop-why summary").last.click()
    onward(page.locator("button[name=sop_aside]").last)
    assert page.locator("[name='c-working_well.1.text']").input_value() == STRENGTH
    assert last not in page.locator(".sop-prompts").inner_text()
    one_more(page, "next_steps")
    page.locator("[name^='c-next_steps.'][name$='.text']").last.fill("Call the aunt before Friday.")
    press(page, "Keep it", "**/case/records/**")
    said = page.locator("main").inner_text()
    assert all(
        text in said for text in (WORRY, STRENGTH, "Call the aunt before Friday.", "Confidential")
    )
    assert question not in said
    looked_at(page, shot, "note-kept", script)
    onward(page.get_by_role("link", name="Back to the case"), "**/tickets/1/")
    assert page.get_by_text("A contact note was written").count() >= 1


def test_supervision_from_what_is_noticed_to_what_is_written_together(visit, shot, script, size):
    """S2-16, S2-39: the questions first, then what stands; from there to a field tool and back."""
    worker = visit("worker", java_script_enabled=script)
    worker.goto(worker.url.replace("/tickets/1/", "/sop/tickets/2/case/note/"))
    worker.locator("[name='c-worries.1.text']").fill(WORRY)
    press(worker, "Keep it")
    page = visit("supervisor", java_script_enabled=script, viewport=size)
    page.goto(page.url.replace("/tickets/1/", "/tickets/2/"))
    onward(page.get_by_role("link", name="Supervision", exact=True), "**/supervision/**")
    assert page.locator(".sop-prompt").count() == 3
    assert WORRY in page.locator("main").inner_text()
    looked_at(page, shot, "supervision", script)
    page.locator(".sop-because summary").first.click()
    assert page.locator(".sop-because p").first.is_visible()
    asked = first_prompt(page)
    page.locator(".sop-why summary").first.click()
    onward(
        page.locator(".sop-why").first.get_by_role("button", name="This helped me"),
        "**/supervision/",
    )
    assert first_prompt(page) != asked or page.locator(".sop-prompt").count() == 3
    onward(page.get_by_role("link", name="Safety map", exact=True).first, "**/write/safety_map/**")
    looked_at(page, shot, "map", script)


def test_a_danger_is_written_step_by_step_and_refused_until_it_is_whole(visit, shot, script, size):
    """C-30, D16: one part on a page, on and back, nothing lost, and the whole read before it is kept."""
    page = visit("worker", java_script_enabled=script, viewport=size)
    page.goto(page.url.replace("/tickets/1/", "/sop/tickets/3/case/write/danger/"))
    looked_at(page, shot, "danger-first", script)
    page.locator("main textarea").fill("The teacher and the aunt")
    press(page, "Next")
    page.locator("main textarea").fill("The caregiver might leave the children alone.")
    press(page, "Back")
    assert page.locator("main textarea").input_value() == "The teacher and the aunt"
    press(page, "Next")
    assert page.locator("main textarea").input_value().startswith("The caregiver might")
    press(page, "Next")
    press(page, "Next")
    page.locator("main textarea").fill("The little one could be hurt.")
    press(page, "Read it as a whole")
    assert "said what worries them" in page.locator(".sop-readback").inner_text()
    press(page, "Keep it")
    page.get_by_role("alert").wait_for()
    looked_at(page, shot, "danger-missing", script)
    onward(page.get_by_role("alert").get_by_role("link"))
    page.locator("[name=c-situation]").fill("When the night shift begins.")
    press(page, "Keep it", "**/case/records/**")
    looked_at(page, shot, "danger-kept", script)
    onward(page.get_by_role("link", name="Write its safety goal"), "**/write/safety_goal/**")
    assert "When the night shift begins." in page.locator("blockquote").inner_text()
    looked_at(page, shot, "goal", script)


def test_circles_and_houses_are_written_drawn_and_printed(visit, shot, script, size, tmp_path):
    """S4-08, B-23, B-25: the drawing, its text, and a page of paper without the host's buttons."""
    page = visit("worker", java_script_enabled=script, viewport=size)
    site = page.url.split("/tickets/")[0]
    page.goto(f"{site}/sop/tickets/3/case/write/safety_circles/")
    for number, (label, ring) in enumerate(
        (("Grandmother", "inner"), ("Uncle", "middle"), ("Coach", "outer")), 1
    ):
        page.locator(f"[name='c-people.{number}.label']").fill(label)
        page.locator(f"[name='c-people.{number}.ring']").select_option(ring)
        one_more(page, "people")
    press(page, "Keep it", "**/case/records/**")
    assert page.locator("svg[role=img] text").count() == 3
    assert re.search(r"Grandmother", page.locator("main").inner_text())
    looked_at(page, shot, "circles", script)
    printed(page, shot, "circles")
    page.goto(f"{site}/sop/tickets/3/case/write/three_houses/")
    looked_at(page, shot, "houses-form", script)
    page.locator("[name='c-setting.order.1']").select_option("hopes_and_dreams")
    page.locator("[name='c-setting.names.worries']").fill("the grey house")
    page.locator("[name='c-setting.consent']").select_option("given")
    page.locator("[name='c-hopes_and_dreams.1.text']").fill("A dog, and Mom laughing")
    page.locator("[name='c-hopes_and_dreams.1.voice']").select_option("child")
    page.locator("[name='c-hopes_and_dreams.1.verbatim']").check()
    press(page, "Keep it", "**/case/records/**")
    assert "called: the grey house" in page.locator("main").inner_text()
    looked_at(page, shot, "houses", script)
    printed(page, shot, "houses")


def printed(page, shot, name: str) -> None:
    """On paper stands the record, and nothing to press."""
    page.emulate_media(media="print")
    shot(page, f"case-print-{name}-{page.viewport_size['width']}")
    assert page.locator("main button:visible").count() == 0
    assert page.locator("header.sop-bar").is_hidden()
    assert page.locator(".sop-case").is_visible()
    page.emulate_media(media="screen")

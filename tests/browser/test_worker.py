"""A social worker at the case page: asked, answering, corrected, thanked in words."""

from __future__ import annotations

import re

import pytest

from tests.browser.driver import choose, onward, violations

pytestmark = pytest.mark.browser

SPANISH = {"locale": "es-US"}


def open_form(page, name: str) -> None:
    onward(page.locator("#sop-panel").get_by_role("link", name=re.compile(name)), "**/forms/**")


def test_a_worker_answers_is_corrected_and_reads_words(visit, shot, script):
    """S0-10: sign in, answer wrongly, see every error linked to its field, correct, read words."""
    page = visit("worker", java_script_enabled=script)
    shot(page, "case")
    open_form(page, "Social Worker")
    choose(page, 1, skip=2)
    page.locator("main textarea").first.fill("kept as written")
    onward(page.get_by_role("button", name="Send answers"))
    summary = page.get_by_role("alert")
    summary.wait_for()
    shot(page, f"errors-{script}")
    links = summary.get_by_role("link")
    assert links.count() == 2
    for link in links.all():
        link.click()
        at = page.locator(link.get_attribute("href"))
        assert at.count() == 1
        assert at.evaluate("element => element.getBoundingClientRect().top < innerHeight")
    assert page.locator("main textarea").first.input_value() == "kept as written"
    groups = [
        g for g in page.locator("main fieldset").all() if g.locator("input[type=radio]").count()
    ]
    assert [g.locator("input:checked").count() for g in groups].count(0) == 2
    for group in groups[:2]:
        group.locator("input[type=radio]").nth(4).check()
    onward(page.get_by_role("button", name="Send answers"), "**/answers/**")
    shot(page, f"words-{script}")
    assert page.get_by_role("heading", name="Thank you").is_visible()
    strong = page.get_by_role("region", name="Skills that are strong now")
    growing = page.get_by_role("region", name="Skills you may want to strengthen")
    assert strong.get_by_role("listitem").count() == 2
    assert growing.get_by_role("listitem").count() > 2
    said = re.sub(r"20\d\d-Q\d", "the cycle", page.locator("main").inner_text())
    assert not re.search(r"\d", said)
    onward(page.get_by_role("link", name="Back to the case"), "**/tickets/1/")


def test_a_workers_own_page_is_read_by_that_worker_alone(visit, shot, script):
    """S0-07, S0-10: from the case to my own pages, one of them open, at 320 pixels; the supervisor sees none."""
    page = visit("worker", java_script_enabled=script, viewport={"width": 320, "height": 700})
    open_form(page, "Social Worker")
    choose(page, 3)
    page.locator("main fieldset").first.locator("input[type=radio]").nth(0).check()
    onward(page.get_by_role("button", name="Send answers"), "**/answers/**")
    onward(page.get_by_role("link", name="My own pages"), "**/mine/*")
    shot(page, f"mine-{script}")
    onward(page.locator(".sop-mine a").first, "**/mine/*/*")
    shot(page, f"own-page-{script}")
    assert page.get_by_role("heading", name="Where your areas stand").is_visible()
    assert page.get_by_role("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    if script:
        assert violations(page) == []
    other = visit("supervisor")
    assert other.goto(page.url).status == 404
    assert other.goto(page.url.split("/mine/")[0] + "/mine/").status == 200
    assert other.locator(".sop-mine a").count() == 0


def test_a_worker_puts_a_prompt_aside(visit, script):
    """S2-03: a reason, a click, and the prompt is gone from this case, with and without script."""
    page = visit("supervisor", java_script_enabled=script)
    page.goto(page.url.replace("/1/", "/2/" if script else "/3/"))
    panel = page.locator("#sop-panel")
    question = panel.locator("p").filter(has_text="What is working well")
    assert question.count() == 1
    # Other stories may have written in this case, and what they bring may stand before it.
    put_aside(panel.locator("li.sop-prompt").filter(has_text="What is working well"))
    assert re.search(r"/tickets/\d/#sop-panel$", page.url)
    assert question.count() == 0
    assert panel.locator("p").filter(has_text="worried").count() == 1


def put_aside(prompt) -> None:
    """Open a prompt's reasons, take the first, and send."""
    prompt.locator("summary").first.click()
    prompt.get_by_role("radio").first.check()
    onward(prompt.get_by_role("button", name="Put aside"))


@pytest.mark.parametrize("options", [{}, SPANISH], ids=["English", "Spanish"])
def test_panel_and_pages_pass_axe(visit, shot, options):
    """axe-core finds no violation on panel, form, errors and words, in both languages."""
    page = visit("worker", **options)
    assert violations(page, only="#sop-panel") == []
    language = "es" if options else "en"
    question = "funcionando bien" if options else "working well"
    assert page.locator("#sop-panel p").filter(has_text=question).count() == 1
    shot(page, f"panel-{language}")
    onward(page.locator('#sop-panel a[href*="social_worker_assessment"]'), "**/forms/**")
    assert violations(page) == []
    shot(page, f"form-{language}")
    onward(page.locator("main button[type=submit]"))
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
    choose(page, 2)
    page.locator("main fieldset").first.locator("input[type=radio]").nth(4).check()
    onward(page.locator("main button[type=submit]"), "**/answers/**")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_panel_can_be_read_in_the_hosts_light_and_dark(visit, shot, scheme):
    """The panel follows the host's colours: enough contrast in both."""
    page = visit("worker", color_scheme=scheme)
    page.evaluate("s => document.documentElement.setAttribute('data-bs-theme', s)", scheme)
    shot(page, f"panel-{scheme}")
    assert violations(page, only="#sop-panel") == []


def test_everything_fits_a_narrow_screen(visit, shot):
    """At 320 pixels nothing of ours is cut off or needs sideways scrolling."""
    page = visit("worker", viewport={"width": 320, "height": 700})
    box = page.locator("#sop-panel").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    shot(page, "narrow-panel")
    onward(page.locator('#sop-panel a[href*="social_worker_assessment"]'), "**/forms/**")
    shot(page, "narrow-form")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    onward(page.locator("main button[type=submit]"))
    page.get_by_role("alert").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_axe_would_find_what_is_wrong(visit):
    """The check itself is checked: a field without a name, put on the page, is found."""
    page = visit("worker")
    page.evaluate("document.querySelector('#sop-panel').append(document.createElement('input'))")
    assert any(found.startswith("label ") for found in violations(page, only="#sop-panel"))

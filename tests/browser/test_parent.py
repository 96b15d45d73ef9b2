"""A parent at the door (S0-12): from the worker's click to the thanks, on a telephone, without script."""

from __future__ import annotations

import re

import pytest

from tests.browser import driver
from tests.browser.driver import choose, onward, violations

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
SURVEY = '#sop-panel form[action*="/family/parent_guardian_survey/"]'
TITLE = {
    "es": "Encuesta de opinión para padres, madres y tutores",
    "en": "Parent/Guardian Feedback Survey",
}
THANKS = {"es": "Gracias", "en": "Thank you"}
GONE = {"es": "No se puede abrir este enlace", "en": "This link cannot be opened"}
SEND = {"es": "Enviar respuestas", "en": "Send answers"}


@pytest.fixture
def link(visit):
    """The address of a new link, read off the page that the worker's click leads to."""
    page = visit("worker")
    onward(page.locator(SURVEY).locator("button[value=link]"))
    return page.locator(".sop-link").inner_text()


@pytest.fixture
def parent(visit):
    """Open an address on a telephone that has never been here, without script unless it is asked for."""

    def open_(address: str, *, script: bool = False, language: str = "en"):
        page = visit(None, java_script_enabled=script, locale=language, **PHONE)
        page.context.clear_cookies()
        page.goto(address)
        return page

    return open_


def fits(page) -> None:
    """Nothing is wider than the screen, and everything to press is large enough for a thumb."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    # A radio button is pressed by its whole row.
    small = page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, nav a, nav button, input, textarea, summary')]
            .map(one => one.type === 'radio' ? one.closest('.sop-option') : one)
            .filter(one => one.checkVisibility() && one.type !== 'hidden')
            .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 24)
            .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
    )
    assert small == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_parent_answers_by_a_link_on_a_telephone(link, parent, shot, language):
    """S0-12: 320 pixels, no script, no account: the form in the telephone's language, thanks, no way on."""
    page = parent(link, language=language)
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("heading", name=TITLE[language]).count() == 1
    assert page.get_by_role("heading", level=1).inner_text() != ""
    assert "Two children" not in page.locator("body").inner_text()
    assert page.context.cookies() == []
    fits(page)
    shot(page, f"door-{language}")
    choose(page, 3)
    page.locator("main textarea").last.fill("é" * 2001)
    onward(page.get_by_role("button", name=SEND[language]))
    page.get_by_role("alert").wait_for()
    fits(page)
    shot(page, f"door-errors-{language}")
    assert page.locator("main input:checked").count() == 25
    page.locator("main textarea").last.fill("é")
    onward(page.get_by_role("button", name=SEND[language]), "**/family/thanks/**")
    fits(page)
    shot(page, f"door-thanks-{language}")
    assert page.get_by_role("heading", level=1).inner_text() == THANKS[language]
    assert page.locator("a, button, form").count() == 0
    assert page.context.cookies() == []
    assert all(one.startswith("0 marked") for one in driver.go_all_the_way_back(page))
    page.goto(f"{link}?lang={language}")
    assert page.get_by_role("heading", level=1).inner_text() == GONE[language]
    fits(page)
    shot(page, f"door-gone-{language}")


def test_the_language_changes_half_way_and_nothing_is_lost(link, parent, shot):
    """S0-12: without script, a change of language keeps what was marked and written."""
    page = parent(link)
    for group in page.locator("main fieldset").all()[:5]:
        group.locator("input[type=radio]").nth(3).check()
    page.locator("main textarea").last.fill("una frase")
    marked = page.locator("main input:checked").count()
    onward(page.get_by_role("button", name="Español"))
    assert page.locator("html").get_attribute("lang") == "es"
    shot(page, "door-language")
    assert page.get_by_role("heading", name=TITLE["es"]).count() == 1
    assert page.locator("main input:checked").count() == marked
    assert page.locator("main textarea").last.input_value() == "una frase"
    assert page.get_by_role("alert").count() == 0
    onward(page.get_by_role("button", name="English"))
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("main input:checked").count() == marked
    onward(page.get_by_role("button", name="Send answers"), "**/family/thanks/**")


def test_enter_sends_the_form(link, parent):
    """Enter does what the button says that sends, and does not change the language."""
    page = parent(link)
    choose(page, 3)
    page.locator("main input:checked").last.focus()
    with page.expect_navigation(url="**/family/thanks/**"):
        page.keyboard.press("Enter")


def test_an_empty_form_is_asked_about_once(link, parent):
    """A press by accident costs no link; a second one sends the form as it is."""
    page = parent(link)
    onward(page.get_by_role("button", name="Send answers"))
    assert "Nothing is marked yet" in page.get_by_role("alert").inner_text()
    fits(page)
    onward(page.get_by_role("button", name="Send answers"), "**/family/thanks/**")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_family_s_pages_pass_axe(link, parent, language):
    """axe-core finds no violation on door, errors, thanks and a used link, in either language."""
    page = parent(link, script=True, language=language)
    assert violations(page) == []
    onward(page.get_by_role("button", name=SEND[language]))
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
    choose(page, 3)
    page.locator("main textarea").last.fill("x" * 2001)
    onward(page.get_by_role("button", name=SEND[language]))
    page.get_by_role("alert").wait_for()
    assert violations(page) == []
    page.locator("main textarea").last.fill("")
    onward(page.get_by_role("button", name=SEND[language]), "**/family/thanks/**")
    assert violations(page) == []
    page.goto(link)
    assert page.get_by_role("heading", level=1).inner_text() == GONE[language]
    assert violations(page) == []


@pytest.mark.parametrize("locale", ["en-US", "es-US"])
def test_the_workers_page_with_the_link(visit, demo, shot, locale):
    """The link and a message in each language to copy; axe-core finds nothing; it fits 320 pixels."""
    page = visit("worker", locale=locale, **PHONE)
    onward(page.locator(SURVEY).locator("button[value=link]"))
    link = page.locator(".sop-link").inner_text()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/sop/family/[\w-]{43}/", link)
    messages = [area.input_value() for area in page.locator("textarea").all()]
    assert [said.split("?lang=")[-1] for said in messages] == ["en", "es"]
    assert all(link in said for said in messages)
    fits(page)
    shot(page, f"link-{locale}")
    assert violations(page) == []
    page.goto(demo.case)
    assert [
        one for one in driver.go_all_the_way_back(page) if f'{link}"' in one or f">{link}" in one
    ] == []


def no_way_back(page) -> None:
    """However often somebody presses Back, neither the case nor an answer is shown."""
    seen = driver.go_all_the_way_back(page)
    assert any("/tickets/1/" in one for one in seen), "the case was a page before"
    assert [one for one in seen if "Two children" in one] == []
    assert [one[:200] for one in seen if not one.startswith("0 marked")] == []


def test_a_device_is_handed_over(visit, demo, shot, script):
    """S0-12: the worker is signed out first; the parent answers, and no way leads back to the case."""
    page = visit("worker", java_script_enabled=script)
    assert "Two children" in page.content()
    onward(page.locator(SURVEY).locator("button[value=device]"))
    assert page.get_by_role("status").inner_text() == "You are signed out."
    shot(page, f"device-{script}")
    if script:
        assert violations(page) == []
    assert "sessionid" not in [cookie["name"] for cookie in page.context.cookies()]
    onward(page.get_by_role("link", name="English"))
    onward(page.get_by_role("button", name="Español"))
    page.get_by_role("heading", name=TITLE["es"]).wait_for()
    choose(page, 2)
    onward(page.get_by_role("button", name=SEND["es"]), "**/family/thanks/**")
    assert "devuélvalo" in page.locator("main").inner_text()
    no_way_back(page)
    page.goto(demo.case)
    assert "/login/" in page.url


@pytest.mark.parametrize("answered", [False, True], ids=["looked at", "answered"])
def test_the_browser_keeps_no_copy_to_go_back_to(demo, playwright_, answered):
    """Chromium shows a page as it was left, even a `no-store` one: not the case, and not the answers."""
    chromium = playwright_.chromium.launch(
        executable_path=str(driver.CHROMIUM),
        headless=True,
        args=driver.FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
    )
    try:
        page = chromium.new_context(locale="en-US").new_page()
        page.goto(demo.case)
        driver.sign_in(page, demo, "worker")
        page.goto(demo.case)
        onward(page.locator(SURVEY).locator("button[value=device]"))
        onward(page.get_by_role("link", name="English"))
        page.get_by_role("heading", name=TITLE["en"]).wait_for()
        if answered:
            choose(page, 3)
            onward(
                page.get_by_role("button", name=SEND["en"]), "**/family/thanks/**"
            )  # with its styles, as a person sees it
        no_way_back(page)
    finally:
        chromium.close()


def test_the_draft_translation_says_that_it_is_one(link, parent):
    """C-32: Spanish that no person has reviewed yet is marked as a draft."""
    page = parent(f"{link}?lang=es")
    assert "borrador" in page.locator("main").inner_text().lower()

"""A parent with the survey in hand, in English and in Spanish."""

from __future__ import annotations

import pytest

from tests.browser.driver import choose, violations

pytestmark = pytest.mark.browser


def open_survey(page, language: str) -> None:
    page.locator('#sop-panel a[href*="parent_guardian_survey"]').first.click()
    page.wait_for_url("**/forms/parent_guardian_survey/**")
    if page.locator("html").get_attribute("lang") != language:
        page.locator(f"a[hreflang={language}]").click()
        page.wait_for_url(f"**lang={language}**")


@pytest.mark.parametrize(
    ("language", "title", "thanks"),
    [
        ("es", "Encuesta de opinión para padres, madres y tutores", "Gracias"),
        ("en", "Parent/Guardian Feedback Survey", "Thank you"),
    ],
)
def test_a_parent_answers_the_survey(visit, shot, script, language, title, thanks):
    """The survey speaks the parent's language from title to thanks, and shows no case and no answer."""
    page = visit("worker", java_script_enabled=script)
    open_survey(page, language)
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("heading", level=1).inner_text() == title
    assert "Two children" not in page.locator("body").inner_text()
    choose(page, 3)
    shot(page, f"survey-{language}-{script}")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/thanks/**")
    shot(page, f"thanks-{language}-{script}")
    assert page.get_by_role("heading", level=1).inner_text() == thanks
    page.go_back()
    assert page.locator("main input:checked").count() == 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_survey_passes_axe(visit, language):
    """axe-core finds no violation on the survey and on its thanks, in either language."""
    page = visit("worker")
    open_survey(page, language)
    assert violations(page) == []
    choose(page, 3)
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/thanks/**")
    assert violations(page) == []


def test_the_draft_translation_says_that_it_is_one(visit):
    """C-32: Spanish that no person has reviewed yet is marked as a draft."""
    page = visit("worker")
    open_survey(page, "es")
    assert "borrador" in page.locator("main").inner_text().lower()

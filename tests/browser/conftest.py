"""The demo as a process, and Debian's Chromium driven by Playwright."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import driver

HERE = Path(__file__).parent


def missing() -> str | None:
    """What is not there to test with, in words; None where all is."""
    if not driver.CHROMIUM.exists():
        return f"no Chromium at {driver.CHROMIUM} (run .ci/install-debian)"
    if importlib.util.find_spec("playwright") is None:
        return "Playwright is not installed: make browser"
    if importlib.util.find_spec("sop_helpdesk_demo") is None:
        return "the host is not installed: make browser"
    if not driver.AXE.exists():
        return f"axe-core is not in {driver.AXE.parents[1]} (run npm install in tests/browser)"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here needs the browser; without it each is skipped with the plain reason."""
    reason = missing()
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[object]:
    """The demo on a free port, with data of its own."""
    from tests.hosts.demo import running

    with running(tmp_path_factory.mktemp("demo")) as started:
        yield started
        assert started.end() == 0


@pytest.fixture(scope="session")
def playwright_() -> Iterator[object]:
    """Playwright, of which a process has one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright_) -> Iterator[object]:
    """One Chromium for the session, with a profile of its own and no talk to the outside."""
    chromium = playwright_.chromium.launch(
        executable_path=str(driver.CHROMIUM), headless=True, args=driver.FLAGS
    )
    yield chromium
    chromium.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def script(request) -> bool:
    """Whether the pages' scripts run."""
    return request.param


@pytest.fixture
def visit(browser, demo) -> Iterator[object]:
    """Give a page of somebody who is signed in; each in a context of its own.

    With SOP_SLOW=1 the line is slow, and whoever does not wait for a page finds the one before.
    """
    contexts = []

    def make(name: str | None = "worker", **options: object):
        context = browser.new_context(**{"locale": "en-US", **options})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        if os.environ.get("SOP_SLOW"):
            driver.slow_down(page)
        page.goto(demo.case)
        if name:
            driver.sign_in(page, demo, name)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def shot(request) -> object:
    """Keep a picture where SOP_SHOTS names a folder, to be looked at by a person."""

    def take(page, name: str) -> None:
        if folder := os.environ.get("SOP_SHOTS"):
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take

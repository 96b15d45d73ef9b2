"""How the suite moves in a browser, and how it asks axe-core about a page."""

from __future__ import annotations

import time
from pathlib import Path

try:
    from playwright.sync_api import Error
except ModuleNotFoundError:  # the suite says so, and skips
    Error = Exception  # type: ignore[assignment, misc]

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
# Chromium runs as root in a sandboxed machine that reaches nothing: it must not try to.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def slow_down(page) -> None:
    """A page takes its time to come, and to arrive whole."""
    cdp = page.context.new_cdp_session(page)
    line = {"latency": 400, "downloadThroughput": 60_000, "uploadThroughput": -1}
    cdp.send("Network.enable")
    cdp.send("Network.emulateNetworkConditions", {"offline": False, **line})


def sign_in(page, demo, name: str) -> None:
    """Fill in the host's own sign-in page with what the demo printed."""
    page.locator("#username").fill(name)
    page.locator("#password").fill(demo.password(name))
    onward(page.locator("form button[type=submit]"), "**/tickets/**")


def onward(place, url=None) -> None:
    """Press what leads to another page, and wait until that page is there whole.

    Nothing that a page shows tells it from the one before where both have it (an address, an alert, a
    heading), and for a moment between the two there is no document to ask.
    """
    with place.page.expect_navigation(url=url):
        place.click()


def go_all_the_way_back(page) -> list[str]:
    """Press Back until there is no page before; each page as it is shown, address and markup.

    Asked of Chromium itself: Playwright waits for a page to load, and one that the browser had put
    away, or its own error page, never does.
    """
    seen = []
    cdp = page.context.new_cdp_session(page)
    while (history := cdp.send("Page.getNavigationHistory"))["currentIndex"]:
        before = history["currentIndex"] - 1
        cdp.send("Page.navigateToHistoryEntry", {"entryId": history["entries"][before]["id"]})
        for _ in range(600):
            time.sleep(0.1)
            try:
                cdp = page.context.new_cdp_session(page)
                now = cdp.send("Page.getNavigationHistory")["currentIndex"]
                shown = now == before and _evaluate(cdp, "document.readyState") == "complete"
            except Error:
                continue  # between two pages there is none to ask
            if shown:
                break
        else:
            raise AssertionError("the browser did not go back")
        marked = _evaluate(cdp, "document.querySelectorAll('main input:checked').length")
        shown = _evaluate(cdp, "location.href + document.documentElement.outerHTML")
        seen.append(f"{marked} marked: {shown}")
    return seen


def _evaluate(cdp, expression: str) -> object:
    answer = cdp.send("Runtime.evaluate", {"expression": expression, "returnByValue": True})
    return answer["result"].get("value")


def choose(page, option: int, *, skip: int = 0) -> None:
    """Choose the same option of every question on the form, but for the first `skip` ones."""
    for group in page.locator("main fieldset").all()[skip:]:
        radios = group.locator(":scope input[type=radio]")
        if radios.count():
            radios.nth(option).check()


def violations(page, *, only: str | None = None) -> list[str]:
    """What axe-core finds wrong on the page, or in one part of it, in words."""
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "async only => (await axe.run(only ? {include: [[only]]} : document)).violations", only
    )
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:200]} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]

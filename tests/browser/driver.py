"""How the suite moves in a browser, and how it asks axe-core about a page."""

from __future__ import annotations

from pathlib import Path

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


def sign_in(page, demo, name: str) -> None:
    """Fill in the host's own sign-in page with what the demo printed."""
    page.locator("#username").fill(name)
    page.locator("#password").fill(demo.password(name))
    page.locator("form button[type=submit]").click()
    page.wait_for_url("**/tickets/**")


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

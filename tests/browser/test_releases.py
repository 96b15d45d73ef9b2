"""An implementation lead at the screen: asks for results, looks, publishes once, reads and takes them away (issue 6)."""

from __future__ import annotations

import json
import re
import secrets
import sqlite3
from contextlib import closing

import pytest

from tests.browser.driver import onward, violations

pytestmark = pytest.mark.browser

WIDTHS = [{"width": 1200, "height": 900}, {"width": 320, "height": 700}]


@pytest.fixture(params=WIDTHS, ids=["wide", "narrow"])
def lead(request, visit, demo, script):
    """The lead, at the list of results."""
    page = visit("lead", java_script_enabled=script, viewport=request.param)
    page.goto(f"{demo.site}/sop/releases/")
    return page


def looked_at(page, shot, name: str, script: bool) -> None:
    """axe-core finds nothing, nothing is wider than the screen, and a picture is kept."""
    width = page.viewport_size["width"]
    shot(page, f"releases-{name}-{width}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    if script:
        assert violations(page) == [], name


def test_a_lead_asks_looks_and_publishes_once(lead, visit, demo, shot, script):
    """S0-07 to S0-09: what would be shown, then published once; the administrator reads why, and nobody else anything."""
    looked_at(lead, shot, "list", script)
    onward(lead.get_by_role("link", name="Social Worker Assessment", exact=True))
    looked_at(lead, shot, "ask", script)

    # Nothing is chosen for: it comes back, and says so beside the question.
    onward(lead.get_by_role("button", name="Show what would be published"))
    lead.get_by_role("alert").wait_for()
    looked_at(lead, shot, "errors", script)

    # Each run of this story, in one demo, asks for something of its own.
    purpose = {
        True: "For continuous quality improvement",
        False: "To see what the workforce needs",
    }[script]
    lead.get_by_label(purpose).check()
    # What the agency allows beside averages: a further grouping, the answers to a question, the spread.
    for label in ("By caseload", "The middle answer"):
        lead.get_by_label(label).check()
    lead.get_by_role("group", name="How many gave each answer").get_by_role("checkbox").check()
    narrow = lead.viewport_size["width"] < 400
    lead.get_by_label(
        "Everybody: it may leave the agency" if narrow else "People of the agency alone"
    ).check()
    onward(lead.get_by_role("button", name="Show what would be published"), "**/looks/**")
    assert lead.get_by_role("heading", level=1).inner_text().startswith("Not released")
    looked_at(lead, shot, "look", script)
    table = lead.locator(".sop-report").inner_text()
    assert "not shown" in table
    for said in ("caseload: intake", "How far answers lie apart", "How many gave each answer"):
        assert said in table
    look = lead.url

    # The second press breaks off the way of the first, which whoever waits for a navigation takes for a
    # failure. So it is waited for what only the page of a release has.
    lead.get_by_role("button", name="Publish it").dblclick()
    lead.get_by_role("link", name="Publish a correction").wait_for()
    lead.wait_for_load_state()
    assert re.search(r"/sop/releases/social_worker[^/]+/$", lead.url)
    release = lead.url
    assert "Not released" not in lead.get_by_role("heading", level=1).inner_text()
    assert lead.locator(".sop-report").inner_text() == table
    looked_at(lead, shot, "release", script)

    # Going back and pressing again leads to the same one.
    lead.goto(look)
    assert lead.url == release
    onward(lead.get_by_role("link", name="← Results of groups"))
    assert lead.locator(f'a[href="{release.removeprefix(demo.site)}"]').count() == 1
    lead.goto(release)

    with lead.expect_download() as download:
        lead.get_by_role("link", name="Download it as JSON").click()
    document = json.loads(download.value.path().read_text())
    assert document["$schema"] == "urn:sop:schema:release:1"
    assert all(row["n"] is None or row["n"] >= 11 for row in document["rows"])
    with lead.expect_download() as download:
        lead.get_by_role("link", name="Download the table as CSV").click()
    bars = sum(len(one["bars"]) * len(document["distributions"]) for one in document["distributed"])
    n_lines = 1 + len(document["rows"]) + bars
    assert download.value.path().read_text().count("\n") == n_lines

    lead.goto(f"{demo.site}/sop/releases/together/")
    looked_at(lead, shot, "together", script)

    # Nothing changed since, and so there is nothing to correct.
    lead.goto(release)
    onward(lead.get_by_role("link", name="Publish a correction"))
    assert lead.get_by_text("There is nothing to correct").is_visible()
    looked_at(lead, shot, "nothing-to-correct", script)

    assert lead.goto(f"{release}reasons/").status == 404
    admin = visit("admin", java_script_enabled=script, viewport=lead.viewport_size)
    admin.goto(release)
    onward(admin.get_by_role("link", name="Why something is withheld"))
    assert admin.get_by_text("small", exact=True).first.is_visible()
    looked_at(admin, shot, "reasons", script)
    worker = visit("worker", java_script_enabled=script)
    for address in (release, look, f"{demo.site}/sop/releases/"):
        assert worker.goto(address).status == 404


def late(demo, unit: str, n: int) -> None:
    """So many parents of a unit are heard after the cycle was counted: copies of answers that are there."""
    columns = "kind, status, instrument, version, ticket_id, day, document, score"
    with closing(sqlite3.connect(demo.events.parent / "demo.sqlite3", timeout=20)) as database:
        kept = database.execute(
            f"SELECT id, {columns} FROM sop_helpdesk_soprecord "
            "WHERE instrument = 'parent_guardian_survey' AND document LIKE ? LIMIT ?",
            (f'%"{unit}"%', n),
        ).fetchall()
        for row in kept:
            new = secrets.token_hex(16)
            # The score names its record too.
            copy = [one.replace(row[0], new) if isinstance(one, str) else one for one in row]
            named = f"id, {columns}, person, relation"
            database.execute(
                f"INSERT INTO sop_helpdesk_soprecord ({named}) VALUES ({','.join('?' * 11)})",
                [*copy, "", ""],
            )
        database.commit()


def test_a_correction_is_refused_for_a_few_and_published_for_many(lead, visit, demo, shot, script):
    """DESIGN 7, rule 5: one late answer is told in plain words to be too few; a whole unit's is shown, then published."""
    onward(lead.get_by_role("link", name="Parent/Guardian Feedback Survey", exact=True))
    narrow = lead.viewport_size["width"] < 400
    purpose = {
        (True, True): "To guide implementation and leadership teams",
        (True, False): "To see how the practice takes hold",
        (False, True): "To see what the workforce needs",
        (False, False): "For continuous quality improvement",
    }[script, narrow]
    lead.get_by_label(purpose).check()
    onward(lead.get_by_role("button", name="Show what would be published"), "**/looks/**")
    onward(
        lead.get_by_role("button", name="Publish it"),
        re.compile(r"/sop/releases/parent_guardian[^/]+/$"),
    )
    first = lead.url

    late(demo, "families", 1)
    onward(lead.get_by_role("link", name="Publish a correction"))
    looked_at(lead, shot, "correct", script)
    assert lead.get_by_label(purpose).is_checked()
    onward(lead.get_by_role("button", name="Show what would be published"))
    lead.get_by_role("alert").wait_for()
    assert "what a few people answered" in lead.get_by_role("alert").inner_text()
    looked_at(lead, shot, "correct-refused", script)

    # The lead has a plain sentence; the administrator, who is no lead, finds what stands behind it.
    admin = visit("admin", java_script_enabled=script, viewport=lead.viewport_size)
    admin.goto(f"{demo.site}/sop/releases/")
    onward(admin.get_by_role("link", name="What leads were not shown, and why"))
    looked_at(admin, shot, "whys", script)
    onward(admin.get_by_role("link", name="to look at a correction").first)
    assert admin.get_by_text("differs by 1 record").first.is_visible()
    looked_at(admin, shot, "refusal", script)
    assert lead.request.get(admin.url).status == 404

    late(demo, "families", 20)
    onward(lead.get_by_role("button", name="Show what would be published"), "**/looks/**")
    assert "correction" in lead.get_by_role("heading", level=1).inner_text()
    looked_at(lead, shot, "correct-look", script)
    onward(
        lead.get_by_role("button", name="Publish it"),
        re.compile(r"/sop/releases/parent_guardian[^/]+/$"),
    )
    assert lead.url != first
    lead.goto(first)
    assert lead.get_by_text("A later correction takes the place").is_visible()
    looked_at(lead, shot, "corrected", script)


def test_what_is_refused_says_what_to_do(lead, shot, script):
    """Nobody answered this one: a sentence that teaches, and what was chosen is still there."""
    onward(lead.get_by_role("link", name="Leader Assessment", exact=True))
    lead.get_by_label("For continuous quality improvement").check()
    onward(lead.get_by_role("button", name="Show what would be published"))
    lead.get_by_role("alert").wait_for()
    assert (
        "Nobody's answers to Leader Assessment are there" in lead.get_by_role("alert").inner_text()
    )
    assert lead.get_by_label("For continuous quality improvement").is_checked()
    looked_at(lead, shot, "refused", script)

"""The picture in docs/coaching.md is the table that the rules are read from."""

from __future__ import annotations

from tools import session_diagram


def test_the_picture_is_the_table():
    """S1-25 to S1-29: it is drawn from coaching/steps.py, and says each step and whose it is."""
    page = session_diagram.PAGE.read_text("utf-8")
    assert session_diagram.drawn(page) == page
    assert page.count("-->") == session_diagram.diagram().count("-->") + 2
    assert 'supervisor_observation["supervisor observation<br>partner"]' in page


def test_another_table_is_noticed():
    """A page with an older picture is another page."""
    page = session_diagram.PAGE.read_text("utf-8")
    older = page.replace(
        "worker_self_rating --> supervisor_observation", "opening --> supervisor_observation"
    )
    assert older != page
    assert session_diagram.drawn(older) == page

"""Laws of the rating form: what is chosen on the page is what the document says, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core import render
from sop_core.profiles import rating_fields, read_rating
from tests.unit._page import faults, fill, read, sent
from tests.unit._rated import opened, profile, rated, rating

pytest.importorskip("jinja2", reason="not on this Python: jinja2")
pytestmark = pytest.mark.law

IDS = [f"l{n}" for n in range(1, 21)]


@st.composite
def chosen(draw: st.DrawFn, levels: int) -> dict[str, object]:
    """What a person may choose for the two aspects: a level or none of them yet, and levels above."""
    found = {}
    for aspect in draw(st.sets(st.sampled_from(["asks", "listens"]))):
        at = draw(st.integers(-1, levels - 1))
        above = draw(st.sets(st.sampled_from(IDS[at + 1 : levels]))) if at + 1 < levels else set()
        found[aspect] = rated(IDS[at] if at >= 0 else None, *sorted(above, key=IDS.index))
    return found


@given(data=st.data(), levels=st.integers(2, 20))
def test_a_rating_on_the_page_is_the_rating_in_the_document(data, levels):
    """Fields to page to fields to document to fields: the same at every step, for any profile."""
    one, aspects = profile(levels), data.draw(chosen(levels))
    page = read(render.rating(one, prefix="p-")).one("form")
    fields = rating_fields(rating("r", "2026-10-01", aspects), prefix="p-") if aspects else {}
    fill(page, fields)
    document = read_rating(one, sent(page), prefix="p-")
    assert document["aspects"] == {
        aspect: {"attained": each.attained, "some_work_at": [*each.some_work_at]}
        for aspect, each in aspects.items()
    }
    again = read(render.rating(one, prefix="p-", values=fields)).one("form")
    # A group in which nothing is chosen sends its empty choice, which says nothing.
    assert {name: value for name, value in sent(again).items() if value != [""]} == sent(page)


@given(data=st.data(), levels=st.integers(2, 20))
def test_a_timeline_of_any_ratings_has_a_mark_and_a_cell_for_each(data, levels):
    """Nothing is dropped, put together or drawn outside of its picture, in whatever order they come."""
    one, ratings = profile(levels), []
    for number in range(data.draw(st.integers(1, 8))):
        day = f"2026-{data.draw(st.integers(1, 12)):02d}-{data.draw(st.integers(1, 28)):02d}"
        view = data.draw(st.sampled_from(["self", "observed"]))
        aspects = data.draw(chosen(levels))
        ratings.append(rating(f"r-{number}", day, aspects or {"asks": rated("l1")}, view=view))
    page = read(render.timeline([opened(each) for each in ratings], one))
    assert faults(page) == []
    n_marks = sum(len(each.aspects) for each in ratings)
    charts = page.all("svg", class_="sop-chart")
    circles = [e for chart in charts for e in chart.all("circle") if e.get("r") == "5"]
    squares = [e for chart in charts for e in chart.all("rect") if e.get("width") == "10"]
    assert len(circles) + len(squares) == n_marks
    cells = [td.words for td in page.all("td") if td.words and td.words != "Not rated that day"]
    said = sum(len([s for s in cell.split(" · ") if s != "Not rated that day"]) for cell in cells)
    assert said == n_marks
    for chart in charts:
        width, height = int(chart.get("width")), int(chart.get("height"))
        inside = [(int(e.get("cx")), int(e.get("cy"))) for e in chart.all("circle")]
        assert all(5 < x < width - 5 and 5 < y < height - 5 for x, y in inside)

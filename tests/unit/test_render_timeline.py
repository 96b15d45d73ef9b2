"""Levels by aspect over time: a picture, and a table that says the same."""

from __future__ import annotations

import itertools
import re

import pytest
from attrs import evolve

from sop_core import render
from sop_core.errors import CallRefused
from sop_core.instruments import Reflection
from sop_core.profiles import Level
from tests.unit._page import Element, faults, read
from tests.unit._rated import opened, profile, rated, rating, ref, text

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")

PROFILE = profile()


def page(*ratings: object, of=PROFILE, **more: object) -> Element:
    markup = render.timeline(opened(*ratings), of, **more)
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    found = read(markup)
    assert faults(found) == []
    return found.one(class_="sop-timeline")


def table(page: Element, at: int = 0) -> list[list[str]]:
    rows = page.all("table")[at].all("tr")
    return [[cell.words for cell in row.children] for row in rows]


def marks(page: Element, tag: str, at: int = 0) -> list[tuple[int, int]]:
    """The places of the large marks of one view."""
    chart = page.all("svg", class_="sop-chart")[at]
    if tag == "circle":
        every = [e for e in chart.all("circle") if e.get("r") == "5"]
        return [(int(e.get("cx")), int(e.get("cy"))) for e in every]
    every = [e for e in chart.all("rect") if e.get("width") == "10"]
    return [(int(e.get("x")) + 5, int(e.get("y")) + 5) for e in every]


def rows(page: Element, at: int = 0) -> dict[str, int]:
    """The height of each level's line by its short name."""
    chart = page.all("svg", class_="sop-chart")[at]
    return {
        e.words: int(e.get("y")) - 4 for e in chart.all("text") if e.get("text-anchor") == "end"
        and e.get("x") in ("62", "218")
    }  # fmt: skip


def paths(page: Element, at: int = 0) -> list[tuple[str, bool]]:
    """Each line between marks, and whether it is dashed."""
    chart = page.all("svg", class_="sop-chart")[at]
    return [
        (e.get("d"), "stroke-dasharray" in e)
        for e in chart.all("path")
        if e.get("stroke-width") == "1.5"
    ]


OWN = rating("r-1", "2026-08-01", {"asks": rated("l2", "l3")})
SEEN = rating("r-2", "2026-08-01", {"asks": rated("l3")}, view="observed")
LATER = rating("r-3", "2026-09-01", {"asks": rated("l1")})
LATER_SEEN = rating("r-4", "2026-10-01", {"asks": rated("l4")}, view="observed")


def test_the_table_says_all_that_the_picture_shows():
    """Each day is a row, each view a column; an aspect that nobody rated has a sentence."""
    drawn = page(LATER_SEEN, OWN, SEEN, LATER)
    assert table(drawn) == [
        ["Day", "Worker's own view", "Observed"],
        ["2026-08-01", "Level 2; some work at Level 3", "Level 3"],
        ["2026-09-01", "Level 1", ""],
        ["2026-10-01", "", "Level 4"],
    ]
    assert len(drawn.all("table")) == 1
    assert "Nobody has rated this yet." in drawn.words
    assert drawn.one("caption").words == "The same in words: It asks"
    assert [th.get("scope") for th in drawn.all("th")] == ["col"] * 3 + ["row"] * 3


def test_the_picture_is_hidden_from_who_listens_and_holds_no_colour():
    """Colour-blind safe: the views differ by mark and dash; every stroke is the text's own colour."""
    drawn = page(OWN, SEEN, LATER, LATER_SEEN)
    assert {svg.get("aria-hidden") for svg in drawn.all("svg")} == {"true"}
    colours = {e.get(name) for e in drawn.all() for name in ("fill", "stroke")} - {None, "none"}
    assert colours == {"currentColor"}
    assert len(marks(drawn, "circle")) == len(marks(drawn, "rect")) == 2
    assert [dashed for _, dashed in paths(drawn)] == [False, True]
    assert not any("style" in e or "href" in e for e in drawn.all())


def test_a_mark_stands_on_the_line_of_its_level():
    """Lowest at the bottom; not yet the lowest stands below them all."""
    drawn = page(OWN, LATER, rating("r-9", "2026-11-01", {"asks": rated(None)}))
    lines = rows(drawn)
    assert list(lines) == [
        "Level 6",
        "Level 5",
        "Level 4",
        "Level 3",
        "Level 2",
        "Level 1",
        "not yet",
    ]
    assert sorted(lines.values()) == list(lines.values())
    assert [y for _, y in marks(drawn, "circle")] == [
        lines["Level 2"],
        lines["Level 1"],
        lines["not yet"],
    ]
    [small] = [e for e in drawn.one("svg", class_="sop-chart").all("circle") if e.get("r") == "2.5"]
    assert int(small.get("cy")) == lines["Level 3"]


def test_self_and_observed_of_one_day_stand_side_by_side():
    """Neither hides the other, even at one level."""
    drawn = page(OWN, rating("r-2", "2026-08-01", {"asks": rated("l2")}, view="observed"))
    [(own, y)], [(seen, same)] = marks(drawn, "circle"), marks(drawn, "rect")
    assert seen - own == 10
    assert y == same
    assert paths(drawn) == []


def test_one_rating_stands_in_the_middle():
    """One point is a picture too, with its one day."""
    drawn = page(OWN)
    assert marks(drawn, "circle") == [(168, rows(drawn)["Level 2"])]
    days = [e.words for e in drawn.all("text") if re.match(r"\d{4}-", e.words)]
    assert days == ["2026-08-01"]


def test_days_stand_in_proportion():
    """Time is drawn as it went by, and only the first and the last day are named."""
    drawn = page(
        OWN, rating("r-3", "2026-08-11", {"asks": rated("l1")}), rating("r-4", "2026-09-10")
    )
    first, middle, last = [x for x, _ in marks(drawn, "circle")]
    assert (first, last) == (79, 257)
    assert middle == first + (last - first) * 10 // 40
    days = [e.words for e in drawn.all("text") if re.match(r"\d{4}-", e.words)]
    assert days == ["2026-08-01", "2026-09-10"]


def test_a_day_without_a_rating_of_the_aspect_breaks_its_line():
    """Unknown is never zero: nothing is drawn through what nobody has said, and the table says so."""
    gap = rating("r-7", "2026-08-15", {"listens": rated("l6")})
    drawn = page(OWN, gap, LATER, rating("r-5", "2026-10-01", {"asks": rated("l2")}))
    assert len(marks(drawn, "circle")) == 3
    [(only, _)] = paths(drawn)
    assert only.count("L") == 1
    assert ["2026-08-15", "Not rated that day"] in table(drawn)
    assert table(drawn, 1)[1] == ["2026-08-01", "Not rated that day"]


def test_several_ratings_of_one_view_and_day_all_stand_in_their_order():
    """By their time, whatever the zone it was written in."""
    morning = rating("r-1", "2026-08-01", {"asks": rated("l5")}, time="09:00:00-08:00")
    before = rating("r-2", "2026-08-01", {"asks": rated("l2")}, time="09:30:00-07:00")
    drawn = page(morning, before)
    assert table(drawn)[1] == ["2026-08-01", "Level 2 · Level 5"]
    assert len(marks(drawn, "circle")) == 2


@pytest.mark.parametrize("levels", [2, 6, 8, 9, 20])
def test_any_number_of_levels_has_a_line_each(levels):
    """C-11: the lines do not meet, and all lie within the picture."""
    one = profile(levels)
    drawn = page(rating("r", "2026-08-01", {"asks": rated(f"l{levels}")}), of=one)
    heights = list(rows(drawn).values())
    assert len(heights) == levels + 1
    assert {b - a for a, b in itertools.pairwise(heights)} in ({14}, {18})
    assert max(heights) < int(drawn.one("svg", class_="sop-chart").get("height")) - 16


def test_a_long_title_is_short_on_the_picture_and_whole_in_the_table():
    """The picture's names are an aid; the words stand beside it."""
    one = evolve(PROFILE, levels=(Level("l1", text("Teaches everybody")), *PROFILE.levels[1:]))
    drawn = page(LATER, of=one)
    assert "Teaches e…" in rows(drawn)
    assert table(drawn)[1] == ["2026-09-01", "Teaches everybody"]


def test_a_lower_level_is_a_level_like_any_other():
    """C-16: no word of loss, of grading or of rank, no total, in either language."""
    for locale in ("en", "es"):
        said = page(OWN, SEEN, LATER, LATER_SEEN, locale=locale).words
        assert not re.search(
            r"(?i)\b(drop\w*|declin\w*|worse|lost|lower|behind|penal\w*|total|average|mean|score|rank|grade|peor|"
            r"perdi\w*|promedio|puntaje|calificaci\w*|retroce\w*)\b",
            said,
        )


def test_what_a_later_record_stands_in_for_is_not_drawn():
    """An amended rating replaces the earlier one; a voided one is gone."""
    mended = rating(
        "r-9", "2026-08-02", {"asks": rated("l6")}, status="amended", supersedes=ref("r-1")
    )
    drawn = page(OWN, mended)
    assert table(drawn)[1:] == [["2026-08-02", "Level 6"]]
    void = rating(
        "r-8", "2026-08-03", {"asks": rated("l6")}, status="entered_in_error", supersedes=ref("r-1")
    )
    empty = page(OWN, void)
    assert empty.all("table") == empty.all(class_="sop-key") == []


def test_ratings_by_another_version_are_named_and_not_drawn():
    """Their levels were other words: they are neither mixed in nor hidden."""
    old = rating("r-0", "2026-01-05", profile=evolve(PROFILE.ref, version="0.9.0"))
    drawn = page(OWN, old)
    assert len(marks(drawn, "circle")) == 1
    assert drawn.one(class_="sop-figure").words.endswith("are not in the pictures: 2026-01-05.")
    assert "2026-01-05" not in str(table(drawn))


def test_one_person_and_one_profile():
    """S1-04: levels of two people never stand side by side; a fragment is of one profile."""
    with pytest.raises(CallRefused, match="more than one person"):
        page(OWN, rating("r-2", "2026-08-02", worker="w-2", rater="w-2"))
    with pytest.raises(CallRefused, match="Draw one fragment for each profile"):
        page(OWN, of=evolve(PROFILE, ref=evolve(PROFILE.ref, id="other")))


@pytest.mark.parametrize("passed", [None, {}, "r-1", OWN, [OWN], Reflection((), ())])
def test_nothing_is_drawn_of_a_record(passed):
    """DESIGN 4: the writer takes a Disclosure, and says so."""
    with pytest.raises(CallRefused, match="takes a Disclosure"):
        render.timeline(passed, PROFILE)


def test_a_disclosure_of_something_else_is_refused_and_what_lies_beside_is_passed_over():
    """What was asked for is a rating; the records that were passed with it may be of any kind."""
    from tests.unit._met import opening

    with pytest.raises(CallRefused, match="of kind rating"):
        page(opening())
    assert table(page(OWN, opening()))[1][0] == "2026-08-01"


def test_a_right_to_left_picture_begins_where_its_reader_does():
    """Time runs the way the text does."""
    one = evolve(
        PROFILE,
        title=text("x", he="x"),
        levels=tuple(Level(x.id, text("x", he="x")) for x in PROFILE.levels),
        aspects=tuple(evolve(a, title=text("x", he="x")) for a in PROFILE.aspects),
    )
    drawn = page(OWN, LATER, of=one, locale="he")
    first, last = [x for x, _ in marks(drawn, "circle")]
    assert first > last
    assert drawn.get("dir") == "rtl"


def test_two_timelines_fit_on_one_page():
    """By their prefixes; headings begin where they are told."""
    both = render.timeline(opened(OWN), PROFILE, prefix="a-") + render.timeline(
        opened(OWN), PROFILE
    )
    assert faults(read(both)) == ["more than one root"]
    assert page(OWN, heading_level=1).one("h1").words == "Small practice: levels over time"
    with pytest.raises(CallRefused, match="give 1 to 5"):
        page(OWN, heading_level=6)

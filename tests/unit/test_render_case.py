"""Pages of a case: everything that was written, in the child's order and names; drawings that hide nothing."""

from __future__ import annotations

import math
import re

import html5lib
import pytest

from sop_core import render
from sop_core.documents import value_of
from sop_core.practice import (
    PARTS,
    TOOLS,
    FieldRecord,
    FieldTool,
    Statement,
    StatementKind,
    redact,
    redact_statement,
)
from sop_core.render import drawing
from sop_core.render.words import every_word
from tests.unit._cased import CIRCLES, EVERY, FACES, GOAL, HOUSES, QUESTIONS, SCALED, field
from tests.unit._coached import changed
from tests.unit._page import Element, faults, read

HOUSE = field(
    "f-30", 12, "safety_house",
    entries=[{"id": "e1", "part": "rules", "text": "We call Grandmother.", "voice": "child", "verbatim": True}],
    scales=[
        {"id": "s0", "low": 1, "high": 10, "voice": "worker", "value": 10},
        {"id": "s1", "low": 1, "high": 10, "voice": "child", "value": 4, "low_means": "far", "high_means": "at the door"},
    ],
)  # fmt: skip
ALL = [*EVERY, HOUSE]


def page(markup) -> Element:
    """The fragment, read back; it is good HTML and has none of the known faults."""
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    read_back = read(markup)
    assert faults(read_back) == []
    return read_back


def value(document):
    return value_of(document, FieldRecord if "tool" in document else Statement)


def drawn(document, **options):
    record = value(document)
    of = render.field_page if isinstance(record, FieldRecord) else render.statement_page
    return page(of(record, **options))


def texts(document):
    """Every text that a person wrote."""
    for one in document.get("entries", []):
        yield one["text"]
    for one in document.get("people", []):
        yield from (one[key] for key in ("label", "relation") if key in one)
    for one in document.get("scales", []):
        yield from (one[key] for key in ("low_means", "high_means") if key in one)
    yield from document.get("setting", {}).get("names", {}).values()
    yield from document.get("parts", {}).values()


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("document", ALL, ids=lambda one: one["id"])
def test_everything_that_was_written_stands_on_the_page(document, locale):
    """S0-14, B-23 to B-25: every text, outside the drawing, and the mark of confidence first."""
    made = drawn(document, locale=locale)
    section = made.one("section", class_="sop-case")
    words = section.words
    drawing_words = " ".join(svg.words for svg in section.all("svg"))
    said = words.replace(drawing_words, "", 1)
    assert [text for text in texts(document) if text not in said] == []
    assert words.startswith(every_word()[locale]["case_confidential"])
    assert section.get("lang") == locale
    assert document["made_at"][:10] in words


@pytest.mark.parametrize("document", ALL, ids=lambda one: one["id"])
def test_a_drawing_holds_numbers_that_the_text_explains(document):
    """S4-08: each number in a drawing stands before what it is; the drawing has a title and says so."""
    made = drawn(document)
    svgs = made.all("svg")
    tool = document.get("tool")
    assert len(svgs) == (tool in ("safety_circles", "three_houses", "safety_house"))
    for svg in svgs:
        numbers = [text.words for text in svg.all("text")]
        assert all(number.isdigit() for number in numbers)
        beside = [one.words for one in made.all("h3")] + [one.words for one in made.all("li")]
        starts = {found[0] for one in beside if (found := re.match(r"\d+(?=\. )", one))}
        assert set(numbers) <= starts
        assert svg.get("role") == "img"
        ids = svg.get("aria-labelledby").split()
        assert [svg.one("title").get("id"), svg.one("desc").get("id")] == ids


def test_a_childs_houses_stand_in_the_childs_order_and_by_the_childs_names():
    """B-23: asked which first, in the child's own words, with consent, stop and sharing as they were."""
    made = drawn(HOUSES)
    assert [one.words for one in made.all("h3")] == [
        "1. House of hopes and dreams", "2. House of worries", "3. House of good things",
    ]  # fmt: skip
    words = made.one("section", class_="sop-case").words
    for sentence in ("called: the grey house", "said by the child, in these very words", "Those who may decide agreed.",
                     "It was stopped, since the child had enough.", "It was stopped at: House of good things.",
                     "The child wants some of it to be shared.", "Written down by the child.", "Nothing was written here."):  # fmt: skip
        assert sentence in words


def test_what_nobody_wrote_down_is_not_told_as_not_asked():
    """B-23: consent and sharing that a record does not have are open; that nobody was asked is something else."""
    open_ = drawn({**HOUSES, "setting": {"stopped": False}}).one("section", class_="sop-case").words
    assert "It is not written down whether anybody was asked for consent." in open_
    assert "It is not written down whether the child was asked about sharing." in open_
    assert "Nobody was asked for consent." not in open_
    asked = {"consent": "not_asked", "sharing": "not_asked"}
    said = drawn({**HOUSES, "setting": asked}).one("section", class_="sop-case").words
    assert "Nobody was asked for consent." in said
    assert "not written down" not in said


def test_people_stand_in_their_circles_with_their_moves():
    """B-25: by the family's own names, else by the host's token; who has left is said."""
    made = drawn(CIRCLES)
    people = [[line.words for line in ul.all("li")] for ul in made.all("ul", class_="sop-people")]
    assert people == [["1. Auntie (mother's sister)"], ["4. p-4"], ["2. the coach", "5. p-5"], ["3. p-3"]]  # fmt: skip
    words = made.one("section", class_="sop-case").words
    assert (
        "Auntie: 2026-10-09: from “Middle circle: knows a little” to “Inner circle: knows the most”"
        in words
    )
    assert "p-3: 2026-10-02: from “Middle circle: knows a little” to “In no circle now”" in words
    assert len(made.one("svg").all("text")) == 4


def test_ties_tags_and_scales_are_said():
    """S2-27, S2-34, B-29: unknown is never zero."""
    assert "1. p-1 (uncle, a strong tie)" in drawn(FACES).one("section", class_="sop-case").words
    plan = next(one for one in EVERY if one.get("tool") == "case_plan")
    assert "(something people will do)" in drawn(plan).one("section", class_="sop-case").words
    assert "6, from 0 to 10 (said by a caregiver, 0: no rest, 10: calm)" in drawn(QUESTIONS).one("section", class_="sop-case").words  # fmt: skip
    assert "no answer, from 1 to 5 (said by the child)" in drawn(SCALED).one("section", class_="sop-case").words  # fmt: skip
    with_person = changed(CIRCLES, {"entries.0.person": "p-1"})
    assert "Who can come when it gets hard? (Auntie)" in drawn(with_person).one("section", class_="sop-case").words  # fmt: skip


def test_the_path_is_where_the_child_stands():
    """B-24: by the child's own answer; nobody else's, and none where the child gave none."""
    stands = drawing.safety_house(1 / 3).stands
    assert (stands.x, stands.y) == (170, 259)
    assert len(drawn(HOUSE).one("svg").all("path")) == 5
    alone = changed(HOUSE, {"-scales.1": None})
    assert len(drawn(alone).one("svg").all("path")) == 4
    missing = changed(HOUSE, {"-scales.1.value": None, "scales.1.missing": "declined"})
    assert len(drawn(missing).one("svg").all("path")) == 4


def test_a_ring_has_room_for_many_and_the_text_for_all():
    """Marks never fall on each other by being endless."""
    people = [(number, "outer") for number in range(1, 101)]
    assert len(drawing.circles(people).marks) == drawing.MOST_MARKS
    assert drawing.circles([(1, None)]).marks == ()


@pytest.mark.parametrize("many", [1, 2, 11, 12, 13, 16, 17, 24, 100])
def test_no_mark_lies_on_another_or_on_a_ring(many):
    """B-25: a drawing that is printed is read; a mark is ten wide on each side."""
    people = [(number, ring) for number, ring in enumerate(("inner", "middle", "outer") * many, 1)]
    made = drawing.circles(people)
    assert len(made.marks) == 3 * min(many, drawing.MOST_MARKS)
    assert {one.number for one in made.marks} == {n for n, _ in people[: 3 * drawing.MOST_MARKS]}
    spots = [(one.x, one.y) for one in made.marks]
    assert min(math.dist(a, b) for i, a in enumerate(spots) for b in spots[:i]) >= 20
    for spot in spots:
        away = math.dist(spot, (150, 150))
        assert all(abs(edge - away) >= 10 for edge in made.circles)
        assert away + 10 < 150


def test_what_was_taken_out_is_said():
    """C-33: a redacted page holds structure, and says that the words are gone."""
    cut = page(render.field_page(redact(value(HOUSES)))).one("section", class_="sop-case").words
    assert "The words were taken out of this record." in cut
    assert "(taken out)" in cut
    assert "dog" not in cut
    cut = page(render.statement_page(redact_statement(value(GOAL)))).one("section", class_="sop-case").words  # fmt: skip
    assert cut.count("(taken out)") == 3
    assert "For the danger s-2." in cut


def test_a_draft_says_so_and_what_is_missing():
    """C-30: a part that is not written is not left out of the page, but for the one that may be."""
    draft = changed(GOAL, {"status": "draft", "-parts.others_see": None, "-parts.how_long": None})
    words = drawn(draft).one("section", class_="sop-case").words
    assert "This is a draft." in words
    assert "What others will see" not in words
    assert "For how long Nothing was written here." in " ".join(words.split())


HOSTILE = (
    "<script>alert(1)</script>",
    "\u202eevil",
    "{{ 7*7 }}",
    "&amp;",
    "🙂" * 50,
    "é\u0301",
    '" onload="x',
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_a_text(text):
    """DESIGN 6: escaped, closed in, and never run."""
    made = changed(HOUSES, {"entries.0.text": text, "setting.names": {"worries": text}})
    for document in (made, changed(CIRCLES, {"people.0.label": text, "people.0.relation": text})):
        markup = str(render.field_page(value(document)))
        assert "<script" not in markup
        assert 'onload="' not in markup
        assert "{{" in markup or "{{" not in text
        assert page(markup).one("section", class_="sop-case")
    markup = str(render.statement_page(value(changed(GOAL, {"parts.how_long": text}))))
    assert "<script" not in markup


def test_a_part_of_spaces_alone_is_missing():
    """D16: what nobody can see is not written, and the page says so."""
    blank = changed(
        GOAL, {"status": "draft", "parts.how_long": "\u2800 \u3164", "parts.others_see": " "}
    )
    made = page(render.statement_page(value(blank)))
    assert made.all("dd")[-1].words == every_word()["en"]["case_nothing"]
    assert every_word()["en"]["field_others_see"] not in made.words


def test_every_word_that_a_page_may_need_is_there():
    """C-32: each tool, part, kind, voice, ring, tie and tag, in both languages."""
    wanted = {f"tool_{tool}" for tool in FieldTool} | {f"kind_of_{kind}" for kind in StatementKind}
    wanted |= {f"field_{part}" for shape in TOOLS.values() for part in shape.parts}
    wanted |= {f"field_{part}" for parts in PARTS.values() for part in parts}
    for words in every_word().values():
        assert wanted <= words.keys()

"""From field tools to a host's assessments: where entries belong, and that the child's view comes first."""

from __future__ import annotations

from typing import Any

import pytest

from sop_core import Sop
from sop_core.documents import value_of
from sop_core.errors import NotFound
from sop_core.practice import (
    TOOLS,
    FieldRecord,
    check_crosswalk,
    child_first,
    where,
)
from tests.unit._cased import HOUSES, PLAN, QUESTIONS

SOP = Sop.load(plugins=False)
SAMPLE = SOP.catalog.crosswalk("sample_crosswalk")


def value(document: Any) -> FieldRecord:
    return value_of(document, FieldRecord)


def test_an_entry_has_a_question_for_each_place_where_it_may_belong():
    """S2-41, B-31: in the order of the entries; an entry that no row knows belongs nowhere."""
    found = where(value(QUESTIONS), SAMPLE)
    assert [(one.entry, one.assessment, one.section) for one in found] == [
        ("e1", "sample_safety", "protection"), ("e1", "sample_risk", "network"),
        ("e2", "sample_safety", "present_danger"), ("e2", "sample_safety", "complicating"),
    ]  # fmt: skip
    assert (
        found[2].ask.get("en")
        == "Is this a danger to the child now, or something that makes a hard time harder?"
    )
    assert where(value(PLAN), SAMPLE) == ()


def test_the_childs_view_comes_first():
    """S2-11, S2-41: Three Houses or a Safety House before an assessment; a hint, and only where the crosswalk asks."""
    assert child_first("sample_safety", SAMPLE, [value(QUESTIONS)]) is False
    assert child_first("sample_safety", SAMPLE, [value(QUESTIONS), value(HOUSES)]) is True
    document = SOP.catalog.document("crosswalk", "sample_crosswalk")
    own = {**document, "id": "county07.crosswalk", "assessments": [{**one, "child_first": False} for one in document["assessments"]]}  # fmt: skip
    county = Sop.load(plugins=False, definitions=[own]).catalog.crosswalk("county07.crosswalk")
    assert child_first("sample_safety", county, []) is None
    with pytest.raises(KeyError, match="nowhere"):
        child_first("nowhere", SAMPLE, [])


def test_the_sample_names_no_real_assessment_and_each_row_a_part():
    """B-31, B-42: made-up assessments; a county brings its own."""
    text = str(SOP.catalog.document("crosswalk", "sample_crosswalk"))
    assert "SDM" not in text
    assert all(row.part in TOOLS[row.tool].parts for row in SAMPLE.rows)
    assert all(one.title.get("en").startswith("Sample: ") for one in SAMPLE.assessments)
    with pytest.raises(NotFound, match="no crosswalk 'x'"):
        SOP.catalog.crosswalk("x")


def faults(**changes: Any) -> list[tuple[str, str]]:
    document = {
        "title": {"en": "T"},
        "assessments": [{"id": "a", "title": {"en": "A"}, "sections": [{"id": "s", "title": {"en": "S"}}]}],
        "rows": [{"tool": "scaling", "part": "why", "to": [{"assessment": "a", "section": "s"}], "ask": {"en": "?"}}],
        **changes,
    }  # fmt: skip
    return [(one.code, one.path) for one in check_crosswalk(document)]


def test_what_a_crosswalk_names_must_exist_once():
    """Otherwise an entry would be lost without a word."""
    row = {"tool": "scaling", "part": "why", "ask": {"en": "?"}}
    assert faults() == []
    assert faults(rows=[{**row, "to": [{"assessment": "b", "section": "s"}, {"assessment": "a", "section": "t"}, {"assessment": 5, "section": "s"}]}]) == [
        ("unknown_assessment", "$.rows[0].to[0].assessment"), ("unknown_section", "$.rows[0].to[1].section"),
    ]  # fmt: skip
    assert faults(rows=[{**row, "part": "rules"}]) == [("unknown_part", "$.rows[0].part")]
    assert faults(rows=[row, row]) == [("not_unique", "$.rows[1]")]
    assert faults(rows=[{**row, "tool": "dance"}, {**row, "part": 5}]) == []
    twice = {"id": "a", "title": {"en": "A"}, "sections": [{"id": "s", "title": {"en": "S"}}] * 2}
    assert faults(assessments=[twice, twice]) == [
        ("not_unique", "$.assessments[1].id"), ("not_unique", "$.assessments[0].sections[1].id"),
        ("not_unique", "$.assessments[1].sections[1].id"),
    ]  # fmt: skip

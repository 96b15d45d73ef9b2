"""The rules of definitions on their own, without the schema in front of them.

What each rule finds stands in `tests/hostile/definitions.py`; here it is the rule itself that has
to find it, and to bear with whatever the schema would have refused.
"""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from sop_core.documents import is_of_shape
from sop_core.instruments import check_definition, check_migrations, check_scales
from sop_core.instruments.score_rules import check_score
from sop_core.profiles import check_profile
from sop_core.prompts import check_prompts
from sop_core.shapes import mapping, objects, strings, texts
from tests.hostile.definitions import DEFINITIONS, ODD_BUT_SOUND, migration
from tests.hostile.hosts import INSTRUMENT

#: Codes that the schema alone says, and those that worked cases say.
OTHERS = {
    "wrong_type", "wrong_form", "not_a_choice", "too_short", "too_long", "out_of_range", "unknown_field",
    "missing_field", "schema_missing", "unknown_schema", "not_a_definition", "duplicate_key", "not_a_number",
    "case_differs", "unknown_scale", "required",
}  # fmt: skip
ROWS = [row for row in DEFINITIONS if isinstance(row[1], dict)]


def kind(document):
    return "profile" if document.get("$schema") == "urn:sop:schema:profile:1" else "instrument"


def rules(document):
    if kind(document) == "profile":
        return check_profile(document)
    if "prompts" in document:
        return check_prompts(document)
    return [*check_definition(document), *check_scales(document), *check_migrations(document)]


@pytest.mark.parametrize(
    ("document", "code"), [row[1:3] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_rule_finds_its_fault_and_bears_with_all_others(document, code):
    """No rule fails on what is malformed elsewhere, and each finds what it is for."""
    found = {issue.code for issue in rules(document)}
    in_cases = code == "unknown_code" and "cases" in document
    lists = code == "not_unique" and {"screens", "prerequisites"} & document.keys()
    assert code in found or code in OTHERS or in_cases or lists


@pytest.mark.parametrize(
    "document", [row[1] for row in ODD_BUT_SOUND], ids=[row[0] for row in ODD_BUT_SOUND]
)
def test_what_only_looks_wrong_breaks_no_rule(document):
    """Single options, negative and repeated values, sets with odd names."""
    assert rules(document) == []
    assert is_of_shape(document, kind(document))


STRANGE = (None, True, 0, 1.5, "x", [], ["x"], [[]], {}, {"x": {}}, [{}], {"id": []})


def places(value, at=()):
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, below in inner:
        yield (*at, key)
        yield from places(below, (*at, key))


@pytest.mark.parametrize("strange", STRANGE, ids=json.dumps)
def test_a_strange_value_anywhere_is_borne_with(strange):
    """Whatever stands at whichever place, the rules say what they can and raise nothing."""
    whole = {
        **INSTRUMENT,
        "version": "2",
        **migration({"old": {"item": "q01", "codes": {"a": "1"}}}),
    }
    for *parents, last in list(places(whole)):
        document = deepcopy(whole)
        holder = document
        for step in parents:
            holder = holder[step]
        holder[last] = deepcopy(strange)
        assert all(issue.code for issue in rules(document))


def test_views_pass_over_what_is_of_another_shape():
    """mapping, objects and strings show only what is there to be looked at."""
    assert mapping(None) == mapping([1]) == {}
    assert list(objects(5)) == list(objects("x")) == []
    assert list(objects([1, {"a": 1}, "x"])) == [(1, {"a": 1})]
    assert list(strings({"a": 1})) == []
    assert list(strings(["a", 1, "b"])) == [(0, "a"), (2, "b")]


def test_texts_are_found_wherever_they_stand():
    """Under the keys that hold one, in maps of them, below the author's own names, and not in cases."""
    document = {
        "title": {"en": "a"},
        "dismiss_reasons": {"later": {"en": "b"}, "odd": "no text"},
        "response_sets": {
            "title": {"options": [{"label": {"en": "c"}}]},
            "cases": [{"label": {"en": "d"}}],
        },
        "cases": [{"text": {"en": "not this"}}],
        "extensions": {"text": {"en": "nor this"}},
        "hint": "no text by locale",
    }
    assert [(place, text["en"]) for place, text in texts(document)] == [
        (("title",), "a"),
        (("dismiss_reasons", "later"), "b"),
        (("response_sets", "title", "options", 0, "label"), "c"),
        (("response_sets", "cases", 0, "label"), "d"),
    ]


def test_a_title_in_forty_one_languages_is_told_once():
    """Where the title has more languages than any text may, the other texts are not held against it."""
    document = {
        **INSTRUMENT,
        "title": {f"a{chr(97 + at // 26)}{chr(97 + at % 26)}": "x" for at in range(41)},
    }
    assert [issue for issue in check_definition(document) if issue.code == "locales_differ"] == []


SCORED = {
    "status": "scored", "value": 4, "exact": "4", "n_items": 3, "n_answered": 2, "n_not_applicable": 0,
    "n_declined": 1, "n_dont_know": 0, "n_not_answered": 0, "n_not_asked": 0, "band": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"status": "insufficient"}, ["value_and_status"]),
        ({"value": None}, ["value_and_status"]),
        ({"exact": None}, ["value_and_status"]),
        ({"status": "not_applicable", "value": None, "exact": None}, []),
        ({"status": "prorated", "value": None, "exact": None}, ["value_and_status"]),
        ({"n_answered": 3}, ["counts_differ"]),
        ({"n_items": 0, "value": None}, ["value_and_status", "counts_differ"]),
    ],
)
def test_a_stored_score_agrees_with_itself(changed, codes):
    """A value stands for scored and prorated alone, and the six counts make up the items."""
    assert [
        issue.code for issue in check_score({"scales": {"heard": {**SCORED, **changed}}})
    ] == codes

"""What a developer reads who passed the wrong thing to a function of field tools and statements: in full, by hand."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys

import pytest

from sop_core import CallRefused, RecordRefused, Sop, practice, render, to_document, to_json
from sop_core.documents import value_of
from sop_core.practice import FieldRecord, Statement

SOP = Sop.load(plugins=False)
WHO = {"id": "f-1", "case": "c-1", "writer": "w-1", "made_at": "2026-11-21T14:05:00-08:00"}
FIELDS = {"worries.1.text": "It was loud.", "worries.1.voice": "child"}
PARTS = {
    "who_worries": "An aunt", "caregiver_might": "He might leave.", "situation": "At night.", "possible_impact": "A fall.",
}  # fmt: skip
PAGE = SOP.accept(practice.read_field_record("three_questions", FIELDS, **WHO)).record
DANGER = SOP.accept(practice.read_statement("danger", PARTS, **WHO)).record

TOOLS = (
    "The names are: three_questions, three_houses, safety_house, safety_circles, safety_map, case_plan, consultation, "
    "face_sheet, scaling."
)
KINDS = "The names are: harm, danger, safety_goal, safety_claim."


@pytest.mark.parametrize(
    "call",
    [render.field_form, lambda name: practice.read_field_record(name, {}, **WHO)],
)  # fmt: skip
def test_what_is_no_field_tool(call):
    """The nearest, and all of them; words that may be somebody's are not repeated."""
    for name, message in (
        ("three_question", f"There is no field tool 'three_question'. Did you mean 'three_questions'? {TOOLS}"),
        ("Maria was alone", f"What was passed is the name of no field tool. {TOOLS}"),
        (None, f"What was passed is the name of no field tool. {TOOLS}"),
    ):  # fmt: skip
        with pytest.raises(CallRefused) as refused:
            call(name)
        assert str(refused.value) == message


@pytest.mark.parametrize(
    "call",
    [
        lambda: render.statement_form("dangers"),
        lambda: practice.read_statement("dangers", {}, **WHO),
        lambda: practice.step_of("dangers", {"step": "whole"}),
        lambda: practice.said_parts("dangers", {}),
        lambda: SOP.catalog.statement_steps("dangers"),
    ],
)
def test_what_is_no_kind_of_statement(call):
    """Everywhere the same."""
    with pytest.raises(CallRefused) as refused:
        call()
    assert str(refused.value) == f"There is no kind of statement 'dangers'. Did you mean 'danger'? {KINDS}"  # fmt: skip


CROSSWALK = SOP.catalog.crosswalk("sample_crosswalk")


@pytest.mark.parametrize(
    "call",
    [
        render.field_page,
        practice.field_record_fields,
        practice.redact,
        practice.growth,
        lambda one: practice.growth_between(one, PAGE),
        lambda one: practice.growth_between(PAGE, one),
        lambda one: practice.where(one, CROSSWALK),
        lambda one: practice.child_first("sample_safety", CROSSWALK, [PAGE, one]),
        practice.noted_in,
        practice.notice_complicating,
        practice.notice_services,
        practice.notice_telling,
        practice.notice_network,
    ],
)
@pytest.mark.parametrize("passed", [to_document(PAGE), to_json(PAGE), DANGER, None])
def test_what_is_no_field_record(call, passed):
    """A stored record is the most likely: it says how to read it."""
    with pytest.raises(CallRefused) as refused:
        call(passed)
    assert str(refused.value) == (
        f"What was passed is of type {type(passed).__name__}; this takes a FieldRecord. Pass receipt.record, or read a "
        "stored record: sop_core.documents.value_of(json.loads(stored), FieldRecord)."
    )


@pytest.mark.parametrize(
    "call",
    [
        render.statement_page,
        practice.statement_fields,
        practice.redact_statement,
        practice.said,
        lambda one: practice.notice_dangers([DANGER, one]),
    ],
)
@pytest.mark.parametrize("passed", [to_document(DANGER), to_json(DANGER), PAGE])
def test_what_is_no_statement(call, passed):
    """The same of a statement, also among others."""
    with pytest.raises(CallRefused) as refused:
        call(passed)
    assert str(refused.value).startswith(
        f"What was passed is of type {type(passed).__name__}; this takes a Statement. Pass"
    )


def test_what_is_noticed_takes_either():
    """Both kinds are named."""
    with pytest.raises(CallRefused, match="type dict; this takes a FieldRecord or Statement"):
        practice.notices(to_document(PAGE))


def test_a_stored_record_is_read_as_the_message_says():
    """What the fix names works."""
    assert value_of(json.loads(to_json(PAGE)), FieldRecord) == PAGE
    assert value_of(json.loads(to_json(DANGER)), Statement) == DANGER


def test_a_case_has_no_current_view():
    """It is told what a host does, and no advice stands there as if it were a reason."""
    only_worries = to_document(PAGE)
    assert SOP.check(only_worries)
    with pytest.raises(RecordRefused) as refused:
        SOP.current([only_worries])
    assert list(map(str, refused.value.issues)) == [
        (
            "$[0]: The document is of kind field-record. The current view is one of administrations. Leave it out. Of a "
            "case, those records stand that no later finished one supersedes."
        )
    ]


def test_a_value_inside_a_document_is_told_how_it_is_written():
    """A goal whose danger is the record itself: the likeliest slip of a host; a day is told as before."""
    goal = practice.read_statement("safety_goal", {}, **WHO, danger=DANGER)
    types = "Use str, int, Decimal, bool, None, list and dict; write a date as date.isoformat()."
    assert [str(issue) for issue in SOP.check(goal)] == [
        (
            f"$: The value is a Python Statement, which JSON does not have. {types} An earlier record is named as "
            '{"id": record.id, "digest": digest(record)}; a whole one is written as to_document(record).'
        )
    ]
    goal["danger"] = dt.date(2026, 11, 21)
    assert [issue.fix for issue in SOP.check(goal)] == [types]


def test_a_value_in_place_of_a_document_is_told_how_it_is_written():
    """`sop.check(receipt.record)` names the way from the value to its document."""
    assert [str(issue) for issue in SOP.check(PAGE)] == [
        (
            "$: The document is a Python FieldRecord. Pass a dict, or JSON as str or bytes; of a record that was "
            "accepted, to_document(record)."
        )
    ]


def test_what_a_package_offers_is_listed_before_it_is_loaded():
    """Whoever looks at a prompt, or lets an editor complete, sees every public name."""
    script = (
        "from sop_core import practice; assert set(practice.__all__) <= set(dir(practice)); "
        "assert 'said' not in vars(practice); assert '__doc__' in dir(practice)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)

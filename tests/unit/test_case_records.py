"""What the records of a case are refused for: one fault a row, with its whole text in `told_of_practice.json`.

Whoever changes a message reads its row there, and writes the file anew with
`python -m tests.unit.test_case_records`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sop_core import DisclosureRefused, RecordRefused, Sop, digest, to_document
from sop_core.documents import shape_issues, value_of
from sop_core.practice import (
    CASE_RECORDS,
    PARTS,
    TOOLS,
    FieldRecord,
    FieldTool,
    Statement,
    StatementKind,
    discreet,
    goals_for,
    growth,
    growth_between,
    parts_missing,
    redact,
    redact_statement,
    said,
    shape_of,
)
from sop_core.practice.statement import is_blank
from sop_core.sop.building import RULES
from sop_core.sop.casework import field_record_issues, statement_issues
from tests.unit._cased import (
    AGAIN_DANGER,
    AMENDED_DANGER,
    AMENDED_FIELD,
    AMENDED_GOAL,
    CIRCLES,
    CLAIM,
    DANGER,
    DRAFT_GOAL,
    EVERY,
    FACES,
    FIELD,
    GOAL,
    HARM,
    HOUSES,
    OTHER_GOAL,
    PLAN,
    QUESTIONS,
    SCALED,
    STATEMENTS,
    VOID_DANGER,
    VOID_DRAFT_GOAL,
    VOID_FIELD,
    VOID_GOAL,
    field,
)
from tests.unit._coached import Doc, changed, given, ref

SOP = Sop.load(plugins=False)
REFUSED_HOUSE = field(
    "f-9", 6, "safety_house", setting={"consent": "refused"},
    scales=[{"id": "s1", "low": 0, "high": 10, "voice": "child", "missing": "not_asked"}],
)  # fmt: skip
TOLD = Path(__file__).with_name("told_of_practice.json")
CHECKS = {"field-record": field_record_issues, "statement": statement_issues}


def kind_of(document: Doc) -> str:
    return str(document["$schema"].split(":")[3])


def issues_of(document: Doc, *beside: Doc) -> list[Any]:
    return CHECKS[kind_of(document)](document, given(*beside))


def _cut(document: Doc) -> Doc:
    return to_document(redact(value_of(document, FieldRecord)))


SOUND: dict[str, tuple[Doc, ...]] = {
    **{one["id"]: (one,) for one in [*FIELD, HARM, DANGER]},
    "a goal": (GOAL, DANGER),
    "a claim": (CLAIM, DANGER),
    "a claim beside no danger statement": (changed(CLAIM, {"-danger": None}),),
    "a draft of a goal": (DRAFT_GOAL,),
    "a goal without what others see": (changed(GOAL, {"-parts.others_see": None}), DANGER),
    "a goal that stands in for one": (AMENDED_GOAL, DANGER, GOAL),
    "a second goal as a draft": (changed(OTHER_GOAL, {"status": "draft"}), DANGER, GOAL),
    "a goal after one that was entered in error": (OTHER_GOAL, DANGER, GOAL, VOID_GOAL),
    "a draft of a goal for no danger, entered in error": (VOID_DRAFT_GOAL, DRAFT_GOAL),
    "a goal that is amended for the amended danger": (
        changed(AMENDED_GOAL, {"danger": ref(AMENDED_DANGER)}), AMENDED_DANGER, DANGER, GOAL,
    ),
    "a goal for an amended danger after one that was entered in error": (
        changed(OTHER_GOAL, {"danger": ref(AMENDED_DANGER)}), AMENDED_DANGER, DANGER, GOAL, VOID_GOAL,
    ),
    "a goal for a danger beside another danger's goal": (
        OTHER_GOAL, DANGER, HARM, changed(GOAL, {"danger": {**ref(DANGER), "id": "s-99"}}),
    ),
    "an amended record": (AMENDED_FIELD, QUESTIONS),
    "a draft with nothing yet": (changed(QUESTIONS, {"status": "draft", "-entries": None, "-scales": None}),),
    "a child who had enough at once": (
        changed(HOUSES, {"-entries": None, "setting": {"stopped": True}}),
    ),
    "what was entered in error": (
        changed(QUESTIONS, {"id": "f-8", "status": "entered_in_error", "supersedes": ref(QUESTIONS), "entries.0": {"id": "e", "part": "worries"}}),
        QUESTIONS,
    ),
    "consent was refused, and nobody asked": (changed(HOUSES, {"-entries": None, "setting.consent": "refused"}),),
    "consent was refused, and a scale says why it is empty": (REFUSED_HOUSE,),
}  # fmt: skip

FAULTS: dict[str, tuple[Doc, ...]] = {
    "a finished record with nothing in it": (changed(QUESTIONS, {"-entries": None, "-scales": None}),),
    "a part of another tool": (changed(QUESTIONS, {"entries.0.part": "good_things"}),),
    "an entry twice": (changed(QUESTIONS, {"entries.1.id": "e1"}),),
    "an entry without a word": (changed(QUESTIONS, {"-entries.0.text": None}),),
    "an entry of spaces": (changed(QUESTIONS, {"status": "draft", "entries.0.text": " \u00a0\u200b\n"}),),
    "words of nobody": (changed(HOUSES, {"-entries.0.voice": None}),),
    "a person who is not on the page": (changed(CIRCLES, {"entries.0.person": "p-9"}),),
    "a tag on what is no objective": (changed(PLAN, {"entries.1.kind": "service"}),),
    "people where there are none": (changed(QUESTIONS, {"people": [{"id": "p-1"}]}),),
    "a person twice": (changed(CIRCLES, {"people.3.id": "p-1"}),),
    "a ring on a face sheet": (changed(FACES, {"people.0.ring": "inner"}),),
    "a tie in the circles": (changed(CIRCLES, {"people.3.tie": "strong"}),),
    "a person in no ring": (changed(CIRCLES, {"-people.3.ring": None}),),
    "a scale where there is none": (changed(HOUSES, {"scales": [{"id": "q", "low": 0, "high": 1, "voice": "child", "value": 1}]}),),
    "a scale upside down": (changed(SCALED, {"scales.0.low": 5}),),
    "off the scale": (changed(QUESTIONS, {"scales.0.value": 11}),),
    "a value and a reason": (changed(QUESTIONS, {"scales.0.missing": "declined"}),),
    "neither a value nor a reason": (changed(QUESTIONS, {"-scales.0.value": None}),),
    "a scale twice": (changed(QUESTIONS, {"scales": [QUESTIONS["scales"][0]] * 2}),),
    "a setting for a map": (changed(PLAN, {"setting": {}}),),
    "the child's order of other parts": (changed(HOUSES, {"setting.order": ["worries", "rules"]}),),
    "a house twice": (changed(HOUSES, {"setting.order": ["worries", "worries"]}),),
    "a name for another part": (changed(HOUSES, {"setting.names": {"rules": "x"}}),),
    "stopped at another part": (changed(HOUSES, {"setting.stopped_at": "rules"}),),
    "stopped at, without a stop": (changed(HOUSES, {"setting.stopped": False}),),
    "refused and asked": (changed(HOUSES, {"setting.consent": "refused"}),),
    "refused and placed on a scale": (changed(REFUSED_HOUSE, {"scales.0": {"id": "s1", "low": 0, "high": 10, "voice": "child", "value": 3}}),),
    "redacted with texts": (changed(QUESTIONS, {"redacted": True}),),
    "redacted with a text that is not seen": (changed(_cut(PLAN), {"entries.0.text": "\u3164"}),),
    "redacted with what a person is called": (changed(_cut(CIRCLES), {"people.0.label": "Auntie"}),),
    "redacted with how a person is related": (changed(_cut(CIRCLES), {"people.1.relation": "uncle"}),),
    "redacted with a child's name for a house": (changed(_cut(HOUSES), {"setting.names": {"worries": "x"}}),),
    "redacted with the low end's meaning": (changed(_cut(SCALED), {"scales.0.low_means": "x"}),),
    "redacted with the high end's meaning": (changed(_cut(SCALED), {"scales.0.high_means": "x"}),),
    "redacted with extensions": (changed(_cut(SCALED), {"extensions": {"note": "x"}}),),
    "moves in a map": (changed(PLAN, {"moves": [{"person": "p-1", "to": "inner", "on": "2026-10-01"}]}),),
    "a move of a stranger": (changed(CIRCLES, {"moves.0.person": "p-9"}),),
    "a move to nowhere": (changed(CIRCLES, {"moves.1": {"person": "p-2", "from": "outer", "to": "outer", "on": "2026-10-02"}}),),
    "moves that do not join": (changed(CIRCLES, {"moves.3.from": "outer"}),),
    "moves out of order": (changed(CIRCLES, {"moves.0.on": "2026-10-05"}),),
    "moves that end elsewhere": (changed(CIRCLES, {"people.0.ring": "middle"}),),
    "a move on no day": (changed(CIRCLES, {"moves.4.on": "2026-10-32"}),),
    "no time": (changed(QUESTIONS, {"made_at": "2026-11-21T25:00:00-08:00"}),),
    "an amendment of another case": (changed(AMENDED_FIELD, {"case": "case-2"}), QUESTIONS),
    "an amendment of another tool": (changed(AMENDED_FIELD, {"tool": "case_plan", "-entries": None, "-scales": None, "entries": PLAN["entries"]}), QUESTIONS),
    "an amendment of what is not there": (AMENDED_FIELD,),
    "an amendment of itself": (changed(AMENDED_FIELD, {"id": "f-1"}), QUESTIONS),
    "an amendment of nothing": (changed(AMENDED_FIELD, {"-supersedes": None}),),
    "an amendment of what was entered in error": (changed(AMENDED_FIELD, {"supersedes": ref(VOID_FIELD)}), VOID_FIELD),
    "a second amendment": (changed(AMENDED_FIELD, {"id": "f-8"}), QUESTIONS, AMENDED_FIELD),
    # statements
    "harm without who reported": (changed(HARM, {"-parts.who_reported": None}),),
    "harm without the caregiver's action": (changed(HARM, {"-parts.caregiver_action": None}),),
    "harm without the impact": (changed(HARM, {"-parts.impact_on_child": None}),),
    "a danger of spaces": (changed(DANGER, {"parts.situation": "  ", "parts.possible_impact": "\u2060"}),),
    "a danger of fillers and lone marks": (changed(DANGER, {"parts.who_worries": "\u2800\ufe0f", "parts.situation": "\u0301 \u3164"}),),
    "a danger of which nothing is said": (changed(DANGER, {"parts": {}}),),
    "a claim without anything": (changed(CLAIM, {"parts": {}}), DANGER),
    "a goal without anything": (changed(GOAL, {"parts": {}}), DANGER),
    "a part of another kind": (changed(HARM, {"parts.how_long": "x"}),),
    "a statement redacted with a text": (changed(HARM, {"redacted": True}),),
    "a statement redacted with extensions": (changed(HARM, {"redacted": True, "parts": {}, "extensions": {"note": "x"}}),),
    "harm that answers a danger": (changed(HARM, {"danger": ref(DANGER)}), DANGER),
    "a goal for no danger": (changed(GOAL, {"-danger": None}),),
    "a goal for a danger that is not there": (GOAL,),
    "a goal for a harm": (changed(GOAL, {"danger": ref(HARM)}), HARM),
    "a goal for another case's danger": (changed(GOAL, {"case": "case-2"}), DANGER),
    "a goal for what was entered in error": (GOAL, DANGER, VOID_DANGER),
    "a second goal": (OTHER_GOAL, DANGER, GOAL),
    "a second goal beside an amended one": (OTHER_GOAL, DANGER, GOAL, AMENDED_GOAL),
    "a second goal for an amended danger": (
        changed(OTHER_GOAL, {"danger": ref(AMENDED_DANGER)}), AMENDED_DANGER, DANGER, GOAL,
    ),
    "a second goal for a danger that was amended twice": (
        changed(OTHER_GOAL, {"danger": ref(AGAIN_DANGER)}), AGAIN_DANGER, AMENDED_DANGER, GOAL,
    ),
    "a second goal for the danger before it was amended": (
        OTHER_GOAL, DANGER, AMENDED_DANGER, changed(GOAL, {"danger": ref(AMENDED_DANGER)}),
    ),
    "a statement at no time": (changed(HARM, {"made_at": "2026-11-21T25:00:00-08:00"}),),
}  # fmt: skip


def told(name: str) -> list[dict[str, str]]:
    return [
        {"code": one.code, "severity": one.severity, "path": one.path, "message": one.message, "fix": one.fix}
        for one in issues_of(*FAULTS[name])
    ]  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_passes(name):
    """S0-14, S2-12, S2-27, S2-28, S2-30: nothing is said against it, by its rules or its schema."""
    document, *beside = SOUND[name]
    assert issues_of(document, *beside) == []
    assert shape_issues(document, kind_of(document)) == []
    receipt = SOP.accept(document, given=beside)
    assert SOP.accept(to_document(receipt.record), given=beside).record == receipt.record


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_in_full(name):
    """S2-09, S2-26, S2-34, S3-01, C-30, D16, D17: code, place, words, what to do."""
    assert told(name)
    assert told(name) == json.loads(TOLD.read_text("utf-8"))[name]


def test_nothing_is_told_of_what_is_not_tried():
    """The file of texts has a row for each fault, and no other."""
    assert list(json.loads(TOLD.read_text("utf-8"))) == list(FAULTS)


def test_no_word_of_a_family_is_told():
    """B-39: whatever is wrong with a record, its refusal repeats nothing that somebody wrote, and no id or token."""
    every = TOLD.read_text("utf-8")
    words = {
        text
        for one in EVERY
        for text in [
            *(entry.get("text") for entry in one.get("entries", [])),
            *one.get("parts", {}).values(),
            *(person.get("label") for person in one.get("people", [])),
        ]
        if text
    }
    assert len(words) > 20
    assert [word for word in words if word in every] == []
    ids = {one for documents in FAULTS.values() for each in documents for one in ids_in(each)}
    assert {"s-3", "p-9", "case-2", "e1"} <= ids
    assert [id_ for id_ in ids if re.search(rf"(?<![\w-]){re.escape(id_)}(?![\w-])", every)] == []


def ids_in(value: Any, field: str = "") -> set[str]:
    """The ids and tokens of a document; not the one-letter writer, which is a letter of every word."""
    if isinstance(value, dict):
        return {id_ for key, inner in value.items() for id_ in ids_in(inner, key)}
    if isinstance(value, list):
        return {id_ for inner in value for id_ in ids_in(inner)}
    return {value} if field in ("id", "case", "person") and len(value) > 1 else set()


JUNK = (None, 5, "x", {}, [5], [{}], {"id": []}, [{"id": 3, "part": [], "person": {}, "value": "x"}], True)  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_document_that_is_malformed_anywhere_is_borne_with(name):
    """Whatever stands in a field, the rules say what they can, and raise nothing."""
    document, *beside = SOUND[name]
    for where in document.keys() - {"$schema"}:
        for junk in JUNK:
            for issue in issues_of({**document, where: junk}, *beside):
                assert "[" not in issue.message
    for issue in issues_of({"$schema": document["$schema"]}):
        assert issue.path.startswith("$")


def test_what_is_malformed_is_the_schemas_matter():
    """A rule that cannot compare says nothing: the schema says it."""
    for junk in ("dance", 5, None, []):
        assert issues_of({**QUESTIONS, "tool": junk}) == []
        assert issues_of({**HARM, "kind": junk}) == []
    assert issues_of({**QUESTIONS, "supersedes": {"id": "a b", "digest": "x"}}) == []
    assert issues_of({**QUESTIONS, "id": "a b", "supersedes": ref(PLAN)}) == []
    assert [i.code for i in issues_of({**GOAL, "danger": {"id": "a b"}})] == []


# ------------------------------------------------------------------------------------- the tables


def test_every_tool_and_kind_has_its_parts():
    """S2-12, B-21 to B-29: the tables are whole, and each part stands once."""
    assert set(TOOLS) == set(FieldTool)
    assert TOOLS[FieldTool.THREE_QUESTIONS].parts == ("working_well", "worries", "next_steps")
    assert set(PARTS) == set(StatementKind)
    assert [len(PARTS[kind]) for kind in StatementKind] == [3, 4, 4, 4]
    for shape in TOOLS.values():
        assert len(set(shape.parts)) == len(shape.parts)
    assert shape_of("dance") is None
    assert shape_of(5) is None
    assert shape_of("scaling") is TOOLS[FieldTool.SCALING]


def test_the_schemas_know_the_same_words():
    """What the tables have, the schemas take, and nothing else."""
    from sop_core.documents import schema

    assert schema("field-record")["properties"]["tool"]["enum"] == list(FieldTool)
    assert schema("statement")["properties"]["kind"]["enum"] == list(StatementKind)
    every = [part for parts in PARTS.values() for part in parts]
    assert list(schema("statement")["properties"]["parts"]["properties"]) == every
    assert RULES.keys() >= CASE_RECORDS


def test_what_is_missing_is_named_in_the_order_in_which_it_is_asked():
    """D16, D17: an empty text is a missing part, and so is one in which nothing is seen."""
    for blank in BLANK:
        assert (
            parts_missing(StatementKind.HARM, dict.fromkeys(PARTS["harm"], blank)) == PARTS["harm"]
        )
    assert parts_missing(StatementKind.HARM, {"caregiver_action": ""}) == PARTS[StatementKind.HARM]
    assert parts_missing(StatementKind.SAFETY_GOAL, GOAL["parts"]) == ()
    assert "others_see" not in parts_missing(StatementKind.SAFETY_GOAL, {})


BLANK = (
    "", " ", "\u00a0\u200b\n", "\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u034f", "\ufe0f", "\U000e0101", "\u180b",
    "\u17b4", "\u0301", " \u0301\u0316 ", "\u0903", "\u20dd", "\U0001d159", "\u2065", "\ufff0", "\U000e0fff", "\u2066\u2069", None, 5,
)  # fmt: skip
SEEN = ("a", " a ", "e\u0301", "\u2764\ufe0f", "\uac00", "\u1100\u1161", "\u2801", ".", "5", "\u4f60", "\ue000", "\u0928\u093f", "\ufffd")  # fmt: skip


def test_what_is_not_seen_is_not_written():
    """D16, D17: fillers, the empty Braille cell, selectors and lone marks are as good as spaces."""
    assert [text for text in BLANK if not is_blank(text)] == []
    assert [text for text in SEEN if is_blank(text)] == []


def test_a_danger_has_one_goal_in_all_its_versions():
    """B-22: the versions are tied together by supersedes, in either direction; whatever does not count is left out."""
    again = changed(GOAL, {"id": "s-20", "danger": ref(AGAIN_DANGER)})
    chain = [DANGER, AMENDED_DANGER, AGAIN_DANGER]
    for one in ("s-2", "s-10", "s-11"):
        assert goals_for(one, [*chain, GOAL, again], but=None) == ("s-20", "s-3")
        assert goals_for(one, [*chain[1:], GOAL, again], but="s-3") == ("s-20",)
        assert goals_for(one, [*chain, GOAL, VOID_GOAL], but=None) == ()
        assert goals_for(one, [*chain, GOAL, AMENDED_GOAL], but=None) == ("s-7",)
        assert goals_for(one, [*chain, GOAL, AMENDED_GOAL], but="s-7") == ("s-3",)
        assert goals_for(one, [*chain, changed(GOAL, {"status": "draft"}), CLAIM, HARM], but=None) == ()  # fmt: skip
    assert goals_for("s-2", [GOAL, again], but=None) == ("s-3",)
    assert goals_for("s-99", [*chain, GOAL, again], but=None) == ()
    assert goals_for(None, [*chain, changed(GOAL, {"-danger": None})], but=None) == ()
    loop = changed(DANGER, {"supersedes": ref(AGAIN_DANGER)})
    assert goals_for("s-11", [loop, *chain[1:], GOAL], but=None) == ("s-3",)
    drafted = changed(GOAL, {"id": "s-21", "status": "draft", "supersedes": ref(GOAL)})
    assert goals_for("s-2", [DANGER, GOAL, drafted], but=None) == ("s-3",)


# --------------------------------------------------------------------------------- discretion, gate


def test_what_may_be_somebody_s_words_is_said_by_its_kind():
    """B-39: no text is shown, be it an id or a name; nor a number, a list, or what holds any of them."""
    values = ("Maria", "a", "He hit her", 7, 0.5, True, None, [1], {"a": 1}, {"Maria"})
    assert [discreet(value) for value in values] == [
        "a text of 5 characters", "a text of 1 character", "a text of 10 characters", "a number", "a number", "true", "null",
        "a list", "an object", "a value of another kind",
    ]  # fmt: skip


#: One word, such as a family may use: it has the form of an id, and is a name.
SECRET = "Marisol"
HIDDEN = {
    "a value": changed(QUESTIONS, {"entries.0.text": [SECRET]}),
    "a name": {**QUESTIONS, SECRET: 1},
    "two names": {**QUESTIONS, SECRET: 1, f"{SECRET}_and_her_brother": 1},
    "what was said": changed(QUESTIONS, {"entries.0.text": SECRET, "entries.0.voice": "x"}),
    "parts": changed(HARM, {"parts": SECRET}),
    "everything that holds others": {
        **CIRCLES,
        "entries": SECRET,
        "people": SECRET,
        "moves": SECRET,
        "scales": SECRET,
        "setting": SECRET,
        "redacted": SECRET,
        "supersedes": SECRET,
        "extensions": SECRET,
        "tool": SECRET,
    },
    "a schema": {**QUESTIONS, "$schema": SECRET},
    "a schema of ours that is none": {**QUESTIONS, "$schema": f"urn:sop:schema:{SECRET.lower()}:1"},
    "a schema of another kind": {
        **QUESTIONS,
        "$schema": "urn:sop:schema:rating:1",
        "status": SECRET,
    },
    "a schema by another name": {
        "dataschema": "urn:sop:schema:statement:1",
        "id": SECRET,
        SECRET: 1,
    },
    "two entries": changed(QUESTIONS, {"entries.0.id": SECRET, "entries.1.id": SECRET}),
    "two people": changed(CIRCLES, {"people.3.id": SECRET, "people.4.id": SECRET}),
    "two scales": changed(QUESTIONS, {"scales": [{**QUESTIONS["scales"][0], "id": SECRET}] * 2}),
    "a place in the child's order": changed(
        HOUSES, {"setting.order": [SECRET, "worries", "worries"]}
    ),
    "a key among the child's names": changed(HOUSES, {"setting.names": {SECRET: "x"}}),
    "where it was stopped": changed(HOUSES, {"setting.stopped_at": SECRET}),
    "somebody who is nobody": changed(CIRCLES, {"entries.0.person": SECRET}),
    "what is amended": changed(AMENDED_FIELD, {"supersedes.id": SECRET}),
    "what amends itself": changed(AMENDED_FIELD, {"id": SECRET, "supersedes.id": SECRET}),
    "what a goal answers": changed(GOAL, {"danger.id": SECRET}),
    "a kind": changed(HARM, {"kind": SECRET}),
    "a name inside": changed(QUESTIONS, {"entries.0": {**QUESTIONS["entries"][0], SECRET: 1}}),
    "a child's name for a house": changed(HOUSES, {"setting.names": {SECRET: ""}}),
    "a name in extensions": {**QUESTIONS, "extensions": {f"{SECRET} ": 1}},
    "an id": changed(QUESTIONS, {"id": f"{SECRET}!", "case": SECRET, "writer": f" {SECRET}"}),
    "a choice": changed(QUESTIONS, {"entries.0.voice": SECRET, "status": SECRET}),
    "a mark": changed(QUESTIONS, {"confidential": SECRET}),
    "a time": changed(QUESTIONS, {"made_at": SECRET}),
    "a day": changed(CIRCLES, {"moves.0.on": SECRET}),
    "a person": changed(CIRCLES, {"moves.0.person": SECRET, "entries.0.person": SECRET}),
    "a part": changed(QUESTIONS, {"entries.0.part": SECRET}),
    "a bound": changed(QUESTIONS, {"scales.0.low": SECRET, "scales.0.value": 20000}),
    "a link": {**QUESTIONS, "status": "amended", "supersedes": {"id": SECRET, "digest": SECRET}},
    "a part of a statement": changed(HARM, {"parts": {SECRET: SECRET}}),
    "a danger": changed(GOAL, {"danger": {"id": SECRET, "digest": SECRET}}),
    "too long": changed(QUESTIONS, {"entries.0.text": SECRET * 1000}),
}


@pytest.mark.parametrize("where", HIDDEN)
def test_a_refusal_holds_no_word_of_a_record_of_a_case(where):
    """B-39: neither its message nor its path nor its fix, wherever the words stand and however they come in."""
    text = json.dumps(HIDDEN[where])
    assert_tells_nothing(HIDDEN[where])
    assert_tells_nothing(text)
    assert_tells_nothing(text.encode())


def assert_tells_nothing(document: Any, *beside: Doc) -> None:
    """It is refused, and the secret is in nothing that is said of it."""
    issues = SOP.check(document, given=beside)
    with pytest.raises(RecordRefused) as refused:
        SOP.accept(document, given=beside)
    assert any(issue.severity == "error" for issue in issues)
    assert refused.value.issues == issues
    for issue in issues:
        said = f"{issue.code} {issue.path} {issue.message} {issue.fix} {issue.item}"
        assert SECRET.lower() not in said.lower()
    assert SECRET.lower() not in f"{refused.value} {refused.value!r}".lower()
    assert refused.value.__context__ is None


BESIDE = {
    "an amendment of another case": (
        changed(AMENDED_FIELD, {"case": "case-2", "supersedes": ref({**QUESTIONS, "id": SECRET})}), {**QUESTIONS, "id": SECRET},
    ),
    "an amendment of what was entered in error": (
        changed(AMENDED_FIELD, {"supersedes": ref({**VOID_FIELD, "id": SECRET})}), {**VOID_FIELD, "id": SECRET},
    ),
    "a second amendment": ({**AMENDED_FIELD, "id": "f-8"}, QUESTIONS, {**AMENDED_FIELD, "id": SECRET}),
    "a second goal": (OTHER_GOAL, DANGER, {**GOAL, "id": SECRET}),
}  # fmt: skip


@pytest.mark.parametrize("name", BESIDE)
def test_a_refusal_holds_no_word_of_what_stands_beside_it(name):
    """B-39: the ids of the earlier records of a case are not repeated either."""
    assert_tells_nothing(*BESIDE[name])


def test_what_stands_twice_is_told_by_its_two_places():
    """B-39: the places are enough to find it."""
    (issue,) = SOP.check(changed(QUESTIONS, {"entries.2.id": "e1"}))
    assert (issue.code, issue.path) == ("not_unique", "$.entries[2].id")
    assert "$.entries[0].id" in issue.message
    three = SOP.check(changed(QUESTIONS, {"entries.1.id": "e1", "entries.2.id": "e1"}))
    assert [one.path for one in three] == ["$.entries[1].id", "$.entries[2].id"]


@pytest.mark.parametrize(("name", "of"), [("supersedes", QUESTIONS), ("danger", GOAL)])
def test_a_link_that_is_no_link_says_what_stands_in_one(name, of):
    """DESIGN 3: an id alone does not say which document is meant; what to write is named, and not what was written."""
    (found,) = [one for one in SOP.check({**of, name: "f-1"}) if one.code == "wrong_type"]
    assert (
        found.message
        == "a text of 3 characters stands here, and an object is wanted. An earlier record, exactly."
    )
    assert found.fix == "Write an object with: id, digest."


def test_what_is_no_record_of_a_case_is_told_in_full():
    """DESIGN 6: the mark alone makes a message say less."""
    (issue,) = SOP.check({"$schema": "urn:sop:schema:dance:1", "id": "x"})
    assert "'dance'" in issue.message
    assert "'dance'" in " ".join(map(str, SOP.check({"$schema": "urn:sop:schema:rating:1", "status": "dance"})))  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        f'{{"$schema": "urn:sop:schema:statement:1", "{SECRET}": 1, "{SECRET}": 2}}',
        f'{{"$schema": "urn:sop:schema:field-record:1", "{SECRET}": "\\ud800"}}',
        f'{{"$schema": "urn:sop:schema:field-record:1", "{SECRET}": 1e999}}',
        f'{{"$schema": "urn:sop:schema:field-record:1", "{SECRET}": "\\u0000{SECRET}"}}',
        f'{{"$schema": "urn:sop:schema:field-record:1", "{SECRET}": ',
        '{"$schema": "urn:sop:schema:field-record:1", "' + SECRET + '": ' + "[" * 40 + "]" * 40 + "}",
        f'{{"$schema": "urn:sop:schema:\\u0073tatement:1", "{SECRET}": 1, "{SECRET}": 2}}',
        f'{{"$schema": "urn:sop:schema:field\\u002Drecord:1", "{SECRET}": 1, "{SECRET}": 2}}',
        f'{{"\\u0024schema": "\\u0075rn:sop:schema:field-record:\\u0031", "{SECRET}": 1, "{SECRET}": 2}}',
        f'{{"$schema": "urn:sop:schema:stat\\u0065ment:1", "\\/": "\\\\", "{SECRET}": "\\u0000"}}',
        f'{{"$schema": "{SECRET}", "confidential": "case_record", "{SECRET}": 1, "{SECRET}": 2}}',
        f'{{"$schema": "{SECRET}", "confidential": "c\\u0061se_record", "{SECRET}": 1, "{SECRET}": 2}}',
        {"$schema": SECRET, "confidential": "case_record", SECRET: {1, 2}},
        {"dataschema": "urn:sop:schema:statement:1", SECRET: {1, 2}},
        {"$schema": "urn:sop:schema:field-record:1", SECRET: {1, 2}},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_without_its_words(raw):
    """B-39: duplicate keys, odd characters, broken JSON: a log of refusals keeps nothing of a family."""
    shapes = (raw, raw.encode(), memoryview(raw.encode())) if isinstance(raw, str) else (raw,)
    for one in shapes:
        issues = SOP.check(one)
        assert issues
        assert_tells_nothing(one)
    other = raw.replace("field-record", "rating").replace("statement", "rating") if isinstance(raw, str) else {**raw, "$schema": "x"}  # fmt: skip
    assert SOP.check(other)


def test_a_mapping_that_does_not_answer_is_taken_for_a_case():
    """Whatever a host's own mapping does when it is asked, less is said."""
    from sop_core.documents.discretion import may_be_of_a_case

    class Odd(dict):
        def get(self, *_):
            raise RuntimeError

    assert may_be_of_a_case(Odd())
    assert not may_be_of_a_case(r'{"$schema": "urn:sop:schema:\u0072ating:1", "a\/b": "\"}')
    # A backslash that is itself escaped begins no escape.
    assert not may_be_of_a_case(r'{"$schema": "\\u0075rn:sop:schema:statement:1"}')
    assert not may_be_of_a_case(5)
    assert not may_be_of_a_case({"$schema": "urn:sop:schema:rating:1"})


def test_an_event_tells_that_there_was_a_record_and_no_more():
    """S0-14, C-33: kind, id, schema, status and day; a draft has none."""
    for one in EVERY:
        (event,) = SOP.accept(one, given=[DANGER]).events
        assert event["data"].keys() == {"kind", "record", "schema", "status", "day"}
    assert SOP.accept(changed(HARM, {"status": "draft"})).events == ()


@pytest.mark.parametrize("purpose", ["self_reflection", "coaching", "supervision", "performance_appraisal"])  # fmt: skip
@pytest.mark.parametrize("document", [QUESTIONS, HARM], ids=kind_of)
def test_the_gate_of_workers_records_opens_none_of_a_case(document, purpose):
    """B-39, S2-15: not to its writer, a coach or a supervisor: the host's own rules decide."""
    with pytest.raises(DisclosureRefused) as refused:
        SOP.disclose(document, viewer="w", purpose=purpose)
    assert "case_record_not_disclosed" in [issue.code for issue in refused.value.issues]


def test_what_a_goal_builds_on_is_said():
    """DESIGN 4: the danger statement, and what is amended."""
    assert [(one.kind, one.id) for one in SOP.needs(AMENDED_GOAL)] == [("statement", "s-2"), ("statement", "s-3")]  # fmt: skip


# ------------------------------------------------------------------------- growth, redaction, words


def value(document: Doc) -> Any:
    return value_of(document, FieldRecord if "tool" in document else Statement)


def test_the_network_grows_by_who_comes_in_or_nearer():
    """S1-24, B-25: from where each first stood to where they stand."""
    found = growth(value(CIRCLES))
    assert found.nearer == ("p-1",)
    assert found.came_in == ("p-2",)
    assert found.left == ("p-3",)
    assert found.stayed == ("p-4",)
    assert found.further == ("p-5",)
    assert found.has_grown
    assert not growth(value(QUESTIONS)).has_grown


def test_growth_between_two_pages():
    """B-25: who is on the later page alone came in; who is on the earlier alone left."""
    earlier = changed(CIRCLES, {"people": [{"id": "a", "ring": "outer"}, {"id": "b", "ring": "inner"}], "-moves": None})  # fmt: skip
    later = changed(CIRCLES, {"people": [{"id": "c", "ring": "outer"}, {"id": "b", "ring": "inner"}], "-moves": None})  # fmt: skip
    found = growth_between(value(earlier), value(later))
    assert (found.left, found.stayed, found.came_in) == (("a",), ("b",), ("c",))
    nearer = growth(value(changed(CIRCLES, {"moves": CIRCLES["moves"][:1] + CIRCLES["moves"][3:4]})))  # fmt: skip
    assert nearer.has_grown
    assert nearer.came_in == ()


@pytest.mark.parametrize("document", EVERY, ids=lambda one: one["id"])
def test_a_redacted_copy_is_sound_and_holds_no_word(document):
    """C-33: structure, tags, days and links stay; whatever a person wrote is gone; twice is once."""
    document = {**document, "extensions": {"note": "x"}}
    record = SOP.accept(document, given=[DANGER]).record
    cut = redact(record) if isinstance(record, FieldRecord) else redact_statement(record)
    again = SOP.accept(to_document(cut), given=[DANGER]).record
    assert again == cut
    assert (redact if isinstance(record, FieldRecord) else redact_statement)(cut) == cut
    assert cut.redacted
    assert digest(cut) != digest(record)
    kept = json.dumps(to_document(cut))
    for text in ("Grandmother", "dog", "grey", "Auntie", "sister", "hard", "calm", "school", "note"):  # fmt: skip
        assert text not in kept
    if isinstance(record, FieldRecord):
        assert [one.part for one in cut.entries] == [one.part for one in record.entries]
        assert [one.ring for one in cut.people] == [one.ring for one in record.people]
        assert [one.value for one in cut.scales] == [one.value for one in record.scales]
        assert (cut.setting is None) == (record.setting is None)


def test_a_statement_in_plain_sentences():
    """B-21, B-22, C-30, S2-09: each part once, as it was written; what is missing is three dots."""
    assert said(value(HARM)) == (
        "The school reported: The caregiver left both children alone at night. What this did to the child: The "
        "younger one was afraid and did not sleep."
    )
    assert said(value(DANGER)).startswith("Grandmother and the school said what worries them: The")
    assert "What others will see: The neighbor sees a light. For how long: Six months." in said(value(GOAL))  # fmt: skip
    bare = changed(GOAL, {"-parts.others_see": None, "parts.how_long": "a year", "-parts.child_sees": None})  # fmt: skip
    assert said(value(bare)).endswith("What the child will see: … For how long: a year.")
    assert said(value(changed(HARM, {"-parts.who_reported": None}))).startswith("… reported: ")
    unseen = dict.fromkeys(GOAL["parts"], "\u3164 \u2800")
    assert said(value({**GOAL, "parts": unseen})) == said(value({**GOAL, "parts": {}}))
    assert said(value({**DANGER, "parts": dict.fromkeys(DANGER["parts"], " ")})).startswith(
        "… said"
    )
    assert said(value(CLAIM), "es-MX").startswith("The father hace esto")
    assert said(value(CLAIM), "fr").startswith("The father does this")


@pytest.mark.parametrize("document", STATEMENTS, ids=lambda one: one["id"])
@pytest.mark.parametrize("locale", ["en", "es"])
def test_every_part_stands_in_the_sentence_once(document, locale):
    """C-30: nothing is left out, and nothing is said twice, also where it looks like a template."""
    parts = {name: f"<{index}> {{{name}}}" for index, name in enumerate(document["parts"])}
    whole = said(value({**document, "parts": parts}), locale)
    assert [whole.count(text) for text in parts.values()] == [1] * len(parts)


if __name__ == "__main__":
    TOLD.write_text(
        json.dumps({name: told(name) for name in FAULTS}, indent=1, ensure_ascii=False) + "\n",
        "utf-8",
    )

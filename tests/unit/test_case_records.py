"""What the records of a case are refused for: one fault a row, with its whole text in `told_of_practice.json`.

Whoever changes a message reads its row there, and writes the file anew with
`python -m tests.unit.test_case_records`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sop_core import DisclosureRefused, Sop, digest, to_document
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
    growth,
    growth_between,
    parts_missing,
    redact,
    redact_statement,
    said,
    shape_of,
    statement_steps,
)
from sop_core.sop.building import RULES
from sop_core.sop.casework import field_record_issues, statement_issues
from sop_core.types import Translation
from tests.unit._cased import (
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
    VOID_GOAL,
)
from tests.unit._coached import Doc, changed, given, ref

SOP = Sop.load(plugins=False)
TOLD = Path(__file__).with_name("told_of_practice.json")
CHECKS = {"field-record": field_record_issues, "statement": statement_issues}


def kind_of(document: Doc) -> str:
    return str(document["$schema"].split(":")[3])


def issues_of(document: Doc, *beside: Doc) -> list[Any]:
    return CHECKS[kind_of(document)](document, given(*beside))


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
    "redacted with a text": (changed(QUESTIONS, {"redacted": True}),),
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
    # statements
    "harm without who reported": (changed(HARM, {"-parts.who_reported": None}),),
    "harm without the caregiver's action": (changed(HARM, {"-parts.caregiver_action": None}),),
    "harm without the impact": (changed(HARM, {"-parts.impact_on_child": None}),),
    "a danger of spaces": (changed(DANGER, {"parts.situation": "  ", "parts.possible_impact": "\u2060"}),),
    "a danger of which nothing is said": (changed(DANGER, {"parts": {}}),),
    "a claim without anything": (changed(CLAIM, {"parts": {}}), DANGER),
    "a goal without anything": (changed(GOAL, {"parts": {}}), DANGER),
    "a part of another kind": (changed(HARM, {"parts.how_long": "x"}),),
    "a statement redacted with a text": (changed(HARM, {"redacted": True}),),
    "harm that answers a danger": (changed(HARM, {"danger": ref(DANGER)}), DANGER),
    "a goal for no danger": (changed(GOAL, {"-danger": None}),),
    "a goal for a danger that is not there": (GOAL,),
    "a goal for a harm": (changed(GOAL, {"danger": ref(HARM)}), HARM),
    "a goal for another case's danger": (changed(GOAL, {"case": "case-2"}), DANGER),
    "a goal for what was entered in error": (GOAL, DANGER, VOID_DANGER),
    "a second goal": (OTHER_GOAL, DANGER, GOAL),
    "a second goal beside an amended one": (OTHER_GOAL, DANGER, GOAL, AMENDED_GOAL),
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
    """B-39: whatever is wrong with a record, its refusal repeats nothing that somebody wrote."""
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


JUNK = (None, 5, "x", {}, [5], [{}], {"id": []}, [{"id": 3, "part": [], "person": {}, "value": "x"}], True)  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_document_that_is_malformed_anywhere_is_borne_with(name):
    """Whatever stands in a field, the rules say what they can, and raise nothing."""
    document, *beside = SOUND[name]
    for field in document.keys() - {"$schema"}:
        for junk in JUNK:
            for issue in issues_of({**document, field: junk}, *beside):
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
    """D16, D17: an empty text is a missing part."""
    assert parts_missing(StatementKind.HARM, {"caregiver_action": ""}) == PARTS[StatementKind.HARM]
    assert parts_missing(StatementKind.SAFETY_GOAL, GOAL["parts"]) == ()
    assert "others_see" not in parts_missing(StatementKind.SAFETY_GOAL, {})


# --------------------------------------------------------------------------------- discretion, gate


def test_what_may_be_somebody_s_words_is_said_by_its_kind():
    """B-39: an id is shown; a text, a number, a list are not."""
    found = [discreet(value) for value in ("case-1", "He hit her", 7, True, None, [1], {"a": 1})]
    assert found == ["'case-1'", "a text of 10 characters", "a number", "true", "null", "a list", "an object"]  # fmt: skip


SECRET = "He hid under the bed"
HIDDEN = {
    "a value": changed(QUESTIONS, {"entries.0.text": [SECRET]}),
    "a name": {**QUESTIONS, SECRET: 1},
    "two names": {**QUESTIONS, SECRET: 1, "He hid under the bed again": 1},
    "a name inside": changed(QUESTIONS, {"entries.0": {**QUESTIONS["entries"][0], SECRET: 1}}),
    "a child's name for a house": changed(HOUSES, {"setting.names": {SECRET: ""}}),
    "a name in extensions": {**QUESTIONS, "extensions": {SECRET: 1}},
    "an id": changed(QUESTIONS, {"id": SECRET, "case": SECRET, "writer": SECRET}),
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
    """B-39: neither its message nor its path nor its fix, wherever the words stand."""
    for issues in (SOP.check(HIDDEN[where]), SOP.check(json.dumps(HIDDEN[where]))):
        assert issues
        for issue in issues:
            assert "bed" not in f"{issue} {issue.item}"


@pytest.mark.parametrize(
    "raw",
    [
        f'{{"$schema": "urn:sop:schema:statement:1", "{SECRET}": 1, "{SECRET}": 2}}',
        f'{{"$schema": "urn:sop:schema:field-record:1", "{SECRET}": "\\ud800"}}',
        f'{{"$schema": "urn:sop:schema:field-record:1", "{SECRET}": 1e999}}',
        f'{{"$schema": "urn:sop:schema:field-record:1", "{SECRET}": "\\u0000{SECRET}"}}',
        f'{{"$schema": "urn:sop:schema:field-record:1", "{SECRET}": ',
        '{"$schema": "urn:sop:schema:field-record:1", "' + SECRET + '": ' + "[" * 40 + "]" * 40 + "}",
        {"$schema": "urn:sop:schema:field-record:1", SECRET: {1, 2}},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_without_its_words(raw):
    """B-39: duplicate keys, odd characters, broken JSON: a log of refusals keeps nothing of a family."""
    shapes = (raw, raw.encode(), memoryview(raw.encode())) if isinstance(raw, str) else (raw,)
    for one in shapes:
        issues = SOP.check(one)
        assert issues
        assert "bed" not in " ".join(map(str, issues))
    other = raw.replace("field-record", "rating").replace("statement", "rating") if isinstance(raw, str) else {**raw, "$schema": "x"}  # fmt: skip
    assert SOP.check(other)


def test_a_mapping_that_does_not_answer_is_taken_for_a_case():
    """Whatever a host's own mapping does when it is asked, less is said."""
    from sop_core.documents.discretion import may_be_of_a_case

    class Odd(dict):
        def get(self, *_):
            raise RuntimeError

    assert may_be_of_a_case(Odd())
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
    assert said(value(CLAIM), "es-MX").startswith("The father hace esto")
    assert said(value(CLAIM), "fr").startswith("The father does this")


@pytest.mark.parametrize("document", STATEMENTS, ids=lambda one: one["id"])
@pytest.mark.parametrize("locale", ["en", "es"])
def test_every_part_stands_in_the_sentence_once(document, locale):
    """C-30: nothing is left out, and nothing is said twice, also where it looks like a template."""
    parts = {name: f"<{index}> {{{name}}}" for index, name in enumerate(document["parts"])}
    whole = said(value({**document, "parts": parts}), locale)
    assert [whole.count(text) for text in parts.values()] == [1] * len(parts)


@pytest.mark.parametrize("kind", StatementKind)
def test_a_statement_is_asked_for_part_by_part(kind):
    """C-30, C-32: a question and a line of help for each part, in English and as a draft in Spanish."""
    for locale, trust in (("en", Translation.ORIGINAL), ("es", Translation.DRAFT)):
        steps = statement_steps(kind, locale)
        assert [step.part for step in steps] == list(PARTS[kind])
        assert {step.translation for step in steps} == {trust}
        assert {step.locale for step in steps} == {locale}
        assert all(step.question.endswith("?") and step.hint.endswith(".") for step in steps)
    assert [step.part for step in steps if step.optional] == (["others_see"] if kind == "safety_goal" else [])  # fmt: skip
    with pytest.raises(ValueError, match="dance"):
        statement_steps("dance")


if __name__ == "__main__":
    TOLD.write_text(
        json.dumps({name: told(name) for name in FAULTS}, indent=1, ensure_ascii=False) + "\n",
        "utf-8",
    )

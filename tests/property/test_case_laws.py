"""Laws of the records of a case: nothing of a family leaves, what is cut stays sound, and growth is counted right."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sop_core import Issue, RecordRefused, Sop, digest, practice, to_document
from sop_core.practice import FieldRecord, StatementKind
from sop_core.testing import field_records, mutated, statements
from sop_core.testing.mutating import places
from tests.property.test_reading_laws import assert_teaches

SOP = Sop.load(plugins=False)
#: A word that no message of ours can hold, in the form of a first name or an id.
MARKER = "Zqxjana"


def dangers() -> st.SearchStrategy[dict[str, Any]]:
    return statements(kind=StatementKind.DANGER).filter(lambda one: one["status"] == "complete")


@st.composite
def case_records(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A record of a case, and what it builds on."""
    if draw(st.booleans()):
        return draw(field_records()), []
    danger = draw(dangers())
    made = draw(statements(danger=danger))
    assume(made["id"] != danger["id"])
    return made, [danger]


def planted(value: Any, free: bool = False) -> Any:
    """The same with a marker in every text that a person writes."""
    if isinstance(value, dict):
        return {
            key: planted(inner, key in WRITTEN or (free and isinstance(inner, str)) or key in FREE)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [planted(inner, free) for inner in value]
    return f"{MARKER} {value}" if free and isinstance(value, str) else value


WRITTEN = {"text", "label", "relation", "low_means", "high_means"}
FREE = {"names", "parts"}


class TestConfidentialityOfACase:
    """B-39, C-33, Part E: what a family said stays in the record."""

    @given(case_records())
    def test_what_is_generated_is_sound_and_comes_back_the_same(self, made):
        """S0-14: the strategies make what `accept` takes."""
        document, beside = made
        record = SOP.accept(document, given=beside).record
        assert to_document(record) == document
        assert SOP.accept(json.dumps(document), given=beside).record == record

    @given(case_records())
    def test_no_word_is_in_an_event_or_a_redacted_copy(self, made):
        """C-33: a marker in every text is in neither, and the cut record is sound and cut for good."""
        document, beside = made
        receipt = SOP.accept(planted(document), given=beside)
        assert (MARKER in json.dumps(to_document(receipt.record))) == (
            planted(document) != document
        )
        assert MARKER not in json.dumps(receipt.events)
        cut = _cut(receipt.record)
        assert MARKER not in json.dumps(to_document(cut))
        assert SOP.accept(to_document(cut), given=beside).record == cut
        assert _cut(cut) == cut

    @given(st.data())
    def test_no_word_is_in_a_refusal(self, data):
        """B-39: one thing is changed anywhere, and whatever is said of it holds no text of the record."""
        document, beside = data.draw(case_records())
        broken = data.draw(mutated(planted(document)))
        for issue in SOP.check(broken, given=beside):
            assert_tells_nothing(issue)

    @given(st.data())
    def test_one_word_anywhere_is_in_no_refusal(self, data):
        """B-39: a name stands as any value or any key, beside any other fault, in a dict, a text or bytes."""
        document, beside = data.draw(case_records())
        broken = data.draw(st.just(document) | mutated(document))
        for made in data.draw(st.lists(with_a_word(broken), min_size=5, max_size=5)):
            written = json.dumps(made, default=str)
            told = data.draw(st.sampled_from((made, written, written.encode())))
            for issue in SOP.check(told, given=beside):
                assert_tells_nothing(issue)
            assert MARKER not in refusal_of(told, beside)

    @given(st.data())
    def test_check_and_accept_say_the_same(self, data):
        """DESIGN 4: what `check` finds nothing against, `accept` takes."""
        document, beside = data.draw(case_records())
        broken = data.draw(mutated(document))
        issues = SOP.check(broken, given=beside)
        if any(issue.severity == "error" for issue in issues):
            with pytest.raises(RecordRefused) as refused:
                SOP.accept(broken, given=beside)
            assert refused.value.issues == issues
        else:
            SOP.accept(broken, given=beside)


def refusal_of(data: object, beside: list[dict[str, Any]]) -> str:
    """What `accept` raises, as it would stand in a log; nothing where it takes the record."""
    try:
        SOP.accept(data, given=beside)
    except RecordRefused as refused:
        return f"{refused} {refused!r}"
    return ""


def assert_tells_nothing(issue: Issue) -> None:
    said = (issue.code, issue.path, issue.message, issue.fix, issue.item)
    assert MARKER not in " ".join(map(str, said))
    assert_teaches(issue)


@st.composite
def with_a_word(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The same with the marker as a value, as a key, or as all the ids that it has."""
    how = draw(st.sampled_from(("value", "value", "key", "ids")))
    if how == "ids":
        return named_after_the_marker(document)
    made = copy.deepcopy(document)
    *parents, last = draw(st.sampled_from(list(places(made))))
    holder: Any = made
    for step in parents:
        holder = holder[step]
    if how == "key" and isinstance(holder, dict):
        holder[MARKER] = holder.pop(last) if draw(st.booleans()) else MARKER
    else:
        holder[last] = draw(st.sampled_from((MARKER, MARKER, [MARKER], {MARKER: MARKER})))
    return made


def named_after_the_marker(value: Any, field: str = "") -> Any:
    """Everything that has an id or a token has this one."""
    if isinstance(value, dict):
        return {key: named_after_the_marker(inner, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [named_after_the_marker(inner, field) for inner in value]
    return MARKER if field in ("id", "case", "writer", "person") else value


def _cut(record: Any) -> Any:
    cut = practice.redact if isinstance(record, FieldRecord) else practice.redact_statement
    return cut(record)


class TestStatements:
    """D16, D17: a finished statement has every part."""

    @given(st.data())
    def test_a_part_less_is_refused_and_a_draft_is_not(self, data):
        """D16, D17, C-30: take any required part out."""
        danger = data.draw(dangers())
        document = data.draw(statements(danger=danger))
        assume(document["status"] == "complete" and document["id"] != danger["id"])
        need = [p for p in practice.PARTS[StatementKind(document["kind"])] if p not in practice.OPTIONAL]  # fmt: skip
        out = data.draw(st.sampled_from(need))
        parts = {name: text for name, text in document["parts"].items() if name != out}
        found = SOP.check({**document, "parts": parts}, given=[danger])
        assert [(one.code, one.path) for one in found] == [("statement_part_missing", f"$.parts.{out}")]  # fmt: skip
        draft = SOP.check({**document, "parts": parts, "status": "draft"}, given=[danger])
        assert {one.severity for one in draft} == {"advice"}

    @given(st.data())
    def test_a_danger_has_one_goal(self, data):
        """B-22: a second one is refused until the first was taken back."""
        danger = data.draw(dangers())
        goals = st.builds(
            lambda one, id_: {**one, "id": id_},
            statements(kind="safety_goal", danger=danger).filter(lambda one: one["status"] == "complete"),
            st.uuids().map(str),
        )  # fmt: skip
        first, second = data.draw(goals), data.draw(goals)
        codes = [one.code for one in SOP.check(second, given=[danger, first])]
        assert codes == ["danger_has_a_goal"]
        void = {**first, "id": "void", "status": "entered_in_error", "supersedes": {"id": first["id"], "digest": digest(first)}}  # fmt: skip
        assert SOP.check(second, given=[danger, first, void]) == ()

    @given(st.data())
    def test_a_danger_has_one_goal_in_all_its_versions(self, data):
        """B-22: however often it was amended, and whichever two versions the goals name."""
        versions = [data.draw(dangers())]
        for number in range(data.draw(st.integers(1, 3))):
            before = versions[-1]
            versions.append({**before, "id": f"later-{number}", "status": "amended", "supersedes": {"id": before["id"], "digest": digest(before)}})  # fmt: skip
        goals = [
            {**data.draw(statements(kind="safety_goal", danger=data.draw(st.sampled_from(versions))).filter(lambda one: one["status"] == "complete")), "id": id_}
            for id_ in ("first", "second")
        ]  # fmt: skip
        first, second = goals
        beside = data.draw(st.permutations([*versions, first]))
        assert [one.code for one in SOP.check(second, given=beside)] == ["danger_has_a_goal"]
        void = {**first, "id": "void", "status": "entered_in_error", "supersedes": {"id": "first", "digest": digest(first)}}  # fmt: skip
        assert SOP.check(second, given=[*beside, void]) == ()


class TestRedaction:
    """C-33: what says that it was redacted has no word left in it."""

    @given(st.data())
    def test_one_word_put_back_into_a_redacted_copy_is_refused(self, data):
        """C-33: wherever `redact` took one out."""
        document, beside = data.draw(case_records())
        assume(document["status"] != "entered_in_error")
        document = {**document, "extensions": {"note": "x"}}
        cut = to_document(_cut(SOP.accept(document, given=beside).record))
        gone = [one for one in places(document) if one not in set(places(cut))]
        for place in gone:
            again = copy.deepcopy(cut)
            holder: Any = again
            for step in place[:-1]:
                holder = holder[step]
            holder[place[-1]] = "x"
            found = SOP.check(again, given=beside)
            assert [one.code for one in found] == ["redacted_with_text"]


class TestGrowth:
    """B-25, S1-24: growth is computed from where people stood and stand."""

    @given(field_records(tool="safety_circles"))
    def test_growth_is_what_replaying_every_move_comes_to(self, document):
        """A twin that walks the moves backwards from the page to the start agrees."""
        record = SOP.accept(document).record
        before = {one["id"]: one.get("ring") for one in document["people"]}
        for move in reversed(document["moves"]):
            assert before[move["person"]] == move.get("to")
            before[move["person"]] = move.get("from")
        order = [None, "outer", "middle", "inner"]
        now = {one["id"]: one.get("ring") for one in document["people"]}
        steps = {id_: order.index(now[id_]) - order.index(was) for id_, was in before.items()}
        found = practice.growth(record)
        assert {*found.came_in, *found.nearer} == {id_ for id_, step in steps.items() if step > 0}
        assert {*found.left, *found.further} == {id_ for id_, step in steps.items() if step < 0}
        assert set(found.stayed) == {id_ for id_, step in steps.items() if step == 0}
        assert found.came_in == tuple(i for i in now if before[i] is None and now[i] is not None)
        assert found.left == tuple(i for i in now if before[i] is not None and now[i] is None)

    @given(field_records(tool="safety_circles"))
    def test_a_page_beside_itself_has_not_grown(self, document):
        """Nobody moved, so everybody stayed."""
        record = SOP.accept(document).record
        found = practice.growth_between(record, record)
        assert set(found.stayed) == {one.id for one in record.people}
        assert not found.has_grown

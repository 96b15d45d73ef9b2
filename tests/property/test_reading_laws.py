"""What holds for every document that goes in and comes out."""

from __future__ import annotations

import json
import random
import re
from decimal import Decimal, localcontext
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sop_core import DocumentRefused, RecordRefused, digest, to_document, to_json
from sop_core.documents import read
from sop_core.documents.quick import is_sound_administration
from sop_core.documents.registry import validator
from sop_core.errors import Issue, json_path
from sop_core.testing import administrations, instruments, mutated
from tests.property.door import BASE, refused, sittings, sop_with

pytestmark = pytest.mark.law

STATUSES = ("complete", "draft")


@st.composite
def near_misses(draw):
    """A sitting, and its record with one thing changed."""
    sitting = draw(sittings(statuses=STATUSES, items=(1, 4), scales=(0, 1)))
    return sitting, draw(mutated(sitting.record))


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same JSON value with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = list(value)
        chance.shuffle(keys)
        return {key: shuffled(value[key], chance) for key in keys}
    return [shuffled(one, chance) for one in value] if isinstance(value, list) else value


# What was accepted


@given(sittings(statuses=STATUSES))
def test_json_there_and_back_is_identity(sitting):
    """DESIGN 2: what was accepted, written as JSON and accepted again, is equal, and so is its digest.

    As text, as bytes and as a dict; the score too.
    """
    receipt = sitting.sop.accept(sitting.record)
    text = to_json(receipt.record)
    for again in (text, text.encode(), to_document(receipt.record), json.loads(text)):
        once_more = sitting.sop.accept(again)
        assert once_more == receipt
        assert to_json(once_more.record) == text
        assert digest(once_more.record) == digest(receipt.record) == digest(json.loads(text))
    if receipt.score is not None:
        assert sitting.sop.check(to_json(receipt.score)) == ()
        assert sitting.sop.verify(to_json(receipt.score), text).ok


@given(sittings(statuses=STATUSES))
def test_accept_is_idempotent_on_its_own_output(sitting):
    """DESIGN 3: the accepted record's document has no issue, and accepting it changes nothing in it."""
    document = to_document(sitting.sop.accept(sitting.record).record)
    assert sitting.sop.check(document) == ()
    assert to_document(sitting.sop.accept(document).record) == document


def test_but_a_submitted_document_is_not_the_accepted_one():
    """accept adds both digests and writes a code that enters a reason as that reason."""
    form = BASE.form("social_worker_assessment")
    codes = {item.id: item.options[-1].code for item in form.items if item.options}
    document = form.read(codes, id="r", cycle="c", submitted_at="2026-11-21T09:00:00Z")
    del document["instrument"]["digest"]
    record = BASE.accept(document).record
    assert digest(record) != digest(document)
    first = next(iter(document["answers"]))
    assert isinstance(document["answers"][first], str)
    assert set(to_document(record)["answers"][first]) == {"missing"}


@given(sittings(statuses=STATUSES))
def test_accept_leaves_the_given_document_alone(sitting):
    """The host's own dict is neither changed nor held: changing it afterwards changes no receipt."""
    before = json.dumps(sitting.record, default=str)
    receipt = sitting.sop.accept(sitting.record)
    assert json.dumps(sitting.record, default=str) == before
    kept = to_json(receipt.record)
    sitting.record["answers"].clear()
    assert to_json(receipt.record) == kept


@given(sittings(statuses=STATUSES), st.integers(1, 12), st.booleans())
def test_the_decimal_context_of_the_thread_changes_nothing(sitting, precision, traps):
    """DESIGN 3: arithmetic is exact whatever precision and traps the host's thread has set."""
    receipt = sitting.sop.accept(sitting.record)
    with localcontext() as context:
        context.prec = precision
        context.traps = dict.fromkeys(context.traps, traps)
        assert sop_with(sitting.definition).accept(to_json(receipt.record)) == receipt
        assert digest(sitting.sop.accept(sitting.record).record) == digest(receipt.record)


@given(sittings(statuses=STATUSES), st.randoms(use_true_random=False))
def test_the_order_of_keys_changes_nothing(sitting, chance):
    """DESIGN 2: keys in another order, in record or definition, give the same record, score and digests.

    Condition: it is objects that are shuffled. A list has an order that means something.
    """
    other = evolve(
        sitting,
        definition=shuffled(sitting.definition, chance),
        record=shuffled(sitting.record, chance),
    )
    assert other.sop.accept(other.record) == sitting.sop.accept(sitting.record)
    assert other.instrument.ref == sitting.instrument.ref


def test_but_the_order_of_keys_is_the_order_of_issues():
    """The same two faults are told in the order in which the document has them."""
    at, to = "not a time", "x" * 65
    kinds = []
    for document in ({"submitted_at": at, "cycle": to}, {"cycle": to, "submitted_at": at}):
        whole = {
            "$schema": "urn:sop:schema:administration:1", "id": "r", **document,
            "instrument": {"id": "social_worker_assessment", "version": "1.0.0"}, "status": "draft",
            "respondent": None, "subject": None, "scope": [], "locale": "en", "answers": {},
        }  # fmt: skip
        kinds.append([issue.path for issue in BASE.check(whole)])
    assert set(kinds[0]) == set(kinds[1])
    assert kinds[0] != kinds[1]


@given(sittings(statuses=STATUSES))
def test_a_string_subclass_is_the_text_it_holds(sitting):
    """A host's own kind of str, int or list is read as the plain value that it is."""

    class Safe(str):
        __slots__ = ()

        def __str__(self):
            return "not this"

    def dressed(value: Any) -> Any:
        if isinstance(value, str):
            return Safe(value)
        if isinstance(value, dict):
            return {Safe(key): dressed(inner) for key, inner in value.items()}
        return tuple(map(dressed, value)) if isinstance(value, list) else value

    assert sitting.sop.accept(dressed(sitting.record)) == sitting.sop.accept(sitting.record)


# What was refused


@given(near_misses())
def test_check_and_accept_agree(pair):
    """DESIGN 4: accept refuses a record exactly where check finds an error, and with the same issues."""
    sitting, record = pair
    issues = sitting.sop.check(record)
    error = refused(sitting.sop, record)
    if record.get("$schema") == "urn:sop:schema:score:1" and not issues:
        assert [issue.code for issue in error.issues] == ["not_a_record"]
    elif error is None:
        assert [issue for issue in issues if issue.severity == "error"] == []
    else:
        assert error.issues == issues
        assert any(issue.severity == "error" for issue in issues)


@given(near_misses())
def test_json_and_dict_are_judged_alike(pair):
    """DESIGN 6: the same document as a dict, as text and as bytes has the same issues.

    Condition: it can be written as JSON with the same keys, which every drawn document can.
    """
    sitting, record = pair
    text = json.dumps(record, default=float)
    as_text = sitting.sop.check(text)
    assert sitting.sop.check(text.encode()) == as_text
    assert sitting.sop.check(json.loads(text, parse_float=Decimal)) == as_text


@given(st.data())
def test_a_definition_is_in_force_if_check_finds_nothing(data):
    """DESIGN 4: load leaves a definition out exactly where check finds an error, and says the same."""
    definition = data.draw(mutated(data.draw(instruments(items=(1, 4), scales=(0, 2)))))
    from sop_core.catalog import build, checked

    issues = BASE.check(definition)
    catalog = build([checked(definition, where="made up")])
    if definition.get("$schema") == "urn:sop:schema:instrument:1":
        assert catalog.health[0].issues == issues
    assert len(catalog.documents) == int(not catalog.health[0].issues)


@given(near_misses())
def test_the_quick_way_in_says_what_the_schema_says(pair):
    """DESIGN 8: the hand-written check of the shape and jsonschema come to the same verdict."""
    document = read(pair[1])
    assert is_sound_administration(document) == validator("administration").is_valid(document)


@given(near_misses())
def test_needs_and_verify_fail_only_as_they_promise(pair):
    """DESIGN 6: needs never fails on a readable document; verify refuses what is no score."""
    sitting, record = pair
    assert all(need.kind == "administration" for need in sitting.sop.needs(record))
    score = sitting.sop.accept({**sitting.record, "status": "draft"}).score
    assert score is None
    with pytest.raises(DocumentRefused):
        sitting.sop.verify({"$schema": "urn:sop:schema:score:1"}, record)


# What an issue is


def positions(
    value: Any, at: tuple[Any, ...] = (), found: dict[str, int] | None = None
) -> dict[str, int]:
    """Where each path stands in a document, counted from the front."""
    found = {} if found is None else found
    found.setdefault(json_path(*at), len(found))
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, below in inner:
        positions(below, (*at, key), found)
    return found


_LAST = re.compile(r"(\.[A-Za-z_][A-Za-z0-9_]*…?|\[[0-9]+\]|\[('|\").*?\2\])$", re.DOTALL)


def position(path: str, found: dict[str, int]) -> int:
    """Where a path stands; what is missing stands with what should hold it."""
    while path not in found:
        path = _LAST.sub("", path)
    return found[path]


def assert_teaches(issue: Issue, document: Any = None) -> None:
    """An issue has a code, a path, a whole sentence on what and why, and one on what to do."""
    assert re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", issue.code)
    assert issue.path.startswith("$")
    assert issue.message.endswith((".", "?"))
    assert issue.fix.endswith(".")
    assert issue.severity in ("error", "warning", "advice")
    assert len(issue.message) <= 600
    assert len(issue.fix) <= 600
    for text in (issue.message, issue.fix):
        assert text == text.strip()
        assert text.isprintable()
        assert not re.search(
            r"<[a-z_.]+ object|FrozenMap|Traceback|Decimal\(|Fraction\(| at 0x", text
        )


@given(near_misses())
def test_every_issue_says_where_what_why_and_how(pair):
    """DESIGN 6: code, path, message and fix stand in every issue, on one line each, of bounded length."""
    sitting, record = pair
    for issue in sitting.sop.check(record):
        assert_teaches(issue)


@given(near_misses())
def test_issues_come_in_document_order(pair):
    """DESIGN 6: issues follow the document from front to back; what is missing comes with its holder."""
    sitting, record = pair
    found = positions(record)
    places = [position(issue.path, found) for issue in sitting.sop.check(record)]
    assert places == sorted(places)


@given(st.data())
def test_issues_of_a_definition_teach_and_come_in_order(data):
    """DESIGN 6: the same for definitions, whatever was changed in them."""
    definition = data.draw(mutated(data.draw(instruments(items=(1, 4), scales=(0, 2)))))
    found = positions(definition)
    issues = BASE.check(definition)
    for issue in issues:
        assert_teaches(issue)
    places = [position(issue.path, found) for issue in issues]
    assert places == sorted(places)


@given(st.data())
def test_two_faults_are_told_together(data):
    """DESIGN 6: with a second thing changed, the issues of the first are still there, or its place is gone."""
    sitting = data.draw(sittings(statuses=STATUSES, items=(2, 4), scales=(0, 0), show_if=False))
    record = {**sitting.record, "cycle": "no cycle", "scope": ["a b"]}
    assert {issue.path for issue in sitting.sop.check(record)} == {"$.cycle", "$.scope[0]"}
    again = {**record, "answers": {**record["answers"], "surely no item": 1}}
    paths = [issue.path for issue in sitting.sop.check(again)]
    assert {"$.cycle", "$.scope[0]"} < set(paths)
    assert any("surely no item" in path for path in paths)


@given(st.data())
def test_a_refusal_stores_nothing_and_says_so(data):
    """RecordRefused lists its issues under one sentence; str() of it has one line for each."""
    sitting, record = data.draw(near_misses())
    error = refused(sitting.sop, record)
    if error is not None:
        assert isinstance(error, RecordRefused)
        assert len(str(error).splitlines()) == 1 + len(error.issues)


@given(st.data())
def test_records_of_another_instrument_are_refused(data):
    """A record is read by the instrument that it names, and by no other."""
    first = data.draw(instruments(items=(1, 3), scales=(0, 0)))
    record = data.draw(administrations(first))
    record["instrument"] = {"id": "nobody.has_this", "version": "1"}
    assert "unknown_instrument" in {issue.code for issue in sop_with(first).check(record)}

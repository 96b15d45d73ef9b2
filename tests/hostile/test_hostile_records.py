"""Whatever comes in as a record is accepted or refused with a reason, and nothing else happens."""

from __future__ import annotations

import json
import sys

import pytest

from sop_core import DocumentRefused, RecordRefused, SopError, digest, to_document
from tests.hostile.hosts import RECORD, SOP, answers, nobodys, record
from tests.hostile.inputs import DIGEST, HOSTILE, SOUND
from tests.property.test_reading_laws import assert_teaches, position, positions

each_input = pytest.mark.parametrize(
    ("document", "code", "words"), [row[1:] for row in HOSTILE], ids=[row[0] for row in HOSTILE]
)


def test_there_are_enough_of_them():
    """At least sixty, each under a name of its own."""
    names = [name for name, *_ in HOSTILE]
    assert len(names) == len(set(names)) >= 60


@each_input
def test_accept_refuses_it_with_a_reason(document, code, words):
    """DESIGN 6: RecordRefused carries an issue of the expected code, in words that teach."""
    with pytest.raises(RecordRefused) as caught:
        SOP.accept(document)
    issues = caught.value.issues
    assert code in {issue.code for issue in issues}
    told = [f"{issue.path}: {issue.message} {issue.fix}" for issue in issues if issue.code == code]
    assert any(words in one for one in told), told
    for issue in issues:
        assert_teaches(issue)
    str(caught.value).encode("utf-8")


@each_input
def test_check_says_the_same(document, code, words):
    """DESIGN 4: check returns what accept raises."""
    with pytest.raises(RecordRefused) as caught:
        SOP.accept(document)
    assert SOP.check(document) == caught.value.issues


def outcome(call, *args, **options):
    """What a call gives, and what it raises; anything but a SopError goes through."""
    try:
        return call(*args, **options), None
    except SopError as error:
        return None, error


@each_input
def test_needs_raises_nothing_of_its_own(document, code, words):
    """DESIGN 6: needs lists what can be loaded, or refuses what cannot be read."""
    needs, error = outcome(SOP.needs, document)
    assert error is None or (isinstance(error, DocumentRefused) and error.issues)
    assert all(need.digest.startswith("sha256:") for need in needs or ())


@each_input
def test_verify_raises_nothing_of_its_own(document, code, words):
    """DESIGN 6: in either place, verify refuses it or says what differs."""
    score = to_document(SOP.accept(RECORD).score)
    for pair in ((document, RECORD), (score, document)):
        found, error = outcome(SOP.verify, *pair)
        assert str(error) if error else isinstance(found.ok, bool)


@each_input
def test_given_raises_nothing_of_its_own(document, code, words):
    """DESIGN 6: an earlier record that cannot be used is an issue, or a call that is wrong."""
    issues, error = outcome(SOP.check, RECORD, given=[document])
    assert error is None or "given[0]" in str(error)
    assert {issue.code for issue in issues or ()} <= {"given_unreadable"}
    for issue in issues or ():
        assert_teaches(issue)


def test_the_sound_records_are_sound():
    """What the table changes is sound before it is changed."""
    assert SOP.check(RECORD) == SOP.check(nobodys()) == ()


@pytest.mark.parametrize(("changed"), [row[1] for row in SOUND], ids=[row[0] for row in SOUND])
def test_a_hosts_own_kind_of_value_is_the_value(changed):
    """A str, int or float of a host's own kind is read as what it holds, and stored as a plain one."""
    kept = SOP.accept(answers(**changed)).record
    assert kept == SOP.accept(RECORD).record
    assert digest(kept) == digest(SOP.accept(RECORD).record)
    assert {type(value) for value in kept.answers.values()} <= {str, int, bool, tuple}
    assert json.dumps(to_document(kept))


def test_every_fault_is_told_at_once_in_document_order():
    """DESIGN 6: one refusal names all that is wrong, from front to back."""
    faulty = {
        "$schema": RECORD["$schema"],
        "id": "r 1",
        "instrument": {**RECORD["instrument"], "digest": DIGEST},
        "status": "amended",
        "respondent": 7,
        "subject": None,
        "scope": ["a", "b c"],
        "cycle": "2026 Q4",
        "locale": "en",
        "submitted_at": "2026-02-30T10:00:00Z",
        "answers": {"q02": ["1", "1"], "q01": "1", "q03": True, "q08": "2", "q10": "1"},
        "colour": "red",
    }
    with pytest.raises(RecordRefused) as caught:
        SOP.accept(faulty)
    assert [(issue.code, issue.path) for issue in caught.value.issues] == [
        ("supersedes_missing", "$.supersedes"),
        ("wrong_form", "$.id"),
        ("digest_mismatch", "$.instrument.digest"),
        ("wrong_type", "$.respondent"),
        ("wrong_form", "$.scope[1]"),
        ("wrong_form", "$.cycle"),
        ("not_a_time", "$.submitted_at"),
        ("codes_contradict", "$.answers.q02"),
        ("not_a_number", "$.answers.q03"),
        ("hidden_item_answered", "$.answers.q08"),
        ("unknown_item", "$.answers.q10"),
        ("unknown_field", "$.colour"),
    ]
    found = positions(faulty)
    places = [position(issue.path, found) for issue in caught.value.issues]
    assert places == sorted(places)


def test_several_unreadable_things_are_told_at_once():
    """DESIGN 6: what the reader finds comes at once too: a repeated key, a NaN, a NUL, half a pair."""
    text = '{"id": "a", "id": "b", "x": NaN, "y": "\\u0000", "z": ["\\ud800", 1e999]}'
    assert [(issue.code, issue.path) for issue in SOP.check(text)] == [
        ("duplicate_key", "$.id"),
        ("not_a_number", "$.x"),
        ("nul_character", "$.y"),
        ("lone_surrogate", "$.z[0]"),
        ("number_out_of_range", "$.z[1]"),
    ]


@pytest.mark.parametrize(
    "given", [None, 5, RECORD, "text", b"{}", [5], [None], [RECORD, object()]], ids=range(8)
)
def test_a_wrong_given_is_a_wrong_call(given):
    """given takes a list of records; what can be none is refused by a sentence that says so."""
    with pytest.raises(SopError, match="given") as caught:
        SOP.accept(RECORD, given=given)
    assert isinstance(caught.value, ValueError)


def test_an_earlier_record_by_another_digest_is_not_given():
    """What a record builds on is found by id and digest together."""
    earlier = SOP.accept(RECORD).record
    pointing = {"id": "r-1", "digest": digest(earlier)}
    later = record(id="r-2", status="amended", supersedes=pointing)
    assert SOP.accept(later, given=[earlier]).record.supersedes.digest == digest(earlier)
    for wrong in ({**pointing, "digest": DIGEST}, {**pointing, "id": "r-0"}):
        codes = [issue.code for issue in SOP.check({**later, "supersedes": wrong}, given=[earlier])]
        assert codes == ["given_missing"]
    other = SOP.accept(nobodys(id="r-3")).record
    wrong = {"id": "r-3", "digest": digest(other)}
    codes = [issue.code for issue in SOP.check({**later, "supersedes": wrong}, given=[other])]
    assert codes == ["supersedes_another"]


def test_reading_leaves_the_recursion_limit_alone():
    """However deep the text, the interpreter is as it was."""
    before = sys.getrecursionlimit()
    SOP.check("[" * 100_000)
    assert sys.getrecursionlimit() == before


def test_thousands_of_faults_are_all_told():
    """A document full of unknown items and fields is refused item by item, in bounded words."""
    faulty = answers(**{f"x{at}": "1" for at in range(5_000)})
    issues = SOP.check(json.dumps(faulty))
    assert sum(issue.code == "unknown_item" for issue in issues) == 5_000
    issues = SOP.check({**RECORD, **{f"x{at}": 1 for at in range(5_000)}})
    assert sum(issue.code == "unknown_field" for issue in issues) == 5_000
    assert max(len(str(issue)) for issue in issues) < 1_200


def test_a_refusal_of_ten_thousand_issues_says_that_there_are_more():
    """What is listed is bounded, and the last issue says so."""
    issues = SOP.check(json.dumps(answers(**{f"x{at}": "1" for at in range(20_000)})))
    assert len(issues) == 10_001
    assert issues[-1].code == "more_issues"
    assert_teaches(issues[-1])


def test_records_that_are_linked_are_both_anonymous_or_neither():
    """S0-12: an amendment that names somebody would say who gave the anonymous record before it."""
    earlier = SOP.accept(nobodys(id="r-0")).record
    link = {"id": "r-0", "digest": digest(earlier)}
    assert SOP.check(nobodys(supersedes=link, status="amended"), given=[earlier]) == ()
    named = nobodys(supersedes=link, status="amended", respondent="u-1")
    codes = {issue.code for issue in SOP.check(named, given=[earlier])}
    assert codes == {"anonymous_identity", "supersedes_anonymity"}


def test_an_amended_record_verifies_without_the_earlier_one():
    """What it superseded does not bear on what its own answers come to."""
    earlier = SOP.accept(RECORD).record
    link = {"id": "r-1", "digest": digest(earlier)}
    receipt = SOP.accept(record(id="r-2", status="amended", supersedes=link), given=[earlier])
    assert SOP.verify(receipt.score, receipt.record).ok
    assert [need.digest for need in SOP.needs(to_document(receipt.record))] == [digest(earlier)]
    voided = SOP.accept(
        record(id="r-3", status="entered_in_error", supersedes=link), given=[earlier]
    )
    assert voided.score is None
    assert [one.path for one in SOP.verify(receipt.score, voided.record).differences] == [
        "$.scales"
    ]

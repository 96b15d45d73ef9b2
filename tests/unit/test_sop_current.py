"""`Sop.current`: stored documents in, what counts of them out."""

from __future__ import annotations

import json

import pytest

from sop_core import CallRefused, RecordRefused, Sop, current_view, digest, to_document, to_json
from sop_core.instruments import score


@pytest.fixture(scope="module")
def sop():
    """The bundled definitions alone."""
    return Sop.load(plugins=False)


@pytest.fixture(scope="module")
def first(sop):
    """A staff record, accepted."""
    form = sop.form("social_worker_assessment")
    fields = {item.id: "4" for item in form.items if item.required}
    at = "2026-11-21T10:00:00-08:00"
    return sop.accept(form.read(fields, id="r1", cycle="2026-Q4", submitted_at=at)).record


@pytest.fixture(scope="module")
def second(sop, first):
    """Its amendment, accepted."""
    return sop.accept(_later(first), given=[first]).record


def _later(record, id_="r2", status="amended", **fields):
    points = {"id": record.id, "digest": digest(record)}
    return {**to_document(record), "id": id_, "status": status, "supersedes": points, **fields}


def test_takes_documents_text_bytes_and_values_in_any_order(sop, first, second):
    """All the forms in which a host may hold a record come to the same view."""
    expected = current_view([first, second], digest=digest)
    for form in (lambda one: one, to_document, to_json, lambda one: to_json(one).encode()):
        assert sop.current([form(second), form(first)]) == expected
        assert sop.current(form(one) for one in (first, second, first)) == expected
    assert expected.in_force == (second,)
    assert sop.current([]).in_force == ()


def test_what_is_in_force_can_be_scored(sop, first, second):
    """The scores of an amended chain are those of its last record."""
    (record,) = sop.current([second, first]).in_force
    receipt = sop.accept(to_document(second), given=[first])
    instrument = sop.catalog.instrument(record.instrument.id, record.instrument.version)
    assert score(instrument, record) == receipt.score
    assert sop.verify(receipt.score, record).ok


def test_a_link_may_name_the_digest_of_a_document_as_it_was_stored(sop, first):
    """A submission with less in it, and the record that it became, are one record under two digests."""
    short = to_document(first)
    del short["groups"], short["instrument"]["digest"], short["instrument"]["scoring"]
    assert digest(short) != digest(first)
    by_stored = _later(first, supersedes={"id": "r1", "digest": digest(short)})
    by_accepted = _later(first)
    for later in (by_stored, by_accepted):
        view = sop.current([later, short])
        assert ([one.id for one in view.in_force], view.ok) == (["r2"], True)
        assert sop.current([first, later, short]) == view
        assert sop.current([short, later, first]) == view
    assert [one.code for one in sop.current([by_stored, first]).issues] == ["superseded_changed"]


def test_problems_of_links_are_the_views_and_not_refusals(sop, first, second):
    """Nothing needs to be given: a missing original is unsettled, and says so."""
    view = sop.current([second])
    assert [one.code for one in view.issues] == ["given_missing"]
    assert view.unsettled == (second,)


def test_a_document_that_is_no_such_record_is_refused_with_its_place(sop, first):
    """Everything that is wrong, in every document, at once; nothing is passed over in silence."""
    feedback = {
        "$schema": "urn:sop:schema:feedback:1",
        "id": "f1",
        "prompt": "plugin:a/b",
        "on": "2026-11-21",
        "screen": "case.view",
        "outcome": "helpful",
        "case": None,
        "viewer": None,
    }
    bad = {**to_document(first), "answers": {"nonsense": "1"}, "locale": "English"}
    with pytest.raises(RecordRefused) as refused:
        sop.current(
            [
                first,
                bad,
                feedback,
                "{",
                sop.catalog.documents["prompts", "three_questions", "1.0.0"],
            ]
        )
    found = [(issue.code, issue.path) for issue in refused.value.issues]
    assert ("wrong_form", "$[1].locale") in found
    assert ("unknown_item", "$[1].answers.nonsense") in found
    assert ("not_a_record", "$[2]") in found
    assert ("not_json", "$[3]") in found
    assert ("not_a_record", "$[4]") in found


@pytest.mark.parametrize("documents", [None, 5, "{}", b"{}", {}])
def test_what_is_no_list_is_a_wrong_call(sop, documents):
    """One document is passed in a list too."""
    with pytest.raises(CallRefused, match="list"):
        sop.current(documents)


def test_a_voided_record_cannot_be_built_on(sop, first):
    """accept refuses what the view would not settle, and a fork that it can see in what is given."""
    void = sop.accept(_later(first, "v1", "entered_in_error"), given=[first]).record
    issues = sop.check(_later(void, "r3"), given=[first, void])
    assert [issue.code for issue in issues] == ["supersedes_voided"]
    issues = sop.check(_later(first, "r3"), given=[first, void])
    assert [issue.code for issue in issues] == ["superseded_twice"]
    assert sop.check(_later(first, "v2", "entered_in_error"), given=[first, void]) == ()


def test_the_current_view_of_an_anonymous_survey_names_nobody(sop):
    """S0-12: parents' records amend each other by their random ids alone."""
    survey = sop.form("parent_guardian_survey", locale="es")
    answers = {item.id: "4" for item in survey.items if item.options}
    one = sop.accept(
        survey.read(answers, id="p1", cycle="2026-Q4", submitted_at="2026-11-21")
    ).record
    later = sop.accept(_later(one, "p2"), given=[one])
    assert sop.current([later.record, one]).in_force == (later.record,)
    assert json.loads(to_json(later.record))["respondent"] is None

"""Hostile records of coaching: accepted or refused with a reason, and nothing else happens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core import RecordRefused, digest, to_document
from sop_core.coaching import SessionStep, relation_of, state_of
from sop_core.documents import read, value_of
from sop_core.testing import mutated
from tests.property.test_reading_laws import assert_teaches
from tests.unit import _coached as made
from tests.unit._coached import changed, ref
from tools.golden import ROOT, Corpus, documents

SOP = Corpus().sop
KINDS = ("participation", "agreement", "coaching-session", "exception")
GIVEN = [
    read(path.read_bytes()) for kind in (*KINDS, "rating", "goal") for path in documents(kind, ROOT)
]
RECORDS = [one for one in GIVEN if one["$schema"].split(":")[3] in KINDS]
OWN = [made.PARTICIPATION, made.AGREEMENT, *made.STEPS, made.GROUP_OPENING, made.EXCEPTION]
NAMES = (
    "\u202egroup", "{0.__class__}", "a" * 65, "", "x\n", "é", "$ref", "../../etc/passwd", "Anna Smith", "w 1", "=1+1",
)  # fmt: skip
TOKENS = {
    "participation": ("id", "worker", "chosen_by"), "agreement": ("id", "worker", "supervisor", "coach"),
    "coaching-session": ("id", "session", "by", "setting"), "exception": ("id", "session", "by"),
}  # fmt: skip
#: Fields by which somebody might smuggle words into the record of an exception.
WORDS = (
    "text",
    "note",
    "notes",
    "reason_text",
    "details",
    "concern",
    "comment",
    "went_well",
    "description",
)


def kind_of(document):
    return document["$schema"].split(":")[3]


def issues_of(document, *more):
    return SOP.check(document, given=[*made.KEPT, *more])


@given(st.sampled_from(RECORDS).flatmap(mutated))
def test_a_record_with_one_thing_changed_is_accepted_or_refused_with_reasons(document):
    """Check and accept say the same, and each issue says where, what, and what to do."""
    issues = SOP.check(document, given=GIVEN)
    for issue in issues:
        assert_teaches(issue)
    if any(issue.severity == "error" for issue in issues):
        with pytest.raises(RecordRefused) as refused:
            SOP.accept(document, given=GIVEN)
        assert refused.value.issues == issues
    else:
        record = SOP.accept(document, given=GIVEN).record
        assert SOP.accept(to_document(record), given=GIVEN).record == record


@given(st.data())
def test_earlier_records_with_one_thing_changed_are_borne_with(data):
    """What a host passes as given may be anything: the record is accepted, or refused with reasons."""
    document = data.draw(st.sampled_from(OWN))
    beside = [data.draw(mutated(one)) if data.draw(st.booleans()) else one for one in made.KEPT]
    for issue in SOP.check(document, given=beside):
        assert_teaches(issue)


@pytest.mark.parametrize("value", NAMES)
@pytest.mark.parametrize("document", OWN, ids=lambda one: one["id"])
def test_a_token_is_an_id_and_nothing_else(document, value):
    """S2-15: no name, path, control or template in a token, so that a record says nothing of who somebody is."""
    for field in TOKENS[kind_of(document)]:
        found = [issue.path for issue in issues_of({**document, field: value})]
        assert f"$.{field}" in found, field


@pytest.mark.parametrize("value", NAMES)
def test_people_and_practices_are_tokens_too(value):
    """Who attends, who was told, what is in focus: ids, and no words."""
    for document, place in (
        (made.OPENING, "attendees.0.person"), (made.OPENING, "attendees.0.role"), (made.OPENING, "topics.0"),
        (made.FOCUS, "focus.0.profile"), (made.FOCUS, "focus.0.aspect"), (made.INTERESTS, "interests.0.profile"),
        (made.EXCEPTION, "told.0"), (made.PARTICIPATION, "observed.0.practice"), (made.PARTICIPATION, "observed.0.setting"),
    ):  # fmt: skip
        assert any(
            issue.severity == "error" for issue in issues_of(changed(document, {place: value}))
        ), place


@pytest.mark.parametrize("value", ["coach\n", "\u202eworker", "x" * 500, "é\u0000"])
def test_who_is_no_party_is_quoted_and_not_repeated(value):
    """DESIGN 6: what stands where a party is wanted comes back on one line, and short."""
    for changes in (
        {"assents.0.party": value}, {"shares": {value: ["goal"]}},
        {"ended": {"by": value, "on": "2026-11-20"}, "status": "amended"},
    ):  # fmt: skip
        found = issues_of(changed(made.AGREEMENT, changes))
        assert found
        for issue in found:
            assert_teaches(issue)


@pytest.mark.parametrize("field", WORDS)
def test_an_exception_has_no_field_for_a_text(field):
    """C-28: what the concern is, stands in the case's own record and nowhere here."""
    found = [issue.code for issue in issues_of({**made.EXCEPTION, field: "what was said"})]
    assert found == ["unknown_field"]
    for reason in ("what was said", "other", ""):
        assert issues_of({**made.EXCEPTION, "reason": reason})


@pytest.mark.parametrize("value", [False, None, 0, 1, "true", "", [], {}, "yes", [True]], ids=repr)
def test_the_commitment_is_true_or_there_is_no_agreement(value):
    """D9: nothing that looks like a yes is one, in a draft neither."""
    for status in ("complete", "draft"):
        for promise in ("not_for_appraisal", "confidential"):
            document = changed(made.AGREEMENT, {"status": status, f"terms.{promise}": value})
            assert f"$.terms.{promise}" in [issue.path for issue in issues_of(document)]
    bare = changed(made.AGREEMENT, {"-terms.not_for_appraisal": None})
    assert any("not_for_appraisal" in str(issue) for issue in issues_of(bare))


@pytest.mark.parametrize(
    "day",
    [
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "2026-1-1",
        "2026-11-21T00:00:00Z",
        "tomorrow",
        "\u0662\u0660\u0662\u0666-11-21",
    ],
)
def test_a_day_is_one_of_the_calendar(day):
    """S1-14, S1-18, C-28: there is no thirtieth of February, in whatever digits."""
    for document, place in (
        (made.TRYING, "check_in"), (made.AGREEMENT, "starts"), (made.AGREEMENT, "ends"),
        (made.AGREEMENT, "assents.0.on"), (made.ENDED, "ended.on"), (made.EXCEPTION, "on"),
        (made.PARTICIPATION, "observed.0.on"),
    ):  # fmt: skip
        found = [issue.path for issue in issues_of(changed(document, {place: day}))]
        assert any(path.endswith(place.split(".")[-1]) for path in found), place


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "a" * 4001, ""], ids=lambda text: repr(text[:3])
)
def test_a_text_that_cannot_be_kept_is_refused(text):
    """Half a character, a NUL, a book, nothing: the issue says where, and quotes none of it."""
    for document, place in (
        (made.REFLECTION, "went_well"), (made.OBSERVATION, "observed"), (made.AGREEMENT, "dialogue.purpose"),
        (made.AGREEMENT, "dialogue.hopes.worker"), (made.AGREEMENT, "terms.internal_use"), (made.CELEBRATION, "celebration"),
    ):  # fmt: skip
        issues = issues_of(changed(document, {place: text}))
        assert any(issue.path == f"$.{place}" for issue in issues), place
        assert "aaaa" not in str(issues)


SECRET = "the very words of the pair"


@pytest.mark.parametrize("document", [made.AGREEMENT, *made.STEPS], ids=lambda one: one["id"])
def test_no_message_and_no_event_quotes_the_pairs_own_words(document):
    """S2-15: whatever else is wrong, texts stay in the record."""
    texts = ("went_well", "differently", "observed", "try_next", "encouragement", "celebration")
    told = {**document, **{field: SECRET for field in texts if field in document}}
    if "dialogue" in document:
        words = dict.fromkeys(document["dialogue"]["hopes"], SECRET)
        told = {
            **told, "dialogue": {**dict.fromkeys(document["dialogue"], SECRET), "hopes": words, "fears": words},
            "terms": {**document["terms"], "internal_use": SECRET},
        }  # fmt: skip
    for fault in ({}, {"by": "x"}, {"after": []}, {"status": "amended"}, {"made_at": "now, of all times!"}, {"starts": "x"},
                  {"assents": []}, {"step": "celebration"}, {"format": "group"}):  # fmt: skip
        issues = issues_of({**told, **fault})
        assert SECRET not in "".join(f"{one.message}{one.fix}{one.path}" for one in issues)
    receipt = (
        SOP.accept({**document, "id": "n-9"}, given=[made.AGREEMENT])
        if document is made.AGREEMENT
        else None
    )
    assert receipt is None or "grow in mapping" not in str(receipt.events)


def test_a_forged_reference_opens_nothing():
    """D10: what a step needs is found by its id and digest together, of the right kind, and of the same session."""
    kept = [*made.KEPT[:4], made.OPENING, made.REFLECTION, made.SELF_RATING]
    sound = {**made.OBSERVATION, "ratings": []}
    reflected = ref(made.REFLECTION)
    for forged in (
        {**reflected, "id": made.OPENING["id"]}, {**reflected, "digest": ref(made.OPENING)["digest"]},
        {**reflected, "digest": "sha256:" + "0" * 64}, {"id": "x-4", "digest": ref(made.RATING)["digest"]},
        ref(made.RATING), ref(made.AGREEMENT), ref(made.GROUP_REFLECTION),
    ):  # fmt: skip
        after = [sound["after"][0], forged, sound["after"][2]]
        found = {
            one.code
            for one in SOP.check({**sound, "after": after}, given=[*kept, made.GROUP_REFLECTION])
        }
        assert found & {"given_missing", "step_of_another_session"}, forged
    twice = {**sound, "after": [*sound["after"][:1], *sound["after"][:1], sound["after"][2]]}
    assert "worker_first" in [one.code for one in SOP.check(twice, given=kept)]


def test_a_session_of_thousands_of_steps_is_answered_in_no_time():
    """Whoever stores the same reflection a thousand times waits for nothing."""
    steps = [{**made.REFLECTION, "id": f"s-{n}"} for n in range(1000)]
    kept = [made.AGREEMENT, made.OPENING, made.REFLECTION, made.RATING, *steps]
    assert SOP.check(made.SELF_RATING, given=kept) == ()
    values = [value_of(one, SessionStep) for one in (made.OPENING, *steps)]
    assert len(state_of("x", values).steps) == 1001
    assert len(relation_of("w", values).unplaced) == 1001


def test_a_long_chain_of_amendments_has_one_end():
    """Each stands in for the one before; the last counts, and a void at the end sets all of them aside."""
    chain = [made.REFLECTION]
    for n in range(300):
        chain.append(
            {**made.REFLECTION, "id": f"s-{n}", "status": "amended", "supersedes": ref(chain[-1])}
        )
    kept = [made.AGREEMENT, made.OPENING, made.RATING, *chain]
    assert SOP.check(made.SELF_RATING, given=kept) == ()
    void = {
        **made.REFLECTION,
        "id": "v-1",
        "status": "entered_in_error",
        "supersedes": ref(chain[-1]),
    }
    assert [one.code for one in SOP.check(made.SELF_RATING, given=[*kept, void])] == [
        "builds_on_voided"
    ]
    assert digest(void)

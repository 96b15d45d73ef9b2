"""The gate: who is shown a person's record, who is not, and what is kept of it."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle
from types import ModuleType

import pytest
from attrs import evolve

import sop_core
from sop_core import (
    CallRefused,
    Denial,
    Disclosure,
    DisclosureRefused,
    RecordRefused,
    Sop,
    digest,
    hookimpl,
    to_document,
    to_json,
)
from sop_core.access import (
    DisclosureRecord,
    Facts,
    Party,
    Purpose,
    opened,
    page_of,
    refusals,
)
from sop_core.access.disclosing import grant
from sop_core.instruments import individual_page
from tests.hostile.hosts import ANONYMOUS, INSTRUMENT, NOBODYS, RECORD

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
SOP = Sop.load(plugins=False, definitions=[INSTRUMENT, ANONYMOUS], clock=lambda: NOON)
SELF = {"viewer": "u-1", "purpose": "self_reflection"}
EARLIER = {
    **RECORD, "id": "r-0", "cycle": "2026-Q3", "submitted_at": "2026-08-21T14:05:00-08:00",
}  # fmt: skip


def shown(record: object = RECORD, **more: object) -> Disclosure:
    return SOP.disclose(record, **{**SELF, **more})


def refused(record: object = RECORD, sop: Sop = SOP, **more: object) -> DisclosureRefused:
    with pytest.raises(DisclosureRefused) as caught:
        sop.disclose(record, **{**SELF, **more})
    return caught.value


def codes(error: DisclosureRefused) -> list[str]:
    return [issue.code for issue in error.issues]


# -- the person -----------------------------------------------------------------------------------


def test_the_person_sees_their_own_record():
    """S0-07, S0-10: the respondent, for self reflection; the value says what was decided."""
    found = shown(earlier=[EARLIER])
    assert (found.viewer, found.purpose, found.party) == (
        "u-1",
        Purpose.SELF_REFLECTION,
        Party.PERSON,
    )
    assert found.day == "2026-11-21"
    assert found.record == SOP.accept(RECORD).record
    assert [one.id for one in found.earlier] == ["r-0"]
    assert found.instrument.ref == found.record.instrument


@pytest.mark.parametrize(
    "form", [dict, json.dumps, lambda r: json.dumps(r).encode(), lambda r: SOP.accept(r).record]
)
def test_a_record_is_a_document_or_a_value(form):
    """As everywhere: dict, text, bytes, or what accept gave."""
    assert shown(form(RECORD), earlier=[form(EARLIER)]).record.id == "r-1"


def test_an_amended_record_is_shown_without_what_it_stands_for():
    """What a record superseded does not bear on who may see it."""
    first = SOP.accept(RECORD).record
    points = {"id": "r-1", "digest": digest(first)}
    amended = {**RECORD, "id": "r-2", "status": "amended", "supersedes": points}
    assert shown(amended).record.supersedes.id == "r-1"
    assert codes(refused({**amended, "supersedes": None})) == ["record_not_sound"]
    assert codes(refused({**RECORD, "status": "amended"})) == ["record_not_sound"]


# -- everybody else -------------------------------------------------------------------------------


class Agreeable(str):
    """A text that says of itself that it equals anything."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False


@pytest.mark.parametrize(
    ("viewer", "code"),
    [
        ("u-2", "not_the_person"), ("u-", "not_the_person"), ("u-11", "not_the_person"),
        ("U-1", "not_the_person"), (Agreeable("u-2"), "not_the_person"),
        (None, "viewer_unknown"), ("", "viewer_unknown"), (" u-1", "viewer_unknown"),
        ("u-1 ", "viewer_unknown"), ("u-1\n", "viewer_unknown"), ("u-1\0", "viewer_unknown"),
        ("\uff55-1", "viewer_unknown"), ("u\u20101", "viewer_unknown"), ("u-\u0661", "viewer_unknown"),
        (b"u-1", "viewer_unknown"), (1, "viewer_unknown"), (True, "viewer_unknown"),
        (["u-1"], "viewer_unknown"), ({"u-1": 1}, "viewer_unknown"),
    ],
)  # fmt: skip
def test_nobody_else_sees_it(viewer, code):
    """S0-07: not a prefix, another case, a space, a look-alike, or a type that equals all."""
    error = refused(viewer=viewer)
    assert code in codes(error)
    assert all(issue.path in ("$.viewer", "$.record.respondent") for issue in error.issues)


def test_the_table_itself_believes_no_viewer():
    """Each of the two places that ask it would refuse alone."""
    facts = Facts(kind="administration", status="complete", person="u-1")
    (issue,) = refusals(facts, viewer=Agreeable("u-2"), purpose="self_reflection")
    assert issue.code == "not_the_person"


def test_a_text_of_another_type_is_the_text():
    """A host's own kind of string, with the same characters, is the same person."""
    assert shown(viewer=type("Name", (str,), {})("u-1")).viewer == "u-1"


@pytest.mark.parametrize("purpose", ["coaching", "supervision"])
def test_a_coach_and_a_supervisor_need_an_agreement(purpose):
    """S1-07, C-27: without one nobody else sees anything, the person neither for these purposes."""
    for viewer in ("u-1", "u-2"):
        error = refused(viewer=viewer, purpose=purpose)
        assert codes(error) == ["agreement_needed"]
        assert f"purpose is {purpose}, and no agreement was passed" in str(error)
    assert "each under an agreement (S1-07)" in str(refused(viewer="u-2"))


@pytest.mark.parametrize("agreement", ["a-1", {"coach": "u-2"}, b"", [None], [RECORD]])
def test_what_is_no_agreement_opens_nothing(agreement):
    """It is told so, whatever the purpose, and once."""
    for purpose in ("self_reflection", "coaching"):
        error = refused(purpose=purpose, agreement=agreement)
        assert codes(error) == ["agreement_not_sound"]


def test_an_agreement_is_a_record_or_a_list():
    """What can be neither is a wrong call."""
    with pytest.raises(CallRefused, match=r"agreement=\[now, before\]"):
        shown(agreement=5)


@pytest.mark.parametrize("viewer", ["u-1", "u-2", None])
def test_nothing_is_shown_for_an_appraisal(viewer):
    """S1-05: to nobody, the person neither."""
    error = refused(viewer=viewer, purpose="performance_appraisal", agreement="a-1")
    assert "purpose_refused" in codes(error)
    assert "no audit" in str(error)


@pytest.mark.parametrize(
    "purpose", ["", "Self_Reflection", "self_reflection ", "appraisal", "cqi", None, 5, ["self_reflection"],
                Agreeable("x")],
)  # fmt: skip
def test_a_purpose_that_the_table_does_not_have_is_refused_with_the_choices(purpose):
    """DESIGN 6: the choices are listed, those that are open first."""
    error = refused(purpose=purpose)
    assert codes(error) == ["purpose_unknown"]
    assert "Open now is: coaching, self_reflection, supervision." in str(error)
    assert "performance_appraisal" in str(error)


def test_an_anonymous_record_is_shown_to_nobody():
    """S0-12: it belongs to nobody; no entry joins a viewer to it."""
    error = refused(NOBODYS)
    assert codes(error) == ["record_of_nobody"]
    assert error.entry is None


def test_a_record_without_a_respondent_is_shown_to_nobody():
    """A host may leave the respondent out: then nobody can be the person, `null` neither."""
    for viewer in ("u-1", None, "None", "null"):
        assert "record_of_nobody" in codes(refused({**RECORD, "respondent": None}, viewer=viewer))


def test_a_draft_and_a_withdrawn_record_are_not_shown():
    """A draft has no score, and what was entered in error should not count: not to the person either."""
    assert codes(refused({**RECORD, "status": "draft"})) == ["record_is_draft"]
    points = {"id": "r-0", "digest": digest(SOP.accept(EARLIER).record)}
    voided = {**RECORD, "status": "entered_in_error", "supersedes": points}
    assert codes(refused(voided)) == ["record_withdrawn"]
    assert codes(refused(earlier=[{**EARLIER, "status": "draft"}])) == ["record_is_draft"]


@pytest.mark.parametrize(
    "record",
    [
        {**RECORD, "answers": {"q01": "secret-code"}}, {**RECORD, "respondent": "not a token"}, "{}", b"\xff", None, 5, [],
        {**RECORD, "instrument": {"id": "unknown", "version": "1.0.0"}},
        {**RECORD, "instrument": {**RECORD["instrument"], "digest": "sha256:" + "0" * 64}},
    ],
)  # fmt: skip
def test_what_is_not_sound_is_shown_to_nobody(record):
    """Whose it is cannot be believed; the refusal names the codes and nothing that the record holds."""
    error = refused(record)
    assert codes(error) == ["record_not_sound"]
    assert "secret-code" not in str(error)
    assert "not a token" not in str(error)
    assert error.entry is None


@pytest.mark.parametrize("kind", ["score", "feedback", "disclosure", "instrument"])
def test_another_kind_of_document_is_not_disclosed(kind):
    """Only kinds that a row names: a score is computed anew from its administration."""
    receipt = SOP.accept(RECORD)
    document = {
        "score": to_document(receipt.score), "instrument": INSTRUMENT, "disclosure": to_document(shown()),
        "feedback": {"$schema": "urn:sop:schema:feedback:1"},
    }[kind]  # fmt: skip
    error = refused(document)
    assert codes(error) == ["kind_not_disclosed"]
    assert "Pass a record of kind: administration, agreement, " in str(error)


# -- earlier records ------------------------------------------------------------------------------


def test_every_earlier_record_goes_through_the_gate():
    """S0-07: another person's record among them costs the whole disclosure, and is named by its place."""
    error = refused(earlier=[EARLIER, {**EARLIER, "id": "r-9", "respondent": "u-2"}])
    assert [(issue.code, issue.path) for issue in error.issues] == [
        ("not_the_person", "$.earlier[1].respondent")
    ]
    assert codes(refused(earlier=[NOBODYS])) == [
        "record_of_nobody",
        "earlier_of_another_instrument",
    ]
    assert codes(refused(earlier=["{}"])) == ["record_not_sound"]


def test_earlier_records_are_of_one_instrument():
    """S0-05: cycles of one instrument stand beside each other, instruments never."""
    sop = Sop.load(plugins=False, definitions=[INSTRUMENT, {**INSTRUMENT, "id": "other"}])
    other = {**EARLIER, "instrument": {"id": "other", "version": "1.0.0"}}
    error = refused(sop=sop, earlier=[other])
    assert [(issue.code, issue.path) for issue in error.issues] == [
        ("earlier_of_another_instrument", "$.earlier[0].instrument.id")
    ]


@pytest.mark.parametrize("earlier", [RECORD, json.dumps(RECORD), b"x", None, 5])
def test_earlier_records_come_as_a_list(earlier):
    """One record in place of a list is told what to pass."""
    with pytest.raises(CallRefused, match=r"earlier=\[record\]"):
        shown(earlier=earlier)


def test_there_is_an_end_to_earlier_records():
    """More than a working life of cycles is no page."""
    with pytest.raises(CallRefused, match="at most 1000"):
        shown(earlier=[EARLIER] * 1001)


def test_all_that_stands_against_it_comes_at_once():
    """DESIGN 6: viewer, purpose and every record, each issue once, in the order of the call."""
    error = refused(
        {**RECORD, "status": "draft"}, viewer=None, purpose="x", earlier=["{}", NOBODYS]
    )
    assert codes(error) == [
        "viewer_unknown", "purpose_unknown", "record_is_draft", "not_the_person", "record_not_sound",
        "record_of_nobody", "earlier_of_another_instrument",
    ]  # fmt: skip
    assert str(error).startswith("Nothing is shown.")
    for word in ("u-1", "2026-11-20", "county-07", "q01"):
        assert word not in str(error)


# -- plugins --------------------------------------------------------------------------------------


def with_plugin(monkeypatch, decide) -> Sop:
    """A Sop whose one plugin decides as it is told."""
    from sop_core.hooks import Plugins

    module = ModuleType("county07")
    module.sop_api = 1
    module.sop_authorize = hookimpl(decide)
    return evolve(SOP, plugins=Plugins.load(False, builtin={"county07": module}))


def test_a_plugin_may_deny_and_is_asked_once_with_what_it_may_know(monkeypatch):
    """DESIGN 5: viewer, purpose and kind; its reason stands in the refusal, and the entry says no."""
    asked = []

    def sop_authorize(viewer, purpose, kind):
        asked.append((viewer, purpose, kind))
        return Denial("Not in this county.")

    error = refused(sop=with_plugin(monkeypatch, sop_authorize), earlier=[EARLIER])
    assert codes(error) == ["plugin_denied"]
    assert "county07 denies it: Not in this county." in str(error)
    assert asked == [("u-1", "self_reflection", "administration")]
    assert error.entry.granted is False
    assert error.entry.id != shown(earlier=[EARLIER]).entry.id


def test_a_plugin_that_fails_denies(monkeypatch):
    """DESIGN 5: decisions fail closed."""

    def sop_authorize(viewer):
        raise ValueError("the family of case 4711")

    error = refused(sop=with_plugin(monkeypatch, sop_authorize))
    assert codes(error) == ["plugin_denied"]
    assert "4711" not in str(error)


def test_a_plugin_cannot_open_what_the_core_closes(monkeypatch):
    """DESIGN 5: it is not even asked."""

    def sop_authorize(viewer):
        raise AssertionError("asked")

    sop = with_plugin(monkeypatch, sop_authorize)
    assert codes(refused(sop=sop, viewer="u-2")) == ["not_the_person"]
    assert sop.health().plugins[0].calls == 0


def test_a_plugin_without_objection_changes_nothing(monkeypatch):
    """True grants nothing that the table does not; it raises no objection."""

    def sop_authorize():
        return True

    sop = with_plugin(monkeypatch, sop_authorize)
    assert sop.disclose(RECORD, **SELF).record.id == "r-1"
    assert codes(refused(sop=sop, viewer="u-2")) == ["not_the_person"]


# -- the value ------------------------------------------------------------------------------------


def test_a_disclosure_is_made_by_the_gate_alone():
    """By mistake nobody makes one: not by hand, not by changing one, not by taking a seal along."""
    given = shown()
    fields = {name: getattr(given, name) for name in
              ("record", "earlier", "instrument", "viewer", "purpose", "party", "day", "entry", "events")}  # fmt: skip
    with pytest.raises(CallRefused, match=r"Only sop\.disclose"):
        Disclosure(**fields)
    for changes in (
        {"record": SOP.accept(EARLIER).record}, {"viewer": "u-2"}, {"earlier": (given.record,)},
        {"purpose": Purpose.COACHING}, {"seal": object()}, {"day": "2027-01-01"}, {"events": ()},
    ):  # fmt: skip
        with pytest.raises(CallRefused, match=r"Only sop\.disclose"):
            evolve(given, **changes)
    assert evolve(given) == given


def test_a_disclosure_is_for_the_moment():
    """It is not pickled, cached or copied deeply: tomorrow the answer may be another."""
    for keep in (pickle.dumps, copy.deepcopy):
        with pytest.raises(CallRefused, match="for the moment"):
            keep(shown())


def test_a_disclosure_says_nothing_of_the_record_in_a_log():
    """Its repr holds who looked for what; no answer, no other token."""
    said = repr(shown(earlier=[EARLIER]))
    assert "self_reflection" in said
    for word in ("said", "answers", "2026-11-20", "Something to read", "seal"):
        assert word not in said


@pytest.mark.parametrize("passed", [RECORD, None, "r-1", SOP.accept(RECORD).record])
def test_a_writer_takes_a_disclosure_and_no_record(passed):
    """DESIGN 4: what is written of one person has gone through the gate."""
    for write in (opened, page_of):
        with pytest.raises(CallRefused, match="takes a Disclosure"):
            write(passed)


def test_what_was_changed_behind_its_back_is_no_disclosure():
    """Even past the frozen value, the seal knows what was decided about."""
    given = shown()
    object.__setattr__(given, "record", SOP.accept({**RECORD, "respondent": "u-2"}).record)
    with pytest.raises(CallRefused, match="takes a Disclosure"):
        page_of(given)


def test_the_page_of_a_disclosure_is_that_of_its_records():
    """The page as data comes through the gate, too."""
    given = shown(earlier=[EARLIER])
    assert page_of(given) == individual_page(given.instrument, given.record, earlier=given.earlier)
    assert page_of(given).cycle_before == "2026-Q3"


def test_granting_asks_the_table_again():
    """No call inside the library makes a Disclosure of what the table closes."""
    given = shown()
    for entry in (
        evolve(given.entry, viewer="u-2"), evolve(given.entry, granted=False),
        evolve(given.entry, purpose="performance_appraisal"),
    ):  # fmt: skip
        with pytest.raises(DisclosureRefused, match="Nothing is shown"):
            granted(given, entry=entry)
    with pytest.raises(DisclosureRefused, match="Nothing is shown"):
        granted(given, entry=given.entry, facts=())
    assert granted(given, entry=given.entry) == given


OWN = (Facts(kind="administration", status="complete", person="u-1"),)


def granted(given, *, entry, facts=OWN):
    return grant(
        given.record, earlier=(), facts=facts, under=None, instrument=given.instrument, entry=entry,
        events=given.events,
    )  # fmt: skip


# -- the record of it -----------------------------------------------------------------------------


def test_what_is_kept_names_and_does_not_tell():
    """Which records, who, what for, when, and whether: no answer, score or text of them."""
    given = shown(earlier=[EARLIER])
    document = to_document(given)
    first, before = given.record, given.earlier[0]
    assert document == {
        "$schema": "urn:sop:schema:disclosure:1", "id": given.entry.id, "kind": "administration",
        "record": {"id": "r-1", "digest": digest(first)},
        "earlier": [{"id": "r-0", "digest": digest(before)}],
        "viewer": "u-1", "purpose": "self_reflection", "day": "2026-11-21", "granted": True, "extensions": {},
    }  # fmt: skip
    assert to_document(given.entry) == document
    receipt = SOP.accept(to_json(given))
    assert receipt.record == given.entry
    assert isinstance(receipt.record, DisclosureRecord)
    assert (receipt.score, receipt.events, receipt.advice) == (None, (), ())
    assert SOP.needs(document) == ()
    assert SOP.check(document) == ()


def test_one_decision_on_one_day_is_one_entry():
    """The id is made of the rest, so that a page that is read twice is one row; all else makes another."""
    first = shown().entry.id
    assert shown().entry.id == first
    tomorrow = evolve(SOP, clock=lambda: NOON + dt.timedelta(days=1))
    others = {
        shown(earlier=[EARLIER]).entry.id, shown({**RECORD, "id": "r-5"}).entry.id,
        tomorrow.disclose(RECORD, **SELF).entry.id, refused(viewer="u-2").entry.id,
    }  # fmt: skip
    assert len(others | {first}) == 5


def test_a_refusal_is_kept_too():
    """A county's log is about those who were refused."""
    entry = refused(viewer="u-2", earlier=[EARLIER]).entry
    assert (entry.viewer, entry.granted, entry.record.id) == ("u-2", False, "r-1")
    assert SOP.check(to_document(entry)) == ()
    assert refused(purpose="performance_appraisal").entry.purpose == "performance_appraisal"
    for call in ({"viewer": None}, {"purpose": "no id"}, {"purpose": None}):
        assert refused(**call).entry is None


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"day": "2026-02-30"}, "not_a_date", "no day of the calendar"),
        ({"day": "yesterday"}, "wrong_form", "YYYY-MM-DD"),
        (
            {"purpose": "performance_appraisal"},
            "granted_against_the_table",
            "performance_appraisal",
        ),
        (
            {"kind": "participation", "purpose": "coaching"},
            "granted_against_the_table",
            "participation",
        ),
        ({"kind": "score"}, "granted_against_the_table", "score"),
        (
            {"purpose": "curiosity"},
            "granted_against_the_table",
            "self_reflection, coaching, supervision",
        ),
        ({"viewer": None}, "wrong_type", "Write a text"),
        ({"granted": "yes"}, "wrong_type", "true or false"),
        ({"answers": {"q01": "1"}}, "unknown_field", "no field here"),
        ({"record": {"id": "r-1"}}, "missing_field", "digest"),
        ({"earlier": {}}, "wrong_type", "a list"),
        ({"earlier": [5]}, "wrong_type", "an object"),
        ({"day": 5, "granted": 1, "purpose": 2}, "wrong_type", "a text"),
    ],
)
def test_a_wrong_entry_is_refused(changes, code, words):
    """The record kind is checked like the others: its shape, a real day, nothing granted that is closed."""
    with pytest.raises(RecordRefused) as caught:
        SOP.accept({**to_document(shown()), **changes})
    assert code in [issue.code for issue in caught.value.issues]
    assert words in str(caught.value)


def test_a_refused_entry_may_name_any_purpose():
    """What was asked for, and refused, is what it was."""
    document = {
        **to_document(shown()),
        "granted": False,
        "purpose": "curiosity",
        "extensions": {"ip": "none"},
    }
    assert SOP.accept(document).record.purpose == "curiosity"
    assert to_document(SOP.accept(document).record) == document


def test_the_root_names_what_a_host_needs():
    """`from sop_core import Disclosure, DisclosureRefused`."""
    assert sop_core.Disclosure is Disclosure
    assert issubclass(DisclosureRefused, sop_core.SopError)

"""Laws of the gate: whatever is passed together, nothing is shown that the table does not open."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sop_core import Disclosure, DisclosureRefused, Sop, SopError, hookimpl, to_document
from sop_core.documents import digest_of, shape_issues
from sop_core.hooks import Plugins
from tests.hostile.hosts import NOBODYS
from tests.unit._relation import SOP, TOKENS, Doc, accepted, amended, relation, standing

ROLES = {"self_reflection": "worker", "coaching": "coach", "supervision": "supervisor"}
PURPOSES = (*ROLES, "performance_appraisal", "cqi", "", None)
VIEWERS = (*TOKENS.values(), "u-9", "", None)

FIRST = standing()
NARROW = relation(shares={"coach": ["goal"], "supervisor": ["rating", "goal-event"]})
LATER = amended(FIRST.agreement, "a-2", shares={"coach": ["rating", "coaching-session"]})
AGREEMENTS = (
    FIRST.agreement, NARROW.agreement, LATER, amended(LATER, "a-3", coach="u-x"),
    amended(FIRST.agreement, "a-4", ended={"by": "coach", "on": "2026-11-05"}),
    accepted({**FIRST.agreement, "id": "a-5", "worker": "u-9"}),
    accepted({**FIRST.agreement, "id": "a-6", "status": "draft"}),
    {**FIRST.agreement, "ends": "2030-01-01"},
)  # fmt: skip
RECORDS = (
    *FIRST.records.values(), *NARROW.records.values(), NOBODYS, *AGREEMENTS,
    accepted({**FIRST["administration"], "id": "r-9", "respondent": "u-9"}),
)  # fmt: skip

records = st.sampled_from(RECORDS)
calls = st.fixed_dictionaries(
    {
        "record": records,
        "viewer": st.sampled_from(VIEWERS),
        "purpose": st.sampled_from(PURPOSES),
        "agreement": st.one_of(
            st.none(),
            st.sampled_from(AGREEMENTS),
            st.lists(st.sampled_from(AGREEMENTS), max_size=3),
        ),
        "earlier": st.lists(records, max_size=4),
    }
)
odd = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.binary(max_size=8),
              st.just(object()), st.sampled_from(("$schema", "rating", "urn:sop:schema:agreement:1"))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip


def asked(call: dict[str, Any], sop: Sop = SOP) -> Disclosure | DisclosureRefused:
    call = dict(call)
    try:
        return sop.disclose(call.pop("record"), **call)
    except DisclosureRefused as refused:
        return refused


def kind_of(document: Doc) -> str:
    return str(document["$schema"].split(":")[3])


def agreements_of(call: dict[str, Any]) -> list[Doc]:
    passed = call["agreement"]
    return passed if isinstance(passed, list) else [passed] if passed else []


class TestNothingOutsideTheTableIsGranted:
    @given(calls)
    def test_a_purpose_is_for_one_part_of_the_agreement_that_holds(self, call):
        """S0-07, C-27: what was granted was the person's own, or under a chain that names the viewer."""
        found = asked(call)
        if isinstance(found, DisclosureRefused):
            return
        role = ROLES[call["purpose"]]
        chain = agreements_of(call)
        for document in (call["record"], *call["earlier"]):
            kind = kind_of(document)
            if role == "worker":
                owners = {
                    document.get("respondent"),
                    document.get("worker"),
                    "u-1" if kind == "exception" else None,
                }
                assert call["viewer"] in owners or kind == "coaching-session"
                continue
            assert chain[0][role] == call["viewer"]
            assert chain[0]["status"] != "draft"
            assert chain[0].get("ended") is None
            assert (
                document.get("worker", document.get("respondent", chain[0]["worker"]))
                == chain[0]["worker"]
            )
            assert kind in (*chain[0]["shares"].get(role, ()), "agreement", "exception")
            assert kind != "participation"
            digests = {digest_of(one) for one in chain}
            named = document.get("agreement", {}).get("digest")
            if named and not (kind == "rating" and document["view"] == "self"):
                assert named in digests
            assert kind != "agreement" or digest_of(document) in digests

    @given(calls, st.lists(st.sampled_from(AGREEMENTS), max_size=3), st.booleans())
    def test_no_agreement_opens_an_appraisal(self, call, agreement, combined):
        """S1-05, S1-08, D18: added, changed, or combined with it."""
        passed = [{**one, "combined_with_appraisal": combined} for one in agreement]
        found = asked({**call, "agreement": passed, "purpose": "performance_appraisal"})
        assert isinstance(found, DisclosureRefused)
        assert "purpose_refused" in [issue.code for issue in found.issues] or call["viewer"] is None

    @given(calls, st.data())
    def test_what_was_changed_is_no_longer_what_was_named(self, call, data):
        """A record of the agreement with other words and the same id opens nothing that was made under it."""
        found = asked(call)
        if isinstance(found, DisclosureRefused) or call["purpose"] == "self_reflection":
            return
        bound = [
            one
            for one in (call["record"], *call["earlier"])
            if kind_of(one) in ("goal", "coaching-session")
        ]
        changed = [{**one, "made_at": "2026-10-01T10:00:00-07:00"} for one in agreements_of(call)]
        again = asked({**call, "agreement": changed})
        assert not bound or isinstance(again, DisclosureRefused)

    @given(calls)
    def test_less_evidence_opens_nothing_more(self, call):
        """What is refused with an agreement is refused without one; what is granted needs all of it or less."""
        without = asked({**call, "agreement": None})
        if isinstance(without, Disclosure):
            assert call["purpose"] == "self_reflection"


class TestAPluginCanOnlyTakeAway:
    @given(calls, st.sampled_from([True, None, False]))
    def test_whatever_it_says(self, call, answer):
        """DESIGN 5: True grants nothing; False closes."""
        module = ModuleType("county07")
        module.sop_api = 1  # type: ignore[attr-defined]
        module.sop_authorize = hookimpl(lambda: answer)  # type: ignore[attr-defined]
        sop = evolve(SOP, plugins=Plugins.load(False, builtin={"county07": module}))
        core, found = asked(call), asked(call, sop)
        if answer is False or isinstance(core, DisclosureRefused):
            assert isinstance(found, DisclosureRefused)
        else:
            assert isinstance(found, Disclosure)


class TestEveryDecisionIsKept:
    @given(calls)
    def test_one_entry_and_one_event(self, call):
        """The event is of the day and the decision; the entry is a sound record, where it can name all three."""
        found = asked(call)
        (event,) = found.events
        how = "granted" if isinstance(found, Disclosure) else "refused"
        assert event["type"] == f"sop.disclosure.{how}"
        assert shape_issues(event, "event") == []
        if found.entry is None:
            assert event["id"] == "disclosure.unnamed.2026-11-21.refused"
            assert NOBODYS in (call["record"], *call["earlier"]) or not (
                call["viewer"] and call["purpose"]
            )
        else:
            assert event["data"]["record"] == found.entry.id
            assert found.entry.granted is (how == "granted")
            assert SOP.check(to_document(found.entry)) == ()
        assert asked(call).events == found.events
        values = {str(value) for value in (*event.values(), *event["data"].values())}
        ids = {one["id"] for one in (call["record"], *call["earlier"])}
        assert not values & {*ids, str(call["viewer"]), str(call["purpose"])}


class TestWhateverIsPassed:
    @given(odd, odd, odd, odd, odd)
    def test_nothing_but_a_refusal_comes_back(self, record, viewer, purpose, agreement, earlier):
        """DESIGN 6: an error that teaches, of the one tree."""
        try:
            SOP.disclose(
                record, viewer=viewer, purpose=purpose, agreement=agreement, earlier=earlier
            )
        except SopError:
            return
        raise AssertionError("shown")

    @given(calls, st.data())
    def test_a_field_that_is_wrong_opens_nothing_more(self, call, data):
        """Any field of any record may hold anything: it is a SopError, or the same decision."""
        target = data.draw(records)
        field = data.draw(st.sampled_from(sorted(target)))
        broken = {**target, field: data.draw(odd)}
        for changed in (
            {"record": broken},
            {"earlier": [broken]},
            {"agreement": broken},
            {"agreement": [broken]},
        ):
            try:
                found = asked({**call, **changed})
            except SopError:
                continue
            if isinstance(found, Disclosure):
                assert call["purpose"] in ROLES
                assert call["viewer"] in TOKENS.values()

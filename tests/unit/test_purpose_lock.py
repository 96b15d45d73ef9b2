"""The purpose lock: records of coaching at the gate, and what it says when it stays shut."""

from __future__ import annotations

from types import ModuleType

import pytest
from attrs import evolve

from sop_core import (
    CallRefused,
    Denial,
    Disclosure,
    DisclosureRefused,
    Sop,
    digest,
    hookimpl,
    to_document,
)
from sop_core.access import Facts, Party, page_of, refusals
from sop_core.documents import shape_issues
from tests.hostile.hosts import NOBODYS, RECORD
from tests.unit._relation import (
    ALL,
    SOP,
    TOKENS,
    Doc,
    accepted,
    amended,
    attendees,
    beside,
    made,
    ref,
    relation,
    standing,
)

AS = {"person": "self_reflection", "coach": "coaching", "supervisor": "supervision"}
KNOWN = standing()
#: A record of each kind of coaching, which a coach may see under the standing agreement.
SHOWN = ("own", "seen", "goal", "event", "opening", "observed", "agreement", "exception")


def shown(name: str, party: str = "coach", sop: Sop = SOP, **more: object) -> Disclosure:
    call = {"viewer": TOKENS[party], "purpose": AS[party], "agreement": KNOWN.agreement,
            "earlier": beside(KNOWN, name), **more}  # fmt: skip
    return sop.disclose(call.pop("record", KNOWN[name]), **call)


def refused(name: str, party: str = "coach", **more: object) -> DisclosureRefused:
    with pytest.raises(DisclosureRefused) as caught:
        shown(name, party, **more)
    return caught.value


def codes(error: DisclosureRefused) -> list[str]:
    return [issue.code for issue in error.issues]


def said(name: str, party: str = "coach", **more: object) -> tuple[str, str]:
    """The one issue that stands against it: its code and its path."""
    (issue,) = refused(name, party, **more).issues
    return issue.code, issue.path


# -- what is given ---------------------------------------------------------------------------------


@pytest.mark.parametrize("party", AS)
@pytest.mark.parametrize("name", SHOWN)
def test_a_disclosure_serves_every_kind(name, party):
    """DESIGN 4: the value, those beside it, who looked and as what; an entry and an event."""
    found = shown(name, party)
    assert to_document(found.record) == KNOWN[name]
    assert [to_document(one) for one in found.earlier] == beside(KNOWN, name)
    assert (found.viewer, found.purpose, found.party) == (TOKENS[party], AS[party], Party(party))
    assert found.instrument is None
    assert found.entry.kind == KNOWN[name]["$schema"].split(":")[3]
    assert found.entry.record.digest == digest(KNOWN[name])
    assert SOP.check(to_document(found.entry)) == ()
    assert SOP.accept(to_document(found.entry)).events == ()


def test_records_may_be_values_and_text():
    """As everywhere: dict, text, or what accept gave; the agreement as well."""
    value = SOP.accept(KNOWN.agreement).record
    rating = SOP.accept(KNOWN["own"], given=[value]).record
    assert shown("own", record=rating, agreement=value).record == rating
    assert shown("own", agreement=[value]).record == rating
    assert shown("own", agreement=(value,)).record == rating


def test_the_individuals_page_is_made_of_an_administration():
    """A page of other kinds is drawn otherwise."""
    with pytest.raises(CallRefused, match="of kind goal"):
        page_of(shown("goal"))
    assert page_of(shown("administration")).cycle == "2026-Q4"
    assert page_of(shown("administration", earlier=[KNOWN["own"]])).cycle_before is None


# -- the worker's view first -----------------------------------------------------------------------


@pytest.mark.parametrize("party", AS)
def test_what_another_saw_is_shown_to_nobody_without_the_workers_own_view(party):
    """S1-25 to S1-27, D10: not to the one who saw it either."""
    assert said("seen", party, earlier=[]) == ("workers_view_missing", "$.record")
    for names in (("opening", "rated"), ("opening", "reflection")):
        earlier = [KNOWN[name] for name in names]
        assert said("observed", party, earlier=earlier) == ("workers_view_missing", "$.record")
    assert said("own", party, earlier=[KNOWN["seen"]][:1], record=KNOWN["free"]) == (
        "workers_view_missing", "$.earlier[0]",
    )  # fmt: skip


def test_the_workers_view_is_the_one_that_is_named_by_id_and_digest():
    """Another rating of the worker's does not do, nor one that was changed; nor one that is not itself shown."""
    for other in (
        KNOWN["free"],
        {**KNOWN["own"], "id": "o-2"},
        {**KNOWN["own"], "made_at": "2026-11-02T08:00:00Z"},
    ):
        assert said("seen", earlier=[other])[0] == "workers_view_missing"
    assert codes(refused("seen", earlier=[], agreement=[KNOWN.agreement, KNOWN["own"]])) == [
        "agreement_not_sound", "workers_view_missing",
    ]  # fmt: skip


def test_a_view_of_another_name_and_the_right_digest_is_not_the_one_that_is_named():
    """An id and a digest name a record together."""
    forged = {**KNOWN["seen"], "after": {**ref(KNOWN["own"]), "id": "other"}}
    assert codes(refused("seen", record=forged)) == ["workers_view_missing"]


def test_the_workers_view_is_a_rating():
    """A reference to a record of another kind proves nothing, whoever wrote it."""
    forged = {**KNOWN["seen"], "after": ref(KNOWN["goal"])}
    assert "workers_view_missing" in codes(refused("seen", record=forged, earlier=[KNOWN["goal"]]))


# -- sessions --------------------------------------------------------------------------------------


def test_a_session_is_confidential_to_those_who_were_in_it():
    """S2-15: a coach of the agreement who was not there sees none of it; nor does an observer for coaching."""
    known = relation()
    people = attendees([("u-1", "learner"), ("u-s", "supervisor"), ("u-o", "observer")])
    opening = accepted(
        {**known["opening"], "id": "m-2", "session": "m-2", "attendees": people}, known.agreement
    )
    assert said("opening", record=opening) == ("not_in_the_session", "$.record")
    assert shown("opening", "supervisor", record=opening).record.id == "m-2"
    assert codes(refused("opening", viewer="u-o", purpose="self_reflection")) == ["not_the_person"]
    assert codes(refused("opening", viewer="u-o")) == ["not_this_party"]


def test_a_step_needs_its_opening():
    """Who was in the session, and whose it is, the opening says: the person needs it too."""
    for party in AS:
        assert said("reflection", party, earlier=[]) == ("opening_not_passed", "$.record")
    error = refused("reflection", earlier=[], purpose="performance_appraisal", viewer=None)
    assert codes(error) == ["opening_not_passed", "viewer_unknown", "purpose_refused"]
    assert error.entry is None


def test_the_amended_opening_says_who_was_there():
    """Who was named by mistake sees nothing; who was left out by mistake does, once it is mended."""
    people = attendees([("u-1", "learner"), ("u-s", "supervisor")])
    first = KNOWN["opening"]
    now = {
        **first,
        "id": "m-o2",
        "status": "amended",
        "supersedes": ref(first),
        "attendees": people,
    }
    now = accepted(now, first, KNOWN.agreement)
    for earlier in ([first, now], [now, first]):
        error = refused("reflection", earlier=earlier)
        assert set(codes(error)) == {"not_in_the_session"}
        assert len(error.issues) == 3
        assert shown("reflection", "supervisor", earlier=earlier).earlier
    again = {**now, "id": "m-o3", "supersedes": ref(now), "attendees": first["attendees"]}
    again = accepted(again, now, KNOWN.agreement)
    assert shown("reflection", earlier=[again, first, now]).record.id == "m-worker_reflection"


def test_an_opening_that_stands_in_for_a_changed_one_says_nothing_of_this():
    """It names the first by its id and another digest, so it is no amendment of it: the first one holds."""
    first = KNOWN["opening"]
    people = attendees([("u-1", "learner"), ("u-x", "observer"), ("u-s", "supervisor")])
    other = {**first, "id": "m-o2", "status": "amended", "attendees": people,
             "supersedes": {**ref(first), "digest": "sha256:" + "0" * 64}}  # fmt: skip
    error = refused("reflection", earlier=[first, other])
    assert [(one.code, one.path) for one in error.issues] == [
        ("not_in_the_session", "$.earlier[1]")
    ]


def test_two_amended_openings_say_nothing():
    """Where two stand in one's place, nobody knows who was there."""
    first = KNOWN["opening"]
    two = [
        accepted(
            {**first, "id": id_, "status": "amended", "supersedes": ref(first)},
            first,
            KNOWN.agreement,
        )
        for id_ in ("m-o2", "m-o3")
    ]
    error = refused("reflection", "person", earlier=[first, *two])
    assert codes(error) == ["opening_not_passed", "opening_not_passed"]
    assert [issue.path for issue in error.issues] == ["$.record", "$.earlier[0]"]


def test_a_session_of_no_one_learner_is_nobodys():
    """An opening that says it of two, or of nobody, is believed by nobody."""
    for people in ([("u-1", "learner"), ("u-2", "learner"), ("u-s", "coach")], [("u-s", "coach")]):
        opening = {**KNOWN["opening"], "attendees": attendees(people)}
        error = refused("opening", "person", record=opening, agreement=None)
        assert codes(error) == ["record_of_nobody"]


def test_a_group_session_is_for_those_who_were_there():
    """S1-11, S2-15: to reflect on; a reflection is its writer's alone; nobody's for coaching or supervision."""
    earlier = [KNOWN["group"]]
    assert shown("group_end", "person", agreement=None).party is Party.PERSON
    for viewer, name, code in (
        ("u-c", "group", "not_in_the_session"), ("u-c", "group_reflection", "not_in_the_session"),
        ("u-s", "group_reflection", "not_the_person"),
    ):  # fmt: skip
        error = refused(name, viewer=viewer, purpose="self_reflection", earlier=earlier)
        assert code in codes(error)
    for party in ("coach", "supervisor"):
        assert said("group", party) == ("group_record", "$.record")
        assert said("group", party, agreement=None) == ("group_record", "$.record")


# -- agreements ------------------------------------------------------------------------------------


def test_what_was_made_under_an_agreement_stays_under_it():
    """S2-15: another agreement with the same people does not open it; one that stands in its place does."""
    other = accepted({**KNOWN.agreement, "id": "a-2"})
    for name in ("seen", "goal", "observed", "agreement"):
        assert "not_under_this_agreement" in codes(refused(name, agreement=other))
    assert codes(refused("exception", agreement=other)) == ["agreement_not_passed"]
    assert shown("own", agreement=other).record.id == "own"
    later = amended(KNOWN.agreement, "a-3")
    assert shown("goal", agreement=[later, KNOWN.agreement]).record.id == "goal"
    assert said("goal", agreement=later) == ("not_under_this_agreement", "$.record")


def test_an_agreement_is_known_by_its_digest():
    """One that was changed and kept its id opens nothing that was made under the first."""
    wider = {**KNOWN.agreement, "coach": "u-x"}
    error = refused("goal", viewer="u-x", agreement=wider)
    assert codes(error) == ["not_under_this_agreement"]
    later = amended(KNOWN.agreement, "a-3")
    error = refused("goal", agreement=[later, wider])
    assert codes(error) == ["agreement_not_in_chain"]
    assert error.issues[0].path == "$.agreement[1]"


def test_an_agreement_that_another_stands_in_for_holds_no_longer():
    """Wherever the later one is passed: a record beside it says so as well."""
    later = amended(KNOWN.agreement, "a-3")
    error = refused("own", earlier=[later])
    assert codes(error) == ["agreement_not_holding", "not_under_this_agreement"]


def test_a_new_partner_sees_what_is_shared_and_not_what_was_told():
    """S2-15: hopes, fears and exceptions of an earlier agreement stay with its parties."""
    later = amended(KNOWN.agreement, "a-3", coach="u-x")
    chain = [later, KNOWN.agreement]
    assert shown("goal", viewer="u-x", agreement=chain).viewer == "u-x"
    for name in ("agreement", "exception"):
        assert said(name, viewer="u-x", agreement=chain) == ("not_named_then", "$.record")
    assert said("opening", viewer="u-x", agreement=chain) == ("not_in_the_session", "$.record")
    assert shown("agreement", viewer="u-x", record=later, agreement=chain).record.id == "a-3"
    assert said("goal", agreement=chain) == ("not_this_party", "$.agreement")


def test_coach_and_supervisor_are_asked_apart():
    """S2-15: each for its own purpose, and each what is shared with it."""
    assert codes(refused("own", purpose="supervision")) == ["not_this_party"]
    assert codes(refused("own", "supervisor", purpose="coaching")) == ["not_this_party"]
    known = relation(shares={"coach": ["rating"], "supervisor": ["goal"]})
    for party, name, opens in (("coach", "own", True), ("coach", "goal", False), ("supervisor", "goal", True),
                               ("supervisor", "own", False)):  # fmt: skip
        call = {"record": known[name], "agreement": known.agreement}
        if opens:
            assert shown(name, party, **call).party is Party(party)
        else:
            assert said(name, party, **call) == ("not_shared", "$.agreement.shares")


def test_an_exception_is_its_agreements():
    """C-28: whose it is, the agreement says; the person needs it too, and it may have run out."""
    assert said("exception", "person", agreement=None) == ("agreement_not_passed", "$.agreement")
    ended = amended(KNOWN.agreement, "a-3", ended={"by": "worker", "on": "2026-11-03"})
    chain = [ended, KNOWN.agreement]
    assert shown("exception", "person", agreement=chain).record.id == "exc"
    assert said("exception", agreement=chain) == ("agreement_not_holding", "$.agreement")


def test_what_was_done_stands_under_its_goal():
    """A partner is shown it beside the goal; the person needs nothing."""
    assert said("event", earlier=[]) == ("goal_not_passed", "$.record")
    assert shown("event", "person", earlier=[], agreement=None).record.id == "event"
    known = relation(shares={"coach": ["goal-event"]})
    call = {"record": known["event"], "agreement": known.agreement}
    assert said("event", **call, earlier=[known["goal"]]) == ("not_shared", "$.agreement.shares")


def test_participation_is_the_persons_alone():
    """S1-13, S2-18: no agreement can share it, since none lists it."""
    for party in ("coach", "supervisor"):
        assert said("participation", party) == ("only_the_persons", "$.record")
    shares = {"coach": ["participation"]}
    assert shape_issues({**KNOWN.agreement, "shares": shares}, "agreement") != []


# -- the lock --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", KNOWN.records)
def test_an_appraisal_is_refused_whatever_was_agreed(name):
    """S1-05, S1-08, D18: for every kind, to everybody, the person too; combining changes nothing."""
    known = relation(combined_with_appraisal=True)
    for party in TOKENS:
        with pytest.raises(DisclosureRefused) as caught:
            SOP.disclose(
                known[name], viewer=TOKENS[party], purpose="performance_appraisal",
                agreement=known.agreement, earlier=beside(known, name),
            )  # fmt: skip
        assert "purpose_refused" in codes(caught.value)
        assert caught.value.entry.granted is False


@pytest.mark.parametrize(
    "kind", ["rating", "goal", "goal-event", "exception", "coaching-session", "agreement"]
)
def test_a_record_of_nobody_is_closed(kind):
    """S0-12: for every purpose, with no token at all too."""
    facts = Facts(kind=kind, status="complete", bound=True, bound_to=("a", "b"))
    for viewer in ("u-1", None):
        for purpose in AS.values():
            assert "record_of_nobody" in [
                one.code for one in refusals(facts, viewer=viewer, purpose=purpose)
            ]


def test_a_refusal_tells_no_token_and_no_word():
    """DESIGN 6: who may read it is nobody the table knows."""
    for name in KNOWN.records:
        for purpose in (*AS.values(), "performance_appraisal"):
            text = str(refused(name, viewer="u-x", purpose=purpose))
            for word in ("u-1", "u-c", "u-s", "u-x", "case-1", "It went well", "Cake", "Calm"):
                assert word not in text


# -- events and entries ----------------------------------------------------------------------------


def test_every_decision_has_one_event_that_tells_nothing():
    """S2-18: that there was one, on which day, and how it went; the id is that of the entry."""
    given, error = shown("goal"), refused("goal", viewer="u-x")
    for one, how in ((given, "granted"), (error, "refused")):
        (event,) = one.events
        assert event == {
            "specversion": "1.0", "id": f"disclosure.{one.entry.id}.{how}", "source": "urn:sop_core",
            "type": f"sop.disclosure.{how}", "datacontenttype": "application/json",
            "dataschema": "urn:sop:schema:event:1",
            "data": {"kind": "disclosure", "record": one.entry.id, "schema": "urn:sop:schema:disclosure:1",
                     "status": "complete", "day": "2026-11-21"},
        }  # fmt: skip
        assert shape_issues(event, "event") == []
        assert not {"u-c", "u-x", "u-1", "coaching", "goal"} & set(map(str, _leaves(event)))
    assert shown("goal").events == given.events


def _leaves(value: object) -> list[object]:
    return (
        [leaf for one in value.values() for leaf in _leaves(one)]
        if isinstance(value, dict)
        else [value]
    )


def test_a_refusal_without_an_entry_has_an_event_of_the_day():
    """What names no record, viewer or purpose, or an anonymous record, is told as one refusal a day."""
    calls = ({"record": "{}"}, {"record": NOBODYS}, {"viewer": None}, {"purpose": "no id"})
    events = [refused("administration", **call).events for call in calls]
    (event,) = events[0]
    assert events == [(event,)] * 4
    assert event["id"] == "disclosure.unnamed.2026-11-21.refused"
    assert shape_issues(event, "event") == []


# -- plugins ---------------------------------------------------------------------------------------


def test_a_plugin_is_asked_once_for_each_kind_and_can_only_deny():
    """DESIGN 5: the record's and those beside it; one no is enough, and nothing is asked of what is closed."""
    from sop_core.hooks import Plugins

    asked = []

    def sop_authorize(viewer, purpose, kind):
        asked.append((viewer, purpose, kind))
        return Denial("Not these.") if kind == "goal" else True

    module = ModuleType("county07")
    module.sop_api = 1
    module.sop_authorize = hookimpl(sop_authorize)
    sop = evolve(SOP, plugins=Plugins.load(False, builtin={"county07": module}))
    assert shown("observed", sop=sop).record.id == "m-supervisor_observation"
    assert asked == [("u-c", "coaching", "coaching-session")]
    error = refused("event", sop=sop)
    assert codes(error) == ["plugin_denied"]
    assert asked[1:] == [("u-c", "coaching", "goal-event"), ("u-c", "coaching", "goal")]
    asked.clear()
    assert codes(refused("participation", sop=sop)) == ["only_the_persons"]
    assert asked == []


# -- what hosts pass -------------------------------------------------------------------------------


class Odd:
    """Says that it is a record, and is none."""

    KIND = "rating"


class Broken(dict):  # type: ignore[type-arg]
    """A mapping that fails when it is read."""

    def items(self):
        raise RuntimeError("read")


@pytest.mark.parametrize("odd", [Odd(), Broken(a=1), object, 5, {"$schema": ["x"]}, {"$schema": "urn:sop:schema:rating:1"},
                                 {"$schema": "urn:sop:schema:agreement:1", "worker": {"a": []}, "shares": 5}])  # fmt: skip
def test_what_is_odd_is_refused_wherever_it_stands(odd):
    """Whatever a host passes, the answer is an error that teaches."""
    assert codes(refused("own", record=odd)) == ["record_not_sound"]
    assert "record_not_sound" in codes(refused("own", earlier=[odd]))
    assert codes(refused("own", agreement=[odd])) == ["agreement_not_sound"]


def endless():
    """More records than are taken; whoever reads on, fails."""
    yield from [KNOWN.agreement] * 1001
    raise AssertionError("read on")


def test_there_is_an_end_to_what_is_looked_at():
    """A list without an end is told so, once it is longer than any working life."""
    for name in ("earlier", "agreement"):
        with pytest.raises(CallRefused, match=f"{name} holds more than 1000"):
            shown("own", **{name: endless()})
    with pytest.raises(CallRefused, match="agreement is a int"):
        shown("own", agreement=5)


class Unsayable:
    """Cannot be written out."""

    def __str__(self) -> str:
        raise RuntimeError("said")

    __repr__ = __str__


class Loud(str):
    """A text that says something else of itself."""

    __slots__ = ()

    def __getitem__(self, key: object) -> str:
        raise RuntimeError("cut")


@pytest.mark.parametrize("odd", [Unsayable(), Loud("curiosity"), {"a": Unsayable()}])
def test_a_purpose_and_a_viewer_are_told_whatever_they_are(odd):
    """The message never trusts what it quotes."""
    assert codes(refused("own", purpose=odd))[0] == "purpose_unknown"
    assert "not_this_party" in codes(refused("own", viewer=odd))


@pytest.mark.parametrize("name", KNOWN.records)
def test_a_record_that_stands_in_for_one_of_another_kind_is_not_sound(name):
    """Whatever is passed beside it under the digest that it names."""
    for other in (KNOWN["own"], KNOWN["administration"], KNOWN["opening"], KNOWN["goal"]):
        if other["$schema"] != KNOWN[name]["$schema"]:
            forged = {**KNOWN[name], "id": "f", "status": "amended", "supersedes": ref(other)}
            with pytest.raises(DisclosureRefused):
                shown(
                    name,
                    "coach",
                    record=forged,
                    viewer="u-x",
                    earlier=[*beside(KNOWN, name), other],
                )


def test_a_whole_session_is_shown_at_once():
    """What is passed together does not make each other unsound: a closed session stays readable."""
    names = ("opening", "reflection", "rated", "observed")
    given = [KNOWN[name] for name in names]
    last = [
        made("coaching-session", "m-next", session="m-1", step="next_goals", by="u-s", agreement=ref(KNOWN.agreement),
             after=[ref(given[0]), ref(given[3])], goals=[ref(KNOWN["goal"])]),
    ]  # fmt: skip
    last[0] = accepted(last[0], KNOWN.agreement, KNOWN["goal"], *given)
    end = made("coaching-session", "m-end", session="m-1", step="celebration", by="u-s",
               agreement=ref(KNOWN.agreement), after=[ref(given[0]), ref(last[0])], celebration="Cake.")  # fmt: skip
    end = accepted(end, KNOWN.agreement, *given, *last)
    every: list[Doc] = [
        *given,
        *last,
        end,
        KNOWN["own"],
        KNOWN["seen"],
        KNOWN["goal"],
        KNOWN["event"],
    ]
    for party in AS:
        assert len(shown("opening", party, record=every[0], earlier=every[1:]).earlier) == 9


def test_shares_are_those_of_the_agreement_that_holds():
    """What an amended agreement no longer shares is closed, and what it adds is open."""
    less = amended(
        KNOWN.agreement, "a-3", shares={"coach": ["goal"], "supervisor": ALL["supervisor"]}
    )
    chain = [less, KNOWN.agreement]
    assert said("own", agreement=chain) == ("not_shared", "$.agreement.shares")
    assert shown("goal", agreement=chain).record.id == "goal"


def test_records_of_two_people_do_not_stand_beside_each_other():
    """S0-07: each is asked for by itself."""
    other = accepted({**RECORD, "id": "r-9", "respondent": "u-9"})
    for party in AS:
        (issue,) = refused("own", party, earlier=[other]).issues
        assert issue.code in ("not_the_person", "agreement_of_another_person")

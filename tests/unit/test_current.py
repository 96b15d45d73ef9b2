"""The current view, rule by rule (DESIGN 3: nothing is edited, a later record points back)."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import CallRefused, CurrentView, current_view, digest
from sop_core.instruments import LeftOutReason
from sop_core.types import RecordRef
from tests.unit._chains import SMALL, codes, made, seen

FIRST = made("r1", "c")
AMENDED = made("r2", "a", FIRST)


def test_a_record_that_nothing_builds_on_is_in_force():
    """One complete record counts, and so does each of several that have nothing to do with each other."""
    view = current_view([made("b", "c"), made("a", "c")], digest=digest)
    assert [one.id for one in view.in_force] == ["a", "b"]
    assert (view.left_out, view.unsettled, view.issues, view.ok) == ((), (), (), True)
    assert current_view([], digest=digest) == CurrentView((), (), (), ())


def test_the_last_amendment_is_in_force():
    """What it stands in for, step by step, is left out as superseded by it."""
    last = made("r3", "a", AMENDED)
    expected = {"r1": "superseded r3", "r2": "superseded r3", "r3": "in force"}
    assert seen([last, FIRST, AMENDED]) == expected
    view = current_view([last, FIRST, AMENDED], digest=digest)
    assert {one.reason for one in view.left_out} == {LeftOutReason.SUPERSEDED}
    assert view.in_force == (last,)


def test_a_complete_record_may_stand_in_for_a_draft():
    """The draft is left out as what it is; a complete record may also stand in for a complete one."""
    draft = made("r0", "d")
    done = made("r1", "c", draft)
    assert seen([done, draft]) == {"r0": "draft", "r1": "in force"}
    again = made("r2", "c", done)
    assert seen([again, done, draft]) == {"r0": "draft", "r1": "superseded r2", "r2": "in force"}


def test_a_draft_takes_nothing_out():
    """An amendment that is not finished leaves what it would amend in force, and forks nothing."""
    one, two = made("d1", "d", FIRST), made("d2", "d", FIRST)
    assert seen([FIRST, one, two]) == {"r1": "in force", "d1": "draft", "d2": "draft"}
    assert seen([FIRST, AMENDED, one]) == {
        "r1": "superseded r2", "r2": "in force", "d1": "draft",
    }  # fmt: skip


def test_a_draft_with_a_fault_takes_nothing_out():
    """A draft that nothing builds on is set aside whatever it says: bad digest, missing record, another's id."""
    wrong = RecordRef("r1", digest(AMENDED))
    drafts = [
        made("d1", "d", supersedes=wrong),
        made("d2", "d", made("gone", "c")),
        made("r1", "d", cycle="other"),
        made("d1", "d", cycle="other"),
    ]
    view = current_view([*drafts, FIRST], digest=digest)
    assert view.in_force == (FIRST,)
    assert len(view.left_out) == 4
    assert view.ok


def test_an_amendment_by_way_of_a_draft_reaches_the_original():
    """r1 <- draft <- r2: the finished record at the end stands in for the one at the start."""
    draft = made("d", "d", FIRST)
    done = made("r2", "a", draft)
    assert seen([done, draft, FIRST]) == {"r1": "superseded r2", "d": "draft", "r2": "in force"}


@pytest.mark.parametrize("on", [FIRST, AMENDED], ids=["the original", "an amendment"])
def test_entered_in_error_takes_the_whole_sitting_out(on):
    """Whichever record of a chain it names, nothing of the sitting counts."""
    void = made("v", "v", on)
    chain = [FIRST] if on is FIRST else [FIRST, AMENDED]
    expected = {one.id: "entered_in_error v" for one in chain} | {"v": "entered_in_error"}
    assert seen([void, *chain]) == expected


def test_two_that_both_void_agree():
    """Two people who both take a sitting out do not contradict each other."""
    voids = [made("v2", "v", FIRST), made("v1", "v", FIRST)]
    assert seen([*voids, FIRST]) == {
        "r1": "entered_in_error v1", "v1": "entered_in_error", "v2": "entered_in_error",
    }  # fmt: skip
    apart = [made("v1", "v", AMENDED), made("v2", "v", made("r3", "a", FIRST))]
    chain = [FIRST, AMENDED, made("r3", "a", FIRST), *apart]
    assert set(seen(chain).values()) == {"entered_in_error", "entered_in_error v1"}


def test_a_fork_fails_closed():
    """Two later records in place of one: neither is quietly chosen, nor is the earlier one."""
    rival = made("r3", "a", FIRST, cycle="other")
    records = [FIRST, AMENDED, rival, made("beside", "c")]
    assert seen(records) == {
        "r1": "unsettled", "r2": "unsettled", "r3": "unsettled", "beside": "in force",
    }  # fmt: skip
    assert codes(records) == [("superseded_twice", "$.r1.supersedes")]
    assert "r2, r3" in current_view(records, digest=digest).issues[0].message


def test_a_fork_is_seen_through_a_draft():
    """Two finished records that build on one by way of drafts are two finished records of one sitting."""
    drafts = [made("d1", "d", FIRST), made("d2", "d", FIRST)]
    ends = [made("e1", "a", drafts[0]), made("e2", "a", drafts[1])]
    assert set(seen([FIRST, *drafts, *ends]).values()) == {"unsettled"}
    assert seen([FIRST, *drafts, ends[0]])["e1"] == "in force"


def test_an_amendment_beside_a_void_is_a_fork():
    """One says that the sitting is wrong, the other that it never was: a person decides."""
    records = [FIRST, AMENDED, made("v", "v", FIRST)]
    assert set(seen(records).values()) == {"unsettled"}
    assert codes(records) == [("superseded_twice", "$.r1.supersedes")]


def test_a_fork_ends_when_every_branch_is_voided():
    """Then the whole sitting is out, by name, and its answers can be entered anew."""
    rival = made("r3", "a", FIRST)
    void = made("v2", "v", AMENDED)
    forked = [FIRST, AMENDED, rival, void]
    assert set(seen(forked).values()) == {"unsettled"}
    places = seen([*forked, made("v3", "v", rival)])
    assert set(places.values()) == {"entered_in_error", "entered_in_error v2"}


@pytest.mark.parametrize("status", "cav")
def test_nothing_brings_back_what_was_entered_in_error(status):
    """A record that builds on a voided one is a problem, and the sitting stays out."""
    void = made("v", "v", FIRST)
    records = [FIRST, void, made("r9", status, void)]
    assert set(seen(records).values()) == {"unsettled"}
    assert codes(records) == [("supersedes_voided", "$.r9.supersedes")]


def test_a_missing_original_is_a_problem():
    """What an amendment amends may have been amended elsewhere, so it does not count alone."""
    assert seen([AMENDED]) == {"r2": "unsettled"}
    assert codes([AMENDED]) == [("given_missing", "$.r2.supersedes")]
    two = [AMENDED, made("r3", "a", FIRST)]
    assert codes(two) == [("given_missing", f"$.{name}.supersedes") for name in ("r2", "r3")]


@pytest.mark.parametrize("status", "av")
def test_an_amendment_of_nothing_is_a_problem(status):
    """A record that amends or voids names what it amends or voids."""
    records = [made("r1", status)]
    assert seen(records) == {"r1": "unsettled"}
    assert codes(records) == [("supersedes_missing", "$.r1.supersedes")]


def test_a_digest_that_does_not_fit_is_a_problem():
    """Either record was changed after it was accepted: neither counts."""
    changed = evolve(FIRST, cycle="changed")
    assert seen([changed, AMENDED]) == {"r1": "unsettled", "r2": "unsettled"}
    assert codes([changed, AMENDED]) == [("superseded_changed", "$.r2.supersedes.digest")]


def test_two_different_records_under_one_id_are_a_problem():
    """Which of them is meant cannot be told; what builds on either is in doubt with them."""
    other = evolve(FIRST, cycle="other")
    assert codes([FIRST, other]) == [("id_used_twice", "$.r1")]
    view = current_view([FIRST, other, AMENDED], digest=digest)
    assert len(view.unsettled) == 3
    assert view.in_force == ()


def test_a_copy_is_no_second_record():
    """The same record given twice is one record."""
    assert seen([FIRST, FIRST, AMENDED, AMENDED]) == seen([FIRST, AMENDED])
    assert len(current_view([FIRST, FIRST], digest=digest).in_force) == 1


def test_linked_records_are_of_one_instrument_and_both_anonymous_or_neither():
    """What accept refuses, the view does not count either (S0-12)."""
    ref = evolve(SMALL.ref, id="another")
    assert codes([FIRST, made("r2", "a", FIRST, instrument=ref)]) == [
        ("supersedes_another", "$.r2.supersedes")
    ]
    quiet = made("r1", "c", submitted_at="2026-11-21")
    assert codes([quiet, made("r2", "a", quiet)]) == [("supersedes_anonymity", "$.r2.supersedes")]
    still = made("r2", "a", quiet, submitted_at="2026-11-21")
    assert seen([quiet, still])["r2"] == "in force"


def _fixed(record):
    """Digests that follow from the id, with which records can name each other in a circle."""
    return "sha256:" + record.id.encode().hex().ljust(64, "0")


def _pointing(id_, to, **fields):
    target = evolve(FIRST, id=to)
    return made(id_, "a", supersedes=RecordRef(to, _fixed(target)), **fields)


@pytest.mark.parametrize("ids", ["ab", "abc"])
def test_a_circle_is_a_problem(ids):
    """Records that supersede each other in a circle have no first one: none counts, and it ends."""
    circle = [_pointing(id_, to) for id_, to in zip(ids, ids[1:] + ids[0], strict=True)]
    view = current_view(circle, digest=_fixed)
    assert [(one.code, one.path) for one in view.issues] == [("supersedes_loop", "$.a.supersedes")]
    assert len(view.unsettled) == len(ids)
    tail = current_view([*circle, _pointing("z", "a")], digest=_fixed)
    assert {one.code for one in tail.issues} == {"supersedes_loop", "superseded_twice"}
    assert not tail.in_force


def test_a_record_that_names_itself_is_a_problem():
    """By its own digest, or by another under its id."""
    itself = [_pointing("a", "a")]
    for digests in (_fixed, digest):
        view = current_view(itself, digest=digests)
        assert [one.code for one in view.issues] == ["supersedes_itself"]
        assert view.unsettled == tuple(itself)


def test_all_that_is_wrong_is_said_at_once_in_the_order_of_the_ids():
    """DESIGN 6: several broken sittings, several issues."""
    records = [
        made("z", "a"), made("b", "a", made("gone", "c")), FIRST, AMENDED, made("r3", "a", FIRST),
    ]  # fmt: skip
    assert [code for code, _ in codes(records)] == [
        "given_missing", "superseded_twice", "supersedes_missing",
    ]  # fmt: skip


def test_issues_of_sittings_that_overlap_come_in_the_order_of_the_ids():
    """The second record of one sitting may come after the whole of another."""
    first = made("a", "c")
    records = [first, made("z", "a", evolve(first, cycle="changed")), made("m", "v")]
    assert [path for _, path in codes(records)] == ["$.m.supersedes", "$.z.supersedes.digest"]


@pytest.mark.parametrize(
    "records",
    [
        None, 5, "r1", b"r1", {"r1": FIRST}, [None], [FIRST, 5], [{}],
        [evolve(FIRST, id=5)], [evolve(FIRST, status="done")], [evolve(FIRST, status=[])],
        [evolve(FIRST, instrument="small")], [evolve(FIRST, supersedes="r0")],
        [evolve(FIRST, supersedes=RecordRef("r0", [])), FIRST],
        [evolve(FIRST, supersedes=RecordRef({}, "x"))],
    ],
    ids=range(15),
)  # fmt: skip
def test_what_is_no_record_is_a_wrong_call(records):
    """The refusal says what to pass, and nothing else is raised."""
    with pytest.raises(CallRefused, match="records"):
        current_view(records, digest=digest)


@pytest.mark.parametrize("maker", [None, "sha256:", {}, lambda _: "abc", lambda _: 5])
def test_a_digest_that_is_none_is_a_wrong_call(maker):
    """Links are judged by digests: without them nothing is."""
    with pytest.raises(CallRefused, match=r"sop_core\.digest"):
        current_view([FIRST], digest=maker)


def test_ten_thousand_amendments_of_one_record_end():
    """A long chain takes no time that grows with its square, and no recursion."""
    chain = [_pointing(f"r{at}", f"r{at - 1}") for at in range(1, 10_000)]
    view = current_view([*reversed(chain), evolve(FIRST, id="r0")], digest=_fixed)
    assert [one.id for one in view.in_force] == ["r9999"]


def test_a_view_is_a_value():
    """It is frozen, compares by content and can be hashed."""
    view = current_view([FIRST, AMENDED], digest=digest)
    assert view == current_view([AMENDED, FIRST], digest=digest)
    assert hash(view) == hash(current_view([AMENDED, FIRST], digest=digest))
    with pytest.raises(AttributeError):
        view.in_force = ()

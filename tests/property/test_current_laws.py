"""Laws of the current view, for any heap of records: chains, forks, copies, drafts and broken links."""

from __future__ import annotations

from attrs import evolve
from hypothesis import event, given, settings
from hypothesis import strategies as st

from sop_core import current_view, digest, to_json
from sop_core.types import RecordRef
from tests.property.brute_view import brute_view
from tests.unit._chains import SMALL, made

ANOTHER = evolve(SMALL.ref, id="another")
NOBODYS = {"submitted_at": "2026-11-21"}


@st.composite
def heaps(draw, most=9):
    """Records of a few sittings, most of them sound, in any order and some of them twice."""
    made_so_far = []
    for at in range(draw(st.integers(0, most))):
        rare = draw(st.integers(0, 14))
        id_ = f"r{at}" if rare != 0 or not made_so_far else draw(st.sampled_from(made_so_far)).id
        status = draw(st.sampled_from("dccaaavv"))
        on = draw(st.sampled_from(made_so_far)) if made_so_far and draw(st.integers(0, 3)) else None
        fields = {"cycle": draw(st.sampled_from(("q1", "q2")))}
        if rare == 1:
            fields["instrument"] = ANOTHER
        if rare in (2, 3):
            fields |= NOBODYS
        if on is None and status in "av" and rare > 2:
            status = "c"
        if on is not None and rare == 4:
            fields["supersedes"] = RecordRef(on.id, digest(made("x", "c")))
        if rare == 5:
            fields["supersedes"] = RecordRef("nowhere", digest(made("nowhere", "c")))
        if rare == 6:
            fields["supersedes"] = RecordRef(id_, digest(made("x", "c")))
        made_so_far.append(made(id_, status, on, **fields))
    copies = draw(st.lists(st.sampled_from(made_so_far), max_size=3)) if made_so_far else []
    return draw(st.permutations([*made_so_far, *copies]))


def key(record):
    return (record.id, digest(record))


def places(view):
    """What became of each record, in the twin's words."""
    found = [(key(one), "in_force") for one in view.in_force]
    found += [(key(one.record), one.reason.value) for one in view.left_out]
    return found + [(key(one), "unsettled") for one in view.unsettled]


@given(heaps())
def test_a_twin_agrees(records):
    """A view written from the rules alone puts every record in the same place (DESIGN 3)."""
    view = current_view(records, digest=digest)
    for _, place in places(view):
        event(place)
    assert dict(places(view)) == brute_view(records, digest)


@given(heaps())
def test_every_record_stands_in_exactly_one_place(records):
    """In force, left out by name, or unsettled: none is lost, and none stands twice."""
    view = current_view(records, digest=digest)
    assert sorted(at for at, _ in places(view)) == sorted({key(one) for one in records})


@given(heaps(), st.randoms(use_true_random=False))
def test_order_and_copies_never_matter(records, random):
    """The view is one of the set of records: its parts come in the order of the ids."""
    again = [*records, *records]
    random.shuffle(again)
    view = current_view(records, digest=digest)
    assert current_view(again, digest=digest) == view
    assert [one.id for one in view.in_force] == sorted(one.id for one in view.in_force)


@given(heaps())
def test_the_view_of_a_view_is_itself(records):
    """Idempotent: all that it holds, looked at again, comes to the same."""
    view = current_view(records, digest=digest)
    held = [*view.in_force, *(one.record for one in view.left_out), *view.unsettled]
    assert current_view(held, digest=digest) == view


@given(heaps())
def test_a_later_record_edits_no_earlier_one(records):
    """Bytes and digests of the given records are what they were, and those in the view are theirs."""
    before = [(to_json(one), digest(one)) for one in records]
    view = current_view(records, digest=digest)
    assert [(to_json(one), digest(one)) for one in records] == before
    held = [*view.in_force, *(one.record for one in view.left_out), *view.unsettled]
    assert {to_json(one) for one in held} == {text for text, _ in before}


@given(heaps())
def test_a_doubt_has_an_issue_and_an_issue_a_doubt(records):
    """Nothing is unsettled without a reason, and a reason leaves nothing of its sitting in force."""
    view = current_view(records, digest=digest)
    assert bool(view.unsettled) is bool(view.issues) is not view.ok
    ids = {one.id for one in view.unsettled}
    assert {issue.path.split(".")[1] for issue in view.issues} <= ids
    assert not ids & {one.id for one in view.in_force}


@given(heaps(), heaps(most=4))
def test_sittings_do_not_bear_on_each_other(records, others):
    """Records of other sittings change nothing, whatever is wrong with them."""

    def renamed(one):
        points = one.supersedes
        back = points and RecordRef(f"x{points.id}", points.digest)
        return evolve(one, id=f"x{one.id}", supersedes=back)

    view = current_view(records, digest=digest)
    both = current_view([*records, *map(renamed, others)], digest=digest)
    assert [one for one in both.in_force if not one.id.startswith("x")] == list(view.in_force)
    assert [one for one in both.unsettled if not one.id.startswith("x")] == list(view.unsettled)


@given(heaps(), st.data())
def test_a_draft_takes_nothing_out(records, data):
    """Another draft, on whichever record, leaves all that was in force in force."""
    view = current_view(records, digest=digest)
    on = data.draw(st.sampled_from(records)) if records else None
    more = current_view([*records, made("draft", "d", on)], digest=digest)
    assert more.in_force == view.in_force
    assert more.issues == view.issues


@given(heaps())
def test_an_amendment_of_each_record_in_force_takes_its_place(records):
    """And a void of each empties the view; neither touches what was unsettled."""
    view = current_view(records, digest=digest)

    def after(status):
        later = [
            evolve(
                made(f"z{one.id}", status, one),
                instrument=one.instrument,
                submitted_at=one.submitted_at,
            )
            for one in view.in_force
        ]
        return current_view([*records, *later], digest=digest), later

    amended, later = after("a")
    assert amended.in_force == tuple(later)
    voided, _ = after("v")
    assert voided.in_force == ()
    assert amended.unsettled == voided.unsettled == view.unsettled


def test_what_is_drawn_is_worth_trying():
    """Every place and every kind of issue but the circle, which no digest can make, is drawn."""
    met = set()

    @settings(max_examples=300)
    @given(heaps())
    def look(records):
        view = current_view(records, digest=digest)
        met.update(place for _, place in places(view))
        met.update(issue.code for issue in view.issues)

    look()
    assert met >= {
        "in_force", "draft", "superseded", "entered_in_error", "unsettled", "superseded_twice",
        "supersedes_voided", "given_missing",
    }  # fmt: skip

"""Progress of a goal: distinct references, none counted twice, late and early ones listed."""

from __future__ import annotations

import random

from sop_core.coaching import Goal, GoalEvent, check_goal_event, progress
from sop_core.coaching.progressing import MOST_TANGLED
from sop_core.documents import value_of
from tests.unit._goals import A_DIGEST, event_document, given, goal_document, reference

WHOLE = {"words": {"id": "goal_words", "version": "1.0.0"}}


def a_goal(**changes):
    document = goal_document(**WHOLE, **changes)
    document["profile"] = {**document["profile"], "digest": A_DIGEST}
    return value_of(document, Goal)


def event(id_, reference_, *covers, on="2026-11-25", goal="goal-1", **changes):
    document = event_document(goal_document(), id=id_, reference=reference_, covers=list(covers), on=on, **changes)  # fmt: skip
    document["goal"] = {"id": goal, "digest": A_DIGEST}
    return value_of(document, GoalEvent)


def seen(events, goal=None, **options):
    found = progress(goal or a_goal(), events, **options)
    return found.done, found.counted, found.repeated, found.late, found.early


def test_nothing_done_is_none_of_five():
    """C-19: done of target."""
    found = progress(a_goal(), [])
    assert (found.done, found.shown, found.target, found.reached) == (0, 0, 5, False)


def test_one_reference_counts_once():
    """C-20: five visits to one case are one case."""
    events = [event(f"e{n}", "case-1") for n in range(5)]
    assert seen(events) == (1, ("e0",), ("e1", "e2", "e3", "e4"), (), ())
    assert seen([*events, event("e9", "case-2")])[0] == 2


def test_more_than_the_target_is_kept_and_shown_as_the_target():
    """C-19: the raw count stays."""
    found = progress(a_goal(), [event(f"e{n}", f"case-{n}") for n in range(7)])
    assert (found.done, found.shown, found.target, found.reached) == (7, 5, 5, True)
    assert progress(a_goal(), [event(f"e{n}", f"case-{n}") for n in range(5)]).reached


def test_late_and_early_ones_are_listed_and_not_counted():
    """C-19: the window's first and last day are in it."""
    events = [
        event("a", "case-1", on="2026-11-22"),
        event("b", "case-2", on="2026-11-23"),
        event("c", "case-3", on="2026-12-23"),
        event("d", "case-4", on="2026-12-24", made_at="2026-12-24T09:00:00Z"),
    ]
    assert seen(events) == (2, ("b", "c"), (), ("d",), ("a",))


def test_a_sibling_group_and_its_child_are_not_both_counted():
    """C-20: whichever came first."""
    assert seen([event("g", "group", "kim", "lee"), event("k", "kim")]) == (
        1,
        ("k",),
        ("g",),
        (),
        (),
    )
    assert seen([event("k", "group"), event("g", "group", "kim")])[0] == 1
    assert seen([event("g", "group", "kim", "lee"), event("h", "other", "lee", "max")])[0] == 1
    assert seen([event("g", "group", "kim"), event("m", "max")])[0] == 2


def test_two_children_of_one_group_count_as_two_and_the_group_no_more():
    """Either counts as one (S1-23), and what was counted is never taken back."""
    events = [event("k", "kim"), event("l", "lee"), event("g", "group", "kim", "lee")]
    assert seen(events) == (2, ("k", "l"), ("g",), (), ())


def test_of_groups_that_overlap_as_many_count_as_can():
    """A chain of four groups that share a child each is two; the middle one does not cost two others."""
    chain = [event(f"e{n}", f"g{n}", f"c{n}", f"c{n + 1}") for n in range(4)]
    assert seen(chain)[0] == 2
    star = [event("m", "mid", "a", "b", "c"), *(event(f"s{n}", f"g{n}", n, n + n) for n in "abc")]
    assert seen(star)[:3] == (3, ("sa", "sb", "sc"), ("m",))
    ring = [event(f"e{n}", f"g{n}", f"c{n}", f"c{(n + 1) % 5}") for n in range(5)]
    assert seen(ring)[0] == 2


def test_very_many_that_hang_together_are_still_never_counted_twice():
    """Beyond what is counted exactly, one after the other."""
    long = [event(f"e{n:03}", f"g{n}", f"c{n}", f"c{n + 1}") for n in range(2 * MOST_TANGLED)]
    done, counted, *_ = seen(long)
    assert done == MOST_TANGLED
    assert counted == tuple(f"e{n:03}" for n in range(0, 2 * MOST_TANGLED, 2))
    exact = [event(f"e{n:03}", f"g{n}", f"c{n}", f"c{n + 1}") for n in range(MOST_TANGLED)]
    assert seen(exact)[0] == MOST_TANGLED // 2


def path(n, first):
    """Events in a row, each of which shares a child with the next; those named first come first by id."""
    order = [*first, *(at for at in range(n) if at not in first)]
    return [
        event(f"e{place:03}", f"g{at}", f"c{at}", f"c{at + 1}") for place, at in enumerate(order)
    ]


def test_how_many_that_hang_together_are_counted_exactly():
    """Up to the bound the most that can; beyond it those that come first, never one twice."""
    one_in_three = range(1, MOST_TANGLED, 3)
    assert seen(path(MOST_TANGLED, one_in_three))[0] == MOST_TANGLED // 2
    assert seen(path(MOST_TANGLED + 1, one_in_three))[0] == len(one_in_three) + 1


def test_the_same_work_seen_often_does_not_make_a_tangle():
    """C-20: however often three groups are met, the two that share nothing are found."""
    often = [
        event(f"{name}{n}", *tokens)
        for name, tokens in (("a", "pxy"), ("b", "qxr"), ("c", "tyu"))
        for n in range(MOST_TANGLED)
    ]
    assert seen(often)[:2] == (2, ("b0", "c0"))
    wider = [*often, *(event(f"a{n}", *"pxyz") for n in range(90, 90 + MOST_TANGLED))]
    assert seen(wider)[0] == 2


def test_the_one_that_shares_with_most_counts_where_no_best_choice_is_without_it():
    """C-20: six in a ring with six others, and one that shares a child with each of the others: seven count."""
    ring = [f"r{n}" for n in range(12)]
    events = [event("hub", "h", *(f"h{n}" for n in range(6)))]
    for n in range(12):
        with_hub = [f"h{n // 2}"] if n % 2 else []
        events.append(event(f"e{n:02}", f"own{n}", ring[n], ring[(n + 1) % 12], *with_hub))
    done, counted, *_ = seen(events)
    assert (done, counted) == (7, ("e00", "e02", "e04", "e06", "e08", "e10", "hub"))


def most(events):
    """Every choice tried: the most events of which no two share a token."""
    tokens = [{one.reference, *one.covers} for one in events]
    choices = (
        [at for at in range(len(events)) if mask >> at & 1] for mask in range(2 ** len(events))
    )
    return max(
        len(chosen)
        for chosen in choices
        if sum(len(tokens[at]) for at in chosen) == len(set().union(*(tokens[at] for at in chosen)))
    )


def test_as_many_count_as_every_choice_tried_finds():
    """C-20: random groups of up to nine events; those counted share nothing, and no more could be."""
    dice = random.Random(20)
    for _ in range(250):
        children = [f"c{n}" for n in range(dice.randint(5, 14))]
        events = [
            event(f"e{n}", *dice.sample(children, dice.randint(2, 4)))
            for n in range(dice.randint(3, 9))
        ]
        done, counted, *_ = seen(events)
        chosen = [{one.reference, *one.covers} for one in events if one.id in counted]
        assert sum(map(len, chosen)) == len(set().union(*chosen))
        assert done == len(counted) == most(events)


def test_other_goals_events_and_void_or_superseded_ones_do_not_count():
    """Nothing is edited: a later record says that an earlier one does not stand."""
    first = event("a", "case-1")
    points = {"id": "a", "digest": A_DIGEST}
    void = event("b", "case-1", status="entered_in_error", supersedes=points)
    amended = event("c", "case-2", status="amended", supersedes=points)
    assert seen([first, void])[:3] == (0, (), ())
    assert seen([first, amended])[:3] == (1, ("c",), ())
    assert seen([event("x", "case-1", goal="goal-2")])[0] == 0
    assert seen([first, first])[:3] == (1, ("a",), ())


def test_an_amended_goal_keeps_what_was_done():
    """It stands in for the earlier one, whose events are its own."""
    after = a_goal(id="goal-2", status="amended", supersedes={"id": "goal-1", "digest": A_DIGEST})
    events = [event("a", "case-1"), event("b", "case-2", goal="goal-2"), event("c", "case-3", goal="goal-0")]  # fmt: skip
    assert seen(events, after)[:2] == (2, ("a", "b"))
    assert seen(events, after, earlier=["goal-0"])[0] == 3


def test_events_stand_in_the_order_of_their_days():
    """Then of their ids."""
    events = [event("b", "c2"), event("a", "c1"), event("z", "c3", on="2026-11-24")]
    assert seen(events)[1] == ("z", "a", "b")


# ------------------------------------------------------------------------------ the event's record


def issues_of(document, *records):
    return [(one.code, one.path) for one in check_goal_event(document, given(*records))]


GOAL = goal_document()


def test_an_event_of_a_goal_of_the_same_worker_is_sound():
    """C-19: an early or a late one is kept; whether it counts is progress's matter."""
    assert issues_of(event_document(GOAL), GOAL) == []
    late = event_document(GOAL, on="2027-02-01", made_at="2027-02-01T09:00:00Z")
    assert issues_of(late, GOAL) == []
    assert issues_of(event_document(GOAL, covers=["kim"]), GOAL) == []


def test_an_event_names_a_goal_that_is_given_and_stands():
    """It is decided from the goal itself."""
    assert issues_of(event_document(GOAL)) == [("given_missing", "$.goal")]
    assert issues_of(event_document(GOAL, worker="w2"), GOAL) == [("another_worker", "$.goal")]
    void = goal_document(status="entered_in_error")
    assert issues_of(event_document(void), void) == [("builds_on_voided", "$.goal")]


def test_an_event_lies_on_a_day_that_has_come():
    """What has not happened is not done."""
    assert issues_of(event_document(GOAL, on="2026-11-26"), GOAL) == [("goal_event_ahead", "$.on")]
    assert issues_of(event_document(GOAL, on="2026-11-31"), GOAL) == [("not_a_date", "$.on")]
    assert issues_of(event_document(GOAL, made_at="today"), GOAL) == [("not_a_time", "$.made_at")]


def test_a_group_is_not_one_of_its_children():
    """C-20."""
    document = event_document(GOAL, reference="kim", covers=["lee", "kim"])
    assert issues_of(document, GOAL) == [("goal_event_covers_itself", "$.covers[1]")]


def test_an_event_that_amends_another_is_of_the_same_goal():
    """Nothing is edited."""
    before = event_document(GOAL)
    other = goal_document(id="goal-2")
    after = event_document(other, id="event-2", status="amended", supersedes=reference(before))
    assert issues_of(after, other, before) == [("supersedes_another", "$.supersedes")]
    theirs = event_document(GOAL, worker="w2")
    mine = event_document(GOAL, id="event-2", status="amended", supersedes=reference(theirs))
    (issue,) = check_goal_event(mine, given(GOAL, theirs))
    assert (issue.code, issue.path) == ("supersedes_another", "$.supersedes")
    assert "which differs in: worker." in issue.message


def test_a_malformed_event_raises_nothing():
    """The schema says what is wrong with it."""
    for key in event_document(GOAL):
        for wrong in (None, 3, [], {}, [3], "x"):
            check_goal_event({**event_document(GOAL), key: wrong}, given(GOAL))
    assert check_goal_event({}, {}) == []

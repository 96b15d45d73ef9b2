"""Where a session stands, where to next, and a relation replayed from its records."""

from __future__ import annotations

import itertools

import pytest
from attrs import evolve

from sop_core import CallRefused
from sop_core.coaching import (
    SETTINGS,
    STEPS,
    Agreement,
    CoachingException,
    Format,
    GoalEvent,
    Move,
    NextTarget,
    Participation,
    SessionStep,
    StepName,
    TargetPolicy,
    Writer,
    in_force,
    next_target,
    next_targets,
    relation_of,
    state_of,
)
from sop_core.coaching.settings import formats_of
from sop_core.coaching.standing import standing
from sop_core.coaching.steps import FIELDS, step_named
from sop_core.documents import value_of
from sop_core.profiles import AspectRating, Rating, RatingView
from sop_core.types import FrozenMap, RecordRef, RecordStatus
from tests.unit import _coached as made
from tests.unit._goaled import event, goal
from tests.unit._rated import profile, rated, rating, ref

LEVELS = ("low", "mid", "high", "top")


def step_value(document):
    return value_of(document, SessionStep)


EVERY = [step_value(one) for one in made.STEPS]
BY_NAME = {one.step: one for one in EVERY}


# -- the table of steps ---------------------------------------------------------------------------


def test_the_order_is_that_of_the_sources():
    """S1-25 to S1-29, D10: reflection, own rating, observation, encouragement, goals, celebration."""
    order = [step.name.value for step in STEPS[Format.INDIVIDUAL]]
    assert order == [
        "opening", "interests", "focus", "worker_reflection", "worker_self_rating",
        "supervisor_observation", "encouragement", "next_goals", "celebration",
    ]  # fmt: skip
    for place, step in enumerate(STEPS[Format.INDIVIDUAL]):
        assert all(order.index(need.value) < place for need in step.needs)


def test_who_writes_what():
    """S1-25 to S1-27: the worker's two steps are the worker's, the observation is the partner's."""
    writers = {step.name.value: step.writer.value for step in STEPS[Format.INDIVIDUAL]}
    assert writers == {
        "opening": "either", "interests": "either", "focus": "either", "worker_reflection": "learner",
        "worker_self_rating": "learner", "supervisor_observation": "partner", "encouragement": "partner",
        "next_goals": "either", "celebration": "either",
    }  # fmt: skip
    assert {step.writer for step in STEPS[Format.GROUP]} == {Writer.ATTENDEE}


def test_what_may_be_left_out_and_what_stands_once():
    """S1-27, S1-29: encouragement is optional, a celebration closes; opening and celebration stand once."""
    steps = STEPS[Format.INDIVIDUAL]
    assert [step.name.value for step in steps if step.optional] == [
        "interests",
        "focus",
        "encouragement",
    ]
    assert [step.name.value for step in steps if not step.repeats] == ["opening", "celebration"]
    assert [step.name.value for step in steps if step.closes] == ["celebration"]
    assert all(step.source for each in STEPS.values() for step in each)


def test_a_group_holds_nothing_of_one_person():
    """S1-11: no rating, goal, observation, focus or interest is a field of a group's steps."""
    fields = {one for step in STEPS[Format.GROUP] for one in (*step.must, *step.may)}
    assert not fields & {
        "ratings",
        "goals",
        "observed",
        "try_next",
        "focus",
        "interests",
        "encouragement",
    }
    assert [step.name.value for step in STEPS[Format.GROUP]] == [
        "opening",
        "worker_reflection",
        "celebration",
    ]


def test_every_field_of_a_step_is_one_of_the_record():
    """The table names fields that the record has."""
    assert set(FIELDS) < set(SessionStep.__annotations__)
    assert len(FIELDS) == len(set(FIELDS))
    assert step_named("opening", Format.GROUP).needs == ()
    assert step_named("focus", Format.GROUP) is None
    assert step_named(["opening"], Format.GROUP) is None


def test_the_settings_are_those_of_the_sources():
    """S2-14, S2-25, S3-12, S1-11: each is held alone, in a group, or either way."""
    assert {one.id: [each.value for each in one.formats] for one in SETTINGS} == {
        "individual": ["individual"], "direct_report": ["individual"], "field": ["individual", "group"],
        "group": ["group"], "group_supervision": ["group"], "unit": ["group"], "peer_group": ["group"],
        "case_staffing": ["individual", "group"], "child_and_family_team": ["individual", "group"],
        "clinical_staffing": ["individual", "group"],
    }  # fmt: skip
    assert all(one.title and one.source for one in SETTINGS)
    assert formats_of("county07.breakfast") == formats_of("field")
    assert formats_of(None) == (Format.INDIVIDUAL, Format.GROUP)


# -- where a session stands -----------------------------------------------------------------------


def told(state):
    return [(one.step.value, one.writer.value, one.optional) for one in state.next]


def test_nothing_but_an_opening_comes_first():
    """Before anything was written, a session waits for its opening."""
    state = state_of("x", [])
    assert told(state) == [("opening", "either", False)]
    assert (state.format, state.steps, state.done, state.closed) == (None, (), (), False)


@pytest.mark.parametrize(
    ("written", "following"),
    [
        (["opening"], [("interests", True), ("focus", True), ("worker_reflection", False)]),
        (["opening", "worker_reflection"],
         [("interests", True), ("focus", True), ("worker_reflection", True), ("worker_self_rating", False)]),
        (["opening", "worker_reflection", "worker_self_rating"],
         [("interests", True), ("focus", True), ("worker_reflection", True), ("worker_self_rating", True),
          ("supervisor_observation", False)]),
        (["opening", "worker_reflection", "worker_self_rating", "supervisor_observation"],
         [("interests", True), ("focus", True), ("worker_reflection", True), ("worker_self_rating", True),
          ("supervisor_observation", True), ("encouragement", True), ("next_goals", False)]),
        (["opening", "worker_reflection", "worker_self_rating", "supervisor_observation", "next_goals"],
         [("interests", True), ("focus", True), ("worker_reflection", True), ("worker_self_rating", True),
          ("supervisor_observation", True), ("encouragement", True), ("next_goals", True), ("celebration", False)]),
    ],
)  # fmt: skip
def test_what_may_come_next(written, following):
    """D10: the partner's observation is never offered before the worker's reflection and rating."""
    state = state_of("x", [BY_NAME[StepName(name)] for name in reversed(written)])
    assert [(step, optional) for step, _, optional in told(state)] == following
    assert [name.value for name in state.done] == written
    assert state.format is Format.INDIVIDUAL
    assert not state.closed


def test_a_celebration_closes():
    """S1-29: nothing comes after it."""
    state = state_of("x", EVERY)
    assert (state.closed, state.next) == (True, ())
    assert state.written(StepName.WORKER_REFLECTION) == (BY_NAME[StepName.WORKER_REFLECTION],)


def test_two_who_write_at_once_are_both_kept():
    """Nobody's step overwrites another's: the state has both, in whatever order they come."""
    second = evolve(BY_NAME[StepName.WORKER_REFLECTION], id="x-44", went_well="And I listened.")
    for order in itertools.permutations(
        [*EVERY[:3], BY_NAME[StepName.WORKER_REFLECTION], second], 5
    ):
        state = state_of("x", order)
        assert [one.id for one in state.written(StepName.WORKER_REFLECTION)] == ["x-4", "x-44"]


def test_what_was_amended_or_voided_is_set_aside():
    """A later record stands in for an earlier one; what was entered in error counts for nothing."""
    first = BY_NAME[StepName.WORKER_REFLECTION]
    later = evolve(first, id="x-45", status=RecordStatus.AMENDED, supersedes=RecordRef("x-4", "d"))
    state = state_of("x", [EVERY[0], first, later])
    assert [one.id for one in state.steps] == ["x-1", "x-45"]
    assert [one.id for one in state.set_aside] == ["x-4"]
    voided = evolve(
        later, id="x-46", status=RecordStatus.ENTERED_IN_ERROR, supersedes=RecordRef("x-45", "d")
    )
    state = state_of("x", [EVERY[0], first, later, voided])
    assert [one.id for one in state.steps] == ["x-1"]
    assert [one.id for one in state.set_aside] == ["x-4", "x-45", "x-46"]


def test_steps_of_other_sessions_are_passed_over_and_groups_are_told_apart():
    """Each session by itself."""
    group = [step_value(one) for one in (made.GROUP_OPENING, made.GROUP_REFLECTION)]
    state = state_of("y", [*EVERY, *group, *group])
    assert [one.id for one in state.steps] == ["y-1", "y-2"]
    assert (state.session, state.format) == ("y", Format.GROUP)
    assert told(state) == [
        ("worker_reflection", "attendee", True),
        ("celebration", "attendee", False),
    ]


# -- where to next --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "attained", "policy", "level", "move", "already"),
    [
        ("mid", None, "literal", "mid", "same", False),
        ("mid", "low", "literal", "mid", "same", False),
        ("mid", "mid", "literal", "high", "up", False),
        ("mid", "high", "literal", "high", "up", True),
        ("mid", "top", "literal", "high", "up", True),
        ("low", "low", "literal", "mid", "up", False),
        ("high", "high", "literal", "top", "up", False),
        ("high", "top", "literal", "top", "up", True),
        ("top", "high", "literal", "top", "same", False),
        ("top", "top", "literal", "top", "top", True),
        ("mid", "low", "max_attained_plus_one", "mid", "same", False),
        ("mid", "mid", "max_attained_plus_one", "high", "up", False),
        ("low", "high", "max_attained_plus_one", "top", "up", False),
        ("low", "top", "max_attained_plus_one", "top", "top", True),
    ],
)
def test_a_target_moves_by_one_or_stays(target, attained, policy, level, move, already):
    """S1-28, C-14, C-15, D7: not attained, the same; attained, one step up; never past the top."""
    found = next_target(LEVELS, target=target, attained=attained, policy=policy)
    assert found == NextTarget(level=level, move=Move(move), already_attained=already)
    assert (
        next_target(LEVELS, target=target, attained=attained, policy=TargetPolicy(policy)) == found
    )


def test_the_example_of_the_source():
    """S1-26, S1-28: wanted level 5, attained 5 with some work at 6: the next target is 6; attained 6: it is 6, and reached."""
    six = tuple("123456")
    assert next_target(six, target="5", attained="5") == NextTarget(level="6", move=Move.UP)
    assert next_target(six, target="5", attained="6") == NextTarget(
        level="6", move=Move.UP, already_attained=True
    )


def test_targets_by_aspect_and_what_was_not_rated():
    """Unknown is never zero, and reaches nothing: an aspect that was not rated keeps its target; some work raises none (D8)."""
    found = next_targets(
        LEVELS,
        targets={"a": "mid", "b": "mid", "c": "mid"},
        rated={"a": AspectRating(attained="mid"), "b": AspectRating(attained="low", some_work_at=("mid", "high")), "z": AspectRating(attained="top")},
    )  # fmt: skip
    assert found == FrozenMap(
        {
            "a": NextTarget(level="high", move=Move.UP),
            "b": NextTarget(level="mid", move=Move.SAME),
            "c": NextTarget(level="mid", move=Move.SAME),
        }
    )
    bold = next_targets(
        LEVELS,
        targets={"a": "low"},
        rated={"a": AspectRating(attained="high")},
        policy="max_attained_plus_one",
    )
    assert bold["a"].level == "top"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({"target": "none", "attained": "low"}, "There is no level 'none'. The levels are: low, mid, high, top."),
        ({"target": "low", "attained": "5"}, "There is no level '5'. The levels are: low, mid, high, top."),
        ({"target": "low", "attained": "low", "policy": "bold"},
         "There is no policy 'bold'. The policies are: literal, max_attained_plus_one."),
    ],
)  # fmt: skip
def test_a_wrong_call_is_told_the_choices(call, said):
    """A level or a policy that there is not is no level or policy."""
    with pytest.raises(CallRefused) as caught:
        next_target(LEVELS, **call)
    assert str(caught.value) == said


# -- in force -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [dict, lambda one: value_of(one, Agreement)])
@pytest.mark.parametrize(
    ("changes", "day", "holds"),
    [
        ({}, "2026-11-03", True), ({}, "2026-11-02", False), ({}, "2027-11-02", True), ({}, "2027-11-03", False),
        ({"status": "amended"}, "2026-12-01", True), ({"status": "draft"}, "2026-12-01", False),
        ({"status": "entered_in_error"}, "2026-12-01", False),
        ({"ended": {"by": "worker", "on": "2026-12-01"}}, "2026-12-01", True),
        ({"ended": {"by": "worker", "on": "2026-12-01"}}, "2026-12-02", False),
        ({"ended": {"by": "coach", "on": "2028-12-01"}}, "2027-11-03", False),
        ({"ended": {"by": "worker", "on": "2026-01-01"}}, "2026-11-03", False),
    ],
)  # fmt: skip
def test_from_when_until_when(form, changes, day, holds):
    """S1-18: from its first day to its last, or to the day on which a party ended it."""
    assert in_force(form({**made.AGREEMENT, **changes}), day) is holds


@pytest.mark.parametrize("form", [dict, lambda one: value_of(one, Agreement)])
def test_a_later_record_takes_its_place(form):
    """What another stands in for holds no longer; a draft does not stand in for it yet."""
    one, ended = form(made.AGREEMENT), form(made.ENDED)
    assert not in_force(one, "2026-11-20", given=[ended])
    assert in_force(ended, "2026-11-20", given=[one, ended])
    draft = form({**made.ENDED, "status": "draft"})
    assert in_force(one, "2026-11-20", given=[draft])
    assert in_force(one, "2026-11-20", given=[form(made.PAIR)])


def test_a_malformed_agreement_holds_on_no_day():
    """Unknown is never yes."""
    for field in ("status", "starts", "ends"):
        assert not in_force({**made.AGREEMENT, field: 5}, "2026-11-20")
    assert in_force(
        {**made.AGREEMENT, "ended": {"on": 5}}, "2026-11-20", given=[{"supersedes": {"id": 5}}]
    )
    assert value_of(made.AGREEMENT, Agreement).parties == {
        "worker": "w",
        "supervisor": "s",
        "coach": "c",
    }
    assert value_of(made.PAIR, Agreement).parties == {"worker": "w", "coach": "c"}


def test_all_profiles_together_is_the_default():
    """S1-09, S1-10: an agreement that says nothing is for all profiles side by side; an order is the exception."""
    assert value_of(made.AGREEMENT, Agreement).mode.value == "together"
    linear = {**made.AGREEMENT, "mode": "linear", "order": ["three_questions", "safety_mapping"]}
    assert value_of(linear, Agreement).order == ("three_questions", "safety_mapping")


# -- which records count --------------------------------------------------------------------------


def taking(
    id_, status="complete", of=None, at="2026-11-02T10:00:00-08:00", worker="w", state="observing"
):
    return Participation(
        id=id_, status=RecordStatus(status), worker=worker, state=state, chosen_by=worker, context="field",
        made_at=at, supersedes=RecordRef(of, "d") if of else None,
    )  # fmt: skip


def ids(records):
    return [one.id for one in records]


def test_a_chain_a_void_and_rivals():
    """DESIGN 3: the last of a chain counts; a void sets its whole chain aside; two in one place are rivals."""
    chain = [taking("a"), taking("b", "amended", "a"), taking("c", "amended", "b")]
    assert [ids(each) for each in (standing(chain).counting, standing(chain).set_aside)] == [
        ["c"],
        ["a", "b"],
    ]
    void = standing([*chain, taking("d", "entered_in_error", "c")])
    assert (ids(void.counting), ids(void.set_aside), ids(void.rivals)) == (
        [],
        ["a", "b", "c", "d"],
        [],
    )
    fork = standing([*chain, taking("e", "amended", "b")])
    assert (ids(fork.counting), ids(fork.set_aside), ids(fork.rivals)) == (
        [],
        ["a", "b"],
        ["c", "e"],
    )
    mended = standing([*chain, taking("e", "amended", "b"), taking("f", "entered_in_error", "e")])
    assert (ids(mended.counting), ids(mended.rivals)) == (["c"], [])
    apart = standing(
        [taking("a"), taking("b", "amended", "a"), taking("x"), taking("y", "amended", "x")]
    )
    assert (ids(apart.counting), ids(apart.rivals)) == (["b", "y"], [])
    draft = standing([taking("a"), taking("b", "draft", "a")])
    assert ids(draft.counting) == ["a", "b"]


def test_order_is_that_of_moments():
    """Records come from several offsets: the moment counts, then a fraction of a second, then the id."""
    found = [
        taking("late", at="2026-11-02T10:00:00-08:00"), taking("early", at="2026-11-02T17:59:59Z"),
        taking("z", at="2026-11-02T18:00:00.5Z"), taking("y", at="2026-11-02T18:00:00.25Z"),
        taking("x", at="2026-11-02T18:00:00.5Z"), taking("unread", at="?"),
    ]  # fmt: skip
    assert ids(standing(found).counting) == ["unread", "early", "late", "y", "x", "z"]


# -- a relation -----------------------------------------------------------------------------------

AGREED = value_of(made.AGREEMENT, Agreement)
EXCEPTION = value_of(made.EXCEPTION, CoachingException)
UNDER = RecordRef("a-1", "d")
SMALL = profile()


def whole():
    return [
        taking("p-1"), taking("p-2", at="2026-11-03T10:00:00-08:00", state="formal_coaching"), AGREED,
        rating("r-1", "2026-11-10", {"asks": rated("l2")}, worker="w", rater="w"),
        rating("r-2", "2026-11-12", {"asks": rated("l3")}, worker="w", rater="s", view="observed"),
        rating("r-3", "2026-11-11", {"asks": rated("l4")}, worker="w", rater="w"),
        goal(worker="w", id="g-1", aspect="asks", target="l4"),
        goal(worker="w", id="g-2", aspect="listens", target="l2", made_at="2026-11-22T09:30:00-08:00"),
        event("n-1", "2026-11-24", worker="w"), event("n-2", "2026-11-25", worker="w", reference="c-2"),
        *EVERY,
    ]  # fmt: skip


def test_a_relation_is_the_same_in_any_order():
    """Replaying the records gives the same state, whichever comes first, and however often each comes."""
    records = whole()
    first = relation_of("w", records)
    assert relation_of("w", reversed(records)) == first
    assert relation_of("w", [*records[5:], *records, *records[:7]]) == first
    assert first.unplaced == ()
    assert first.set_aside == ()
    assert first.worker == "w"


def test_what_a_relation_tells():
    """Participation, the agreement of a day, ratings by view, goals with progress, sessions, focus, targets."""
    one = relation_of("w", whole())
    assert (ids(one.participation), one.taking_part.id) == (["p-1", "p-2"], "p-2")
    assert ids(one.agreements) == ["a-1"]
    assert (one.agreement_on("2026-11-10"), one.agreement_on("2026-11-01")) == (AGREED, None)
    assert ids(one.ratings) == ["r-1", "r-3", "r-2"]
    assert (
        one.latest("small").id,
        one.latest("small", RatingView.OBSERVED).id,
        one.latest("other"),
    ) == ("r-3", "r-2", None)
    assert [(state.goal.id, ids(state.events), state.progress.done, state.progress.target) for state in one.goals] == [
        ("g-2", [], 0, 5), ("g-1", ["n-1", "n-2"], 2, 5),
    ]  # fmt: skip
    assert [(state.session, state.closed) for state in one.sessions] == [("x", True)]
    assert [(area.profile, area.aspect) for area in one.focus] == [("three_houses", "some")]
    assert one.targets("small") == {"listens": "l2", "asks": "l4"}
    assert one.targets("other") == {}
    assert one.next_targets(SMALL) == {
        "listens": NextTarget(level="l2", move=Move.SAME), "asks": NextTarget(level="l5", move=Move.UP),
    }  # fmt: skip


def test_the_last_of_several_counts():
    """The latest agreement of a day, the latest focus, the latest goal of an aspect."""
    later = evolve(AGREED, id="a-2", made_at="2026-11-20T10:00:00-08:00")
    refocus = evolve(
        BY_NAME[StepName.FOCUS], id="x-31", made_at="2026-11-11T10:00:00-08:00", focus=()
    )
    again = goal(
        worker="w", id="g-3", aspect="asks", target="l5", made_at="2026-11-30T09:30:00-08:00"
    )
    one = relation_of("w", [later, refocus, again, *whole()])
    assert one.agreement_on("2026-12-01").id == "a-2"
    assert one.focus == ()
    assert one.targets("small")["asks"] == "l5"
    assert one.next_targets(SMALL)["asks"] == NextTarget(level="l5", move=Move.SAME)
    assert one.next_targets(SMALL, "max_attained_plus_one")["asks"].level == "l5"


def test_the_policy_is_the_callers():
    """C-14: the literal rule by default, the other by its name; a goal without a target aims at nothing."""
    lower = goal(
        worker="w", id="g-4", aspect="asks", target="l2", made_at="2026-11-30T09:30:00-08:00"
    )
    open_ = goal(worker="w", id="g-5", aspect="asks", made_at="2026-12-01T09:30:00-08:00")
    one = relation_of("w", [lower, open_, *whole()])
    assert one.targets("small")["asks"] == "l2"
    assert one.next_targets(SMALL)["asks"] == NextTarget(
        level="l3", move=Move.UP, already_attained=True
    )
    assert one.next_targets(SMALL, "max_attained_plus_one")["asks"].level == "l5"


def test_goals_that_stand_in_for_each_other_in_a_ring_come_to_an_end():
    """No host can store such records; whoever makes them up waits for nothing."""
    ring = [
        goal(worker="w", id=f"g-{one}", supersedes=ref(f"g-{other}"), status=RecordStatus.AMENDED)
        for one, other in ((9, 8), (8, 7), (7, 8))
    ]
    events = [
        event(f"e-{n}", "2026-11-25", reference=f"c-{n}", goal=ref(f"g-{n}")) for n in (7, 8, 9)
    ]
    found = relation_of("w", [*ring, *(evolve(one, worker="w") for one in events)])
    assert [(one.goal.id, one.progress.done) for one in found.goals] == [("g-9", 3)]


def test_what_another_version_says_moves_no_target():
    """The levels of another version may be others."""
    newer = evolve(SMALL, ref=evolve(SMALL.ref, version="2.0.0"))
    assert relation_of("w", whole()).next_targets(newer) == {}
    ours = [
        evolve(one, profile=evolve(one.profile, version="2.0.0"))
        if isinstance(one, Rating)
        else one
        for one in whole()
    ]
    assert relation_of("w", ours).next_targets(SMALL)["asks"] == NextTarget(
        level="l4", move=Move.SAME
    )
    assert relation_of("w", ours).next_targets(newer) == {}
    assert (
        relation_of("w", [goal(worker="w", aspect="asks", target="l4")])
        .next_targets(SMALL)["asks"]
        .move
        is Move.SAME
    )


def test_nothing_is_lost():
    """Each record counts, was set aside, or is listed with the reason."""
    first = BY_NAME[StepName.OPENING]
    odd = [
        taking("q-1", worker="v"),
        evolve(AGREED, id="a-9", worker="v"),
        evolve(first, id="z-1", session="z", agreement=RecordRef("a-9", "d")),
        step_value(made.changed(made.GROUP_OPENING, {"attendees": [made.JOINING], "id": "y-9", "session": "q"})),
        event("n-9", "2026-11-24", worker="w", goal=ref("g-0")),
        goal(worker="w", id="g-1", aspect="asks", target="l5"),
        taking("p-3", "amended", "p-1"),
        taking("p-4", "amended", "p-1"),
        rating("r-9", "2026-11-13", worker="w", rater="w", status=RecordStatus.AMENDED, supersedes=ref("r-1")),
        evolve(first, id="x-81", status=RecordStatus.AMENDED, supersedes=ref("x-1")),
        evolve(first, id="x-82", status=RecordStatus.AMENDED, supersedes=ref("x-1")),
        EXCEPTION, evolve(EXCEPTION, id="e-9", agreement=RecordRef("a-9", "d")),
    ]  # fmt: skip
    records = [*whole(), *odd]
    one = relation_of("w", records)
    assert [(each.record.KIND, each.record.id, each.reason) for each in one.unplaced] == [
        ("agreement", "a-9", "it is not of this worker"),
        ("coaching-session", "x-81", "another record stands in for the same earlier one"),
        ("coaching-session", "x-82", "another record stands in for the same earlier one"),
        ("coaching-session", "y-9", "it is not of this worker"),
        ("coaching-session", "z-1", "it is not of this worker"),
        ("exception", "e-9", "it is not of this worker"),
        ("goal", "g-1", "another record of its kind has the same id"),
        ("goal", "g-1", "another record of its kind has the same id"),
        ("goal-event", "n-1", "its goal is not among the records that count"),
        ("goal-event", "n-9", "its goal is not among the records that count"),
        ("goal-event", "n-2", "its goal is not among the records that count"),
        ("participation", "p-3", "another record stands in for the same earlier one"),
        ("participation", "p-4", "another record stands in for the same earlier one"),
        ("participation", "q-1", "it is not of this worker"),
    ]  # fmt: skip
    assert [(each.KIND, each.id) for each in one.set_aside] == [
        ("coaching-session", "x-1"), ("participation", "p-1"), ("rating", "r-1"),
    ]  # fmt: skip
    assert ids(one.exceptions) == ["e-1"]
    placed = [
        *one.participation, *one.agreements, *one.ratings, *one.exceptions, *one.set_aside,
        *(each.record for each in one.unplaced), *(state.goal for state in one.goals),
        *(each for state in one.goals for each in state.events), *(each for state in one.sessions for each in state.steps),
    ]  # fmt: skip
    assert sorted(map(repr, placed)) == sorted(map(repr, dict.fromkeys(records)))


def test_an_amended_goal_counts_what_was_done_before():
    """C-20: events towards the goal that it stands in for are its events."""
    first = goal(worker="w")
    later = evolve(first, id="g-2", count=3, status=RecordStatus.AMENDED, supersedes=ref("g-1"))
    last = evolve(first, id="g-3", count=2, status=RecordStatus.AMENDED, supersedes=ref("g-2"))
    events = [
        event("n-1", "2026-11-24", worker="w"),
        event("n-2", "2026-11-25", worker="w", reference="c-2", goal=ref("g-2")),
    ]
    one = relation_of("w", [first, later, last, *events])
    assert [(state.goal.id, state.progress.done, state.progress.target) for state in one.goals] == [
        ("g-3", 2, 2)
    ]
    assert one.unplaced == ()
    circle = evolve(first, supersedes=ref("g-1"))
    assert relation_of("w", [circle]).goals == ()


def test_groups_are_of_those_who_attend():
    """S1-11, S2-21: a group's session is in the relation of each who was there."""
    group = [step_value(one) for one in (made.GROUP_OPENING, made.GROUP_REFLECTION)]
    assert [state.session for state in relation_of("o", group).sessions] == ["y"]
    assert relation_of("z", group).sessions == ()
    assert len(relation_of("z", group).unplaced) == 2
    assert isinstance(event("n", "2026-11-24"), GoalEvent)


def test_two_of_one_id_come_in_one_order():
    """Whichever of two that nobody can tell apart comes first, the relation is the same."""
    two = [taking("p-1"), taking("p-1", state="early_adopter")]
    assert relation_of("w", two) == relation_of("w", reversed(two))
    assert [str(one.record.state) for one in relation_of("w", two).unplaced] == [
        "early_adopter",
        "observing",
    ]


@pytest.mark.parametrize("odd", [None, 5, "text", made.AGREEMENT, FrozenMap({})])
def test_what_is_no_record_of_coaching_is_a_wrong_call(odd):
    """Documents are read into values first; which one is wrong, the message says."""
    with pytest.raises(CallRefused) as caught:
        relation_of("w", [AGREED, odd])
    assert str(caught.value) == (
        f"records[1] is a {type(odd).__name__}. Pass values of records of coaching: what receipt.record was, or "
        "sop_core.documents.value_of(document, Goal) of what you kept."
    )


def test_an_empty_relation():
    """Before anything, there is nothing."""
    one = relation_of("w", [])
    assert (
        one.taking_part,
        one.focus,
        one.agreement_on("2026-11-10"),
        one.latest("x"),
        one.targets("x"),
    ) == (None, (), None, None, {})
    assert one.next_targets(SMALL) == {}

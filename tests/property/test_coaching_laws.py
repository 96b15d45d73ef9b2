"""Taking part, agreements, sessions, targets and the relation that they make: what holds for all of them."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sop_core import to_document
from sop_core.coaching import (
    STEPS,
    Agreement,
    AgreementParty,
    CoachingException,
    Format,
    Move,
    Participation,
    ParticipationState,
    SessionStep,
    TargetPolicy,
    in_force,
    next_target,
    next_targets,
    relation_of,
    state_of,
)
from sop_core.documents import digest_of, value_of
from sop_core.testing import (
    agreements,
    coaching_exceptions,
    coaching_sessions,
    group_sessions,
    participations,
)
from tests.property.door import BASE
from tests.unit._coached import GOAL, RATING

pytestmark = pytest.mark.law

Doc = dict[str, Any]
KINDS = {one.KIND: one for one in (Participation, Agreement, SessionStep, CoachingException)}


def ref(document: Doc) -> Doc:
    return {"id": document["id"], "digest": digest_of(document)}


def errors(document: Doc, *beside: Doc) -> list[str]:
    return [one.code for one in BASE.check(document, given=beside) if one.severity == "error"]


def value(document: Doc) -> Any:
    return value_of(document, KINDS[document["$schema"].split(":")[3]])


def later(document: Doc, status: str, id_: str, **changes: Any) -> Doc:
    """A record that stands in for another, or voids it, as `accept` would give it back."""
    made = {**document, "id": id_, "status": status, "supersedes": ref(document), **changes}
    return to_document(value(made))


@st.composite
def relations(draw: st.DrawFn) -> tuple[Doc, list[Doc], list[Doc]]:
    """An agreement, the worker's rating and goal under it, and the steps of one whole session."""
    agreement = draw(agreements(worker="w"))
    own = {**RATING, "agreement": ref(agreement)}
    goal = {**GOAL, "agreement": ref(agreement)}
    rated = [
        {**own, "profile": {**own["profile"], "digest": "sha256:" + "0" * 64}},
        {**goal, **_WHOLE},
    ]
    steps = draw(coaching_sessions(agreement, ratings=rated[:1], goals=rated[1:]))
    return agreement, rated, steps


#: What a goal is beside what the rules of a session look at.
_WHOLE = {
    "profile": {"id": "p", "version": "1", "digest": "sha256:" + "0" * 64}, "activity": "Ask", "count": 1, "unit": "case",
    "with": [], "confirmed_by": ["w"],
    "window": {"phrase": "by 2026-12-01", "kind": "date", "starts": "2026-11-10", "due": "2026-12-01"},
}  # fmt: skip


# -- taking part ----------------------------------------------------------------------------------


@given(participations(), st.text("abc", min_size=1, max_size=3))
def test_whoever_is_not_the_worker_chooses_nothing(document, other):
    """S1-13 to S1-16: the worker's own choice is accepted as it is, and nobody else's."""
    assert to_document(BASE.accept(document).record) == document
    assume(other != document["worker"])
    assert errors({**document, "chosen_by": other}) == ["not_their_choice"]


@given(
    st.lists(participations(worker="w"), min_size=2, max_size=5, unique_by=lambda one: one["id"])
)
def test_every_move_is_allowed_and_back_too(choices):
    """S1-14, S1-15: from any way of taking part to any other, at any time, and again."""
    linked = choices[:1]
    for one in choices[1:]:
        linked.append({**one, "after": ref(linked[-1])})
    for before, one in pairwise(linked):
        assert errors(one, before) == []
        assert errors(one) == ["given_missing"]


@given(participations(), st.sampled_from(ParticipationState), st.dates())
def test_a_day_to_look_again_belongs_to_trying_on(document, state, day):
    """S1-14: trying on has one, later than the choice; nothing else has one, and nothing runs out."""
    made = {key: held for key, held in document.items() if key not in ("check_in", "observed")}
    found = errors({**made, "state": state.value, "check_in": day.isoformat()})
    if state is not ParticipationState.TRYING_ON:
        assert found == ["check_in_without_trying"]
    else:
        assert (found == []) is (day.isoformat() > document["made_at"][:10])
        assert errors({**made, "state": state.value}) == ["check_in_missing"]


# -- agreements -----------------------------------------------------------------------------------


@given(agreements(), st.data())
def test_an_agreement_is_one_that_every_party_has_made(document, data):
    """S1-17, S1-18, D9: take a yes, a word or the commitment away, and there is none; a draft may lack the first two."""
    assert to_document(BASE.accept(document).record) == document
    without = {**document, "assents": document["assents"][1:]}
    assert errors(without) == ["assent_missing"]
    gap = data.draw(st.sampled_from(("purpose", "context", "stakeholders", "desired_outcomes")))
    silent = {**document, "dialogue": {k: v for k, v in document["dialogue"].items() if k != gap}}
    assert errors(silent) == ["agreement_incomplete"]
    for one in (without, silent):
        assert errors({**one, "status": "draft"}) == []
    for status in ("complete", "draft"):
        unsafe = {
            **document,
            "status": status,
            "terms": {**document["terms"], "not_for_appraisal": False},
        }
        assert "appraisal_not_excluded" in errors(unsafe)


@given(agreements(), st.integers(-3, 803), st.integers(-3, 803), st.booleans())
def test_it_holds_from_its_first_day_to_its_last(document, offset, ended, is_ended):
    """S1-18: both days in it, and no longer than a party wants; documents and values say the same."""
    first = dt.date.fromisoformat(document["starts"])
    on, until = (first + dt.timedelta(days=days) for days in (offset, ended))
    if is_ended:
        document = later(
            document, "amended", "ended", ended={"by": "worker", "on": until.isoformat()}
        )
    last = min(dt.date.fromisoformat(document["ends"]), until if is_ended else dt.date.max)
    for one in (document, value(document)):
        assert in_force(one, on.isoformat()) is (first <= on <= last)
    for status in ("draft", "entered_in_error"):
        assert not in_force({**document, "status": status}, on.isoformat())


@given(agreements(), st.sampled_from(AgreementParty), st.dates(), st.data())
def test_any_party_ends_it_alone_and_changes_nothing_by_that(document, party, day, data):
    """S1-15, S1-18, S2-15: an ending needs no yes, so that it opens nothing and prolongs nothing."""
    ended = later(
        document, "amended", "z-9", assents=[], ended={"by": party.value, "on": day.isoformat()}
    )
    assert errors(ended, document) == ([] if party.value in document else ["ended_by_nobody"])
    assert not in_force(document, document["starts"], given=[ended])
    field, other = data.draw(
        st.sampled_from(
            (("ends", "9999-12-31"), ("starts", "0001-01-01"), ("context", "elsewhere"), ("coach", "n-0"),
             ("supervisor", "n-0"), ("shares", {"supervisor": ["rating"], "coach": ["rating"]}),
             ("combined_with_appraisal", True))
        )
    )  # fmt: skip
    assume(document.get(field) != other)
    assert "ended_changes_terms" in errors({**ended, field: other}, document)
    assert errors(later(ended, "entered_in_error", "z-10"), ended) == []


@given(agreements(), st.data())
def test_an_exception_is_told_by_a_party(document, data):
    """S2-15, C-28: it builds on an agreement that was made, and has no field for a text."""
    exception = data.draw(coaching_exceptions(document))
    assert to_document(BASE.accept(exception, given=[document]).record) == exception
    assert errors(exception) == ["given_missing"]
    assert errors({**exception, "by": "nobody-0"}, document) == ["not_a_party"]
    assert errors({**exception, "text": "words"}, document) == ["unknown_field"]
    draft = {**document, "status": "draft"}
    assert errors({**exception, "agreement": ref(draft)}, draft) == ["agreement_not_made"]


# -- sessions -------------------------------------------------------------------------------------


@given(relations())
def test_a_session_in_its_order_is_accepted(relation):
    """S1-25 to S1-29: each step after those before it, and the session is closed by the last."""
    agreement, beside, steps = relation
    kept = [agreement, *beside]
    for step in steps:
        assert to_document(BASE.accept(step, given=kept).record) == step
        kept.append(step)
    state = state_of(steps[0]["session"], map(value, steps))
    assert state.closed
    assert state.next == ()
    again = {**steps[-1], "id": "again-0", "step": "encouragement"}
    assert "session_closed" in errors(again, *kept)


@given(relations(), st.data())
def test_no_step_stands_before_those_that_it_needs(relation, data):
    """D10, S1-25 to S1-27: leave one of them out of `after`, out of `given`, or void it, and the step is refused."""
    agreement, beside, steps = relation
    step = data.draw(st.sampled_from(steps[1:]))
    before = steps[: steps.index(step)]
    kept = [agreement, *beside, *before]
    assert errors(step, *kept) == []
    needed = data.draw(st.sampled_from(step["after"]))
    unnamed = {**step, "after": [one for one in step["after"] if one != needed]}
    assert set(errors(unnamed, *kept)) & {"worker_first", "step_too_early", "session_not_opened"}
    named = next(one for one in before if one["id"] == needed["id"])
    assert "given_missing" in errors(step, *(one for one in kept if one is not named))
    changed = {**named, "made_at": "1999-01-01T00:00:00Z"}
    assert "given_missing" in errors(step, *(changed if one is named else one for one in kept))
    void = later(named, "entered_in_error", "void-0")
    assert "builds_on_voided" in errors(step, *kept, void)
    elsewhere = {**step, "session": f"{step['session'][:60]}.x"}
    assert "step_of_another_session" in errors(elsewhere, *kept)


@given(relations(), st.data())
def test_nobody_writes_in_anothers_name(relation, data):
    """S1-25 to S1-29: the worker's steps are the worker's, the partner's are a partner's, a stranger has none."""
    agreement, beside, steps = relation
    step = data.draw(st.sampled_from(steps))
    kept = [agreement, *beside, *steps[: steps.index(step)]]
    writer = next(one.writer.value for one in STEPS[Format.INDIVIDUAL] if one.name == step["step"])
    partners = {agreement[role] for role in ("supervisor", "coach") if role in agreement}
    allowed = {"learner": {"w"}, "partner": partners, "either": {"w", *partners}}[writer]
    for by in ("w", *sorted(partners), "stranger-0"):
        assert ("not_theirs_to_write" in errors({**step, "by": by}, *kept)) is (by not in allowed)


@given(relations(), st.data())
def test_what_is_offered_next_is_what_is_accepted(relation, data):
    """The table says both, and they never differ: whatever part of a session was written, in whatever order."""
    agreement, beside, steps = relation
    written: list[Doc] = []
    for step in data.draw(st.permutations(steps)):
        state = state_of(steps[0]["session"], map(value, written))
        offered = step["step"] in [one.step.value for one in state.next]
        assert (errors(step, agreement, *beside, *written) == []) is offered
        if offered:
            written.append(step)


@given(relations(), st.data())
def test_steps_never_overwrite_each_other(relation, data):
    """Two who write at once write two records; the state has both, in one order."""
    agreement, beside, steps = relation
    kept = [agreement, *beside, *steps[:-1]]
    doubles = [
        {**one, "id": f"double-{at}"}
        for at, one in enumerate(steps[1:-1])
        if data.draw(st.booleans())
    ]
    for one in doubles:
        assert errors(one, *kept) == []
    every = [value(one) for one in (*steps[:-1], *doubles)]
    state = state_of(steps[0]["session"], data.draw(st.permutations(every)))
    assert state == state_of(steps[0]["session"], every)
    assert {one.id for one in state.steps} == {one.id for one in every}


@given(group_sessions(), relations())
def test_a_groups_session_is_about_nobody(steps, relation):
    """S1-11, S2-21, S2-22: it needs no agreement and has none; no field of one person is accepted in it."""
    agreement, (rating, goal), _ = relation
    for place, step in enumerate(steps):
        kept = steps[:place]
        assert errors(step, *kept) == []
        assert "group_agreement" in errors({**step, "agreement": ref(agreement)}, *kept, agreement)
        for field, held in (
            ("ratings", [ref(rating)]), ("goals", [ref(goal)]), ("observed", "x"), ("encouragement", "x"),
            ("try_next", "x"), ("focus", [{"profile": "p", "aspect": "a"}]), ("interests", [{"profile": "p"}]),
        ):  # fmt: skip
            assert "not_of_this_step" in errors({**step, field: held}, *kept, rating, goal)
    for name in ("worker_self_rating", "supervisor_observation", "next_goals", "focus"):
        odd = {**steps[-1], "id": "odd-0", "step": name}
        assert "not_in_a_group" in errors(odd, *steps[:-1])


# -- targets --------------------------------------------------------------------------------------

scales = st.integers(2, 9).map(lambda most: tuple(f"level-{one}" for one in range(most)))


@given(scales, st.data())
def test_a_target_stays_or_moves_up_by_exactly_one(levels, data):
    """S1-28, C-14, C-15, D7: by one if it was reached, never past the top; the other policy is never lower."""
    target = data.draw(st.sampled_from(levels))
    attained = data.draw(st.none() | st.sampled_from(levels))
    aimed, reached = levels.index(target), -1 if attained is None else levels.index(attained)
    found = next_target(levels, target=target, attained=attained)
    moved = levels.index(found.level) - aimed
    assert moved == int(reached >= aimed and target != levels[-1])
    expected = Move.UP if moved else Move.TOP if reached >= aimed else Move.SAME
    assert found.move is expected
    assert found.already_attained is (reached >= levels.index(found.level))
    bold = next_target(
        levels, target=target, attained=attained, policy=TargetPolicy.MAX_ATTAINED_PLUS_ONE
    )
    assert levels.index(bold.level) >= levels.index(found.level)
    assert levels.index(bold.level) <= max(aimed, reached + 1)
    assert (bold.level == found.level) or reached > aimed


@given(scales, st.data())
def test_each_aspect_has_its_own_target(levels, data):
    """S1-04, D8: no aspect is moved by another, and what was not rated stays."""
    level, some = st.sampled_from(levels), st.none() | st.sampled_from(levels)
    targets = data.draw(st.dictionaries(st.sampled_from("abcd"), level))
    rated = data.draw(st.dictionaries(st.sampled_from("abcd"), some))
    found = next_targets(
        levels, targets=targets, rated={name: _Attained(one) for name, one in rated.items()}
    )
    assert found == {
        name: next_target(levels, target=target, attained=rated.get(name))
        for name, target in targets.items()
    }


class _Attained:
    """A rating of one aspect, as the rule needs it."""

    def __init__(self, attained: str | None) -> None:
        self.attained = attained


# -- the relation ---------------------------------------------------------------------------------


@given(relations(), group_sessions(), st.lists(participations(worker="w"), max_size=3), st.data())
def test_a_relation_is_the_same_in_any_order_and_loses_nothing(relation, group, choices, data):
    """Replayed in any order, each record as often as it comes, whatever was amended, voided or stands for two."""
    agreement, _, steps = relation
    exception = data.draw(coaching_exceptions(agreement))
    kept = [agreement, *steps, *group, *choices, exception]
    for number in range(data.draw(st.integers(0, 5))):
        earlier = data.draw(st.sampled_from(kept))
        status = data.draw(st.sampled_from(("amended", "entered_in_error")))
        kept.append(later(earlier, status, f"later-{number}"))
    values = [value(one) for one in kept]
    one = relation_of("w", values)
    assert relation_of("w", data.draw(st.permutations([*values, *values[:3]]))) == one
    placed = [
        *one.participation, *one.agreements, *one.ratings, *one.exceptions, *one.set_aside,
        *(each.record for each in one.unplaced), *(state.goal for state in one.goals),
        *(each for state in one.sessions for each in state.steps),
        *(each for state in one.sessions for each in state.set_aside),
    ]  # fmt: skip
    assert sorted(map(repr, placed)) == sorted(map(repr, dict.fromkeys(values)))
    assert all(each.reason for each in one.unplaced)
    assert all(each.worker == "w" for each in (*one.participation, *one.agreements))

"""One worker's coaching, replayed from its records: in whatever order they come, it is the same.

Nothing is ever lost: each record that is passed counts, was set aside by a later one, or is listed as
unplaced with the reason. No level is computed of anything but ratings (S1-01, D6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from attrs import frozen

from sop_core.coaching.agreements import Agreement, in_force
from sop_core.coaching.exceptions import CoachingException
from sop_core.coaching.goals import Goal, GoalEvent
from sop_core.coaching.participation import Participation
from sop_core.coaching.progressing import Progress, progress
from sop_core.coaching.sessions import Area, SessionState, SessionStep, state_of
from sop_core.coaching.standing import Kept, in_order, standing
from sop_core.coaching.steps import StepName
from sop_core.coaching.targets import NextTarget, TargetPolicy, next_targets
from sop_core.errors import CallRefused
from sop_core.profiles import PracticeProfile, Rating, RatingView
from sop_core.types import FrozenMap, Record

K = TypeVar("K", bound=Kept)
#: What a relation is told by.
KINDS = (Participation, Agreement, Rating, Goal, GoalEvent, SessionStep, CoachingException)


@frozen(kw_only=True)
class GoalState:
    """A goal, what was done towards it, and how far it has come."""

    goal: Goal
    events: tuple[GoalEvent, ...]
    progress: Progress


@frozen(kw_only=True)
class Unplaced:
    """A record that has no place here, and why."""

    record: Record
    reason: str


@frozen(kw_only=True)
class Relation:
    """One worker's coaching as its records tell it; every list in the order in which things were made.

    `ratings` are self and observed ones side by side, to be told apart by their `view` and never averaged.
    `set_aside` are records that later ones stand in for, or that were entered in error.
    """

    worker: str
    participation: tuple[Participation, ...]
    agreements: tuple[Agreement, ...]
    ratings: tuple[Rating, ...]
    goals: tuple[GoalState, ...]
    sessions: tuple[SessionState, ...]
    exceptions: tuple[CoachingException, ...]
    set_aside: tuple[Record, ...]
    unplaced: tuple[Unplaced, ...]

    def agreement_on(self, day: str) -> Agreement | None:
        """The agreement that is in force on a day, the latest where there are several; None without one."""
        holding = [one for one in self.agreements if in_force(one, day)]
        return holding[-1] if holding else None

    @property
    def taking_part(self) -> Participation | None:
        """The worker's last choice of how to take part; None before the first."""
        return self.participation[-1] if self.participation else None

    @property
    def focus(self) -> tuple[Area, ...]:
        """The few skill aspects that the pair chose last (S1-03)."""
        steps = [one for state in self.sessions for one in state.written(StepName.FOCUS)]
        return max(steps, key=in_order).focus if steps else ()

    def latest(self, profile: str, view: RatingView = RatingView.SELF) -> Rating | None:
        """The last rating of a profile from one view; None before the first."""
        found = [one for one in self.ratings if one.profile.id == profile and one.view == view]
        return found[-1] if found else None

    def targets(self, profile: str) -> FrozenMap[str, str]:
        """The level that was aimed at last, by skill aspect of a profile."""
        aimed = [state.goal for state in self.goals if state.goal.profile.id == profile]
        return FrozenMap(
            {goal.aspect: goal.target for goal in aimed if goal.aspect and goal.target}
        )

    def next_targets(
        self, profile: PracticeProfile, policy: TargetPolicy | str = TargetPolicy.LITERAL
    ) -> FrozenMap[str, NextTarget]:
        """Where to next, by aspect: from the targets and the worker's own last rating (S1-28).

        Targets and ratings of another version of the profile, whose levels may be others, are left out.
        """
        mine = self.latest(profile.id)
        rated: Mapping[str, Any] = {}
        if mine is not None and mine.profile.version == profile.version:
            rated = mine.aspects
        targets = {
            state.goal.aspect: state.goal.target
            for state in self.goals
            if state.goal.aspect
            and state.goal.target
            and (state.goal.profile.id, state.goal.profile.version) == (profile.id, profile.version)
        }
        return next_targets(profile.level_ids, targets=targets, rated=rated, policy=policy)


class _Replay:
    """The records of one worker, sorted into those that count and those that do not."""

    def __init__(self, worker: str, records: Iterable[Record]) -> None:
        self.worker = worker
        self.every: list[Any] = []
        self.set_aside: list[Any] = []
        self.unplaced: list[Unplaced] = []
        by_id: dict[tuple[str, str], list[Any]] = {}
        for place, one in enumerate(records):
            if not isinstance(one, KINDS):
                raise CallRefused(
                    f"records[{place}] is a {type(one).__name__}. Pass values of records of coaching: what "
                    "receipt.record was, or sop_core.documents.value_of(document, Goal) of what you kept."
                )
            same = by_id.setdefault((one.KIND, one.id), [])
            if one not in same:
                same.append(one)
        for same in by_id.values():
            if len(same) > 1:
                self.leave_out(same, "another record of its kind has the same id")
            else:
                self.every += same

    def leave_out(self, records: Iterable[Any], reason: str) -> None:
        self.unplaced += [Unplaced(record=one, reason=reason) for one in records]

    def of(self, kind: type[K], mine: frozenset[str] | None = None) -> tuple[K, ...]:
        """The records of a kind that count; `mine` are the agreements that they may be under, if that decides."""
        found: list[K] = []
        for one in self.every:
            if isinstance(one, kind):
                if _is_theirs(one, self.worker, mine):
                    found.append(one)
                else:
                    self.leave_out([one], "it is not of this worker")
        kept = standing(found)
        self.set_aside += kept.set_aside
        self.leave_out(kept.rivals, "another record stands in for the same earlier one")
        return kept.counting


def _is_theirs(record: Any, worker: str, agreements: frozenset[str] | None) -> bool:
    if agreements is None:
        return bool(record.worker == worker)
    return record.agreement is None or record.agreement.id in agreements


def relation_of(worker: str, records: Iterable[Record]) -> Relation:
    """One worker's coaching, replayed from values of its records in any order, each as often as it comes.

    `worker` is the token that the records have. Records of other workers are listed as unplaced. Raises
    nothing for records that do not hang together: what cannot be placed says why. Raises CallRefused for
    what is no value of a record of coaching.
    """
    replay = _Replay(worker, records)
    agreements = replay.of(Agreement)
    theirs = frozenset(
        one.id for one in replay.every if isinstance(one, Agreement) and one.worker == worker
    )
    return Relation(
        worker=worker,
        participation=replay.of(Participation),
        agreements=agreements,
        ratings=replay.of(Rating),
        goals=_goals(replay),
        sessions=_sessions(replay, theirs),
        exceptions=replay.of(CoachingException, theirs),
        set_aside=tuple(sorted(replay.set_aside, key=_by_kind)),
        unplaced=tuple(
            sorted(replay.unplaced, key=lambda one: (*_by_kind(one.record), one.reason))
        ),
    )


def _by_kind(record: Any) -> tuple[object, ...]:
    # Two that have one id are told apart by what they say.
    return (record.KIND, *in_order(record), repr(record))


def _goals(replay: _Replay) -> tuple[GoalState, ...]:
    goals, events = replay.of(Goal), replay.of(GoalEvent)
    before = {
        one.id: one.supersedes.id
        for one in replay.every
        if isinstance(one, Goal) and one.supersedes is not None
    }
    states = [_state(goal, events, before) for goal in goals]
    placed = {event.id for state in states for event in state.events}
    replay.leave_out(
        (one for one in events if one.id not in placed),
        "its goal is not among the records that count",
    )
    return tuple(states)


def _state(goal: Goal, events: Iterable[GoalEvent], before: Mapping[str, str]) -> GoalState:
    chain, left = [goal.id], dict(before)
    # Each link is taken once, so that a ring of them comes to an end.
    while (earlier := left.pop(chain[-1], None)) is not None:
        chain.append(earlier)
    mine = tuple(one for one in events if one.goal.id in chain)
    return GoalState(goal=goal, events=mine, progress=progress(goal, mine, earlier=chain))


def _sessions(replay: _Replay, agreements: frozenset[str]) -> tuple[SessionState, ...]:
    every = [one for one in replay.every if isinstance(one, SessionStep)]
    attended = {
        one.session
        for one in every
        if one.agreement is None and any(who.person == replay.worker for who in one.attendees)
    }
    mine = [
        one
        for one in every
        if (one.agreement.id in agreements if one.agreement else one.session in attended)
    ]
    replay.leave_out((one for one in every if one not in mine), "it is not of this worker")
    kept = standing(mine)
    replay.set_aside += kept.set_aside
    replay.leave_out(kept.rivals, "another record stands in for the same earlier one")
    states = [
        state_of(session, kept.counting)
        for session in dict.fromkeys(one.session for one in kept.counting)
    ]
    return tuple(states)

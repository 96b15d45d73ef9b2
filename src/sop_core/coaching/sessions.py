"""A coaching session: steps that people write, each a record of its own, and where the session stands.

Anybody may take part, in any role: no enrolment and no attendance is asked for (S2-17, S2-19, D13).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar

from attrs import field, frozen

from sop_core.coaching.settings import Format, Part
from sop_core.coaching.standing import in_order
from sop_core.coaching.steps import STEPS, StepName, Writer
from sop_core.types import NO_ENTRIES, RecordRef, RecordStatus, frozen_mapping


@frozen(kw_only=True)
class Attendee:
    """Who takes part: a token, a role in the agency, and a part in the session."""

    person: str
    role: str
    part: Part


@frozen(kw_only=True)
class Area:
    """A practice profile, or one skill aspect of it."""

    profile: str
    aspect: str | None = None


@frozen(kw_only=True)
class SessionStep:
    """One step of one session, written by one person. Which fields it fills, `steps` says.

    `after` names the steps of the session that it needs. Texts are the writer's own words.
    """

    KIND: ClassVar[str] = "coaching-session"

    id: str
    status: RecordStatus
    session: str
    step: StepName
    by: str
    made_at: str
    agreement: RecordRef | None = None
    after: tuple[RecordRef, ...] = ()
    format: Format | None = None
    setting: str | None = None
    attendees: tuple[Attendee, ...] = ()
    topics: tuple[str, ...] = ()
    interests: tuple[Area, ...] = ()
    focus: tuple[Area, ...] = ()
    went_well: str | None = None
    differently: str | None = None
    ratings: tuple[RecordRef, ...] = ()
    observed: str | None = None
    try_next: str | None = None
    encouragement: str | None = None
    goals: tuple[RecordRef, ...] = ()
    celebration: str | None = None
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)


@frozen(kw_only=True)
class NextStep:
    """A step that may come next, and who may write it."""

    step: StepName
    writer: Writer
    optional: bool


@frozen(kw_only=True)
class SessionState:
    """Where a session stands: the steps that count, in the table's order, and what may come next.

    `steps` holds every step that counts; `set_aside` those that a later record stands in for or voids.
    """

    session: str
    format: Format | None
    steps: tuple[SessionStep, ...]
    set_aside: tuple[SessionStep, ...]
    next: tuple[NextStep, ...]
    closed: bool

    @property
    def done(self) -> tuple[StepName, ...]:
        """The names of the steps that were taken, each once."""
        return tuple(dict.fromkeys(one.step for one in self.steps))

    def written(self, step: StepName) -> tuple[SessionStep, ...]:
        """What was written in one step."""
        return tuple(one for one in self.steps if one.step is step)


def state_of(session: str, steps: Iterable[SessionStep]) -> SessionState:
    """Where a session stands, from its steps in any order. A step of another session is passed over."""
    every = sorted(
        {one.id: one for one in steps if one.session == session}.values(),
        key=lambda one: (list(StepName).index(one.step), *in_order(one)),
    )
    behind = {one.supersedes.id for one in every if one.supersedes}
    counts = [
        one
        for one in every
        if one.id not in behind and one.status is not RecordStatus.ENTERED_IN_ERROR
    ]
    held = next((one.format for one in counts if one.format is not None), None)
    done = {one.step for one in counts}
    table = STEPS[held] if held else STEPS[Format.INDIVIDUAL][:1]
    closed = any(step.closes and step.name in done for step in table)
    following = [
        NextStep(step=step.name, writer=step.writer, optional=step.optional or step.name in done)
        for step in table
        if not closed and done.issuperset(step.needs) and (step.repeats or step.name not in done)
    ]
    return SessionState(
        session=session,
        format=held,
        steps=tuple(counts),
        set_aside=tuple(one for one in every if one not in counts),
        next=tuple(following),
        closed=closed,
    )

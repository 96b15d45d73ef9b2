"""The steps of a session, in their order: the table that everything else about sessions is read from.

    S1-25  the worker's reflection comes first: what went well, what to do differently
    S1-26  then the worker's own rating
    S1-27  then what the supervisor or coach saw; their encouragement, if they wish
    S1-28  then the next goals
    S1-29  the celebration closes every session
    S1-11  a group's session is about nobody: it holds no rating, no goal and no observation of one person
    S1-03, S1-20  the key areas of interest of each, and the few aspects that the pair chose

A step needs others before it, and names them; it does not need to be the latest. Two people who write
at once write two records, and both are kept. The picture in docs/coaching.md is drawn from this table.
"""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from sop_core.coaching.settings import Format


class StepName(StrEnum):
    """The steps, in the order in which a session goes through them."""

    OPENING = "opening"
    INTERESTS = "interests"
    FOCUS = "focus"
    WORKER_REFLECTION = "worker_reflection"
    WORKER_SELF_RATING = "worker_self_rating"
    SUPERVISOR_OBSERVATION = "supervisor_observation"
    ENCOURAGEMENT = "encouragement"
    NEXT_GOALS = "next_goals"
    CELEBRATION = "celebration"


class Writer(StrEnum):
    """Who may write a step: the learner; the partner, who is coach or supervisor; either; anyone who attends."""

    LEARNER = "learner"
    PARTNER = "partner"
    EITHER = "either"
    ATTENDEE = "attendee"


@frozen(kw_only=True)
class Step:
    """One row: who writes it, which steps come before it, and what it holds.

    `must` are the fields that it has to fill, `may` those that it can; all others stay empty. What is
    not `optional` stands in every session that was closed. What is not `repeats` stands there once.
    """

    name: StepName
    writer: Writer
    needs: tuple[StepName, ...] = ()
    must: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    optional: bool = False
    repeats: bool = True
    closes: bool = False
    source: str


_OPENING = StepName.OPENING
_OPENED = ("format", "setting", "attendees")

#: One worker's session, under an agreement.
INDIVIDUAL: tuple[Step, ...] = (
    Step(
        name=_OPENING, writer=Writer.EITHER, must=_OPENED, may=("topics",), repeats=False,
        source="S2-14, S3-12",
    ),
    Step(
        name=StepName.INTERESTS, writer=Writer.EITHER, needs=(_OPENING,), must=("interests",),
        optional=True, source="S1-20",
    ),
    Step(
        name=StepName.FOCUS, writer=Writer.EITHER, needs=(_OPENING,), must=("focus",),
        optional=True, source="S1-03, S1-20",
    ),
    Step(
        name=StepName.WORKER_REFLECTION, writer=Writer.LEARNER, needs=(_OPENING,),
        must=("went_well",), may=("differently",), source="S1-25",
    ),
    Step(
        name=StepName.WORKER_SELF_RATING, writer=Writer.LEARNER,
        needs=(_OPENING, StepName.WORKER_REFLECTION), must=("ratings",), source="S1-26",
    ),
    Step(
        name=StepName.SUPERVISOR_OBSERVATION, writer=Writer.PARTNER,
        needs=(_OPENING, StepName.WORKER_REFLECTION, StepName.WORKER_SELF_RATING),
        must=("observed",), may=("ratings", "try_next"), source="S1-27, D10",
    ),
    Step(
        name=StepName.ENCOURAGEMENT, writer=Writer.PARTNER,
        needs=(_OPENING, StepName.SUPERVISOR_OBSERVATION), must=("encouragement",), optional=True,
        source="S1-27, S1-29",
    ),
    Step(
        name=StepName.NEXT_GOALS, writer=Writer.EITHER,
        needs=(_OPENING, StepName.SUPERVISOR_OBSERVATION), must=("goals",), source="S1-28",
    ),
    Step(
        name=StepName.CELEBRATION, writer=Writer.EITHER, needs=(_OPENING, StepName.NEXT_GOALS),
        must=("celebration",), repeats=False, closes=True, source="S1-29",
    ),
)  # fmt: skip

#: A group's session: peers consult each other, and the record is about nobody.
GROUP: tuple[Step, ...] = (
    Step(
        name=_OPENING, writer=Writer.ATTENDEE, must=_OPENED, may=("topics",), repeats=False,
        source="S1-11, S2-14, S3-12",
    ),
    Step(
        name=StepName.WORKER_REFLECTION, writer=Writer.ATTENDEE, needs=(_OPENING,),
        must=("went_well",), may=("differently",), optional=True, source="S1-11, S1-25",
    ),
    Step(
        name=StepName.CELEBRATION, writer=Writer.ATTENDEE, needs=(_OPENING,), must=("celebration",),
        repeats=False, closes=True, source="S1-29",
    ),
)  # fmt: skip

STEPS: dict[Format, tuple[Step, ...]] = {Format.INDIVIDUAL: INDIVIDUAL, Format.GROUP: GROUP}
#: Every field that some step fills.
FIELDS = tuple(dict.fromkeys(one for step in INDIVIDUAL for one in (*step.must, *step.may)))


def step_named(name: object, held: Format) -> Step | None:
    """The row of a step in a format; None where a session of that format has no such step."""
    return next((step for step in STEPS[held] if step.name == name), None)

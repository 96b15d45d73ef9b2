"""How a worker takes part: always by their own choice, and always open to change (S1-13 to S1-16).

    early_adopter     was drawn to it from the start (S1-13)
    trying_on         for a while, with a day on which the pair looks at it again (S1-14)
    observing         watches or shadows others before deciding (S1-15)
    formal_coaching   with an agreement
    not_engaged       not now

Every move is allowed, back too. A day that has passed means nothing: nobody is late (S1-12).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from attrs import field, frozen

from sop_core.coaching.given import Given, check_supersedes, day_of, named
from sop_core.coaching.times import check_day, check_made_at
from sop_core.errors import Issue, shown
from sop_core.profiles import LearningContext
from sop_core.shapes import Json, objects
from sop_core.types import NO_ENTRIES, RecordRef, RecordStatus, frozen_mapping


class ParticipationState(StrEnum):
    """How a worker takes part."""

    NOT_ENGAGED = "not_engaged"
    OBSERVING = "observing"
    TRYING_ON = "trying_on"
    EARLY_ADOPTER = "early_adopter"
    FORMAL_COACHING = "formal_coaching"


@frozen(kw_only=True)
class Observation:
    """What a worker watched: a practice, in a setting, on a day; never whose it was."""

    practice: str
    setting: str
    on: str


@frozen(kw_only=True)
class Participation:
    """One choice of a worker, and the one that it follows."""

    KIND: ClassVar[str] = "participation"

    id: str
    status: RecordStatus
    worker: str
    state: ParticipationState
    chosen_by: str
    context: LearningContext
    made_at: str
    check_in: str | None = None
    observed: tuple[Observation, ...] = ()
    after: RecordRef | None = None
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)


def check_participation(document: Json, given: Given) -> list[Issue]:
    """The choice is the worker's, and says what its state asks for."""
    issues = [*check_made_at(document), *check_day(document.get("check_in"), "check_in")]
    for place, one in objects(document.get("observed")):
        issues += check_day(one.get("on"), "observed", place, "on")
    earlier, missing = named(document, "after", given, "participation")
    issues += missing
    if earlier is not None and earlier.get("worker") != document.get("worker"):
        issues.append(
            Issue(
                "after_another",
                "$.after",
                "The participation that this one follows is another worker's.",
                fix="Name the worker's own last participation, or leave after out.",
            )
        )
    return [
        *issues,
        *_choice(document),
        *_check_in(document),
        *_observed(document),
        *check_supersedes(document, given, same=("worker",)),
    ]


def _choice(document: Json) -> list[Issue]:
    worker, chosen_by = document.get("worker"), document.get("chosen_by")
    if worker == chosen_by or not isinstance(worker, str) or not isinstance(chosen_by, str):
        return []
    # S1-13 to S1-15: interest, trying on and watching are offered; the worker decides.
    return [
        Issue(
            "not_their_choice",
            "$.chosen_by",
            "chosen_by is not the worker. Coaching with the profiles is voluntary: whether and how to take part is "
            "each worker's own choice, and so is going back (S1-13 to S1-16, S2-18).",
            fix="Ask the worker, and store what they choose, with chosen_by the worker's own token.",
        )
    ]


def _check_in(document: Json) -> list[Issue]:
    state, day = document.get("state"), document.get("check_in")
    if state == ParticipationState.TRYING_ON and day is None:
        return [
            Issue(
                "check_in_missing",
                "$.check_in",
                "state is trying_on, and there is no day to look at it again. Whoever tries something on is asked "
                "after a while whether it fits (S1-14).",
                fix='Agree on a day with the worker: "check_in": "2026-12-15".',
            )
        ]
    if state != ParticipationState.TRYING_ON and day is not None:
        return [
            Issue(
                "check_in_without_trying",
                "$.check_in",
                f"state is {shown(state)}, and check_in belongs to trying_on alone: nothing else runs out (S1-14).",
                fix="Leave check_in out.",
            )
        ]
    if isinstance(day, str) and day <= day_of(document):
        return [
            Issue(
                "check_in_not_later",
                "$.check_in",
                f"check_in is {shown(day)}, which is not after the day on which the choice was made, "
                f"{shown(day_of(document))}.",
                fix="Choose a later day.",
            )
        ]
    return []


def _observed(document: Json) -> list[Issue]:
    if not document.get("observed") or document.get("state") == ParticipationState.OBSERVING:
        return []
    return [
        Issue(
            "observed_without_observing",
            "$.observed",
            f"state is {shown(document.get('state'))}, and observed belongs to observing alone (S1-15).",
            fix="Leave observed out, or set state to observing.",
        )
    ]

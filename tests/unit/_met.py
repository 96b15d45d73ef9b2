"""The steps of one session, for the tests of what is drawn of them."""

from __future__ import annotations

from sop_core.coaching import Area, Attendee, Format, Part, SessionStep, StepName
from sop_core.types import RecordStatus
from tests.unit._rated import ref

PEOPLE = (
    Attendee(person="w-1", role="social_worker", part=Part.LEARNER),
    Attendee(person="s-1", role="supervisor", part=Part.SUPERVISOR),
)


def step(name: str, by: str = "w-1", **holds: object) -> SessionStep:
    given = {
        "id": f"{name}-{by}",
        "status": RecordStatus.COMPLETE,
        "session": "m-1",
        "step": StepName(name),
        "by": by,
        "made_at": "2026-11-24T10:00:00-08:00",
    }
    return SessionStep(**{**given, **holds})


def opening(**more: object) -> SessionStep:
    given = {"format": Format.INDIVIDUAL, "setting": "individual", "attendees": PEOPLE}
    return step("opening", "s-1", **{**given, **more})


REFLECTION = step(
    "worker_reflection", went_well="We stayed\nwith the child.", differently="Slower."
)
SELF_RATING = step("worker_self_rating", ratings=(ref("r-1"),))
OBSERVATION = step("supervisor_observation", "s-1", observed="You asked first.", try_next="Wait.")
ENCOURAGEMENT = step("encouragement", "s-1", encouragement="It shows.")
NEXT_GOALS = step("next_goals", "s-1", goals=(ref("g-1"),))
CELEBRATION = step("celebration", "s-1", celebration="Cake.")
INTERESTS = step("interests", "s-1", interests=(Area(profile="small"),))
FOCUS = step("focus", focus=(Area(profile="small", aspect="asks"),))
EVERY = (
    opening(), INTERESTS, FOCUS, REFLECTION, SELF_RATING, OBSERVATION, ENCOURAGEMENT, NEXT_GOALS,
    CELEBRATION,
)  # fmt: skip

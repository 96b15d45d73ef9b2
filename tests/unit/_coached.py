"""Documents of one coaching relation, sound as they stand, for tests that break one thing at a time."""

from __future__ import annotations

import copy
from typing import Any

from sop_core.documents import digest_of

Doc = dict[str, Any]
AT = "2026-11-{day:02d}T10:00:00-08:00"


def at(day: int) -> str:
    return AT.format(day=day)


def ref(document: Doc) -> Doc:
    return {"id": document["id"], "digest": digest_of(document)}


def given(*documents: Doc) -> dict[str, Doc]:
    return {digest_of(one): one for one in documents}


def record(kind: str, id_: str, day: int, **more: Any) -> Doc:
    return {
        "$schema": f"urn:sop:schema:{kind}:1", "id": id_, "status": "complete", "made_at": at(day), **more,
    }  # fmt: skip


def changed(document: Doc, changes: Doc) -> Doc:
    """A deep copy with changes at dotted places; None as a change of `x-` takes the place out."""
    made = copy.deepcopy(document)
    for place, value in changes.items():
        inner = made
        *path, last = place.removeprefix("-").split(".")
        for step in path:
            inner = inner[int(step)] if isinstance(inner, list) else inner[step]
        key: Any = int(last) if isinstance(inner, list) else last
        if place.startswith("-"):
            del inner[key]
        else:
            inner[key] = value
    return made


PARTICIPATION = record(
    "participation", "p-1", 2, worker="w", state="observing", chosen_by="w", context="field",
    observed=[{"practice": "three_houses", "setting": "field", "on": "2026-11-01"}],
)  # fmt: skip
TRYING = changed(PARTICIPATION, {"state": "trying_on", "check_in": "2026-12-15", "-observed": None})

AGREEMENT = record(
    "agreement", "a-1", 3, worker="w", supervisor="s", coach="c", context="field",
    dialogue={
        "purpose": "grow in mapping", "context": "a new unit", "stakeholders": "the unit",
        "desired_outcomes": "calmer maps",
        "hopes": {"worker": "learn", "supervisor": "see it", "coach": "help"},
        "fears": {"worker": "be judged", "supervisor": "no time", "coach": "be alone"},
    },
    terms={
        "frequency": {"every": 1, "unit": "month"}, "minutes": 120, "internal_use": "the three of us",
        "not_for_appraisal": True, "confidential": True, "exception": "unaddressed_safety_concern",
    },
    shares={"supervisor": ["rating"], "coach": ["rating", "goal", "goal-event", "coaching-session"]},
    assents=[{"party": party, "on": "2026-11-03"} for party in ("worker", "supervisor", "coach")],
    starts="2026-11-03", ends="2027-11-02",
)  # fmt: skip
#: The same between the worker and a coach alone.
PAIR = changed(
    AGREEMENT,
    {
        "id": "a-2", "-supervisor": None, "-dialogue.hopes.supervisor": None, "-dialogue.fears.supervisor": None,
        "-shares.supervisor": None, "-assents.1": None,
    },
)  # fmt: skip
ENDED = changed(
    AGREEMENT,
    {
        "id": "a-3", "status": "amended", "supersedes": ref(AGREEMENT), "assents": [],
        "ended": {"by": "worker", "on": "2026-12-01"},
    },
)  # fmt: skip


def step(name: str, id_: str, by: str, *after: Doc, **more: Any) -> Doc:
    held = {"agreement": ref(AGREEMENT)} if "agreement" not in more else {}
    made = record(
        "coaching-session", id_, 10, session="x", step=name, by=by, after=[ref(one) for one in after],
        **held, **more,
    )  # fmt: skip
    return {key: value for key, value in made.items() if value is not None}


WORKER = {"person": "w", "role": "social_worker", "part": "learner"}
SUPERVISOR = {"person": "s", "role": "supervisor", "part": "supervisor"}
COACH = {"person": "c", "role": "coach", "part": "coach"}
JOINING = {"person": "o", "role": "social_worker", "part": "observer"}

RATING = record(
    "rating", "r-1", 10, worker="w", rater="w", view="self", purpose="coaching", agreement=ref(AGREEMENT),
    profile={"id": "three_questions", "version": "1.0.0"}, aspects={"some": {"attained": "2"}},
)  # fmt: skip
OBSERVED = {
    **RATING, "id": "r-2", "rater": "s", "view": "observed", "after": ref(RATING),
}  # fmt: skip
GOAL = record("goal", "g-1", 10, worker="w", agreement=ref(AGREEMENT))

OPENING = step(
    "opening", "x-1", "s", format="individual", setting="individual",
    attendees=[WORKER, SUPERVISOR, JOINING], topics=["three_questions"],
)  # fmt: skip
INTERESTS = step("interests", "x-2", "w", OPENING, interests=[{"profile": "three_houses"}])
FOCUS = step("focus", "x-3", "s", OPENING, focus=[{"profile": "three_houses", "aspect": "some"}])
REFLECTION = step(
    "worker_reflection", "x-4", "w", OPENING, went_well="I asked and waited.", differently="Less."
)
SELF_RATING = step("worker_self_rating", "x-5", "w", OPENING, REFLECTION, ratings=[ref(RATING)])
OBSERVATION = step(
    "supervisor_observation", "x-6", "s", OPENING, REFLECTION, SELF_RATING, observed="You waited.",
    try_next="Ask the child.", ratings=[ref(OBSERVED)],
)  # fmt: skip
ENCOURAGEMENT = step(
    "encouragement", "x-7", "s", OPENING, OBSERVATION, encouragement="That took courage."
)
NEXT_GOALS = step("next_goals", "x-8", "w", OPENING, OBSERVATION, goals=[ref(GOAL)])
CELEBRATION = step(
    "celebration", "x-9", "w", OPENING, NEXT_GOALS, celebration="A map that the family drew."
)

STEPS = (
    OPENING, INTERESTS, FOCUS, REFLECTION, SELF_RATING, OBSERVATION, ENCOURAGEMENT, NEXT_GOALS, CELEBRATION,
)  # fmt: skip
KEPT = (AGREEMENT, RATING, OBSERVED, GOAL, *STEPS)

GROUP_OPENING = record(
    "coaching-session", "y-1", 10, session="y", step="opening", by="f", format="group",
    setting="group_supervision",
    attendees=[{"person": "f", "role": "manager", "part": "facilitator"}, WORKER, JOINING],
)  # fmt: skip
GROUP_REFLECTION = record(
    "coaching-session", "y-2", 10, session="y", step="worker_reflection", by="o", after=[ref(GROUP_OPENING)],
    went_well="Peers asked, and I found it.",
)  # fmt: skip
GROUP_CELEBRATION = record(
    "coaching-session", "y-3", 10, session="y", step="celebration", by="w", after=[ref(GROUP_OPENING)],
    celebration="Nine of us.",
)  # fmt: skip

EXCEPTION = record(
    "exception", "e-1", 12, agreement=ref(AGREEMENT), session="x", reason="unaddressed_safety_concern",
    on="2026-11-12", by="c", told=["supervisor"],
)  # fmt: skip

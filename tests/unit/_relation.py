"""One worker's records with a coach and a supervisor, each accepted, for the tests of the gate.

The worker is u-1, the coach u-c, the supervisor u-s; u-x is nobody here. Today is 2026-11-21.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from attrs import frozen

from sop_core import Sop, to_document
from sop_core.documents import digest_of
from tests.hostile.hosts import ANONYMOUS, INSTRUMENT, RECORD
from tests.unit._rubrics import PROFILE

Doc = dict[str, Any]

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
SOP = Sop.load(plugins=False, definitions=[INSTRUMENT, ANONYMOUS, PROFILE], clock=lambda: NOON)
TOKENS = {"person": "u-1", "coach": "u-c", "supervisor": "u-s", "stranger": "u-x"}
SHARED = ["administration", "rating", "goal", "goal-event", "coaching-session"]
ALL = {"supervisor": SHARED, "coach": SHARED}
AT = "2026-11-02T09:00:00-08:00"
_EVERY = {"worker": "Well.", "supervisor": "Well.", "coach": "Well."}

AGREEMENT: Doc = {
    "$schema": "urn:sop:schema:agreement:1", "id": "a-1", "status": "complete", "worker": "u-1",
    "supervisor": "u-s", "coach": "u-c", "made_at": "2026-10-01T09:00:00-07:00", "context": "field",
    "dialogue": {"purpose": "Grow.", "context": "A unit.", "stakeholders": "We three.",
                 "desired_outcomes": "Calm.", "hopes": _EVERY, "fears": _EVERY},
    "terms": {"frequency": {"every": 1, "unit": "month"}, "minutes": 120, "internal_use": "None.",
              "not_for_appraisal": True, "confidential": True, "exception": "unaddressed_safety_concern"},
    "shares": ALL, "starts": "2026-10-01", "ends": "2027-03-31",
    "assents": [{"party": party, "on": "2026-10-01"} for party in ("worker", "supervisor", "coach")],
}  # fmt: skip


def accepted(document: Doc, *given: Doc) -> Doc:
    """The record as a host stores it."""
    return to_document(SOP.accept(document, given=given).record)


def ref(document: Doc) -> Doc:
    return {"id": document["id"], "digest": digest_of(document)}


def amended(document: Doc, id_: str, **changes: Any) -> Doc:
    """A later record that stands in for one."""
    later = {**document, "id": id_, "status": "amended", "supersedes": ref(document), **changes}
    return accepted(later, document)


@frozen
class Relation:
    """An agreement and what was made under it, by a name of each."""

    agreement: Doc
    records: dict[str, Doc]

    def __getitem__(self, name: str) -> Doc:
        return self.records[name]


def made(kind: str, id_: str, **fields: Any) -> Doc:
    return {
        "$schema": f"urn:sop:schema:{kind}:1", "id": id_, "status": "complete", "made_at": AT, **fields,
    }  # fmt: skip


def relation(**changes: Any) -> Relation:
    """The records of a relation whose agreement differs in some fields."""
    agreement = accepted({**AGREEMENT, **changes})
    a = ref(agreement)
    by = {"profile": {"id": "garden", "version": "1.0.0"}, "worker": "u-1", "purpose": "coaching",
          "aspects": {"asks": {"attained": "root", "some_work_at": []}}, "agreement": a}  # fmt: skip
    own = accepted(made("rating", "own", rater="u-1", view="self", **by), agreement)
    free = made("rating", "free", rater="u-1", view="self", **by)
    del free["agreement"]
    seen = made("rating", "seen", rater="u-s", view="observed", after=ref(own), **by)
    goal = accepted(
        made(
            "goal", "goal", agreement=a, worker="u-1", profile=by["profile"], activity="Use Three Questions",
            count=2, unit="case", confirmed_by=["u-1"], **{"with": []},
            window={"phrase": "by 2026-12-01", "kind": "date", "starts": "2026-11-02", "due": "2026-12-01"},
        ),
        agreement,
    )  # fmt: skip
    event = made(
        "goal-event", "event", goal=ref(goal), worker="u-1", reference="case-1", on="2026-11-02"
    )
    steps = _steps(agreement, own)
    group = _group()
    return Relation(
        agreement,
        {
            "administration": accepted(RECORD),
            "own": own,
            "free": accepted(free),
            "seen": accepted(seen, agreement, own),
            "goal": goal,
            "event": accepted(event, goal),
            "agreement": agreement,
            "participation": accepted(
                made("participation", "part", worker="u-1", chosen_by="u-1", context="field",
                     state="formal_coaching")
            ),
            "exception": accepted(
                made("exception", "exc", agreement=a, reason="unaddressed_safety_concern",
                     on="2026-11-02", by="u-s", told=["u-9"]),
                agreement,
            ),
            **steps,
            **group,
        },
    )  # fmt: skip


def _steps(agreement: Doc, own: Doc) -> dict[str, Doc]:
    def step(name: str, by: str, *after: Doc, **holds: Any) -> Doc:
        return accepted(
            made("coaching-session", f"m-{name}", session="m-1", step=name, by=by, agreement=ref(agreement),
                 after=[ref(one) for one in after], **holds),
            agreement, own, *after,
        )  # fmt: skip

    people = [("u-1", "learner"), ("u-c", "coach"), ("u-s", "supervisor"), ("u-o", "observer")]
    opening = step(
        "opening", "u-s", format="individual", setting="individual", attendees=attendees(people)
    )
    reflection = step("worker_reflection", "u-1", opening, went_well="It went well.")
    rated = step("worker_self_rating", "u-1", opening, reflection, ratings=[ref(own)])
    observed = step(
        "supervisor_observation", "u-s", opening, reflection, rated, observed="You asked."
    )
    return {"opening": opening, "reflection": reflection, "rated": rated, "observed": observed}


def attendees(people: list[tuple[str, str]]) -> list[Doc]:
    return [{"person": who, "role": "social_worker", "part": part} for who, part in people]


def _group() -> dict[str, Doc]:
    def step(name: str, by: str, *after: Doc, **holds: Any) -> Doc:
        return accepted(
            made("coaching-session", f"g-{name}", session="g-1", step=name, by=by,
                 after=[ref(one) for one in after], **holds),
            *after,
        )  # fmt: skip

    people = [("u-1", "learner"), ("u-s", "facilitator")]
    opening = step("opening", "u-s", format="group", setting="unit", attendees=attendees(people))
    return {
        "group": opening,
        "group_reflection": step("worker_reflection", "u-1", opening, went_well="We listened."),
        "group_end": step("celebration", "u-s", opening, celebration="Cake."),
    }


@cache
def standing() -> Relation:
    """The relation with an agreement that shares everything with both, in force today."""
    return relation()


#: What is passed as `earlier` with a record, so that all that it needs is there.
BESIDE = {
    "seen": ("own",), "event": ("goal",), "reflection": ("opening",), "rated": ("opening", "own"),
    "observed": ("opening", "reflection", "rated"), "group_reflection": ("group",), "group_end": ("group",),
}  # fmt: skip


def beside(known: Relation, name: str) -> list[Doc]:
    return [known[other] for other in BESIDE.get(name, ())]

"""What a plan and a policy must keep beyond their shape, by themselves and beside what they are for.

plan      real days, cycles in order, the released one among them; a scope has no fewer workers than one in it
policy    limits under the usual ones say who decided so, and are for the agency's inside alone
both      one audience; parents' data never under 11; the instrument's scales; the tally's levels
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments import Instrument
from sop_core.instruments.answers import read_day
from sop_core.reporting.plan_parts import check_parts, fit_parts, twice
from sop_core.reporting.plans import (
    LEAST_CELL,
    LEAST_SUBJECTS,
    MIN_CELL,
    MIN_SUBJECTS,
    Audience,
    Plan,
    Policy,
    is_of_parents,
)
from sop_core.reporting.tally import Tally

Plain = Mapping[str, Any]


def check_plan(document: Plain) -> list[Issue]:
    """Every rule that a plan breaks by itself; its shape is sound."""
    return [
        *_cycles(document),
        *_subjects(document),
        *_order(document),
        *check_parts(document),
    ]


def _cycles(document: Plain) -> Iterator[Issue]:
    cycles = document.get("cycles", ())
    sound = True
    for at, cycle in enumerate(cycles):
        for name in ("starts", "ends"):
            if read_day(cycle[name]) is None:
                sound = False
                yield not_a_day(("cycles", at, name), cycle[name])
    names = [cycle["id"] for cycle in cycles]
    for at, name in enumerate(names):
        if name in names[:at]:
            yield twice(("cycles", at, "id"), f"Cycle {shown(name)}")
    if names and document["cycle"] not in names:
        yield Issue(
            "plan_cycle",
            "$.cycle",
            f"The plan releases the cycle {shown(document['cycle'])}, and its cycles are: {listed(names)}. A release "
            "is read beside the cycles before it, so that its own must have its place among them.",
            fix="Add the cycle with its dates, or name one of these.",
        )
    days = [day for cycle in cycles for day in (cycle["starts"], cycle["ends"])]
    if sound and any(later < earlier for earlier, later in pairwise(days)):
        yield Issue(
            "plan_cycles_order",
            "$.cycles",
            "The cycles are not in the order of their dates, or two of them overlap. A record belongs to one cycle, "
            "and what changed from one to the next is told in their order.",
            fix="List the cycles from the earliest to the latest, each ending before the next begins.",
        )


def not_a_day(place: tuple[str | int, ...], value: object) -> Issue:
    """What was written as a day is none."""
    return Issue(
        "not_a_date",
        json_path(*place),
        f"{shown(value)} is no day of the calendar.",
        fix="Write it as YYYY-MM-DD.",
    )


def _subjects(document: Plain) -> Iterator[Issue]:
    known: dict[tuple[object, ...], int] = {}
    for at, one in enumerate(document.get("subjects", ())):
        scope, groups = tuple(one["scope"]), tuple(sorted(one.get("groups", {}).items()))
        if (scope, groups) in known:
            yield twice(("subjects", at, "scope"), shown("/".join(scope) or "the whole"))
        known[scope, groups] = one["n"]
    for at, one in enumerate(document.get("subjects", ())):
        scope, groups = tuple(one["scope"]), tuple(sorted(one.get("groups", {}).items()))
        over = [up for end in range(len(scope)) if (up := (scope[:end], groups)) in known]
        if any(known[up] < one["n"] for up in over):
            yield Issue(
                "plan_subjects",
                json_path("subjects", at, "n"),
                f"{shown('/'.join(scope))} has {one['n']} workers, and a scope round it has fewer. A worker of a unit "
                "is a worker of its office too.",
                fix="Count the workers of each scope again.",
            )


def _order(document: Plain) -> Iterator[Issue]:
    seen: set[tuple[str, ...]] = set()
    most = len(document["levels"])
    for at, one in enumerate(document.get("order", ())):
        scope = tuple(one)
        if scope in seen:
            yield twice(("order", at), shown("/".join(scope) or "the whole"))
        seen.add(scope)
        if len(scope) > most:
            yield Issue(
                "plan_order",
                json_path("order", at),
                f"{shown('/'.join(scope))} is deeper than the levels that are released: "
                f"{listed(document['levels']) or 'the whole alone'}.",
                fix="Leave it out, or release its level.",
            )


def check_policy(document: Plain) -> list[Issue]:
    """Every rule that a policy breaks by itself; its shape is sound."""
    return list(_policy(document))


def _plain(policy: Policy) -> Plain:
    decided = {"decided": {"on": policy.decided.on}} if policy.decided else {}
    return {
        "audience": policy.audience,
        "min_cell": policy.min_cell,
        "min_subjects": policy.min_subjects,
        **decided,
    }


def _policy(document: Plain) -> Iterator[Issue]:
    # A schema says so too; a policy that a program makes has seen none.
    for name, floor in (("min_cell", LEAST_CELL), ("min_subjects", LEAST_SUBJECTS)):
        if document[name] < floor:
            yield Issue(
                "policy_floor",
                json_path(name),
                f"{name} is {document[name]}. No policy goes under {floor}: so few people know one another, and can "
                "tell who said what (C-21).",
                fix=f"Write {floor} or more.",
            )
    low = [
        name
        for name, usual in (("min_cell", MIN_CELL), ("min_subjects", MIN_SUBJECTS))
        if document[name] < usual
    ]
    decided = document.get("decided")
    if decided is not None and read_day(decided["on"]) is None:
        yield not_a_day(("decided", "on"), decided["on"])
    if low and decided is None:
        yield Issue(
            "policy_undecided",
            json_path(low[0]),
            f"{low[0]} is {document[low[0]]}, lower than usual. An agency may go lower by a decision that is written "
            "down and shown with the results, never by a setting (C-21).",
            fix='Add "decided": {"on": "2026-10-01", "by": "practice_council", "why": "…"}, or write '
            f"{MIN_CELL if low[0] == 'min_cell' else MIN_SUBJECTS}.",
        )
    if "min_cell" in low and document["audience"] != Audience.INTERNAL:
        yield _too_low(document["min_cell"], "leaves the agency")


def _too_low(min_cell: int, why: str) -> Issue:
    return Issue(
        "policy_too_low",
        "$.min_cell",
        f"min_cell is {min_cell}, for a report that {why}. There it is always {MIN_CELL} or more: fewer people "
        "could be told apart (C-21).",
        fix=f"Write {MIN_CELL} or more. Results of staff that stay inside the agency may have a lower one.",
    )


def fit_issues(plan: Plan, policy: Policy, instrument: Instrument, tally: Tally) -> list[Issue]:
    """What does not fit between a plan, its policy, the instrument that it names and a tally."""
    return [
        *_policy(_plain(policy)),
        *_audience(plan, policy, instrument),
        *_instrument(plan, instrument),
        *_measures(plan, instrument),
        *_levels(plan, tally),
        *fit_parts(plan, instrument, tally),
    ]


def _audience(plan: Plan, policy: Policy, instrument: Instrument) -> Iterator[Issue]:
    if plan.audience != policy.audience:
        yield Issue(
            "policy_audience",
            "$.audience",
            f"The plan is for the audience {plan.audience}, and the policy {shown(policy.id)} for {policy.audience}.",
            fix="Give the policy of that audience.",
        )
    if is_of_parents(instrument):
        if policy.min_cell < MIN_CELL:
            yield _too_low(policy.min_cell, "holds the answers of parents or their families")
        if not plan.subjects:
            yield Issue(
                "subjects_missing",
                "$.subjects",
                "These are the answers of parents or their families, and the plan does not say how many workers each "
                "scope has. Forty parents of one worker are that worker's appraisal, so that a scope whose workers "
                f"are not known, or fewer than {policy.min_subjects}, is withheld; here that would be all of them.",
                fix='Add "subjects": [{"scope": [], "n": 60}, {"scope": ["county-07"], "n": 60}, …] to the plan, and '
                "give it with --plan.",
            )


def _instrument(plan: Plan, instrument: Instrument) -> Iterator[Issue]:
    for name in ("digest", "scoring"):
        said, true = getattr(plan.instrument, name), getattr(instrument.ref, name)
        if said is not None and said != true:
            yield Issue(
                "plan_instrument",
                json_path("instrument", name),
                f"The plan is for {plan.instrument.id} {plan.instrument.version} with the {name} {shown(said)}, and "
                f"the one that is loaded has {shown(true)}. It is another definition under the same name.",
                fix="Load the definition that is meant, or leave the digest out.",
            )


def _measures(plan: Plan, instrument: Instrument) -> Iterator[Issue]:
    scales = [scale.id for scale in instrument.scales]
    for at, name in enumerate(plan.measures):
        if name not in scales:
            yield Issue(
                "plan_measure",
                json_path("measures", at),
                f"{shown(name)} is no scale of {instrument.id} {instrument.version}. Its scales are: "
                f"{listed(scales)}.",
                fix="Name one of these.",
            )


def _levels(plan: Plan, tally: Tally) -> Iterator[Issue]:
    if plan.levels != tally.levels[: len(plan.levels)]:
        yield Issue(
            "plan_levels",
            "$.levels",
            f"The plan's levels are {listed(plan.levels)}; the tally's are {listed(tally.levels) or 'none'}. A report "
            "goes from the whole down to a level, since a level that is left out could be worked out.",
            fix="Name the tally's levels from the widest down, as many as are to be released.",
        )

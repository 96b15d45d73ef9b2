"""Small tallies of made-up groups to release, and plans and policies for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from sop_core.reporting import (
    Attack,
    Audience,
    Batch,
    Decided,
    Group,
    GroupKey,
    Ledger,
    Plan,
    PlannedInstrument,
    Policy,
    Release,
    Released,
    ReportPurpose,
    ScaleCounts,
    Tally,
    attack,
    default_policy,
    published_of,
    release,
)
from sop_core.types import ScoreStatus
from tests.property.door import sop_with
from tests.unit._small import choice, definition, scale

SCALES = (scale("mean", "q1", "q2"), scale("lowest", "q1", "q2"))
STAFF_FORM = definition(choice("q1"), choice("q2"), scales=SCALES, respondent_role="staff")
PARENT_FORM = definition(
    choice("q1"), choice("q2"), scales=SCALES, respondent_role="parent_guardian", id="parents"
)
SOP = sop_with(STAFF_FORM, PARENT_FORM)
STAFF = SOP.catalog.instrument("small")
PARENTS = SOP.catalog.instrument("parents")
LEVELS = ("county", "office", "unit")
DECIDED = Decided(on="2026-10-01", by="council", why="Units are small.")
INSIDE = Policy(id="inside", audience=Audience.INTERNAL, min_cell=5, decided=DECIDED)

#: How many had each value, of the scale `mean` and by name of others.
Values = Mapping[Any, int]


def mixed(n: int) -> dict[Any, int]:
    """So many people, of whom no group is alike."""
    return {2: n - n // 2 - n // 3, 3: n // 2, 4: n // 3}


def group(values: Values, lowest: Values | None = None) -> Group:
    n = sum(values.values())
    return Group(n, {}, {"mean": _scale(values), "lowest": _scale(lowest or values)})


def _scale(values: Values) -> ScaleCounts:
    status = {True: ScoreStatus.INSUFFICIENT, False: ScoreStatus.SCORED}
    return ScaleCounts(
        {
            (status[value is None], None if value is None else Fraction(value)): n
            for value, n in values.items()
            if n
        }
    )


def tally(
    groups: Mapping[str, Any], *, instrument: Any = STAFF, cycle: str = "q4", **more: Any
) -> Tally:
    """A tally of one batch: `{"c/n/u1": 14}` is fourteen people, and values or a Group stand as they are."""
    found = {}
    for path, one in groups.items():
        scope = tuple(path.split("/")) if path else ()
        key = GroupKey(scope, instrument.id, instrument.ref.scoring, cycle)
        made = mixed(one) if isinstance(one, int) else one
        found[key] = made if isinstance(made, Group) else group(made)
    versions = {(instrument.id, instrument.version): instrument.ref.scoring}
    return Tally(more.get("levels", LEVELS), {"b": Batch("b", 1, found)}, versions)


def plan(id_: str = "r1", **more: Any) -> Plan:
    fields: dict[str, Any] = {
        "instrument": PlannedInstrument(id="small", version="1.0.0"), "cycle": "q4",
        "levels": LEVELS, "measures": ("mean",), "purpose": ReportPurpose.CQI,
        "audience": Audience.PUBLIC, **more,
    }  # fmt: skip
    return Plan(id=id_, **fields)


def made(
    counts: Tally, asked: Plan | None = None, policy: Policy | None = None, **more: Any
) -> Released:
    asked = asked or plan()
    more.setdefault("instrument", STAFF)
    return release(counts, asked, policy or default_policy(asked.audience), **more)


def ledger_of(*several: Released) -> Ledger:
    """A ledger with these releases, in this order."""
    from sop_core.documents import entry_of

    found = Ledger()
    for one in several:
        found = found.with_entry(entry_of(one.release, one.content))
    return found


def rows(one: Released, measure: str = "mean") -> dict[str, tuple[int | None, Any]]:
    """What each scope shows of a measure."""
    return {
        "/".join(row.scope): (row.n, None if row.mean is None else str(row.mean))
        for row in one.release.rows
        if row.measure == measure
    }


def policy_of(asked: Plan) -> Policy:
    """The policy under which laws release: the usual one, or inside a lower one."""
    return INSIDE if asked.audience is Audience.INTERNAL else default_policy(asked.audience)


def attacked(releases: Iterable[Release], min_cell: int) -> Attack:
    """What comes of attacking these releases together."""
    return attack([one for release in releases for one in published_of(release)], min_cell=min_cell)

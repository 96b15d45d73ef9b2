"""The plan where nobody gives one (DESIGN 9): every scale at every level of the tally for its one cycle, public."""

from __future__ import annotations

from sop_core.errors import Issue, ReleaseRefused, listed
from sop_core.reporting.crossing import ReportPurpose
from sop_core.reporting.plans import Audience, Plan, PlannedInstrument
from sop_core.reporting.tally import Tally
from sop_core.types import in_version_order

#: The longest id.
MOST_ID = 64


def default_plan(tally: Tally) -> Plan:
    """The plan of a tally of one instrument's scoring digest and one cycle; ReleaseRefused for any other."""
    groups = tally.groups
    abouts = sorted({(key.instrument, key.scoring, key.cycle) for key in groups})
    if len(abouts) != 1:
        said = [f"{instrument} in {cycle}" for instrument, _, cycle in abouts]
        raise ReleaseRefused("Nothing is released.", issues=[_unclear(said)])
    ((instrument, scoring, cycle),) = abouts
    versions = [
        version
        for (id_, version), found in tally.versions.items()
        if (id_, found) == (instrument, scoring)
    ]
    return Plan(
        id=f"{instrument}.{cycle}.public"[:MOST_ID],
        instrument=PlannedInstrument(
            id=instrument, version=max(versions, key=in_version_order), scoring=scoring
        ),
        cycle=cycle,
        levels=tally.levels,
        measures=tuple(sorted({name for group in groups.values() for name in group.scales})),
        purpose=ReportPurpose.IMPLEMENTATION_PROGRESS,
        audience=Audience.PUBLIC,
    )


def _unclear(said: list[str]) -> Issue:
    holds = f"counts several: {listed(said)}" if said else "counts nothing"
    return Issue(
        "release_needs_plan",
        "$",
        f"Without a plan a release is of the one instrument and cycle that a tally counts, and this one {holds}.",
        fix="Say in a plan what is to be released (--plan).",
    )

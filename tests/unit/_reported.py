"""Releases of made-up groups, written by hand: `{"": (40, "3.41"), "c/n": None, "c/s": 0}` is one measure.

A pair is shown, None is withheld, 0 is of nobody. `"c@type=x"` is a part of a scope.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sop_core.reporting import (
    AppliedPolicy,
    Audience,
    Proof,
    Release,
    ReleasedMeasure,
    ReleaseRow,
    ReportPurpose,
)
from tests.unit._released import LEVELS, SOP, STAFF
from tests.unit._reports import place
from tests.unit._small import choice, definition, scale

#: Two views of one theme, and a scale that nobody shares; the second version keeps scores comparable.
WORKERS, LEADERS = "workers", "leaders"
Cells = Mapping[str, Any]


def form(id_: str, scales: Mapping[str, tuple[str, ...]], **more: Any) -> dict[str, Any]:
    """A definition with a mean of 1 to 5 for each of these scales, by its themes."""
    made = [
        {**scale("mean", f"q{at}"), "id": name, "title": {"en": name.title()}, "themes": list(themes)}
        for at, (name, themes) in enumerate(scales.items())
    ]  # fmt: skip
    items = [choice(f"q{at}") for at in range(len(scales))]
    return definition(*items, scales=tuple(made), id=id_, title={"en": id_.title()}, **more)


def row(at: str, measure: str, cell: Any, **more: Any) -> ReleaseRow:
    found = place(at)
    n, mean = cell if isinstance(cell, tuple) else (cell, None)
    return ReleaseRow(
        scope=found.scope, groups=dict(found.groups), measure=measure, n=n,
        mean=None if mean is None else Decimal(mean), withheld=n is None, **more,
    )  # fmt: skip


def release(measures: Mapping[str, Cells], id_: str = "r1", **more: Any) -> Release:
    """A release of the small instrument, or of another one."""
    instrument = more.pop("instrument", STAFF)
    low, high, places = more.pop("range", (1, 5, 2))
    places_of = {at: None for cells in measures.values() for at in cells}
    fields: dict[str, Any] = {
        "id": id_, "instrument": instrument.ref, "cycle": "2026-Q4", "edition": 0,
        "audience": Audience.PUBLIC, "purpose": ReportPurpose.CQI,
        "policy": AppliedPolicy(id="default", min_cell=11, min_subjects=5), "levels": LEVELS,
        "proof": Proof(ledger="sha256:" + "0" * 64, releases=0),
        "measures": tuple(
            ReleasedMeasure(id=name, low=low, high=high, places=places) for name in measures
        ),
        "rows": tuple(
            row(at, name, cells[at])
            for at in places_of
            for name, cells in measures.items()
            if at in cells
        ),
        **more,
    }  # fmt: skip
    return Release(**fields)


def held(*documents: dict[str, Any]) -> Any:
    """A Sop with these definitions beside the small ones."""
    from tests.property.door import sop_with

    return sop_with(*documents) if documents else SOP

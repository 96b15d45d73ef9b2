"""People who are counted under one version of an instrument or another, and releases of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from sop_core.reporting import Batch, PlannedInstrument, Released, Tally
from tests.unit._released import STAFF, made, plan, tally

#: The same instrument as an older version scored it.
OLD = evolve(
    STAFF, ref=evolve(STAFF.ref, version="0.9.0", scoring="sha256:" + "0" * 64)
)  # fmt: skip


def beside(old: Mapping[str, Any], new: Mapping[str, Any]) -> Tally:
    """A tally in which some are counted under the older version, and others beside them under the newer one."""
    parts = [tally(old, instrument=OLD), tally(new)]
    groups = {key: one for part in parts for key, one in part.batches["b"].groups.items()}
    versions = {key: scoring for part in parts for key, scoring in part.versions.items()}
    return Tally(parts[0].levels, {"b": Batch("b", 1, groups)}, versions)


def under(instrument: Any, counts: Tally, id_: str, **more: Any) -> Released:
    """A release of whoever is counted under one version."""
    fields = {name: more.pop(name) for name in ("levels", "measures", "audience") if name in more}
    planned = PlannedInstrument(id="small", version=instrument.version)
    return made(counts, plan(id_, instrument=planned, **fields), instrument=instrument, **more)


def sum_of(*several: Mapping[str, Mapping[Any, int]]) -> dict[str, dict[Any, int]]:
    """Everybody of these, by scope and value."""
    found: dict[str, dict[Any, int]] = {}
    for one in several:
        for path, values in one.items():
            into = found.setdefault(path, {})
            for value, n in values.items():
                into[value] = into.get(value, 0) + n
    return found

"""Small tallies by a further grouping, and with the counts of items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from sop_core.reporting import Batch, Group, GroupKey, ItemCounts, Tally
from tests.unit._released import LEVELS, STAFF, group, mixed


def parted(groups: Mapping[tuple[str, str], Any], *, instrument: Any = STAFF, **more: Any) -> Tally:
    """A tally by groupings: `{("c/n", "caseload=ongoing"): 14}`; no grouping is ""."""
    found = {}
    for (path, parts), one in groups.items():
        scope = tuple(path.split("/")) if path else ()
        groupings = tuple(sorted(tuple(part.split("=")) for part in parts.split(" ") if part))
        key = GroupKey(scope, instrument.id, instrument.ref.scoring, "q4", groupings)
        made = mixed(one) if isinstance(one, int) else one
        found[key] = made if isinstance(made, Group) else group(made)
    versions = {(instrument.id, instrument.version): instrument.ref.scoring}
    return Tally(more.get("levels", LEVELS), {"b": Batch("b", 1, found)}, versions)


def with_items(one: Group, **items: Mapping[str, int]) -> Group:
    """The group, with how many gave each code of some items."""
    made = {
        name: ItemCounts({code: n for code, n in codes.items() if n}, {}, sum(codes.values()))
        for name, codes in items.items()
    }
    return evolve(one, items=made)

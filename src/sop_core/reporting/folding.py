"""Groups laid together: wider scopes, fewer groupings, all batches at once. Counts are added, never changed.

What one of the groups does not hold (an item that an export left out) cannot be added up for all of
them, so it is left out of every group of that scoring digest: a sum of some people is no count of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from attrs import field, frozen

from sop_core.errors import CallRefused, listed, shown
from sop_core.reporting.closing import in_outcome_order
from sop_core.reporting.tally import (
    Group,
    GroupKey,
    ItemCounts,
    ScaleCounts,
    Tally,
    in_key_order,
)
from sop_core.types import FrozenMap

Key = TypeVar("Key")
Names = tuple[str, ...] | None
#: The name of an item or a scale, and whether it takes several codes.
Part = tuple[str, bool]


def _names(given: Iterable[str] | None) -> Names:
    if isinstance(given, str):
        raise CallRefused(f"Needs takes lists of names, not the text {shown(given)}: [{given!r}].")
    return None if given is None else tuple(dict.fromkeys(given))


@frozen(kw_only=True)
class Needs:
    """What is kept of a tally; None is all there is. By default every scale, no item and no grouping."""

    instruments: Names = field(default=None, converter=_names)
    cycles: Names = field(default=None, converter=_names)
    scales: Names = field(default=None, converter=_names)
    items: Names = field(default=(), converter=_names)
    groupings: Names = field(default=(), converter=_names)


#: Everything that a tally holds.
ALL = Needs(items=None, groupings=None)


def is_named(name: str, names: Names) -> bool:
    """Whether a name is among those that are kept."""
    return names is None or name in names


def depth_of(tally: Tally, level: str | None) -> int:
    """How many places of a scope a level keeps; None is the whole, which keeps none."""
    if level is None:
        return 0
    if level not in tally.levels:
        raise CallRefused(
            f"{shown(level)} is no level of this tally. Its levels are: {listed(tally.levels) or 'none'}; None is "
            "the whole."
        )
    return tally.levels.index(level) + 1


def fold(tally: Tally, *, depth: int | None = None, needs: Needs = ALL) -> Mapping[GroupKey, Group]:
    """All batches as one, by group in order, with scopes of at most `depth` places (None: as they are)."""
    found: dict[GroupKey, list[Group]] = defaultdict(list)
    for key, group in _wanted(tally, needs):
        found[_at(key, depth, needs.groupings)].append(group)
    kept = {at: _kept(*parts, needs) for at, parts in _shared(found).items()}
    return FrozenMap(
        {
            key: _added(found[key], *kept[key.instrument, key.scoring])
            for key in sorted(found, key=in_key_order)
        }
    )


def _at(key: GroupKey, depth: int | None, names: Names) -> GroupKey:
    scope = key.scope[:depth]
    groupings = tuple(pair for pair in key.groupings if is_named(pair[0], names))
    if (scope, groupings) == (key.scope, key.groupings):
        return key
    return GroupKey(scope, key.instrument, key.scoring, key.cycle, groupings)


def _wanted(tally: Tally, needs: Needs) -> Iterator[tuple[GroupKey, Group]]:
    for batch in tally.batches.values():
        for key, group in batch.groups.items():
            if is_named(key.instrument, needs.instruments) and is_named(key.cycle, needs.cycles):
                yield key, group


def _shared(
    found: Mapping[GroupKey, list[Group]],
) -> dict[tuple[str, str], tuple[frozenset[Part], frozenset[Part]]]:
    """The items and the scales that every group of an instrument's scoring digest holds alike."""
    shared: dict[tuple[str, str], tuple[frozenset[Part], frozenset[Part]]] = {}
    for key, groups in found.items():
        for group in groups:
            at = (key.instrument, key.scoring)
            items, scales = parts_of(group)
            before = shared.get(at, (items, scales))
            shared[at] = (before[0] & items, before[1] & scales)
    return shared


def parts_of(group: Group) -> tuple[frozenset[Part], frozenset[Part]]:
    """The items of a group, each with whether it takes several codes, and its scales."""
    items = frozenset((name, counts.several) for name, counts in group.items.items())
    return items, frozenset((name, False) for name in group.scales)


def _kept(
    items: frozenset[Part], scales: frozenset[Part], needs: Needs
) -> tuple[list[str], list[str]]:
    """The names of items and of scales that are kept of what every group holds."""
    return (
        [name for name, _ in sorted(items) if is_named(name, needs.items)],
        [name for name, _ in sorted(scales) if is_named(name, needs.scales)],
    )


def _added(groups: list[Group], items: list[str], scales: list[str]) -> Group:
    """One group of several; what a group alone counts stands as it is."""
    first, *others = groups
    if not others and [*first.items] == items and [*first.scales] == scales:
        return first
    if not others:
        return Group(
            first.n,
            {item: first.items[item] for item in items},
            {scale: first.scales[scale] for scale in scales},
        )
    return Group(
        sum(group.n for group in groups),
        {item: _item([group.items[item] for group in groups]) for item in items},
        {scale: _scale([group.scales[scale] for group in groups]) for scale in scales},
    )


def _item(every: list[ItemCounts]) -> ItemCounts:
    codes = _summed([one.codes for one in every])
    missing = _summed([one.missing for one in every])
    return ItemCounts(
        {code: codes[code] for code in sorted(codes)},
        {reason: missing[reason] for reason in sorted(missing)},
        sum(one.n_answered for one in every),
        every[0].several,
    )


def _scale(every: list[ScaleCounts]) -> ScaleCounts:
    counts = _summed([one.counts for one in every])
    return ScaleCounts({at: counts[at] for at in sorted(counts, key=in_outcome_order)})


def _summed(every: list[Mapping[Key, int]]) -> dict[Key, int]:
    # A dict that is copied hashes no key again, and fractions are slow to hash.
    found = dict(every[0])
    for counts in every[1:]:
        for name, count in counts.items():
            found[name] = found.get(name, 0) + count
    return found

"""Items that are strongest and most in need in the whole agency, by their published bars (S0-09).

An item is strong where many of all who answered it are in the highest bar, and in need where many are in the lowest.
It is told of items whose bars hold the same values, and only where the definition says which end is the better one:
for an item of a scale, turned round where the scale turns it round. Units, offices and counties have no such list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from sop_core.instruments import Instrument
from sop_core.reporting.comparing_ends import largest
from sop_core.reporting.comparing_values import ItemStanding, ItemView
from sop_core.reporting.plans import BarsOf
from sop_core.reporting.releases import Distributed, DistributionRow, Release
from sop_core.types import Exact

#: The values that the bars of an item hold, from the lowest up.
Values = tuple[tuple[Exact, Exact], ...]


def item_standings(
    placed: Sequence[Release], known: Sequence[Instrument], latest: Mapping[str, str]
) -> Iterator[ItemStanding]:
    """By instrument and scoring, the items of its last cycle that stand highest and lowest, ties told as ties.

    `placed` are releases in their order, later editions last; of a correction the last edition counts.
    """
    found: dict[tuple[str, str, Values], dict[str, tuple[int, ItemView | None]]] = {}
    for release in placed:
        if release.cycle == latest[release.instrument.id]:
            turned = _turned(release, known)
            for one, row in _of_the_whole(release):
                if one.id in turned:
                    bars, view = _view(release, one, row, turned=turned[one.id])
                    key = (release.instrument.id, release.instrument.scoring, bars)
                    edition, before = found.setdefault(key, {}).get(one.id, (-1, None))
                    if release.edition > edition or before is None:
                        found[key][one.id] = (release.edition, view)
    for views in found.values():
        alike = [view for _, view in views.values() if view is not None]
        if len(alike) > 1:
            yield ItemStanding(
                instrument=alike[0].instrument,
                cycle=alike[0].cycle,
                strongest=largest(alike, lambda one: Fraction(one.highest, one.n)),
                in_need=largest(alike, lambda one: Fraction(one.lowest, one.n)),
            )


def _of_the_whole(release: Release) -> Iterator[tuple[Distributed, DistributionRow]]:
    items = {one.id: one for one in release.distributed if one.kind is BarsOf.ITEM}
    for row in release.distributions:
        if row.scope == () and row.distribution in items:
            yield items[row.distribution], row


def _turned(release: Release, known: Iterable[Instrument]) -> dict[str, bool]:
    """Which items have a better end, and whether it is the lower one; none where nobody gave the definition."""
    ref = release.instrument
    scales = (
        scale
        for one in known
        if (one.id, one.ref.scoring) == (ref.id, ref.scoring)
        for scale in one.scales
    )
    found: dict[str, set[bool]] = {}
    for scale in scales:
        for item in scale.items:
            found.setdefault(item, set()).add(item in scale.reverse)
    # Where one scale turns it round and another does not, neither end is the better one.
    return {item: ways.pop() for item, ways in found.items() if len(ways) == 1}


def _view(
    release: Release, one: Distributed, row: DistributionRow, *, turned: bool
) -> tuple[Values, ItemView | None]:
    """The bars' values from the lowest up, and how many are in the ends; None where it is withheld or of nobody."""
    places = sorted(range(len(one.bars)), key=lambda at: one.bars[at].high)
    values = tuple((one.bars[at].low, one.bars[at].high) for at in places)
    if not row.n or row.bars is None:
        return values, None
    # Bars beside a measure of the same values have been turned round with it.
    ends = [row.bars[places[0]], row.bars[places[-1]]]
    lowest, highest = reversed(ends) if turned and one.measure is None else ends
    return values, ItemView(
        instrument=release.instrument,
        cycle=release.cycle,
        item=one.id,
        n=row.n,
        lowest=lowest,
        highest=highest,
    )

"""Distributions as bars: which answers each bar joins, and how many people are in it (C-22, DESIGN 7 rule 4).

With 11 to 50 answers on five options nearly every option has fewer than 11, so that neighbours are joined. Where a
plan says nothing, an odd number of options becomes three bars (those below the middle, the middle, those above it),
and an even number two halves; two or three options stay as they are, and so do a scale's bands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sop_core.instruments import Instrument
from sop_core.instruments.exact import rounded
from sop_core.instruments.model import Scale
from sop_core.instruments.outcomes import band_of
from sop_core.instruments.scoring import score_range
from sop_core.reporting.plans import BarsOf, Plan, PlannedDistribution
from sop_core.reporting.releases import Bar, Distributed
from sop_core.reporting.tally import Group
from sop_core.types import Exact, ItemType, Method

Codes = tuple[str, ...]
#: An item of this many options or fewer keeps each as a bar.
FEW = 3


def options_of(asked: PlannedDistribution, instrument: Instrument) -> Codes | None:
    """The options of an item from the lowest value up, or a scale's bands; None where there are not two of them."""
    found = [code for code, _ in _valued(asked, instrument)]
    return tuple(found) if len(found) > 1 else None


def _valued(asked: PlannedDistribution, instrument: Instrument) -> list[tuple[str, Exact]]:
    """Each option, or band, with its value, or where it starts."""
    if asked.kind is BarsOf.SCALE:
        scale = _scale(asked.id, instrument)
        return [(band.id, band.starts) for band in scale.bands] if scale else []
    item = instrument.items.get(asked.id)
    if item is None or item.type not in (ItemType.CHOICE, ItemType.BOOLEAN):
        return []
    if item.type is ItemType.BOOLEAN:
        return [("false", 0), ("true", 1)]
    values = instrument.values_of(item)
    return sorted(values.items(), key=lambda one: one[1])


def _scale(id_: str, instrument: Instrument) -> Scale | None:
    return next((scale for scale in instrument.scales if scale.id == id_), None)


def groups_of_bars(asked: PlannedDistribution, options: Codes) -> tuple[Codes, ...]:
    """What each bar joins: as the plan says, else by the rule of this module."""
    if asked.bars:
        return asked.bars
    if asked.kind is BarsOf.SCALE or len(options) <= FEW:
        return tuple((option,) for option in options)
    half, middle = divmod(len(options), 2)
    parts = (options[:half], options[half : half + middle], options[half + middle :])
    return tuple(part for part in parts if part)


def is_in_order(bars: Iterable[Codes], options: Codes) -> bool:
    """Whether the bars join neighbours, and every option is in one."""
    return tuple(code for bar in bars for code in bar) == options


def distributed(plan: Plan, instrument: Instrument) -> tuple[Distributed, ...]:
    """What the bars of each distribution of a plan stand for; the plan fits the instrument."""
    return tuple(_distributed(one, plan, instrument) for one in plan.distributions)


def _distributed(asked: PlannedDistribution, plan: Plan, instrument: Instrument) -> Distributed:
    valued = dict(_valued(asked, instrument))
    scale = _measured(asked, plan, instrument)
    values = {code: (value, value) for code, value in valued.items()}
    if asked.kind is BarsOf.SCALE and scale is not None:
        values = _bands(scale, instrument)
    elif scale is not None and asked.id in scale.reverse:
        # As the scale counts them: the highest option is its lowest value.
        ends = min(valued.values()) + max(valued.values())
        values = {code: (ends - value, ends - value) for code, value in valued.items()}
    return Distributed(
        id=asked.id,
        kind=asked.kind,
        measure=scale.id if scale is not None and scale.id in plan.measures else None,
        bars=tuple(
            Bar(
                of=codes,
                low=min(values[code][0] for code in codes),
                high=max(values[code][1] for code in codes),
            )
            for codes in groups_of_bars(asked, tuple(valued))
        ),
    )


def _bands(scale: Scale, instrument: Instrument) -> dict[str, tuple[Exact, Exact]]:
    """The ends of each band: it runs up to where the next one starts, as far as anybody can tell."""
    _, high = score_range(instrument, scale)
    starts = [band.starts for band in scale.bands]
    ends = [*starts[1:], high]
    return {
        band.id: (start, end) for band, start, end in zip(scale.bands, starts, ends, strict=True)
    }


def _measured(asked: PlannedDistribution, plan: Plan, instrument: Instrument) -> Scale | None:
    """The scale that has the same values as the bars: itself, or one of this item alone."""
    if asked.kind is BarsOf.SCALE:
        return _scale(asked.id, instrument)
    return next(
        (
            scale
            for scale in instrument.scales
            if scale.id in plan.measures and scale.items == (asked.id,) and _is_of_values(scale)
        ),
        None,
    )


def _is_of_values(scale: Scale) -> bool:
    """Whether a scale of one item has that item's values."""
    plain = scale.method in (Method.MEAN, Method.LOWEST, Method.HIGHEST)
    return plain or (scale.method is Method.SUM and scale.weight(scale.items[0]) == 1)


def counted_bars(of: Distributed, groups: Sequence[Group], instrument: Instrument) -> list[int]:
    """How many people of these groups together are in each bar."""
    found: dict[str, int] = {}
    for group in groups:
        for code, n in _codes(of, group, instrument).items():
            found[code] = found.get(code, 0) + n
    return [sum(found.get(code, 0) for code in bar.of) for bar in of.bars]


def _codes(of: Distributed, group: Group, instrument: Instrument) -> Mapping[str, int]:
    if of.kind is BarsOf.ITEM:
        return group.items[of.id].codes
    scale = _scale(of.id, instrument)
    found: dict[str, int] = {}
    for (_, exact), n in group.scales[of.id].counts.items():
        band = None if scale is None or exact is None else _band(scale, exact)
        if band is not None:
            found[band] = found.get(band, 0) + n
    return found


def _band(scale: Scale, exact: Exact) -> str | None:
    """The band of an exact score: that of its rounded value."""
    value = rounded(exact, places=scale.rounding.places, mode=scale.rounding.mode)
    return band_of(scale, value)

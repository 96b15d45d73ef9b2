"""Every value that a scale can have, where these are few: what anybody can work out who reads the instrument.

Of few values a mean and a standard deviation may leave one way only to have come about, so that an attacker has to
know them (DESIGN 7, rule 4).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sop_core.instruments import Instrument
from sop_core.instruments.exact import whole_if_it_is
from sop_core.instruments.model import Item, Scale
from sop_core.types import Exact, ItemType, Method, Prorate

#: A scale of more values than this has so many ways to come to a mean that none follows.
MOST_VALUES = 12
#: How many pairs of sums are followed before a scale counts as one of many values.
_MOST_PAIRS = 400
Pairs = set[tuple[Exact, Exact]]


def values_of(instrument: Instrument, scale: Scale) -> tuple[Exact, ...]:
    """The values in order; none where they are many, or not known one by one."""
    found = _values(instrument, scale)
    return tuple(sorted(found)) if found and len(found) <= MOST_VALUES else ()


def _values(instrument: Instrument, scale: Scale) -> set[Exact] | None:
    if scale.method is Method.COUNT:
        return set(range(len(scale.items) + 1)) if scale.prorate is Prorate.NONE else None
    items = [_of_item(instrument, scale, instrument.items[name]) for name in scale.items]
    sure = [values for values in items if values is not None]
    if len(sure) < len(items):
        return None
    if scale.method in (Method.LOWEST, Method.HIGHEST):
        return set[Exact]().union(*sure)
    if scale.method is Method.SUM and scale.prorate is not Prorate.NONE:
        return None
    pairs = _pairs(scale, instrument, sure)
    if pairs is None:
        return None
    if scale.method is Method.SUM:
        return {top for top, _ in pairs}
    return {whole_if_it_is(Fraction(top) / bottom) for top, bottom in pairs}


def _of_item(instrument: Instrument, scale: Scale, item: Item) -> set[Exact] | None:
    """The values of an item as the scale counts them; None where they are not known one by one."""
    low, high = instrument.bounds(item) or (0, 0)
    if item.type is ItemType.CHOICE:
        values: Iterable[Exact] = instrument.values_of(item).values()
    elif item.type is ItemType.DECIMAL or high - low > MOST_VALUES:
        return None
    else:
        values = range(int(low), int(high) + 1)
    return {low + high - value if item.id in scale.reverse else value for value in values}


def _pairs(scale: Scale, instrument: Instrument, items: list[set[Exact]]) -> Pairs | None:
    """Each numerator and denominator that some answered items come to; None where they are many."""
    found: dict[int, Pairs] = {0: {(0, 0)}}
    for name, values in zip(scale.items, items, strict=True):
        weight, (low, high) = (
            scale.weight(name),
            instrument.bounds(instrument.items[name]) or (0, 0),
        )
        percent = scale.method is Method.PERCENT_OF_MAX
        longer: dict[int, Pairs] = {}
        for answered, pairs in found.items():
            for top, bottom in pairs:
                longer.setdefault(answered, set()).add((top, bottom))
                for value in values:
                    more = 100 * weight * (value - low) if percent else weight * value
                    less = weight * (high - low) if percent else weight
                    longer.setdefault(answered + 1, set()).add((top + more, bottom + less))
        found = longer
        if sum(map(len, found.values())) > _MOST_PAIRS:
            return None
    least = 1 if scale.share else max(1, int(scale.min_answered))
    return {pair for answered, pairs in found.items() if answered >= least for pair in pairs}

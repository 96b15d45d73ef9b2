"""The scoring rules of DESIGN 3, one function a rule, in exact arithmetic.

    applicable = items - not_applicable - not_asked
    method       a function of the answered items, after reversal, with their weights
    min_answered fewer answered than this (or than this share of the applicable): insufficient
    sum, count   need every applicable item, unless they are scaled up and enough are answered
    value        the exact fraction, rounded once

Unknown is never zero: a scale that may not have a value has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from sop_core.instruments.administration import (
    Administration,
    Answer,
    Missing,
    codes_of,
    known_answers,
)
from sop_core.instruments.exact import from_number, rounded
from sop_core.instruments.model import Instrument, Item, Scale
from sop_core.instruments.scores import ScaleScore, Score
from sop_core.types import Exact, FrozenMap, Method, MissingReason, Prorate, ScoreStatus

_COUNTED = (
    MissingReason.NOT_APPLICABLE,
    MissingReason.DECLINED,
    MissingReason.DONT_KNOW,
    MissingReason.NOT_ANSWERED,
    MissingReason.NOT_ASKED,
)


@frozen
class Entry:
    """One answered item as a method sees it: its value after reversal, its weight, its bounds."""

    value: Exact
    weight: Exact
    low: Exact
    high: Exact


def plain_value(instrument: Instrument, item: Item, answer: Answer) -> Exact:
    """An answer's number before reversal: the option's value, 0 or 1, or the number as written."""
    if isinstance(answer, bool):
        return int(answer)
    if isinstance(answer, int | Decimal):
        return from_number(answer)
    return instrument.values_of(item)[str(answer)]


def reversed_value(value: Exact, *, low: Exact, high: Exact) -> Exact:
    """Reverse-keyed: min + max - value, from the declared bounds and never from data."""
    return low + high - value


def entries(instrument: Instrument, scale: Scale, known: Mapping[str, Answer]) -> list[Entry]:
    """The answered items of a scale, ready for its method."""
    found: list[Entry] = []
    for item_id in scale.items:
        answer = known[item_id]
        if isinstance(answer, Missing):
            continue
        item = instrument.items[item_id]
        if scale.method is Method.COUNT:
            hit = any(code in scale.of for code in codes_of(item, answer))
            found.append(Entry(int(hit), 1, 0, 1))
            continue
        low, high = bounds_in_scale(instrument, item)
        value = plain_value(instrument, item, answer)
        if item_id in scale.reverse:
            value = reversed_value(value, low=low, high=high)
        found.append(Entry(value, scale.weight(item_id), low, high))
    return found


def bounds_in_scale(instrument: Instrument, item: Item) -> tuple[Exact, Exact]:
    """An item's declared bounds. A scale that names an item without any was never checked: ValueError."""
    bounds = instrument.bounds(item)
    if bounds is None:
        raise ValueError(
            f"item {item.id!r} of type {item.type} has no bounds, and no scale can hold it"
        )
    return bounds


def combined(method: Method, answered: list[Entry]) -> Fraction:
    """The method's number over the answered items, of which there is at least one."""
    weighted = sum(entry.weight * entry.value for entry in answered)
    if method is Method.MEAN:
        return Fraction(weighted) / sum(entry.weight for entry in answered)
    if method is Method.PERCENT_OF_MAX:
        reached = sum(entry.weight * (entry.value - entry.low) for entry in answered)
        possible = sum(entry.weight * (entry.high - entry.low) for entry in answered)
        return 100 * Fraction(reached) / possible
    if method is Method.LOWEST:
        return Fraction(min(entry.value for entry in answered))
    if method is Method.HIGHEST:
        return Fraction(max(entry.value for entry in answered))
    return Fraction(weighted)  # sum, and count, whose entries are 0 or 1 of weight 1


def enough(scale: Scale, *, answered: int, applicable: int) -> bool:
    """Whether the minimum is met: a number of items, or a share of those that apply."""
    needed = scale.min_answered * applicable if scale.share else scale.min_answered
    return answered >= max(needed, 1)


def band_of(scale: Scale, value: Decimal) -> str | None:
    """The band of a rounded value: the last one that begins at or below it.

    The first band begins at the low end of the scale's range; a value that rounding took just
    below that end is still in it.
    """
    if not scale.bands:
        return None
    exact = Fraction(value)
    reached = [band.id for band in scale.bands if band.starts <= exact]
    return reached[-1] if reached else scale.bands[0].id


def score_scale(instrument: Instrument, scale: Scale, known: Mapping[str, Answer]) -> ScaleScore:
    """One scale's score from what is known of every item."""
    reasons = [
        state.reason
        for state in (known[item] for item in scale.items)
        if isinstance(state, Missing)
    ]
    counts = {f"n_{reason.value}": reasons.count(reason) for reason in _COUNTED}
    items, answered = len(scale.items), len(scale.items) - len(reasons)
    applicable = items - counts["n_not_applicable"] - counts["n_not_asked"]
    whole = scale.method in (Method.SUM, Method.COUNT)
    scaled_up = whole and answered < applicable

    exact: Fraction | None = None
    if applicable == 0:
        status = ScoreStatus.NOT_APPLICABLE
    elif not enough(scale, answered=answered, applicable=applicable) or (
        scaled_up and scale.prorate is Prorate.NONE
    ):
        status = ScoreStatus.INSUFFICIENT
    else:
        status = ScoreStatus.PRORATED if scaled_up else ScoreStatus.SCORED
        exact = combined(scale.method, entries(instrument, scale, known))
        if scaled_up:
            exact = exact * applicable / answered
    value = (
        None
        if exact is None
        else rounded(exact, places=scale.rounding.places, mode=scale.rounding.mode)
    )
    return ScaleScore(
        status=status,
        value=value,
        exact=exact,
        n_items=items,
        n_answered=answered,
        band=None if value is None else band_of(scale, value),
        **counts,
    )


def score(instrument: Instrument, administration: Administration) -> Score:
    """Every scale of one administration, by the rules of DESIGN 3.

    The administration is one that this instrument accepts; `Sop.accept` sees to that.
    """
    known = known_answers(instrument, administration.answers)
    return Score(
        administration=administration.id,
        instrument=instrument.ref,
        scales=FrozenMap(
            {scale.id: score_scale(instrument, scale, known) for scale in instrument.scales}
        ),
    )


def score_range(instrument: Instrument, scale: Scale) -> tuple[Exact, Exact]:
    """The lowest and highest value that a scale can have (DESIGN 3, range).

    A sum's runs from the sum of min(0, w*low) to that of max(0, w*high), since items may not apply.
    """
    if scale.method is Method.COUNT:
        return (0, len(scale.items))
    if scale.method is Method.PERCENT_OF_MAX:
        return (0, 100)
    bounds = [bounds_in_scale(instrument, instrument.items[item]) for item in scale.items]
    if scale.method is Method.SUM:
        weighted = [(scale.weight(item), b) for item, b in zip(scale.items, bounds, strict=True)]
        low = sum(min(0, weight * low) for weight, (low, _) in weighted)
        return (low, sum(max(0, weight * high) for weight, (_, high) in weighted))
    return (min(low for low, _ in bounds), max(high for _, high in bounds))

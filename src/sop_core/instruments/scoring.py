"""The scoring rules of DESIGN 3, one function a rule, in exact arithmetic.

    applicable = items - not_applicable - not_asked
    method       a function of the answered items, after reversal, with their weights
    min_answered fewer answered than this (or than this share of the applicable): insufficient
    sum, count   need every applicable item, unless they are scaled up and enough are answered
    value        the exact fraction, rounded once

Unknown is never zero: a scale that may not have a value has none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from sop_core.instruments.administration import Administration, Answer, known_answers
from sop_core.instruments.exact import rounded
from sop_core.instruments.model import Instrument, Missing, Scale
from sop_core.instruments.rows import Row, bounds_in_scale
from sop_core.instruments.scores import ScaleScore, Score
from sop_core.types import Exact, FrozenMap, Method, MissingReason, Prorate, ScoreStatus

#: One answered item of a scale, and what its answer counts after reversal.
Answered = tuple[Row, Exact]


def combined(method: Method, answered: Sequence[Answered]) -> Fraction:
    """The method's number over the answered items, of which there is at least one."""
    if method is Method.LOWEST:
        return Fraction(min(value for _, value in answered))
    if method is Method.HIGHEST:
        return Fraction(max(value for _, value in answered))
    if method is Method.PERCENT_OF_MAX:
        reached: Exact = sum(row.weight * (value - row.low) for row, value in answered)
        possible: Exact = sum(row.weight * (row.high - row.low) for row, _ in answered)
        return Fraction(100 * reached, possible)
    total: Exact = 0
    weights: Exact = 0
    for row, value in answered:
        total += row.weight * value
        weights += row.weight
    # Sum, and count, whose rows are 0 or 1 of weight 1, are the total itself.
    return Fraction(total, weights if method is Method.MEAN else 1)


def enough(scale: Scale, *, answered: int, applicable: int) -> bool:
    """Whether the minimum is met: a number of items, or a share of those that apply; at least one."""
    least = scale.min_answered
    needed = least.numerator * applicable if scale.share else least.numerator
    return answered >= 1 and answered * least.denominator >= needed


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
    answered: list[Answered] = []
    reasons: list[MissingReason] = []
    for row in instrument.rows[scale.id]:
        answer = known[row.item]
        if isinstance(answer, Missing):
            reasons.append(answer.reason)
        else:
            answered.append((row, row.value(answer)))
    not_applicable = reasons.count(MissingReason.NOT_APPLICABLE)
    not_asked = reasons.count(MissingReason.NOT_ASKED)
    n_items, n_answered = len(scale.items), len(answered)
    applicable = n_items - not_applicable - not_asked
    scaled_up = scale.method in (Method.SUM, Method.COUNT) and n_answered < applicable

    exact: Fraction | None = None
    if applicable == 0:
        status = ScoreStatus.NOT_APPLICABLE
    elif not enough(scale, answered=n_answered, applicable=applicable) or (
        scaled_up and scale.prorate is Prorate.NONE
    ):
        status = ScoreStatus.INSUFFICIENT
    else:
        status = ScoreStatus.PRORATED if scaled_up else ScoreStatus.SCORED
        exact = combined(scale.method, answered)
        if scaled_up:
            exact = exact * applicable / n_answered
    value = (
        None
        if exact is None
        else rounded(exact, places=scale.rounding.places, mode=scale.rounding.mode)
    )
    return ScaleScore(
        status=status,
        value=value,
        exact=exact,
        n_items=n_items,
        n_answered=n_answered,
        n_not_applicable=not_applicable,
        n_declined=reasons.count(MissingReason.DECLINED),
        n_dont_know=reasons.count(MissingReason.DONT_KNOW),
        n_not_answered=reasons.count(MissingReason.NOT_ANSWERED),
        n_not_asked=not_asked,
        band=None if value is None else band_of(scale, value),
    )


def score_known(instrument: Instrument, administration: str, known: Mapping[str, Answer]) -> Score:
    """Every scale from what is known of every item, for the administration of this id."""
    return Score(
        administration=administration,
        instrument=instrument.ref,
        scales=FrozenMap(
            {scale.id: score_scale(instrument, scale, known) for scale in instrument.scales}
        ),
    )


def score(instrument: Instrument, administration: Administration) -> Score:
    """Every scale of one administration, by the rules of DESIGN 3.

    The administration is one that this instrument accepts; `Sop.accept` sees to that.
    """
    known = known_answers(instrument, administration.answers)
    return score_known(instrument, administration.id, known)


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

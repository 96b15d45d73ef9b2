"""What a scale comes to, once its items are counted: its status, its exact value, the value that is shown.

A scale's score depends on its items through a handful of numbers alone: the numerator and the
denominator of its method, how many items were answered, and how many are missing for each reason.
Sittings of one instrument come to the same few again and again, so each scale remembers them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from sop_core.instruments.exact import rounded
from sop_core.instruments.scores import ScaleScore
from sop_core.types import Exact, Method, MissingReason, Prorate, ScoreStatus

if TYPE_CHECKING:
    from sop_core.instruments.model import Scale

#: How many items are missing for each reason, in the order of `MissingReason`.
Counts = tuple[int, int, int, int, int]
#: Numerator, denominator, how many items are answered, and `Counts`: all that a scale's score hangs on.
Sums = tuple[Exact, Exact, int, Counts]
#: A scale's score from its numerator, its denominator, how many items are answered, and `Counts`.
ScaleOutcome = Callable[[Exact, Exact, int, Counts], ScaleScore]

#: Where every item of the scale is answered.
NONE_MISSING: Counts = (0, 0, 0, 0, 0)
#: How many outcomes a scale remembers; five items on five points come to about a hundred.
_REMEMBERED = 1024


def counted(reasons: Sequence[MissingReason]) -> Counts:
    """How often each reason stands, in the order of `MissingReason`."""
    return (
        reasons.count(MissingReason.NOT_ANSWERED),
        reasons.count(MissingReason.NOT_APPLICABLE),
        reasons.count(MissingReason.DECLINED),
        reasons.count(MissingReason.DONT_KNOW),
        reasons.count(MissingReason.NOT_ASKED),
    )


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


def outcome(
    scale: Scale, numerator: Exact, denominator: Exact, n_answered: int, missing: Counts
) -> ScaleScore:
    """What a scale comes to. A method without a denominator is its numerator."""
    not_answered, not_applicable, declined, dont_know, not_asked = missing
    n_items = len(scale.items)
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
        exact = Fraction(numerator, denominator or 1)
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
        n_declined=declined,
        n_dont_know=dont_know,
        n_not_answered=not_answered,
        n_not_asked=not_asked,
        band=None if value is None else band_of(scale, value),
    )


def remembered(scale: Scale) -> ScaleOutcome:
    """The scale's `outcome`, which remembers what it came to; what it gives is immutable."""
    return lru_cache(maxsize=_REMEMBERED)(partial(outcome, scale))

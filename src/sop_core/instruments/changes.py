"""Whether two values differ enough to speak of a change, and how much is enough.

    smallest change   the scale's own `change` where the definition states one; else one eighth of
                      the scale's range (half a point where answers run from 1 to 5): sop_core default
    one skill alone   the same share of its own range
    more, less        at least that much, in exact fractions; anything less is no clear change
    cannot compare    scored by another rule, or without a value on one of the two days

S0-01: cycles can be compared. S0-10, C-16: in words; less is a direction and no loss.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction

from attrs import frozen

from sop_core.instruments.model import Instrument, Scale
from sop_core.instruments.scoring import score_range

#: The share of a range that counts as a change where the definition says nothing (sop_core default).
DEFAULT_SHARE = Fraction(1, 8)


class Direction(StrEnum):
    """How a value stands to the one of the last cycle."""

    MORE = "more"
    LESS = "less"
    NO_CLEAR_CHANGE = "no_clear_change"
    NOT_COMPARABLE = "not_comparable"


class NotComparable(StrEnum):
    """Why two values cannot be set beside each other."""

    OTHER_SCORING = "other_scoring"
    NO_VALUE_NOW = "no_value_now"
    NO_VALUE_THEN = "no_value_then"


@frozen
class SmallestChange:
    """The smallest difference that counts, in points of a line from `low` to `high`.

    `own` says that the definition states it; else it is the sop_core default.
    """

    points: Fraction
    low: Fraction
    high: Fraction
    own: bool

    @property
    def share(self) -> Fraction:
        """The part of the line that it is; the default's where the line has no length."""
        length = self.high - self.low
        return self.points / length if length else DEFAULT_SHARE

    def within(self, low: Fraction, high: Fraction) -> SmallestChange:
        """The same share of another line: what counts for one skill alone."""
        return SmallestChange(self.share * (high - low), low, high, own=self.own)


def smallest_change(instrument: Instrument, scale: Scale) -> SmallestChange:
    """How many points of a scale are a change at all: its own `change`, else one eighth of its range."""
    low, high = map(Fraction, score_range(instrument, scale))
    own = scale.change is not None
    points = Fraction(scale.change) if scale.change is not None else DEFAULT_SHARE * (high - low)
    return SmallestChange(points, low, high, own)


def direction_of(
    now: Fraction | None, then: Fraction | None, smallest: Fraction
) -> tuple[Direction, NotComparable | None]:
    """Which way a value has moved, and why that cannot be said where it cannot.

    Both are exact. A difference of `smallest` is a change, one below it is not, and none never is.
    """
    if now is None:
        return Direction.NOT_COMPARABLE, NotComparable.NO_VALUE_NOW
    if then is None:
        return Direction.NOT_COMPARABLE, NotComparable.NO_VALUE_THEN
    if now == then or abs(now - then) < smallest:
        return Direction.NO_CLEAR_CHANGE, None
    return (Direction.MORE if now > then else Direction.LESS), None

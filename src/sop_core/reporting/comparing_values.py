"""Published results beside each other, as values: they hold numbers that went out, and no other."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from attrs import field, frozen

from sop_core.instruments import Instrument
from sop_core.reporting.cells import Place
from sop_core.reporting.plans import Audience
from sop_core.reporting.releases import Interval, Release, ReleasedMeasure
from sop_core.types import InstrumentRef


class Verdict(StrEnum):
    """What may be said of two cycles; without a spread in both it is never more than the first."""

    NO_CLEAR_CHANGE = "no_clear_change"
    HIGHER = "higher"
    LOWER = "lower"


@frozen(kw_only=True)
class View:
    """One published mean: of which group, measure and cycle, over how many people, in which range."""

    instrument: InstrumentRef
    cycle: str
    place: Place
    measure: ReleasedMeasure
    n: int
    mean: Decimal
    sd: Decimal | None = None


@frozen(kw_only=True)
class SideBySide:
    """One group as several instruments see a theme; each scale keeps its own number and its own range."""

    theme: str
    place: Place
    views: tuple[View, ...]


@frozen(kw_only=True)
class Change:
    """One measure of one group in two cycles, one after the other.

    `interval` is that of the difference, as if the two groups had nobody in common, where both spreads are shown.
    """

    before: View
    after: View
    verdict: Verdict = Verdict.NO_CLEAR_CHANGE
    interval: Interval | None = None

    @property
    def difference(self) -> Decimal:
        """The later published mean less the earlier one; that of their rounding, not of the exact means."""
        return self.after.mean - self.before.mean


@frozen(kw_only=True)
class Standing:
    """What stands highest and lowest in the whole agency; both are empty where all measures are alike."""

    instrument: InstrumentRef
    cycle: str
    strongest: tuple[View, ...]
    in_need: tuple[View, ...]


@frozen(kw_only=True)
class ItemView:
    """One item's published bars of the whole agency: how many of `n` people are in the lowest and the highest one."""

    instrument: InstrumentRef
    cycle: str
    item: str
    n: int
    lowest: int
    highest: int


@frozen(kw_only=True)
class ItemStanding:
    """Items with the largest share in the highest bar, and in the lowest; empty where all are alike."""

    instrument: InstrumentRef
    cycle: str
    strongest: tuple[ItemView, ...]
    in_need: tuple[ItemView, ...]


@frozen(kw_only=True)
class Comparison:
    """Releases in one order, with what may be said of them beside each other.

    `instruments` are those of their definitions that were given, for titles and themes.
    """

    releases: tuple[Release, ...]
    cycles: tuple[str, ...]
    instruments: tuple[Instrument, ...] = field(repr=False)
    beside: tuple[SideBySide, ...]
    changes: tuple[Change, ...]
    standings: tuple[Standing, ...]
    items: tuple[ItemStanding, ...] = ()

    @property
    def audience(self) -> Audience:
        """Who may read all of it: what holds anything internal stays inside."""
        inside = any(one.audience is Audience.INTERNAL for one in self.releases)
        return Audience.INTERNAL if inside else Audience.PUBLIC

    def instrument(self, ref: InstrumentRef) -> Instrument | None:
        """The definition of a release's instrument; None where none of that scoring was given."""
        known = [
            one for one in self.instruments if (one.id, one.ref.scoring) == (ref.id, ref.scoring)
        ]
        same = (one for one in known if one.version == ref.version)
        return next(same, known[0] if known else None)

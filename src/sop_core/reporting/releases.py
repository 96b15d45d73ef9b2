"""A release as a value: rows that may be shown, and what stands round them (S0-07, S0-08).

It holds no ranking, no pass or fail, no name, and no reason for anything withheld: the reason is itself a leak.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from attrs import field, frozen

from sop_core.reporting.attack_leaks import ATTACKERS
from sop_core.reporting.cells import GroupingKind, Place, Published, Scope, Shown, ShownBars
from sop_core.reporting.crossing import ReportPurpose
from sop_core.reporting.plans import ABSENT, Audience, BarsOf, Decided, PartKind, Spread
from sop_core.types import NO_ENTRIES, Exact, FrozenMap, InstrumentRef

#: S0-08: what every release says.
RELEASE_CAVEAT = (
    "Results of groups, one piece of a larger assessment. They grade no person, unit, office or county, and are "
    "never used to appraise anybody."
)
#: DESIGN 7: one sentence for every reason.
WITHHELD = "Not shown, so that nobody's answers can be worked out. The next larger group that is shown holds them."


@frozen(kw_only=True)
class Interval:
    """In which a mean would lie 95 times of 100, had as many others like them answered."""

    low: Decimal
    high: Decimal


@frozen(kw_only=True)
class ReleaseRow:
    """One measure of one scope: `n` and `mean` are None where it is withheld; of nobody there is no mean.

    `groups` says which part of the scope by a further grouping. What of the spread is None is not asked for, or
    not shown.
    """

    scope: Scope
    groups: Mapping[str, str] = field(default=NO_ENTRIES, metadata=ABSENT)
    measure: str
    n: int | None
    mean: Decimal | None
    sd: Decimal | None = None
    median: Decimal | None = None
    interval: Interval | None = None
    withheld: bool

    @property
    def place(self) -> Place:
        """The scope, or the part of it."""
        return Place(self.scope, tuple(sorted(self.groups.items())) if self.groups else ())


@frozen(kw_only=True)
class ReleasedMeasure:
    """A measure that is released: the ends of its range, and to how many places its means are rounded.

    `values` are all that it can have, where these are few: whoever knows the instrument knows them.
    """

    id: str
    low: Exact
    high: Exact
    places: int
    values: tuple[Exact, ...] = field(default=(), metadata=ABSENT)


@frozen(kw_only=True)
class ReleasedGrouping:
    """A further grouping of which parts are shown."""

    id: str
    kind: PartKind


@frozen(kw_only=True)
class Bar:
    """The codes, or the bands, that a bar joins, and the lowest and highest value in it."""

    of: tuple[str, ...]
    low: Exact
    high: Exact


@frozen(kw_only=True)
class Distributed:
    """What the bars of a distribution stand for; `measure` is the released one that has the same values."""

    id: str
    kind: BarsOf
    measure: str | None = None
    bars: tuple[Bar, ...]


@frozen(kw_only=True)
class DistributionRow:
    """How many of a scope are in each bar, in the order of `Distributed.bars`; None where it is withheld."""

    scope: Scope
    distribution: str
    n: int | None
    bars: tuple[int, ...] | None
    withheld: bool


@frozen(kw_only=True)
class AppliedPolicy:
    """The limits that were kept, with what plugins tightened."""

    id: str
    min_cell: int
    min_subjects: int
    decided: Decided | None = None


@frozen(kw_only=True)
class Proof:
    """Who tried to give somebody away before it went out, beside how many earlier releases, with what result.

    `bounds` says how they found the least and the most that each withheld number can be (`reporting.proving`).
    """

    ledger: str
    releases: int
    bounds: tuple[str, ...] = ("intervals",)
    attackers: tuple[str, ...] = ATTACKERS
    result: str = "held"


@frozen(kw_only=True)
class Release:
    """What goes out. `edition` is 0 for what was released first, and one more for each correction."""

    KIND: ClassVar[str] = "release"

    id: str
    instrument: InstrumentRef
    cycle: str
    edition: int
    audience: Audience
    purpose: ReportPurpose
    policy: AppliedPolicy
    levels: tuple[str, ...]
    measures: tuple[ReleasedMeasure, ...]
    groupings: tuple[ReleasedGrouping, ...] = field(default=(), metadata=ABSENT)
    spread: tuple[Spread, ...] = field(default=(), metadata=ABSENT)
    distributed: tuple[Distributed, ...] = field(default=(), metadata=ABSENT)
    rows: tuple[ReleaseRow, ...]
    distributions: tuple[DistributionRow, ...] = field(default=(), metadata=ABSENT)
    proof: Proof
    caveat: str = RELEASE_CAVEAT
    withheld: str = WITHHELD

    @property
    def about(self) -> tuple[str, str, str]:
        """Whose answers these are: releases of one instrument, scoring digest and cycle bear on each other."""
        return (self.instrument.id, self.instrument.scoring, self.cycle)

    @property
    def shown(self) -> frozenset[Scope]:
        """The scopes that have a row with a number of people."""
        return frozenset(row.scope for row in self.rows if row.n and not row.groups)

    @property
    def hidden(self) -> frozenset[Place]:
        """The places that have a withheld row."""
        return frozenset(row.place for row in self.rows if row.withheld)

    def instead_of(self, scope: Iterable[str]) -> Scope | None:
        """Roll-up: the smallest group round a scope that is shown, the scope itself if it is; None if none is."""
        path, shown_ = tuple(scope), self.shown
        ends = range(len(path), -1, -1)
        return next((path[:end] for end in ends if path[:end] in shown_), None)


def published_of(release: Release) -> Iterator[Published]:
    """What an attacker reads in a release: its rows alone, the measures of one rounding at a time."""
    kinds: dict[int, dict[str, ReleasedMeasure]] = {}
    for measure in release.measures:
        kinds.setdefault(measure.places, {})[measure.id] = measure
    first: list[int] = []
    for places, measures in kinds.items():
        yield Published(
            rows=tuple(_shown(row for row in release.rows if row.measure in measures)),
            groupings=FrozenMap({one.id: _kind(one.kind) for one in release.groupings}),
            ranges=FrozenMap({name: (one.low, one.high) for name, one in measures.items()}),
            values=FrozenMap({name: one.values for name, one in measures.items() if one.values}),
            places=places,
            cycle=release.cycle,
            edition=release.edition,
            bars=tuple(_bars(release, measures, is_first=not first)),
        )
        first.append(places)


def _kind(kind: PartKind) -> GroupingKind:
    """A record names one value of a grouping at most: two that are singled out, by two releases, are apart."""
    return "singled" if kind is PartKind.OVERLAPPING else "partition"


def _bars(
    release: Release, measures: Mapping[str, ReleasedMeasure], *, is_first: bool
) -> Iterator[ShownBars]:
    """The distributions beside the measures that have the same values; the others beside the first."""
    known = {one.id: one for one in release.distributed}
    for row in release.distributions:
        of = known[row.distribution]
        if is_first if of.measure is None else of.measure in measures:
            yield ShownBars(
                scope=row.scope,
                answers=of.id,
                joined=tuple(bar.of for bar in of.bars),
                ends=tuple((bar.low, bar.high) for bar in of.bars),
                counts=row.bars,
                measure=of.measure,
            )


def _shown(rows: Iterable[ReleaseRow]) -> Iterator[Shown]:
    place = Place()
    for row in rows:
        # The measures of a scope follow one another, and are of one place.
        if place.groups or row.groups or place.scope != row.scope:
            place = row.place
        ends = row.interval
        yield Shown(
            place=place,
            measure=row.measure,
            n=row.n,
            mean=_exact(row.mean),
            sd=_exact(row.sd),
            median=_exact(row.median),
            interval=None if ends is None else (Fraction(ends.low), Fraction(ends.high)),
        )


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)

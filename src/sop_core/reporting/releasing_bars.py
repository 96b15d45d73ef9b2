"""Which distributions of a release are shown: whole or not at all, on scopes whose rows are (C-22, D2, rule 4).

counted       how many of each scope are in each bar
withheld      what is small or alike by itself, or by what it leaves of the scope round it (suppress_bars)
attacked      beside the rows and all that was released; what leaks is withheld, then shown again where it may be
refused       where a correction would hide what was shown, or a bar joins other answers than before
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from sop_core.errors import Issue, listed, shown
from sop_core.instruments import Instrument
from sop_core.reporting.attack_leaks import Leak
from sop_core.reporting.attack_words import explain
from sop_core.reporting.bars import counted_bars
from sop_core.reporting.cells import Limits, Place, Scope, Table
from sop_core.reporting.releases import Distributed, DistributionRow, Release
from sop_core.reporting.suppress_answers import suppress_bars
from sop_core.reporting.suppress_frame import Pattern, Reason
from sop_core.reporting.tabling import Counted, places_of
from sop_core.reporting.tally import Group, GroupKey
from sop_core.types import FrozenMap

#: A distribution of a scope.
Whose = tuple[str, Scope]
#: How many of each scope are in each bar.
Counts = dict[Scope, tuple[int, ...]]
#: Whatever the attackers find in a release, beside all that its readers have.
Attacks = Callable[[Release], list[Leak]]


@frozen(kw_only=True)
class Bars:
    """The distributions of a release before anything is withheld, and what is known of them already."""

    asked: tuple[Distributed, ...]
    counts: Mapping[str, Counts]
    counted: Counted
    rows: Pattern
    limits: Limits
    shown: frozenset[Whose]
    hidden: frozenset[Whose]

    def withheld(self, more: Iterable[Whose]) -> dict[Whose, Reason]:
        """What is withheld, if these are; and why."""
        found: dict[Whose, Reason] = {}
        for one in self.asked:
            given = {scope for id_, scope in {*self.hidden, *more} if id_ == one.id}
            seen = [Place(scope) for id_, scope in self.shown if id_ == one.id]
            pattern = self._pattern(one, given, seen)
            if pattern.exposed:
                # What was shown is too much today: it is withheld now, and attacked.
                pattern = self._pattern(one, given, ())
            found |= {(one.id, place.scope): why for place, why in pattern.withheld.items()}
        return found

    def _pattern(self, one: Distributed, given: set[Scope], seen: Iterable[Place]) -> Pattern:
        rows: dict[Place, Reason] = {Place(scope): _PROTECTS for scope in given}
        rows.update(self.rows.withheld)
        bars = {
            Place(scope): {str(at): n for at, n in enumerate(counts)}
            for scope, counts in self.counts[one.id].items()
        }
        table = Table(groups={}, workers=self.counted.table.workers)
        return suppress_bars(bars, table, Pattern(withheld=rows), self.limits, shown=seen)

    def released(self, made: Release, withheld: Mapping[Whose, Reason]) -> Release:
        """The release with its distributions, in the order of its rows."""
        scopes = [place.scope for place in self.counted.places if not place.groups]
        rows = (
            _row(one.id, scope, self.counts[one.id][scope], withheld=(one.id, scope) in withheld)
            for scope in scopes
            for one in self.asked
        )
        return evolve(made, distributed=self.asked, distributions=tuple(rows))


_PROTECTS: Reason = "protects"


def _row(id_: str, scope: Scope, bars: tuple[int, ...], *, withheld: bool) -> DistributionRow:
    if withheld:
        return DistributionRow(scope=scope, distribution=id_, n=None, bars=None, withheld=True)
    return DistributionRow(scope=scope, distribution=id_, n=sum(bars), bars=bars, withheld=False)


@frozen(kw_only=True)
class WithBars:
    """A release with its distributions; `reasons` are the host's alone."""

    release: Release
    reasons: Mapping[Whose, Reason] = field(factory=FrozenMap[Whose, Reason], repr=False)


def counts_of_bars(
    asked: Iterable[Distributed],
    groups: Mapping[GroupKey, Group],
    scopes: Iterable[Scope],
    instrument: Instrument,
    depth: int,
) -> dict[str, Counts]:
    """How many of each scope are in each bar of each distribution; zeros where nobody is."""
    inside: dict[Scope, list[Group]] = {scope: [] for scope in scopes}
    for key, group in groups.items():
        for place in places_of(key, depth):
            inside[place.scope].append(group)
    return {
        one.id: {
            scope: tuple(counted_bars(one, within, instrument)) for scope, within in inside.items()
        }
        for one in asked
    }


def with_bars(
    made: Release, bars: Bars, attacks: Attacks, known: Iterable[Release]
) -> tuple[WithBars, list[Issue]]:
    """The release with as many distributions as may be shown, and what stands against that as a correction."""
    if not bars.asked:
        return WithBars(release=made), []
    repairs: list[Whose] = []
    while leaks := attacks(bars.released(made, bars.withheld(repairs))):
        more = _repair(leaks, bars, bars.withheld(repairs))
        if not more:
            return WithBars(release=made), [_leaks(leaks[0], made.levels)]
        repairs += more
    for one in list(repairs):
        fewer = [other for other in repairs if other != one]
        repairs = repairs if attacks(bars.released(made, bars.withheld(fewer))) else fewer
    withheld = bars.withheld(repairs)
    found = bars.released(made, withheld)
    return WithBars(release=found, reasons=FrozenMap(withheld)), list(_hidden(found, known))


def _repair(leaks: Iterable[Leak], bars: Bars, withheld: Mapping[Whose, Reason]) -> list[Whose]:
    """What to withhold against one of these leaks: the scope's distribution, else all that is not withheld."""
    every = [(id_, scope) for id_, counts in bars.counts.items() for scope in counts]
    able = [one for one in every if one not in withheld and any(bars.counts[one[0]][one[1]])]
    cells = [leak.cell for leak in leaks if leak.cell is not None]
    near = (
        (id_, at)
        for cell in cells
        for at in (cell.place.scope, *_below(cell.place.scope, able))
        for id_ in (cell.measure, *(one.id for one in bars.asked))
        if (id_, at) in able and (id_, at) not in bars.shown
    )
    first = next(near, None)
    return able if first is None else [first]


def _leaks(leak: Leak, levels: Sequence[str]) -> Issue:
    return Issue(
        "release_leaks",
        "$.distributions",
        f"{explain(leak, levels=levels)} It follows from distributions that were released, beside this one.",
        fix="Leave the distributions out, or release fewer levels.",
    )


def _below(scope: Scope, able: Iterable[Whose]) -> list[Scope]:
    return sorted({at for _, at in able if at[: len(scope)] == scope}, key=lambda at: (len(at), at))


def other_bars(asked: Iterable[Distributed], earlier: Iterable[Release]) -> Iterator[Issue]:
    """A bar that joins other answers than it did before tells them apart by the difference."""
    known = {(one.id, one.bars): made.id for made in earlier for one in made.distributed}
    for one in asked:
        for (id_, bars), release in known.items():
            if id_ == one.id and bars != one.bars:
                said = [" or ".join(bar.of) for bar in bars]
                yield Issue(
                    "release_other_bars",
                    "$.distributions",
                    f"The bars of {shown(one.id)} were {listed(said)} in {shown(release)}, and are others here. Who "
                    "has both learns how many gave each answer that they tell apart.",
                    fix="Write the same bars, or leave this distribution out.",
                )


def _hidden(made: Release, known: Iterable[Release]) -> Iterator[Issue]:
    """Rule 5: a correction that withholds what was shown says what it is by what changed round it."""
    now = {(row.distribution, row.scope): row for row in made.distributions}
    for one in known:
        for row in one.distributions if one.edition != made.edition else ():
            after = now.get((row.distribution, row.scope))
            if row.bars is not None and after is not None and after.withheld:
                yield Issue(
                    "correction_hides",
                    "$.distributions",
                    f"The distribution of {shown(row.distribution)} was shown for "
                    f"{shown('/'.join(row.scope)) if row.scope else 'the whole'}, and would have to be withheld now: "
                    "fewer than the minimum of its answers changed, or it is too small.",
                    fix="Keep the first release, and say in words that it was corrected; or leave the bars out.",
                )

"""Which rows of a release tell their spread: of twice `min_cell` people, and of no fewer beside its parts (rule 4).

    asked       standard deviation, median, interval; of scopes, not of their parts by further groupings
    shown       from the whole down: where a scope's is not told those below it are not
    attacked    beside everything else; what leaks is taken back, scope by scope

A row that does not tell its spread says no more than that: why is never said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from attrs import evolve, frozen

from sop_core.reporting.attack_leaks import Leak
from sop_core.reporting.cells import Place, Scope
from sop_core.reporting.plans import Spread
from sop_core.reporting.releases import Release, ReleaseRow
from sop_core.reporting.spreading import interval, median, sd
from sop_core.reporting.tabling import Counted

#: A measure of a scope.
Whose = tuple[str, Scope]
Attacks = Callable[[Release], list[Leak]]


@frozen(kw_only=True)
class Spreads:
    """What is asked of the spread, and from what counts."""

    asked: tuple[Spread, ...]
    counted: Counted
    min_cell: int

    def told(self, made: Release, off: Iterable[Whose]) -> frozenset[Whose]:
        """The measures of scopes of which the spread is told, if that of these is not."""
        n = {(row.measure, row.scope): row.n or 0 for row in made.rows if not row.groups}
        parts: dict[Whose, list[Whose]] = {}
        for measure, scope in n:
            if scope:
                parts.setdefault((measure, scope[:-1]), []).append((measure, scope))
        not_told, least = set(off), 2 * self.min_cell
        able = {one for one, size in n.items() if size >= least and one not in not_told}
        told: set[Whose] = set()
        waiting = [one for one in n if not one[1] and one in able]
        for one in waiting:  # grows downwards
            told.add(one)
            inside = sorted(
                (part for part in parts.get(one, ()) if part in able), key=lambda at: (n[at], at)
            )
            # The fewest first: what is left beside the others grows by them.
            while inside and 0 < n[one] - sum(n[part] for part in inside) < least:
                inside = inside[1:]
            waiting += inside
        return frozenset(told)

    def released(self, made: Release, told: frozenset[Whose]) -> Release:
        """The release with these spreads."""
        rows = tuple(
            self._with(row) if not row.groups and (row.measure, row.scope) in told else row
            for row in made.rows
        )
        return evolve(made, spread=self.asked, rows=rows)

    def _with(self, row: ReleaseRow) -> ReleaseRow:
        values = self.counted.table.groups[Place(row.scope)][row.measure].values or {}
        rounding = self.counted.scales[row.measure].rounding
        return evolve(
            row,
            sd=sd(values, rounding) if Spread.SD in self.asked else None,
            median=median(values, rounding) if Spread.MEDIAN in self.asked else None,
            interval=interval(values, rounding) if Spread.INTERVAL in self.asked else None,
        )


def with_spread(made: Release, spreads: Spreads, attacks: Attacks) -> Release:
    """The release with as much of the spread as gives nobody away."""
    if not spreads.asked:
        return made
    off: list[Whose] = []
    told = spreads.told(made, off)
    while told and (leaks := attacks(spreads.released(made, told))):
        off += _taken_back(leaks, told)
        told = spreads.told(made, off)
    return spreads.released(made, told)


def _taken_back(leaks: Iterable[Leak], told: frozenset[Whose]) -> list[Whose]:
    """The spread that leaks, or those of the nearest scopes below it; all of them where none of these is told."""
    cells = [(leak.cell.measure, leak.cell.place.scope) for leak in leaks if leak.cell is not None]
    below = [
        (measure, at)
        for measure, at in told
        if any(measure == one and at[: len(scope)] == scope for one, scope in cells)
    ]
    nearest = min((len(at) for _, at in below), default=0)
    return (
        [one for one in cells if one in told][:1]
        or [one for one in below if len(one[1]) == nearest]
        or list(told)
    )

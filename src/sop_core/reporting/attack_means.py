"""The differencer: what the means of two nested groups say of the few people between them (DESIGN 7).

A printed mean stands for everything that rounds to it, so that the mean of a difference lies in an interval. It
is pinned where the interval reaches at most 0.05 to either side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from attrs import frozen

from sop_core.reporting.attack_leaks import Because, Leak
from sop_core.reporting.attack_system import System
from sop_core.reporting.cells import Cell, Published
from sop_core.types import Exact

#: How far the mean of a few people may lie from what an attacker takes it for, at most, to be pinned.
PINNED = Fraction(1, 20)


@frozen
class Spoken:
    """What a row says of its people's values: `n`, their mean to `half` a unit, and the ends of their scale."""

    n: int
    mean: Exact
    half: Fraction
    low: Exact | None
    high: Exact | None

    @property
    def sums(self) -> tuple[Exact, Exact]:
        """The least and the most that the sum of the values can be."""
        least, most = (self.mean - self.half) * self.n, (self.mean + self.half) * self.n
        if self.low is None or self.high is None:
            return least, most
        # Nobody is beyond an end of the scale, whatever rounding allows.
        return max(least, self.low * self.n), min(most, self.high * self.n)


def pinned_means(releases: Sequence[Published], system: System, *, min_cell: int) -> Iterator[Leak]:
    """Each group of 1 to `min_cell` - 1 people between published groups whose mean is pinned."""
    spoken = dict(_spoken(releases))
    for total, parts in _nested(system):
        whole = _of(system, spoken, total)
        known = [part for part in parts if system.known[part]]
        others = [_of(system, spoken, part) for part in known]
        if whole is None or len(known) == len(parts) or None in others:
            continue
        found = _rest(whole, [one for one in others if one is not None], min_cell)
        cell = system.cells[total]
        if found and cell is not None:
            because = Because(
                total=cell.place, total_n=whole.n, others_n=whole.n - found, n_others=len(known),
                n_withheld=len(parts) - len(known),
            )  # fmt: skip
            yield Leak(
                attacker="differencer",
                kind="pinned",
                cell=None,
                least=found,
                most=found,
                because=because,
            )
    yield from _editions(spoken, min_cell)


def means_at_odds(releases: Sequence[Published], system: System) -> Iterator[Leak]:
    """Each cell of which two releases say means that cannot both be: one answer was changed, or more."""
    if not system.twice:
        return
    said: dict[Cell, tuple[Exact, Fraction]] = {}
    found: set[Cell] = set()
    for release in releases:
        half = Fraction(1, 2 * 10**release.places)
        for row in release.rows:
            if row.mean is None:
                continue
            cell = Cell(row.place, row.measure, release.cycle, release.edition)
            before = said.get(cell)
            if before is None:
                said[cell] = (row.mean, half)
            elif cell not in found and abs(Fraction(before[0] - row.mean)) >= half + before[1]:
                found.add(cell)
                yield Leak(attacker="outsider", kind="at_odds", cell=cell)


def _editions(spoken: dict[Cell, Spoken], min_cell: int) -> Iterator[Leak]:
    """A correction beside what it corrects: the people that were added or taken away."""
    same: dict[tuple[object, str, str], list[tuple[Cell, Spoken]]] = {}
    for cell, one in spoken.items():
        same.setdefault((cell.place, cell.measure, cell.cycle), []).append((cell, one))
    for several in same.values():
        for (_, first), (cell, second) in combinations(several, 2):
            smaller, larger = sorted((first, second), key=lambda one: one.n)
            found = _rest(larger, [smaller], min_cell)
            if found:
                yield Leak(
                    attacker="differencer", kind="pinned", cell=cell, least=found, most=found
                )


def _spoken(releases: Iterable[Published]) -> Iterator[tuple[Cell, Spoken]]:
    for release in releases:
        half = Fraction(1, 2 * 10**release.places)
        for row in release.rows:
            if row.n and row.mean is not None:
                cell = Cell(row.place, row.measure, release.cycle, release.edition)
                low, high = release.ranges.get(row.measure, (None, None))
                yield cell, Spoken(row.n, row.mean, half, low, high)


def _of(system: System, spoken: dict[Cell, Spoken], unknown: int) -> Spoken | None:
    cell = system.cells[unknown]
    return None if cell is None else spoken.get(cell)


def _nested(system: System) -> Iterator[tuple[int, list[int]]]:
    """Each total with its parts, and with the parts of those parts that are withheld."""
    below = dict(reversed(system.equations))
    for total, parts in system.equations:
        yield total, list(parts)
        finer = list(parts)
        for part in finer:  # grows while parts that are withheld come apart
            if system.known[part] is None:
                finer += below.get(part, ())
        ends = [one for one in finer if system.known[one] is not None or one not in below]
        if len(finer) > len(parts):
            yield total, ends


def _rest(whole: Spoken, others: Sequence[Spoken], min_cell: int) -> int:
    """How many people are left, if they are few and their mean is pinned; else 0."""
    n = whole.n - sum(one.n for one in others)
    if not 0 < n < min_cell:
        return 0
    sums = [one.sums for one in others]
    least = Fraction(whole.sums[0] - sum(most for _, most in sums)) / n
    most = Fraction(whole.sums[1] - sum(least for least, _ in sums)) / n
    if whole.low is not None and whole.high is not None:
        # A group whose mean is at an end of the scale is pinned by the end.
        least, most = max(least, Fraction(whole.low)), min(most, Fraction(whole.high))
    return n if most - least <= 2 * PINNED else 0

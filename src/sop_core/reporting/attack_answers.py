"""What n, a mean, its spread and bars say together of single answers (DESIGN 7 rule 4).

Written from the published rows alone. Whoever knows the instrument knows the values that a scale can have; where
these are few the numbers of a group may leave one way only in which its people answered. The same is tried of what is
left of a scope beside its parts, and of a spread that only the difference of two shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import ceil, floor, lcm

from attrs import evolve, field, frozen

from sop_core.reporting.attack_histogram import follows, follows_inside
from sop_core.reporting.attack_leaks import Leak
from sop_core.reporting.attack_told import Ends, Told, squares_of
from sop_core.reporting.cells import Cell, Place, Published, Shown, ShownBars
from sop_core.types import Exact, FrozenMap

#: An interval is the mean and so many standard errors to either side.
ERRORS = Fraction(196, 100)


@frozen(kw_only=True)
class _Group:
    """What is told of a group: of a scope, or of what is left of one. `bars` are counts by bar.

    `apart` is of the squared distances from the mean, which is told of a scope, and `squares` of the squares, which
    can be taken away from one another.
    """

    n: int
    total: Ends
    squares: Ends | None = None
    apart: Ends | None = None
    median: Ends | None = None
    bars: tuple[int, ...] | None = None

    @property
    def of_squares(self) -> Ends | None:
        """The least and the most that the squares of the values come to."""
        return self.squares if self.squares is not None else squares_of(self)

    def less(self, part: _Group) -> _Group:
        """What is left when a part is taken away; whatever is not told of both is not told."""
        squares, mine, theirs = None, self.of_squares, part.of_squares
        if mine is not None and theirs is not None:
            squares = (mine[0] - theirs[1], mine[1] - theirs[0])
        bars = None
        if self.bars is not None and part.bars is not None:
            bars = tuple(n - less for n, less in zip(self.bars, part.bars, strict=True))
        return _Group(
            n=self.n - part.n,
            total=(self.total[0] - part.total[1], self.total[1] - part.total[0]),
            squares=squares,
            bars=bars,
        )


@frozen(kw_only=True)
class _Measure:
    """One measure of one cycle and edition: what is told of each scope."""

    cell: Cell
    values: tuple[Exact, ...]
    ends: tuple[tuple[Exact, Exact], ...]
    groups: Mapping[Place, _Group]
    parts: Mapping[Place, tuple[Place, ...]] = field(factory=FrozenMap[Place, tuple[Place, ...]])


def answer_leaks(releases: Iterable[Published], *, min_cell: int) -> Iterator[Leak]:
    """Each value of which it follows how many people had it, and each spread of too few people."""
    measures = list(_measures(tuple(releases)))
    for one in measures:
        for place, group in one.groups.items():
            yield from _values(one, place, group, min_cell, left=False)
        for place in one.parts:
            yield from _left(one, place, min_cell)
    for first, second in combinations(measures, 2):
        if evolve(first.cell, edition=0) == evolve(second.cell, edition=0):
            yield from _corrected(first, second, min_cell)


# ------------------------------------------------------------------------------------ what was read


@frozen
class _Read:
    """A row with a mean, the half unit that the mean may be off, and the bars of the same people and values."""

    row: Shown
    half: Fraction
    bars: ShownBars | None

    @property
    def tells(self) -> bool:
        """Whether it says more than how many there are and their mean."""
        row = self.row
        return self.bars is not None or row.sd is not None or row.interval is not None


def _measures(releases: Sequence[Published]) -> Iterator[_Measure]:
    """The measures of which anything may follow."""
    values: dict[Cell, tuple[Exact, ...]] = {}
    every: dict[Cell, list[_Read]] = {}
    for release in releases:
        bars = {(one.scope, one.measure): one for one in release.bars if one.counts is not None}
        half = Fraction(1, 2 * 10**release.places)
        cells: dict[str, Cell] = {}
        for row in release.rows:
            cell = cells.get(row.measure)
            if cell is None:
                cell = Cell(Place(), row.measure, release.cycle, release.edition)
                cells[row.measure] = cell
                values.setdefault(cell, release.values.get(row.measure, ()))
            if row.n and row.mean is not None:
                beside = None if row.place.groups else bars.get((row.place.scope, row.measure))
                every.setdefault(cell, []).append(_Read(row, half, beside))
    for cell, several in every.items():
        # Of more than two values a mean by itself comes about in other ways.
        if len(values[cell]) == 2 or any(one.tells for one in several):
            yield _measure(cell, values[cell], several)


def _measure(cell: Cell, values: tuple[Exact, ...], several: Sequence[_Read]) -> _Measure:
    known: dict[Place, _Group] = {}
    for one in several:
        found = _group(one.row, one.half, one.bars, values)
        known[one.row.place] = _joined(known.get(one.row.place), found)
    ends = (one.bars.ends for one in several if one.bars is not None)
    return _Measure(
        cell=cell,
        values=values,
        ends=next(ends, ()),
        groups=known,
        parts=FrozenMap(_parts(known)),
    )


def _group(row: Shown, half: Fraction, bars: ShownBars | None, values: Sequence[Exact]) -> _Group:
    n, mean = row.n or 0, Fraction(row.mean or 0)
    low, high = _variance(row, half)
    return _Group(
        n=n,
        total=_whole(n * (mean - half), n * (mean + half), values),
        apart=None if high is None else ((n - 1) * low, (n - 1) * high),
        median=None if row.median is None else (row.median - half, row.median + half),
        bars=None if bars is None else bars.counts,
    )


def _whole(low: Fraction, high: Fraction, values: Sequence[Exact]) -> Ends:
    """The ends of a total, moved to where values can come to."""
    if not values:
        return low, high
    unit = Fraction(1, lcm(*(Fraction(value).denominator for value in values)))
    return ceil(low / unit) * unit, floor(high / unit) * unit


def _variance(row: Shown, half: Fraction) -> tuple[Fraction, Fraction | None]:
    """Between what the variance lies, by the standard deviation and by the interval."""
    low, high = Fraction(0), None
    if row.sd is not None:
        low, high = max(Fraction(0), row.sd - half) ** 2, Fraction(row.sd + half) ** 2
    if row.interval is not None and row.n and row.mean is not None:
        # Each end is rounded outwards by less than a unit, and the mean by half a unit.
        widths = (row.mean - row.interval[0], row.interval[1] - row.mean)
        most = Fraction(min(widths)) + half
        least = max(Fraction(0), Fraction(max(widths)) - 3 * half)
        by_n = row.n / ERRORS**2
        high = most**2 * by_n if high is None else min(high, most**2 * by_n)
        low = max(low, least**2 * by_n)
    return low, high


def _joined(first: _Group | None, second: _Group) -> _Group:
    """What two releases tell of one group: both hold, whichever is read first."""
    if first is None:
        return second
    return _Group(
        n=first.n,
        total=_both(first.total, second.total) or second.total,
        apart=_both(first.apart, second.apart),
        median=_both(first.median, second.median),
        bars=first.bars or second.bars,
    )


def _both(one: Ends | None, other: Ends | None) -> Ends | None:
    """Between what a number lies by two that are told of it; what one of them does not tell the other may."""
    if one is None or other is None:
        return one or other
    return max(one[0], other[0]), min(one[1], other[1])


def _parts(known: Mapping[Place, _Group]) -> dict[Place, tuple[Place, ...]]:
    """The places with a group that are nearest below each, by scope."""
    found: dict[Place, list[Place]] = {}
    for place in known:
        above = _above(place, known)
        if above is not None:
            found.setdefault(above, []).append(place)
    return {place: tuple(parts) for place, parts in found.items()}


def _above(place: Place, known: Mapping[Place, _Group]) -> Place | None:
    ends = (Place(place.scope[:end], place.groups) for end in range(len(place.scope) - 1, -1, -1))
    return next((one for one in ends if one in known), None)


# ------------------------------------------------------------------------------------- what follows


def _values(
    one: _Measure, place: Place, group: _Group, min_cell: int, *, left: bool
) -> Iterator[Leak]:
    tells = group.of_squares is not None or group.bars is not None
    if len(one.values) < 2 or not (tells or len(one.values) == 2):
        # Of more than two values a mean comes about in other ways, and so does one with a median.
        return
    told = Told(
        n=group.n,
        values=one.values,
        total=group.total,
        squares=group.squares,
        apart=group.apart,
        median=group.median,
        bars=_bars(one, group),
    )
    found = follows(told, below=min_cell)
    if found is None:
        yield Leak(attacker="outsider", kind="impossible", cell=evolve(one.cell, place=place))
        return
    inside = follows_inside(told, below=min_cell)
    known = _shown(one, group)
    for value, n in [*found.items(), *inside.items()]:
        if value not in known:
            groups = (*place.groups, ("answers", str(value)))
            yield Leak(
                attacker="outsider" if value in found else "insider",
                kind="values" if left else "value",
                cell=evolve(one.cell, place=Place(place.scope, groups)),
                least=n,
                most=n,
            )


def _in_bars(one: _Measure) -> list[tuple[int, ...]]:
    """The places of the values of each bar: a value is in the last bar that begins at or below it."""
    found: list[list[int]] = [[] for _ in one.ends]
    order = sorted(range(len(one.ends)), key=lambda at: one.ends[at][0])
    for place, value in enumerate(one.values):
        reached = [at for at in order if one.ends[at][0] <= value]
        found[reached[-1] if reached else order[0]].append(place)
    return [tuple(places) for places in found]


def _bars(one: _Measure, group: _Group) -> tuple[tuple[tuple[int, ...], int], ...]:
    if group.bars is None:
        return ()
    return tuple(zip(_in_bars(one), group.bars, strict=True))


def _shown(one: _Measure, group: _Group) -> set[Exact]:
    """The values of which the release itself says how many had them: those that are a bar by themselves."""
    if group.bars is None:
        return set()
    return {one.values[places[0]] for places in _in_bars(one) if len(places) == 1}


def _left(one: _Measure, place: Place, min_cell: int) -> Iterator[Leak]:
    """What is left of a group beside its parts, and beside those whose spread is told."""
    whole, parts = one.groups[place], one.parts[place]
    rest = whole
    for part in parts:
        rest = rest.less(one.groups[part])
    if rest.n > 0:
        yield from _values(one, place, evolve(rest, squares=None), min_cell, left=True)
    if whole.apart is None:
        return
    spread = _with_spread(one, parts)
    for part in spread:
        whole = whole.less(one.groups[part])
    if spread and 0 < whole.n < 2 * min_cell:
        cell = evolve(one.cell, place=place)
        yield Leak(attacker="differencer", kind="spread", cell=cell, least=whole.n, most=whole.n)
    elif spread and whole.n > 0:
        yield from _values(one, place, whole, min_cell, left=True)


def _with_spread(one: _Measure, parts: Iterable[Place]) -> list[Place]:
    """Of these places, or of what is below those that do not tell a spread, the ones that tell one."""
    found: list[Place] = []
    for part in parts:
        if one.groups[part].apart is not None:
            found.append(part)
        else:
            found += _with_spread(one, one.parts.get(part, ()))
    return found


def _corrected(first: _Measure, second: _Measure, min_cell: int) -> Iterator[Leak]:
    """Rule 5: the spread of whoever came or went between two editions."""
    for place, before in first.groups.items():
        after = second.groups.get(place)
        if after is not None and before.apart is not None and after.apart is not None:
            n = abs(after.n - before.n)
            if 0 < n < 2 * min_cell:
                cell = evolve(second.cell, place=place)
                yield Leak(attacker="differencer", kind="spread", cell=cell, least=n, most=n)

"""What the bars of distributions say of answers that are not shown (C-22, DESIGN 7 rule 4).

Written from the published rows alone, and not from the code that withholds. Take a shown scope: its bars less
those of the shown scopes below it are the bars of a group that nobody named. They give somebody away where one of
them is a few people, where all of the group, or all but one, answered alike (that one knows it of the others), or
where the group is one withheld scope. Else two scopes or more share two bars or more, and are a table of which the
margins are known at most. There each number can be anything from n + bar - all, or none, to the smaller of n and
bar: nothing of it is exact, and nothing is surely few where every n and every bar that is not zero is large
enough.

Bars of one scope that join the same answers in two ways are solved for each answer; so are the bars before and after
a correction for what came or went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from attrs import field, frozen, mutable

from sop_core.reporting.attack_exact import derive
from sop_core.reporting.attack_leaks import Leak, LeakKind
from sop_core.reporting.attack_system import System
from sop_core.reporting.cells import Cell, Place, Published, Scope, ShownBars

#: Which distribution of which cycle, and which answers each bar joins.
Key = tuple[str, str, int, tuple[tuple[str, ...], ...]]
Counts = tuple[int, ...]


def bar_leaks(releases: Iterable[Published], *, min_cell: int) -> Iterator[Leak]:
    """Each way in which the bars that were released give somebody away."""
    found: dict[Key, _Bars] = {}
    odd: list[Leak] = []
    releases = tuple(releases)
    sizes = _sizes(releases) if any(release.bars for release in releases) else {}
    for release in releases:
        for one in release.bars:
            key = (one.answers, release.cycle, release.edition, one.joined)
            bars = found.setdefault(key, _Bars(key, min_cell))
            odd += bars.read(one, sizes.get(bars.row_of(one)))
    yield from odd
    for bars in found.values():
        yield from bars.leaks()
    for first, second in combinations(found.values(), 2):
        if first.key[:2] == second.key[:2] and first.key[2] != second.key[2]:
            yield from _corrected(*sorted((first, second), key=lambda one: one.key[2]))
    yield from _joined_in_two_ways(found.values(), min_cell)


def _sizes(releases: Iterable[Published]) -> dict[Cell, int]:
    return {
        Cell(row.place, row.measure, release.cycle, release.edition): row.n
        for release in releases
        for row in release.rows
        if row.n is not None
    }


@frozen
class _Rest:
    """What is left of a shown scope: its bars, and the withheld scopes that the people are in."""

    scope: Scope
    bars: Counts
    ends: tuple[Scope, ...]

    @property
    def n(self) -> int:
        return sum(self.bars)


@mutable
class _Bars:
    key: Key
    min_cell: int
    known: dict[Scope, Counts] = field(factory=dict[Scope, Counts])
    size: dict[Scope, int] = field(factory=dict[Scope, int])
    parts: dict[Scope, list[Scope]] = field(factory=dict[Scope, list[Scope]])
    listed: dict[Scope, None] = field(factory=dict[Scope, None])

    def row_of(self, one: ShownBars) -> Cell:
        """The row that has the same people, where there is one."""
        _, cycle, edition, _ = self.key
        return Cell(Place(one.scope), one.measure or "", cycle, edition)

    def read(self, one: ShownBars, n: int | None) -> Iterator[Leak]:
        """Take a scope's bars in; what is at odds with what was read of it before, or with its row, is a leak."""
        if one.scope not in self.listed:
            self.listed[one.scope] = None
        if n is not None:
            self.size[one.scope] = n
        if one.counts is None:
            return
        before = self.known.setdefault(one.scope, one.counts)
        if before != one.counts or (n is not None and sum(one.counts) != n):
            yield self._leak("at_odds", one.scope)

    def leaks(self) -> Iterator[Leak]:
        self._divide()
        for scope, bars in self.known.items():
            yield from self._shown(scope, bars)
        for scope in self.listed:
            if scope in self.known:
                yield from self._left(self._rest(scope))
            elif self.parts.get(scope) and all(part in self.known for part in self.parts[scope]):
                yield self._leak("distribution", scope)

    def _divide(self) -> None:
        """The listed scopes directly below each; one whose next listed scope is higher up is below that."""
        for scope in self.listed:
            ends = (scope[:end] for end in range(len(scope) - 1, -1, -1))
            above = next((one for one in ends if one in self.listed), None)
            if above is not None:
                self.parts.setdefault(above, []).append(scope)

    def _shown(self, scope: Scope, bars: Counts) -> Iterator[Leak]:
        for at, n in enumerate(bars):
            if 0 < n < self.min_cell:
                yield self._leak("bar", scope, at=at, n=n)
        if sum(map(bool, bars)) == 1:
            yield self._leak("alike", scope)

    def _rest(self, scope: Scope) -> _Rest:
        left = list(self.known[scope])
        ends: list[Scope] = []
        waiting = list(self.parts.get(scope, ()))
        for part in waiting:  # grows while withheld scopes come apart
            if part in self.known:
                left = [n - less for n, less in zip(left, self.known[part], strict=True)]
            elif part in self.parts:
                waiting += self.parts[part]
            elif self.size.get(part) != 0:
                ends.append(part)
        whole = scope not in self.parts
        return _Rest(scope, (0,) * len(left) if whole else tuple(left), tuple(ends))

    def _left(self, rest: _Rest) -> Iterator[Leak]:
        if any(n < 0 for n in rest.bars) or (rest.n and not rest.ends):
            yield self._leak("impossible", rest.scope)
            return
        if not rest.n:
            # Nobody is left: whoever is in a withheld scope is in the shown ones below it.
            found = filter(self._shows_below, self._withheld(rest.scope))
            yield from (self._leak("distribution", scope) for scope in found)
            return
        for at, n in enumerate(rest.bars):
            if 0 < n < self.min_cell:
                yield self._leak("bars", rest.scope, at=at, n=n)
        if rest.n - max(rest.bars) <= 1:
            yield self._leak("rest_alike", rest.scope)
        for scope in self._withheld(rest.scope):
            size = self._left_in(scope)
            if size is not None and size > rest.n:
                yield self._leak("impossible", scope)
            elif size == rest.n or set(rest.ends) <= set(self._ends(scope)):
                yield self._leak("distribution", scope)

    def _left_in(self, scope: Scope) -> int | None:
        """How many of a withheld scope are in no shown one below it, where its row tells how many it has."""
        n = self.size.get(scope)
        if n is None:
            return None
        hidden = (scope, *self._withheld(scope))
        below = (part for one in hidden for part in self.parts.get(one, ()) if part in self.known)
        return n - sum(sum(self.known[part]) for part in below)

    def _withheld(self, scope: Scope) -> list[Scope]:
        """The withheld scopes that hang below a shown one by withheld ones alone."""
        found = [part for part in self.parts.get(scope, ()) if part not in self.known]
        for part in found:  # grows while scopes are opened
            found += [one for one in self.parts.get(part, ()) if one not in self.known]
        return found

    def _shows_below(self, scope: Scope) -> bool:
        """Whether anybody of a withheld scope is in a shown one below it."""
        return any(
            any(self.known[part]) if part in self.known else self._shows_below(part)
            for part in self.parts.get(scope, ())
        )

    def _ends(self, scope: Scope) -> list[Scope]:
        waiting, ends = [scope], list[Scope]()
        for one in waiting:  # grows while scopes are opened
            below = [part for part in self.parts.get(one, ()) if part not in self.known]
            waiting += below
            if one not in self.parts and self.size.get(one) != 0:
                ends.append(one)
        return ends

    def _leak(self, kind: LeakKind, scope: Scope, *, at: int | None = None, n: int = 0) -> Leak:
        answers, cycle, edition, joined = self.key
        groups = () if at is None else (("answers", said_of(joined[at])),)
        cell = Cell(Place(scope, groups), answers, cycle, edition)
        insider = kind in ("alike", "rest_alike")
        return Leak(
            attacker="insider" if insider else "outsider", kind=kind, cell=cell, least=n, most=n
        )


def said_of(codes: Iterable[str]) -> str:
    """What a bar joins, in a sentence."""
    return " or ".join(codes)


def _corrected(before: _Bars, after: _Bars) -> Iterator[Leak]:
    """Rule 5: whoever came, went or changed between two editions of the same bars."""
    if before.key[3] != after.key[3]:
        return
    for scope in before.known:
        if scope in after.known:
            by = [a - b for a, b in zip(after.known[scope], before.known[scope], strict=True)]
            few = [at for at, n in enumerate(by) if 0 < abs(n) < before.min_cell]
            if few or sum(map(bool, by)) == 1:
                at = few[0] if few else next(at for at, n in enumerate(by) if n)
                yield after._leak("corrected", scope, at=at, n=abs(by[at]))


def _joined_in_two_ways(every: Iterable[_Bars], min_cell: int) -> Iterator[Leak]:
    """Bars that join the same answers in two ways: each answer that follows from both."""
    several: dict[tuple[str, str, int], list[_Bars]] = {}
    for bars in every:
        several.setdefault(bars.key[:3], []).append(bars)
    for alike in several.values():
        for scope in dict.fromkeys(scope for bars in alike for scope in bars.known):
            shown = [bars for bars in alike if scope in bars.known]
            if len(shown) > 1:
                yield from _solved(scope, shown, min_cell)


def _solved(scope: Scope, shown: Sequence[_Bars], min_cell: int) -> Iterator[Leak]:
    answers = _apart([codes for bars in shown for codes in bars.key[3]])
    sums = [
        (n, [at for at, one in enumerate(answers) if one[0] in codes])
        for bars in shown
        for codes, n in zip(bars.key[3], bars.known[scope], strict=True)
    ]
    count = len(answers)
    system = System(
        cells=(None,) * (count + len(sums)),
        known=(*(None,) * count, *(n for n, _ in sums)),
        low=(0,) * (count + len(sums)),
        equations=tuple((count + number, tuple(parts)) for number, (_, parts) in enumerate(sums)),
    )
    derived, _ = derive(system)
    if derived.impossible:
        yield shown[0]._leak("impossible", scope)
    for one, value in zip(answers, derived.values, strict=False):
        if value is not None and 0 < value < min_cell:
            cell = Cell(Place(scope, (("answers", said_of(one)),)), *shown[0].key[:3])
            yield Leak(attacker="outsider", kind="bar", cell=cell, least=value, most=value)


def _apart(bars: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The answers that no bar tells apart, together."""
    where: dict[str, list[int]] = {}
    for number, codes in enumerate(bars):
        for code in codes:
            where.setdefault(code, []).append(number)
    found: dict[tuple[int, ...], list[str]] = {}
    for code, numbers in where.items():
        found.setdefault(tuple(numbers), []).append(code)
    return [tuple(codes) for codes in found.values()]

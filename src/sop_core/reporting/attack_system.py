"""What an attacker writes down: an unknown for each cell, and the sums that hold between them.

Only published rows are read here, and nothing of the code that withholds is used: the two must be able to
disagree. All releases are joined: a cell that one of them shows is known. A scope's parts are the listed scopes
directly below it, and a row that is not listed holds nobody: every record has one path (DESIGN 7).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from attrs import field, frozen, mutable

from sop_core.reporting.attack_people import PEOPLE
from sop_core.reporting.cells import Cell, GroupingKind, Place, Published, Scope

#: A total and its parts, by the places of the unknowns in the system.
Equation = tuple[int, tuple[int, ...]]
Block = dict[Place, int]


@frozen
class System:
    """The unknowns and what is known of them.

    `cells` names each unknown; None stands for a number that no release has a row for. `known` is the published
    number, `low` what a reader of the rules knows at least: a withheld cell is no zero. `twice` are the cells that
    two releases have a row for, `at_odds` those of them for which they say different numbers.
    """

    cells: tuple[Cell | None, ...]
    known: tuple[int | None, ...]
    low: tuple[int, ...]
    equations: tuple[Equation, ...]
    at_odds: tuple[Cell, ...] = ()
    twice: frozenset[Cell] = frozenset()

    def __len__(self) -> int:
        return len(self.cells)


@mutable
class _Builder:
    cells: list[Cell | None] = field(factory=list[Cell | None])
    known: list[int | None] = field(factory=list[int | None])
    low: list[int] = field(factory=list[int])
    equations: list[Equation] = field(factory=list[Equation])
    at: dict[Cell, int] = field(factory=dict[Cell, int])
    at_odds: list[Cell] = field(factory=list[Cell])
    twice: set[Cell] = field(factory=set[Cell])
    blocks: dict[tuple[str, str, int], Block] = field(factory=dict[tuple[str, str, int], Block])
    kinds: dict[str, GroupingKind] = field(factory=dict[str, GroupingKind])

    #: Of which scopes a release lists all parts by a grouping, by block: there they come to the scope.
    whole: set[tuple[tuple[str, str, int], Scope, str]] = field(
        factory=set[tuple[tuple[str, str, int], Scope, str]]
    )

    def new(self, cell: Cell | None, n: int | None, low: int) -> int:
        self.cells.append(cell)
        self.known.append(n)
        self.low.append(low)
        return len(self.cells) - 1

    def read(self, release: Published) -> None:
        for name, kind in release.groupings.items():
            # Whoever knows from one release that nobody is in two parts knows it of all.
            if self.kinds.get(name) != "partition":
                self.kinds[name] = kind
        kinds, cycle, edition = release.groupings, release.cycle, release.edition
        for row in release.rows:
            cell = Cell(row.place, row.measure, cycle, edition)
            for name, _ in row.place.groups:
                if kinds.get(name) not in ("overlapping", "singled"):
                    self.whole.add(((cycle, row.measure, edition), row.place.scope, name))
            index = self.at.setdefault(cell, len(self.cells))
            if index == len(self.cells):
                # The zeros of a distribution that is withheld are not shown.
                bar = any(kinds.get(name) == "answers" for name, _ in row.place.groups)
                self.new(cell, row.n, 0 if bar else 1)
                self.blocks.setdefault((cycle, row.measure, edition), {})[row.place] = index
                continue
            self.twice.add(cell)
            if self.known[index] is None:
                self.known[index] = row.n
            elif row.n is not None and row.n != self.known[index]:
                self.at_odds.append(cell)

    def join(self, key: tuple[str, str, int], block: Block) -> None:
        """The sums over the further groupings, then those over the tree of scopes."""
        sums: defaultdict[tuple[Place, str], list[int]] = defaultdict(list)
        waiting = sorted(block, key=lambda place: len(place.groups), reverse=True)
        for place in waiting:  # grows while totals that nobody published are added
            for name, _ in place.groups:
                total = place.without(name)
                if total not in block:
                    block[total] = self.new(None, None, 0)
                    waiting.append(total)
                if self.kinds.get(name, "partition") == "overlapping":
                    self._beside_rest(block[total], [block[place]])
                else:
                    sums[total, name].append(block[place])
        for (total, name), parts in sums.items():
            if not self._lists_all(key, total.scope, name):
                self._beside_rest(block[total], parts)
            else:
                self.equations.append((block[total], tuple(parts)))
        self._climb(block)

    def _lists_all(self, key: tuple[str, str, int], scope: Scope, name: str) -> bool:
        """Whether all parts of a scope are listed; of people, whatever measure they are listed of."""
        blocks = self.blocks if key[1] == PEOPLE else (key,)
        return any((one, scope, name) in self.whole for one in blocks)

    def _beside_rest(self, total: int, parts: list[int]) -> None:
        """A total is these parts, and others that no release has a row for."""
        self.equations.append((total, (*parts, self.new(None, None, 0))))

    def _climb(self, block: Block) -> None:
        layers: defaultdict[tuple[tuple[str, str], ...], dict[Scope, int]] = defaultdict(dict)
        for place, index in block.items():
            layers[place.groups][place.scope] = index
        for layer in layers.values():
            below: defaultdict[int, list[int]] = defaultdict(list)
            for scope, index in layer.items():
                above = next((layer[up] for up in _prefixes(scope) if up in layer), None)
                if above is not None:
                    below[above].append(index)
            self.equations += [(total, tuple(parts)) for total, parts in below.items()]


def _prefixes(scope: Scope) -> Iterable[Scope]:
    return (scope[:length] for length in range(len(scope) - 1, -1, -1))


def system_of(releases: Iterable[Published]) -> System:
    """The one system of everything that was released, in the order in which it is read."""
    builder = _Builder()
    for release in releases:
        builder.read(release)
    for key, block in builder.blocks.items():
        builder.join(key, block)
    return System(
        tuple(builder.cells),
        tuple(builder.known),
        tuple(builder.low),
        tuple(builder.equations),
        tuple(builder.at_odds),
        frozenset(builder.twice),
    )

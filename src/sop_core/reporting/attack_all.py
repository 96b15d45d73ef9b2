"""The attackers of DESIGN 7, on the union of everything that was released (B-37, D1).

They read published rows alone. The outsider knows the sums; the rule reader also that a withheld cell is at
least 1; the insider also that one of its people is themself. The differencer (attack_means) knows the means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve, field, frozen, mutable

from sop_core.reporting.attack_answers import answer_leaks
from sop_core.reporting.attack_bars import bar_leaks
from sop_core.reporting.attack_exact import Derived, Piece, derive, row_of, uses_of
from sop_core.reporting.attack_leaks import Attack, Attacker, Because, Leak
from sop_core.reporting.attack_means import means_at_odds, pinned_means
from sop_core.reporting.attack_people import same_people
from sop_core.reporting.attack_system import System, system_of
from sop_core.reporting.bounds import Bounds, BoundsSolver, Component, narrowed
from sop_core.reporting.bounds_search import SearchSolver
from sop_core.reporting.cells import Cell, Place, Published

#: A ringed component of more unknowns than this is left to a solver; trying would take too long.
MOST_TRIED = 60


def attack(
    releases: Iterable[Published],
    *,
    min_cell: int,
    solver: BoundsSolver | None = None,
    beside: Iterable[Published] = (),
) -> Attack:
    """Try to give somebody away from everything that these releases say together.

    `beside` are releases under another scoring of the instrument, whose numbers are their own unless they are of
    the same people (`attack_people`).

    `solver` finds the bounds where sums form rings (`sop_core.audit.LinearSolver`); without one small rings are
    searched, and the cells of large ones are `undecided` unless they leak without it.
    """
    every = tuple(releases)
    people = same_people([*every, *beside])
    system = system_of(every if people is None else [*every, people])
    derived, pieces = derive(system)
    work = _Attack(system, derived, min_cell, solver)
    leaks = [
        *work.contradictions(),
        *means_at_odds(every, system),
        *work.exact(),
        *(leak for piece in pieces for leak in work.bounded(piece)),
        *work.one_bar(every),
        *pinned_means(every, system, min_cell=min_cell),
        *bar_leaks(every, min_cell=min_cell),
        *answer_leaks(every, min_cell=min_cell),
    ]
    return Attack(
        leaks=tuple(leaks),
        undecided=tuple(work.undecided),
        bounds=tuple(sorted(work.solvers)) or (() if work.undecided else ("intervals",)),
    )


@frozen
class _Found:
    """The bounds of one piece, and whether they are certain."""

    bounds: Bounds
    certain: bool


@mutable
class _Attack:
    system: System
    derived: Derived
    min_cell: int
    solver: BoundsSolver | None
    undecided: list[Cell] = field(factory=list[Cell])
    solvers: set[str] = field(factory=set[str])
    uses: list[list[int]] = field(init=False)
    most: list[int | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.uses = uses_of(self.system)
        self.most = list(self.derived.values)

    # ------------------------------------------------------------------------ what cannot be

    def contradictions(self) -> Iterator[Leak]:
        """An infeasible system is a leak, never a pass: what does not fit may be what was withheld."""
        for cell in self.system.at_odds:
            yield Leak(attacker="outsider", kind="at_odds", cell=cell)
        for unknown, n in enumerate(self.system.known):
            if n is not None and n < 0:
                yield self._impossible(self.system.cells[unknown])
        for number in self.derived.impossible:
            total = self.system.equations[number][0]
            yield self._impossible(self.system.cells[total], number)

    def _impossible(self, cell: Cell | None, number: int | None = None) -> Leak:
        because = None if number is None else self._because(number)
        return Leak(attacker="outsider", kind="impossible", cell=cell, because=because)

    # ------------------------------------------------------------------------- what follows

    def exact(self) -> Iterator[Leak]:
        """Each withheld cell whose value follows from the sums, and each rest that is a small group."""
        for unknown, number in self.derived.by.items():
            cell, value = self.system.cells[unknown], self.derived.values[unknown]
            assert value is not None  # noqa: S101 (what was derived has a value)
            low = self.system.low[unknown]
            if value < low:
                yield self._impossible(cell, None if number < 0 else number)
            elif value and (cell is not None or value < self.min_cell):
                because = None if number < 0 else self._because(number, unknown)
                yield Leak(
                    attacker="outsider",
                    kind="exact",
                    cell=cell,
                    least=value,
                    most=value,
                    because=because,
                )

    def bounded(self, piece: Piece) -> Iterator[Leak]:
        """Each cell of a piece whose interval gives it away."""
        found = self._bounds(piece, self.system.low)
        if not found.bounds.possible:
            cell = next(
                (self.system.cells[i] for i in piece.unknowns if self.system.cells[i]), None
            )
            yield self._impossible(cell)
            return
        sure: list[tuple[int, Leak]] = []
        for at, unknown in enumerate(piece.unknowns):
            least, most = found.bounds.least[at], found.bounds.most[at]
            self.most[unknown] = most
            leak = self._judged(unknown, least, most)
            if leak is not None:
                sure.append((at, leak))
            elif not found.certain and (cell := self.system.cells[unknown]) is not None:
                self.undecided.append(cell)
        if sure:
            # Who knows less than the rules may know enough.
            outsider = self._bounds(piece, (0,) * len(self.system)).bounds
            yield from (self._named(leak, outsider, at) for at, leak in sure)

    def _judged(self, unknown: int, least: int, most: int | None) -> Leak | None:
        cell, low = self.system.cells[unknown], self.system.low[unknown]
        if most is None or (cell is None and not 0 < least <= most < self.min_cell):
            return None
        because = self._tightest(unknown)
        if least == most and most:
            return Leak(
                attacker="rule_reader",
                kind="exact",
                cell=cell,
                least=least,
                most=most,
                because=because,
            )
        # An insider is one of the n: the others are n - 1. A distribution that is not shown is no cell of theirs.
        limit = self.min_cell + 1 if low else self.min_cell
        if least and most < limit:
            attacker: Attacker = "rule_reader" if most < self.min_cell else "insider"
            return Leak(
                attacker=attacker, kind="below", cell=cell, least=least, most=most, because=because
            )
        return None

    def _named(self, leak: Leak, outsider: Bounds, at: int) -> Leak:
        """The leak, by the outsider's name where the sums and whole numbers were enough."""
        least, most = outsider.least[at], outsider.most[at]
        small = most is not None and most < self.min_cell
        if (leak.kind == "exact" and least == most) or (leak.kind == "below" and small):
            return evolve(leak, attacker="outsider", least=least, most=most)
        return leak

    # ------------------------------------------------------------------------------- bounds

    def _bounds(self, piece: Piece, low: Sequence[int]) -> _Found:
        place = {unknown: at for at, unknown in enumerate(piece.unknowns)}
        sums = [row_of(self.system.equations[i], self.derived.values) for i in piece.equations]
        component = Component(
            tuple(low[unknown] for unknown in piece.unknowns),
            tuple(
                (tuple((place[unknown], sign) for unknown, sign in row.items()), rest)
                for row, rest in sums
            ),
        )
        outer = narrowed(component, ringed=piece.ringed)
        if not piece.ringed or not outer.possible:
            return _Found(outer, certain=True)
        solver: BoundsSolver | None = self.solver
        if solver is None and len(component) <= MOST_TRIED:
            solver = SearchSolver()
        found = solver.solve(component, enough=self.min_cell + 1) if solver else None
        if solver is not None and found is not None:
            self.solvers.add(solver.name)
        return _Found(outer if found is None else found, certain=found is not None)

    def one_bar(self, releases: Sequence[Published]) -> Iterator[Leak]:
        """Rule 4: of a distribution that is withheld, more than one bar must be able to hold an answer."""
        kinds = {name: kind for one in releases for name, kind in one.groupings.items()}
        bars: dict[tuple[Place, str, Cell], list[int]] = {}
        for unknown, cell in enumerate(self.system.cells):
            for name, _ in cell.place.groups if cell is not None else ():
                if cell is not None and kinds.get(name) == "answers":
                    whole = cell.place.without(name)
                    bars.setdefault((whole, name, evolve(cell, place=whole)), []).append(unknown)
        for (_, _, cell), unknowns in bars.items():
            hidden = [one for one in unknowns if self.system.known[one] is None]
            able = [one for one in unknowns if self.most[one] != 0]
            if hidden and len(unknowns) > 1 and len(able) == 1:
                yield Leak(attacker="rule_reader", kind="alike", cell=cell)

    # ---------------------------------------------------------------------------- because of

    def _because(self, number: int, unknown: int | None = None) -> Because:
        """A sum as what gave an unknown away: all of it but the unknown, as far as it is known."""
        total, parts = self.system.equations[number]
        values = self.derived.values
        shown = [v for part in parts if part != unknown and (v := values[part]) is not None]
        cell = self.system.cells[total]
        of_total = total == unknown
        return Because(
            total=None if of_total or cell is None else cell.place,
            total_n=None if of_total else values[total],
            others_n=sum(shown),
            n_others=len(shown),
            n_withheld=len(parts) - len(shown),
        )

    def _tightest(self, unknown: int) -> Because | None:
        """Of the sums with a known total and this unknown part, the one that leaves the least for it."""
        sums = [
            self._because(number)
            for number in self.uses[unknown]
            if unknown != (total := self.system.equations[number][0])
            and self.derived.values[total] is not None
        ]
        return min(sums, key=lambda one: (one.total_n or 0) - one.others_n, default=None)

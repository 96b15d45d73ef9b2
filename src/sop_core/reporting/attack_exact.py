"""Exact derivation: which unknowns follow from the sums alone, whatever their size.

First whatever is the only unknown of a sum, again and again, which is all there is to a tree of scopes; then
elimination in whole numbers, one connected piece at a time, and only where sums form a ring.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import gcd

from attrs import frozen

from sop_core.reporting.attack_system import Equation, System

Row = dict[int, int]


@frozen
class Derived:
    """What follows: the values (None: not known), by which sum each was found, and a sum that cannot be.

    `by[i]` is the number of the equation that gave unknown i, or -1 where several together did.
    """

    values: tuple[int | None, ...]
    by: dict[int, int]
    impossible: tuple[int, ...] = ()


@frozen
class Piece:
    """A connected piece: unknowns that hang together, and the sums between them.

    `ringed` says that the sums form a ring, so that what follows from all may not follow from each.
    """

    unknowns: tuple[int, ...]
    equations: tuple[int, ...]
    ringed: bool


def row_of(equation: Equation, values: Sequence[int | None]) -> tuple[Row, int]:
    """A sum as coefficients of its unknowns and the number that they come to."""
    total, parts = equation
    row: Row = {}
    rest = 0
    for part in parts:
        value = values[part]
        if value is None:
            row[part] = 1
        else:
            rest -= value
    value = values[total]
    if value is None:
        row[total] = -1
    else:
        rest += value
    return row, rest


def uses_of(system: System) -> list[list[int]]:
    """The sums that each unknown is in."""
    uses: list[list[int]] = [[] for _ in system.cells]
    for number, (total, parts) in enumerate(system.equations):
        uses[total].append(number)
        for part in parts:
            uses[part].append(number)
    return uses


def derive(system: System) -> tuple[Derived, tuple[Piece, ...]]:
    """All that follows exactly, and the connected pieces of what does not."""
    uses = uses_of(system)
    values = list(system.known)
    by: dict[int, int] = {}
    impossible = _peel(system, range(len(system.equations)), uses, values, by)
    for piece in pieces(system, values, uses):
        if piece.ringed:
            found, clash = _eliminate(
                [row_of(system.equations[i], values) for i in piece.equations]
            )
            impossible += piece.equations if clash else ()
            for unknown, value in found.items():
                values[unknown] = value
                by[unknown] = -1
    return (
        Derived(tuple(values), by, tuple(dict.fromkeys(impossible))),
        tuple(pieces(system, values, uses)),
    )


def _peel(
    system: System,
    first: Iterable[int],
    uses: Sequence[Sequence[int]],
    values: list[int | None],
    by: dict[int, int],
) -> tuple[int, ...]:
    """Solve each sum that has one unknown left; the sums that do not add up are returned."""
    impossible: list[int] = []
    waiting = list(first)
    for number in waiting:  # grows while unknowns are found
        row, rest = row_of(system.equations[number], values)
        if not row and rest:
            impossible.append(number)
        elif len(row) == 1:
            ((unknown, sign),) = row.items()
            values[unknown] = rest * sign
            by[unknown] = number
            waiting += [other for other in uses[unknown] if other != number]
    return tuple(impossible)


def pieces(
    system: System, values: Sequence[int | None], uses: Sequence[Sequence[int]]
) -> list[Piece]:
    """The connected pieces of what is still unknown, in the order of their first unknowns."""
    seen: set[int] = set()
    found: list[Piece] = []
    for start, value in enumerate(values):
        if value is not None or start in seen:
            continue
        seen.add(start)
        unknowns = [start]
        links = 0
        equations: dict[int, None] = {}
        for unknown in unknowns:  # grows while neighbours are found
            for number in uses[unknown]:
                links += 1
                if number in equations:
                    continue
                equations[number] = None
                total, parts = system.equations[number]
                for other in (total, *parts):
                    if values[other] is None and other not in seen:
                        seen.add(other)
                        unknowns.append(other)
        # Unknowns and sums are the knots of a graph: it is a tree if it has one link fewer than knots.
        ringed = links >= len(unknowns) + len(equations)
        found.append(Piece(tuple(unknowns), tuple(equations), ringed))
    return found


def _eliminate(rows: Iterable[tuple[Row, int]]) -> tuple[dict[int, int], bool]:
    """Gauss and Jordan in whole numbers: the unknowns that are fixed, and whether the sums clash.

    A value that is no whole number clashes too: a count is whole.
    """
    solved: dict[int, tuple[Row, int]] = {}
    where: defaultdict[int, set[int]] = defaultdict(set)
    clash = False
    for one in sorted(rows, key=lambda one: len(one[0])):
        row, rest = _reduced(*one, solved)
        if not row:
            clash = clash or rest != 0
            continue
        pivot = min(row, key=lambda unknown: (abs(row[unknown]), len(where[unknown]), unknown))
        for other in list(where[pivot]):
            solved[other] = _less(*solved[other], pivot, row, rest)
            _note(other, row, solved[other][0], where)
        solved[pivot] = row, rest
        _note(pivot, row, row, where)
    fixed = {pivot: (row[pivot], rest) for pivot, (row, rest) in solved.items() if len(row) == 1}
    clash = clash or any(rest % factor for factor, rest in fixed.values())
    return {pivot: rest // factor for pivot, (factor, rest) in fixed.items()}, clash


def _note(owner: int, touched: Row, row: Row, where: defaultdict[int, set[int]]) -> None:
    for unknown in touched:
        if unknown in row and unknown != owner:
            where[unknown].add(owner)
        else:
            where[unknown].discard(owner)


def _reduced(row: Row, rest: int, solved: dict[int, tuple[Row, int]]) -> tuple[Row, int]:
    left = row, rest
    for pivot in [unknown for unknown in row if unknown in solved]:
        left = _less(*left, pivot, *solved[pivot])
    return left


def _less(row: Row, rest: int, pivot: int, by: Row, by_rest: int) -> tuple[Row, int]:
    """A row without its pivot: a multiple of another row taken away, and the common factor divided out."""
    mine, theirs = by[pivot], row[pivot]
    made = {unknown: factor * mine for unknown, factor in row.items()}
    for unknown, factor in by.items():
        made[unknown] = made.get(unknown, 0) - factor * theirs
    made = {unknown: factor for unknown, factor in made.items() if factor}
    rest = rest * mine - by_rest * theirs
    common = gcd(rest, *made.values())
    if common > 1:
        made = {unknown: factor // common for unknown, factor in made.items()}
        rest //= common
    return made, rest

"""Bounds by linear programming: for each unknown the least and the most, each shown by whole numbers that fit.

Floating point decides nothing that would be called safe: an unknown counts as able to be large only if whole
numbers were found that make it so and that fit every sum in exact arithmetic. Whatever the solver cannot
reach, or says that cannot be, counts for the attacker.
"""

from __future__ import annotations

from importlib.util import find_spec

from attrs import frozen

from sop_core.audit.highs import Program
from sop_core.reporting.bounds import NEVER, Bounds, Component, narrowed


@frozen
class LinearSolver:
    """A `BoundsSolver` for `sop_core.reporting.attack`, with HiGHS (extra `audit`).

    MissingExtra is raised when it first has something to solve and highspy is not installed.
    """

    name: str = "highs"

    def solve(self, component: Component, *, enough: int) -> Bounds | None:
        """The bounds of every unknown of the component; impossible where no whole numbers fit."""
        outer = narrowed(component)
        if not outer.possible:
            return NEVER
        program = Program(component, outer, enough=enough)
        first = program.end(0, up=True)
        if first is None:
            return NEVER
        least, most = list(first), list(first)
        for unknown in range(len(component)):
            if most[unknown] < enough or least[unknown] == most[unknown]:
                _seen(program.end(unknown, up=True), least, most)
            if most[unknown] < enough or least[unknown] == most[unknown]:
                _seen(program.end(unknown, up=False), least, most)
        return Bounds(tuple(least), tuple(most))


def solver_at_hand() -> LinearSolver | None:
    """The solver where the extra is installed, which is found without loading it; else None."""
    return None if find_spec("highspy") is None else LinearSolver()


def _seen(values: tuple[int, ...] | None, least: list[int], most: list[int]) -> None:
    """Every unknown can be what it is in a solution; where there is none, nothing more can be."""
    for unknown, value in enumerate(values or ()):
        least[unknown] = min(least[unknown], value)
        most[unknown] = max(most[unknown], value)

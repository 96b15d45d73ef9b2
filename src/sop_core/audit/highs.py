"""One component as a program for HiGHS: its unknowns, its sums, and one goal after the other."""

from __future__ import annotations

from math import floor
from typing import Any

from sop_core.errors import MissingExtra
from sop_core.reporting.bounds import Bounds, Component

#: By how much the solver's numbers may be off; what lies within is read as what helps the attacker.
SLACK = 1e-6


def highspy() -> Any:
    """The solver's module; MissingExtra where it is not installed."""
    try:
        import highspy as found
    except ImportError as absent:
        raise MissingExtra(
            "sop_core.audit finds bounds with highspy, which is not installed here. "
            'Install the extra: pip install "sop-core[audit]".'
        ) from absent
    return found


class Program:
    """A component within outer bounds. `end` pushes one unknown as far as it goes.

    What has no end is given one, far above `enough` and every number shown, so that there is always a corner.
    """

    def __init__(self, component: Component, outer: Bounds, *, enough: int) -> None:
        ceiling = enough + sum(outer.least) + sum(abs(rest) for _, rest in component.sums)
        self.highs = highspy()
        self.component = component
        self.size = len(component)
        # The class itself prints a line about itself to standard output; what it is built on does not.
        self.model = self.highs.Highs.__base__()
        self.model.setOptionValue("output_flag", False)
        self.model.setOptionValue("threads", 1)
        self.model.setOptionValue("mip_rel_gap", 0.0)
        self.model.setOptionValue("mip_abs_gap", 0.0)
        for low, high in zip(outer.least, outer.most, strict=True):
            self.model.addVar(low, ceiling if high is None else high)
        for row, rest in component.sums:
            places, signs = zip(*row, strict=True)
            self.model.addRow(rest, rest, len(row), list(places), list(map(float, signs)))

    def end(self, unknown: int, *, up: bool) -> tuple[int, ...] | None:
        """Whole numbers that fit, with the unknown as large (or as small) as any fit; None where none do.

        The numbers are tried in exact arithmetic. Where a corner of the program is not whole, or does not reach
        what the program says can be reached, it is solved again for whole numbers alone.
        """
        sense = self.highs.ObjSense
        self.model.changeObjectiveSense(sense.kMaximize if up else sense.kMinimize)
        self.model.changeColCost(unknown, 1.0)
        try:
            return self._solved(unknown, up=up) or self._whole(unknown, up=up)
        finally:
            self.model.changeColCost(unknown, 0.0)

    def _solved(self, unknown: int, *, up: bool) -> tuple[int, ...] | None:
        self.model.run()
        if self.model.getModelStatus() != self.highs.HighsModelStatus.kOptimal:
            return None
        found = self.model.getSolution().col_value
        values = tuple(round(value) for value in found)
        reach = found[unknown]
        bound = floor(reach + SLACK) if up else -floor(SLACK - reach)
        return values if values[unknown] == bound and self.fits(values) else None

    def _whole(self, unknown: int, *, up: bool) -> tuple[int, ...] | None:
        kinds = self.highs.HighsVarType
        self._kind(kinds.kInteger)
        try:
            return self._solved(unknown, up=up)
        finally:
            self._kind(kinds.kContinuous)

    def _kind(self, kind: object) -> None:
        for unknown in range(self.size):
            self.model.changeColIntegrality(unknown, kind)

    def fits(self, values: tuple[int, ...]) -> bool:
        """Whether whole numbers are no smaller than they may be and fit every sum, exactly."""
        return all(
            value >= low for value, low in zip(values, self.component.low, strict=True)
        ) and all(
            sum(sign * values[unknown] for unknown, sign in row) == rest
            for row, rest in self.component.sums
        )

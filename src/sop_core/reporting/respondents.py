"""The respondents of each place, from the groups of a tally: added up by whole numbers.

A scale's values are fractions, which are slow to hash, to add and to compare, and a state has hundreds of thousands
of counts of them. So the values of a measure are numbered once, as they come; how many had each is counted by its
number; and sums are taken of whole numbers of the finest unit that all values are made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm

from attrs import field, frozen

from sop_core.instruments.exact import whole_if_it_is
from sop_core.reporting.cells import Respondents
from sop_core.reporting.tally import Outcome
from sop_core.types import Exact, FrozenMap

#: How many had each value, by its number.
Numbers = dict[int, int]

NOBODY = Respondents(n=0)


@frozen(eq=False)
class Numbering:
    """The values of one measure that runs from `low` to `high`, numbered as they come."""

    low: Exact
    high: Exact
    _numbers: dict[tuple[int, int], int] = field(factory=dict[tuple[int, int], int], init=False)
    _values: list[Exact] = field(factory=list[Exact], init=False)

    def numbered(self, outcomes: Mapping[Outcome, int]) -> Numbers:
        """How many had each value. A prorated score is a value like any other; an unknown one is none."""
        found: Numbers = {}
        for (_, exact), n in outcomes.items():
            if exact is not None and n:
                ratio = exact.as_integer_ratio()
                at = self._numbers.get(ratio)
                if at is None:
                    at = self._numbers[ratio] = len(self._values)
                    self._values.append(exact)
                found[at] = found.get(at, 0) + n
        return found

    def respondents(self) -> Callable[[Numbers], Respondents]:
        """Makes a group of how many had each value, once all values are numbered: as `Respondents.of` does."""
        values = tuple(self._values)
        finest = lcm(*(one.denominator for one in (self.low, self.high, *values)))
        low, high, *units = (int(one * finest) for one in (self.low, self.high, *values))

        def of(had: Numbers) -> Respondents:
            if not had:
                return NOBODY
            n, alike = sum(had.values()), max(had.values())
            total = sum([units[at] * count for at, count in had.items()])
            # Of values that are equally common the lowest counts as the commonest.
            most = min([at for at, count in had.items() if count == alike], key=units.__getitem__)
            return Respondents(
                n=n,
                alike=alike,
                most=values[most],
                above=whole_if_it_is(Fraction(total - low * n, finest)),
                below=whole_if_it_is(Fraction(high * n - total, finest)),
                values=FrozenMap({values[at]: count for at, count in had.items()}),
            )

        return of

"""Rules 2 and 4 where a part by a further grouping is shown of a scope that is not: whom it leaves of what is round it.

A shown scope less the ongoing cases of a county in it, which is withheld, is a group of people that no sum names: the
other cases of that county, and everybody else who is withheld. What is left beside all shown parts of one grouping is
the smallest such group. If two people of that one differ from the others, so they do in every wider one.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from attrs import frozen

from sop_core.reporting.cells import Respondents
from sop_core.reporting.suppress_frame import Frame
from sop_core.reporting.suppress_rules import at_an_end
from sop_core.reporting.suppress_workers import workers_left
from sop_core.types import Exact

Groups = Sequence[Respondents]


@frozen
class Inside:
    """A table, what of it is withheld, and the parts of each scope by each further grouping."""

    frame: Frame
    held: Container[int]
    by: Mapping[int, Sequence[Sequence[int]]]

    def given_away(self, total: int) -> list[int]:
        """The shown parts, in scopes that are withheld, that leave too few workers of a shown scope or people alike."""
        parts = [
            one for scope in self._withheld(total) for some in self._shown(scope) for one in some
        ]
        if not parts:
            return []
        found = any(self._is_alike(total, measure) for measure in self.frame.measures)
        return parts if found or self._few_workers(total) else []

    def _withheld(self, total: int) -> Iterator[int]:
        """What hangs below a scope by withheld scopes alone."""
        for part in self.frame.parts[total]:
            if part in self.held:
                yield part
                yield from self._withheld(part)

    def _shown(self, scope: int) -> Iterator[list[int]]:
        """The parts of a scope that are shown, by each grouping that has one."""
        for some in self.by.get(scope, ()):
            if found := [one for one in some if one not in self.held and self.frame.cost[one]]:
                yield found

    def _left(
        self, total: int, measure: int, away: Callable[[Respondents], Exact]
    ) -> list[Respondents]:
        """Those of a scope who are in nothing that is shown below it, told so that they are the least away."""
        found: list[Respondents] = []
        for part in self.frame.parts[total]:
            if part in self.held:
                ways = [[self._beside(part, some, measure)] for some in self._shown(part)]
                below = self.frame.parts[part]
                ways.append(
                    self._left(part, measure, away) if below else [self.frame.groups[part][measure]]
                )
                found += min(ways, key=lambda way: sum(map(away, way)))
        return found

    def _beside(self, scope: int, parts: Sequence[int], measure: int) -> Respondents:
        left = self.frame.groups[scope][measure]
        for one in parts:
            left = left.less(self.frame.groups[one][measure])
        return left

    def _is_alike(self, total: int, measure: int) -> bool:
        """Rule 4; where values are not known it has nothing to say."""
        whole = self.frame.groups[total][measure]
        if whole.values is None:
            return False
        if any(self._others(total, measure, value) for value in whole.values):
            return True
        limits = self.frame.limits
        unit = 2 * 10**limits.places
        low = self._left(total, measure, lambda one: unit * (one.above or 0) - one.n)
        high = self._left(total, measure, lambda one: unit * (one.below or 0) - one.n)
        return at_an_end(low, limits) or at_an_end(high, limits)

    def _others(self, total: int, measure: int, value: Exact) -> bool:
        """Whether all who are left, or all but one, have a value."""

        def others(one: Respondents) -> int:
            return one.n - (one.values or {}).get(value, 0)

        left = self._left(total, measure, others)
        n = sum(one.n for one in left)
        return n > 0 and sum(map(others, left)) <= 1

    def _few_workers(self, total: int) -> bool:
        """Rule 2: how many workers are left of a scope beside a part of it is not told."""
        if self.frame.workers is None:
            return False
        whole = [
            one
            for one in self._withheld(total)
            if not any(self._shown(one))
            and not any(part in self.held for part in self.frame.parts[one])
        ]
        left = workers_left(self.frame, total, whole) if whole else 0
        return left < self.frame.limits.min_subjects

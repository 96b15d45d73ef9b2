"""Withholding in a tree of scopes: exact conditions, held from the smallest groups up to the whole.

Take a shown scope and what hangs below it by withheld scopes alone. Its withheld ends are k groups of together R
people, known to whoever subtracts the shown parts. Each end is at least 1, so that each can be at most
R - (k - 1); nobody is given away, not even to one of them, if R is at least `min_cell` + k. That, with at least
two withheld parts in each sum, is all that a tree needs: on a tree narrowed intervals are exact, and every
interval below that scope is as wide as R - k.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, islice

from attrs import field, mutable

from sop_core.reporting.suppress_frame import Frame, Reason
from sop_core.reporting.suppress_rules import bars_reason, first_reason, reason_of_parts

#: How many pairs of parts are tried before parts are added one after the other.
MOST_PAIRS = 600


@mutable
class TreeWork:
    """What is withheld so far.

    `frozen` places were shown before, `given` ones are withheld from the start; `whole` is False for exact
    derivation alone. `bars` says that the measures are the bars of one distribution (suppress_answers): then a sum
    counts as one unknown for all bars, and what is left of a total must be a distribution that may be shown.
    """

    frame: Frame
    frozen: frozenset[int] = frozenset()
    given: frozenset[int] = frozenset()
    whole: bool = field(default=True, kw_only=True)
    bars: bool = field(default=False, kw_only=True)
    held: dict[int, Reason] = field(factory=dict[int, Reason])
    first: frozenset[int] = field(init=False, default=frozenset[int]())
    exposed: dict[int, None] = field(factory=dict[int, None])

    def run(self) -> None:
        """Withhold what must be, then what protects it, then show again what need not be withheld."""
        frame = self.frame
        # What is below comes first, so that each place has its own reason.
        for place in reversed(range(len(frame.places))):
            reason = bars_reason(frame, [place], place) if self.bars else first_reason(frame, place)
            reason = reason or ("protects" if place in self.given else None)
            if reason is not None:
                self._hold(place, reason)
        self.first = frozenset(self.held)
        inner = [place for place, parts in enumerate(frame.parts) if parts]
        inner.sort(key=lambda place: (-len(frame.places[place].scope), place))
        for place in inner:
            self._settle(place)
        self._clean()

    # ---------------------------------------------------------------------------- conditions

    def ends(self, parts: Iterable[int]) -> list[int]:
        """The withheld scopes with nothing below them, reached from these by withheld scopes alone."""
        found: list[int] = []
        waiting = list(parts)
        for place in waiting:  # grows while scopes are opened
            below = self.frame.parts[place]
            if below:
                waiting += [part for part in below if part in self.held]
            else:
                found.append(place)
        return found

    def fine(self, place: int) -> bool:
        """Whether what is withheld below a shown scope is safe: the exact condition of this module."""
        parts = [part for part in self.frame.parts[place] if part in self.held]
        if not parts:
            return True
        if any(sum(map(bool, of)) == 1 for of in zip(*map(self._present, parts), strict=True)):
            return False
        if not self.whole:
            return True
        ends = self.ends(parts)
        if self.bars:
            return bars_reason(self.frame, ends, place) is None
        for measure in self.frame.measures:
            sizes = [n for end in ends if (n := self.frame.n[end][measure])]
            if sizes and sum(sizes) < self.frame.reach - 1 + len(sizes):
                return False
        return reason_of_parts(self.frame, ends, place) is None

    def _present(self, place: int) -> tuple[int, ...]:
        """The numbers of a place that can be somebody's unknown: those of its measures, or of all bars as one."""
        return (self.frame.cost[place],) if self.bars else self.frame.n[place]

    def uncovered(self, place: int) -> list[int]:
        """The measures in which a withheld scope is the only unknown of the sum over its parts."""
        parts = self.frame.parts[place]
        if not parts:
            return []
        held = [self._present(part) for part in parts if part in self.held]
        return [
            measure
            for measure, n in enumerate(self._present(place))
            if n and not any(part[measure] for part in held)
        ]

    def over(self, place: int) -> int:
        """The nearest shown scope above a place, or -1."""
        above = self.frame.above[place]
        while above >= 0 and above in self.held:
            above = self.frame.above[above]
        return above

    # ------------------------------------------------------------------------------ withholding

    def _hold(self, place: int, reason: Reason) -> None:
        if place in self.frozen:
            self.exposed[place] = None
        elif place not in self.held and self.frame.cost[place]:
            self.held[place] = reason
            # A bar that is left of nothing would say what it is where it is withheld: what is below goes too.
            for part in self.frame.parts[place] if self.bars else ():
                self._hold(part, "protects")

    def _settle(self, place: int) -> None:
        if place in self.held:
            self._cover(place)
        elif not self.fine(place) and not self._extend(place):
            self._hold(place, "remainder")
            if place in self.held:
                self._cover(place)

    def _cover(self, place: int) -> None:
        """Withhold the cheapest part of a withheld scope whose parts would give it away, and on downwards."""
        for measure in self.uncovered(place):
            if measure not in self.uncovered(place):
                continue
            open_ = [
                part
                for part in self.frame.parts[place]
                if self._present(part)[measure] and part not in self.frozen
            ]
            if not open_:
                self.exposed[place] = None
                continue
            part = min(open_, key=lambda one: (self._price(one), one))
            self._hold(part, "protects")
            self._cover(part)

    def _price(self, place: int) -> int:
        """What it costs to withhold a scope, and the cheapest of its parts where it would need one."""
        cost = self.frame.cost[place]
        if self.uncovered(place):
            cost += min(
                (self._price(part) for part in self.frame.parts[place] if self.frame.cost[part]),
                default=0,
            )
        return cost

    def _extend(self, place: int) -> bool:
        """Withhold more parts of a shown scope until it is fine; False, and nothing changed, where none will do."""
        open_ = [part for part in self._open(place) if self.frame.cost[part]]
        price = {part: self._price(part) for part in open_}
        open_.sort(key=lambda part: (price[part], part))
        few = [(part,) for part in open_] + list(islice(combinations(open_, 2), MOST_PAIRS))
        few.sort(key=lambda parts: (sum(price[part] for part in parts), parts))
        return any(self._try(place, parts) for parts in few) or self._gather(place, open_)

    def _open(self, place: int) -> list[int]:
        """What can still be withheld of a shown scope: its parts, and those of its parts that are withheld."""
        waiting = list(self.frame.parts[place])
        for part in waiting:  # grows while scopes are opened
            waiting += self.frame.parts[part] if part in self.held else ()
        return [part for part in waiting if part not in self.held and part not in self.frozen]

    def _try(self, place: int, parts: Iterable[int]) -> bool:
        held, exposed = dict(self.held), dict(self.exposed)
        for part in parts:
            self._hold(part, "protects")
            self._cover(part)
        if self.fine(place) and self.exposed.keys() == exposed.keys():
            return True
        self.held, self.exposed = held, exposed
        return False

    def _gather(self, place: int, open_: list[int]) -> bool:
        return any(self._try(place, open_[:count]) for count in range(3, len(open_) + 1))

    # ------------------------------------------------------------------------------ cleaning up

    def _clean(self) -> None:
        """Show again what is withheld for nothing, the largest first."""
        later = [place for place in self.held if place not in self.first]
        for place in sorted(later, key=lambda one: (-self.frame.cost[one], one)):
            if place in self.held and not self._show(place, self._below(place)):
                self._show(place, [])

    def _below(self, place: int) -> list[int]:
        """The later withheld scopes that hang below a place by withheld scopes."""
        found = [part for part in self.frame.parts[place] if part in self.held]
        for part in found:  # grows while scopes are opened
            found += [one for one in self.frame.parts[part] if one in self.held]
        return [part for part in found if part not in self.first]

    def _show(self, place: int, others: list[int]) -> bool:
        held = dict(self.held)
        shown = [place, *others]
        for one in shown:
            del self.held[one]
        if self._still(shown):
            return True
        self.held = held
        return False

    def _still(self, shown: list[int]) -> bool:
        frame = self.frame
        for one in shown:
            above = frame.above[one]
            if above in self.held and (self.bars or self.uncovered(above)):
                return False
        look = {*shown, *(self.over(one) for one in shown)} - {-1}
        return all(self.fine(one) for one in sorted(look))

"""Withholding where tables are linked: a way out is found for every withheld cell, and kept as its proof."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import field, mutable

from sop_core.reporting.cells import Respondents, Scope
from sop_core.reporting.suppress_frame import Frame, Reason
from sop_core.reporting.suppress_inside import Inside
from sop_core.reporting.suppress_moves import Move, Seeker, Sums
from sop_core.reporting.suppress_rules import first_reason, reason_of_groups, reason_of_parts


@mutable
class LinkedWork:
    """What is withheld so far, and for each withheld cell the move that proves it safe.

    `frozen` places were shown before, `given` ones are withheld from the start.
    """

    frame: Frame
    frozen: frozenset[int] = frozenset()
    given: frozenset[int] = frozenset()
    held: dict[int, Reason] = field(factory=dict[int, Reason])
    first: frozenset[int] = field(init=False, default=frozenset[int]())
    exposed: dict[int, None] = field(factory=dict[int, None])
    ways: dict[tuple[int, int], Move] = field(factory=dict[tuple[int, int], Move])
    through: dict[tuple[int, int], dict[tuple[int, int], None]] = field(
        factory=dict[tuple[int, int], dict[tuple[int, int], None]]
    )
    waiting: list[int] = field(factory=list[int])
    settled: set[int] = field(factory=set[int])
    only_held: bool = False
    totals: Mapping[int, int] = field(init=False)
    inside: Inside = field(init=False)
    scopes: Mapping[Scope, int] = field(init=False)
    n_tree: int = field(init=False)
    n_sums: int = field(init=False)
    sums: Sums = field(init=False)
    seekers: tuple[Seeker, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        frame = self.frame
        count = len(frame.places)
        # What an overlapping part leaves of its total has a number too: after the places come the rests.
        rests = [(total, (part, count + at)) for at, (total, part) in enumerate(frame.overlaps)]
        tree = [(total, parts) for total, parts in enumerate(frame.parts) if parts]
        shares: dict[int, list[tuple[int, ...]]] = {}
        for total, some in (*frame.shares, *((total, (part,)) for total, part in frame.overlaps)):
            shares.setdefault(total, []).append(some)
        self.scopes = {one.scope: at for at, one in enumerate(frame.places) if not one.groups}
        self.totals = {part: total for total, part in frame.overlaps}
        self.inside = Inside(frame, self.held, shares)
        self.n_tree = len(tree)
        self.n_sums = len(tree) + len(frame.shares)
        self.sums = Sums.of([*tree, *frame.shares, *rests], count + len(rests))
        low = [*(1 for _ in frame.places), *(0 for _ in rests)]
        self.seekers = tuple(
            Seeker(
                self.sums,
                [
                    *(frame.n[place][measure] for place in range(count)),
                    *(frame.n[t][measure] - frame.n[p][measure] for t, p in frame.overlaps),
                ],
                low,
                self._pricing(measure),
            )
            for measure in frame.measures
        )

    def run(self) -> None:
        """Withhold what must be, find a way out for each, and show again what no way needs."""
        for place in range(len(self.frame.places)):
            reason = first_reason(self.frame, place)
            if reason is not None or place in self.given:
                self._hold(place, reason or "protects")
        self.first = frozenset(self.held)
        self._protect()
        self._clean()

    # ------------------------------------------------------------------------------ withholding

    def _hold(self, place: int, reason: Reason) -> None:
        if place in self.frozen:
            self.exposed[place] = None
        elif self.frame.cost[place]:
            self.held[place] = reason
            self.waiting.append(place)

    def _pricing(self, measure: int) -> Callable[[int], int | None]:
        n, cost, count = self.frame.n, self.frame.cost, len(self.frame.n)

        def price(place: int) -> int | None:
            if place >= count:
                return 0
            # A zero is shown even where its place is withheld, so that no move may touch it.
            if not n[place][measure] or place in self.frozen:
                return None
            if place in self.held:
                return 0
            return None if self.only_held else cost[place]

        return price

    def _protect(self) -> None:
        """Find ways out and look at what remains of totals, in turns, until neither withholds anything more."""
        while self.waiting or self._remainders():
            waiting, self.waiting = sorted(set(self.waiting), key=self._order), []
            for place in waiting:
                for measure in self.frame.measures:
                    self._way(place, measure)

    def _order(self, place: int) -> tuple[int, int]:
        return self.frame.cost[place], place

    def _way(self, place: int, measure: int) -> None:
        if not self.frame.n[place][measure] or (place, measure) in self.ways:
            return
        way = self._found(place, measure)
        if way is None:
            self.exposed[place] = None
            return
        self._take(place, measure, way)
        for one in way:
            if one < len(self.frame.places) and one not in self.held:
                self._hold(one, "protects")

    def _found(self, place: int, measure: int) -> Move | None:
        """A move that makes a small cell large enough for an insider too, or changes a large one."""
        lacking = self.frame.reach - self.frame.n[place][measure]
        for key in self.through.get((place, measure), ()):
            # Another cell's way out may be this one's as well.
            way = self.ways[key]
            if way[place] >= lacking or lacking <= 0:
                return way
        seeker, best = self.seekers[measure], self._lift(place, measure)
        seeker.below = None if best is None else self._cost(best, measure)
        for sign in (1, -1) if lacking <= 0 else (1,):
            found = seeker.way(place, sign * max(lacking, 1))
            if found is not None:
                best, seeker.below = found, self._cost(found, measure)
        return best

    def _cost(self, way: Move, measure: int) -> int:
        return sum(self.seekers[measure].price(place) or 0 for place in way)

    def _lift(self, place: int, measure: int) -> Move | None:
        """The plainest move: more people like somebody who is there, in all that they would be a part of."""
        by = max(self.frame.reach - self.frame.n[place][measure], 1)
        price = self.seekers[measure].price
        way: Move = {}
        waiting = [place]
        while waiting:
            for one in waiting:  # grows with the totals
                if one not in way:
                    if price(one) is None:
                        return None
                    way[one] = by
                    uses = self.sums.uses[one]
                    waiting += [self.sums.sums[number][0] for number, sign in uses if sign > 0]
            waiting = self._lacking(way, price)
        return way if self._holds(way) else None

    def _lacking(self, way: Move, price: Callable[[int], int | None]) -> list[int]:
        """A part for the deepest sum whose total grows by nothing yet; none if all do.

        The tree comes before shares, and what is singled out by more groupings before what is by fewer: so that
        all that grows is of one scope.
        """
        open_ = [
            (number >= self.n_tree, *self._depth(total), number)
            for total in way
            for number, sign in self.sums.uses[total]
            if sign < 0 and not any(part in way for part in self.sums.sums[number][1])
        ]
        if not open_:
            return []
        count = len(self.frame.places)
        parts = self.sums.sums[min(open_)[-1]][1]
        prices = [(part < count, cost, part) for part in parts if (cost := price(part)) is not None]
        return [min(prices)[-1]] if prices else []

    def _depth(self, place: int) -> tuple[int, int]:
        return -len(self.frame.places[place].scope), -len(self.frame.places[place].groups)

    def _holds(self, way: Move) -> bool:
        sums = {number for one in way for number, _ in self.sums.uses[one]}
        return all(
            sum(way.get(part, 0) for part in parts) == way.get(total, 0)
            for total, parts in map(self.sums.sums.__getitem__, sums)
        )

    def _remainders(self) -> bool:
        """Rules 2 and 4 for what is left of each shown total, rule 1 for what an overlapping part leaves.

        The first that breaks one is mended, if it can be; whether there was one.
        """
        for number, parts in self._left_over(range(self.n_sums)):
            if self._is_too_little(number, parts):
                self._widen(number)
                return True
        for total, part in self._left_out():
            if part in self.frozen or not self.frame.cost[part]:
                # A part in which nobody is can be withheld as little as one that was shown.
                self._hold(total, "remainder")
                self.settled.add(part)
            else:
                self._hold(part, "protects")
            return True
        for total in range(len(self.frame.places)):
            if total in self.held or total in self.settled:
                continue
            if given_away := self.inside.given_away(total):
                self._narrow(total, given_away)
                return True
        return False

    def _narrow(self, total: int, parts: Sequence[int]) -> None:
        """Withhold the smallest of these shown parts, or the total that they leave somebody of."""
        open_ = [part for part in parts if part not in self.frozen]
        self._hold(min(open_, key=self._order) if open_ else total, "protects")
        if total in self.exposed:
            self.settled.add(total)

    def _is_too_little(self, number: int, parts: list[int]) -> bool:
        """Whether these parts together may not be shown. All parts by a grouping are the total, which is shown."""
        if number >= self.n_tree:
            every = [part for part in self.sums.sums[number][1] if self.frame.cost[part]]
            if sorted(every) == sorted(part for part in parts if self.frame.cost[part]):
                return False
        return reason_of_parts(self.frame, parts, self.sums.sums[number][0]) is not None

    def _left_over(self, numbers: Iterable[int]) -> Iterator[tuple[int, list[int]]]:
        """Each sum with a shown total and withheld parts: these, and what of them is withheld further down."""
        for number in numbers:
            total, parts = self.sums.sums[number]
            held = [part for part in parts if part in self.held]
            known = number < self.n_sums and total not in self.held and total not in self.settled
            if known and held:
                yield number, held
                ends = self._ends(held)
                if ends != held:
                    yield number, ends

    def _ends(self, places: list[int]) -> list[int]:
        found: list[int] = []
        waiting = list(places)
        for place in waiting:  # grows while scopes are opened
            below = [part for part in self.frame.parts[place] if part in self.held]
            waiting += below
            found += [] if below else [place]
        return found

    def _left_out(self) -> Iterator[tuple[int, int]]:
        """Each shown total and shown overlapping part of it, where those who are left out are a group too small."""
        for total, part in self.frame.overlaps:
            both_shown = total not in self.held and part not in self.held
            given_up = part in self.settled and total in self.exposed
            if both_shown and not given_up and not self._apart(total, part):
                yield total, part

    def _apart(self, total: int, part: int) -> bool:
        """Whether those of a total that an overlapping part leaves out are nobody, or enough to be shown."""
        every = [(part, total), *self._known_below(part)]
        few = self._is_of_few(total, part)
        for pairs in (every[:1], every):
            for measure in self.frame.measures:
                left = [self._beside_part(whole, some, measure) for some, whole in pairs]
                rest = left[0]
                for one in left[1:]:
                    rest = rest.less(one)
                if 0 < rest.n < self.frame.limits.min_cell or (rest.n and few):
                    return False
                if rest.n and reason_of_groups([rest], self.frame.limits) is not None:
                    return False
        return True

    def _is_of_few(self, total: int, part: int) -> bool:
        """Rule 2 for those whom a part leaves out; beside a part in which nobody is that is the total itself."""
        workers = self.frame.left_out
        if workers is None or not self.frame.cost[part]:
            return False
        return workers[total, part] < self.frame.limits.min_subjects

    def _known_below(self, part: int) -> Iterator[tuple[int, int]]:
        """The largest scopes below a part's, of which both they and their own parts are known, and these parts."""
        for one in self.frame.parts[part]:
            scope = self.totals.get(one, one)
            if scope in self.held or one in self.held:
                yield from self._known_below(one)
            else:
                yield one, scope

    def _beside_part(self, total: int, part: int, measure: int) -> Respondents:
        return self.frame.groups[total][measure].less(self.frame.groups[part][measure])

    def _widen(self, number: int) -> None:
        """Withhold one more part of a total, or the total itself."""
        total, parts = self.sums.sums[number]
        open_ = [
            part
            for part in parts
            if part not in self.held and self.frame.cost[part] and part not in self.frozen
        ]
        self._hold(min(open_, key=self._order) if open_ else total, "remainder")
        if total in self.exposed:
            self.settled.add(total)

    # ------------------------------------------------------------------------------ cleaning up

    def _clean(self) -> None:
        """Show again what no way out needs, the largest first; a way may be found round it."""
        self.only_held = True
        later = [place for place in self.held if place not in self.first]
        for place in sorted(later, key=lambda one: (-self.frame.cost[one], one)):
            self._show(place)
        self.only_held = False

    def _show(self, place: int) -> None:
        reason = self.held.pop(place)
        before: dict[tuple[int, int], Move] = {}
        for measure in self.frame.measures:
            for key in list(self.through.get((place, measure), ())):
                before[key] = self.ways[key]
                self._drop(*key)
        again = (self._again(*key) for key in before if key[0] != place)
        if not (all(again) and self._keeps(place)):
            self.held[place] = reason
            for key, way in before.items():
                if key in self.ways:
                    self._drop(*key)
                self._take(*key, way)

    def _again(self, place: int, measure: int) -> bool:
        way = self._found(place, measure)
        if way is None:
            return False
        self._take(place, measure, way)
        return True

    def _take(self, place: int, measure: int, way: Move) -> None:
        self.ways[place, measure] = way
        for one in way:
            self.through.setdefault((one, measure), {})[place, measure] = None

    def _drop(self, place: int, measure: int) -> None:
        for one in self.ways.pop((place, measure)):
            del self.through[one, measure][place, measure]

    def _keeps(self, place: int) -> bool:
        """Whether what remains still keeps the rules in the sums that a place has to do with."""
        near = {number for number, _ in self.sums.uses[place]}
        above = self.frame.above[place]
        while above in self.held:
            near |= {number for number, _ in self.sums.uses[above]}
            above = self.frame.above[above]
        left = (self._is_too_little(*one) for one in self._left_over(sorted(near)))
        if any(left) or next(self._left_out(), None) is not None:
            return False
        return not any(map(self.inside.given_away, self._shown_round(place)))

    def _shown_round(self, place: int) -> Iterator[int]:
        """The shown scopes of which what is left has to do with a place: its own, and the nearest round that."""
        scope = self.scopes[self.frame.places[place].scope]
        yield from () if scope in self.held else (scope,)
        above = self.frame.above[scope]
        while above in self.held:
            above = self.frame.above[above]
        yield from () if above < 0 else (above,)

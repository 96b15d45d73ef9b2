"""Counting records into groups, one after another. Memory is by groups, whatever the number of records.

What a scale comes to hangs on a few sums of its items, so these are what is counted: each kind of
sums is scored once, at the end, however many records came to it. The sums of answers that came
before are remembered, up to a bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter

from attrs import define, field, frozen

from sop_core.instruments import Answer, Instrument, Item
from sop_core.instruments.model import MISSING, Scale
from sop_core.instruments.outcomes import Sums
from sop_core.instruments.rows import Rows
from sop_core.instruments.scoring import sums_of
from sop_core.reporting.closing import Ways, closed, ways_of
from sop_core.reporting.tally import TALLIED, Batch, Group, GroupKey, SkipReason, Tally
from sop_core.types import NO_ENTRIES, ItemType

#: The answers of some items, one after another.
Pick = Callable[[Mapping[str, Answer]], tuple[Answer, ...]]
#: How often each thing came: an answer, or the sums of a scale by their number.
Counts = defaultdict[Answer, int]
Numbers = defaultdict[int, int]

#: Of how many different answers to its items a scale's sums are remembered.
REMEMBERED = 1 << 13


@frozen(eq=False)
class _Sums:
    """The sums that one scale came to, each with a number, and the number of answers seen before."""

    scale: Scale
    rows: Rows
    pick: Pick
    known: dict[tuple[Answer, ...], int] = field(factory=dict)
    numbers: dict[Sums, int] = field(factory=dict)

    def look(self, picked: tuple[Answer, ...], known: Mapping[str, Answer]) -> int:
        """The number of the sums of answers that are not remembered."""
        sums = sums_of(self.scale, self.rows, known)
        number = self.numbers.setdefault(sums, len(self.numbers))
        if len(self.known) < REMEMBERED:
            self.known[picked] = number
        return number


@frozen(eq=False)
class _Plan:
    """How records of one scoring digest are counted.

    An item whose answers are all known beforehand has a place in one list for each of them: that is
    `fixed`. Whole numbers and several codes at once are counted as they come: those are `loose`.
    """

    fixed: tuple[str, ...]
    places: tuple[Mapping[Answer, int], ...]
    size: int
    pick: Pick
    loose: tuple[str, ...]
    several: frozenset[str]
    scales: tuple[_Sums, ...]


def _plan(instrument: Instrument) -> _Plan:
    items = [item for item in instrument.items.values() if item.type in TALLIED]
    fixed = [item for item in items if item.type in (ItemType.CHOICE, ItemType.BOOLEAN)]
    places: list[Mapping[Answer, int]] = []
    size = 0
    for item in fixed:
        every = (*_answers(instrument, item), *MISSING.values())
        places.append({answer: size + at for at, answer in enumerate(every)})
        size += len(every)
    names = tuple(item.id for item in fixed)
    return _Plan(
        fixed=names,
        places=tuple(places),
        size=size,
        pick=_picker(names),
        loose=tuple(item.id for item in items if item.id not in names),
        several=frozenset(item.id for item in items if item.type is ItemType.CHOICES),
        scales=tuple(_Sums(scale, rows, _picker(scale.items)) for scale, rows in instrument.scored),
    )


def _answers(instrument: Instrument, item: Item) -> tuple[Answer, ...]:
    return (False, True) if item.type is ItemType.BOOLEAN else tuple(instrument.values_of(item))


def _picker(items: tuple[str, ...]) -> Pick:
    if len(items) > 1:
        return itemgetter(*items)
    return lambda known: tuple(known[item] for item in items)


def _nothing() -> Counts:
    return defaultdict(int)


@define(eq=False)
class _Open:
    """One group while it is counted: `counts` has a place for each answer of the fixed items."""

    plan: _Plan
    counts: list[int]
    loose: dict[str, Counts]
    scales: tuple[Numbers, ...]
    n: int = 0


@frozen(eq=False)
class _Slot:
    """A group, and what is needed to count a record into it."""

    group: _Open
    pick: Pick
    places: tuple[Mapping[Answer, int], ...]
    scales: tuple[tuple[Numbers, Pick, Callable[[tuple[Answer, ...]], int | None], _Sums], ...]


#: Scope, the definition's digest, cycle, groupings: by what a record finds its slot.
_SlotKey = tuple[tuple[str, ...], str, str, tuple[tuple[str, str], ...]]


class Counting:
    """Groups that are being counted; `add` each record that counts, then take the `tally`.

    It is the one thing of this room that changes. It holds no record, and nothing that names one.
    """

    def __init__(self) -> None:
        self._plans: dict[str, _Plan] = {}
        self._slots: dict[_SlotKey, _Slot] = {}
        self._groups: dict[GroupKey, _Open] = {}
        self._versions: dict[tuple[str, str], str] = {}

    def add(
        self,
        instrument: Instrument,
        known: Mapping[str, Answer],
        *,
        scope: Iterable[str] = (),
        cycle: str,
        groups: Mapping[str, str] = NO_ENTRIES,
    ) -> None:
        """Count one record: `known` is what is known of every item, as `known_answers` gives it.

        Whether the record counts at all was settled before: a draft or a record that another stands in
        for is never added.
        """
        groupings = tuple(sorted(groups.items())) if groups else ()
        key = (tuple(scope), instrument.ref.digest, cycle, groupings)
        slot = self._slots.get(key) or self._slot(key, instrument)
        group = slot.group
        group.n += 1
        counts = group.counts
        for places, answer in zip(slot.places, slot.pick(known), strict=True):
            counts[places[answer]] += 1
        for item, came in group.loose.items():
            came[known[item]] += 1
        for numbers, pick, seen, sums in slot.scales:
            picked = pick(known)
            number = seen(picked)
            numbers[sums.look(picked, known) if number is None else number] += 1

    def _slot(self, key: _SlotKey, instrument: Instrument) -> _Slot:
        scope, _, cycle, groupings = key
        scoring = instrument.ref.scoring
        # Versions of one scoring digest have the same items, codes and scales.
        plan = self._plans.get(scoring)
        if plan is None:
            plan = self._plans[scoring] = _plan(instrument)
        at = GroupKey(scope, instrument.id, scoring, cycle, groupings)
        group = self._groups.get(at)
        if group is None:
            loose = {item: _nothing() for item in plan.loose}
            scales = tuple(defaultdict[int, int](int) for _ in plan.scales)
            group = self._groups[at] = _Open(plan, [0] * plan.size, loose, scales)
        self.note(instrument)
        into = zip(group.scales, plan.scales, strict=True)
        counted = tuple((numbers, sums.pick, sums.known.get, sums) for numbers, sums in into)
        slot = self._slots[key] = _Slot(group, plan.pick, plan.places, counted)
        return slot

    def note(self, instrument: Instrument) -> None:
        """Remember a version that records were made with, though they are counted under another."""
        self._versions[instrument.id, instrument.version] = instrument.ref.scoring

    @property
    def depth(self) -> int:
        """How many places the longest scope has."""
        return max((len(key.scope) for key in self._groups), default=0)

    def tally(
        self,
        *,
        batch: str,
        revision: int,
        levels: tuple[str, ...],
        skipped: Mapping[SkipReason, int] = NO_ENTRIES,
    ) -> Tally:
        """What was counted so far, as a tally of one batch."""
        ways = {
            scoring: {sums.scale.id: ways_of(sums.scale, sums.numbers) for sums in plan.scales}
            for scoring, plan in self._plans.items()
        }
        groups = {key: _group(self._groups[key], ways[key.scoring]) for key in sorted(self._groups)}
        kept = {reason: skipped[reason] for reason in sorted(skipped) if skipped[reason]}
        versions = {pair: self._versions[pair] for pair in sorted(self._versions)}
        return Tally(levels, {batch: Batch(batch, revision, groups, kept)}, versions)


def _group(group: _Open, ways: Mapping[str, Ways]) -> Group:
    plan = group.plan
    items: dict[str, Mapping[Answer, int]] = dict(group.loose)
    for item, places in zip(plan.fixed, plan.places, strict=True):
        items[item] = _came(places, group.counts)
    names = (sums.scale.id for sums in plan.scales)
    return closed(group.n, items, dict(zip(names, group.scales, strict=True)), ways, plan.several)


def _came(places: Mapping[Answer, int], counts: Sequence[int]) -> dict[Answer, int]:
    return {answer: counts[at] for answer, at in places.items() if counts[at]}

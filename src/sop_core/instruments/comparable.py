"""Where a migration may not call its scores comparable, whatever its author thinks.

Whether two versions measure one thing is a judgement, and the author's. These are the cases in which
it is plainly false, since the same answers would come to another number:

    a scale vanished, or has another method or another range
    a scale has no item in common with its older self
    an item that stayed in it has other bounds, another weight, or is reverse-keyed in one alone
    a higher answer of the older item comes to a lower one of the newer
    a count counts an answer in one version alone

Rounding, bands and how many answers are needed decide how a value is shown, or whether there is one,
and are left to the author.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from attrs import frozen

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments.exact import write_exact
from sop_core.instruments.migration import ItemMigration
from sop_core.instruments.model import Instrument, Item, Scale
from sop_core.instruments.scoring import score_range
from sop_core.types import Exact, ItemType, Method


@frozen
class _Both:
    """One scale as it is in both versions, and the items that it kept."""

    old: Instrument
    new: Instrument
    index: int
    before: Scale
    after: Scale
    kept: tuple[tuple[Item, Item, ItemMigration], ...]

    def told(self, said: str) -> Issue:
        return not_comparable(self.index, f"Scale {shown(self.before.id)} {said}")


def not_comparable(index: int, said: str) -> Issue:
    """The issue of a migration that is called comparable and is not."""
    return Issue(
        "not_comparable",
        json_path("migrations", index, "comparable"),
        f"{said}. The same answers would come to another number, so scores of the two versions cannot be laid side "
        "by side.",
        fix='Write "comparable": false; records stay readable, and are told apart. Or keep the scale as it was.',
    )


def _codes(instrument: Instrument, item: Item) -> dict[str, Exact]:
    """The number of each code; a yes-no has 0 and 1."""
    if item.type is ItemType.BOOLEAN:
        return {"false": 0, "true": 1}
    return dict(instrument.values_of(item))


def _check_rule(both: _Both) -> Iterator[Issue]:
    was, now = both.before, both.after
    if was.method is not now.method:
        yield both.told(f"was a {was.method} and is a {now.method}")
        return
    spans = [score_range(one, scale) for one, scale in ((both.old, was), (both.new, now))]
    if spans[0] != spans[1]:
        said = [f"from {write_exact(low)} to {write_exact(high)}" for low, high in spans]
        yield both.told(f"went {said[0]} and goes {said[1]}")


def _check_items(both: _Both) -> Iterator[Issue]:
    if not both.kept:
        yield both.told("has no item in common with the older version")
    for before, after, entry in both.kept:
        name = shown(after.id)
        if both.before.method is Method.COUNT:
            yield from _check_counted(both, before, after, entry)
            continue
        if both.old.bounds(before) != both.new.bounds(after):
            yield both.told(f"holds {name}, whose lowest or highest value is another")
        if both.before.weight(before.id) != both.after.weight(after.id):
            yield both.told(f"weighs {name} otherwise than before")
        if (before.id in both.before.reverse) != (after.id in both.after.reverse):
            yield both.told(f"holds {name}, which is reverse-keyed in one version alone")
        if not _in_order(_codes(both.old, before), _codes(both.new, after), entry):
            yield both.told(f"holds {name}, of which a higher answer comes to a lower one")


def _in_order(was: Mapping[str, Exact], now: Mapping[str, Exact], entry: ItemMigration) -> bool:
    """Whether no higher answer of the older item comes to a lower one; equal ones may part."""
    below: list[Exact] = []
    for _, codes in groupby(sorted(was, key=was.__getitem__), key=was.__getitem__):
        values = [now[entry.code(code)] for code in codes]
        if below and min(values) < max(below):
            return False
        below += values
    return True


def _check_counted(both: _Both, before: Item, after: Item, entry: ItemMigration) -> Iterator[Issue]:
    differ = [
        code
        for code in _codes(both.old, before)
        if (code in both.before.of) != (entry.code(code) in both.after.of)
    ]
    if differ:
        yield both.told(
            f"counts {listed(map(shown, differ))} of {shown(after.id)} in one version alone"
        )


def check_comparable(old: Instrument, new: Instrument, index: int) -> Iterator[Issue]:
    """Every reason why a migration that fits may not say `comparable: true`."""
    scales = {scale.id: scale for scale in new.scales}
    entries = new.migrations[index].items
    for before in old.scales:
        after = scales.get(before.id)
        if after is None:
            yield not_comparable(index, f"Scale {shown(before.id)} of {old.version} is gone")
            continue
        kept = tuple(
            (old.items[item], new.items[entry.item], entry)
            for item in before.items
            if (entry := entries[item]).item is not None and entry.item in after.items
        )
        both = _Both(old, new, index, before, after, kept)
        yield from _check_rule(both)
        if before.method is after.method:
            yield from _check_items(both)

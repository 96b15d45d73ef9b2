"""Whether a migration fits the older version that it starts from, as the two definitions show.

total        every item of the older version is named, and no other
types        an answer stays what it is: one type, or a choice and a yes-no, or a whole number
that becomes a decimal
codes        every code that carries a value has a place
reasons      a reason for having no answer is one that the newer item takes too
bounds       a number of the older item is one of the newer item
scoring      the older version is the very one that was meant
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from sop_core.errors import MOST_GUESSED, Issue, json_path, listed, nearest, shown
from sop_core.instruments.answers import reasons_allowed
from sop_core.instruments.comparable import check_comparable
from sop_core.instruments.exact import write_exact
from sop_core.instruments.migration import ItemMigration, Migration
from sop_core.instruments.model import Instrument, Item
from sop_core.types import ItemType, MissingReason

#: From which type to which other an answer can go without a change of what was said.
FITS = {
    (ItemType.BOOLEAN, ItemType.CHOICE),
    (ItemType.CHOICE, ItemType.BOOLEAN),
    (ItemType.INTEGER, ItemType.DECIMAL),
}
CODED = (ItemType.CHOICE, ItemType.CHOICES, ItemType.BOOLEAN)


def value_codes(instrument: Instrument, item: Item) -> tuple[str, ...]:
    """The codes of an item that carry values; those of a yes-no are `true` and `false`."""
    if item.type is ItemType.BOOLEAN:
        return ("true", "false")
    return tuple(instrument.values_of(item))


@frozen
class _Pair:
    """One older item, what the migration says of it, and the newer item that takes its answers."""

    old: Instrument
    new: Instrument
    index: int
    before: Item
    after: Item
    entry: ItemMigration

    def issue(self, code: str, *steps: str, message: str, fix: str) -> Issue:
        place: tuple[str | int, ...] = ("migrations", self.index, "items", self.before.id, *steps)
        return Issue(code, json_path(*place), message, fix=fix)

    def __str__(self) -> str:
        return f"item {shown(self.before.id)} of {self.old.version}"


def _check_type(pair: _Pair) -> Iterator[Issue]:
    was, now = pair.before.type, pair.after.type
    if was is not now and (was, now) not in FITS:
        yield pair.issue(
            "migration_type",
            "item",
            message=f"{pair} is a {was}, and {shown(pair.after.id)} a {now}. An answer to the one is no answer to "
            "the other.",
            fix=f'Name an item of type {was}, or drop this one: {{"dropped": true}}.',
        )


def _check_codes(pair: _Pair) -> Iterator[Issue]:
    if pair.before.type not in CODED or pair.after.type not in CODED:
        return
    codes, targets = value_codes(pair.old, pair.before), value_codes(pair.new, pair.after)
    reasons, newer = pair.old.reasons_of(pair.before), pair.new.reasons_of(pair.after)
    for code in pair.entry.codes:
        if code not in codes and code not in reasons:
            yield pair.issue(
                "unknown_code",
                "codes",
                code,
                message=f"{shown(code)} is no code of {pair}.",
                fix=f"Its codes are {listed((*codes, *reasons))}.",
            )
    lost = [code for code in codes if pair.entry.code(code) not in targets]
    if lost:
        yield pair.issue(
            "migration_not_total",
            "codes",
            message=f"{listed(map(shown, lost))} of {pair} come to no code of {shown(pair.after.id)} that carries a "
            "value. Records may hold them, and their answers would be lost.",
            fix=f"Say under codes which of {listed(targets)} each one is now.",
        )
    for code, reason in reasons.items():
        stated = pair.entry.codes.get(code)
        if stated is not None and newer.get(stated) != reason:
            yield pair.issue(
                "migration_reason",
                "codes",
                code,
                message=f"{shown(code)} of {pair} states {reason}, and {shown(stated)} does not. Why there is no "
                "answer is never made into something else, least of all into a value.",
                fix=f"Leave {shown(code)} out of codes: records hold the reason itself, and it stays.",
            )


def _check_reasons(pair: _Pair) -> Iterator[Issue]:
    taken = (*reasons_allowed(pair.new, pair.after), MissingReason.NOT_ANSWERED)
    offered = dict.fromkeys(pair.old.reasons_of(pair.before).values())
    lost = [reason for reason in offered if reason not in taken]
    if lost:
        yield pair.issue(
            "migration_reason",
            "item",
            message=f"{pair} may be left without an answer as {listed(lost)}, and {shown(pair.after.id)} offers no "
            "such reason. It would have to become another one.",
            fix=f"Add an option with that reason to the response set of {shown(pair.after.id)}.",
        )


def _check_bounds(pair: _Pair) -> Iterator[Issue]:
    if pair.after.type not in (ItemType.INTEGER, ItemType.DECIMAL):
        return
    was, now = pair.old.bounds(pair.before), pair.new.bounds(pair.after)
    if was and now and not now[0] <= was[0] <= was[1] <= now[1]:
        spans = [f"{write_exact(low)} to {write_exact(high)}" for low, high in (was, now)]
        yield pair.issue(
            "migration_bounds",
            "item",
            message=f"{pair} goes from {spans[0]}, and {shown(pair.after.id)} from {spans[1]}. A number that was "
            "accepted then would be out of range now.",
            fix='Widen the newer item\'s bounds, or drop the older one: {"dropped": true}.',
        )


def _check_scoring(old: Instrument, new: Instrument, index: int) -> Iterator[Issue]:
    migration = new.migrations[index]
    if migration.scoring != old.ref.scoring:
        yield Issue(
            "migration_scoring",
            json_path("migrations", index, "scoring"),
            f"The migration was written for {old.id} {migration.starts} of scoring digest {shown(migration.scoring)}, "
            f"but the {old.version} that is loaded has {old.ref.scoring}. It may have other items or codes.",
            fix="Write the digest of the version that you mean (sop show prints it), and look through the items again.",
        )
    if migration.scoring == new.ref.scoring and (
        not migration.comparable
        or any(
            entry.item != name or any(code != to for code, to in entry.codes.items())
            for name, entry in migration.items.items()
        )
    ):
        yield Issue(
            "migration_same_scoring",
            json_path("migrations", index),
            f"This version scores exactly as {migration.starts} does: their scoring digests are the same, so their "
            "records lie together. The migration says otherwise.",
            fix="Take it out; none is needed. If an item's meaning changed, give the item another id.",
        )


def _check_total(old: Instrument, migration: Migration, index: int) -> Iterator[Issue]:
    lacks = [name for name in old.items if name not in migration.items]
    if lacks:
        yield Issue(
            "migration_not_total",
            json_path("migrations", index, "items"),
            f"The migration says nothing of {listed(map(shown, lacks))}, which version {old.version} asks. Their "
            "answers would be lost without a word.",
            fix='Name the item of this version that takes each one\'s answers, or write {"dropped": true}.',
        )
    unknown = [name for name in migration.items if name not in old.items]
    for count, name in enumerate(unknown):
        meant = nearest(name, old.items) if count < MOST_GUESSED else ""
        yield Issue(
            "unknown_item",
            json_path("migrations", index, "items", name),
            f"{shown(name)} is no item of version {old.version}.",
            fix=f"{meant}Its items are {listed(old.items)}. What is new here needs no entry.",
        )


def check_fit(old: Instrument, new: Instrument, index: int) -> list[Issue]:
    """Every fault of one of a definition's migrations beside the older version that it starts from.

    Both definitions are sound; the paths are places of the newer one's document.
    """
    migration = new.migrations[index]
    issues = [*_check_scoring(old, new, index), *_check_total(old, migration, index)]
    for name, entry in migration.items.items():
        before, after = old.items.get(name), new.items.get(entry.item or "")
        if before is None or after is None:
            continue
        pair = _Pair(old, new, index, before, after, entry)
        for check in (_check_type, _check_codes, _check_reasons, _check_bounds):
            issues += check(pair)
    if migration.comparable and not issues:
        issues += check_comparable(old, new, index)
    return issues

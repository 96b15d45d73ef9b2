"""A record as it is seen under a newer version of its instrument: a view, and never a record.

    what an older item was answered     the newer item's answer, by the migration's codes
    why it was not                      the same reason
    what was not asked then             not asked
    what is new                         not asked: nobody could have answered it
    what the newer version would hide   not asked, by its own show_if
    what has no place                   told, with the answer

Nothing unknown becomes a zero, and no answer is lost without a word. Several steps are taken one
after another, each by the migration of the next version; scores are comparable only if every step is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from attrs import evolve

from sop_core.errors import CallRefused, listed, shown
from sop_core.instruments.administration import (
    Administration,
    Answer,
    is_asked,
    known_answers,
)
from sop_core.instruments.answers import OPEN_STATUSES
from sop_core.instruments.migrated import Carried, Migrated, MigratedScore, Outcome
from sop_core.instruments.migration import ItemMigration, Migration
from sop_core.instruments.model import NOT_ASKED, Instrument, Item, Missing
from sop_core.instruments.scoring import check_scoring, score_known
from sop_core.types import ItemType


def migration_from(old: Instrument, new: Instrument) -> Migration | None:
    """The migration of a version that fits an older one; None where there is none.

    One that starts at the very version comes first; else any that was written for its scoring digest,
    since versions of one scoring digest have the same items, codes and scales.
    """
    fitting = [one for one in new.migrations if one.scoring == old.ref.scoring]
    return next((one for one in fitting if one.starts == old.version), None) or next(
        iter(fitting), None
    )


def is_same_scoring(old: Instrument, new: Instrument) -> bool:
    """Whether two versions are one for scoring, so that a record needs no migration between them."""
    return old.ref.scoring == new.ref.scoring


def _entries(old: Instrument, new: Instrument) -> tuple[Mapping[str, ItemMigration], bool]:
    """Where each older item goes, and whether scores stay comparable."""
    if is_same_scoring(old, new):
        return {item: ItemMigration(item) for item in old.items}, True
    migration = migration_from(old, new)
    if migration is None:
        known = [one.starts for one in new.migrations]
        raise CallRefused(
            f"{new.id} {new.version} has no migration from {old.version} of scoring digest {shown(old.ref.scoring)}. "
            f"It has migrations from: {listed(known) or 'no version'}. Without one nobody has said what became of "
            'each item. Add one under "migrations", or pass the versions on the way between.'
        )
    return migration.items, migration.comparable


def _recoded(entry: ItemMigration, after: Item, answer: Answer) -> Answer:
    """An older item's value as a value of the newer one."""
    if isinstance(answer, Missing):
        return answer
    if isinstance(answer, tuple):
        return tuple(dict.fromkeys(entry.code(code) for code in answer))
    if isinstance(answer, bool):
        answer = "true" if answer else "false"
    elif after.type not in (ItemType.CHOICE, ItemType.BOOLEAN):
        return answer  # a number, a text or a day
    code = entry.code(str(answer))
    return code == "true" if after.type is ItemType.BOOLEAN else code


def _is_merged(old: Instrument, before: Item, entry: ItemMigration, answer: Answer) -> bool:
    """Whether another code of the older item comes to where this answer came."""
    chosen = answer if isinstance(answer, tuple) else (answer,)
    held = {str(code).lower() if isinstance(code, bool) else code for code in chosen}
    came = {entry.code(code) for code in held if isinstance(code, str)}
    codes = ("true", "false") if before.type is ItemType.BOOLEAN else tuple(old.values_of(before))
    return any(code not in held and entry.code(code) in came for code in codes) or (
        isinstance(answer, tuple) and len(came) < len(held)
    )


def _step(
    old: Instrument, new: Instrument, known: Mapping[str, Answer]
) -> tuple[dict[str, Answer], dict[str, Carried], bool]:
    """What is known of the newer items, what became of the older ones, and whether it is comparable."""
    entries, comparable = _entries(old, new)
    source = {entry.item: name for name, entry in entries.items() if entry.item is not None}
    now: dict[str, Answer] = {}
    came: dict[str, Answer] = {}
    for item in new.items.values():
        if item.id in source:
            name = source[item.id]
            came[item.id] = _recoded(entries[name], item, known[name])
        is_shown = is_asked(item.show_if, now, new.items)
        now[item.id] = came.get(item.id, NOT_ASKED) if is_shown else NOT_ASKED
    carried: dict[str, Carried] = {}
    for item in old.items.values():
        entry, answer = entries[item.id], known[item.id]
        if entry.item is None:
            carried[item.id] = Carried(item.id, answer, Outcome.DROPPED, None, None)
            continue
        outcome = Outcome.KEPT
        if now[entry.item] != came[entry.item]:
            outcome = Outcome.HIDDEN
        elif not isinstance(answer, Missing) and _is_merged(old, item, entry, answer):
            outcome = Outcome.MERGED
        carried[item.id] = Carried(item.id, answer, outcome, entry.item, now[entry.item])
    return now, carried, comparable


#: What a later step does to an answer counts, unless an earlier one did worse.
_WORSE = (Outcome.KEPT, Outcome.MERGED, Outcome.HIDDEN, Outcome.DROPPED)


def _joined(first: Carried, then: Mapping[str, Carried]) -> Carried:
    """What became of an item over one step more."""
    if first.to is None:
        return first
    later = then[first.to]
    worst = max(first.outcome, later.outcome, key=_WORSE.index)
    return evolve(first, outcome=worst, to=later.to, after=later.after)


def migrate(administration: Administration, through: Sequence[Instrument]) -> Migrated:
    """A record under the last of the versions, by way of the others; the record stays as it is.

    `through` begins with the version that the record was made with, each with a migration from the
    one before it, or with the same scoring digest. Raises CallRefused where a step is missing, or
    where the record is of another scoring digest than the first version.
    """
    if not isinstance(administration, Administration):
        raise CallRefused(
            f"migrate takes a record as sop.accept gave it (receipt.record), not {type(administration).__name__}."
        )
    if not through:
        raise CallRefused(
            "migrate takes the versions from the record's own to the one that it is to be seen under, and was given "
            "none. Catalog.migrate finds them."
        )
    first, last = through[0], through[-1]
    check_scoring(first, administration)
    known: dict[str, Answer] = known_answers(first, administration.answers)
    carried = [Carried(item, answer, Outcome.KEPT, item, answer) for item, answer in known.items()]
    comparable = True
    for old, new in pairwise(through):
        known, then, kept = _step(old, new, known)
        carried = [_joined(one, then) for one in carried]
        comparable = comparable and kept
    return Migrated(
        administration=administration.id,
        status=administration.status,
        recorded=administration.instrument,
        instrument=last.ref,
        through=tuple(one.version for one in through),
        comparable=comparable,
        known=known,
        carried=tuple(carried),
    )


def score_migrated(instrument: Instrument, migrated: Migrated) -> MigratedScore:
    """The scales of a view, by the rules of the version that it is seen under.

    Raises CallRefused for another version than that, and for a draft or voided record, which has no score.
    """
    if migrated.instrument != instrument.ref:
        seen = migrated.instrument
        raise CallRefused(
            f"The record is seen under {seen.id} {seen.version}, and {instrument.id} {instrument.version} was given "
            "to score it. Give the version that it is seen under."
        )
    if migrated.status in OPEN_STATUSES:
        raise CallRefused(
            f"The record {shown(migrated.administration)} is {migrated.status}. A draft or voided record has no score, "
            "under any version."
        )
    score = score_known(instrument, migrated.administration, migrated.known)
    return MigratedScore(
        administration=migrated.administration,
        recorded=migrated.recorded,
        instrument=migrated.instrument,
        through=migrated.through,
        comparable=migrated.comparable,
        seen=score.scales,
    )

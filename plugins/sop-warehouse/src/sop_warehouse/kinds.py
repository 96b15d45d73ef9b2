"""What may stand in the answers: every cell that an instrument allows, as it is read, before anything is counted.

Of most items the definition tells every cell. Of the others (several codes, decimals, long ranges of whole
numbers) the engine is asked which cells there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from math import ceil
from typing import Any

from attrs import frozen

from sop_core.instruments import Answer, Instrument, Item
from sop_core.types import ItemType, MissingReason
from sop_warehouse.engines import Frame
from sop_warehouse.frames import different
from sop_warehouse.plans import UNCOUNTED, Cell, issues_in, read_cell
from sop_warehouse.work import Work

#: A range of whole numbers as long as this is not asked for: each of them may stand there.
SHORT = 64

#: What each cell says, by scoring digest and item.
Said = Mapping[int, Mapping[str, Mapping[Cell, Answer]]]


@frozen(eq=False)
class Kinds:
    """The cells that are sound, by scoring digest and item; and the items that hold text or dates.

    `texts` do so in every instrument that has them, `mixed` (scoring digest, item) in some: the same id is
    something else in another.
    """

    said: Said
    texts: tuple[str, ...]
    mixed: tuple[tuple[int, str], ...]


def kinds_of(work: Work, answers: Frame) -> Kinds:
    """Every sound cell of every instrument whose records count."""
    asked = sorted(
        {item.id for one in work.instruments.values() for item in one.items.values() if _is_open(item)}
    )  # fmt: skip
    came: dict[str, list[Cell]] = {}
    for item, code, missing in work.rows(different(answers, asked)) if asked else ():
        came.setdefault(item, []).append((code, missing))
    said = {
        s: {
            item.id: dict(_sound(instrument, item, came.get(item.id, ())))
            for item in instrument.items.values()
        }
        for s, instrument in work.instruments.items()
    }
    return Kinds(said, *_texts(work.instruments))


def _texts(
    instruments: Mapping[int, Instrument],
) -> tuple[tuple[str, ...], tuple[tuple[int, str], ...]]:
    uncounted = [
        (s, item.id)
        for s, instrument in instruments.items()
        for item in instrument.items.values()
        if item.type in UNCOUNTED
    ]
    counted = {
        item.id
        for instrument in instruments.values()
        for item in instrument.items.values()
        if item.type not in UNCOUNTED
    }
    texts = {item for _, item in uncounted} - counted
    return tuple(sorted(texts)), tuple(one for one in uncounted if one[1] in counted)


def _whole_numbers(item: Item) -> range | None:
    """Every number of a short range."""
    if item.type is not ItemType.INTEGER or item.minimum is None or item.maximum is None:
        return None
    found = range(ceil(item.minimum), int(item.maximum // 1) + 1)
    return found if len(found) <= SHORT else None


def _is_open(item: Item) -> bool:
    """Whether only the table tells which cells there are."""
    closed = (ItemType.CHOICE, ItemType.BOOLEAN, *UNCOUNTED)
    return item.type not in closed and _whole_numbers(item) is None


def _possible(instrument: Instrument, item: Item) -> Iterable[Cell]:
    codes: Iterable[str] = ()
    if item.type is ItemType.CHOICE:
        codes = instrument.codes[item.id]
    elif item.type is ItemType.BOOLEAN:
        codes = ("true", "false")
    elif not _is_open(item):
        codes = map(str, _whole_numbers(item) or ())
    return ((code, None) for code in codes)


def _sound(
    instrument: Instrument, item: Item, came: Iterable[Cell]
) -> Iterator[tuple[Cell, Answer]]:
    """The cells that can be read, as they are read; of text none is."""
    if item.type in UNCOUNTED:
        return
    reasons: Iterator[Cell] = ((None, reason.value) for reason in MissingReason)
    for cell in dict.fromkeys(chain(_possible(instrument, item), reasons, came)):
        answer: Any = read_cell(instrument, item, cell)
        if not issues_in(answer):
            yield cell, answer

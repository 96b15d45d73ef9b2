"""Where each answer goes: which bits of which columns a cell adds to, and how they are read again.

Every item has one bit that says that it has a row (two rows of an item carry into the next bit, and no
record has as many bits as rows then), and a number that says which cell it is. Every scale has its sums.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from attrs import define, field, frozen

from sop_core.reporting import TALLIED, Outcome
from sop_core.types import ItemType, Method
from sop_warehouse.frames import CODE, REASON
from sop_warehouse.kinds import Kinds
from sop_warehouse.packing import MOST_BITS, Columns, Field, runs
from sop_warehouse.plans import Cell, Entry, ScalePlan
from sop_warehouse.work import Work

#: What an entry adds, and how it is added up.
SUMS = ("num", "den", "answered", "not_applicable", "declined", "dont_know", "asked")
#: What comes back of a scale: the number in each of its pieces, and its least answer.
Sums = tuple[int | None, ...]
#: A row of the table of cells: its item, text and kind, by which answers find it.
Key = tuple[str, str, int]


def key_of(item: str, cell: Cell) -> Key:
    """How a cell is looked up."""
    code, missing = cell
    return (item, code, CODE) if code is not None else (item, missing or "", REASON)


@frozen(eq=False)
class ItemLayout:
    """One item: a bit for its row, a number for its cell; `cells[number - 1]` is the cell."""

    row: Field
    number: Field
    cells: tuple[Cell, ...]


@frozen(eq=False)
class ScaleLayout:
    """One scale: its sums, in one field after the other, and the column of its least answer.

    `up` is added to `num` for each answer, so that no sum is below zero; where `den` is the same for
    every answer it has no field (`den_each`).
    """

    s: int
    plan: ScalePlan
    fields: Mapping[str, Field]
    up: int
    den_each: int | None
    low: str | None

    @cached_property
    def pieces(self) -> tuple[Field, ...]:
        """Where the sums lie: one run of bits, where they stand side by side."""
        return runs(self.fields.values())

    def adds(self, entry: Entry) -> dict[int, int]:
        """What an entry adds to each column."""
        found: dict[int, int] = defaultdict(int)
        for name, one in self.fields.items():
            value = getattr(entry, name) + (self.up * entry.answered if name == "num" else 0)
            found[one.column] += one.put(value)
        return found

    def outcome(self, given: Sums) -> Outcome:
        """What a record's sums come to: a number for each piece, and its least answer; () for no answers."""
        *numbers, low = given or (None,)
        packed = dict.fromkeys((piece.column for piece in self.pieces), 0)
        for piece, number in zip(self.pieces, numbers, strict=False):
            packed[piece.column] += number or 0
        sums: dict[Any, int] = dict.fromkeys(SUMS, 0)
        for name, one in self.fields.items():
            sums[name] = one.take(packed[one.column])
        sums["num"] -= self.up * sums["answered"]
        if self.den_each is not None:
            sums["den"] = self.den_each * sums["answered"]
        return self.plan.outcome(**sums, low=low)


@define(eq=False)
class Layout:
    """All items and scales, over the same columns; `lows` are the columns of least answers."""

    columns: Columns = field(factory=Columns)
    items: dict[str, ItemLayout] = field(factory=dict)
    scales: list[ScaleLayout] = field(factory=list)
    adds: dict[Key, dict[int, int]] = field(factory=lambda: defaultdict(lambda: defaultdict(int)))
    lows: dict[Key, dict[str, int]] = field(factory=lambda: defaultdict(dict))

    def add_items(self, work: Work, kinds: Kinds) -> None:
        """A place for each item of each instrument, and for each cell of it."""
        names = list(dict.fromkeys(item for said in kinds.said.values() for item in said))
        # Side by side: what of a record is there is then a number or two, of which few differ.
        rows = {name: self.columns.field(1) for name in names}
        for name in names:
            every = dict.fromkeys(
                cell for said in kinds.said.values() for cell in said.get(name, ())
            )
            of_text = [s for s, item in kinds.mixed if item == name]
            keys = {key_of(name, cell): cell for cell in every}
            if name in kinds.texts or of_text:
                keys[name, "", CODE] = ("", None)
            if _is_loose(work, name):
                keys = {key: ("", None) if key[2] == CODE else cell for key, cell in keys.items()}
            cells = tuple(dict.fromkeys(keys.values()))
            row = rows[name]
            number = self.columns.field(len(cells).bit_length())
            self.items[name] = ItemLayout(row, number, cells)
            for key, cell in keys.items():
                adds = self.adds[key]
                adds[row.column] += row.put(1)
                adds[number.column] += number.put(cells.index(cell) + 1)

    def add_scale(self, s: int, plan: ScalePlan, entries: Sequence[Entry]) -> None:
        """A place for the sums of a scale."""
        made = _place(self.columns, s, plan, entries)
        self.scales.append(made)
        for entry in entries:
            key = key_of(entry.item, entry.cell)
            for at, value in made.adds(entry).items():
                self.adds[key][at] += value
            if made.low is not None and entry.low is not None:
                self.lows[key][made.low] = entry.low

    @property
    def low_names(self) -> tuple[str, ...]:
        """The columns of least answers."""
        return tuple(one.low for one in self.scales if one.low is not None)

    def rows(self) -> list[tuple[str | int | None, ...]]:
        """The table of cells: key, what it adds to each column, and its least answers."""
        columns, lows = range(len(self.columns.used)), self.low_names
        return [
            (*key, *(adds.get(at, 0) for at in columns), *(self.lows[key].get(low) for low in lows))
            for key, adds in self.adds.items()
        ]


def _is_loose(work: Work, name: str) -> bool:
    """Whether it is a decimal wherever it stands: of those only that there is an answer is counted."""
    types = [one.items[name].type for one in work.instruments.values() if name in one.items]
    return all(one is ItemType.DECIMAL and one not in TALLIED for one in types)


def _most(entries: Sequence[Entry], name: str, up: int = 0) -> int:
    """The largest sum that one record can come to, with one row of each item."""
    found: dict[str, int] = {}
    for entry in entries:
        value = getattr(entry, name) + up * entry.answered
        found[entry.item] = max(found.get(entry.item, 0), value)
    return sum(found.values())


def _place(columns: Columns, s: int, plan: ScalePlan, entries: Sequence[Entry]) -> ScaleLayout:
    up = max(0, *(-entry.num for entry in entries)) if entries else 0
    if _most(entries, "num", up).bit_length() > MOST_BITS:
        up = 0  # it has a column of its own, where it may be below zero
    bits = {name: _most(entries, name, up if name == "num" else 0).bit_length() for name in SUMS}
    if up == 0 and any(entry.num < 0 for entry in entries):
        bits["num"] = MOST_BITS + 1
    dens = {entry.den for entry in entries if entry.answered}
    den_each = dens.pop() if len(dens) == 1 else None
    if den_each is not None:
        bits["den"] = 0
    small = {name: n for name, n in bits.items() if 0 < n <= MOST_BITS}
    fields = {name: columns.field(n) for name, n in bits.items() if n > MOST_BITS}
    if sum(small.values()) <= MOST_BITS:
        run = columns.field(sum(small.values()))
        shift = run.shift
        for name, n in small.items():
            fields[name] = Field(run.column, shift, n)
            shift += n
    else:
        fields |= {name: columns.field(n) for name, n in small.items()}
    extreme = plan.scale.method in (Method.LOWEST, Method.HIGHEST)
    low = f"low{plan.number}" if extreme else None
    return ScaleLayout(s, plan, fields, up, den_each, low)

"""Many small whole numbers in one column: an engine sums the column, and each of them is summed.

A field is some bits of a column. What each row adds to a field is so small that the field's sum over
one record never reaches the next field. A field is told by two remainders, where it stands, and is moved
down by Python: engines disagree on the division of whole numbers, and not on remainders.
"""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw
from attrs import define, field, frozen

#: Fields fill a column up to here. Above are seven bits of 63, so that a row that stands a hundred
#: times is told as such before the sum is longer than the column.
MOST_BITS = 56


def column(at: int) -> str:
    """The name of a column of fields."""
    return "n" if at < 0 else f"p{at}"


@frozen
class Field:
    """Some bits of a column; `whole` where it is the column itself, and may be below zero."""

    column: int
    shift: int
    bits: int
    whole: bool = False

    @property
    def name(self) -> str:
        """The name of its column."""
        return column(self.column)

    def here(self) -> nw.Expr:
        """The field where it stands: its value times 2**shift."""
        packed = nw.col(self.name)
        if self.whole:
            return packed
        top = packed % (1 << (self.shift + self.bits))
        return top - packed % (1 << self.shift) if self.shift else top

    def is_set(self) -> nw.Expr:
        """Whether any bit of a field is set."""
        return self.here() > 0

    def put(self, value: int) -> int:
        """What a value adds to the column."""
        return value << self.shift

    def take(self, packed: int) -> int:
        """The value in a column's number, or in what `here` gave."""
        return packed if self.whole else (packed >> self.shift) & ((1 << self.bits) - 1)


#: How many rows a record has: a column that the engine counts, and to which no cell adds.
ROWS = Field(-1, 0, 0, whole=True)


@define(eq=False)
class Columns:
    """Columns that fill up, the first with room first."""

    used: list[int] = field(factory=list)

    def field(self, bits: int) -> Field:
        """A new field. What is longer than a column may be has one for itself."""
        if bits > MOST_BITS:
            self.used.append(MOST_BITS)
            return Field(len(self.used) - 1, 0, bits, whole=True)
        for at, used in enumerate(self.used):
            if used + bits <= MOST_BITS:
                self.used[at] += bits
                return Field(at, used, bits)
        self.used.append(bits)
        return Field(len(self.used) - 1, 0, bits)

    @property
    def names(self) -> tuple[str, ...]:
        """All of them."""
        return tuple(map(column, range(len(self.used))))


def runs(fields: Iterable[Field]) -> tuple[Field, ...]:
    """The runs of bits that hold all fields: fields that stand side by side are one."""
    found: list[Field] = []
    for one in fields:
        last = found[-1] if found else None
        if (
            last is not None
            and not (last.whole or one.whole)
            and (last.column, last.shift + last.bits) == (one.column, one.shift)
        ):
            found[-1] = Field(last.column, last.shift, last.bits + one.bits)
        else:
            found.append(one)
    return tuple(found)


def chunks(fields: Iterable[Field], bits: int) -> tuple[Field, ...]:
    """The same bits as `fields`, in runs of at most `bits`."""
    return tuple(
        Field(run.column, run.shift + at, min(bits, run.bits - at))
        for run in runs(sorted(fields, key=lambda one: (one.column, one.shift)))
        for at in range(0, run.bits, bits)
    )

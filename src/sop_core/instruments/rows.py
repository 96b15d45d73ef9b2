"""The items of a scale as its method sees them, worked out once for each definition.

A row says what each answer counts: after reversal, by the bounds that the definition declares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.instruments.exact import from_number
from sop_core.types import Exact, ItemType, Method

if TYPE_CHECKING:
    from sop_core.instruments.administration import Answer
    from sop_core.instruments.model import Instrument, Item, Scale


def reversed_value(value: Exact, *, low: Exact, high: Exact) -> Exact:
    """Reverse-keyed: min + max - value, from the declared bounds and never from data."""
    return low + high - value


def share_of(method: Method, value: Exact, row: Row) -> Exact:
    """What one answer, after reversal, adds to the numerator of its scale (DESIGN 3, method).

    `lowest` and `highest` take the least and the greatest of these, every other method their sum.
    """
    if method is Method.PERCENT_OF_MAX:
        return 100 * row.weight * (value - row.low)
    if method in (Method.MEAN, Method.SUM):
        return row.weight * value
    return value


def base_of(method: Method, row: Row) -> Exact:
    """What one answered item adds to the denominator of its scale; 0 where the method has none."""
    if method is Method.MEAN:
        return row.weight
    if method is Method.PERCENT_OF_MAX:
        return row.weight * (row.high - row.low)
    return 0


@frozen(eq=False)
class Row:
    """One item of a scale: its weight, its bounds, and the number that each answer counts.

    `values` holds the number of every code, or of yes and no; it is empty for an item that is
    answered with a number, which is read as it is written, and for one that takes several codes.
    """

    item: str
    method: Method
    weight: Exact
    low: Exact
    high: Exact
    values: Mapping[str | bool, Exact]
    reverse: bool = False
    of: frozenset[str] = frozenset()

    @cached_property
    def shares(self) -> Mapping[Answer, Exact]:
        """What each answer of `values` adds to the scale's numerator."""
        return {answer: share_of(self.method, value, self) for answer, value in self.values.items()}

    @cached_property
    def base(self) -> Exact:
        """What the item adds to the scale's denominator where it is answered."""
        return base_of(self.method, self)

    def value(self, answer: Answer) -> Exact:
        """What an answer counts, after reversal; the answer is one that the item takes."""
        if self.values:
            return self.values[answer]  # type: ignore[index]  # a code, or yes or no
        if isinstance(answer, int | Decimal):
            plain = from_number(answer)
            return reversed_value(plain, low=self.low, high=self.high) if self.reverse else plain
        # DESIGN 3, count: any of the chosen codes is in `of`.
        return int(isinstance(answer, tuple) and not self.of.isdisjoint(answer))

    def share(self, answer: Answer) -> Exact:
        """What an answer adds to the scale's numerator, where `shares` does not hold it."""
        return share_of(self.method, self.value(answer), self)


@frozen(eq=False)
class Rows:
    """The rows of a scale, laid out for looking at every answer once."""

    rows: tuple[Row, ...]

    @cached_property
    def base(self) -> Exact:
        """The scale's denominator where every item is answered."""
        return sum(row.base for row in self.rows)

    @cached_property
    def lookups(self) -> tuple[tuple[str, Callable[[Answer], Exact | None], Row], ...]:
        """For each row its item, the function that looks up what an answer adds, and the row itself."""
        return tuple((row.item, row.shares.get, row) for row in self.rows)


def bounds_in_scale(instrument: Instrument, item: Item) -> tuple[Exact, Exact]:
    """An item's declared bounds. A scale that names an item without any was never checked: ValueError."""
    bounds = instrument.bounds(item)
    if bounds is None:
        raise ValueError(
            f"item {item.id!r} of type {item.type} has no bounds, and no scale can hold it"
        )
    return bounds


def _numbers(instrument: Instrument, item: Item) -> dict[str | bool, Exact]:
    if item.type is ItemType.BOOLEAN:
        return {False: 0, True: 1}
    if item.type is ItemType.CHOICE:
        return {code: value for code, value in instrument.values_of(item).items()}  # noqa: C416  wider keys
    return {}


def _count_row(instrument: Instrument, scale: Scale, item: Item) -> Row:
    of = frozenset(scale.of)
    codes = {True: "true", False: "false"} if item.type is ItemType.BOOLEAN else {}
    hits = {
        answer: int(codes.get(answer is True, answer) in of)
        for answer in _numbers(instrument, item)
    }
    return Row(item.id, scale.method, 1, 0, 1, hits, of=of)


def row_of(instrument: Instrument, scale: Scale, item: Item) -> Row:
    """One item of a scale as its method sees it."""
    if scale.method is Method.COUNT:
        return _count_row(instrument, scale, item)
    low, high = bounds_in_scale(instrument, item)
    reverse = item.id in scale.reverse
    values = {
        answer: reversed_value(value, low=low, high=high) if reverse else value
        for answer, value in _numbers(instrument, item).items()
    }
    return Row(item.id, scale.method, scale.weight(item.id), low, high, values, reverse)

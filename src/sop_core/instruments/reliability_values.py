"""What `reliability_of` gives: figures with the number of people behind each, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from attrs import field, frozen

from sop_core.types import FrozenMap, InstrumentRef, MissingReason


class WhyNot(StrEnum):
    """Why there is no figure."""

    WITHHELD = "withheld"
    ONE_ITEM = "one_item"
    NOT_TOGETHER = "not_together"
    TOO_ALIKE = "too_alike"
    CONTRADICTING = "contradicting"
    NO_RANGE = "no_range"


_WHY_NOT: Mapping[WhyNot, str] = {
    WhyNot.WITHHELD: "Withheld: too few people stand behind it, or it would tell of a few of them.",
    WhyNot.ONE_ITEM: "It cannot be computed, because the scale has one item, and nothing to compare it with.",
    WhyNot.NOT_TOGETHER: "It cannot be computed, because the scale takes one of its answers and does not add them up.",
    WhyNot.TOO_ALIKE: "It cannot be computed, because the answers differ too little: all, or all but one, are alike.",
    WhyNot.CONTRADICTING: "It cannot be computed, because different people answered different items, and what they "
    'say in pairs does not fit together. Try method="complete".',
    WhyNot.NO_RANGE: "It cannot be computed, because there is no lowest and highest value that differ.",
}


@frozen
class Figure:
    """One figure with the number of people behind it, or why there is none."""

    value: Decimal | None
    n: int | None
    why: WhyNot | None = None

    def __str__(self) -> str:
        return _WHY_NOT[self.why] if self.why else f"{self.value:.4f} (n = {self.n:,})"


@frozen
class ItemRest:
    """How one item goes together with the other items of its scale; `note` says what to look at."""

    item: str
    correlation: Figure
    note: str = ""


@frozen
class ScaleReliability:
    """What an author may learn of one scale. For `pairwise` figures, n is the least number behind a pair."""

    id: str
    alpha: Figure
    items: tuple[ItemRest, ...]
    floor: Figure
    ceiling: Figure


@frozen
class ItemUse:
    """How one item was used: `n` people answered it (None if that is withheld), and the shares."""

    item: str
    n: int | None
    missing: Mapping[MissingReason, Figure] = field(converter=FrozenMap[MissingReason, Figure])
    floor: Figure
    ceiling: Figure


@frozen
class Reliability:
    """The figures of one instrument, how they were taken, and of how many people (None if withheld)."""

    instrument: InstrumentRef
    method: str
    min_cell: int
    n: int | None
    scales: Mapping[str, ScaleReliability] = field(converter=FrozenMap[str, ScaleReliability])
    items: Mapping[str, ItemUse] = field(converter=FrozenMap[str, ItemUse])

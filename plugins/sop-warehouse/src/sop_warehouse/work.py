"""What one counting knows: its groups by number, and everything that was found to be wrong."""

from __future__ import annotations

from collections import Counter
from typing import Any

from attrs import define, field

from sop_core import Issue, RecordRefused
from sop_core.instruments import Instrument
from sop_core.reporting import GroupKey
from sop_warehouse import issues as say
from sop_warehouse.engines import Engine, Frame

#: The most rows that an engine gives back for one question.
MOST_ROWS = 5_000_000


@define(eq=False)
class Work:
    """Groups by their number `g`, scoring digests by theirs, `s`; `n` counts the records of each group."""

    engine: Engine
    found: list[Issue] = field(factory=list)
    instruments: dict[int, Instrument] = field(factory=dict)
    keys: dict[int, GroupKey] = field(factory=dict)
    scoring: dict[int, int] = field(factory=dict)
    n: Counter[int] = field(factory=Counter)
    versions: dict[tuple[str, str], str] = field(factory=dict)

    def refuse_any(self) -> None:
        """Whatever was found until now refuses the tables."""
        if self.found:
            raise RecordRefused("The tables are refused.", issues=self.found)

    def rows(self, frame: Frame, most: int = MOST_ROWS) -> list[tuple[Any, ...]]:
        """What the engine gives back; RecordRefused where it is more than any sound table has."""
        rows = self.engine.rows(frame.head(most + 1))
        if len(rows) > most:
            self.found.append(say.too_many(most))
            self.refuse_any()
        return rows

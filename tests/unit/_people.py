"""People who answer a small instrument: one record for each, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from sop_core.instruments import Administration, Instrument, Missing
from sop_core.types import MissingReason
from tests.unit._small import administration, choice, instrument, scale


def asked(k: int, method: str = "mean", **fields: Any) -> Instrument:
    """An instrument with items q1, q2, … of the values 1 to 5, in one scale named by its method."""
    names = [f"q{at}" for at in range(1, k + 1)]
    return instrument(*map(choice, names), scales=(scale(method, *names, **fields),))


def people(known: Instrument, rows: Sequence[Sequence[Any]], **fields: Any) -> list[Administration]:
    """One record for each row; a row holds 1 to 5, None, or the code of a missing reason, by item."""
    blank = administration(known)
    names = list(known.items)
    reasons = {"na": "not_applicable", "declined": "declined", "unsure": "dont_know"}

    def answer(said: Any) -> Any:
        return Missing(MissingReason(reasons[said])) if said in reasons else "abcde"[said - 1]

    return [
        evolve(
            blank,
            id=f"r{at}",
            respondent=f"w{at}",
            answers={i: answer(x) for i, x in zip(names, row, strict=True) if x is not None},
            **fields,
        )
        for at, row in enumerate(rows)
    ]

"""Scores, as values: what a scale came to, or why it has no value, and how many items stand behind it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from sop_core.types import FrozenMap, InstrumentRef, ScoreStatus


@frozen
class ScaleScore:
    """One scale of one administration.

    `value` is `exact` rounded once; both are None unless the status is `scored` or `prorated`. The
    six counts add up to `n_items`.
    """

    status: ScoreStatus
    value: Decimal | None
    exact: Fraction | None
    n_items: int
    n_answered: int
    n_not_applicable: int
    n_declined: int
    n_dont_know: int
    n_not_answered: int
    n_not_asked: int
    band: str | None


def _scales(given: Mapping[str, ScaleScore]) -> FrozenMap[str, ScaleScore]:
    return FrozenMap(given)


@frozen
class Score:
    """The scales of one administration. There is no total across scales or instruments (S0-05, S1-04)."""

    administration: str
    instrument: InstrumentRef
    scales: Mapping[str, ScaleScore] = field(converter=_scales)

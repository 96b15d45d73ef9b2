"""What was counted, as values: answers become codes and reasons, sums become outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from sop_core.instruments import Answer, Missing
from sop_core.instruments.model import Scale
from sop_core.instruments.outcomes import Sums
from sop_core.reporting.tally import Group, ItemCounts, Outcome, ScaleCounts
from sop_core.types import MissingReason

_NOTHING = Fraction(0)


def in_outcome_order(outcome: Outcome) -> tuple[str, Fraction]:
    """What outcomes are sorted by: the status, then the score from low to high."""
    status, exact = outcome
    return (status, _NOTHING if exact is None else exact)


@frozen(eq=False)
class Ways:
    """How one scale came out: every outcome in order, and which of them each kind of sums came to."""

    every: tuple[Outcome, ...]
    places: Mapping[int, int]


def ways_of(scale: Scale, numbers: Mapping[Sums, int]) -> Ways:
    """What each kind of sums comes to; once for all groups, since fractions are slow to sort."""
    came: dict[int, Outcome] = {}
    for sums, number in numbers.items():
        score = scale.outcome(*sums)
        came[number] = (score.status, score.exact)
    every = tuple(sorted(set(came.values()), key=in_outcome_order))
    place = {outcome: at for at, outcome in enumerate(every)}
    return Ways(every, {number: place[outcome] for number, outcome in came.items()})


def closed(
    n: int,
    items: Mapping[str, Mapping[Answer, int]],
    scales: Mapping[str, Mapping[int, int]],
    ways: Mapping[str, Ways],
    several: frozenset[str],
) -> Group:
    """A group of `n` records as a value; of each scale it is counted how often each kind of sums came."""
    return Group(
        n,
        {item: _item(items[item], several=item in several) for item in sorted(items)},
        {scale: _scale(scales[scale], ways[scale]) for scale in sorted(scales)},
    )


def _item(counts: Mapping[Answer, int], *, several: bool) -> ItemCounts:
    codes: dict[str, int] = {}
    missing: dict[MissingReason, int] = {}
    answered = 0
    for answer, count in counts.items():
        if isinstance(answer, Missing):
            missing[answer.reason] = count
            continue
        answered += count
        for code in _codes(answer):
            codes[code] = codes.get(code, 0) + count
    return ItemCounts(
        {code: codes[code] for code in sorted(codes)},
        {reason: missing[reason] for reason in sorted(missing)},
        answered,
        several,
    )


def _codes(answer: Any) -> tuple[str, ...]:
    """An answer as codes: itself, each that was chosen, `true` or `false`, or a whole number's digits."""
    if isinstance(answer, tuple):
        return answer
    if isinstance(answer, bool):
        return ("true" if answer else "false",)
    return (str(answer),)


def _scale(counts: Mapping[int, int], ways: Ways) -> ScaleCounts:
    found: dict[int, int] = {}
    for number, count in counts.items():
        place = ways.places[number]
        found[place] = found.get(place, 0) + count
    return ScaleCounts({ways.every[place]: found[place] for place in sorted(found)})

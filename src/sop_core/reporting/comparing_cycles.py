"""Cycles over time: which comes after which, and what a group's means in two of them may say (S0-01; rule 5).

A release names its cycle and no date, so that an order is never guessed: names that differ only in their digits, the
year first, stand in it by themselves, and any others are put in order by whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from sop_core.errors import CallRefused, listed, shown
from sop_core.instruments import Instrument
from sop_core.reporting.cells import Place
from sop_core.reporting.comparing_values import Change, Verdict, View
from sop_core.reporting.releases import Interval, Release
from sop_core.reporting.spreading import ERRORS
from sop_core.types import InstrumentRef

_DIGITS = re.compile(r"[0-9]+")
_YEAR = re.compile(r"[0-9]{4}")


def cycles_in_order(found: Iterable[str], given: Sequence[str] = ()) -> tuple[str, ...]:
    """The cycles of some releases, earliest first; CallRefused where nobody can know their order.

    `given` is the order that the caller knows; it may hold more cycles than are found, and none twice.
    """
    names = sorted(set(found))
    if given:
        return _as_given(names, tuple(given))
    if len(names) > 1 and not _say_their_order(names):
        raise CallRefused(
            f"Nobody can tell which of these cycles came first: {listed(map(shown, names))}. Names in order look like "
            "2026-Q3 and 2026-Q4. Give the order, earliest first: cycles=[...], or --cycles on the command line."
        )
    return tuple(names)


def _as_given(names: list[str], given: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(given)) < len(given):
        raise CallRefused(
            f"The cycles that were given name one twice: {listed(map(shown, given))}. Name each once, earliest first."
        )
    missing = [name for name in names if name not in given]
    if missing:
        raise CallRefused(
            f"The cycles that were given are {listed(map(shown, given))}; there are releases of "
            f"{listed(map(shown, missing))} too. Name every cycle, earliest first."
        )
    return tuple(name for name in given if name in names)


def _say_their_order(names: list[str]) -> bool:
    """Whether names are alike but for digits of one length, and either hold one number or begin with a year."""
    if len({_DIGITS.sub(lambda run: "0" * len(run[0]), name) for name in names}) > 1:
        return False
    runs = _DIGITS.findall(names[0])
    return len(runs) == 1 or _YEAR.fullmatch(runs[0]) is not None


def changes_of(
    seen: Iterable[View], releases: Iterable[Release], known: Sequence[Instrument]
) -> Iterator[Change]:
    """Of each measure of each group, from one released cycle of its instrument to the next."""
    cycles: dict[str, list[str]] = {}
    for one in releases:
        at = cycles.setdefault(one.instrument.id, [])
        if one.cycle not in at:
            at.append(one.cycle)
    views: dict[tuple[str, Place, str], dict[str, list[View]]] = {}
    for view in seen:
        by_cycle = views.setdefault((view.instrument.id, view.place, view.measure.id), {})
        by_cycle.setdefault(view.cycle, []).append(view)
    for (instrument, _, _), by_cycle in views.items():
        for earlier, later in pairwise(cycles[instrument]):
            for after in by_cycle.get(later, ()):
                fitting = [one for one in by_cycle.get(earlier, ()) if _alike(one, after, known)]
                if len(fitting) == 1:
                    yield changed(fitting[0], after)


def _alike(before: View, after: View, known: Sequence[Instrument]) -> bool:
    """Whether two means are of one measure: scored comparably, in one range, rounded alike."""
    return before.measure == after.measure and _comparable(
        before.instrument, after.instrument, known
    )


def _comparable(one: InstrumentRef, other: InstrumentRef, known: Sequence[Instrument]) -> bool:
    """Whether a declared way leads from one scoring to the other that keeps scores comparable."""
    return other.scoring in _reached(one.scoring, known) or one.scoring in _reached(
        other.scoring, known
    )


def _reached(scoring: str, known: Sequence[Instrument]) -> set[str]:
    """The scorings whose scores may be laid beside those of one, by migrations that say so."""
    found, new = {scoring}, {scoring}
    while new:
        steps = {
            step.scoring
            for one in known
            if one.ref.scoring in new
            for step in one.migrations
            if step.comparable
        }
        new = steps - found
        found |= new
    return found


def changed(before: View, after: View) -> Change:
    """What changed from one published mean to another (rule 5).

    Without a spread in both, nothing clear may be said. With both, the interval of the difference is that of two
    groups with nobody in common, from the numbers as they were published, rounded to the outside; a change is clear
    where it holds no zero.
    """
    if before.sd is None or after.sd is None:
        return Change(before=before, after=after)
    square = sum(
        (Fraction(one) ** 2 / view.n for one, view in ((before.sd, before), (after.sd, after))),
        Fraction(0),
    )
    half = _root_above(ERRORS**2 * square, after.measure.places)
    difference = after.mean - before.mean
    verdict = Verdict.NO_CLEAR_CHANGE
    if abs(difference) > half:
        verdict = Verdict.HIGHER if difference > 0 else Verdict.LOWER
    interval = Interval(low=difference - half, high=difference + half)
    return Change(before=before, after=after, verdict=verdict, interval=interval)


def _root_above(square: Fraction, places: int) -> Decimal:
    """The smallest number of so many places that is no smaller than the square's root."""
    scaled = square * 10 ** (2 * places)
    root = isqrt(-(-scaled.numerator // scaled.denominator) - 1) + 1 if scaled else 0
    return Decimal(root).scaleb(-places)

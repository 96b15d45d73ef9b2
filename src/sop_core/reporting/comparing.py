"""What published releases say beside each other: views, cycles, and what is strongest and most in need.

    seen       the means that the releases show, each once, of the last edition; a withheld row takes no part
    beside     scales of several instruments that share a theme, side by side and never merged (S0-05)
    changed    one group's mean in two cycles: the difference of what was published, and no more (S0-01)
    standing   the agency's strongest measures and those most in need, ties told as ties (S0-09)

It reads releases and nothing else, so that it tells nothing that they do not show. Units, offices, counties and people
are never put in an order by their results: they stand in the agency's own (S0-08).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Any, TypeVar

from sop_core.errors import CallRefused
from sop_core.instruments import Instrument
from sop_core.reporting.cells import Place
from sop_core.reporting.comparing_cycles import changes_of, cycles_in_order
from sop_core.reporting.comparing_ends import largest
from sop_core.reporting.comparing_items import item_standings
from sop_core.reporting.comparing_values import Comparison, SideBySide, Standing, View
from sop_core.reporting.comparing_views import views_of
from sop_core.reporting.plans import Audience
from sop_core.reporting.releases import Release

Kept = TypeVar("Kept")


def compare(
    releases: Iterable[Release],
    instruments: Iterable[Instrument] = (),
    *,
    cycles: Sequence[str] = (),
) -> Comparison:
    """What published releases say beside each other; the order in which they come changes nothing.

    `instruments` are the definitions that are known; without them nothing is said by theme. `cycles` is the order of
    the cycles, earliest first, where their names do not say it. Raises CallRefused for no release, for cycles in no
    known order, and where two releases say different numbers of one group.
    """
    every = list(releases)
    if not every:
        raise CallRefused("There is no release to look at. Give one or more.")
    order = cycles_in_order((one.cycle for one in every), cycles)
    placed = _each_once(every, key=lambda one: _place(one, order))
    known = _each_once(
        instruments, key=lambda one: (one.id, one.ref.scoring, one.version, one.ref.digest)
    )
    seen = views_of(placed)
    latest = {one.instrument.id: one.cycle for one in placed}
    now = [one for one in seen if one.cycle == latest[one.instrument.id]]
    return Comparison(
        releases=placed,
        cycles=order,
        instruments=known,
        beside=tuple(_beside(now, known)),
        changes=tuple(changes_of(seen, placed, known)),
        standings=tuple(_standings(now)),
        items=tuple(item_standings(placed, known, latest)),
    )


def _each_once(several: Iterable[Kept], *, key: Callable[[Kept], Any]) -> tuple[Kept, ...]:
    """Each once, in the order of a key, and of all that they hold where the key is the same."""
    found: list[Kept] = []
    for _, alike in groupby(sorted(several, key=key), key=key):
        every = list(alike)
        for one in every if len(every) == 1 else sorted(every, key=str):
            if not found or found[-1] != one:
                found.append(one)
    return tuple(found)


def _place(release: Release, cycles: Sequence[str]) -> tuple[Any, ...]:
    """By instrument and cycle, later editions after earlier ones, public ones before those for the inside."""
    ref = release.instrument
    at = (cycles.index(release.cycle), release.edition, release.audience is Audience.INTERNAL)
    return (ref.id, *at, ref.version, release.id)


def _beside(now: Sequence[View], known: Iterable[Instrument]) -> Iterator[SideBySide]:
    """By theme in their own order of names, then by group in the agency's order."""
    themes = {(one.ref.scoring, scale.id): scale.themes for one in known for scale in one.scales}
    found: dict[str, dict[Place, list[View]]] = {}
    for view in now:
        for theme in themes.get((view.instrument.scoring, view.measure.id), ()):
            found.setdefault(theme, {}).setdefault(view.place, []).append(view)
    for theme, places in sorted(found.items()):
        for place, views in places.items():
            if len({view.instrument.id for view in views}) > 1:
                yield SideBySide(theme=theme, place=place, views=tuple(views))


def _standings(now: Iterable[View]) -> Iterator[Standing]:
    """Of the whole alone: no unit, office or county has a list of its own (S0-08)."""
    found: dict[tuple[str, str], list[View]] = {}
    for view in now:
        if view.place == Place():
            found.setdefault((view.instrument.id, view.instrument.scoring), []).append(view)
    for views in found.values():
        # Numbers of two ranges or roundings are not held against each other.
        ranges = {(one.measure.low, one.measure.high, one.measure.places) for one in views}
        for low, high, places in sorted(ranges):
            alike = [
                one
                for one in views
                if (one.measure.low, one.measure.high, one.measure.places) == (low, high, places)
            ]
            if len(alike) > 1:
                yield Standing(
                    instrument=alike[0].instrument,
                    cycle=alike[0].cycle,
                    strongest=largest(alike, lambda one: Fraction(one.mean)),
                    in_need=largest(alike, lambda one: -Fraction(one.mean)),
                )

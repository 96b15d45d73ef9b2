"""The rows of releases as tables: one group a line in the agency's own order, what is withheld in plain words.

A table that would be too wide for a sheet of paper is several, each with some of the measures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from attrs import frozen

from sop_core.errors import CallRefused
from sop_core.render.safe import direction, said, same_language
from sop_core.reporting import Comparison, Place

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.instruments import Instrument
    from sop_core.render.report_names import Names
    from sop_core.render.words import Words
    from sop_core.reporting import (
        Distributed,
        DistributionRow,
        Release,
        ReleaseRow,
    )
    from sop_core.reporting.cells import Scope
    from sop_core.text import Text

#: How many columns of numbers stand side by side on a sheet of paper.
MOST_COLUMNS = 6
Kept = TypeVar("Kept")


@frozen(kw_only=True)
class Column:
    """A measure with the heads under it."""

    title: str | Markup
    heads: tuple[str | Markup, ...]


@frozen(kw_only=True)
class Line:
    """One group: its name, its cells with how many columns each takes, and whether any is not shown."""

    name: str
    cells: tuple[tuple[str | Markup, int], ...]
    withheld: bool


@frozen(kw_only=True)
class Grid:
    """A table: what it holds, its columns, and its lines."""

    caption: str | Markup
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


def spoken(text: Text, locale: str) -> str | Markup:
    """A definition's text on a page of a locale; marked where it is of another language."""
    at = text.locale_for(locale)
    if same_language(at, locale):
        return said(text.get(locale))
    from markupsafe import Markup

    span = Markup('<span lang="{}" dir="{}">{}</span>')
    return span.format(at, direction(at), said(text.get(locale)))


def untagged(title: str | Markup) -> str:
    """A title as text in a picture, which escapes it itself."""
    strip = getattr(title, "striptags", None)
    return str(title) if strip is None else str(strip())


def title_of(measure: str, instrument: Instrument | None, locale: str) -> str | Markup:
    """What a measure is called; its id where nobody gave the definition."""
    scales = () if instrument is None else instrument.scales
    return next((spoken(one.title, locale) for one in scales if one.id == measure), said(measure))


def number(value: Decimal, places: int) -> str:
    """A number with all the places that it was rounded to."""
    return f"{value:.{places}f}"


def by_place(release: Release) -> dict[Place, dict[str, ReleaseRow]]:
    """The rows of each group by measure, in the agency's own order."""
    found: dict[Place, dict[str, ReleaseRow]] = {}
    for row in release.rows:
        found.setdefault(row.place, {})[row.measure] = row
    return found


def grids(release: Release, instrument: Instrument | None, names: Names) -> Iterator[Grid]:
    """The tables of a release: averages, how far answers lie apart, and distributions, as far as they are there."""
    yield from _tables(release, instrument, names, "report_table", ("mean", "people"))
    if release.spread:
        heads = tuple(one.value for one in release.spread)
        yield from _tables(release, instrument, names, "report_spread_table", heads)
    yield from distributions(release, instrument, names)


def _tables(
    release: Release, instrument: Instrument | None, names: Names, caption: str, heads: Sequence[str]
) -> Iterator[Grid]:  # fmt: skip
    holders, words = Holders(release.shown), names.words
    places, parts = by_place(release), tuple(in_parts(release.measures, MOST_COLUMNS // len(heads)))
    for at, measures in enumerate(parts, start=1):
        lines = tuple(
            _line(
                names.of(place),
                [_cell(rows.get(one.id), one.places, heads, words) for one in measures],
                len(heads),
                holders.of(place),
                names,
            )
            for place, rows in places.items()
        )  # fmt: skip
        yield Grid(
            caption=_numbered(words, caption, release, at, len(parts)),
            columns=tuple(
                Column(
                    title=title_of(one.id, instrument, words.locale),
                    heads=tuple(words(f"report_head_{head}") for head in heads),
                )
                for one in measures
            ),
            lines=lines,
        )


def _numbered(words: Words, key: str, release: Release, at: int, of: int) -> str:
    """What a table holds; which of several it is."""
    caption = words.plain(key, cycle=said(release.cycle))
    return caption if of == 1 else f"{caption} ({at}/{of})"


def in_parts(several: Sequence[Kept], most: int) -> Iterator[Sequence[Kept]]:
    """A sequence in parts of about the same size, none with more than `most`."""
    parts = max(1, -(-len(several) // most))
    size = max(1, -(-len(several) // parts))
    for start in range(0, len(several), size):
        yield several[start : start + size]


def _line(
    name: str, cells: Iterable[tuple[str, ...] | None], wide: int, instead: Place | None, names: Names
) -> Line:  # fmt: skip
    """A group's line: what is withheld side by side is one cell, and names the group that holds it."""
    words = names.words
    key = "report_not_shown" if instead is None else "report_held_by"
    hidden = words(key, group="" if instead is None else names.of(instead))
    found: list[tuple[str | Markup, int]] = []
    for withheld, run in groupby(cells, key=lambda cell: cell is None):
        if withheld:
            found.append((hidden, wide * len(list(run))))
        else:
            found += [(text, 1) for cell in run for text in cell or ()]
    unseen = words.plain("report_not_shown")
    withheld = any(text in (hidden, unseen) for text, _ in found)
    return Line(name=name, cells=tuple(found), withheld=withheld)


def check_compared(comparison: object) -> None:
    """CallRefused for what is no Comparison, such as a release by itself."""
    if not isinstance(comparison, Comparison):
        raise CallRefused(
            f"comparison is a {type(comparison).__name__}; pass what sop.compare([...]) gave, of one release or more."
        )


class Holders:
    """Which groups of a release are shown, so that each that is withheld finds the one that holds it."""

    def __init__(self, shown: frozenset[Scope]) -> None:
        self._shown = shown

    def of(self, place: Place) -> Place | None:
        """Roll-up: the smallest group that is shown and holds a place; None where there is none."""
        # A scope is held by one round it; a part of a scope by the scope itself, if that is shown.
        widest = len(place.scope) + bool(place.groups)
        ends = range(widest - 1, -1, -1)
        found = next((place.scope[:end] for end in ends if place.scope[:end] in self._shown), None)
        return None if found is None else Place(found)


def _cell(
    row: ReleaseRow | None, places: int, heads: Sequence[str], words: Words
) -> tuple[str, ...] | None:
    """What a row shows under each head; None where it is withheld."""
    if row is None or row.n is None:
        return None
    return tuple(_value(row, head, places, words) for head in heads)


def _value(row: ReleaseRow, head: str, places: int, words: Words) -> str:
    if head == "people":
        return str(row.n)
    if row.mean is None:
        return words.plain("report_nobody")
    if head == "interval":
        found = row.interval
        return words.plain("report_not_shown") if found is None else words.plain(
            "report_from_to", low=number(found.low, places), high=number(found.high, places)
        )  # fmt: skip
    value = {"mean": row.mean, "sd": row.sd, "median": row.median}[head]
    # The spread of a group that is too small for it is not shown beside its average.
    return words.plain("report_not_shown") if value is None else number(value, places)


def distributions(release: Release, instrument: Instrument | None, names: Names) -> Iterator[Grid]:
    """A table for each distribution: how many of each group stand in each bar."""
    words = names.words
    for at, one in enumerate(release.distributed, start=1):
        rows = [row for row in release.distributions if row.distribution == one.id]
        holders = Holders(frozenset(row.scope for row in rows if not row.withheld))
        heads = (*bar_titles(one, instrument, words), words("report_head_people"))
        yield Grid(
            caption=_numbered(
                words, "report_distribution_table", release, at, len(release.distributed)
            ),
            columns=(Column(title=distributed_title(one, instrument, words), heads=heads),),
            lines=tuple(_bars_line(row, holders, len(heads), names) for row in rows),
        )


def _bars_line(row: DistributionRow, holders: Holders, wide: int, names: Names) -> Line:
    place = Place(row.scope)
    cells = None if row.bars is None else (*map(str, row.bars), str(row.n))
    return _line(names.of(place), [cells], wide, holders.of(place), names)


def distributed_title(
    one: Distributed, instrument: Instrument | None, words: Words
) -> str | Markup:
    """What a distribution is of: an item's text, or a scale's title."""
    if one.kind == "scale" or instrument is None or one.id not in instrument.items:
        return title_of(one.id, instrument, words.locale)
    return item_title(one.id, instrument, words.locale)


def item_title(item: str, instrument: Instrument | None, locale: str) -> str | Markup:
    """An item's text; its id where nobody gave the definition."""
    known = None if instrument is None else instrument.items.get(item)
    return said(item) if known is None else spoken(known.text, locale)


def bar_titles(
    one: Distributed, instrument: Instrument | None, words: Words
) -> tuple[str | Markup, ...]:
    """What each bar holds: the labels of its options, or the titles of its bands."""
    known = {} if instrument is None else _labels(one, instrument)
    return tuple(
        _all(
            [spoken(known[code], words.locale) if code in known else said(code) for code in bar.of]
        )
        for bar in one.bars
    )


def _all(texts: list[str | Markup]) -> str | Markup:
    from markupsafe import Markup

    return texts[0] if len(texts) == 1 else Markup(" / ").join(texts)


def _labels(one: Distributed, instrument: Instrument) -> dict[str, Text]:
    if one.kind == "item":
        item = instrument.items.get(one.id)
        options = () if item is None else instrument.options_of(item)
        return {option.code: option.label for option in options}
    bands = (band for scale in instrument.scales if scale.id == one.id for band in scale.bands)
    return {band.id: band.title for band in bands}

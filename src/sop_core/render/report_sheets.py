"""Releases as rows for other programs: CSV, and a workbook for spreadsheets (extra `xlsx`), without a live formula.

One number, or one bar of a distribution, is one row; each carries what a reader of that row alone must know. A cell
that a spreadsheet could run, because it begins with `=`, `+`, `-`, `@`, a tab or a line break, is text: in CSV it gets
an apostrophe before it, in a workbook its type says so. Numbers are those of the release, with its own rounding.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sop_core.errors import CallRefused, MissingExtra
from sop_core.instruments.exact import write_exact
from sop_core.render.report_tables import Holders, check_compared
from sop_core.render.safe import plain, storable
from sop_core.reporting import Place

if TYPE_CHECKING:
    from types import ModuleType

    from sop_core.instruments import Instrument
    from sop_core.reporting import Comparison, Release, View
    from sop_core.text import Text
    from sop_core.types import Exact

#: One cell: a text, a number as the release writes it, or nothing.
Entry = str | int | Decimal | None
Row = tuple[Entry, ...]

#: What a spreadsheet takes for the beginning of a formula, in the wide forms of East Asian keyboards too.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: How many rows a sheet of a workbook holds.
MOST_ROWS = 1_048_576
#: A workbook of the same releases is the same, whenever it is written.
_MADE = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no time zone

_BEFORE = ("release", "instrument", "version", "cycle", "edition", "audience", "purpose")
_AFTER = (
    "grouping", "kind", "measure", "title", "low", "high", "answer", "n", "mean", "sd", "median",
    "interval_low", "interval_high", "withheld", "counted_in", "min_cell", "caveat", "not_shown",
)  # fmt: skip


def report_csv(comparison: Comparison, *, locale: str = "en") -> str:
    """The rows of releases as CSV (RFC 4180): a line of names, then a row for each number.

    `locale` is that of the titles. A text that a spreadsheet could run has an apostrophe before it.
    """
    check_compared(comparison)
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    for row in release_rows(comparison, locale):
        writer.writerow([_inert(cell) for cell in row])
    return made.getvalue()


def _inert(cell: Entry) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return _written(cell)
    text = storable(plain(cell))
    return f"'{text}" if text.lstrip(" \u00a0").startswith(RUNS) else text


def _written(number: int | Decimal) -> str:
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


def release_rows(comparison: Comparison, locale: str = "en") -> Iterator[Row]:
    """The names of the columns, then every row: each number of each group, then each bar of each distribution."""
    levels = tuple({level: None for one in comparison.releases for level in one.levels})
    yield (*_BEFORE, *(f"level_{level}" for level in levels), *_AFTER)
    for release in comparison.releases:
        instrument = comparison.instrument(release.instrument)
        for place, rest in _rows(release, instrument, locale):
            at = dict(zip(release.levels, place.scope, strict=False))
            groups = ";".join(f"{name}={to}" for name, to in place.groups)
            yield (*_head(release), *(at.get(level) for level in levels), groups or None, *rest)


def _head(release: Release) -> Row:
    ref = release.instrument
    return (
        release.id,
        ref.id,
        ref.version,
        release.cycle,
        release.edition,
        release.audience.value,
        release.purpose.value,
    )


def _rows(
    release: Release, instrument: Instrument | None, locale: str
) -> Iterator[tuple[Place, Row]]:
    titles = _titles(instrument, locale)
    measures = {one.id: one for one in release.measures}
    holders = Holders(release.shown)
    for row in release.rows:
        one = measures[row.measure]
        likely = (None, None) if row.interval is None else (row.interval.low, row.interval.high)
        numbers = (row.mean, row.sd, row.median, *likely)
        said = (row.n, *(_to_places(number, one.places) for number in numbers))
        about = ("average", one.id, titles.get(one.id), _end(one.low), _end(one.high))
        held = holders.of(row.place) if row.withheld else None
        yield row.place, (*about, None, *said, *_tail(release, held, withheld=row.withheld))
    for bars in release.distributions:
        (of,) = (one for one in release.distributed if one.id == bars.distribution)
        for bar, n in zip(of.bars, bars.bars or (None,) * len(of.bars), strict=True):
            ends = (_end(bar.low), _end(bar.high))
            told = ("answers", of.id, titles.get(of.id), *ends, "|".join(bar.of), n)
            tail = _tail(release, None, withheld=bars.withheld)
            yield Place(bars.scope), (*told, *(None,) * 5, *tail)


def _end(value: Exact) -> int | str:
    return value if isinstance(value, int) else write_exact(value)


def _to_places(number: Decimal | None, places: int) -> Decimal | None:
    """A number with all the places that it was rounded to: 3.40, and not 3.4."""
    return None if number is None else number.quantize(Decimal(1).scaleb(-places))


def _tail(release: Release, held: Place | None, *, withheld: bool) -> Row:
    counted_in = None if held is None else "/".join(held.scope) or "(whole)"
    sentence = release.withheld if withheld else None
    said = "yes" if withheld else "no"
    return (said, counted_in, release.policy.min_cell, release.caveat, sentence)


def _titles(instrument: Instrument | None, locale: str) -> dict[str, str]:
    if instrument is None:
        return {}
    texts: list[tuple[str, Text]] = [(item.id, item.text) for item in instrument.items.values()]
    texts += [(scale.id, scale.title) for scale in instrument.scales]
    return {name: text.get(locale) for name, text in texts}


# ---------------------------------------------------------------------------------------- workbook


def report_xlsx(comparison: Comparison, *, locale: str = "en") -> bytes:
    """Releases as a workbook: what it is, the rows, and what may be compared, each on a sheet.

    It needs the extra `xlsx` (MissingExtra says so). No cell is a formula or a link, and the same releases make the
    same bytes. Raises CallRefused for more rows than a sheet holds.
    """
    check_compared(comparison)
    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = _xlsxwriter().Workbook(made, options)
    book.set_properties({"title": "Group results", "created": _MADE})
    formats = _Formats(book)
    for name, rows in (
        ("About", _about(comparison)),
        ("Results", release_rows(comparison, locale)),
        ("Over time", _changes(comparison)),
        ("Side by side", _beside(comparison)),
        ("Whole agency", _standings(comparison)),
        ("Items", _items(comparison)),
    ):
        _fill(book.add_worksheet(name), list(rows), formats)
    book.close()
    return made.getvalue()


def _xlsxwriter() -> ModuleType:
    try:
        import xlsxwriter
    except ImportError as absent:
        raise MissingExtra(
            "A workbook is written with XlsxWriter, which is not installed here. Install the extra: "
            'pip install "sop-core[xlsx]". Or write CSV, which needs nothing.'
        ) from absent
    return xlsxwriter  # type: ignore[no-any-return]


class _Formats:
    """The formats of a workbook's cells: heads, texts that look like formulas, numbers by their places."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self.head = book.add_format({"bold": True})
        self.quoted = book.add_format({"quote_prefix": True})
        self._numbers: dict[int, Any] = {}

    def number(self, value: Decimal) -> Any:
        exponent = value.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        if places not in self._numbers:
            shape = "0" if not places else f"0.{'0' * places}"
            self._numbers[places] = self._book.add_format({"num_format": shape})
        return self._numbers[places]


def _fill(sheet: Any, rows: Sequence[Row], formats: _Formats) -> None:
    if len(rows) > MOST_ROWS:
        raise CallRefused(
            f"The releases have {len(rows)} rows, and a sheet holds {MOST_ROWS}. Write CSV, or fewer releases at once."
        )
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            _put(sheet, line, column, cell, formats)
    sheet.freeze_panes(1, 0)
    for column, cells in enumerate(zip(*rows, strict=True)):
        sheet.set_column(column, column, min(60, 2 + max(_width(cell) for cell in cells)))


def _width(cell: Entry) -> int:
    return 0 if cell is None else len(cell) if isinstance(cell, str) else len(_written(cell))


def _put(sheet: Any, line: int, column: int, cell: Entry, formats: _Formats) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        text = storable(plain(cell))
        style = formats.quoted if text.startswith(RUNS) else formats.head if not line else None
        sheet.write_string(line, column, text, style)
    elif isinstance(cell, Decimal):
        sheet.write_number(line, column, float(cell), formats.number(cell))
    else:
        sheet.write_number(line, column, cell)


def _about(comparison: Comparison) -> Iterator[Row]:
    yield ("release", "what", "text")
    for one in comparison.releases:
        policy, proof = one.policy, one.proof
        yield (one.id, "audience", one.audience.value)
        yield (one.id, "purpose", one.purpose.value)
        yield (one.id, "caveat", one.caveat)
        yield (one.id, "not shown", one.withheld)
        yield (one.id, "policy", policy.id)
        yield (one.id, "fewest people behind a number", policy.min_cell)
        if policy.decided is not None:
            yield (
                one.id,
                "decided",
                f"{policy.decided.on}, {policy.decided.by}: {policy.decided.why}",
            )
        yield (one.id, "attackers that failed", ", ".join(proof.attackers))
        yield (one.id, "how far numbers could be off was found by", ", ".join(proof.bounds))
        yield (one.id, "earlier releases beside it", proof.releases)
        yield (one.id, "ledger", proof.ledger)


def _named(place: Place) -> str:
    return "/".join(place.scope) or "(whole)"


def _view(view: View) -> Row:
    groups = ";".join(f"{name}={to}" for name, to in view.place.groups)
    at = (view.instrument.id, view.measure.id, _named(view.place), groups or None)
    return (*at, view.cycle, view.n, _to_places(view.mean, view.measure.places))


_VIEW = ("instrument", "measure", "group", "grouping", "cycle", "n", "mean")


def _changes(comparison: Comparison) -> Iterator[Row]:
    after = ("later_cycle", "later_n", "later_mean", "difference", "interval_low", "interval_high")
    yield (*_VIEW, *after, "told_as")
    for one in comparison.changes:
        ends = (None, None) if one.interval is None else (one.interval.low, one.interval.high)
        numbers = (one.after.mean, one.difference, *ends)
        places = one.after.measure.places
        later = (one.after.cycle, one.after.n, *(_to_places(number, places) for number in numbers))
        yield (*_view(one.before), *later, one.verdict.value)


def _beside(comparison: Comparison) -> Iterator[Row]:
    yield ("theme", *_VIEW)
    for one in comparison.beside:
        for view in one.views:
            yield (one.theme, *_view(view))


def _standings(comparison: Comparison) -> Iterator[Row]:
    yield ("standing", *_VIEW)
    for one in comparison.standings:
        for name, views in (("strongest", one.strongest), ("most in need", one.in_need)):
            for view in views:
                yield (name, *_view(view))


def _items(comparison: Comparison) -> Iterator[Row]:
    yield ("standing", "survey", "cycle", "item", "n", "lowest bar", "highest bar")
    for one in comparison.items:
        for name, views in (("strongest", one.strongest), ("most in need", one.in_need)):
            for view in views:
                at = (view.instrument.id, view.cycle, view.item)
                yield (name, *at, view.n, view.lowest, view.highest)

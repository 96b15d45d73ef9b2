"""What releases say beside each other, as a page draws it: what stands out, what changed, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import count
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.render import report_charts as charts_of
from sop_core.render.report_charts import Mark, Picture
from sop_core.render.report_tables import (
    in_parts,
    item_title,
    number,
    spoken,
    title_of,
    untagged,
)
from sop_core.render.safe import said
from sop_core.reporting import Place

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.render.report_names import Names
    from sop_core.render.words import Words
    from sop_core.reporting import Change, Comparison, View
    from sop_core.types import InstrumentRef

#: A group, and two cycles, one after the other.
Compared = tuple[Place, tuple[str, str]]
#: How many views, or pairs of cycles, stand side by side on a sheet of paper.
MOST_VIEWS, MOST_PAIRS = 3, 2


@frozen(kw_only=True)
class Out:
    """What stands out for the agency by one survey: each measure with its number."""

    title: str | Markup
    cycle: str
    strongest: tuple[tuple[str | Markup, str], ...]
    in_need: tuple[tuple[str | Markup, str], ...]


@frozen(kw_only=True)
class Board:
    """A table of groups: a heading, the heads of its columns, a row of cells for each group.

    `picture` is of the whole, and of all parts where the table is one of several; `about` is its heading.
    """

    title: str | Markup
    heads: tuple[tuple[str | Markup, str], ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    about: str | Markup
    picture: Picture | None


def survey(comparison: Comparison, ref: InstrumentRef, words: Words) -> str | Markup:
    """What a survey is called; its id where nobody gave the definition."""
    found = comparison.instrument(ref)
    return said(ref.id) if found is None else spoken(found.title, words.locale)


def measure_of(comparison: Comparison, view: View, words: Words) -> str | Markup:
    """What a view's measure is called."""
    return title_of(view.measure.id, comparison.instrument(view.instrument), words.locale)


def outstanding(comparison: Comparison, words: Words) -> Iterator[Out]:
    """What stands highest and lowest in the whole agency, by survey."""

    def told(views: tuple[View, ...]) -> tuple[tuple[str | Markup, str], ...]:
        return tuple((measure_of(comparison, one, words), _mean(one)) for one in views)

    for one in comparison.standings:
        yield Out(
            title=survey(comparison, one.instrument, words),
            cycle=said(one.cycle),
            strongest=told(one.strongest),
            in_need=told(one.in_need),
        )


def outstanding_items(comparison: Comparison, words: Words) -> Iterator[Out]:
    """The items with the most answers at the better and at the other end in the whole agency, by survey."""
    for one in comparison.items:
        instrument = comparison.instrument(one.instrument)
        name = partial(item_title, instrument=instrument, locale=words.locale)
        share = partial(words.plain, "report_share")
        yield Out(
            title=survey(comparison, one.instrument, words),
            cycle=said(one.cycle),
            strongest=tuple(
                (name(at.item), share(part=at.highest, n=at.n)) for at in one.strongest
            ),
            in_need=tuple((name(at.item), share(part=at.lowest, n=at.n)) for at in one.in_need),
        )


def _mean(view: View) -> str:
    return number(view.mean, view.measure.places)


def over_time(comparison: Comparison, names: Names, *, charts: bool) -> Iterator[Board]:
    """For each measure a table of groups: each cycle's mean, and what changed since the one before."""
    words = names.words
    for changes in _by_measure(comparison):
        pairs = tuple({pair: None for _, pair in changes})
        places = {place: None for place, _ in changes}
        last = next(reversed(changes.values())).after
        name = survey(comparison, last.instrument, words), measure_of(comparison, last, words)
        for part in in_parts(pairs, MOST_PAIRS):
            rows = (
                (
                    names.of(place),
                    tuple(
                        cell
                        for pair in part
                        for cell in _changed(changes.get((place, pair)), words)
                    ),
                )
                for place in places
            )
            heads = (head for pair in part for head in (*map(said, pair), words("report_change")))
            yield Board(
                title=_joined(*name, _of_several(part, pairs)),
                heads=tuple((head, "") for head in heads),
                rows=tuple(rows),
                about=_joined(*name),
                picture=_cycles(changes.values()) if charts and part[0] == pairs[0] else None,
            )


def _by_measure(comparison: Comparison) -> Iterable[dict[Compared, Change]]:
    """The changes of each measure by group and cycles; of two versions in one cycle, each has its own."""
    found: dict[tuple[str, str, int], dict[Compared, Change]] = {}
    for one in comparison.changes:
        at = one.after.place, (one.before.cycle, one.after.cycle)
        names = one.after.instrument.id, one.after.measure.id
        number_ = next(n for n in count() if at not in found.get((*names, n), {}))
        found.setdefault((*names, number_), {})[at] = one
    return found.values()


def _cycles(changes: Iterable[Change]) -> Picture | None:
    """A picture of the whole from cycle to cycle; None where it is not shown."""
    views = {
        view.cycle: view
        for one in changes
        if one.after.place == Place()
        for view in (one.before, one.after)
    }
    return _pictured((said(cycle), view) for cycle, view in views.items())


def _pictured(views: Iterable[tuple[str, View]]) -> Picture | None:
    """A mark for each view, where all have one range."""
    named = list(views)
    if len({(view.measure.low, view.measure.high) for _, view in named}) != 1:
        return None
    measure = named[0][1].measure
    marks = [
        Mark(name=name, depth=0, value=float(view.mean), said=_mean(view)) for name, view in named
    ]
    return charts_of.averages(marks, float(measure.low), float(measure.high), wide=True)


def _of_several(part: Sequence[tuple[str, str]], pairs: Sequence[tuple[str, str]]) -> str:
    """From which cycle to which a part of a longer time goes; nothing where it is the whole."""
    return "" if len(part) == len(pairs) else said(f" ({part[0][0]} / {part[-1][1]})")


def _joined(one: str | Markup, other: str | Markup, more: str = "") -> Markup:
    from markupsafe import Markup

    return Markup("{}: {}{}").format(one, other, more)


def _changed(change: Change | None, words: Words) -> tuple[str, str, str]:
    if change is None:
        return ("", "", "")
    places = change.after.measure.places
    by = ("+" if change.difference > 0 else "") + _signed(change.difference, places)
    verdict = words.plain(f"report_change_{change.verdict}")
    if (likely := change.interval) is not None:
        low, high = (_signed(end, places) for end in (likely.low, likely.high))
        verdict = words.plain("report_change_likely", verdict=verdict, low=low, high=high)
    return _mean(change.before), _mean(change.after), f"{by} ({verdict})"


def _signed(value: Decimal, places: int) -> str:
    """A number with a minus that is as wide as a plus."""
    return number(value, places).replace("-", "\u2212")


def side_by_side(comparison: Comparison, names: Names, *, charts: bool) -> Iterator[Board]:
    """For each theme a table of groups: a column for each scale of each survey, none of them added up."""
    words = names.words
    themes: dict[str, list[tuple[str, dict[tuple[str, str, str], View]]]] = {}
    for one in comparison.beside:
        views = {(view.instrument.id, view.cycle, view.measure.id): view for view in one.views}
        themes.setdefault(one.theme, []).append((names.of(one.place), views))
    for theme, groups in themes.items():
        columns = {key: view for _, views in groups for key, view in views.items()}
        title = theme_of(theme, words)
        cycles = {view.cycle for view in columns.values()}
        dated = len(cycles) > 1
        if not dated:
            title = f"{title}, {words.plain('report_cycle', cycle=said(cycles.pop()))}"
        parts = tuple(in_parts(tuple(columns), MOST_VIEWS))
        for number_, part in enumerate(parts, start=1):
            yield Board(
                title=title if len(parts) == 1 else f"{title} ({number_}/{len(parts)})",
                heads=tuple(_head(comparison, columns[key], words, dated=dated) for key in part),
                rows=tuple(
                    (name, tuple(_of(views.get(key)) for key in part)) for name, views in groups
                ),
                about=title,
                picture=_whole(comparison, theme, words) if charts and number_ == 1 else None,
            )


def _whole(comparison: Comparison, theme: str, words: Words) -> Picture | None:
    """A picture of a theme in the whole agency: a mark for each scale of each survey."""
    found = (one.views for one in comparison.beside if (one.theme, one.place) == (theme, Place()))
    views = next(found, ())
    return _pictured((untagged(measure_of(comparison, view, words)), view) for view in views)


def _of(view: View | None) -> str:
    return "" if view is None else _mean(view)


def _head(
    comparison: Comparison, view: View, words: Words, *, dated: bool
) -> tuple[str | Markup, str]:
    about = _joined(survey(comparison, view.instrument, words), measure_of(comparison, view, words))
    return about, words.plain("report_cycle", cycle=said(view.cycle)) if dated else ""


def theme_of(theme: str, words: Words) -> str:
    """A theme in words; one of an agency's own by its id."""
    key = f"theme_{theme}"
    return words.plain(key) if key in words.sentences else said(theme.replace("_", " "))

"""A report of groups as a page to read and print: what it is, what may be shown, and how people are protected.

It draws what releases show, by way of `reporting.compare`, and nothing else: no name of a person, no ranking, one
sentence for whatever is withheld, and never why (S0-07, S0-08, S0-09; DESIGN 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.instruments.exact import write_exact
from sop_core.render import report_charts as charts_of
from sop_core.render import safe
from sop_core.render.environment import draw, environment
from sop_core.render.report_beside import (
    outstanding,
    outstanding_items,
    over_time,
    side_by_side,
    survey,
)
from sop_core.render.report_charts import Mark, Picture
from sop_core.render.report_names import Names, names_of
from sop_core.render.report_tables import (
    Grid,
    bar_titles,
    by_place,
    check_compared,
    distributed_title,
    grids,
    number,
    title_of,
    untagged,
)
from sop_core.render.words import Words, words_for
from sop_core.reporting import Place
from sop_core.types import Translation

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.instruments import Instrument
    from sop_core.reporting import Comparison, Release, ReleasedMeasure, ReleaseRow
    from sop_core.reporting.cells import Scope

#: How many groups one picture holds, so that it fits on a sheet; the table has all.
MOST_MARKS = 60


@frozen(kw_only=True)
class _Part:
    """One release on the page."""

    id: str
    title: str | Markup
    release: Release
    lines: tuple[str | Markup, ...]
    pictures: tuple[tuple[str | Markup, Picture], ...]
    widest: bool
    grids: tuple[Grid, ...]
    withheld: str | Markup
    kept: tuple[str | Markup, ...]


def report(
    comparison: Comparison,
    *,
    locale: str = "en",
    charts: bool = True,
    heading_level: int = 1,
    prefix: str = "",
    names: Mapping[Scope, str] | None = None,
) -> Markup:
    """Releases as a `<div>` to read and print: tables that hold everything, pictures, and what may be compared.

    `comparison` is what `sop.compare` gave. `locale` is the reader's: English, or Spanish as a draft, for parents'
    results. With `charts`, each measure has a picture, which needs the extra `charts` (MissingExtra says so); without,
    there are the tables alone, and nothing is lost. Headings use three levels, so `heading_level` is 1 to 4.
    `names` says what groups are called, by their paths; a group that it does not name has its id.
    Raises CallRefused for what is no Comparison, or no names.
    """
    environment()
    check_compared(comparison)
    if charts:
        charts_of.available()
    words, at = words_for(locale), f"sop-{safe.field_prefix(prefix)}report"
    named = names_of(names, comparison, words)
    parts = [
        _part(release, comparison, named, id=f"{at}-{n}", charts=charts)
        for n, release in enumerate(comparison.releases, start=1)
    ]
    return draw(
        "report",
        id=at,
        locale=words.locale,
        dir=safe.direction(words.locale),
        h=safe.heading(heading_level, floors=2),
        audience=comparison.audience.value,
        purposes=tuple({one.purpose.value: None for one in comparison.releases}),
        caveats=tuple(dict.fromkeys(_caveats(comparison, words))),
        draft=_is_draft(comparison, words),
        parts=parts,
        outstanding=tuple(outstanding(comparison, words)),
        items=tuple(outstanding_items(comparison, words)),
        beside=tuple(side_by_side(comparison, named, charts=charts)),
        likely=any(one.interval is not None for one in comparison.changes),
        changes=tuple(over_time(comparison, named, charts=charts)),
        whole=named.last(()),
        say=words,
    )


def report_title(locale: str = "en") -> str:
    """What the report is called."""
    return words_for(locale).plain("report_title")


def _caveats(comparison: Comparison, words: Words) -> Iterator[str | Markup]:
    from sop_core.reporting import RELEASE_CAVEAT

    for one in comparison.releases:
        yield _known(one.caveat, RELEASE_CAVEAT, "report_caveat", words)


def _known(text: str, usual: str, key: str, words: Words) -> str | Markup:
    """A sentence of a release in the page's language; one that is not the usual one as it stands."""
    return words(key) if text == usual else safe.said(text)


def _is_draft(comparison: Comparison, words: Words) -> bool:
    """Whether anything on the page is in words that nobody has reviewed."""
    known = (comparison.instrument(one.instrument) for one in comparison.releases)
    drafts = (
        one.translation(one.title.locale_for(words.locale)) is Translation.DRAFT
        for one in known
        if one is not None
    )
    return words.locale != "en" or any(drafts)


def _part(
    release: Release, comparison: Comparison, names: Names, *, id: str, charts: bool  # noqa: A002
) -> _Part:  # fmt: skip
    from sop_core.reporting import WITHHELD

    instrument, words = comparison.instrument(release.instrument), names.words
    shown, whole = _widest(release)
    tables = tuple(grids(release, instrument, names))
    return _Part(
        id=id,
        title=survey(comparison, release.instrument, words),
        release=release,
        lines=tuple(_lines(release, comparison, words)),
        pictures=tuple(_pictures(release, instrument, shown, names)) if charts else (),
        widest=not whole,
        grids=tables,
        withheld=_known(release.withheld, WITHHELD, "report_withheld", words)
        if any(line.withheld for table in tables for line in table.lines)
        else "",
        kept=tuple(_kept(release, instrument, words)),
    )


def _lines(release: Release, comparison: Comparison, words: Words) -> Iterator[str | Markup]:
    instrument = comparison.instrument(release.instrument)
    if release.edition:
        yield words("report_correction", n=release.edition)
    same = (one.edition for one in comparison.releases if one.about == release.about)
    if max(same) > release.edition:
        yield words("report_replaced")
    ranges: dict[tuple[str, str], list[str]] = {}
    for one in release.measures:
        ends = (write_exact(one.low), write_exact(one.high))
        ranges.setdefault(ends, []).append(str(title_of(one.id, instrument, words.locale)))
    told = [
        words.plain("report_range_of", title="" if len(ranges) == 1 else ", ".join(titles), low=low, high=high)
        for (low, high), titles in ranges.items()
    ]  # fmt: skip
    yield words("report_range", ranges="; ".join(one.strip() for one in told))
    if release.spread:
        yield words("report_spread_about")


def _widest(release: Release) -> tuple[tuple[Place, ...], bool]:
    """The groups that one picture holds: whole levels from the widest down, and whether these are all."""
    places = tuple(by_place(release))
    for depth in range(len(release.levels), -1, -1):
        found = tuple(one for one in places if len(one.scope) <= depth and not one.groups)
        if len(found) <= MOST_MARKS:
            return found, len(found) == len(places)
    return (Place(),), False


def _pictures(
    release: Release, instrument: Instrument | None, places: Iterable[Place], names: Names
) -> Iterator[tuple[str | Markup, Picture]]:
    rows, wanted, words = by_place(release), tuple(places), names.words
    for measure in release.measures:
        marks = [_mark(place, rows[place], measure, names) for place in wanted]
        title = title_of(measure.id, instrument, words.locale)
        yield title, charts_of.averages(marks, float(measure.low), float(measure.high))
    for one in release.distributed:
        whole = next(
            (
                row.bars
                for row in release.distributions
                if row.distribution == one.id and not row.scope
            ),
            None,
        )
        if whole is not None:
            titles = bar_titles(one, instrument, words)
            marks = [
                Mark(name=untagged(title), depth=0, value=float(n), said=str(n))
                for title, n in zip(titles, whole, strict=True)
            ]
            yield distributed_title(one, instrument, words), charts_of.bars(marks)


def _mark(
    place: Place, rows: dict[str, ReleaseRow], measure: ReleasedMeasure, names: Names
) -> Mark:
    words = names.words
    row = rows.get(measure.id)
    if row is None or row.n is None:
        said, mean = words.plain("report_not_shown"), None
    elif row.mean is None:
        said, mean = words.plain("report_nobody"), None
    else:
        said, mean = number(row.mean, measure.places), float(row.mean)
    scope = place.scope
    return Mark(
        name=names.last(scope), depth=len(scope), value=mean, said=said, short=names.id(scope)
    )


def _kept(release: Release, instrument: Instrument | None, words: Words) -> Iterator[str | Markup]:
    """Policy and proof in plain words."""
    from sop_core.reporting import is_of_parents

    policy, proof = release.policy, release.proof
    yield words("report_policy", n=policy.min_cell)
    if instrument is not None and is_of_parents(instrument):
        yield words("report_policy_subjects", n=policy.min_subjects)
    if (decided := policy.decided) is not None:
        why = safe.said(decided.why)
        yield words("report_decided", by=safe.said(decided.by), on=safe.said(decided.on), why=why)
    key = "report_proof_beside" if proof.releases else "report_proof_alone"
    blanks = {"attackers": len(proof.attackers), "releases": proof.releases}
    yield words(key, **blanks)
    yield words(
        "report_ledger",
        id=safe.said(release.id),
        version=safe.said(release.instrument.version),
        ledger=safe.said(proof.ledger),
    )

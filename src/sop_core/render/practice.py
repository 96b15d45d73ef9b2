"""A practice profile to walk through, the form that rates by it, and its levels over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.render import safe
from sop_core.render.chart import Chart, chart
from sop_core.render.environment import draw, environment
from sop_core.render.rating_fields import rating_fields, rating_problems
from sop_core.render.ratings import VIEWS, Levels, day_of, levels_of, ratings_of
from sop_core.render.safe import Fields
from sop_core.types import Translation, translation_in

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.access import Disclosure
    from sop_core.errors import Issue
    from sop_core.profiles import PracticeProfile, Rating


def _head(levels: Levels) -> dict[str, object]:
    """What every fragment about a profile begins with."""
    profile, locale = levels.profile, levels.locale
    return {
        "locale": locale,
        "dir": safe.direction(locale),
        "title": safe.said(profile.title.get(locale)),
        "intro": safe.said(profile.intro.get(locale)) if profile.intro else None,
        "draft": translation_in(profile.translations, locale) is Translation.DRAFT,
        "say": levels.words,
    }


def profile(
    profile: PracticeProfile, *, locale: str = "en", heading_level: int = 2, prefix: str = ""
) -> Markup:
    """A practice profile to read and to print: each aspect with its levels, lowest first (S1-02).

    It holds nothing of any person. `locale` is the reader's; the page is in the nearest one that the
    profile has. Headings begin at `heading_level`, 1 to 5.
    """
    environment()
    levels, prefix = levels_of(profile, locale), safe.field_prefix(prefix)
    return draw(
        "profile",
        id=f"sop-{prefix}profile",
        h=safe.heading(heading_level, floors=1),
        aspects=[
            {
                "id": f"sop-{prefix}profile-a{number}",
                "title": safe.said(aspect.title.get(levels.locale)),
                "levels": [
                    {
                        "title": levels.title(level.id),
                        "text": safe.said(aspect.descriptors[level.id].get(levels.locale)),
                    }
                    for level in profile.levels
                ],
            }
            for number, aspect in enumerate(profile.aspects, start=1)
        ],
        source=safe.said(profile.source),
        rights=safe.said(profile.rights),
        **_head(levels),
    )


def rating(
    profile: PracticeProfile,
    *,
    locale: str = "en",
    values: Fields | None = None,
    issues: Iterable[Issue] = (),
    previous: Disclosure | Iterable[Disclosure] = (),
    action: str = "",
    hidden: Mapping[str, str] | None = None,
    prefix: str = "",
    submit_label: str | None = None,
    heading_level: int = 2,
) -> Markup:
    """The form of a rating: for each aspect the level that is fully met, and some work above it.

    `profiles.read_rating(profile, fields, prefix=prefix, ...)` reads back what a browser sends.
    “Not rated now” is what stands chosen. `previous` are Disclosures of the worker's ratings, shown
    beside each aspect, self and observed apart; a rating by another version of the profile is left
    out. The other arguments are those of `form`; headings use three levels, so `heading_level` is 1
    to 4. Raises CallRefused for an unsafe address, a name that is taken, or what is no Disclosure.
    """
    environment()
    prefix, given, levels = safe.field_prefix(prefix), values or {}, levels_of(profile, locale)
    earlier, _ = ratings_of(previous, profile)
    wrong = rating_problems(profile, issues, levels)
    fields = rating_fields(levels, given, earlier, wrong, prefix=prefix)
    names = frozenset(name for one in fields for name in (one.name, one.ticks_name))
    by_aspect = {aspect.id: one for aspect, one in zip(profile.aspects, fields, strict=True)}
    return draw(
        "rating",
        id=f"sop-{prefix}rating",
        action=safe.address(action, what="action"),
        hidden=safe.hidden_fields(hidden, names),
        h=safe.heading(heading_level, floors=2),
        errors=[(one, by_aspect[one.item] if one.item else None) for one in wrong.errors],
        errors_title=wrong.title,
        notes=wrong.notes,
        fields=fields,
        submit=safe.plain(submit_label)
        if submit_label is not None
        else levels.words("rating_submit"),
        **_head(levels),
    )


@frozen
class _OverTime:
    """One aspect over time: the picture, and the same in words."""

    id: str
    title: str
    chart: Chart | None
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def timeline(
    disclosed: Disclosure | Iterable[Disclosure],
    profile: PracticeProfile,
    *,
    locale: str = "en",
    heading_level: int = 2,
    prefix: str = "",
) -> Markup:
    """One worker's levels by aspect over time: a small picture each, and a table that says the same.

    It takes what `sop.disclose` gave of the worker's ratings, and nothing else of the person (DESIGN 4).
    Self and observed are drawn apart and never put together; there is no total, no rank and no
    colour for good or bad (S1-04), and a level that is lower than before is drawn and said as any
    other (C-16). Ratings by another version of the profile are named and not drawn. Raises
    CallRefused for what is no Disclosure, another profile's ratings, or more than one person's.
    """
    environment()
    ratings, others = ratings_of(disclosed, profile)
    levels, prefix = levels_of(profile, locale), safe.field_prefix(prefix)
    drawn = [view for view in VIEWS if any(one.view == view and one.aspects for one in ratings)]
    return draw(
        "timeline",
        id=f"sop-{prefix}timeline",
        h=safe.heading(heading_level, floors=1),
        views=drawn,
        some=any(rated.some_work_at for one in ratings for rated in one.aspects.values()),
        aspects=_over_time(levels, ratings, drawn, prefix),
        others=_other_versions(levels, others),
        **_head(levels),
    )


def _over_time(
    levels: Levels, ratings: list[Rating], views: list[str], prefix: str
) -> tuple[_OverTime, ...]:
    mirrored = safe.direction(levels.locale) == "rtl"
    return tuple(
        _OverTime(
            f"sop-{prefix}timeline-a{number}",
            safe.said(aspect.title.get(levels.locale)),
            chart(ratings, aspect.id, levels, mirrored=mirrored),
            _rows(levels, ratings, views, aspect.id),
        )
        for number, aspect in enumerate(levels.profile.aspects, start=1)
    )


def _rows(
    levels: Levels, ratings: list[Rating], views: list[str], aspect: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The picture in words: a row for each day, a cell for each view; several on one day in their order."""
    days = dict.fromkeys(day_of(rating) for rating in ratings)
    return tuple(
        (
            day,
            tuple(
                " · ".join(
                    levels.said(one, aspect)
                    for one in ratings
                    if day_of(one) == day and one.view == view
                )
                for view in views
            ),
        )
        for day in days
    )


def _other_versions(levels: Levels, others: list[Rating]) -> str:
    if not others:
        return ""
    return levels.words("timeline_versions", days=", ".join(dict.fromkeys(map(day_of, others))))

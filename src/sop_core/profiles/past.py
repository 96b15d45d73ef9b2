"""Where a worker stood over time: by profile, aspect and view, each on a line of its own.

The two views are kept apart and never averaged, aspects are never added up (S1-04), and a level
that is lower than the one before is a level like any other (C-16). There is no expected level by
a date (S1-12).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from sop_core.profiles.model import PracticeProfile
from sop_core.profiles.rating import Rating, RatingView
from sop_core.profiles.times import read_time
from sop_core.types import FrozenMap, RecordStatus


@frozen(order=True)
class Line:
    """What is laid along one line: one worker, one profile, one aspect, one view."""

    worker: str
    profile: str
    aspect: str
    view: RatingView


@frozen(kw_only=True)
class Point:
    """One aspect's level at one time; `version` says of which version of the profile the level is.

    `position` counts from 0 for the lowest of `n_levels`; -1 where the lowest is not yet met, and None
    where that version is not at hand.
    """

    rating: str
    made_at: str
    version: str
    attained: str | None
    some_work_at: tuple[str, ...]
    position: int | None = None
    n_levels: int | None = None

    @property
    def day(self) -> str:
        """The day of the rating, as it was there and then."""
        return self.made_at[:10]


def _counting(ratings: Iterable[Rating]) -> list[Rating]:
    """The ratings that stand: not voided, and not stood in for by a later one; earliest first."""
    every = list(dict.fromkeys(ratings))
    replaced = {
        (one.worker, one.profile.id, one.view, one.supersedes.id)
        for one in every
        if one.supersedes is not None
    }
    kept = [
        one
        for one in every
        if one.status is not RecordStatus.ENTERED_IN_ERROR
        and (one.worker, one.profile.id, one.view, one.id) not in replaced
    ]
    timed = ((read_time(one.made_at), one) for one in kept)
    return [one for _, one in sorted(((at, one) for at, one in timed if at), key=_by_time)]


def _by_time(timed: tuple[object, Rating]) -> tuple[object, str]:
    return (timed[0], timed[1].id)


def history(ratings: Iterable[Rating]) -> Mapping[Line, tuple[Point, ...]]:
    """Every line that the ratings draw, earliest point first; lines in order of worker, profile, aspect, view.

    Voided ratings, and those that a later one stands in for, draw nothing. An aspect that a rating
    leaves out has no point there: what is not known is never zero.
    """
    return levels_over_time(ratings, ())


def levels_over_time(
    ratings: Iterable[Rating], profiles: Iterable[PracticeProfile]
) -> Mapping[Line, tuple[Point, ...]]:
    """The same, with each level's position in its profile: what a timeline is drawn from.

    `profiles` are the versions that are at hand; a level of another version has no position.
    """
    known = {(one.id, one.version): one for one in profiles}
    lines: dict[Line, list[Point]] = {}
    for rating in _counting(ratings):
        profile = known.get((rating.profile.id, rating.profile.version))
        for aspect in rating.aspects:
            line = Line(rating.worker, rating.profile.id, aspect, rating.view)
            lines.setdefault(line, []).append(_point(rating, aspect, profile))
    return FrozenMap({line: tuple(lines[line]) for line in sorted(lines)})


def _point(rating: Rating, aspect: str, profile: PracticeProfile | None) -> Point:
    rated = rating.aspects[aspect]
    position: int | None = None
    if profile is not None:
        position = -1 if rated.attained is None else profile.position(rated.attained)
    return Point(
        rating=rating.id,
        made_at=rating.made_at,
        version=rating.profile.version,
        attained=rated.attained,
        some_work_at=rated.some_work_at,
        position=position,
        n_levels=None if profile is None else len(profile.levels),
    )

"""Where the lines, marks and words of a small timeline stand: plain geometry, no number that is read.

Lowest level at the bottom, time from where the reader's lines begin. A day on which an aspect was not
rated breaks its line: nothing is drawn between what nobody has said (unknown is never zero).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.render.ratings import VIEWS, day_of
from sop_core.render.safe import said

if TYPE_CHECKING:
    from sop_core.profiles import Rating
    from sop_core.render.ratings import Levels

_WIDTH, _LABELS, _START, _FROM, _TO = 280, 62, 68, 84, 262
_TOP, _FOOT, _MOST_LABEL = 12, 26, 10
#: How far the two views stand apart on one day, so that neither hides the other.
_ASIDE = {"self": -5, "observed": 5}
Point = tuple[int, int]


@frozen
class Row:
    """The line of a level, and its short name."""

    y: int
    label: str


@frozen
class Day:
    """A day named under the picture."""

    x: int
    anchor: str
    label: str


@frozen
class Line:
    """One view: the paths between its marks, the marks, and the small ones for some work."""

    view: str
    paths: tuple[str, ...]
    met: tuple[Point, ...]
    some: tuple[Point, ...]


@frozen
class Chart:
    """One aspect's picture."""

    width: int
    height: int
    start: int
    end: int
    labels: int
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    days: tuple[Day, ...]


@frozen
class _Plan:
    """How a level and a day become a place."""

    levels: int
    first: int
    last: int
    mirrored: bool

    @property
    def step(self) -> int:
        return 18 if self.levels <= 8 else 14

    def y(self, position: int) -> int:
        """The height of a level; -1 is below the lowest."""
        return _TOP + self.step * (self.levels - 1 - position)

    def side(self, x: int) -> int:
        return _WIDTH - x if self.mirrored else x

    def x(self, day: str, aside: int = 0) -> int:
        """The place of a day: in proportion to the days between, in the middle if there is one alone."""
        span, since = self.last - self.first, date.fromisoformat(day).toordinal() - self.first
        at = _FROM + (_TO - _FROM) * since // span if span else (_FROM + _TO) // 2
        return self.side(at + aside)


def chart(ratings: list[Rating], aspect: str, levels: Levels, *, mirrored: bool) -> Chart | None:
    """The picture of one aspect; None where no rating speaks of it.

    All aspects share one span of time, so that two pictures under each other can be read together.
    """
    if not any(aspect in rating.aspects for rating in ratings):
        return None
    days = [date.fromisoformat(day_of(rating)).toordinal() for rating in ratings]
    plan = _Plan(len(levels.profile.levels), min(days), max(days), mirrored)
    lines = (_line(ratings, view, aspect, levels, plan) for view in VIEWS)
    return Chart(
        width=_WIDTH,
        height=plan.y(-1) + _FOOT,
        start=plan.side(_START),
        end=plan.side(_WIDTH - 4),
        labels=plan.side(_LABELS),
        rows=_rows(levels, plan),
        lines=tuple(line for line in lines if line.met),
        days=_days(ratings, plan),
    )


def _rows(levels: Levels, plan: _Plan) -> tuple[Row, ...]:
    titles = [said(_short(levels.title(level.id))) for level in levels.profile.levels]
    named = [(at, title) for at, title in enumerate(titles)]
    below = (-1, said(_short(levels.words.plain("timeline_below"))))
    return tuple(Row(plan.y(at), title) for at, title in [*reversed(named), below])


def _short(title: str) -> str:
    return title if len(title) <= _MOST_LABEL else title[: _MOST_LABEL - 1] + "…"


def _line(ratings: list[Rating], view: str, aspect: str, levels: Levels, plan: _Plan) -> Line:
    runs: list[list[Point]] = [[]]
    some: list[Point] = []
    for rating in (one for one in ratings if one.view == view):
        rated = rating.aspects.get(aspect)
        if rated is None:
            runs.append([])
            continue
        x = plan.x(day_of(rating), _ASIDE[view])
        at = -1 if rated.attained is None else levels.profile.position(rated.attained)
        runs[-1].append((x, plan.y(at)))
        some += [(x, plan.y(levels.profile.position(one))) for one in rated.some_work_at]
    met = tuple(point for run in runs for point in run)
    return Line(view, tuple(_path(run) for run in runs if len(run) > 1), met, tuple(some))


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def _days(ratings: list[Rating], plan: _Plan) -> tuple[Day, ...]:
    first, last = day_of(ratings[0]), day_of(ratings[-1])
    if plan.first == plan.last:
        return (Day(plan.x(first), "middle", first),)
    return (
        Day(plan.side(_START), "start", first),
        Day(plan.side(_WIDTH - 4), "end", last),
    )

"""The individual's page as a template takes it: texts made safe, lists cut, small pictures as points.

A picture repeats what the words beside it say, in one colour, and is hidden from who listens. It has
no number in it that anybody reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.instruments import Direction
from sop_core.render.safe import direction, said, same_language
from sop_core.render.skills import Skills, skills

if TYPE_CHECKING:
    from sop_core.instruments import IndividualPage, ScaleOnPage, SkillOnPage

# The drawing of one line: where its first place is, and how far the next one.
_FIRST, _NEXT, _PLACES = 10, 25, 5
_SHAFT, _HEAD = "M3 8h16", {True: "m-5-5l5 5-5 5", False: "M8 3l-5 5 5 5"}
_LEVEL = "M3 5h16M3 11h16"


@frozen
class Area:
    """One scale: its words, where the points of its line are, and the sign of its change."""

    title: str
    words: str
    points: tuple[tuple[int, bool], ...]
    change: str
    sign: str


@frozen
class Changes:
    """The skills that moved one way: those shown, those behind `Show the rest`."""

    key: str
    skills: Skills


@frozen
class Beside:
    """Skills of which no change can be told, under the words that say so."""

    words: str
    texts: tuple[str, ...]


def _points(step: int | None, *, mirrored: bool) -> tuple[tuple[int, bool], ...]:
    """The places of a line from left to right, and which one it is; none where there is no value."""
    if step is None:
        return ()
    at = _PLACES + 1 - step if mirrored else step
    return tuple((_FIRST + _NEXT * (one - 1), one == at) for one in range(1, _PLACES + 1))


def _sign(moved: Direction, *, mirrored: bool) -> str:
    """An arrow along the line, or two level strokes; nothing where nothing can be compared."""
    if moved is Direction.NO_CLEAR_CHANGE:
        return _LEVEL
    if moved is Direction.NOT_COMPARABLE:
        return ""
    return _SHAFT + _HEAD[(moved is Direction.MORE) is not mirrored]


def areas(page: IndividualPage, speak: Callable[[str], str]) -> tuple[Area, ...]:
    """The scales, each with its picture; changes only where there is a cycle to compare with."""
    mirrored = direction(page.locale) == "rtl"

    def area(one: ScaleOnPage) -> Area:
        change = one.change if page.compared else None
        return Area(
            said(one.title),
            speak(one.words),
            _points(one.step, mirrored=mirrored),
            "" if change is None else speak(change.words),
            "" if change is None else _sign(change.direction, mirrored=mirrored),
        )

    return tuple(area(one) for one in page.scales)


def moved(page: IndividualPage, most: int) -> tuple[Changes, ...]:
    """The skills that changed, more before less; a direction without any is left out."""
    found = (
        (key, tuple(one.skill for one in page.skills if one.change.direction is way))
        for key, way in (("page_more", Direction.MORE), ("page_less", Direction.LESS))
    )
    return tuple(Changes(key, skills(every, most)) for key, every in found if every)


def beside(page: IndividualPage, speak: Callable[[str], str]) -> tuple[Beside, ...]:
    """The other skills, by what is said of them; nothing where there is no cycle to compare with."""
    if not page.compared:
        return ()
    still = [one for one in page.skills if one.change.direction not in _MOVED]
    return tuple(Beside(speak(words), texts) for words, texts in _by_words(still))


_MOVED = (Direction.MORE, Direction.LESS)


def _by_words(every: Iterable[SkillOnPage]) -> Iterable[tuple[str, tuple[str, ...]]]:
    found: dict[str, list[str]] = {}
    for one in every:
        found.setdefault(one.change.words, []).append(said(one.skill.text))
    return [(words, tuple(texts)) for words, texts in found.items()]


def speaker(page: IndividualPage) -> Callable[[str], str]:
    """How the page's own sentences are written: in the page's language, or marked with theirs."""
    from markupsafe import Markup

    if same_language(page.spoken, page.locale):
        return said
    return lambda text: Markup('<span lang="{}" dir="ltr">{}</span>').format(
        page.spoken, said(text)
    )

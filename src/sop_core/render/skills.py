"""A reflection's skills by area, and how many are shown before the rest opens."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.render.safe import said

if TYPE_CHECKING:
    from sop_core.instruments import Skill

#: An area's title, and the texts of its skills.
Area = tuple[str, tuple[str, ...]]


@frozen
class Skills:
    """Skills to show at once and skills behind `Show the rest`, by area."""

    shown: tuple[Area, ...]
    more: tuple[Area, ...]


def _by_area(skills: Iterable[Skill]) -> tuple[Area, ...]:
    return tuple(
        (said(area), tuple(said(skill.text) for skill in group))
        for area, group in groupby(skills, key=lambda skill: skill.area)
    )


def skills(every: tuple[Skill, ...], most: int) -> Skills:
    """The first `most` skills and the rest. Just one more is not worth a click, and is shown too."""
    cut = len(every) if len(every) <= most + 1 else most
    return Skills(_by_area(every[:cut]), _by_area(every[cut:]))

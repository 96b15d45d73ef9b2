"""Where circles, houses and marks stand in a drawing: plain geometry, in a design of our own.

A drawing holds numbers alone; what each of them is stands in the text beside it, so that nothing is lost
to whoever cannot see it, and no text is ever too long for its place.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from attrs import frozen

#: The most marks that one place of a drawing holds; the text has them all.
MOST_MARKS = 24
_SIZE, _MIDDLE = 300, 150
#: How far from the middle people of each ring stand, and how wide each ring is, the nearest first.
_RINGS = {"inner": (30, 50), "middle": (74, 96), "outer": (118, 140)}


@frozen
class Mark:
    """A number in a drawing."""

    x: int
    y: int
    number: int


@frozen
class Drawing:
    """What a template draws: circles by radius, paths, and marks."""

    width: int
    height: int
    circles: tuple[int, ...] = ()
    paths: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    stands: Mark | None = None


def circles(people: Sequence[tuple[int, str | None]]) -> Drawing:
    """Safety Circles: each person, by number, in their ring; who stands in none is in the text alone (B-25)."""
    marks: list[Mark] = []
    for ring, (radius, _) in _RINGS.items():
        inside = [number for number, where in people if where == ring][:MOST_MARKS]
        for place, number in enumerate(inside):
            angle = 2 * math.pi * place / len(inside) - math.pi / 2
            x, y = _MIDDLE + radius * math.cos(angle), _MIDDLE + radius * math.sin(angle)
            marks.append(Mark(round(x), round(y), number))
    outer = tuple(edge for _, edge in _RINGS.values())
    return Drawing(width=_SIZE, height=_SIZE, circles=outer, marks=tuple(marks))


_HOUSE, _GAP, _ROOF, _WALL = 84, 16, 40, 90


def houses(count: int) -> Drawing:
    """A row of houses, numbered in the order that the child chose (B-23)."""
    paths, marks = [], []
    for place in range(count):
        left = _GAP + place * (_HOUSE + _GAP)
        middle, right, floor = left + _HOUSE // 2, left + _HOUSE, _GAP + _ROOF + _WALL
        eaves = _GAP + _ROOF
        paths.append(f"M{left} {eaves}L{middle} {_GAP}L{right} {eaves}V{floor}H{left}Z")
        paths.append(f"M{middle - 9} {floor}V{floor - 32}H{middle + 9}V{floor}")
        marks.append(Mark(middle, eaves + 24, place + 1))
    width = _GAP + count * (_HOUSE + _GAP)
    return Drawing(
        width=width, height=_GAP * 2 + _ROOF + _WALL, paths=tuple(paths), marks=tuple(marks)
    )


def safety_house(share: float | None) -> Drawing:
    """A house with a roof for its rules, a fence for visitors, and a path to the door (B-24).

    The parts are numbered: inside 1, visitors 2, not safe 3, rules 4, path 5. `share` is how far along the
    path somebody stands, from 0 at its far end to 1 at the door; None where nobody said.
    """
    house = "M110 110L170 60L230 110V200H110Z"
    door, fence, path = "M160 200V164H180V200", "M70 220V80M70 220H270V80", "M170 200V286"
    marks = (
        Mark(136, 150, 1),
        Mark(90, 150, 2),
        Mark(36, 150, 3),
        Mark(170, 92, 4),
        Mark(190, 262, 5),
    )
    stands = None if share is None else Mark(170, round(286 - share * 80), 0)
    return Drawing(
        width=_SIZE, height=_SIZE, paths=(house, door, fence, path), marks=marks, stands=stands
    )

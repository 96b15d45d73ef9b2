"""Where circles, houses and marks stand in a drawing: plain geometry, in a design of our own.

A drawing holds numbers alone; what each of them is stands in the text beside it, so that nothing is lost
to whoever cannot see it, and no text is ever too long for its place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from attrs import frozen

#: The most marks that one place of a drawing holds; the text has them all.
MOST_MARKS = 24
_SIZE, _MIDDLE = 300, 150
#: A row of marks in a ring: how far from the middle, and how many have room there beside each other.
_Row = tuple[int, int]
#: Each ring's outer edge, the nearest first, and its rows: of several ways the first that has room for all.
_RINGS: Mapping[str, tuple[int, tuple[tuple[_Row, ...], ...]]] = {
    "inner": (64, (((40, 12),), ((52, 16), (28, 8)))),
    "middle": (104, (((84, 24),),)),
    "outer": (144, (((124, 24),),)),
}


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
    for ring, (_, ways) in _RINGS.items():
        inside = [number for number, where in people if where == ring][:MOST_MARKS]
        rows = next(way for way in ways if sum(room for _, room in way) >= len(inside))
        for radius, room in rows:
            row, inside = inside[:room], inside[room:]
            marks += [_at(radius, place / len(row), number) for place, number in enumerate(row)]
    outer = tuple(edge for edge, _ in _RINGS.values())
    return Drawing(width=_SIZE, height=_SIZE, circles=outer, marks=tuple(marks))


def _at(radius: int, turn: float, number: int) -> Mark:
    """A mark on a circle round the middle, by the share of a turn from its top."""
    angle = 2 * math.pi * turn - math.pi / 2
    x, y = _MIDDLE + radius * math.cos(angle), _MIDDLE + radius * math.sin(angle)
    return Mark(round(x), round(y), number)


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

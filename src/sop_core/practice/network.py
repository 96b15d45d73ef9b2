"""The Safety Circles over time: where people stand, who came nearer, and whether the network grew (B-25).

Growth is computed from the moves, and counts people, never contacts: somebody who comes in or comes nearer
is growth, somebody who goes further off or leaves is not held against anybody (S1-24).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from sop_core.errors import Issue, json_path
from sop_core.practice.asked import expect
from sop_core.practice.field_record import FieldRecord
from sop_core.practice.tools import ToolShape
from sop_core.shapes import Json, objects

#: How near each ring is to the middle; in no ring is nearest to none.
NEARNESS: Mapping[str | None, int] = {None: 0, "outer": 1, "middle": 2, "inner": 3}


@frozen(kw_only=True)
class Growth:
    """How a network changed, by the people's tokens, each once, in the order of the page.

    `came_in`: in a ring now, in none at first. `nearer`, `further`: in another ring than at first.
    `left`: in none now. `stayed`: where they were.
    """

    came_in: tuple[str, ...] = ()
    nearer: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    stayed: tuple[str, ...] = ()

    @property
    def has_grown(self) -> bool:
        """Whether anybody came in or came nearer (S1-24: the network is expanded by such moves)."""
        return bool(self.came_in or self.nearer)


def growth(record: FieldRecord) -> Growth:
    """What the record's own moves come to: from where each person first stood to where they stand now."""
    expect(record, FieldRecord)
    first: dict[str, str | None] = {}
    for move in record.moves:
        first.setdefault(move.person, move.starts)
    before = {person.id: first.get(person.id, person.ring) for person in record.people}
    return _between(before, _standing(record))


def growth_between(earlier: FieldRecord, later: FieldRecord) -> Growth:
    """What changed from one record of a family's circles to a later one; who is on neither page is nobody."""
    expect(earlier, FieldRecord)
    expect(later, FieldRecord)
    return _between(_standing(earlier), _standing(later))


def _standing(record: FieldRecord) -> dict[str, str | None]:
    return {person.id: person.ring for person in record.people}


def _between(before: Mapping[str, str | None], now: Mapping[str, str | None]) -> Growth:
    found: dict[str, list[str]] = {
        name: [] for name in ("came_in", "nearer", "further", "left", "stayed")
    }
    for person in [*before, *(one for one in now if one not in before)]:
        was, is_ = NEARNESS[before.get(person)], NEARNESS[now.get(person)]
        found[_change(was, is_)].append(person)
    return Growth(**{name: tuple(people) for name, people in found.items()})


def _change(was: int, is_: int) -> str:
    if was == is_:
        return "stayed"
    if was == 0:
        return "came_in"
    if is_ == 0:
        return "left"
    return "nearer" if is_ > was else "further"


def check_moves(document: Json, shape: ToolShape) -> Iterator[Issue]:
    """The moves, one after the other, lead each person from ring to ring to where the page shows them."""
    moves = list(objects(document.get("moves")))
    if moves and not shape.rings:
        yield Issue(
            "not_of_this_tool",
            "$.moves",
            "A list of moves stands here, and only safety_circles has rings to move between.",
            fix="Leave moves out, or use safety_circles.",
        )
        return
    people = {
        one["id"]: one.get("ring")
        for _, one in objects(document.get("people"))
        if isinstance(one.get("id"), str)
    }
    at: dict[object, object] = {}
    last = ""
    for index, move in moves:
        who, day = move.get("person"), move.get("on")
        yield from _move(move, index, people, at)
        if isinstance(day, str):
            if day < last:
                yield Issue(
                    "moves_out_of_order",
                    json_path("moves", index, "on"),
                    "The move is of an earlier day than the one before it. Moves are kept in the order in which they "
                    "happened, since each starts where the last one ended.",
                    fix="Put the moves in the order of their days.",
                )
            last = max(last, day)
        if isinstance(who, str):
            at[who] = move.get("to")
    for index, one in objects(document.get("people")):
        who = one.get("id")
        if isinstance(who, str) and who in at and at[who] != one.get("ring"):
            yield Issue(
                "moves_end_elsewhere",
                json_path("people", index, "ring"),
                "The last move of this person ends in another place than where the page shows them.",
                fix="Mend ring, or add the move that is missing.",
            )


def _move(
    move: Json, index: int, people: Mapping[object, object], at: Mapping[object, object]
) -> Iterator[Issue]:
    who, starts, to = move.get("person"), move.get("from"), move.get("to")
    if isinstance(who, str) and who not in people:
        yield Issue(
            "unknown_person",
            json_path("moves", index, "person"),
            "The move is of somebody who is none of the record's people.",
            fix="Add the person to people. Whoever has left stays on the list, without a ring.",
        )
    if starts == to:
        yield Issue(
            "move_to_nowhere",
            json_path("moves", index, "to"),
            "The move ends where it starts.",
            fix="Write where the person came from and where they came to; leave out the one that is no ring.",
        )
    if isinstance(who, str) and who in at and at[who] != starts:
        yield Issue(
            "moves_do_not_join",
            json_path("moves", index, "from"),
            "The move starts in another place than where this person's last move ended.",
            fix="Mend from, or add the move that is missing.",
        )

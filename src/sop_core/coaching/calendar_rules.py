"""What a calendar must keep beyond its shape (S2-36): real days and times, known places, no room that is taken twice.

A slot before the day on which the dates were given out is taken for a slip of the pen, such as last year's number
in January, and so is one more than ten years after it. Both are refused: people would go by them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from attrs import frozen

from sop_core.coaching.calendars import minutes_of
from sop_core.coaching.times import check_day
from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments.answers import read_day
from sop_core.shapes import Json, check_texts, check_unique, objects

#: Where something stands in a document, step by step.
Where = tuple[str | int, ...]
#: A day, a place and a room: what one slot at a time may have.
Spot = tuple[object, object, object]


#: How many years ahead a date may be given out (sop_core default): further off, two digits were swapped.
MOST_YEARS = 10


@frozen
class _Taken:
    """A slot that was read: where it stands, and from which minute to which."""

    at: Where
    starts: int
    ends: int


def check_calendar(document: Json) -> list[Issue]:
    """All that is wrong with a calendar beyond its shape."""
    entries = list(objects(document.get("entries")))
    places = list(objects(document.get("places")))
    known = [str(one.get("id")) for _, one in places]
    issues = [
        *check_texts(document),
        *check_day(document.get("published"), "published"),
        *check_unique([(("places", at, "id"), str(one.get("id"))) for at, one in places], "place"),
        *check_unique(
            [(("entries", at, "id"), str(one.get("id"))) for at, one in entries], "entry"
        ),
    ]
    taken: dict[Spot, list[_Taken]] = {}
    for index, entry in entries:
        for at, slot in objects(entry.get("slots")):
            where: Where = ("entries", index, "slots", at)
            issues += check_day(slot.get("on"), *where, "on")
            issues += _far(slot, document.get("published"), where)
            issues += _place(slot, known, where)
            times = [(name, _clock(slot.get(name))) for name in ("starts", "ends")]
            issues += [_no_time(slot, name, where) for name, read in times if read == -1]
            starts, ends = (read for _, read in times)
            if starts is not None and ends is not None and min(starts, ends) >= 0:
                issues += _ends(slot, starts, ends, where)
                issues += _taken_twice(taken, slot, _Taken(where, starts, ends))
    return issues


def _clock(value: object) -> int | None:
    """Minutes since midnight; -1 for what is written like a time and is none, None for what the schema refuses."""
    if not isinstance(value, str) or len(value) != 5 or not (value[:2] + value[3:]).isdecimal():
        return None
    hours, minutes = int(value[:2]), int(value[3:])
    return minutes_of(value) if hours < 24 and minutes < 60 and value[2] == ":" else -1


def _no_time(slot: Json, name: str, where: Where) -> Issue:
    return Issue(
        "not_a_time",
        json_path(*where, name),
        f"{name} is {shown(slot.get(name))}, which no clock shows.",
        fix="Write it as HH:MM of a day of 24 hours, such as 09:00 or 13:30.",
    )


def _ends(slot: Json, starts: int, ends: int, where: Where) -> Iterator[Issue]:
    if ends <= starts:
        yield Issue(
            "slot_ends_first",
            json_path(*where, "ends"),
            f"The slot ends at {shown(slot.get('ends'))} and starts at {shown(slot.get('starts'))}.",
            fix="Write both by the clock of 24 hours (1 in the afternoon is 13:00); what lasts over midnight is "
            "two slots.",
        )


def _far(slot: Json, published: object, where: Where) -> Iterator[Issue]:
    on, given = read_day(slot.get("on")), read_day(published)
    if on is not None and given is not None and on < given:
        yield Issue(
            "slot_before_published",
            json_path(*where, "on"),
            f"The slot is on {on}, and the dates were given out on {given}. Nobody offers a day that is over: it is "
            "most likely a slip, such as last year's number in January.",
            fix="Correct the day. If it is right, say in published when these dates were given out first.",
        )
    # The last year of the calendar has no next day, which a time zone may need.
    if (
        on is not None
        and given is not None
        and on.year > min(given.year + MOST_YEARS, dt.MAXYEAR - 1)
    ):
        yield Issue(
            "slot_long_after",
            json_path(*where, "on"),
            f"The slot is on {on}, and the dates were given out on {given}. Nobody plans so far ahead: it is most "
            "likely a slip, such as 2072 for 2027.",
            fix=f"Correct the day; it may be in a year up to {MOST_YEARS} years after published.",
        )


def _place(slot: Json, known: list[str], where: Where) -> Iterator[Issue]:
    place = slot.get("place")
    if isinstance(place, str) and place not in known:
        yield Issue(
            "unknown_place",
            json_path(*where, "place"),
            f"There is no place {shown(place)} here.",
            fix=f"Add it to places, or name one of: {listed(known) or 'none yet'}.",
        )


def _taken_twice(taken: dict[Spot, list[_Taken]], slot: Json, new: _Taken) -> Iterator[Issue]:
    """Two slots in one room at one time: the one or the other is a slip. Without a room there may be several."""
    room = slot.get("room")
    # People know a room by its name, however it is typed: Room 12 is ROOM  12.
    known = " ".join(room.split()).casefold() if isinstance(room, str) else None
    spot = (slot.get("on"), slot.get("place"), known)
    if not all(isinstance(part, str) for part in spot) or new.ends <= new.starts:
        return
    before = taken.setdefault(spot, [])
    for one in before:
        if new.starts < one.ends and one.starts < new.ends:
            yield Issue(
                "room_taken",
                json_path(*new.at),
                f"The room is taken at this time by the slot at {json_path(*one.at)}.",
                fix="Correct the time or the room of one of them.",
            )
            break
    before.append(new)

"""Training and coaching dates of an agency, as data (S2-36).

A training teaches a module, coaching practices it; each is offered in one or several slots, and how long a slot
lasts is the agency's. The dates are public inside the agency: they name no worker, no coach and nobody who comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from sop_core.errors import CallRefused, listed, shown
from sop_core.text import Text
from sop_core.types import NO_ENTRIES, DefinitionStatus, FrozenMap, Translation, is_id


class CalendarKind(StrEnum):
    """What a date is for."""

    TRAINING = "training"
    COACHING = "coaching"


@frozen(kw_only=True)
class CalendarPlace:
    """Where slots are held; without an address where it is found by its title, such as a video meeting."""

    id: str
    title: Text
    address: str | None = None


@frozen(kw_only=True)
class Slot:
    """One day, from one time to another by the clock on the wall there, in a place and a room."""

    on: str
    starts: str
    ends: str
    place: str
    room: str | None = None

    @property
    def day(self) -> dt.date:
        """The day."""
        return dt.date.fromisoformat(self.on)

    @property
    def minutes(self) -> int:
        """How long it lasts, by the clock on the wall."""
        return minutes_of(self.ends) - minutes_of(self.starts)


@frozen(kw_only=True)
class CalendarEntry:
    """One training or one round of coaching, with its slots."""

    id: str
    kind: CalendarKind
    title: Text
    slots: tuple[Slot, ...]
    module: str | None = None


@frozen(kw_only=True)
class AgencyCalendar:
    """A versioned set of dates, as one definition file holds it; `timezone` is where its clocks hang."""

    id: str
    version: str
    status: DefinitionStatus
    title: Text
    source: str
    rights: str
    published: str
    timezone: str
    places: tuple[CalendarPlace, ...]
    entries: tuple[CalendarEntry, ...]
    translations: Mapping[str, Translation] = field(
        default=NO_ENTRIES, converter=FrozenMap[str, Translation]
    )

    def place(self, id_: str) -> CalendarPlace:
        """One of its places. Raises KeyError for another."""
        for one in self.places:
            if one.id == id_:
                return one
        raise KeyError(id_)


@frozen(kw_only=True)
class Dated:
    """One slot with what it is a slot of: the `number`-th of its entry, counted from 1."""

    entry: CalendarEntry
    slot: Slot
    place: CalendarPlace
    number: int


def minutes_of(clock: str) -> int:
    """Minutes since midnight of a time such as `09:30`."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def dates(
    calendar: AgencyCalendar,
    *,
    since: dt.date | None = None,
    kind: CalendarKind | str | None = None,
    module: str | None = None,
) -> tuple[Dated, ...]:
    """The slots of a calendar in the order of their times, from a day on, of one kind or module if asked (S2-36).

    The order of entries and slots in the file decides nothing, but between slots of one time, place and room.
    Raises CallRefused for a kind that there is not, and for a day that is none.
    """
    kind, since = _kind(kind), _day(since)
    found = [
        Dated(entry=entry, slot=slot, place=calendar.place(slot.place), number=at)
        for entry in calendar.entries
        if (kind is None or entry.kind == kind) and (module is None or entry.module == module)
        for at, slot in enumerate(entry.slots, start=1)
        if since is None or slot.day >= since
    ]
    return tuple(sorted(found, key=_when))


def _kind(kind: object) -> CalendarKind | None:
    if kind is None:
        return None
    if isinstance(kind, str) and kind in set(CalendarKind):
        return CalendarKind(kind)
    said = f"There is no kind {shown(kind)}." if is_id(kind) else "What was passed names no kind."
    raise CallRefused(f"{said} The kinds are: {listed(CalendarKind)}.")


def _day(since: object) -> dt.date | None:
    if isinstance(since, dt.datetime):
        return since.date()
    if since is None or isinstance(since, dt.date):
        return since
    raise CallRefused(f"since is a {type(since).__name__}; pass a day: datetime.date(2027, 1, 15).")


def _when(one: Dated) -> tuple[str, ...]:
    slot = one.slot
    return (slot.on, slot.starts, slot.ends, slot.place, slot.room or "", one.entry.id)

"""An agency's training and coaching dates: as a list on a page, and as a file that calendars take (S2-36)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from attrs import frozen

from sop_core.errors import MissingExtra
from sop_core.render import safe
from sop_core.render.environment import draw, environment
from sop_core.render.words import words_for

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.coaching import AgencyCalendar, Dated


@frozen
class _Line:
    """One slot as the page shows it; `where` is its room, place and address as far as they are known."""

    title: str
    lang: str
    dir: str
    kind: str
    starts: str
    day: str
    hours: str
    where: tuple[tuple[str, str | None, str | None], ...]


def dates(
    calendar: AgencyCalendar,
    *,
    locale: str = "en",
    since: dt.date | None = None,
    heading_level: int = 2,
    prefix: str = "",
) -> Markup:
    """The slots of a calendar in the order of their times, from a day on: when, where and what (S2-36).

    Times are those of the calendar's own clocks. Where nothing is left a sentence says so. Raises MissingExtra
    without jinja2, CallRefused for a locale, level or prefix that cannot stand in markup.
    """
    from sop_core.coaching import dates as slots

    environment()
    locale, prefix = safe.plain(locale), safe.field_prefix(prefix)
    words = words_for(locale).inside(locale)
    return draw(
        "dates",
        id=f"sop-{prefix}dates",
        locale=locale,
        dir=safe.direction(locale),
        h=safe.heading(heading_level, floors=0),
        lines=[
            _line(
                one, locale, words.plain("dates_hours", starts=one.slot.starts, ends=one.slot.ends)
            )
            for one in slots(calendar, since=since)
        ],
        say=words,
    )


def _line(one: Dated, locale: str, hours: str) -> _Line:
    title, place, slot = one.entry.title, one.place, one.slot
    at = title.locale_for(locale)
    there = place.title.locale_for(locale)
    parts: list[tuple[str, str | None, str | None]] = [
        (safe.said(place.title.get(locale)), there, safe.direction(there))
    ]
    if slot.room:
        parts.insert(0, (safe.said(slot.room), None, None))
    if place.address:
        parts.append((safe.said(place.address), None, None))
    return _Line(
        title=safe.said(title.get(locale)),
        lang=at,
        dir=safe.direction(at),
        kind=f"dates_{one.entry.kind}",
        starts=f"{slot.on}T{slot.starts}",
        day=slot.on,
        hours=hours,
        where=tuple(parts),
    )


def icalendar(
    calendar: AgencyCalendar, *, locale: str = "en", since: dt.date | None = None
) -> bytes:
    """The slots as one iCalendar file (RFC 5545), each an event that calendar programs know again (S2-36).

    Times are written in UTC, so that no program has to know the zone. An event's UID is made of the calendar's
    id, the entry's and the slot's number: a new version of the calendar moves an event instead of doubling it.
    The same calendar gives the same bytes. Raises MissingExtra without the extra `dates`.
    """
    from sop_core.coaching import dates as slots

    try:
        from icalendar import Calendar, Event
    except ImportError as absent:
        raise MissingExtra(
            "sop_core.render.icalendar writes with icalendar, which is not installed here. "
            'Install the extra: pip install "sop-core[dates]".'
        ) from absent
    made = Calendar()
    made.add("prodid", "-//sop_core//dates//EN")
    made.add("version", "2.0")
    zone = ZoneInfo(calendar.timezone)
    stamp = dt.datetime.combine(dt.date.fromisoformat(calendar.published), dt.time(), dt.UTC)
    for one in slots(calendar, since=since):
        slot, place = one.slot, one.place
        event = Event()
        event.add(
            "uid", str(uuid5(NAMESPACE_URL, f"urn:sop:{calendar.id}:{one.entry.id}:{one.number}"))
        )
        event.add("dtstamp", stamp)
        event.add("dtstart", _utc(slot.on, slot.starts, zone))
        event.add("dtend", _utc(slot.on, slot.ends, zone))
        event.add("summary", one.entry.title.get(locale))
        where = (slot.room, place.title.get(locale), place.address)
        event.add("location", ", ".join(part for part in where if part))
        event.add("categories", [one.entry.kind.value])
        made.add_component(event)
    return bytes(made.to_ical())


def _utc(day: str, clock: str, zone: ZoneInfo) -> dt.datetime:
    there = dt.datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=zone)
    return there.astimezone(dt.UTC)

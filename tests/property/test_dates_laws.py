"""Laws of training and coaching dates: order decides nothing, and asking for less is the same as leaving out."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core.coaching import AgencyCalendar, CalendarKind, dates
from sop_core.documents import calendar_of

pytestmark = pytest.mark.law

DAYS = st.dates(dt.date(2027, 1, 1), dt.date(2027, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> dict[str, object]:
    """A sound calendar as a document: some entries, each with some slots, in no order."""
    entries = []
    for at in range(draw(st.integers(1, 4))):
        slots = []
        for _ in range(draw(st.integers(1, 4))):
            starts = draw(st.integers(0, 22))
            ends = draw(st.integers(starts + 1, 23))
            day, place = draw(DAYS), draw(st.sampled_from(["a", "b"]))
            clock = {"starts": f"{starts:02}:00", "ends": f"{ends:02}:30"}
            slots.append({"on": day.isoformat(), **clock, "place": place})
        kind = draw(st.sampled_from(["training", "coaching"]))
        entries.append({"id": f"e{at}", "kind": kind, "title": {"en": "E"}, "slots": slots})
    places = [{"id": one, "title": {"en": one}} for one in "ab"]
    return {
        "$schema": "urn:sop:schema:calendar:1", "id": "c", "version": "1", "status": "active", "title": {"en": "C"},
        "source": "s", "rights": "r", "published": "2027-01-01", "timezone": "UTC", "places": places, "entries": entries,
    }  # fmt: skip


def told(calendar: AgencyCalendar, **asked: object) -> list[tuple[str, int, str, str]]:
    """What is told of each slot."""
    return [
        (one.entry.id, one.number, one.slot.on, one.slot.starts)
        for one in dates(calendar, **asked)  # type: ignore[arg-type]
    ]


@given(calendars(), st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_nothing(document, chance):
    """S2-36: what comes when is told by the clock, not by the file."""
    other = copy.deepcopy(document)
    chance.shuffle(other["entries"])
    assert told(calendar_of(document)) == told(calendar_of(other))


@given(calendars(), DAYS)
def test_every_slot_stands_once_in_the_order_of_its_time(document, day):
    """S2-36: nothing is lost and nothing doubled; from a day on is what is left without the days before."""
    calendar = calendar_of(document)
    every = told(calendar)
    numbered = [(one.id, at) for one in calendar.entries for at in range(1, len(one.slots) + 1)]
    assert sorted((entry, number) for entry, number, _, _ in every) == sorted(numbered)
    assert [one[2:] for one in every] == sorted(one[2:] for one in every)
    assert told(calendar, since=day) == [one for one in every if one[2] >= day.isoformat()]


@given(calendars())
def test_kinds_share_the_slots_out(document):
    """S2-36: a slot is of a training or of coaching, never of both."""
    calendar = calendar_of(document)
    by_kind = [one for kind in CalendarKind for one in told(calendar, kind=kind)]
    assert sorted(by_kind) == sorted(told(calendar))

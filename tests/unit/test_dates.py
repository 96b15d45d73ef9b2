"""Training and coaching dates: slots in order, rules, the list on a page, and a file for calendars (S2-36)."""

from __future__ import annotations

import builtins
import copy
import datetime as dt
import json
import re
import sys
from typing import Any

import html5lib
import icalendar
import pytest
from click.testing import CliRunner

from sop_core import Sop, render
from sop_core.cli.app import sop as command
from sop_core.coaching import CalendarKind, check_calendar, dates
from sop_core.errors import CallRefused, MissingExtra, NotFound

DATES: dict[str, Any] = {
    "$schema": "urn:sop:schema:calendar:1", "id": "county07.dates", "version": "1.0.0", "status": "active",
    "title": {"en": "Winter", "es": "Invierno"}, "source": "sample", "rights": "sample",
    "published": "2026-12-01", "timezone": "America/Los_Angeles",
    "places": [
        {"id": "main", "title": {"en": "Main <office>", "es": "Oficina"}, "address": "100 Sample Street"},
        {"id": "video", "title": {"en": "By video", "es": "Por video"}},
    ],
    "entries": [
        {"id": "coach", "kind": "coaching", "title": {"en": "Coaching", "es": "Coaching"}, "module": "3", "slots": [
            {"on": "2027-07-07", "starts": "13:00", "ends": "16:00", "place": "video"},
            {"on": "2027-01-07", "starts": "13:00", "ends": "16:00", "place": "main", "room": "B"},
            {"on": "2027-01-07", "starts": "09:00", "ends": "12:00", "place": "main", "room": "A"},
        ]},
        {"id": "module", "kind": "training", "title": {"en": "Module 3", "es": "Módulo 3"}, "slots": [
            {"on": "2027-01-07", "starts": "09:00", "ends": "12:00", "place": "main", "room": "B"}]},
    ],
}  # fmt: skip
SOP = Sop.load(plugins=False, definitions=[DATES])
CALENDAR = SOP.catalog.calendar("county07.dates")


def changed(*place: str | int, to: object) -> dict[str, Any]:
    """The calendar with one thing changed; `to` None takes it out."""
    made = copy.deepcopy(DATES)
    at: Any = made
    for step in place[:-1]:
        at = at[step]
    if to is None:
        del at[place[-1]]
    else:
        at[place[-1]] = to
    return made


def test_one_entry_has_several_slots_in_the_order_of_their_times():
    """S2-36: by day and time, then place and room, whatever the order of the file; each knows its number."""
    found = dates(CALENDAR)
    assert [(one.entry.id, one.number, one.slot.on, one.slot.room) for one in found] == [
        ("coach", 3, "2027-01-07", "A"), ("module", 1, "2027-01-07", "B"), ("coach", 2, "2027-01-07", "B"),
        ("coach", 1, "2027-07-07", None),
    ]  # fmt: skip
    assert {one.slot.minutes for one in found} == {180}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"since": dt.date(2027, 1, 7)}, [3, 1, 2, 1]),
        ({"since": dt.date(2027, 1, 8)}, [1]),
        ({"kind": CalendarKind.TRAINING}, [1]),
        ({"kind": "coaching"}, [3, 2, 1]),
        ({"module": "3"}, [3, 2, 1]),
        ({"module": "4"}, []),
    ],
)
def test_slots_are_asked_for_by_day_kind_and_module(asked, expected):
    """S2-36: the day itself counts."""
    assert [one.number for one in dates(CALENDAR, **asked)] == expected


def test_a_time_as_the_first_day_is_its_own_day():
    """As in a situation: a time is a date to Python, and cannot be compared with one."""
    noon = dt.datetime(2027, 1, 8, 12, tzinfo=dt.UTC)
    assert [one.number for one in dates(CALENDAR, since=noon)] == [1]
    assert render.icalendar(CALENDAR, since=noon) == render.icalendar(CALENDAR, since=noon.date())
    assert render.dates(CALENDAR, since=noon) == render.dates(CALENDAR, since=noon.date())


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "trainings"}, "no kind 'trainings'. The kinds are: training, coaching."),
        ({"kind": "a <b>"}, "names no kind. The kinds are: training, coaching."),
        ({"since": "2027-01-08"}, "since is a str; pass a day: datetime.date(2027, 1, 15)."),
    ],
)
def test_what_is_no_kind_and_no_day_is_a_wrong_call(asked, said):
    """A slip shows no empty list, which would say that there are no dates."""
    with pytest.raises(CallRefused, match=re.escape(said)):
        dates(CALENDAR, **asked)


FIRST = ("entries", 0, "slots", 0)


@pytest.mark.parametrize(
    ("place", "to", "code", "path"),
    [
        ((*FIRST, "on"), "2027-02-30", "not_a_date", "$.entries[0].slots[0].on"),
        ((*FIRST, "on"), "2026-11-30", "slot_before_published", "$.entries[0].slots[0].on"),
        ((*FIRST, "on"), "2072-07-07", "slot_long_after", "$.entries[0].slots[0].on"),
        ((*FIRST, "on"), "9999-12-31", "slot_long_after", "$.entries[0].slots[0].on"),
        ((*FIRST, "on"), "2036-12-31", None, None),
        ((*FIRST, "starts"), "24:00", "not_a_time", "$.entries[0].slots[0].starts"),
        ((*FIRST, "ends"), "15:60", "not_a_time", "$.entries[0].slots[0].ends"),
        ((*FIRST, "ends"), "13:00", "slot_ends_first", "$.entries[0].slots[0].ends"),
        ((*FIRST, "place"), "attic", "unknown_place", "$.entries[0].slots[0].place"),
        (("entries", 0, "slots", 1, "room"), "A", None, None),
        (("entries", 0, "slots", 1, "starts"), "11:59", "room_taken", "$.entries[1].slots[0]"),
        (("entries", 0, "slots", 1, "starts"), "12:00", None, None),
        (("entries", 1, "slots", 0, "room"), " a", "room_taken", "$.entries[1].slots[0]"),
        (("published",), "2026-13-01", "not_a_date", "$.published"),
        (("timezone",), "America/Sampletown", "unknown_timezone", "$.timezone"),
        (("places", 1, "id"), "main", "not_unique", "$.places[1].id"),
        (("entries", 1, "id"), "coach", "not_unique", "$.entries[1].id"),
        (("entries", 1, "title"), {"en": "Module 3"}, "locales_differ", "$.entries[1].title"),
        ((*FIRST, "starts"), "1 pm", "wrong_form", "$.entries[0].slots[0].starts"),
        ((*FIRST, "starts"), "ab:cd", "wrong_form", "$.entries[0].slots[0].starts"),
        ((*FIRST, "starts"), 9, "wrong_type", "$.entries[0].slots[0].starts"),
        ((*FIRST, "place"), 9, "wrong_type", "$.entries[0].slots[0].place"),
        (("timezone",), 9, "wrong_type", "$.timezone"),
        (("published",), None, "missing_field", "$.published"),
        (("entries", 0, "slots"), 3, "wrong_type", "$.entries[0].slots"),
    ],
)  # fmt: skip
def test_what_people_would_go_wrong_by_is_named(place, to, code, path):
    """S2-36: a day of last year is a slip of the source, and is no data; one room is taken once at a time."""
    found = [(issue.code, issue.path) for issue in SOP.check(changed(*place, to=to))]
    if code is None:
        assert found == []
    else:
        assert (code, path) in found
        assert all(issue.fix for issue in SOP.check(changed(*place, to=to)))


def test_without_a_room_several_slots_may_be_at_once():
    """Two meetings by video are two meetings."""
    made = copy.deepcopy(DATES)
    made["entries"][1]["slots"] = [DATES["entries"][0]["slots"][0]]
    assert SOP.check(made) == ()
    assert check_calendar({"entries": [{"slots": [{"on": 1}]}]}) == []


def test_a_calendar_is_a_definition_like_any_other():
    """C-31: by id and version, newest active first; an unknown one is answered with the choices."""
    newer = {**DATES, "version": "2.0.0", "title": {"en": "Spring", "es": "Primavera"}}
    held = Sop.load(plugins=False, definitions=[DATES, newer]).catalog
    assert held.calendar("county07.dates").title.get("en") == "Spring"
    assert held.calendar("county07.dates", "1.0.0").title.get("en") == "Winter"
    with pytest.raises(NotFound, match=r"county07\.dates"):
        held.calendar("county08.dates")
    with pytest.raises(KeyError):
        CALENDAR.place("attic")


def test_the_list_says_when_what_and_where():
    """S2-36: time elements, each text in its language, nothing of it markup; none left is said."""
    page = render.dates(CALENDAR, since=dt.date(2027, 1, 8))
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    (time,) = tree.iter("time")
    assert (time.get("datetime"), time.text) == ("2027-07-07T13:00", "2027-07-07")
    assert "13:00 to 16:00" in page
    assert "Main &lt;office&gt;" in render.dates(CALENDAR)
    assert "100 Sample Street" in render.dates(CALENDAR)
    spanish = render.dates(CALENDAR, locale="es", prefix="x")
    assert 'lang="es"' in spanish
    assert "de 13:00 a 16:00" in spanish
    assert 'id="sop-x' in spanish
    assert "No dates are planned." in render.dates(CALENDAR, since=dt.date(2028, 1, 1))


def test_calendar_programs_take_the_file():
    """S2-36: read back by another's reader: UTC in winter and summer, one event for each slot, the same each time."""
    made = render.icalendar(CALENDAR)
    assert made == render.icalendar(CALENDAR)
    events = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert [(str(one["summary"]), one.decoded("dtstart").isoformat()) for one in events] == [
        ("Coaching", "2027-01-07T17:00:00+00:00"), ("Module 3", "2027-01-07T17:00:00+00:00"),
        ("Coaching", "2027-01-07T21:00:00+00:00"), ("Coaching", "2027-07-07T20:00:00+00:00"),
    ]  # fmt: skip
    assert str(events[0]["location"]) == "A, Main <office>, 100 Sample Street"
    assert len({str(one["uid"]) for one in events}) == 4
    moved = changed("entries", 0, "slots", 2, "on", to="2027-01-09")
    later = Sop.load(plugins=False, definitions=[{**moved, "version": "2.0.0"}]).catalog
    again = icalendar.Calendar.from_ical(render.icalendar(later.calendar("county07.dates")))
    assert {str(one["uid"]) for one in again.walk("VEVENT")} == {str(one["uid"]) for one in events}


def test_without_the_extra_the_message_names_it(monkeypatch):
    """DESIGN 6: what to install."""
    real = builtins.__import__

    def blocked(name, *rest, **more):
        if name == "icalendar":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "icalendar", raising=False)
    monkeypatch.setattr(builtins, "__import__", blocked)
    with pytest.raises(MissingExtra, match=r"sop-core\[dates\]"):
        render.icalendar(CALENDAR)


def test_the_command_lists_and_exports(tmp_path):
    """S2-36: lines for people, JSON for machines, a file for calendars; what does not fit together is exit 2."""
    file = tmp_path / "dates.json"
    file.write_text(json.dumps(DATES), "utf-8")

    def run(*arguments: str):
        call = ["dates", "county07.dates", "--definitions", str(file), *arguments]
        return CliRunner().invoke(command, call)

    assert run("--kind", "training").output == (
        "2027-01-07 09:00-12:00  [training] Module 3\n    B, Main <office>, 100 Sample Street\n"
    )
    (line,) = run("--since", "2027-01-08", "--json").output.splitlines()
    assert json.loads(line) == {
        "entry": "coach", "kind": "coaching", "module": "3", "number": 1, "on": "2027-07-07", "starts": "13:00",
        "ends": "16:00", "minutes": 180, "place": "video", "room": None,
    }  # fmt: skip
    out = tmp_path / "dates.ics"
    assert run("--ics", "--output", str(out)).exit_code == 0
    assert out.stat().st_mode & 0o044 == 0o044  # it is handed on
    assert out.read_bytes() == render.icalendar(CALENDAR)
    assert run("--ics", "--kind", "training").exit_code == 2
    assert run("--output", str(out)).exit_code == 2
    gone = CliRunner().invoke(command, ["dates", "nowhere"])
    assert gone.exit_code == 1
    shown = CliRunner().invoke(command, ["show", "county07.dates", "--definitions", str(file)])
    assert "given out: 2026-12-01   times of: America/Los_Angeles" in shown.output
    assert shown.output.count("Coaching") == 3

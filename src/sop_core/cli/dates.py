"""`sop dates`: an agency's training and coaching dates, as lines or as a file for calendar programs (S2-36)."""

from __future__ import annotations

import datetime as dt

import click

from sop_core.cli.common import common, loaded, refused
from sop_core.cli.files import STDIN
from sop_core.cli.printing import dated_line, print_json
from sop_core.cli.writing import write_whole
from sop_core.coaching import CalendarKind
from sop_core.coaching import dates as slots
from sop_core.errors import SopError


@click.command()
@click.argument("calendar", metavar="ID")
@click.option("--version", help="The version; the newest active one without it.")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day that is of interest."
)
@click.option("--kind", type=click.Choice([one.value for one in CalendarKind]), help="Only these.")
@click.option("--module", help="Only what teaches or follows this module.")
@click.option("--locale", default="en", show_default=True, help="The language.")
@click.option("--ics", is_flag=True, help="Every slot as a file that calendar programs take.")
@click.option("--output", default=STDIN, metavar="FILE", help="Where the file goes (with --ics).")
@common
def dates(
    calendar: str,
    version: str | None,
    since: dt.datetime | None,
    kind: str | None,
    module: str | None,
    locale: str,
    output: str,
    definitions: tuple[str, ...],
    *,
    ics: bool,
    as_json: bool,
) -> None:
    """Training and coaching dates: the slots of a calendar in the order of their times."""
    if ics and (kind or module or as_json):
        raise click.UsageError("--ics writes every slot: leave --kind, --module and --json out.")
    if output != STDIN and not ics:
        raise click.UsageError("--output is for --ics.")
    day = None if since is None else since.date()
    try:
        found = loaded(definitions).catalog.calendar(calendar, version)
        if ics:
            from sop_core.render import icalendar

            write_whole(output, [icalendar(found, locale=locale, since=day)], private=False)
            return
    except SopError as error:
        refused(str(error))
    for one in slots(found, since=day, kind=kind, module=module):
        slot = one.slot
        if as_json:
            entry = {
                "entry": one.entry.id,
                "kind": one.entry.kind.value,
                "module": one.entry.module,
            }
            when = {
                "on": slot.on,
                "starts": slot.starts,
                "ends": slot.ends,
                "minutes": slot.minutes,
            }
            print_json(
                {**entry, "number": one.number, **when, "place": slot.place, "room": slot.room}
            )
        else:
            click.echo(dated_line(one, locale))

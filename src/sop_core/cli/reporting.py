"""The command that makes releases into something to look at: a page, a table for other programs, a workbook."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import click

from sop_core.cli.auditing import released_in
from sop_core.cli.common import FILES, WHOLE_OUTPUT, common, loaded, refused
from sop_core.cli.files import STDIN, bytes_of
from sop_core.cli.printing import in_number, print_json
from sop_core.cli.writing import check_output, write_whole
from sop_core.documents import read
from sop_core.errors import CallRefused, DocumentRefused, MissingExtra
from sop_core.reporting import Comparison
from sop_core.reporting.cells import Scope

_NAMES = '{"names": [{"scope": ["north"], "name": "Northern office"}]}'


@click.command(name="report")
@click.argument("releases", metavar="RELEASE...", nargs=-1, required=True, type=FILES)
@click.option("--html", "form", flag_value="html", help="A page to read and print; the default.")
@click.option("--csv", "form", flag_value="csv", help="Rows for other programs.")
@click.option("--xlsx", "form", flag_value="xlsx", help="A workbook for spreadsheets.")
@click.option(
    "--locale", default="en", show_default=True, help="The language: en, or es as a draft."
)
@click.option(
    "--cycles",
    metavar="A,B,C",
    help="The order of the cycles, earliest first, where their names do not say it.",
)
@click.option(
    "--names",
    metavar="FILE",
    type=FILES,
    help=f"What the page calls groups that should not be called by their ids: {_NAMES}",
)
@click.option("--no-charts", is_flag=True, help="Tables alone; nothing but pictures is left out.")
@WHOLE_OUTPUT
@common
def report_releases(
    releases: tuple[str, ...],
    form: str | None,
    locale: str,
    cycles: str | None,
    names: str | None,
    output: str,
    definitions: tuple[str, ...],
    *,
    no_charts: bool,
    as_json: bool,
) -> None:
    """What releases say, to look at: one or several, of one agency, or a ledger with all of its releases.

    It tells what the releases show, and nothing else. Several of one survey are told over time, and several surveys
    side by side. A page needs the extra html, its pictures charts, a workbook xlsx.
    """
    form = form or "html"
    if names is not None and form != "html":
        raise click.UsageError(
            f"--names is for the page; the {form} has the ids, by which other programs know the groups."
        )
    if names == STDIN and STDIN in releases:
        raise click.UsageError("Standard input is one file: the releases or the names.")
    check_output(output, (*releases, *([names] if names else [])))
    called = {} if names is None else _named(names)
    held = loaded(definitions)
    found, bad = released_in(releases, as_json=as_json)
    if bad:
        click.echo("Nothing was written.", err=True)
        sys.exit(1)
    try:
        comparison = held.compare(found, cycles=cycles.split(",") if cycles else ())
        data = _made(comparison, form, locale, called, charts=not no_charts)
    except (CallRefused, MissingExtra) as error:
        raise click.UsageError(str(error)) from error
    write_whole(output, [data])
    if as_json:
        told = {"ok": True, "form": form, "releases": len(comparison.releases)}
        print_json({**told, "audience": comparison.audience.value}, err=True)
    elif output != STDIN:
        about = (
            "for the inside of the agency" if comparison.audience == "internal" else "for anyone"
        )
        click.echo(f"{output}: {in_number(len(found), 'release')}, {about}", err=True)


def _named(path: str) -> dict[Scope, str]:
    """What groups are called, by their paths; exit 1 for a file that says something else."""
    try:
        document = read(bytes_of(path))
    except DocumentRefused as error:
        refused("\n".join(f"{path}: {issue}" for issue in error.issues))
    entries = document.get("names")
    if document.keys() != {"names"} or not isinstance(entries, list):
        refused(f"{path}: names of groups stand in a file as {_NAMES}.")
    called: dict[Scope, str] = {}
    for number, entry in enumerate(entries):
        match entry:
            case {"scope": [*steps], "name": str() as name, **rest} if not rest and all(
                isinstance(step, str) for step in steps
            ):
                scope = tuple(steps)
            case _:
                refused(
                    f"{path}: $.names[{number}] is no name of a group; write it as "
                    '{"scope": ["north", "unit-1"], "name": "Intake"}, the path as the release has it.'
                )
        if scope in called:
            refused(f"{path}: $.names[{number}] names a group that has a name before; keep one.")
        called[scope] = name
    return called


def _made(
    comparison: Comparison, form: str, locale: str, names: Mapping[Scope, str], *, charts: bool
) -> bytes:
    from sop_core import render

    if form == "csv":
        return render.report_csv(comparison, locale=locale).encode()
    if form == "xlsx":
        return render.report_xlsx(comparison, locale=locale)
    page = render.report(comparison, locale=locale, charts=charts, names=names)
    return render.whole_page(page, title=render.report_title(locale), locale=locale).encode()

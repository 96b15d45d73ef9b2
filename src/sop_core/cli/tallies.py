"""`sop tally`: records to counts, a batch for each file or one of all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from attrs import frozen

from sop_core.cli.common import FILES, WHOLE_OUTPUT, common, loaded
from sop_core.cli.files import STDIN, documents_in
from sop_core.cli.merging import joined, say_alike
from sop_core.cli.printing import in_number, print_json, say_issues
from sop_core.cli.showing import progress
from sop_core.cli.writing import check_output, write_whole
from sop_core.documents import tally_lines
from sop_core.errors import CallRefused, Issue, NotFound, shown
from sop_core.reporting import Tally
from sop_core.sop import Sop
from sop_core.sop.orders import Order, Placed, order_of
from sop_core.sop.tallying import Counted, count
from sop_core.types import is_id


@frozen
class _Records:
    """The documents of some files, as often as they are asked for; standard input is read once."""

    paths: tuple[str, ...]
    held: tuple[Placed, ...] = ()

    def __iter__(self) -> Iterator[Placed]:
        for path in self.paths:
            if path == STDIN:
                yield from self.held
            else:
                yield from ((one.where, one.data) for one in documents_in((path,)))


def _records(paths: tuple[str, ...]) -> _Records:
    held = [(one.where, one.data) for one in documents_in((STDIN,))] if STDIN in paths else ()
    return _Records(paths, tuple(held))


def _batches(paths: tuple[str, ...], batch: str | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each batch with its files: the one that is named, or a batch for each file, of its name."""
    if batch is not None:
        yield batch, paths
        return
    named: dict[str, str] = {}
    for path in dict.fromkeys(paths):
        name = "stdin" if path == STDIN else Path(path).name
        if not is_id(name):
            raise click.UsageError(
                f"{shown(name)} cannot be the name of a batch (1 to 64 of a-z, digits, _ . -). Name one: --batch north."
            )
        if name in named:
            raise click.UsageError(
                f"{named[name]} and {path} are both called {name}, and a batch needs a name of its own. Tally each "
                "with its own --batch, or both as one."
            )
        named[name] = path
        yield name, (path,)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@click.option(
    "--batch",
    metavar="ID",
    help="One batch of all files. Without it, one for each file, of its name.",
)
@click.option(
    "--revision",
    type=int,
    default=1,
    help="Which counting of the batch this is; it grows each time.",
)
@click.option(
    "--levels", metavar="A,B,C", help="What the places of a scope are called, widest first."
)
@click.option(
    "--under",
    multiple=True,
    metavar="ID=VERSION",
    help="Count an instrument's other versions under this one, where scores stay comparable; may be repeated.",
)
@click.option(
    "--skip-bad",
    is_flag=True,
    help="Leave out records that are refused, name and count them, and go on.",
)
@click.option(
    "--one-each",
    is_flag=True,
    help="Count the last sitting alone of whoever answered an instrument several times in a cycle.",
)
@WHOLE_OUTPUT
@common
def tally(
    files: tuple[str, ...],
    batch: str | None,
    revision: int,
    levels: str | None,
    under: tuple[str, ...],
    output: str,
    definitions: tuple[str, ...],
    *,
    skip_bad: bool,
    one_each: bool,
    as_json: bool,
) -> None:
    """Count administrations (JSON or JSON Lines) by group, those that count, into a tally.

    The tally holds whole numbers and no record, and it is confidential all the same. A record that is
    refused refuses its batch: every one is named, and nothing is written.
    """
    check_output(output, files)
    held = loaded(definitions)
    made: list[Tally] = []
    bad = False
    for name, paths in list(_batches(files, batch)):
        order = _order(held, name, revision, levels, under, skip_bad=skip_bad, one_each=one_each)
        found = _counted(_records(paths), order, held, as_json=as_json)
        _say(name, revision, found, as_json=as_json, err=output == STDIN)
        bad = bad or found.tally is None
        if found.tally is not None:
            made.append(found.tally)
    if bad:
        sys.exit(1)
    one = joined(made, as_json=as_json)
    say_alike("tally", one, as_json=as_json)
    write_whole(output, tally_lines(one))


def _order(
    held: Sop,
    batch: str,
    revision: int,
    levels: str | None,
    under: tuple[str, ...],
    *,
    skip_bad: bool,
    one_each: bool,
) -> Order:
    pairs: dict[str, str] = {}
    for one in under:
        id_, _, version = one.partition("=")
        pairs[id_] = version
    try:
        return order_of(
            held.catalog,
            batch=batch,
            revision=revision,
            levels=None if levels is None else levels.split(","),
            under=pairs,
            skip_bad=skip_bad,
            one_each=one_each,
        )
    except (CallRefused, NotFound) as error:
        raise click.UsageError(str(error)) from error


def _counted(records: _Records, order: Order, held: Sop, *, as_json: bool) -> Counted:

    def refuse(where: str, issues: tuple[Issue, ...]) -> None:
        say_issues(where, issues, as_json=as_json)

    try:
        with progress(as_json=as_json) as say:
            return count(
                records,
                order,
                catalog=held.catalog,
                refuse=refuse,
                progress=lambda n_read: say(f"{n_read:,} records"),
            )
    except CallRefused as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"{error.filename} cannot be read ({error.strerror}).") from error


def _say(batch: str, revision: int, found: Counted, *, as_json: bool, err: bool) -> None:
    """What came of a batch: a line for a person, or an object for a machine."""
    skipped = {reason.value: n for reason, n in found.skipped.items()}
    n_groups = len(found.tally.batches[batch].groups) if found.tally else 0
    if as_json:
        counted = found.tally.n if found.tally else 0
        told = {"batch": batch, "revision": revision, "ok": found.tally is not None}
        print_json(
            {
                **told,
                "counted": counted,
                "groups": n_groups,
                "skipped": skipped,
                "again": found.n_again,
            },
            err=err,
        )
        return
    if found.tally is None:
        click.echo(
            f"{batch}: refused, {found.n_refused} of {found.n_read} records cannot be counted; nothing was written",
            err=True,
        )
        return
    said = ", ".join(f"{n} {name.replace('_', ' ')}" for name, n in skipped.items())
    click.echo(
        f"{batch} revision {revision}: {in_number(found.tally.n, 'record')} in {in_number(n_groups, 'group')}"
        + (f"; skipped: {said}" if said else ""),
        err=err,
    )
    if found.n_again:
        click.echo(
            f"{batch}: {in_number(found.n_again, 'record')} of somebody who had answered in that cycle before, each "
            "counted as a person of its own. --one-each counts the last of each person alone.",
            err=True,
        )

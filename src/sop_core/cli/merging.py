"""`sop merge`: tallies to one, and the export of what comes of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import click

from sop_core.cli.common import FILES, WHOLE_OUTPUT, common, loaded
from sop_core.cli.files import STDIN
from sop_core.cli.printing import print_issues, print_refusal, say_issues
from sop_core.cli.showing import progress, told
from sop_core.cli.writing import check_output, growing, write_whole
from sop_core.documents import (
    crossed,
    ledger_lines,
    read_ledger,
    read_tally,
    tally_lines,
    to_json,
)
from sop_core.errors import (
    CallRefused,
    DocumentRefused,
    Issue,
    ReleaseRefused,
    json_path,
    listed,
    shown,
)
from sop_core.reporting import Crossing, Ledger, Needs, ReportPurpose, Tally, merge
from sop_core.reporting.tally import Batch, GroupKey


@click.command(name="merge")
@click.argument("tallies", metavar="TALLY...", nargs=-1, required=True, type=FILES)
@click.option(
    "--receiver",
    metavar="ID",
    help="Export what comes of it to this receiver: counts of wider groups alone.",
)
@click.option(
    "--level",
    metavar="NAME",
    help="The narrowest level that is exported; without it, the whole alone.",
)
@click.option("--batch", metavar="ID", help="The exported batch's id, such as your county's.")
@click.option(
    "--revision", type=int, default=1, help="Which export of the batch this is; it grows each time."
)
@click.option("--purpose", metavar="WORD", help=f"What it is for: {listed(ReportPurpose)}.")
@click.option(
    "--items", is_flag=True, help="Export the counts of items too, and not of scales alone."
)
@click.option("--crossing", metavar="FILE", help="Where the document goes that says what crossed.")
@click.option(
    "--ledger",
    metavar="FILE",
    help="Where it is entered what crossed to whom, among what was released. It is made where it is absent.",
)
@WHOLE_OUTPUT
@common
def merge_tallies(
    tallies: tuple[str, ...],
    receiver: str | None,
    level: str | None,
    batch: str | None,
    revision: int,
    purpose: str | None,
    output: str,
    crossing: str | None,
    ledger: str | None,
    definitions: tuple[str, ...],
    *,
    items: bool,
    as_json: bool,
) -> None:
    """Tallies to one: of each batch the highest revision counts, in whatever order they come.

    One revision with two contents is refused, as are tallies with other levels, or in which one version of
    an instrument has two scoring digests. With --receiver, what comes of it is exported: folded to a
    level, as one batch, for a purpose, with a second document that says what crossed. With --ledger, that is
    entered beside what was released.
    """
    check_output(output)
    exported = {"--batch": batch, "--purpose": purpose, "--crossing": crossing}
    if receiver is None and any((level, items, ledger, *exported.values())):
        raise click.UsageError(
            "--level, --batch, --purpose, --items, --crossing and --ledger are for an export: name its --receiver."
        )
    lacks = [name for name, value in exported.items() if not value]
    if receiver is not None and lacks:
        raise click.UsageError(f"An export to {receiver} also needs {listed(lacks)}.")
    loaded(definitions)
    one = joined(read_tallies(tallies, as_json=as_json), as_json=as_json)
    say_alike("merge", one, as_json=as_json)
    if receiver is None or batch is None or purpose is None or crossing is None:
        write_whole(output, tally_lines(one))
        return
    _check_places(crossing, output, ledger, tallies)
    try:
        made = one.export(
            level=level,
            receiver=receiver,
            batch=batch,
            purpose=purpose,
            revision=revision,
            needs=Needs(items=None if items else ()),
        )
    except CallRefused as error:
        raise click.UsageError(str(error)) from error
    if ledger is not None:
        _enter(ledger, made.crossing, as_json=as_json)
    # The document first: a tally never lies about without it.
    write_whole(crossing, [to_json(made.crossing).encode() + b"\n"])
    write_whole(output, tally_lines(made.tally))


def say_alike(where: str, tally: Tally, *, as_json: bool) -> None:
    """Batches that look like one file under two names: said, and counted, since it may be so by chance."""
    alike = list(_alike(tally))
    if alike and as_json:
        print_refusal(where, alike, kind=None, ok=True, err=True)
    else:
        print_issues(where, alike, err=True)


def _alike(tally: Tally) -> Iterator[Issue]:
    """Each batch that holds the same groups, to the last count, as one before it."""
    before: dict[frozenset[GroupKey], list[Batch]] = {}
    for batch in tally.batches.values():
        if not batch.groups:
            continue
        # By their keys first: few batches have the same ones, and counts are many.
        known = before.setdefault(frozenset(batch.groups), [])
        same = next((one for one in known if one.groups == batch.groups), None)
        if same is None:
            known.append(batch)
            continue
        yield Issue(
            "tally_batches_alike",
            json_path("batches", batch.id),
            f"The batch {shown(batch.id)} counts exactly what {shown(same.id)} counts: is it the same file under two "
            "names? Both were counted, since a batch is told from another by its id alone.",
            fix="If it is, count or merge anew with one of them; a file that is counted again keeps its --batch and "
            "gets the next --revision.",
            severity="advice",
        )


def _check_places(crossing: str, output: str, ledger: str | None, tallies: tuple[str, ...]) -> None:
    """The tally, the document and the ledger are files of their own."""
    check_output(crossing)
    if crossing == output or Path(crossing).absolute() == Path(output).absolute():
        raise click.UsageError(
            "The tally and the document that says what crossed are two files: name another --crossing."
        )
    if ledger is not None:
        check_output(ledger, tallies)
        if ledger == STDIN or Path(ledger).resolve() in map(
            Path.resolve, map(Path, (crossing, output))
        ):
            raise click.UsageError("The ledger is a file of its own: name another --ledger.")


def _enter(path: str, crossing: Crossing, *, as_json: bool) -> None:
    """The crossing in the ledger, before anything leaves; a ledger that is none, or has another, ends the command."""
    with growing(path) as (known, write):
        try:
            held = Ledger() if known is None else read_ledger(known)
            write(ledger_lines(crossed(held, crossing)))
        except (DocumentRefused, ReleaseRefused) as refused:
            say_issues(path, refused.issues, as_json=as_json)
            sys.exit(1)


def read_tallies(paths: tuple[str, ...], *, as_json: bool) -> list[Tally]:
    """The tallies of these files; what is none of them is said, and ends the command."""
    found: list[Tally] = []
    bad = False
    with progress(as_json=as_json) as say:
        for at, path in enumerate(paths, start=1):
            say(f"tally {at} of {len(paths)}")
            try:
                found.append(_read(path, partial(_tell, say, f"tally {at} of {len(paths)}")))
            except DocumentRefused as refused:
                bad = True
                say("")
                say_issues("<stdin>" if path == STDIN else path, refused.issues, as_json=as_json)
            except OSError as error:
                raise click.UsageError(f"{path} cannot be read ({error.strerror}).") from error
    if bad:
        sys.exit(1)
    return found


def _tell(say: Callable[[str], None], which: str, n_lines: int) -> None:
    say(f"{which}: {n_lines:,} lines")


def joined(tallies: list[Tally], *, as_json: bool) -> Tally:
    """The tallies as one; what does not fit together is said, and ends the command."""
    try:
        return merge(*tallies)
    except DocumentRefused as refused:
        say_issues("merge", refused.issues, as_json=as_json)
        sys.exit(1)


def _read(path: str, tell: Callable[[int], None]) -> Tally:
    if path == STDIN:
        return read_tally(told(sys.stdin.buffer, tell))
    with Path(path).open("rb") as opened:
        return read_tally(told(opened, tell))

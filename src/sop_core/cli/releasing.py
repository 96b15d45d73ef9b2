"""`sop release`: a report that gives nobody away."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from attrs import frozen

from sop_core.cli.common import FILES, WHOLE_OUTPUT, common, loaded
from sop_core.cli.files import STDIN, bytes_of
from sop_core.cli.merging import joined, read_tallies
from sop_core.cli.printing import in_number, print_json, say_issues
from sop_core.cli.writing import check_output, growing, write_whole
from sop_core.documents import (
    canonical,
    ledger_lines,
    plan_of,
    policy_of,
    read_ledger,
    release_lines,
    to_json,
)
from sop_core.errors import DocumentRefused, ReleaseRefused
from sop_core.reporting import Tally
from sop_core.sop import Sop
from sop_core.sop.releasing import Reported


@click.command(name="release")
@click.argument("tally", metavar="TALLY", type=FILES)
@click.option(
    "--plan",
    type=FILES,
    metavar="FILE",
    help="What is released. Without it, every scale at every level.",
)
@click.option(
    "--policy",
    type=FILES,
    metavar="FILE",
    help="How small a number may be. Without it, the usual limits.",
)
@click.option(
    "--ledger",
    metavar="FILE",
    help="What was released before; this release is tried beside it, and entered in it. It is made where it is absent.",
)
@click.option(
    "--before", type=FILES, metavar="TALLY", help="The tally of the release that this one corrects."
)
@click.option(
    "--private",
    metavar="FILE",
    help="Where the host's own file goes: why each scope is withheld. Never published.",
)
@click.option("--lines", is_flag=True, help="Write JSON Lines: a head, then one row a line.")
@WHOLE_OUTPUT
@common
def release_tally(
    tally: str,
    plan: str | None,
    policy: str | None,
    ledger: str | None,
    before: str | None,
    private: str | None,
    output: str,
    definitions: tuple[str, ...],
    *,
    lines: bool,
    as_json: bool,
) -> None:
    """A report of groups, as far as it gives nobody away.

    Every attacker is run on it beside all that the ledger says was released for its audience. What is not safe
    is withheld, and where nothing safe is left, nothing is released: exit 1.
    """
    _check_places((tally, plan, policy, before), (output, private, ledger))
    held = loaded(definitions)
    counts = joined(read_tallies((tally,), as_json=as_json), as_json=as_json)
    earlier = None
    if before is not None:
        earlier = joined(read_tallies((before,), as_json=as_json), as_json=as_json)

    order = _Order(counts, plan, policy, ledger, earlier)
    if ledger is None:
        reported = _made(order, held, None, as_json=as_json)
    else:
        with growing(ledger) as (known, write):
            reported = _made(order, held, known, as_json=as_json)
            # The ledger first: a release that it does not hold never lies about.
            write(ledger_lines(reported.ledger))
    if private is not None:
        write_whole(private, _private(reported))
    write_whole(
        output,
        release_lines(reported.release) if lines else [to_json(reported.release).encode() + b"\n"],
    )
    _say(reported, as_json=as_json)
    if ledger is None and not as_json:
        # What no ledger holds the differencer cannot be tried on, and the line above counts it as none.
        click.echo(
            "No ledger: this was tried alone, and nobody is protected from what was released before. "
            "Keep one for all that comes of these people: --ledger FILE.",
            err=True,
        )


def _check_places(read: tuple[str | None, ...], written: tuple[str | None, ...]) -> None:
    """Each file that is written is one of its own, and none of those that are read."""
    inputs = [one for one in read if one is not None]
    if STDIN in written[1:]:
        raise click.UsageError(
            "The private file and the ledger are files: name each. On standard output they would stand beside the "
            "release, for all its readers."
        )
    outputs = [one for one in written if one is not None and one != STDIN]
    for one in outputs:
        check_output(one, inputs)
    if len({Path(one).resolve() for one in outputs}) < len(outputs):
        raise click.UsageError(
            "The release, the private file and the ledger are files of their own: give each another name."
        )


@frozen
class _Order:
    """What is to be released, and by which files."""

    tally: Tally
    plan: str | None
    policy: str | None
    ledger: str | None
    before: Tally | None


def _made(order: _Order, held: Sop, known: bytes | None, *, as_json: bool) -> Reported:
    """The release, or everything that stands against it, by the file that it is about: exit 1."""
    where = order.ledger or "the ledger"
    try:
        ledger = None if known is None else read_ledger(known)
        where = order.plan or "the plan"
        plan = None if order.plan is None else plan_of(bytes_of(order.plan))
        where = order.policy or "the policy"
        policy = None if order.policy is None else policy_of(bytes_of(order.policy))
        where = "release"
        return held.release(order.tally, plan, policy=policy, ledger=ledger, before=order.before)
    except (ReleaseRefused, DocumentRefused) as refused:
        say_issues(where, refused.issues, as_json=as_json)
        if not as_json:
            click.echo("Nothing was released.", err=True)
        sys.exit(1)


def _private(reported: Reported) -> Iterator[bytes]:
    """Why each scope is withheld, one a line: for the host alone."""
    for place, reason in reported.reasons.items():
        instead = reported.release.instead_of(place.scope)
        plain = {
            "release": reported.release.id,
            "scope": list(place.scope),
            **({"groups": dict(place.groups)} if place.groups else {}),
            "reason": reason,
            "instead": None if instead is None else list(instead),
        }
        yield canonical(plain).encode() + b"\n"
    for (distribution, scope), reason in sorted(reported.bar_reasons.items()):
        plain = {"release": reported.release.id, "scope": list(scope), "distribution": distribution}
        yield canonical({**plain, "reason": reason}).encode() + b"\n"


def _say(reported: Reported, *, as_json: bool) -> None:
    """What came of it: how many rows, never why one is withheld."""
    made = reported.release
    n_withheld = sum(row.withheld for row in made.rows)
    if as_json:
        told = {"release": made.id, "ok": True, "rows": len(made.rows), "withheld": n_withheld}
        receivers = [one.receiver for one in reported.crossed]
        print_json({**told, "again": reported.again, "crossed": receivers}, err=True)
        return
    for one in reported.passed:
        click.echo(f"plugin {one.plugin}: its looser {one.field} was passed over", err=True)
    for given in reported.crossed:
        click.echo(
            f"{given.receiver} was given a tally of this cycle ({given.batch} revision {given.revision}): what it "
            "releases stands in a ledger of its own, and was not tried here",
            err=True,
        )
    again = ", as it was released before" if reported.again else ""
    click.echo(
        f"{made.id}: {in_number(len(made.rows), 'row')}, {n_withheld} withheld{again}; no attacker succeeded on it "
        f"and {in_number(made.proof.releases, 'earlier release')}",
        err=True,
    )

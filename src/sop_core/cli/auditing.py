"""`sop audit`: the attackers on releases that went out, whoever made them."""

from __future__ import annotations

import sys

import click
from attrs import field, mutable

from sop_core.audit import solver_at_hand
from sop_core.cli.common import FILES, common, loaded
from sop_core.cli.files import STDIN, bytes_of
from sop_core.cli.printing import in_number, print_json, say_issues
from sop_core.documents import digest, read_ledger, release_of
from sop_core.errors import DocumentRefused, Issue
from sop_core.reporting import Audit, Ledger, Release, audited, lacking

#: What each way of finding bounds comes to, in words.
BOUNDS = {
    "intervals": "exact intervals, since no sums form a ring",
    "search": "small rings of sums, searched to the end",
    "highs": "linear programming",
}


@mutable
class _Read:
    """What the files hold: releases by their digests, and ledgers by their files."""

    releases: dict[str, Release] = field(factory=dict[str, Release])
    ledgers: dict[str, Ledger] = field(factory=dict[str, Ledger])
    bad: bool = False


@click.command(name="audit")
@click.argument("releases", metavar="RELEASE...", nargs=-1, required=True, type=FILES)
@common
def audit_releases(
    releases: tuple[str, ...], definitions: tuple[str, ...], *, as_json: bool
) -> None:
    """Run the attackers on published releases, taken together; exit 1 if one succeeds.

    Each leak is a sentence that says how anybody could have found it. A ledger stands for all that it holds; a
    release beside it that was tried against it, and that it lacks, is named: then the ledger is an older copy.
    With the extra `audit` bounds are found by linear programming. What cannot be decided without it is said, and
    exits 1.
    """
    loaded(definitions)
    read = _read(releases, as_json=as_json)
    for path, ledger in read.ledgers.items():
        for one in lacking(ledger, read.releases.values()):
            read.bad = True
            say_issues(path, [_lacks(one)], as_json=as_json)
    found = audited(read.releases.values(), solver=solver_at_hand())
    for leak in found.leaks:
        if as_json:
            plain = {"instrument": leak.instrument, "cycle": leak.cycle, "measure": leak.measure}
            told = {"attacker": leak.leak.attacker, "kind": leak.leak.kind, "leak": leak.sentence}
            print_json({**plain, "releases": list(leak.releases), **told})
        else:
            measure = f" {leak.measure}" if leak.measure else ""
            click.echo(f"{leak.instrument}{measure}, {leak.cycle}: {leak.sentence}")
    ok = found.holds and not read.bad
    if as_json:
        came = {"ok": ok, "releases": len(read.releases), "leaks": len(found.leaks)}
        print_json({**came, "bounds": list(found.bounds), "undecided": found.n_undecided})
    else:
        _say(found, len(read.releases), ok=ok)
    sys.exit(0 if ok else 1)


def _say(found: Audit, n_releases: int, *, ok: bool) -> None:
    every = in_number(n_releases, "release")
    if ok:
        click.echo(f"No attacker succeeded on {every}.")
    else:
        click.echo(f"{in_number(len(found.leaks), 'leak')} in {every}.")
    if found.bounds:
        click.echo(f"Bounds: {', '.join(BOUNDS.get(name, name) for name in found.bounds)}.")
    if found.n_undecided:
        click.echo(
            f"Of {in_number(found.n_undecided, 'withheld number')} nobody can tell whether they follow: the sums hang "
            "together in rings that are too large to be searched. Linear programming decides it: "
            'pip install "sop-core[audit]".'
        )


def _read(paths: tuple[str, ...], *, as_json: bool) -> _Read:
    """The releases of these files, those of a ledger each."""
    found = _Read()
    for path in paths:
        data = bytes_of(path)
        try:
            if data.lstrip().startswith(b'{"$schema":"urn:sop:schema:ledger:'):
                found.ledgers[path] = read_ledger(data)
                several = [one.release for one in found.ledgers[path].entries]
            else:
                several = [release_of(data)]
        except DocumentRefused as refused:
            found.bad = True
            say_issues("<stdin>" if path == STDIN else path, refused.issues, as_json=as_json)
            continue
        # One release that is named twice, as by its file and by the ledger, is one.
        found.releases |= {digest(one): one for one in several}
    return found


def released_in(paths: tuple[str, ...], *, as_json: bool) -> tuple[list[Release], bool]:
    """The releases of these files, those of a ledger each, and whether one of them is no release."""
    found = _read(paths, as_json=as_json)
    return list(found.releases.values()), found.bad


def _lacks(release: Release) -> Issue:
    return Issue(
        "ledger_lacks",
        "$",
        f"The release {release.id!r} was tried against this ledger, and the ledger does not hold it. It is a copy from "
        "before that release, or the release went out and was never entered.",
        fix="Take the newest copy of the ledger. What is released beside an older one may give somebody away.",
    )

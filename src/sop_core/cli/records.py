"""The commands on records and scores: check, score, verify."""

from __future__ import annotations

import sys

import click

from sop_core.catalog import DEFINITION_KINDS, checked, defined_twice
from sop_core.cli.common import FILES, common, loaded, refused
from sop_core.cli.files import Earlier, Given, gathered, one_of
from sop_core.cli.printing import print_issues, print_json, print_refusal, print_score, say_issues
from sop_core.documents import definition_digest, to_document
from sop_core.errors import CallRefused, Issue, SopError
from sop_core.instruments import Administration
from sop_core.sop import Sop
from sop_core.sop.accepting import examine


def _twice(found: dict[tuple[str, str, str], str], one: Given, held: Sop) -> Issue | None:
    """An issue where a definition's id and version are another's, in this call or in force."""
    definition = checked(one.data, where=one.where)
    if definition.key is None or definition.document is None:
        return None
    known = held.catalog.documents.get(definition.key)
    if known is not None and definition_digest(known) != definition_digest(definition.document):
        return defined_twice(definition, ["the definitions in force"])
    if definition.key in found:
        return defined_twice(definition, [found[definition.key]])
    found[definition.key] = one.where
    return None


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@common
def check(files: tuple[str, ...], definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Validate definitions and records: every issue, with its path and how to mend it."""
    held = loaded(definitions)
    every = list(gathered(files))
    earlier, defined = Earlier(), dict[tuple[str, str, str], str]()
    if any(b"supersedes" in one.data for one in every):
        for one in every:
            earlier.add(one.data)
    bad = 0
    for one in every:
        examined = examine(one.data, catalog=held.catalog, given=earlier.for_(one.data))
        twice = _twice(defined, one, held) if examined.kind in DEFINITION_KINDS else None
        issues = examined.issues if twice is None else (*examined.issues, twice)
        refused = examined.refused or twice is not None
        bad += refused
        if as_json:
            print_refusal(one.where, issues, kind=examined.kind, ok=not refused)
            continue
        print_issues(one.where, issues)
        if not refused:
            click.echo(f"{one.where}: fine ({examined.kind})")
    if not as_json and bad:
        click.echo(f"{bad} of {len(every)} refused")
    sys.exit(1 if bad else 0)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@common
def score(files: tuple[str, ...], definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Score administrations (JSON or JSON Lines); what is refused is said, and the others are scored."""
    held = loaded(definitions)
    bad = 0
    earlier = Earlier()
    for one in gathered(files):
        try:
            receipt = held.accept(one.data, given=earlier.for_(one.data))
        except SopError as error:
            bad += 1
            say_issues(one.where, error.issues, as_json=as_json)
            continue
        earlier.add(one.data)
        if receipt.score is None or not isinstance(receipt.record, Administration):
            status = getattr(receipt.record, "status", "no administration")
            click.echo(f"{one.where}: not scored ({status})", err=True)
        elif as_json:
            print_json(to_document(receipt.score))
        else:
            ref = receipt.score.instrument
            print_score(receipt.score, held.catalog.instrument(ref.id, ref.version))
    sys.exit(1 if bad else 0)


@click.command()
@click.argument("score_file", metavar="SCORE", type=FILES)
@click.argument("administration_file", metavar="ADMINISTRATION", type=FILES)
@common
def verify(
    score_file: str, administration_file: str, definitions: tuple[str, ...], *, as_json: bool
) -> None:
    """Recompute a stored score from its administration, and name each difference."""
    held = loaded(definitions)
    try:
        found = held.verify(one_of(score_file), one_of(administration_file))
    except CallRefused as error:
        raise click.UsageError(str(error)) from error
    except SopError as error:
        say_issues("refused", error.issues, as_json=as_json)
        refused(str(error) if not error.issues else error.message)
    if as_json:
        differences = [
            {"path": one.path, "stated": _said(one.stated), "recomputed": _said(one.recomputed)}
            for one in found.differences
        ]
        print_json({"ok": found.ok, "differences": differences})
    else:
        click.echo(
            "The score is what the answers come to."
            if found.ok
            else f"{len(found.differences)} differences"
        )
        for one in found.differences:
            click.echo(f"  {one}")
    sys.exit(0 if found.ok else 1)


def _said(value: object) -> str | None:
    return None if value is None else str(value)

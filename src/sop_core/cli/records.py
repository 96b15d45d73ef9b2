"""The commands that check records, definitions and scores: check, verify."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click
from attrs import evolve

from sop_core.catalog import Catalog, Found, checked, defined_twice
from sop_core.cli.common import FILES, common, loaded, refused
from sop_core.cli.files import Earlier, Given, gathered, one_of
from sop_core.cli.printing import print_issues, print_json, print_refusal, say_issues
from sop_core.documents import definition_digest
from sop_core.errors import CallRefused, Issue, SopError
from sop_core.sop import Sop
from sop_core.sop.accepting import examine
from sop_core.types import FrozenMap


def _found(every: list[Given]) -> dict[str, Found]:
    """By place, the definitions among the files."""
    found = {one.where: evolve(checked(one.data, where=one.where), file=one.file) for one in every}
    return {where: one for where, one in found.items() if one.key is not None}


def _defined_twice(mine: Iterable[Found], held: Sop) -> dict[str, Issue]:
    """By place, an issue for each definition that `load` would refuse beside the others and those in force."""
    places: dict[object, dict[object, Found]] = {}
    for found in mine:
        # One file that is named twice is one definition.
        places.setdefault(found.same_as, {})[found.file or found.where] = found
    for kind, id_, version in held.catalog.documents:
        document = dict(held.catalog.documents[kind, id_, version])
        known = Found("the definitions in force", kind, document, ())
        same = places.get(known.same_as, {})
        digests = {definition_digest(one.document) for one in same.values() if one.document}
        if digests - {definition_digest(document)}:
            same[known.where] = known
    return {
        one.where: defined_twice(one, [other.where for other in same.values() if other is not one])
        for same in places.values()
        if len(same) > 1
        for one in same.values()
    }


def _with(mine: Iterable[Found], held: Sop) -> Catalog:
    """The definitions in force and those of the files: a migration is checked beside its older version."""
    documents = {one.key: one.document for one in mine if one.key and one.document}
    return evolve(held.catalog, documents=FrozenMap({**held.catalog.documents, **documents}))


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@common
def check(files: tuple[str, ...], definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Validate definitions and records: every issue, with its path and how to mend it."""
    held = loaded(definitions)
    every = list(gathered(files))
    mine = _found(every)
    earlier, twice, beside = (
        Earlier(),
        _defined_twice(mine.values(), held),
        _with(mine.values(), held),
    )
    if any(b"supersedes" in one.data for one in every):
        for one in every:
            earlier.add(one.data)
    bad = 0
    for one in every:
        catalog = beside if one.where in mine else held.catalog
        examined = examine(one.data, catalog=catalog, given=earlier.for_(one.data))
        same = [twice[one.where]] if one.where in twice else []
        issues = (*examined.issues, *same)
        refused = examined.refused or bool(same)
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
        say_issues(administration_file, error.issues, as_json=as_json)
        if as_json:
            sys.exit(1)
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

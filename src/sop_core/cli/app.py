"""The commands of `sop`. Each one is a few lines over `Sop`; nothing is decided here."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from sop_core import __version__
from sop_core.cli.files import documents_in
from sop_core.cli.printing import (
    issue_document,
    print_instrument,
    print_issues,
    print_json,
    print_panel,
    print_score,
)
from sop_core.documents import read, to_document
from sop_core.errors import DocumentRefused, SopError
from sop_core.instruments import Administration
from sop_core.prompts import Situation
from sop_core.sop import Sop
from sop_core.sop.accepting import examine

Command = TypeVar("Command", bound=Callable[..., Any])
FILES = click.Path(exists=True, allow_dash=True)


def common(command: Command) -> Command:
    """The options that every command takes."""
    command = click.option(
        "--definitions",
        multiple=True,
        metavar="PATH",
        type=click.Path(exists=True),
        help="A definition file or folder, beside the bundled ones; may be repeated.",
    )(command)
    return click.option(
        "--json", "as_json", is_flag=True, help="One JSON document a line, for machines."
    )(command)


def loaded(definitions: tuple[str, ...]) -> Sop:
    """The Sop that the command works with; a definition that is left out is said on standard error."""
    sop = Sop.load(definitions=[Path(path) for path in definitions])
    for definition in sop.health().definitions:
        if not definition.ok:
            click.echo(f"{definition.where}: left out", err=True)
            print_issues(definition.where, definition.issues, err=True)
    return sop


def refused(message: str) -> None:
    """The data is refused: exit 1."""
    click.echo(message, err=True)
    sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sop_core")
def sop() -> None:
    """Safety Organized Practice: check, score and show its definitions and records.

    Exit codes: 0 fine, 1 the data is refused, 2 the call is wrong. "-" is standard input.
    """


@sop.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@common
def check(files: tuple[str, ...], definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Validate definitions and records: every issue, with its path and how to mend it."""
    held = loaded(definitions)
    every = list(documents_in(files))
    # Records that build on each other may stand in one call.
    earlier = []
    for one in every:
        try:
            read(one.data)
        except DocumentRefused:
            continue
        earlier.append(one.data)
    bad = 0
    for one in every:
        examined = examine(one.data, catalog=held.catalog, given=earlier)
        bad += examined.refused
        if as_json:
            issues = [issue_document(issue) for issue in examined.issues]
            print_json(
                {
                    "file": one.where,
                    "kind": examined.kind,
                    "ok": not examined.refused,
                    "issues": issues,
                }
            )
            continue
        print_issues(one.where, examined.issues)
        if not examined.refused:
            click.echo(f"{one.where}: fine ({examined.kind})")
    if not as_json and bad:
        click.echo(f"{bad} of {len(every)} refused")
    sys.exit(1 if bad else 0)


@sop.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@common
def score(files: tuple[str, ...], definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Score administrations (JSON or JSON Lines); what is refused is said, and the others are scored."""
    held = loaded(definitions)
    bad = 0
    given: list[bytes] = []
    for one in documents_in(files):
        try:
            receipt = held.accept(one.data, given=given)
        except SopError as error:
            bad += 1
            print_issues(one.where, error.issues, err=True)
            continue
        given.append(one.data)
        if receipt.score is None or not isinstance(receipt.record, Administration):
            status = getattr(receipt.record, "status", "no administration")
            click.echo(f"{one.where}: not scored ({status})", err=True)
        elif as_json:
            print_json(to_document(receipt.score))
        else:
            ref = receipt.score.instrument
            print_score(receipt.score, held.catalog.instrument(ref.id, ref.version))
    sys.exit(1 if bad else 0)


def _one(path: str) -> bytes:
    found = list(documents_in((path,)))
    if len(found) != 1:
        raise click.UsageError(f"{path} holds {len(found)} documents; this command takes one.")
    return found[0].data


@sop.command()
@click.argument("score_file", metavar="SCORE", type=FILES)
@click.argument("administration_file", metavar="ADMINISTRATION", type=FILES)
@common
def verify(
    score_file: str, administration_file: str, definitions: tuple[str, ...], *, as_json: bool
) -> None:
    """Recompute a stored score from its administration, and name each difference."""
    held = loaded(definitions)
    try:
        found = held.verify(_one(score_file), _one(administration_file))
    except SopError as error:
        print_issues("refused", error.issues, err=True)
        refused(str(error) if not error.issues else error.message)
        return
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


@sop.command()
@click.option("--screen", required=True, help="The screen, such as case.view.")
@click.option("--role", required=True, help="The role of the viewer, such as social_worker.")
@click.option("--locale", default="en", show_default=True, help="The language.")
@click.option("--facts", type=FILES, help="A JSON object of facts about the record on the screen.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day, instead of today.")
@common
def prompts(
    screen: str,
    role: str,
    locale: str,
    facts: str | None,
    on: dt.datetime | None,
    definitions: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """What a host would show on a screen to a role."""
    held = loaded(definitions)
    try:
        known = read(_one(facts)) if facts else {}
    except DocumentRefused as error:
        refused(str(error))
        return
    day = on.date() if on else None
    panel = held.panel(Situation(screen=screen, role=role, locale=locale, on=day, facts=known))
    if as_json:
        print_json(to_document(panel))
    else:
        print_panel(panel)


@sop.command()
@common
def instruments(definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Every instrument that is in force, with its versions."""
    held = loaded(definitions)
    kept = [
        held.catalog.instrument(id_, version)
        for id_ in held.catalog.ids("instrument")
        for version in held.catalog.versions("instrument", id_)
    ]
    for one in kept:
        if as_json:
            print_json(
                {
                    "id": one.id,
                    "version": one.version,
                    "status": one.status.value,
                    "title": dict(one.title.by_locale),
                    "respondent_role": one.respondent_role,
                    "anonymous": one.anonymous,
                    "items": len(one.items),
                    "scales": [scale.id for scale in one.scales],
                    "digest": one.ref.digest,
                    "scoring": one.ref.scoring,
                }
            )
        else:
            click.echo(
                f"{one.id} {one.version} ({one.status})  {one.title.get('en')}: {len(one.items)} items, "
                f"{len(one.scales)} scales, {', '.join(one.title.locales)}"
            )


@sop.command()
@click.argument("definition", metavar="ID")
@click.option("--version", help="The version; the newest active one without it.")
@common
def show(
    definition: str, version: str | None, definitions: tuple[str, ...], *, as_json: bool
) -> None:
    """One definition: what it asks, of whom, and how it is scored."""
    held = loaded(definitions)
    catalog = held.catalog
    sets = [known for known in catalog.versions("prompts", definition) if version in (None, known)]
    if sets and not catalog.versions("instrument", definition):
        newest = catalog.prompt_set(definition, sets[0])
        if as_json:
            print_json(catalog.documents["prompts", newest.id, newest.version])
            return
        click.echo(f"{newest.title.get('en')}\n{newest.id} {newest.version} ({newest.status})")
        click.echo(f"source: {newest.source}\nrights: {newest.rights}\n")
        for prompt in newest.prompts:
            click.echo(
                f"[{prompt.kind}] {prompt.text.get('en')}\n    {prompt.id} on {', '.join(prompt.screens)}"
            )
        return
    try:
        one = catalog.instrument(definition, version)
    except SopError as error:
        known = ", ".join(sorted({id_ for _, id_, _ in catalog.documents}))
        refused(f"{error}\nEvery definition in force: {known}.")
        return
    document = catalog.documents["instrument", one.id, one.version]
    if as_json:
        print_json(document)
    else:
        print_instrument(one, document)


@sop.command()
@common
def doctor(definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Plugins and definitions: what is in force, and why the rest is not. Exit 1 if something is ill."""
    health = Sop.load(definitions=[Path(path) for path in definitions]).health()
    if as_json:
        print_json(
            {
                "sop_core": __version__,
                "python": sys.version.split()[0],
                "ok": health.ok,
                "plugins": [
                    {
                        "name": one.name,
                        "version": one.version,
                        "status": one.status,
                        "reason": one.reason,
                        "hooks": list(one.hooks),
                        "faults": [
                            {"hook": f.hook, "kind": f.kind, "what": f.what, "count": f.count}
                            for f in one.faults
                        ],
                    }
                    for one in health.plugins
                ],
                "definitions": [
                    {
                        "where": one.where,
                        "kind": one.kind,
                        "id": one.id,
                        "version": one.version,
                        "ok": one.ok,
                        "issues": [issue_document(issue) for issue in one.issues],
                    }
                    for one in health.definitions
                ],
            }
        )
        sys.exit(0 if health.ok else 1)
    click.echo(f"sop_core {__version__} on Python {sys.version.split()[0]}")
    for plugin in health.plugins:
        click.echo(
            f"plugin {plugin.name} {plugin.version or ''}: {plugin.status}".replace(" :", ":")
        )
        if plugin.reason:
            click.echo(f"    {plugin.reason}")
        for fault in plugin.faults:
            click.echo(f"    fault in {fault.hook}: {fault.kind} {fault.what}, {fault.count} times")
    for definition in health.definitions:
        name = f"{definition.id} {definition.version}" if definition.id else definition.where
        click.echo(
            f"{definition.kind or 'definition'} {name}: {'in force' if definition.ok else 'left out'}"
        )
        print_issues(definition.where, definition.issues)
    click.echo(
        "Everything is well."
        if health.ok
        else "Something is left out or faulty; the lines above say what to do."
    )
    sys.exit(0 if health.ok else 1)

"""The commands that look at what is in force: prompts, instruments, profiles, show, doctor."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from sop_core import __version__
from sop_core.catalog import Catalog
from sop_core.cli.common import FILES, common, loaded, refused
from sop_core.cli.files import one_of
from sop_core.cli.printing import (
    issue_document,
    print_crosswalk,
    print_instrument,
    print_issues,
    print_json,
    print_lexicon,
    print_panel,
    print_profile,
    print_prompt_set,
    print_screens,
    profile_document,
    profile_line,
    screen_document,
)
from sop_core.documents import read, to_document
from sop_core.errors import DocumentRefused, SopError, listed
from sop_core.prompts import Situation
from sop_core.sop import Sop


@click.command()
@click.option("--screen", required=True, help="The screen, such as case.view.")
@click.option("--role", required=True, help="The role of the viewer, such as social_worker.")
@click.option("--locale", default="en", show_default=True, help="The language.")
@click.option("--facts", type=FILES, help="A JSON object of facts about the record on the screen.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="The day, instead of today.")
@click.option(
    "--learning", multiple=True, help="A module or skill aspect that is being learned; repeatable."
)
@common
def prompts(
    screen: str,
    role: str,
    locale: str,
    facts: str | None,
    on: dt.datetime | None,
    learning: tuple[str, ...],
    definitions: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """What a host would show on a screen to a role: at most three prompts, each with why."""
    held = loaded(definitions)
    try:
        known = read(one_of(facts)) if facts else {}
    except DocumentRefused as error:
        refused(str(error))
    day = on.date() if on else None
    panel = held.panel(
        Situation(screen=screen, role=role, locale=locale, on=day, facts=known, learning=learning)
    )
    if as_json:
        print_json(to_document(panel))
        return
    print_panel(panel)
    if not panel.prompts and not panel.forms:
        sets = held.catalog.active_prompt_sets
        screens = {name for one in sets for prompt in one.prompts for name in prompt.screens}
        click.echo(f"Prompts know these screens: {listed(sorted(screens), most=40)}.", err=True)


@click.command()
@common
def screens(definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Every screen that is defined: when somebody stands there, and which field tools fit (B-28)."""
    held = loaded(definitions)
    for one in held.catalog.active_screens:
        if as_json:
            for screen in one.screens:
                print_json(screen_document(screen))
        else:
            print_screens(one.screens)


@click.command()
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


@click.command()
@common
def profiles(definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Every practice profile that is in force, with its levels, its aspects and what comes before it."""
    held = loaded(definitions)
    for id_ in held.catalog.ids("profile"):
        for version in held.catalog.versions("profile", id_):
            one = held.catalog.profile(id_, version)
            if as_json:
                print_json(profile_document(one))
            else:
                click.echo(profile_line(one))


#: In which order `show` looks for an id that definitions of several kinds have.
KINDS = ("instrument", "profile", "prompts", "goal-words", "screens", "lexicon", "crosswalk")


@click.command()
@click.argument("definition", metavar="ID")
@click.option("--version", help="The version; the newest active one without it.")
@click.option("--kind", type=click.Choice(KINDS), help="Which one, where several have this id.")
@common
def show(
    definition: str,
    version: str | None,
    kind: str | None,
    definitions: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """One definition: what it asks, of whom, and how it is scored; or what each level looks like."""
    catalog = loaded(definitions).catalog
    found = [one for one in KINDS if kind in (None, one) and catalog.versions(one, definition)]
    shown = found[0] if found else kind or KINDS[0]
    others = [one for one in found if one != shown]
    if others:
        click.echo(f"There is also: {listed(f'--kind {one}' for one in others)}.", err=True)
    try:
        document = catalog.document(shown, definition, version)
    except SopError as error:
        known = ", ".join(sorted({id_ for _, id_, _ in catalog.documents}))
        refused(f"{error}\nEvery definition in force: {known}.")
    if as_json:
        print_json(document)
    else:
        _print(catalog, shown, document)


def _print(catalog: Catalog, kind: str, document: Mapping[str, Any]) -> None:
    """A definition on a page, by its kind."""
    id_, version = document["id"], document["version"]
    pages: dict[str, Callable[[], None]] = {
        "instrument": lambda: print_instrument(catalog.instrument(id_, version), document),
        "profile": lambda: print_profile(catalog.profile(id_, version)),
        "prompts": lambda: print_prompt_set(catalog.prompt_set(id_, version)),
        "screens": lambda: print_screens(catalog.screens(id_, version).screens),
        "lexicon": lambda: print_lexicon(catalog.lexicon(id_, version)),
        "crosswalk": lambda: print_crosswalk(catalog.crosswalk(id_, version)),
        "goal-words": lambda: click.echo(json.dumps(document, indent=1, ensure_ascii=False)),
    }
    pages[kind]()


@click.command()
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

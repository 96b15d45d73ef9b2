"""The commands that look at what is in force: prompts, instruments, profiles, show, doctor."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from sop_core import __version__
from sop_core.catalog import DEFINITION_KINDS, Catalog, roles_named, screens_named
from sop_core.cli.common import FILES, common, loaded, refused
from sop_core.cli.files import STDIN, one_of
from sop_core.cli.printing import (
    issue_document,
    print_calendar,
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
from sop_core.cli.writing import check_output, write_whole
from sop_core.documents import read, to_document
from sop_core.errors import DocumentRefused, SopError, listed, nearest, shown
from sop_core.prompts import Prompt, PromptSet, Situation
from sop_core.prompts.conditions import facts_of
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
    """What a host would show on a screen to a role: at most three prompts, each with why.

    A screen is known where a definition describes it, or where a prompt or a form stands on it; sop screens
    lists those that are described. Exit 2 for one that nobody knows.
    """
    held = loaded(definitions)
    try:
        known = read(one_of(facts)) if facts else {}
    except DocumentRefused as error:
        refused(str(error))
    day = on.date() if on else None
    panel = held.panel(
        Situation(screen=screen, role=role, locale=locale, on=day, facts=known, learning=learning)
    )
    known_screens = screens_named(held.catalog)
    if screen not in known_screens and not panel.prompts:  # a plugin's code may know further ones
        raise click.UsageError(_no_screen(screen, known_screens))
    # Where nothing is shown, what waits for another role is said below.
    if panel.prompts and role not in (known_roles := roles_named(held.catalog)):
        click.echo(_no_role(role, sorted(known_roles)), err=True)
    if as_json:
        print_json(to_document(panel))
        return
    print_panel(panel)
    if not panel.prompts and not panel.forms:
        away = tuple(_away(held.catalog.prompts_on(screen), role))
        if not away:
            known_here = listed(sorted(known_screens), most=40)
            click.echo(f"These screens are known: {known_here}.", err=True)
        for line in away[:_MOST_AWAY]:
            click.echo(line, err=True)
        if len(away) > _MOST_AWAY:
            click.echo(f"So do {len(away) - _MOST_AWAY} more.", err=True)


#: Of how many prompts that are not shown it is said what they wait for.
_MOST_AWAY = 5


def _away(offered: Iterable[tuple[PromptSet, Prompt]], role: str) -> Iterator[str]:
    """What stands on a screen on which nothing is shown, and what each prompt waits for."""
    for prompt_set, prompt in offered:
        waits = []
        if prompt.roles and role not in prompt.roles:
            waits.append(f"it is for {listed(prompt.roles)}")
        facts = list(dict.fromkeys(facts_of(prompt.when)))
        if facts:
            waits.append(f"it looks at {listed(facts)}, which --facts states")
        if prompt.expires:
            waits.append(f"its last day is {prompt.expires}")
        yield f"{prompt_set.id}/{prompt.id} stands there and is not shown: {'; '.join(waits)}."


def _no_screen(screen: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(screen, sorted(known), n=3)
    meant = f"Did you mean {' or '.join(map(repr, close))}? " if close else ""
    return (
        f"No screen {shown(screen)} is known here: nothing describes it, and no prompt or form stands on it. {meant}"
        "sop screens lists the screens that are described; --definitions adds a file or folder of your own."
    )


def _no_role(role: str, known: Iterable[str]) -> str:
    """What a role is told that nobody names: a host may have it, and it may be a slip."""
    return (
        f"No definition here names the role {shown(role)}, so that it is shown what is for every role. "
        f"{nearest(role, known)}The roles that are named: {listed(known, most=40)}."
    )


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
KINDS = DEFINITION_KINDS


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
        "calendar": lambda: print_calendar(catalog.calendar(id_, version)),
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


@click.command()
@click.option("--locale", default="en", show_default=True, help="The language.")
@click.option("--output", default=STDIN, show_default=True, metavar="FILE", help="A file.")
@common
def packet(locale: str, output: str, definitions: tuple[str, ...], *, as_json: bool) -> None:
    """The field packet: empty pages of the field tools, as one HTML file to hand on, print and write on (S2-29).

    It holds nothing of any case, loads nothing from elsewhere, and needs the extra html.
    """
    from sop_core import render
    from sop_core.practice import StatementKind

    check_output(output)
    held = loaded(definitions)
    steps = [one for kind in StatementKind for one in held.catalog.statement_steps(kind, locale)]
    try:
        page = render.whole_page(
            render.field_packet(screens=held.catalog.active_screens, steps=steps, locale=locale),
            title=render.packet_title(locale),
            locale=locale,
        )
    except SopError as error:
        refused(str(error))
    if as_json:
        print_json({"html": page})
        return
    write_whole(output, [page.encode()], private=False)

"""What the commands print: sentences for people, or one JSON document a line with `--json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from sop_core.documents import canonical
from sop_core.errors import Issue
from sop_core.instruments import Instrument, Score, describe
from sop_core.prompts import Panel


def issue_document(issue: Issue) -> dict[str, Any]:
    """An issue as plain data."""
    return {
        "code": issue.code,
        "path": issue.path,
        "message": issue.message,
        "fix": issue.fix,
        "severity": issue.severity,
        "item": issue.item,
    }


def print_json(value: Any) -> None:
    """One value as one line of JSON."""
    click.echo(canonical(value))


def print_issues(where: str, issues: Iterable[Issue], *, err: bool = False) -> None:
    """Each issue on a line of its own: where, what, why, how to mend it."""
    for issue in issues:
        label = "" if issue.severity == "error" else f"{issue.severity}: "
        click.echo(f"{where}: {label}{issue}", err=err)


def print_refusal(
    where: str, issues: Iterable[Issue], *, kind: str | None, ok: bool, err: bool = False
) -> None:
    """What was found of one document, as one line of JSON."""
    said = [issue_document(issue) for issue in issues]
    click.echo(canonical({"file": where, "kind": kind, "ok": ok, "issues": said}), err=err)


def say_issues(where: str, issues: Iterable[Issue], *, as_json: bool) -> None:
    """A refusal on standard error, in words or as JSON."""
    if as_json:
        print_refusal(where, issues, kind=None, ok=False, err=True)
    else:
        print_issues(where, issues, err=True)


def print_score(score: Score, instrument: Instrument) -> None:
    """A score in words: each scale's value, or why it has none, and how many items stand behind it."""
    click.echo(f"{score.administration}  {score.instrument.id} {score.instrument.version}")
    titles = {scale.id: scale.title.get("en") for scale in instrument.scales}
    for name, scale in score.scales.items():
        value = scale.status.value if scale.value is None else f"{scale.value:f}"
        if scale.status.value == "prorated":
            value += " (prorated)"
        band = f"  [{scale.band}]" if scale.band else ""
        click.echo(
            f"  {titles[name]}: {value}{band}  ({scale.n_answered} of {scale.n_items} items answered)"
        )


def print_panel(panel: Panel) -> None:
    """A panel as a host would show it."""
    if not panel.prompts and not panel.forms:
        click.echo(f"Nothing is shown on {panel.screen} to the role {panel.role}.")
    for prompt in panel.prompts:
        click.echo(f"[{prompt.kind}] {prompt.text}")
        click.echo(f"    {prompt.id}  source: {prompt.source}")
    for form in panel.forms:
        click.echo(f"[form] {form.title}  {form.id} {form.version}")


def print_instrument(instrument: Instrument, document: Mapping[str, Any]) -> None:
    """An instrument on a page: what it is, its items by section, its scales."""
    click.echo(
        f"{instrument.title.get('en')}\n{instrument.id} {instrument.version} ({instrument.status})"
    )
    languages = ", ".join(f"{at} ({instrument.translation(at)})" for at in instrument.title.locales)
    anonymous = "yes" if instrument.anonymous else "no"
    click.echo(
        f"answered by: {instrument.respondent_role}; anonymous: {anonymous}; languages: {languages}"
    )
    click.echo(f"source: {document['source']}\nrights: {document['rights']}")
    click.echo(f"digest: {instrument.ref.digest}\nscoring: {instrument.ref.scoring}")
    for section in instrument.sections:
        click.echo(f"\n{section.title.get('en')}")
        for item in section.items:
            needed = ", required" if item.required else ""
            click.echo(f"  {item.id}: {item.text.get('en')} ({item.type}{needed})")
    click.echo("\nScales")
    for scale in instrument.scales:
        click.echo(f"  {scale.id}: {scale.title.get('en')}: {', '.join(scale.items)}")
        click.echo(f"    {describe(instrument, scale)}")
        if scale.reverse:
            click.echo(f"    reverse-keyed: {', '.join(scale.reverse)}")
        if scale.themes:
            click.echo(f"    themes: {', '.join(scale.themes)}")

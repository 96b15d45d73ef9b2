"""What the commands print: sentences for people, or one JSON document a line with `--json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import click

from sop_core.coaching import AgencyCalendar, Dated, dates
from sop_core.documents import canonical
from sop_core.errors import Issue, listed
from sop_core.instruments import Instrument, Migration, Score, describe
from sop_core.practice import Crosswalk, Lexicon
from sop_core.profiles import PracticeProfile
from sop_core.prompts import Panel, PromptSet, Screen


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


def print_json(value: Any, *, err: bool = False) -> None:
    """One value as one line of JSON."""
    click.echo(canonical(value), err=err)


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


def score_text(score: Score, instrument: Instrument) -> str:
    """A score in words: each scale's value, or why it has none, and how many items stand behind it."""
    lines = [f"{score.administration}  {score.instrument.id} {score.instrument.version}"]
    titles = {scale.id: scale.title.get("en") for scale in instrument.scales}
    for name, scale in score.scales.items():
        value = scale.status.value if scale.value is None else f"{scale.value:f}"
        if scale.status.value == "prorated":
            value += " (prorated)"
        band = f"  [{scale.band}]" if scale.band else ""
        answered = f"{scale.n_answered} of {scale.n_items} items answered"
        lines.append(f"  {titles[name]}: {value}{band}  ({answered})")
    return "\n".join(lines)


def print_panel(panel: Panel) -> None:
    """A panel as a host would show it."""
    if not panel.prompts and not panel.forms:
        click.echo(f"Nothing is shown on {panel.screen} to the role {panel.role}.")
    for prompt in panel.prompts:
        click.echo(f"[{prompt.kind}] {prompt.text}")
        click.echo(f"    {prompt.id}  source: {prompt.source}")
        if prompt.tool is not None:
            click.echo(f"    leads to: {prompt.tool}")
        click.echo(f"    why: {prompt.why}")
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
    for migration in instrument.migrations:
        _print_migration(migration, instrument)


def profile_document(profile: PracticeProfile) -> dict[str, Any]:
    """What a list says of a profile, as plain data."""
    return {
        "id": profile.id,
        "version": profile.version,
        "status": profile.status.value,
        "title": dict(profile.title.by_locale),
        "practice": profile.practice,
        "levels": list(profile.level_ids),
        "aspects": list(profile.aspect_ids),
        "prerequisites": list(profile.prerequisites),
        "digest": profile.ref.digest,
    }


def in_number(number: int, what: str) -> str:
    """`1 group`, `2 groups`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def profile_line(profile: PracticeProfile) -> str:
    """What a list says of a profile, in a line."""
    after = f"; after {', '.join(profile.prerequisites)}" if profile.prerequisites else ""
    return (
        f"{profile.id} {profile.version} ({profile.status})  {profile.title.get('en')}: "
        f"{in_number(len(profile.aspects), 'aspect')}, {len(profile.levels)} levels, "
        f"{', '.join(profile.title.locales)}{after}"
    )


def print_profile(profile: PracticeProfile) -> None:
    """A profile on a page: each aspect, and what practice looks like at the top of each level."""
    click.echo(f"{profile.title.get('en')}\n{profile.id} {profile.version} ({profile.status})")
    languages = ", ".join(f"{at} ({profile.translation(at)})" for at in profile.title.locales)
    click.echo(f"practice: {profile.practice}; languages: {languages}")
    if profile.prerequisites:
        click.echo(f"in a linear order after: {', '.join(profile.prerequisites)}")
    click.echo(f"source: {profile.source}\nrights: {profile.rights}\ndigest: {profile.ref.digest}")
    if profile.intro is not None:
        click.echo(f"\n{profile.intro.get('en')}")
    for aspect in profile.aspects:
        click.echo(f"\n{aspect.title.get('en')} ({aspect.id})")
        for level in profile.levels:
            said = aspect.descriptors[level.id].get("en")
            click.echo(f"  {level.title.get('en')} ({level.id}): {said}")


def print_prompt_set(prompt_set: PromptSet) -> None:
    """A set of prompts on a page: each prompt, and where it shows."""
    click.echo(
        f"{prompt_set.title.get('en')}\n{prompt_set.id} {prompt_set.version} ({prompt_set.status})"
    )
    click.echo(f"source: {prompt_set.source}\nrights: {prompt_set.rights}\n")
    for prompt in prompt_set.prompts:
        click.echo(
            f"[{prompt.kind}] {prompt.text.get('en')}\n    {prompt.id} on {', '.join(prompt.screens)}"
        )


def print_calendar(calendar: AgencyCalendar) -> None:
    """A calendar on a page: its slots in the order of their times."""
    click.echo(f"{calendar.title.get('en')}\n{calendar.id} {calendar.version} ({calendar.status})")
    click.echo(f"source: {calendar.source}\nrights: {calendar.rights}")
    click.echo(f"given out: {calendar.published}   times of: {calendar.timezone}\n")
    for one in dates(calendar):
        click.echo(dated_line(one, "en"))


def dated_line(one: Dated, locale: str) -> str:
    """One slot on a page: when, what and where."""
    slot, place = one.slot, one.place
    where = ", ".join(part for part in (slot.room, place.title.get(locale), place.address) if part)
    when = f"{slot.on} {slot.starts}-{slot.ends}"
    return f"{when}  [{one.entry.kind}] {one.entry.title.get(locale)}\n    {where}"


def print_crosswalk(crosswalk: Crosswalk) -> None:
    """A crosswalk on a page: from each part of a tool to the sections where it may belong."""
    click.echo(
        f"{crosswalk.title.get('en')}\n{crosswalk.id} {crosswalk.version} ({crosswalk.status})"
    )
    click.echo(f"source: {crosswalk.source}\nrights: {crosswalk.rights}\n")
    for row in crosswalk.rows:
        places = ", ".join(f"{one.assessment}.{one.section}" for one in row.to)
        click.echo(f"{row.tool}.{row.part} -> {places}\n    {row.ask.get('en')}")


def print_lexicon(lexicon: Lexicon) -> None:
    """A lexicon on a page: each term, its forms, and what to ask."""
    click.echo(f"{lexicon.title.get('en')}\n{lexicon.id} {lexicon.version} ({lexicon.status})")
    click.echo(f"source: {lexicon.source}\nrights: {lexicon.rights}\n")
    for term in lexicon.terms:
        endings = f" (-{', -'.join(term.endings)})" if term.endings else ""
        click.echo(f"[{term.kind}] {', '.join(term.forms)}{endings}\n    {term.ask.get('en')}")


def screen_document(screen: Screen) -> dict[str, Any]:
    """A screen as plain data, texts by locale."""
    return {
        "id": screen.id,
        "title": dict(screen.title.by_locale),
        "hint": dict(screen.hint.by_locale) if screen.hint else None,
        "roles": list(screen.roles),
        "tools": [
            {
                "tool": use.tool,
                "who": list(use.who or screen.roles),
                "when": dict(use.when.by_locale),
                "where": dict(use.where.by_locale),
            }
            for use in screen.tools
        ],
    }


def print_screens(screens: Iterable[Screen]) -> None:
    """Screens on a page: when somebody stands there, and which tools fit: who, when and where (B-28)."""
    for screen in screens:
        click.echo(f"{screen.id}: {screen.title.get('en')}")
        if screen.hint:
            click.echo(f"    {screen.hint.get('en')}")
        for use in screen.tools:
            who = f" ({listed(use.who)})" if use.who else ""
            click.echo(f"    {use.tool}{who}: {use.when.get('en')} {use.where.get('en')}")


def _print_migration(migration: Migration, instrument: Instrument) -> None:
    """Where the items of an older version went, and whether scores stay comparable."""
    kept = {item: one for item, one in migration.items.items() if one.item is not None}
    taken = {one.item for one in kept.values()}
    lists = {
        "renamed": [f"{item} to {one.item}" for item, one in kept.items() if item != one.item],
        "other codes": [one.item or "" for one in kept.values() if one.codes],
        "dropped": [item for item in migration.items if item not in kept],
        "new": [item for item in instrument.items if item not in taken],
    }
    comparable = "comparable" if migration.comparable else "not comparable"
    click.echo(f"\nFrom {migration.starts}: {len(kept)} items kept; scores are {comparable}")
    if migration.note:
        click.echo(f"  {migration.note}")
    for what, items in lists.items():
        if items:
            click.echo(f"  {what}: {', '.join(items)}")

"""The command for quick entry: a goal in plain English to a checked draft."""

from __future__ import annotations

import datetime as dt
import sys
from typing import Any

import click

from sop_core.cli.common import common, loaded, refused
from sop_core.cli.printing import issue_document, print_issues, print_json
from sop_core.coaching import GoalDraft, GoalWords, parse_goal, said
from sop_core.errors import NotFound


@click.command()
@click.argument("text", metavar="TEXT")
@click.option(
    "--on",
    "on",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The county's day, from which the window counts.",
)
@click.option("--words", default="goal_words", show_default=True, help="The goal words to read by.")
@common
def goal(
    text: str, on: dt.datetime, words: str, definitions: tuple[str, ...], *, as_json: bool
) -> None:
    """A goal in plain English to a checked draft; nothing is stored.

    Exit 1 unless practice, count, unit and window are found and no rule refuses. Words that were not
    understood are listed; nothing is guessed.
    """
    held = loaded(definitions)
    try:
        known = held.catalog.goal_words(words)
    except NotFound as error:
        refused(str(error))
    typed = sys.stdin.read() if text == "-" else text
    draft = parse_goal(typed, on=on.date(), words=known, practices=held.catalog.active_profiles)
    if as_json:
        print_json(draft_document(draft, known))
    else:
        print_draft(draft, known)
    sys.exit(0 if draft.ok else 1)


def draft_document(draft: GoalDraft, words: GoalWords) -> dict[str, Any]:
    """A draft as plain data, with what it says in plain English."""
    window = draft.window
    return {
        "ok": draft.ok,
        "said": said(draft, words=words),
        "phrase": draft.phrase,
        "practice": draft.practice,
        "profiles": list(draft.profiles),
        "activity": draft.activity,
        "count": draft.count,
        "unit": draft.unit,
        "with": list(draft.among),
        "purpose": draft.purpose,
        "window": None
        if window is None
        else {
            "phrase": window.phrase,
            "kind": window.kind.value,
            "n": window.n,
            "weekday": window.weekday,
            "starts": window.starts,
            "due": window.due,
        },
        "words": {"id": words.id, "version": words.version},
        "not_understood": [
            {"word": one.word, "start": one.start, "end": one.end} for one in draft.not_understood
        ],
        "issues": [issue_document(issue) for issue in draft.issues],
    }


def print_draft(draft: GoalDraft, words: GoalWords) -> None:
    """A draft in words: what was understood, for confirmation, then what was not."""
    click.echo(said(draft, words=words) if draft.ok else "This is no goal yet.")
    window = draft.window
    parts = {
        "practice": draft.practice,
        "activity": draft.activity,
        "number": draft.count,
        "unit": draft.unit,
        "with": ", ".join(draft.among),
        "purpose": draft.purpose,
        "window": window and f"{window.starts} to {window.due} ({window.phrase})",
    }
    for name, value in parts.items():
        if value not in (None, ""):
            click.echo(f"  {name}: {value}")
    if draft.not_understood:
        words_left = ", ".join(
            f"{one.word!r} (character {one.start + 1})" for one in draft.not_understood
        )
        click.echo(f"not understood: {words_left}")
    print_issues("goal", draft.issues, err=True)

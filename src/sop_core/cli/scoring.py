"""`sop score`: every record is looked at before any score is shown, since the last one may void the first.

What is held of each is its place, what it says of earlier records, and its score as it will be
shown; the record itself is let go at once.
"""

from __future__ import annotations

import sys

import click
from attrs import frozen

from sop_core.cli.common import FILES, common, loaded
from sop_core.cli.files import Given, gathered
from sop_core.cli.printing import say_issues, score_text
from sop_core.documents import canonical, to_document
from sop_core.instruments import Administration
from sop_core.instruments.chains import Key, Link, Place, Standing, settle
from sop_core.sop import Sop
from sop_core.sop.accepting import RECORD_KINDS, accepted, examine, not_a_record
from sop_core.sop.viewing import record_link, refused_link


@frozen
class _Seen:
    """One administration: where it stands, its links, and its score as it will be shown, if it has one."""

    where: str
    link: Link | None
    shown: str | None = None
    refused: bool = False


def _seen(one: Given, held: Sop, *, as_json: bool) -> _Seen | None:
    """What is held of a document, if it is an administration; a refusal is said at once."""
    examined = examine(one.data, catalog=held.catalog, history=False)
    issues = examined.issues
    if not examined.refused and examined.kind is not None and examined.kind not in RECORD_KINDS:
        issues = (not_a_record(examined.kind),)
    if any(issue.severity == "error" for issue in issues):
        say_issues(one.where, issues, as_json=as_json)
        link = refused_link(examined.document) if examined.kind == "administration" else None
        return _Seen(one.where, link, refused=True)
    taken = accepted(examined, held.catalog)
    if not isinstance(taken.record, Administration):
        click.echo(f"{one.where}: not scored (no administration)", err=True)
        return None
    shown = None
    if taken.score is not None:
        ref = taken.score.instrument
        shown = (
            canonical(to_document(taken.score))
            if as_json
            else score_text(taken.score, held.catalog.instrument(ref.id, ref.version))
        )
    return _Seen(one.where, record_link(examined, taken.record), shown)


def _why(place: Place) -> str:
    by = f" by {place.by}" if place.by else ""
    return f"{place.standing}{by}"


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILES)
@common
def score(files: tuple[str, ...], definitions: tuple[str, ...], *, as_json: bool) -> None:
    """Score administrations (JSON or JSON Lines), those that count: the others are named with the reason.

    Amendments and what they amend may stand in any order, and in several files. Exit 1 if a record is
    refused, or if records do not hang together.
    """
    held = loaded(definitions)
    looked = (_seen(one, held, as_json=as_json) for one in gathered(files))
    seen = [one for one in looked if one is not None]
    # A document that was refused and then sent again under its id is the one that was taken.
    taken = {one.link.id for one in seen if one.link and not one.refused}
    linked = [
        (one, one.link) for one in seen if one.link and not (one.refused and one.link.id in taken)
    ]
    settled = settle(link for _, link in linked)
    first: dict[Key, str] = {}
    for found, link in linked:
        place = settled.places[link.key]
        if link.key in first:
            click.echo(
                f"{found.where}: not scored (the same record as {first[link.key]})", err=True
            )
        elif place.standing is not Standing.IN_FORCE:
            click.echo(f"{found.where}: not scored ({_why(place)})", err=True)
        elif found.shown is not None:
            click.echo(found.shown)
        first.setdefault(link.key, found.where)
    for key, issue in settled.issues:
        say_issues(first[key], [issue], as_json=as_json)
    sys.exit(0 if not settled.issues and not any(one.refused for one in seen) else 1)

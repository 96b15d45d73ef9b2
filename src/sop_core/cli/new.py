"""`sop new instrument`: a definition from a few questions or from a sheet (CSV)."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from attrs import frozen

from sop_core.catalog import Catalog, definition_advice, in_version_order
from sop_core.cli.authoring import checks
from sop_core.cli.authoring.asking import Person, ask_kind, ask_parts, at_the_terminal
from sop_core.cli.authoring.building import finished, finished_sheet, in_terms_of
from sop_core.cli.authoring.columns import TEMPLATE
from sop_core.cli.authoring.drafts import Document
from sop_core.cli.authoring.output import pretty, refusal_of, write
from sop_core.cli.authoring.ready import READY
from sop_core.cli.authoring.saying import Said, about_of, stand_in
from sop_core.cli.authoring.sheet import parts_of
from sop_core.cli.common import common, loaded
from sop_core.cli.files import STDIN
from sop_core.cli.printing import issue_document, print_issues, print_json, say_issues
from sop_core.documents import LIMIT, canonical
from sop_core.errors import CallRefused, DocumentRefused, Issue, shown


@click.group()
def new() -> None:
    """Begin a definition of your own."""


@frozen
class _Target:
    """Where the definition goes: a file that is named, or one that is called after its id and version."""

    named: str | None
    force: bool
    version: str
    catalog: Catalog

    def path(self, id_: str) -> Path | None:
        """The file, or None for standard output."""
        if self.named == STDIN:
            return None
        return Path(self.named or f"{id_}-{self.version}.json")

    def taken(self, id_: str) -> str | None:
        """Why an id cannot be used here, or None."""
        for known in self.catalog.versions("instrument", id_):
            if in_version_order(known) == in_version_order(self.version):
                return (
                    f"{id_} {known} is in force already, and of two definitions with one id and version none is used. "
                    "Choose another id, or give this one a new --version."
                )
        path = self.path(id_)
        return None if path is None else refusal_of(path, force=self.force)


@frozen
class _Made:
    """A finished definition, and what its author may want to look at again."""

    document: Document
    where: str
    advice: tuple[Issue, ...]


@new.command()
@click.option("--title", multiple=True, metavar="[LANG=]TEXT", help="The title; once a language.")
@click.option("--publisher", help="Your county or company, the prefix of the id: county07.")
@click.option("--id", "id_", help="The id; without it, made of the publisher and the title.")
@click.option("--version", default="1.0.0", show_default=True, help="The definition's version.")
@click.option("--role", help="Who answers: social_worker, parent_guardian, or your own.")
@click.option(
    "--anonymous/--no-anonymous", default=None, help="Whether no record may lead back to a person."
)
@click.option("--language", multiple=True, help="A language, such as en; may be repeated.")
@click.option("--intro", multiple=True, metavar="[LANG=]TEXT", help="What stands before the items.")
@click.option("--screen", multiple=True, help="A screen that offers it; without, every screen.")
@click.option("--source", help="Where the items come from.")
@click.option("--rights", help="Who may use the wording, and how.")
@click.option(
    "--response-set",
    type=click.Choice(list(READY)),
    help="The answers of every item that names none.",
)
@click.option(
    "--from-csv",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="The items as a sheet, one a row.",
)
@click.option("--csv-template", is_flag=True, help="Write a sheet to begin with, and stop.")
@click.option("-o", "--output", metavar="FILE", help="The file to write; ID-VERSION.json without.")
@click.option("--force", is_flag=True, help="Overwrite the file.")
@common
def instrument(  # noqa: PLR0913  each is an option of the command
    *,
    title: tuple[str, ...],
    publisher: str | None,
    id_: str | None,
    version: str,
    role: str | None,
    anonymous: bool | None,
    language: tuple[str, ...],
    intro: tuple[str, ...],
    screen: tuple[str, ...],
    source: str | None,
    rights: str | None,
    response_set: str | None,
    from_csv: str | None,
    csv_template: bool,
    output: str | None,
    force: bool,
    definitions: tuple[str, ...],
    as_json: bool,
) -> None:
    """An instrument from a few questions, or from a CSV file with an item a row.

    It writes a whole definition with worked cases, checked as `sop check` does. What no flag says is
    asked at the terminal. Nothing is overwritten without --force, and nothing is written halfway.
    docs/adding-an-instrument.md describes the columns of the sheet.
    """
    if csv_template:
        _put(TEMPLATE, None if output in (None, STDIN) else Path(str(output)), force=force)
        return
    said = Said(
        title=title, publisher=publisher, id=id_, version=version, role=role, anonymous=anonymous,
        languages=tuple(dict.fromkeys(language)), intro=intro, screens=screen, source=source, rights=rights,
    )  # fmt: skip
    target = _Target(output, force, version, loaded(definitions).catalog)
    if output is not None:
        _stop_if(target.taken(""))
    try:
        if from_csv is None:
            made = _by_asking(said, response_set, target)
        else:
            made = _from_sheet(said, response_set, target, from_csv)
    except CallRefused as error:
        raise click.UsageError(str(error)) from error
    except DocumentRefused as error:
        where = "<answers>" if from_csv is None else "<stdin>" if from_csv == STDIN else from_csv
        say_issues(where, error.issues, as_json=as_json)
        if not as_json:
            click.echo("Nothing was written.", err=True)
        sys.exit(1)
    except (EOFError, KeyboardInterrupt) as stopped:
        line = "\n" if isinstance(stopped, KeyboardInterrupt) or sys.stdin.isatty() else ""
        click.echo(f"{line}Stopped before the last answer. Nothing was written.", err=True)
        sys.exit(2)
    path = target.path(made.document["id"])
    text = pretty(made.document)
    _put(canonical(made.document) + "\n" if as_json and path is None else text, path, force=force)
    _report(made, path, as_json=as_json)


def _stop_if(wrong: str | None) -> None:
    if wrong is not None:
        raise click.UsageError(wrong)


def _by_asking(said: Said, response_set: str | None, target: _Target) -> _Made:
    person = at_the_terminal()
    person.say(
        "A few questions make a questionnaire. Enter takes what stands in [brackets]; Ctrl-C stops, and nothing is "
        "written."
    )
    languages = said.languages or checks.split(
        person.ask("Languages, the original first (such as en es)", checks.languages, default="en")
    )
    _check_languages(languages)
    about = about_of(said, languages, person, target.taken)
    kind, own = (response_set, []) if response_set else ask_kind(person, languages)
    document = finished(ask_parts(person, about, kind, own))
    return _Made(document, document["id"], _advice(document))


def _check_languages(languages: tuple[str, ...]) -> None:
    wrong = checks.languages(" ".join(languages)) if languages else None
    if wrong is not None:
        raise CallRefused(f"--language: {wrong}")


def _from_sheet(said: Said, response_set: str | None, target: _Target, file: str) -> _Made:
    _check_languages(said.languages)
    try:
        with click.open_file(file, "rb") as opened:
            data = opened.read(LIMIT + 1)
    except OSError as error:
        raise CallRefused(f"{file} cannot be read ({error.strerror}).") from error
    parts = parts_of(data, languages=said.languages, default=response_set)
    person: Person | None = None
    if file != STDIN and sys.stdin.isatty():
        # What is wrong with the sheet comes before any question.
        finished_sheet(parts, stand_in(parts.sheet.languages))
        person = at_the_terminal()
    document = finished_sheet(parts, about_of(said, parts.sheet.languages, person, target.taken))
    where = "<stdin>" if file == STDIN else file
    return _Made(document, where, tuple(in_terms_of(parts, document, _advice(document))))


def _advice(document: Document) -> tuple[Issue, ...]:
    found = definition_advice(document, "instrument")
    if "." in document["id"]:
        return found
    prefix = Issue(
        "id_without_prefix",
        "$.id",
        f"{shown(document['id'])} has no prefix. Another definition of that name, in the next release or from "
        "somebody else, would put both out of force.",
        fix=f"Put your county or company and a dot before it: county07.{document['id']}.",
        severity="advice",
    )
    return (prefix, *found)


def _put(text: str, path: Path | None, *, force: bool) -> None:
    if path is None:
        click.echo(text, nl=False)
        return
    _stop_if(refusal_of(path, force=force))
    try:
        write(path, text, force=force)
    except OSError as error:
        # The answers took a person's time: they are not lost with the file.
        click.echo(text, nl=False)
        raise click.UsageError(
            f"{path} cannot be written ({error.strerror}). What it would hold stands on standard output."
        ) from error


def _report(made: _Made, path: Path | None, *, as_json: bool) -> None:
    """What was written, and what comes next; on standard error where the definition itself is the output."""
    document = made.document
    if as_json:
        if path is not None:
            said = [issue_document(issue) for issue in made.advice]
            print_json({"file": str(path), "kind": "instrument", "ok": True, "issues": said})
        return
    print_issues(made.where, made.advice, err=True)
    if path is None:
        return
    items = [item["id"] for section in document["sections"] for item in section["items"]]
    cases = len(document.get("cases", ()))
    click.echo(f"{path}: written, {_many(len(items), 'item')}, {_many(cases, 'worked case')}")
    for scale in document["scales"]:
        turned = scale.get("reverse", ())
        named = [f"{one} (reverse-keyed)" if one in turned else one for one in scale["items"]]
        click.echo(f"  {scale['id']}: the mean of {', '.join(named)}")
    scored = {item for scale in document["scales"] for item in scale["items"]}
    rest = [item for item in items if item not in scored]
    if rest:
        click.echo(f"  in no scale: {', '.join(rest)}")
    click.echo(f"Look at it with: sop show {document['id']} --definitions {path}")


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"

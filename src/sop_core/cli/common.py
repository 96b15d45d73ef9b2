"""What every command shares: its options, the Sop that it works with, and how it refuses."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from sop_core.cli.files import STDIN
from sop_core.cli.printing import print_issues
from sop_core.sop import Sop

Command = TypeVar("Command", bound=Callable[..., Any])
FILES = click.Path(exists=True, allow_dash=True)
#: For what is written by `write_whole`.
WHOLE_OUTPUT = click.option(
    "--output",
    default=STDIN,
    metavar="FILE",
    help="Where it goes: whole, or not at all. Without it, standard output.",
)


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


def refused(message: str) -> NoReturn:
    """The data is refused: exit 1."""
    click.echo(message, err=True)
    sys.exit(1)

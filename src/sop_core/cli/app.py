"""The `sop` command and its subcommands. Each one is a few lines over `Sop`; nothing is decided here."""

from __future__ import annotations

import click

from sop_core import __version__
from sop_core.cli import (
    auditing,
    dates,
    goals,
    looking,
    merging,
    new,
    records,
    releasing,
    reporting,
    scoring,
    tallies,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="sop_core")
def sop() -> None:
    """Safety Organized Practice: check, score and show its definitions and records.

    Exit codes: 0 fine, 1 the data is refused, 2 the call is wrong. "-" is standard input.
    """


for _command in (
    records.check,
    scoring.score,
    records.verify,
    tallies.tally,
    merging.merge_tallies,
    releasing.release_tally,
    auditing.audit_releases,
    reporting.report_releases,
    looking.prompts,
    goals.goal,
    looking.instruments,
    looking.profiles,
    looking.screens,
    looking.packet,
    dates.dates,
    looking.show,
    looking.doctor,
    new.new,
):
    sop.add_command(_command)

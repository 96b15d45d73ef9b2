"""How far long work is: a line on a terminal that overwrites itself, and nothing where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import BinaryIO, cast

import click
from attrs import define

#: Lines of a file are told this many at a time.
STRIDE = 1_000


@contextmanager
def progress(*, as_json: bool) -> Generator[Callable[[str], None]]:
    """What takes a few words on how far the work is; they are wiped out at its end.

    They are on standard error, where that is a terminal and no machine asked (`--json`).
    """
    if as_json or not sys.stderr.isatty():
        yield lambda _: None
        return

    def say(words: str) -> None:
        click.echo(f"\r\033[K{words}", nl=False, err=True)

    try:
        yield say
    finally:
        click.echo("\r\033[K", nl=False, err=True)


def told(source: BinaryIO, tell: Callable[[int], None]) -> BinaryIO:
    """A file whose lines are told as they are read; it can read lines, and nothing else."""
    return cast("BinaryIO", _Told(source, tell))


@define(eq=False)
class _Told:
    source: BinaryIO
    tell: Callable[[int], None]
    n: int = 0

    def readline(self, limit: int = -1) -> bytes:
        """The next line, or as much of it as is asked for."""
        self.n += 1
        if self.n % STRIDE == 0:
            self.tell(self.n)
        return self.source.readline(limit)

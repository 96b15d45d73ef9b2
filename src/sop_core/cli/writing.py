"""A file that is there whole or not at all: it is written beside its place, and put there at the end.

A run that is killed leaves the file that was there, or none. What it had begun is taken up by the next
run to the same place; two runs at once are told apart by a lock, which a killed run lets go.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import BinaryIO

import click

from sop_core.cli.files import STDIN

#: Windows has no such lock, and replaces no file that is open.
CAN_LOCK = find_spec("fcntl") is not None

#: A link that somebody else left there is not followed.
OPENING = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)

#: A tally or a report is confidential until it is released: nobody but its owner reads a new file.
PRIVATE = 0o600


def write_whole(output: str, lines: Iterable[bytes], *, private: bool = True) -> None:
    """Lines to a file, or to standard output; a file is replaced at once when all of them are on disk.

    A new file is its owner's alone, or as any other of theirs where it is not `private`.
    """
    if output == STDIN:
        for line in lines:
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
        return
    # Where a link leads, so that the link stays.
    place = Path(output).resolve()
    try:
        with _begun(place, PRIVATE if private else _usual()) as file:
            _put(place, file, lines)
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written ({error.strerror}).") from error


def _put(place: Path, file: BinaryIO, lines: Iterable[bytes]) -> None:
    """Lines to a file that was begun, and it to its place once all of them are on disk."""
    file.writelines(lines)
    file.flush()
    os.fsync(file.fileno())
    if not CAN_LOCK:  # pragma: no cover - Windows
        file.close()
    _beside(place).replace(place)
    _keep(place.parent)


@contextmanager
def growing(
    output: str,
) -> Generator[tuple[bytes | None, Callable[[Iterable[bytes]], None]], None, None]:
    """What a file holds (None where there is none), and how to replace it, under one lock.

    No other run reads it in between, so that two can never both go on from the same old one.
    """
    place = Path(output).resolve()
    try:
        with _begun(place) as file:
            yield place.read_bytes() if place.exists() else None, partial(_put, place, file)
    except OSError as error:
        raise click.UsageError(f"{output} cannot be written ({error.strerror}).") from error


def check_output(output: str, inputs: Iterable[str] = ()) -> None:
    """Refuses a place that is no file, or that is one of the files to be read."""
    if output == STDIN:
        return
    place = Path(output)
    if place.exists() and not place.is_file():
        raise click.UsageError(
            f"{output} is no file. Name the file to write, or - for standard output."
        )
    for one in inputs:
        if one != STDIN and place.exists() and Path(one).exists() and place.samefile(one):
            raise click.UsageError(
                f"{output} is to be read and written. The records in it would be lost; name another file."
            )


def _beside(place: Path) -> Path:
    return place.with_name(f".{place.name}.part")


def _usual() -> int:
    """Who may do what with a new file, as the system has it for its owner (umask)."""
    kept = os.umask(0)
    os.umask(kept)
    return 0o666 & ~kept


@contextmanager
def _begun(place: Path, new: int = PRIVATE) -> Generator[BinaryIO, None, None]:
    """The file beside the place, empty and locked; it is gone again where the writing fails."""
    mode = stat.S_IMODE(place.stat().st_mode) if place.exists() else new
    part = _beside(place)
    with _locked(part) as file:
        file.truncate(0)
        part.chmod(mode)
        try:
            yield file
        except BaseException:
            part.unlink(missing_ok=True)
            raise


@contextmanager
def _locked(part: Path) -> Generator[BinaryIO, None, None]:
    while True:
        # Not emptied on opening: another run may be writing it.
        opened = os.open(part, OPENING, PRIVATE)
        with os.fdopen(opened, "r+b") as file:
            if not _lock(file):
                raise click.UsageError(
                    f"Another run is writing {part.name[1:-5]}. Wait for it to end, or write to another file."
                )
            # The run that had the lock may have put its file in place just now, and then this is that one.
            if part.exists() and os.path.samestat(os.fstat(file.fileno()), part.stat()):
                yield file
                return


def _lock(file: BinaryIO) -> bool:
    if not CAN_LOCK:  # pragma: no cover - Windows
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _keep(folder: Path) -> None:
    """The folder's own entry, on disk too, where the system can do that."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)

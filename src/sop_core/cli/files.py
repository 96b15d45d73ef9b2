"""The user's own files: one JSON document, JSON Lines, a folder, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
from attrs import evolve, frozen

from sop_core.documents import LIMIT, digest_of, read
from sop_core.errors import DocumentRefused
from sop_core.sop.given import needs_of

STDIN = "-"
_LINES = (".jsonl", ".ndjson")


@frozen
class Given:
    """One document's bytes and where it stands: a file, or a line of one."""

    where: str
    data: bytes
    file: Path | None = None


def _is_whole(line: bytes) -> bool:
    # Every line of JSON Lines is a whole object; a document over several lines is not.
    return line.strip().startswith(b"{") and line.strip().endswith(b"}")


def _split(name: str, data: bytes) -> Iterator[Given]:
    lines = data.splitlines()
    filled = [line for line in lines if line.strip()]
    if name.endswith(_LINES) or (len(filled) > 1 and all(map(_is_whole, filled))):
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield Given(f"{name}:{number}", line)
    else:
        yield from [Given(name, data)] if data.strip() else []


def documents_in(paths: tuple[str, ...]) -> Iterator[Given]:
    """Every document of the files, in order; a folder gives each `*.json` and `*.jsonl` below it.

    Raises OSError for a file that cannot be read.
    """
    for path in paths:
        if path == STDIN:
            yield from _split("<stdin>", sys.stdin.buffer.read())
            continue
        at = Path(path)
        kinds = (".json", *_LINES)
        inside = (one for one in at.rglob("*") if one.suffix in kinds and one.is_file())
        for file in sorted(inside) if at.is_dir() else [at]:
            yield from _read(file)


def _read(file: Path) -> Iterator[Given]:
    with file.open("rb") as opened:
        start = opened.read(LIMIT + 1)
        if len(start) <= LIMIT and file.suffix not in _LINES:
            for one in _split(str(file), start):
                yield evolve(one, file=file.resolve())
            return
        # A large file is JSON Lines, read a line at a time; a larger single document is refused as it is.
        if file.suffix not in _LINES and not _is_whole(start.partition(b"\n")[0]):
            yield Given(str(file), start)
            return
        opened.seek(0)
        for number, line in enumerate(opened, start=1):
            if line.strip():
                yield Given(f"{file}:{number}", line.rstrip(b"\r\n"))


def gathered(files: tuple[str, ...]) -> Iterator[Given]:
    """The documents of the files; none at all, or a file that cannot be read, is a wrong call."""
    for path in files:
        found = False
        try:
            for one in documents_in((path,)):
                found = True
                yield one
        except OSError as error:
            said = f"{error.filename} cannot be read ({error.strerror})."
            raise click.UsageError(said) from error
        if not found:
            raise click.UsageError(
                f"{path} holds no document. Name a file, or a folder with .json or .jsonl files."
            )


class Earlier:
    """The records of this call by digest, for those that build on them: each is read once."""

    def __init__(self) -> None:
        self._found: dict[str, bytes] = {}

    def add(self, data: bytes) -> None:
        """Remember a record; what cannot be read is nothing that one could build on."""
        with suppress(DocumentRefused):
            self._found[digest_of(read(data))] = data

    def for_(self, data: bytes) -> list[bytes]:
        """What a document builds on, out of the records of this call."""
        if b"supersedes" not in data:
            return []
        with suppress(DocumentRefused):
            needs = needs_of(read(data))
            return [self._found[need.digest] for need in needs if need.digest in self._found]
        return []


def one_of(path: str) -> bytes:
    """The one document of a file; more or fewer is a wrong call."""
    found = list(gathered((path,)))
    if len(found) != 1:
        raise click.UsageError(f"{path} holds {len(found)} documents; this command takes one.")
    return found[0].data


def bytes_of(path: str) -> bytes:
    """What a file holds, or standard input; a file that cannot be read is a wrong call."""
    try:
        return sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{path} cannot be read ({error.strerror}).") from error

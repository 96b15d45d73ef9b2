"""The user's own files: one JSON document, JSON Lines, a folder, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from sop_core.documents import LIMIT

STDIN = "-"
_LINES = (".jsonl", ".ndjson")


@frozen
class Given:
    """One document's bytes and where it stands: a file, or a line of one."""

    where: str
    data: bytes


def _split(name: str, data: bytes) -> Iterator[Given]:
    lines = data.splitlines()
    filled = [line for line in lines if line.strip()]
    # Every line of JSON Lines is a whole object; a document over several lines is not.
    whole = all(line.strip().startswith(b"{") and line.strip().endswith(b"}") for line in filled)
    if name.endswith(_LINES) or (len(filled) > 1 and whole):
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield Given(f"{name}:{number}", line)
    else:
        yield Given(name, data)


def documents_in(paths: tuple[str, ...]) -> Iterator[Given]:
    """Every document of the files, in order; a folder gives each `*.json` and `*.jsonl` below it."""
    for path in paths:
        if path == STDIN:
            yield from _split("<stdin>", sys.stdin.buffer.read())
            continue
        at = Path(path)
        kinds = (".json", *_LINES)
        files = sorted(one for one in at.rglob("*") if one.suffix in kinds) if at.is_dir() else [at]
        for file in files:
            yield from _read(file)


def _read(file: Path) -> Iterator[Given]:
    if file.suffix not in _LINES and file.stat().st_size <= LIMIT:
        yield from _split(str(file), file.read_bytes())
        return
    # Large files are JSON Lines, read a line at a time; a larger single document is refused as it is.
    with file.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            if line.strip():
                yield Given(f"{file}:{number}", line.rstrip(b"\r\n"))

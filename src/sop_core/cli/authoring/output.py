"""A definition as a file that is pleasant to edit: what fits on a line stands on one, and nothing is lost.

The file appears whole or not at all, and never in the place of another one unless that was said.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

WIDTH = 100


def pretty(value: Any) -> str:
    """JSON with two spaces a level; below the top, what fits on a line of 100 characters stays on one."""
    return _opened(value, 0) + "\n"


def _written(value: Any, indent: int, used: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    opens = isinstance(value, Mapping | list | tuple) and value
    return _opened(value, indent) if opens and used + len(line) >= WIDTH else line


def _opened(value: Any, indent: int) -> str:
    inner = indent + 2
    if isinstance(value, Mapping):
        named = ((json.dumps(key, ensure_ascii=False) + ": ", one) for key, one in value.items())
        parts = [key + _written(one, inner, inner + len(key)) for key, one in named]
        ends = "{}"
    else:
        parts = [_written(one, inner, inner) for one in value]
        ends = "[]"
    between = ",\n" + " " * inner
    return f"{ends[0]}\n{' ' * inner}{between.join(parts)}\n{' ' * indent}{ends[1]}"


def refusal_of(path: Path, *, force: bool) -> str | None:
    """Why a file cannot be written there, as far as that can be known before; None if it can."""
    if path.is_dir():
        return f"{path} is a folder. Name a file in it."
    if os.path.lexists(path) and not force:
        return f"{path} already exists, and nothing is overwritten unasked. Name another file, or add --force."
    if path.exists() and not path.is_file():
        return f"{path} is no plain file. Name one, or - for standard output."
    if not path.absolute().parent.is_dir():
        return f"There is no folder {path.parent}. Make it first, or name another."
    return None


def write(path: Path, text: str, *, force: bool) -> None:
    """Write a file whole, or raise OSError and leave everything as it was.

    Without `force` a file that appeared meanwhile is kept: FileExistsError.
    """
    target = path.resolve() if force else path
    beside = target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}.new")
    try:
        with beside.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        if force:
            beside.replace(target)
        else:
            _put(beside, target)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _put(beside: Path, target: Path) -> None:
    """Give a finished file its name, which no other file may have."""
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without links (a memory stick, some network drives).
        if os.path.lexists(target):
            raise FileExistsError(17, "File exists", str(target)) from None
        beside.replace(target)

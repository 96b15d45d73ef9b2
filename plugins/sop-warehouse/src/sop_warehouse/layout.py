"""The two tables: one row for each administration, and one for each item that it answers.

Every column is text, and what is not there is null. An item without a row is `not_answered`, or
`not_asked` where its show_if says so. Text and dates have no rows: nothing counts them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import frozen

from sop_core.types import is_id

#: The columns of the first table; beside them stand `scope_1`, `scope_2`, ... as far as scopes go.
ADMINISTRATIONS = (
    "administration",
    "instrument",
    "version",
    "scoring",
    "status",
    "cycle",
    "groupings",
    "digest",
    "supersedes",
    "supersedes_digest",
)
#: The columns of the second one: either a code or a reason.
ANSWERS = ("administration", "item", "code", "missing")

#: The most places that a scope has.
MOST_LEVELS = 12


def scope_column(at: int) -> str:
    """The column of a place of the scope; the first is the widest."""
    return f"scope_{at}"


#: A file or several (`answers/*.parquet`), the name of a table, or what the engine itself holds.
Source = str | Path | Any


@frozen
class Tables:
    """Where the two tables are. Files are told by their ending: .parquet, .csv, .jsonl or .ndjson."""

    administrations: Source
    answers: Source


#: What each ending stands for.
ENDINGS = {".parquet": "parquet", ".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}


def kind_of_file(source: Source) -> str | None:
    """The kind of file that a source names; None where it names none."""
    if isinstance(source, str | Path):
        return ENDINGS.get(Path(source).suffix.lower())
    return None


def groupings_text(groups: dict[str, str]) -> str | None:
    """Further groupings in one column: `kind=new;team=a`, by name in order; None where there are none."""
    return ";".join(f"{name}={groups[name]}" for name in sorted(groups)) or None


def groupings_in(text: str) -> tuple[tuple[str, str], ...] | None:
    """`kind=new;team=a` as pairs in order; None where it is not of that form."""
    if not text:
        return ()
    pairs = [tuple(part.split("=")) for part in text.split(";")]
    names = [pair[0] for pair in pairs]
    sound = all(len(pair) == 2 and all(map(is_id, pair)) for pair in pairs)
    if not sound or names != sorted(set(names)):
        return None
    return tuple((name, value) for name, value in pairs)

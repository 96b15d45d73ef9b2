"""Where definitions come from: files, folders, dicts. The only reader of definition files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from sop_core.documents import LIMIT, kind_of, read
from sop_core.errors import DocumentRefused, Issue, listed, shown
from sop_core.types import in_version_order as in_version_order  # noqa: PLC0414  this room gives it too

#: The kinds of document that a catalog holds.
DEFINITION_KINDS = (
    "instrument",
    "profile",
    "prompts",
    "goal-words",
    "screens",
    "lexicon",
    "crosswalk",
    "calendar",
)

Source = str | Path | Mapping[str, Any]


@frozen
class Found:
    """One definition as it was found: its document, or what is wrong with it, and where it came from.

    `file` is the file itself where there is one, however it was named; `trusted` says that it is, to the
    byte, one that was checked in full when this version was built.
    """

    where: str
    kind: str | None
    document: dict[str, Any] | None
    issues: tuple[Issue, ...]
    file: Path | None = None
    trusted: bool = False

    @property
    def key(self) -> tuple[str, str, str] | None:
        """Kind, id and version: what only one definition may have."""
        if self.document is None or self.kind is None:
            return None
        return (self.kind, self.document["id"], self.document["version"])

    @property
    def same_as(self) -> tuple[str, str, tuple[int, ...]] | None:
        """The key with the version as it is compared: 1 and 1.0.0 are one version."""
        key = self.key
        return None if key is None else (key[0], key[1], in_version_order(key[2]))


@cache
def checked_before() -> frozenset[str]:
    """The SHA-256 of the bundled files, which were checked in full when this version was built.

    A file that differs from them by a byte is checked like anybody's.
    """
    path = Path(__file__).with_name("checked.json")
    return (
        frozenset(json.loads(path.read_text("utf-8")).values()) if path.is_file() else frozenset()
    )


def _unreadable(where: str, error: OSError | ValueError) -> Found:
    why = getattr(error, "strerror", None) or str(error)
    issue = Issue(
        "cannot_read",
        "$",
        f"{shown(where)} cannot be read ({why}).",
        fix="Check the path and who may read it.",
    )
    return Found(where, None, None, (issue,))


def _nothing_in(where: str) -> Found:
    issue = Issue(
        "no_definitions",
        "$",
        f"The folder {shown(where)} holds no file that ends in .json, so nothing came of it.",
        fix="Check the path; definitions are files such as parent_survey-1.0.0.json.",
    )
    return Found(where, None, None, (issue,))


def find(source: Source, *, label: str) -> Iterator[Found]:
    """Every definition of a source: one of a file or a dict, and each `*.json` of a folder, in name order."""
    if isinstance(source, Mapping):
        yield checked(source, where=label)
        return
    path = Path(source)
    try:
        folder = path.is_dir()
    except OSError as error:  # a path may be too long to ask for
        yield _unreadable(str(source), error)
        return
    files = sorted(path.rglob("*.json")) if folder else [path]
    if not files:
        yield _nothing_in(str(path))
    for file in files:
        try:
            # One byte more than is allowed is enough to know that a file is too large.
            with file.open("rb") as opened:
                data = opened.read(LIMIT + 1)
        except (OSError, ValueError) as error:
            yield _unreadable(str(file), error)
            continue
        trusted = hashlib.sha256(data).hexdigest() in checked_before()
        yield evolve(checked(data, where=str(file), trusted=trusted), file=file.resolve())


def checked(data: object, *, where: str, trusted: bool = False) -> Found:
    """A definition read and checked; `trusted` leaves out the check of what was checked before."""
    try:
        # What was checked to the byte holds no duplicate, no float and nothing too deep.
        to_the_byte = trusted and isinstance(data, bytes)
        document = json.loads(data) if to_the_byte else read(data, fast=False)  # type: ignore[arg-type]
    except DocumentRefused as refused:
        return Found(where, None, None, refused.issues)
    kind = kind_of(document)
    if isinstance(kind, Issue):
        return Found(where, None, None, (kind,))
    if kind not in DEFINITION_KINDS:
        issue = Issue(
            "not_a_definition",
            "$['$schema']",
            f"This is a document of kind {kind}, which is no definition.",
            fix=f"A catalog holds: {listed(DEFINITION_KINDS)}. Records go to sop.accept.",
        )
        return Found(where, kind, None, (issue,))
    if trusted:
        return Found(where, kind, document, (), trusted=True)
    from sop_core.catalog.checking import definition_issues

    issues = definition_issues(document, kind)
    return Found(
        where, kind, document if not any(i.severity == "error" for i in issues) else None, issues
    )

"""Ledgers to lines and back, strictly (DESIGN 3).

    head       how many releases and crossings follow, what the ledger comes to, and the digest of their bytes
    entry      of a release; its own lines follow
    crossing   which tally went to whom

The head states the digest of every byte that follows, and has itself one written form: no byte of a stored ledger
can be changed, cut off, moved or taken out unseen. What that shows, and what it cannot, says `reporting.ledgers`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sop_core.documents.reader import LIMIT, read
from sop_core.documents.records import digest, to_document
from sop_core.documents.registry import kind_of
from sop_core.documents.releases import (
    another,
    checked_as,
    cut,
    documents_of,
    joined,
    line_of,
    release_lines,
)
from sop_core.documents.values import value_of
from sop_core.errors import DocumentRefused, Issue, ReleaseRefused, shown
from sop_core.reporting import Crossing, Ledger, LedgerCrossing, LedgerEntry, Release
from sop_core.reporting.ledgers import NOTHING, linked

HEAD, ENTRY = (f"urn:sop:schema:{name}:1" for name in ("ledger", "ledger-entry"))


def entry_of(release: Release, content: str) -> LedgerEntry:
    """What a ledger holds of a release: itself, its digest, and that of the counts it was made of."""
    return LedgerEntry(release=release, digest=digest(release), content=content)


def crossed(ledger: Ledger, crossing: Crossing) -> Ledger:
    """The ledger with a crossing entered in it; the same again changes nothing.

    ReleaseRefused where the receiver was given something else under that name, or the crossing fits on no line.
    """
    made = line_of(to_document(crossing))
    if len(made) > LIMIT:
        raise ReleaseRefused("Nothing crosses.", issues=[_too_large(crossing)])
    for one in ledger.crossings:
        if _named(one.crossing) == _named(crossing) and one.crossing != crossing:
            raise ReleaseRefused("Nothing crosses.", issues=[_crossed_twice(crossing)])
    return ledger.with_crossing(crossing, digest(crossing))


def _named(crossing: Crossing) -> tuple[str, str, int]:
    return crossing.receiver, crossing.batch, crossing.revision


def ledger_lines(ledger: Ledger) -> Iterator[bytes]:
    """A ledger as JSON Lines, which `read_ledger` reads back."""
    lines = [line for step in _steps(ledger) for line in step]
    yield _head(ledger, lines)
    yield from lines


def _head(ledger: Ledger, lines: list[bytes]) -> bytes:
    return line_of(
        {
            "$schema": HEAD,
            "releases": len(ledger.entries),
            "crossings": len(ledger.crossings),
            "digest": ledger.digest,
            "lines": "sha256:" + hashlib.sha256(b"".join(lines)).hexdigest(),
        }
    )


def _steps(ledger: Ledger) -> Iterator[Iterator[bytes]]:
    previous, at = NOTHING, 0
    for step in ledger.steps():
        if isinstance(step, LedgerCrossing):
            yield iter([line_of(to_document(step.crossing))])
        else:
            at += 1
            yield _entry_lines(step, at, previous)
        previous = linked(previous, step)


def _entry_lines(entry: LedgerEntry, at: int, previous: str) -> Iterator[bytes]:
    yield line_of(
        {
            "$schema": ENTRY,
            "at": at,
            "release": entry.release.id,
            "digest": entry.digest,
            "content": entry.content,
            "previous": previous,
        }
    )
    yield from release_lines(entry.release)


def read_ledger(source: bytes) -> Ledger:
    """A ledger from its bytes; DocumentRefused where it is not as it was written."""
    if not source.strip():
        raise DocumentRefused("The ledger is refused.", issues=[_empty()])
    if not source.endswith(b"\n"):
        raise _refused(cut("The last line has no line break at its end"))
    head, *documents = documents_of(source) or [read(source)]
    kind = kind_of(head)
    if kind != "ledger":
        raise _refused(kind if isinstance(kind, Issue) else another(kind, "ledger"))
    checked_as(head, "ledger")
    ledger = _read(documents)
    first, _, rest = source.partition(b"\n")
    if len(ledger.entries) < head["releases"] or len(ledger.crossings) < head["crossings"]:
        raise _refused(_promised(head, ledger))
    if _stated(head, first) != _head(ledger, [rest]):
        raise _refused(_changed())
    return ledger


def _stated(head: dict[str, Any], first: bytes) -> bytes:
    """The head as it stands, if that is how a head is written."""
    return first + b"\n" if line_of(head) == first + b"\n" else b""


def _read(documents: list[dict[str, Any]]) -> Ledger:
    """What the lines after the head say, each held against all before it."""
    ledger = Ledger()
    for kind, lines in _parts(documents):
        if kind == "crossing":
            made = value_of(checked_as(lines[0], kind), Crossing)
            ledger = ledger.with_crossing(made, digest(made))
        else:
            ledger = ledger.with_entry(_entry(lines[0], lines[1:], ledger))
    return ledger


def _parts(documents: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The lines of each entry and of each crossing."""
    kinds = [kind_of(one) for one in documents]
    starts = [at for at, kind in enumerate(kinds) if kind in ("ledger-entry", "crossing")]
    if documents and (not starts or starts[0]):
        raise _refused(cut("The line after the head is no entry of a ledger, and no crossing"))
    for start, end in pairwise([*starts, len(documents)]):
        kind = str(kinds[start])
        if kind == "crossing" and end > start + 1:
            raise _refused(cut(f"The line after a crossing is no entry: line {start + 3}"))
        yield kind, documents[start:end]


def _entry(head: dict[str, Any], lines: list[dict[str, Any]], before: Ledger) -> LedgerEntry:
    checked_as(head, "ledger-entry")
    if not lines:
        raise _refused(cut(f"Entry {head['at']} has no release"))
    release = joined(lines)
    made = entry_of(release, head["content"])
    if (
        head["at"] != len(before.entries) + 1
        or head["previous"] != before.digest
        or head["release"] != release.id
        or head["digest"] != made.digest
        or before.named(release.id) is not None
    ):
        raise _refused(_changed(head["at"]))
    if release.proof.ledger != before.digest:
        raise _refused(_untried(head["at"]))
    return made


def _refused(issue: Issue) -> DocumentRefused:
    return DocumentRefused("The ledger is refused.", issues=[issue])


def _crossed_twice(crossing: Crossing) -> Issue:
    return Issue(
        "crossing_twice",
        "$.revision",
        f"{shown(crossing.receiver)} was given revision {crossing.revision} of {shown(crossing.batch)}, with other "
        "counts or for something else. One name for two contents is refused wherever tallies are laid together.",
        fix="Export it under the next revision.",
    )


def _too_large(crossing: Crossing) -> Issue:
    return Issue(
        "crossing_too_large",
        "$.folded",
        f"The document that says what crosses names {len(crossing.folded)} batches, more than a line of a ledger "
        "holds.",
        fix="Export to your own agency first, as one batch, and that to the receiver.",
    )


def _empty() -> Issue:
    return Issue(
        "ledger_empty",
        "$",
        "There is nothing in it. A ledger that was begun has a head, even before its first entry, so that one that "
        "was emptied is never taken for the first.",
        fix="If nothing was ever released, take the empty file away (or pass None); else take a copy of the ledger.",
    )


def _promised(head: dict[str, Any], found: Ledger) -> Issue:
    return cut(
        f"The head promises {head['releases']} releases and {head['crossings']} crossings, and "
        f"{len(found.entries)} and {len(found.crossings)} follow"
    )


def _changed(at: int | None = None) -> Issue:
    what = "The ledger" if at is None else f"Entry {at} of the ledger"
    return Issue(
        "ledger_changed",
        "$",
        f"{what} is not as it was written: it, or what stood before it, was changed, moved or taken out. A new "
        "release would be tried against something else than what is out there.",
        fix="Take the ledger from a copy that nobody changed.",
    )


def _untried(at: int) -> Issue:
    return Issue(
        "ledger_untried",
        "$",
        f"The release of entry {at} was tried against another ledger than what stands before it: two releases were "
        "made at once, or one was entered that was made elsewhere. Nobody has tried it beside what stands here.",
        fix="Make the release again beside this ledger. Two at once are kept apart by a lock, as sop release has it.",
    )

"""Tallies as JSON Lines: one object a line, at most 1 MiB each, in one order (DESIGN 3).

Equal tallies are equal bytes. A group whose counts do not fit on one line stands on several, in
parts. Reading is strict: a tally is taken whole, or refused with what is wrong and in which line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO

from attrs import evolve, frozen

from sop_core.documents.cleaning import LIMIT, too_large
from sop_core.documents.explain import MOST_ISSUES, more_issues, shape_issues
from sop_core.documents.quick_tally import is_sound_group
from sop_core.documents.reader import read
from sop_core.documents.registry import kind_of
from sop_core.errors import CallRefused, DocumentRefused, Issue
from sop_core.reporting import Assembling, Tally
from sop_core.reporting.tally_issues import cut_issue
from sop_core.reporting.written import batch_of, groups_of, head_of

#: The kinds of line that a tally has.
KINDS = ("tally", "tally-batch", "tally-group")
#: How many counts one line of a group holds at most.
MOST_COUNTS = 10_000

# Ids, digests and fractions are ASCII, and their keys sort alike by character and by UTF-16.
_compact = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
#: One count: where it stands in a group's line, and what it is.
_Entry = tuple[str, str, str, str | None, int]


def tally_lines(tally: Tally, *, limit: int = LIMIT) -> Iterator[bytes]:
    """A tally's lines, each with its line break, one after another: write them to a file as they come."""
    if not isinstance(tally, Tally):
        raise CallRefused(f"tally_lines takes a Tally, not a {type(tally).__name__}.")
    yield _line(head_of(tally))
    earlier: dict[str, dict[int, str]] = {}
    for (id_, revision), digest in tally.replaced.items():
        earlier.setdefault(id_, {})[revision] = digest
    for id_ in sorted(tally.batches):
        batch, replaced = tally.batches[id_], earlier.get(id_, {})
        # The batch's own line says how many follow.
        lines = [line for plain in groups_of(batch) for line in _lines_of(plain, limit)]
        yield _line(batch_of(batch, replaced, lines=len(lines)))
        yield from lines


def _line(plain: Mapping[str, Any]) -> bytes:
    return _compact(plain).encode("ascii") + b"\n"


def _lines_of(plain: dict[str, Any], limit: int) -> Iterator[bytes]:
    """A group's line, or several that hold its counts between them."""
    line = _line(plain)
    # No more counts stand there than colons.
    if len(line) <= limit and line.count(b":") <= MOST_COUNTS:
        yield line
    else:
        yield from map(_line, _parts(plain, limit))


def _parts(plain: dict[str, Any], limit: int) -> list[dict[str, Any]]:
    key = {name: value for name, value in plain.items() if name not in ("items", "scales")}
    room = limit - len(
        _line({**key, "items": {}, "scales": {}, "part": {"at": 99999, "of": 99999}})
    )
    parts: list[list[_Entry]] = [[]]
    used = 0
    for entry in _entries(plain):
        size = _size(entry)
        if parts[-1] and (used + size > room or len(parts[-1]) >= MOST_COUNTS):
            parts.append([])
            used = 0
        parts[-1].append(entry)
        used += size
    return [
        {**key, **_poured(part), "part": {"at": at, "of": len(parts)}}
        for at, part in enumerate(parts, start=1)
    ]


def _entries(plain: Mapping[str, Any]) -> Iterator[_Entry]:
    for section in ("items", "scales"):
        for name, counts in plain[section].items():
            for what, inner in counts.items():
                if isinstance(inner, dict):
                    yield from ((section, name, what, code, inner[code]) for code in inner)
                else:
                    yield (section, name, what, None, inner)


def _size(entry: _Entry) -> int:
    """The most that a count can take in a line, with all that may stand round it."""
    _, name, what, code, count = entry
    around = len('"":{"codes":{},"missing":{}},') + len('"":{},')
    return len(name) + len(what) + len(code or "") + len(str(count)) + around + len('"":,')


def _poured(entries: list[_Entry]) -> dict[str, Any]:
    found: dict[str, Any] = {"items": {}, "scales": {}}
    for section, name, what, code, count in entries:
        empty: dict[str, Any] = {"codes": {}, "missing": {}} if section == "items" else {}
        counts = found[section].setdefault(name, empty)
        if code is None:
            counts[what] = count
        else:
            counts.setdefault(what, {})[code] = count
    return found


def read_tally(source: bytes | BinaryIO | Iterable[bytes]) -> Tally:
    """A tally from its bytes, from a file opened for reading bytes, or from lines of bytes.

    Raises DocumentRefused with every issue; a path begins with the line, counted from 0: `$[3].n`.
    """
    state = Assembling()
    issues: list[Issue] = []
    for line in _lines(source):
        found = _taken(line, state)
        issues += [_placed(issue, line.number) for issue in found]
        if len(issues) > MOST_ISSUES:
            issues = [*issues[:MOST_ISSUES], more_issues()]
            break
    else:
        issues += state.end()
    if issues:
        raise DocumentRefused("The tally is refused.", issues=issues)
    return state.tally()


@frozen
class _Line:
    """A line, and whether it ends in a line break; None where it is longer than any may be."""

    number: int
    data: bytes | None
    ended: bool = True


def _lines(source: object) -> Iterator[_Line]:
    number = 0
    for number, data in enumerate(_pieces(source), start=1):
        if data is None:
            yield _Line(number, None)
        elif not data.endswith(b"\n"):
            yield _Line(number, data, ended=False)
        elif data.strip():
            yield _Line(number, data)


def _pieces(source: object) -> Iterator[bytes | None]:
    if isinstance(source, bytes | bytearray | memoryview):
        # Not splitlines, which ends a line at other characters too.
        yield from _read_lines(BytesIO(source).readline)
        return
    readline = getattr(source, "readline", None)
    if callable(readline):
        yield from _read_lines(readline)
        return
    if isinstance(source, str | Mapping) or not isinstance(source, Iterable):
        raise CallRefused(
            f"read_tally takes bytes, a file opened for reading bytes, or lines of bytes, not a "
            f"{type(source).__name__}."
        )
    for line in source:
        if not isinstance(line, bytes):
            raise CallRefused(
                f"A line is a {type(line).__name__}; read_tally takes lines of bytes."
            )
        yield line if len(line) <= LIMIT + 1 else None


def _read_lines(readline: Any) -> Iterator[bytes | None]:
    """The lines of an open file; of one that is too long only that it is, and no more is held of it."""
    while line := readline(LIMIT + 2):
        if len(line) <= LIMIT + 1:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = readline(LIMIT)
        yield None


def _taken(line: _Line, state: Assembling) -> list[Issue]:
    if line.data is None:
        state.pass_over()
        return [too_large(LIMIT)]
    if not line.ended:
        state.pass_over()
        return [cut_issue("The last line has no line break at its end")]
    try:
        document = read(line.data)
    except DocumentRefused as refused:
        state.pass_over()
        return list(refused.issues)
    kind = kind_of(document)
    if not isinstance(kind, str) or kind not in KINDS:
        state.pass_over()
        return [kind if isinstance(kind, Issue) else _not_of_a_tally(kind)]
    issues = [] if is_sound_group(document) else shape_issues(document, kind)
    if issues:
        state.pass_over()
        return issues
    return state.take(kind, document)


def _not_of_a_tally(kind: str) -> Issue:
    return Issue(
        "tally_line",
        "$['$schema']",
        f"The line is of kind {kind}, and a tally has lines of the kinds tally, tally-batch and tally-group alone. "
        "Records of people never stand in a tally.",
        fix="Take records to sop tally, and give sop merge the tallies that it makes.",
    )


def _placed(issue: Issue, number: int) -> Issue:
    return evolve(
        issue, path=f"$[{number - 1}]{issue.path[1:]}", message=f"Line {number}: {issue.message}"
    )

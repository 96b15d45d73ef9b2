"""Lines to a tally: what each line says in its place, and whether they belong together.

A reader gives each line's plain data to `take`, in order, once it is of its schema's shape; the end
is as important as the lines, since a file that was cut looks like a shorter one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from sop_core.errors import Issue, shown
from sop_core.reporting.closing import in_outcome_order
from sop_core.reporting.folding import Part, parts_of
from sop_core.reporting.tally import (
    Batch,
    Group,
    GroupKey,
    ItemCounts,
    Outcome,
    ScaleCounts,
    SkipReason,
    Tally,
)
from sop_core.reporting.tally_issues import (
    cut_issue,
    head_issue,
    miscounted,
    not_earlier,
    other_parts,
    out_of_place,
    too_deep,
    twice,
    two_scorings,
    unknown_scoring,
    wrong_part,
)
from sop_core.reporting.tally_rules import VALUED, check_group, check_sums, score_in
from sop_core.types import MissingReason, ScoreStatus

Plain = Mapping[str, Any]


@define
class _Parts:
    """A group whose counts stand on several lines, as far as they have come."""

    key: GroupKey
    n: int
    of: int
    came: int = 0
    items: dict[str, dict[str, Any]] = field(factory=dict)
    scales: dict[str, dict[str, Any]] = field(factory=dict)


@define
class _OpenBatch:
    """A batch whose lines are being read; `left` is how many are still to come."""

    plain: Plain
    left: int
    groups: dict[GroupKey, Group] = field(factory=dict)
    shapes: dict[tuple[str, str], tuple[frozenset[Part], frozenset[Part]]] = field(factory=dict)
    parts: _Parts | None = None
    faulty: bool = False


class Assembling:
    """A tally that is being read, line by line: `take` each, then `end`. It changes; the tally does not."""

    def __init__(self) -> None:
        self._levels: tuple[str, ...] | None = None
        self._versions: dict[tuple[str, str], str] = {}
        self._scorings: set[tuple[str, str]] = set()
        self._promised = 0
        self._batches: dict[str, Batch] = {}
        self._replaced: dict[tuple[str, int], str] = {}
        self._open: _OpenBatch | None = None
        self._blind = False

    def pass_over(self) -> None:
        """A line that cannot be read: what it was is unknown, and so is whether the others fit to it."""
        self._blind = True
        self._levels = self._levels or ()

    def take(self, kind: str, document: Plain) -> list[Issue]:
        """One line; `kind` is the name of its schema. Every rule that it breaks."""
        if (kind == "tally") is not (self._levels is None):
            first, self._levels = self._levels is None, self._levels or ()
            self._blind = True
            return [head_issue(first=first)]
        if kind == "tally":
            return self._head(document)
        if kind == "tally-batch":
            return self._batch(document)
        return self._group(document)

    def _head(self, document: Plain) -> list[Issue]:
        self._levels = tuple(document["levels"])
        self._promised = document["batches"]
        issues: list[Issue] = []
        for index, one in enumerate(document["instruments"]):
            at = (one["id"], one["version"])
            if at in self._versions:
                issues.append(two_scorings(index, *at))
            self._versions[at] = one["scoring"]
            self._scorings.add((one["id"], one["scoring"]))
        return issues

    def _batch(self, document: Plain) -> list[Issue]:
        issues = self._close()
        self._open = _OpenBatch(document, document["lines"])
        if document["batch"] in self._batches:
            issues.append(twice("A batch", document["batch"], "batch"))
        seen: set[int] = set()
        for index, one in enumerate(document["replaced"]):
            at = one["revision"]
            if at in seen or at >= document["revision"]:
                issues.append(not_earlier(index, at, document["revision"]))
            seen.add(at)
            self._replaced[document["batch"], at] = one["digest"]
        return issues

    def _group(self, document: Plain) -> list[Issue]:
        batch, key = self._open, _key(document)
        issues = check_group(document)
        if self._blind:
            return issues
        if batch is None or batch.left == 0:
            return [*issues, out_of_place()]
        batch.left -= 1
        issues += self._check_key(key)
        whole = _joined(batch, key, document, issues)
        if whole is not None and not issues:
            issues += _add(batch, key, _group_of(*whole))
        batch.faulty = batch.faulty or bool(issues)
        return issues

    def _check_key(self, key: GroupKey) -> list[Issue]:
        issues: list[Issue] = []
        levels = self._levels or ()
        if len(key.scope) > len(levels):
            issues.append(too_deep(key.scope, levels))
        if (key.instrument, key.scoring) not in self._scorings:
            issues.append(unknown_scoring(key))
        return issues

    def _close(self) -> list[Issue]:
        """The batch that was open is whole, or cut."""
        batch, self._open = self._open, None
        if batch is None or self._blind:
            return []
        plain = batch.plain
        if batch.left or batch.parts is not None:
            self._blind = True
            return [
                cut_issue(f"Batch {shown(plain['batch'])} lacks {max(batch.left, 1)} of its lines")
            ]
        skipped = {SkipReason(name): plain["skipped"][name] for name in sorted(plain["skipped"])}
        groups = {key: batch.groups[key] for key in sorted(batch.groups)}
        made = Batch(plain["batch"], plain["revision"], groups, skipped, plain["receiver"])
        self._batches[made.id] = made
        if batch.faulty or made.n == plain["counted"]:
            return []
        return [miscounted(made, plain["counted"])]

    def end(self) -> list[Issue]:
        """What is wrong with the whole, once every line was taken."""
        issues = self._close()
        if self._levels is None:
            return [cut_issue("The tally has no line at all")]
        if not self._blind and len(self._batches) != self._promised:
            said = (
                f"The first line promises {self._promised} batches, and {len(self._batches)} follow"
            )
            issues.append(cut_issue(said))
        return issues

    def tally(self) -> Tally:
        """The tally of lines with which nothing is wrong."""
        return Tally(
            self._levels or (),
            {id_: self._batches[id_] for id_ in sorted(self._batches)},
            {at: self._versions[at] for at in sorted(self._versions)},
            {at: self._replaced[at] for at in sorted(self._replaced)},
        )


def _joined(
    batch: _OpenBatch, key: GroupKey, document: Plain, issues: list[Issue]
) -> tuple[int, Plain, Plain] | None:
    """A group's counts once all of its lines are there; None until then, and where one is wrong."""
    n, part = document["n"], document.get("part")
    if batch.parts is None and part is None:
        return n, document["items"], document["scales"]
    if part is None or not _follows(batch, key, n, part) or not _poured(batch, document):
        issues.append(wrong_part())
        batch.parts, batch.faulty = None, True
        return None
    parts = batch.parts
    assert parts is not None  # noqa: S101  it was opened as the part was found to follow
    parts.came += 1
    if parts.came < parts.of:
        return None
    batch.parts = None
    issues += check_sums(n, parts.items, parts.scales)
    return n, parts.items, parts.scales


def _follows(batch: _OpenBatch, key: GroupKey, n: int, part: Plain) -> bool:
    """Whether a part is the next of its group; the first of one opens it."""
    if batch.parts is None:
        batch.parts = _Parts(key, n, part["of"])
    parts = batch.parts
    return (key, n, part["of"], part["at"]) == (parts.key, parts.n, parts.of, parts.came + 1)


def _poured(batch: _OpenBatch, document: Plain) -> bool:
    """Adds a line's counts to those before it; False where one count stands on two lines."""
    assert batch.parts is not None  # noqa: S101  see above
    pairs = ((document["items"], batch.parts.items), (document["scales"], batch.parts.scales))
    return all(
        _pour(counts, into.setdefault(name, {}))
        for more, into in pairs
        for name, counts in more.items()
    )


def _pour(counts: Plain, held: dict[str, Any]) -> bool:
    for what, inner in counts.items():
        if isinstance(inner, Mapping):
            deeper = held.setdefault(what, {})
            if deeper.keys() & inner.keys():
                return False
            deeper.update(inner)
        elif what in held:
            return False
        else:
            held[what] = inner
    return True


def _add(batch: _OpenBatch, key: GroupKey, group: Group) -> list[Issue]:
    if key in batch.groups:
        return [twice("A group", "/".join(key.scope) or "the whole", "scope")]
    shape = parts_of(group)
    if batch.shapes.setdefault((key.instrument, key.scoring), shape) != shape:
        return [other_parts(key)]
    batch.groups[key] = group
    return []


def _key(document: Plain) -> GroupKey:
    return GroupKey(
        tuple(document["scope"]),
        document["instrument"],
        document["scoring"],
        document["cycle"],
        tuple(sorted(document["groups"].items())),
    )


def _group_of(n: int, items: Plain, scales: Plain) -> Group:
    return Group(
        n,
        {name: _item(items[name]) for name in sorted(items)},
        {name: _scale(scales[name]) for name in sorted(scales)},
    )


def _item(plain: Plain) -> ItemCounts:
    codes, missing = plain["codes"], plain["missing"]
    return ItemCounts(
        {code: codes[code] for code in sorted(codes)},
        {MissingReason(reason): missing[reason] for reason in sorted(missing)},
        plain.get("answered", sum(codes.values())),
        "answered" in plain,
    )


def _scale(plain: Plain) -> ScaleCounts:
    found: dict[Outcome, int] = {}
    for status, counts in plain.items():
        if status in VALUED:
            found |= {(ScoreStatus(status), score_in(exact)): counts[exact] for exact in counts}
        else:
            found[ScoreStatus(status), None] = counts
    return ScaleCounts({at: found[at] for at in sorted(found, key=in_outcome_order)})

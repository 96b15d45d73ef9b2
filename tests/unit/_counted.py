"""Small tallies, and records to make them of."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sop_core.documents import tally_lines
from sop_core.reporting import Batch, Group, GroupKey, ItemCounts, ScaleCounts, Tally
from sop_core.types import MissingReason, ScoreStatus
from tests.property.door import sop_with
from tests.unit._small import choice, definition, item, options, scale

A, B = ("sha256:" + letter * 64 for letter in "ab")
TYPES = definition(
    choice("q1"),
    choice("q2", "two", show_if={"item": "q1", "in": ["a"]}),
    item("several", "choices", response_set="two"),
    item("yes", "boolean"),
    item("many", "integer", minimum=-5, maximum=400),
    item("weight", "decimal", minimum=0, maximum=9),
    item("said", "text"),
    item("day", "date"),
    sets={"two": options(0, 1)},
    scales=(scale("mean", "q1", "q2"), scale("sum", "q1", "yes"), scale("highest", "weight")),
)
SOP = sop_with(TYPES)


def record(id_: str, /, **fields: Any) -> dict[str, Any]:
    """A complete record; answers are those of `answers`, and nothing is required."""
    return {
        "$schema": "urn:sop:schema:administration:1", "id": id_,
        "instrument": {"id": "small", "version": "1.0.0"}, "status": "complete",
        "respondent": f"w-{id_}", "subject": None, "scope": ["north"], "cycle": "q", "locale": "en",
        "submitted_at": "2026-11-21T09:00:00Z", "answers": {"q1": "a"}, **fields,
    }  # fmt: skip


def later(
    earlier: dict[str, Any], id_: str, status: str = "amended", **fields: Any
) -> dict[str, Any]:
    """A record that stands in for another."""
    from sop_core import digest

    points = {"id": earlier["id"], "digest": digest(accepted(earlier))}
    return {**earlier, "id": id_, "status": status, "supersedes": points, **fields}


def accepted(document: dict[str, Any], sop: Any = SOP) -> Any:
    """The record of a document, whatever it builds on."""
    plain = {name: value for name, value in document.items() if name != "supersedes"}
    plain["status"] = "draft" if document["status"] == "draft" else "complete"
    from attrs import evolve

    from sop_core.types import RecordRef, RecordStatus

    made = sop.accept(plain).record
    points = document.get("supersedes")
    back = RecordRef(points["id"], points["digest"]) if points else None
    return evolve(made, status=RecordStatus(document["status"]), supersedes=back)


def group(n: int, *, scales: bool = True, **answers: int) -> Group:
    """A group whose one item has these codes (the rest declined), and whose one scale is 4 for all."""
    left = n - sum(answers.values())
    missing = {MissingReason.DECLINED: left} if left else {}
    items = {"q1": ItemCounts(answers, missing, n - left)}
    counts = {(ScoreStatus.SCORED, Fraction(4)): n}
    return Group(n, items, {"s1": ScaleCounts(counts)} if scales else {})


def key(*scope: str, scoring: str = A, cycle: str = "q", **groupings: str) -> GroupKey:
    return GroupKey(scope, "small", scoring, cycle, tuple(sorted(groupings.items())))


def batch(id_: str = "b", revision: int = 1, groups: Any = None, **fields: Any) -> Batch:
    return Batch(id_, revision, groups or {key("north"): group(3, a=2)}, **fields)


def tally(*batches: Batch, levels: tuple[str, ...] = ("office",), **fields: Any) -> Tally:
    fields.setdefault("versions", {("small", "1.0.0"): A})
    return Tally(levels, {one.id: one for one in batches or (batch(),)}, **fields)


def written(one: Tally) -> bytes:
    return b"".join(tally_lines(one))

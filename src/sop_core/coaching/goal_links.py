"""What a goal and its events build on: the worker's own records, and none that was entered in error."""

from __future__ import annotations

from collections.abc import Iterator

from sop_core.coaching.given import Given, is_void, kind_in, named, voided
from sop_core.errors import Issue, json_path
from sop_core.shapes import Json


def own(document: Json, field: str, given: Given, kind: str) -> tuple[Json | None, list[Issue]]:
    """The worker's own record that a field names, with what stands against it; None where it is not given."""
    found, issues = named(document, field, given, kind)
    return found, issues if found is None else list(_against(document, field, found, given))


def _against(document: Json, field: str, found: Json, given: Given) -> Iterator[Issue]:
    worker = document.get("worker")
    if isinstance(worker, str) and found.get("worker") != worker:
        yield Issue(
            "another_worker",
            json_path(field),
            f"{field} names a record of another worker. Goals, and what they build on, are one worker's own (S1-20).",
            fix=f"Name the {kind_in(found)} of this worker.",
        )
    if is_void(found, given):
        yield voided(field)

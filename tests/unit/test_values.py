"""A record's value and its document mirror each other, whatever the kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pytest
from attrs import field, frozen

from sop_core import to_document
from sop_core.documents import coaching_events_of, value_of
from sop_core.sop.given import POINTS, needs_of
from sop_core.types import NO_ENTRIES, FrozenMap, RecordRef, RecordStatus, frozen_mapping

A_DIGEST = "sha256:" + "a" * 64


@frozen(kw_only=True)
class Part:
    among: tuple[str, ...] = field(metadata={"name": "with"})
    note: str | None = None


@frozen(kw_only=True)
class Kept:
    KIND: ClassVar[str] = "kept"

    id: str
    status: RecordStatus
    made_at: str
    parts: Mapping[str, Part] = field(converter=FrozenMap[str, Part])
    level: str | None
    after: tuple[RecordRef, ...] = ()
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)


WHOLE = {
    "$schema": "urn:sop:schema:kept:1", "id": "k", "status": "amended",
    "made_at": "2026-11-01T09:00:00-08:00", "parts": {"a": {"with": ["x", "y"]}, "b": {"with": [], "note": "n"}},
    "level": None, "after": [{"id": "j", "digest": A_DIGEST}],
    "supersedes": {"id": "i", "digest": A_DIGEST}, "extensions": {"county": [1, {"x": None}]},
}  # fmt: skip


def test_a_document_comes_back_the_same():
    """Every field is written, under the name that the document has for it."""
    value = value_of(WHOLE, Kept)
    assert value.parts["a"].among == ("x", "y")
    assert value.status is RecordStatus.AMENDED
    assert to_document(value) == WHOLE


def test_what_is_none_by_default_is_left_out_and_the_rest_is_written():
    """An optional reference that is not there leaves no trace; a null that says something stays."""
    short = {key: WHOLE[key] for key in ("$schema", "id", "status", "made_at", "parts", "level")}
    written = to_document(value_of(short, Kept))
    assert written == {**short, "after": [], "extensions": {}}


@pytest.mark.parametrize("parts", [{"a": {"among": []}}, {"a": {"with": [], "more": 1}}, {"a": {}}])
def test_nothing_is_read_under_another_name(parts):
    """Inside a value, a name that the document does not have is a mistake, and so is one too many."""
    with pytest.raises(Exception, match=r"among|more|with"):
        value_of({**WHOLE, "parts": parts}, Kept)


def test_an_event_tells_that_it_was_accepted_and_no_more():
    """S2-15, S2-18: of a record of coaching only its kind, id and day leave."""
    (event,) = coaching_events_of(value_of(WHOLE, Kept))
    assert event["id"] == "kept.k.amended"
    assert event["type"] == "sop.kept.amended"
    assert event["data"] == {
        "kind": "kept", "record": "k", "schema": "urn:sop:schema:kept:1", "status": "amended",
        "day": "2026-11-01",
    }  # fmt: skip
    assert coaching_events_of(value_of({**WHOLE, "status": "draft"}, Kept)) == ()


def test_needs_are_read_from_every_field_that_points(monkeypatch):
    """A field may name one record or several; what is malformed is passed over, what stands twice is said once."""
    monkeypatch.setitem(POINTS, "rating", {"agreement": "agreement", "after": "rating"})
    monkeypatch.setattr("sop_core.documents.registry.names", lambda: ("rating",))
    one, two = {"id": "a", "digest": A_DIGEST}, {"id": "b", "digest": A_DIGEST}
    document = {
        "$schema": "urn:sop:schema:rating:1", "agreement": one, "after": [two, two, {"id": "no"}, 3],
        "supersedes": two,
    }  # fmt: skip
    found = [(need.kind, need.id) for need in needs_of(document)]
    assert found == [("agreement", "a"), ("rating", "b")]

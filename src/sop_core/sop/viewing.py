"""The current view of stored documents: each is read and checked, and its links by both of its digests.

A link names the digest of a record as it was accepted. A stored document has that digest as it
stands; what a host submitted, with less written in it, has it once it is read. Either will do, so
that a later release of the library, which may write the same record otherwise, breaks no link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve

from sop_core.catalog import Catalog
from sop_core.documents import digest_of, to_document
from sop_core.errors import CallRefused, Issue, RecordRefused, json_path
from sop_core.instruments import Administration, CurrentView
from sop_core.instruments.chains import Link
from sop_core.instruments.current import link_of, view_of
from sop_core.instruments.history import is_identified
from sop_core.sop.accepting import accepted, examine
from sop_core.sop.examining import Examined
from sop_core.types import RecordRef, RecordStatus, is_digest, is_id


def current_of(documents: Iterable[object], catalog: Catalog) -> CurrentView:
    """The current view of administrations, as documents or values; RecordRefused says what is none."""
    if isinstance(documents, str | bytes | Mapping) or not isinstance(documents, Iterable):
        raise CallRefused(
            f"documents is a {type(documents).__name__}; pass the records as a list: [document, ...]."
        )
    found: list[tuple[Link, Administration]] = []
    issues: list[Issue] = []
    for index, one in enumerate(documents):
        raw = to_document(one) if isinstance(one, Administration) else one
        examined = examine(raw, catalog=catalog, history=False)
        if examined.refused or examined.kind != "administration":
            issues += _placed(examined, index)
            continue
        record = accepted(examined, catalog).record
        assert isinstance(record, Administration)  # noqa: S101  what its kind says
        found.append((record_link(examined, record), record))
    if issues:
        raise RecordRefused("Not every document is a record that counts or not.", issues=issues)
    return view_of(found)


def _placed(examined: Examined, index: int) -> Iterable[Issue]:
    if not examined.refused:
        yield Issue(
            "not_a_record",
            json_path(index),
            f"The document is of kind {examined.kind}. The current view is one of administrations.",
            fix="Leave it out. Of a case, those records stand that no later finished one supersedes.",
        )
    for issue in examined.issues:
        if issue.severity == "advice":
            continue  # it refuses nothing, and would stand here as a reason
        yield evolve(issue, path=json_path(index) + issue.path[1:])


def record_link(examined: Examined, record: Administration) -> Link:
    """The links of a record that was read, by the digests of the record and of its document."""
    stored = to_document(record)
    content = digest_of(stored)
    # A stored record comes back as it was, and is not written out a second time to say so.
    same = stored == examined.document
    return link_of(record, content, content if same else digest_of(examined.document))


def refused_link(document: dict[str, Any]) -> Link | None:
    """The link of a record that was refused, where it says for which earlier one it would stand.

    What it names may not count as if nobody had tried to amend or void it.
    """
    id_, status, points = (document.get(key) for key in ("id", "status", "supersedes"))
    named = document.get("instrument")
    if not (is_id(id_) and status in tuple(RecordStatus) and isinstance(named, Mapping)):
        return None
    at = points if isinstance(points, Mapping) else {}
    if not (is_id(at.get("id")) and is_digest(at.get("digest"))):
        return None
    content = digest_of(document)
    who = ("respondent", "subject", "extensions", "submitted_at")
    return Link(
        id=str(id_),
        content=content,
        instrument=str(named.get("id")),
        status=RecordStatus(status),
        supersedes=RecordRef(at["id"], at["digest"]),
        identified=is_identified(*(document.get(key) for key in who)),
        digests=frozenset((content,)),
    )

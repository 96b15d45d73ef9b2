"""What a document builds on: the earlier records that it names, and those that a host gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from sop_core.documents import digest_of, kind_of, read, shape_issues, to_document
from sop_core.errors import CallRefused, DocumentRefused, Issue
from sop_core.types import is_digest, is_id

Given = Mapping[str, Mapping[str, Any]]
#: Where each kind of record names earlier records, and of which kind those are. A field
#: may hold one reference or a list of them. Each kind's rules are in `building`.
POINTS: dict[str, dict[str, str]] = {
    "rating": {"agreement": "agreement", "after": "rating"},
    "participation": {"after": "participation"},
    "agreement": {},
    "coaching-session": {
        "agreement": "agreement",
        "after": "coaching-session",
        "ratings": "rating",
        "goals": "goal",
    },
    "exception": {"agreement": "agreement"},
    "goal": {"agreement": "agreement", "rating": "rating", "previous": "goal"},
    "goal-event": {"goal": "goal"},
    "field-record": {},
    "statement": {"danger": "statement"},
}
#: The kinds whose records can be built on; each may supersede an earlier one of its own.
BUILT_ON = frozenset({"administration"})
DOCUMENTS = (str, bytes, bytearray, memoryview, Mapping)


@frozen
class Need:
    """An earlier record that a document builds on: load it, and pass it as `given`."""

    kind: str
    id: str
    digest: str


def given_by_digest(given: Iterable[object]) -> tuple[Given, list[Issue]]:
    """Earlier records, as documents or values, by the digest that later ones name them with.

    One that cannot be read is an issue; what can be no record at all is a wrong call.
    """
    if isinstance(given, DOCUMENTS) or not isinstance(given, Iterable):
        raise CallRefused(
            f"given is a {type(given).__name__}. It takes the earlier records as a list: given=[record]."
        )
    found: dict[str, Mapping[str, Any]] = {}
    issues: list[Issue] = []
    for index, one in enumerate(given):
        try:
            document = read(one) if isinstance(one, DOCUMENTS) else to_document(one)
        except DocumentRefused as refused:
            first = refused.issues[0]
            said = f"given[{index}] cannot be read, at {first.path}: {first.message}"
            issues.append(Issue("given_unreadable", "$", said, fix=first.fix))
        except TypeError as wrong:
            raise CallRefused(
                f"given[{index}] is a {type(one).__name__}. Pass earlier records: documents, or what "
                "receipt.record was."
            ) from wrong
        else:
            # What is no record cannot be built on, whatever digest it has.
            kind = kind_of(document)
            if isinstance(kind, str) and can_be_built_on(kind) and not shape_issues(document, kind):
                found[digest_of(document)] = document
    return found, issues


def can_be_built_on(kind: str) -> bool:
    """Whether later records may name one of this kind."""
    return kind in POINTS or kind in BUILT_ON


def needs_of(document: Mapping[str, Any]) -> tuple[Need, ...]:
    """What a document builds on, each once, as far as it says so in good form."""
    kind = kind_of(dict(document))
    if not isinstance(kind, str) or kind not in POINTS:
        kind = "administration"
    found: dict[Need, None] = {}
    for name, wanted in {**POINTS.get(kind, {}), "supersedes": kind}.items():
        points = document.get(name)
        for one in points if isinstance(points, list) else [points]:
            if isinstance(one, Mapping) and is_id(one.get("id")) and is_digest(one.get("digest")):
                found[Need(wanted, str(one["id"]), str(one["digest"]))] = None
    return tuple(found)

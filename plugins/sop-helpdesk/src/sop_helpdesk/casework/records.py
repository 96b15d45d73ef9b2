"""The records of one case: stored beside its ticket, found again, never edited.

A draft is written on by a later record that names it. What a finished record said stays, and a later one
stands in for it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from attrs import field, frozen
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from helpdesk.models import Ticket

from sop_core import RecordRefused, to_json
from sop_core.documents import digest_of, value_of
from sop_core.practice import FieldRecord, Statement
from sop_helpdesk import adapter
from sop_helpdesk.models import SopRecord, Token

Document = Mapping[str, Any]
KINDS: Mapping[str, type[FieldRecord | Statement]] = {
    "field-record": FieldRecord,
    "statement": Statement,
}
_VOID = "entered_in_error"
#: The screen of the contact note, and the extension by which a record remembers that it was written there. The Three
#: Questions are a tool of their own too, and then no contact note.
NOTE = "contact.note"
_SCREEN = "sop_helpdesk.screen"
#: What differs between two posts of one page that say the same.
_OF_THE_POST = frozenset({"made_at", "writer", "status", "supersedes"})


class SentBefore(Exception):
    """A page that was kept came once more, with other words. `document` is what was kept of it."""

    def __init__(self, document: Document) -> None:
        super().__init__("This page was kept before, with other words.")
        self.document = document


@frozen
class CaseFile:
    """All records of a ticket's case, in the order in which they were made."""

    ticket: Ticket
    documents: tuple[Document, ...] = field(repr=False)
    _by_id: dict[str, Document] = field(init=False, repr=False)
    _after: dict[str, list[Document]] = field(init=False, repr=False)
    _answers: dict[str, list[Document]] = field(init=False, repr=False)

    @_by_id.default
    def _index(self) -> dict[str, Document]:
        return {one["id"]: one for one in self.documents}

    @_after.default
    def _index_of_later(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for one in self.documents:
            if (before := _names(one)) is not None:
                found.setdefault(before, []).append(one)
        return found

    @_answers.default
    def _index_of_answers(self) -> dict[str, list[Document]]:
        found: dict[str, list[Document]] = {}
        for one in self.documents:
            if danger := one.get("danger"):
                found.setdefault(danger["id"], []).append(one)
        return found

    @classmethod
    def of(cls, ticket: Ticket) -> CaseFile:
        """The file of a ticket; empty where nothing was written yet."""
        rows = SopRecord.objects.filter(ticket=ticket, kind__in=KINDS)
        found = map(json.loads, rows.values_list("document", flat=True))
        return cls(ticket, tuple(sorted(found, key=when)))

    def standing(self, kind: str, *, drafts: bool = True) -> list[Document]:
        """The records of a kind that no later one stands in for, oldest first."""
        return [
            one
            for one in self.documents
            if kind_of(one) == kind
            and one["status"] != _VOID
            and (drafts or one["status"] != "draft")
            and not self._gone(one)
        ]

    def one(self, id_: str) -> Document:
        """A record of this case by its id; 404 where there is none."""
        if id_ not in self._by_id:
            raise Http404("There is no such page.")
        return self._by_id[id_]

    def later(self, document: Document) -> Document | None:
        """The finished record that stands in for this one, or the draft in which a draft was written on."""
        for one in self._after.get(document["id"], ()):
            if one["status"] != "draft" or document["status"] == "draft":
                return one
        return None

    def now(self, document: Document) -> Document | None:
        """The finished record that counts in a record's place, itself or a later one; None where none does."""
        at, seen = document, {document["id"]}
        while (later := self.later(at)) is not None and later["id"] not in seen:
            at = later
            seen.add(at["id"])
        return at if at["status"] not in ("draft", _VOID) else None

    def _gone(self, document: Document) -> bool:
        if self.later(document) is not None:
            return True
        root = self.root(document)
        if root is None or root is document:
            return False
        # A draft that was written after the change is nobody's change yet, and is shown.
        later = self.later(root)
        return later is not None and when(later) >= when(document)

    def root(self, document: Document) -> Document | None:
        """The finished record that a draft wants to stand in for; None where it stands for itself."""
        at: Document | None = document
        while at is not None and at["status"] == "draft":
            at = self._by_id.get(_names(at) or "")
        return at

    def values(self) -> list[FieldRecord | Statement]:
        """The records as sop_core's values."""
        return [value_of(one, KINDS[kind_of(one)]) for one in self.documents]

    @property
    def given(self) -> list[str]:
        """The records as what a later one may build on."""
        return [json.dumps(one) for one in self.documents]

    def beside(self, document: Document) -> list[str]:
        """The records that bear on what is noticed of one, so that a page of many records reads each once.

        They are those that it is tied to, by a change or as goal and danger, and the pages of the same tool.
        """
        found = {document["id"]: document}
        waiting = [document]
        while waiting:
            one = waiting.pop()
            named = (_names(one), (one.get("danger") or {}).get("id"))
            tied = [self._by_id[id_] for id_ in named if id_ in self._by_id]
            tied += (*self._after.get(one["id"], ()), *self._answers.get(one["id"], ()))
            new = [each for each in tied if each["id"] not in found]
            found |= {each["id"]: each for each in new}
            waiting += new
        tool = document.get("tool")
        alike = [
            one
            for one in self.documents
            if tool and one.get("tool") == tool and one["status"] != "draft"
        ]
        found |= {one["id"]: one for one in alike}
        return [json.dumps(one) for one in found.values()]

    def status_of(self, pressed: str, before: Document | None, screen: str = "") -> dict[str, Any]:
        """The status and the link of what is written now, after the record that it was written on.

        What no page shows, such as an agency's own extensions, comes along from there.
        """
        own = {_SCREEN: screen} if screen else {}
        extensions = {**((before or {}).get("extensions") or {}), **own}
        along = {"extensions": extensions} if extensions else {}
        if before is None:
            return {**along, "status": pressed}
        if pressed == "draft":
            return {**along, "status": "draft", "supersedes": ref(before)}
        root = self.root(before)
        if root is not None:
            return {**along, "status": "amended", "supersedes": ref(root)}
        return {**along, "status": "complete", "supersedes": ref(before)}


@contextmanager
def locked(ticket: Ticket) -> Iterator[CaseFile]:
    """A case that nobody else writes meanwhile: posts that come at once are taken in turn."""
    with transaction.atomic():
        # PostgreSQL waits for the ticket's row; SQLite has one writer at a time.
        list(Ticket.objects.select_for_update(of=("self",)).filter(pk=ticket.pk))
        yield CaseFile.of(ticket)


def keep(document: dict[str, Any], case: CaseFile) -> tuple[Document, bool]:
    """Store a record of the case: what is stored under its id now, and whether it is new.

    Raises RecordRefused with every issue; SentBefore where a record of this id says something else.
    """
    there = next((one for one in case.documents if one["id"] == document["id"]), None)
    if there is None:
        return document, adapter.keep(document, case.ticket, given=case.given)
    if _says_the_same(document, there, case):
        return there, False
    raise SentBefore(there)


def _says_the_same(document: dict[str, Any], there: Document, case: CaseFile) -> bool:
    others = [json.dumps(one) for one in case.documents if one["id"] != document["id"]]
    try:
        read = json.loads(to_json(adapter.engine().accept(document, given=others).record))
    except RecordRefused:
        return False
    return all(there.get(name) == read[name] for name in read.keys() - _OF_THE_POST)


def head(user: Any, ticket: Ticket, id_: str) -> dict[str, Any]:
    """What the host adds to what was written: who, of which case, when. Tokens, never names."""
    return {
        "id": id_,
        "case": Token.of(ticket),
        "writer": Token.of(user),
        "made_at": timezone.localtime().isoformat(timespec="milliseconds"),
    }


def ref(document: Document) -> dict[str, str]:
    """How a later record names an earlier one."""
    return {"id": document["id"], "digest": digest_of(document)}


def screen_of(document: Document | None) -> str:
    """The screen that a record was written on: the contact note's, or none of its own."""
    said = ((document or {}).get("extensions") or {}).get(_SCREEN)
    return NOTE if said == NOTE else ""


def kind_of(document: Document) -> str:
    """The name of a stored document's schema."""
    return str(document["$schema"].split(":")[3])


def _names(document: Document) -> str | None:
    return (document.get("supersedes") or {}).get("id")


def when(document: Document) -> dt.datetime:
    """The moment at which a record was made."""
    return dt.datetime.fromisoformat(document["made_at"])

"""The records of one coaching relation: stored once, found again, each by its own row.

A relation is all that hangs on one agreement; its id is that of the first draft. Nothing is edited:
what two people write at once are two rows, and both are kept.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from attrs import define, field
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import Http404
from django.utils import timezone

from sop_core import to_json
from sop_core.documents import digest_of
from sop_helpdesk import adapter
from sop_helpdesk.models import SopRecord, Token

Document = Mapping[str, Any]
#: Who may be in an agreement beside the worker.
PARTNERS = ("supervisor", "coach")
#: What each party looks at the worker's records for.
PURPOSES = {"worker": "self_reflection", "coach": "coaching", "supervisor": "supervision"}


@define
class Relation:
    """One relation, as it is stored now: its documents in the order in which they were made."""

    id: str
    documents: tuple[Document, ...] = field(repr=False)

    @classmethod
    def of(cls, id_: str) -> Relation:
        """The relation of an id; 404 where there is none."""
        rows = SopRecord.objects.filter(relation=id_).exclude(kind="disclosure")
        found = sorted(map(json.loads, rows.values_list("document", flat=True)), key=_when)
        if not found:
            raise Http404("There is no such page.")
        return cls(id_, tuple(found))

    def kind(self, kind: str) -> list[Document]:
        """The records of one kind that count, oldest first."""
        all_of_it = [one for one in self.documents if kind_of(one) == kind]
        gone = {one["supersedes"]["id"] for one in all_of_it if one.get("supersedes")}
        return [
            one
            for one in all_of_it
            if one["id"] not in gone and one["status"] in ("complete", "amended")
        ]

    @cached_property
    def drafts(self) -> list[Document]:
        """The agreement as it was written, by the worker first and then by the partner."""
        return [
            one
            for one in self.documents
            if kind_of(one) == "agreement" and one["status"] == "draft"
        ]

    @cached_property
    def agreement(self) -> Document | None:
        """The agreement as it stands, ended or not; None before both have said yes."""
        return next(reversed(self.kind("agreement")), None)

    @property
    def chain(self) -> list[Document]:
        """The agreement and those that it stands in for, the newest first."""
        found: list[Document] = []
        now = self.agreement
        while now is not None:
            found.append(now)
            before = (now.get("supersedes") or {}).get("id")
            now = next((one for one in self.documents if one["id"] == before), None)
        return found

    @property
    def text(self) -> Document:
        """What is or may be agreed: the agreement, or its latest draft."""
        return self.agreement or self.drafts[-1]

    @property
    def worker(self) -> str:
        """The worker's token."""
        return str(self.text["worker"])

    @property
    def partner(self) -> str:
        """`supervisor` or `coach`: who goes along."""
        return next(party for party in PARTNERS if self.text.get(party))

    @property
    def parties(self) -> tuple[str, str]:
        """The two who are in it."""
        return ("worker", self.partner)

    def party(self, user: Any) -> str:
        """`worker`, `supervisor` or `coach`: who this user is here; 404 for anybody else."""
        token = Token.of(user)
        for party in ("worker", *PARTNERS):
            if self.text.get(party) == token:
                return party
        raise Http404("There is no such page.")

    @property
    def in_force(self) -> bool:
        """Whether the agreement holds today."""
        one, day = self.agreement, timezone.localdate().isoformat()
        return bool(one and one["starts"] <= day <= one["ends"] and not one.get("ended"))

    def one(self, kind: str, id_: str) -> Document:
        """A record of this relation by its id; 404 where there is none."""
        for document in self.kind(kind):
            if document["id"] == id_:
                return document
        raise Http404("There is no such page.")


@contextmanager
def locked(id_: str) -> Iterator[Relation]:
    """A relation that nobody else changes meanwhile: posts that come at once are taken in turn."""
    with transaction.atomic():
        # PostgreSQL waits for the first draft's row; SQLite has one writer at a time.
        list(SopRecord.objects.select_for_update().filter(pk=id_, kind="agreement"))
        yield Relation.of(id_)


@contextmanager
def working(id_: str) -> Iterator[Relation]:
    """As `locked`, with the agreement in force; 404 where one of the two has ended it meanwhile."""
    with locked(id_) as relation:
        if not relation.in_force:
            raise Http404("There is no such page.")
        yield relation


def relations(user: Any) -> list[Relation]:
    """The relations that a user is or may become a party of, newest first."""
    token = Token.of(user)
    rows = SopRecord.objects.filter(kind="agreement", document__contains=f'"{token}"')
    ids = rows.order_by("relation").values_list("relation", flat=True).distinct()
    found = [Relation.of(id_) for id_ in ids]
    mine = [one for one in found if token in [one.text.get(p) for p in ("worker", *PARTNERS)]]
    return sorted(mine, key=lambda one: _when(one.documents[0]), reverse=True)


def keep(document: dict[str, Any], *, worker: str, relation: Relation | str) -> bool:
    """Store a record of a worker, with all that it may build on; False where it was there already.

    Raises RecordRefused with every issue.
    """
    if SopRecord.objects.filter(pk=document["id"]).exists():
        return False
    given = relation.documents if isinstance(relation, Relation) else ()
    return adapter.keep(
        document,
        None,
        given=[json.dumps(one) for one in given],
        person=worker,
        relation=relation.id if isinstance(relation, Relation) else relation,
    )


def new(kind: str, id_: str, **fields: Any) -> dict[str, Any]:
    """A record to be kept, made now."""
    head = {"$schema": f"urn:sop:schema:{kind}:1", "id": id_, "status": "complete"}
    return {**head, "made_at": now(), **fields}


def now() -> str:
    """This moment, in the county's time."""
    return timezone.localtime().isoformat(timespec="milliseconds")


def ref(document: Document) -> dict[str, str]:
    """How a later record names an earlier one."""
    return {"id": document["id"], "digest": digest_of(document)}


def kind_of(document: Document) -> str:
    """The name of a stored document's schema."""
    return str(document["$schema"].split(":")[3])


def name_of(token: str | None) -> str:
    """The name under which a person is known in this host: only the host joins the two."""
    row = Token.objects.filter(token=token).first()
    user = get_user_model().objects.filter(pk=row.object_id).first() if row else None
    return (user.get_full_name() or user.get_username()) if user else "somebody who has left"


def stored(record: object) -> dict[str, Any]:
    """What sop_core made, as the document that is stored."""
    found: dict[str, Any] = json.loads(to_json(record))
    return found


def _when(document: Document) -> dt.datetime:
    return dt.datetime.fromisoformat(document["made_at"])

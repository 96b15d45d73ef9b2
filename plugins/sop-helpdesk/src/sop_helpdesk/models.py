"""The tables: records and scores, events that wait, opaque tokens, and links that are still open.

Nothing here is edited after it was written, but for an event's mark that it was delivered. What is taken out again is
links that were used or are over, and why a lead was not shown something.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.db import models


def new_token() -> str:
    """128 random bits, as 32 hexadecimal characters: says nothing about whom it stands for."""
    return secrets.token_hex(16)


class Token(models.Model):
    """The random name under which one user or one ticket appears in records.

    Only this table joins the two: who gets the records without it learns no user and no case.
    """

    model = models.CharField(max_length=100)
    object_id = models.CharField(max_length=64)
    token = models.CharField(max_length=32, unique=True, default=new_token)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "object_id"], name="sop_one_token")]

    @classmethod
    def of(cls, thing: models.Model) -> str:
        """The token of a user or a ticket; made when it is first asked for."""
        row, _ = cls.objects.get_or_create(model=thing._meta.label, object_id=str(thing.pk))
        return str(row.token)

    def __str__(self) -> str:
        return str(self.token)


class SopRecord(models.Model):
    """One accepted record, exactly as sop_core wrote it, and the score that belongs to it.

    The key is the record's own random id: a running number would tell in which order anonymous
    answers came. A record of an anonymous instrument has no ticket, no user and no time of day.
    Records of coaching have `person` and `relation`, which lead to them; who may see one is the
    gate's to say, from the record itself.
    """

    id = models.CharField(primary_key=True, max_length=64)
    kind = models.CharField(max_length=32)
    status = models.CharField(max_length=32)
    instrument = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=64, blank=True)
    ticket = models.ForeignKey(
        "helpdesk.Ticket", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    person = models.CharField(
        max_length=64, blank=True, default="", help_text="the token of the worker it is about"
    )
    relation = models.CharField(
        max_length=64, blank=True, default="", help_text="the id of the agreement's first draft"
    )
    day = models.DateField()
    document = models.TextField(help_text="the record, as sop_core.to_json wrote it")
    score = models.TextField(blank=True, help_text="the score, as sop_core.to_json wrote it")

    class Meta:
        indexes = [
            models.Index(fields=["kind", "ticket"], name="sop_kind_of_ticket"),
            models.Index(fields=["relation", "kind"], name="sop_kind_of_relation"),
            models.Index(fields=["person", "kind"], name="sop_kind_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Learning(models.Model):
    """Whether a worker's own screens may know what they are learning: their own choice, off until they make it."""

    person = models.CharField(primary_key=True, max_length=64, help_text="the worker's token")
    agreed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "agreed" if self.agreed else "not agreed"


class ParentLink(models.Model):
    """A one-time link that a family has not used yet (S0-12); `links` says what it promises.

    The row knows the link by its hash alone, and names no ticket, no user and no moment: there is
    nothing in it that a used link could be traced by, even in a copy of the table made before.
    """

    hash = models.CharField(
        primary_key=True, max_length=64, help_text="SHA-256 of the token in the link"
    )
    instrument = models.CharField(max_length=64)
    version = models.CharField(max_length=64)
    unit = models.CharField(
        max_length=64, help_text="the narrowest reporting group: a queue's slug"
    )
    groups = models.TextField(
        default="{}", help_text="JSON: the case's part of each grouping that the agency reports by"
    )
    closes = models.DateField(help_text="the first day on which the link opens no more")

    def __str__(self) -> str:
        return f"a link to {self.instrument}"


class Outbox(models.Model):
    """One event that waits for delivery, or was delivered; the order is that of `id`."""

    id = models.BigAutoField(primary_key=True)
    event_id = models.CharField(max_length=255, unique=True)
    event = models.TextField(help_text="the CloudEvent, as sop_core.to_json wrote it")
    created = models.DateField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "outbox"
        indexes = [
            models.Index(
                fields=["id"], name="sop_waiting", condition=models.Q(delivered_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return str(self.event_id)


class Kept(models.QuerySet):
    """Rows that are added and never changed or taken out."""

    def update(self, **values: Any) -> int:
        """Refused."""
        raise TypeError("What was released is out there: its row is not changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise TypeError("What was released is out there: its row is not taken out.")


class KeptRow(models.Model):
    """A row that is written once (rule 6). SQL can still change it; `releases.ledger` then releases nothing more."""

    objects = Kept.as_manager()

    class Meta:
        abstract = True

    def save(self, **options: Any) -> None:
        """Write it, the first time."""
        super().save(**{**options, "force_insert": True})

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        return type(self).objects.delete()


class ReleaseLedger(models.Model):
    """One row: what the ledger comes to. Whoever releases locks it."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    entries = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=71)

    def __str__(self) -> str:
        return f"{self.entries} releases"


class ReleaseEntry(KeptRow):
    """One release, exactly as sop_core wrote it, at its place in the ledger.

    Place and id are unique: a second release at one place was tried against an older ledger, and is not stored.
    """

    at = models.PositiveIntegerField(primary_key=True)
    release = models.CharField(max_length=64, unique=True, help_text="the release's id")
    digest = models.CharField(max_length=71, help_text="of the release")
    content = models.CharField(max_length=104, help_text="of the counts that it was made of")
    plan = models.CharField(max_length=71, help_text="the digest of the plan that asked for it")
    document = models.TextField(help_text="the release, as sop_core.to_json wrote it")
    by = models.CharField(max_length=32, blank=True, help_text="the token of who published it")
    day = models.DateField()

    class Meta:
        verbose_name_plural = "release entries"

    def __str__(self) -> str:
        return str(self.release)


class ReleaseReason(KeptRow):
    """Why a release withholds what it withholds: who reads it learns what was withheld.

    Pages show it to whoever may `sop_helpdesk.view_releasereason`: superusers, and whom they give it to.
    """

    entry = models.OneToOneField(
        ReleaseEntry, primary_key=True, on_delete=models.PROTECT, related_name="reason"
    )
    reasons = models.TextField(help_text="JSON: scope, reason, and what is shown in its place")

    def __str__(self) -> str:
        return f"reasons of {self.pk}"


class ReleaseLookReason(models.Model):
    """Why a look that is not published withholds what it withholds: as private as `ReleaseReason`.

    `sop_forget` takes it out when it is old, or when the look was published: the release has reasons of its own. A lead
    who looks at the same again brings it back.
    """

    look = models.OneToOneField(
        "ReleaseLook", primary_key=True, on_delete=models.PROTECT, related_name="reason"
    )
    reasons = models.TextField(help_text="JSON: scope, reason, and what is shown in its place")
    day = models.DateField()

    def __str__(self) -> str:
        return f"reasons of {self.pk}"


class ReleaseRefusal(models.Model):
    """Why a lead was refused, where the lead was told less: as private as `ReleaseReason`, and shown to the same.

    It says what was asked for and on which day, and not who asked. `sop_forget` takes it out when it is old.
    """

    id = models.CharField(
        primary_key=True,
        max_length=64,
        help_text="the digest of the row: one row a day for the same",
    )
    kind = models.CharField(max_length=16, help_text="a look, a correction, or to publish")
    instrument = models.CharField(max_length=64)
    cycle = models.CharField(max_length=64)
    asked = models.TextField(help_text="JSON: what was asked for")
    issues = models.TextField(help_text="JSON: all that stood against it")
    day = models.DateField()

    def __str__(self) -> str:
        return f"{self.kind} of {self.instrument}, {self.cycle}"


class ReleaseCounts(KeptRow):
    """The tally of a cycle, as it was when somebody first looked at results of it. Confidential: it is no report.

    All that is looked at or released of the cycle is made of these counts (rule 5): between two looks at counts that
    grow stands whoever answered in between. A correction is made of the next revision, counted at its first look.
    """

    instrument = models.CharField(max_length=64)
    cycle = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    tally = models.TextField(help_text="the tally, in lines")
    workers = models.TextField(help_text="JSON: how many workers each group had")
    day = models.DateField()

    class Meta:
        verbose_name_plural = "release counts"
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "cycle", "revision"], name="sop_one_count_of_a_revision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.cycle}"


class ReleaseLook(KeptRow):
    """What somebody was shown before it was released. It is in no ledger, and whoever looked has seen it all the same:
    each further look is tried beside those before it.
    """

    id = models.CharField(primary_key=True, max_length=64, help_text="the digest of what was shown")
    release = models.CharField(max_length=64, db_index=True, help_text="the id it would have")
    instrument = models.CharField(max_length=64)
    cycle = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1, help_text="of the counts it was made of")
    plan = models.TextField(help_text="the plan, as sop_core.to_json wrote it")
    document = models.TextField(help_text="what would be released, as sop_core.to_json wrote it")
    day = models.DateField()

    def __str__(self) -> str:
        return str(self.release)

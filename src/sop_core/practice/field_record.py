"""One use of a field tool with a family, as a record: the values, frozen.

A record of a case is confidential. It names people by the host's tokens; what was said stands in it as
text, and leaves it in no event, no tally, no log and no refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from attrs import field, frozen

from sop_core.practice.tools import FieldTool
from sop_core.types import NO_ENTRIES, FrozenMap, RecordRef, RecordStatus, frozen_mapping


class Voice(StrEnum):
    """Whose words or view an entry is."""

    CHILD = "child"
    CAREGIVER = "caregiver"
    FAMILY = "family"
    NETWORK = "network"
    WORKER = "worker"
    OTHER = "other"


class Ring(StrEnum):
    """Where a person stands in the Safety Circles: who knows most stands nearest (B-25)."""

    INNER = "inner"
    MIDDLE = "middle"
    OUTER = "outer"


class Tie(StrEnum):
    """How a person is tied to the family, on a face sheet (S2-27)."""

    STRONG = "strong"
    STRESSED = "stressed"
    THIN = "thin"
    NEW = "new"


class ObjectiveKind(StrEnum):
    """What an objective of a case plan asks for, as a person tagged it: nothing guesses it (S2-34)."""

    BEHAVIOR = "behavior"
    SERVICE = "service"
    NOT_DECIDED = "not_decided"


class Consent(StrEnum):
    """Whether those who may decide agreed that the child was asked (B-23)."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"
    NOT_ASKED = "not_asked"


class Sharing(StrEnum):
    """Whether the child wants others to see it: the child decides (B-23)."""

    YES = "yes"
    NO = "no"
    SOME = "some"
    NOT_ASKED = "not_asked"


@frozen(kw_only=True)
class Entry:
    """One thing that was said or seen, under one part of the tool.

    `verbatim`: the text is the speaker's very words. `person` is the id of one of the record's people.
    `text` is None in a record whose narrative was taken out.
    """

    id: str
    part: str
    text: str | None = None
    voice: Voice | None = None
    verbatim: bool = False
    person: str | None = None
    kind: ObjectiveKind | None = None


@frozen(kw_only=True)
class Person:
    """A person on a page, by the host's token; `label` is what the family calls them there."""

    id: str
    label: str | None = None
    relation: str | None = None
    ring: Ring | None = None
    tie: Tie | None = None


@frozen(kw_only=True)
class Move:
    """A person came nearer, went further off, came in (`starts` is None) or left (`to` is None), on a day."""

    person: str
    starts: Ring | None = field(default=None, metadata={"name": "from"})
    to: Ring | None = None
    on: str


@frozen(kw_only=True)
class Scaling:
    """A scaling question and where somebody stands on it. The bounds are data (B-29).

    Exactly one of `value` and `missing` is there: unknown is never zero.
    """

    id: str
    low: int
    high: int
    voice: Voice
    value: int | None = None
    missing: str | None = None
    low_means: str | None = None
    high_means: str | None = None


@frozen(kw_only=True)
class Setting:
    """How a tool was used with a child (B-23, B-24): the child's order and names, who wrote, consent and stop.

    `consent` and `sharing` are None where nobody wrote them down: that is not the same as not asked.
    """

    order: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default=NO_ENTRIES, converter=FrozenMap[str, str])
    written_by: Voice | None = None
    consent: Consent | None = None
    stopped: bool = False
    stopped_at: str | None = None
    sharing: Sharing | None = None


@frozen(kw_only=True)
class FieldRecord:
    """One use of a field tool. `redacted`: its narrative was taken out, and its structure stayed (C-33)."""

    KIND: ClassVar[str] = "field-record"

    id: str
    status: RecordStatus
    tool: FieldTool
    case: str
    writer: str
    made_at: str
    confidential: str
    entries: tuple[Entry, ...] = ()
    people: tuple[Person, ...] = ()
    moves: tuple[Move, ...] = ()
    scales: tuple[Scaling, ...] = ()
    setting: Setting | None = None
    redacted: bool = False
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)

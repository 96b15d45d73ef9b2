"""The agreement that comes before any goal: purpose and process, and that it is not used for appraisal.

S1-07  shared understanding of purpose and process comes before goals and timelines
S1-08  an agency that holds coaching and appraisal in one process is recorded; the lock stays
S1-09  all profiles together is the default; S1-10 a linear order is the exception
S1-17  the dialogue structure, with the best hopes and worst fears of every party
S1-18  how often, how long, what inside the agency may use, and not for appraisal
S2-15  sessions are confidential, with one exception
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import ClassVar

from attrs import field, frozen

from sop_core.profiles import LearningContext
from sop_core.shapes import Json, mapping
from sop_core.types import NO_ENTRIES, FrozenMap, RecordRef, RecordStatus, frozen_mapping


class AgreementParty(StrEnum):
    """A party to an agreement."""

    WORKER = "worker"
    SUPERVISOR = "supervisor"
    COACH = "coach"


#: Who may be on the other side of an agreement: at least one of them is (S2-22).
PARTNERS = (AgreementParty.SUPERVISOR, AgreementParty.COACH)


class Mode(StrEnum):
    """Whether profiles are used together (S1-09), or one after the other (S1-10)."""

    TOGETHER = "together"
    LINEAR = "linear"


Words = Mapping[str, str]


@frozen(kw_only=True)
class Dialogue:
    """What was talked about along the dialogue structure; `hopes` and `fears` by party (S1-17)."""

    purpose: str | None = None
    context: str | None = None
    stakeholders: str | None = None
    desired_outcomes: str | None = None
    hopes: Words = field(default=NO_ENTRIES, converter=FrozenMap[str, str])
    fears: Words = field(default=NO_ENTRIES, converter=FrozenMap[str, str])


@frozen(kw_only=True)
class Frequency:
    """Every so many weeks or months."""

    every: int
    unit: str


@frozen(kw_only=True)
class Terms:
    """How often, how long, and what the parties promise (S1-18, S2-15)."""

    not_for_appraisal: bool
    confidential: bool
    exception: str
    frequency: Frequency | None = None
    minutes: int | None = None
    internal_use: str | None = None


@frozen(kw_only=True)
class Assent:
    """One party's yes."""

    party: AgreementParty
    on: str


@frozen(kw_only=True)
class Ending:
    """Which party ended it, and the last day on which it holds."""

    by: AgreementParty
    on: str


@frozen(kw_only=True)
class Agreement:
    """What a worker and a supervisor, a coach or both agreed. `shares` says what each may be shown."""

    KIND: ClassVar[str] = "agreement"

    id: str
    status: RecordStatus
    worker: str
    context: LearningContext
    dialogue: Dialogue
    terms: Terms
    starts: str
    ends: str
    made_at: str
    supervisor: str | None = None
    coach: str | None = None
    shares: Mapping[str, tuple[str, ...]] = field(
        default=NO_ENTRIES, converter=FrozenMap[str, tuple[str, ...]]
    )
    mode: Mode = Mode.TOGETHER
    order: tuple[str, ...] = ()
    combined_with_appraisal: bool = False
    assents: tuple[Assent, ...] = ()
    ended: Ending | None = None
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)

    @property
    def parties(self) -> Mapping[str, str]:
        """Who takes part, by party."""
        every = {"worker": self.worker, "supervisor": self.supervisor, "coach": self.coach}
        return FrozenMap({party: token for party, token in every.items() if token is not None})


def parties_in(document: Json) -> dict[str, str]:
    """The tokens of an agreement's document, by party."""
    every = ((party.value, document.get(party.value)) for party in AgreementParty)
    return {party: token for party, token in every if isinstance(token, str)}


def partners_in(document: Json) -> frozenset[str]:
    """The tokens of those on the other side of an agreement: its supervisor, its coach."""
    parties = parties_in(document)
    return frozenset(parties[one] for one in PARTNERS if one in parties)


def in_force(
    agreement: Agreement | Json, on: str, *, given: Iterable[Agreement | Json] = ()
) -> bool:
    """Whether an agreement holds on a day, `YYYY-MM-DD`.

    It does from `starts` to `ends`, both days in it, or to the day on which a party ended it. A draft
    is no agreement, what was entered in error was none, and one that a later record among `given`
    stands in for holds no longer.
    """
    if _said(agreement, "status") not in (RecordStatus.COMPLETE, RecordStatus.AMENDED):
        return False
    starts, last = _said(agreement, "starts"), [_said(agreement, "ends"), *_ended(agreement)]
    # What a malformed document does not say is never yes.
    if not starts or not starts <= on <= min(last):
        return False
    return not any(
        _superseded(other) == _said(agreement, "id")
        and _said(other, "status") != RecordStatus.DRAFT
        for other in given
    )


def _said(agreement: Agreement | Json, name: str) -> str:
    value = agreement.get(name) if isinstance(agreement, Mapping) else getattr(agreement, name)
    return value if isinstance(value, str) else ""


def _ended(agreement: Agreement | Json) -> list[str]:
    if isinstance(agreement, Mapping):
        on = mapping(agreement.get("ended")).get("on")
        return [on] if isinstance(on, str) else []
    return [agreement.ended.on] if agreement.ended else []


def _superseded(other: Agreement | Json) -> object:
    if isinstance(other, Mapping):
        return mapping(other.get("supersedes")).get("id")
    return other.supersedes.id if other.supersedes else None

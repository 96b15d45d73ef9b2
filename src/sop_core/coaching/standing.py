"""Which records count: not those that a later one stands in for, nor what was entered in error (DESIGN 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar

from attrs import frozen

from sop_core.profiles import read_time
from sop_core.types import RecordRef, RecordStatus


class Kept(Protocol):
    """A record that may stand in for an earlier one."""

    @property
    def id(self) -> str:
        """Its id."""
        ...

    @property
    def status(self) -> RecordStatus:
        """Where it stands."""
        ...

    @property
    def made_at(self) -> str:
        """When it was made."""
        ...

    @property
    def supersedes(self) -> RecordRef | None:
        """The earlier record that it stands in for."""
        ...


R = TypeVar("R", bound=Kept)

_START = (dt.datetime.min.replace(tzinfo=dt.UTC), "")


def in_order(record: Kept) -> tuple[dt.datetime, str, str]:
    """What records are put in order by: the moment at which they were made, wherever that was, then the id."""
    moment, fraction = read_time(record.made_at) or _START
    return (moment, fraction, record.id)


@frozen
class Standing(Generic[R]):
    """Records of one kind: those that count, those set aside, and rivals of which nobody can tell which counts."""

    counting: tuple[R, ...]
    set_aside: tuple[R, ...]
    rivals: tuple[R, ...]


def standing(records: Iterable[R]) -> Standing[R]:
    """Which of the records of one kind count, each list in the order in which they were made.

    A draft stands in for nothing yet. Where two records stand in for one, and neither was voided since,
    which of them counts cannot be told from the records.
    """
    every = sorted(records, key=in_order)
    settled = [one for one in every if one.status is not RecordStatus.DRAFT]
    behind = {one.supersedes.id for one in settled if one.supersedes}
    later: dict[str, list[R]] = {}
    for one in settled:
        if (
            one.supersedes
            and one.id not in behind
            and one.status is not RecordStatus.ENTERED_IN_ERROR
        ):
            later.setdefault(one.supersedes.id, []).append(one)
    rivals = {one.id for each in later.values() if len(each) > 1 for one in each}
    counting = [
        one
        for one in every
        if one.id not in behind
        and one.id not in rivals
        and one.status is not RecordStatus.ENTERED_IN_ERROR
    ]
    return Standing(
        tuple(counting),
        tuple(one for one in every if one not in counting and one.id not in rivals),
        tuple(one for one in every if one.id in rivals),
    )

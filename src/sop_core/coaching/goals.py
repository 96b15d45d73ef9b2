"""Goals as values: a small measurable step, and what was done towards it (S1-21 to S1-24)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from attrs import field, frozen

from sop_core.types import NO_ENTRIES, ProfileRef, RecordRef, RecordStatus, frozen_mapping


class WindowKind(StrEnum):
    """What the words of a window count in (S1-24)."""

    DAYS = "days"
    WEEKS = "weeks"
    WEEKDAY = "weekday"
    DATE = "date"


@frozen(kw_only=True)
class GoalWindow:
    """From when until when, both days in it; `due` is what the words resolve to from `starts` (C-18)."""

    phrase: str
    kind: WindowKind
    n: int | None = None
    weekday: str | None = None
    starts: str
    due: str


@frozen(kw_only=True)
class WordsRef:
    """Which goal words hold for a goal."""

    id: str
    version: str


@frozen(kw_only=True)
class Goal:
    """One goal of a worker under an agreement: one behaviour, how many of what, until when.

    `target` is a level of `aspect` in the profile; `rating` the worker's own, which it builds on.
    `previous` is the goal that this one follows. Texts are the pair's own words.
    """

    KIND: ClassVar[str] = "goal"

    id: str
    status: RecordStatus
    agreement: RecordRef
    worker: str
    profile: ProfileRef
    activity: str
    count: int
    unit: str
    among: tuple[str, ...] = field(metadata={"name": "with"})
    window: GoalWindow
    made_at: str
    confirmed_by: tuple[str, ...]
    words: WordsRef
    purpose: str | None = None
    aspect: str | None = None
    target: str | None = None
    rating: RecordRef | None = None
    previous: RecordRef | None = None
    phrase: str | None = None
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)


@frozen(kw_only=True)
class GoalEvent:
    """One thing done towards a goal. It says with whom and when, and nothing of how well (S1-01).

    `reference` is the case, family, child or sibling group; `covers` the children of a group (C-20).
    """

    KIND: ClassVar[str] = "goal-event"

    id: str
    status: RecordStatus
    goal: RecordRef
    worker: str
    reference: str
    on: str
    made_at: str
    covers: tuple[str, ...] = ()
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)

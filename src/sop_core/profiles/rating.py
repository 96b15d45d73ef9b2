"""A rating as a frozen value: where one worker stands in one practice, aspect by aspect, from one view."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from attrs import field, frozen

from sop_core.types import (
    NO_ENTRIES,
    FrozenMap,
    ProfileRef,
    RecordRef,
    RecordStatus,
    frozen_mapping,
)


class RatingView(StrEnum):
    """Whose view a rating is: the worker's own, or that of a coach or supervisor. They are kept apart."""

    SELF = "self"
    OBSERVED = "observed"


class RatingPurpose(StrEnum):
    """What a rating is for. An appraisal is no purpose of a rating (S1-05)."""

    SELF_REFLECTION = "self_reflection"
    COACHING = "coaching"


class LearningContext(StrEnum):
    """Where in a worker's learning it was made (S1-12, S1-16)."""

    FIELD = "field"
    ORIENTATION = "orientation"
    CORE_TRAINING = "core_training"


@frozen(kw_only=True)
class AspectRating:
    """One aspect's level: `attained` is met in full; None says that the lowest level is not yet met.

    `some_work_at` are levels above it with some of their description in evidence, lowest first. They
    raise nothing (C-14, D8).
    """

    attained: str | None
    some_work_at: tuple[str, ...] = ()


@frozen(kw_only=True)
class Rating:
    """One worker's levels in one profile: a vector by aspect, and never a total (S1-04).

    An aspect that is not in `aspects` was not rated, which says nothing of its level. `after` is the
    worker's own rating that an observed one comes after (S1-27).
    """

    KIND: ClassVar[str] = "rating"

    id: str
    status: RecordStatus
    profile: ProfileRef
    worker: str
    rater: str
    view: RatingView
    purpose: RatingPurpose
    made_at: str
    aspects: Mapping[str, AspectRating] = field(converter=FrozenMap[str, AspectRating])
    agreement: RecordRef | None = None
    after: RecordRef | None = None
    context: LearningContext | None = None
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)

"""What a report is to hold and how small it may be: the plan and the policy, as values (DESIGN 7).

S0-09: a plan names one of four purposes. C-21: 11 is the usual minimum, and always that of parents' data; a lower
one, for staff inside the agency alone, is decided by somebody, says why, and is never under 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from attrs import field, frozen

from sop_core.instruments import Instrument
from sop_core.instruments.wording import FAMILY_ROLES
from sop_core.reporting.cells import Scope
from sop_core.reporting.crossing import ReportPurpose
from sop_core.types import NO_ENTRIES

#: C-21: the usual limits, and those that nobody may go under.
MIN_CELL, LEAST_CELL = 11, 5
MIN_SUBJECTS, LEAST_SUBJECTS = 5, 3
#: What a document leaves out where it is empty.
ABSENT: Mapping[str, Any] = {"empty": "absent"}


class Audience(StrEnum):
    """Who may read a release: everybody, or the agency alone."""

    PUBLIC = "public"
    INTERNAL = "internal"


@frozen(kw_only=True)
class PlannedInstrument:
    """Which instrument; its digests pin it where they are given."""

    id: str
    version: str
    digest: str | None = None
    scoring: str | None = None


@frozen(kw_only=True)
class PlannedCycle:
    """A cycle with its first and last day, written `YYYY-MM-DD`."""

    id: str
    starts: str
    ends: str


@frozen(kw_only=True)
class Subjects:
    """How many workers a scope has, or a part of one by a further grouping (rule 2)."""

    scope: Scope
    n: int
    groups: Mapping[str, str] = field(default=NO_ENTRIES, metadata=ABSENT)


class PartKind(StrEnum):
    """What the values of a further grouping do with a scope.

    `partition`: everybody is in one part; who names none is in `_other`. `overlapping`: one value is singled out,
    and those who have it may be singled out by other groupings too.
    """

    PARTITION = "partition"
    OVERLAPPING = "overlapping"


@frozen(kw_only=True)
class PlannedGrouping:
    """A further grouping by itself: down to a level, or of the whole alone.

    A record has one value of each grouping, so that two values of one can never overlap: what overlaps are values
    of different groupings, each singled out by an entry of its own (`value`).
    """

    id: str
    kind: PartKind
    value: str | None = None
    level: str | None = None


class BarsOf(StrEnum):
    """Whose answers a distribution is of: a single-choice item's options, or a scale's bands."""

    ITEM = "item"
    SCALE = "scale"


@frozen(kw_only=True)
class PlannedDistribution:
    """A distribution, and which neighbours each bar joins, from the lowest up; none: by `bars_of`'s rule."""

    id: str
    kind: BarsOf = BarsOf.ITEM
    bars: tuple[tuple[str, ...], ...] = field(default=(), metadata=ABSENT)


class Spread(StrEnum):
    """What may be said of how far answers lie apart, where twice `min_cell` answered (rule 4)."""

    SD = "sd"
    MEDIAN = "median"
    INTERVAL = "interval"


@frozen(kw_only=True)
class Plan:
    """What a release is to hold: measures of one cycle of one instrument, down to a level.

    `levels` are the first of the tally's, widest first; the whole is always released with them. `order` is the
    agency's own order of scopes: what it does not name follows by name, and who did not answer is shown as zero.
    """

    KIND: ClassVar[str] = "release-plan"

    id: str
    instrument: PlannedInstrument
    cycle: str
    levels: tuple[str, ...]
    measures: tuple[str, ...]
    purpose: ReportPurpose
    audience: Audience
    cycles: tuple[PlannedCycle, ...] = ()
    subjects: tuple[Subjects, ...] = ()
    order: tuple[Scope, ...] = ()
    groupings: tuple[PlannedGrouping, ...] = field(default=(), metadata=ABSENT)
    distributions: tuple[PlannedDistribution, ...] = field(default=(), metadata=ABSENT)
    spread: tuple[Spread, ...] = field(default=(), metadata=ABSENT)


@frozen(kw_only=True)
class Decided:
    """Who decided on lower limits than the usual ones, when and why."""

    on: str
    by: str
    why: str


@frozen(kw_only=True)
class Policy:
    """How small a published number may be: `min_cell` respondents, `min_subjects` workers of parents."""

    KIND: ClassVar[str] = "release-policy"

    id: str
    audience: Audience
    min_cell: int = MIN_CELL
    min_subjects: int = MIN_SUBJECTS
    decided: Decided | None = None


def default_policy(audience: Audience) -> Policy:
    """The policy where nobody gives one: the usual limits."""
    return Policy(id="default", audience=audience)


def is_of_parents(instrument: Instrument) -> bool:
    """Whether the answers are of parents or their families, about whoever worked with them (rule 2)."""
    return instrument.respondent_role in FAMILY_ROLES

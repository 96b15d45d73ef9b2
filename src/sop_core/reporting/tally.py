"""A tally: whole numbers that add up, by batch, and nothing of a person (DESIGN 7).

    group      one scope, instrument, scoring digest, cycle and set of groupings
    item       how many gave each option's code, and how many gave none, for each reason
    scale      how many came to each (status, exact score), the score as a reduced fraction
    batch      the groups of one delivery; a later revision stands in for an earlier one

Open text, dates and free decimals are not tallied. Nothing is divided or rounded here: that happens
once, after the last merge, so that it comes out the same whoever counted.

S0-07: a tally holds no respondent, subject, record id or time. It is confidential all the same, since
a small unit's tally says what its few people answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING

from attrs import field, frozen

from sop_core.types import NO_ENTRIES, FrozenMap, ItemType, MissingReason, ScoreStatus

if TYPE_CHECKING:
    from sop_core.reporting.crossing import Export, ReportPurpose
    from sop_core.reporting.folding import Needs

#: How a scale came out: its status, and its exact score where it has one.
Outcome = tuple[ScoreStatus, Fraction | None]

#: The types of which every answer is one of a known few; the others are not tallied.
TALLIED = (ItemType.CHOICE, ItemType.CHOICES, ItemType.BOOLEAN, ItemType.INTEGER)

#: What a level is called where nobody says: the first is the widest.
DEFAULT_LEVEL = "level_{}"


class SkipReason(StrEnum):
    """Why a record of a batch was not counted, each by its name.

    `copy`: the same record stood there before. `answered_again`: the same person answered once more in the
    same cycle, later, and one of each is to be counted. `refused` and `unsettled` records are skipped only
    where the caller asks for that; else they refuse the batch.
    """

    DRAFT = "draft"
    SUPERSEDED = "superseded"
    ENTERED_IN_ERROR = "entered_in_error"
    COPY = "copy"
    ANSWERED_AGAIN = "answered_again"
    REFUSED = "refused"
    UNSETTLED = "unsettled"


def _counts(given: Mapping[str, int]) -> FrozenMap[str, int]:
    return FrozenMap(given)


def _reasons(given: Mapping[MissingReason, int]) -> FrozenMap[MissingReason, int]:
    return FrozenMap(given)


def _outcomes(given: Mapping[Outcome, int]) -> FrozenMap[Outcome, int]:
    return FrozenMap(given)


def _skipped(given: Mapping[SkipReason, int]) -> FrozenMap[SkipReason, int]:
    return FrozenMap(given)


@frozen(order=True)
class GroupKey:
    """Whose answers are counted together: `scope` is widest first, `groupings` pairs in order of name."""

    scope: tuple[str, ...]
    instrument: str
    scoring: str
    cycle: str
    groupings: tuple[tuple[str, str], ...] = ()


#: What keys are sorted by: their own order, of which thousands of comparisons would each lay out both keys anew.
in_key_order = attrgetter("scope", "instrument", "scoring", "cycle", "groupings")


@frozen
class ItemCounts:
    """One item of one group. A count of zero is left out.

    `several` says that a person may choose several codes; then `n_answered` people gave at least one,
    and the codes add up to that or more. Else the codes add up to `n_answered` exactly.
    """

    codes: Mapping[str, int] = field(converter=_counts)
    missing: Mapping[MissingReason, int] = field(converter=_reasons)
    n_answered: int
    several: bool = False

    @property
    def n(self) -> int:
        """How many records are counted."""
        return self.n_answered + sum(self.missing.values())


@frozen
class ScaleCounts:
    """One scale of one group: how many records came to each outcome. A count of zero is left out."""

    counts: Mapping[Outcome, int] = field(converter=_outcomes)

    @property
    def n(self) -> int:
        """How many records are counted, those without a value too."""
        return sum(self.counts.values())

    @property
    def n_valued(self) -> int:
        """How many records have a value: those that are scored or prorated."""
        return sum(count for (_, exact), count in self.counts.items() if exact is not None)

    @property
    def total(self) -> Fraction:
        """The exact sum of the values; nothing unknown is in it (C-07)."""
        found = ((exact, count) for (_, exact), count in self.counts.items() if exact is not None)
        return sum((exact * count for exact, count in found), Fraction(0))


def _items(given: Mapping[str, ItemCounts]) -> FrozenMap[str, ItemCounts]:
    return FrozenMap(given)


def _scales(given: Mapping[str, ScaleCounts]) -> FrozenMap[str, ScaleCounts]:
    return FrozenMap(given)


@frozen
class Group:
    """What `n` records of one group come to. Every item and scale that is held counts all of them."""

    n: int
    items: Mapping[str, ItemCounts] = field(converter=_items)
    scales: Mapping[str, ScaleCounts] = field(converter=_scales)


def _groups(given: Mapping[GroupKey, Group]) -> FrozenMap[GroupKey, Group]:
    return FrozenMap(given)


@frozen
class Batch:
    """One delivery: the groups of one revision, and how many records were skipped, by reason.

    `receiver` names whom it was exported for; None where it never left its maker.
    """

    id: str
    revision: int
    groups: Mapping[GroupKey, Group] = field(converter=_groups)
    skipped: Mapping[SkipReason, int] = field(default=NO_ENTRIES, converter=_skipped)
    receiver: str | None = None

    @property
    def n(self) -> int:
        """How many records are counted in it."""
        return sum(group.n for group in self.groups.values())


def _batches(given: Mapping[str, Batch]) -> FrozenMap[str, Batch]:
    return FrozenMap(given)


def _versions(given: Mapping[tuple[str, str], str]) -> FrozenMap[tuple[str, str], str]:
    return FrozenMap(given)


def _replaced(given: Mapping[tuple[str, int], str]) -> FrozenMap[tuple[str, int], str]:
    return FrozenMap(given)


@frozen
class Tally:
    """Batches of counts, with what is needed to lay them together. Merge, fold and export them.

    `levels` names the places of a scope, widest first. `versions` holds the scoring digest of each
    (instrument id, version) that was ever counted in; `replaced` the digest of each (batch, revision)
    that a later revision stands in for, so that the same number never stands for two contents.
    """

    levels: tuple[str, ...] = ()
    batches: Mapping[str, Batch] = field(default=NO_ENTRIES, converter=_batches)
    versions: Mapping[tuple[str, str], str] = field(default=NO_ENTRIES, converter=_versions)
    replaced: Mapping[tuple[str, int], str] = field(default=NO_ENTRIES, converter=_replaced)

    @property
    def n(self) -> int:
        """How many records are counted in all batches."""
        return sum(batch.n for batch in self.batches.values())

    @cached_property
    def groups(self) -> Mapping[GroupKey, Group]:
        """All batches as one, by group in order."""
        from sop_core.reporting.folding import fold

        return fold(self)

    def export(
        self,
        *,
        level: str | None,
        receiver: str,
        batch: str,
        purpose: ReportPurpose | str,
        revision: int = 1,
        needs: Needs | None = None,
    ) -> Export:
        """What a named receiver is given, and the second document that says so: `crossing.export`."""
        from sop_core.reporting.crossing import export

        return export(
            self,
            level=level,
            receiver=receiver,
            batch=batch,
            purpose=purpose,
            revision=revision,
            needs=needs,
        )

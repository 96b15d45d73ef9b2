"""One cycle of an instrument under two scoring digests: whose answers are counted anew, and whose stand beside them.

A migration counts records under another version (`sop tally --under`), and then they are the same people. What was
released under the one is known to whoever reads the other, so that rule 5 holds between the two as between a release
and its correction. Records that one tally counts side by side, each under its own version, are other people: their
releases have nothing to do with each other, unless every number of the two is the same (`attack_people`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from sop_core.errors import Issue, shown
from sop_core.reporting.attack_people import PEOPLE
from sop_core.reporting.ledgers import LedgerEntry
from sop_core.reporting.releases import Release
from sop_core.reporting.tabling import content_of, scored_in
from sop_core.reporting.tally import Group, GroupKey, ScaleCounts, Tally
from sop_core.types import FrozenMap, ScoreStatus


@frozen
class Earlier:
    """What was released of a cycle: of the same people as now, and of others who are counted beside them."""

    same: tuple[LedgerEntry, ...]
    beside: tuple[LedgerEntry, ...]

    def is_recount(self, own: str) -> bool:
        """Whether the last release of the same people was under another scoring."""
        return bool(self.same) and self.same[-1].release.instrument.scoring != own


def earlier_of(entries: Iterable[LedgerEntry], tally: Tally, *, scoring: str) -> Earlier:
    """The entries of an instrument and cycle, by whether their people are still counted as they were, beside these."""
    every = tuple(entries)
    last = {one.release.instrument.scoring: one for one in every}
    beside = {
        name
        for name, one in last.items()
        if name != scoring
        and one.is_of(
            content_of(scored_in(tally, one.release.instrument.id, name, one.release.cycle)),
        )
    }
    return Earlier(
        same=tuple(one for one in every if one.release.instrument.scoring not in beside),
        beside=tuple(one for one in every if one.release.instrument.scoring in beside),
    )


def mixed_issues(same: Iterable[LedgerEntry], own: str) -> Iterator[Issue]:
    """Two scorings that were released side by side, and are counted together now."""
    first: dict[int, str] = {}
    for one in same:
        ref = one.release.instrument
        if first.setdefault(one.release.edition, ref.scoring) != ref.scoring:
            yield Issue(
                "release_other_scoring",
                "$.cycle",
                f"{shown(one.release.id)} and a release before it were of people who were counted side by side, under "
                "two versions of the instrument, and this tally counts them otherwise. The new numbers less the old "
                "ones would be somebody's.",
                fix="Release the cycle as it was counted then; count the next cycle under one version from its start.",
            )
            return


def with_people(groups: Mapping[GroupKey, Group]) -> dict[GroupKey, Group]:
    """The groups with how many records each has as a measure: another scoring may share no other one."""
    return {
        key: evolve(
            group,
            scales=FrozenMap(
                {
                    **group.scales,
                    PEOPLE: ScaleCounts({(ScoreStatus.SCORED, Fraction(0)): group.n}),
                }
            ),
        )
        for key, group in groups.items()
    }


def apart(releases: Iterable[Release]) -> Mapping[str, tuple[Release, ...]]:
    """Releases by scoring where two scorings share an edition: then they stand side by side. Else all as one."""
    every = tuple(releases)
    editions: dict[int, set[str]] = {}
    for one in every:
        editions.setdefault(one.edition, set()).add(one.instrument.scoring)
    if all(len(scorings) == 1 for scorings in editions.values()):
        return {"": every} if every else {}
    names = sorted({one.instrument.scoring for one in every})
    return {name: tuple(one for one in every if one.instrument.scoring == name) for name in names}

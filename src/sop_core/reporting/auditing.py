"""The attackers on releases that went out already, whoever made them: what `sop audit` tells.

Releases of one instrument and cycle bear on each other, under one scoring or two. The public is tried on what is
public, the inside on all; each at the lowest minimum of what it reads, and each release by itself at its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from sop_core.reporting.attack_all import attack
from sop_core.reporting.attack_leaks import Attack, Leak
from sop_core.reporting.attack_words import explain
from sop_core.reporting.bounds import BoundsSolver
from sop_core.reporting.cells import Published
from sop_core.reporting.plans import Audience
from sop_core.reporting.releases import Release, published_of
from sop_core.reporting.scorings import apart


@frozen(kw_only=True)
class AuditLeak:
    """One success of an attacker: on what, from which releases, and the sentence that says how."""

    instrument: str
    cycle: str
    measure: str | None
    releases: tuple[str, ...]
    leak: Leak
    sentence: str


@frozen(kw_only=True)
class Audit:
    """What came of it: every leak, how the bounds were found, and of how many withheld numbers nobody could tell.

    What is undecided may not be read as safe: a solver decides it (`sop_core.audit.LinearSolver`).
    """

    leaks: tuple[AuditLeak, ...]
    bounds: tuple[str, ...]
    n_undecided: int

    @property
    def holds(self) -> bool:
        """Whether every attacker came to an end, and none succeeded."""
        return not self.leaks and not self.n_undecided


def audit(
    releases: Iterable[Release], *, solver: BoundsSolver | None = None
) -> tuple[AuditLeak, ...]:
    """Every way in which these releases, taken together, give somebody away, as far as it could be found."""
    return audited(releases, solver=solver).leaks


def audited(releases: Iterable[Release], *, solver: BoundsSolver | None = None) -> Audit:
    """The attackers on these releases, taken together, with what they could not decide."""
    groups: dict[tuple[str, str], list[Release]] = {}
    for one in releases:
        groups.setdefault((one.instrument.id, one.cycle), []).append(one)
    found: dict[tuple[object, ...], AuditLeak] = {}
    undecided: set[tuple[object, ...]] = set()
    bounds: set[str] = set()
    for about in sorted(groups):
        for several in _together(groups[about]):
            for scoring, attacked in _attacked(several, solver):
                bounds.update(attacked.bounds)
                undecided.update((*about, scoring, cell) for cell in attacked.undecided)
                for leak in attacked.leaks:
                    key = (*about, leak.kind, leak.cell, leak.because)
                    found.setdefault(key, _told(leak, several))
    return Audit(
        leaks=tuple(found.values()), bounds=tuple(sorted(bounds)), n_undecided=len(undecided)
    )


def _together(releases: list[Release]) -> Iterator[list[Release]]:
    yield from ([one] for one in releases)
    public = [one for one in releases if one.audience is Audience.PUBLIC]
    if len(public) > 1:
        yield public
    if len(releases) > len(public) and len(releases) > 1:
        yield releases


def _attacked(releases: list[Release], solver: BoundsSolver | None) -> Iterator[tuple[str, Attack]]:
    """The releases of one scoring beside those of the others, or all as one where each corrects those before."""
    least = min(one.policy.min_cell for one in releases)
    parts = apart(releases)
    for scoring, several in parts.items():
        beside = [one for name, others in parts.items() if name != scoring for one in others]
        yield (
            scoring,
            attack(_published(several), min_cell=least, solver=solver, beside=_published(beside)),
        )


def _published(releases: Iterable[Release]) -> list[Published]:
    return [one for release in releases for one in published_of(release)]


def _told(leak: Leak, releases: list[Release]) -> AuditLeak:
    return AuditLeak(
        instrument=releases[0].instrument.id,
        cycle=releases[0].cycle,
        measure=leak.cell.measure or None if leak.cell else None,
        releases=tuple(one.id for one in releases),
        leak=leak,
        sentence=explain(leak, levels=max((one.levels for one in releases), key=len)),
    )

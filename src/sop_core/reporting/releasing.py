"""A tally to a release: what may be shown of it, tried by every attacker beside all that was released (DESIGN 7).

    counted       the plan's table, of scopes that each have one path
    withheld      what is small by itself, and what protects it; what was withheld before stays so
    attacked      the rows beside the ledger's for the audience; what leaks is repaired, then cleaned up
    refused       where nothing safe is left, with everything that stands against it

It is a pure function of the tally's counts, the plan, the policy and the ledger: the order of batches and groups
changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, field, frozen

from sop_core.errors import Issue, ReleaseRefused, listed, shown
from sop_core.instruments import Instrument
from sop_core.reporting.adding_up import adding_up
from sop_core.reporting.bars import distributed
from sop_core.reporting.bounds import BoundsSolver
from sop_core.reporting.cells import Place
from sop_core.reporting.correcting import changed, frozen_issue, other_before
from sop_core.reporting.differing import standards_of
from sop_core.reporting.editions import against_editions, deeper
from sop_core.reporting.ledgers import Ledger, LedgerEntry, known_to
from sop_core.reporting.plan_parts import other_codes, uncounted
from sop_core.reporting.plan_rules import fit_issues
from sop_core.reporting.plans import Audience, BarsOf, Plan, Policy
from sop_core.reporting.releases import Release
from sop_core.reporting.releasing_asked import Asked, readers_of
from sop_core.reporting.releasing_bars import Bars, Whose, counts_of_bars, other_bars, with_bars
from sop_core.reporting.releasing_safe import Attacks, proved, safe, standing
from sop_core.reporting.releasing_spread import Spreads, with_spread
from sop_core.reporting.remainders import people_of
from sop_core.reporting.scorings import Earlier, earlier_of, mixed_issues, with_people
from sop_core.reporting.suppress_frame import Pattern, Reason
from sop_core.reporting.tabling import (
    content_of,
    counted,
    groups_in,
    parts_of_plan,
    scored_in,
)
from sop_core.reporting.tally import Group, GroupKey, Tally
from sop_core.types import FrozenMap


@frozen(kw_only=True)
class Released:
    """A release, and what is the host's alone: why each place is withheld, and what it was made of.

    `reasons` and, of distributions, `bar_reasons` go into a private file, and are never published. `content`
    is the digest of the counts. `again` says that the ledger has this very release already.
    """

    release: Release
    reasons: Mapping[Place, Reason] = field(repr=False)
    bar_reasons: Mapping[Whose, Reason] = field(factory=FrozenMap[Whose, Reason], repr=False)
    content: str
    again: bool = False


def release(
    tally: Tally,
    plan: Plan,
    policy: Policy,
    *,
    instrument: Instrument,
    ledger: Ledger | None = None,
    before: Tally | None = None,
    solver: BoundsSolver | None = None,
) -> Released:
    """The release that a plan and a policy make of a tally, beside what the ledger holds.

    `before` is the tally that the cycle was first released from, where this is a correction of it. A release that
    the ledger has, asked for again of the same counts, comes out as it was. `solver` finds bounds where sums form
    rings (`sop_core.audit.LinearSolver`); without one the rules that withhold prove them, or nothing is released.
    Raises ReleaseRefused with every issue.
    """
    held = ledger or Ledger()
    known = held.named(plan.id)
    if known is None:
        return _released(tally, plan, policy, instrument, held, before, solver)
    made = _released(tally, plan, policy, instrument, held.before(plan.id), before, solver)
    # How the bounds were found is no part of what is shown: the solver may have come, or gone, since.
    proof = evolve(made.release.proof, bounds=known.release.proof.bounds)
    if evolve(made.release, proof=proof) != known.release:
        raise ReleaseRefused(issues=[_twice(plan.id)])
    return Released(
        release=known.release,
        reasons=made.reasons,
        bar_reasons=made.bar_reasons,
        content=made.content,
        again=True,
    )


def _twice(id_: str) -> Issue:
    return Issue(
        "release_twice",
        "$.id",
        f"The ledger has a release {id_!r}, and it holds something else. One name for two results would leave nobody "
        "sure which was meant.",
        fix="Give the plan an id of its own.",
    )


def _released(
    tally: Tally,
    plan: Plan,
    policy: Policy,
    instrument: Instrument,
    ledger: Ledger,
    before: Tally | None,
    solver: BoundsSolver | None,
) -> Released:
    issues = fit_issues(plan, policy, instrument, tally)
    groups = groups_in(tally, instrument, plan.cycle)
    lacks = sorted(
        {name for one in groups.values() for name in plan.measures if name not in one.scales}
        | set(uncounted(plan, groups))
    )
    if not issues and (lacks or not groups):
        issues = [_uncounted(plan, lacks)]
    issues = issues or list(other_codes(plan, instrument, groups))
    if issues:
        raise ReleaseRefused("Nothing is released.", issues=issues)
    content = content_of(groups)
    known = earlier_of(
        ledger.about(instrument.id, plan.cycle), tally, scoring=instrument.ref.scoring
    )
    earlier = known.same
    issues = list(mixed_issues(earlier, instrument.ref.scoring))
    if issues:
        raise ReleaseRefused("Nothing is released.", issues=issues)
    edition = max((one.release.edition for one in earlier), default=0)
    if earlier and (known.is_recount(instrument.ref.scoring) or not earlier[-1].is_of(content)):
        edition += _is_corrected(before, tally, known, instrument, plan, policy)
    # Whoever is inside reads what is public too, and all that is inside.
    for audience in {plan.audience, Audience.INTERNAL}:
        issues = list(deeper(plan, known_to(earlier, audience), edition=edition))
        if issues:
            raise ReleaseRefused("Nothing is released.", issues=issues)
    asked = Asked(
        plan=plan,
        policy=policy,
        instrument=instrument,
        counted=counted(plan, instrument, groups),
        ledger=ledger,
        known=known_to(earlier, plan.audience),
        unions=tuple(readers_of(known, plan, policy)),
        edition=edition,
        solver=solver,
        people=people_of(plan, instrument, groups, [one.release for one in earlier]),
    )
    attacks = Attacks(asked, standing(asked))
    pattern = safe(asked, attacks)
    made = asked.release(pattern.withheld)
    if not made.shown:
        raise ReleaseRefused("Nothing is released.", issues=[_nothing_shown(policy)])
    reasons: dict[Place, Reason] = {
        place: pattern.withheld[place] for place in asked.counted.places if place in pattern
    }
    bars = _bars(asked, groups, pattern, earlier)
    whole, issues = with_bars(made, bars, attacks, asked.known)
    if issues:
        raise ReleaseRefused("Nothing is released.", issues=issues)
    spreads = Spreads(asked=plan.spread, counted=asked.counted, min_cell=policy.min_cell)
    final = with_spread(whole.release, spreads, attacks)
    compared_at = _compared_at(earlier, edition, policy)
    issues = list(against_editions(final, asked.known, proved=compared_at))
    if issues:
        raise ReleaseRefused("Nothing is released.", issues=issues)
    return Released(
        release=proved(asked, final, pattern, attacks.tried(final)),
        reasons=FrozenMap(reasons),
        bar_reasons=whole.reasons,
        content=content,
    )


def _compared_at(earlier: tuple[LedgerEntry, ...], edition: int, policy: Policy) -> int:
    """The minimum at which this edition was held against the records of the one before: its first release's."""
    of_edition = [one.release for one in earlier if one.release.edition == edition]
    return (of_edition[0].policy if of_edition else policy).min_cell


def _bars(
    asked: Asked,
    groups: Mapping[GroupKey, Group],
    pattern: Pattern,
    earlier: tuple[LedgerEntry, ...],
) -> Bars:
    """The distributions of a plan, and what its readers have seen of them; refused where bars join other answers."""
    every = distributed(asked.plan, asked.instrument)
    before = [one.release for one in earlier]
    issues = [
        *other_bars(every, before),
        *adding_up(
            [*every, *(bars for one in before for bars in one.distributed)],
            [*asked.plan.measures, *(one.id for made in before for one in made.measures)],
            asked.instrument,
            groups,
        ),
    ]
    if issues:
        raise ReleaseRefused("Nothing is released.", issues=issues)
    scopes = [place.scope for place in asked.counted.places if not place.groups]
    depth = len(asked.plan.levels)
    return Bars(
        asked=every,
        counts=counts_of_bars(every, groups, scopes, asked.instrument, depth),
        counted=asked.counted,
        rows=pattern,
        limits=asked.limits,
        shown=frozenset(
            (row.distribution, row.scope)
            for one in asked.known
            for row in one.distributions
            if one.edition == asked.edition and not row.withheld
        ),
        hidden=frozenset(
            (row.distribution, row.scope)
            for one in (
                *asked.corrected,
                *(one for one in asked.known if one.audience is asked.plan.audience),
            )
            for row in one.distributions
            if row.withheld
        ),
    )


def _uncounted(plan: Plan, lacks: list[str]) -> Issue:
    if lacks:
        return Issue(
            "release_measure_uncounted",
            "$.measures",
            f"The tally does not count {listed(lacks)} for every group. It was exported without, or laid together "
            "with one that was.",
            fix="Count or export these scales or items too, or leave them out of the plan.",
        )
    return Issue(
        "release_uncounted",
        "$.cycle",
        f"The tally counts nothing of {plan.instrument.id} {plan.instrument.version} in the cycle "
        f"{shown(plan.cycle)}, under that version's scoring.",
        fix="Name an instrument's version and a cycle that the tally counts.",
    )


def _nothing_shown(policy: Policy) -> Issue:
    return Issue(
        "release_nothing_shown",
        "$",
        "No row with any people may be shown, not even of the whole: each stands for fewer than "
        f"{policy.min_cell} people or for the work of too few workers, holds answers that are all alike, or would "
        "give another one away.",
        fix="Wait until more people answered, or release it together with what is round it.",
    )


def _is_corrected(
    before: Tally | None,
    now: Tally,
    known: Earlier,
    instrument: Instrument,
    plan: Plan,
    policy: Policy,
) -> bool:
    """Whether the counts differ from those of the last release, by no few of them; refused where they do."""
    last, own = known.same[-1], instrument.ref.scoring
    if before is None:
        raise ReleaseRefused("Nothing is released.", issues=[frozen_issue(last.release)])
    was = scored_in(before, instrument.id, last.release.instrument.scoring, plan.cycle)
    if not last.is_of(content_of(was)):
        raise ReleaseRefused("Nothing is released.", issues=[other_before(last.release)])
    # What was published then is held against what would be now, whatever else the two tallies count.
    is_ = groups_in(now, instrument, plan.cycle)
    if known.is_recount(own):
        was, is_ = with_people(was), with_people(is_)
    found = changed(
        was,
        is_,
        known.same,
        depth=len(plan.levels),
        standards=standards_of(plan, policy, instrument, was, is_),
        parts=parts_of_plan(plan),
        items=[one.id for one in plan.distributions if one.kind is BarsOf.ITEM],
    )
    if found.issues:
        raise ReleaseRefused("Nothing is released.", issues=found.issues)
    return bool(found.places) or known.is_recount(own)

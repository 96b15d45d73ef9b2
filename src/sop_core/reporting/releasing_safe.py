"""What to withhold so that no attacker succeeds beside all that readers have: attacked, repaired, cleaned up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import evolve, field, frozen

from sop_core.errors import Issue, ReleaseRefused
from sop_core.reporting.attack_leaks import Attack, Leak
from sop_core.reporting.attack_words import explain
from sop_core.reporting.cells import Place
from sop_core.reporting.plans import Plan
from sop_core.reporting.proving import bounds_of, rests_on_rules, undecided_issue
from sop_core.reporting.releases import Release
from sop_core.reporting.releasing_asked import Asked, Readers
from sop_core.reporting.remainders import open_in, rest_issue
from sop_core.reporting.suppress_all import suppress
from sop_core.reporting.suppress_frame import Pattern

#: How many leaks a refusal tells.
MOST_TOLD = 10


@frozen
class Attacks:
    """What every attacker finds in a release, beside all that its readers have, that did not follow before."""

    asked: Asked
    stands: frozenset[tuple[object, ...]]
    done: list[tuple[Release, tuple[Attack, ...]]] = field(
        factory=list[tuple[Release, tuple[Attack, ...]]], init=False
    )

    def tried(self, made: Release) -> tuple[Attack, ...]:
        """The attacks for each of its readers; what was tried is not tried again."""
        found = next((attacks for one, attacks in self.done if one == made), None)
        if found is None:
            found = self.asked.tried(made)
            self.done.append((made, found))
        return found

    def __call__(self, made: Release) -> list[Leak]:
        """The leaks."""
        return [
            leak
            for union, found in zip(self.asked.unions, self.tried(made), strict=True)
            for leak in found.leaks
            if _mark(leak, union) not in self.stands
        ]


def safe(asked: Asked, attacks: Attacks) -> Pattern:
    """What to withhold so that no attacker succeeds on this release beside all that its readers have seen."""
    seen, hidden = asked.before()
    table, limits = asked.counted.table, asked.limits
    frozen_, given = sorted(seen), set(hidden)

    def withheld(more: Iterable[Place]) -> Pattern:
        pattern = suppress(table, limits, shown=frozen_, withheld=given.union(more))
        if not pattern.exposed:
            return pattern
        # What was shown may be too small by a measure that was not: then it is withheld now, and attacked.
        return suppress(table, limits, withheld=given.union(more))

    def leaks(pattern: Pattern) -> list[Leak]:
        return attacks(asked.release(pattern.withheld))

    def is_safe(repairs: Iterable[Place]) -> bool:
        pattern = withheld(repairs)
        return not leaks(pattern) and not asked.rests(pattern)

    repairs: list[Place] = []
    pattern = withheld(repairs)
    found, rests = leaks(pattern), asked.rests(pattern)
    while found or rests:
        place = _repair(asked, found, pattern, frozenset(frozen_)) if found else None
        if place is None:
            # What is left beside parts that are shown may follow from sums that name no place to withhold.
            place = open_in(rests, asked.sizes, asked.read.union(pattern.withheld))
        if place is None:
            issues = [_leaks(leak, asked.plan) for leak in found[:MOST_TOLD]]
            issues = issues or [rest_issue(total) for total, _ in rests[:MOST_TOLD]]
            raise ReleaseRefused("Nothing is released.", issues=issues)
        repairs.append(place)
        pattern = withheld(repairs)
        found, rests = leaks(pattern), asked.rests(pattern)
    return withheld(needed(repairs, is_safe)) if repairs else pattern


def proved(asked: Asked, made: Release, pattern: Pattern, attacks: tuple[Attack, ...]) -> Release:
    """The release with how its bounds were found; refused where no solver decides them, and no rule proves them."""
    by_rules = False
    for union, found in zip(asked.unions, attacks, strict=True):
        if found.undecided:
            by_rules = True
            every = [*union.releases, made]
            if not rests_on_rules(
                found.undecided, every, made_by_rules=not pattern.exposed, min_cell=union.min_cell
            ):
                raise ReleaseRefused(
                    "Nothing is released.", issues=[undecided_issue(found.undecided)]
                )
    return evolve(made, proof=evolve(made.proof, bounds=bounds_of(attacks, by_rules=by_rules)))


def needed(repairs: Sequence[Place], is_safe: Callable[[list[Place]], bool]) -> list[Place]:
    """What need not be withheld is shown again: each repair in its turn, where it is safe without it."""
    kept = list(repairs)
    for place in repairs:
        fewer = [one for one in kept if one != place]
        if is_safe(fewer):
            kept = fewer
    return kept


def _mark(leak: Leak, union: Readers) -> tuple[object, ...]:
    return (union.min_cell, leak.kind, leak.cell, leak.because.total if leak.because else None)


def standing(asked: Asked) -> frozenset[tuple[object, ...]]:
    """What follows from the ledger alone: nothing, but where it was released under a lower minimum than today's."""
    stands: set[tuple[object, ...]] = set()
    for union in asked.unions:
        found = asked.attacked(union).leaks
        lower = any(one.policy.min_cell < union.min_cell for one in union.releases)
        if found and not lower:
            raise ReleaseRefused(
                "Nothing is released.",
                issues=[_ledger_leaks(leak, asked.plan) for leak in found[:MOST_TOLD]],
            )
        stands |= {_mark(leak, union) for leak in found}
    return frozenset(stands)


def _repair(
    asked: Asked, leaks: Iterable[Leak], pattern: Pattern, frozen_: frozenset[Place]
) -> Place | None:
    """A place to withhold against one of these leaks: its total, or what is round it; None where all is known."""
    groups = asked.counted.table.groups
    for leak in leaks:
        total = leak.because.total if leak.because else None
        at = total if leak.cell is None else leak.cell.place
        round_ = list(_round(at)) if at else []
        for place in ([total] if total else []) + round_:
            has_people = any(group.n for group in groups.get(place, {}).values())
            if has_people and place not in pattern and place not in frozen_:
                return place
    return None


def _round(place: Place) -> Iterator[Place]:
    """A place and all round it: a part of a scope, the same part of wider ones, then the scopes themselves."""
    for groups in dict.fromkeys((place.groups, ())):
        yield from (Place(place.scope[:end], groups) for end in range(len(place.scope), -1, -1))


def _leaks(leak: Leak, plan: Plan) -> Issue:
    return Issue(
        "release_leaks",
        "$",
        f"{explain(leak, levels=plan.levels)} It follows from this release beside those before it, and what they "
        "show cannot be taken back.",
        fix="Release fewer levels or measures, or nothing of this cycle.",
    )


def _ledger_leaks(leak: Leak, plan: Plan) -> Issue:
    return Issue(
        "ledger_leaks",
        "$",
        f"{explain(leak, levels=plan.levels)} It follows from what the ledger says was released already, so that no "
        "release of this cycle can be called safe.",
        fix="Find out how these releases were made (sop audit), and release nothing more of this cycle.",
    )

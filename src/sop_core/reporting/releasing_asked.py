"""What a release is asked to hold, and who reads it beside what they have read already (DESIGN 7, rule 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from sop_core.instruments import Instrument
from sop_core.reporting.attack_all import attack
from sop_core.reporting.attack_leaks import Attack
from sop_core.reporting.bounds import BoundsSolver
from sop_core.reporting.cells import Limits, Place
from sop_core.reporting.ledgers import Ledger, known_to
from sop_core.reporting.plans import Audience, Plan, Policy
from sop_core.reporting.releases import (
    AppliedPolicy,
    Proof,
    Release,
    ReleasedGrouping,
    published_of,
)
from sop_core.reporting.remainders import People, Rest, bad_rests
from sop_core.reporting.scorings import Earlier
from sop_core.reporting.suppress_frame import Pattern
from sop_core.reporting.tabling import Counted


@frozen(kw_only=True)
class Readers:
    """What somebody has read already, and the minimum at which they are tried on it.

    `beside` is of others who answered another version, as far as anybody knows.
    """

    releases: tuple[Release, ...]
    beside: tuple[Release, ...]
    min_cell: int


@frozen(kw_only=True)
class Asked:
    """All that a release is made of, once it is known to fit."""

    plan: Plan
    policy: Policy
    instrument: Instrument
    counted: Counted
    ledger: Ledger
    known: tuple[Release, ...]
    unions: tuple[Readers, ...]
    edition: int
    solver: BoundsSolver | None
    people: People

    @property
    def limits(self) -> Limits:
        """The limits; the coarsest rounding decides what is at an end of a range."""
        places = min(measure.places for measure in self.counted.measures)
        return Limits(
            min_cell=self.policy.min_cell, min_subjects=self.policy.min_subjects, places=places
        )

    def before(self) -> tuple[frozenset[Place], frozenset[Place]]:
        """The places that readers have seen, in every measure of the plan, and those withheld from them."""
        seen: dict[Place, set[str]] = {}
        hidden: set[Place] = set()
        for one in self.corrected:
            # Rule 5: what a correction would show beside what was withheld says how large that was.
            hidden |= one.hidden
        for one in self.known:
            if one.audience is self.plan.audience:
                hidden |= one.hidden
            if one.edition == self.edition:
                for row in one.rows:
                    if not row.withheld:
                        seen.setdefault(row.place, set()).add(row.measure)
        every = set(self.plan.measures)
        return frozenset(at for at, names in seen.items() if every <= names), frozenset(hidden)

    @property
    def corrected(self) -> tuple[Release, ...]:
        """What any of its readers have of other editions; whoever is inside has what is public, and more."""
        every = dict.fromkeys(one for union in self.unions for one in union.releases)
        return tuple(one for one in every if one.edition != self.edition)

    def attacked(self, union: Readers, *made: Release) -> Attack:
        """What comes of attacking what somebody has read, and a release beside it."""
        every, beside = (
            [one for release in several for one in published_of(release)]
            for several in ((*union.releases, *made), union.beside)
        )
        return attack(every, min_cell=union.min_cell, solver=self.solver, beside=beside)

    def tried(self, made: Release) -> tuple[Attack, ...]:
        """What comes of attacking a release beside what each of its readers have read."""
        return tuple(self.attacked(one, made) for one in self.unions)

    def rests(self, pattern: Pattern) -> list[Rest]:
        """What would be left of shown groups beside all that each of its readers have, where it breaks a rule."""
        several = [
            ([one for one in union.releases if one.edition == self.edition], union.min_cell)
            for union in self.unions
        ]
        return [
            rest
            for known, min_cell in several
            if known
            for rest in bad_rests(
                self.people,
                [*known, self.release(pattern.withheld)],
                # What was released under a lower minimum left what that one allows.
                evolve(self.limits, min_cell=min([min_cell, *(o.policy.min_cell for o in known)])),
            )
        ]

    @property
    def read(self) -> frozenset[Place]:
        """The places of which readers have a number already."""
        return frozenset(row.place for one in self.known for row in one.rows if row.n)

    @property
    def sizes(self) -> dict[Place, int]:
        """How many answers each place holds, of all measures."""
        groups = self.counted.table.groups
        return {place: n for place, row in groups.items() if (n := sum(g.n for g in row.values()))}

    def release(self, withheld: Iterable[Place]) -> Release:
        """The release in which these places are withheld."""
        hidden, plan, policy = frozenset(withheld), self.plan, self.policy
        counted = self.counted
        return Release(
            id=plan.id,
            instrument=self.instrument.ref,
            cycle=plan.cycle,
            edition=self.edition,
            audience=plan.audience,
            purpose=plan.purpose,
            policy=AppliedPolicy(
                id=policy.id,
                min_cell=policy.min_cell,
                min_subjects=policy.min_subjects,
                decided=policy.decided,
            ),
            levels=plan.levels,
            measures=counted.measures,
            groupings=tuple(ReleasedGrouping(id=one.id, kind=one.kind) for one in plan.groupings),
            rows=tuple(
                row
                for place in counted.places
                for row in (counted.withheld(place) if place in hidden else counted.shown[place])
            ),
            proof=Proof(ledger=self.ledger.digest, releases=len(self.known)),
        )


def readers_of(earlier: Earlier, plan: Plan, policy: Policy) -> Iterator[Readers]:
    """Rule 6: what the audience reads. Who is inside reads a public release too, beside all that is inside."""
    known, others = (known_to(one, plan.audience) for one in (earlier.same, earlier.beside))
    # What was released under a lower minimum is tried at that one too: at today's some of it leaks, and is excused.
    lower = min((one.policy.min_cell for one in known), default=policy.min_cell)
    for min_cell in sorted({policy.min_cell, min(lower, policy.min_cell)}):
        yield Readers(releases=known, beside=others, min_cell=min_cell)
    inside = known_to(earlier.same, Audience.INTERNAL)
    beside = known_to(earlier.beside, Audience.INTERNAL)
    least = [one.policy.min_cell for one in (*inside, *beside) if one.audience is Audience.INTERNAL]
    if plan.audience is Audience.PUBLIC and least:
        yield Readers(releases=inside, beside=beside, min_cell=min(least))

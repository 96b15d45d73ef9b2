"""Whoever came or went between two countings of a cycle: a later release less the first is a group of people too.

rule 1   none of them, or at least `min_cell`, of those too who have a value
rule 2   not the answers about too few workers
rule 4   not alike: where nobody went, the second mean less the first is the mean of whoever came
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve, frozen

from sop_core.instruments import Instrument
from sop_core.instruments.scoring import score_range
from sop_core.reporting.cells import Limits, Place, Respondents, Scope
from sop_core.reporting.plans import Plan, Policy, is_of_parents
from sop_core.reporting.staffing import workers_in
from sop_core.reporting.suppress_rules import reason_of_groups
from sop_core.reporting.tally import Group, GroupKey, Outcome
from sop_core.types import Exact, FrozenMap

Groups = Mapping[GroupKey, Group]
Outcomes = Mapping[Outcome, int]


@frozen(kw_only=True)
class Standards:
    """What a group must keep: the limits, each measure's range and rounding, and the workers of whoever changed.

    `workers` are None where the answers are not of parents.
    """

    limits: Limits
    ranges: Mapping[str, tuple[Exact, Exact]]
    places: Mapping[str, int]
    workers: Mapping[Scope | Place, int] | None = None

    def breaks(self, measure: str, values: Mapping[Exact, int]) -> bool:
        """Rule 4 for so many people of each value; of what is no scale it has nothing to say."""
        if measure not in self.ranges:
            return False
        low, high = self.ranges[measure]
        limits = evolve(self.limits, places=self.places[measure])
        return reason_of_groups([Respondents.of(values, low=low, high=high)], limits) is not None

    def few_workers(self, place: Place) -> bool:
        """Rule 2 for whoever changed in a place; where nobody says how many workers it has it is not shown."""
        at = place if place.groups else place.scope
        n = None if self.workers is None else self.workers.get(at)
        return n is not None and n < self.limits.min_subjects


def standards_of(
    plan: Plan, policy: Policy, instrument: Instrument, before: Groups, now: Groups
) -> Standards:
    """What whoever differs between two countings is held against."""
    scales = instrument.scales
    return Standards(
        limits=Limits(min_cell=policy.min_cell, min_subjects=policy.min_subjects),
        ranges=FrozenMap({one.id: score_range(instrument, one) for one in scales}),
        places=FrozenMap({one.id: one.rounding.places for one in scales}),
        workers=workers_in(plan, _differ(before, now)) if is_of_parents(instrument) else None,
    )


def _differ(before: Groups, now: Groups) -> Groups:
    """The groups that are not as they were in what both countings have of each."""
    then = {(key.scope, key.groupings): group for key, group in before.items()}
    found = {}
    for key, group in now.items():
        was = then.pop((key.scope, key.groupings), None)
        if was is None or any(
            was.scales[name] != group.scales[name]
            for name in was.scales.keys() & group.scales.keys()
        ):
            found[key] = group
    gone = {key: group for key, group in before.items() if (key.scope, key.groupings) in then}
    return {**gone, **found}


@frozen(kw_only=True)
class Moved:
    """What changed of a measure in a place: at least how many records, at least how many with a value.

    `falls` says that fewer have a value now. `apart` are whoever came, where nobody went, or whoever went, where
    nobody came: who subtracts has them by themselves. `now` are those who are there now.
    """

    measure: str
    records: int
    valued: int
    falls: bool
    apart: Mapping[Exact, int]
    now: Mapping[Exact, int]

    def few(self, min_cell: int) -> int:
        """The number that is too small, if one is; else 0."""
        return min((n for n in (self.records, self.valued) if 0 < n < min_cell), default=0)


def moved(measure: str, was: Outcomes, is_: Outcomes) -> Moved:
    """What changed from one counting of a measure to the next."""
    by = {outcome: is_.get(outcome, 0) - was.get(outcome, 0) for outcome in {**was, **is_}}
    records = max(_more(by.values()), _more(-n for n in by.values()))
    came = _values({outcome: n for outcome, n in by.items() if n > 0})
    went = _values({outcome: -n for outcome, n in by.items() if n < 0})
    n_came, n_went = sum(came.values()), sum(went.values())
    return Moved(
        measure=measure,
        records=records,
        valued=max(n_came, n_went),
        falls=n_came < n_went,
        apart=FrozenMap({} if came and went else came or went),
        now=FrozenMap(_values(is_)),
    )


def _more(changes: Iterable[int]) -> int:
    return sum(n for n in changes if n > 0)


def _values(outcomes: Outcomes) -> dict[Exact, int]:
    """How many have each value, however they came to it."""
    found: dict[Exact, int] = {}
    for (_, exact), n in outcomes.items():
        if exact is not None:
            found[exact] = found.get(exact, 0) + n
    return found

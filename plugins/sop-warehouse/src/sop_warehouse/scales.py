"""The scales by group: sums of whole numbers come back, and each kind of sums is scored once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import frozen

from sop_core.reporting import Outcome, ScaleCounts
from sop_warehouse.asking import SCALE, Came
from sop_warehouse.kinds import Said
from sop_warehouse.layouts import Layout, ScaleLayout, Sums
from sop_warehouse.plans import beyond, plan_scale
from sop_warehouse.work import Work


def plan_scales(work: Work, said: Said, layout: Layout) -> None:
    """A place for the sums of every scale. RecordRefused for sums that would be too long; nothing is summed then."""
    for s, instrument in work.instruments.items():
        for scale in instrument.scales:
            plan, entries = plan_scale(instrument, scale, said[s], len(layout.scales))
            work.found += beyond(instrument, scale, entries)
            layout.add_scale(s, plan, entries)
    work.refuse_any()


def scales_of(work: Work, came: Came, layout: Layout) -> dict[int, dict[str, ScaleCounts]]:
    """Every scale of every group. Each kind of sums is scored once, however many groups came to it."""
    counted: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    scored: dict[int, _Scored] = {}
    for question, rows in came.items():
        if question.about == SCALE:
            number = int(question.of)
            scored[number] = _Scored.of(layout.scales[number], {row[2:-1] for row in rows})
            places = scored[number].places
            for row in rows:
                counted[row[1], number][places[row[2:-1]]] += row[-1]
    made: dict[int, dict[str, ScaleCounts]] = {}
    for g, s in work.scoring.items():
        made[g] = {}
        for number, one in enumerate(layout.scales):
            if one.s == s:
                counts = counted[g, number]
                # Records without any answer.
                counts[scored[number].nothing] += work.n[g] - counts.total()
                made[g][one.plan.scale.id] = scored[number].counts(counts)
    return made


@frozen(eq=False)
class _Scored:
    """A scale's outcomes in their order, and which of them each kind of sums comes to."""

    outcomes: tuple[Outcome, ...]
    places: Mapping[Sums, int]
    nothing: int

    @classmethod
    def of(cls, layout: ScaleLayout, kinds: Iterable[Sums]) -> _Scored:
        """Every kind is scored, and what is answered by nobody."""
        outcomes = {sums: layout.outcome(sums) for sums in kinds}
        nothing = layout.outcome(())
        order = sorted({nothing, *outcomes.values()}, key=_place)
        places = {outcome: at for at, outcome in enumerate(order)}
        return cls(
            tuple(order),
            {sums: places[outcome] for sums, outcome in outcomes.items()},
            places[nothing],
        )

    def counts(self, found: Mapping[int, int]) -> ScaleCounts:
        """What a group's records came to."""
        return ScaleCounts({self.outcomes[at]: found[at] for at in sorted(found) if found[at]})


def _place(outcome: Outcome) -> tuple[str, Fraction]:
    status, exact = outcome
    return status.value, Fraction(0) if exact is None else exact

"""A state's release, withheld and attacked: 58 counties x 5 offices x 12 units x 6 measures (DESIGN 8).

The floor is what any report does before it looks at anybody's privacy: the counts of the units, added up to the
whole in plain dictionaries. What it costs in people is told in `withholding`.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from random import Random
from statistics import median
from typing import Any

from attrs import evolve

from bench import withholding
from bench.timing import Result, beside, seconds
from sop_core import Sop
from sop_core.audit import LinearSolver
from sop_core.reporting import (
    Batch,
    Group,
    GroupKey,
    ItemCounts,
    Outcome,
    Place,
    Published,
    Respondents,
    ScaleCounts,
    Table,
    Tally,
    attack,
    published,
    suppress,
)
from sop_core.types import ItemType, ScoreStatus

MEASURES = tuple(f"m{number}" for number in range(6))
#: DESIGN 8's seconds, and those of all of it: counts laid together, rows, digests; a ratio of 1 meets them.
SUPPRESSED, ATTACKED, WHOLE = 0.5, 3.0, 2.0


def units(
    chance: Random, *, counties: int = 58, types: int = 1
) -> dict[tuple[str, ...], list[int]]:
    """Who answered in each unit: most have six to twenty, a few have nobody; measures lose one or two each."""
    found = {}
    for county in range(counties):
        for office in range(5):
            for unit in range(12):
                for kind in range(types):
                    n = 0 if chance.random() < 0.05 else int(chance.lognormvariate(2.5, 0.6))
                    key = (
                        f"c{county:02}",
                        f"c{county:02}-o{office}",
                        f"c{county:02}-o{office}-u{unit:02}",
                        f"t{kind}",
                    )
                    found[key] = [max(0, n - chance.randrange(3)) if n else 0 for _ in MEASURES]
    return found


def added(leaves: dict[tuple[str, ...], list[int]], *, types: int = 1) -> dict[Any, list[int]]:
    """The floor: every total of every measure."""
    totals: dict[Any, list[int]] = {}
    for (*path, kind), counts in leaves.items():
        for length in range(4):
            for key in ((), (("type", kind),)) if types > 1 else ((),):
                row = totals.setdefault((tuple(path[:length]), key), [0] * len(counts))
                for at, n in enumerate(counts):
                    row[at] += n
    return totals


def table(totals: dict[Any, list[int]]) -> Table:
    """The totals as a table, with values on which rule 4 has something to look at."""
    return Table(
        groups={
            Place(*key): {
                measure: Respondents(n=n, alike=n // 2, most=4, above=3 * n, below=n)
                for measure, n in zip(MEASURES, row, strict=True)
            }
            for key, row in totals.items()
        }
    )


def tallied(leaves: dict[tuple[str, ...], list[int]], sop: Sop, chance: Random) -> Tally:
    """The units' people as a tally of an instrument with as many scales as there are measures; by chance."""
    instrument = sop.catalog.instrument("social_worker_assessment")
    names = sorted(scale.id for scale in instrument.scales)
    options = {
        name: list(instrument.values_of(item))
        for name, item in sorted(instrument.items.items())
        if item.type is ItemType.CHOICE
    }
    ref = instrument.ref
    groups = {
        GroupKey(path[:3], ref.id, ref.scoring, "2026-Q4"): Group(
            n := max(row),
            {name: _answers(n, codes, chance) for name, codes in options.items()},
            {name: _scores(n, valued, chance) for name, valued in zip(names, row, strict=True)},
        )
        for path, row in leaves.items()
        if max(row)
    }
    levels = ("county", "office", "unit")
    return Tally(levels, {"state": Batch("state", 1, groups)}, {(ref.id, ref.version): ref.scoring})


def _answers(n: int, codes: list[str], chance: Random) -> ItemCounts:
    came = Counter(chance.choices(codes, k=n))
    return ItemCounts({code: came[code] for code in sorted(came)}, {}, n)


def _scores(n: int, valued: int, chance: Random) -> ScaleCounts:
    """So many people, of whom those who have a value have a mean of six answers from 1 to 5."""
    came = Counter(chance.choices(range(6, 31), k=valued))
    found: dict[Outcome, int] = {(ScoreStatus.INSUFFICIENT, None): n - valued} if n > valued else {}
    return ScaleCounts(
        found | {(ScoreStatus.SCORED, Fraction(sum_, 6)): came[sum_] for sum_ in sorted(came)}
    )


def within(name: str, call: Any, goal: float, *, rounds: int) -> Result:
    """A time beside the time that it should take."""
    call()
    mine = median(seconds(call, 1) for _ in range(rounds))
    return Result(name, mine / goal, 1.0, mine * 1e6, goal * 1e6, "us")


def times(*, rounds: int) -> list[Result]:
    """The state's tree, and a county's tree crossed with four kinds of caseload."""
    leaves = units(Random(1))
    made = table(added(leaves))
    release = published(made, suppress(made).withheld)
    few = units(Random(2), counties=3, types=4)
    crossed = table(added(few, types=4))
    linked = published(crossed, suppress(crossed).withheld)
    rounds = min(rounds, 7)

    def attacked(one: Published) -> object:
        return attack([one], min_cell=11, solver=LinearSolver())

    sop = Sop.load(plugins=False)
    counts = tallied(leaves, sop, Random(3))
    found = [
        within(
            "release of a state, released whole",
            # What a tally remembers once it was asked is no part of the next one.
            lambda: sop.release(evolve(counts)),
            WHOLE,
            rounds=rounds,
        ),
        within("release of a state, withheld", lambda: suppress(made), SUPPRESSED, rounds=rounds),
        within("release of a state, attacked", lambda: attacked(release), ATTACKED, rounds=rounds),
    ]
    for name, ours, floor in (
        ("withheld, beside adding up", lambda: suppress(made), lambda: added(leaves)),
        ("attacked, beside adding up", lambda: attacked(release), lambda: added(leaves)),
        ("3 counties x 4 types, withheld", lambda: suppress(crossed), lambda: added(few, types=4)),
        ("3 counties x 4 types, attacked", lambda: attacked(linked), lambda: added(few, types=4)),
    ):
        found.append(beside(name, ours, floor, goal=None, rounds=rounds))
    return found


def results(*, rounds: int) -> list[Result]:
    """How long it takes and what it costs."""
    return [*times(rounds=rounds), *withholding.results(table(added(units(Random(1)))))]

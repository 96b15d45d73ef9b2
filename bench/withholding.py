"""What it costs in people to give nobody away: those of the rows that are withheld and need not be by themselves.

Each row adds one thing to the row before it, over the same tables:

    derivation   no withheld number follows exactly: what other programs promise, and what R's is held against
    intervals    nor is it known to be small, by whoever is outside and has read the rules
    insiders     nor by one of them, who knows one record: what a release promises
    workers      and parents' answers are about enough workers: every unit has three to nine

On small tables the floor is the best of all patterns that hold, found by trying them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

from attrs import evolve

from bench.timing import Result
from sop_core.reporting import Limits, Place, Respondents, Table, attack, published, suppress
from sop_core.reporting.suppress_all import Against

ORACLES = Path(os.environ.get("SOP_ORACLES") or Path(__file__).parents[2] / "shared" / "oracles")
STEPS: Mapping[str, Against] = {
    "derivation": "derivation",
    "intervals": "outside",
    "insiders": "everybody",
}
Totals = Mapping[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], Sequence[int]]


def is_small(row: Mapping[str, Respondents], least: int = 11) -> bool:
    """Whether a place is withheld by itself."""
    return any(0 < group.n < least for group in row.values())


def cost(made: Table, hidden: Iterable[Place], limits: Limits | None = None) -> int:
    """The people of all measures who are withheld beyond the small cells."""
    least = (limits or Limits()).min_cell
    rows = (made.groups[place] for place in hidden)
    return sum(sum(group.n for group in row.values()) for row in rows if not is_small(row, least))


def table(totals: Totals) -> Table:
    """Counts of one or more measures, of which no value is known."""
    return Table(
        groups={
            Place(*key): {f"m{at}": Respondents(n=n) for at, n in enumerate(row)}
            for key, row in totals.items()
        }
    )


def added(leaves: Iterable[tuple[Sequence[str], Sequence[tuple[str, str]], int]]) -> Table:
    """Every total of some leaves: a path, the parts that it is in, and how many."""
    totals: dict[Any, list[int]] = {}
    for path, parts, n in leaves:
        for length in range(len(path) + 1):
            for key in ((), tuple(parts)) if parts else ((),):
                totals.setdefault((tuple(path[:length]), key), [0])[0] += n
    return table(totals)


def with_workers(made: Table, *, seed: int) -> Table:
    """The same, as parents' answers: a unit has three to nine workers, and what is round it their sum."""
    chance = Random(seed)
    scopes = sorted({place.scope for place in made.groups}, key=len)
    deepest = len(scopes[-1])
    workers: dict[Any, int] = dict.fromkeys(scopes, 0)
    for scope in scopes:
        if len(scope) == deepest:
            n = chance.randrange(3, 10)
            for end in range(deepest + 1):
                workers[scope[:end]] += n
    for place in made.groups:
        if place.groups:
            # Who works with a part of a scope: about half of its workers.
            workers[place] = (workers[place.scope] + 1) // 2
    return evolve(made, workers=workers)


def steps(
    name: str, tables: Sequence[Table], floor: int | None, goals: Mapping[str, float]
) -> Iterator[Result]:
    """A row for each step, each beside the step before it; the first beside the floor, if there is one."""
    before = floor
    for step, against in STEPS.items():
        n = sum(cost(one, suppress(one, against=against).withheld) for one in tables)
        yield _row(f"people withheld, {name}: {step}", n, before, goals.get(step))
        before = n
    parents = [with_workers(one, seed=at) for at, one in enumerate(tables)]
    n = sum(cost(one, suppress(one).withheld) for one in parents)
    yield _row(f"people withheld, {name}: workers", n, before, goals.get("workers"))


def _row(name: str, n: int, floor: int | None, goal: float | None) -> Result:
    beside = n if floor is None else floor
    return Result(name, n / beside if beside else 1.0, goal, n, beside, "n")


# ----------------------------------------------------------------------------- the tables


def of_r() -> tuple[list[Table], int] | None:
    """The generated tables on which R's GaussSuppression was run, and how many people it withholds beyond the small."""
    path = ORACLES / "suppression-gauss.json"
    if not path.is_file():
        return None
    tables, theirs = [], 0
    for one in json.loads(path.read_text("utf-8"))["tables"]:
        leaves = [
            (row[:3], [("type", kind) for kind in row[3:-1]], row[-1]) for row in one["leaves"]
        ]
        tables.append(added(leaves))
        theirs += one["gauss_suppression"]["secondary_value"]
    return tables, theirs


def small() -> list[Table]:
    """Trees, and trees crossed with a type, of which every pattern can be tried."""
    found = []
    for seed in range(24):
        chance = Random(seed)
        types = ("a", "b") if seed % 4 == 3 else ("",)
        found.append(
            added(
                (
                    (f"o{office}", f"u{unit}"),
                    [("type", kind)] if kind else [],
                    chance.randrange(0, 24),
                )
                for office in range(2)
                for unit in range(1 if types[0] else 3)
                for kind in types
            )
        )
    return found


def best(made: Table, ours: int) -> int:
    """The fewest people beyond the small cells of a pattern on which no attacker succeeds; `ours` at most."""
    hidden = [place for place, row in made.groups.items() if is_small(row)]
    others = [
        place
        for place, row in made.groups.items()
        if not is_small(row) and any(g.n for g in row.values())
    ]
    priced = (
        (cost(made, more), more)
        for count in range(len(others) + 1)
        for more in combinations(others, count)
    )
    for price, more in sorted(one for one in priced if one[0] < ours):
        if attack([published(made, [*hidden, *more])], min_cell=11).holds:
            return price
    return ours


def beside_best() -> Result:
    """Small tables, against everybody, beside the best pattern of each."""
    ours = floor = 0
    for one in small():
        mine = cost(one, suppress(one).withheld)
        ours, floor = ours + mine, floor + best(one, mine)
    return _row("people withheld, small: the best", ours, floor, 1.1)


def results(state: Table) -> list[Result]:
    """What is withheld, step by step; without R's tables their rows are left out, and it is said."""
    found = [beside_best(), *steps("state", [state], None, {})]
    theirs = of_r()
    if theirs is None:
        print(
            f"no rows beside R's GaussSuppression: {ORACLES} has no suppression-gauss.json (SOP_ORACLES)"
        )
    else:
        found += steps("R", theirs[0], theirs[1], {"derivation": 1.1})
    return found

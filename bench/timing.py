"""Timing two things fairly: in turns, many times, by their medians."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median

from attrs import frozen


@frozen
class Result:
    """One measurement beside its floor; `goal` is the ratio to stay under, None where there is none."""

    name: str
    ratio: float
    goal: float | None
    median: float
    floor_median: float
    unit: str


def seconds(call: Callable[[], object], times: int) -> float:
    """How long one call takes, over `times` of them."""
    started = time.perf_counter()
    for _ in range(times):
        call()
    return (time.perf_counter() - started) / times


def beside(
    name: str,
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    goal: float | None,
    rounds: int = 15,
    least: float = 0.02,
) -> Result:
    """Ours and the floor in turns, so that what else the machine does falls on both alike.

    `least` is how long a round takes, in seconds; quick calls share it out among up to 40 turns. What
    interrupts a long turn on a busy machine falls between short ones, and the median leaves it out.
    """
    once = {}
    for call in (ours, floor):
        call()
        once[call] = seconds(call, 3)
    turns = max(1, min(40, int(least / max(once.values()))))
    times = {call: max(1, int(least / turns / took)) for call, took in once.items()}
    mine: list[float] = []
    theirs: list[float] = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds * turns):
            mine.append(seconds(ours, times[ours]))
            theirs.append(seconds(floor, times[floor]))
    finally:
        gc.enable()
    return Result(
        name, median(mine) / median(theirs), goal, median(mine) * 1e6, median(theirs) * 1e6, "us"
    )

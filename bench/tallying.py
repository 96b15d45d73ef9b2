"""Answers to tallies: the pure core beside a bare loop over dicts that comes to the same counts.

`--answers 10000000` counts as many; by default fewer, since each answer costs the same. Peak memory is
measured in a run of its own, with every record made as it is counted and let go: what is left is groups.
"""

from __future__ import annotations

import json
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random
from typing import Any

from bench.accepting import N_ITEMS, definition
from bench.timing import Result, beside
from sop_core import Sop, to_json
from sop_core.instruments import known_answers
from sop_core.reporting import Counting, Tally

BATCH = 2_000
OFFICES, UNITS = 5, 12
SCALES = [
    (f"s{at}", [f"q{number:02}" for number in range(at * 5 + 1, at * 5 + 6)]) for at in range(6)
]

Plain = tuple[tuple[str, ...], dict[str, str]]


def n_answers() -> int:
    """How many answers are counted."""
    if "--answers" in sys.argv:
        return int(sys.argv[sys.argv.index("--answers") + 1])
    return BATCH * N_ITEMS * 5


def answers(seed: int) -> Plain:
    """One record's scope and answers; two items do not apply."""
    draw = Random(seed)
    given = {f"q{number:02}": draw.choice("12345") for number in range(1, N_ITEMS + 1)}
    for number in draw.sample(range(1, N_ITEMS + 1), 2):
        given[f"q{number:02}"] = "na"
    return ("county", f"o{draw.randrange(OFFICES)}", f"u{draw.randrange(UNITS)}"), given


def bare(records: Iterator[Plain] | list[Plain]) -> dict[tuple[str, ...], Any]:
    """The same counts by hand: for each scope, every answer of every item and every mean of every scale."""
    groups: dict[tuple[str, ...], Any] = {}
    value = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
    for scope, given in records:
        if scope not in groups:
            groups[scope] = (
                {item: {} for item in given},
                {name: {} for name, _ in SCALES},
            )
        items, scales = groups[scope]
        for item, answer in given.items():
            counts = items[item]
            counts[answer] = counts.get(answer, 0) + 1
        for name, names in SCALES:
            total = answered = 0
            first = names[0]
            for item in names:
                answer = given[item]
                if answer != "na":
                    answered += 1
                    total += 6 - value[answer] if item == first else value[answer]
            at = (total, answered)
            counts = scales[name]
            counts[at] = counts.get(at, 0) + 1
    return groups


def results(*, rounds: int) -> list[Result]:
    """The core beside the loop, in time and in memory."""
    sop = Sop.load(plugins=False, definitions=[definition()], require=["bench"])
    instrument = sop.catalog.instrument("bench")
    plain = [answers(seed) for seed in range(BATCH)]

    def stated(given: dict[str, str]) -> dict[str, Any]:
        codes = instrument.codes
        return {item: codes[item][answer] for item, answer in given.items()}

    known = [(scope, known_answers(instrument, stated(given))) for scope, given in plain]
    times = max(1, n_answers() // (BATCH * N_ITEMS))

    def ours() -> Tally:
        counting = Counting()
        add = counting.add
        for _ in range(times):
            for scope, each in known:
                add(instrument, each, scope=scope, cycle="2026-Q4")
        return counting.tally(batch="b", revision=1, levels=("county", "office", "unit"))

    def theirs() -> dict[tuple[str, ...], Any]:
        groups: dict[tuple[str, ...], Any] = {}
        for _ in range(times):
            groups = bare(plain)
        return groups

    _assert_same(ours(), bare(plain), times)
    found = [
        beside("tally, counting", ours, theirs, goal=1.5, rounds=max(3, rounds // 3), least=0),
        _memory(sop, rounds),
    ]
    lines = [_document(scope, given, at) for at, (scope, given) in enumerate(plain)]
    stream: Callable[[], object] = lambda: sop.tally(lines, batch="b")  # noqa: E731  timed as it is called
    one_by_one: Callable[[], object] = lambda: [sop.accept(line) for line in lines]  # noqa: E731
    found.append(beside("tally, from bytes / accept", stream, one_by_one, goal=None, rounds=rounds))
    return found


def _assert_same(tally: Tally, groups: dict[tuple[str, ...], Any], times: int) -> None:
    for key, group in tally.groups.items():
        items, scales = groups[key.scope]
        for item, counts in group.items.items():
            by_hand = {code: count * times for code, count in items[item].items() if code != "na"}
            assert dict(counts.codes) == by_hand
        for scale, counts in group.scales.items():
            means: dict[Fraction, int] = {}
            for (total, answered), count in scales[scale].items():
                mean = Fraction(total, answered)
                means[mean] = means.get(mean, 0) + count * times
            assert {exact: count for (_, exact), count in counts.counts.items()} == means


def _document(scope: tuple[str, ...], given: dict[str, str], at: int) -> bytes:
    return to_json(
        {
            "$schema": "urn:sop:schema:administration:1",
            "id": f"r{at}",
            "instrument": {"id": "bench", "version": "1.0.0"},
            "status": "complete",
            "respondent": f"w-{at}",
            "subject": None,
            "scope": list(scope),
            "cycle": "2026-Q4",
            "locale": "en",
            "submitted_at": "2026-11-21T14:05:00-08:00",
            "answers": {
                item: {"missing": "not_applicable"} if answer == "na" else answer
                for item, answer in given.items()
            },
        }
    ).encode()


class _Made:
    """Records that are made as they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count

    def __iter__(self) -> Iterator[bytes]:
        return (_document(*answers(seed), seed) for seed in range(self.count))


def _peak(call: Callable[[], object]) -> float:
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def _memory(sop: Sop, rounds: int) -> Result:
    """The peak of counting records that come one by one, beside that of the bare loop."""
    count = BATCH * (5 if rounds > 10 else 1)
    ours = _peak(lambda: sop.tally(_Made(count), batch="b"))
    theirs = _peak(lambda: bare(json_answers(one) for one in _Made(count)))
    return Result("tally, peak memory", ours / theirs, None, ours, theirs, "MiB")


def json_answers(line: bytes) -> Plain:
    """A record as the bare loop takes it."""
    document = json.loads(line)
    given = {
        item: answer if isinstance(answer, str) else "na"
        for item, answer in document["answers"].items()
    }
    return tuple(document["scope"]), given

"""Rules that the spread in a release keeps by itself (rule 4): of enough people, whole, and within what can be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from sop_core.errors import Issue, json_path
from sop_core.instruments.exact import read_exact
from sop_core.reporting.plans import Spread
from sop_core.reporting.release_rules_bars import Wrong

Plain = Mapping[str, Any]


def check_spread(document: Plain, wrong: Wrong) -> Iterator[Issue]:
    """What no release says of a spread, and every spread of fewer than twice the minimum."""
    measures = {one["id"]: one for one in document["measures"]}
    asked = set(document.get("spread", ()))
    least = 2 * document["policy"]["min_cell"]
    for at, row in enumerate(document["rows"]):
        told = {name.value for name in Spread if name.value in row}
        if not told:
            continue
        measure = measures.get(row["measure"])
        if told != asked:
            yield wrong("rows", at, "tells a spread that was not asked for, or a part of it")
        if row.get("groups") or row["n"] is None:
            yield wrong("rows", at, "tells a spread, and is withheld or of a part by a grouping")
        elif row["n"] < least:
            yield Issue(
                "release_small",
                json_path("rows", at, "n"),
                f"The row tells the spread of {row['n']} people. A standard deviation, a median and an interval need "
                f"twice the release's own minimum, {least}.",
                fix="Do not pass it on. Make the release again from its tally.",
            )
        elif measure is not None and not _can_be(row, measure):
            yield wrong("rows", at, "tells a spread that nobody's answers come to")


def _can_be(row: Plain, measure: Plain) -> bool:
    low, high = (Fraction(read_exact(measure[end]) or 0) for end in ("low", "high"))
    unit = Fraction(1, 10 ** measure["places"])
    mean = _exact(row["mean"])
    can = True
    if "median" in row:
        can = low - unit <= _exact(row["median"]) <= high + unit
    if "sd" in row:
        # No answers lie farther apart than half of them at each end.
        most = (mean - low + unit) * (high - mean + unit) * row["n"] / (row["n"] - 1)
        can = can and max(Fraction(0), _exact(row["sd"]) - unit) ** 2 <= most
    if "interval" in row:
        ends = [_exact(row["interval"][end]) for end in ("low", "high")]
        can = can and ends[0] <= mean <= ends[1]
    return can


def _exact(number: Any) -> Fraction:
    return Fraction(str(number))

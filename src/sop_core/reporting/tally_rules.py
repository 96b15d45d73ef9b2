"""What a line of a tally must hold beyond its shape: counts that add up, and scores that are reduced.

Each rule is on one line alone; `assembling` holds the lines against each other.

    item    codes + reasons = n; where several may be chosen: answered + reasons = n, no code stands for
            more people than answered, and together they stand for at least as many
    scale   the counts of all outcomes = n
    score   p or p/q in lowest terms, so that one score has one name
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sop_core.errors import Issue, json_path, shown

#: The statuses that have a score, as a document names them.
VALUED = ("scored", "prorated")

#: A line's plain data, whose shape is sound: its objects are dicts, its counts whole numbers.
Plain = Mapping[str, Any]


# Remembered, since the groups of one instrument come to the same few scores again and again.
@lru_cache(maxsize=1 << 14)
def score_in(written: str) -> Fraction:
    """The score that `p` or `p/q` says."""
    return Fraction(written)


def check_group(document: Plain) -> list[Issue]:
    """Every rule that a group's line breaks by itself. Its shape is sound; of a part, sums are not asked."""
    issues = list(_unreduced(document["scales"]))
    if "part" not in document:
        issues += check_sums(document["n"], document["items"], document["scales"])
    return issues


def check_sums(n: int, items: Plain, scales: Plain) -> Iterator[Issue]:
    """Whether every item and every scale counts all `n` records."""
    for name, counts in items.items():
        yield from _check_item(n, name, counts)
    for name, counts in scales.items():
        found = sum(
            sum(inner.values()) if status in VALUED else inner for status, inner in counts.items()
        )
        if found != n:
            yield _off(
                ("scales", name), f"the outcomes of scale {shown(name)} add up to {found}", n
            )


def _check_item(n: int, name: str, counts: Plain) -> Iterator[Issue]:
    place = ("items", name)
    codes = counts["codes"]
    chosen, missing = sum(codes.values()), sum(counts["missing"].values())
    answered = counts.get("answered", chosen)
    if answered + missing != n:
        said = f"the answers and reasons of {shown(name)} add up to {answered + missing}"
        yield _off(place, said, n)
    elif chosen < answered:
        said = f"{answered} people answered {shown(name)}, and they chose {chosen} codes"
        yield _off(place, said, n)
    if "answered" in counts:
        for code, count in codes.items():
            if count > answered:
                said = f"code {shown(code)} of {shown(name)} was chosen {count} times by {answered} people"
                yield _off((*place, "codes", code), said, n)


def _off(place: tuple[str, ...], said: str, n: int) -> Issue:
    return Issue(
        "tally_counts",
        json_path(*place),
        f"The group counts {n} records, but {said}. A tally whose numbers do not add up was cut, edited or made "
        "wrongly, and what follows from it would be wrong too.",
        fix="Make the tally again from its records.",
    )


def _unreduced(scales: Plain) -> Iterator[Issue]:
    for name, counts in scales.items():
        for status in VALUED:
            for exact in counts.get(status, ()):
                reduced = str(score_in(exact))
                if reduced != exact:
                    yield Issue(
                        "tally_not_reduced",
                        json_path("scales", name, status, exact),
                        f"The score {shown(exact)} is not in lowest terms. It would stand beside {shown(reduced)} as "
                        "if it were another score.",
                        fix=f"Write {shown(reduced)}.",
                    )

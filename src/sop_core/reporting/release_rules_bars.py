"""Rules that the distributions of a release keep by themselves (rule 4, C-22, D2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sop_core.errors import Issue, json_path, shown
from sop_core.reporting.cells import Scope

Plain = Mapping[str, Any]
#: Where it stands, and what is wrong with it.
Wrong = Callable[[str, int, str], Issue]


def check_bars(document: Plain, wrong: Wrong) -> Iterator[Issue]:
    """What no release says of a distribution, and every bar of a few people."""
    yield from _heads(document, wrong)
    heads = {one["id"]: one for one in document.get("distributed", ())}
    sizes = {
        (tuple(row["scope"]), row["measure"]): row["n"]
        for row in document["rows"]
        if not row.get("groups")
    }
    rows = document.get("distributions", ())
    seen: set[tuple[Scope, str]] = set()
    for at, row in enumerate(rows):
        key = (tuple(row["scope"]), row["distribution"])
        if key in seen:
            yield wrong("distributions", at, "stands twice")
        seen.add(key)
        head = heads.get(row["distribution"])
        if head is None:
            yield wrong(
                "distributions",
                at,
                f"is of {shown(row['distribution'])}, of which no bars are told",
            )
        else:
            for said in _unlike(row, head, sizes):
                yield wrong("distributions", at, said)
            yield from _few(at, row, document["policy"]["min_cell"])
    yield from _more_below(rows, wrong)


def _heads(document: Plain, wrong: Wrong) -> Iterator[Issue]:
    measures = {one["id"] for one in document["measures"]}
    seen: set[str] = set()
    for at, one in enumerate(document.get("distributed", ())):
        codes = [code for bar in one["bars"] for code in bar["of"]]
        if one["id"] in seen or len(set(codes)) < len(codes):
            yield wrong("distributed", at, "stands twice, or has an answer in two bars")
        seen.add(one["id"])
        if one.get("measure", document["measures"][0]["id"]) not in measures:
            yield wrong("distributed", at, "is of a measure that is none of the release's")


def _unlike(
    row: Plain, head: Plain, sizes: Mapping[tuple[Scope, str], int | None]
) -> Iterator[str]:
    scope, bars = tuple(row["scope"]), row["bars"]
    here = {name: n for (at, name), n in sizes.items() if at == scope}
    if not here:
        yield "is of a scope that has no row"
    if not row["withheld"] == (row["n"] is None) == (bars is None):
        yield "has numbers and is withheld, or has none and is not"
    elif bars is not None:
        if len(bars) != len(head["bars"]) or sum(bars) != row["n"]:
            yield "has other bars than the release names, or they do not come to its people"
        if any(n is None for n in here.values()):
            yield "is of a scope that is withheld"
        elif here.get(head.get("measure", ""), row["n"]) != row["n"]:
            yield "has other people than the row of the same values"


def _few(at: int, row: Plain, least: int) -> Iterator[Issue]:
    for number, n in enumerate(row["bars"] or ()):
        if 0 < n < least:
            yield Issue(
                "release_small",
                json_path("distributions", at, "bars", number),
                f"The bar shows {n} people, and the release's own minimum is {least}.",
                fix="Do not pass it on. Make the release again from its tally.",
            )


def _more_below(rows: Any, wrong: Wrong) -> Iterator[Issue]:
    """The scopes directly below one have together no more in a bar than it has."""
    known = {(tuple(row["scope"]), row["distribution"]): row["bars"] for row in rows if row["bars"]}
    below: dict[tuple[Scope, str], list[list[int]]] = {}
    for (scope, id_), bars in known.items():
        if scope:
            below.setdefault((scope[:-1], id_), []).append(bars)
    for at, row in enumerate(rows):
        key = (tuple(row["scope"]), row["distribution"])
        if key in known and key in below:
            sums = [sum(of) for of in zip(*below[key], strict=False)]
            if any(more > n for more, n in zip(sums, known[key], strict=False)):
                yield wrong("distributions", at, "has fewer in a bar than the scopes in it")

"""Rules that a release keeps by itself: no number below its minimum, and nothing that was changed by hand.

What was changed by hand is no release: nobody has tried whether it gives somebody away. So what can be seen to be
wrong is refused, whoever wrote it; what cannot is found by its digest in the ledger, or by `sop audit`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from sop_core.errors import Issue, json_path, shown
from sop_core.reporting.plan_rules import check_policy
from sop_core.reporting.release_rules_bars import check_bars
from sop_core.reporting.release_rules_spread import check_spread

Plain = Mapping[str, Any]


def check_release(document: Plain) -> list[Issue]:
    """Every rule that a release breaks by itself; its shape is sound."""
    return [
        *_rows(document),
        *_parts(document),
        *check_bars(document, wrong),
        *_policy(document),
        *check_spread(document, wrong),
        *check_floor(document),
    ]


def _policy(document: Plain) -> Iterator[Issue]:
    """C-21: no release is made under a policy that may not be."""
    for issue in check_policy({**document["policy"], "audience": document["audience"]}):
        yield evolve(
            issue,
            path=f"$.policy{issue.path[1:]}",
            fix="Do not pass it on: it was made or changed by hand. Make the release again from its tally.",
        )


def _rows(document: Plain) -> Iterator[Issue]:
    measures = {one["id"]: one for one in document["measures"]}
    seen: set[tuple[object, ...]] = set()
    for at, row in enumerate(document["rows"]):
        scope, groups = tuple(row["scope"]), tuple(sorted(row.get("groups", {}).items()))
        if (scope, groups, row["measure"]) in seen:
            yield wrong("rows", at, "stands twice")
        seen.add((scope, groups, row["measure"]))
        if row["measure"] not in measures:
            yield wrong("rows", at, f"is of {shown(row['measure'])}, which is none of its measures")
        if len(scope) > len(document["levels"]):
            yield wrong("rows", at, "is of a scope with more places than the release has levels")
        yield from (wrong("rows", at, said) for said in _unlike(row))


def _parts(document: Plain) -> Iterator[Issue]:
    """Rows by a further grouping: of one that the release names, of a scope with a row, and of no more people."""
    groupings = {one["id"] for one in document.get("groupings", ())}
    whole = {
        (tuple(row["scope"]), row["measure"]): row["n"]
        for row in document["rows"]
        if not row.get("groups")
    }
    for at, row in enumerate(document["rows"]):
        groups, key = row.get("groups", {}), (tuple(row["scope"]), row["measure"])
        if len(groups) > 1 or any(name not in groupings for name in groups):
            yield wrong("rows", at, "is of a part by something else than one of its groupings")
        elif groups and key not in whole:
            yield wrong("rows", at, "is of a part of a scope that has no row")
        elif groups and row["n"] is not None and row["n"] > (whole[key] or row["n"]):
            yield wrong("rows", at, "is of a part with more people than its scope has")


def _unlike(row: Plain) -> Iterator[str]:
    if row["withheld"] != (row["n"] is None):
        yield "has a number and is withheld, or has none and is not"
    elif (row["mean"] is not None) != bool(row["n"]):
        yield "has a mean of nobody, or people without a mean"


def wrong(where: str, at: int, said: str) -> Issue:
    """A row, or a distribution, that no release has."""
    noun = "row" if where == "rows" else "distribution"
    return Issue(
        "release_row",
        json_path(where, at),
        f"The {noun} {said}. What was changed by hand is no release: nobody has tried whether it gives somebody away.",
        fix="Make the release again from its tally.",
    )


def check_floor(document: Plain) -> Iterator[Issue]:
    """Rule 1: no number below the minimum that the release itself states."""
    least = document["policy"]["min_cell"]
    for at, row in enumerate(document["rows"]):
        if row["n"] is not None and 0 < row["n"] < least:
            yield Issue(
                "release_small",
                json_path("rows", at, "n"),
                f"The row shows {row['n']} people, and the release's own minimum is {least}.",
                fix="Do not pass it on. Make the release again from its tally.",
            )

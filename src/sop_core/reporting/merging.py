"""Tallies laid together. The order, the grouping and the number of merges change nothing.

    levels     the longer list of names, where one begins with the other; else refused
    batches    of each batch the highest revision; one revision with two contents is refused
    versions   all of them; one (id, version) with two scoring digests is refused

Each part is the least that holds both sides, or a refusal; what a later revision replaced is kept as a
digest. That is why `merge` is commutative, associative and idempotent, and its refusals too: whether
tallies fit together does not hang on which of them met first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from sop_core.errors import CallRefused, DocumentRefused, Issue, json_path, listed, shown
from sop_core.reporting.tally import Batch, Tally
from sop_core.reporting.written import batch_digest


def merge(*tallies: Tally) -> Tally:
    """All tallies as one; DocumentRefused says each reason why they do not fit together.

    No tally at all is the empty one. An issue's path names the batch: `$.batches['north']`.
    """
    for index, one in enumerate(tallies):
        if not isinstance(one, Tally):
            raise CallRefused(
                f"merge was given a {type(one).__name__} in place {index + 1}. Pass tallies: merge(north, south)."
            )
    return reduce(_joined, tallies, Tally())


def _joined(one: Tally, other: Tally) -> Tally:
    issues: list[Issue] = []
    levels = _levels(one.levels, other.levels, issues)
    versions = _versions(one.versions, other.versions, issues)
    batches, replaced = _batches(one, other, issues)
    if issues:
        raise DocumentRefused("The tallies do not fit together.", issues=issues)
    return Tally(levels, batches, versions, replaced)


def _levels(one: tuple[str, ...], other: tuple[str, ...], issues: list[Issue]) -> tuple[str, ...]:
    short, long = sorted((one, other), key=len)
    if long[: len(short)] != short:
        issues.append(
            Issue(
                "tally_levels_differ",
                "$.levels",
                f"The levels of one tally are {listed(one)}, and of another {listed(other)}. A scope's places would "
                "mean two things at once.",
                fix="Tally both with the same --levels; the shorter list may stop earlier.",
            )
        )
    return long


def _versions(
    one: Mapping[tuple[str, str], str],
    other: Mapping[tuple[str, str], str],
    issues: list[Issue],
) -> dict[tuple[str, str], str]:
    for id_, version in sorted(one.keys() & other.keys()):
        if one[id_, version] != other[id_, version]:
            issues.append(
                Issue(
                    "tally_scoring_differs",
                    "$.instruments",
                    f"{id_} {version} has the scoring digest {one[id_, version]} in one tally and "
                    f"{other[id_, version]} in another. Two definitions share a version, and their answers may not "
                    "be added up.",
                    fix="Give the changed definition a new version, and tally its records anew.",
                )
            )
    both = {**one, **other}
    return {pair: both[pair] for pair in sorted(both)}


def _batches(
    one: Tally, other: Tally, issues: list[Issue]
) -> tuple[dict[str, Batch], dict[tuple[str, int], str]]:
    kept: dict[str, Batch] = {}
    seen: dict[tuple[str, int], str] = {}
    for tally in (one, other):
        for at, digest in tally.replaced.items():
            _see(at, digest, seen, issues)
    for id_ in sorted(one.batches.keys() | other.batches.keys()):
        found = [tally.batches[id_] for tally in (one, other) if id_ in tally.batches]
        kept[id_] = max(found, key=lambda batch: batch.revision)
        for batch in found:
            # A digest is worked out only where a later revision stands in for the batch.
            if batch.revision < kept[id_].revision:
                _see((id_, batch.revision), batch_digest(batch), seen, issues)
        if len(found) > 1 and found[0].revision == found[1].revision and found[0] != found[1]:
            issues.append(_differs(id_, found[0].revision))
    return kept, {at: seen[at] for at in sorted(seen)}


def _see(
    at: tuple[str, int], digest: str, seen: dict[tuple[str, int], str], issues: list[Issue]
) -> None:
    if seen.setdefault(at, digest) != digest:
        issues.append(_differs(*at))


def _differs(batch: str, revision: int) -> Issue:
    return Issue(
        "tally_revision_differs",
        json_path("batches", batch),
        f"Revision {revision} of batch {shown(batch)} has two contents. Which of them is right cannot be told, so "
        "neither is counted.",
        fix=f"Tally the batch again with --revision {revision + 1}, or merge only the tally that is right.",
    )

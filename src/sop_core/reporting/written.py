"""A tally as plain data, one object a line, in one order: equal tallies are equal lines.

    head     the levels, each version that was counted in, and how many batches follow
    batch    one delivery, and how many lines of groups follow it
    group    one group's counts

Every text in it is an id, a digest, a version or a fraction, so that it needs no escaping: `line` is
the canonical JSON of DESIGN 2 for this data alone (`documents` holds the two against each other).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sop_core.reporting.tally import (
    Batch,
    Group,
    GroupKey,
    ItemCounts,
    ScaleCounts,
    Tally,
    in_key_order,
)
from sop_core.types import ScoreStatus

HEAD, BATCH, GROUP = (
    f"urn:sop:schema:{name}:1" for name in ("tally", "tally-batch", "tally-group")
)
#: A line's plain data.
Plain = dict[str, Any]


def head_of(tally: Tally) -> Plain:
    """The first line."""
    return {
        "$schema": HEAD,
        "levels": list(tally.levels),
        "instruments": [
            {"id": id_, "version": version, "scoring": tally.versions[id_, version]}
            for id_, version in sorted(tally.versions)
        ],
        "batches": len(tally.batches),
    }


def batch_of(batch: Batch, replaced: Mapping[int, str], *, lines: int) -> Plain:
    """The line that a batch begins with; `replaced` holds the digests of its earlier revisions."""
    return {
        "$schema": BATCH,
        "batch": batch.id,
        "revision": batch.revision,
        "receiver": batch.receiver,
        "counted": batch.n,
        "skipped": {reason.value: batch.skipped[reason] for reason in sorted(batch.skipped)},
        "replaced": [{"revision": at, "digest": replaced[at]} for at in sorted(replaced)],
        "lines": lines,
    }


def group_of(key: GroupKey, group: Group) -> Plain:
    """A group's line."""
    return {
        "$schema": GROUP,
        "scope": list(key.scope),
        "instrument": key.instrument,
        "scoring": key.scoring,
        "cycle": key.cycle,
        "groups": dict(key.groupings),
        "n": group.n,
        "items": {name: _item(group.items[name]) for name in sorted(group.items)},
        "scales": {name: _scale(group.scales[name]) for name in sorted(group.scales)},
    }


def _item(counts: ItemCounts) -> Plain:
    found: Plain = {"codes": dict(counts.codes.items())}
    found["missing"] = {reason.value: count for reason, count in counts.missing.items()}
    if counts.several:
        found["answered"] = counts.n_answered
    return found


def _scale(counts: ScaleCounts) -> Plain:
    found: Plain = {}
    for (status, exact), count in counts.counts.items():
        if exact is None:
            found[status.value] = count
        else:
            found.setdefault(status.value, {})[str(exact)] = count
    return found


def group_line(key: GroupKey, group: Group) -> str:
    """What `line` makes of `group_of`, at once: a state has hundreds of thousands of counts."""
    items = [f'"{name}":{_item_line(group.items[name])}' for name in sorted(group.items)]
    scales = [f'"{name}":{_scale_line(group.scales[name])}' for name in sorted(group.scales)]
    return (
        f'{{"$schema":"{GROUP}","cycle":"{key.cycle}","groups":{line(dict(key.groupings))},'
        f'"instrument":"{key.instrument}","items":{{{",".join(items)}}},"n":{group.n},'
        f'"scales":{{{",".join(scales)}}},"scope":{line(list(key.scope))},"scoring":"{key.scoring}"}}'
    )


def _item_line(counts: ItemCounts) -> str:
    answered = f'"answered":{counts.n_answered},' if counts.several else ""
    codes = _counts_line(dict(counts.codes.items()))
    missing = {reason.value: n for reason, n in counts.missing.items()}
    return f'{{{answered}"codes":{codes},"missing":{_counts_line(missing)}}}'


def _scale_line(counts: ScaleCounts) -> str:
    found: dict[str, int | str] = {}
    scores: defaultdict[ScoreStatus, dict[str, int]] = defaultdict(dict)
    for (status, exact), n in counts.counts.items():
        if exact is None:
            found[status.value] = n
        else:
            scores[status][str(exact)] = n
    for status, had in scores.items():
        found[status.value] = _counts_line(had)
    return _counts_line(found)


def _counts_line(counts: Mapping[str, object]) -> str:
    if not counts:
        return "{}"
    return "{" + ",".join([f'"{name}":{counts[name]}' for name in sorted(counts)]) + "}"


def line(plain: object) -> str:
    """The one written form of a line's data: sorted keys, no white space, and nothing to escape."""
    if isinstance(plain, dict):
        pairs: list[str] = []
        for key in sorted(plain):
            inner = plain[key]
            # Nearly all of a line are counts.
            pairs.append(f'"{key}":{inner if type(inner) is int else line(inner)}')
        return "{" + ",".join(pairs) + "}"
    if isinstance(plain, str):
        return f'"{plain}"'
    if isinstance(plain, list):
        return "[" + ",".join(map(line, plain)) + "]"
    return "null" if plain is None else str(plain)


def groups_of(batch: Batch) -> Iterator[Plain]:
    """The lines of a batch's groups, in their order."""
    return (group_of(key, batch.groups[key]) for key in sorted(batch.groups, key=in_key_order))


def batch_digest(batch: Batch) -> str:
    """The SHA-256 of a batch: its own line, as if it had replaced nothing, and its groups' lines."""
    head = line(batch_of(batch, {}, lines=len(batch.groups)))
    summed = hashlib.sha256(head.encode("ascii") + b"\n")
    for key in sorted(batch.groups, key=in_key_order):
        summed.update(group_line(key, batch.groups[key]).encode("ascii") + b"\n")
    return f"sha256:{summed.hexdigest()}"

"""Rules 1, 2 and 4 of DESIGN 7, for a published group and for what remains of one: both are groups of people."""

from __future__ import annotations

from collections.abc import Sequence

from sop_core.reporting.cells import Limits, Respondents
from sop_core.reporting.suppress_frame import Frame, Reason
from sop_core.reporting.suppress_workers import workers_left
from sop_core.types import Exact


def first_reason(frame: Frame, place: int) -> Reason | None:
    """Why a place must be withheld by itself, in any of its measures; None where it may be shown."""
    groups = frame.groups[place]
    if any(0 < group.n < frame.limits.min_cell for group in groups):
        return "small"
    return reason_of_parts(frame, (place,), place)


def bars_reason(frame: Frame, parts: Sequence[int], total: int) -> Reason | None:
    """Why a distribution of these places together may not be shown: the measures are its bars (rule 4, C-22)."""
    bars = [sum(of) for of in zip(*(frame.n[part] for part in parts), strict=True)]
    if any(0 < bar < frame.limits.min_cell for bar in bars):
        return "small"
    if sum(1 for bar in bars if bar) == 1:
        return "alike"
    return reason_of_parts(frame, parts, total)


def reason_of_parts(frame: Frame, parts: Sequence[int], total: int) -> Reason | None:
    """Rules 2 and 4 for the people of these places together, none of whom is in two of them.

    They are a `total`, or what is left of it when its shown parts are taken away.
    """
    is_asked = frame.workers is not None and any(frame.cost[part] for part in parts)
    if is_asked and workers_left(frame, total, parts) < frame.limits.min_subjects:
        return "few_workers"
    for measure in frame.measures:
        reason = reason_of_groups([frame.groups[part][measure] for part in parts], frame.limits)
        if reason is not None:
            return reason
    return None


def reason_of_groups(groups: Sequence[Respondents], limits: Limits) -> Reason | None:
    """Rule 4 for the people of these groups together."""
    if at_an_end(groups, limits):
        return "at_an_end"
    return "alike" if alike(groups) else None


def alike(groups: Sequence[Respondents]) -> bool:
    """C-22: whether all, or all but one, of these people together may have answered alike.

    A group that tells only its commonest value and how many had it has at most the others of any other value; a group
    that tells how many had each value is counted by that.
    """
    least = 0
    for group in groups:
        if group.alike is not None:
            least += min(group.n - group.alike, group.alike)
        elif group.n:
            return False
        if least > 1:
            return False
    return any(_apart(groups, group) <= 1 for group in groups if group.n)


def _apart(groups: Sequence[Respondents], common: Respondents) -> int:
    """At least how many of the groups' people have another value than this group's commonest."""
    return sum(_others(group, common.most) for group in groups)


def _others(group: Respondents, value: Exact | None) -> int:
    if group.values is None:
        return group.n - (group.alike or 0) if group.most == value else (group.alike or 0)
    return sum(n for one, n in group.values.items() if one != value)


def at_an_end(groups: Sequence[Respondents], limits: Limits) -> bool:
    """Whether the mean of these people together rounds to an end of its range, which nobody can pass."""
    n = sum(group.n for group in groups)
    unit = 2 * 10**limits.places
    return bool(n) and any(_near(groups, n, unit, low) for low in (True, False))


def _near(groups: Sequence[Respondents], n: int, unit: int, low: bool) -> bool:  # noqa: FBT001 (private)
    away: Exact = 0
    for group in groups:
        if group.n:
            part = group.above if low else group.below
            # Where the values are not known rule 4 has nothing to say. What is too far by itself is not added.
            if part is None or unit * part.numerator > n * part.denominator:
                return False
            away += unit * part
            if away > n:
                return False
    return True

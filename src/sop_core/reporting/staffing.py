"""Rule 2: how many workers the answers of a scope are about, as far as a plan says.

A plan says how many workers a scope has. Where all answers of an office come from one unit of two workers, they are
about these two, and not about the office's twenty: narrower scopes that answered bound the wider ones, those too
that lie deeper than the release goes. So it is for a part of a scope by a further grouping: where all answers of the
part come from one unit, they are about no more workers than the unit's part has, or the unit itself where that of its
part is not told. A number that is not told stays unknown.

Where some units did not answer, and units share workers, nobody can tell how many of the office's workers the
answers are about: at least the office's number less the numbers of these units. No more are counted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sop_core.reporting.cells import OTHER, Place, Scope
from sop_core.reporting.plans import Plan
from sop_core.reporting.tally import Group, GroupKey

#: A part of a scope: each further grouping and its value.
Part = tuple[tuple[str, str], ...]


def workers_in(plan: Plan, groups: Mapping[GroupKey, Group]) -> dict[Scope | Place, int]:
    """The workers of each scope, and of each part of one, of which the plan tells."""
    told = {one.scope: one.n for one in plan.subjects if not one.groups}
    whole = _bounds(told, [key.scope for key, group in groups.items() if group.n])
    found: dict[Scope | Place, int] = {
        scope: whole[scope].least if scope in whole else n for scope, n in told.items()
    }
    singled = {one.id: one.value for one in plan.groupings}
    for part, own in _told_of_parts(plan).items():
        inside = [
            key.scope for key, group in groups.items() if group.n and _is_in(key, part, singled)
        ]
        narrow = {scope: _least(n, told.get(scope)) for scope, n in own.items()}
        bounds = _bounds({**told, **narrow}, inside, narrow)
        for scope, n in narrow.items():
            most = [n, *(one[scope].most for one in (whole, bounds) if scope in one)]
            # Of those who are told of the part, some may be where nobody of it answered.
            least = bounds[scope].least if scope in bounds else None
            found[Place(scope, part)] = min(m for m in (*most, least) if m is not None)
    return found


def _told_of_parts(plan: Plan) -> dict[Part, dict[Scope, int]]:
    """What a plan tells of parts, by the part."""
    found: dict[Part, dict[Scope, int]] = {}
    for one in plan.subjects:
        if one.groups:
            found.setdefault(tuple(sorted(one.groups.items())), {})[one.scope] = one.n
    return found


def _is_in(key: GroupKey, part: Part, singled: Mapping[str, str | None]) -> bool:
    """Whether the people of a group are in a part; beside a value that is singled out all others are one."""
    values = dict(key.groupings)
    for name, wanted in part:
        value, only = values.get(name, OTHER), singled.get(name)
        if (value if only in (None, value) else OTHER) != wanted:
            return False
    return True


class _Bound(NamedTuple):
    """At least and at most how many workers answers are about; a most of None is not known."""

    least: int
    most: int | None


def _bounds(
    told: Mapping[Scope, int], answered: Iterable[Scope], exact: Mapping[Scope, int] | None = None
) -> dict[Scope, _Bound]:
    """The bounds of each scope that answered.

    Of a scope that is not in `exact`, what is told is of more than those who may have answered: a most, and no least.
    """
    sure = told if exact is None else exact
    below: dict[Scope, set[Scope]] = {}
    ends: set[Scope] = set()
    for scope in answered:
        ends.add(scope)
        for at in range(len(scope)):
            below.setdefault(scope[:at], set()).add(scope[: at + 1])
    every = {*ends, *below}
    idle = _idle(told, every)
    found: dict[Scope, _Bound] = {}
    for scope in sorted(every, key=len, reverse=True):
        own, known = told.get(scope), sure.get(scope)
        # Whoever names no narrower scope may be about anybody of this one.
        parts = [] if scope in ends else sorted(below[scope])
        found[scope] = _Bound(known or 0, own)
        if parts:
            all_told = all(part in sure for part in parts)
            some = [found[part] for part in parts]
            found[scope] = _together(some, own, known, idle.get(scope, 0), all_told=all_told)
    return found


def _idle(told: Mapping[Scope, int], every: Collection[Scope]) -> dict[Scope, int]:
    """The workers of those in each scope who are in a narrower one that did not answer, by the widest that is told."""
    found: dict[Scope, int] = {}
    for scope, n in told.items():
        if scope not in every:
            round_ = [scope[:end] for end in range(len(scope) - 1, -1, -1)]
            above = [one for one in round_ if one in every]
            # What lies in another scope of these is counted with it.
            if not any(one in told for one in round_[: len(round_) - len(above)]):
                for one in above:
                    found[one] = found.get(one, 0) + n
    return found


def _together(
    parts: Collection[_Bound], own: int | None, known: int | None, idle: int, *, all_told: bool
) -> _Bound:
    each = [one.most for one in parts if one.most is not None]
    most = _least(sum(each), own) if len(each) == len(parts) else own
    least = max(one.least for one in parts)
    if known is not None:
        least = _least(max(least, known - idle), most)
    if all_told:
        # Whoever adds up the numbers of the parts must not find fewer counted twice than there may be.
        twice = sum(each) - max(least, *each)
        least = min(least, sum(one.least for one in parts) - twice)
    return _Bound(max(0, least), most)


def _least(n: int, other: int | None) -> int:
    return n if other is None else min(n, other)

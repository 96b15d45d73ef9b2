"""Rule 2: how many workers the answers of a scope are about, as far as a plan says.

A plan says how many workers a scope has. Where all answers of an office come from one unit of two workers, they are
about these two, and not about the office's twenty: narrower scopes that answered bound the wider ones, those too
that lie deeper than the release goes. So it is for a part of a scope by a further grouping: where all answers of the
part come from one unit, they are about no more workers than the unit's part has, or the unit itself where that of its
part is not told. A number that is not told stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sop_core.reporting.cells import OTHER, Place, Scope
from sop_core.reporting.plans import Plan
from sop_core.reporting.tally import Group, GroupKey

#: A part of a scope: each further grouping and its value.
Part = tuple[tuple[str, str], ...]


def workers_in(plan: Plan, groups: Mapping[GroupKey, Group]) -> dict[Scope | Place, int]:
    """The workers of each scope, and of each part of one, of which the plan tells."""
    told = {one.scope: one.n for one in plan.subjects if not one.groups}
    most = _bounds(told, [key.scope for key, group in groups.items() if group.n])
    found: dict[Scope | Place, int] = {
        scope: _least(n, most.get(scope)) for scope, n in told.items()
    }
    singled = {one.id: one.value for one in plan.groupings}
    for part, own in _told_of_parts(plan).items():
        inside = [
            key.scope for key, group in groups.items() if group.n and _is_in(key, part, singled)
        ]
        narrow = {scope: _least(n, told.get(scope)) for scope, n in own.items()}
        bounds = _bounds({**told, **narrow}, inside)
        for scope, n in narrow.items():
            found[Place(scope, part)] = _least(_least(n, most.get(scope)), bounds.get(scope))
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


def _bounds(told: Mapping[Scope, int], answered: Iterable[Scope]) -> dict[Scope, int | None]:
    """The most workers that the answers of each scope can be about; None where nobody can tell."""
    below: dict[Scope, set[Scope]] = {}
    ends: set[Scope] = set()
    for scope in answered:
        ends.add(scope)
        for at in range(len(scope)):
            below.setdefault(scope[:at], set()).add(scope[: at + 1])
    most: dict[Scope, int | None] = {}
    for scope in sorted({*ends, *below}, key=len, reverse=True):
        parts = [most[part] for part in below.get(scope, ())]
        # Whoever names no narrower scope may be about anybody of this one.
        sure = [n for n in parts if n is not None] if scope not in ends else []
        is_known = bool(parts) and len(sure) == len(parts)
        own = told.get(scope)
        most[scope] = _least(sum(sure), own) if is_known else own
    return most


def _least(n: int, other: int | None) -> int:
    return n if other is None else min(n, other)

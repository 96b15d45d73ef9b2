"""Rule 2: how many workers the answers of a scope are about, as far as a plan says.

A plan says how many workers a scope has. Where all answers of an office come from one unit of two workers, they are
about these two, and not about the office's twenty: narrower scopes that answered bound the wider ones, those too
that lie deeper than the release goes. A number that is not told stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sop_core.reporting.cells import Place, Scope
from sop_core.reporting.plans import Plan
from sop_core.reporting.tally import Group, GroupKey


def workers_in(plan: Plan, groups: Mapping[GroupKey, Group]) -> dict[Scope | Place, int]:
    """The workers of each scope, and of each part of one, of which the plan tells."""
    told = {one.scope: one.n for one in plan.subjects if not one.groups}
    most = _bounds(told, [key.scope for key, group in groups.items() if group.n])
    found: dict[Scope | Place, int] = {
        scope: _least(n, most.get(scope)) for scope, n in told.items()
    }
    for one in plan.subjects:
        if one.groups:
            place = Place(one.scope, tuple(sorted(one.groups.items())))
            found[place] = _least(one.n, most.get(one.scope))
    return found


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

"""Which profiles come before which: prerequisites are data, and used where a worker takes profiles in order.

All profiles together is the default (S1-09). Some workers need one at a time (S1-10), in an order
that the definitions state.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from sop_core.errors import CallRefused, shown

if TYPE_CHECKING:
    from sop_core.profiles.model import PracticeProfile

Needed = Mapping[str, Collection[str]]


def find_cycle(needed: Needed, start: str) -> tuple[str, ...]:
    """The shortest way from a profile back to itself by what each needs first; empty where there is none.

    `(a, b, a)` says that a needs b, which needs a. What is named and not there needs nothing.
    """
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for one in needed.get(way[-1], ()):
            if one == start:
                return (*way, start)
            if one not in seen:
                seen.add(one)
                ways.append((*way, one))
    return ()


def linear_order(profiles: Iterable[PracticeProfile]) -> tuple[PracticeProfile, ...]:
    """The profiles, each after its prerequisites; otherwise in the order given (S1-10).

    A prerequisite that is not among them is passed over. CallRefused where two are of one id, or
    where profiles need each other in a circle.
    """
    left: dict[str, PracticeProfile] = {}
    for profile in profiles:
        if profile.id in left:
            raise CallRefused(
                f"The profile {shown(profile.id)} stands twice in what is to be ordered. Pass one version of each."
            )
        left[profile.id] = profile
    found: list[PracticeProfile] = []
    while left:
        free = (one for one in left.values() if not left.keys() & set(one.prerequisites))
        first = next(free, None)
        if first is None:
            raise CallRefused(
                f"The profiles {', '.join(left)} cannot be put in an order: at least two of them each need the other "
                "first. Take a prerequisite out of one of them."
            )
        found.append(left.pop(first.id))
    return tuple(found)


def is_open(profile: PracticeProfile, *, taken_up: Collection[str]) -> bool:
    """Whether every prerequisite of a profile is among those that a worker has taken up (S1-10).

    It asks for no level there: when to go on is the pair's own decision (S1-12).
    """
    return all(one in taken_up for one in profile.prerequisites)

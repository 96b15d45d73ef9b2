"""Where to next: the same level, or one step up (S1-28, D7).

    not attained yet          the same level again
    attained                  exactly one step up, by the literal rule of S1-28
    at the top                it stays there: the skill may be deepened, or shared with peers (C-15)

The sources do not settle what happens where somebody is already beyond the next step (C-14). The literal
rule still moves the target by one, and says so; a pair may choose the other policy by its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from attrs import frozen

from sop_core.errors import CallRefused, listed, shown
from sop_core.types import FrozenMap


class TargetPolicy(StrEnum):
    """How far a reached target moves: one up (S1-28), or one above the higher of target and attained (C-14)."""

    LITERAL = "literal"
    MAX_ATTAINED_PLUS_ONE = "max_attained_plus_one"


class Move(StrEnum):
    """What becomes of a target."""

    SAME = "same"
    UP = "up"
    TOP = "top"


class Rated(Protocol):
    """One aspect of a rating."""

    @property
    def attained(self) -> str | None:
        """The level that is fully met; None where the lowest is not yet."""
        ...


@frozen(kw_only=True)
class NextTarget:
    """The next target of an aspect. `already_attained` says that the worker is there, or beyond, already."""

    level: str
    move: Move
    already_attained: bool = False


def next_target(
    levels: tuple[str, ...],
    *,
    target: str,
    attained: str | None,
    policy: TargetPolicy | str = TargetPolicy.LITERAL,
) -> NextTarget:
    """The next target from the one that was set and the level that is attained; `levels` lowest first.

    `attained` is None where the lowest level is not yet met, or where nothing was rated: neither reaches
    a target. Partial evidence of a level beyond does not count (S1-02, D8). Raises CallRefused for a
    level that the profile does not have, and for a policy that there is not.
    """
    if policy not in tuple(TargetPolicy):
        raise CallRefused(
            f"There is no policy {shown(policy)}. The policies are: {listed(TargetPolicy)}."
        )
    aimed, reached = _place(levels, target), -1 if attained is None else _place(levels, attained)
    if reached < aimed:
        return NextTarget(level=target, move=Move.SAME)
    last = len(levels) - 1
    base = aimed if policy == TargetPolicy.LITERAL else max(aimed, reached)
    if base == last:
        return NextTarget(level=levels[last], move=Move.TOP, already_attained=reached == last)
    return NextTarget(level=levels[base + 1], move=Move.UP, already_attained=reached > base)


def next_targets(
    levels: tuple[str, ...],
    *,
    targets: Mapping[str, str],
    rated: Mapping[str, Rated],
    policy: TargetPolicy | str = TargetPolicy.LITERAL,
) -> FrozenMap[str, NextTarget]:
    """The next target of each aspect that has one; an aspect that was not rated keeps its own.

    `targets` gives the level that was aimed at, by aspect; `rated` what a rating says, by aspect.
    """
    return FrozenMap(
        {
            aspect: next_target(
                levels,
                target=target,
                attained=rated[aspect].attained if aspect in rated else None,
                policy=policy,
            )
            for aspect, target in targets.items()
        }
    )


def _place(levels: tuple[str, ...], level: str) -> int:
    if level not in levels:
        raise CallRefused(f"There is no level {shown(level)}. The levels are: {listed(levels)}.")
    return levels.index(level)

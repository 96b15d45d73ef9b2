"""How far a goal has come: events with distinct references, none counted twice (C-19, C-20).

An event stands for its reference and for what that covers; two events that share one of those are the same
work seen twice, so that they do not both count: a sibling group and its child count once. Of events that
overlap in several ways, as many count as can without sharing anything. Nothing here leads to a level (S1-01).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from sop_core.coaching.goals import Goal, GoalEvent
from sop_core.types import RecordStatus

#: So many events that hang together are counted exactly; of more, those that overlap least come first.
MOST_TANGLED = 24

#: What an event stands for.
Tokens = frozenset[str]


@frozen(kw_only=True)
class Progress:
    """Done of target: `done` is the raw count, `shown` what is displayed, at most the target.

    `counted`, `repeated`, `late` and `early` are ids of events, in order of day and id: the late and early
    ones lie outside the window, the repeated ones stand for something that is counted already.
    """

    done: int
    target: int
    counted: tuple[str, ...]
    repeated: tuple[str, ...]
    late: tuple[str, ...]
    early: tuple[str, ...]

    @property
    def shown(self) -> int:
        """What is displayed of the target (C-19)."""
        return min(self.done, self.target)

    @property
    def reached(self) -> bool:
        """Whether the goal is reached."""
        return self.done >= self.target


def progress(goal: Goal, events: Iterable[GoalEvent], *, earlier: Iterable[str] = ()) -> Progress:
    """The progress of a goal; events may come in any order, twice, and with those of other goals among them.

    An amended goal counts the events of the one that it stands in for; `earlier` names those before that.
    """
    mine = {goal.id, *earlier, *([goal.supersedes.id] if goal.supersedes else [])}
    standing = _standing(mine, events)
    within = [one for one in standing if goal.window.starts <= one.on <= goal.window.due]
    counted = _counted(within)
    return Progress(
        done=len(counted),
        target=goal.count,
        counted=tuple(one.id for one in within if one.id in counted),
        repeated=tuple(one.id for one in within if one.id not in counted),
        late=tuple(one.id for one in standing if one.on > goal.window.due),
        early=tuple(one.id for one in standing if one.on < goal.window.starts),
    )


def _standing(goals: set[str], events: Iterable[GoalEvent]) -> list[GoalEvent]:
    """The events of a goal that stand, by day and id: not superseded, not entered in error, each id once."""
    every = {one.id: one for one in events if one.goal.id in goals}
    gone = {one.supersedes.id for one in every.values() if one.supersedes is not None}
    standing = [
        one
        for one in every.values()
        if one.id not in gone and one.status is not RecordStatus.ENTERED_IN_ERROR
    ]
    return sorted(standing, key=lambda one: (one.on, one.id))


def _counted(events: Iterable[GoalEvent]) -> frozenset[str]:
    """The ids of the most events of which no two share a token."""
    left = _least({one.id: frozenset((one.reference, *one.covers)) for one in events})
    found: set[str] = set()
    while left:
        group = _tangle(next(iter(left)), left)
        found |= _most(group) if len(group) <= MOST_TANGLED else _first(group)
        left = _without(left, group)
    return frozenset(found)


def _least(events: Mapping[str, Tokens]) -> dict[str, Tokens]:
    """Without those that stand for all of what another stands for: the other can always be counted instead.

    Those that stand for the fewest come first: a child before the group that it is in.
    """
    kept: dict[str, Tokens] = {}
    by_token: dict[str, list[Tokens]] = {}
    for id_ in sorted(events, key=lambda id_: len(events[id_])):
        tokens = events[id_]
        if not any(one <= tokens for token in tokens for one in by_token.get(token, ())):
            kept[id_] = tokens
            by_token.setdefault(min(tokens), []).append(tokens)
    return kept


def _tangle(start: str, events: Mapping[str, Tokens]) -> dict[str, Tokens]:
    """The events that hang together with one, by shared tokens, over however many steps."""
    by_token: dict[str, list[str]] = {}
    for id_, tokens in events.items():
        for token in tokens:
            by_token.setdefault(token, []).append(id_)
    seen, todo = {start}, [start]
    while todo:
        for token in events[todo.pop()]:
            fresh = [other for other in by_token.pop(token, ()) if other not in seen]
            seen.update(fresh)
            todo += fresh
    return {id_: one for id_, one in events.items() if id_ in seen}


def _first(events: Mapping[str, Tokens]) -> set[str]:
    """One after the other, as long as nothing is shared with those before."""
    taken: set[str] = set()
    found: set[str] = set()
    for id_, tokens in events.items():
        if not taken & tokens:
            taken |= tokens
            found.add(id_)
    return found


def _most(events: Mapping[str, Tokens]) -> set[str]:
    """The most events without a shared token: each is tried in and out, but where taking it costs nothing."""
    if not events:
        return set()
    rivals = {
        id_: [other for other, tokens in events.items() if other != id_ and tokens & events[id_]]
        for id_ in events
    }
    easy = min(rivals, key=lambda id_: len(rivals[id_]))
    if len(rivals[easy]) <= 1:
        return {easy} | _most(_without(events, [easy, *rivals[easy]]))
    hard = max(rivals, key=lambda id_: len(rivals[id_]))
    with_it = {hard} | _most(_without(events, [hard, *rivals[hard]]))
    without = _most(_without(events, [hard]))
    return max(with_it, without, key=len)


def _without(events: Mapping[str, Tokens], gone: Iterable[str]) -> dict[str, Tokens]:
    left_out = frozenset(gone)
    return {id_: tokens for id_, tokens in events.items() if id_ not in left_out}

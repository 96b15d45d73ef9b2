"""Goals as they are shown: where the next one may aim (S1-28), and how far each is (C-19).

Targets come from the worker's own rating and from what was aimed at before; what was counted leads to none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from sop_core import Disclosure, coaching
from sop_core import render as sop_render
from sop_core.coaching import Goal, GoalEvent
from sop_helpdesk import adapter
from sop_helpdesk.coaching import gate, ratings
from sop_helpdesk.coaching.pages import at
from sop_helpdesk.coaching.records import Document, Relation


def own_rating(relation: Relation, profile_id: str) -> Document | None:
    """The worker's own latest rating by a profile."""
    own = [
        one
        for one in relation.kind("rating")
        if one["view"] == "self" and one["profile"]["id"] == profile_id
    ]
    return own[-1] if own else None


def targets(relation: Relation, profile_id: str) -> list[tuple[str, str]]:
    """What may come next: a target not yet reached again, else one step up (S1-28)."""
    rating, profile = own_rating(relation, profile_id), ratings.profile_of(profile_id)
    if rating is None:
        return []
    rated = {name: _Rated(one["attained"]) for name, one in rating["aspects"].items()}
    goals = [one for one in relation.kind("goal") if one["profile"]["id"] == profile_id]
    set_before = {one["aspect"]: one["target"] for one in goals if one.get("target")}
    following = coaching.next_targets(profile.level_ids, targets=set_before, rated=rated)
    found = []
    for aspect in profile.aspects:
        note = ""
        if aspect.id in following:
            level = following[aspect.id].level
            if following[aspect.id].already_attained:
                note = " (attained already: deepen it, or share it)"
        elif aspect.id in rated:
            # The first target: the next step from where the worker stands.
            level = _step(profile.level_ids, rated[aspect.id].attained)
        else:
            continue
        name = profile.levels[profile.position(level)].title.get("en")
        found.append((f"{aspect.id} {level}", f"{aspect.title.get('en')}: {name}{note}"))
    return found


class _Rated:
    """One aspect of a stored rating."""

    def __init__(self, attained: str | None) -> None:
        self.attained = attained


def _step(levels: Sequence[str], attained: str | None) -> str:
    position = -1 if attained is None else levels.index(attained)
    return levels[min(position + 1, len(levels) - 1)]


def lines(user: Any, relation: Relation) -> list[dict[str, Any]]:
    """The goals that a user may see, newest first, each with how far it is."""
    own = relation.party(user) == "worker"
    events = gate.seen(user, relation, relation.kind("goal-event"))
    return [
        {
            "markup": _drawn(given, events),
            "done": at("done", relation.id, given.record.id) if own else "",
        }
        for given in reversed(gate.seen(user, relation, relation.kind("goal")))
    ]


def _drawn(given: Disclosure, events: Iterable[Disclosure]) -> Any:
    goal = cast("Goal", given.record)
    profile = ratings.profile_of(goal.profile.id, goal.profile.version)
    of_it = [one for one in events if cast("GoalEvent", one.record).goal.id == goal.id]
    return sop_render.goal(
        [given, *of_it],
        adapter.engine().catalog.goal_words(goal.words.id, goal.words.version),
        profile=profile,
        heading_level=3,
        prefix=f"{goal.id}-",
    )

"""A target is a small step: at most one level above what the worker's own rating says is attained (S1-28).

The same target again is always within that, and so is the next one up once a target was attained: both
are at most one above what is attained then. Some work at a higher level raises nothing (S1-02, C-14).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sop_core.coaching.given import Given, looked_up
from sop_core.coaching.goal_links import own
from sop_core.coaching.goal_rules import rule_issue
from sop_core.coaching.words import GoalRule, GoalWords
from sop_core.errors import Issue, listed, shown
from sop_core.profiles import PracticeProfile
from sop_core.shapes import Json, mapping


def check_target(
    document: Json, given: Given, profile: PracticeProfile | None, words: GoalWords | None
) -> Iterator[Issue]:
    """All that is wrong with a goal's aspect, target and rating."""
    aspect, target = document.get("aspect"), document.get("target")
    rating, issues = own(document, "rating", given, "rating")
    yield from issues
    if target is not None:
        for name, why in (("aspect", "of which aspect"), ("rating", "from where")):
            if document.get(name) is None:
                yield Issue(
                    "target_without_base",
                    "$.target",
                    f"A target is set, and {name} does not say {why} it is a step.",
                    fix=f"Add {name}, or leave target out.",
                )
    if profile is not None:
        yield from _known(aspect, profile.aspect_ids, "aspect")
        yield from _known(target, profile.level_ids, "target")
    if rating is not None:
        yield from _own(document, rating)
        if profile is not None and words is not None:
            yield from _step(document, rating, profile, given, words)


def _known(value: object, known: Sequence[str], name: str) -> Iterator[Issue]:
    if isinstance(value, str) and value not in known:
        what = "aspect" if name == "aspect" else "level"
        yield Issue(
            "unknown_aspect" if name == "aspect" else "unknown_level",
            f"$.{name}",
            f"{shown(value)} is no {what} of the profile.",
            fix=f"Use one of: {listed(known)}.",
        )


def _own(document: Json, rating: Json) -> Iterator[Issue]:
    ours = mapping(document.get("profile")).get("id")
    if rating.get("view") != "self":
        yield Issue(
            "rating_not_own",
            "$.rating",
            "The rating is not the worker's own. A target starts from where the worker says they are (S1-26).",
            fix="Name the worker's own latest rating of this profile.",
        )
    if ours is not None and mapping(rating.get("profile")).get("id") != ours:
        yield Issue(
            "another_profile",
            "$.rating",
            "The rating is of another profile than the goal.",
            fix="Name the worker's own latest rating of this profile.",
        )


def _step(
    document: Json, rating: Json, profile: PracticeProfile, given: Given, words: GoalWords
) -> Iterator[Issue]:
    aspect, target = document.get("aspect"), document.get("target")
    aspects = mapping(rating.get("aspects"))
    if not isinstance(aspect, str) or aspect not in profile.aspect_ids:
        return
    if aspect not in aspects:
        yield Issue(
            "target_without_base",
            "$.aspect",
            f"The rating says nothing of the aspect {shown(aspect)}: what is not rated is unknown, not the lowest "
            "level.",
            fix="Rate that aspect first, or choose one that is rated.",
        )
        return
    levels = profile.level_ids
    if not isinstance(target, str) or target not in levels:
        return
    attained = mapping(aspects[aspect]).get("attained")
    at = levels.index(attained) if isinstance(attained, str) and attained in levels else -1
    rule = words.rules[GoalRule.ONE_STEP_UP]
    allowed = max(at + rule.most, _again(document, given, levels))
    if levels.index(target) > allowed:
        yield rule_issue(
            "goal_target_too_high",
            words,
            GoalRule.ONE_STEP_UP,
            "$.target",
            f"The target is {shown(target)}, and attained is {shown(attained)}.",
            fix=f"Choose {levels[allowed]} or a lower one.",
        )


def _again(document: Json, given: Given, levels: Sequence[str]) -> int:
    """The previous goal's target, which may be aimed at again even where the rating has dropped (C-16)."""
    previous = looked_up(document.get("previous"), given, "goal") or {}
    target = previous.get("target")
    same = previous.get("aspect") == document.get("aspect")
    return levels.index(target) if same and isinstance(target, str) and target in levels else -1

"""Practice profiles: how skill in one practice grows, and where a worker stands in it. Pure functions.

A level is assigned by a person, from its description. Nothing here counts what was done: there is
no way from goals, or from how often a thing is done, to a level (S1-01, D6).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.profiles.focus import FOCUS_LIMIT, focus_advice
    from sop_core.profiles.form import NOT_YET, rating_fields, read_rating
    from sop_core.profiles.model import Level, PracticeProfile, SkillAspect
    from sop_core.profiles.ordering import find_cycle, is_open, linear_order
    from sop_core.profiles.past import Line, Point, history, levels_over_time
    from sop_core.profiles.profile_rules import (
        advise_profile,
        check_profile,
        descriptor_texts,
        prerequisites_of,
    )
    from sop_core.profiles.rating import (
        AspectRating,
        LearningContext,
        Rating,
        RatingPurpose,
        RatingView,
    )
    from sop_core.profiles.rating_rules import Terms, check_rating
    from sop_core.profiles.summary import LowestAspect, lowest_aspect
    from sop_core.profiles.times import read_time

__all__ = [
    "FOCUS_LIMIT",
    "NOT_YET",
    "AspectRating",
    "LearningContext",
    "Level",
    "Line",
    "LowestAspect",
    "Point",
    "PracticeProfile",
    "Rating",
    "RatingPurpose",
    "RatingView",
    "SkillAspect",
    "Terms",
    "advise_profile",
    "check_profile",
    "check_rating",
    "descriptor_texts",
    "find_cycle",
    "focus_advice",
    "history",
    "is_open",
    "levels_over_time",
    "linear_order",
    "lowest_aspect",
    "prerequisites_of",
    "rating_fields",
    "read_rating",
    "read_time",
]

__getattr__ = table(
    __name__,
    {
        "focus": "FOCUS_LIMIT focus_advice",
        "form": "NOT_YET rating_fields read_rating",
        "model": "Level PracticeProfile SkillAspect",
        "ordering": "find_cycle is_open linear_order",
        "past": "Line Point history levels_over_time",
        "profile_rules": "advise_profile check_profile descriptor_texts prerequisites_of",
        "rating": "AspectRating LearningContext Rating RatingPurpose RatingView",
        "rating_rules": "Terms check_rating",
        "summary": "LowestAspect lowest_aspect",
        "times": "read_time",
    },
)

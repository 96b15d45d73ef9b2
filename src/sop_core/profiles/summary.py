"""A summary that is made only where it is asked for by name. No record, page or event holds it."""

from __future__ import annotations

from attrs import frozen

from sop_core.profiles.model import PracticeProfile
from sop_core.profiles.rating import Rating


@frozen(kw_only=True)
class LowestAspect:
    """The aspects of one rating with the lowest level, that level, and how many aspects were rated.

    It is no level of the profile: `n_rated` of `n_aspects` says how much of it stands behind this.
    """

    aspects: tuple[str, ...]
    attained: str | None
    n_rated: int
    n_aspects: int


def lowest_aspect(rating: Rating, profile: PracticeProfile) -> LowestAspect | None:
    """Where a worker's levels are lowest (C-13); None where no aspect was rated, since unknown is no level.

    `profile` is the version that the rating was made with.
    """
    positions = {
        aspect: -1 if rated.attained is None else profile.position(rated.attained)
        for aspect, rated in rating.aspects.items()
    }
    if not positions:
        return None
    lowest = min(positions.values())
    return LowestAspect(
        aspects=tuple(one for one in profile.aspect_ids if positions.get(one) == lowest),
        attained=None if lowest < 0 else profile.level_ids[lowest],
        n_rated=len(positions),
        n_aspects=len(profile.aspects),
    )

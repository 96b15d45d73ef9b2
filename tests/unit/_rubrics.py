"""A small profile with levels of odd names, and a sound rating of it, as documents and as values."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from sop_core.documents import profile_of, value_of
from sop_core.profiles import PracticeProfile, Rating, Terms

Doc = dict[str, Any]

LEVELS = ("seed", "root", "leaf", "fruit")
ASPECTS = ("asks", "listens")
PROFILE: Doc = {
    "$schema": "urn:sop:schema:profile:1", "id": "garden", "version": "1.0.0", "status": "active",
    "title": {"en": "Garden"}, "source": "made up for a test", "rights": "none",
    "levels": [{"id": level, "title": {"en": level.title()}} for level in LEVELS],
    "aspects": [
        {"id": aspect, "title": {"en": aspect.title()},
         "descriptors": {level: {"en": f"{aspect} as a {level} does"} for level in LEVELS}}
        for aspect in ASPECTS
    ],
}  # fmt: skip
VALUE: PracticeProfile = profile_of(PROFILE)
DIGEST = "sha256:" + "a" * 64
OWN: Doc = {
    "$schema": "urn:sop:schema:rating:1", "id": "own", "status": "complete",
    "profile": {"id": "garden", "version": "1.0.0", "digest": VALUE.ref.digest},
    "worker": "w", "rater": "w", "view": "self", "purpose": "coaching",
    "made_at": "2026-11-02T09:00:00-08:00", "agreement": {"id": "agreed", "digest": DIGEST},
    "aspects": {"asks": {"attained": "root", "some_work_at": ["leaf"]}, "listens": {"attained": None, "some_work_at": []}},
    "extensions": {},
}  # fmt: skip
OBSERVED: Doc = {
    **OWN, "id": "observed", "rater": "coach", "view": "observed", "made_at": "2026-11-02T09:30:00-08:00",
    "after": {"id": "own", "digest": DIGEST},
}  # fmt: skip
TERMS = Terms(worker="w", partners=frozenset({"coach", "supervisor"}), in_force=True)


def profile(**fields: Any) -> Doc:
    """The profile's document with fields changed."""
    return {**deepcopy(PROFILE), **fields}


def profile_value(**fields: Any) -> PracticeProfile:
    """The same as a value."""
    return profile_of(profile(**fields))


def rating(**fields: Any) -> Doc:
    """The worker's own rating with fields changed; one that is None is taken out."""
    return {key: value for key, value in {**deepcopy(OWN), **fields}.items() if value is not None}


def observed(**fields: Any) -> Doc:
    """The observed rating with fields changed; one that is None is taken out."""
    changed = {**deepcopy(OBSERVED), **fields}
    return {key: value for key, value in changed.items() if value is not None}


def rating_value(**fields: Any) -> Rating:
    """A rating as a value."""
    return value_of(rating(**fields), Rating)

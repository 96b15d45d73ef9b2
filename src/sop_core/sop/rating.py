"""Ratings on their way in: the definition and the earlier records that their rules look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sop_core.catalog import Catalog
from sop_core.coaching import in_force
from sop_core.coaching.agreements import partners_in
from sop_core.coaching.given import (
    VOID,
    check_supersedes,
    day_of,
    is_void,
    looked_up,
    superseding,
)
from sop_core.errors import HOW_TO_LOAD, Issue, NotFound, json_path
from sop_core.profiles import PracticeProfile, Terms, check_rating
from sop_core.shapes import Json, mapping
from sop_core.sop.given import Given

#: A rating stands in for one of the same: views are kept apart, and nobody takes back another's view.
SAME = ("worker", "rater", "profile", "view")


def profile_named(document: Mapping[str, Any], catalog: Catalog) -> PracticeProfile | Issue | None:
    """The profile that a record names; an issue if it is not in force; None if it names none properly."""
    named = mapping(document.get("profile"))
    id_, version = named.get("id"), named.get("version")
    if not (isinstance(id_, str) and isinstance(version, str)):
        return None
    try:
        return catalog.profile(id_, version)
    except NotFound as missing:
        known = bool(catalog.versions("profile", id_))
        return Issue(
            "unknown_version" if known else "unknown_profile",
            json_path("profile", "version" if known else "id"),
            missing.message,
            fix="Name a version that is loaded, or load the one that is meant."
            if known
            else f"Name one of these, or load its definition: {HOW_TO_LOAD}.",
        )


def terms_of(document: Json, given: Given) -> Terms | None:
    """What the agreement that a rating names says of its day; None where none is named, or not given."""
    agreement = looked_up(document.get("agreement"), given, "agreement")
    if agreement is None:
        return None
    return Terms(
        worker=str(agreement.get("worker")),
        partners=partners_in(agreement),
        in_force=in_force(agreement, day_of(document), given=superseding(agreement, given)),
    )


def own_view(document: Json, given: Given) -> Json | None:
    """The rating that an observed one comes after; it says that it was entered in error where a later one does."""
    found = looked_up(document.get("after"), given, "rating")
    return {**found, "status": VOID} if found is not None and is_void(found, given) else found


def rating_issues(document: Mapping[str, Any], given: Given, catalog: Catalog) -> list[Issue]:
    """All that is wrong with a rating beyond its shape."""
    profile = profile_named(document, catalog)
    unknown = [profile] if isinstance(profile, Issue) else []
    return [
        *unknown,
        *check_rating(
            document,
            profile=None if isinstance(profile, Issue) else profile,
            terms=terms_of(document, given),
            own=own_view(document, given),
        ),
        *check_supersedes(document, given, same=SAME),
    ]


def with_digest(document: dict[str, Any], catalog: Catalog) -> dict[str, Any]:
    """The same rating with its profile's digest, which a host may leave out."""
    named = document["profile"]
    profile = catalog.profile(named["id"], named["version"])
    return {**document, "profile": {**named, "digest": profile.ref.digest}}

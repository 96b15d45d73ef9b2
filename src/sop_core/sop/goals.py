"""Goals on their way in: the words and the profile that their rules look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sop_core.catalog import Catalog
from sop_core.coaching import GoalWords, check_goal
from sop_core.errors import Issue, NotFound
from sop_core.shapes import mapping
from sop_core.sop.given import Given
from sop_core.sop.rating import profile_named, with_digest

#: The goal words of a goal that names none.
WORDS = "goal_words"


def words_named(document: Mapping[str, Any], catalog: Catalog) -> GoalWords | None:
    """The goal words that a goal names, by default the newest bundled ones; None where they are not in force."""
    named = mapping(document.get("words"))
    id_, version = named.get("id", WORDS), named.get("version")
    try:
        return catalog.goal_words(str(id_), None if version is None else str(version))
    except NotFound:
        return None


def goal_issues(document: Mapping[str, Any], given: Given, catalog: Catalog) -> list[Issue]:
    """All that is wrong with a goal beyond its shape."""
    profile = profile_named(document, catalog)
    words = words_named(document, catalog)
    if isinstance(profile, Issue):
        return [profile, *check_goal(document, given, words=words, profile=None)]
    return check_goal(document, given, words=words, profile=profile)


def whole_goal(document: dict[str, Any], catalog: Catalog) -> dict[str, Any]:
    """A sound goal with what a host may leave out: which words hold, and its profile's digest."""
    words = words_named(document, catalog)
    assert words is not None  # noqa: S101  without them the goal was refused
    named = {"id": words.id, "version": words.version}
    return with_digest({**document, "words": named}, catalog)

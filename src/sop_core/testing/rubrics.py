"""Random practice profiles, with any number of levels by any names, and ratings that they accept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from sop_core.documents import profile_of
from sop_core.profiles import PracticeProfile
from sop_core.testing.values import flags, ids, labels, times, unique_ids

Document = dict[str, Any]

CONTEXTS = ("field", "orientation", "core_training")


@st.composite
def profiles(
    draw: st.DrawFn,
    *,
    levels: tuple[int, int] = (2, 7),
    aspects: tuple[int, int] = (1, 4),
    locales: Sequence[str] | None = None,
    prerequisites: Sequence[str] = (),
) -> Document:
    """The document of a valid profile; `levels` and `aspects` say how many (least, most).

    `locales` are those of the texts (one or several without it); `prerequisites` may be drawn from.
    """
    spoken = tuple(locales) if locales else draw(st.sampled_from((("en",), ("en", "es"), ("es",))))
    text = st.fixed_dictionaries({locale: labels() for locale in spoken})
    named = draw(unique_ids(*levels))
    document: Document = {
        "$schema": "urn:sop:schema:profile:1",
        "id": draw(ids()),
        "version": draw(st.sampled_from(("1", "1.0.0", "2.10"))),
        "status": draw(st.sampled_from(("draft", "active", "retired"))),
        "title": draw(text),
        "source": draw(labels()),
        "rights": draw(labels()),
        "levels": [{"id": name, "title": draw(text)} for name in named],
        "aspects": [
            {
                "id": name,
                "title": draw(text),
                "descriptors": {level: draw(text) for level in draw(st.permutations(named))},
            }
            for name in draw(unique_ids(*aspects))
        ],
    }
    if draw(flags()):
        document["practice"] = draw(ids())
    if draw(flags()):
        document["intro"] = draw(text)
    if draw(flags()):
        called = st.lists(labels(), min_size=1, max_size=3, unique=True)
        document["names"] = {locale: draw(called) for locale in spoken}
    others = [one for one in prerequisites if one != document["id"]]
    with_some: bool = draw(flags())
    if others and with_some:
        document["prerequisites"] = draw(st.lists(st.sampled_from(others), unique=True))
    return document


def profile_values(**options: Any) -> st.SearchStrategy[PracticeProfile]:
    """Profiles as frozen values; the options are those of `profiles`."""
    return profiles(**options).map(profile_of)


@st.composite
def _aspect_rating(draw: st.DrawFn, levels: Sequence[str]) -> Document:
    attained = draw(st.none() | st.sampled_from(levels))
    above = levels if attained is None else levels[levels.index(attained) + 1 :]
    rating: Document = {"attained": attained}
    if draw(flags()):
        rating["some_work_at"] = [level for level in above if draw(flags())]
    return rating


@st.composite
def ratings(draw: st.DrawFn, profile: Document, /, *, worker: str | None = None) -> Document:
    """A worker's own rating that the profile accepts: some or all aspects, any level or none yet.

    `profile` is the definition's document; `worker` is drawn where it is None.
    """
    levels = [level["id"] for level in profile["levels"]]
    every = [aspect["id"] for aspect in profile["aspects"]]
    rated = draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    who = worker or draw(ids())
    document: Document = {
        "$schema": "urn:sop:schema:rating:1",
        "id": draw(ids()),
        "status": "complete",
        "profile": {"id": profile["id"], "version": profile["version"]},
        "worker": who,
        "rater": who,
        "view": "self",
        "purpose": draw(st.sampled_from(("self_reflection", "coaching"))),
        "made_at": draw(times()),
        "aspects": {name: draw(_aspect_rating(levels)) for name in rated},
    }
    if draw(flags()):
        document["context"] = draw(st.sampled_from(CONTEXTS))
    return document

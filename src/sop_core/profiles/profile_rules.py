"""What a profile must keep beyond its shape, so that every rating of it can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.shapes import Json, check_texts, check_unique, mapping, objects, strings
from sop_core.text import BIDI_CONTROLS

Place = tuple[str | int, ...]


def descriptor_texts(document: Json) -> Iterator[tuple[Place, Json]]:
    """Each descriptor, and each level's title, with its place: what must speak of skill (S1-01)."""
    for index, level in objects(document.get("levels")):
        yield ("levels", index, "title"), mapping(level.get("title"))
    for index, aspect in objects(document.get("aspects")):
        for level_id, text in mapping(aspect.get("descriptors")).items():
            yield ("aspects", index, "descriptors", level_id), mapping(text)


def prerequisites_of(document: Json) -> tuple[str, ...]:
    """The ids of the profiles that a document says come before it."""
    return tuple(one for _, one in strings(document.get("prerequisites")))


def _named(document: Json, key: str) -> list[tuple[Place, str]]:
    return [
        ((key, index, "id"), str(one["id"]))
        for index, one in objects(document.get(key))
        if isinstance(one.get("id"), str)
    ]


def _check_descriptors(document: Json, levels: list[str]) -> Iterator[Issue]:
    for index, aspect in objects(document.get("aspects")):
        descriptors, at = aspect.get("descriptors"), ("aspects", index, "descriptors")
        name = shown(aspect.get("id"))
        if not isinstance(descriptors, Mapping):
            continue
        lacks = [level for level in levels if level not in descriptors]
        if lacks:
            yield Issue(
                "level_not_described",
                json_path(*at),
                f"Aspect {name} does not say what practice looks like at {listed(lacks)}. A level is met when all "
                "of its description is (S1-02), so that one without a description could be met by nobody.",
                fix="Describe every level, in what another person could see or hear.",
            )
        for level in descriptors:
            if level not in levels:
                yield Issue(
                    "unknown_level",
                    json_path(*at, level),
                    f"Aspect {name} describes {shown(level)}, which is no level of this profile.",
                    fix=f"The levels are: {listed(levels) or 'none yet'}. Add it to them, or take it out here.",
                )


def _check_names(document: Json) -> Iterator[Issue]:
    for locale, names in mapping(document.get("names")).items():
        for index, name in strings(names):
            if BIDI_CONTROLS.intersection(name):
                yield Issue(
                    "bidi_control",
                    json_path("names", locale, index),
                    "The name holds a character that reorders what a reader sees, so that it can look like "
                    "another name.",
                    fix="Take out the bidirectional control characters (U+061C, U+200E-F, U+202A-E, U+2066-9).",
                )


def check_profile(document: Json) -> list[Issue]:
    """Texts in every language, ids that are unique, and every level described in every aspect (S1-02)."""
    levels, own = _named(document, "levels"), document.get("id")
    return [
        *check_texts(document),
        *_check_names(document),
        *check_unique(levels, "level"),
        *check_unique(_named(document, "aspects"), "aspect"),
        *_check_descriptors(document, list(dict.fromkeys(name for _, name in levels))),
        *(
            Issue(
                "prerequisite_cycle",
                json_path("prerequisites", index),
                f"The profile names itself, {shown(own)}, as what comes before it.",
                fix="Take it out of prerequisites.",
            )
            for index, one in strings(document.get("prerequisites"))
            if one == own
        ),
    ]


def advise_profile(document: Json) -> list[Issue]:
    """Advice where two levels of one aspect read the same: each level adds what can be seen (S1-04)."""
    issues: list[Issue] = []
    first: dict[tuple[object, str, str], Place] = {}
    for place, text in descriptor_texts(document):
        for locale, said in text.items():
            if place[0] == "levels" or not isinstance(said, str):
                continue
            key = (place[1], locale, " ".join(said.casefold().split()))
            if key not in first:
                first[key] = (*place, locale)
                continue
            issues.append(
                Issue(
                    "levels_alike",
                    json_path(*place, locale),
                    f"This says the same as {json_path(*first[key])}. Levels are cumulative: each is told from the one "
                    "below by something more that can be seen (S1-04).",
                    fix="Say what practice at this level adds, or have fewer levels.",
                    severity="advice",
                )
            )
    return issues

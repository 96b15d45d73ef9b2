"""What goal words must keep beyond their shape: one language, one meaning for each phrase, templates that fill."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sop_core.coaching.tokens import keys_of
from sop_core.errors import Issue, json_path, listed, shown
from sop_core.shapes import Json, check_texts, check_unique, mapping, objects, strings

#: What each template of `said` is filled with.
FILLED_WITH = {
    "goal": ("activity", "purpose", "with", "count", "window"),
    "purpose": ("purpose",),
    "with": ("with",),
    "joined": (),
    "days": ("n", "days"),
    "weeks": ("n", "weeks"),
    "weekday": ("weekday",),
    "date": ("date",),
    "due": ("date",),
    "day": ("month", "day", "year"),
}
#: Where something stands in a document, step by step.
Place = tuple[str | int, ...]

_NAME = re.compile(r"\{([a-z]{1,20})\}")


def check_goal_words(document: Json) -> list[Issue]:
    """All that is wrong with a definition of goal words beyond its shape."""
    return [
        *check_texts(document),
        *_language(document),
        *_ids(document),
        *_meanings(document),
        *_templates(document),
        *_bounds(document),
    ]


def _language(document: Json) -> Iterator[Issue]:
    language, title = document.get("language"), mapping(document.get("title"))
    if isinstance(language, str) and title and language not in title:
        yield Issue(
            "locales_differ",
            "$.language",
            f"language is {shown(language)}, but the texts have {listed(title)}. The reason of a rule is shown in "
            "the language of its words.",
            fix=f"Set language to one of: {listed(title)}; or add {shown(language)} to every text.",
        )


def _ids(document: Json) -> Iterator[Issue]:
    for name, what in (("units", "unit"), ("with", "word for people"), ("practices", "practice")):
        named = [
            ((name, at, "id"), str(one["id"]))
            for at, one in objects(document.get(name))
            if isinstance(one.get("id"), str)
        ]
        yield from check_unique(named, what)


def _names(one: Json) -> Iterator[tuple[Place, str]]:
    for key in ("one", "other", "name"):
        if isinstance(one.get(key), str):
            yield (key,), str(one[key])
    for key in ("also", "names"):
        yield from (((key, at), said) for at, said in strings(one.get(key)))


def _meanings(document: Json) -> Iterator[Issue]:
    """A phrase stands for one unit, people, practice, weekday or month: what it means is never a guess."""
    for name in ("units", "with", "practices"):
        named = [(at, _names(one)) for at, one in objects(document.get(name))]
        yield from _one_meaning((name,), named)
    for name in ("weekdays", "months"):
        yield from _one_meaning((name,), _listed(document.get(name)))
    for name in ("ones", "tens"):
        numbers = strings(mapping(document.get("words")).get(name))
        yield from _one_meaning(("words", name), [(at, [((), said)]) for at, said in numbers])


def _listed(value: object) -> list[tuple[int, Iterator[tuple[Place, str]]]]:
    """The ways to write each of a list of lists, such as the months."""
    every = value if isinstance(value, list | tuple) else ()
    return [
        (at, (((place,), said) for place, said in strings(one))) for at, one in enumerate(every)
    ]


def _one_meaning(
    at: Place, named: Iterable[tuple[int, Iterable[tuple[Place, str]]]]
) -> Iterator[Issue]:
    first: dict[tuple[str, ...], tuple[int, str]] = {}
    for index, names in named:
        for place, said in names:
            keys, path = keys_of(said), json_path(*at, index, *place)
            before, where = first.setdefault(keys, (index, path))
            if not keys:
                yield _without_words(path)
            elif before != index:
                yield _two_meanings(said, path, where)


def _without_words(path: str) -> Issue:
    return Issue(
        "goal_words_empty",
        path,
        "The name holds no letter and no digit, so that nobody could type it.",
        fix="Write a word.",
    )


def _two_meanings(said: str, path: str, where: str) -> Issue:
    return Issue(
        "goal_words_two_meanings",
        path,
        f"{shown(said)} already stands at {where} for something else. Quick entry never guesses which is meant.",
        fix="Take it out at one of the two places.",
    )


def _templates(document: Json) -> Iterator[Issue]:
    said = mapping(document.get("said"))
    for name, wanted in FILLED_WITH.items():
        template = said.get(name)
        if not isinstance(template, str):
            continue
        there = _NAME.findall(template)
        rest = _NAME.sub("", template)
        if sorted(there) != sorted(wanted) or "{" in rest or "}" in rest:
            listed_ = ", ".join(f"{{{one}}}" for one in wanted) or "nothing"
            yield Issue(
                "goal_words_template",
                json_path("said", name),
                f"The template is filled with {listed_}, each once. Without one of them a part of the goal would "
                "not be echoed, and could not be confirmed.",
                fix=f"Write each of them once, and no other brace: {listed_}.",
            )


def _bounds(document: Json) -> Iterator[Issue]:
    for name, rule in mapping(document.get("rules")).items():
        least, most = mapping(rule).get("least"), mapping(rule).get("most")
        if isinstance(least, int) and isinstance(most, int) and least > most:
            yield Issue(
                "goal_words_bounds",
                json_path("rules", name, "least"),
                f"least is {least} and most is {most}, so that no goal could keep the rule.",
                fix="Swap the two.",
            )

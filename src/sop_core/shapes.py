"""Looking into a document that may be malformed anywhere: what is not of the right shape is passed over.

The schema complains about shapes. The rules use these views, so that a fault of shape in one place
does not hide a broken rule in another: all issues come at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sop_core.errors import CallRefused, Issue, json_path, listed, shown
from sop_core.text import BIDI_CONTROLS

Json = Mapping[str, object]


def mapping(value: object) -> Json:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def objects(value: object) -> Iterator[tuple[int, Json]]:
    """The objects of a list with their places; nothing where there is no list."""
    if isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            if isinstance(inner, Mapping):
                yield index, inner


def strings(value: object) -> Iterator[tuple[int, str]]:
    """The strings of a list with their places; nothing where there is no list."""
    if isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            if isinstance(inner, str):
                yield index, inner


def check_unique(named: Sequence[tuple[tuple[str | int, ...], str]], what: str) -> list[Issue]:
    """An issue for every name that stands a second time; `named` is (place, name) in document order."""
    first: dict[str, tuple[str | int, ...]] = {}
    issues: list[Issue] = []
    for place, name in named:
        if name in first:
            issues.append(
                Issue(
                    "not_unique",
                    json_path(*place),
                    f"{what} {shown(name)} already stands at {json_path(*first[name])}. Records refer to it by "
                    "this name, so it can mean only one thing.",
                    fix="Give one of the two another name.",
                )
            )
        else:
            first[name] = place
    return issues


def texts(value: object, *place: str | int) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    """Every text by locale below a value. A text is an object under one of the keys that hold one."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in UNREAD:
                yield from _texts_at(key, inner, (*place, key))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from texts(inner, *place, index)


def _texts_at(
    key: str, value: object, place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    if not isinstance(value, Mapping):
        yield from texts(value, *place)
    elif key in TEXT_KEYS:
        yield place, value
    elif key in TEXT_MAPS:
        yield from (
            ((*place, name), text) for name, text in value.items() if isinstance(text, Mapping)
        )
    elif key in NAMED:
        # The names below are the author's own: a response set may be called "text".
        for name, named in value.items():
            yield from texts(named, *place, name)
    else:
        yield from texts(value, *place)


#: The most languages that the schemas let a text have.
MOST_LOCALES = 40

#: Where definitions hold texts by locale, where maps of them, where names of the author's own are
#: keys, and where nothing is looked at.
TEXT_KEYS = frozenset({"title", "text", "label", "hint", "intro", "when", "where", "ask"})
TEXT_MAPS = frozenset({"dismiss_reasons", "descriptors"})
NAMED = frozenset({"response_sets"})
UNREAD = frozenset({"extensions", "cases", "migrations", "translations"})


def check_texts(document: Json) -> list[Issue]:
    """Every text has the locales of the title, no more and no fewer, and no control that reorders it."""
    declared = list(mapping(document.get("title")))
    if len(declared) > MOST_LOCALES:
        declared = []  # the schema says so; here it would only be said again at every text
    issues: list[Issue] = []
    for place, text in texts(document):
        for locale, said in text.items():
            if isinstance(said, str) and BIDI_CONTROLS.intersection(said):
                issues.append(
                    Issue(
                        "bidi_control",
                        json_path(*place, locale),
                        "The text holds a character that reorders what a reader sees, so that it can look like "
                        "another text.",
                        fix="Take out the bidirectional control characters (U+061C, U+200E-F, U+202A-E, U+2066-9).",
                    )
                )
        if declared and set(text) != set(declared):
            lacks = [locale for locale in declared if locale not in text]
            extra = [locale for locale in text if locale not in declared]
            said = (
                f"lacks {listed(lacks)}" if lacks else f"has {listed(extra)}, which the title lacks"
            )
            issues.append(
                Issue(
                    "locales_differ",
                    json_path(*place),
                    f"The text {said}. A definition's languages are those of its title, and every text has them "
                    "all, so that nobody meets a page in two languages.",
                    fix=f"Write this text in: {listed(declared)}."
                    if lacks
                    else "Add the language to the title and to every other text, or take it out here.",
                )
            )
    for locale in mapping(document.get("translations")):
        if declared and locale not in declared:
            issues += [
                Issue(
                    "locales_differ",
                    json_path("translations", locale),
                    f"translations speaks of {shown(locale)}, but the texts have {listed(declared)}.",
                    fix="Take the entry out, or add the language to every text.",
                )
            ]
    return issues


def sent_texts(
    fields: Mapping[str, object], name: str, *, reader: str, nulls: bool = False
) -> list[str]:
    """What a browser sent under a name, without empty texts; a line's end is one character.

    A multi-valued mapping is asked for all of the field's texts. `reader` is the function that the host called:
    what no browser sends, such as a number, raises CallRefused and names it. With `nulls`, None is nothing sent.
    """
    if name not in fields:
        return []
    # werkzeug's and Django's own mappings give one value of several unless they are asked for the list.
    getlist = getattr(fields, "getlist", None)
    value = getlist(name) if callable(getlist) else fields[name]
    values: Iterable[object] = value if isinstance(value, list | tuple) else (value,)
    texts: list[str] = []
    for text in values:
        if nulls and text is None:
            continue
        if not isinstance(text, str):
            raise CallRefused(
                f"The field {shown(name)} is a Python {type(text).__name__}. {reader} takes what a browser sends, "
                "which is text. A front end that has typed values writes the document itself."
            )
        if text:
            texts.append(text.replace("\r\n", "\n"))
    return texts

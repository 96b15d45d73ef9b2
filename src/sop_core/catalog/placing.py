"""Where prompts and forms stand: is each screen that they name defined somewhere (B-28).

A host may have screens of its own that no definition describes, so that an unknown name is advice and
never an error; but a name that is misspelt would show nothing, and nobody would be told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sop_core.errors import MOST_GUESSED, Issue, json_path, listed, nearest, shown
from sop_core.practice import CODES, PARTS
from sop_core.prompts import NOTICING, STATEMENT
from sop_core.shapes import Json, objects, strings
from sop_core.types import is_id

Key = tuple[str, str, str]
Documents = Mapping[Key, Mapping[str, Any]]

#: The kinds of definition that name the screens on which they stand.
PLACED = ("prompts", "instrument")
#: Screens that the bundled definitions stand on, and that are no moment of a worker's day: where the words to
#: what is noticed stand, and where a family answers.
APART = (NOTICING, STATEMENT, "family.portal")
#: How the facts begin that come of what is noticed, and all of them.
NOTICED = "noticed."
FACTS = tuple(sorted(NOTICED + code for code in CODES))
_PARTS = tuple(dict.fromkeys(part for parts in PARTS.values() for part in parts))
#: The screens whose prompts are looked up by their ids: by what, its ids, and how a message lists them.
WORDED: Mapping[str, tuple[str, tuple[str, ...], str, tuple[str, ...]]] = {
    NOTICING: ("the code of a notice", CODES, "The codes are:", CODES),
    STATEMENT: (
        "the part of a statement",
        (*_PARTS, *(f"{part}.hint" for part in _PARTS)),
        "Name a part, with .hint behind it for its line of help:",
        _PARTS,
    ),
}
_Step = tuple[str | int, ...]


def screens_defined(documents: Documents) -> frozenset[str]:
    """Every screen that a loaded definition describes, of any version and status, and the few that stand apart."""
    described = (
        str(screen["id"])
        for (kind, _, _), document in documents.items()
        if kind == "screens"
        for screen in document["screens"]
    )
    return frozenset((*described, *APART))


def _named(document: Json) -> Iterator[tuple[_Step, str]]:
    """Each screen that a definition names, with its place; a document may be malformed anywhere."""
    for at, name in strings(document.get("screens")):
        yield ("screens", at), name
    for index, prompt in objects(document.get("prompts")):
        for at, name in strings(prompt.get("screens")):
            yield ("prompts", index, "screens", at), name


def screen_advice(document: Json, kind: str, known: frozenset[str]) -> tuple[Issue, ...]:
    """Advice on each screen that is not among those defined, once, where it is first named."""
    if kind not in PLACED:
        return ()
    return (*_not_defined(document, kind, known), *_never_asked(document))


def _not_defined(document: Json, kind: str, known: frozenset[str]) -> Iterator[Issue]:
    first: dict[str, _Step] = {}
    for place, name in _named(document):
        if is_id(name) and name not in known:
            first.setdefault(name, place)
    what = "form is offered" if kind == "instrument" else "prompt shows"
    choices = sorted(known)
    yield from (
        Issue(
            "screen_not_defined",
            json_path(*place),
            f"No definition here describes the screen {shown(name)}. A {what} where the host asks for a screen by "
            "exactly this name, so that a misspelt one would show nothing.",
            fix=f"{nearest(name, choices) if count < MOST_GUESSED else ''}The screens are: {listed(choices)} "
            "(sop screens says more). If your host has a screen of this name, leave it, or describe it in a "
            "definition of screens; where another file of yours describes it, check the two together.",
            severity="advice",
        )
        for count, (name, place) in enumerate(first.items())
    )


def _never_asked(document: Json) -> Iterator[Issue]:
    """Advice on prompts that nobody would ever see: words for what is no part of a statement and no code of a
    notice, and conditions on a notice that there is not.
    """
    for index, prompt in objects(document.get("prompts")):
        for _, screen in strings(prompt.get("screens")):
            words = WORDED.get(screen)
            if words is not None and is_id(prompt.get("id")) and prompt["id"] not in words[1]:
                yield Issue(
                    "words_for_nothing",
                    json_path("prompts", index, "id"),
                    f"The words on the screen {screen} are looked up by {words[0]}, and {shown(prompt['id'])} is "
                    "none, so that it would never be asked.",
                    fix=f"{nearest(str(prompt['id']), words[1])}{words[2]} {listed(words[3], most=40)}.",
                    severity="advice",
                )
        for place, fact in _facts(prompt.get("when"), ("prompts", index, "when")):
            if fact.startswith(NOTICED) and fact not in FACTS:
                yield Issue(
                    "unknown_notice",
                    json_path(*place, "fact"),
                    f"Nothing is noticed that comes to the fact {shown(fact)}, so that the condition would not hold.",
                    fix=f"{nearest(fact, FACTS)}The facts are: {listed(FACTS, most=40)}. A fact of your own begins "
                    "with your prefix.",
                    severity="advice",
                )


def _facts(conditions: object, place: _Step) -> Iterator[tuple[_Step, str]]:
    """The facts that a prompt's conditions look at, each with the place of its condition."""
    for at, condition in objects(conditions):
        fact = condition.get("fact")
        if isinstance(fact, str):
            yield (*place, at), fact
        if place[-1] != "any":  # a list holds no further list
            yield from _facts(condition.get("any"), (*place, at, "any"))

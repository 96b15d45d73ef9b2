"""Whether a regular expression of a schema runs in linear time, told from its parse tree.

The rule is narrower than the truth: what it lets through is linear, and some patterns that are
linear are refused, since a pattern that needs a proof is not worth having in a schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from math import prod
from re import _constants as sre  # type: ignore[attr-defined]  # typeshed leaves it out
from re import _parser as sre_parse  # type: ignore[attr-defined]  # the same
from typing import Any

#: How every pattern ends: `$` alone would also accept a trailing newline.
END = r"$(?!\n)"
#: From here on a repeat counts as unbounded.
MANY = 100_000
#: How many ways of cutting a text may be tried where repeats share characters: bounded ones, such
#: as `{1,64}` before `{1,20}`, cost no more than that, whatever the text.
TRIES = 5_000

Node = tuple[Any, Any]

_ONE_CHARACTER = {sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN}
_REPEATS = {sre.MAX_REPEAT, sre.MIN_REPEAT}
# Two sets of characters are compared on a sample: ASCII, and one of each further kind.
_SAMPLE = "".join(map(chr, range(0x80))) + "\u00a0\u00e9\u03a9\u0661\u4e2d\u2028\U0001f600"
_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: str.isdecimal,
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_WORD: lambda character: character.isalnum() or character == "_",
    sre.CATEGORY_NOT_DIGIT: lambda character: not character.isdecimal(),
    sre.CATEGORY_NOT_SPACE: lambda character: not character.isspace(),
    sre.CATEGORY_NOT_WORD: lambda character: not (character.isalnum() or character == "_"),
}


def faults(pattern: str) -> Iterator[str]:
    """What keeps a pattern from being anchored, closed at its end and linear; nothing if it is."""
    if not pattern.startswith("^"):
        yield "does not start with ^, so it is tried at every place of a text"
    if not pattern.endswith(END):
        yield f"does not end in {END}, so it accepts a trailing newline or a longer text"
    try:
        tree = list(sre_parse.parse(pattern.removesuffix(END)))
    except re.error as error:
        yield f"is no regular expression: {error}"
        return
    found: list[str] = []
    if any(kind is sre.BRANCH for kind, _ in tree):
        found.append("has a choice outside a group, so ^ and $ hold for parts of it only")
    _sequence(tree, [], found)
    yield from dict.fromkeys(found)


def longest(pattern: str) -> int | None:
    """The length of the longest text that a house-form pattern accepts, or None if unbounded."""
    if not (pattern.startswith("^") and pattern.endswith(END)):
        return None
    _, most = sre_parse.parse(pattern.removesuffix(END)).getwidth()
    return int(most) if most < MANY else None


def _sequence(nodes: Iterable[Node], before: list[Node], found: list[str]) -> list[Node]:
    """Collect faults of a run of nodes; `before` are the repeats whose end is still open.

    Where a repeat may stop in several places and a later one may take over at each of them, the
    time grows with the square of the text. So an open repeat is closed by something that it cannot
    itself swallow, and until then no repeat may begin with one of its characters.
    """
    still_open = before
    for node in nodes:
        still_open = _step(node, still_open, found)
    return still_open


def _step(node: Node, before: list[Node], found: list[str]) -> list[Node]:
    kind, value = node
    if kind is sre.SUBPATTERN:
        return _sequence(value[3], before, found)
    if kind is sre.BRANCH:
        return [end for choice in value[1] for end in _sequence(choice, before, found)]
    if kind in _REPEATS:
        return _repeat(node, before, found)
    if kind in _ONE_CHARACTER:
        return [repeat for repeat in before if _meet(_characters(repeat), _characters(node))]
    if kind is sre.AT:
        return before
    if kind in (sre.GROUPREF, sre.GROUPREF_EXISTS):
        found.append("refers back to a group")
    elif kind in (sre.ASSERT, sre.ASSERT_NOT):
        found.append("looks ahead or behind")
    else:
        found.append(f"uses {kind}, which this lint does not know")
    return before


def _repeat(node: Node, before: list[Node], found: list[str]) -> list[Node]:
    least, most, inner = node[1]
    if most <= 1:
        return before + _sequence(inner, before, found)
    body = _flat(inner)
    _sequence(body, [], found)
    first, rest = body[0], body[1:]
    if any(kind not in _ONE_CHARACTER for kind, _ in body) and (
        # A group may be repeated if every round opens with a character that nothing else in it
        # can be: then a text can be cut into rounds in one way only.
        first[0] is not sre.LITERAL
        or any(_meet(_characters(first), _characters(other)) for other in rest)
    ):
        found.append("repeats a group that holds a repeat or a choice (nested quantifiers)")
    if least == most and all(kind in _ONE_CHARACTER for kind, _ in body):
        return [repeat for repeat in before if _meet(_characters(repeat), _characters(node))]
    sharing = [repeat for repeat in before if _meet(_characters(repeat), _characters(first))]
    if sharing and most * prod(repeat[1][1] for repeat in sharing) > TRIES:
        found.append("has two repeats in a row that can share characters")
    kept = [r for r in before if least == 0 or _meet(_characters(r), _characters(node))]
    return [*kept, node]


def _flat(nodes: Iterable[Node]) -> list[Node]:
    """The nodes with plain groups opened, so that `(ab)` reads as `ab`."""
    flat: list[Node] = []
    for kind, value in nodes:
        flat.extend(_flat(value[3]) if kind is sre.SUBPATTERN else [(kind, value)])
    return flat


def _characters(node: Node) -> frozenset[str]:
    """Which characters of the sample a node can hold anywhere."""
    kind, value = node
    if kind in _ONE_CHARACTER:
        return frozenset(character for character in _SAMPLE if _takes(node, character))
    if kind in _REPEATS:
        parts = list(value[2])
    elif kind is sre.SUBPATTERN:
        parts = list(value[3])
    elif kind is sre.BRANCH:
        parts = [inner for choice in value[1] for inner in choice]
    else:
        parts = []
    return frozenset[str]().union(*(_characters(part) for part in parts))


def _takes(node: Node, character: str) -> bool:
    kind, value = node
    if kind is sre.LITERAL:
        return ord(character) == int(value)
    if kind is sre.NOT_LITERAL:
        return ord(character) != int(value)
    if kind is sre.ANY:
        return character != "\n"
    negated: bool = value[0][0] is sre.NEGATE
    return any(_member(part, character) for part in value) is not negated


def _member(part: Node, character: str) -> bool:
    kind, value = part
    if kind is sre.LITERAL:
        return ord(character) == int(value)
    if kind is sre.RANGE:
        return bool(value[0] <= ord(character) <= value[1])
    return kind is sre.CATEGORY and _CATEGORIES[value](character)


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other)

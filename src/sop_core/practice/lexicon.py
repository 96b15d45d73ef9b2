"""Jargon and labels in a text, found by a list of words that anybody may replace (S2-10, S2-32, S2-38).

A hint and no more: nothing here says that a text is good or bad, and nobody is counted. Words are found whole,
in any case, with the endings that the list gives them; of phrases that overlap, the longest that begins first
is found. The time is linear in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import pairwise

from attrs import field, frozen

from sop_core.text import Text
from sop_core.types import NO_ENTRIES, DefinitionStatus, FrozenMap, Translation


class TermKind(StrEnum):
    """A word of the trade that a family would not know, or one that judges (S2-10)."""

    JARGON = "jargon"
    LABEL = "label"


@frozen(kw_only=True)
class Term:
    """One word or phrase in all its forms, and a question that leads to what was seen.

    Each of `endings` may follow the last word of each of `forms`.
    """

    id: str
    kind: TermKind
    forms: tuple[str, ...]
    ask: Text
    endings: tuple[str, ...] = ()


@frozen(kw_only=True)
class Lexicon:
    """A versioned list of terms in one language, as one definition file holds it (C-31)."""

    id: str
    version: str
    status: DefinitionStatus
    title: Text
    language: str
    source: str
    rights: str
    terms: tuple[Term, ...]
    translations: Mapping[str, Translation] = field(
        default=NO_ENTRIES, converter=FrozenMap[str, Translation]
    )


@frozen(kw_only=True)
class FoundWord:
    """One place of a text, in code points from `start` up to `end`, and the term that it is a form of."""

    start: int
    end: int
    lexicon: str
    term: str
    kind: TermKind


@frozen
class _Token:
    key: str
    start: int
    end: int


_Table = Mapping[tuple[str, ...], tuple[str, Term]]


def notice_words(text: str, lexicons: Iterable[Lexicon]) -> tuple[FoundWord, ...]:
    """The terms of the lexicons in a text, in order, none within another; the lexicons' order is no matter.

    A form that two lexicons have is the one's whose id comes first. For several texts, `word_finder` reads
    the lexicons once.
    """
    return word_finder(lexicons)(text)


def word_finder(lexicons: Iterable[Lexicon]) -> Callable[[str], tuple[FoundWord, ...]]:
    """What `notice_words` does, for texts one after the other."""
    table, longest = _table(lexicons)
    return lambda text: _found(text, table, longest)


def _found(text: str, table: _Table, longest: Mapping[str, int]) -> tuple[FoundWord, ...]:
    tokens = tuple(_tokens(text))
    found: list[FoundWord] = []
    at = 0
    while at < len(tokens):
        length, term = _longest(text, tokens, at, table, longest)
        if term is not None:
            first, last = tokens[at], tokens[at + length - 1]
            lexicon, known = term
            found.append(
                FoundWord(
                    start=first.start, end=last.end, lexicon=lexicon, term=known.id, kind=known.kind
                )
            )
        at += length
    return tuple(found)


def _table(lexicons: Iterable[Lexicon]) -> tuple[_Table, Mapping[str, int]]:
    """Every form by its words, and by its first word how many the longest such form has."""
    table: dict[tuple[str, ...], tuple[str, Term]] = {}
    longest: dict[str, int] = {}
    for lexicon in sorted(lexicons, key=lambda one: (one.id, one.version)):
        for term in lexicon.terms:
            for keys in forms_of(term.forms, term.endings):
                table.setdefault(keys, (lexicon.id, term))
                longest[keys[0]] = max(longest.get(keys[0], 0), len(keys))
    return table, longest


def forms_of(forms: Iterable[str], endings: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Each form with and without each ending, as the words that a text is compared by; without a word, none.

    A sign that joins two words of a form, as in `R&R` and `24/7`, stands before the second of them.
    """
    every = tuple(endings)
    for form in forms:
        written = " ".join(form.split())
        for ending in ("", *every):
            keys = _keys(written + ending, tuple(_tokens(written + ending)))
            if keys:
                yield keys


def _longest(
    text: str,
    tokens: tuple[_Token, ...],
    at: int,
    table: _Table,
    longest: Mapping[str, int],
) -> tuple[int, tuple[str, Term] | None]:
    """How many tokens the longest form has that begins here, and its term; one token and None without one."""
    most = min(longest.get(tokens[at].key, 0), len(tokens) - at)
    keys = _keys(text, tokens[at : at + most])
    for length in range(most, 0, -1):
        term = table.get(keys[:length])
        if term is not None:
            return length, term
    return 1, None


def _keys(text: str, tokens: tuple[_Token, ...]) -> tuple[str, ...]:
    """Words as they are compared, each but the first with the sign, if any, that joins it to the one before."""
    joints = (_joint(text[one.end : other.start]) for one, other in pairwise(tokens))
    return tuple(f"{joint}{one.key}" for joint, one in zip(("", *joints), tokens, strict=False))


def _joint(between: str) -> str:
    """What joins two words: nothing where a space or a hyphen does, else the signs that stand there.

    What is not seen joins nothing and parts nothing.
    """
    if len(between) > _MOST_BETWEEN:
        return " "
    seen = between if between.isascii() else _seen(between)
    return "" if _GAP.fullmatch(seen) else seen.strip() or " "


#: What may stand between the words of a phrase: a space or two, a line break, or a hyphen.
_GAP = re.compile(r"[\s\u2010\u2011-]{1,3}")
#: Words that stand further apart are joined by nothing.
_MOST_BETWEEN = 40
#: The typewriter's, the printer's, and the letter that some keyboards write.
_APOSTROPHES = "'\u2019\u02bc"


def _tokens(text: str) -> Iterator[_Token]:
    """The words of a text: letters, digits and the marks on them, with an apostrophe only inside.

    Characters that are not seen (joiners, soft hyphens, direction marks) belong to the word that they stand in.
    """
    start: int | None = None
    end = 0
    for place, char in enumerate(text):
        kind = "Po" if char in _APOSTROPHES else unicodedata.category(char)
        if kind[0] in "LN" or (kind[0] == "M" and start is not None):
            start = place if start is None else start
            end = place + 1
        elif start is not None and not (
            kind == "Cf"
            or (char in _APOSTROPHES and end == place and text[place + 1 : place + 2].isalpha())
        ):
            yield _Token(_key(text[start:end]), start, end)
            start = None
    if start is not None:
        yield _Token(_key(text[start:end]), start, end)


#: Longer words are compared as they stand. To compose a word, its marks are sorted, which takes the square of
#: their number; a form has 110 code points at most (schema `lexicon`), which are no more than 440 apart.
MOST_COMPOSED = 1_000


def composed(word: str) -> str:
    """A word with its marks on its letters, in the one form of it (NFC); a very long one as it stands."""
    return word if len(word) > MOST_COMPOSED else unicodedata.normalize("NFC", word)


def _key(word: str) -> str:
    """A word as it is compared: composed, in one case, with one apostrophe, and without what is not seen."""
    plain = _seen(word).replace("\u2019", "'").replace("\u02bc", "'")
    return composed(composed(plain).casefold())


def _seen(text: str) -> str:
    return "".join(char for char in text if unicodedata.category(char) != "Cf")

"""A typed sentence as tokens that remember where they stood: one pass, whatever is in it.

Words keep their letters and apostrophes; a run that begins with digits is one token, with whatever sign
is stuck to it, so that "5-6", "2.5" or "-3" is never read as 5, 2 or 3. Other signs only separate.
"""

from __future__ import annotations

import re
import unicodedata

from attrs import frozen

_DASHES = r"\u2010-\u2015\u2212-"
_SIGNED = rf"(?<!\w)[+~<>\u2264\u2265=$\u20ac\u00a3#{_DASHES}]{{1,3}}"
_NUMBER = rf"(?:{_SIGNED})?\d(?:\w|[%+]|[.,:/+{_DASHES}](?=\d))*"
_LETTER = r"(?:[^\W_][\u0300-\u036f]*)"
_WORD = rf"[^\W\d_][\u0300-\u036f]*{_LETTER}*(?:['\u2018\u2019\u02bc]{_LETTER}+)*"
_TOKEN = re.compile(f"(?P<number>{_NUMBER})|(?P<word>{_WORD})|(?P<sign>[/&+])")
_APOSTROPHES = str.maketrans("\u2018\u2019\u02bc", "'''")
_SIGNS = {"/": "or", "&": "and", "+": "and"}
_WHOLE = re.compile(r"[0-9]{1,400}")


@frozen
class Token:
    """A word, a number or a joining sign; `key` is what is compared, `start` and `end` where it stood.

    `number` is its value where it is a plain whole number; `odd` says that it has digits and is none.
    """

    key: str
    text: str
    start: int
    end: int
    number: int | None = None
    odd: bool = False


def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in order."""
    return tuple(_token(found) for found in _TOKEN.finditer(text))


def _token(found: re.Match[str]) -> Token:
    said, start, end = found.group(), found.start(), found.end()
    if found.lastgroup == "number":
        plain = _WHOLE.fullmatch(said) is not None
        return Token(said.casefold(), said, start, end, int(said) if plain else None, not plain)
    if found.lastgroup == "sign":
        return Token(_SIGNS[said], said, start, end)
    return Token(_folded(said), said, start, end)


def _folded(word: str) -> str:
    return unicodedata.normalize("NFKC", word.translate(_APOSTROPHES)).casefold()


def keys_of(phrase: str) -> tuple[str, ...]:
    """A phrase as the keys of its tokens: what it is compared by."""
    return tuple(token.key for token in tokens_of(phrase))

"""Whole numbers as people write them: 5, five, twenty-one. What is not plainly one number is none."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from sop_core.coaching.lexicon import Lexicon
from sop_core.coaching.tokens import Token
from sop_core.coaching.words import GoalWords


@frozen
class NumberFound:
    """A number and up to which token it reaches; `value` is None for what is no plain whole number."""

    end: int
    value: int | None


def number_at(
    words: GoalWords, lexicon: Lexicon, tokens: Sequence[Token], place: int
) -> NumberFound | None:
    """The number that begins at a place, in digits or in words; None where there is none."""
    if place >= len(tokens):
        return None
    token = tokens[place]
    if token.number is not None or token.odd:
        return NumberFound(place + 1, token.number)
    tens = lexicon.words["tens"].at(tokens, place)
    ones = lexicon.words["ones"].at(tokens, place)
    if tens is not None:
        value = 10 * (words.words["tens"].index(tens[1]) + 2)
        rest = lexicon.words["ones"].at(tokens, tens[0])
        digit = words.words["ones"].index(rest[1]) if rest is not None else 0
        if rest is not None and 1 <= digit <= 9:
            return NumberFound(rest[0], value + digit)
        return NumberFound(tens[0], value)
    if ones is not None:
        return NumberFound(ones[0], words.words["ones"].index(ones[1]))
    return None

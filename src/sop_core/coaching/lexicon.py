"""The goal words as tables that a sentence is looked up in, token by token."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from attrs import frozen

from sop_core.coaching.tokens import Token, keys_of
from sop_core.coaching.words import GoalWords
from sop_core.profiles import PracticeProfile
from sop_core.types import FrozenMap

T = TypeVar("T")


@frozen
class Phrases(Generic[T]):
    """Phrases of one or more tokens and what each stands for."""

    table: Mapping[tuple[str, ...], T]
    longest: int

    def at(self, tokens: Sequence[Token], place: int) -> tuple[int, T] | None:
        """The longest phrase that begins at a place: where it ends, and what it stands for."""
        most = min(self.longest, len(tokens) - place)
        for length in range(most, 0, -1):
            found = self.table.get(tuple(one.key for one in tokens[place : place + length]))
            if found is not None:
                return place + length, found
        return None

    def end(self, tokens: Sequence[Token], place: int) -> int:
        """Where the phrase that begins at a place ends; the place itself where none does."""
        found = self.at(tokens, place)
        return place if found is None else found[0]


def phrases(pairs: Iterable[tuple[str, T]]) -> Phrases[T]:
    """Phrases from pairs; a phrase that stands twice keeps what it stood for first."""
    table: dict[tuple[str, ...], T] = {}
    for phrase, value in pairs:
        keys = keys_of(phrase)
        if keys:
            table.setdefault(keys, value)
    return Phrases(FrozenMap(table), len(max(table, key=len, default=())))


@frozen
class Lexicon:
    """What quick entry knows: lists of words by what they do, units, people and days by number."""

    words: Mapping[str, Phrases[str]]
    units: Phrases[str]
    among: Phrases[str]
    weekdays: Phrases[int]
    months: Phrases[int]
    who: Phrases[str]
    does: Phrases[str]

    def has(self, role: str, tokens: Sequence[Token], place: int) -> int:
        """Where a phrase of a list that begins at a place ends; the place itself where none does."""
        return self.words[role].end(tokens, place)


def _numbered(names: Iterable[Iterable[str]]) -> Phrases[int]:
    return phrases((name, number) for number, each in enumerate(names) for name in each)


def _built(words: GoalWords) -> Lexicon:
    lists = {role: phrases((one, one) for one in each) for role, each in words.words.items()}
    leads = (*words.words["leads"], *(unit.after for unit in words.units))
    return Lexicon(
        words=FrozenMap({**lists, "leads": phrases((one, one) for one in leads)}),
        units=phrases((name, unit.id) for unit in words.units for name in unit.names),
        among=phrases((name, one.id) for one in words.among for name in one.names),
        weekdays=_numbered(words.weekdays),
        months=_numbered(words.months),
        who=phrases((one, one) for one in words.beyond_control.who),
        does=phrases((one, one) for one in words.beyond_control.does),
    )


#: The tables of a definition, made once.
lexicon_of = lru_cache(maxsize=16)(_built)


def names_of(profile: PracticeProfile, language: str) -> tuple[str, ...]:
    """What people call a profile's practice in a language: its names, else its title."""
    return tuple(profile.names.get(language, ())) or (profile.title.get(language),)


def practices_of(words: GoalWords, profiles: Iterable[PracticeProfile]) -> Phrases[str]:
    """Every name of a practice: those of profiles first, then those that have no profile yet (C-12)."""
    named = [
        (name, profile.practice)
        for profile in profiles
        for name in names_of(profile, words.language)
    ]
    return phrases([*named, *((name, one.id) for one in words.practices for name in one.names)])

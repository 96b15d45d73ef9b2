"""One person's ratings as they were disclosed, and how each is said in words.

Self and observed stay apart, a level is said by its title, and nothing is added up or compared
(S1-04, S1-26, S1-27).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar, cast

from attrs import frozen

from sop_core.errors import CallRefused, listed, shown
from sop_core.render.safe import plain, said
from sop_core.render.words import Words, words_for

if TYPE_CHECKING:
    from sop_core.access import Disclosure
    from sop_core.profiles import PracticeProfile, Rating
    from sop_core.types import Record

#: The two views, in the order in which they come: the worker's own first (S1-26, S1-27).
VIEWS = ("self", "observed")
R = TypeVar("R", bound="Record")


def records_of(disclosed: Disclosure | Iterable[Disclosure], *kinds: str) -> list[Record]:
    """The records of Disclosures that stand, each once, in the order of time.

    What a Disclosure was asked for is of one of the kinds, else CallRefused, as for anything that is
    no Disclosure. Records of other kinds that were passed beside it are passed over.
    """
    from sop_core.access import opened

    found: dict[str, Record] = {}
    for one in _each(disclosed):
        given = opened(one)
        for record in cast("tuple[Record, ...]", (given.record, *given.earlier)):
            if kind_of(record) in kinds:
                found[record.id] = record
            elif record is given.record:
                raise CallRefused(
                    f"The Disclosure is of a record of type {type(record).__name__}. This fragment shows records of "
                    f"kind {listed(kinds)}: pass what sop.disclose gave for them."
                )
    every = current(found.values())
    return sorted(every, key=lambda record: datetime.fromisoformat(record.made_at))


def kind_of(record: object) -> str | None:
    """The name of a record's schema; None for an administration."""
    return getattr(record, "KIND", None)


def _each(disclosed: object) -> Iterable[object]:
    """What was passed as several; one that is no list is passed on, to be opened or refused by name."""
    if isinstance(disclosed, str | bytes | Mapping) or not isinstance(disclosed, Iterable):
        return (disclosed,)
    return cast("Iterable[object]", disclosed)


def current(records: Iterable[R]) -> list[R]:
    """The records that no other one here stands in for."""
    every = list(records)
    replaced = {ref.id for one in every if (ref := getattr(one, "supersedes", None)) is not None}
    return [one for one in every if one.id not in replaced and one.status != "entered_in_error"]


def ratings_of(
    disclosed: Disclosure | Iterable[Disclosure], profile: PracticeProfile
) -> tuple[list[Rating], list[Rating]]:
    """The ratings by this very version of the profile in the order of time, and those by another one."""
    every = cast("list[Rating]", records_of(disclosed, "rating"))
    # S0-05, S1-04: one person's levels stand beside nobody else's.
    if len({one.worker for one in every}) > 1:
        raise CallRefused(
            "The Disclosures are of more than one person. Levels of two people are never set side by side (S1-04): "
            "draw one fragment for each."
        )
    for one in every:
        if one.profile.id != profile.ref.id:
            raise CallRefused(
                f"A rating is of the profile {shown(one.profile.id)}, and the profile that was passed is "
                f"{shown(profile.ref.id)}. Draw one fragment for each profile."
            )
    same = [one for one in every if one.profile.version == profile.ref.version]
    return same, [one for one in every if one.profile.version != profile.ref.version]


@frozen
class Levels:
    """The titles of a profile's levels, in the reader's language."""

    profile: PracticeProfile
    locale: str
    words: Words

    def title(self, level: str) -> str:
        """A level's title."""
        return said(self.profile.levels[self.profile.position(level)].title.get(self.locale))

    def said(self, rating: Rating, aspect: str) -> str:
        """One aspect of one rating in words: the level that is fully met, and those with some work."""
        rated = rating.aspects.get(aspect)
        if rated is None:
            return self.words("rating_not_then")
        met = self.words("rating_not_yet") if rated.attained is None else self.title(rated.attained)
        some = ", ".join(self.title(level) for level in rated.some_work_at)
        return self.words("rating_said_some", level=met, some=some) if some else met


def levels_of(profile: PracticeProfile, locale: str) -> Levels:
    """The profile in the nearest language that it has, with the interface's words inside it."""
    at = plain(profile.title.locale_for(plain(locale)))
    return Levels(profile, at, words_for(at).inside(at))


def day_of(record: Record) -> str:
    """The day of a record, as its own clock had it."""
    return record.made_at[:10]

"""Practice profiles as frozen values: one practice, its skill aspects, its levels, what each level looks like."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from sop_core.text import Text
from sop_core.types import (
    NO_ENTRIES,
    DefinitionStatus,
    FrozenMap,
    ProfileRef,
    Translation,
    frozen_mapping,
    translation_in,
)


def _names(given: Mapping[str, tuple[str, ...]]) -> FrozenMap[str, tuple[str, ...]]:
    return FrozenMap(given)


@frozen
class Level:
    """One level of skill: an ordinal position with a name. It is no number, and is never added up."""

    id: str
    title: Text


@frozen
class SkillAspect:
    """One aspect of a practice, and what it looks like at the highest point of each level (S1-02)."""

    id: str
    title: Text
    descriptors: Mapping[str, Text] = field(converter=FrozenMap[str, Text])


@frozen(kw_only=True)
class PracticeProfile:
    """A rubric for one practice (S0-11): any number of levels, lowest first, by any names (C-11).

    `practice` is the profile's own id unless the definition says otherwise. `names` are what people
    call the practice, by locale. `prerequisites` are the profiles that come before this one where a
    worker takes them in a linear order (S1-10).
    """

    ref: ProfileRef
    status: DefinitionStatus
    title: Text
    practice: str
    source: str
    rights: str
    levels: tuple[Level, ...]
    aspects: tuple[SkillAspect, ...]
    prerequisites: tuple[str, ...] = ()
    intro: Text | None = None
    names: Mapping[str, tuple[str, ...]] = field(default=NO_ENTRIES, converter=_names)
    translations: Mapping[str, Translation] = field(
        default=NO_ENTRIES, converter=FrozenMap[str, Translation]
    )
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)

    @property
    def id(self) -> str:
        """The profile's id, without its version."""
        return self.ref.id

    @property
    def version(self) -> str:
        """The version, such as `1.0.0`."""
        return self.ref.version

    @cached_property
    def level_ids(self) -> tuple[str, ...]:
        """The levels' ids, lowest first."""
        return tuple(level.id for level in self.levels)

    @cached_property
    def _aspects(self) -> FrozenMap[str, SkillAspect]:
        return FrozenMap({aspect.id: aspect for aspect in self.aspects})

    @property
    def aspect_ids(self) -> tuple[str, ...]:
        """The aspects' ids, in the author's order."""
        return tuple(aspect.id for aspect in self.aspects)

    def position(self, level: str) -> int:
        """Where a level stands: 0 is the lowest. ValueError for a level that the profile does not have."""
        return self.level_ids.index(level)

    def aspect(self, aspect: str) -> SkillAspect:
        """One aspect by its id. KeyError for an aspect that the profile does not have."""
        return self._aspects[aspect]

    def translation(self, locale: str) -> Translation:
        """How far a locale can be trusted."""
        return translation_in(self.translations, locale)

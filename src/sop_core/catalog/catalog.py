"""The definitions in force, as one immutable value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from sop_core.catalog.sources import Found
from sop_core.documents import instrument_of, prompt_set_of
from sop_core.errors import Issue, NotFound, listed, shown
from sop_core.instruments import Instrument
from sop_core.prompts import PromptSet
from sop_core.types import DefinitionStatus, FrozenMap

Key = tuple[str, str]


def in_version_order(version: str) -> tuple[int, ...]:
    """What versions are compared by: 1.10 comes after 1.9, and 1 is 1.0."""
    numbers = [int(part) for part in version.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


@frozen
class DefinitionHealth:
    """One definition that was found, whether it is in force, and what is wrong with it if not."""

    where: str
    kind: str | None
    id: str | None
    version: str | None
    ok: bool
    issues: tuple[Issue, ...]


@frozen
class Catalog:
    """Every definition that is in force, by id and version; several versions stand side by side."""

    instruments: Mapping[Key, Instrument] = field(converter=FrozenMap[Key, Instrument])
    prompt_sets: Mapping[Key, PromptSet] = field(converter=FrozenMap[Key, PromptSet])
    documents: Mapping[tuple[str, str, str], Mapping[str, Any]] = field(repr=False)
    health: tuple[DefinitionHealth, ...] = ()

    def versions(self, instrument: str) -> tuple[str, ...]:
        """The versions of an instrument, newest first."""
        found = [version for id_, version in self.instruments if id_ == instrument]
        return tuple(sorted(found, key=in_version_order, reverse=True))

    def instrument(self, instrument: str, version: str | None = None) -> Instrument:
        """One instrument; without a version the newest active one. Raises NotFound with the choices."""
        versions = self.versions(instrument)
        if not versions:
            known = listed(sorted({id_ for id_, _ in self.instruments}))
            raise NotFound(
                f"There is no instrument {shown(instrument)}. The instruments are: {known or 'none'}. If a "
                "definition file should have brought it, sop.health() says why it was left out."
            )
        if version is None:
            active = [v for v in versions if self.instruments[instrument, v].status is DefinitionStatus.ACTIVE]
            return self.instruments[instrument, (active or versions)[0]]
        if version not in versions:
            raise NotFound(
                f"There is no version {shown(version)} of {instrument}. The versions are: {listed(versions)}. Load "
                "the definition file of that version beside the newer one; old records need it."
            )
        return self.instruments[instrument, version]

    @property
    def active_instruments(self) -> tuple[Instrument, ...]:
        """The newest active version of each instrument, by id."""
        ids = sorted({id_ for id_, _ in self.instruments})
        newest = (self.instrument(id_) for id_ in ids)
        return tuple(one for one in newest if one.status is DefinitionStatus.ACTIVE)

    @property
    def active_prompt_sets(self) -> tuple[PromptSet, ...]:
        """The newest active version of each prompt set, by id."""
        newest: dict[str, PromptSet] = {}
        for key in sorted(self.prompt_sets, key=lambda key: (key[0], in_version_order(key[1]))):
            if self.prompt_sets[key].status is DefinitionStatus.ACTIVE:
                newest[key[0]] = self.prompt_sets[key]
        return tuple(newest.values())


def _twice(found: Found, others: list[str]) -> Issue:
    kind, id_, version = found.key or ("", "", "")
    return Issue(
        "defined_twice",
        "$.id",
        f"{id_!r} version {version} ({kind}) is defined here and in {listed(others)}. Which of them a record was "
        "made with could not be told, so none of them is used.",
        fix="Prefix your own ids with your county or company (county07.parent_survey), or give the changed one a "
        "new version.",
    )


def build(found: Iterable[Found]) -> Catalog:
    """A catalog of what was found. What is not sound, or is defined twice, is left out and said."""
    every = list(found)
    places: dict[tuple[str, str, str], list[str]] = {}
    for one in every:
        if one.key is not None:
            places.setdefault(one.key, []).append(one.where)
    instruments: dict[Key, Instrument] = {}
    prompt_sets: dict[Key, PromptSet] = {}
    documents: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    health: list[DefinitionHealth] = []
    for index, one in enumerate(every):
        issues = one.issues
        if one.key is not None and one.document is not None:
            kind, id_, version = one.key
            if len(places[one.key]) > 1:
                others = [other.where for at, other in enumerate(every) if other.key == one.key and at != index]
                issues = (*issues, _twice(one, others))
            elif kind == "instrument":
                instruments[id_, version] = instrument_of(one.document)
            else:
                prompt_sets[id_, version] = prompt_set_of(one.document)
            if not issues:
                documents[one.key] = one.document
        _, id_or_none, version_or_none = one.key or (None, None, None)
        health.append(
            DefinitionHealth(one.where, one.kind, id_or_none, version_or_none, not issues, issues)
        )
    return Catalog(instruments, prompt_sets, FrozenMap(documents), tuple(health))

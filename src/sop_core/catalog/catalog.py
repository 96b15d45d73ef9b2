"""The definitions in force, as one immutable value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from attrs import field, frozen

from sop_core.catalog.sources import Found, in_version_order
from sop_core.errors import Issue, NotFound, listed, nearest, shown
from sop_core.types import DefinitionStatus, FrozenMap

if TYPE_CHECKING:
    from sop_core.instruments import Instrument
    from sop_core.prompts import PromptSet

#: Kind, id and version: what only one definition may have.
Key = tuple[str, str, str]


@frozen
class DefinitionHealth:
    """One definition that was found, whether it is in force, and what is wrong with it if not."""

    where: str
    kind: str | None
    id: str | None
    version: str | None
    ok: bool
    issues: tuple[Issue, ...]


@frozen(eq=False)
class Catalog:
    """Every definition that is in force, by id and version; several versions stand side by side.

    Documents become values when they are first asked for, so that a host pays for what it uses.
    """

    documents: Mapping[Key, Mapping[str, Any]] = field(repr=False)
    health: tuple[DefinitionHealth, ...] = ()
    _values: dict[Key, object] = field(init=False, repr=False, factory=dict)

    def ids(self, kind: str) -> tuple[str, ...]:
        """The ids of all definitions of a kind, sorted."""
        return tuple(sorted({id_ for known, id_, _ in self.documents if known == kind}))

    def versions(self, kind: str, id_: str) -> tuple[str, ...]:
        """The versions of a definition, newest first."""
        found = [version for known, one, version in self.documents if (known, one) == (kind, id_)]
        return tuple(sorted(found, key=in_version_order, reverse=True))

    def _value(self, kind: str, id_: str, version: str) -> object:
        key = (kind, id_, version)
        if key not in self._values:
            from sop_core.documents import instrument_of, prompt_set_of

            structure = instrument_of if kind == "instrument" else prompt_set_of
            # Two threads may both do this; they come to equal values, and either may stay.
            self._values[key] = structure(self.documents[key])
        return self._values[key]

    def _newest_active(self, kind: str) -> Iterator[object]:
        for id_ in self.ids(kind):
            for version in self.versions(kind, id_):
                if self.documents[kind, id_, version]["status"] == DefinitionStatus.ACTIVE:
                    yield self._value(kind, id_, version)
                    break

    def instrument(self, instrument: str, version: str | None = None) -> Instrument:
        """One instrument; without a version the newest active one. Raises NotFound with the choices."""
        versions = self.versions("instrument", instrument)
        if not versions:
            known = self.ids("instrument")
            raise NotFound(
                f"There is no instrument {shown(instrument)}. {nearest(instrument, known)}The instruments are: "
                f"{listed(known) or 'none'}. If a definition file should have brought it, sop.health() says why "
                "it was left out."
            )
        if version is None:
            kept = (
                v
                for v in versions
                if self.documents["instrument", instrument, v]["status"] == "active"
            )
            version = next(kept, versions[0])
        if version not in versions:
            raise NotFound(
                f"There is no version {shown(version)} of {instrument}. The versions are: {listed(versions)}. Load "
                "the definition file of that version beside the newer one; old records need it."
            )
        return cast("Instrument", self._value("instrument", instrument, version))

    def prompt_set(self, id_: str, version: str) -> PromptSet:
        """One prompt set that is in force."""
        return cast("PromptSet", self._value("prompts", id_, version))

    @property
    def active_instruments(self) -> tuple[Instrument, ...]:
        """The newest active version of each instrument, by id."""
        return tuple(cast("Instrument", one) for one in self._newest_active("instrument"))

    @property
    def active_prompt_sets(self) -> tuple[PromptSet, ...]:
        """The newest active version of each prompt set, by id."""
        return tuple(cast("PromptSet", one) for one in self._newest_active("prompts"))


def defined_twice(found: Found, others: list[str]) -> Issue:
    """The issue of a definition whose id and version are another's as well; `others` says where."""
    kind, id_, version = found.key or ("", "", "")
    return Issue(
        "defined_twice",
        "$.id",
        f"{id_!r} version {version} ({kind}) is defined here and in {', '.join(others)}. Which of them a record was "
        "made with could not be told, so none of them is used.",
        fix="Prefix your own ids with your county or company (county07.parent_survey), or give the changed one a "
        "new version.",
    )


def build(found: Iterable[Found]) -> Catalog:
    """A catalog of what was found. What is not sound, or is defined twice, is left out and said.

    One file that is found by two ways, as where a plugin gives a bundled file, is one definition.
    """
    every = list({one.file or place: one for place, one in enumerate(found)}.values())
    places: dict[object, list[Found]] = {}
    for one in every:
        if one.same_as is not None:
            places.setdefault(one.same_as, []).append(one)
    documents: dict[Key, Mapping[str, Any]] = {}
    health: list[DefinitionHealth] = []
    for one in every:
        issues = one.issues
        others = [other for other in places.get(one.same_as, ()) if other is not one]
        if others:
            issues = (*issues, defined_twice(one, [other.where for other in others]))
        elif one.key is not None and one.document is not None:
            documents[one.key] = one.document
        _, id_, version = one.key or (None, None, None)
        health.append(DefinitionHealth(one.where, one.kind, id_, version, not issues, issues))
    return Catalog(FrozenMap(documents), tuple(health))

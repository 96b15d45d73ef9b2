"""The definitions in force, as one immutable value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from attrs import evolve, field, frozen

from sop_core.catalog.sources import Found
from sop_core.errors import CallRefused, Issue, NotFound, listed, nearest, shown
from sop_core.types import DefinitionStatus, FrozenMap, in_version_order

if TYPE_CHECKING:
    from sop_core.coaching import AgencyCalendar, GoalWords
    from sop_core.instruments import Administration, Instrument, Migrated
    from sop_core.practice import Crosswalk, Lexicon
    from sop_core.profiles import PracticeProfile
    from sop_core.prompts import Prompt, PromptSet, ScreenSet, StatementStep

#: What a message calls one definition of a kind, and several.
CALLED: Mapping[str, tuple[str, str]] = FrozenMap(
    {
        "calendar": ("calendar", "calendars"),
        "crosswalk": ("crosswalk", "crosswalks"),
        "goal-words": ("set of goal words", "sets of goal words"),
        "instrument": ("instrument", "instruments"),
        "lexicon": ("lexicon", "lexicons"),
        "profile": ("practice profile", "practice profiles"),
        "prompts": ("set of prompts", "sets of prompts"),
        "screens": ("set of screens", "sets of screens"),
    }
)

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
    _active: dict[str, tuple[object, ...]] = field(init=False, repr=False, factory=dict)
    _by_screen: dict[str, tuple[tuple[PromptSet, Prompt], ...]] = field(
        init=False, repr=False, factory=dict
    )

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
            structure = _structure_of(kind)
            # Two threads may both do this; they come to equal values, and either may stay.
            self._values[key] = structure(self.documents[key])
        return self._values[key]

    def _newest_active(self, kind: str) -> tuple[object, ...]:
        # What is in force never changes, so that it is worked out once.
        if kind not in self._active:
            self._active[kind] = tuple(self._newest(kind))
        return self._active[kind]

    def _newest(self, kind: str) -> Iterator[object]:
        for id_ in self.ids(kind):
            for version in self.versions(kind, id_):
                if self.documents[kind, id_, version]["status"] == DefinitionStatus.ACTIVE:
                    yield self._value(kind, id_, version)
                    break

    def instrument(self, instrument: str, version: str | None = None) -> Instrument:
        """One instrument; without a version the newest active one. Raises NotFound with the choices."""
        found = self._named("instrument", instrument, version)
        return cast("Instrument", self._value("instrument", instrument, found))

    def profile(self, profile: str, version: str | None = None) -> PracticeProfile:
        """One practice profile; without a version the newest active one. Raises NotFound with the choices."""
        found = self._named("profile", profile, version)
        return cast("PracticeProfile", self._value("profile", profile, found))

    def document(self, kind: str, id_: str, version: str | None = None) -> Mapping[str, Any]:
        """A definition as its file holds it; without a version the newest active one. Raises NotFound."""
        return self.documents[kind, id_, self._named(kind, id_, version)]

    def goal_words(self, id_: str = "goal_words", version: str | None = None) -> GoalWords:
        """The words and rules of goals; without a version the newest active one. NotFound with the choices."""
        found = self._named("goal-words", id_, version)
        return cast("GoalWords", self._value("goal-words", id_, found))

    def _named(self, kind: str, id_: str, version: str | None) -> str:
        """The version of a definition that is meant by a call."""
        versions = self.versions(kind, id_)
        if not versions:
            known, (what, several) = self.ids(kind), CALLED[kind]
            raise NotFound(
                f"There is no {what} {shown(id_)}. {nearest(id_, known)}The {several} are: "
                f"{listed(known) or 'none'}. If a definition file should have brought it, sop.health() says why "
                "it was left out, and so does `sop doctor`."
            )
        if version is None:
            kept = (one for one in versions if self.documents[kind, id_, one]["status"] == "active")
            return next(kept, versions[0])
        if version not in versions:
            also = ", also to be migrated" if kind == "instrument" else ""
            raise NotFound(
                f"There is no version {shown(version)} of {id_}. The versions are: {listed(versions)}. Load "
                f"the definition file of that version beside the newer one; old records need it{also}."
            )
        return version

    def loaded_instrument(self, instrument: str, version: str) -> Instrument | None:
        """One instrument by its exact version; None where it is not in force."""
        if ("instrument", instrument, version) not in self.documents:
            return None
        return cast("Instrument", self._value("instrument", instrument, version))

    def loaded_profile(self, profile: str, version: str) -> PracticeProfile | None:
        """One practice profile by its exact version; None where it is not in force."""
        if ("profile", profile, version) not in self.documents:
            return None
        return cast("PracticeProfile", self._value("profile", profile, version))

    def prompt_set(self, id_: str, version: str) -> PromptSet:
        """One prompt set that is in force."""
        return cast("PromptSet", self._value("prompts", id_, version))

    def migrate(self, administration: Administration, *, to: str | None = None) -> Migrated:
        """A record as it is seen under a newer version, by default the newest active one: a view, no record.

        `administration` is what `receipt.record` was. Steps are put together where no migration leads
        straight there. Raises NotFound for a version that is not loaded, and CallRefused where no way
        leads from the record's version to the other.
        """
        from sop_core.catalog.versions import way
        from sop_core.instruments import Administration, migrate

        if not isinstance(administration, Administration):
            raise CallRefused(
                f"catalog.migrate takes a record as sop.accept gave it, not {type(administration).__name__}. Pass "
                "receipt.record."
            )
        made = administration.instrument
        old, new = self.instrument(made.id, made.version), self.instrument(made.id, to)
        through = way(self._every_version(made.id), old, new)
        if not through:
            newer = in_version_order(old.version) < in_version_order(new.version)
            why = (
                "No migration says what became of its items."
                if newer
                else "There is no way back to an earlier version."
            )
            raise CallRefused(
                f"The record {shown(administration.id)} was made with {made.id} {made.version} and cannot be seen "
                f"under {new.version}. {why} Loaded are: {listed(self.versions('instrument', made.id))}. Migrations "
                'stand in the newer definition, under "migrations"; docs/versions.md says how to write one.'
            )
        return migrate(administration, through)

    def as_read_by(self, administration: Administration, *, version: str) -> Administration | None:
        """A sitting as a newer version reads it, to be laid beside that version's; None where it may not be.

        It may where every step of the way is declared comparable. What it gives is a view, never stored.
        """
        made = administration.instrument
        old, new = self.instrument(made.id, made.version), self.instrument(made.id, version)
        if in_version_order(old.version) > in_version_order(new.version):
            return None
        if not self.is_comparable(made.id, old.version, new.version):
            return None
        seen = self.migrate(administration, to=version)
        return evolve(administration, instrument=new.ref, answers=seen.known)

    def is_comparable(self, instrument: str, version: str, other: str) -> bool:
        """Whether scores of two versions may be laid side by side, seen under the newer of them.

        True where their scoring digests are one, or where every step of the way from the older to the
        newer is declared comparable; False where one is not, or where there is no way. NotFound for a
        version that is not loaded.
        """
        from sop_core.catalog.versions import is_comparable, way

        pair = sorted((version, other), key=in_version_order)
        old, new = (self.instrument(instrument, one) for one in pair)
        return is_comparable(way(self._every_version(instrument), old, new))

    def _every_version(self, instrument: str) -> list[Instrument]:
        return [self.instrument(instrument, one) for one in self.versions("instrument", instrument)]

    @property
    def active_instruments(self) -> tuple[Instrument, ...]:
        """The newest active version of each instrument, by id."""
        return tuple(cast("Instrument", one) for one in self._newest_active("instrument"))

    @property
    def active_profiles(self) -> tuple[PracticeProfile, ...]:
        """The newest active version of each practice profile, by id."""
        return tuple(cast("PracticeProfile", one) for one in self._newest_active("profile"))

    @property
    def active_prompt_sets(self) -> tuple[PromptSet, ...]:
        """The newest active version of each prompt set, by id."""
        return tuple(cast("PromptSet", one) for one in self._newest_active("prompts"))

    @property
    def active_screens(self) -> tuple[ScreenSet, ...]:
        """The newest active version of each set of screens, by id."""
        return tuple(cast("ScreenSet", one) for one in self._newest_active("screens"))

    @property
    def active_calendars(self) -> tuple[AgencyCalendar, ...]:
        """The newest active version of each calendar, by id."""
        return tuple(cast("AgencyCalendar", one) for one in self._newest_active("calendar"))

    def lexicon(self, id_: str, version: str | None = None) -> Lexicon:
        """One lexicon; without a version the newest active one. Raises NotFound with the choices."""
        return cast("Lexicon", self._value("lexicon", id_, self._named("lexicon", id_, version)))

    def lexicons(self, locale: str) -> tuple[Lexicon, ...]:
        """The lexicons in force for texts in a language, by id; those of another language are left out."""
        every = (cast("Lexicon", one) for one in self._newest_active("lexicon"))
        spoken = locale.lower().partition("-")[0]
        return tuple(one for one in every if one.language.lower().partition("-")[0] == spoken)

    def statement_steps(self, kind: str, locale: str = "en") -> tuple[StatementStep, ...]:
        """The parts of a kind of statement in their order, each with the question that the sets in force ask."""
        from sop_core.prompts import STATEMENT, statement_steps

        return statement_steps(kind, self.prompts_on(STATEMENT), locale)

    def crosswalk(self, id_: str, version: str | None = None) -> Crosswalk:
        """One crosswalk; without a version the newest active one. Raises NotFound with the choices."""
        return cast(
            "Crosswalk", self._value("crosswalk", id_, self._named("crosswalk", id_, version))
        )

    def calendar(self, id_: str, version: str | None = None) -> AgencyCalendar:
        """One calendar; without a version the newest active one. Raises NotFound with the choices."""
        return cast(
            "AgencyCalendar", self._value("calendar", id_, self._named("calendar", id_, version))
        )

    def screens(self, id_: str, version: str) -> ScreenSet:
        """One set of screens that is in force."""
        return cast("ScreenSet", self._value("screens", id_, version))

    def prompts_on(self, screen: str) -> tuple[tuple[PromptSet, Prompt], ...]:
        """The prompts of the sets in force that stand on a screen, each with its set, by the sets' ids."""
        if not self._by_screen:
            found: dict[str, list[tuple[PromptSet, Prompt]]] = {"": []}
            for prompt_set in self.active_prompt_sets:
                for prompt in prompt_set.prompts:
                    for name in dict.fromkeys(prompt.screens):
                        found.setdefault(name, []).append((prompt_set, prompt))
            # Two threads may both do this, and come to the same.
            self._by_screen.update({name: tuple(some) for name, some in found.items()})
        return self._by_screen.get(screen, ())


def _structure_of(kind: str) -> Callable[[Mapping[str, Any]], object]:
    """How a kind's documents become values."""
    from sop_core.documents import (
        calendar_of,
        crosswalk_of,
        goal_words_of,
        instrument_of,
        lexicon_of,
        profile_of,
        prompt_set_of,
        screens_of,
    )

    by_kind: dict[str, Callable[[Mapping[str, Any]], object]] = {
        "instrument": instrument_of,
        "profile": profile_of,
        "prompts": prompt_set_of,
        "goal-words": goal_words_of,
        "screens": screens_of,
        "lexicon": lexicon_of,
        "crosswalk": crosswalk_of,
        "calendar": calendar_of,
    }
    return by_kind[kind]


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
    twice: dict[int, Issue] = {}
    for place, one in enumerate(every):
        others = [other for other in places.get(one.same_as, ()) if other is not one]
        if others:
            twice[place] = defined_twice(one, [other.where for other in others])
        elif one.key is not None and one.document is not None:
            documents[one.key] = one.document
    unfit = _left_out_as_unfit(documents)
    if any(one.kind == "profile" and not one.trusted for one in every):
        # Bundled profiles alone were looked at beside each other when this version was built.
        from sop_core.catalog.prerequisites import left_out_for_order

        unfit.update(left_out_for_order(documents, [*documents]))
    placed = _misplaced(every, documents)
    health: list[DefinitionHealth] = []
    for place, one in enumerate(every):
        beside = (*unfit.get(one.key, ()), *placed.get(one.key, ()))
        issues = (*one.issues, *([twice[place]] if place in twice else beside))
        _, id_, version = one.key or (None, None, None)
        ok = not any(issue.severity == "error" for issue in issues)
        health.append(DefinitionHealth(one.where, one.kind, id_, version, ok, issues))
    return Catalog(FrozenMap(documents), tuple(health))


def _misplaced(
    every: Iterable[Found], documents: Mapping[Key, Mapping[str, Any]]
) -> dict[Key | None, tuple[Issue, ...]]:
    """Advice on screens, forms and roles that no definition describes; bundled files are not looked at."""
    mine = [one.key for one in every if one.key in documents and not one.trusted]
    if not mine:
        return {}
    from sop_core.catalog.naming import names_in, naming_advice
    from sop_core.catalog.placing import screen_advice, screens_defined

    known, names = screens_defined(documents), names_in(documents)
    return {
        key: (
            *screen_advice(documents[key], key[0], known),
            *naming_advice(documents[key], key[0], names),
        )
        for key in mine
        if key is not None
    }


def _left_out_as_unfit(
    documents: dict[Key, Mapping[str, Any]],
) -> dict[Key | None, tuple[Issue, ...]]:
    """Takes out each definition whose migrations do not fit; what was found of each, warnings too.

    In the order of versions: what an older one lost, a newer one cannot build on.
    """
    found: dict[Key | None, tuple[Issue, ...]] = {}
    for key in sorted(
        (key for key, document in documents.items() if document.get("migrations")),
        key=lambda key: (*key[:2], in_version_order(key[2])),
    ):
        from sop_core.catalog.versions import fit_issues

        same = {known[2]: one for known, one in documents.items() if known[:2] == key[:2]}
        found[key] = fit_issues(documents[key], same)
        if any(issue.severity == "error" for issue in found[key]):
            del documents[key]
    return found

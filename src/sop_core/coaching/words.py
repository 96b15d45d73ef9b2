"""The words and rules of goals, as one definition holds them: a county's own are a file of its own."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar, Literal

from attrs import field, frozen

from sop_core.text import Text
from sop_core.types import (
    NO_ENTRIES,
    DefinitionStatus,
    FrozenMap,
    Translation,
)


class GoalRule(StrEnum):
    """The rules that a goal is held to; what each one asks stands beside it in the definition."""

    COUNT = "count"
    WINDOW = "window"
    EVERY = "every"
    FEW_AT_A_TIME = "few_at_a_time"
    OWN_CONTROL = "own_control"
    ONE_BEHAVIOUR = "one_behaviour"
    ONE_STEP_UP = "one_step_up"


@frozen(kw_only=True)
class RuleSetting:
    """How a rule is kept: refuse or advise, between which bounds, and the reason in words."""

    severity: Literal["error", "advice"]
    text: Text
    least: int = 1
    most: int = 1


@frozen(kw_only=True)
class Unit:
    """What a goal counts, in the singular and in the plural; `after` is the word before the number."""

    id: str
    one: str
    other: str
    after: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to say it."""
        return (self.one, self.other, *self.also)


@frozen(kw_only=True)
class WithWhom:
    """With whom something is done, and other ways to say it."""

    id: str
    name: str
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to say it."""
        return (self.name, *self.also)


@frozen(kw_only=True)
class NamedPractice:
    """What people call a practice, beside the names of its profile; it may have no profile yet (C-12)."""

    id: str
    names: tuple[str, ...]


@frozen(kw_only=True)
class BeyondControl:
    """Who does what that no worker decides."""

    who: tuple[str, ...]
    does: tuple[str, ...]


@frozen(kw_only=True)
class GoalWords:
    """The words and rules of goals in one language; `words` holds lists of phrases by what they do.

    `weekdays` begin with Monday, `months` with January: of each its name, then other ways to write it.
    """

    KIND: ClassVar[str] = "goal-words"

    id: str
    version: str
    status: DefinitionStatus
    title: Text
    source: str
    rights: str
    language: str
    units: tuple[Unit, ...]
    among: tuple[WithWhom, ...] = field(metadata={"name": "with"})
    words: Mapping[str, tuple[str, ...]] = field(converter=FrozenMap[str, tuple[str, ...]])
    weekdays: tuple[tuple[str, ...], ...]
    months: tuple[tuple[str, ...], ...]
    beyond_control: BeyondControl
    said: Mapping[str, str] = field(converter=FrozenMap[str, str])
    rules: Mapping[str, RuleSetting] = field(converter=FrozenMap[str, RuleSetting])
    practices: tuple[NamedPractice, ...] = ()
    translations: Mapping[str, Translation] = field(
        default=NO_ENTRIES, converter=FrozenMap[str, Translation]
    )

    def unit(self, id_: str | None) -> Unit | None:
        """A unit by its id, if there is one."""
        return next((one for one in self.units if one.id == id_), None)

    def reason(self, rule: GoalRule) -> str:
        """Why a rule exists, in the definition's language."""
        return self.rules[rule].text.get(self.language)

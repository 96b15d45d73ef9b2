"""A situation in, prompts out: the values, frozen so that a plugin can change none of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum

from attrs import field, frozen

from sop_core.errors import CallRefused
from sop_core.text import Text
from sop_core.types import (
    NO_ENTRIES,
    DefinitionStatus,
    FeedbackOutcome,
    FrozenMap,
    PromptKind,
    Translation,
    frozen_mapping,
)


def _tuple(values: object) -> tuple[object, ...]:
    if values is None:
        return ()
    if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
        raise CallRefused(
            f"A situation's learning and feedback are lists, not {type(values).__name__}."
        )
    return tuple(values)


def _facts(values: object) -> FrozenMap[str, object]:
    if not (values is None or isinstance(values, Mapping)):
        raise CallRefused(
            f"A situation's facts are a mapping of names to values, not {type(values).__name__}."
        )
    try:
        return frozen_mapping(values)
    except RecursionError as error:
        raise CallRefused(
            "A situation's facts lie too deep in each other to be read. A prompt looks at a fact by its name alone: "
            "pass the few values that prompts ask for, not whole records."
        ) from error


def _day(value: dt.date | None) -> dt.date | None:
    # A time is a date to Python, and a day cannot be taken from one: its own day is meant.
    return value.date() if isinstance(value, dt.datetime) else value


class Presence(StrEnum):
    """Whether a fact is known."""

    PRESENT = "present"
    ABSENT = "absent"


@frozen(kw_only=True)
class FactCondition:
    """One condition: exactly one of the ways of `prompts.conditions`; `any_of` stands alone, the others with `fact`."""

    fact: str | None = None
    presence: Presence | None = None
    equals: str | int | bool | None = None
    at_least: int | None = None
    since: int | None = None
    any_of: tuple[FactCondition, ...] = field(default=())


@frozen
class DismissReason:
    """A reason that a worker may give for putting a prompt aside, in the panel's locale."""

    code: str
    label: str


@frozen
class Prompt:
    """One prompt of a definition: a question or hint, where it shows and whom it is for.

    `roles` empty means every role. Higher `priority` comes first; equal ones keep their order.
    `opens` names an instrument whose form the prompt leads to, `tool` a field tool or kind of statement.
    All of `when` must hold. After feedback it stays away for `cool_down` days; `expires` is its last day;
    of prompts with one `dedupe` key a panel shows one; `learning` names modules and skill aspects.
    """

    id: str
    kind: PromptKind
    screens: tuple[str, ...]
    text: Text
    source: str
    dismiss: tuple[str, ...]
    roles: tuple[str, ...] = ()
    priority: int = 0
    opens: str | None = None
    tool: str | None = None
    when: tuple[FactCondition, ...] = ()
    cool_down: int = 0
    expires: str | None = None
    dedupe: str | None = None
    learning: tuple[str, ...] = ()


@frozen
class PromptSet:
    """A versioned set of prompts, as one definition file holds it."""

    id: str
    version: str
    status: DefinitionStatus
    title: Text
    source: str
    rights: str
    dismiss_reasons: Mapping[str, Text] = field(converter=FrozenMap[str, Text])
    prompts: tuple[Prompt, ...]
    translations: Mapping[str, Translation] = field(
        default=NO_ENTRIES, converter=FrozenMap[str, Translation]
    )


@frozen
class Feedback:
    """What became of one prompt on one screen: a record that the host keeps (never a measure, S2-18)."""

    id: str
    prompt: str
    screen: str
    outcome: FeedbackOutcome
    on: str
    reason: str | None = None
    case: str | None = None
    viewer: str | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)


@frozen(kw_only=True)
class Situation:
    """What the host knows at this moment: the screen, the role, and facts about the record on it.

    Only `screen` and `role` are required. `case` and `viewer` are the host's opaque tokens, `on` is
    the day (today by default), `feedback` the Feedback records that bear on this screen, `facts`
    what prompts may look at. `learning` holds ids of modules and skill aspects, in lists or not: only
    what the viewer agreed that their screen may know. Everything is frozen, deeply.
    """

    screen: str
    role: str
    locale: str = "en"
    on: dt.date | None = field(default=None, converter=_day)
    case: str | None = None
    viewer: str | None = None
    learning: tuple[object, ...] = field(default=(), converter=_tuple)
    feedback: tuple[object, ...] = field(default=(), converter=_tuple)
    facts: Mapping[str, object] = field(default=NO_ENTRIES, converter=_facts)

    @property
    def learning_ids(self) -> frozenset[str]:
        """The ids in `learning`, whether they stand in lists of their own or not."""
        return frozenset(_ids_in(self.learning))


def _ids_in(values: Iterable[object]) -> Iterable[str]:
    for one in values:
        if isinstance(one, str):
            yield one
        elif isinstance(one, list | tuple | set | frozenset):
            yield from (inner for inner in one if isinstance(inner, str))


@frozen
class ShownPrompt:
    """One prompt as a panel shows it: its text in one locale, and how it may be put aside (S2-03).

    `id` is unique on the panel: `set/prompt` for a definition's, `plugin:name/prompt` for a plugin's.
    `locale` is the language the text is really in; `translation` says how far it can be trusted. `why`
    says why it is shown, in the panel's language. `dedupe` and `learns` decide its place, and are not told.
    """

    id: str
    kind: PromptKind
    text: str
    locale: str
    source: str
    dismiss: tuple[DismissReason, ...] = ()
    set: str | None = None
    version: str | None = None
    priority: int = 0
    opens: str | None = None
    translation: Translation = Translation.ORIGINAL
    tool: str | None = None
    why: str = ""
    dedupe: str | None = None
    learns: bool = False


@frozen
class FormOffer:
    """A form that this role can fill here."""

    id: str
    version: str
    title: str
    locale: str


@frozen
class Panel:
    """What a host shows beside its own screen: additive, dismissible, and it blocks nothing (S2-03)."""

    screen: str
    role: str
    locale: str
    prompts: tuple[ShownPrompt, ...]
    forms: tuple[FormOffer, ...]

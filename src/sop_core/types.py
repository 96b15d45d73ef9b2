"""Ids, references and closed sets of words that every room shares."""

from __future__ import annotations

import re
from collections.abc import ItemsView, Iterator, KeysView, Mapping, ValuesView
from enum import StrEnum
from fractions import Fraction
from typing import Any, ClassVar, Protocol, TypeVar

from attrs import frozen

K = TypeVar("K")
V = TypeVar("V")

#: An exact number: an int where it is whole (which is fast), else a Fraction; never a float.
Exact = int | Fraction


class FrozenMap(Mapping[K, V]):
    """A read-only mapping that can be compared, hashed, copied and pickled (a mapping proxy cannot)."""

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[K, V] | None = None) -> None:
        # What another one holds is never changed, so that it need not be copied.
        self._items: dict[K, V] = items._items if type(items) is FrozenMap else dict(items or {})

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    # Mapping would come to these by way of __getitem__, which costs several times as much.

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def get(self, key: K, default: Any = None) -> Any:
        """The value of a key, or the default."""
        return self._items.get(key, default)

    def keys(self) -> KeysView[K]:
        """The keys, in their order."""
        return self._items.keys()

    def values(self) -> ValuesView[V]:
        """The values, in their keys' order."""
        return self._items.values()

    def items(self) -> ItemsView[K, V]:
        """The pairs, in order."""
        return self._items.items()

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"


# Ids, codes and tokens: short, ASCII, and free of anything that could carry a name or an address.
ID_PATTERN = r"^[A-Za-z0-9_.-]{1,64}$(?!\n)"
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
_VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}")


def is_id(value: object) -> bool:
    """Whether a value is an id: 1 to 64 of ASCII letters, digits, `_`, `.` and `-`."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def in_version_order(version: str) -> tuple[int, ...]:
    """What versions are compared by: 1.10 comes after 1.9, and 1 is 1.0."""
    numbers = [int(part) for part in version.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def deep_frozen(value: object) -> object:
    """The same value with every mapping read-only and every list and set a tuple."""
    if isinstance(value, Mapping):
        return frozen_mapping(value)
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(deep_frozen(inner) for inner in value)
    return value


def frozen_mapping(value: Mapping[str, object] | None) -> FrozenMap[str, object]:
    """A mapping that is read-only all the way down; nothing is the mapping of nothing."""
    if not value:
        return NO_ENTRIES
    return FrozenMap({key: deep_frozen(inner) for key, inner in value.items()})


#: The mapping of nothing: what an optional mapping is where a document leaves it out.
NO_ENTRIES: FrozenMap[Any, Any] = FrozenMap()


def is_version(value: object) -> bool:
    """Whether a value is a version: one to four numbers of at most six digits, with points between."""
    return isinstance(value, str) and _VERSION.fullmatch(value) is not None


def is_digest(value: object) -> bool:
    """Whether a value is a digest: `sha256:` and 64 hexadecimal digits in lower case."""
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


class MissingReason(StrEnum):
    """Why there is no value (C-07). `not_asked` is computed, and never stands in a record."""

    NOT_ANSWERED = "not_answered"
    NOT_APPLICABLE = "not_applicable"
    DECLINED = "declined"
    DONT_KNOW = "dont_know"
    NOT_ASKED = "not_asked"


#: The reasons that a record may state.
STATED_REASONS = (
    MissingReason.NOT_ANSWERED,
    MissingReason.NOT_APPLICABLE,
    MissingReason.DECLINED,
    MissingReason.DONT_KNOW,
)


class RecordStatus(StrEnum):
    """Where a record stands. Nothing is edited: a later record supersedes an earlier one."""

    DRAFT = "draft"
    COMPLETE = "complete"
    AMENDED = "amended"
    ENTERED_IN_ERROR = "entered_in_error"


class DefinitionStatus(StrEnum):
    """Where a definition stands; only an active one is offered on screens."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class ScoreStatus(StrEnum):
    """Whether a scale has a value: only `scored` and `prorated` ones do (DESIGN 3)."""

    SCORED = "scored"
    PRORATED = "prorated"
    INSUFFICIENT = "insufficient"
    NOT_APPLICABLE = "not_applicable"


class ItemType(StrEnum):
    """What an item's answer is."""

    CHOICE = "choice"
    CHOICES = "choices"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    TEXT = "text"
    DATE = "date"


class Method(StrEnum):
    """The closed set of scoring methods (DESIGN 3)."""

    MEAN = "mean"
    SUM = "sum"
    PERCENT_OF_MAX = "percent_of_max"
    COUNT = "count"
    LOWEST = "lowest"
    HIGHEST = "highest"


class Prorate(StrEnum):
    """What a sum or a count does about missing items."""

    NONE = "none"
    SCALE_UP = "scale_up"


class RoundingMode(StrEnum):
    """How a tie is rounded: away from zero, or to the even neighbour."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


class PromptKind(StrEnum):
    """What a prompt asks of a person: an answer, attention, a thought, or a small step (S2-35)."""

    ASK = "ask"
    NOTICE = "notice"
    REFLECT = "reflect"
    ACT = "act"


class FeedbackOutcome(StrEnum):
    """What became of a prompt on the screen."""

    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    IGNORED = "ignored"
    HELPFUL = "helpful"


class Translation(StrEnum):
    """How far a locale's texts can be trusted: `draft` until a person has reviewed them (C-32)."""

    ORIGINAL = "original"
    DRAFT = "draft"
    REVIEWED = "reviewed"


def translation_in(stated: Mapping[str, Translation], locale: str) -> Translation:
    """How far a locale can be trusted: as stated, else English is original and the rest draft (C-32)."""
    unstated = Translation.ORIGINAL if locale == "en" else Translation.DRAFT
    return stated.get(locale, unstated)


@frozen
class InstrumentRef:
    """Which instrument, exactly: `digest` covers all but its status, `scoring` what decides a score."""

    id: str
    version: str
    digest: str
    scoring: str


@frozen
class ProfileRef:
    """Which practice profile, exactly: `digest` covers all of its definition but the status."""

    id: str
    version: str
    digest: str


@frozen
class RecordRef:
    """Which earlier record, exactly: its id, and the digest of the document as it was accepted."""

    id: str
    digest: str


class Record(Protocol):
    """A record of coaching: what every one of them says, whatever its kind.

    `KIND` is the name of its schema.
    """

    KIND: ClassVar[str]

    @property
    def id(self) -> str:
        """The record's id."""
        ...

    @property
    def status(self) -> RecordStatus:
        """Where it stands."""
        ...

    @property
    def made_at(self) -> str:
        """When it was made: a full time with its offset."""
        ...

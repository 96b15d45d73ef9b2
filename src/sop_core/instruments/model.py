"""An instrument: a versioned questionnaire, as frozen values. What each field means is in DESIGN 3.

Numbers are exact (`int` or `Fraction`). `bounds` are what the definition declares, never what the
data show: a reverse-keyed item mirrors at them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from sop_core.instruments.migration import Migration
from sop_core.instruments.outcomes import ScaleOutcome, remembered
from sop_core.instruments.rows import Row, Rows, row_of
from sop_core.text import Text
from sop_core.types import (
    NO_ENTRIES,
    DefinitionStatus,
    Exact,
    FrozenMap,
    InstrumentRef,
    ItemType,
    Method,
    MissingReason,
    Prorate,
    RoundingMode,
    Translation,
    translation_in,
)


@frozen(cache_hash=True)
class Missing:
    """There is no value, and this is why."""

    reason: MissingReason


#: Each reason's one value, so that it can be told by identity where every answer passes by.
MISSING = {reason: Missing(reason) for reason in MissingReason}
NOT_ANSWERED = MISSING[MissingReason.NOT_ANSWERED]
NOT_ASKED = MISSING[MissingReason.NOT_ASKED]


@frozen
class ResponseOption:
    """One permitted answer: it carries either a value or the reason why there is none."""

    code: str
    label: Text
    value: Exact | None = None
    missing: MissingReason | None = None


@frozen
class ResponseSet:
    """A named list of options, in the order in which they are shown."""

    id: str
    options: tuple[ResponseOption, ...]

    @cached_property
    def values(self) -> FrozenMap[str, Exact]:
        """The value of each code that carries one."""
        return FrozenMap({o.code: o.value for o in self.options if o.value is not None})

    @cached_property
    def reasons(self) -> FrozenMap[str, MissingReason]:
        """The missing reason of each code that enters one."""
        return FrozenMap({o.code: o.missing for o in self.options if o.missing is not None})


@frozen
class Condition:
    """`show_if`: the item is asked only if an earlier item's answer is, or holds, one of the codes."""

    item: str
    codes: tuple[str, ...]


@frozen
class Item:
    """One thing to rate, tell or choose."""

    id: str
    type: ItemType
    text: Text
    response_set: str | None = None
    required: bool = False
    show_if: Condition | None = None
    minimum: Exact | None = None
    maximum: Exact | None = None
    hint: Text | None = None
    max_length: int | None = None


@frozen
class Section:
    """Items that are shown together under one title."""

    id: str
    title: Text
    items: tuple[Item, ...]


@frozen
class Rounding:
    """How a scale's exact value becomes the value that is shown; done once, at the end."""

    mode: RoundingMode
    places: int


@frozen
class Band:
    """A named range of rounded values, from `starts` up to the next band's `starts`, not including it."""

    id: str
    starts: Exact
    title: Text


@frozen
class Scale:
    """Items that are scored together, and by which rule.

    `min_answered` is a number of items, or a share of the applicable ones where `share` is true.
    `change` is the smallest difference between two values that counts as a change, in the scale's
    own points; None leaves it to the default of `smallest_change`.
    """

    id: str
    title: Text
    items: tuple[str, ...]
    method: Method
    min_answered: Exact
    rounding: Rounding
    share: bool = False
    reverse: tuple[str, ...] = ()
    weights: Mapping[str, Exact] = field(default=NO_ENTRIES, converter=FrozenMap[str, Exact])
    prorate: Prorate = Prorate.NONE
    bands: tuple[Band, ...] = ()
    themes: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    change: Exact | None = None

    def weight(self, item: str) -> Exact:
        """The item's weight: 1 unless the definition says otherwise."""
        return self.weights.get(item, 1)

    @cached_property
    def outcome(self) -> ScaleOutcome:
        """What the scale comes to, from what its answered items add up to."""
        return remembered(self)


#: An item as its answers are taken: its id, what each code of a choice and each stated reason is
#: stored as, when it is asked, and the item itself.
Step = tuple[str, Mapping[str, str | Missing] | None, Mapping[str, Missing], Condition | None, Item]


@frozen
class Instrument:
    """A versioned questionnaire. Two are the same for scoring if `ref.scoring` is the same."""

    ref: InstrumentRef
    status: DefinitionStatus
    title: Text
    respondent_role: str
    source: str
    rights: str
    response_sets: Mapping[str, ResponseSet] = field(converter=FrozenMap[str, ResponseSet])
    sections: tuple[Section, ...]
    scales: tuple[Scale, ...]
    anonymous: bool = False
    intro: Text | None = None
    screens: tuple[str, ...] = ()
    translations: Mapping[str, Translation] = field(
        default=NO_ENTRIES, converter=FrozenMap[str, Translation]
    )
    migrations: tuple[Migration, ...] = ()

    @property
    def id(self) -> str:
        """The instrument's id, without its version."""
        return self.ref.id

    @property
    def version(self) -> str:
        """The version, such as `1.0.0`."""
        return self.ref.version

    @cached_property
    def items(self) -> FrozenMap[str, Item]:
        """Every item by id, in the order in which they are asked."""
        return FrozenMap({item.id: item for section in self.sections for item in section.items})

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every item in order, with what its sound answers are stored as (`taking`)."""
        return tuple(
            (
                item.id,
                self.codes.get(item.id),
                {
                    reason: MISSING[reason]
                    for reason in (
                        MissingReason.NOT_ANSWERED,
                        MissingReason.DECLINED,
                        *self.reasons_of(item).values(),
                    )
                },
                item.show_if,
                item,
            )
            for item in self.items.values()
        )

    @cached_property
    def codes(self) -> FrozenMap[str, Mapping[str, str | Missing]]:
        """For each choice item, what each of its codes is stored as: itself, or the reason it enters."""
        return FrozenMap(
            {
                item.id: {
                    option.code: option.code if option.missing is None else MISSING[option.missing]
                    for option in self.options_of(item)
                }
                for item in self.items.values()
                if item.type is ItemType.CHOICE
            }
        )

    @cached_property
    def rows(self) -> FrozenMap[str, tuple[Row, ...]]:
        """For each scale, its items as its method sees them."""
        items = self.items
        return FrozenMap(
            {
                scale.id: tuple(row_of(self, scale, items[one]) for one in scale.items)
                for scale in self.scales
            }
        )

    @cached_property
    def scored(self) -> tuple[tuple[Scale, Rows], ...]:
        """Every scale, in order, with its rows."""
        return tuple((scale, Rows(self.rows[scale.id])) for scale in self.scales)

    def options_of(self, item: Item) -> tuple[ResponseOption, ...]:
        """The item's options; none where it names no response set."""
        return self.response_sets[item.response_set].options if item.response_set else ()

    def values_of(self, item: Item) -> Mapping[str, Exact]:
        """The value of each of the item's codes that carries one."""
        return self.response_sets[item.response_set].values if item.response_set else {}

    def reasons_of(self, item: Item) -> Mapping[str, MissingReason]:
        """The missing reason of each of the item's codes that enters one."""
        return self.response_sets[item.response_set].reasons if item.response_set else {}

    def bounds(self, item: Item) -> tuple[Exact, Exact] | None:
        """The lowest and highest value that the item can have; None where it has no number."""
        if item.type is ItemType.CHOICE:
            values = self.values_of(item).values()
            return (min(values), max(values)) if values else None
        if item.type is ItemType.BOOLEAN:
            return (0, 1)
        if item.minimum is not None and item.maximum is not None:
            return (item.minimum, item.maximum)
        return None

    def translation(self, locale: str) -> Translation:
        """How far a locale can be trusted."""
        return translation_in(self.translations, locale)

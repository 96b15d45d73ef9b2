"""One sitting of one instrument, and what is known of each item after it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from attrs import field, frozen

from sop_core.instruments.model import (
    NOT_ANSWERED,
    NOT_ASKED,
    Condition,
    Instrument,
    Item,
    Missing,
)
from sop_core.types import (
    NO_ENTRIES,
    FrozenMap,
    InstrumentRef,
    ItemType,
    RecordRef,
    RecordStatus,
    frozen_mapping,
)

#: What stands for an item: a code, a text or a date; a number; yes or no; codes; or why there is none.
Answer = str | int | Decimal | bool | tuple[str, ...] | Missing


# A converter that names its types is made anew at every call where it is written FrozenMap[str, str].
def _answers(given: Mapping[str, Answer]) -> FrozenMap[str, Answer]:
    return FrozenMap(given)


def _groups(given: Mapping[str, str]) -> FrozenMap[str, str]:
    return FrozenMap(given)


@frozen
class Administration:
    """One sitting of one instrument: one respondent, one subject, one time.

    `respondent` and `subject` are the host's opaque tokens, both None where the instrument is
    anonymous. `scope` is one path of reporting groups, widest first; `groups` further groupings.
    `submitted_at` is a day (anonymous) or a full time with its offset, as it was written.
    """

    id: str
    instrument: InstrumentRef
    status: RecordStatus
    respondent: str | None
    subject: str | None
    scope: tuple[str, ...]
    cycle: str
    locale: str
    submitted_at: str
    answers: Mapping[str, Answer] = field(converter=_answers)
    groups: Mapping[str, str] = field(default=NO_ENTRIES, converter=_groups)
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)

    @property
    def day(self) -> str:
        """The day of `submitted_at`, in the offset that it was written in."""
        return self.submitted_at[:10]


def codes_of(item: Item, answer: Answer) -> tuple[str, ...]:
    """The codes that an answer holds: one, several, `true` or `false`, or none for other types."""
    if item.type is ItemType.CHOICES and isinstance(answer, tuple):
        return answer
    if item.type is ItemType.CHOICE and isinstance(answer, str):
        return (answer,)
    if item.type is ItemType.BOOLEAN and isinstance(answer, bool):
        return ("true" if answer else "false",)
    return ()


def is_asked(
    condition: Condition | None, known: Mapping[str, Answer], items: Mapping[str, Item]
) -> bool:
    """Whether an item is asked: no condition, or the earlier item's answer is among the codes.

    An earlier item that is missing, or was not asked itself, makes the condition false.
    """
    if condition is None:
        return True
    return any(
        code in condition.codes for code in codes_of(items[condition.item], known[condition.item])
    )


def known_answers(instrument: Instrument, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """What is known of every item, in order: its answer, or why there is none.

    A key that is absent is `not_answered`, a hidden item `not_asked`, and a code that enters a
    missing reason is that reason: hidden is not missing, and neither is zero (C-07).
    """
    items = instrument.items
    known: dict[str, Answer] = {}
    for item in items.values():
        if not is_asked(item.show_if, known, items):
            known[item.id] = NOT_ASKED
            continue
        answer = answers.get(item.id, NOT_ANSWERED)
        reason = instrument.reasons_of(item).get(answer) if isinstance(answer, str) else None
        known[item.id] = answer if reason is None else Missing(reason)
    return known

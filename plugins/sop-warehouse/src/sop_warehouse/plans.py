"""What an answer adds to each scale, as whole numbers that an engine can sum (DESIGN 3).

A score hangs on a few sums over the answered items. Each share is a fraction that the definition
fixes; over one denominator for the whole scale it is a whole number. The engine sums whole numbers,
and the fraction is formed once, in Python.

    num, den    numerator and denominator of mean, sum, percent_of_max and count
    low         the least of the answers (lowest), or of their negatives (highest)
    counts      how many items are answered, not applicable, declined, don't know; and how many of
                those with a show_if were asked
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil, lcm
from typing import Any

from attrs import evolve, field, frozen

from sop_core import Issue
from sop_core.errors import json_path, shown
from sop_core.instruments import Answer, Instrument, Item, Missing, Scale, read_answers
from sop_core.reporting import Outcome
from sop_core.types import ItemType, Method, MissingReason, RecordStatus

#: No sum of an engine comes to this: 64-bit integers hold it, with a bit to spare.
TOO_MUCH = 2**62

#: An answer as it stands in the table: its code, or its reason.
Cell = tuple[str | None, str | None]
#: What is known of the answers that were found: by item, by cell.
States = Mapping[str, Mapping[Cell, Answer]]

#: Types that have no rows: nothing counts them.
UNCOUNTED = (ItemType.TEXT, ItemType.DATE)
_EXTREMES = (Method.LOWEST, Method.HIGHEST)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,18})")
_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")


def text_of(answer: Answer) -> Cell:
    """How an answer stands in the table."""
    if isinstance(answer, Missing):
        return None, answer.reason.value
    if isinstance(answer, bool):
        return ("true" if answer else "false"), None
    if isinstance(answer, tuple):
        return " ".join(answer), None
    return (format(answer, "f") if isinstance(answer, Decimal) else str(answer)), None


def _raw(item: Item, code: str) -> object:
    """A code as a record's document would hold it; the text itself where it is nothing of the kind."""
    if item.type is ItemType.CHOICES:
        return code.split(" ")
    if item.type is ItemType.BOOLEAN:
        return {"true": True, "false": False}.get(code, code)
    if item.type is ItemType.INTEGER and _WHOLE.fullmatch(code) and code != "-0":
        return int(code)
    if item.type is ItemType.DECIMAL and _DECIMAL.fullmatch(code):
        return Decimal(code)
    return code


def read_cell(instrument: Instrument, item: Item, cell: Cell) -> Answer | tuple[Issue, ...]:
    """What stands for an item in a row, checked as a record's answer is; or what is wrong with it."""
    code, missing = cell
    if (code is None) == (missing is None):
        said = "neither a code nor a reason" if code is None else "both a code and a reason"
        return (
            Issue(
                "code_or_reason",
                json_path("answers", item.id),
                f"A row of item {shown(item.id)} holds {said}. An answer is one of the two.",
                fix="Write a code and leave missing null, or the other way round.",
                item=item.id,
            ),
        )
    raw: object = {"missing": missing} if code is None else _raw(item, code)
    alone = evolve(item, show_if=None, required=False)
    (section, *_) = instrument.sections
    only = evolve(instrument, sections=(evolve(section, items=(alone,)),), scales=())
    read = read_answers(only, {item.id: raw}, status=RecordStatus.DRAFT)
    return read.issues or read.known[item.id]


def issues_in(read: Answer | tuple[Issue, ...]) -> tuple[Issue, ...]:
    """What `read_cell` found wrong; () where it gave an answer."""
    several = read if isinstance(read, tuple) else ()
    return tuple(one for one in several if isinstance(one, Issue))


def codes_in(answer: Answer) -> tuple[str, ...]:
    """The codes that a condition can wait for: one, several, or true and false."""
    code, _ = text_of(answer)
    return answer if isinstance(answer, tuple) else () if code is None else (code,)


@frozen(eq=False)
class ScalePlan:
    """One scale over the answers that were found: its number, and what its sums are counted in."""

    number: int
    scale: Scale
    conditional: int
    unit: int = field(default=1)
    base_unit: int = field(default=1)

    def outcome(
        self,
        num: int,
        den: int,
        answered: int,
        not_applicable: int,
        declined: int,
        dont_know: int,
        asked: int,
        low: int | None = None,
    ) -> Outcome:
        """What sums of an engine come to; the fraction is formed here, and nowhere else."""
        not_asked = self.conditional - asked
        rest = answered + not_applicable + declined + dont_know + not_asked
        missing = (len(self.scale.items) - rest, not_applicable, declined, dont_know, not_asked)
        if low is not None and self.scale.method in _EXTREMES:
            num = low if self.scale.method is Method.LOWEST else -low
        over = Fraction(num, self.unit), Fraction(den, self.base_unit)
        score = self.scale.outcome(*over, answered, missing)
        return score.status, score.exact


@frozen
class Entry:
    """What one cell adds to one scale. `low` is None where it adds nothing to the least answer."""

    scale: int
    item: str
    cell: Cell
    num: int = 0
    den: int = 0
    low: int | None = None
    answered: int = 0
    not_applicable: int = 0
    declined: int = 0
    dont_know: int = 0
    asked: int = 0


def _share(instrument: Instrument, scale: Scale, item: str, answer: Answer) -> Fraction:
    row = next(row for row in instrument.rows[scale.id] if row.item == item)
    share = row.shares.get(answer)
    return Fraction(row.share(answer) if share is None else share)


def _bases(instrument: Instrument, scale: Scale) -> dict[str, Fraction]:
    return {row.item: Fraction(row.base) for row in instrument.rows[scale.id]}


def _children(instrument: Instrument, scale: Scale) -> dict[str, list[Item]]:
    """The scale's items that a show_if may hide, by the item that it looks at."""
    found: dict[str, list[Item]] = {}
    for name in scale.items:
        item = instrument.items[name]
        if item.show_if is not None:
            found.setdefault(item.show_if.item, []).append(item)
    return found


def plan_scale(
    instrument: Instrument, scale: Scale, states: States, number: int
) -> tuple[ScalePlan, list[Entry]]:
    """The whole numbers of a scale for every cell that was found; CallRefused is the caller's to raise."""
    shares = {
        (item, cell): _share(instrument, scale, item, answer)
        for item in scale.items
        for cell, answer in states.get(item, {}).items()
        if not isinstance(answer, Missing)
    }
    bases = _bases(instrument, scale)
    children = _children(instrument, scale)
    plan = ScalePlan(
        number,
        scale,
        sum(map(len, children.values())),
        lcm(*(share.denominator for share in shares.values())),
        lcm(*(base.denominator for base in bases.values())),
    )
    entries: list[Entry] = []
    for item in dict.fromkeys((*scale.items, *children)):
        for cell, answer in states.get(item, {}).items():
            entry = Entry(number, item, cell)
            if item in bases:
                share = shares.get((item, cell))
                entry = _counted(plan, entry, answer, share, bases[item])
            codes = codes_in(answer)
            asked = sum(
                any(code in child.show_if.codes for code in codes)
                for child in children.get(item, ())
                if child.show_if is not None
            )
            entry = evolve(entry, asked=asked)
            if entry != Entry(number, item, cell):
                entries.append(entry)
    return plan, entries


def _counted(
    plan: ScalePlan, entry: Entry, answer: Answer, share: Fraction | None, base: Fraction
) -> Entry:
    if isinstance(answer, Missing) or share is None:
        reason = answer.reason if isinstance(answer, Missing) else None
        return evolve(
            entry,
            not_applicable=int(reason is MissingReason.NOT_APPLICABLE),
            declined=int(reason is MissingReason.DECLINED),
            dont_know=int(reason is MissingReason.DONT_KNOW),
        )
    whole = int(share * plan.unit)
    entry = evolve(entry, answered=1, den=int(base * plan.base_unit))
    if plan.scale.method is Method.LOWEST:
        return evolve(entry, low=whole)
    if plan.scale.method is Method.HIGHEST:
        return evolve(entry, low=-whole)
    return evolve(entry, num=whole)


def beyond(instrument: Instrument, scale: Scale, entries: Iterable[Entry]) -> tuple[Issue, ...]:
    """Whether the sums of a scale may be too long for the whole numbers of an engine."""
    most: dict[str, int] = {}
    for entry in entries:
        size = max(abs(entry.num), abs(entry.den), abs(entry.low or 0))
        most[entry.item] = max(most.get(entry.item, 0), size)
    if sum(most.values()) < TOO_MUCH:
        return ()
    at = instrument.scales.index(scale)
    return (
        Issue(
            "beyond_the_engine",
            json_path("scales", at),
            f"Scale {shown(scale.id)} of {instrument.id} {instrument.version} adds up fractions whose common "
            "denominator is too long for an engine's whole numbers (64 bits). Rounded, its scores would no longer "
            "be exact.",
            fix="Tally these records with the core: sop.tally(records), or sop tally FILE.",
        ),
    )


def check_instrument(instrument: Instrument) -> tuple[Issue, ...]:
    """What an engine cannot count of an instrument, told from its definition; () if it counts all.

    Decimals are judged by what stands in the table, before anything is summed.
    """
    states = {item.id: dict(_possible(instrument, item)) for item in instrument.items.values()}
    found: list[Issue] = []
    for scale in instrument.scales:
        _, entries = plan_scale(instrument, scale, states, 0)
        found += beyond(instrument, scale, entries)
    return tuple(found)


def _possible(instrument: Instrument, item: Item) -> Iterator[tuple[Cell, Answer]]:
    """Answers that stand for all that an item can be given, as far as sizes and denominators go."""
    answers: list[Any] = []
    if item.type is ItemType.CHOICE:
        answers = list(instrument.values_of(item))
    elif item.type is ItemType.CHOICES:
        answers = [(code,) for code in instrument.values_of(item)]
    elif item.type is ItemType.BOOLEAN:
        answers = [False, True]
    elif item.type is ItemType.INTEGER and item.minimum is not None and item.maximum is not None:
        # A share is a line over the values: two neighbors show its denominators, the ends its size.
        low, high = ceil(item.minimum), int(item.maximum // 1)
        answers = sorted({low, min(low + 1, high), high})
    return ((text_of(answer), answer) for answer in answers)

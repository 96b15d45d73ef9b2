"""Reading the answers of a document: each one checked against its item, all complaints at once.

The same functions serve `accept`, `check` and `form.read`, so that they cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from attrs import field, frozen

from sop_core.errors import MOST_GUESSED, Issue, json_path, listed, nearest, shown
from sop_core.instruments.administration import Answer, is_asked
from sop_core.instruments.exact import from_number, write_exact
from sop_core.instruments.model import NOT_ANSWERED, NOT_ASKED, Condition, Instrument, Item, Missing
from sop_core.types import STATED_REASONS, ItemType, MissingReason, RecordStatus

#: The most characters of a free text where the item sets no `max_length` of its own.
MOST_TEXT = 4000

#: Records of these statuses may leave required items open.
OPEN_STATUSES = (RecordStatus.DRAFT, RecordStatus.ENTERED_IN_ERROR)


@frozen
class Complaint:
    """Why an answer cannot be used: the parts of an issue that do not depend on where it stands."""

    code: str
    message: str
    fix: str


@frozen
class ReadAnswers:
    """The answers that could be read, as they will be stored, and every complaint about the rest.

    `known` is what is known of every item, in order; complete where there is no complaint.
    """

    answers: Mapping[str, Answer]
    known: Mapping[str, Answer]
    issues: tuple[Issue, ...]
    hidden: tuple[str, ...] = field(default=())


def read_day(text: object) -> dt.date | None:
    """A day written `YYYY-MM-DD`, if it is one of the calendar; None for anything else."""
    # fromisoformat also reads 20261121 and 2026-W47-6, which other systems would not.
    if not (
        isinstance(text, str)
        and len(text) == len("2026-11-21")
        and text.isascii()
        and text[4] == "-"
    ):
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def reasons_allowed(instrument: Instrument, item: Item) -> tuple[MissingReason, ...]:
    """The reasons that an item takes: those its response set offers, and always `declined`."""
    offered = (*instrument.reasons_of(item).values(), MissingReason.DECLINED)
    return tuple(reason for reason in STATED_REASONS if reason in offered)


def _read_reason(
    instrument: Instrument, item: Item, raw: Mapping[str, object]
) -> Answer | Complaint:
    stated = raw.get("missing")
    allowed = reasons_allowed(instrument, item)
    if set(raw) != {"missing"}:
        return Complaint(
            "reason_not_allowed",
            f"{item.id!r} holds an object with {listed(map(shown, raw)) or 'nothing in it'}. An object says "
            "why there is no answer, and nothing else.",
            f'Write {{"missing": reason}} with one of: {listed(allowed)}.',
        )
    if stated == MissingReason.NOT_ANSWERED:
        return NOT_ANSWERED
    if stated in allowed:
        return Missing(MissingReason(str(stated)))
    if stated == MissingReason.NOT_ASKED:
        return Complaint(
            "reason_not_allowed",
            f"{item.id!r} is stated as not_asked. Whether an item was asked follows from show_if alone.",
            "Leave the item out of answers.",
        )
    return Complaint(
        "reason_not_allowed",
        f"{item.id!r} gives {shown(stated)} as the reason for having no answer. An item takes the "
        "reasons that its response set offers, and declined.",
        f'Write {{"missing": reason}} with one of: {listed(allowed)}.',
    )


def _read_code(instrument: Instrument, item: Item, raw: object) -> Answer | Complaint:
    reasons, values = instrument.reasons_of(item), instrument.values_of(item)
    if isinstance(raw, str) and raw in reasons:
        return Missing(reasons[raw])
    if isinstance(raw, str) and raw in values:
        return raw
    number = (
        " A number is not a code, even if it looks like one."
        if isinstance(raw, int | Decimal)
        else ""
    )
    return Complaint(
        "unknown_code",
        f"{item.id!r} is answered {shown(raw)}, which is no code of its response set "
        f"{item.response_set!r}.{number}",
        f"Use one of these strings: {listed((*values, *reasons))}.",
    )


def _read_codes(instrument: Instrument, item: Item, raw: object) -> Answer | Complaint:
    if not isinstance(raw, list | tuple) or not raw:
        return Complaint(
            "not_a_list_of_codes",
            f"{item.id!r} is answered {shown(raw)}. It takes several codes, as a list with at least one.",
            'Write a list such as ["a", "b"], or leave the item out if nothing was chosen.',
        )
    read = [_read_code(instrument, item, code) for code in raw]
    complaints = [one for one in read if isinstance(one, Complaint)]
    if complaints:
        return complaints[0]
    if len(read) == 1 and isinstance(read[0], Missing):
        return read[0]
    if len(set(raw)) != len(raw) or any(isinstance(one, Missing) for one in read):
        return Complaint(
            "codes_contradict",
            f"{item.id!r} holds {shown(', '.join(raw))}. Each code may stand once, and a reason for "
            "having no answer cannot stand beside an answer.",
            "Take out the repeated code, or the reason.",
        )
    return tuple(raw)


def _read_number(instrument: Instrument, item: Item, raw: object) -> Answer | Complaint:
    whole = item.type is ItemType.INTEGER
    kind = "a whole number" if whole else "a number"
    low, high = instrument.bounds(item) or (0, 0)
    span = f"from {write_exact(low)} to {write_exact(high)}"
    if isinstance(raw, bool) or not isinstance(raw, int if whole else int | Decimal):
        return Complaint(
            "not_a_number",
            f"{item.id!r} is answered {shown(raw)}. It takes {kind}, {span}, and nothing else is read as one.",
            f"Write {kind} without quotation marks.",
        )
    if not low <= from_number(raw) <= high:
        return Complaint(
            "out_of_range",
            f"{item.id!r} is answered {shown(raw)}, but goes {span}. The bounds are the instrument's own.",
            f"Write {kind} {span}.",
        )
    return raw


def _read_boolean(instrument: Instrument, item: Item, raw: object) -> Answer | Complaint:
    if isinstance(raw, bool):
        return raw
    return Complaint(
        "not_a_boolean",
        f"{item.id!r} is answered {shown(raw)}. It takes yes or no.",
        "Write true or false, without quotation marks.",
    )


def _read_text(instrument: Instrument, item: Item, raw: object) -> Answer | Complaint:
    most = item.max_length or MOST_TEXT
    if isinstance(raw, str) and 1 <= len(raw) <= most:
        return raw
    said = f"a text of {len(raw)} characters" if isinstance(raw, str) else shown(raw)
    return Complaint(
        "text_length" if isinstance(raw, str) else "not_a_text",
        f"{item.id!r} is answered with {said}. It takes a text of 1 to {most} characters.",
        "Leave the item out if there is nothing to say."
        if raw == ""
        else f"Write at most {most} characters.",
    )


def _read_date(instrument: Instrument, item: Item, raw: object) -> Answer | Complaint:
    if read_day(raw) is not None:
        return str(raw)
    return Complaint(
        "not_a_date",
        f"{item.id!r} is answered {shown(raw)}. It takes a day of the calendar.",
        "Write it as YYYY-MM-DD, such as 2026-11-21.",
    )


_READERS: Mapping[ItemType, Callable[[Instrument, Item, object], Answer | Complaint]] = {
    ItemType.CHOICE: _read_code,
    ItemType.CHOICES: _read_codes,
    ItemType.INTEGER: _read_number,
    ItemType.DECIMAL: _read_number,
    ItemType.BOOLEAN: _read_boolean,
    ItemType.TEXT: _read_text,
    ItemType.DATE: _read_date,
}


def read_answer(instrument: Instrument, item: Item, raw: object) -> Answer | Complaint:
    """One answer as it will be stored, or why it cannot be.

    A code that enters a missing reason becomes `Missing`: the record always stores the reason.
    """
    if isinstance(raw, Mapping):
        return _read_reason(instrument, item, raw)
    return _READERS[item.type](instrument, item, raw)


def _issue(item: str, complaint: Complaint) -> Issue:
    path = json_path("answers", item)
    return Issue(complaint.code, path, complaint.message, fix=complaint.fix, item=item)


def _unknown(instrument: Instrument, key: str, *, guess: bool) -> Issue:
    meant = nearest(key, instrument.items) if guess else ""
    return Issue(
        "unknown_item",
        json_path("answers", key),
        f"{shown(key)} is no item of {instrument.id} {instrument.version}. An answer that nobody asked "
        "for would be lost without a word.",
        fix=f"{meant}The items are {listed(instrument.items)}.",
    )


def _hidden(item: Item, condition: Condition) -> Complaint:
    return Complaint(
        "hidden_item_answered",
        f"{item.id!r} has an answer, but it is asked only if {condition.item!r} is answered "
        f"{listed(condition.codes)}. An item that was not asked has no answer.",
        "Leave the item out; form.read does so by itself.",
    )


def _required(item: Item, reasons: tuple[MissingReason, ...]) -> Complaint:
    return Complaint(
        "required",
        f"{item.id!r} has no answer, and it is required.",
        f'Answer it, or say why there is none: {{"missing": reason}} with one of {listed(reasons)}.',
    )


def read_answers(  # noqa: C901  one pass over the items, and each step may end it
    instrument: Instrument, raw: Mapping[str, object], *, status: object
) -> ReadAnswers:
    """Every answer of a document, read in the order of the instrument, with all complaints.

    Where an earlier answer cannot be read, whether a later item was asked is unknown, and nothing
    is said about that.
    """
    items = instrument.items
    unknown = [key for key in raw if key not in items]
    issues = [
        _unknown(instrument, key, guess=count < MOST_GUESSED) for count, key in enumerate(unknown)
    ]
    stored: dict[str, Answer] = {}
    known: dict[str, Answer] = {}
    hidden: list[str] = []
    for name, item in items.items():
        read: Answer | Complaint = NOT_ANSWERED
        if name in raw:
            read = read_answer(instrument, item, raw[name])
        condition = item.show_if
        if condition is not None:
            if condition.item not in known:
                # The earlier answer could not be read: whether this item was asked is unknown.
                if isinstance(read, Complaint):
                    issues.append(_issue(name, read))
                elif name in raw:
                    stored[name] = read
                continue
            if not is_asked(condition, known, items):
                known[name] = NOT_ASKED
                if read != NOT_ANSWERED:
                    hidden.append(name)
                    issues.append(_issue(name, _hidden(item, condition)))
                continue
        if isinstance(read, Complaint):
            issues.append(_issue(name, read))
            continue
        known[name] = read
        if name in raw:
            stored[name] = read
        if read == NOT_ANSWERED and item.required and status not in OPEN_STATUSES:
            issues.append(_issue(name, _required(item, reasons_allowed(instrument, item))))
    return ReadAnswers(stored, known, tuple(issues), tuple(hidden))

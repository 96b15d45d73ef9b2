"""The way in for answers that are sound: each is looked up in what was worked out once from the definition.

It takes only what `read_answers` takes without a complaint, and reads it alike; whatever else there
is, it leaves to `read_answers`, which says what is wrong. `tests/property` holds the two against
each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sop_core.instruments.administration import Answer, is_asked
from sop_core.instruments.answers import Complaint, read_answer
from sop_core.instruments.model import MISSING, NOT_ANSWERED, NOT_ASKED, Instrument, Item, Missing

#: Answers as they are stored, and what is known of every item, in order.
Taken = tuple[dict[str, Answer], dict[str, Answer]]


def take_answers(instrument: Instrument, raw: Mapping[str, Any], *, is_open: bool) -> Taken | None:
    """The answers of a document where nothing at all is wrong with them; None where something may be.

    `is_open` says that required items may be left out.
    """
    known: dict[str, Answer] = {}
    absent: set[str] = set()
    for name, codes, reasons, condition, item in instrument.steps:
        # JSON's null is no answer of any item: it is counted as absent, and then the sums differ.
        given = raw.get(name)
        answer: Answer | None
        if given is None:
            absent.add(name)
            if condition is not None and not is_asked(condition, known, instrument.items):
                known[name] = NOT_ASKED
                continue
            answer = NOT_ANSWERED
        elif type(given) is str and codes is not None:
            answer = codes.get(given)
        elif type(given) is dict:
            stated = given.get("missing")
            answer = reasons.get(stated) if type(stated) is str and len(given) == 1 else None
        else:
            answer = _read(instrument, item, given)
        if answer is None or (answer is NOT_ANSWERED and item.required and not is_open):
            return None
        if condition is not None and not is_asked(condition, known, instrument.items):
            return None
        known[name] = answer
    stored = known
    if absent:
        stored = {name: answer for name, answer in known.items() if name not in absent}
    # A key that is left over is no item.
    return (stored, known) if len(stored) == len(raw) else None


def _read(instrument: Instrument, item: Item, given: object) -> Answer | None:
    answer = read_answer(instrument, item, given)
    if isinstance(answer, Missing):
        return MISSING[answer.reason]
    return None if isinstance(answer, Complaint) else answer

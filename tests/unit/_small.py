"""Small made-up instruments, and what their scales come to."""

from __future__ import annotations

from typing import Any

from sop_core.documents import administration_of, instrument_of
from sop_core.instruments import Administration, Instrument, ScaleScore, read_answers, score

Document = dict[str, Any]
X = {"en": "x"}


def options(*values: Any) -> Document:
    """Options a, b, c, … of these values, and one for each reason: na, declined, unsure, blank."""
    reasons = {
        "na": "not_applicable", "declined": "declined", "unsure": "dont_know", "blank": "not_answered",
    }  # fmt: skip
    return {
        "options": [
            *(
                {"code": "abcdefghij"[at], "value": value, "label": X}
                for at, value in enumerate(values)
            ),
            *({"code": code, "missing": reason, "label": X} for code, reason in reasons.items()),
        ]
    }


def choice(name: str, response_set: str = "set", **fields: Any) -> Document:
    return {"id": name, "type": "choice", "text": X, "response_set": response_set, **fields}


def item(name: str, kind: str, **fields: Any) -> Document:
    return {"id": name, "type": kind, "text": X, **fields}


def scale(method: str, *items: str, **fields: Any) -> Document:
    """A scale named by its method, that needs one answer and is rounded half up to two places."""
    return {
        "id": method, "title": X, "items": list(items), "method": method, "min_answered": 1,
        "rounding": {"mode": "half_up", "places": 2}, **fields,
    }  # fmt: skip


def definition(
    *items: Document, scales: tuple[Document, ...] = (), sets: Document | None = None, **fields: Any
) -> Document:
    """An instrument with one section; its response set `set` has the values 1 to 5."""
    return {
        "$schema": "urn:sop:schema:instrument:1", "id": "small", "version": "1.0.0",
        "status": "active", "title": X, "respondent_role": "any", "source": "x", "rights": "x",
        "response_sets": {"set": options(1, 2, 3, 4, 5), **(sets or {})},
        "sections": [{"id": "s", "title": X, "items": list(items)}], "scales": list(scales), **fields,
    }  # fmt: skip


def instrument(*items: Document, **fields: Any) -> Instrument:
    return instrument_of(definition(*items, **fields))


def administration(known: Instrument, **answers: Any) -> Administration:
    """A complete record of these answers, which have to be sound."""
    read = read_answers(known, answers, status="complete")
    assert [str(issue) for issue in read.issues] == []
    blank = {
        "id": "r", "status": "complete", "respondent": None, "subject": None, "scope": [],
        "cycle": "c", "locale": "en", "submitted_at": "2026-11-21T09:00:00Z",
    }  # fmt: skip
    return administration_of(blank, known, read.answers)


def scores(
    *items: Document, scales: tuple[Document, ...], sets: Document | None = None, **answers: Any
):
    """What the scales come to, by their ids."""
    known = instrument(*items, scales=scales, sets=sets)
    return score(known, administration(known, **answers)).scales


def one(
    *items: Document, scale: Document, sets: Document | None = None, **answers: Any
) -> ScaleScore:
    """What the one scale comes to."""
    (found,) = scores(*items, scales=(scale,), sets=sets, **answers).values()
    return found

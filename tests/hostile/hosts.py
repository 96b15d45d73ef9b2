"""The instruments that the hostile inputs are aimed at, and a sound record of each."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from sop_core import Sop

Document = dict[str, Any]
EN = {"en": "Something to read"}

OPTIONS = [
    {"code": "1", "value": 1, "label": EN},
    {"code": "2", "value": 2, "label": EN},
    {"code": "3", "value": 3, "label": EN},
    {"code": "na", "missing": "not_applicable", "label": EN},
]
ITEMS = [
    {"id": "q01", "type": "choice", "text": EN, "response_set": "three", "required": True},
    {"id": "q02", "type": "choices", "text": EN, "response_set": "three"},
    {"id": "q03", "type": "integer", "text": EN, "minimum": 0, "maximum": 10},
    {"id": "q04", "type": "decimal", "text": EN, "minimum": 0, "maximum": "21/2"},
    {"id": "q05", "type": "boolean", "text": EN},
    {"id": "q06", "type": "text", "text": EN, "max_length": 20},
    {"id": "q07", "type": "date", "text": EN},
    {"id": "q08", "type": "choice", "text": EN, "response_set": "three",
     "show_if": {"item": "q01", "in": ["3"]}},
]  # fmt: skip
INSTRUMENT: Document = {
    "$schema": "urn:sop:schema:instrument:1", "id": "target", "version": "1.0.0", "status": "active",
    "title": EN, "respondent_role": "worker", "source": "made up for a test", "rights": "none",
    "response_sets": {"three": {"options": OPTIONS}},
    "sections": [{"id": "s", "title": EN, "items": ITEMS}],
    "scales": [
        {"id": "mean", "title": EN, "items": ["q01", "q08"], "method": "mean", "min_answered": 1,
         "rounding": {"mode": "half_up", "places": 2}},
        {"id": "sum", "title": EN, "items": ["q01", "q03"], "method": "sum", "min_answered": 1,
         "rounding": {"mode": "half_up", "places": 0}},
    ],
}  # fmt: skip
ANONYMOUS: Document = {**INSTRUMENT, "id": "nobody", "anonymous": True}

RECORD: Document = {
    "$schema": "urn:sop:schema:administration:1", "id": "r-1",
    "instrument": {"id": "target", "version": "1.0.0"}, "status": "complete",
    "respondent": "u-1", "subject": None, "scope": ["county-07", "north"], "groups": {},
    "cycle": "2026-Q4", "locale": "en", "submitted_at": "2026-11-21T14:05:00-08:00",
    "answers": {"q01": "1", "q02": ["1", "2"], "q03": 4, "q04": 2, "q05": True, "q06": "said",
                "q07": "2026-11-20"},
}  # fmt: skip
NOBODYS: Document = {
    **RECORD,
    "instrument": {"id": "nobody", "version": "1.0.0"},
    "respondent": None,
    "submitted_at": "2026-11-21",
}

SOP = Sop.load(plugins=False, definitions=[INSTRUMENT, ANONYMOUS])


def record(**changed: Any) -> Document:
    """The sound record with other fields."""
    return {**deepcopy(RECORD), **changed}


def answers(**changed: Any) -> Document:
    """The sound record with other answers."""
    return record(answers={**deepcopy(RECORD["answers"]), **changed})


def nobodys(**changed: Any) -> Document:
    """The sound anonymous record with other fields."""
    return {**deepcopy(NOBODYS), **changed}


def text(document: Document | None = None, *, put: str = "", in_place_of: str = "") -> str:
    """A record as JSON, with one piece of the text exchanged for something that no writer would write."""
    written = json.dumps(document or RECORD)
    assert not in_place_of or in_place_of in written
    return written.replace(in_place_of, put, 1) if in_place_of else written


def instrument(change: Any = None, **fields: Any) -> Document:
    """The instrument's document, with fields exchanged or changed by a function."""
    document = {**deepcopy(INSTRUMENT), "id": "hostile", **fields}
    if change is not None:
        change(document)
    return document

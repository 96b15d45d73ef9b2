"""Whether a group's line of a tally is of its schema's shape, at once: a state's tally has thousands.

As in `quick`: it says yes only to what the schema says yes to, and leaves the rest to jsonschema,
which explains. `tests/property` holds the two against each other.
"""

from __future__ import annotations

import re
from typing import Any

from sop_core.documents.quick import all_ids

_URN = "urn:sop:schema:tally-group:1"
_REQUIRED = frozenset(
    ["$schema", "scope", "instrument", "scoring", "cycle", "groups", "n", "items", "scales"]
)
_ITEM, _ITEM_LEAST = frozenset({"codes", "missing", "answered"}), frozenset({"codes", "missing"})
_REASONS = frozenset({"not_answered", "not_applicable", "declined", "dont_know", "not_asked"})
_VALUED, _UNVALUED = ("scored", "prorated"), ("insufficient", "not_applicable")
_STATUSES = frozenset((*_VALUED, *_UNVALUED))
_MOST, _MOST_ITEMS, _MOST_SCALES, _MOST_CODES = 10**15, 2_000, 100, 20_000
_MOST_SCOPE, _MOST_GROUPS = 12, 20

_digest = re.compile(r"sha256:[0-9a-f]{64}").fullmatch
_exact = re.compile(r"-?[0-9]{1,120}(?:/[1-9][0-9]{0,119})?").fullmatch


def _count(value: Any, least: int = 1) -> bool:
    return type(value) is int and least <= value <= _MOST


def _counts(value: Any) -> bool:
    return type(value) is dict and len(value) <= _MOST_CODES and all(map(_count, value.values()))


def _item(value: Any) -> bool:
    if type(value) is not dict or not _ITEM_LEAST <= value.keys() <= _ITEM:
        return False
    codes, missing = value["codes"], value["missing"]
    return bool(
        _counts(codes)
        and all_ids(codes)
        and _counts(missing)
        and missing.keys() <= _REASONS
        and _count(value.get("answered", 0), 0)
    )


def _scale(value: Any) -> bool:
    if type(value) is not dict or not value.keys() <= _STATUSES:
        return False
    valued = [value[status] for status in _VALUED if status in value]
    return all(_count(value[status]) for status in _UNVALUED if status in value) and all(
        _counts(scores) and len(scores) > 0 and all(map(_exact, scores)) for scores in valued
    )


def is_sound_group(document: dict[str, Any]) -> bool:
    """Whether a line that stands whole is surely as the schema of a tally's group says."""
    if document.keys() != _REQUIRED or document["$schema"] != _URN:
        return False
    scope, groups, items = document["scope"], document["groups"], document["items"]
    scales, scoring = document["scales"], document["scoring"]
    if not (type(scope) is list and type(groups) is type(items) is type(scales) is dict):
        return False
    return bool(
        type(scoring) is str
        and _digest(scoring)
        and _count(document["n"])
        and len(scope) <= _MOST_SCOPE
        and len(groups) <= _MOST_GROUPS
        and len(items) <= _MOST_ITEMS
        and len(scales) <= _MOST_SCALES
        and all_ids([document["instrument"], document["cycle"], *scope, *groups, *groups.values()])
        and all_ids(items)
        and all_ids(scales)
        and all(map(_item, items.values()))
        and all(map(_scale, scales.values()))
    )

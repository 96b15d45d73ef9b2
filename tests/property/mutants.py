"""Many documents that are nearly one another, quickly: near misses of a record, as values and as bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

STRANGE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2.5, 1e3, 10**20, -0.0, "", "1", "5", "na", "x y", "id\n", "é", "true", "2026-11-21",
    [], ["1"], ["1", "1"], [[]], [1.5], {}, {"missing": "declined"}, {"missing": "not_applicable"},
    {"missing": "not_answered"}, {"missing": "not_asked"}, {"missing": None}, {"missing": []},
    {"missing": "declined", "why": "x"}, {"missing": {"missing": "declined"}},
)  # fmt: skip

# Two ways to write the same bytes a little wrong, or only otherwise.
SWAPS: tuple[tuple[str, str], ...] = (
    ('":', '" :'), ('":', '"\n:'), ('":', '":1,"zz":'), (",", ", "), ('"', '"\\u0000'), ('"', '"\\":'), ('"', '"\\ud800'),
    ("e", "\\u0065"), ("}", ',"id":"x"}'), ("}", "},"), ("1", "1.0"), ("1", "-0"), ("1", "1e0"), ("1", "01"),
    ('"complete"', '"amended"'), ('"id":', '"id":"other","id":'), ('"status":', '"status":"draft","status":'),
    ("1", "NaN"), ("{", "{" * 40), ("[", "[" * 40), ('"', '"\u00e9'), ("{", "\ufeff{"),
)  # fmt: skip


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        if value:
            yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


def _changed(document: dict[str, Any], draw: Random) -> dict[str, Any]:
    """The document with a field taken out, added, renamed or given another value."""
    changed = deepcopy(document)
    # Half of the changes are made to the answers, where most of the rules are.
    answers = list(_holders(changed.get("answers"))) if draw.random() < 0.5 else []
    holder = draw.choice(answers or list(_holders(changed)))
    keys = list(holder) if isinstance(holder, dict) else range(len(holder))
    key = draw.choice(list(keys))
    how = draw.random()
    if how < 0.2:
        del holder[key]
    elif how < 0.3 and isinstance(holder, dict):
        holder[draw.choice(("q", "x y", "extensions", "supersedes", f"{key}\n"))] = holder.pop(key)
    elif how < 0.4 and isinstance(holder, dict):
        holder[draw.choice(("added", "extensions"))] = draw.choice(STRANGE)
    elif how < 0.7 and isinstance(holder, dict):
        # What another field holds: often of the right type, and sometimes right.
        holder[key] = deepcopy(draw.choice(list(holder.values())))
    else:
        holder[key] = deepcopy(draw.choice(STRANGE))
    return changed


def near_bytes(document: dict[str, Any], draw: Random) -> bytes:
    """The bytes of a document with nothing, one thing or several things changed, and not always as JSON."""
    for _ in range(draw.choice((0, 1, 1, 1, 2, 3))):
        document = _changed(document, draw)
    separators = draw.choice(((",", ":"), (", ", ": ")))
    text = json.dumps(document, separators=separators, ensure_ascii=draw.random() < 0.5)
    if draw.random() < 0.5:
        old, new = draw.choice(SWAPS)
        pieces = text.split(old)
        at = draw.randrange(len(pieces))
        text = old.join(pieces[:at]) + (new if at else "") + old.join(pieces[at:])
    return text.encode("utf-8", "surrogatepass")

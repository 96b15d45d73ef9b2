"""Records of a case, and how little is said of what stands in them.

What names a child or a case belongs to the family's file, which the law opens to a closed list of people
(WIC 827, B-39). So a refusal, a log or an event repeats nothing that a person wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from sop_core.errors import Issue, json_path, shown

#: The kinds of records that belong to a case, by the names of their schemas. Whatever treats them apart
#: (events, refusals, the gate, the reader) looks here.
CASE_RECORDS = frozenset({"field-record", "statement"})
#: What such a record carries as its mark.
MARK = "case_record"


def discreet(value: object) -> str:
    """A value by its kind alone, and a text by its length too: what looks like an id may be a child's name."""
    if isinstance(value, str):
        return f"a text of {len(value):,} {'character' if len(value) == 1 else 'characters'}"
    if value is None or isinstance(value, bool | dict | list | tuple):
        return shown(value)
    return "a number" if isinstance(value, Decimal | int | float) else "a value of another kind"


def check_twice(named: Iterable[tuple[tuple[str | int, ...], str]], what: str) -> Iterator[Issue]:
    """An issue for each id that stands a second time, by the two places; `named` is (place, id) in document order."""
    first: dict[str, tuple[str | int, ...]] = {}
    for place, id_ in named:
        if first.setdefault(id_, place) != place:
            yield Issue(
                "not_unique",
                json_path(*place),
                f"What stands here already stands at {json_path(*first[id_])}, as {what}. Each stands once, so that "
                "whatever refers to it can mean only one.",
                fix="Give one of the two another id, or take it out.",
            )

"""Records of a case, and how little is said of what stands in them.

What names a child or a case belongs to the family's file, which the law opens to a closed list of people
(WIC 827, B-39). So a refusal, a log or an event repeats nothing that a person wrote.
"""

from __future__ import annotations

from decimal import Decimal

from sop_core.errors import shown
from sop_core.types import is_id

#: The kinds of records that belong to a case, by the names of their schemas. Whatever treats them apart
#: (events, refusals, the gate, the reader) looks here.
CASE_RECORDS = frozenset({"field-record", "statement"})
#: What such a record carries as its mark.
MARK = "case_record"


def discreet(value: object) -> str:
    """An id as it stands; anything else by its kind alone, since it may be somebody's words."""
    if isinstance(value, str):
        return shown(value) if is_id(value) else f"a text of {len(value):,} characters"
    return (
        "a number"
        if isinstance(value, Decimal | int) and not isinstance(value, bool)
        else shown(value)
    )

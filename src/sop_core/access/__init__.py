"""Who may see one person's record, for which purpose: one table, and what its gate gives. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.access.disclosing import Disclosure, opened, page_of
    from sop_core.access.facts import Facts, Under
    from sop_core.access.record_rules import check_disclosure
    from sop_core.access.records import DisclosureRecord
    from sop_core.access.refusing import refusals
    from sop_core.access.rows import KINDS, ROWS, Party, Purpose, Row

__all__ = [
    "KINDS",
    "ROWS",
    "Disclosure",
    "DisclosureRecord",
    "Facts",
    "Party",
    "Purpose",
    "Row",
    "Under",
    "check_disclosure",
    "opened",
    "page_of",
    "refusals",
]

__getattr__ = table(
    __name__,
    {
        "disclosing": "Disclosure opened page_of",
        "record_rules": "check_disclosure",
        "records": "DisclosureRecord",
        "facts": "Facts Under",
        "refusing": "refusals",
        "rows": "KINDS ROWS Party Purpose Row",
    },
)

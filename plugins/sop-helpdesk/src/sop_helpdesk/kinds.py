"""To which further groups a family's answers belong, such as the caseload of its case: the agency's choice (S0-12).

What is kept of a case is its value of the groupings that `SOP["parts"]` allows in reports, and nothing else of it. A
family is told, before it answers, by which groupings its answers are kept.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from helpdesk.models import Ticket

from sop_core.reporting.cells import OTHER
from sop_helpdesk.conf import conf

log = logging.getLogger("sop_helpdesk")

#: What a record may hold as a group's name, as scopes have it.
_VALUE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def kinds_of(ticket: Ticket) -> Mapping[str, str] | None:
    """The case's value of each grouping of reports; None where the agency's own function failed.

    What it does not name, or what no record may hold, is left out: such answers are in the part `_other`.
    """
    ask = conf().family_groups
    if ask is None:
        return {}
    try:
        said = dict(ask(ticket))
    except Exception as error:  # noqa: BLE001
        # Of which case, and what stands in it, is nobody's to read in a log.
        log.error("SOP['family_groups'] failed: %s", type(error).__name__)
        return None
    names = [one["id"] for one in conf().parts.get("groupings", ())]
    return {name: said[name] for name in names if name in said and _fits(said[name])}


def parts_of(ticket: Ticket) -> list[tuple[str, str]]:
    """Each grouping of reports with the part that the case's answers are in; none where the function failed."""
    found = kinds_of(ticket)
    if found is None:
        return []
    return [
        (one["id"], _part(one, found.get(one["id"], OTHER)))
        for one in conf().parts.get("groupings", ())
    ]


def _part(grouping: Mapping[str, Any], value: str) -> str:
    """The value, or `_other` where another one is singled out."""
    return value if grouping.get("value") in (None, value) else OTHER


def _fits(value: object) -> bool:
    return isinstance(value, str) and _VALUE.fullmatch(value) is not None

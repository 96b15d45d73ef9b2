"""Records that build on each other, in a few letters."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from sop_core import digest
from sop_core.instruments import Administration, current_view
from sop_core.types import RecordRef, RecordStatus
from tests.unit._small import administration, choice, instrument

SMALL = instrument(choice("q1"))
STATUSES = {"d": "draft", "c": "complete", "a": "amended", "v": "entered_in_error"}


def made(id_: str, status: str, on: Administration | None = None, **fields: Any) -> Administration:
    """A record; `status` is one letter of STATUSES, `on` the record that it supersedes."""
    back = None if on is None else RecordRef(on.id, digest(on))
    plain = administration(SMALL, q1="a")
    return evolve(
        plain, **{"id": id_, "status": RecordStatus(STATUSES[status]), "supersedes": back, **fields}
    )


def seen(records) -> dict[str, str]:
    """What became of each record, by id: `in force`, `unsettled`, or the reason and who decided it."""
    view = current_view(records, digest=digest)
    places = {one.id: "in force" for one in view.in_force}
    places |= {one.id: "unsettled" for one in view.unsettled}
    for one in view.left_out:
        places[one.record.id] = f"{one.reason} {one.by}" if one.by else one.reason.value
    return places


def codes(records) -> list[tuple[str, str]]:
    """The issues of a view: code and path."""
    found = current_view(records, digest=digest).issues
    return [(issue.code, issue.path) for issue in found]

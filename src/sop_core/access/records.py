"""What is kept of a disclosure, for a host's access log: who, what, for which purpose, on which day.

It names records by id and digest alone: never an answer, a score or a text. The event of a decision
tells still less: neither who nor whose nor what for, since who looks at their own page, and how often,
is nobody's measure (S2-18).
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from sop_core.types import NO_ENTRIES, RecordRef, frozen_mapping


@frozen(kw_only=True)
class DisclosureRecord:
    """One decision of the gate: `viewer` asked to see `record`, beside `earlier` ones, for `purpose`.

    `kind` is the records' schema name, `day` the county's day. The id is made of all the rest, so
    that the same decision on the same day is one entry. It opens nothing: a Disclosure does.
    """

    id: str
    kind: str
    record: RecordRef
    viewer: str
    purpose: str
    day: str
    granted: bool
    earlier: tuple[RecordRef, ...] = ()
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)

"""What a host may tell the world of an accepted record: that it was, and nothing that is in it.

CloudEvents 1.0. The id is made of the record's id, never of its content: a digest of answers could
be found out by trying them all.
"""

from __future__ import annotations

from typing import Any

from sop_core.instruments import Administration
from sop_core.types import RecordStatus

#: One event, a CloudEvents 1.0 object ready to be written as JSON.
Event = dict[str, Any]


def events_of(record: Administration, *, anonymous: bool) -> tuple[Event, ...]:
    """The events of an administration: none for a draft, and none for a single anonymous one.

    The time at which a parent answered, seen beside a visit, would say who answered (S0-12).
    """
    if anonymous or record.status is RecordStatus.DRAFT:
        return ()
    kind, status, ref = "administration", record.status.value, record.instrument
    data = {
        "kind": kind,
        "record": record.id,
        "schema": "urn:sop:schema:administration:1",
        "status": status,
        "day": record.day,
        "instrument": {
            "id": ref.id,
            "version": ref.version,
            "digest": ref.digest,
            "scoring": ref.scoring,
        },
    }
    event = {
        "specversion": "1.0",
        "id": f"{kind}.{record.id}.{status}",
        "source": "urn:sop_core",
        "type": f"sop.{kind}.{status}",
        "datacontenttype": "application/json",
        "dataschema": "urn:sop:schema:event:1",
        "data": data,
    }
    return (event,)

"""What a host may tell the world of an accepted record: that it was, and nothing that is in it.

CloudEvents 1.0. The id is made of the record's id, never of its content: a digest of answers could
be found out by trying them all.
"""

from __future__ import annotations

from typing import Any

from sop_core.access import DisclosureRecord
from sop_core.instruments import Administration
from sop_core.types import Record, RecordStatus

#: One event, a CloudEvents 1.0 object ready to be written as JSON.
Event = dict[str, Any]


def events_of(record: Administration, *, anonymous: bool) -> tuple[Event, ...]:
    """The events of an administration: none for a draft, and none for a single anonymous one.

    The time at which a parent answered, seen beside a visit, would say who answered (S0-12).
    """
    if anonymous or record.status is RecordStatus.DRAFT:
        return ()
    ref = record.instrument
    named = {"id": ref.id, "version": ref.version, "digest": ref.digest, "scoring": ref.scoring}
    return (_event("administration", record, record.day, instrument=named),)


#: Records of which no event tells: that a safety concern went unaddressed is for those who were told.
SILENT = frozenset({"exception"})


def coaching_events_of(record: Record) -> tuple[Event, ...]:
    """The events of a record of coaching: that it was accepted, of which kind and on which day.

    Nothing else leaves: no token, level, count or word (S2-15, S2-18). A draft has none.
    """
    if record.status is RecordStatus.DRAFT or record.KIND in SILENT:
        return ()
    return (_event(record.KIND, record, record.made_at[:10]),)


def disclosure_events_of(entry: DisclosureRecord | None, day: str) -> tuple[Event, ...]:
    """That a person's record was asked for, on which day, and whether it was shown; never whose, nor who asked.

    The id is that of the entry in the host's own access log, where the rest stands: an auditor who may see
    both can tell whether one is missing. One decision on one day has one id, so that nobody counts how often
    somebody looks (S2-18). Neither kind nor purpose is told: they would say who is coached, and that a safety
    concern went unaddressed. A refusal without an entry says that there was one that day.
    """
    granted = entry is not None and entry.granted
    id_ = f"unnamed.{day}" if entry is None else entry.id
    data = {
        "kind": "disclosure",
        "record": id_,
        "schema": "urn:sop:schema:disclosure:1",
        "status": RecordStatus.COMPLETE.value,
        "day": day,
    }
    return (_enveloped("disclosure", id_, "granted" if granted else "refused", data),)


def _event(kind: str, record: Administration | Record, day: str, **more: Any) -> Event:
    status = record.status.value
    data = {
        "kind": kind,
        "record": record.id,
        "schema": f"urn:sop:schema:{kind}:1",
        "status": status,
        "day": day,
        **more,
    }
    return _enveloped(kind, record.id, status, data)


def _enveloped(kind: str, id_: str, what: str, data: dict[str, Any]) -> Event:
    return {
        "specversion": "1.0",
        "id": f"{kind}.{id_}.{what}",
        "source": "urn:sop_core",
        "type": f"sop.{kind}.{what}",
        "datacontenttype": "application/json",
        "dataschema": "urn:sop:schema:event:1",
        "data": data,
    }

"""The outbox: events leave in order, at least once, and keep their ids.

An event is written in the transaction of its record, so neither exists without the other. Delivery
takes the oldest one that waits and commits its mark only when the sink has returned. A sink that
fails stops the delivery: nothing overtakes the failed event, and the next try begins with it. A
crash between the sink and the commit sends the event again, with the same id: receivers keep the
first of each id.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO

from django.db import connection, transaction
from django.utils import timezone

from sop_core import to_json
from sop_helpdesk.models import Outbox

try:
    import fcntl
except ImportError:  # Windows: one deliverer at a time is then the county's to see to
    fcntl = None  # type: ignore[assignment]

#: Takes one event as a line of JSON; returns when it is safe, raises when it is not.
Sink = Callable[[str], None]

# Any number that nobody else in this database takes for an advisory lock.
_ORDER_LOCK = 0x50_0B_07_05


def put(events: Iterable[object]) -> None:
    """Add a receipt's events, inside the caller's transaction.

    On PostgreSQL numbers are given out before transactions commit, and a later number could be seen
    first. The lock, held until the caller's commit, makes the order of numbers that of commits.
    SQLite has one writer at a time, so needs none.
    """
    rows = list(events)
    if rows and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ORDER_LOCK])
    for line in map(to_json, rows):
        Outbox.objects.create(
            event_id=json.loads(line)["id"], event=line, created=timezone.localdate()
        )


def deliver(sink: Sink) -> int:
    """Send what waits, oldest first, and say how many went out; what the sink raises goes through."""
    sent = 0
    while (row := Outbox.objects.filter(delivered_at=None).order_by("id").first()) is not None:
        sent += _deliver_one(row, sink)
    return sent


def _deliver_one(row: Outbox, sink: Sink) -> bool:
    """Send one event; False where another deliverer was faster.

    The mark is written first and committed last. It keeps a second deliverer waiting while the sink
    works, and goes back with the transaction if the sink raises or the process dies.
    """
    with transaction.atomic(durable=True):
        mine = Outbox.objects.filter(pk=row.pk, delivered_at=None)
        if not mine.update(delivered_at=timezone.now()):
            return False
        sink(row.event)
    return True


class JsonLines:
    """A sink that appends to a JSON Lines file and returns once the line is on the disk."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def __call__(self, line: str) -> None:
        """Append one line. Half a line that a crash left behind is cut off: its event comes again."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab+") as file:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX)
            _cut_half_line(file)
            file.write(line.encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())


def _cut_half_line(file: BinaryIO) -> None:
    end = file.seek(0, os.SEEK_END)
    if not end:
        return
    file.seek(end - 1)
    if file.read(1) == b"\n":
        return
    file.seek(0)
    file.truncate(file.read().rfind(b"\n") + 1)

"""`manage.py sop_deliver`: send the events that wait in the outbox."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from sop_helpdesk.conf import conf
from sop_helpdesk.outbox import JsonLines, deliver


class Command(BaseCommand):
    """Deliver the outbox to a JSON Lines file, once or for as long as the process lives."""

    help = "Delivers waiting SOP events, in order and at least once, to a JSON Lines file."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--once` is what happens when neither is given."""
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="deliver what waits, then end")
        how.add_argument("--loop", action="store_true", help="keep delivering until a signal")
        parser.add_argument("--to", metavar="FILE", help="the file; default: SOP['events']")
        parser.add_argument("--every", type=float, default=2.0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run; a failed delivery ends `--once` with exit code 1, and is tried again by `--loop`."""
        path = options["to"] or conf().events
        if not path:
            raise CommandError(
                "No file to deliver to. Give one with --to FILE, or set SOP = {'events': FILE}."
            )
        sink = JsonLines(path)
        if options["loop"]:
            self._loop(sink, options["every"])
            return
        try:
            sent = deliver(sink)
        except Exception as error:
            raise CommandError(f"Stopped, nothing is lost, run it again: {error}") from error
        self.stdout.write(f"{sent} delivered to {path}")

    def _loop(self, sink: JsonLines, every: float) -> None:
        ended = threading.Event()

        def end(signum: int, frame: FrameType | None) -> None:
            ended.set()

        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, end)
        while not ended.is_set():
            close_old_connections()
            try:
                deliver(sink)
            except Exception as error:
                self.stderr.write(f"Not delivered, trying again: {error}")
            ended.wait(every)

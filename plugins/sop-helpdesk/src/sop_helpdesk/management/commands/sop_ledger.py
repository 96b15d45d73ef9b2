"""`sop_ledger`: the ledger of the tables as a file, for `sop audit` and for a copy that is kept elsewhere."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sop_core.documents import ledger_lines
from sop_helpdesk.releases.ledger import LedgerChanged, read


class Command(BaseCommand):
    """Write it as `sop release --ledger` would; refused where the tables are not as they were written."""

    help = (
        "Writes the ledger of what was released, in lines: manage.py sop_ledger > releases.ledger"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """All of it, or nothing."""
        try:
            held = read()
        except LedgerChanged as changed:
            raise CommandError(str(changed)) from None
        self.stdout.write(b"".join(ledger_lines(held)).decode(), ending="")

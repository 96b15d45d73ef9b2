"""`sop_forget`, nightly: closed links and old reasons go, and anonymous records lie in no order."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from sop_helpdesk import links
from sop_helpdesk.models import SopRecord
from sop_helpdesk.releases import reasons


class Command(BaseCommand):
    """Forget what a database remembers by itself (S0-12).

    A row's place in its table, or the number of its transaction, tells anyone who may ask the
    database in SQL between which records with a time of day an anonymous one came. Once a day is
    over, its anonymous records are laid down anew, shuffled, in one transaction.
    """

    help = (
        "Deletes family links that are over and reasons of group results that are old, and shuffles the anonymous "
        "records of past days."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """`--days`: how far back; longer than the longest time in which this was not run."""
        parser.add_argument("--days", type=int, default=35, metavar="N")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do all three; each is all or nothing."""
        gone = links.forget()
        old = reasons.forget()
        moved = shuffle(options["days"])
        self.stdout.write(
            f"{gone} links forgotten, {old} reasons forgotten, {moved} anonymous records shuffled"
        )


@transaction.atomic
def shuffle(days: int) -> int:
    """Lay the anonymous records of the past days down anew, unchanged, in a random order."""
    today = timezone.localdate()
    anonymous = SopRecord.objects.filter(
        kind="administration", ticket=None, day__lt=today, day__gte=today - dt.timedelta(days=days)
    )
    rows = list(anonymous.select_for_update())
    random.SystemRandom().shuffle(rows)
    if anonymous.delete()[0] != len(rows):
        raise CommandError("The records changed meanwhile. Nothing was done; run it again.")
    SopRecord.objects.bulk_create(rows, batch_size=500)
    return len(rows)

"""`sop_helped --quarter 2026-Q3`: which prompts helped, for whoever writes them; never who said so."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from sop_core import CallRefused
from sop_core.documents import value_of
from sop_core.prompts import Feedback, which_helped
from sop_helpdesk.models import SopRecord


class Command(BaseCommand):
    """Tell of a calendar quarter that is over: quarters do not overlap, so no two tellings differ by one person."""

    help = (
        "Which prompts helped, over a calendar quarter; withheld where few people said something."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """`--quarter`: such as 2026-Q3."""
        parser.add_argument("--quarter", required=True, metavar="YEAR-Qn")

    def handle(self, *args: Any, **options: Any) -> None:
        """A line for each prompt on which anybody said something."""
        found = re.fullmatch(r"([0-9]{4})-Q([1-4])", options["quarter"])
        if not found:
            raise CommandError(
                "A quarter is written as a year, -Q and a number from 1 to 4: 2026-Q3."
            )
        year, quarter = int(found[1]), int(found[2])
        first = dt.date(year, 3 * quarter - 2, 1)
        after = dt.date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
        rows = SopRecord.objects.filter(kind="feedback", day__gte=first, day__lt=after)
        feedback = [value_of(json.loads(one), Feedback) for one in rows.values_list("document", flat=True)]  # fmt: skip
        try:
            told = which_helped(
                feedback, first=first, last=after - dt.timedelta(days=1), on=timezone.localdate()
            )
        except CallRefused as refused:
            raise CommandError(str(refused)) from None
        for row in told:
            counts = ", ".join(f"{outcome} {n}" for outcome, n in row.outcomes.items())
            self.stdout.write(f"{row.prompt}: {counts or 'not told'}")

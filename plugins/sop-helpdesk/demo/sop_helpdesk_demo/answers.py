"""Made-up answers of the cycle that is over, so that there are results of groups to ask for. Made once."""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from sop_core import Form, to_json
from sop_helpdesk import adapter
from sop_helpdesk.conf import conf
from sop_helpdesk.models import SopRecord

#: How many of each unit answered: some groups are large enough to be shown, and some are not.
STAFF = {"families": 9, "north": 14, "south": 12, "valley": 5}
PARENTS = {"families": 21, "north": 17, "south": 13, "valley": 12}
FORMS = (("social_worker_assessment", STAFF), ("parent_guardian_survey", PARENTS))


@transaction.atomic
def answer() -> int:
    """Keep the answers where there are none of that cycle, and say how many; no event is told of them."""
    today = timezone.localdate()
    days = (today - dt.timedelta(days) for days in range(1, 400))
    day = next(day for day in days if conf().cycle(day) != conf().cycle(today))
    if SopRecord.objects.filter(kind="administration", day=day).exists():
        return 0
    chance = random.Random(2026)  # noqa: S311  the same answers in every demo
    rows = [
        _kept(form, document, day)
        for name, units in FORMS
        for form in [adapter.engine().form(name)]
        for document in _documents(form, units, day, chance)
    ]
    return len(SopRecord.objects.bulk_create(rows))


def _documents(
    form: Form, units: dict[str, int], day: dt.date, chance: random.Random
) -> Iterator[dict[str, Any]]:
    for unit, n in units.items():
        for at in range(n):
            fields = {item.id: _code(item, chance) for item in form.items if item.options}
            sitting: dict[str, Any] = {
                "scope": [*conf().scope, unit],
                "cycle": conf().cycle(day),
                "submitted_at": day.isoformat(),
            }
            if not form.anonymous:
                someone = secrets.token_hex(16)
                moment = f"{day.isoformat()}T12:00:00+00:00"
                sitting |= {"respondent": someone, "subject": someone, "submitted_at": moment}
                sitting |= {"groups": {"caseload": "ongoing" if at % 2 else "intake"}}
            yield form.read(fields, id=secrets.token_hex(16), **sitting)


def _code(item: Any, chance: random.Random) -> str:
    """An answer, rather a good one."""
    codes = [option.code for option in item.options if option.missing is None]
    return str(codes[min(len(codes) - 1, max(0, round(chance.gauss(0.65, 0.25) * len(codes))))])


def _kept(form: Form, document: dict[str, Any], day: dt.date) -> SopRecord:
    receipt = adapter.engine().accept(document)
    return SopRecord(
        id=document["id"],
        kind="administration",
        status=document["status"],
        instrument=form.instrument.id,
        version=form.instrument.version,
        day=day,
        document=to_json(receipt.record),
        score=to_json(receipt.score),
    )

"""Where a lead asked for a cycle without an answer: a sentence that says so, and which cycles have some.

No answer is looked at: that there are some is no secret kept (`counting.cycles`).
"""

from __future__ import annotations

import json

from django.utils import timezone

from sop_core import Issue
from sop_helpdesk import adapter
from sop_helpdesk.models import SopRecord
from sop_helpdesk.releases.asking import Asked
from sop_helpdesk.releases.counting import cycles

#: What sop_core says of a tally that counts nothing of what was asked for, in words for who made the tally.
UNCOUNTED = "release_uncounted"


def with_answers(instrument: str) -> list[str]:
    """The cycles of a form that are over and have an answer, the last one first."""
    offered = cycles(timezone.localdate())
    rows = SopRecord.objects.filter(
        kind="administration",
        instrument=instrument,
        status__in=("complete", "amended"),
        version__in=adapter.engine().catalog.versions("instrument", instrument),
    )
    found: set[str] = set()
    for text in rows.values_list("document", flat=True).iterator(chunk_size=500):
        found.add(json.loads(text)["cycle"])
        if found.issuperset(offered):
            break
    return [one for one in offered if one in found]


def nobodys(asked: Asked) -> Issue:
    """Nobody's answers are there, and which cycle to choose instead: about no field alone, so that it is said once."""
    name = adapter.engine().catalog.instrument(asked.instrument).title.get("en")
    others = [one for one in with_answers(asked.instrument) if one != asked.cycle]
    if others:
        fix = f"Choose a cycle with answers: {', '.join(others)}."
    else:
        fix = "No other cycle that is over has any: choose another form, or wait until one with answers is over."
    return Issue(
        UNCOUNTED,
        "$",
        f"Nobody's answers to {name} are there for {asked.cycle}, so that there is nothing to show.",
        fix=fix,
    )

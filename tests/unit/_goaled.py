"""The bundled goal words, a goal and events towards it, for the tests of what is drawn of them."""

from __future__ import annotations

import json
from importlib import resources

from sop_core.coaching import Goal, GoalEvent, GoalWindow, GoalWords, WindowKind, WordsRef
from sop_core.documents.values import value_of
from sop_core.types import RecordStatus
from tests.unit._rated import REF, ref

_FILE = resources.files("sop_core.coaching") / "definitions" / "goal_words-1.0.0.json"
WORDS = value_of(json.loads(_FILE.read_text("utf-8")), GoalWords)


def goal(**more: object) -> Goal:
    given = {
        "id": "g-1",
        "status": RecordStatus.COMPLETE,
        "agreement": ref("a-1"),
        "worker": "w-1",
        "profile": REF,
        "activity": "Use Three Questions",
        "count": 5,
        "unit": "case",
        "among": ("caregivers",),
        "window": GoalWindow(
            phrase="next 30 days",
            kind=WindowKind.DAYS,
            n=30,
            starts="2026-11-23",
            due="2026-12-23",
        ),
        "made_at": "2026-11-23T09:30:00-08:00",
        "confirmed_by": ("w-1",),
        "words": WordsRef(id="goal_words", version="1.0.0"),
    }
    return Goal(**{**given, **more})


def event(id_: str, on: str, *, reference: str = "c-1", **more: object) -> GoalEvent:
    given = {
        "id": id_,
        "status": RecordStatus.COMPLETE,
        "goal": ref("g-1"),
        "worker": "w-1",
        "reference": reference,
        "on": on,
        "made_at": f"{on}T17:00:00-08:00",
    }
    return GoalEvent(**{**given, **more})

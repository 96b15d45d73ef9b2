"""Goal words, made-up profiles and records for the tests of goals."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

from sop_core.coaching import GoalDraft, GoalWords, parse_goal
from sop_core.documents import digest_of, goal_words_of
from sop_core.profiles import Level, PracticeProfile, SkillAspect
from sop_core.text import Text
from sop_core.types import DefinitionStatus, ProfileRef

Document = dict[str, Any]
BUNDLED = (
    Path(__file__).resolve().parents[2] / "src/sop_core/coaching/definitions/goal_words-1.0.0.json"
)
#: A Monday.
ON = dt.date(2026, 11, 23)
A_DIGEST = "sha256:" + "a" * 64


def profile(id_: str, *names: str, practice: str | None = None) -> PracticeProfile:
    """A profile of six levels and two aspects; with one name, that is its title."""
    text = Text({"en": "x"})
    return PracticeProfile(
        ref=ProfileRef(id_, "1.0.0", A_DIGEST),
        status=DefinitionStatus.ACTIVE,
        title=Text({"en": names[0]}),
        practice=practice or id_,
        names={"en": names} if len(names) > 1 else {},
        source="made up",
        rights="made up",
        levels=tuple(Level(level, text) for level in "123456"),
        aspects=tuple(SkillAspect(aspect, text, {}) for aspect in ("asking", "listening")),
    )


PROFILES = (
    profile("three_questions", "Three Questions", "3 Questions"),
    profile("safety_mapping", "Safety Mapping", "Safety Map", "Safety Maps"),
    profile("harm_danger_statements", "Harm and Danger Statements", "Harm/Danger Statements", "Danger Statement"),
    profile("three_houses", "Three Houses", "3 Houses"),
    profile("safety_circles", "Safety Circles"),
)  # fmt: skip


def words_document() -> Document:
    found: Document = json.loads(BUNDLED.read_text("utf-8"))
    return found


@cache
def bundled_words() -> GoalWords:
    return goal_words_of(words_document())


def changed_words(**changes: Any) -> GoalWords:
    """The bundled words with rules changed: `count={"most": 5}`."""
    document = words_document()
    for rule, values in changes.items():
        document["rules"][rule].update(values)
    return goal_words_of(document)


def drafted(text: str, on: dt.date = ON, **options: Any) -> GoalDraft:
    return parse_goal(text, on=on, **{"words": bundled_words(), "practices": PROFILES, **options})


def codes(draft: GoalDraft) -> list[str]:
    return [issue.code for issue in draft.issues]


def reference(document: Document) -> Document:
    return {"id": document["id"], "digest": digest_of(document)}


def given(*documents: Document) -> dict[str, Document]:
    return {digest_of(one): one for one in documents}


AGREEMENT: Document = {
    "$schema": "urn:sop:schema:agreement:1", "id": "agreement-1", "status": "complete",
    "worker": "w1", "supervisor": "s1", "coach": "c1", "starts": "2026-11-01", "ends": "2027-10-31",
}  # fmt: skip
RATING: Document = {
    "$schema": "urn:sop:schema:rating:1", "id": "rating-1", "status": "complete", "worker": "w1",
    "profile": {"id": "three_questions", "version": "1.0.0"}, "view": "self",
    "aspects": {"asking": {"attained": "3", "some_work_at": ["5"]}, "listening": {"attained": None, "some_work_at": []}},
}  # fmt: skip


def goal_document(**changes: Any) -> Document:
    """A goal that is sound with AGREEMENT and RATING given; a change to None takes the field out."""
    document: Document = {
        "$schema": "urn:sop:schema:goal:1", "id": "goal-1", "status": "complete",
        "agreement": reference(AGREEMENT), "worker": "w1",
        "profile": {"id": "three_questions", "version": "1.0.0"},
        "activity": "Use Three Questions", "count": 5, "unit": "case", "with": ["caregivers"],
        "purpose": "hear what works", "aspect": "asking", "target": "4", "rating": reference(RATING),
        "window": {"phrase": "in next 30 days", "kind": "days", "n": 30, "starts": "2026-11-23", "due": "2026-12-23"},
        "phrase": "Use Three Questions with caregivers on 5 cases in next 30 days",
        "made_at": "2026-11-23T09:00:00-08:00", "confirmed_by": ["w1", "s1"],
    }  # fmt: skip
    document.update(changes)
    return {key: value for key, value in document.items() if value is not None}


def event_document(goal: Document, **changes: Any) -> Document:
    document: Document = {
        "$schema": "urn:sop:schema:goal-event:1", "id": "event-1", "status": "complete",
        "goal": reference(goal), "worker": "w1", "reference": "case-1", "covers": [],
        "on": "2026-11-25", "made_at": "2026-11-25T16:00:00-08:00",
    }  # fmt: skip
    document.update(changes)
    return {key: value for key, value in document.items() if value is not None}

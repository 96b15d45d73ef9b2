"""What goals, their events and goal words are refused for: the whole texts, in `told_of_goals.json`.

The words are the product: whoever changes one reads its row there as a county developer would, and writes
the file anew with `python -m tests.unit.test_goal_told`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sop_core.coaching import check_goal, check_goal_event, check_goal_words
from sop_core.errors import Issue
from tests.unit._goals import (
    A_DIGEST,
    AGREEMENT,
    PROFILES,
    RATING,
    Document,
    bundled_words,
    changed_words,
    drafted,
    event_document,
    given,
    goal_document,
    reference,
    words_document,
)

TOLD = Path(__file__).with_name("told_of_goals.json")
QUESTIONS = PROFILES[0]
GOAL = goal_document()
WINDOW = GOAL["window"]
OTHERS = {**RATING, "id": "rating-9", "worker": "w9"}
SEEN = {**RATING, "id": "rating-8", "view": "observed"}
HOUSES = {**RATING, "id": "rating-7", "profile": {"id": "three_houses", "version": "1.0.0"}}
VOID = {**RATING, "id": "rating-6", "status": "entered_in_error"}
FIRST = {**goal_document(), "id": "goal-0"}
FIRST_OF_HOUSES = {**FIRST, "profile": {"id": "three_houses", "version": "1.0.0"}}
STRANGERS = {**AGREEMENT, "worker": "w9"}


def goal(
    *more: Document, words: Any = None, profile: Any = QUESTIONS, **changes: Any
) -> Callable[[], list[Issue]]:
    beside = given(AGREEMENT, RATING, *more)
    return lambda: check_goal(
        goal_document(**changes), beside, words=words or bundled_words(), profile=profile
    )


def event(*more: Document, **changes: Any) -> Callable[[], list[Issue]]:
    return lambda: check_goal_event(event_document(GOAL, **changes), given(GOAL, *more))


def changed(place: str, value: Any) -> Document:
    document = copy.deepcopy(words_document())
    inner: Any = document
    *path, last = place.split(".")
    for step in path:
        inner = inner[int(step)] if isinstance(inner, list) else inner[step]
    inner[int(last) if isinstance(inner, list) else last] = value
    return document


def words(place: str, value: Any) -> Callable[[], list[Issue]]:
    return lambda: check_goal_words(changed(place, value))


def quick(text: str, **options: Any) -> Callable[[], list[Issue]]:
    return lambda: list(drafted(text, **options).issues)


WORDS = words_document()
FAULTS: dict[str, Callable[[], list[Issue]]] = {
    # goals
    "no agreement": lambda: check_goal(GOAL, given(RATING), words=bundled_words(), profile=QUESTIONS),
    "another's agreement": goal(STRANGERS, agreement=reference(STRANGERS)),
    "not confirmed": goal(confirmed_by=["s1"]),
    "confirmed by nobody": goal(confirmed_by=["w1", "x1"]),
    "unknown words": lambda: check_goal({**GOAL, "words": {"id": "other", "version": "9"}}, given(AGREEMENT, RATING), words=None, profile=QUESTIONS),
    "another profile's digest": lambda: check_goal(
        {**GOAL, "profile": {**GOAL["profile"], "digest": "sha256:" + "b" * 64}}, given(AGREEMENT, RATING), words=bundled_words(), profile=QUESTIONS
    ),
    "unknown unit": goal(unit="barrel"),
    "unknown people": goal(**{"with": ["caregivers", "robots"]}),
    "count too high": goal(count=6, words=changed_words(count={"most": 5})),
    "every case": goal(activity="Use Three Questions on every case"),
    "two activities": goal(activity="Use Three Questions and write a letter"),
    "beyond control": goal(activity="Use Three Questions until the court grants it"),
    "a purpose beyond control": goal(purpose="so that the parents stop drinking"),
    "a window that resolves otherwise": goal(window={**WINDOW, "due": "2026-12-22"}),
    "a window without n": goal(window={key: value for key, value in WINDOW.items() if key != "n"}),
    "a window with a weekday too many": goal(window={**WINDOW, "weekday": "friday"}),
    "a window of a weekday without it": goal(window={**WINDOW, "kind": "weekday"}),
    "a window that is past": goal(window={**WINDOW, "kind": "date", "n": None, "due": "2026-11-20"}),
    "a window beyond the calendar": goal(window={**WINDOW, "n": 99999999}),
    "a window that is long": goal(window={**WINDOW, "n": 300, "due": "2027-09-19"}, words=changed_words(window={"most": 200})),
    "a window of no day": goal(window={**WINDOW, "starts": "2026-11-31"}),
    "a window due on no day": goal(window={**WINDOW, "due": "2026-12-32"}),
    "a target without an aspect": goal(aspect=None),
    "a target without a rating": goal(rating=None),
    "a rating that is not given": goal(rating={"id": "rating-5", "digest": A_DIGEST}),
    "another worker's rating": goal(OTHERS, rating=reference(OTHERS)),
    "an observed rating": goal(SEEN, rating=reference(SEEN)),
    "another profile's rating": goal(HOUSES, rating=reference(HOUSES)),
    "a void rating": goal(VOID, rating=reference(VOID)),
    "an unknown aspect": goal(aspect="singing"),
    "an unknown level": goal(target="9"),
    "an aspect that was not rated": goal({**RATING, "id": "rating-4", "aspects": {}}, rating=reference({**RATING, "id": "rating-4", "aspects": {}})),
    "a target two steps up": goal(target="5"),
    "a target two steps above nothing": goal(aspect="listening", target="2"),
    "a previous goal of another profile": goal(FIRST_OF_HOUSES, previous=reference(FIRST_OF_HOUSES)),
    "a previous goal that is not given": goal(previous=reference(FIRST)),
    "many open": goal(*({**FIRST, "id": f"goal-{n}"} for n in range(10, 13))),
    "made at no time": goal(made_at="yesterday"),
    "supersedes another profile's": goal(FIRST_OF_HOUSES, id="goal-2", status="amended", supersedes=reference(FIRST_OF_HOUSES)),
    # events
    "an event of no goal": lambda: check_goal_event(event_document(GOAL), {}),
    "an event of another's goal": event(worker="w9"),
    "an event on no day": event(on="2026-02-30"),
    "an event after it was noted": event(on="2026-11-26"),
    "an event that covers itself": event(covers=["case-1"]),
    "an event at no time": event(made_at="2026-11-25"),
    "an event amended without the earlier": event(status="amended"),
    "an event of a void goal": lambda: check_goal_event(
        event_document({**GOAL, "status": "entered_in_error"}), given({**GOAL, "status": "entered_in_error"})
    ),
    # goal words
    **{
        f"words: {place} = {json.dumps(value)[:40]}": words(place, value)
        for place, value in (
            ("units.1.id", "case"), ("units.1.one", "case"), ("units.0.other", "!!!"), ("with.1.id", "caregivers"), ("with.1.name", "caregivers"), ("with.0.name", "..."),
            ("rules.count.least", 100), ("rules.window.least", 9999),
            ("said.goal", "{activity} {nothing}"), ("said.goal", "{activity"), ("said.goal", "{activity} {count}"),
            ("said.days", "in {n}"), ("title", {"es": "x"}),
            ("language", "fr"),
            ("rules.one_step_up.text", {"en": "x", "es": "y"}),
        )
    },
    # quick entry
    **{
        f"quick: {text}": quick(text)
        for text in (
            "", "Three Questions", "Use Three Questions with caregivers in next 30 days", "5 cases in next 30 days",
            "Three Questions on 5 cases", "Three Questions on every case in 30 days", "Three Questions on a few cases in 2 weeks",
            "Three Questions on 5-6 cases in 2 weeks", "Three Questions on 5 cases 3 cases in 2 weeks",
            "Three Questions and Three Houses on 5 cases in 2 weeks", "Three Questions on 5 cases in 30 business days",
            "Three Questions on 5 cases by 1/2/27", "Three Questions on 5 cases by 2020-01-01", "Three Questions on 0 cases in 2 weeks",
            "Three Questions on -3 cases in 2 weeks", "Three Questions on 500 cases in 2 weeks", "Three Questions on 5 cases in 9999 days",
            "Three Questions on 5 cases in 2 weeks by Friday", "Three Questions on 5 cases by 2026-02-30",
            "Three Questions on 5 cases or families in 2 weeks", "Do not use Three Questions on 5 cases in 2 weeks",
            "Three Questions on 5 cases per week", "Three Questions on 5 cases soon", "Three Questions on 2.5 cases in 2 weeks",
            "Three Questions until the court grants it on 5 cases in 2 weeks", "Safety House with 2 children in 2 weeks", "x" * 1001,
        )
    },
}  # fmt: skip


def told(name: str) -> list[dict[str, Any]]:
    return [
        {"code": one.code, "severity": one.severity, "path": one.path, "message": one.message, "fix": one.fix, "item": one.item}
        for one in FAULTS[name]()
    ]  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_in_full(name):
    """S1-03, S1-07, S1-13, S1-21 to S1-24, S1-28, C-14, C-18, C-20, B-17, D9, D11: code, place, words, what to do."""
    assert told(name) == json.loads(TOLD.read_text("utf-8"))[name]


def test_nothing_is_told_of_what_is_not_tried():
    """The file of texts has a row for each fault, and no other; each row says something."""
    kept = json.loads(TOLD.read_text("utf-8"))
    assert list(kept) == list(FAULTS)
    assert [name for name, issues in kept.items() if not issues] == []


if __name__ == "__main__":
    TOLD.write_text(
        json.dumps({name: told(name) for name in FAULTS}, indent=1, ensure_ascii=False) + "\n",
        "utf-8",
    )

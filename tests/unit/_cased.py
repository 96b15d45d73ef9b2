"""Records of a case, sound as they stand, for tests that break one thing at a time."""

from __future__ import annotations

from typing import Any

from tests.unit._coached import Doc, changed, record, ref

COMMON = {"confidential": "case_record", "case": "case-1", "writer": "w"}


def field(id_: str, day: int, tool: str, **more: Any) -> Doc:
    return record("field-record", id_, day, **COMMON, tool=tool, **more)


def statement(id_: str, day: int, kind: str, **more: Any) -> Doc:
    return {**record("statement", id_, day, **COMMON, **more), "kind": kind}


QUESTIONS = field(
    "f-1", 2, "three_questions",
    entries=[
        {"id": "e1", "part": "working_well", "text": "Grandmother comes at supper.", "voice": "family"},
        {"id": "e2", "part": "worries", "text": "The nights are hard.", "voice": "caregiver"},
        {"id": "e3", "part": "next_steps", "text": "We call before it gets hard.", "voice": "family"},
    ],
    scales=[{"id": "q1", "low": 0, "high": 10, "voice": "caregiver", "value": 6, "low_means": "no rest", "high_means": "calm"}],
)  # fmt: skip
HOUSES = field(
    "f-2", 3, "three_houses",
    entries=[
        {"id": "e1", "part": "hopes_and_dreams", "text": "a dog", "voice": "child", "verbatim": True},
        {"id": "e2", "part": "worries", "text": "when it is loud", "voice": "child", "verbatim": True},
    ],
    setting={
        "order": ["hopes_and_dreams", "worries", "good_things"], "names": {"worries": "the grey house"},
        "written_by": "child", "consent": "given", "stopped": True, "stopped_at": "good_things", "sharing": "some",
    },
)  # fmt: skip
CIRCLES = field(
    "f-3", 4, "safety_circles",
    entries=[{"id": "e1", "part": "purpose", "text": "Who can come when it gets hard?", "person": "p-1"}],
    people=[
        {"id": "p-1", "label": "Auntie", "relation": "mother's sister", "ring": "inner"},
        {"id": "p-2", "label": "the coach", "ring": "outer"}, {"id": "p-3"}, {"id": "p-4", "ring": "middle"},
        {"id": "p-5", "ring": "outer"},
    ],
    moves=[
        {"person": "p-1", "from": "outer", "to": "middle", "on": "2026-10-01"},
        {"person": "p-2", "to": "outer", "on": "2026-10-02"},
        {"person": "p-3", "from": "middle", "on": "2026-10-02"},
        {"person": "p-1", "from": "middle", "to": "inner", "on": "2026-10-09"},
        {"person": "p-5", "from": "inner", "to": "outer", "on": "2026-10-09"},
    ],
)  # fmt: skip
PLAN = field(
    "f-4", 5, "case_plan",
    entries=[
        {"id": "e1", "part": "objective", "text": "Asks a neighbor to sit in when tired.", "kind": "behavior"},
        {"id": "e2", "part": "service", "text": "Evening group."},
    ],
)  # fmt: skip
FACES = field(
    "f-5", 6, "face_sheet",
    entries=[{"id": "e1", "part": "household", "text": "Two children and their father."}],
    people=[{"id": "p-1", "relation": "uncle", "tie": "strong"}],
)  # fmt: skip
SCALED = field(
    "f-6", 7, "scaling", scales=[{"id": "q1", "low": 1, "high": 5, "voice": "child", "missing": "declined"}]
)  # fmt: skip
FIELD = [QUESTIONS, HOUSES, CIRCLES, PLAN, FACES, SCALED]

HARM = statement(
    "s-1", 8, "harm",
    parts={
        "who_reported": "The school", "caregiver_action": "The caregiver left both children alone at night.",
        "impact_on_child": "The younger one was afraid and did not sleep.",
    },
)  # fmt: skip
DANGER = statement(
    "s-2", 9, "danger",
    parts={
        "who_worries": "Grandmother and the school", "caregiver_might": "The caregiver might leave them alone again.",
        "situation": "When the late shift is long.", "possible_impact": "The children could be hurt in a fire.",
    },
)  # fmt: skip
GOAL = statement(
    "s-3", 10, "safety_goal", danger=ref(DANGER),
    parts={
        "caregivers_doing": "Ask a person of the network to stay whenever the shift is late.",
        "child_sees": "Somebody they know at supper.", "others_see": "The neighbor sees a light.",
        "how_long": "Six months.",
    },
)  # fmt: skip
CLAIM = statement(
    "s-4", 11, "safety_claim", danger=ref(DANGER),
    parts={
        "caregiver": "The father", "act_of_protection": "Calls the aunt before a late shift.",
        "danger_met": "Being alone at night.", "over_time": "Ten weeks, seen by the school.",
    },
)  # fmt: skip
STATEMENTS = [HARM, DANGER, GOAL, CLAIM]
EVERY = [*FIELD, *STATEMENTS]
DRAFT_GOAL = changed(GOAL, {"id": "s-5", "status": "draft", "-danger": None})
OTHER_GOAL = changed(GOAL, {"id": "s-6"})
AMENDED_GOAL = changed(GOAL, {"id": "s-7", "status": "amended", "supersedes": ref(GOAL)})
VOID_GOAL = changed(GOAL, {"id": "s-8", "status": "entered_in_error", "supersedes": ref(GOAL)})
AMENDED_DANGER = changed(DANGER, {"id": "s-10", "status": "amended", "supersedes": ref(DANGER)})
AGAIN_DANGER = changed(DANGER, {"id": "s-11", "status": "amended", "supersedes": ref(AMENDED_DANGER)})  # fmt: skip
VOID_DRAFT_GOAL = changed(DRAFT_GOAL, {"id": "s-12", "status": "entered_in_error", "supersedes": ref(DRAFT_GOAL)})  # fmt: skip
VOID_FIELD = changed(QUESTIONS, {"id": "f-9", "status": "entered_in_error", "supersedes": ref(QUESTIONS)})  # fmt: skip
VOID_DANGER = changed(DANGER, {"id": "s-9", "status": "entered_in_error", "supersedes": ref(DANGER)})  # fmt: skip
AMENDED_FIELD = changed(QUESTIONS, {"id": "f-7", "status": "amended", "supersedes": ref(QUESTIONS)})

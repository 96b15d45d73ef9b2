"""What the records of coaching are refused for: one fault a row, with its whole text in `told_of_coaching.json`.

The words are the product: whoever changes one reads its row there as a county developer would, and writes
the file anew with `python -m tests.unit.test_coaching_rules`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sop_core.coaching import (
    check_agreement,
    check_exception,
    check_participation,
    check_session_step,
)
from sop_core.coaching.given import as_it_stands, check_supersedes, is_void, kind_in
from sop_core.documents import shape_issues
from tests.unit._coached import (
    AGREEMENT,
    CELEBRATION,
    COACH,
    ENCOURAGEMENT,
    ENDED,
    EXCEPTION,
    FOCUS,
    GOAL,
    GROUP_CELEBRATION,
    GROUP_OPENING,
    GROUP_REFLECTION,
    INTERESTS,
    KEPT,
    NEXT_GOALS,
    OBSERVATION,
    OBSERVED,
    OPENING,
    PAIR,
    PARTICIPATION,
    RATING,
    REFLECTION,
    SELF_RATING,
    STEPS,
    SUPERVISOR,
    TRYING,
    WORKER,
    Doc,
    changed,
    given,
    record,
    ref,
)

TOLD = Path(__file__).with_name("told_of_coaching.json")
CHECKS = {
    "participation": check_participation, "agreement": check_agreement,
    "coaching-session": check_session_step, "exception": check_exception,
}  # fmt: skip


def issues_of(document: Doc, *beside: Doc) -> list[Any]:
    return CHECKS[document["$schema"].split(":")[3]](document, given(*beside))


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_step_that_says_nothing_is_incomplete(nothing):
    """S1-25: an empty text is no reflection."""
    found = issues_of(changed(REFLECTION, {"went_well": nothing}), *KEPT)
    assert ("step_incomplete", "$.went_well") in [(one.code, one.path) for one in found]


#: What stands before each step, for a step that is checked by itself.
BEFORE = {
    one["id"]: [other for other in KEPT if other["id"] < one["id"] or "x" not in other["id"]]
    for one in STEPS
}

COACHED = changed(OPENING, {"agreement": ref(PAIR), "by": "c", "attendees": [WORKER, COACH]})
_FIRST = changed(REFLECTION, {"agreement": ref(PAIR), "after": [ref(COACHED)]})
_THEN = changed(SELF_RATING, {"agreement": ref(PAIR), "after": [ref(COACHED), ref(_FIRST)]})
COACHED_STEPS = (_FIRST, _THEN)
COACHS_VIEW = changed(
    OBSERVATION,
    {
        "agreement": ref(PAIR),
        "by": "c",
        "after": [ref(COACHED), ref(_FIRST), ref(_THEN)],
        "-ratings": None,
    },
)

#: An agreement that leaves out all that it may, and a draft of one.
PLAIN = changed(AGREEMENT, {"id": "a-11", "-shares": None})
DRAFT = changed(AGREEMENT, {"id": "a-11", "status": "draft", "assents": []})
REOPENED = changed(OPENING, {"id": "x-12", "status": "amended", "supersedes": ref(OPENING)})
TWO_WAYS = [
    changed(REFLECTION, {"id": f"x-4{n}", "status": "amended", "supersedes": ref(REFLECTION)})
    for n in (5, 6)
]
VOIDED_WAY = changed(
    REFLECTION, {"id": "x-47", "status": "entered_in_error", "supersedes": ref(TWO_WAYS[0])}
)
OTHER_WAY = changed(
    REFLECTION, {"id": "x-48", "status": "entered_in_error", "supersedes": ref(TWO_WAYS[1])}
)


def void_of(document: Doc) -> Doc:
    return changed(
        document, {"id": "z-9", "status": "entered_in_error", "supersedes": ref(document)}
    )


SOUND: dict[str, tuple[Doc, ...]] = {
    "participation": (PARTICIPATION,),
    "participation, trying on": (TRYING,),
    "participation, going back": (changed(PARTICIPATION, {"id": "p-2", "after": ref(TRYING), "state": "not_engaged", "-observed": None}), TRYING),
    "participation, early adopter": (changed(PARTICIPATION, {"state": "early_adopter", "-observed": None}),),
    "agreement": (AGREEMENT,),
    "agreement, a pair": (PAIR,),
    "agreement, ended by one alone": (ENDED, AGREEMENT),
    "agreement, linear": (changed(AGREEMENT, {"mode": "linear", "order": ["three_questions", "safety_mapping"]}),),
    "agreement, together": (changed(AGREEMENT, {"mode": "together"}),),
    "agreement, draft without words": (changed(AGREEMENT, {"status": "draft", "assents": [], "dialogue": {}, "-terms.minutes": None}),),
    "agreement, draft that stands in for one": (changed(AGREEMENT, {"id": "a-8", "status": "draft", "supersedes": ref(AGREEMENT)}), AGREEMENT, ENDED),
    "agreement, entered in error": (changed(AGREEMENT, {"id": "a-9", "status": "entered_in_error", "supersedes": ref(AGREEMENT), "assents": [], "dialogue": {}}), AGREEMENT),
    "agreement, voided by two": (
        changed(AGREEMENT, {"id": "a-9", "status": "entered_in_error", "supersedes": ref(AGREEMENT)}), AGREEMENT,
        changed(AGREEMENT, {"id": "a-10", "status": "entered_in_error", "supersedes": ref(AGREEMENT)}),
    ),
    "agreement, an ending entered in error": (
        changed(ENDED, {"id": "a-12", "status": "entered_in_error", "supersedes": ref(ENDED), "ended.on": "2027-01-01"}), ENDED,
    ),
    "agreement, ended sooner than before": (
        changed(ENDED, {"id": "a-12", "supersedes": ref(ENDED), "ended": {"by": "coach", "on": "2026-11-30"}}), AGREEMENT, ENDED,
    ),
    "agreement, ended on the same day by another": (
        changed(ENDED, {"id": "a-12", "supersedes": ref(ENDED), "ended.by": "coach"}), AGREEMENT, ENDED,
    ),
    "agreement, ended with what was usual written out": (
        changed(ENDED, {"mode": "together", "order": [], "combined_with_appraisal": False}), AGREEMENT,
    ),
    "agreement, ended with what was usual left out": (
        changed(ENDED, {"supersedes": ref(PLAIN), "-shares": None}), PLAIN,
    ),
    "agreement, goes on after its end by everybody's yes": (
        changed(AGREEMENT, {"id": "a-12", "status": "amended", "supersedes": ref(ENDED), "shares": {"coach": ["goal"]}}), AGREEMENT, ENDED,
    ),
    "agreement, a draft that is made": (changed(AGREEMENT, {"id": "a-12", "supersedes": ref(DRAFT)}), DRAFT),
    "agreement, a day long": (changed(AGREEMENT, {"ends": "2026-11-03"}),),
    **{f"step, {one['step']}": (one, *BEFORE[one["id"]]) for one in STEPS},
    "step, a second reflection": (changed(REFLECTION, {"id": "x-44"}), *KEPT[:4], OPENING, REFLECTION),
    "step, an observation without a rating": (changed(OBSERVATION, {"-ratings": None, "-try_next": None}), *BEFORE["x-6"]),
    "step, after a reflection that was amended": (
        SELF_RATING, *BEFORE["x-5"], changed(REFLECTION, {"id": "x-45", "status": "amended", "supersedes": ref(REFLECTION)}),
    ),
    "step, after a reflection of which one amendment was voided": (SELF_RATING, *BEFORE["x-5"], *TWO_WAYS, VOIDED_WAY),
    "step, by whom an amended opening names": (
        changed(ENCOURAGEMENT, {"by": "c"}), *BEFORE["x-7"], changed(REOPENED, {"attendees": [WORKER, COACH]}),
    ),
    "step, where two openings stand in for one": (
        ENCOURAGEMENT, *BEFORE["x-7"], changed(REOPENED, {"attendees": [WORKER, COACH]}), changed(REOPENED, {"id": "x-13"}),
    ),
    "step, three in focus": (changed(FOCUS, {"focus": [{"profile": "p", "aspect": str(n)} for n in range(3)]}), *BEFORE["x-3"]),
    "step, amended after the end": (changed(REFLECTION, {"id": "x-45", "status": "amended", "supersedes": ref(REFLECTION)}), *KEPT),
    "step, a celebration amended": (changed(CELEBRATION, {"id": "x-99", "status": "amended", "supersedes": ref(CELEBRATION)}), *KEPT),
    "step, an opening amended": (changed(OPENING, {"id": "x-11", "status": "amended", "supersedes": ref(OPENING)}), *KEPT),
    "step, again after the first was voided": (
        changed(CELEBRATION, {"id": "x-92"}), *KEPT,
        changed(CELEBRATION, {"id": "x-91", "status": "entered_in_error", "supersedes": ref(CELEBRATION)}),
    ),
    "step, entered in error": ({**record("coaching-session", "x-98", 11, session="x", step="celebration", by="w"), "status": "entered_in_error", "supersedes": ref(CELEBRATION), "agreement": ref(AGREEMENT)}, *KEPT),
    "step, with another session's celebration beside": (REFLECTION, *BEFORE["x-4"], GROUP_CELEBRATION),
    "step, sent again beside itself": (CELEBRATION, *KEPT),
    "agreement, sent again beside itself": (ENDED, AGREEMENT, ENDED),
    "step, under an agreement of which a draft is made": (OPENING, AGREEMENT, changed(AGREEMENT, {"id": "a-8", "status": "draft", "supersedes": ref(AGREEMENT)})),
    "step, with a coach": (COACHED, PAIR),
    "step, a coach's observation": (COACHS_VIEW, PAIR, COACHED, *COACHED_STEPS),
    "group, opening": (GROUP_OPENING,),
    "group, reflection": (GROUP_REFLECTION, GROUP_OPENING),
    "group, celebration": (GROUP_CELEBRATION, GROUP_OPENING, GROUP_REFLECTION),
    "group, in the field": (changed(GROUP_OPENING, {"setting": "field"}),),
    "group, a county's own setting": (changed(GROUP_OPENING, {"setting": "county07.breakfast"}),),
    "exception": (EXCEPTION, AGREEMENT),
    "exception, told by the worker": (changed(EXCEPTION, {"by": "w"}), AGREEMENT),
    "exception, told by the supervisor": (changed(EXCEPTION, {"by": "s"}), AGREEMENT),
}  # fmt: skip

DRAFT_ENDED = changed(ENDED, {"supersedes": ref(DRAFT)})
OTHERS = changed(AGREEMENT, {"id": "a-7", "worker": "v"})
VOID = changed(AGREEMENT, {"id": "a-6", "status": "entered_in_error", "supersedes": ref(AGREEMENT)})
UNBEGUN = changed(AGREEMENT, {"id": "a-5", "starts": "2026-11-11"})
OVER = changed(AGREEMENT, {"id": "a-4", "ends": "2026-11-09"})
NO_LEARNER = [SUPERVISOR, {**WORKER, "part": "observer"}]
TWO = changed(FOCUS, {"focus": [{"profile": "p", "aspect": str(n)} for n in range(4)]})


def under(document: Doc, agreement: Doc) -> Doc:
    return changed(document, {"agreement": ref(agreement)})


OF_ANOTHER_SESSION = changed(REFLECTION, {"id": "x-40", "session": "q"})
AMENDS_SESSION = changed(
    REFLECTION, {"id": "x-45", "status": "amended", "supersedes": ref(OF_ANOTHER_SESSION)}
)
UNDER_PAIR = under(REFLECTION, PAIR)
AMENDS_AGREEMENT = changed(
    REFLECTION, {"id": "x-45", "status": "amended", "supersedes": ref(UNDER_PAIR)}
)
OTHERS_PART = changed(PARTICIPATION, {"worker": "v", "chosen_by": "v"})

FAULTS: dict[str, tuple[Doc, ...]] = {
    # participation
    "not the worker's choice": (changed(PARTICIPATION, {"chosen_by": "s"}),),
    "trying on without a day": (changed(TRYING, {"-check_in": None}),),
    "a check-in elsewhere": (changed(PARTICIPATION, {"check_in": "2026-12-15"}),),
    "a check-in on the same day": (changed(TRYING, {"check_in": "2026-11-02"}),),
    "a check-in that is no day": (changed(TRYING, {"check_in": "2026-12-32"}),),
    "observed without observing": (changed(TRYING, {"observed": PARTICIPATION["observed"]}),),
    "observed on no day": (changed(PARTICIPATION, {"observed.0.on": "2026-11-31"}),),
    "made at no time": (changed(PARTICIPATION, {"made_at": "2026-11-02 10:00:00 PST"}),),
    "after what is not given": (changed(PARTICIPATION, {"after": ref(TRYING)}),),
    "after another worker's": (changed(PARTICIPATION, {"id": "p-9", "after": ref(changed(TRYING, {"worker": "v", "chosen_by": "v"}))}), changed(TRYING, {"worker": "v", "chosen_by": "v"})),
    # links
    "amended without the earlier": (changed(PARTICIPATION, {"status": "amended"}),),
    "supersedes itself": (changed(PARTICIPATION, {"supersedes": {**ref(TRYING), "id": "p-1"}}),),
    "supersedes what is not given": (changed(PARTICIPATION, {"supersedes": {**ref(TRYING), "id": "p-0"}}),),
    "supersedes another worker's": (changed(AGREEMENT, {"id": "a-9", "status": "amended", "supersedes": ref(OTHERS)}), OTHERS),
    "supersedes another kind": (changed(AGREEMENT, {"id": "a-9", "status": "amended", "supersedes": ref(PARTICIPATION)}), PARTICIPATION),
    "supersedes a void": (changed(AGREEMENT, {"id": "a-9", "status": "amended", "supersedes": ref(VOID)}), VOID),
    "a fork": (changed(AGREEMENT, {"id": "a-9", "status": "amended", "supersedes": ref(AGREEMENT)}), AGREEMENT, ENDED),
    "a void beside an amendment": (VOID, AGREEMENT, ENDED),
    # agreements
    "for appraisal": (changed(AGREEMENT, {"terms.not_for_appraisal": False}),),
    "a draft for appraisal": (changed(AGREEMENT, {"status": "draft", "terms.not_for_appraisal": False}),),
    "not confidential": (changed(AGREEMENT, {"terms.confidential": False}),),
    "starts on no day": (changed(AGREEMENT, {"starts": "2026-11-31"}),),
    "ends on no day": (changed(AGREEMENT, {"ends": "2027-02-29"}),),
    "ended on no day": (changed(ENDED, {"ended.on": "2026-13-01"}), AGREEMENT),
    "assent on no day": (changed(AGREEMENT, {"assents.1.on": "yesterday"}),),
    "ends before it starts": (changed(AGREEMENT, {"ends": "2026-11-02"}),),
    "with nobody": (changed(PAIR, {"-coach": None, "-shares.coach": None, "-assents.1": None}),),
    "with oneself": (changed(PAIR, {"coach": "w"}),),
    "a coach who is the supervisor": (changed(AGREEMENT, {"coach": "s"}),),
    "linear without an order": (changed(AGREEMENT, {"mode": "linear"}),),
    "an order without linear": (changed(AGREEMENT, {"order": ["three_questions"]}),),
    "shares with nobody": (changed(PAIR, {"shares.supervisor": ["rating"]}),),
    "no purpose": (changed(AGREEMENT, {"-dialogue.purpose": None}),),
    "no context": (changed(AGREEMENT, {"-dialogue.context": None}),),
    "no stakeholders": (changed(AGREEMENT, {"-dialogue.stakeholders": None}),),
    "no outcomes": (changed(AGREEMENT, {"-dialogue.desired_outcomes": None}),),
    "no frequency": (changed(AGREEMENT, {"-terms.frequency": None}),),
    "no length": (changed(AGREEMENT, {"-terms.minutes": None}),),
    "no internal use": (changed(AGREEMENT, {"-terms.internal_use": None}),),
    "no hopes of the worker": (changed(AGREEMENT, {"-dialogue.hopes.worker": None}),),
    "no fears of the coach": (changed(AGREEMENT, {"-dialogue.fears.coach": None}),),
    "no hopes and no fears": (changed(PAIR, {"dialogue.hopes": {}, "-dialogue.fears": None}),),
    "no yes of the coach": (changed(AGREEMENT, {"-assents.2": None}),),
    "a yes twice": (changed(PAIR, {"assents": [*PAIR["assents"], PAIR["assents"][0]]}),),
    "a yes of nobody": (changed(PAIR, {"assents": [*PAIR["assents"], AGREEMENT["assents"][1]]}),),
    "ended and not amended": (changed(AGREEMENT, {"ended": ENDED["ended"]}),),
    "ended by nobody": (changed(PAIR, {"id": "a-9", "status": "amended", "supersedes": ref(PAIR), "ended": {"by": "supervisor", "on": "2026-12-01"}}), PAIR),
    "ended with more shown": (changed(ENDED, {"shares.supervisor": ["rating", "goal"]}), AGREEMENT),
    "ended with everything else": (
        changed(ENDED, {
            "coach": "d", "context": "orientation", "dialogue.purpose": "other", "terms.minutes": 5, "starts": "2026-11-01",
            "ends": "2030-01-01", "mode": "linear", "order": ["three_houses"], "combined_with_appraisal": True,
        }), AGREEMENT,
    ),
    "ended with another supervisor": (changed(ENDED, {"supervisor": "t", "assents": AGREEMENT["assents"]}), AGREEMENT),
    "ended without its coach": (changed(ENDED, {"-coach": None, "-shares.coach": None, "-dialogue.hopes.coach": None, "-dialogue.fears.coach": None}), AGREEMENT),
    "a draft that is ended": (DRAFT_ENDED, DRAFT),
    "ended later than before": (changed(ENDED, {"id": "a-12", "supersedes": ref(ENDED), "ended": {"by": "coach", "on": "2026-12-02"}}), AGREEMENT, ENDED),
    "combined": (changed(AGREEMENT, {"combined_with_appraisal": True}),),
    # sessions
    "no opening": (changed(REFLECTION, {"after": []}), *KEPT[:4]),
    "an opening that is not given": (REFLECTION, AGREEMENT),
    "no agreement": (changed(REFLECTION, {"-agreement": None, "after": [ref(changed(OPENING, {"-agreement": None}))]}), changed(OPENING, {"-agreement": None})),
    "an agreement that is not given": (OPENING,),
    "an agreement that is over": (under(OPENING, OVER), OVER),
    "an agreement that has not begun": (under(OPENING, UNBEGUN), UNBEGUN),
    "an agreement that was voided": (OPENING, AGREEMENT, VOID),
    "a step of another session": (changed(REFLECTION, {"session": "z"}), *BEFORE["x-4"]),
    "a step of another agreement": (under(REFLECTION, PAIR), PAIR, *BEFORE["x-4"]),
    "an observation after a void": (OBSERVATION, *BEFORE["x-6"], void_of(REFLECTION)),
    "an observation after a rating that was voided": (changed(OBSERVATION, {"after.2": ref(void_of(SELF_RATING))}), *BEFORE["x-6"], void_of(SELF_RATING)),
    "an observation after what was amended and voided": (OBSERVATION, *BEFORE["x-6"], TWO_WAYS[0], VOIDED_WAY),
    "an observation after two ways that were voided": (OBSERVATION, *BEFORE["x-6"], *TWO_WAYS, VOIDED_WAY, OTHER_WAY),
    "a step of a session whose opening was voided": (REFLECTION, *BEFORE["x-4"], void_of(OPENING)),
    "a rating that was voided": (SELF_RATING, *BEFORE["x-5"], void_of(RATING)),
    "a goal that was voided": (NEXT_GOALS, *BEFORE["x-8"], void_of(GOAL)),
    "a supervisor whom the amended opening does not name": (ENCOURAGEMENT, *BEFORE["x-7"], changed(REOPENED, {"attendees": [WORKER, COACH]})),
    "the supervisor first": (changed(OBSERVATION, {"after": [ref(OPENING)], "-ratings": None}), *BEFORE["x-4"]),
    "the supervisor after the reflection alone": (changed(OBSERVATION, {"after": [ref(OPENING), ref(REFLECTION)], "-ratings": None}), *BEFORE["x-6"]),
    "goals too early": (changed(NEXT_GOALS, {"after": [ref(OPENING)]}), *BEFORE["x-8"]),
    "a rating without a reflection": (changed(SELF_RATING, {"after": [ref(OPENING)]}), *BEFORE["x-5"]),
    "a second opening": (changed(OPENING, {"id": "x-0"}), AGREEMENT, OPENING),
    "after the celebration": (changed(REFLECTION, {"id": "x-99"}), *KEPT),
    "a second celebration": (changed(CELEBRATION, {"id": "x-99"}), *KEPT),
    "a reflection that says nothing": (changed(REFLECTION, {"-went_well": None}), *BEFORE["x-4"]),
    "a rating that rates nothing": (changed(SELF_RATING, {"ratings": []}), *BEFORE["x-5"]),
    "an opening without people": (changed(OPENING, {"-attendees": None, "-setting": None}), AGREEMENT),
    "goals in a reflection": (changed(REFLECTION, {"goals": [ref(GOAL)]}), *BEFORE["x-4"]),
    "an observation in encouragement": (changed(ENCOURAGEMENT, {"observed": "Well done."}), *BEFORE["x-7"]),
    "a supervisor's reflection": (changed(REFLECTION, {"by": "s"}), *BEFORE["x-4"]),
    "a worker's observation": (changed(OBSERVATION, {"by": "w", "-ratings": None}), *BEFORE["x-6"]),
    "an observer's interests": (changed(INTERESTS, {"by": "o"}), *BEFORE["x-2"]),
    "a coach who was not there": (changed(OBSERVATION, {"by": "c", "-ratings": None}), *BEFORE["x-6"]),
    "a person twice": (changed(OPENING, {"attendees": [WORKER, SUPERVISOR, SUPERVISOR]}), AGREEMENT),
    "a group's setting": (changed(OPENING, {"setting": "unit"}), AGREEMENT),
    "nobody learns": (changed(OPENING, {"attendees": NO_LEARNER}), AGREEMENT),
    "nobody coaches": (changed(OPENING, {"by": "w", "attendees": [WORKER]}), AGREEMENT),
    "a learner who did not agree": (changed(OPENING, {"attendees.2.part": "learner"}), AGREEMENT),
    "a coach who is the agreement's supervisor": (changed(OPENING, {"attendees": [WORKER, {**SUPERVISOR, "part": "coach"}]}), AGREEMENT),
    "a facilitator": (changed(OPENING, {"attendees.2.part": "facilitator"}), AGREEMENT),
    "a rating that is not given": (changed(SELF_RATING, {"ratings": [ref(OBSERVED), ref(changed(RATING, {"id": "r-9"}))]}), *BEFORE["x-5"]),
    "another's rating as the worker's": (changed(SELF_RATING, {"ratings": [ref(OBSERVED)]}), *BEFORE["x-5"]),
    "the worker's rating as observed": (changed(OBSERVATION, {"ratings": [ref(RATING)]}), *BEFORE["x-6"]),
    "another's observed rating": (changed(OBSERVATION, {"ratings": [ref(changed(OBSERVED, {"rater": "c"}))]}), changed(OBSERVED, {"rater": "c"}), *BEFORE["x-6"]),
    "an observed rating of another session": (changed(OBSERVATION, {"ratings": [ref(changed(OBSERVED, {"after.id": "r-0"}))]}), changed(OBSERVED, {"after.id": "r-0"}), *BEFORE["x-6"]),
    "a goal that is not given": (changed(NEXT_GOALS, {"goals": [ref(changed(GOAL, {"id": "g-9"}))]}), *BEFORE["x-8"]),
    "another worker's goal": (changed(NEXT_GOALS, {"goals": [ref(changed(GOAL, {"worker": "v"}))]}), changed(GOAL, {"worker": "v"}), *BEFORE["x-8"]),
    "many in focus": (TWO, *BEFORE["x-3"]),
    "encouragement too early": (changed(ENCOURAGEMENT, {"after": [ref(OPENING)]}), *BEFORE["x-7"]),
    "amends another session's step": (AMENDS_SESSION, *KEPT, OF_ANOTHER_SESSION),
    "amends another step": (changed(REFLECTION, {"id": "x-45", "status": "amended", "supersedes": ref(SELF_RATING)}), *KEPT),
    "amends somebody else's step": (changed(INTERESTS, {"id": "x-45", "by": "s", "status": "amended", "supersedes": ref(INTERESTS)}), *KEPT),
    "amends a step under another agreement": (AMENDS_AGREEMENT, *KEPT, PAIR, UNDER_PAIR),
    "two faults at once": (changed(REFLECTION, {"made_at": "noon"}), AGREEMENT),
    "supersedes another worker's participation": (changed(PARTICIPATION, {"id": "p-9", "status": "amended", "supersedes": ref(OTHERS_PART)}), OTHERS_PART),
    # groups
    "a group's goals": (changed(GROUP_REFLECTION, {"step": "next_goals", "-went_well": None, "goals": [ref(GOAL)]}), GROUP_OPENING, GOAL),
    "a group's rating": (changed(GROUP_REFLECTION, {"step": "worker_self_rating", "-went_well": None, "ratings": [ref(RATING)]}), GROUP_OPENING, RATING),
    "a group's observation": (changed(GROUP_REFLECTION, {"step": "supervisor_observation"}), GROUP_OPENING),
    "a group under an agreement": (under(GROUP_OPENING, AGREEMENT), AGREEMENT),
    "a group's reflection from outside": (changed(GROUP_REFLECTION, {"by": "z"}), GROUP_OPENING),
    "a person twice in a group": (changed(GROUP_OPENING, {"attendees": [WORKER, WORKER], "by": "w"}),),
    "one worker's setting in a group": (changed(GROUP_OPENING, {"setting": "direct_report"}),),
    # exceptions
    "an exception without its agreement": (EXCEPTION,),
    "an exception to a draft": (under(EXCEPTION, DRAFT), DRAFT),
    "an exception to what was never agreed": (under(EXCEPTION, VOID), VOID),
    "an exception by nobody": (changed(EXCEPTION, {"by": "o"}), AGREEMENT),
    "an exception on no day": (changed(EXCEPTION, {"on": "2026-02-30"}), AGREEMENT),
    "an exception at no time": (changed(EXCEPTION, {"made_at": "2026-11-12T25:00:00-08:00"}), AGREEMENT),
    "an exception of another agreement": (changed(EXCEPTION, {"id": "e-2", "status": "amended", "agreement": ref(PAIR), "supersedes": ref(EXCEPTION)}), EXCEPTION, PAIR),
}  # fmt: skip


def told(name: str) -> list[dict[str, str]]:
    return [
        {"code": one.code, "severity": one.severity, "path": one.path, "message": one.message, "fix": one.fix}
        for one in issues_of(*FAULTS[name])
    ]  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_what_is_sound_passes(name):
    """S1-07 to S1-29, S2-13 to S2-22: nothing is said against it, by its rules or its schema."""
    document, *beside = SOUND[name]
    assert issues_of(document, *beside) == []
    assert shape_issues(document, document["$schema"].split(":")[3]) == []


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_in_full(name):
    """S1-07, S1-11, S1-13 to S1-18, S1-25 to S1-29, S2-15, S2-21, S2-22, C-17, C-28, D9, D10: code, place, words, what to do."""
    assert told(name) == json.loads(TOLD.read_text("utf-8"))[name]


def test_nothing_is_told_of_what_is_not_tried():
    """The file of texts has a row for each fault, and no other."""
    assert list(json.loads(TOLD.read_text("utf-8"))) == list(FAULTS)


JUNK = (
    None,
    5,
    "x",
    {},
    [5],
    [{}],
    {"id": []},
    [{"id": 3, "digest": [], "person": [], "part": {}}],
)


@pytest.mark.parametrize("name", [name for name in SOUND if "amended" not in name])
def test_a_document_that_is_malformed_anywhere_is_borne_with(name):
    """Whatever stands in a field, the rules say what they can, and raise nothing."""
    document, *beside = SOUND[name]
    for field in document.keys() - {"$schema"}:
        for junk in JUNK:
            issues_of({**document, field: junk}, *beside)
    for junk in JUNK:
        odd = {
            d: {"$schema": one["$schema"], **dict.fromkeys(one, junk), "id": one["id"]}
            for d, one in given(*beside).items()
        }
        odd = {
            d: {**one, "$schema": beside[at]["$schema"]} for at, (d, one) in enumerate(odd.items())
        }
        CHECKS[document["$schema"].split(":")[3]](document, odd)


def test_what_is_malformed_is_the_schemas_matter():
    """A rule that cannot compare says nothing: the schema says it."""
    assert issues_of({**PARTICIPATION, "chosen_by": 5}) == []
    assert issues_of({**PARTICIPATION, "worker": 5}) == []
    assert issues_of({**TRYING, "made_at": 5}) == []
    assert issues_of({**GROUP_REFLECTION, "step": "dance"}, GROUP_OPENING) == []
    assert issues_of({**REFLECTION, "step": "dance"}, *BEFORE["x-4"]) == []


def test_the_kind_of_a_document_is_that_of_its_schema():
    """What names no schema is of no kind."""
    found = [
        kind_in({"$schema": urn})
        for urn in ("urn:sop:schema:rating:1", "rating", "a:b:c:d", "a:b:c:d:e:f", 5, None)
    ]
    assert found == ["rating", "", "", "", "", ""]
    assert kind_in({}) == ""


def test_a_reference_is_the_same_by_its_id():
    """A record may stand in for one that named the same definition by another digest."""
    earlier = {**RATING, "profile": {"id": "three_questions"}}
    later = {**RATING, "id": "r-9", "status": "amended", "supersedes": ref(earlier)}
    assert check_supersedes(later, given(earlier), same=("worker", "profile")) == []
    assert (
        check_supersedes({**later, "profile": {"id": "other"}}, given(earlier), same=("profile",))
        != []
    )


def test_no_text_of_the_pair_is_told():
    """S2-15: a message never quotes what somebody wrote or whose token it was."""
    every = TOLD.read_text("utf-8")
    assert not [
        word
        for word in ("I asked and waited", "You waited", "be judged", "took courage", "'w'", "'s'")
        if word in every
    ]


def test_what_stands_in_a_records_place_today():
    """DESIGN 3: itself, or the end of its chain; two where two stand in for one; a draft does not yet."""
    first, second, void = TWO_WAYS[0], TWO_WAYS[1], VOIDED_WAY
    draft = changed(first, {"id": "x-49", "status": "draft"})
    assert as_it_stands(REFLECTION, {}) == [REFLECTION]
    assert as_it_stands(REFLECTION, given(REFLECTION, draft, OPENING, void)) == [REFLECTION]
    assert as_it_stands(REFLECTION, given(void, first)) == [void]
    assert as_it_stands(REFLECTION, given(first, second)) == [first, second]
    assert as_it_stands(REFLECTION, given(void, first, second)) == [second, void]
    assert as_it_stands(void, given(first, second)) == [void]
    assert not is_void(REFLECTION, given(first, second, void))
    assert is_void(REFLECTION, given(first, void))
    assert is_void(void, {})


def test_records_that_go_round_in_a_circle_stand_for_nothing():
    """Digests rule it out; whoever makes it up is answered all the same, and builds on nothing."""
    one = changed(REFLECTION, {"supersedes": {**ref(REFLECTION), "id": "x-45"}})
    other = changed(TWO_WAYS[0], {"supersedes": {**ref(REFLECTION), "id": "x-4"}})
    assert as_it_stands(one, {"a": one, "b": other}) == []
    assert is_void(one, {"a": one, "b": other})


if __name__ == "__main__":
    TOLD.write_text(
        json.dumps({name: told(name) for name in FAULTS}, indent=1, ensure_ascii=False) + "\n",
        "utf-8",
    )

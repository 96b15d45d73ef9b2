"""What the bundled prompts and screens cover: every tip, thing to try and check of the source documents."""

from __future__ import annotations

import pytest

from sop_core import Situation, Sop
from sop_core.practice import CODES, FieldTool, StatementKind
from sop_core.prompts import NOTICING, STATEMENT
from tests.unit._content import PROMPTS, SCREENS, newest

SOP = Sop.load(plugins=False)
EVERY = [(id_, prompt) for id_, doc in newest(PROMPTS).items() for prompt in doc["prompts"]]
(DAY,) = SCREENS.values()
#: The screens that issue and sources name, beside those of coaching.
WANTED = {
    "hotline.call", "referral.review", "investigation.contact", "case.opening", "case.view", "contact.note",
    "case.plan", "supervision", "unit.meeting", "team.meeting", "multidisciplinary.meeting", "cft",
    "placement.change", "court.report", "case.closing", "transfer",
}  # fmt: skip


@pytest.mark.parametrize(
    "source",
    ["S1-06", "S1-17", "S1-25", "S1-29", "S2-03", "S2-10", "S2-12", "S2-13", "S2-14", "S2-16", "S2-20", "S2-21",
     "S2-22", "S2-26", "S2-27", "S2-28", "S2-30", "S2-31", "S2-32", "S2-33", "S2-34", "S2-35", "S2-37", "S2-38",
     "S2-39", "S2-40", "S2-41", "S2-42", "S3-01", "S4-02", "S4-08", "B-06", "B-22", "B-25", "B-28"],
)  # fmt: skip
def test_each_passage_has_a_prompt_that_grew_from_it(source):
    """S2-31 to S2-42, S2-13, S2-16, S4-02: nothing of the tips and of the things to try is left out."""
    assert [prompt["id"] for _, prompt in EVERY if source in prompt["source"]]


def test_all_four_clarity_checks_are_asked():
    """S2-31: the decision point, why placed, why open, and exactly which acts of protection."""
    texts = " ".join(p["text"]["en"] for _, p in EVERY if "S2-31" in p["source"])
    for words in ("decision point", "placement, rather", "case open", "acts of protection"):
        assert words in texts


def test_what_coaching_is_not_is_asked_in_four():
    """S2-13: training, being told what was wrong, complaining, therapy."""
    assert len([p for _, p in EVERY if p["source"] == "S2-13" and p["id"].startswith("talk_not")]) == 4  # fmt: skip


def test_supervisors_tips_are_for_supervisors_and_name_their_module():
    """S2-37 to S2-42: a prompt of each of the three modules, shown to supervisors alone."""
    tips = [p for set_, p in EVERY if set_ == "supervisor_tips"]
    assert all(p["roles"] == ["supervisor"] for p in tips)
    assert {one for p in tips for one in p.get("learning", [])} == {"module_1", "module_2", "module_3"}  # fmt: skip


def test_most_things_to_try_ask_for_no_action():
    """S2-35: thinking changes first."""
    assert {p["kind"] for set_, p in EVERY if set_ == "things_to_try"} <= {"reflect", "notice"}


def test_every_screen_is_defined_and_has_something_to_ask():
    """B-28, S2-16: the moments of a case, each with a prompt, and a tool where one is used there."""
    ids = [screen["id"] for screen in DAY["screens"]]
    assert set(ids) >= WANTED
    assert len(ids) == len(set(ids))
    asked = {screen for _, p in EVERY for screen in p["screens"]} - {NOTICING, STATEMENT}
    assert asked == set(ids)
    assert [s["id"] for s in DAY["screens"] if not s["tools"]] == ["coaching.session", "coaching.group"]  # fmt: skip


def uses():
    """Every use of a tool, with the screen that it is on."""
    return [(screen, use) for screen in DAY["screens"] for use in screen["tools"]]


def test_every_tool_is_used_somewhere_and_led_to():
    """S0-14: each field tool and each kind of statement stands on a screen, and a prompt leads to it."""
    assert {use["tool"] for _, use in uses()} == {*FieldTool, *StatementKind}
    assert {p["tool"] for _, p in EVERY if "tool" in p} == {*FieldTool, *StatementKind}


def test_every_use_of_a_tool_says_who_when_and_where():
    """B-28: who can use it, at which moment, and where in the record it is written down."""
    for screen, use in uses():
        assert use["who"], (screen["id"], use["tool"])
        assert set(use["who"]) <= set(screen.get("roles", use["who"]))
        assert use["when"]["en"].endswith(".")
        assert use["where"]["en"].endswith(".")


def test_a_prompt_leads_to_a_tool_that_its_screen_knows():
    """B-28: whoever follows a prompt finds when the tool is used there, and where it is written down."""
    known = {(screen["id"], use["tool"]): set(use["who"]) for screen, use in uses()}
    for set_, p in EVERY:
        for screen in p["screens"] if "tool" in p else []:
            who = known.get((screen, p["tool"]), set())
            assert who & set(p.get("roles", who)), (set_, p["id"], screen)


def test_whatever_stands_on_a_panel_makes_room_once_it_is_answered():
    """S2-03: every prompt of a screen has a cool-down; the words beside a record come with what they speak to."""
    lasting = [f"{set_}/{p['id']}" for set_, p in EVERY if not p.get("cool_down") and p["screens"] != [STATEMENT]]  # fmt: skip
    assert lasting == [f"what_we_notice/{code}" for code in CODES]


def panel(screen, role="social_worker", **facts):
    here = Situation(screen=screen, role=role, facts=facts)
    return [one.id.partition("/")[2] for one in SOP.panel(here).prompts]


def test_a_one_sided_account_brings_its_question_first():
    """D15, S2-37: what was noticed leads, where a host passes it."""
    assert panel("contact.note", **{"noticed.only_worries": 1})[0] == "balance_strengths"
    assert panel("contact.note", **{"noticed.only_strengths": 1})[0] == "balance_worries"
    both = panel("contact.note", **{"noticed.only_worries": 0})
    assert not [one for one in both if one.startswith("balance")]


def test_a_danger_without_a_goal_leads_on_the_case():
    """B-22: and where nothing is known, the Three Questions stand (S2-12)."""
    assert panel("case.view", **{"noticed.danger_without_goal": 1})[0] == "case_danger_without_goal"
    assert [one.rpartition("_")[2] for one in panel("case.view")] == ["well", "worried", "next"]


def test_a_session_s_steps_have_their_own():
    """S1-25, S1-29: the worker's view before what others saw; and a small success."""
    assert "talk_worker_first" in panel("coaching.session", **{"session.step": "supervisor_observation"})  # fmt: skip
    assert "talk_celebrate" in panel("coaching.session", **{"session.step": "celebration"})


def test_every_code_that_can_be_noticed_has_its_words_and_no_other():
    """S2-37: what is noticed is said in the words of one set, which an agency may replace."""
    said = [p["id"] for set_, p in EVERY if set_ == "what_we_notice"]
    assert tuple(said) == CODES
    assert all(p["screens"] == [NOTICING] for set_, p in EVERY if set_ == "what_we_notice")

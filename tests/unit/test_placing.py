"""Where prompts and forms stand: a screen that no definition describes is told, and nothing is refused for it."""

from __future__ import annotations

import pytest

from sop_core import Situation, Sop
from sop_core.catalog import screen_advice, screens_defined
from sop_core.catalog.placing import FACTS
from sop_core.practice import CODES, Notice, noticed_facts

SOP = Sop.load(plugins=False)
KNOWN = screens_defined(SOP.catalog.documents)


def asked(*screens):
    return {
        "id": f"p{len(screens)}", "kind": "ask", "screens": list(screens), "text": {"en": "Who waves?"}, "source": "t",
        "dismiss": ["later"],
    }  # fmt: skip


def prompts(*given, **more):
    return {
        "$schema": "urn:sop:schema:prompts:1", "id": "county07.own", "version": "1", "status": "active",
        "title": {"en": "T"}, "source": "t", "rights": "t", "dismiss_reasons": {"later": {"en": "Later"}},
        "prompts": list(given), **more,
    }  # fmt: skip


def screens(*names, **more):
    return {
        "$schema": "urn:sop:schema:screens:1", "id": "county07.screens", "version": "1", "status": "active",
        "title": {"en": "T"}, "source": "t", "rights": "t",
        "screens": [{"id": name, "title": {"en": "A place"}} for name in names], **more,
    }  # fmt: skip


def form(*names):
    found = SOP.catalog.documents["instrument", "social_worker_assessment", "1.0.0"]
    return {**found, "id": "county07.form", "screens": list(names)}


def said(issues):
    return [(one.code, one.path, one.severity) for one in issues]


def health(*definitions):
    """What is said of each of these definitions where they are loaded together."""
    held = Sop.load(plugins=False, definitions=definitions).health()
    mine = [one for one in held.definitions if one.where.startswith("definitions[")]
    return held.ok, [(one.ok, said(one.issues)) for one in mine]


def told(path):
    return ("screen_not_defined", path, "advice")


def test_a_prompt_on_a_screen_that_nobody_describes_is_told_and_in_force():
    """B-28: at its first place, once for each name; a host may have screens of its own."""
    mine = prompts(
        asked("case.view", "case.veiw"), asked("case.veiw", "county07.porch", "family.portal")
    )
    wanted = [told("$.prompts[0].screens[1]"), told("$.prompts[1].screens[1]")]
    assert said(SOP.check(mine)) == wanted
    assert health(mine) == (True, [(True, wanted)])
    first = SOP.check(mine)[0]
    assert "'case.veiw'" in first.message
    assert first.fix.startswith("Did you mean 'case.view'? The screens are: case.closing, ")
    here = Situation(screen="county07.porch", role="x")
    shown = Sop.load(plugins=False, definitions=[mine]).panel(here).prompts
    assert [one.id for one in shown] == ["county07.own/p3"]


def test_a_form_on_a_screen_that_nobody_describes_is_told():
    """Of an instrument the same, beside whatever else is advised."""
    mine = form("case.view", "case.veiw")
    assert told("$.screens[1]") in said(SOP.check(mine))
    assert health(mine) == (True, [(True, [told("$.screens[1]")])])
    assert "A form is offered where" in screen_advice(mine, "instrument", KNOWN)[0].message


@pytest.mark.parametrize("status", ["draft", "active", "retired"])
def test_a_screen_that_another_file_describes_is_known(status):
    """Whatever stands beside it, in any order and of any status."""
    mine, beside = prompts(asked("county07.porch")), screens("county07.porch", status=status)
    for together in ([mine, beside], [beside, mine]):
        assert health(*together) == (True, [(True, []), (True, [])])
    assert Sop.load(plugins=False, definitions=[beside]).check(mine) == ()


def test_what_is_left_out_describes_nothing():
    """A screen of a file that is refused is none; and of what is refused no screen is looked for."""
    broken = screens("county07.porch", title=5)
    mine = prompts(asked("county07.porch"))
    ok, found = health(mine, broken)
    assert not ok
    assert found[0] == (True, [told("$.prompts[0].screens[0]")])
    (twice, again) = health(mine, {**mine, "version": "1.0"})[1]
    assert [code for code, _, _ in (*twice[1], *again[1])] == ["defined_twice", "defined_twice"]


def test_every_screen_that_the_bundled_definitions_name_is_known():
    """They are not looked at where they are loaded."""
    for (kind, _, _), document in SOP.catalog.documents.items():
        assert screen_advice(document, kind, KNOWN) == ()
    assert {"case.view", "noticing", "family.portal"} <= KNOWN


@pytest.mark.parametrize("strange", [None, 5, "case.veiw", [], {}, [None, 5, ["x"], {"id": "y"}]])
def test_a_malformed_place_is_passed_over(strange):
    """The schema says what is wrong with it; there is no screen in it."""
    for document in (
        {"screens": strange},
        {"prompts": strange},
        {"prompts": [{"screens": strange}, 5]},
    ):
        assert screen_advice(document, "prompts", KNOWN) == ()
    assert screen_advice({"screens": ["no id\n", "", "x" * 65]}, "instrument", KNOWN) == ()
    assert screen_advice(screens("county07.porch"), "screens", KNOWN) == ()


def test_many_unknown_screens_are_guessed_at_only_so_often():
    """Guessing takes time: the first twenty, and each is told all the same."""
    found = screen_advice(prompts(*(asked(f"case.view{n}") for n in range(50))), "prompts", KNOWN)
    assert len(found) == 50
    assert [one.fix.startswith("Did you mean 'case.view'") for one in found] == [True] * 20 + [False] * 30  # fmt: skip


# -- prompts that nobody would ever see ------------------------------------------------------------


def looked_up(id_, screen):
    return SOP.check(prompts({**asked(screen), "id": id_}))


def test_words_for_what_is_no_part_of_a_statement_are_told():
    """They are looked up by the part's id, so that a slip in it shows the bundled question."""
    (issue,) = looked_up("who_worrys", "statement")
    assert said([issue]) == [("words_for_nothing", "$.prompts[0].id", "advice")]
    assert str(issue) == (
        "$.prompts[0].id: The words on the screen statement are looked up by the part of a statement, and 'who_worrys' "
        "is none, so that it would never be asked. Did you mean 'who_worries'? Name a part, with .hint behind it for its "
        "line of help: who_reported, caregiver_action, impact_on_child, who_worries, caregiver_might, situation, "
        "possible_impact, caregivers_doing, child_sees, others_see, how_long, caregiver, act_of_protection, danger_met, "
        "over_time."
    )


def test_words_for_what_is_no_code_of_a_notice_are_told():
    """The same, by the notice's code."""
    (issue,) = looked_up("only_worry", "noticing")
    assert said([issue]) == [("words_for_nothing", "$.prompts[0].id", "advice")]
    assert issue.fix.startswith("Did you mean 'only_worries'? The codes are: only_worries, ")
    assert issue.fix.endswith(", jargon.")


@pytest.mark.parametrize(
    ("id_", "screen"),
    [("who_worries", "statement"), ("who_worries.hint", "statement"), ("jargon", "noticing"), ("any", "case.view")],
)  # fmt: skip
def test_words_for_something_are_fine(id_, screen):
    """A question, its line of help, what is said to a notice; and on any other screen an id is an id."""
    assert looked_up(id_, screen) == ()


def test_a_condition_on_a_notice_that_there_is_not_is_told():
    """Wherever it stands: such a fact is stated by nobody."""
    wrong = {"fact": "noticed.only_worry", "at_least": 1}
    right = [{"fact": "noticed.only_worries", "at_least": 1}, {"fact": "county07.noticed", "is": "present"}]  # fmt: skip
    mine = prompts({**asked("case.view"), "when": [*right, wrong, {"any": [right[0], wrong]}]})
    found = SOP.check(mine)
    assert said(found) == [
        ("unknown_notice", "$.prompts[0].when[2].fact", "advice"),
        ("unknown_notice", "$.prompts[0].when[3].any[1].fact", "advice"),
    ]
    assert str(found[0]) == (
        "$.prompts[0].when[2].fact: Nothing is noticed that comes to the fact 'noticed.only_worry', so that the condition "
        "would not hold. Did you mean 'noticed.only_worries'? The facts are: noticed.danger_without_goal, "
        "noticed.harm_or_complicating, noticed.jargon, noticed.network_not_grown, noticed.no_impact, noticed.nothing_yet, "
        "noticed.objective_untagged, noticed.only_strengths, noticed.only_worries, noticed.part_missing, "
        "noticed.safety_part_missing, noticed.services_only, and 1 more. A fact of your own begins with your prefix."
    )


def test_every_notice_comes_to_a_fact_that_is_known():
    """What `noticed_facts` can state, and no other."""
    stated = noticed_facts(Notice(code) for code in CODES)
    assert set(stated) == set(FACTS)

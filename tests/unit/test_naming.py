"""Names that lead nowhere: a form that there is not, and a role that is all but written like another (C-34)."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from sop_core import Sop
from sop_core.catalog import names_in, naming_advice, roles_named, screens_named
from sop_core.cli.app import sop as command
from tests.unit.test_placing import asked, form, health, prompts, said, screens

SOP = Sop.load(plugins=False)
NAMES = names_in(SOP.catalog.documents)


def leads(**more):
    return {**asked("case.view"), **more}


def advice(*given, **more):
    return naming_advice(prompts(*given, **more), "prompts", NAMES)


def test_a_prompt_that_opens_no_form_is_told_and_in_force():
    """S2-03: once for each name, where it first stands; the nearest form is named."""
    mine = prompts(
        leads(id="a", opens="social_worker_assessment"), leads(id="b", opens="social_worker_asessment"),
        leads(id="c", opens="social_worker_asessment"), leads(id="d", opens="three_houses"),
    )  # fmt: skip
    wanted = [("form_not_defined", f"$.prompts[{at}].opens", "advice") for at in (1, 3)]
    assert said(SOP.check(mine)) == wanted
    assert health(mine) == (True, [(True, wanted)])
    first, second = SOP.check(mine)
    assert "'social_worker_asessment'" in first.message
    assert first.fix.startswith("Did you mean 'social_worker_assessment'? The instruments are: ")
    assert "a field tool is named as tool" in second.fix


def test_a_form_of_ones_own_is_known_beside_the_prompt():
    """B-28: another file of the same county may define it."""
    mine, own = prompts(leads(opens="county07.form")), form("case.view")
    assert said(SOP.check(mine)) == [("form_not_defined", "$.prompts[0].opens", "advice")]
    assert health(mine, own) == (True, [(True, []), (True, [])])


@pytest.mark.parametrize(
    ("role", "meant"),
    [
        ("socialworker", "social_worker"),
        ("social-worker", "social_worker"),
        ("supervisors", "supervisor"),
        ("superviosr", "supervisor"),
        ("hotline_wroker", "hotline_worker"),
        ("social_worker", None),
        ("social_worker_ii", None),
        ("worker", None),
        ("public_health_nurse", None),
        ("parent", None),
    ],
)
def test_a_role_that_looks_like_a_slip_is_told(role, meant):
    """C-34: roles are an open vocabulary; a new one is nobody's mistake."""
    found = advice(leads(roles=["supervisor", role] if role != "supervisor" else [role]))
    assert said(found) == (
        [("role_like_another", "$.prompts[0].roles[1]", "advice")] if meant else []
    )
    assert all(f"like '{meant}'" in one.message for one in found)


def test_a_set_is_not_compared_with_itself():
    """C-34: two roles of a county's own may look alike; what is in force already knows its own name."""
    mine = prompts(leads(roles=["county07.aide_1", "county07.aide_2"]))
    assert said(SOP.check(mine)) == []
    held = Sop.load(plugins=False, definitions=[mine])
    assert said(held.check(mine)) == []
    other = prompts(leads(roles=["county07.aide_1"]), id="county07.more")
    assert said(held.check(other)) == []
    close = prompts(leads(roles=["county07.aide1"]), id="county07.more")
    assert said(held.check(close)) == [("role_like_another", "$.prompts[0].roles[0]", "advice")]


def test_the_roles_of_screens_tools_and_forms_are_known():
    """C-34: wherever a definition in force names one."""
    own = screens("county07.porch")
    own["screens"][0] |= {"roles": ["county07.guide"], "tools": [
        {"tool": "scaling", "who": ["county07.aide"], "when": {"en": "Now."}, "where": {"en": "Here."}}]}  # fmt: skip
    held = Sop.load(plugins=False, definitions=[own]).catalog
    assert {"county07.guide", "county07.aide", "parent_guardian", "supervisor"} <= roles_named(held)
    assert "county07.guide" not in roles_named(SOP.catalog)
    assert {"county07.porch", "case.view", "noticing"} <= screens_named(held)


@pytest.mark.parametrize(
    "strange",
    [
        {"prompts": 3}, {"prompts": [3, {}]}, {"prompts": [{"opens": 3, "roles": 3}]},
        {"prompts": [{"opens": "No Id", "roles": ["No Id", None, 3]}]}, {"id": ["a list"]}, {"id": {}},
    ],
)  # fmt: skip
def test_a_malformed_place_is_passed_over(strange):
    """What is no name is refused by the schema."""
    assert naming_advice(strange, "prompts", NAMES) == ()
    assert naming_advice(strange, "screens", NAMES) == ()


def test_the_command_says_that_nobody_names_a_role():
    """C-34, S2-17: what is for every role is shown, and on standard error it is said that it is no more."""
    call = ["prompts", "--screen", "contact.note", "--role"]
    slip, known = (CliRunner().invoke(command, [*call, one]) for one in ("socialworker", "social_worker"))  # fmt: skip
    assert slip.exit_code == known.exit_code == 0
    assert slip.stderr.startswith(
        "No definition here names the role 'socialworker', so that it is shown what is for every role. Did you mean "
        "'social_worker'? The roles that are named: director, "
    )
    assert known.stderr == ""
    assert slip.stdout

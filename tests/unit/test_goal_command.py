"""`sop goal`, as a person or a script calls it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from sop_core.cli.app import sop as command
from tests.unit._goals import words_document

SOUND = "Use Three Questions with caregivers on 5 cases in next 30 days"


def run(*words, stdin=None):
    return CliRunner().invoke(
        command, ["goal", *words, "--on", "2026-11-23"], input=stdin, catch_exceptions=False
    )


def test_a_goal_is_echoed_with_its_parts():
    """DESIGN 9: exit 0 where practice, count, unit and window are found and no rule refuses."""
    result = run(SOUND)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "Use Three Questions with caregivers on 5 cases in the next 30 days (by December 23, 2026).\n"
        "  practice: three_questions\n"
        "  activity: Use Three Questions\n"
        "  number: 5\n"
        "  unit: case\n"
        "  with: caregivers\n"
        "  window: 2026-11-23 to 2026-12-23 (in next 30 days)\n"
    )


@pytest.mark.parametrize(
    ("text", "practice"),
    [
        (SOUND, "three_questions"),
        ("Three Houses with 2 children or sibling groups in next 2 weeks", "three_houses"),
        (
            "Safety Circles activity to expand the network with 1 family by next Friday",
            "safety_circles",
        ),
        ("Write harm and danger statements on 2 cases in 2 weeks", "harm_danger_statements"),
        ("Write a danger statement on 2 cases in 2 weeks", "harm_danger_statements"),
        ("Prepare a safety map with families on 2 cases in 2 weeks", "safety_mapping"),
    ],
)
def test_each_practice_with_a_profile_is_known_by_its_names(text, practice):
    """S1-22 to S1-24, C-12: the five that ship."""
    result = run(text, "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["practice"] == practice
    assert document["profiles"] == [practice]


def test_what_was_not_understood_is_listed_and_refusals_say_why():
    """Exit 1; issues on standard error, the words with their places on standard output."""
    result = run("Three Houses with a few kids soon really")
    assert result.exit_code == 1
    assert result.stdout.startswith("This is no goal yet.\n  practice: three_houses\n")
    assert result.stdout.endswith("not understood: 'really' (character 35)\n")
    assert "goal: $.count: The number is not said exactly." in result.stderr
    assert "goal: $.window: The text names a time that resolves to no one day." in result.stderr


def test_a_warning_does_not_refuse():
    """C-12: a practice that has no profile yet."""
    result = run("Safety House with 1 family by next Friday")
    assert result.exit_code == 0
    assert "goal: warning: $.profile: No profile of 'safety_house'" in result.stderr


def test_json_gives_the_draft_for_machines():
    """Every field, whether it was found or not."""
    found = json.loads(
        run("Safety Circles gladly to hear with 1 family by next Friday", "--json").stdout
    )
    assert found == {
        "ok": True,
        "said": "Safety Circles to hear with 1 family by next Friday (by November 27, 2026).",
        "phrase": "Safety Circles gladly to hear with 1 family by next Friday",
        "practice": "safety_circles", "profiles": ["safety_circles"], "activity": "Safety Circles",
        "count": 1, "unit": "family", "with": [], "purpose": "hear",
        "window": {
            "phrase": "by next Friday", "kind": "weekday", "n": None, "weekday": "friday",
            "starts": "2026-11-23", "due": "2026-11-27",
        },
        "words": {"id": "goal_words", "version": "1.0.0"},
        "not_understood": [{"word": "gladly", "start": 15, "end": 21}],
        "issues": [],
    }  # fmt: skip
    refused = run("hello", "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["window"] is None
    assert len(json.loads(refused.stdout)["issues"]) == 4


def test_a_text_may_come_from_standard_input():
    """Where the text is a dash."""
    assert run("-", stdin=f"{SOUND}\n").exit_code == 0


def test_a_countys_own_words_are_read_by_their_id(tmp_path):
    """A file beside the bundled ones; a name that there is not is refused with the choices."""
    document = words_document()
    document["id"] = "county07.goal_words"
    document["units"].append(
        {"id": "referral_call", "one": "call", "other": "calls", "after": "on"}
    )
    file = tmp_path / "words.json"
    file.write_text(json.dumps(document))
    text = "Three Questions on 3 calls in 2 weeks"
    own = run(text, "--words", "county07.goal_words", "--definitions", str(file), "--json")
    assert json.loads(own.stdout)["unit"] == "referral_call"
    assert run(text).exit_code == 1
    missing = run(text, "--words", "county8")
    assert missing.exit_code == 1
    assert "goal_words" in missing.stderr


def test_the_day_is_said_by_the_caller():
    """Without it the call is wrong: no window counts from a day that nobody named."""
    result = CliRunner().invoke(command, ["goal", SOUND])
    assert result.exit_code == 2
    assert "--on" in result.stderr

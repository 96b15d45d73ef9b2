"""Profiles in the catalog, and ratings through the public door: found, ordered, accepted, told."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from attrs import evolve
from click.testing import CliRunner

from sop_core import NotFound, RecordRefused, Sop, digest, to_document
from sop_core.cli.app import sop as command
from sop_core.errors import Issue
from sop_core.profiles import Rating
from tests.unit._rubrics import PROFILE, VALUE, observed, profile, rating

BASE = Sop.load(plugins=False)
SOP = Sop.load(plugins=False, definitions=[PROFILE])


def loaded(*documents):
    return Sop.load(plugins=False, definitions=list(documents))


def named(id_, *needs, **fields):
    return profile(id=id_, prerequisites=list(needs), **fields)


def left_out(sop):
    return [
        (one.id, one.version, [i.code for i in one.issues])
        for one in sop.health().definitions
        if not one.ok
    ]


# -- the catalog ------------------------------------------------------------------------------------


def test_the_bundled_profiles_are_in_force():
    """C-12: five, each as a value; what comes before what is told by the definitions (S1-10)."""
    assert [one.id for one in BASE.catalog.active_profiles] == [
        "harm_danger_statements", "safety_circles", "safety_mapping", "three_houses", "three_questions",
    ]  # fmt: skip
    assert BASE.catalog.profile("safety_mapping").prerequisites == ("three_questions",)
    assert BASE.health().ok


def test_a_profile_is_found_by_its_id_and_version():
    newer = profile(version="1.10", status="draft")
    sop = loaded(PROFILE, newer)
    assert sop.catalog.profile("garden") == VALUE
    assert sop.catalog.profile("garden", "1.10").version == "1.10"
    assert sop.catalog.loaded_profile("garden", "1.0.0") == VALUE
    assert sop.catalog.loaded_profile("garden", "3") is None
    assert sop.catalog.document("profile", "garden") == PROFILE
    assert [one.version for one in sop.catalog.active_profiles if one.id == "garden"] == ["1.0.0"]


def test_one_that_is_not_there_is_told_with_the_choices():
    with pytest.raises(NotFound) as caught:
        SOP.catalog.profile("gardn")
    assert str(caught.value) == (
        "There is no practice profile 'gardn'. Did you mean 'garden'? The practice profiles are: garden, "
        "harm_danger_statements, safety_circles, safety_mapping, three_houses, three_questions. If a definition file "
        "should have brought it, sop.health() says why it was left out, and so does `sop doctor`."
    )
    with pytest.raises(NotFound) as caught:
        SOP.catalog.profile("garden", "9")
    assert str(caught.value) == (
        "There is no version '9' of garden. The versions are: 1.0.0. Load the definition file of that version beside "
        "the newer one; old records need it."
    )


def test_a_prerequisite_that_is_not_loaded_is_advice():
    """S1-10: it is passed over; the profile is in force."""
    document = named("garden", "three_houses", "soil")
    expected = Issue(
        "prerequisite_not_loaded",
        "$.prerequisites[1]",
        "The profile comes after 'soil', which is not loaded here. A linear order passes over it (S1-10).",
        fix="Load that profile as well, or name one of: garden, harm_danger_statements, safety_circles, "
        "safety_mapping, three_houses, three_questions.",
        severity="advice",
    )
    sop = loaded(document)
    (health,) = [one for one in sop.health().definitions if one.id == "garden"]
    assert (health.ok, health.issues) == (True, (expected,))
    assert BASE.check(document) == (expected,)
    assert loaded(document, named("soil")).check(document) == ()


def test_profiles_that_need_each_other_are_refused_by_name():
    """S1-10: the last that was found is left out; the others stay, and say what they now lack."""
    one, two, three = named("a", "b"), named("b", "c"), named("c", "a")
    sop = loaded(one, two, three)
    assert left_out(sop) == [("c", "1.0.0", ["prerequisite_cycle"])]
    (bad,) = [health for health in sop.health().definitions if not health.ok]
    assert bad.issues == (
        Issue(
            "prerequisite_cycle",
            "$.prerequisites[0]",
            "The prerequisites go in a circle: 'c' needs 'a' needs 'b' needs 'c'. In a linear order each would have "
            "to come before the other (S1-10).",
            fix="Take one of these prerequisites out.",
        ),
    )
    (advised,) = [health for health in sop.health().definitions if health.id == "b"]
    assert [issue.code for issue in advised.issues] == ["prerequisite_not_loaded"]
    assert sop.catalog.versions("profile", "c") == ()
    # What loading refuses, check refuses beside what is in force.
    assert [issue.code for issue in sop.check(three)] == ["prerequisite_cycle"]
    assert [issue.code for issue in loaded(one, two).check(three)] == ["prerequisite_cycle"]


def test_a_county_cannot_take_a_bundled_profile_out_of_force():
    """A newer version that closes a circle is left out; what was there before stays."""
    document = named("three_questions", "harm_danger_statements", version="1.1")
    sop = loaded(document)
    assert left_out(sop) == [("three_questions", "1.1", ["prerequisite_cycle"])]
    assert [one.version for one in sop.catalog.active_profiles] == ["1.0.0"] * 5


def test_only_versions_on_offer_go_in_a_circle():
    """An order may be turned round by new versions, in whatever order the files are found."""
    old = [named("a", "b"), named("b")]
    new = [named("a", version="2"), named("b", "a", version="2")]
    for documents in ([*old, *new], [*new, *old]):
        assert left_out(loaded(*documents)) == []
    assert loaded(*old, *new).check(old[0]) == ()
    # A draft beside an active version is not on offer; a draft alone is.
    drafts = [named("a"), named("b", "a"), named("a", "b", version="2", status="draft")]
    assert left_out(loaded(*drafts)) == []
    alone = [named("a", "b", status="draft"), named("b", "a", status="retired")]
    assert left_out(loaded(*alone)) == [("b", "1.0.0", ["prerequisite_cycle"])]


def test_two_circles_are_both_told():
    documents = [
        named("a", "b"),
        named("b", "a"),
        named("c", "d"),
        named("d", "c"),
        named("e", "a"),
    ]
    assert left_out(loaded(*documents)) == [
        ("b", "1.0.0", ["prerequisite_cycle"]), ("d", "1.0.0", ["prerequisite_cycle"]),
    ]  # fmt: skip
    assert loaded(*documents).catalog.profile("e").prerequisites == ("a",)


# -- the door ---------------------------------------------------------------------------------------

AGREEMENT = {
    "$schema": "urn:sop:schema:agreement:1", "id": "agreed", "status": "complete", "worker": "w", "coach": "coach",
    "made_at": "2026-11-01T09:00:00-08:00", "context": "field",
    "dialogue": {
        "purpose": "p", "context": "c", "stakeholders": "s", "desired_outcomes": "d",
        "hopes": {"worker": "h", "coach": "h"}, "fears": {"worker": "f", "coach": "f"},
    },
    "terms": {
        "frequency": {"every": 2, "unit": "week"}, "minutes": 60, "internal_use": "i", "not_for_appraisal": True,
        "confidential": True, "exception": "unaddressed_safety_concern",
    },
    "shares": {}, "mode": "together", "combined_with_appraisal": False,
    "assents": [{"party": "worker", "on": "2026-11-01"}, {"party": "coach", "on": "2026-11-01"}],
    "starts": "2026-11-01", "ends": "2027-04-30", "extensions": {},
}  # fmt: skip


def ref(record):
    return {"id": record.id, "digest": digest(record)}


@pytest.fixture(scope="module")
def story():
    """An agreement, the worker's own rating under it, and the coach's after that."""
    agreement = SOP.accept(AGREEMENT).record
    own = SOP.accept(rating(agreement=ref(agreement)), given=[agreement]).record
    seen = SOP.accept(
        observed(agreement=ref(agreement), after=ref(own)), given=[agreement, own]
    ).record
    return agreement, own, seen


def codes(document, given=()):
    return [issue.code for issue in SOP.check(document, given=given)]


def test_a_rating_is_accepted_with_what_it_builds_on(story):
    """S1-26, S1-27: the worker's own first, then the observed one; kept apart, side by side."""
    _, own, seen = story
    assert isinstance(own, Rating)
    assert (own.view.value, seen.view.value) == ("self", "observed")
    assert own.profile == seen.profile == VALUE.ref
    assert [(need.kind, need.id) for need in SOP.needs(to_document(seen))] == [
        ("agreement", "agreed"), ("rating", "own"),
    ]  # fmt: skip


def test_what_a_host_leaves_out_is_filled_in_once(story):
    """The accepted record has the profile's digest and every field, and comes back the same."""
    bare = rating(agreement=None, profile={"id": "garden", "version": "1.0.0"})
    receipt = SOP.accept({key: value for key, value in bare.items() if key != "extensions"})
    document = to_document(receipt.record)
    assert document["profile"]["digest"] == VALUE.ref.digest
    assert SOP.accept(document).record == receipt.record
    assert to_document(SOP.accept(document).record) == document


def test_a_rating_tells_the_world_nothing_that_is_in_it(story):
    """S2-15: that it was accepted, and on which day."""
    (event,) = SOP.accept(rating(agreement=None)).events
    assert event["data"] == {
        "kind": "rating", "record": "own", "schema": "urn:sop:schema:rating:1", "status": "complete",
        "day": "2026-11-02",
    }  # fmt: skip


def test_the_supervisors_view_does_not_come_first(story):
    """S1-27: without the worker's own it is refused; without the agreement too."""
    agreement, own, seen = story
    document = to_document(seen)
    assert codes(document, [agreement]) == ["given_missing"]
    assert codes(document, [own]) == ["given_missing"]
    alone = {key: value for key, value in document.items() if key != "after"}
    assert codes(alone, [agreement, own]) == ["own_view_first"]
    with pytest.raises(RecordRefused):
        SOP.accept(alone, given=[agreement, own])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"made_at": "2026-10-31T23:00:00-08:00"}, "agreement_not_in_force"),
        ({"made_at": "2027-05-01T00:00:00-08:00"}, "agreement_not_in_force"),
        ({"rater": "stranger"}, "rater_not_partner"),
    ],
)
def test_the_agreement_decides_who_and_when(story, changes, code):
    """S1-07, S1-18: on its days, by its parties."""
    agreement, own, seen = story
    found = codes({**to_document(seen), **changes}, [agreement, own])
    assert code in found
    assert set(found) <= {code, "after_not_own"}


def test_an_agreement_that_was_ended_or_replaced_carries_no_rating(story):
    """Either party ends it alone; what stands in its place is given along."""
    agreement, own, seen = story
    ended = {
        **AGREEMENT, "id": "ended", "status": "amended", "supersedes": ref(agreement),
        "ended": {"by": "worker", "on": "2026-11-01"},
    }  # fmt: skip
    later = SOP.accept(ended, given=[agreement]).record
    assert codes(to_document(seen), [agreement, own, later]) == ["agreement_not_in_force"]
    under = {**to_document(own), "agreement": ref(later)}
    assert codes(under, [later]) == ["agreement_not_in_force"]


def test_a_draft_is_no_agreement(story):
    draft = SOP.accept({**AGREEMENT, "id": "draft", "status": "draft"}).record
    assert codes(rating(agreement=ref(draft)), [draft]) == ["agreement_not_in_force"]


def test_a_later_rating_corrects_ones_own_and_no_other(story):
    """Same worker, rater, profile and view; nobody takes back another's view."""
    agreement, own, seen = story
    again = {**to_document(own), "id": "again", "status": "amended", "supersedes": ref(own)}
    assert codes(again, [agreement, own]) == []
    assert codes({**again, "status": "complete", "supersedes": None}, [agreement, own]) == [
        "wrong_type"
    ]
    assert codes(again, [agreement]) == ["given_missing"]
    taken = {**to_document(seen), "id": "x", "status": "entered_in_error", "supersedes": ref(own)}
    assert codes(taken, [agreement, own]) == ["supersedes_another"]
    void = {**taken, "supersedes": ref(seen)}
    assert codes(void, [seen]) == []
    del void["supersedes"]
    assert codes(void, [seen]) == ["supersedes_missing"]
    other = SOP.accept(
        {
            **rating(agreement=None),
            "profile": {"id": "three_houses", "version": "1.0.0"},
            "aspects": {"pace": {"attained": None}},
        }
    ).record
    assert codes({**again, "supersedes": ref(other)}, [agreement, other]) == ["supersedes_another"]


def test_no_rating_is_for_an_appraisal():
    """S1-05, D18: refused, and in words of its own."""
    found = SOP.check(rating(agreement=None, purpose="performance_appraisal"))
    assert {issue.code for issue in found} == {"not_a_choice", "rating_for_appraisal"}


def test_a_profile_that_is_not_in_force_is_told():
    for named_, code, path in (
        ({"id": "gardn", "version": "1"}, "unknown_profile", "$.profile.id"),
        ({"id": "garden", "version": "9"}, "unknown_version", "$.profile.version"),
    ):
        (issue,) = SOP.check(rating(agreement=None, profile=named_))
        assert (issue.code, issue.path) == (code, path)
        assert issue.message.startswith("There is no ")
        assert issue.fix.startswith("Name ")
    for odd in (None, 5, {}, {"id": 1, "version": "1"}, {"id": "garden", "version": 1}):
        document = {**rating(agreement=None), "profile": odd}
        assert all(code in ("wrong_type", "missing_field") for code in codes(document))


# -- the command ------------------------------------------------------------------------------------


def run(*words, stdin=None):
    return CliRunner().invoke(command, list(words), input=stdin, catch_exceptions=False)


def test_the_command_lists_profiles():
    """For a person a line each, for a machine the levels and aspects."""
    result = run("profiles")
    assert result.exit_code == 0
    assert (
        "safety_mapping 1.0.0 (active)  Safety Mapping (sample): 3 aspects, 6 levels, en; after three_questions\n"
        in result.stdout
    )
    found = [json.loads(line) for line in run("profiles", "--json").stdout.splitlines()]
    assert [one["id"] for one in found] == [one.id for one in BASE.catalog.active_profiles]
    assert found[2] == {
        "id": "safety_mapping", "version": "1.0.0", "status": "active", "title": {"en": "Safety Mapping (sample)"},
        "practice": "safety_mapping", "levels": [f"level_{n}" for n in range(1, 7)],
        "aspects": ["facilitating", "sorting", "using"], "prerequisites": ["three_questions"],
        "digest": BASE.catalog.profile("safety_mapping").ref.digest,
    }  # fmt: skip


def test_the_command_shows_a_profile(tmp_path):
    """Each aspect, and what practice looks like at the top of each level."""
    said = run("show", "safety_mapping").stdout
    assert "in a linear order after: three_questions" in said
    assert "rights: sop_core sample profiles" in said
    assert "\nMaking the map with others (facilitating)\n  Level 1 (level_1): Explains" in said
    path = tmp_path / "garden.json"
    path.write_text(json.dumps(PROFILE))
    said = run("show", "garden", "--definitions", str(path)).stdout
    assert "practice: garden; languages: en (original)" in said
    assert "linear order" not in said
    assert "  Seed (seed): asks as a seed does\n" in said


def test_one_id_of_several_kinds_is_told_apart():
    """The Three Questions are a profile and a set of prompts."""
    both = run("show", "three_questions", "--json")
    assert json.loads(both.stdout)["$schema"] == "urn:sop:schema:profile:1"
    assert both.stderr == "There is also: --kind prompts.\n"
    one = run("show", "three_questions", "--json", "--kind", "prompts")
    assert json.loads(one.stdout)["$schema"] == "urn:sop:schema:prompts:1"
    assert one.stderr == ""
    assert "[ask]" in run("show", "three_questions", "--kind", "prompts").stdout
    none = run("show", "three_questions", "--kind", "instrument")
    assert (none.exit_code, "There is no instrument 'three_questions'." in none.stderr) == (1, True)
    wrong = run("show", "three_questions", "--version", "9")
    assert (wrong.exit_code, "There is no version '9' of three_questions" in wrong.stderr) == (
        1,
        True,
    )


def test_a_definition_without_a_page_of_its_own_is_shown_as_it_stands():
    """Goal words are lists of words: the file itself says them best."""
    assert json.loads(run("show", "goal_words").stdout)["id"] == "goal_words"


def test_the_command_checks_a_profile(tmp_path):
    """Refused with path and fix; advice refuses nothing (S1-01)."""
    document = deepcopy(PROFILE)
    document["aspects"][0]["descriptors"]["leaf"]["en"] = "Always asks."
    path = tmp_path / "garden.json"
    path.write_text(json.dumps(document))
    result = run("check", str(path))
    assert result.exit_code == 0
    assert "$.aspects[0].descriptors.leaf.en: This speaks of how often (Always)." in result.stdout
    del document["aspects"][0]["descriptors"]["leaf"]
    path.write_text(json.dumps(document))
    result = run("check", str(path))
    assert result.exit_code == 1
    assert "does not say what practice looks like at leaf" in result.stdout


def test_values_are_made_once():
    """A catalog gives the same value again."""
    assert SOP.catalog.profile("garden") is SOP.catalog.profile("garden")
    assert evolve(VALUE) == VALUE


def test_the_bundled_profiles_fit_each_other():
    """S1-10: what is not looked at again at each load was looked at here: no circle, and nothing that is missing."""
    from sop_core.catalog import order_issues

    documents = Sop.load(plugins=False).catalog.documents
    found = [
        order_issues(one, documents) for (kind, *_), one in documents.items() if kind == "profile"
    ]
    assert len(found) == 5
    assert not any(found)

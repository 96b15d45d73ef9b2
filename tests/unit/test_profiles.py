"""Practice profiles: what they are, in which order they come, and what an author is told."""

from __future__ import annotations

from copy import deepcopy

import pytest

from sop_core import CallRefused
from sop_core.catalog import definition_advice, definition_issues
from sop_core.errors import Issue
from sop_core.profiles import (
    PracticeProfile,
    advise_profile,
    check_profile,
    descriptor_texts,
    find_cycle,
    focus_advice,
    is_open,
    linear_order,
    prerequisites_of,
    read_time,
)
from sop_core.types import DefinitionStatus, Translation
from tests.unit._rubrics import ASPECTS, LEVELS, PROFILE, VALUE, profile, profile_value


def codes(issues):
    return [(issue.code, issue.path) for issue in issues]


# -- the value --------------------------------------------------------------------------------------


def test_a_profile_is_a_rubric_of_one_practice():
    """S0-11, C-11: any number of levels by any names, lowest first, each described in each aspect."""
    assert isinstance(VALUE, PracticeProfile)
    assert (VALUE.id, VALUE.version, VALUE.status) == ("garden", "1.0.0", DefinitionStatus.ACTIVE)
    assert VALUE.ref.digest.startswith("sha256:")
    assert VALUE.level_ids == LEVELS
    assert VALUE.aspect_ids == ASPECTS
    assert [VALUE.position(level) for level in LEVELS] == [0, 1, 2, 3]
    assert VALUE.aspect("listens").descriptors["leaf"].get("en") == "listens as a leaf does"
    assert VALUE.title.get("en") == "Garden"
    with pytest.raises(ValueError, match=r"x"):
        VALUE.position("x")
    with pytest.raises(KeyError):
        VALUE.aspect("x")


def test_what_a_profile_leaves_out_has_a_default():
    """The practice is the profile's own id; nothing comes before it; English is original."""
    assert (VALUE.practice, VALUE.prerequisites, VALUE.intro) == ("garden", (), None)
    assert (dict(VALUE.names), dict(VALUE.extensions)) == ({}, {})
    assert VALUE.translation("en") is Translation.ORIGINAL
    assert VALUE.translation("es") is Translation.DRAFT


def test_what_a_profile_states_is_kept():
    """Every field of the document stands in the value."""
    value = profile_value(
        practice="gardening",
        names={"en": ["garden", "the garden"]},
        intro={"en": "Read this."},
        prerequisites=["soil"],
        translations={"en": "reviewed"},
        extensions={"county": [1]},
    )
    assert value.practice == "gardening"
    assert value.names["en"] == ("garden", "the garden")
    assert value.intro is not None
    assert value.intro.get("en") == "Read this."
    assert value.prerequisites == ("soil",)
    assert value.translation("en") is Translation.REVIEWED
    assert value.extensions["county"] == (1,)
    assert (value.source, value.rights) == ("made up for a test", "none")


# -- the order --------------------------------------------------------------------------------------


def named(id_, *needs):
    return profile_value(id=id_, prerequisites=list(needs))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ""),
        ([named("a")], "a"),
        ([named("b"), named("a")], "ba"),
        ([named("c", "b"), named("b", "a"), named("a")], "abc"),
        ([named("c", "b"), named("x"), named("b", "a"), named("a")], "xabc"),
        ([named("b", "gone"), named("a")], "ba"),
        ([named("d", "b", "c"), named("c", "a"), named("b", "a"), named("a")], "acbd"),
        ([named("x", "z"), named("y"), named("z")], "yzx"),
    ],
)
def test_a_linear_order_puts_prerequisites_first(given, expected):
    """S1-10: what a profile needs comes before it; among the rest the given order stands."""
    assert "".join(one.id for one in linear_order(given)) == expected


def test_profiles_that_need_each_other_have_no_order():
    """S1-10: a circle is refused by name, and so are two versions of one profile."""
    with pytest.raises(CallRefused) as caught:
        linear_order([named("z"), named("a", "b"), named("b", "a")])
    assert caught.value.message == (
        "The profiles a, b cannot be put in an order: at least two of them each need the other first. Take a "
        "prerequisite out of one of them."
    )
    with pytest.raises(CallRefused) as caught:
        linear_order([named("a"), named("a")])
    assert caught.value.message == (
        "The profile 'a' stands twice in what is to be ordered. Pass one version of each."
    )


@pytest.mark.parametrize(
    ("needed", "expected"),
    [
        ({}, ()),
        ({"a": ("a",)}, ("a", "a")),
        ({"a": ("b",), "b": ("c",)}, ()),
        ({"a": ("b",), "b": ("c",), "c": ("a",)}, ("a", "b", "c", "a")),
        ({"a": ("b", "c"), "b": ("d",), "d": ("a",), "c": ("a",)}, ("a", "c", "a")),
        ({"a": ("b",), "b": ("c",), "c": ("b",)}, ()),
    ],
)
def test_the_shortest_circle_is_found(needed, expected):
    """A circle is told from where one stands in it; one beside it is another's."""
    assert find_cycle(needed, "a") == expected


def test_a_profile_is_open_when_what_it_needs_was_taken_up():
    """S1-10, S1-12: it asks for no level there."""
    assert is_open(named("a"), taken_up=())
    assert not is_open(named("b", "a"), taken_up=())
    assert not is_open(named("c", "a", "b"), taken_up={"a"})
    assert is_open(named("c", "a", "b"), taken_up={"a", "b"})


# -- the rules --------------------------------------------------------------------------------------


def test_a_sound_profile_has_no_issue():
    assert definition_issues(profile(), "profile") == ()
    assert definition_advice(profile(), "profile") == ()
    assert check_profile(profile(prerequisites=["soil"], names={"en": ["a garden"]})) == []


def aspect(at, **changes):
    document = profile()
    document["aspects"][at] |= changes
    return document


def descriptors(**changes):
    kept = {**PROFILE["aspects"][0]["descriptors"], **changes}
    return aspect(0, descriptors={key: value for key, value in kept.items() if value is not None})


def test_every_level_is_described_in_every_aspect():
    """S1-02: a level is met when all of its description is; one without a description could not be."""
    (issue,) = check_profile(descriptors(leaf=None, seed=None))
    assert issue == Issue(
        "level_not_described",
        "$.aspects[0].descriptors",
        "Aspect 'asks' does not say what practice looks like at seed, leaf. A level is met when all of its "
        "description is (S1-02), so that one without a description could be met by nobody.",
        fix="Describe every level, in what another person could see or hear.",
    )


def test_a_descriptor_is_of_a_level_that_there_is():
    (issue,) = check_profile(descriptors(twig={"en": "x"}))
    assert issue == Issue(
        "unknown_level",
        "$.aspects[0].descriptors.twig",
        "Aspect 'asks' describes 'twig', which is no level of this profile.",
        fix="The levels are: seed, root, leaf, fruit. Add it to them, or take it out here.",
    )
    found = check_profile(descriptors() | {"levels": []})
    assert {issue.fix for issue in found} == {
        "The levels are: none yet. Add it to them, or take it out here."
    }


def test_ids_are_unique_and_texts_are_whole():
    """Two levels or aspects of one id, a text in too few languages, a character that turns it round."""
    document = profile(levels=[*PROFILE["levels"], PROFILE["levels"][1]])
    assert codes(check_profile(document)) == [("not_unique", "$.levels[4].id")]
    assert check_profile(document)[0].message.startswith(
        "level 'root' already stands at $.levels[1].id."
    )
    found = check_profile(aspect(1, id="asks"))
    assert codes(found) == [("not_unique", "$.aspects[1].id")]
    assert found[0].message.startswith("aspect 'asks'")
    assert codes(check_profile(descriptors(leaf={"es": "x"}))) == [
        ("locales_differ", "$.aspects[0].descriptors.leaf")
    ]
    assert codes(check_profile(descriptors(leaf={"en": "x\u202e"}))) == [
        ("bidi_control", "$.aspects[0].descriptors.leaf.en")
    ]


def test_a_name_cannot_look_like_another():
    """A person picks a practice by its name."""
    (issue,) = check_profile(profile(names={"en": ["garden", "gar\u2066den"]}))
    assert issue == Issue(
        "bidi_control",
        "$.names.en[1]",
        "The name holds a character that reorders what a reader sees, so that it can look like another name.",
        fix="Take out the bidirectional control characters (U+061C, U+200E-F, U+202A-E, U+2066-9).",
    )


def test_a_profile_does_not_come_before_itself():
    """S1-10."""
    (issue,) = check_profile(profile(prerequisites=["soil", "garden"]))
    assert issue == Issue(
        "prerequisite_cycle",
        "$.prerequisites[1]",
        "The profile names itself, 'garden', as what comes before it.",
        fix="Take it out of prerequisites.",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"levels": None},
        {"levels": [1, {"id": 2}, {}]},
        {"aspects": "x"},
        {"aspects": [1, {}, {"id": 3, "descriptors": 4}, {"id": "a", "descriptors": {"seed": 5}}]},
        {"names": [1]},
        {"names": {"en": 1, "es": [2]}},
        {"prerequisites": 1},
        {"prerequisites": [1, {}]},
        {"title": None},
    ],
)
def test_what_is_malformed_is_passed_over(changes):
    """The schema says so; the rules go on with the rest, and all issues come at once."""
    document = profile(**changes)
    check_profile(document)
    advise_profile(document)
    assert definition_issues(document, "profile") != ()
    assert definition_advice(document, "profile") is not None


def test_two_levels_that_read_alike_are_worth_a_look():
    """S1-04: each level adds something that can be seen. It is advice, and refuses nothing."""
    (issue,) = advise_profile(descriptors(fruit={"en": "Asks  as a ROOT does"}))
    assert issue == Issue(
        "levels_alike",
        "$.aspects[0].descriptors.fruit.en",
        "This says the same as $.aspects[0].descriptors.root.en. Levels are cumulative: each is told from the one "
        "below by something more that can be seen (S1-04).",
        fix="Say what practice at this level adds, or have fewer levels.",
        severity="advice",
    )
    assert definition_advice(descriptors(fruit={"en": "asks as a root does"}), "profile") == (
        issue,
    )
    # Two aspects may share words, and two languages may.
    assert advise_profile(aspect(1, descriptors=PROFILE["aspects"][0]["descriptors"])) == []
    both = {"en": "x", "es": "x"}
    assert advise_profile(descriptors(root=both, leaf={"en": "y", "es": "z"})) == []
    assert advise_profile(profile(levels=[{"id": "a", "title": {"en": "A"}}] * 2)) == []


def test_a_level_that_speaks_of_how_often_is_worth_a_look():
    """S1-01: levels describe skill, never frequency; a person decides."""
    (issue,) = definition_advice(
        descriptors(leaf={"en": "Often asks, and always listens."}), "profile"
    )
    assert issue == Issue(
        "frequency_wording",
        "$.aspects[0].descriptors.leaf.en",
        "This speaks of how often (Often, always). A level describes what skilled practice looks like; how often a "
        "thing is done says nothing of how well, and turns into a count of work (S1-01).",
        fix="Say what another person could see or hear at this level; leave it if the word means something else here.",
        severity="advice",
    )
    titled = profile(
        levels=[
            {"id": "seed", "title": {"en": "Sometimes", "es": "A veces"}},
            *PROFILE["levels"][1:],
        ]
    )
    found = definition_advice(titled, "profile")
    assert codes(found) == [
        ("frequency_wording", "$.levels[0].title.en"),
        ("frequency_wording", "$.levels[0].title.es"),
    ]
    assert definition_advice(profile(intro={"en": "Meet every month."}), "profile") == ()


def test_descriptors_and_levels_names_are_what_speaks_of_skill():
    """The places of all texts that a level shows."""
    places = [place for place, _ in descriptor_texts(profile())]
    assert places[:4] == [("levels", at, "title") for at in range(4)]
    assert places[4] == ("aspects", 0, "descriptors", "seed")
    assert len(places) == 4 + 2 * 4


def test_prerequisites_are_read_as_they_stand():
    assert prerequisites_of({"prerequisites": ["a", 1, "b"]}) == ("a", "b")
    assert prerequisites_of({}) == ()


def test_checking_changes_nothing():
    document = profile()
    before = deepcopy(document)
    check_profile(document)
    assert document == before


# -- focus and time ---------------------------------------------------------------------------------


def test_more_than_a_few_aspects_in_focus_is_advice():
    """S1-03, C-17: three are few; more is the pair's own choice."""
    areas = [{"profile": "p", "aspect": f"a{at}"} for at in range(4)]
    assert focus_advice(areas[:3], "focus") == []
    assert focus_advice([*areas[:3], areas[0]], "focus") == []
    assert focus_advice(areas, "focus") == [
        Issue(
            "many_at_a_time",
            "$.focus",
            "4 skill aspects are in focus. Most progress comes from a few at a time: work on up to 3, reflect, then "
            "choose the next (S1-03; sop_core default).",
            fix="Leave it as it is, if the pair wants that.",
            severity="advice",
        )
    ]
    assert focus_advice(areas[:2], limit=1)[0].path == "$"
    assert focus_advice(None) == focus_advice([1, "x"]) == []
    same_aspect = [{"profile": f"p{at}", "aspect": "a"} for at in range(4)]
    assert len(focus_advice(same_aspect)) == 1


@pytest.mark.parametrize(
    "text",
    [
        None, 5, "", "2026-11-02", "2026-11-02T09:00", "2026-11-02T09:00:00", "2026-11-02 09:00:00Z",
        "2026-02-30T09:00:00Z", "2026-11-02T24:00:00Z", "2026-11-02T09:60:00Z", "2026-11-02T09:00:60Z",
        "2026-11-02T09:00:00z", "2026-11-02T09:00:00+24:00", "2026-11-02T09:00:00.1234567890Z",
        "2026-11-02T09:00:00Z\n", " 2026-11-02T09:00:00Z", "0000-11-02T09:00:00Z",
        "\uff12026-11-02T09:00:00Z",
    ],
)  # fmt: skip
def test_what_is_no_full_time_is_none(text):
    assert read_time(text) is None


def test_times_are_put_in_order_across_offsets():
    """The moment counts, not how it is written; a fraction finer than a microsecond too."""
    in_order = [
        "0001-01-01T00:00:00+23:59", "2026-11-02T09:00:00+01:00", "2026-11-02T00:30:00-08:00",
        "2026-11-02T08:30:00.000000001Z", "2026-11-02T08:30:00.00000001Z", "2026-11-02T08:30:00.1Z",
        "9999-12-31T23:59:59-23:59",
    ]  # fmt: skip
    read = [read_time(text) for text in in_order]
    assert None not in read
    assert read == sorted(read)
    assert len(set(read)) == len(read)
    assert read_time("2026-11-02T08:30:00.100Z") == read_time("2026-11-02T09:30:00.1+01:00")


def test_a_fault_of_shape_hides_nothing_behind_it():
    """All issues come at once: what is malformed is passed over, and the rest is looked at."""
    document = profile(
        levels=[{"id": "seed", "title": {"en": "Asks."}}, {"id": "root", "title": {"en": "x"}}],
        aspects=[
            {"id": "a", "descriptors": 5},
            {"id": "b", "descriptors": {"seed": {"en": 5, "es": "Asks."}, "root": {"es": "asks."}}},
            {"id": "c", "descriptors": {"seed": {"en": "x"}}},
        ],
    )
    assert [code for code in codes(check_profile(document)) if code[0] != "locales_differ"] == [
        ("level_not_described", "$.aspects[2].descriptors")
    ]
    assert codes(advise_profile(document)) == [("levels_alike", "$.aspects[1].descriptors.root.es")]


def test_a_levels_name_may_be_what_an_aspect_says():
    """Only descriptors of one aspect are told from each other, and every repeated one is named."""
    same = {level: {"en": "Seed"} for level in LEVELS}
    assert [path for _, path in codes(advise_profile(aspect(0, descriptors=same)))] == [
        f"$.aspects[0].descriptors.{level}.en" for level in LEVELS[1:]
    ]
    two = descriptors(root={"en": "a", "es": "x"}, leaf={"en": "b", "es": "x"})
    assert codes(advise_profile(two)) == [("levels_alike", "$.aspects[0].descriptors.leaf.es")]

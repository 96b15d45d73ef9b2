"""The frozen model of an instrument, and a sitting of it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from sop_core.instruments.administration import codes_of, is_asked
from sop_core.instruments.words import YES, say
from sop_core.types import Translation
from tests.unit._small import administration, choice, instrument, item, options, scale

KNOWN = instrument(
    choice("q1"),
    item("many", "choices", response_set="set"),
    item("n", "integer", minimum=-2, maximum=4),
    item("yes", "boolean"),
    item("t", "text"),
    choice("odd", "odd"),
    scales=(scale("mean", "q1", "n", weights={"q1": "1/2"}),),
    sets={"odd": options("1/2", -3, "1/2"), "empty": {"options": options()["options"]}},
    translations={"es": "reviewed"},
)


@pytest.mark.parametrize(
    ("name", "bounds"),
    [
        ("q1", (1, 5)),
        ("odd", (-3, Fraction(1, 2))),
        ("n", (-2, 4)),
        ("yes", (0, 1)),
        ("t", None),
        ("many", None),
    ],
)
def test_bounds_are_declared(name, bounds):
    """From the response set or the item; what has no number has none."""
    assert KNOWN.bounds(KNOWN.items[name]) == bounds


def test_a_choice_of_reasons_alone_has_no_bounds():
    """A definition that was never checked may have such a set."""
    known = instrument(choice("q", "none"), sets={"none": {"options": options()["options"]}})
    assert known.bounds(known.items["q"]) is None


@pytest.mark.parametrize("bound", ["minimum", "maximum"])
def test_a_number_with_one_bound_has_no_bounds(bound):
    """A definition that was never checked may say one alone."""
    known = instrument(item("n", "integer", **{bound: 1}))
    assert known.bounds(known.items["n"]) is None


def test_an_items_options():
    """Values and reasons by code, and none where the item names no set."""
    q1, n = KNOWN.items["q1"], KNOWN.items["n"]
    assert KNOWN.values_of(q1) == {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
    assert set(KNOWN.reasons_of(q1)) == {"na", "declined", "unsure", "blank"}
    assert len(KNOWN.options_of(q1)) == 9
    assert (KNOWN.options_of(n), KNOWN.values_of(n), KNOWN.reasons_of(n)) == ((), {}, {})


def test_a_weight_is_1_unless_it_is_said():
    """DESIGN 3: w is 1 if none is given."""
    assert (KNOWN.scales[0].weight("q1"), KNOWN.scales[0].weight("n")) == (Fraction(1, 2), 1)


def test_a_translation_is_a_draft_until_it_is_reviewed():
    """C-32: English is original, others are drafts, unless the definition says more."""
    assert KNOWN.translation("en") is Translation.ORIGINAL
    assert KNOWN.translation("es") is Translation.REVIEWED
    assert KNOWN.translation("fr") is Translation.DRAFT


def test_nothing_of_it_can_be_changed():
    """Values are frozen, and their mappings read-only."""
    with pytest.raises(FrozenInstanceError):
        KNOWN.anonymous = True
    with pytest.raises(TypeError):
        KNOWN.items["q1"] = None
    record = administration(KNOWN, q1="a")
    with pytest.raises(TypeError):
        record.answers["q1"] = "b"
    assert record.day == "2026-11-21"
    assert (KNOWN.id, KNOWN.version) == ("small", "1.0.0")


def test_a_record_keeps_its_groups():
    """DESIGN 3: further single-valued groupings, read-only."""
    record = evolve(administration(KNOWN, q1="a"), groups={"caseload": "ongoing"})
    assert record.groups == {"caseload": "ongoing"}
    with pytest.raises(TypeError):
        record.groups["caseload"] = "new"


@pytest.mark.parametrize(
    ("name", "answer", "codes"),
    [
        ("q1", "a", ("a",)),
        ("many", ("a", "b"), ("a", "b")),
        ("yes", True, ("true",)),
        ("yes", False, ("false",)),
        ("n", 3, ()),
        ("t", "a", ()),
    ],
)
def test_the_codes_of_an_answer(name, answer, codes):
    """A choice holds one, choices several, yes and no their words; numbers and texts hold none."""
    assert codes_of(KNOWN.items[name], answer) == codes


def test_an_item_without_a_condition_is_asked():
    """Only show_if hides."""
    assert is_asked(None, {}, KNOWN.items)


def test_words_come_in_the_nearest_language():
    """The locale, its language, or English."""
    assert [say(YES, locale) for locale in ("en", "es", "es-MX", "fr")] == [
        "Yes",
        "Sí",
        "Sí",
        "Yes",
    ]


def test_a_word_of_a_region_goes_before_its_language():
    """`es-MX` where there is one, else the language before the first hyphen, else English."""
    words = {"en": "yes", "es": "sí", "es-MX": "órale", "zh": "是"}
    assert [say(words, locale) for locale in ("es-MX", "es-AR", "zh-Hant-TW", "fr-CA")] == [
        "órale",
        "sí",
        "是",
        "yes",
    ]

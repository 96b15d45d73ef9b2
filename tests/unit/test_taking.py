"""The way in for sound answers: what it takes it reads as `read_answers` does, and it takes nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sop_core.instruments import Missing, read_answers
from sop_core.instruments.taking import take_answers
from sop_core.types import MissingReason
from tests.unit._small import choice, instrument, item, options

REASONS = {"options": [one for one in options()["options"] if one["code"] == "na"]}
KNOWN = instrument(
    choice("one"),
    item("many", "choices", response_set="set"),
    item("whole", "integer", minimum=0, maximum=4, response_set="reasons"),
    item("yes", "boolean"),
    choice("must", required=True),
    choice("hidden", show_if={"item": "yes", "in": ["true"]}, required=True),
    item("words", "text", max_length=5, show_if={"item": "hidden", "in": ["a"]}),
    sets={"reasons": REASONS},
)
BLANK, ASIDE = Missing(MissingReason.NOT_ANSWERED), Missing(MissingReason.NOT_ASKED)
NA, DECLINED = Missing(MissingReason.NOT_APPLICABLE), Missing(MissingReason.DECLINED)
NOTHING = {
    "one": BLANK,
    "many": BLANK,
    "whole": BLANK,
    "yes": BLANK,
    "must": BLANK,
    "hidden": ASIDE,
    "words": ASIDE,
}


class Code(str):
    """What a host may hold in place of a plain text."""

    __slots__ = ()


def take(is_open=True, **raw):
    return take_answers(KNOWN, raw, is_open=is_open)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ({}, {}),
        ({"one": "a"}, {"one": "a"}),
        ({"one": "na"}, {"one": NA}),
        ({"one": Code("na")}, {"one": NA}),
        ({"one": {"missing": "declined"}}, {"one": DECLINED}),
        ({"one": {"missing": "not_answered"}}, {"one": BLANK}),
        ({"many": ["b", "a"]}, {"many": ("b", "a")}),
        ({"whole": 4}, {"whole": 4}),
        ({"whole": {"missing": "not_applicable"}}, {"whole": NA}),
        ({"yes": False}, {"yes": False}),
        ({"yes": True, "hidden": "a", "words": "so"}, {"yes": True, "hidden": "a", "words": "so"}),
        ({"must": "b", "one": "c"}, {"one": "c", "must": "b"}),
    ],
)
def test_what_is_sound_is_taken(raw, stored):
    """DESIGN 8: as it will be stored, in the instrument's order, with what is known of every item."""
    taken = take(**raw)
    assert taken is not None
    found, known = taken
    if "hidden" in stored:
        assert known == {**NOTHING, **stored}
    elif stored.get("yes"):
        assert known == {**NOTHING, **stored, "hidden": BLANK}
    else:
        assert known == {**NOTHING, **stored}
    assert (found, list(found)) == (stored, list(stored))
    assert list(known) == list(NOTHING)
    read = read_answers(KNOWN, raw, status="draft")
    assert (read.issues, read.answers, read.known) == ((), found, known)


@pytest.mark.parametrize(
    "raw",
    [
        {"nobody": "a"},
        {"one": "x"},
        {"one": 1},
        {"one": None},
        {"one": {"missing": "not_asked"}},
        {"one": {"missing": "declined", "why": "x"}},
        {"one": {"why": "declined"}},
        {"one": {"missing": ["declined"]}},
        {"whole": {"missing": "dont_know"}},
        {"whole": 5},
        {"whole": Decimal("1.5")},
        {"many": []},
        {"many": ["a", "a"]},
        {"yes": "true"},
        {"hidden": "a"},
        {"yes": False, "hidden": "a"},
        {"yes": False, "hidden": {"missing": "not_answered"}},
        {"yes": True, "hidden": "b", "words": "so"},
        {"yes": True, "hidden": "a", "words": "too long"},
    ],
)
def test_whatever_else_there_is_is_left_to_the_close_look(raw):
    """Nothing that is wrong or odd is taken: `read_answers` says what is the matter with it, if anything."""
    assert take(**raw) is None


def test_a_required_item_is_open_in_a_draft_alone():
    """DESIGN 3: where it is closed a value or a reason is wanted, not_answered is neither, and hidden needs none."""
    assert take(is_open=False) is None
    assert take(is_open=False, must={"missing": "not_answered"}) is None
    assert take(is_open=False, must="blank") is None
    assert take(is_open=True, must="blank") is not None
    assert take(is_open=False, must="a") is not None
    assert take(is_open=False, must={"missing": "declined"}) is not None
    assert take(is_open=False, must="a", yes=True) is None
    assert take(is_open=False, must="a", yes=True, hidden="b") is not None
    assert take(is_open=False, must="a", yes=False) is not None

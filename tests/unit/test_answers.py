"""Reading the answers of a document: each item type, each reason, each complaint."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from sop_core.errors import MOST_GUESSED
from sop_core.instruments import Missing, known_answers, read_answers
from sop_core.instruments.answers import read_day, reasons_allowed
from sop_core.types import MissingReason
from tests.unit._small import choice, instrument, item, options

ONLY = {"options": [one for one in options()["options"] if one["code"] in ("na", "unsure")]}
KNOWN = instrument(
    choice("one"),
    item("many", "choices", response_set="set"),
    item("whole", "integer", minimum=-2, maximum=4, response_set="only"),
    item("part", "decimal", minimum=0, maximum="5/2"),
    item("yes", "boolean"),
    item("words", "text", max_length=5, response_set="only"),
    item("long", "text"),
    item("day", "date"),
    choice("must", required=True),
    choice("hidden", show_if={"item": "yes", "in": ["true"]}),
    choice("deeper", show_if={"item": "hidden", "in": ["a", "b"]}),
    choice("by_many", show_if={"item": "many", "in": ["c", "d"]}),
    sets={"only": ONLY},
)
NA, DECLINED = Missing(MissingReason.NOT_APPLICABLE), Missing(MissingReason.DECLINED)
BLANK, UNSURE = Missing(MissingReason.NOT_ANSWERED), Missing(MissingReason.DONT_KNOW)


def read(status="draft", **answers):
    return read_answers(KNOWN, answers, status=status)


def said(status="draft", **answers):
    return [(issue.code, issue.item) for issue in read(status, **answers).issues]


@pytest.mark.parametrize(
    ("name", "raw", "stored"),
    [
        ("one", "a", "a"),
        ("one", "na", NA),
        ("one", {"missing": "dont_know"}, UNSURE),
        ("one", {"missing": "not_answered"}, BLANK),
        ("many", ["a", "c"], ("a", "c")),
        ("many", ("b",), ("b",)),
        ("many", ["na"], NA),
        ("whole", -2, -2),
        ("whole", 4, 4),
        ("whole", {"missing": "not_applicable"}, NA),
        ("part", Decimal("2.5"), Decimal("2.5")),
        ("part", 0, 0),
        ("part", {"missing": "declined"}, DECLINED),
        ("yes", False, False),
        ("words", "12345", "12345"),
        ("words", " ", " "),
        ("words", "na", "na"),
        ("long", "x" * 4000, "x" * 4000),
        ("day", "2024-02-29", "2024-02-29"),
    ],
)
def test_an_answer_is_stored_as_it_means(name, raw, stored):
    """A value as it is; a code that enters a reason as that reason; text untrimmed."""
    found = read(**{name: raw})
    assert found.issues == ()
    assert found.answers == {name: stored}


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("one", "x", "unknown_code"),
        ("one", 1, "unknown_code"),
        ("one", ["a"], "unknown_code"),
        ("many", [], "not_a_list_of_codes"),
        ("many", "a", "not_a_list_of_codes"),
        ("many", ["x", "y"], "unknown_code"),
        ("many", ["a", "a"], "codes_contradict"),
        ("many", ["a", "na"], "codes_contradict"),
        ("many", ["na", "unsure"], "codes_contradict"),
        ("whole", -3, "out_of_range"),
        ("whole", 5, "out_of_range"),
        ("whole", Decimal("1.5"), "not_a_number"),
        ("whole", True, "not_a_number"),
        ("whole", "3", "not_a_number"),
        ("whole", {"missing": "not_asked"}, "reason_not_allowed"),
        ("part", Decimal("2.51"), "out_of_range"),
        ("part", {"missing": "not_applicable"}, "reason_not_allowed"),
        ("part", {"missing": "declined", "x": 1}, "reason_not_allowed"),
        ("part", {}, "reason_not_allowed"),
        ("yes", 1, "not_a_boolean"),
        ("yes", "true", "not_a_boolean"),
        ("words", "", "text_length"),
        ("words", "123456", "text_length"),
        ("words", 5, "not_a_text"),
        ("long", "x" * 4001, "text_length"),
        ("day", "2023-02-29", "not_a_date"),
        ("day", 5, "not_a_date"),
        ("nobody", "a", "unknown_item"),
    ],
)
def test_what_is_no_answer_is_refused_by_name(name, raw, code):
    """One complaint for one fault, which names the item if there is one."""
    found = read(**{name: raw})
    assert [issue.code for issue in found.issues] == [code]
    assert found.issues[0].item == (None if code == "unknown_item" else name)
    assert found.answers == {}


def test_the_reasons_that_an_item_takes():
    """DESIGN 3: those that its response set offers, and always declined."""
    items = KNOWN.items
    assert reasons_allowed(KNOWN, items["part"]) == (MissingReason.DECLINED,)
    assert set(reasons_allowed(KNOWN, items["one"])) == set(MissingReason) - {
        MissingReason.NOT_ASKED
    }
    assert reasons_allowed(KNOWN, items["whole"]) == (
        MissingReason.NOT_APPLICABLE,
        MissingReason.DECLINED,
        MissingReason.DONT_KNOW,
    )


@pytest.mark.parametrize("status", ["complete", "amended"])
def test_a_required_item_needs_a_value_or_a_reason(status):
    """DESIGN 3: any reason but not_answered; drafts and voided records are free of it."""
    assert said(status) == [("required", "must")]
    assert said(status, must="blank") == [("required", "must")]
    assert said(status, must="a") == said(status, must="declined") == []
    assert said("draft") == said("entered_in_error") == []


def test_an_item_that_is_not_asked_has_no_answer():
    """DESIGN 3: an answer to it is refused, a reason too; not_answered says nothing and is dropped."""
    assert said(hidden="a") == [("hidden_item_answered", "hidden")]
    assert said(yes=False, hidden={"missing": "declined"}) == [("hidden_item_answered", "hidden")]
    assert read(yes=False, hidden="blank").answers == {"yes": False}
    assert read(yes=True, hidden="a", deeper="b").issues == ()


def test_hidden_is_passed_on():
    """An item that waits for a hidden one is hidden, and so is one that waits for a missing one."""
    assert said(yes=False, deeper="a") == [("hidden_item_answered", "deeper")]
    assert said(yes=True, hidden="na", deeper="a") == [("hidden_item_answered", "deeper")]
    assert read(yes=True, hidden="na", deeper="a").hidden == ("deeper",)


def test_a_condition_is_met_by_one_of_the_codes():
    """Of several chosen codes one is enough."""
    assert said(many=["a", "d"], by_many="a") == []
    assert said(many=["a", "b"], by_many="a") == [("hidden_item_answered", "by_many")]


def test_nothing_is_said_of_what_hangs_on_an_unreadable_answer():
    """Whether a later item was asked is not known then; its own answer is still read."""
    assert said(yes="maybe", hidden="a") == [("not_a_boolean", "yes")]
    assert said(yes="maybe", hidden="x") == [("not_a_boolean", "yes"), ("unknown_code", "hidden")]
    assert said(yes="maybe", hidden="a", deeper="b") == [("not_a_boolean", "yes")]


def test_what_can_be_read_is_kept_beside_what_cannot():
    """One unreadable answer loses none of the others, whether or not they hang on it."""
    found = read(yes="maybe", hidden="a", many=["c"], by_many="b")
    assert found.answers == {"many": ("c",), "hidden": "a", "by_many": "b"}
    assert "hidden" not in found.known
    assert found.known["by_many"] == "b"


def test_what_is_known_of_every_item():
    """C-07: absent is not_answered, hidden is not_asked, and a code that enters a reason is the reason."""
    known = known_answers(KNOWN, {"one": "na", "many": ("a",), "yes": True})
    assert list(known) == list(KNOWN.items)
    assert known["one"] == NA
    assert known["hidden"] == known["whole"] == BLANK
    assert known["deeper"] == known["by_many"] == Missing(MissingReason.NOT_ASKED)
    assert known["yes"] is True


@pytest.mark.parametrize(
    "text",
    ["2026-1-1", "20260101", "2026-W01-1", "2026-02-30", "2026-01-01 ", "\uff12026-01-01", "", None, 20260101, "2026/01/01"],
)  # fmt: skip
def test_a_day_is_written_in_one_way(text):
    """YYYY-MM-DD, a day of the calendar, and nothing that other readers would read otherwise."""
    assert read_day(text) is None
    assert read_day("2026-11-21") == dt.date(2026, 11, 21)


def test_guessing_what_was_meant_has_an_end():
    """The first unknown items are told with a guess; a document of thousands is not guessed through."""
    found = read(**{f"whol{at}": 1 for at in range(MOST_GUESSED + 5)}).issues
    assert sum("Did you mean" in issue.fix for issue in found) == MOST_GUESSED


def test_issues_come_in_the_order_of_the_items():
    """Unknown items first, then the instrument's own order; the document's order is made later."""
    assert said("complete", day="x", zzz=1, one="x") == [
        ("unknown_item", None),
        ("unknown_code", "one"),
        ("not_a_date", "day"),
        ("required", "must"),
    ]

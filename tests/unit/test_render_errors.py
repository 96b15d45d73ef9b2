"""What is wrong, in plain words, in a summary and beside its field."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sop_core.errors import Issue
from sop_core.instruments import Form, Item, form_of
from sop_core.types import ItemType
from tests.unit._drawn import item, page, refused
from tests.unit._forms import everything, instrument, text


@pytest.fixture
def form() -> Form:
    return form_of(everything(), "en")


def test_errors_are_summed_up_and_each_stands_at_its_field(form):
    """The summary is announced and focused; its links lead to the first control of each item."""
    drawn = page(form, **refused(form, {"whole": "many"}))
    summary = drawn.one(role="alert")
    assert summary.get("tabindex") == "-1"
    assert "autofocus" in summary
    names = [drawn.one(id_=a.get("href")[1:]).get("name") for a in summary.all("a")]
    assert names == ["one", "some", "whole", "said"]
    assert next(a.words for a in summary.all("a")) == "Choose one"
    for name in names:
        at = item(drawn, name)
        error = at.one(class_="sop-error")
        invalid = at.all(aria_invalid="true")
        assert invalid
        assert all(
            error.get("id") in (e.get("aria-describedby") or "")
            for e in invalid
            if e.tag != "input" or e.get("type") == "text"
        )
    assert len(drawn.all(class_="sop-error")) == 4
    assert item(drawn, "free").all(aria_invalid="true") == []


def test_an_error_of_checkboxes_is_described_by_their_group(form):
    """Each checkbox is invalid, and their fieldset points at the sentence."""
    some = item(page(form, **refused(form, {})), "some")
    assert {e.get("aria-invalid") for e in some.all("input")} == {"true"}
    assert some.one(class_="sop-error").get("id") in some.one("fieldset").get("aria-describedby")


def test_nothing_of_a_developers_message_is_shown(form):
    """Ids, codes and quoted values stay out of what a person reads."""
    kept = refused(form, {"whole": "many", "some": ["zzz"], "one": "zzz"})
    drawn = page(form, **kept)
    for issue in kept["issues"]:
        assert issue.message not in drawn.text
        assert issue.fix not in drawn.text or not issue.fix
    assert "response set" not in drawn.text
    assert "'one'" not in drawn.text


WRONG = {
    "required, a choice": ("one", {}, "Please choose an answer."),
    "required, several": ("some", {}, "Please choose one or more answers."),
    "required, with reasons": ("said", {}, "Please give an answer, or choose a reason for having none."),
    "required, asked": ("then", {"bool": "true"}, "Please choose an answer."),
    "no code": ("one", {"one": "zzz"}, "Please choose from the answers shown here."),
    "no code among some": ("some", {"some": ["1", "zzz"]}, "Please choose from the answers shown here."),
    "an answer and a reason": ("some", {"some": ["1", "na"]}, "These choices do not go together. Choose answers, or one reason for having no answer, but not both."),
    "no whole number": ("whole", {"whole": "2.5"}, "Please write a whole number from 0 to 20, using only digits."),
    "no number": ("part", {"part": "1,5"}, "Please write a number from -1 to 2, using only digits and a point, like 2.5."),
    "too much": ("whole", {"whole": "21"}, "Please write a number from 0 to 20."),
    "neither yes nor no": ("bool", {"bool": "perhaps"}, "Please choose yes or no."),
    "too long": ("text", {"text": "a\r\n" * 20}, "Please make this shorter. There is room for 20 characters, and it has 40."),
    "no day": ("day", {"day": "2026-02-30"}, "Please give a day that is in the calendar. Write the year, month and day, like 2026-03-09."),
    "a number and a reason": ("whole", {"whole": "3", "whole.missing": "dk"}, "Here are an answer and also a reason for having no answer. Please keep just one of them."),
    "yes and a reason": ("bool", {"bool": "true", "bool.missing": "dk"}, "Here are an answer and also a reason for having no answer. Please keep just one of them."),
    "two answers": ("one", {"one": ["1", "2"]}, "Please choose from the answers shown here."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "values", "words"), WRONG.values(), ids=WRONG)
def test_each_error_has_plain_words(form, name, values, words):
    """What is wrong is said to the person who answers, with the item's own bounds."""
    drawn = page(form, **refused(form, values))
    assert item(drawn, name).one(class_="sop-error").words == f"To correct: {words}"
    [line] = [
        li
        for li in drawn.one(role="alert").all("li")
        if li.words.endswith(words) and f"{li.one('a').words}" in item(drawn, name).words
    ]
    assert line.get("data-sop-code")


def test_codes_that_only_a_program_can_cause_have_words_too(form):
    """A reason that is not offered, an answer to a hidden item, and any other code."""
    issues = [
        Issue("reason_not_allowed", "$", "x", item="whole"),
        Issue("hidden_item_answered", "$", "x", item="then"),
        Issue("not_a_text", "$", "x", item="text"),
        Issue("text_length", "$", "x", item="said"),
        Issue("brand_new_code", "$", "x", item="day"),
    ]
    drawn = page(form, issues=issues)
    said = [item(drawn, i.item).one(class_="sop-error").words for i in issues]
    assert said == [
        "To correct: Please choose from the reasons shown here.",
        "To correct: This question goes only with another answer above it. Leave it blank, or change the answer above.",
        "To correct: We could not read this answer. Please look at it again.",
        "To correct: Please make this shorter. There is room for 4000 characters.",
        "To correct: We could not read this answer. Please look at it again.",
    ]


def test_issues_without_an_item_are_in_the_summary_once(form):
    """Whatever is wrong with the record itself is said, in general words, without a link."""
    issues = [
        Issue("unknown_item", "$.answers.zzz", "developers", item="zzz"),
        Issue("field_missing", "$.cycle", "developers"),
        Issue("page_too_old", "$", "developers"),
    ]
    summary = page(form, issues=issues).one(role="alert")
    assert [li.get("data-sop-code") for li in summary.all("li")] == ["unknown_item", "page_too_old"]
    assert summary.all("a") == []
    assert summary.one("h3").words == "This was not sent"
    assert "open for a long time" in summary.words


def test_the_summary_follows_the_form_and_says_each_thing_once(form):
    """Issues come in any order and twice: the page has the form's order, and one of each."""
    issues = [Issue("required", "$", "x", item=name) for name in ("said", "one", "one", "whole")]
    links = page(form, issues=issues).one(role="alert").all("a")
    assert [a.words for a in links] == ["Choose one", "How many", "Tell why"]
    one = page(form, issues=issues[1:2]).one(role="alert")
    assert one.one("h3").words == "One thing needs a change before this can be sent"


def test_notes_are_no_errors(form):
    """An advice, such as what form.read left out, is written for people and shown as it is."""
    kept = refused(
        form, {"one": "1", "some": "1", "whole": "1", "said": "x", "bool": "false", "then": "true"}
    )
    assert [issue.code for issue in kept["issues"]] == ["hidden_item_dropped"]
    drawn = page(form, **kept)
    assert drawn.all(role="alert") == []
    assert drawn.one(role="status").words.startswith(
        "The answer to “And is it more so” was left out"
    )
    assert drawn.all(aria_invalid="true") == []


def test_fractions_in_bounds_are_written_as_people_write_them():
    """A bound of one half is 0.5; one third has no end as a decimal and stays 1/3."""
    items = (
        Item("a", ItemType.DECIMAL, text("A"), minimum=Fraction(1, 2), maximum=Fraction(5, 1)),
        Item(
            "b",
            ItemType.DECIMAL,
            text("B"),
            minimum=Fraction(1, 3),
            maximum=Fraction(1234567, 1000),
        ),
        Item("c", ItemType.DECIMAL, text("C")),
    )
    limits = [e.words for e in page(form_of(instrument(*items), "en")).all(class_="sop-hint")]
    assert [words.split(". W")[0] for words in limits] == [
        "A number from 0.5 to 5",
        "A number from 1/3 to 1234.567",
        "A number from 0 to 0",
    ]

"""What a refusal says, and how."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from sop_core.errors import (
    MOST_LISTED,
    MOST_SHOWN,
    CallRefused,
    DefinitionRefused,
    DocumentRefused,
    Issue,
    LoadError,
    MissingExtra,
    NotFound,
    RecordRefused,
    SopError,
    cut,
    json_path,
    listed,
    nearest,
    shown,
)

ISSUE = Issue("a_code", "$.a", "It is wrong.", fix="Mend it.")


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ((), "$"),
        (("items", 0, "id"), "$.items[0].id"),
        (("a b",), "$['a b']"),
        (("$schema",), "$['$schema']"),
        (("",), "$['']"),
        (("a.b", "c"), "$['a.b'].c"),
        (("it's",), '$["it\'s"]'),
        (("x" * 100,), f"$.{'x' * MOST_SHOWN}…"),
        (("\u202e",), "$['\\u202e']"),
        (("a\n",), "$['a\\n']"),
    ],
)
def test_a_path_names_a_place(steps, path):
    """Plain names follow a point, others are quoted, and a very long one is shortened."""
    assert json_path(*steps) == path


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ({"a": 1}, "an object"),
        ([1], "a list"),
        ((1,), "a list"),
        ("three", "'three'"),
        ("it's", '"it\'s"'),
        (3, "3"),
        (10**300, "a very long number"),
        (-(10**300), "a very long number"),
        (Decimal("1.50"), "1.50"),
        (Fraction(7, 2), "7/2"),
        ("\u202e", "'\\u202e'"),
        ("\ud800", "'\\ud800'"),
        ("a\nb\0", "'a\\nb\\x00'"),
        ("é家", "'é家'"),
    ],
)
def test_a_value_is_shown_as_a_document_has_it(value, words):
    """In JSON's words, on one line, what cannot be printed escaped, and never a Python repr of an object."""
    assert shown(value) == words


def test_a_number_that_python_refuses_to_write_is_still_shown():
    """Beyond 4,300 digits str() itself raises."""
    assert shown(10**5000) == "a very long number"


def test_a_long_value_is_cut():
    """More than sixty characters would drown the sentence."""
    assert len(shown("x" * 10_000)) == MOST_SHOWN
    assert shown("x" * 10_000).endswith("…")
    assert cut("x" * MOST_SHOWN) == "x" * MOST_SHOWN


def test_choices_are_listed():
    """A list says how many more there are, by number and by length."""
    assert listed([]) == ""
    assert listed(["a", "b"]) == "a, b"
    assert listed("abcde", most=2) == "a, b, and 3 more"
    long = listed(["x" * 50] * 10)
    assert long.endswith(", and 4 more")
    assert len(long) < MOST_LISTED + 100
    assert listed(["\u202e"]) == "\\u202e"


def test_the_nearest_choice_is_named():
    """One that is close, and nothing where none is."""
    assert nearest("nroth", ["south", "north"]) == "Did you mean 'north'? "
    assert nearest("xyz", ["south", "north"]) == ""


def test_an_issue_is_one_line():
    """Where, what and why, and what to do."""
    assert str(ISSUE) == "$.a: It is wrong. Mend it."
    assert str(Issue("a_code", "$", "It is so.", severity="advice")) == "$: It is so."


def test_an_error_says_its_source_on_every_line():
    """The file stands before the sentence and before each issue."""
    error = DocumentRefused("Refused.", issues=[ISSUE], source="parent.json")
    assert str(error).splitlines() == [
        "parent.json: Refused.",
        "parent.json: $.a: It is wrong. Mend it.",
    ]
    assert str(SopError(issues=[ISSUE])) == str(ISSUE)
    assert str(SopError()) == ""
    assert SopError("x").issues == ()


@pytest.mark.parametrize(
    ("kind", "also"),
    [
        (DocumentRefused, SopError),
        (RecordRefused, DocumentRefused),
        (DefinitionRefused, DocumentRefused),
        (NotFound, LookupError),
        (LoadError, SopError),
        (MissingExtra, ImportError),
        (CallRefused, ValueError),
    ],
)
def test_everything_is_a_soperror(kind, also):
    """One root, and the built-in kin where Python has one."""
    error = kind("words", issues=[ISSUE])
    assert isinstance(error, SopError)
    assert isinstance(error, also)
    assert error.issues == (ISSUE,)
    assert "words" in str(error)

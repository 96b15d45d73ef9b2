"""The questions of statements, as data that a county may replace (C-30, C-32)."""

from __future__ import annotations

import json

import pytest

from sop_core import Sop, render
from sop_core.practice import PARTS, StatementKind
from sop_core.prompts import STATEMENT, statement_steps
from sop_core.types import Translation

SOP = Sop.load(plugins=False)


@pytest.mark.parametrize("kind", StatementKind)
@pytest.mark.parametrize(
    ("locale", "trust"), [("en", Translation.ORIGINAL), ("es", Translation.DRAFT)]
)
def test_a_statement_is_asked_for_part_by_part(kind, locale, trust):
    """C-30, C-32: a question and a line of help for each part, in English and as a draft in Spanish."""
    steps = SOP.catalog.statement_steps(kind, locale)
    assert [step.part for step in steps] == list(PARTS[kind])
    assert {(step.translation, step.locale) for step in steps} == {(trust, locale)}
    assert all(step.question.endswith("?") and step.hint.endswith(".") for step in steps)
    optional = [step.part for step in steps if step.optional]
    assert optional == (["others_see"] if kind == "safety_goal" else [])


def test_another_language_gets_english_and_no_kind_is_refused():
    """The nearest language that the set has."""
    assert SOP.catalog.statement_steps("harm", "fr")[0].locale == "en"
    with pytest.raises(ValueError, match="dance"):
        SOP.catalog.statement_steps("dance")


def test_a_county_asks_in_its_own_words(tmp_path):
    """A set of the county's own with a higher priority; what it does not ask stays as it is."""
    own = {
        "$schema": "urn:sop:schema:prompts:1", "id": "county07.questions", "version": "1.0.0", "status": "active",
        "title": {"en": "Questions"}, "source": "county 07", "rights": "county 07", "dismiss_reasons": {"no": {"en": "No"}},
        "prompts": [{
            "id": "who_reported", "kind": "ask", "screens": [STATEMENT], "text": {"en": "Who called?"}, "source": "county 07",
            "priority": 5, "dismiss": ["no"],
        }],
    }  # fmt: skip
    (tmp_path / "own.json").write_text(json.dumps(own))
    sop = Sop.load(plugins=False, definitions=[tmp_path])
    first, second, _ = sop.catalog.statement_steps("harm")
    assert (first.question, first.hint) == (
        "Who called?",
        "By role: a teacher, a neighbor, the child.",
    )
    assert second.question == SOP.catalog.statement_steps("harm")[1].question
    page = render.statement_form("harm", steps=(first, second))
    assert "Who called?" in page
    # A part without a step has its plain name.
    assert "What it did to the child" in page


def test_a_part_that_nobody_asks_about_is_named_by_its_id():
    """Nothing is left out where a set was taken away."""
    (first, *_) = statement_steps("harm", ())
    assert (first.question, first.hint, first.optional) == ("who reported", "", False)

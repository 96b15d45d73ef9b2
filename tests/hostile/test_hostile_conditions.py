"""Every strange value at every place of a condition: refused in words, or sound; and never an exception."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from sop_core import CallRefused, Situation, Sop
from sop_core.prompts import check_prompts, condition_of, holds
from tests.hostile.inputs import circle, nested
from tests.property.test_reading_laws import assert_teaches

SOP = Sop.load(plugins=False)
PRESENT = {"fact": "a", "is": "present"}


def lists_in_lists(levels: int) -> dict[str, Any]:
    one: dict[str, Any] = PRESENT
    for _ in range(levels):
        one = {"any": [one]}
    return one


#: What no interpreter follows to its end.
BOTTOMLESS: list[Any] = [lists_in_lists(10_000), nested(100_000, "["), circle()]
STRANGE: list[Any] = [
    *BOTTOMLESS,
    None, True, 0, 1, -1, 36_501, 10**12 + 1, 10**5000, 1.5, float("nan"), float("inf"), Decimal("1.5"),
    Decimal("sNaN"), Decimal("1E+999999"), Fraction(1, 2), "", "x", "\0", "\ud800", "x" * 2000, "a\n", "\u2067", "present",
    "3", [], [1], [None], [{}], [[PRESENT]], ["present"], [PRESENT] * 21, (PRESENT,), {}, {"a": 1}, {1: 2}, {"any": []},
    lists_in_lists(2), lists_in_lists(12), nested(40, "["), b"x",
    object(), dt.date(2026, 11, 21), {1, 2},
]  # fmt: skip
PLACES = ("fact", "is", "equals", "at_least", "since", "any", "other", "", 5)


def conditions() -> list[Any]:
    """Each value at each place: alone, beside a fact, and inside a list; and instead of a condition."""
    each = [
        made
        for value in STRANGE
        for place in PLACES
        for made in ({place: value}, {"fact": "a", place: value}, {**PRESENT, place: value})
    ]
    return [*STRANGE, *each, *({"any": [one]} for one in each)]


def definition(number: int, when: Any) -> dict[str, Any]:
    return {
        "$schema": "urn:sop:schema:prompts:1", "id": f"county07.odd_{number}", "version": "1", "status": "active",
        "title": {"en": "T"}, "source": "t", "rights": "t", "dismiss_reasons": {"later": {"en": "Later"}},
        "prompts": [
            {"id": "p", "kind": "ask", "screens": ["case.view"], "text": {"en": "Who else knows?"}, "source": "t",
             "dismiss": ["later"], "when": when}
        ],
    }  # fmt: skip


def test_what_is_checked_is_what_is_loaded_and_nothing_raises():
    """DESIGN 4, 6: every refusal teaches; what is sound is in force and makes a panel."""
    every = [*([one] for one in conditions()), *STRANGE]
    documents = [definition(number, when) for number, when in enumerate(every)]
    found = [SOP.check(one) for one in documents]
    for issue in {issue for issues in found for issue in issues}:
        assert_teaches(issue)
    sop = Sop.load(plugins=False, definitions=documents)
    loaded = [one for one in sop.health().definitions if one.where.startswith("definitions[")]
    assert [one.issues for one in loaded] == found
    assert [one.ok for one in loaded] == [not issues for issues in found]
    sound = [when for when, issues in zip(every, found, strict=True) if not issues]
    assert 20 < len(sound) < len(every) / 4
    here = Situation(screen="case.view", role="x", on=dt.date(2026, 11, 26), facts={"a": "present"})
    assert len(sop.panel(here).prompts) == 3


def test_the_rules_alone_pass_over_what_the_schema_refuses():
    """Of a document that could be read: a fault of shape in one place hides no broken rule in another."""
    unclear = {"fact": "b"}
    for one in STRANGE:
        for place in PLACES:
            if "too_deep" in {issue.code for issue in SOP.check({"a": one, "b": one})}:
                continue
            given = definition(0, [{place: one}, {"any": [{place: one}, 5]}, unclear])
            paths = [issue.path for issue in check_prompts(given)]
            assert "$.prompts[0].when[2]" in paths


@pytest.mark.parametrize(
    "condition",
    [
        PRESENT, {"fact": "a", "is": "absent"}, {"fact": "a", "equals": 1}, {"fact": "a", "equals": True},
        {"fact": "a", "equals": "x"}, {"fact": "a", "at_least": 1}, {"fact": "a", "since": 1},
    ],
)  # fmt: skip
def test_a_fact_of_any_kind_is_a_yes_or_a_no(condition):
    """What a host states stops no panel; what lies too deep is a wrong call, in words."""
    for value in STRANGE:
        if any(value is one for one in BOTTOMLESS):
            with pytest.raises(CallRefused, match="too deep"):
                Situation(screen="case.view", role="x", facts={"a": value})
            continue
        here = Situation(screen="case.view", role="x", facts={"a": value})
        assert holds(condition_of(condition), here.facts, dt.date(2026, 11, 26)) in (True, False)
        assert len(SOP.panel(here).prompts) == 3

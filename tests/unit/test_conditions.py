"""Conditions on facts: what each of them means, and that what is not known is never a yes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from sop_core import Sop
from sop_core.prompts import FactCondition, check_prompts, condition_of, facts_of, holding, holds
from sop_core.prompts.conditions import day_in, number_in

ON = dt.date(2026, 11, 26)


def true(condition, on=ON, **facts):
    return holds(condition_of(condition), {k.replace("__", "."): v for k, v in facts.items()}, on)


def test_a_fact_is_present_where_it_is_known():
    """Null is not known, and nothing else is nothing."""
    for value in (0, False, "", [], "x"):
        assert true({"fact": "a", "is": "present"}, a=value)
        assert not true({"fact": "a", "is": "absent"}, a=value)
    for facts in ({}, {"a": None}, {"b": 1}):
        assert not true({"fact": "a", "is": "present"}, **facts)
        assert true({"fact": "a", "is": "absent"}, **facts)


@pytest.mark.parametrize(
    ("wanted", "same", "others"),
    [
        (True, [True], [1, "true", None, Decimal(1)]),
        (False, [False], [0, "", None]),
        (1, [1, 1.0, Decimal("1.0"), Fraction(1)], [True, "1", 2, None, [1]]),
        (0, [0, 0.0], [False, "", None]),
        ("x", ["x"], ["X", "x ", 1, None, ["x"]]),
    ],
)
def test_equal_is_the_same_kind_of_thing_and_the_same(wanted, same, others):
    """1 is neither true nor "1"."""
    condition = {"fact": "a", "equals": wanted}
    assert [value for value in same if not true(condition, a=value)] == []
    assert [value for value in others if true(condition, a=value)] == []


def test_at_least_is_of_numbers_alone():
    """A text, a yes or what is no number is no number; what is unknown is less than nothing."""
    condition = {"fact": "a", "at_least": 2}
    for value in (2, 3, 2.5, Decimal(2), Fraction(5, 2)):
        assert true(condition, a=value)
    for value in (1, 1.9, True, "3", None, float("nan"), float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), [3]):  # fmt: skip
        assert not true(condition, a=value)
    assert not true({"fact": "a", "at_least": 0})


def test_a_number_too_long_to_be_a_fact_is_none():
    """A decimal with a vast exponent is not written out."""
    assert number_in(Decimal("1E+999999")) is None
    assert number_in(Decimal("1E+3")) == 1000


def test_since_counts_days_from_a_day():
    """A day, a date, a full time: so many days before the situation's, the day itself included."""
    condition = {"fact": "a", "since": 5}
    for value in ("2026-11-21", dt.date(2026, 11, 21), dt.datetime(2026, 11, 21, 23, 59, tzinfo=dt.UTC), "2026-11-21T09:00:00-08:00", "2001-01-01"):  # fmt: skip
        assert true(condition, a=value)
    for value in ("2026-11-22", "2027-01-01", "2026-02-30", "21.11.2026", "2026-11-21x", "", "2026", 20261121, None, "\uff12\uff10\uff12\uff16-11-21", "2026-11- 1", "2026-W47-6"):  # fmt: skip
        assert not true(condition, a=value)
    assert not true(condition, on=None, a="2001-01-01")
    assert true({"fact": "a", "since": 0}, a="2026-11-26")


def test_any_of_a_list_is_enough():
    """One of them holds."""
    condition = {"any": [{"fact": "a", "is": "present"}, {"fact": "b", "at_least": 2}]}
    assert true(condition, a=1)
    assert true(condition, b=2)
    assert not true(condition, b=1)


def test_a_fact_is_looked_up_by_its_whole_name_and_nowhere_else():
    """No attribute, no path, no item: a name is a name."""
    for name in ("__class__", "a.b", "keys", "0"):
        assert not true({"fact": name, "is": "present"}, a={"b": 1})
    assert holds(condition_of({"fact": "a.b", "equals": 1}), {"a.b": 1}, ON)


def test_a_condition_without_anything_holds_never():
    """What a definition cannot say, since it is refused, is no yes either."""
    assert not holds(FactCondition(fact="a"), {"a": 1}, ON)


def test_the_facts_that_are_looked_at_are_named_once():
    """For the reason why a prompt is shown."""
    whole = [{"fact": "b", "is": "present"}, {"any": [{"fact": "a", "is": "present"}, {"fact": "b", "equals": 1}]}]  # fmt: skip
    assert list(facts_of(condition_of(one) for one in whole)) == ["b", "a"]


def test_what_is_no_day_is_none():
    """Whatever a host states."""
    for value in (None, 5, [], "x", object()):
        assert day_in(value) is None


@pytest.mark.parametrize(
    ("condition", "code", "path"),
    [
        ({}, "condition_unclear", "$.prompts[0].when[0]"),
        ({"fact": "a"}, "condition_unclear", "$.prompts[0].when[0]"),
        ({"equals": 1}, "condition_unclear", "$.prompts[0].when[0]"),
        ({"fact": "a", "equals": 1, "since": 2}, "condition_unclear", "$.prompts[0].when[0]"),
        ({"any": [{"fact": "a"}], "fact": "a"}, "condition_unclear", "$.prompts[0].when[0]"),
        ({"any": [{"fact": "a", "equals": 1}], "equals": 1}, "condition_unclear", "$.prompts[0].when[0]"),
        ({"any": [{"fact": "a"}]}, "condition_unclear", "$.prompts[0].when[0].any[0]"),
        ({"any": [{"any": [{"fact": "a", "equals": 1}]}]}, "condition_unclear", "$.prompts[0].when[0].any[0]"),
    ],
)  # fmt: skip
def test_a_condition_asks_one_thing_of_one_fact(condition, code, path):
    """So that anybody can say why a prompt is shown."""
    document = {"title": {"en": "T"}, "prompts": [{"id": "p", "when": [condition]}]}
    found = check_prompts(document)
    assert (found[0].code, found[0].path) == (code, path)


def test_what_a_prompt_names_must_exist():
    """A day of the calendar, a tool that opens."""
    document = {"title": {"en": "T"}, "prompts": [{"expires": "2026-02-30", "tool": "sling"}, {"expires": "2026-11-21T00", "tool": "danger"}, {"expires": 5, "tool": 5}]}  # fmt: skip
    assert [(one.code, one.path) for one in check_prompts(document)] == [
        ("unknown_tool", "$.prompts[0].tool"),
        ("not_a_date", "$.prompts[0].expires"),
        ("not_a_date", "$.prompts[1].expires"),
    ]


def nested(levels):
    deep = {"fact": "a", "is": "present"}
    for _ in range(levels):
        deep = {"any": [deep]}
    return {"title": {"en": "T"}, "prompts": [{"id": "p", "when": [deep]}]}


def test_conditions_however_deep_are_refused_in_words():
    """A list holds no further list; what lies under one is not followed, and what is too deep is not read."""
    assert check_prompts(nested(1)) == []
    (found,) = check_prompts(nested(12))
    assert (found.code, found.path) == ("condition_unclear", "$.prompts[0].when[0].any[0]")
    assert found.message.startswith("It is a list inside a list.")
    document = {"$schema": "urn:sop:schema:prompts:1", **nested(100_000)}
    assert [one.code for one in Sop.load(plugins=False).check(document)] == ["too_deep"]
    left_out = Sop.load(plugins=False, definitions=[document]).catalog.health[-1]
    assert (left_out.ok, [one.code for one in left_out.issues]) == (False, ["too_deep"])


def test_of_several_conditions_those_that_hold_are_told():
    """Of a list under any, the ones of it that hold; for the reason why a prompt is shown."""
    first, other, gone = ({"fact": "a", "equals": 1}, {"fact": "b", "equals": 1}, {"fact": "c", "is": "absent"})  # fmt: skip
    whole = [condition_of(one) for one in ({"any": [first, other]}, other, gone)]
    plain = [condition_of(one) for one in (first, other, gone)]
    assert list(holding(whole, {"a": 1, "c": 1}, ON)) == plain[:1]
    assert list(holding(whole, {"b": 1}, ON)) == [plain[1], plain[1], plain[2]]


@pytest.mark.parametrize("strange", [None, 1.5, [], [1], {}, {"a": 1}])
@pytest.mark.parametrize("inside", [False, True])
def test_what_no_fact_can_equal_is_refused_in_words(strange, inside):
    """A host that loads a county's folder is told what is wrong with it, and is not stopped by it."""
    one = {"fact": "a", "equals": strange}
    asked = {
        "id": "p", "kind": "ask", "screens": ["case.view"], "text": {"en": "Who else knows?"},
        "source": "t", "dismiss": ["later"], "when": [{"any": [one]} if inside else one],
    }  # fmt: skip
    document = {
        "$schema": "urn:sop:schema:prompts:1", "id": "county07.odd", "version": "1", "status": "active",
        "title": {"en": "T"}, "source": "t", "rights": "t", "dismiss_reasons": {"later": {"en": "Later"}},
        "prompts": [asked],
    }  # fmt: skip
    place = "$.prompts[0].when[0]" + (".any[0]" if inside else "") + ".equals"
    found = Sop.load(plugins=False).check(document)
    assert [(one.code, one.path) for one in found] == [("wrong_type", place)]
    assert "a text or a whole number or true or false is wanted" in found[0].message
    health = Sop.load(plugins=False, definitions=[document]).catalog.health
    assert [one.where for one in health if not one.ok] == ["definitions[0]"]

"""What holds for the scores of every instrument, and what only looks as if it did.

Each law states its conditions; each counterexample is a small instrument under which the law
without one of them fails.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from sop_core.instruments import Missing, known_answers, score_range
from sop_core.instruments.exact import rounded
from sop_core.testing.answering import value_of
from sop_core.types import Method, ScoreStatus
from tests.property.door import (
    BASE,
    SCORED,
    Sitting,
    items_of,
    read_by_conditions,
    scales_of,
    sittings,
    sop_with,
)

pytestmark = pytest.mark.law

WITH_VALUE = (ScoreStatus.SCORED, ScoreStatus.PRORATED)
OVER_ANSWERED = ("mean", "percent_of_max", "lowest", "highest")


def small(
    values: tuple[Any, ...] = (1, 2, 3, 4, 5),
    *,
    items: int = 3,
    conditions: dict[str, Any] | None = None,
    **scale: Any,
) -> dict[str, Any]:
    """An instrument of choice items q0, q1, … whose codes are v0, v1, … with the values given."""
    options = [
        {"code": f"v{at}", "value": value, "label": {"en": "x"}} for at, value in enumerate(values)
    ]
    options.append({"code": "na", "missing": "not_applicable", "label": {"en": "x"}})
    made = [
        {"id": f"q{at}", "type": "choice", "text": {"en": "x"}, "response_set": "set"}
        for at in range(items)
    ]
    for name, condition in (conditions or {}).items():
        made[int(name[1:])]["show_if"] = condition
    defaults = {
        "id": "scale", "title": {"en": "x"}, "items": [one["id"] for one in made], "method": "mean",
        "min_answered": 1, "rounding": {"mode": "half_up", "places": 2},
    }  # fmt: skip
    return {
        "$schema": "urn:sop:schema:instrument:1", "id": "small", "version": "1", "status": "active",
        "title": {"en": "x"}, "respondent_role": "any", "source": "x", "rights": "x",
        "response_sets": {"set": {"options": options}},
        "sections": [{"id": "s", "title": {"en": "x"}, "items": made}],
        "scales": [defaults | scale],
    }  # fmt: skip


def sat(definition: dict[str, Any], **answers: Any) -> Sitting:
    """A complete record of a small instrument."""
    record = {
        "$schema": "urn:sop:schema:administration:1", "id": "r",
        "instrument": {"id": "small", "version": "1"}, "status": "complete", "respondent": None,
        "subject": None, "scope": [], "cycle": "c", "locale": "en",
        "submitted_at": "2026-11-21T09:00:00Z", "answers": answers,
    }  # fmt: skip
    return Sitting(definition, record)


def answered_bounds(sitting: Sitting, name: str) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Of each answered item of a scale: its weight and its declared bounds."""
    instrument, scale = sitting.instrument, sitting.scale(name)
    known = known_answers(instrument, sitting.sop.accept(sitting.record).record.answers)
    found = []
    for item in scale.items:
        if not isinstance(known[item], Missing):
            low, high = instrument.bounds(instrument.items[item])
            found.append((Fraction(scale.weight(item)), Fraction(low), Fraction(high)))
    return found


def exact(sitting: Sitting) -> Fraction | None:
    return sitting.scales["scale"].exact


# The order of items


@given(sittings(**SCORED), st.data())
def test_the_order_of_items_that_no_condition_reads_changes_nothing(sitting, data):
    """C-08: items that no show_if reads, and that have none, may stand in any order, as may a scale's.

    Condition: the items that show_if joins keep their order, since a condition looks only back.
    """
    every = list(items_of(sitting.definition).values())
    read = read_by_conditions(sitting.definition)
    free = [item for item in every if item["id"] not in read and "show_if" not in item]
    moved = iter(data.draw(st.permutations(free)))
    order = [next(moved) if item in free else item for item in every]
    section = {**sitting.definition["sections"][0], "items": order}
    scales = [
        {**scale, "items": data.draw(st.permutations(scale["items"]))}
        for scale in sitting.definition["scales"]
    ]
    other = evolve(
        sitting, definition={**sitting.definition, "sections": [section], "scales": scales}
    )
    assert other.scales == sitting.scales
    assert other.instrument.ref.scoring == sitting.instrument.ref.scoring


def test_but_an_item_that_a_condition_reads_cannot_move_behind_it():
    """Moved behind the item that looks at it, an item leaves a definition that is refused."""
    definition = small(conditions={"q1": {"item": "q0", "in": ["v0"]}})
    section = definition["sections"][0]
    section["items"] = [section["items"][1], section["items"][0], section["items"][2]]
    assert [issue.code for issue in BASE.check(definition)] == ["show_if_not_earlier"]


# Bounds


@given(sittings(**SCORED))
def test_a_mean_lies_within_the_bounds_of_the_items_it_is_of(sitting):
    """D-05: the exact mean, lowest and highest lie within the bounds of the answered items.

    Condition: the exact value. Rounding may take it past a bound that is no rounded number.
    """
    for name, score in sitting.scales.items():
        scale = sitting.scale(name)
        if score.exact is None or scale.method not in (Method.MEAN, Method.LOWEST, Method.HIGHEST):
            continue
        bounds = answered_bounds(sitting, name)
        assert min(low for _, low, _ in bounds) <= score.exact <= max(high for _, _, high in bounds)


@given(sittings(**SCORED))
def test_a_score_lies_within_its_range(sitting):
    """D-05: every exact value lies within `score_range`, whatever is missing or scaled up.

    Condition: the exact value, as above.
    """
    for name, score in sitting.scales.items():
        low, high = score_range(sitting.instrument, sitting.scale(name))
        assert score.exact is None or low <= score.exact <= high


def test_but_a_rounded_value_may_lie_outside_the_bounds():
    """A mean of 1/3 with bounds from 1/3 to 2/3 is 0 when it is rounded to no places."""
    score = sat(small(("1/3", "2/3"), rounding={"mode": "half_up", "places": 0}), q0="v0").scales
    assert (score["scale"].exact, score["scale"].value) == (Fraction(1, 3), Decimal(0))


@given(sittings(**SCORED))
def test_a_value_is_the_exact_value_rounded_once(sitting):
    """C-08: value and exact differ by at most half a unit of the last place; both exist or neither."""
    for name, score in sitting.scales.items():
        rounding = sitting.scale(name).rounding
        assert (score.value is None) == (score.exact is None) == (score.status not in WITH_VALUE)
        if score.value is not None and score.exact is not None:
            unit = Fraction(1, 10**rounding.places)
            assert abs(Fraction(score.value) - score.exact) <= unit / 2
            assert Fraction(score.value) % unit == 0
            assert score.value == rounded(score.exact, places=rounding.places, mode=rounding.mode)


def test_but_rounding_twice_is_not_rounding_once():
    """49/20 is 2.45, and 2.5 in one place; 2449/1000 is 2.45 in two places, and 2.4 in one."""
    half_up = sat(small(("2449/1000",), items=1), q0="v0")
    assert half_up.scales["scale"].value == Decimal("2.45")
    once = small(("2449/1000",), items=1, rounding={"mode": "half_up", "places": 1})
    assert sat(once, q0="v0").scales["scale"].value == Decimal("2.4")


# Raising and reversing


def raised(data, sitting: Sitting) -> tuple[str, Sitting, bool] | None:
    """One answered number raised to another legal value; and whether it really changed."""
    free = [
        item
        for name, item in items_of(sitting.definition).items()
        if item["type"] in ("choice", "integer", "decimal", "boolean")
        and name not in read_by_conditions(sitting.definition)
        and not isinstance(sitting.record["answers"].get(name, {}), dict)
    ]
    if not free:
        return None
    item = data.draw(st.sampled_from(free))
    before, after = (
        sitting.record["answers"][item["id"]],
        data.draw(value_of(sitting.definition, item)),
    )
    options = sitting.definition["response_sets"].get(item.get("response_set"), {"options": []})[
        "options"
    ]
    values = {one["code"]: Fraction(one["value"]) for one in options if "value" in one}
    if isinstance(before, str):
        if before not in values:  # a code that enters a missing reason
            return None
        down = values[before] > values[after]
    else:
        down = before > after
    low, high = (after, before) if down else (before, after)
    answers = sitting.record["answers"]
    return (
        item["id"],
        sitting.with_answers({**answers, item["id"]: low}),
        sitting.with_answers({**answers, item["id"]: high}),
    )


@given(sittings(**SCORED), st.data())
def test_raising_an_answer_never_lowers_a_scale(sitting, data):
    """D-05: raising an answer never lowers the exact value, the value or the band, nor changes the status.

    Where the item is reverse-keyed in the scale, it never raises them. Conditions: no show_if reads
    the item (else other items come and go); the scale is no count (a count looks for codes, not for
    size); both answers are values.
    """
    found = raised(data, sitting)
    assume(found is not None)
    name, low, high = found
    for scale_name, before in low.scales.items():
        scale, after = sitting.scale(scale_name), high.scales[scale_name]
        if scale.method is Method.COUNT:
            continue
        assert after.status is before.status
        if before.exact is None:
            continue
        lesser, greater = (after, before) if name in scale.reverse else (before, after)
        assert lesser.exact <= greater.exact
        assert lesser.value <= greater.value
        bands = [band.id for band in scale.bands]
        assert not bands or bands.index(lesser.band) <= bands.index(greater.band)
        if name not in scale.items:
            assert after == before


def test_but_raising_an_answer_that_a_condition_reads_may_lower_a_scale():
    """q0 from 1 to 2 hides q1, which was answered 5: the mean falls from 3 to 2."""
    definition = small(items=2, conditions={"q1": {"item": "q0", "in": ["v0"]}})
    assert exact(sat(definition, q0="v0", q1="v4")) == 3
    assert exact(sat(definition, q0="v1")) == 2


def test_but_raising_an_answer_may_lower_a_count():
    """A count of the answer 1 falls when a 1 is raised to 2."""
    definition = small(items=2, method="count", of=["v0"])
    assert exact(sat(definition, q0="v0", q1="v0")) == 2
    assert exact(sat(definition, q0="v1", q1="v0")) == 1


def mirrored(written: Any, low: Fraction, high: Fraction) -> Any:
    """The number on the other side of the middle, written as the number was."""
    value = low + high - Fraction(written)
    if isinstance(written, Decimal):
        digits = 10**12
        assert (value * digits).denominator == 1
        return Decimal((value * digits).numerator).scaleb(-12)
    return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"


@given(sittings(**SCORED, methods=("mean", "sum", "percent_of_max", "lowest", "highest")))
def test_reversing_twice_is_identity(sitting):
    """C-08: turning every key of every scale, and turning every value too, leaves every score as it is.

    A value is turned at the declared bounds: low + high - value. Condition: a decimal's bounds have
    a decimal form, or its turned answer could not be written.
    """
    assume(
        not any(
            "/" in str(i.get("minimum", "")) + str(i.get("maximum", ""))
            for i in items_of(sitting.definition).values()
        )
    )
    sets = {}
    for name, each in sitting.definition["response_sets"].items():
        values = [Fraction(one["value"]) for one in each["options"] if "value" in one]
        sets[name] = {
            "options": [
                {**one, "value": mirrored(one["value"], min(values), max(values))}
                if "value" in one
                else one
                for one in each["options"]
            ]
        }
    scales = [
        {
            **scale,
            "reverse": [item for item in scale["items"] if item not in scale.get("reverse", [])],
        }
        for scale in sitting.definition["scales"]
    ]
    answers = {}
    for name, answer in sitting.record["answers"].items():
        item = items_of(sitting.definition)[name]
        scored = any(name in scale["items"] for scale in scales)
        if item["type"] == "boolean" and isinstance(answer, bool) and scored:
            assume(name not in read_by_conditions(sitting.definition))
            answers[name] = not answer
        elif item["type"] in ("integer", "decimal") and not isinstance(answer, dict):
            answers[name] = mirrored(answer, Fraction(item["minimum"]), Fraction(item["maximum"]))
        else:
            answers[name] = answer
    definition = {**sitting.definition, "response_sets": sets, "scales": scales}
    assert evolve(sitting, definition=definition).with_answers(answers).scales == sitting.scales


@given(sittings(**SCORED, methods=("mean", "sum", "percent_of_max", "lowest", "highest")))
def test_reversing_every_item_mirrors_a_scale(sitting):
    """D-05: with every item's key turned round, a mean, percent, lowest or highest is mirrored.

    A mean: Σw(low + high)/Σw - mean. A sum, all answered: Σw(low + high) - sum. A percent: 100 -
    percent. Lowest and highest change places, where all answered items have the same bounds.
    """

    def turned(scale):
        turned_items = [item for item in scale["items"] if item not in scale.get("reverse", [])]
        method = {"lowest": "highest", "highest": "lowest"}.get(scale["method"], scale["method"])
        return {**scale, "reverse": turned_items, "method": method, "bands": []}

    other = evolve(
        sitting,
        definition={
            **sitting.definition,
            "scales": [turned(scale) for scale in sitting.definition["scales"]],
        },
    )
    for name, score in sitting.scales.items():
        mirror, scale = other.scales[name], sitting.scale(name)
        assert mirror.status is score.status
        if score.exact is None or score.status is ScoreStatus.PRORATED:
            continue
        bounds = answered_bounds(sitting, name)
        ends = sum(weight * (low + high) for weight, low, high in bounds)
        if scale.method is Method.MEAN:
            assert mirror.exact == ends / sum(weight for weight, _, _ in bounds) - score.exact
        elif scale.method is Method.SUM:
            assert mirror.exact == ends - score.exact
        elif scale.method is Method.PERCENT_OF_MAX:
            assert mirror.exact == 100 - score.exact
        elif len({(low, high) for _, low, high in bounds}) == 1:
            assert mirror.exact == bounds[0][1] + bounds[0][2] - score.exact


def test_but_lowest_and_highest_of_unlike_items_do_not_mirror():
    """Items from 0 to 1 and from 0 to 10, answered 1 and 2: lowest 1; turned, the highest is 8, not 9."""
    definition = small(items=0, method="lowest")
    definition["sections"][0]["items"] = [
        {"id": name, "type": "integer", "text": {"en": "x"}, "minimum": 0, "maximum": most}
        for name, most in (("q0", 1), ("q1", 10))
    ]
    definition["scales"][0]["items"] = ["q0", "q1"]
    assert exact(sat(definition, q0=1, q1=2)) == 1
    definition["scales"][0] |= {"reverse": ["q0", "q1"], "method": "highest"}
    assert exact(sat(definition, q0=1, q1=2)) == 8


# Missing answers


@given(sittings(**SCORED), st.data())
def test_what_has_no_answer_never_moves_a_mean_of_the_others(sitting, data):
    """C-07, D-04: a mean, percent, lowest or highest is that of its answered items alone.

    Whatever the reason: not answered, not applicable, declined, not known, not asked. Condition:
    there is a value at all, which min_answered decides.
    """
    for name, score in sitting.scales.items():
        raw = sitting.raw_scale(name)
        if raw["method"] not in OVER_ANSWERED or score.exact is None:
            continue
        known = known_answers(sitting.instrument, sitting.sop.accept(sitting.record).record.answers)
        answered = [item for item in raw["items"] if not isinstance(known[item], Missing)]
        alone = {
            **raw,
            "items": answered,
            "min_answered": 1,
            "reverse": [item for item in raw.get("reverse", []) if item in answered],
            "weights": {k: v for k, v in raw.get("weights", {}).items() if k in answered},
            "bands": [],
        }
        other = evolve(sitting, definition={**sitting.definition, "scales": [alone]})
        assert other.scales[name].exact == score.exact


def test_but_what_has_no_answer_moves_a_sum_that_is_scaled_up():
    """4 and 2 of three items sum to 6: as 9 where the third is not answered, as 6 where it does not apply."""
    definition = small(method="sum", prorate="scale_up")
    assert exact(sat(definition, q0="v3", q1="v1")) == 9
    assert exact(sat(definition, q0="v3", q1="v1", q2="na")) == 6


def test_but_a_reason_can_decide_whether_there_is_a_value():
    """A share of 1/2 of three items is met by one answer only where one of the others does not apply."""
    definition = small(min_answered="1/2")
    assert exact(sat(definition, q0="v3")) is None
    assert exact(sat(definition, q0="v3", q1="na")) == 4


@given(sittings(**SCORED))
def test_below_the_minimum_there_is_no_value(sitting):
    """C-08: fewer answers than min_answered, or than its share of what applies, give no value.

    And with enough of them a mean, percent, lowest or highest always has one.
    """
    for name, score in sitting.scales.items():
        needed, scale = sitting.raw_scale(name)["min_answered"], sitting.scale(name)
        applicable = score.n_items - score.n_not_applicable - score.n_not_asked
        if isinstance(needed, str):
            needed = Fraction(needed) * applicable
        enough = applicable > 0 and score.n_answered >= max(needed, 1)
        if not enough:
            assert score.value is score.exact is score.band is None
        elif scale.method.value in OVER_ANSWERED:
            assert score.status is ScoreStatus.SCORED


def test_but_a_sum_may_have_no_value_at_its_minimum():
    """Two of three items meet a minimum of two, and a plain sum still has no value: unknown is not zero."""
    sitting = sat(small(method="sum", min_answered=2), q0="v0", q1="v0")
    assert sitting.scales["scale"].status is ScoreStatus.INSUFFICIENT


@given(sittings(**SCORED, methods=("sum", "count")))
def test_with_nothing_missing_scaled_up_is_plain(sitting):
    """C-08: where every applicable item is answered, scale_up and none come to the same, and neither is prorated."""
    plain = [{**scale, "prorate": "none"} for scale in sitting.definition["scales"]]
    other = evolve(sitting, definition={**sitting.definition, "scales": plain})
    for name, score in sitting.scales.items():
        if score.n_answered == score.n_items - score.n_not_applicable - score.n_not_asked:
            assert score == other.scales[name]
            assert score.status is not ScoreStatus.PRORATED
        elif score.status is ScoreStatus.PRORATED:
            assert other.scales[name].status is ScoreStatus.INSUFFICIENT


@given(sittings(**SCORED))
def test_the_six_counts_add_up(sitting):
    """C-07: answered, not applicable, declined, not known, not answered and not asked make up the items."""
    for name, score in sitting.scales.items():
        counts = (
            score.n_answered,
            score.n_not_applicable,
            score.n_declined,
            score.n_dont_know,
            score.n_not_answered,
            score.n_not_asked,
        )
        assert sum(counts) == score.n_items == len(sitting.raw_scale(name)["items"])
        assert min(counts) >= 0
        applies = score.n_items - score.n_not_applicable - score.n_not_asked
        assert (score.status is ScoreStatus.NOT_APPLICABLE) == (applies == 0)


@given(sittings(**SCORED, show_if=False))
def test_a_hidden_item_counts_like_one_that_does_not_apply(sitting):
    """C-07: hiding an unanswered item gives the score that not_applicable would give, but for its count.

    Condition: it is last, so that hiding it is all that the condition does.
    """
    *rest, last = items_of(sitting.definition)
    gate = {"id": "gate", "type": "boolean", "text": items_of(sitting.definition)[last]["text"]}
    assume("gate" not in items_of(sitting.definition) and rest)
    answers = {k: v for k, v in sitting.record["answers"].items() if k != last}
    title = sitting.definition["title"]
    items = list(items_of(sitting.definition).values())
    hidden = {**items[-1], "show_if": {"item": "gate", "in": ["true"]}}
    for locale in title:
        gate["text"] = {**gate["text"], locale: "?"}
    definition = {
        **sitting.definition,
        "sections": [{"id": "s", "title": title, "items": [gate, *items[:-1], hidden]}],
    }
    other = evolve(sitting, definition=definition).with_answers({**answers, "gate": False})
    for name, score in scales_of(sop_with(definition), other.record).items():
        members = [item for item in sitting.raw_scale(name)["items"] if item != last]
        assert score.n_not_asked == len(sitting.raw_scale(name)["items"]) - len(members)
        if not members:
            assert score.status is ScoreStatus.NOT_APPLICABLE


def test_a_scale_of_what_has_no_number_is_never_in_force():
    """DESIGN 3: text and dates enter no scale; choices enter only a count."""
    definition = small(items=1)
    for kind in ("text", "date"):
        definition["sections"][0]["items"][0] = {"id": "q0", "type": kind, "text": {"en": "x"}}
        assert [issue.code for issue in BASE.check(definition)] == ["item_not_for_scale"]

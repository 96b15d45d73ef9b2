"""The scoring table of DESIGN 3, point by point, each number worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from sop_core.instruments import score, score_range
from sop_core.types import ScoreStatus
from tests.unit._small import (
    administration,
    choice,
    instrument,
    item,
    one,
    options,
    scale,
    scores,
)

Q = [choice("q1"), choice("q2"), choice("q3"), choice("q4")]
NAMES = ("q1", "q2", "q3", "q4")
NONE = {"q1": "na", "q2": "na", "q3": "na", "q4": "na"}


def came_to(found):
    """Status, value as it is written, and exact value."""
    return found.status.value, None if found.value is None else str(found.value), found.exact


# Methods


def test_a_mean():
    """(1 + 2 + 4 + 4) / 4 = 11/4 = 2.75."""
    found = one(*Q, scale=scale("mean", *NAMES), q1="a", q2="b", q3="d", q4="d")
    assert came_to(found) == ("scored", "2.75", Fraction(11, 4))


def test_a_weighted_mean():
    """Weights 2, 1, 1/2: (2*5 + 1*1 + 1/2*4) / (2 + 1 + 1/2) = 13 / 3.5 = 26/7 = 3.714…"""
    weights = {"q1": 2, "q3": "1/2"}
    found = one(*Q[:3], scale=scale("mean", *NAMES[:3], weights=weights), q1="e", q2="a", q3="d")
    assert came_to(found) == ("scored", "3.71", Fraction(26, 7))


def test_a_mean_is_over_what_was_answered():
    """Two of four answered: (2 + 5) / 2 = 3.5; a mean is never prorated."""
    found = one(*Q, scale=scale("mean", *NAMES), q1="b", q2="e", q3="na")
    assert came_to(found) == ("scored", "3.5", Fraction(7, 2))


def test_a_sum():
    """1 + 2 + 4 + 4 = 11."""
    found = one(*Q, scale=scale("sum", *NAMES), q1="a", q2="b", q3="d", q4="d")
    assert came_to(found) == ("scored", "11", Fraction(11))


def test_a_weighted_sum():
    """2*5 + 1/2*3 = 11.5."""
    found = one(
        *Q[:2], scale=scale("sum", "q1", "q2", weights={"q1": 2, "q2": "1/2"}), q1="e", q2="c"
    )
    assert came_to(found) == ("scored", "11.5", Fraction(23, 2))


def test_a_sum_needs_every_applicable_item():
    """Three of four answered: no value; where the fourth does not apply, 1 + 2 + 3 = 6."""
    plain = scale("sum", *NAMES)
    assert came_to(one(*Q, scale=plain, q1="a", q2="b", q3="c")) == ("insufficient", None, None)
    found = one(*Q, scale=plain, q1="a", q2="b", q3="c", q4="na")
    assert came_to(found) == ("scored", "6", Fraction(6))


def test_a_sum_that_is_scaled_up():
    """Three of four answered: (1 + 2 + 4) * 4/3 = 28/3 = 9.333…; all four: as it is."""
    up = scale("sum", *NAMES, prorate="scale_up", min_answered=2)
    assert came_to(one(*Q, scale=up, q1="a", q2="b", q3="d")) == (
        "prorated",
        "9.33",
        Fraction(28, 3),
    )
    found = one(*Q, scale=up, q1="a", q2="b", q3="d", q4="a")
    assert came_to(found) == ("scored", "8", Fraction(8))


def test_scaling_up_is_to_what_applies():
    """Two answered, one open, one not applicable: (2 + 5) * 3/2 = 21/2."""
    up = scale("sum", *NAMES, prorate="scale_up")
    found = one(*Q, scale=up, q1="b", q2="e", q4="na")
    assert came_to(found) == ("prorated", "10.5", Fraction(21, 2))
    assert one(*Q, scale=up, q1="b", q2="e", q3="na", q4="na").status is ScoreStatus.SCORED


@pytest.mark.parametrize(
    ("items", "answers", "exact", "value", "by_float"),
    [
        # 27 * 13/6 = 58.5, a tie; 27 * (13 / 6) is 58.49999999999999 as a float
        (13, "eeeeeb", Fraction(117, 2), "59", 27 * (13 / 6)),
        # 41 * 15/10 = 61.5, a tie; 41 / 10 * 15 is 61.49999999999999 as a float
        (15, "eeeeeeebbb", Fraction(123, 2), "62", 41 / 10 * 15),
    ],
)
def test_prorating_is_exact(items, answers, exact, value, by_float):
    """DESIGN 3: a tie is a tie; the same sum by floats would round the wrong way."""
    names = [f"i{at}" for at in range(items)]
    up = scale("sum", *names, prorate="scale_up", rounding={"mode": "half_up", "places": 0})
    found = one(*map(choice, names), scale=up, **dict(zip(names, answers, strict=False)))
    assert came_to(found) == ("prorated", value, exact)
    assert by_float < exact


def test_a_percentage_of_the_maximum():
    """From 1 to 5: ((2-1) + (4-1)) / (4 + 4) = 4/8 = 50 percent."""
    found = one(*Q[:2], scale=scale("percent_of_max", "q1", "q2"), q1="b", q2="d")
    assert came_to(found) == ("scored", "50", Fraction(50))


def test_a_weighted_percentage_of_unlike_items():
    """q1 from 1 to 5, weight 3, is 5: 3*4 of 3*4. n from -2 to 4, weight 1, is 1: 3 of 6.

    100 * (12 + 3) / (12 + 6) = 1500/18 = 250/3 = 83.333…
    """
    found = one(
        Q[0],
        item("n", "integer", minimum=-2, maximum=4),
        scale=scale("percent_of_max", "q1", "n", weights={"q1": 3}),
        q1="e",
        n=1,
    )
    assert came_to(found) == ("scored", "83.33", Fraction(250, 3))


def test_a_percentage_is_of_what_was_answered():
    """q1 is 3 of 1 to 5: 2/4; q2 is missing and counts in neither part."""
    found = one(*Q[:2], scale=scale("percent_of_max", "q1", "q2"), q1="c", q2="unsure")
    assert came_to(found) == ("scored", "50", Fraction(50))


def test_the_lowest_and_the_highest():
    """Of 2, 5 and 3: 2 and 5."""
    found = scores(
        *Q[:3],
        scales=(scale("lowest", *NAMES[:3]), scale("highest", *NAMES[:3])),
        q1="b",
        q2="e",
        q3="c",
    )
    assert came_to(found["lowest"]) == ("scored", "2", Fraction(2))
    assert came_to(found["highest"]) == ("scored", "5", Fraction(5))


def test_a_count():
    """Codes d and e: q1 is d, q2 is a, m holds e among others, b is no: 2 of 4."""
    found = one(
        *Q[:2],
        item("m", "choices", response_set="set"),
        item("b", "boolean"),
        scale=scale("count", "q1", "q2", "m", "b", of=["d", "e", "true"]),
        q1="d",
        q2="a",
        m=["b", "e"],
        b=False,
    )
    assert came_to(found) == ("scored", "2", Fraction(2))


def test_a_count_of_yes_and_no():
    """Of yes, no, yes the answer true is counted twice."""
    names = ("b1", "b2", "b3")
    found = one(
        *(item(name, "boolean") for name in names),
        scale=scale("count", *names, of=["true"]),
        b1=True,
        b2=False,
        b3=True,
    )
    assert came_to(found) == ("scored", "2", Fraction(2))


def test_a_count_of_no():
    """Of yes, no, no the answer false is counted twice; counting both counts all three."""
    names = ("b1", "b2", "b3")
    found = scores(
        *(item(name, "boolean") for name in names),
        scales=(
            scale("count", *names, of=["false"]),
            scale("count", *names, id="both", of=["true", "false"]),
        ),
        b1=True,
        b2=False,
        b3=False,
    )
    assert [one.exact for one in found.values()] == [2, 3]


def test_a_counted_item_is_0_or_1():
    """DESIGN 3: no weights, no reverse; the row of a count says so of itself."""
    known = instrument(*Q[:1], scales=(scale("count", "q1", of=["d", "e"]),))
    (row,) = known.rows["count"]
    assert (row.method, row.weight, row.low, row.high, row.reverse) == ("count", 1, 0, 1, False)
    assert row.values == {"a": 0, "b": 0, "c": 0, "d": 1, "e": 1}


def test_a_count_that_is_scaled_up():
    """One hit in two answered of three: 1 * 3/2 = 3/2; without scaling up there is no value."""
    up = scale("count", *NAMES[:3], of=["e"], prorate="scale_up")
    assert came_to(one(*Q[:3], scale=up, q1="e", q2="a")) == ("prorated", "1.5", Fraction(3, 2))
    plain = scale("count", *NAMES[:3], of=["e"])
    assert came_to(one(*Q[:3], scale=plain, q1="e", q2="a")) == ("insufficient", None, None)


# Items


def test_yes_is_1_and_no_is_0():
    """(1 + 0 + 1) / 3 = 2/3."""
    names = ("b1", "b2", "b3")
    found = one(
        *(item(n, "boolean") for n in names),
        scale=scale("mean", *names),
        b1=True,
        b2=False,
        b3=True,
    )
    assert came_to(found) == ("scored", "0.67", Fraction(2, 3))


def test_a_decimal_is_read_as_written():
    """0.1 + 0.2 = 0.3 exactly, which floats do not say."""
    tenths = {"minimum": 0, "maximum": 1}
    found = one(
        item("d1", "decimal", **tenths),
        item("d2", "decimal", **tenths),
        scale=scale("sum", "d1", "d2"),
        d1=Decimal("0.1"),
        d2=Decimal("0.2"),
    )
    assert came_to(found) == ("scored", "0.3", Fraction(3, 10))


def test_negative_and_fractional_values():
    """-3 + 1/2 = -5/2."""
    found = one(
        choice("q1", "odd"), choice("q2", "odd"), scale=scale("sum", "q1", "q2"),
        sets={"odd": options(-3, "1/2")}, q1="a", q2="b",
    )  # fmt: skip
    assert came_to(found) == ("scored", "-2.5", Fraction(-5, 2))


@pytest.mark.parametrize(
    ("fields", "answers", "value"),
    [
        # a choice from 1 to 5: 1 + 5 - 2 = 4
        (Q[0], {"x": "b"}, 4),
        # yes or no: 0 + 1 - 1 = 0
        (item("x", "boolean"), {"x": True}, 0),
        # an integer from -2 to 4: -2 + 4 - 3 = -1
        (item("x", "integer", minimum=-2, maximum=4), {"x": 3}, -1),
        # a decimal from 1/2 to 3: 1/2 + 3 - 1.25 = 9/4
        (item("x", "decimal", minimum="1/2", maximum=3), {"x": Decimal("1.25")}, Fraction(9, 4)),
    ],
    ids=["choice", "boolean", "integer", "decimal"],
)  # fmt: skip
def test_a_reversed_item_mirrors_at_its_declared_bounds(fields, answers, value):
    """DESIGN 3: min + max - value, from the definition's bounds and never from data."""
    found = one({**fields, "id": "x"}, scale=scale("sum", "x", reverse=["x"]), **answers)
    assert found.exact == value


def test_reversal_comes_before_every_method():
    """q1 = 2 reversed is 4, q2 = 5 stays: lowest 4, highest 5, mean 9/2, percent 100*(3+4)/8 = 87.5."""
    made = tuple(
        scale(m, "q1", "q2", reverse=["q1"])
        for m in ("lowest", "highest", "mean", "percent_of_max")
    )
    found = scores(*Q[:2], scales=made, q1="b", q2="e")
    assert [found[m].exact for m in found] == [4, 5, Fraction(9, 2), Fraction(175, 2)]


# The minimum, the statuses and the counts


@pytest.mark.parametrize(
    ("minimum", "answers", "status"),
    [
        (2, {"q1": "a"}, "insufficient"),
        (2, {"q1": "a", "q2": "a"}, "scored"),
        # half of four is two; half of the three that apply is 3/2, and one is too few, two enough
        ("1/2", {"q1": "a"}, "insufficient"),
        ("1/2", {"q1": "a", "q2": "a"}, "scored"),
        ("1/2", {"q1": "a", "q4": "na"}, "insufficient"),
        ("1/2", {"q1": "a", "q3": "na", "q4": "na"}, "scored"),
        # all of what applies
        ("1/1", {"q1": "a", "q2": "a", "q3": "a"}, "insufficient"),
        ("1/1", {"q1": "a", "q2": "a", "q3": "a", "q4": "na"}, "scored"),
        # a very small share still needs one answer
        ("1/100", {"q1": "declined"}, "insufficient"),
        ("1/100", {"q1": "a"}, "scored"),
        # a number of items is not lowered by what does not apply
        (2, {"q1": "a", "q2": "na", "q3": "na", "q4": "na"}, "insufficient"),
        (1, NONE, "not_applicable"),
        (1, {}, "insufficient"),
    ],
)
def test_the_minimum_answered(minimum, answers, status):
    """DESIGN 3: at least a number, or a share above 0 of the applicable items; below it no value."""
    found = one(*Q, scale=scale("mean", *NAMES, min_answered=minimum), **answers)
    assert found.status == status
    assert (found.value is None) == (found.exact is None) == (status != "scored")


def test_the_six_counts():
    """One item for each: answered, not applicable, declined, not known, not answered, not asked."""
    names = ("q1", "q2", "q3", "q4", "q5", "q6", "q7")
    found = one(
        *(choice(name) for name in names[:6]),
        choice("q7", show_if={"item": "q1", "in": ["e"]}),
        scale=scale("mean", *names),
        q1="a",
        q2="na",
        q3="declined",
        q4="unsure",
        q5="blank",
    )
    assert (found.n_items, found.n_answered, found.n_not_applicable, found.n_declined) == (
        7,
        1,
        1,
        1,
    )
    assert (found.n_dont_know, found.n_not_answered, found.n_not_asked) == (1, 2, 1)
    assert found.exact == 1


def test_a_hidden_item_is_neither_missing_nor_zero():
    """q2 is hidden: the sum of what applies is complete, and is 1."""
    items = [choice("q1"), choice("q2", show_if={"item": "q1", "in": ["e"]})]
    found = one(*items, scale=scale("sum", "q1", "q2"), q1="a")
    assert came_to(found) == ("scored", "1", Fraction(1))
    assert found.n_not_asked == 1


def test_nothing_unknown_is_zero():
    """Without an answer every method is without a value."""
    made = tuple(
        scale(method, "q1", **({"of": ["a"], "prorate": "scale_up"} if method == "count" else {}))
        for method in ("mean", "sum", "percent_of_max", "count", "lowest", "highest")
    )
    for found in scores(Q[0], scales=made).values():
        assert came_to(found) == ("insufficient", None, None)
        assert found.band is None


# Rounding and bands

BANDS = [
    {"id": "low", "from": 1, "title": {"en": "x"}},
    {"id": "middle", "from": "5/2", "title": {"en": "x"}},
    {"id": "high", "from": 4, "title": {"en": "x"}},
]


@pytest.mark.parametrize(
    ("mode", "places", "value"),
    [("half_up", 0, "3"), ("half_even", 0, "2"), ("half_up", 1, "2.5"), ("half_even", 9, "2.5")],
)
def test_a_value_is_rounded_as_the_scale_says(mode, places, value):
    """(2 + 3) / 2 = 5/2: a tie in whole numbers, and none with one place."""
    rounding = {"mode": mode, "places": places}
    found = one(*Q[:2], scale=scale("mean", "q1", "q2", rounding=rounding), q1="b", q2="c")
    assert came_to(found) == ("scored", value, Fraction(5, 2))


@pytest.mark.parametrize(
    ("answers", "band"),
    [
        ("aa", "low"),
        ("bb", "low"),
        ("bc", "middle"),
        ("cd", "middle"),
        ("dd", "high"),
        ("ee", "high"),
    ],
)
def test_a_band_runs_up_to_the_next_ones_from(answers, band):
    """Means 1, 2, 2.5, 3.5, 4, 5 in bands from 1, 5/2 and 4; each from belongs to its own band."""
    q1, q2 = answers
    assert one(*Q[:2], scale=scale("mean", "q1", "q2", bands=BANDS), q1=q1, q2=q2).band == band


def test_a_band_is_read_on_the_rounded_value():
    """(4 + 4 + 3) / 3 = 3.666… is middle; rounded to no places it is 4, and high."""
    whole = {"mode": "half_up", "places": 0}
    answers = {"q1": "d", "q2": "d", "q3": "c"}
    exactly = one(*Q[:3], scale=scale("mean", *NAMES[:3], bands=BANDS), **answers)
    rounded = one(*Q[:3], scale=scale("mean", *NAMES[:3], bands=BANDS, rounding=whole), **answers)
    assert (exactly.band, rounded.band) == ("middle", "high")


def test_a_value_rounded_below_the_range_is_in_the_first_band():
    """4/3 is the lowest value there is; rounded to no places it is 1, which no band reaches."""
    bands = [{"id": "only", "from": "4/3", "title": {"en": "x"}}]
    found = one(
        choice("q1", "thirds"), sets={"thirds": options("4/3", 2)}, q1="a",
        scale=scale("mean", "q1", bands=bands, rounding={"mode": "half_up", "places": 0}),
    )  # fmt: skip
    assert (str(found.value), found.band) == ("1", "only")


# The range


@pytest.mark.parametrize(
    ("made", "low", "high"),
    [
        (scale("mean", "q1", "n"), -2, 5),
        (scale("lowest", "q1", "n"), -2, 5),
        (scale("highest", "q1"), 1, 5),
        (scale("percent_of_max", "q1", "n"), 0, 100),
        (scale("count", "q1", "q2", of=["a"]), 0, 2),
        # from 1 to 5, twice: items may not apply, so 0 and not 2 is the low end
        (scale("sum", "q1", "q2"), 0, 10),
        # 3 * 1 to 3 * 5 and -2 to 4: min(0, 3) + min(0, -2) to 15 + 4
        (scale("sum", "q1", "n", weights={"q1": 3}), -2, 19),
        (scale("sum", "m"), -9, 0),
    ],
    ids=lambda value: value["method"] if isinstance(value, dict) else str(value),
)
def test_the_range_of_a_scale(made, low, high):
    """DESIGN 3: a mean's bounds are its items'; a sum's are those of what may apply."""
    known = instrument(
        *Q,
        item("n", "integer", minimum=-2, maximum=4),
        item("m", "integer", minimum=-9, maximum=-1),
        scales=(made,),
    )
    assert score_range(known, known.scales[0]) == (low, high)


def test_a_scale_of_what_has_no_bounds_was_never_checked():
    """A text has no number: a definition that was not checked fails loudly, never as a zero."""
    known = instrument(item("t", "text"), scales=(scale("mean", "t"),))
    with pytest.raises(ValueError, match="no bounds"):
        score_range(known, known.scales[0])
    with pytest.raises(ValueError, match="no bounds"):
        _ = known.rows


def test_a_scale_remembers_so_many_outcomes_and_no_more():
    """A number in an answer may be any of thousands: what is remembered does not grow with the records."""
    number = item("q", "integer", minimum=0, maximum=5000)
    known = instrument(number, scales=(scale("sum", "q"),))
    for answer in range(1500):
        assert score(known, administration(known, q=answer)).scales["sum"].value == answer
    assert 0 < known.scales[0].outcome.cache_info().currsize < 1500

"""What decides a score alone, laid bare: the whole projection of an instrument, written out by hand."""

from __future__ import annotations

from sop_core.instruments.scoring_digest import scoring_projection
from tests.unit._small import X, choice, definition, item, scale

PLAIN = {
    "reverse": [], "weights": {}, "prorate": "none", "bands": [], "of": [], "min_answered": ["items", "1"],
    "rounding": {"mode": "half_up", "places": 2},
}  # fmt: skip
SETS = {
    "two": {
        "options": [
            {"code": "n", "value": "2/4", "label": X},
            {"code": "y", "value": 3, "label": X},
            {"code": "na", "missing": "not_applicable", "label": X},
        ]
    }
}
CODES = {"n": {"value": "1/2"}, "y": {"value": "3"}, "na": {"missing": "not_applicable"}}


def projection(*items, **fields):
    return scoring_projection(definition(*items, response_sets=SETS, **fields))


def test_items_are_their_type_codes_bounds_and_condition():
    """DESIGN 2: values and bounds reduced, the condition's codes in one order, nothing else."""
    found = projection(
        choice("q1", "two", required=True, hint=X),
        item("n", "integer", minimum="-4/2", maximum=0, response_set="two"),
        item("t", "text", max_length=9),
        item("b", "boolean", show_if={"item": "q1", "in": ["y", "n"]}),
    )
    assert found == {
        "id": "small",
        "items": {
            "q1": {"type": "choice", "codes": CODES, "bounds": [], "show_if": None},
            "n": {"type": "integer", "codes": CODES, "bounds": ["-2", "0"], "show_if": None},
            "t": {"type": "text", "codes": {}, "bounds": [], "show_if": None},
            "b": {"type": "boolean", "codes": {}, "bounds": [], "show_if": {"item": "q1", "in": ["n", "y"]}},
        },
        "scales": {},
    }  # fmt: skip


def test_items_of_every_section_are_of_one_list():
    """Where an item stands on the page changes no score."""
    sections = [
        {"id": "s1", "title": X, "items": [choice("q1", "two")]},
        {"id": "s2", "title": X, "items": [choice("q2", "two"), choice("q3", "two")]},
    ]
    assert list(projection(sections=sections)["items"]) == ["q1", "q2", "q3"]


def test_a_scale_with_nothing_said_has_the_defaults_said():
    """DESIGN 3: no reverse, no weights, no bands, prorate none; what is left out is what is written out."""
    found = projection(
        choice("q2", "two"), choice("q1", "two"), scales=(scale("mean", "q2", "q1"),)
    )
    assert found["scales"] == {"mean": {**PLAIN, "items": ["q1", "q2"], "method": "mean"}}


def test_a_scale_with_everything_said():
    """Lists in one order, fractions reduced, a weight of 1 left out, titles and themes not there."""
    made = scale(
        "sum", "q2", "q1", reverse=["q2", "q1"], weights={"q1": "4/6", "q2": "3/3"}, min_answered="2/4",
        prorate="scale_up", rounding={"mode": "half_even", "places": 0}, of=["y", "n"], themes=["x"],
        bands=[{"id": "low", "from": "-2/4", "title": X}, {"id": "high", "from": 3, "title": X}],
    )  # fmt: skip
    found = projection(choice("q1", "two"), choice("q2", "two"), scales=(made,))
    assert found["scales"] == {
        "sum": {
            "items": ["q1", "q2"], "reverse": ["q1", "q2"], "weights": {"q1": "2/3"}, "method": "sum",
            "min_answered": ["share", "1/2"], "prorate": "scale_up",
            "rounding": {"mode": "half_even", "places": 0},
            "bands": [{"id": "low", "from": "-1/2"}, {"id": "high", "from": "3"}], "of": ["n", "y"],
        }
    }  # fmt: skip


def test_all_of_them_is_another_rule_than_one_of_them():
    """A share of 1/1 and the number 1 are told apart."""
    share = projection(choice("q1", "two"), scales=(scale("mean", "q1", min_answered="1/1"),))
    assert share["scales"]["mean"]["min_answered"] == ["share", "1"]

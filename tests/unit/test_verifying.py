"""A stored score beside the recomputed one, and what a person is told of it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from sop_core.instruments import compare, reflect, score
from tests.unit._small import X, administration, choice, instrument, item, options, scale

KNOWN = instrument(
    choice("q1"), choice("q2"), choice("q3"), scales=(scale("mean", "q1", "q2"), scale("sum", "q3"))
)
OURS = score(KNOWN, administration(KNOWN, q1="a", q2="b", q3="c"))


def stored(**scales):
    """The score with other scales."""
    return evolve(OURS, scales={**OURS.scales, **scales})


def test_what_is_the_same_verifies():
    """Equal values are equal however they are written."""
    mean = evolve(OURS.scales["mean"], value=Decimal("1.500"))
    assert compare(OURS, OURS).ok
    assert compare(stored(mean=mean), OURS).ok


def test_each_difference_is_named_with_both_values():
    """The path, what was stated, what it comes to."""
    mean = evolve(OURS.scales["mean"], value=Decimal(4), exact=Fraction(4), n_answered=1)
    found = compare(stored(mean=mean), OURS)
    assert not found.ok
    assert [str(one) for one in found.differences] == [
        "$.scales.mean.value: stated 4, recomputed 1.5",
        "$.scales.mean.exact: stated 4, recomputed 3/2",
        "$.scales.mean.n_answered: stated 1, recomputed 2",
    ]


def test_a_scale_too_many_and_one_too_few_are_named():
    """First the stored score's own scales in their order, then those that it lacks."""
    less = evolve(OURS, scales={"new": OURS.scales["mean"], "mean": OURS.scales["mean"]})
    assert [str(one) for one in compare(less, OURS).differences] == [
        "$.scales.new: stated 'a scale', recomputed 'no such scale'",
        "$.scales.sum: stated 'no such scale', recomputed 'a scale'",
    ]


def test_another_record_and_another_definition_are_named():
    """The administration, and each part of the instrument's reference."""
    other = evolve(
        OURS,
        administration="x",
        instrument=evolve(OURS.instrument, version="2", scoring="sha256:0"),
    )
    assert [str(one) for one in compare(other, OURS).differences] == [
        "$.administration: stated 'x', recomputed 'r'",
        "$.instrument.version: stated '2', recomputed '1.0.0'",
        f"$.instrument.scoring: stated 'sha256:0', recomputed '{OURS.instrument.scoring[:58]}…",
    ]


# What a person is told


def told(*items, scales, sets=None, locale="en", **answers):
    known = instrument(*items, scales=scales, sets=sets)
    found = reflect(known, administration(known, **answers), locale)
    return [one.item for one in found.strong], [one.item for one in found.to_strengthen]


SKILLS = [choice("q1"), choice("q2"), choice("q3"), choice("q4")]
AREAS = (scale("mean", "q1", "q2"), scale("sum", "q3", "q4"))


def test_the_highest_are_strong_and_the_lowest_to_strengthen():
    """S0-10: among a person's own answers, in words; ties stand together."""
    assert told(*SKILLS, scales=AREAS, q1="e", q2="b", q3="b", q4="c") == (["q1"], ["q2", "q3"])


def test_where_all_stand_alike_nothing_is_said():
    """No difference to speak of, one answer alone, or none."""
    assert told(*SKILLS, scales=AREAS, q1="c", q2="c", q3="c", q4="c") == ([], [])
    assert told(*SKILLS, scales=AREAS, q1="c") == ([], [])
    assert told(*SKILLS, scales=AREAS) == ([], [])


def test_an_answer_stands_where_its_own_bounds_put_it():
    """5 of 0 to 10 is half-way, as 3 of 1 to 5; 2 of 1 to 5 is a quarter."""
    items = [choice("q1"), choice("q2"), item("n", "integer", minimum=0, maximum=10)]
    found = told(*items, scales=(scale("mean", "q1", "q2", "n"),), q1="c", q2="b", n=5)
    assert found == (["q1", "n"], ["q2"])


def test_what_says_nothing_of_a_skill_is_passed_over():
    """Reversed items, missing answers, items with one value, counts, and items of no scale."""
    items = [
        choice("q1"), choice("q2"), choice("reversed"), choice("missing"), choice("single", "single"),
        choice("counted"), choice("free"),
    ]  # fmt: skip
    scales = (
        scale("mean", "q1", "q2", "reversed", "missing", "single", reverse=["reversed"]),
        scale("count", "counted", of=["a"]),
        scale("highest", "q1", "q2"),
    )
    answers = {
        "q1": "b", "q2": "d", "reversed": "e", "missing": "na", "single": "a", "counted": "e", "free": "e",
    }  # fmt: skip
    assert told(*items, scales=scales, sets={"single": options(3)}, **answers) == (["q2"], ["q1"])


def test_what_is_passed_over_stops_nothing():
    """A count before the other scales, and a reversed item before the others of its scale."""
    items = [choice("reversed"), choice("q1"), choice("q2")]
    scales = (
        scale("count", "q1", of=["a"]),
        scale("mean", "reversed", "q1", "q2", reverse=["reversed"]),
    )
    assert told(*items, scales=scales, reversed="e", q1="b", q2="d") == (["q2"], ["q1"])


def test_a_skill_of_two_scales_belongs_to_the_first():
    """It stands once, under the title of the scale that comes first in the definition."""
    titled = [
        {**scale("mean", "q1", "q2"), "id": name, "title": {"en": name}}
        for name in ("first", "second")
    ]
    known = instrument(choice("q1"), choice("q2"), scales=titled)
    found = reflect(known, administration(known, q1="a", q2="e"))
    assert [(one.item, one.area) for one in (*found.strong, *found.to_strengthen)] == [
        ("q2", "first"), ("q1", "first"),
    ]  # fmt: skip


def test_a_skill_is_told_in_the_instruments_words():
    """The item's text and the title of its first scale, in the reader's language; no number."""
    known = instrument(choice("q1"), choice("q2"), scales=(scale("mean", "q1", "q2"),))
    found = reflect(known, administration(known, q1="a", q2="e"))
    (skill,) = found.strong
    assert (skill.text, skill.area) == (X["en"], X["en"])
    assert not any(
        isinstance(value, int | float | Decimal) for value in (skill.item, skill.text, skill.area)
    )

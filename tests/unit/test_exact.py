"""Exact numbers: read, written, rounded once."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core.instruments.exact import (
    from_number,
    number_in_words,
    read_exact,
    rounded,
    shortest,
    whole_decimal,
    whole_if_it_is,
    write_exact,
)
from sop_core.types import RoundingMode

UP, EVEN = RoundingMode.HALF_UP, RoundingMode.HALF_EVEN


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (3, 3),
        (-3, -3),
        ("1/2", Fraction(1, 2)),
        ("2/4", Fraction(1, 2)),
        ("-6/3", -2),
        ("0/7", 0),
        (True, None),
        (0.5, None),
        (Decimal("0.5"), None),
        (None, None),
        ("1", None),
        ("0.5", None),
        ("1/0", None),
        ("1/-2", None),
        ("+1/2", None),
        ("1/2\n", None),
        (" 1/2", None),
        ("\u0661/2", None),
        ("1234567890123/1", None),
    ],
)
def test_integers_and_fractions_are_read_and_nothing_else(written, number):
    """DESIGN 3: option values and weights are integers or "p/q"; no float, no boolean, no decimal."""
    assert read_exact(written) == number
    assert not isinstance(read_exact(written), float)


def test_a_whole_fraction_is_an_int():
    """4/2 is 2, and 1/2 stays what it is."""
    assert type(whole_if_it_is(Fraction(4, 2))) is int
    assert whole_if_it_is(Fraction(1, 2)) == Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "written"), [(4, "4"), (Fraction(4, 2), "2"), (Fraction(-7, 2), "-7/2"), (0, "0")]
)
def test_exact_is_written_reduced(value, written):
    """DESIGN 3: `exact` is p, or p/q reduced."""
    assert write_exact(value) == written


def test_a_decimal_is_read_as_it_is_written():
    """0.1 is one tenth, which no float is."""
    assert from_number(Decimal("0.1")) == Fraction(1, 10)
    assert from_number(Decimal("4.0")) == 4
    assert from_number(7) == 7


@pytest.mark.parametrize(
    ("value", "places", "half_up", "half_even"),
    [
        # a tie lies exactly half-way: up goes away from zero, even to the even neighbour
        (Fraction(1, 2), 0, "1", "0"),
        (Fraction(3, 2), 0, "2", "2"),
        (Fraction(5, 2), 0, "3", "2"),
        (Fraction(-1, 2), 0, "-1", "0"),
        (Fraction(-5, 2), 0, "-3", "-2"),
        (Fraction(1, 8), 2, "0.13", "0.12"),
        (Fraction(-1, 8), 2, "-0.13", "-0.12"),
        (Fraction(9, 4), 1, "2.3", "2.2"),
        # 2.675 is a tie here, and no tie as a float
        (Fraction(2675, 1000), 2, "2.68", "2.68"),
        (Fraction(2665, 1000), 2, "2.67", "2.66"),
        # no tie
        (Fraction(1, 3), 2, "0.33", "0.33"),
        (Fraction(2, 3), 2, "0.67", "0.67"),
        (Fraction(-2, 3), 2, "-0.67", "-0.67"),
        (Fraction(1, 3), 0, "0", "0"),
        (7, 3, "7", "7"),
        (0, 2, "0", "0"),
        (Fraction(-1, 1000), 2, "0", "0"),
        # more digits than Decimal's usual 28
        (Fraction(10**40 + 1, 2), 0, "5" + "0" * 38 + "1", "5" + "0" * 39),
    ],
)
def test_a_fraction_is_rounded_once(value, places, half_up, half_even):
    """DESIGN 3: half_up takes ties away from zero, half_even to the even neighbour."""
    assert str(rounded(value, places=places, mode=UP)) == half_up
    assert str(rounded(value, places=places, mode=EVEN)) == half_even


@given(st.fractions(), st.integers(0, 9))
def test_rounding_agrees_with_the_standard_library(value, places):
    """Fraction's own round() is exact and takes ties to the even."""
    assert Fraction(rounded(value, places=places, mode=EVEN)) == round(value, places)


@pytest.mark.parametrize(
    ("value", "short"),
    [("4.00", "4"), ("1E+2", "100"), ("0.10", "0.1"), ("-0.0", "0"), ("0E+9", "0"), ("12.340", "12.34"),
     ("1" + "0" * 40 + ".50", "1" + "0" * 40 + ".5")],
)  # fmt: skip
def test_the_shortest_decimal_has_no_needless_zero(value, short):
    """RFC 8785 asks for one form: 4 for 4.00, 100 for 1E+2."""
    assert str(shortest(Decimal(value))) == short


def test_what_is_no_number_has_no_shortest_form():
    """NaN and infinity are no numbers, and nothing is made of them."""
    for value in ("NaN", "Infinity", "sNaN"):
        with pytest.raises(ValueError, match="no number"):
            shortest(Decimal(value))


def test_a_whole_number_is_an_int():
    """4.0 becomes 4, and 0.5 stays a Decimal."""
    assert type(whole_decimal(Decimal("4.0"))) is int
    assert whole_decimal(Decimal("1E+3")) == 1000
    assert whole_decimal(Decimal("0.50")).as_tuple().exponent == -1


def test_a_hosts_decimal_context_changes_nothing():
    """With three digits of precision set in the thread, nothing is rounded on the way."""
    with localcontext() as context:
        context.prec = 3
        assert str(shortest(Decimal("1.23456"))) == "1.23456"
        assert str(rounded(Fraction(123456, 100), places=2, mode=UP)) == "1234.56"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (3, "3"),
        (-3, "-3"),
        (0, "0"),
        (100, "100"),
        (Fraction(5, 2), "2.5"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(1, 20), "0.05"),
        (Fraction(21, 8), "2.625"),
        (Fraction(1, 625), "0.0016"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 6), "-7/6"),
        (Fraction(1, 2**30), "0.000000000931322574615478515625"),
    ],
)
def test_a_number_as_a_person_writes_it(value, said):
    """A decimal where one says it exactly, whatever precision the host's thread has set, else p/q."""
    assert number_in_words(value) == said
    with localcontext(prec=2):
        assert number_in_words(value) == said

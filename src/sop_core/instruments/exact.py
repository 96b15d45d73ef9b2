"""Exact numbers: read, written and rounded once. No float stands anywhere on the way to a score."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from sop_core.types import Exact, RoundingMode

#: An integer or a reduced or unreduced `p/q` string, as option values and weights are written.
RATIONAL = re.compile(r"(-?[0-9]{1,12})/([1-9][0-9]{0,11})")


def whole_if_it_is(value: Fraction) -> Exact:
    """The same number as an int where it is whole, since integer arithmetic is exact and fast."""
    return value.numerator if value.denominator == 1 else value


def read_exact(written: object) -> Exact | None:
    """An integer or a `"p/q"` string as an exact number; None for whatever is neither."""
    if isinstance(written, bool):
        return None
    if isinstance(written, int):
        return written
    if isinstance(written, str) and (match := RATIONAL.fullmatch(written)):
        return whole_if_it_is(Fraction(int(match[1]), int(match[2])))
    return None


def write_exact(value: Exact) -> str:
    """A number as `p` or `p/q`, reduced: the `exact` of a score."""
    return str(Fraction(value))


def number_in_words(value: Exact) -> str:
    """A number as a person writes it: 2.5 where a decimal can say it, else p/q."""
    # A denominator of twos and fives alone divides a power of ten, one of no more zeros than it has bits.
    places = value.denominator.bit_length()
    if 10**places % value.denominator:
        return str(value)
    return f"{rounded(value, places=places, mode=RoundingMode.HALF_UP):f}"


def from_number(value: int | Decimal) -> Exact:
    """A number of a document as it was written: 0.1 is one tenth."""
    return value if isinstance(value, int) else whole_if_it_is(Fraction(value))


def rounded(value: Exact, *, places: int, mode: RoundingMode) -> Decimal:
    """A fraction rounded once to `places` decimals: half_up takes ties away from zero, half_even to the even.

    The result has no needless zeros (4, not 4.00), so that it is written as it is compared.
    """
    return _rounded(value.numerator, value.denominator, places, up=mode is RoundingMode.HALF_UP)


# Remembered, since scores of one instrument come to the same few fractions again and again.
@lru_cache(maxsize=4096)
def _rounded(numerator: int, denominator: int, places: int, *, up: bool) -> Decimal:
    whole, rest = divmod(abs(numerator) * 10**places, denominator)
    twice = 2 * rest
    tie_goes_up = up or whole % 2 == 1
    if twice > denominator or (twice == denominator and tie_goes_up):
        whole += 1
    while places > 0 and whole % 10 == 0:
        whole, places = whole // 10, places - 1
    # Read from text, a decimal has its digits whatever precision the host's thread happens to have set.
    return Decimal(f"{'-' if numerator < 0 and whole else ''}{whole}E-{places}")


def shortest(value: Decimal) -> Decimal:
    """The same decimal without needless zeros and without an exponent: 4 for 4.00, 100 for 1E+2.

    Digit by digit: Decimal's own arithmetic would round to the precision that the host's thread
    happens to have set.
    """
    sign, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        raise ValueError(f"{value} is no number")  # noqa: TRY004  NaN is a Decimal, but no number
    if not any(digits):
        return Decimal(0)
    while exponent < 0 and digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    return Decimal((sign, (*digits, *(0,) * exponent), min(exponent, 0)))


def whole_decimal(value: Decimal) -> int | Decimal:
    """A number of a document in its one form: an int where it is whole, else the shortest decimal."""
    plain = shortest(value)
    return plain if plain.as_tuple().exponent else int(plain)

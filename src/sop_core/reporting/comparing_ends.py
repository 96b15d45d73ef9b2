"""Which of several stand first: the largest, or the first quarter where they are many; ties as ties (S0-09)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TypeVar

Compared = TypeVar("Compared")


def largest(
    several: Sequence[Compared], by: Callable[[Compared], Fraction]
) -> tuple[Compared, ...]:
    """Those of the largest number, in their own order; equal ones stand or fall together, and all alike is none.

    The first of them is always told, however many are equal to it; what follows is, as long as it is no more than a
    quarter of all.
    """
    numbers = sorted({by(one) for one in several}, reverse=True)
    if len(numbers) == 1:
        return ()

    def reached(cut: Fraction) -> tuple[Compared, ...]:
        return tuple(one for one in several if by(one) >= cut)

    fitting = [cut for cut in numbers[1:] if len(reached(cut)) <= len(several) // 4]
    return reached(fitting[-1] if fitting else numbers[0])

"""Which ids went by, in little memory."""

from __future__ import annotations

from array import array
from collections.abc import Hashable
from itertools import pairwise

_MASK, _BUCKETS = (1 << 64) - 1, 256


class Seen:
    """Which ids went by, at eight bytes each: enough to find those that may stand twice."""

    def __init__(self) -> None:
        self._buckets = [array("Q") for _ in range(_BUCKETS)]

    def add(self, mark: int) -> None:
        """An id went by."""
        self._buckets[mark % _BUCKETS].append(mark)

    def twice(self) -> set[int]:
        """The marks that came more than once. Two ids may share one; that costs a look, and no record."""
        return {
            one
            for bucket in self._buckets
            for one, following in pairwise(sorted(bucket))
            if one == following
        }

    def n_again(self) -> int:
        """How many went by after the first with their mark."""
        every = (len(bucket) - len(set(bucket)) for bucket in self._buckets)
        return sum(every)


def mark_of(id_: Hashable) -> int:
    """What stands for an id, or for several together: 64 bits, others in each run of Python.

    So nobody can make two that are alike.
    """
    return hash(id_) & _MASK

"""Which ids went by, in little memory."""

from __future__ import annotations

from array import array
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


def mark_of(id_: str) -> int:
    """What stands for an id: 64 bits, others in each run of Python, so that nobody can make two alike."""
    return hash(id_) & _MASK

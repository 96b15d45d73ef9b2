"""Rule 2 for what is left of a scope: at least how many workers its answers are about.

An unknown number counts as none. A worker may be of two units, so that numbers of parts are not simply added: no
more are counted twice than the parts have together beyond their total. Where the total, or a part beside, is not
known, nobody can tell how many are, and the largest part alone counts. All that is withheld below a scope may be all
of it: then it is the scope, with the scope's own number.

That the parts have all workers of their total is taken for true: of a total that counts workers of no part nobody
could tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Generic, TypeVar

from attrs import frozen

from sop_core.reporting.cells import Scope
from sop_core.reporting.suppress_frame import Frame

#: A scope, by whatever it is called where it is asked for.
Node = TypeVar("Node", int, Scope)


def workers_left(frame: Frame, total: int, parts: Sequence[int]) -> int:
    """At least how many workers these places are about, which are a total or are left of it.

    Parts by a further grouping hang below parts of the total in its own scope. These have the scope's workers, so
    that those of one may be those of another, and the most of them alone count.
    """
    scope = frame.places[total].scope
    way: set[int] = set()
    tops: set[int] = set()
    for part in parts:
        at = part
        while frame.places[at].scope != scope:
            way.add(at)
            at = frame.above[at]
        tops.add(at)
    left = Left[int](
        parts=frozenset(parts),
        way=way,
        below=lambda place: [part for part in frame.parts[place] if frame.cost[part]],
        stated=lambda place: _stated(frame, place),
    )
    return max(left.of(top)[0] for top in tops)


@frozen(kw_only=True)
class Left(Generic[Node]):
    """What is left below a place: its ends, `parts`, and the places on the `way` to them.

    `below` gives the places directly below one in which somebody answered, `stated` the workers that are told.
    """

    parts: Collection[Node]
    way: Collection[Node]
    below: Callable[[Node], Sequence[Node]]
    stated: Callable[[Node], int | None]

    def of(self, place: Node) -> tuple[int, bool]:
        """The workers of what is left below a place, and whether that is all of it."""
        stated = self.stated(place)
        if place in self.parts:
            return stated or 0, True
        below = self.below(place)
        found = [self.of(part) for part in below if part in self.way]
        is_all = len(found) == len(below) and all(whole for _, whole in found)
        counts = [n for n, _ in found]
        each = [n for part in below if (n := self.stated(part)) is not None]
        known = len(each) == len(below)
        if is_all and stated is not None:
            # Nobody answered in the other parts, if there are any: their workers are none of these.
            return min(stated, sum(counts)) if known else stated, True
        most = max(counts, default=0)
        if stated is None or not known:
            return most, is_all
        twice = max(0, sum(each) - stated)
        return max(most, sum(counts) - twice), is_all


def _stated(frame: Frame, place: int) -> int | None:
    return None if frame.workers is None else frame.workers[place]

"""What to withhold so that a table gives nobody away, and no more than that (DESIGN 7; D1; B-37, B-38).

First what is small by itself, then what protects it, greedily; every withheld cell must have a way out, or on a
tree the exact condition must hold; what is withheld for nothing is shown again. The same table gives the same
pattern, whatever the order of its places; ties are broken by the places' names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import evolve

from sop_core.reporting.cells import Limits, Place, Scope, Table
from sop_core.reporting.suppress_exact import withheld_beyond
from sop_core.reporting.suppress_frame import Frame, Pattern, Reason, frame_of
from sop_core.reporting.suppress_linked import LinkedWork
from sop_core.reporting.suppress_rules import first_reason
from sop_core.reporting.suppress_tree import TreeWork
from sop_core.types import FrozenMap

#: `everybody`: every attacker of DESIGN 7. The others are no release's: `derivation`, exact derivation alone, to
#: compare with other programs; `outside`, whoever is none of them, to tell what protecting people from one another
#: costs.
Against = Literal["everybody", "outside", "derivation"]


def suppress(
    table: Table,
    limits: Limits | None = None,
    *,
    shown: Iterable[Place] = (),
    withheld: Iterable[Place] = (),
    against: Against = "everybody",
) -> Pattern:
    """The places of a table that are withheld, and why.

    `shown` are places that an earlier release has shown, so that nothing is gained by withholding them;
    `withheld` are places that must be, whatever they hold. Where something shown already gives a place away the
    pattern's `exposed` names it, and there is no safe release. CallRefused where counts do not add up.
    """
    frame = frame_of(table, limits or Limits())
    if against == "outside":
        frame = evolve(frame, reach=frame.limits.min_cell)
    at = {place: index for index, place in enumerate(frame.places)}
    given = frozenset(at[place] for place in withheld if place in at)
    frozen = frozenset(at[place] for place in shown if place in at) - given
    if frame.shares or frame.overlaps:
        if against == "derivation":
            return _exactly(frame, frozen, given)
        work: TreeWork | LinkedWork = LinkedWork(frame, frozen, given)
    else:
        work = TreeWork(frame, frozen, given, whole=against != "derivation")
    work.run()
    return Pattern(
        withheld=FrozenMap({frame.places[one]: work.held[one] for one in sorted(work.held)}),
        exposed=tuple(frame.places[one] for one in sorted(work.exposed)),
    )


def _exactly(frame: Frame, frozen: frozenset[int], given: frozenset[int]) -> Pattern:
    held: dict[int, Reason] = dict.fromkeys(sorted(given), "protects")
    exposed: list[int] = []
    for one in range(len(frame.places)):
        reason = first_reason(frame, one)
        if reason and one in frozen:
            exposed.append(one)
        elif reason:
            held[one] = reason
    for one in withheld_beyond(frame, held, frozen):
        held[one] = "protects"
    return Pattern(
        withheld=FrozenMap({frame.places[one]: held[one] for one in sorted(held)}),
        exposed=tuple(frame.places[one] for one in exposed),
    )


def smallest_shown(pattern: Pattern, table: Table, scope: Scope) -> Place | None:
    """Roll-up: the smallest group round a scope that may be shown, the scope itself if it may; None if none may."""
    for length in range(len(scope), -1, -1):
        place = Place(scope[:length])
        if place in table.groups and place not in pattern:
            return place
    return None

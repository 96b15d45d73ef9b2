"""Which distributions are shown: whole or not at all, on scopes whose row is shown (rule 4, C-22, D2).

Below a shown scope let the distributions of some scopes be withheld, and take what is left of each bar when the
shown parts are taken away. An attacker knows these sums R of the bars, and may know the sizes n of the withheld
scopes: a table of whole numbers with its margins known. There each number can be as large as the smaller of its
margins, and as small as n + R less the whole, or zero. So nothing is fixed if at least two withheld scopes have
answers and at least two bars are left over, and nothing is surely few if each bar that is left is none or at least
`min_cell`: that is, if what is left is itself a distribution that may be shown. Where a scope's is withheld
those below it are, so that a bar of it is not what its shown parts have of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import evolve

from sop_core.errors import CallRefused
from sop_core.reporting.cells import Limits, Place, Respondents, Table
from sop_core.reporting.suppress_frame import Pattern, frame_of
from sop_core.reporting.suppress_tree import TreeWork
from sop_core.types import FrozenMap


def suppress_bars(
    bars: Mapping[Place, Mapping[str, int]],
    table: Table,
    rows: Pattern,
    limits: Limits | None = None,
    *,
    shown: Iterable[Place] = (),
) -> Pattern:
    """The scopes of a table whose distribution of one measure is withheld.

    `bars` has how many gave each answer, for the table's scopes; `rows` says whose row is withheld, and their
    distributions are (D2). `shown` are distributions that an earlier release has shown. CallRefused for a part by
    a further grouping: several sums over the same bars are more than is proved here.
    """
    if any(place.groups for place in bars):
        raise CallRefused(
            "A distribution is asked for a part of a scope by a further grouping. Distributions are shown for "
            "scopes alone, since bars that are linked in two ways could be worked out. Ask for the scopes."
        )
    groups = {
        place: {answer: Respondents(n=n) for answer, n in row.items()}
        for place, row in bars.items()
    }
    frame = frame_of(evolve(table, groups=groups), limits or Limits())
    at = {place: index for index, place in enumerate(frame.places)}
    given = frozenset(at[place] for place in rows.withheld if place in at)
    frozen = frozenset(at[place] for place in shown if place in at) - given
    work = TreeWork(frame, frozen, given, bars=True)
    work.run()
    return Pattern(
        withheld=FrozenMap({frame.places[one]: work.held[one] for one in sorted(work.held)}),
        exposed=tuple(frame.places[one] for one in sorted(work.exposed)),
    )

"""Items that add up to a scale: what whoever left one of them out answered to the others (DESIGN 7, rule 4).

A scale's mean says what its items come to for everybody who has a score, whoever left an item out too. Where the bars
of each of its items hold one value each, they say what everybody who answered it came to. The one less the others is
the answers of the few who left one out. It takes every item: of one that is joined, or not told, the sum is open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sop_core.errors import Issue, listed, shown
from sop_core.instruments import Instrument
from sop_core.instruments.model import Scale
from sop_core.reporting.plans import BarsOf
from sop_core.reporting.releases import Distributed
from sop_core.reporting.tally import Group, GroupKey


def adding_up(
    asked: Iterable[Distributed],
    measures: Iterable[str],
    instrument: Instrument,
    groups: Mapping[GroupKey, Group],
) -> Iterator[Issue]:
    """An issue for each scale whose items are all told, where somebody has a score and left one of them out.

    `asked` and `measures` are those of the release and of all that its readers have of this cycle.
    """
    names, told = set(measures), {one.id for one in asked if _is_of_single_values(one)}
    for scale in instrument.scales:
        if scale.id in names:
            told |= set(scale.items) if len(scale.items) == 1 else set()
    for scale in instrument.scales:
        are_told = len(scale.items) > 1 and told.issuperset(scale.items)
        if scale.id in names and are_told and any(_left_out(one, scale) for one in groups.values()):
            yield _issue(scale)


def _is_of_single_values(one: Distributed) -> bool:
    return one.kind is BarsOf.ITEM and all(bar.low == bar.high for bar in one.bars)


def _left_out(group: Group, scale: Scale) -> bool:
    """Whether as many answered each item as have a score; of an item that is not counted nobody can tell."""
    n = group.scales[scale.id].n_valued if scale.id in group.scales else None
    return any(item not in group.items or group.items[item].n_answered != n for item in scale.items)


def _issue(scale: Scale) -> Issue:
    return Issue(
        "release_items_add_up",
        "$.distributions",
        f"The bars of {listed(scale.items)} say what all who answered them come to, and the mean of {shown(scale.id)} "
        "what they come to with those who left one of them out. The one less the other is what these few answered.",
        fix="Leave one of these items out, or join some of its bars; or leave the scale out, if it was not released.",
    )

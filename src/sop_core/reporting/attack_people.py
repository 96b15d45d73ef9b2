"""The same people by another measure, or under another version's scoring: who counts them twice knows them once.

Measures of one scope may have different numbers, and then neither says the other's. But where every number that is
shown twice is shown alike, of two measures, two releases or two scoring digests of one instrument and cycle, a
reader takes them for the same people, and is right. Then what one shows and another withholds is shown.
"""

from __future__ import annotations

from collections.abc import Iterable

from sop_core.reporting.cells import GroupingKind, Place, Published, Shown
from sop_core.types import FrozenMap

#: The measure that stands for how many people there are, whatever they were asked.
PEOPLE = ""


def same_people(releases: Iterable[Published]) -> Published | None:
    """How many people these releases show and withhold, by place; None where that says nothing more.

    It says nothing where two numbers of one place differ, where somebody is withheld whom another calls nobody, or
    where one measure of one release says it all by itself.
    """
    said: dict[Place, int | None] = {}
    kinds: dict[str, GroupingKind] = {}
    patterns: list[dict[Place, int | None]] = []
    for release in releases:
        for name, kind in release.groupings.items():
            # Where one release singles a value out, not all parts of every scope are listed here.
            kinds[name] = kind if kinds.get(name, kind) == kind else "singled"
        by: dict[str, dict[Place, int | None]] = {}
        for row in release.rows:
            if any(release.groupings.get(name) == "answers" for name, _ in row.place.groups):
                continue
            by.setdefault(row.measure, {})[row.place] = row.n
        patterns += by.values()
    for place, n in (pair for one in patterns for pair in one.items()):
        known = said.setdefault(place, n)
        if known is None:
            said[place] = n
        elif n is not None and n != known:
            return None
    hidden = {place for one in patterns for place, n in one.items() if n is None}
    if not said or said in patterns or any(said[place] == 0 for place in hidden):
        return None
    return Published(
        rows=tuple(Shown(place=place, measure=PEOPLE, n=n) for place, n in said.items()),
        groupings=FrozenMap(kinds),
    )

"""Every table of whole numbers that fits what was published, one after the other.

Written from DESIGN 7 and not from the attacker: it has its own reading of rows and sums, and no cleverness. It is
for tables of a dozen cells whose wholes are shown.
"""

from __future__ import annotations

from itertools import product

from sop_core.reporting import Place, Published


def possible(release: Published, *, zeros: bool = False) -> dict[tuple[Place, str], set[int]]:
    """For each withheld cell the numbers that it may have; `zeros` for a reader who does not know the rules."""
    found: dict[tuple[Place, str], set[int]] = {}
    for measure in sorted({row.measure for row in release.rows}):
        rows = {row.place: row.n for row in release.rows if row.measure == measure}
        hidden = [place for place, n in rows.items() if n is None]
        for filled in fillings(rows, release, 0 if zeros else 1):
            for place in hidden:
                found.setdefault((place, measure), set()).add(filled[place])
    return found


def fillings(rows, release, least):
    """All ways to fill in the withheld cells: the smallest ones by trying, their totals by adding up."""
    sums = sums_of(rows, release)
    within = [(total, part) for total, part, kind in sums if kind == "within"]
    adding = [(total, parts) for total, parts, kind in sums if kind == "adds"]
    totals = {total for total, _ in adding}
    free = [place for place, n in rows.items() if n is None and place not in totals]
    most = max((n for n in rows.values() if n is not None), default=0)
    adding.sort(key=lambda one: (-len(one[0].scope), -len(one[0].groups)))
    for numbers in product(range(least, most + 1), repeat=len(free)):
        filled = {**rows, **dict(zip(free, numbers, strict=True))}
        for total, parts in adding:
            here = sum(filled[part] for part in parts)
            if filled[total] is None:
                filled[total] = here
            if filled[total] != here:
                break
        else:
            hidden = (place for place, n in rows.items() if n is None)
            if all(filled[place] >= least for place in hidden) and all(
                filled[part] <= filled[total] for total, part in within
            ):
                yield filled


def sums_of(rows, release):
    found = []
    for place in rows:
        below = [
            other for other in rows
            if other.groups == place.groups and other.scope[:-1] == place.scope and other.scope
        ]  # fmt: skip
        if below:
            found.append((place, below, "adds"))
        for name, kind in release.groupings.items():
            parts = [
                other for other in rows
                if other.scope == place.scope and len(other.groups) == len(place.groups) + 1
                and set(place.groups) < set(other.groups)
                and (set(other.groups) - set(place.groups)).pop()[0] == name
            ]  # fmt: skip
            if parts and kind == "overlapping":
                found += [(place, part, "within") for part in parts]
            elif parts:
                found.append((place, parts, "adds"))
    return found

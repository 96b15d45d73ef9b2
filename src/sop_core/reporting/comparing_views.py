"""The means that releases show, each once: all that a comparison is made of."""

from __future__ import annotations

from collections.abc import Iterable

from sop_core.errors import CallRefused, shown
from sop_core.reporting.cells import Place
from sop_core.reporting.comparing_values import View
from sop_core.reporting.releases import Release, ReleasedMeasure, ReleaseRow

#: Whose answers, which group and which measure.
Key = tuple[str, str, str, Place, str]


def views_of(releases: Iterable[Release]) -> tuple[View, ...]:
    """Every mean that the releases show, each once, in their order and that of their rows.

    Of a correction the last edition counts, whether it shows a row or withholds it: what it withholds takes no part.
    CallRefused where two releases of one edition show different numbers.
    """
    found: dict[Key, tuple[int, View | None]] = {}
    for release in releases:
        measures = {one.id: one for one in release.measures}
        for row in release.rows:
            view = _view(release, measures[row.measure], row)
            key = (*release.about, row.place, row.measure)
            edition, before = found.get(key, (release.edition, None))
            if release.edition > edition or (release.edition == edition and before is None):
                found[key] = (release.edition, view)
            elif release.edition == edition and _differ(before, view):
                raise _at_odds(release, row)
    return tuple(view for _, view in found.values() if view is not None)


def _view(release: Release, measure: ReleasedMeasure, row: ReleaseRow) -> View | None:
    """A row as a view; None where it is withheld, or of nobody."""
    if row.n is None or row.mean is None:
        return None
    return View(
        instrument=release.instrument,
        cycle=release.cycle,
        place=row.place,
        measure=measure,
        n=row.n,
        mean=row.mean,
        sd=row.sd,
    )


def _differ(one: View | None, other: View | None) -> bool:
    return one is not None and other is not None and (one.n, one.mean) != (other.n, other.mean)


def _at_odds(release: Release, row: ReleaseRow) -> CallRefused:
    scope = "/".join(row.scope) or "the whole"
    return CallRefused(
        f"Two releases show {shown(row.measure)} of {shown(scope)} in {shown(release.cycle)}, and not the same "
        "numbers. One of them was changed, or is of another agency. Give the releases as they went out, of one agency."
    )

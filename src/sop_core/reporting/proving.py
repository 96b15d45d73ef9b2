"""How the bounds of a release were found, and what its own rules prove where no search came to an end.

    intervals   the sums form no ring: narrowed intervals are exact (`bounds`), and nothing is left to find
    search      rings, each small enough to be tried to the end in whole numbers (`bounds_search`)
    rules       larger rings, and no solver: `suppress` withheld only what has a way out, other numbers that fit all
                that is shown (`suppress_moves`). That is the proof, as long as no other release shows more
    highs       rings, with linear programming (`sop_core.audit`, extra `audit`)

A solver that another program passes stands there by its own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sop_core.errors import Issue
from sop_core.reporting.attack_leaks import Attack
from sop_core.reporting.attack_people import PEOPLE
from sop_core.reporting.cells import Cell, Place
from sop_core.reporting.releases import Release, published_of

#: What of a release bears on the cells of one measure: which places it lists, and which it shows.
Said = tuple[frozenset[Place], frozenset[Place]]


def bounds_of(attacks: Iterable[Attack], *, by_rules: bool = False) -> tuple[str, ...]:
    """What found the bounds in these attacks, by name."""
    found = {name for one in attacks for name in one.bounds}
    return tuple(sorted(found | ({"rules"} if by_rules else set())))


def rests_on_rules(
    undecided: Iterable[Cell], releases: Sequence[Release], *, made_by_rules: bool, min_cell: int
) -> bool:
    """Whether no release but one says anything of these cells, and that one was withheld by the rules at this minimum.

    The last of the releases is being made, and `made_by_rules` says that its pattern left nothing exposed; the
    others were let out, each by this same condition. Whatever a release shows or lists that the one does not might
    lie across a way out, and then nobody has proved anything.
    """
    *earlier, made = releases
    makers = [one for one in earlier if one.policy.min_cell >= min_cell]
    makers += [made] if made_by_rules else []
    blocks = {(cell.measure, cell.edition) for cell in undecided}
    for measure, edition in blocks:
        said = [_said(one, measure, edition) for one in releases]
        if not any(_holds_all(_said(one, measure, edition), said) for one in makers):
            return False
    return True


def _said(release: Release, measure: str, edition: int) -> Said:
    rows = [
        row
        for one in published_of(release)
        if measure == PEOPLE or one.edition == edition
        for row in one.rows
        if measure in (PEOPLE, row.measure)
    ]
    return (
        frozenset(row.place for row in rows),
        frozenset(row.place for row in rows if row.n is not None),
    )


def _holds_all(one: Said, every: Iterable[Said]) -> bool:
    return all(listed <= one[0] and shown <= one[1] for listed, shown in every)


def undecided_issue(undecided: Sequence[Cell]) -> Issue:
    """No attacker succeeded, and none of them came to an end either."""
    return Issue(
        "release_undecided",
        "$",
        f"The numbers shown, taken together, hang together in rings that are too large to be searched: of "
        f"{len(undecided)} withheld numbers nobody can tell whether they follow. What nobody has tried is never "
        "called safe.",
        fix='Install the extra, which decides it by linear programming: pip install "sop-core[audit]". Or release the '
        "same levels and groupings as before.",
    )

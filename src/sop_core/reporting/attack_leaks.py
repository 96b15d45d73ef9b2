"""What an attacker found: which cell, what follows of it, and from what."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from sop_core.reporting.cells import Cell, Place

#: The attackers of DESIGN 7, each of whom knows what the ones before know, and one thing more.
Attacker = Literal["outsider", "rule_reader", "insider", "differencer"]
ATTACKERS: tuple[Attacker, ...] = ("outsider", "rule_reader", "insider", "differencer")

#: `exact`: the value follows. `below`: the cell is surely smaller than may be shown. `alike`: of a distribution
#: all answers follow, since one bar alone can hold any. `pinned`: the mean of a few people follows. `at_odds`:
#: two releases say different numbers of one cell. `impossible`: no numbers fit what was published.
#: Of bars: `bar` is a few answers of a scope, `bars` of what is left of one beside its shown parts, `corrected`
#: of what a correction changed; `rest_alike`: whoever is left answered alike but for one; `distribution`: one
#: that is withheld follows whole. `value` is how many had a value by n, mean and spread, `values` of what is left of
#: a scope beside its shown parts; `spread`: that of too few people follows.
LeakKind = Literal[
    "exact", "below", "alike", "pinned", "at_odds", "impossible", "bar", "bars", "corrected", "rest_alike",
    "distribution", "value", "values", "spread",
]  # fmt: skip


@frozen(kw_only=True)
class Because:
    """The sum that gave a cell away: a total, the parts of it that are known, and those that are not.

    `total` and `total_n` are None where the total itself was given away by its parts.
    """

    total: Place | None
    total_n: int | None
    others_n: int
    n_others: int
    n_withheld: int


@frozen(kw_only=True)
class Leak:
    """One success of an attacker. `least` and `most` are what the cell is known to lie between.

    `cell` is None where what follows is the size of a group that no row names: the rest of `because.total`.
    """

    attacker: Attacker
    kind: LeakKind
    cell: Cell | None
    least: int = 0
    most: int | None = None
    because: Because | None = None


@frozen(kw_only=True)
class Attack:
    """What came of attacking everything that was released.

    `undecided` are the withheld cells of which no attacker could tell: nobody may read them as safe. They
    are none where a `BoundsSolver` is given, and where scopes form a tree. `bounds` names what found the bounds:
    `intervals` where sums form no ring, else the solver's name.
    """

    leaks: tuple[Leak, ...]
    undecided: tuple[Cell, ...] = ()
    bounds: tuple[str, ...] = ("intervals",)
    attackers: tuple[Attacker, ...] = ATTACKERS

    @property
    def holds(self) -> bool:
        """Whether every attacker was run to the end and none succeeded."""
        return not self.leaks and not self.undecided

"""What a report is made of: places, the groups that stand there, and what of them is published.

A place is a scope, or a part of one by a further grouping. A cell is the number of respondents of one measure
at one place. A scope that is withheld for one measure is withheld for all, so that what is decided is decided
for a place (DESIGN 7). Zeros are always shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from operator import attrgetter
from typing import Literal

from attrs import field, frozen

from sop_core.types import Exact, FrozenMap

#: A path of reporting groups, widest first; the whole is the empty path.
Scope = tuple[str, ...]

#: The part of a group whose records name no narrower one, or none of a grouping's.
OTHER = "_other"
#: `partition`: everybody of a scope is in one part of it. `overlapping`: in any number of them. `singled`: in one at
#: most, of which some are singled out and nobody says of the others more than that they are the rest. `answers`: the
#: bars of a distribution, a partition that is shown whole or not at all, zeros and all.
GroupingKind = Literal["partition", "overlapping", "singled", "answers"]


@frozen(order=True, cache_hash=True)
class Place:
    """A scope, or what one or more further groupings single out of it, as `(("caseload", "ongoing"),)`."""

    scope: Scope = ()
    groups: tuple[tuple[str, str], ...] = ()

    def without(self, grouping: str) -> Place:
        """The place that this one is a part of by one of its groupings."""
        return Place(self.scope, tuple(pair for pair in self.groups if pair[0] != grouping))


#: What places are sorted by: their own order, as `tally.in_key_order` of groups.
in_place_order = attrgetter("scope", "groups")


@frozen(cache_hash=True)
class Cell:
    """The name of one published number: the respondents of a measure at a place, in a cycle.

    `edition` tells a corrected release from the one that it corrects: their numbers are two (DESIGN 7, rule 5).
    """

    place: Place
    measure: str
    cycle: str = ""
    edition: int = 0


@frozen(kw_only=True)
class Shown:
    """What one row of a release says: `n` and `mean` are None where it is withheld.

    `mean`, `sd`, `median` and the ends of `interval` are exact as far as they are printed: 3.41 is 341/100, and
    stands for what rounds to it; an interval's ends are rounded outwards.
    """

    place: Place
    measure: str
    n: int | None
    mean: Exact | None = None
    sd: Exact | None = None
    median: Exact | None = None
    interval: tuple[Exact, Exact] | None = None


@frozen(kw_only=True)
class ShownBars:
    """What a release says of the answers of a scope: how many are in each bar, None where it is withheld.

    `answers` names the distribution, `joined` the answers of each bar and `ends` their lowest and highest value.
    `measure` is the one whose rows are of the same values.
    """

    scope: Scope
    answers: str
    joined: tuple[tuple[str, ...], ...]
    ends: tuple[tuple[Exact, Exact], ...]
    counts: tuple[int, ...] | None
    measure: str | None = None


@frozen(kw_only=True)
class Published:
    """What anybody can read in one release; the attackers see this and nothing else.

    `groupings` declares each further grouping's kind. `ranges` are the measures' lowest and highest values, which
    the instrument prints; `values` all that a measure can have, where these are few. `places` is how many decimals a
    mean has.
    """

    rows: tuple[Shown, ...]
    groupings: Mapping[str, GroupingKind] = field(factory=FrozenMap[str, GroupingKind])
    ranges: Mapping[str, tuple[Exact, Exact]] = field(factory=FrozenMap[str, tuple[Exact, Exact]])
    places: int = 2
    cycle: str = ""
    edition: int = 0
    bars: tuple[ShownBars, ...] = ()
    values: Mapping[str, tuple[Exact, ...]] = field(factory=FrozenMap[str, tuple[Exact, ...]])


@frozen(kw_only=True)
class Respondents:
    """The respondents of one measure at one place, as the host knows them; never published.

    `most`: the commonest exact value, and `alike`: how many had it. `above` and `below`: by how much the values
    exceed the lowest, and fall short of the highest, in sum. `values` are how many had each. Where they are not
    known all of these are None, and rule 4 has nothing to say.
    """

    n: int
    alike: int | None = None
    most: Exact | None = None
    above: Exact | None = None
    below: Exact | None = None
    values: Mapping[Exact, int] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, values: Mapping[Exact, int], *, low: Exact, high: Exact) -> Respondents:
        """A group from how many had each value, on a scale from `low` to `high`.

        Of two values that are equally common the lower counts as the commonest.
        """
        had = {value: count for value, count in values.items() if count}
        n = sum(had.values())
        if not n:
            return cls(n=0)
        most = min(had, key=lambda value: (-had[value], value))
        total = sum((value * count for value, count in had.items()), Fraction(0))
        return cls(
            n=n,
            alike=had[most],
            most=most,
            above=total - low * n,
            below=high * n - total,
            values=FrozenMap(had),
        )

    def less(self, part: Respondents) -> Respondents:
        """The group that is left when a part of it is taken away."""
        n = self.n - part.n
        if not n or not part.n:
            return Respondents(n=0) if not n else self
        if self.values is None or part.values is None:
            return Respondents(n=n)
        left = {value: count - part.values.get(value, 0) for value, count in self.values.items()}
        most = min(left, key=lambda value: (-left[value], value))
        return Respondents(
            n=n,
            alike=left[most],
            most=most,
            above=(self.above or 0) - (part.above or 0),
            below=(self.below or 0) - (part.below or 0),
            values=FrozenMap({value: count for value, count in left.items() if count}),
        )


@frozen(kw_only=True)
class Table:
    """The groups of a release before anything is withheld: for each place, the group of each measure.

    `workers` are the workers of each scope, and of each part of one by its place: None where the answers are not of
    parents (rule 2 does not apply); what is not among them has an unknown number.
    """

    groups: Mapping[Place, Mapping[str, Respondents]]
    groupings: Mapping[str, GroupingKind] = field(factory=FrozenMap[str, GroupingKind])
    workers: Mapping[Scope | Place, int] | None = None

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures, by name."""
        return tuple(sorted({name for row in self.groups.values() for name in row}))


@frozen(kw_only=True)
class Limits:
    """How small is too small: rules 1, 2 and 4 of DESIGN 7 as numbers.

    `min_cell` respondents (C-21: 11), `min_subjects` workers (5), `places` decimals of a mean. The floors of a
    policy are the policy's to hold; here any limit of at least 1 will do.
    """

    min_cell: int = 11
    min_subjects: int = 5
    places: int = 2


def published(
    table: Table,
    withheld: Iterable[Place],
    *,
    means: Mapping[tuple[Place, str], Exact] | None = None,
    ranges: Mapping[str, tuple[Exact, Exact]] | None = None,
    cycle: str = "",
    edition: int = 0,
) -> Published:
    """The rows that go out when these places are withheld, in the order of the table.

    D2: a withheld cell takes its mean with it, and a zero is shown. Of a distribution that is withheld the zeros
    are not shown either: they would say what nobody answered.
    """
    hidden = frozenset(withheld)
    answers = {name for name, kind in table.groupings.items() if kind == "answers"}
    rows: list[Shown] = []
    for place, row in table.groups.items():
        whole = place in hidden and any(name in answers for name, _ in place.groups)
        for measure, group in row.items():
            if whole or (group.n and place in hidden):
                rows.append(Shown(place=place, measure=measure, n=None))
            else:
                mean = means.get((place, measure)) if means and group.n else None
                rows.append(Shown(place=place, measure=measure, n=group.n, mean=mean))
    return Published(
        rows=tuple(rows),
        groupings=FrozenMap(table.groupings),
        ranges=FrozenMap(ranges or {}),
        cycle=cycle,
        edition=edition,
    )

"""Hypothesis strategies for reports: random hierarchies, linked groupings, and releases one after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from sop_core.reporting import Place, Respondents, Table
from sop_core.reporting.cells import GroupingKind, Scope
from sop_core.types import Exact

#: The scale of every measure of a generated table.
LOW, HIGH = 1, 5
KINDS: tuple[tuple[GroupingKind, ...], ...] = (
    ("partition",),
    ("overlapping",),
    ("partition", "overlapping"),
    ("partition", "partition"),
)
Values = dict[Exact, int]
#: How many had each value, by measure, at each place.
People = dict[Place, dict[str, Values]]


@st.composite
def scopes(draw: st.DrawFn, *, depth: int = 3, width: int = 4) -> list[Scope]:
    """The smallest scopes of a tree, all equally deep; the whole alone where there are no levels."""
    found: list[Scope] = [()]
    for level in range(draw(st.integers(0, depth))):
        found = [
            (*scope, f"{'abc'[level]}{number}")
            for scope in found
            for number in range(draw(st.integers(1, width)))
        ]
    return found


@st.composite
def sizes(draw: st.DrawFn, *, most: int) -> int:
    """How many answered: nobody, a few, or enough."""
    return draw(st.one_of(st.just(0), st.integers(1, max(1, most // 4)), st.integers(0, most)))


@st.composite
def tables(
    draw: st.DrawFn,
    *,
    depth: int = 3,
    width: int = 4,
    most: int = 40,
    measures: int = 3,
    groupings: Sequence[GroupingKind] = (),
    workers: bool = False,
) -> Table:
    """A table that adds up. With `workers` it is of parents' answers, and each scope has some workers."""
    people = draw(
        _people(depth=depth, width=width, most=most, measures=measures, groupings=groupings)
    )
    return _table(people, groupings, _workers(draw, people) if workers else None)


def linked_tables(**options: Any) -> st.SearchStrategy[Table]:
    """Tables with further groupings over the same people; the options are those of `tables`."""
    options = {"depth": 2, "width": 3, "measures": 2, **options}
    return st.sampled_from(KINDS).flatmap(lambda kinds: tables(groupings=kinds, **options))


@st.composite
def release_sequences(draw: st.DrawFn, /, **options: Any) -> list[Table]:
    """What several releases ask for, of the same people: down to other levels, by other groupings."""
    whole = draw(st.one_of(tables(depth=2, **options), linked_tables(**options)))
    return [draw(_asked(whole)) for _ in range(draw(st.integers(2, 3)))]


@st.composite
def _asked(draw: st.DrawFn, whole: Table) -> Table:
    """A part of a table: down to a level, with or without its groupings; totals are always asked for."""
    levels = draw(st.integers(0, max(len(place.scope) for place in whole.groups)))
    names = (
        draw(st.sets(st.sampled_from(sorted(whole.groupings)))) if whole.groupings else set[str]()
    )
    return evolve(
        whole,
        groups={
            place: row
            for place, row in whole.groups.items()
            if len(place.scope) <= levels and {name for name, _ in place.groups} <= names
        },
    )


@st.composite
def _people(
    draw: st.DrawFn,
    *,
    depth: int,
    width: int,
    most: int,
    measures: int,
    groupings: Sequence[GroupingKind],
) -> People:
    parts = {
        f"g{number}": [f"v{value}" for value in range(draw(st.integers(2, 3)))]
        for number in range(len(groupings))
    }
    people: People = {}
    names = [f"m{number}" for number in range(draw(st.integers(1, measures)))]
    for scope in draw(scopes(depth=depth, width=width)):
        for measure in names:
            values = draw(_values(draw(sizes(most=most))))
            _add(people, scope, (), measure, values)
            for (grouping, some), kind in zip(parts.items(), groupings, strict=True):
                left = values
                for part in some[:-1] if kind == "partition" else some:
                    taken = draw(_taken(left))
                    _add(people, scope, ((grouping, part),), measure, taken)
                    if kind == "partition":
                        left = {value: count - taken[value] for value, count in left.items()}
                if kind == "partition":
                    _add(people, scope, ((grouping, some[-1]),), measure, left)
    return people


@st.composite
def _values(draw: st.DrawFn, n: int) -> Values:
    """The values of so many people: mixed, or all alike, or all but one."""
    kind = draw(st.sampled_from(("mixed", "mixed", "mixed", "alike", "but one")))
    values: Values = dict.fromkeys((LOW, 2, Fraction(5, 2), 4, HIGH), 0)
    common = draw(st.sampled_from(sorted(values)))
    values[common] = n
    if kind == "but one" and n:
        values[common] -= 1
        values[draw(st.sampled_from(sorted(values)))] += 1
    if kind == "mixed":
        other = draw(st.sampled_from(sorted(values)))
        moved = draw(st.integers(0, n))
        values[common] -= moved
        values[other] += moved
    return values


@st.composite
def _taken(draw: st.DrawFn, values: Values) -> Values:
    return {value: draw(st.integers(0, count)) if count else 0 for value, count in values.items()}


def _add(
    people: People, scope: Scope, groups: tuple[tuple[str, str], ...], measure: str, values: Values
) -> None:
    for length in range(len(scope) + 1):
        row = people.setdefault(Place(scope[:length], groups), {}).setdefault(measure, {})
        for value, count in values.items():
            row[value] = row.get(value, 0) + count


def _table(
    people: People, groupings: Iterable[GroupingKind], workers: Mapping[Scope | Place, int] | None
) -> Table:
    return Table(
        groups={
            place: {
                measure: Respondents.of(values, low=LOW, high=HIGH)
                for measure, values in row.items()
            }
            for place, row in people.items()
        },
        groupings={f"g{number}": kind for number, kind in enumerate(groupings)},
        workers=workers,
    )


def _workers(draw: st.DrawFn, people: People) -> dict[Scope | Place, int]:
    """Workers of each scope, those of a wider one the sum; those of a few smallest scopes are not known.

    A part by a further grouping has as many as its scope, fewer, or nobody knows how many.
    """
    scopes_ = sorted({place.scope for place in people}, key=len, reverse=True)
    found: dict[Scope | Place, int] = {}
    for scope in scopes_:
        below = [one for one in scopes_ if one[:-1] == scope and one]
        if below:
            found[scope] = sum(found.get(one, 0) for one in below)
        elif draw(st.integers(0, 9)):
            found[scope] = draw(st.integers(0, 9))
    for place in people:
        is_known: int = draw(st.integers(0, 9))
        if place.groups and is_known:
            most = found.get(place.scope, 0)
            fewer: int = draw(st.integers(0, most))
            found[place] = most if draw(st.booleans()) else fewer
    return found

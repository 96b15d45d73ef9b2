"""Laws for whoever orders releases by further groupings, with distributions and spread, to get at somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core import ReleaseRefused
from sop_core.reporting import Audience, Ledger, PlannedGrouping, Policy, Release, audit
from sop_core.reporting.plans import PartKind, PlannedDistribution, Spread
from tests.property.test_enemy_laws import VALUES, names_nobody
from tests.unit._parts import parted, with_items
from tests.unit._released import DECIDED, group, ledger_of, made, plan

pytestmark = pytest.mark.law

LEVELS = ("county", "unit")
PATHS = ["c/u1", "c/u2", "c/u3", "d/u4", "d/u5"]
CODES = dict(zip(VALUES, "abcde", strict=True))
#: One person: where they are, in which team and on which caseload, and what they answered.
Person = tuple[str, str, str, int]
persons = st.lists(
    st.tuples(
        st.sampled_from(PATHS),
        st.sampled_from(("a", "a", "b", "")),
        st.sampled_from(("x", "y", "y")),
        st.sampled_from((2, 3, 3, 4, 5)),
        st.sampled_from((1, 1, 2, 5, 9)),
    ),
    min_size=4,
    max_size=24,
).map(lambda drawn: [tuple(one[:4]) for one in drawn for _ in range(one[4])])


def tally_of(people: list[Person]) -> Any:
    groups: dict[tuple[str, str], Counter[int]] = {}
    for path, team, case, value in people:
        parts = " ".join(f"{name}={to}" for name, to in (("case", case), ("team", team)) if to)
        groups.setdefault((path, parts), Counter())[value] += 1
    found = {
        at: with_items(group(values), q1={CODES[value]: n for value, n in values.items()})
        for at, values in groups.items()
    }
    return parted(found, levels=LEVELS)


partition = st.builds(
    PlannedGrouping,
    id=st.sampled_from(("team", "case")),
    kind=st.just(PartKind.PARTITION),
    level=st.sampled_from((None, "county", "unit")),
)
overlapping = st.builds(
    PlannedGrouping,
    id=st.just("team"),
    kind=st.just(PartKind.OVERLAPPING),
    value=st.sampled_from(("a", "b")),
    level=st.sampled_from((None, "county")),
)
orders = st.tuples(
    st.lists(partition | overlapping, max_size=2, unique_by=lambda one: one.id),
    st.sampled_from(Audience),
    st.sampled_from((5, 6, 11)),
    st.booleans(),
    st.sampled_from(((), (Spread.SD, Spread.MEDIAN), tuple(Spread))),
    st.integers(0, 2),
)


def released(people: list[Person], several: list[Any]) -> list[Release]:
    ledger, counts = Ledger(), tally_of(people)
    for at, (groupings, audience, least, bars, spread, levels) in enumerate(several):
        policy = Policy(
            id="p", audience=audience, decided=DECIDED,
            min_cell=11 if audience is Audience.PUBLIC else least,
        )  # fmt: skip
        names = LEVELS[:levels]
        asked = plan(
            f"r{at}", levels=names, audience=audience, spread=spread,
            groupings=tuple(one for one in groupings if one.level is None or one.level in names),
            distributions=(PlannedDistribution(id="q1"),) if bars else (),
        )  # fmt: skip
        try:
            found = made(counts, asked, policy, ledger=ledger)
        except ReleaseRefused:
            continue
        ledger = Ledger((*ledger.entries, *ledger_of(found).entries))
    return [one.release for one in ledger.entries]


def of_place(people: list[Person], scope: tuple[str, ...], groups: dict[str, str]) -> Counter[int]:
    found: Counter[int] = Counter()
    for path, team, case, value in people:
        mine = {"team": team or "_other", "case": case}
        if tuple(path.split("/"))[: len(scope)] == scope and all(
            mine[name] == to for name, to in groups.items()
        ):
            found[value] += 1
    return found


def rests(people: list[Person], several: list[Release]) -> Iterator[Counter[int]]:
    """Every shown group, what is left of it beside the shown narrower ones, and beside the shown parts of it."""
    shown = {
        (row.scope, tuple(sorted(row.groups.items())))
        for one in several
        for row in one.rows
        if row.n
    }

    def less(scope: tuple[str, ...], groups: Any, parts: list[Any]) -> Counter[int]:
        rest = Counter(of_place(people, scope, dict(groups)))
        for inner, by in parts:
            rest.subtract(of_place(people, inner, dict(by)))
        return +rest

    for scope, groups in shown:
        inner = [
            (s, g)
            for s, g in shown
            if g == groups and len(s) > len(scope) and s[: len(scope)] == scope
        ]
        largest = [
            (s, g)
            for s, g in inner
            if not any(len(t) < len(s) and s[: len(t)] == t for t, _ in inner)
        ]
        yield less(scope, groups, [])
        yield less(scope, groups, largest)
        for name in ("team", "case") if not groups else ():
            yield less(
                scope, groups, [(s, g) for s, g in shown if s == scope and g and g[0][0] == name]
            )


class TestParts:
    @given(persons, st.lists(orders, min_size=1, max_size=3))
    def test_what_can_be_subtracted_by_any_grouping_names_nobody(self, people, several):
        """D1, rules 1 and 4: scopes, parts of scopes and what is left of either are large and mixed."""
        gone = released(people, several)
        public = [one for one in gone if one.audience is Audience.PUBLIC]
        for some in (public, gone):
            least = min((one.policy.min_cell for one in some), default=11)
            assert all(names_nobody(rest, least) for rest in rests(people, some))

    @given(persons, st.lists(orders, min_size=1, max_size=3))
    def test_no_sequence_leaves_an_attacker_anything(self, people, several):
        """Rule 6: groupings, bars and spreads of several releases, tried together as `sop audit` does."""
        assert audit(released(people, several)) == ()

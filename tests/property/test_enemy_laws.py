"""Laws for whoever orders one release after another to get at somebody: policies, audiences and corrections in turn.

What is shown is held against the people themselves, by code that shares nothing with what withholds or attacks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from sop_core import ReleaseRefused
from sop_core.instruments.exact import rounded
from sop_core.reporting import Audience, Ledger, Policy, Release, Tally, audit
from sop_core.reporting.tabling import padded
from tests.unit._released import DECIDED, LEVELS, STAFF, group, ledger_of, made, plan, tally

pytestmark = pytest.mark.law

PATHS = ["c/n/u1", "c/n/u2", "c/n/u3", "c/s/u4", "c/s/u5", "d/w/u6", "d/w/u7", "d"]
VALUES = (1, 2, 3, 4, 5)
#: How many have each value of `mean`, and each value of `lowest`; of as many people.
people = st.one_of(
    st.lists(st.sampled_from(VALUES), min_size=1, max_size=9),
    st.lists(st.sampled_from(VALUES), min_size=9, max_size=30),
    st.integers(10, 40).map(lambda n: [3] * n),
)
People = dict[str, list[tuple[int, int]]]
counties = st.dictionaries(
    st.sampled_from(PATHS),
    people.flatmap(lambda one: st.permutations(one).map(lambda two: list(zip(one, two, strict=True)))),
    min_size=2,
)  # fmt: skip
HALF_UP = STAFF.scales[0].rounding.mode
MINIMUMS = {Audience.PUBLIC: (11, 11, 13, 20), Audience.INTERNAL: (5, 6, 8, 11, 20)}


@frozen
class Step:
    """One order: what is asked for, and what became of the people before it."""

    levels: int
    measures: tuple[str, ...]
    audience: Audience
    least: int
    change: tuple[str, str, int, int]


def step_of(drawn: tuple[Any, ...]) -> Step:
    levels, measures, audience, at, change = drawn
    return Step(
        levels, measures, audience, MINIMUMS[audience][at % len(MINIMUMS[audience])], change
    )


steps = st.tuples(
    st.integers(0, 3),
    st.sampled_from((("mean",), ("lowest",), ("mean", "lowest"))),
    st.sampled_from(Audience),
    st.integers(0, 19),
    st.tuples(
        st.sampled_from(("none", "none", "add", "take", "swap", "one", "move")),
        st.sampled_from(PATHS),
        st.integers(0, 14),
        st.sampled_from(VALUES),
    ),
).map(step_of)


def after(before: People, change: tuple[str, str, int, int]) -> People:
    """The people after some came, went, answered otherwise or moved."""
    kind, path, n, value = change
    now = {at: list(one) for at, one in before.items()}
    mine = now.get(path, [])
    if kind == "add":
        now[path] = mine + [(value, value)] * n
    elif kind == "take":
        now[path] = mine[n:]
    elif kind == "swap":
        now[path] = [(value, low) for _, low in mine[:n]] + mine[n:]
    elif kind == "one" and mine:
        now[path] = [(mine[0][0], value), *mine[1:]]
    elif kind == "move" and mine:
        other = next(one for one in PATHS if one != path)
        now[path], now[other] = mine[1:], [*now.get(other, []), mine[0]]
    return {at: one for at, one in now.items() if one}


def tally_of(people: People) -> Tally:
    return tally(
        {
            path: group(Counter(one[0] for one in some), Counter(one[1] for one in some))
            for path, some in people.items()
        }
    )


def within(people: People, scope: tuple[str, ...], measure: str) -> Counter:
    """What everybody of a scope answered."""
    at = ("mean", "lowest").index(measure)
    found: Counter = Counter()
    for path, some in people.items():
        if padded(tuple(path.split("/")), len(LEVELS))[: len(scope)] == scope or (
            # A release of fewer levels pads a shorter path no further than it goes.
            padded(tuple(path.split("/")), len(scope)) == scope
        ):
            found.update(one[at] for one in some)
    return found


@frozen
class Gone:
    """A release that went out, and the people whom it was made of."""

    release: Release
    people: People


def released(people: People, several: Iterable[Step]) -> list[Gone]:
    """What goes out as one order after the other is given; what is refused does not."""
    gone: list[Gone] = []
    ledger, counted = Ledger(), tally_of(people)
    for at, one in enumerate(several):
        now = after(people, one.change)
        if not now:
            continue
        policy = Policy(id="p", audience=one.audience, min_cell=one.least, decided=DECIDED)
        asked = plan(
            f"r{at}", levels=LEVELS[: one.levels], measures=one.measures, audience=one.audience
        )
        try:
            found = made(
                tally_of(now), asked, policy, ledger=ledger, before=counted if gone else None
            )
        except ReleaseRefused:
            continue
        ledger = Ledger((*ledger.entries, *ledger_of(found).entries))
        people, counted = now, tally_of(now)
        gone.append(Gone(found.release, now))
    return gone


def readers(gone: list[Gone]) -> Iterator[list[Gone]]:
    yield [one for one in gone if one.release.audience is Audience.PUBLIC]
    yield gone


def rests(several: list[Gone], edition: int, measure: str) -> Iterator[tuple[Counter, Counter]]:
    """Each shown group of an edition, and what is left of it beside the largest shown groups in it."""
    shown = {
        row.scope: one.people
        for one in several
        if one.release.edition == edition
        for row in one.release.rows
        if row.measure == measure and row.n
    }
    for scope, people in shown.items():
        whole = within(people, scope, measure)
        inner = [one for one in shown if len(one) > len(scope) and one[: len(scope)] == scope]
        largest = [
            one
            for one in inner
            if not any(len(up) < len(one) and one[: len(up)] == up for up in inner)
        ]
        rest = Counter(whole)
        for one in largest:
            rest.subtract(within(shown[one], one, measure))
        yield whole, +rest


def names_nobody(had: Counter, least: int) -> bool:
    """Rules 1 and 4 for a group that can be worked out: nobody, or enough people of whom no value is known."""
    n = sum(had.values())
    if not n:
        return True
    mean = Fraction(sum(value * count for value, count in had.items()), n)
    printed = rounded(mean, places=2, mode=HALF_UP)
    return n >= least and n - max(had.values()) >= 2 and min(VALUES) < printed < max(VALUES)


class TestUnion:
    @given(counties, st.lists(steps, min_size=1, max_size=4))
    def test_what_can_be_subtracted_names_nobody(self, people, several):
        """D1, rules 1 and 4: every shown group, and what is left of it beside the shown ones in it, is large and mixed."""
        for some in readers(released(people, several)):
            for edition in {one.release.edition for one in some}:
                of = [one for one in some if one.release.edition == edition]
                least = min(one.release.policy.min_cell for one in some)
                for measure in ("mean", "lowest"):
                    for whole, rest in rests(of, edition, measure):
                        assert names_nobody(whole, least)
                        assert names_nobody(rest, least)

    @given(counties, st.lists(steps, min_size=2, max_size=5))
    def test_no_sequence_of_releases_leaves_an_attacker_anything(self, people, several):
        """Rule 6: the public on what is public, the inside on all, at the lowest minimum of what they read."""
        assert audit([one.release for one in released(people, several)]) == ()

    @given(counties, st.lists(steps, min_size=2, max_size=5))
    def test_between_two_editions_a_group_is_the_same_or_differs_by_many(self, people, several):
        """Rule 5: of what is shown twice none differ, or at least as many records as the lower minimum of the two.

        Whoever reads both reads inside if one of them is internal, and there the lower minimum holds.
        """
        for some in readers(released(people, several)):
            for one, two in combinations(some, 2):
                then = {(row.scope, row.measure): row for row in one.release.rows if row.n}
                for row in two.release.rows:
                    was = then.get((row.scope, row.measure))
                    if was is None or not row.n or (was.n, was.mean) == (row.n, row.mean):
                        continue
                    first = within(one.people, row.scope, row.measure)
                    second = within(two.people, row.scope, row.measure)
                    differ = max(sum((first - second).values()), sum((second - first).values()))
                    least = min(each.release.policy.min_cell for each in (one, two))
                    assert differ >= least

    @given(counties, st.lists(steps, min_size=1, max_size=4))
    def test_what_a_release_says_is_true(self, people, several):
        """Every number and mean that is shown is that of its people, whatever came before."""
        for one in released(people, several):
            for row in one.release.rows:
                if row.n is not None:
                    had = within(one.people, row.scope, row.measure)
                    n = sum(had.values())
                    assert row.n == n
                    if n:
                        mean = Fraction(sum(value * count for value, count in had.items()), n)
                        assert row.mean == rounded(mean, places=2, mode=HALF_UP)


def test_the_instrument_has_the_values_that_are_drawn():
    assert {
        one.value for one in STAFF.response_sets["set"].options if one.value is not None
    } == set(VALUES)
    assert evolve(STAFF) == STAFF

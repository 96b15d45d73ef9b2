"""Laws of bounds: what is released by the pure rules alone stands against the attacker with linear programming."""

from __future__ import annotations

from random import Random

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from sop_core import ReleaseRefused
from sop_core.audit import LinearSolver
from sop_core.documents import entry_of
from sop_core.reporting import (
    Audience,
    BoundsSolver,
    Ledger,
    PartKind,
    Plan,
    PlannedGrouping,
    Spread,
    Tally,
    attack,
    audited,
    default_policy,
    published_of,
)
from tests.unit._parts import parted
from tests.unit._released import INSIDE, made, mixed, plan

pytest.importorskip("highspy", reason="not on this Python: highspy")

pytestmark = pytest.mark.law
LEVELS = ("county", "office")


def ringed(random: Random, n_offices: int, most: int) -> Tally:
    """Offices by caseload and by another grouping: enough small groups for rings of sums."""
    found = {}
    for office in range(n_offices):
        for load in range(4):
            for other in "yn":
                n = random.choice((0, random.randint(1, most)))
                if n:
                    groups = f"caseload=c{load} other={other}"
                    found[f"c{office % 2}/o{office}", groups] = mixed(n)
    return parted(found or {("c0/o0", "caseload=c0 other=y"): 12}, levels=LEVELS)


def grouping(name: str, level: str | None) -> PlannedGrouping:
    kind = PartKind.OVERLAPPING if name == "other" else PartKind.PARTITION
    return PlannedGrouping(id=name, kind=kind, value="y" if name == "other" else None, level=level)


tallies = st.builds(
    ringed, st.randoms(use_true_random=False), st.sampled_from((3, 9, 24)), st.integers(4, 30)
)
groupings = st.lists(
    st.builds(
        grouping,
        st.sampled_from(("caseload", "other")),
        st.sampled_from(("office", "county", None)),
    ),
    max_size=2,
    unique_by=lambda one: one.id,
)
plans = st.builds(
    lambda some, measures, audience: plan(
        levels=LEVELS, measures=measures, audience=audience, groupings=tuple(some)
    ),
    groupings,
    st.sampled_from((("mean",), ("lowest",), ("mean", "lowest"))),
    st.sampled_from(Audience),
)


def released(
    counts: Tally, asked: Plan, ledger: Ledger, solver: BoundsSolver | None = None
) -> Ledger:
    """The ledger with one more release, or as it was where nothing safe is left."""
    policy = INSIDE if asked.audience is Audience.INTERNAL else default_policy(asked.audience)
    try:
        found = made(counts, asked, policy, ledger=ledger, solver=solver)
    except ReleaseRefused as refused:
        event(f"refused: {refused.issues[0].code}")
        return ledger
    event(f"bounds: {' '.join(found.release.proof.bounds)}")
    return ledger.with_entry(entry_of(found.release, found.content))


@given(tallies, st.lists(plans, min_size=1, max_size=3))
def test_what_the_pure_rules_let_out_stands_against_linear_programming(counts, several):
    """Issue 6: without the extra, a release is made by rules that are proved to satisfy the bounds, or refused."""
    ledger = Ledger()
    for at, one in enumerate(several):
        ledger = released(counts, evolve(one, id=f"r{at}"), ledger)
    found = audited([one.release for one in ledger.entries], solver=LinearSolver())
    assert found.leaks == ()
    assert found.holds


@given(tallies, st.lists(plans, min_size=2, max_size=3), st.data())
def test_releases_say_the_same_in_whatever_order_they_are_read(counts, several, data):
    """D3: two that tell of one group both hold, the spread of the one and the interval of the other."""
    releases = []
    for at, one in enumerate(several):
        spread = tuple(data.draw(st.sets(st.sampled_from(Spread))))
        # Each by itself: together they may well give somebody away.
        ledger = released(counts, evolve(one, id=f"r{at}", spread=spread), Ledger())
        releases += [entry.release for entry in ledger.entries]
    found = [
        {(leak.kind, leak.cell, leak.least) for leak in attack(every, min_cell=11).leaks}
        for some in (releases, releases[::-1])
        for every in [[one for release in some for one in published_of(release)]]
    ]
    assert found[0] == found[1]


@given(tallies, plans)
def test_with_the_extra_no_more_is_shown_than_is_safe_without(counts, asked):
    """A first release withholds by its rules: how the bounds were tried is said, and changes no row."""
    pure = released(counts, asked, Ledger())
    solved = released(counts, asked, Ledger(), LinearSolver())
    assert [one.release.rows for one in pure.entries] == [
        one.release.rows for one in solved.entries
    ]
    for one in solved.entries:
        assert set(one.release.proof.bounds) <= {"intervals", "highs"}


@given(tallies, plans)
def test_a_retry_is_the_same_where_the_extra_came_or_went(counts, asked):
    """DESIGN 9: a run that was killed is run again, on another machine too."""
    for first, second in ((None, LinearSolver()), (LinearSolver(), None)):
        ledger = released(counts, asked, Ledger(), first)
        for one in ledger.entries:
            policy = (
                INSIDE if asked.audience is Audience.INTERNAL else default_policy(asked.audience)
            )
            again = made(counts, asked, policy, ledger=ledger, solver=second)
            assert again.again
            assert again.release == one.release

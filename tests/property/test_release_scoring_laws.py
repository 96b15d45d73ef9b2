"""Laws of a cycle that is counted under two scorings: whatever is released, nobody follows from the two together."""

from __future__ import annotations

from itertools import permutations

import pytest
from attrs import evolve, frozen
from hypothesis import event, given
from hypothesis import strategies as st

from sop_core import ReleaseRefused
from sop_core.documents import entry_of
from sop_core.reporting import (
    Audience,
    Ledger,
    Place,
    Published,
    Release,
    Tally,
    attack,
    audit,
    default_policy,
    published_of,
)
from tests.unit._released import INSIDE, LEVELS, STAFF, mixed, tally
from tests.unit._scored import OLD, beside, sum_of, under

pytestmark = pytest.mark.law
PATHS = ["c/n/u1", "c/n/u2", "c/n/u3", "c/s/u4", "c/s/u5", "d/w/u6"]
few_or_many = st.sampled_from((0, 1, 3, 7, 11, 12, 14, 16, 23)).map(mixed)
people = st.fixed_dictionaries(dict.fromkeys(PATHS, few_or_many))


@frozen
class Way:
    """How people are counted: in which tally, and whom a release of a version is of."""

    name: str
    version: object
    of: frozenset[str]

    def tally(self, old, new) -> Tally:
        if self.name == "beside":
            return beside(old, new)
        parts = [{"old": old, "new": new}[one] for one in sorted(self.of)]
        return tally(sum_of(*parts), instrument=self.version)


WAYS = [
    Way("alone", OLD, frozenset({"old"})),
    Way("alone", STAFF, frozenset({"new"})),
    Way("beside", OLD, frozenset({"old"})),
    Way("beside", STAFF, frozenset({"new"})),
    Way("anew", STAFF, frozenset({"old"})),
    Way("anew", STAFF, frozenset({"old", "new"})),
    Way("anew", OLD, frozenset({"old", "new"})),
]
steps = st.tuples(
    st.sampled_from(WAYS),
    st.integers(1, 3),
    st.sampled_from((("mean",), ("lowest",), ("mean", "lowest"))),
    st.sampled_from(Audience),
)


def released(old, new, several) -> list[tuple[Way, Release]]:
    """What is let out of these steps, one after the other."""
    ledger, before, found = Ledger(), None, []
    for at, (way, levels, measures, audience) in enumerate(several):
        counts = way.tally(old, new)
        policy = INSIDE if audience is Audience.INTERNAL else default_policy(audience)
        try:
            one = under(
                way.version, counts, f"r{at}", levels=LEVELS[:levels], measures=measures, audience=audience,
                policy=policy, ledger=ledger, before=before,
            )  # fmt: skip
        except ReleaseRefused as refused:
            event(f"refused: {refused.issues[0].code}")
            continue
        event(f"edition {one.release.edition}")
        ledger, before = ledger.with_entry(entry_of(one.release, one.content)), counts
        found.append((way, one.release))
    return found


def within(part: Release, whole: Release) -> list[Published]:
    """Two releases of which the one's people are among the other's: what is left of each group is a group."""
    groups = (("version", "part"),)
    rows = [
        evolve(row, place=Place(row.place.scope, groups))
        for one in published_of(part)
        for row in one.rows
    ]
    return [
        evolve(
            one,
            rows=(*one.rows, *(row for row in rows if row.measure in one.ranges)),
            groupings={"version": "overlapping"},
            edition=0,
        )
        for one in published_of(whole)
    ]


@given(people, people, st.lists(steps, min_size=2, max_size=4))
def test_no_attacker_succeeds_on_two_scorings_together(old, new, several):
    """Rules 5 and 6: the union of everything ever released of a cycle, under whatever scoring."""
    found = [release for _, release in released(old, new, several)]
    assert audit(found) == ()
    assert audit([one for one in found if one.audience is Audience.PUBLIC]) == ()


@given(people, people, st.lists(steps, min_size=2, max_size=4))
def test_nobody_is_what_one_version_counts_more_than_another(old, new, several):
    """Whoever knows that all of the one are among the other takes them away: nobody, or many, are left of a group."""
    for (way, part), (other, whole) in permutations(released(old, new, several), 2):
        if way.of <= other.of and way.version is not other.version:
            least = min(part.policy.min_cell, whole.policy.min_cell)
            # What the public is not shown and the inside was is no secret of whoever reads both.
            is_known = whole.policy.min_cell != part.policy.min_cell
            for one in within(part, whole):
                leaks = attack([one], min_cell=least).leaks
                told = [leak for leak in leaks if leak.kind in ("exact", "below")]
                assert [leak for leak in told if not is_known or leak.most < least] == []

"""Laws of releases: what goes out of a tally gives nobody away, alone or beside all that went out before."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sop_core import ReleaseRefused, digest, to_document
from sop_core.documents import ledger_lines, read_ledger, release_lines, release_of
from sop_core.reporting import (
    Audience,
    Batch,
    Ledger,
    Released,
    Tally,
    audit,
)
from sop_core.reporting.tabling import padded
from tests.unit._released import LEVELS, attacked, group, ledger_of, made, plan, policy_of, tally

pytestmark = pytest.mark.law

PATHS = [
    "", "c", "c/n", "c/n/u1", "c/n/u2", "c/n/u3", "c/s/u4", "c/s/u5", "d/w/u6", "d/w/u7", "d/e/u8",
]  # fmt: skip
VALUES = st.one_of(
    st.fixed_dictionaries({2: st.integers(0, 20), 3: st.integers(0, 20), 4: st.integers(0, 9)}),
    st.fixed_dictionaries({3: st.integers(1, 30), None: st.integers(0, 4)}),
    st.fixed_dictionaries({1: st.integers(10, 40), 2: st.integers(0, 2)}),
)
groups = st.builds(group, VALUES, st.none() | VALUES).filter(
    lambda one: one.scales["lowest"].n == one.scales["mean"].n and one.n
) | st.builds(group, VALUES).filter(lambda one: one.n)
tallies = st.dictionaries(st.sampled_from(PATHS), groups, min_size=1).map(tally)
plans = st.builds(
    lambda levels, measures, audience: plan(
        levels=LEVELS[:levels], measures=measures, audience=audience
    ),
    st.integers(0, 3),
    st.sampled_from((("mean",), ("lowest",), ("mean", "lowest"))),
    st.sampled_from(Audience),
)


def released(counts, asked, **more) -> Released | None:
    """The release; None where nothing safe is left."""
    try:
        return made(counts, asked, policy_of(asked), **more)
    except ReleaseRefused:
        return None


class TestD1:
    @given(tallies, plans)
    def test_no_attacker_succeeds_on_a_release(self, counts, asked):
        """D1, DESIGN 7: outsider, rule reader, insider and differencer all fail on what goes out."""
        found = released(counts, asked)
        if found is not None:
            assert attacked([found.release], policy_of(asked).min_cell).holds
            assert audit([found.release]) == ()

    @given(tallies, plans)
    def test_no_number_below_the_minimum_is_shown(self, counts, asked):
        """D1, B-37: every number is zero or at least min_cell, and who is withheld has no mean (D2)."""
        found = released(counts, asked)
        for row in found.release.rows if found else ():
            assert row.n is None or row.n == 0 or row.n >= policy_of(asked).min_cell
            assert row.withheld == (row.n is None)
            assert (row.mean is not None) == bool(row.n)

    @given(tallies, plans)
    def test_nobody_alike_but_for_one_is_shown(self, counts, asked):
        """C-22: of whoever stands behind a number, at least two answered otherwise than the most did."""
        found = released(counts, asked)
        for row in found.release.rows if found else ():
            if row.n:
                had: dict = {}
                for key, one in counts.groups.items():
                    if padded(key.scope, len(asked.levels))[: len(row.scope)] == row.scope:
                        for (_, exact), n in one.scales[row.measure].counts.items():
                            had[exact] = had.get(exact, 0) + n
                had.pop(None, None)
                assert sum(had.values()) == row.n
                assert row.n - max(had.values()) >= 2

    @given(tallies, st.lists(plans, min_size=2, max_size=4))
    def test_the_union_of_releases_stands_against_every_attacker(self, counts, several):
        """Rule 6: whatever is asked for one after the other, public readers and inside ones learn of nobody."""
        ledger = Ledger()
        for at, one in enumerate(several):
            found = released(counts, evolve(one, id=f"r{at}"), ledger=ledger)
            if found is not None:
                ledger = Ledger((*ledger.entries, *ledger_of(found).entries))
        every = [one.release for one in ledger.entries]
        public = [one for one in every if one.audience is Audience.PUBLIC]
        assert attacked(public, 11).holds
        assert attacked(every, 5).holds


class TestOrder:
    @given(tallies, plans, st.randoms(use_true_random=False), st.integers(1, 3))
    def test_the_order_and_the_batches_of_records_change_nothing(
        self, counts, asked, random, parts
    ):
        """D3: the same people make the same release, in whatever order and deliveries they come."""
        items = list(counts.batches["b"].groups.items())
        random.shuffle(items)
        batches = {f"b{at}": Batch(f"b{at}", 1, dict(items[at::parts])) for at in range(parts)}
        other = Tally(counts.levels, batches, counts.versions)
        assert released(counts, asked) == released(other, asked)

    @given(tallies, plans, st.permutations(PATHS))
    def test_the_order_of_the_agency_is_kept(self, counts, asked, order):
        """S0-08: rows are in the agency's own order, each scope before what is in it, and nothing is ranked."""
        named = [tuple(path.split("/")) if path else () for path in order]
        fitting = tuple(scope for scope in named if len(scope) <= len(asked.levels))
        found = released(counts, evolve(asked, order=fitting))
        scopes = list(dict.fromkeys(row.scope for row in found.release.rows)) if found else []
        for at, scope in enumerate(scopes):
            assert scope == () or scope[:-1] in scopes[:at]
        tops = [scope for scope in scopes if len(scope) == 1 and scope[0] != "_other"]
        first = list(dict.fromkeys(scope[:1] for scope in fitting if scope))
        named_tops = [one for one in first if one in tops]
        assert tops == [*named_tops, *sorted(one for one in tops if one not in first)]


class TestThereAndBack:
    @given(tallies, plans)
    def test_a_release_and_its_ledger_come_back_as_they_were(self, counts, asked):
        """DESIGN 3: a release as one document, in lines, and in a ledger says the same."""
        found = released(counts, asked)
        if found is None:
            return
        assert release_of(to_document(found.release)) == found.release
        lines = b"".join(release_lines(found.release))
        assert release_of(lines) == found.release
        ledger = ledger_of(found)
        back = read_ledger(b"".join(ledger_lines(ledger)))
        assert back == ledger
        assert back.digest == ledger.digest
        assert back.entries[0].digest == digest(found.release)

    @given(tallies, plans)
    def test_a_retry_comes_to_the_same(self, counts, asked):
        """A run that was killed after the ledger was written gives the release that the ledger has."""
        found = released(counts, asked)
        if found is not None:
            again = released(counts, asked, ledger=ledger_of(found))
            assert again.again
            assert again.release == found.release

"""Laws of rule 2: what is shown, and what is left of it, is about enough workers, whoever they are."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from sop_core.reporting import Limits, Place, suppress
from sop_core.testing import tables

pytestmark = pytest.mark.law


@st.composite
def staffed(draw):
    """A table of parents, who works where (a worker may be in several units), and the numbers that are told."""
    table = draw(tables(depth=2, most=60, measures=1))
    scopes = sorted(place.scope for place in table.groups)
    ends = [one for one in scopes if not any(other[:-1] == one for other in scopes if other)]
    n_workers = draw(st.integers(3, 16))
    people = st.sets(st.integers(1, n_workers), min_size=1, max_size=7)
    # Whom the answers are about: where nobody answered, nobody.
    at = {
        one: frozenset(draw(people)) if table.groups[Place(one)]["m0"].n else frozenset()
        for one in ends
    }
    every = {
        one: frozenset().union(*(who for end, who in at.items() if end[: len(one)] == one))
        for one in scopes
    }
    known = {one: len(who) for one, who in every.items() if draw(st.integers(0, 5))}
    return evolve(table, workers=known), every


def left_of(table, pattern, scope):
    """The withheld ends below a shown scope that no shown scope lies between, of whom there are any."""
    found, waiting = [], [scope]
    for one in waiting:
        below = [place.scope for place in table.groups if place.scope and place.scope[:-1] == one]
        held = [at for at in below if Place(at) in pattern]
        waiting += held
        if not below and one != scope:
            found.append(one)
    return found


class TestRule2:
    @given(staffed(), st.sampled_from((3, 5)))
    def test_what_is_left_of_a_shown_scope_is_about_enough_workers(self, staffed, least):
        """A worker of two units counts once, and an unknown number counts as none, unless it is all of the scope."""
        table, who = staffed
        pattern = suppress(table, Limits(min_cell=5, min_subjects=least))
        event("some shown" if len(pattern.withheld) < len(table.groups) else "all withheld")
        for place in table.groups:
            if place not in pattern and any(group.n for group in table.groups[place].values()):
                assert table.workers.get(place.scope, 0) >= least
                left = left_of(table, pattern, place.scope)
                if left:
                    event("something is left")
                    assert len(frozenset().union(*(who[one] for one in left))) >= least

"""Laws of rule 2: what is shown, and what is left of it, is about enough workers, whoever they are."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from sop_core.reporting import Limits, Place, suppress
from sop_core.reporting.suppress_workers import Left
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


@st.composite
def left_behind(draw):
    """Units of offices and who works in each, the numbers that are told, and some units and offices that are left."""
    people = st.frozensets(st.integers(1, draw(st.integers(2, 9))), max_size=5)
    units = [(office, unit) for office in range(3) for unit in range(draw(st.integers(1, 3)))]
    who = {unit: draw(people) for unit in units}
    every = {
        one: frozenset().union(*(found for unit, found in who.items() if unit[: len(one)] == one))
        for one in {unit[:end] for unit in units for end in range(3)}
    }
    told = {one: len(found) for one, found in sorted(every.items()) if draw(st.integers(0, 2))}
    rest = draw(st.lists(st.sampled_from(units), min_size=1, unique=True))
    whole = draw(st.frozensets(st.sampled_from(range(3)), max_size=1))
    return every, told, {unit if unit[0] not in whole else unit[:1] for unit in rest}


class TestLeft:
    @given(left_behind())
    def test_no_more_workers_are_counted_than_there_may_be(self, drawn):
        """Whoever is of several units or offices counts once, whichever of the numbers are not told."""
        every, told, rest = drawn
        left = Left(
            parts=rest,
            way={one[:end] for one in rest for end in range(3)},
            below=lambda at: [one for one in every if one and one[:-1] == at],
            stated=told.get,
        )
        n, is_all = left.of(())
        least = min((told.get(one, 0) for one in rest), default=0)
        event("all" if is_all else "not all")
        event("more than one part alone" if n > max(told.get(one, 0) for one in rest) else "one")
        assert least <= n <= len(frozenset().union(*map(every.__getitem__, rest)))

"""Laws of rule 2: what is shown, and what is left of it, is about enough workers, whoever they are."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import event, given
from hypothesis import strategies as st

from sop_core.reporting import (
    Group,
    GroupKey,
    Limits,
    PartKind,
    Place,
    PlannedGrouping,
    Subjects,
    suppress,
)
from sop_core.reporting.staffing import workers_in
from sop_core.reporting.suppress_workers import Left
from sop_core.testing import tables
from tests.unit._released import plan

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
        most = max(told.get(one, 0) for one in rest)
        event("all" if is_all else "not all")
        event("more than one part alone" if n > most else "one part alone")
        assert (0 if is_all else most) <= n <= len(frozenset().union(*map(every.__getitem__, rest)))


@st.composite
def answering(draw):
    """Who works in each unit, the units that answered, and a plan that tells of all units that did not."""
    people = st.frozensets(st.integers(1, draw(st.integers(2, 9))), max_size=5)
    units = [
        (f"o{office}", f"u{unit}") for office in range(3) for unit in range(draw(st.integers(1, 3)))
    ]
    who = {unit: draw(people) for unit in units}
    every = sorted({unit[:end] for unit in units for end in range(3)})
    answered = draw(st.sets(st.sampled_from(units), min_size=1))
    told = [
        one
        for one in every
        if draw(st.integers(0, 3)) or not any(unit[: len(one)] == one for unit in answered)
    ]
    own = {one: len(of_units(who, units, one)) for one in told}
    asked = plan(subjects=tuple(Subjects(scope=one, n=n) for one, n in own.items()))
    groups = {GroupKey(one, "i", "s", "q4"): Group(20, {}, {}) for one in answered}
    return who, every, answered, workers_in(asked, groups)


def of_units(who, units, scope):
    """Whoever works in these units of a scope."""
    return frozenset().union(*(who[one] for one in units if one[: len(scope)] == scope))


@st.composite
def answering_in_part(draw):
    """As `answering`, of the people in a part: the plan tells of units, of units' parts, or of neither."""
    people = st.frozensets(st.integers(1, draw(st.integers(2, 9))), max_size=5)
    units = [
        (f"o{office}", f"u{unit}") for office in range(2) for unit in range(draw(st.integers(1, 3)))
    ]
    whole = {unit: draw(people) for unit in units}
    part = {unit: frozenset(one for one in whole[unit] if draw(st.booleans())) for unit in units}
    every = sorted({unit[:end] for unit in units for end in range(3)})
    answered = draw(st.sets(st.sampled_from(units), min_size=1))
    silent = [one for one in every if not any(unit[: len(one)] == one for unit in answered)]
    # Of whoever did not answer, the number of all is told, or that of the part.
    told = [one for one in every if draw(st.booleans())]
    of_part = [one for one in every if draw(st.booleans()) or (one in silent and one not in told)]
    subjects = [Subjects(scope=one, n=len(of_units(whole, units, one))) for one in told]
    subjects += [
        Subjects(scope=one, n=len(of_units(part, units, one)), groups={"t": "x"}) for one in of_part
    ]
    asked = plan(
        subjects=tuple(subjects), groupings=(PlannedGrouping(id="t", kind=PartKind.PARTITION),)
    )
    groups = {
        GroupKey(one, "i", "s", "q4", (("t", "x" if one in answered else "y"),)): Group(20, {}, {})
        for one in units
    }
    return part, every, answered, workers_in(asked, groups)


class TestWhoAnswered:
    @given(answering_in_part())
    def test_no_more_workers_are_counted_than_the_answers_of_a_part_may_be_about(self, drawn):
        """Rule 2 of a part by a further grouping, whichever units have nobody in it and whichever numbers are told."""
        part, every, answered, known = drawn
        for scope in every:
            who = of_units(part, answered, scope)
            at = Place(scope, (("t", "x"),))
            event("told" if at in known else "not told")
            if at in known and any(unit[: len(scope)] == scope for unit in answered):
                assert known[at] <= len(who)

    @given(answering(), st.data())
    def test_no_more_workers_are_counted_than_the_answers_may_be_about(self, drawn, data):
        """Of a scope, and of what is left of the whole, whichever units did not answer and whoever works in several."""
        who, every, answered, known = drawn
        for scope in every:
            if scope in known and of_units(who, answered, scope):
                assert known[scope] <= len(of_units(who, answered, scope))
        round_ = {one[:end] for one in answered for end in range(3)}
        rest = data.draw(st.sets(st.sampled_from(sorted(answered)), min_size=1))
        n, is_all = Left(
            parts=rest,
            way={one[:end] for one in rest for end in range(3)},
            below=lambda at: [one for one in sorted(round_) if one and one[:-1] == at],
            stated=known.get,
        ).of(())
        event("all" if is_all else "not all")
        assert n <= len(of_units(who, rest, ()))

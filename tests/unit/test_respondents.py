"""The respondents of a place: counted by the numbers of values, they are what the values themselves come to."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sop_core.reporting import Respondents
from sop_core.reporting.respondents import Numbering
from sop_core.types import ScoreStatus

VALUED = (ScoreStatus.SCORED, ScoreStatus.PRORATED)
#: Ends that are no whole number and below zero too, and values between them, at them, and of many denominators.
LOW, HIGH = Fraction(-7, 3), Fraction(21, 4)
values = st.fractions(LOW, HIGH, max_denominator=12) | st.sampled_from([LOW, HIGH, Fraction(2)])
outcomes = st.dictionaries(
    st.tuples(st.sampled_from(VALUED), values)
    | st.tuples(st.sampled_from([ScoreStatus.INSUFFICIENT]), st.none()),
    st.integers(0, 20),
    max_size=8,
)


def slowly(every):
    """The same without a number for any value, group by group."""
    found = {}
    for one in every:
        for (_, exact), n in one.items():
            if exact is not None:
                found[exact] = found.get(exact, 0) + n
    return Respondents.of(found, low=LOW, high=HIGH)


@given(st.lists(outcomes, min_size=1, max_size=4))
def test_groups_by_number_are_those_by_value(several):
    """Rule 4 asks the same of both: how many had the commonest value, and how far all are from the ends."""
    numbering = Numbering(LOW, HIGH)
    by_number = [numbering.numbered(one) for one in several]
    added = {}
    for one in by_number:
        for at, n in one.items():
            added[at] = added.get(at, 0) + n
    made = numbering.respondents()
    assert [made(one) for one in by_number] == [slowly([one]) for one in several]
    assert made(added) == slowly(several)


def test_of_two_values_that_are_equally_common_the_lower_is_the_commonest():
    """Whichever of them came first."""
    numbering = Numbering(1, 5)
    several = [{(ScoreStatus.SCORED, Fraction(4)): 2, (ScoreStatus.PRORATED, Fraction(5, 2)): 2}]
    (had,) = [numbering.numbered(one) for one in several]
    group = numbering.respondents()(had)
    assert (group.n, group.most, group.alike) == (4, Fraction(5, 2), 2)
    assert (group.above, group.below) == (9, 7)


def test_who_has_no_value_is_no_respondent():
    """Unknown is never zero."""
    numbering = Numbering(0, 5)
    had = numbering.numbered({(ScoreStatus.INSUFFICIENT, None): 12})
    assert numbering.respondents()(had) == Respondents(n=0)

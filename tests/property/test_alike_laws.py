"""Laws of rule 4: what is said of several groups is what is said of their people together, counted one by one."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from sop_core.reporting import Limits, Respondents
from sop_core.reporting.suppress_rules import alike, at_an_end, reason_of_groups

pytestmark = pytest.mark.law
LOW, HIGH = 1, 5
#: How many had each value. One value for all, and one person apart, are the cases that the rule is about.
value = st.fractions(LOW, HIGH, max_denominator=3)
people = st.one_of(
    st.dictionaries(value, st.integers(0, 14), max_size=4),
    st.builds(dict.fromkeys, st.lists(value, max_size=2), st.integers(1, 400)),
    st.builds(lambda n, third: {HIGH: n, third: 1}, st.integers(60, 400), value),
    st.sampled_from(({}, {3: 1}, {5: 1}, {5: 399, 4: 1}, {1: 99, 2: 1}, {1: 398, 2: 2})),
)
several = st.lists(people, min_size=1, max_size=4)


def groups_of(several) -> list[Respondents]:
    return [Respondents.of(one, low=LOW, high=HIGH) for one in several]


def together(several) -> Counter[Fraction]:
    return sum(map(Counter, several), Counter())


def rounds_to_an_end(values: Counter[Fraction], places: int) -> bool:
    """Whether the mean is within half of the last decimal of an end, so that it may be printed as that end."""
    mean = Fraction(sum(value * n for value, n in values.items()), values.total())
    return min(mean - LOW, HIGH - mean) <= Fraction(1, 2 * 10**places)


class TestTogether:
    @given(several)
    def test_all_but_one_alike_by_counting(self, several):
        """C-22: nobody can be told by what all others of the groups, together, have in common."""
        values = together(several)
        expected = values.total() > 0 and max(values.values()) >= values.total() - 1
        event("alike" if expected else "not alike")
        assert alike(groups_of(several)) is expected

    @given(several, st.integers(0, 3))
    def test_a_mean_at_an_end_by_adding_up(self, several, places):
        """A mean that is printed as the highest or lowest value says what everybody answered, or nearly."""
        values = together(several)
        expected = values.total() > 0 and rounds_to_an_end(values, places)
        event("at an end" if expected else "not at an end")
        assert at_an_end(groups_of(several), Limits(places=places)) is expected

    @given(several, st.integers(0, 3))
    def test_the_reason_is_what_the_people_together_are(self, several, places):
        """Into how many groups the same people are told makes no difference."""
        limits = Limits(places=places)
        values = together(several)
        expected = None
        if values and max(values.values()) >= values.total() - 1:
            expected = "alike"
        if values and rounds_to_an_end(values, places):
            expected = "at_an_end"
        assert reason_of_groups(groups_of(several), limits) == expected

    @given(several)
    def test_who_tells_only_the_commonest_value_is_never_taken_for_less_alike(self, several):
        """Of a group that tells no more any other value may be the same, so that it is withheld at least as often."""
        groups = groups_of(several)
        told = [Respondents(n=one.n, alike=one.alike, most=one.most) for one in groups]
        assert alike(told) >= alike(groups)

    def test_who_tells_no_values_stops_the_rule_and_who_is_nobody_does_not(self):
        """Rule 4 has nothing to say of values that are not known; of nobody's values there is nothing to know."""
        same = Respondents.of({3: 12}, low=LOW, high=HIGH)
        assert not alike([same, Respondents(n=12)])
        assert alike([same, Respondents(n=0)])
        told = [Respondents(n=12, alike=12, most=value) for value in (3, 4)]
        assert alike(told[:1])
        assert not alike(told)
        assert alike([told[0], Respondents(n=1, alike=1, most=4)])
        assert alike([told[0], Respondents(n=2, alike=1, most=4)])  # of whom one may have said 3
        assert not alike([told[0], Respondents(n=2, alike=2, most=4)])

    def test_where_nobody_of_a_part_answered_a_mean_may_be_at_an_end_all_the_same(self):
        """Whoever is not there stops no rule; a fraction is as near to an end as it is."""
        low, high = (Respondents.of({value: 12}, low=LOW, high=HIGH) for value in (LOW, HIGH))
        assert reason_of_groups([Respondents(n=0), low], Limits()) == "at_an_end"
        assert reason_of_groups([high, Respondents(n=0)], Limits()) == "at_an_end"
        third = Respondents.of({HIGH: 66, Fraction(14, 3): 1}, low=LOW, high=HIGH)
        assert reason_of_groups([third], Limits()) == "at_an_end"
        assert reason_of_groups([third], Limits(places=3)) == "alike"

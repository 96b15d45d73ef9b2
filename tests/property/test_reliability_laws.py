"""Laws of reliability: twins by the textbook, and nothing told of a few people, whatever they answered."""

from __future__ import annotations

import statistics
from collections import Counter
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from sop_core.instruments import WhyNot, reliability_of
from sop_core.types import MissingReason
from tests.unit._people import asked, people

CELL = 5
SAID = st.sampled_from((1, 2, 3, 4, 5))
MAYBE = st.sampled_from((1, 2, 3, 4, 5, 1, 3, 5, None, "na", "declined"))


@st.composite
def tables(draw, answers=SAID, most=12):
    """Rows of answers to two to four items, many of them alike, in numbers around the thresholds."""
    k = draw(st.integers(2, 4))
    kinds = draw(st.lists(st.tuples(*[answers] * k), min_size=1, max_size=6))
    return k, [row for row in kinds for _ in range(draw(st.integers(0, most)))]


def found(k, rows, *, reverse=(), method="pairwise"):
    known = asked(k, **({"reverse": list(reverse)} if reverse else {}))
    return reliability_of(known, people(known, rows), min_cell=CELL, method=method)


def near(figure, expected):
    """Whether a figure is the number that a float came to, rounded to four places."""
    return abs(float(figure.value) - expected) < 0.00005 + 1e-9


def pair(rows, i, j):
    """The textbook's covariance of two items over those who answered both."""
    both = [(row[i], row[j]) for row in rows if type(row[i]) is type(row[j]) is int]
    if len(both) < 2:
        return len(both), 0.0
    return len(both), statistics.covariance(*map(list, zip(*both, strict=True)))


@given(tables())
def test_item_rest_is_the_textbooks_correlation(table):
    """Every answer there: the correlation of an item with the sum of the others, by statistics.correlation."""
    k, rows = table
    for at, one in enumerate(found(k, rows).scales["mean"].items):
        item = [row[at] for row in rows]
        rest = [sum(row) - row[at] for row in rows]
        if one.correlation.value is None:
            alike = (
                len(rows) < 2 * CELL
                or len(set(rest)) == 1
                or len(rows) - max(map(item.count, item)) < 2
            )
            others = [[row[other] for row in rows] for other in range(k) if other != at]
            assert alike or all(max(map(x.count, x)) >= len(x) - 1 for x in others)
        else:
            assert near(one.correlation, statistics.correlation(item, rest))
            assert one.correlation.n == len(rows) >= 2 * CELL


@given(tables(), st.sampled_from(("pairwise", "complete")))
def test_alpha_is_the_textbooks(table, method):
    """k / (k - 1) times one less the items' variances over the variance of their sum; both methods agree."""
    k, rows = table
    alpha = found(k, rows, method=method).scales["mean"].alpha
    if alpha.value is not None:
        whole = statistics.variance([sum(row) for row in rows])
        own = sum(statistics.variance([row[at] for row in rows]) for at in range(k))
        assert near(alpha, k / (k - 1) * (1 - own / whole))


@given(tables(MAYBE))
def test_pairs_are_the_textbooks(table):
    """With answers missing, alpha and item-rest come from the covariances of every two items."""
    k, rows = table
    scale = found(k, rows).scales["mean"]
    cells = [[pair(rows, i, j) for j in range(k)] for i in range(k)]
    least = min(n for row in cells for n, _ in row)
    if least < 2 * CELL:
        assert {scale.alpha.why, *(one.correlation.why for one in scale.items)} == {WhyNot.WITHHELD}
        return
    whole = sum(c for row in cells for _, c in row)
    if scale.alpha.value is not None:
        own = sum(cells[at][at][1] for at in range(k))
        assert near(scale.alpha, k / (k - 1) * (1 - own / whole))
        assert scale.alpha.n == least
    for at, one in enumerate(scale.items):
        if one.correlation.value is not None:
            own = cells[at][at][1]
            together = sum(c for _, c in cells[at]) - own
            rest = whole - 2 * together - own
            assert near(one.correlation, together / (own * rest) ** 0.5)


@given(tables(MAYBE))
def test_complete_is_pairwise_of_those_who_answered_everything(table):
    """The method decides who is looked at, and nothing else."""
    k, rows = table
    whole = [row for row in rows if all(type(x) is int for x in row)]
    ours, theirs = found(k, rows, method="complete"), found(k, whole)
    assert ours.scales["mean"].alpha == theirs.scales["mean"].alpha
    assert ours.scales["mean"].items == theirs.scales["mean"].items


def told(result):
    """Every share that was told, with the number of people of which it is one."""
    for use in result.items.values():
        yield [use.floor, use.ceiling]
        yield list(use.missing.values())
    for scale in result.scales.values():
        yield [scale.floor, scale.ceiling]


@given(tables(MAYBE))
def test_no_share_tells_of_a_few(table):
    """C-21, DESIGN 7: of no share, of no rest of one, and of none withheld beside it, can a few be told."""
    for shares in told(found(*table)):
        if any(one.value is None for one in shares):
            assert {(one.value, one.n) for one in shares} == {(None, None)}
            continue
        (n,) = {one.n for one in shares}
        counts = [round(Fraction(one.value) * n) for one in shares]
        assert n >= 2 * CELL
        assert all(count == 0 or count >= CELL for count in [*counts, n - sum(counts)])
        assert n not in counts


@given(tables(MAYBE))
def test_every_number_of_people_is_twice_the_cell(table):
    """No figure of fewer than twice the smallest cell, and no n below it."""
    result = found(*table)
    numbers = [result.n, *(use.n for use in result.items.values())]
    for scale in result.scales.values():
        numbers += [scale.alpha.n, *(one.correlation.n for one in scale.items)]
    assert all(n is None or n >= 2 * CELL for n in numbers)


@given(tables(MAYBE), st.randoms(use_true_random=False))
def test_the_order_of_people_never_matters(table, random):
    """Permuting the respondents changes nothing (D3)."""
    k, rows = table
    mixed = list(rows)
    random.shuffle(mixed)
    assert found(k, mixed) == found(k, rows)


@given(tables(MAYBE))
def test_a_scale_all_turned_round_is_as_reliable(table):
    """Reversing every item mirrors the scale: floor and ceiling change places, the rest stays (D5)."""
    k, rows = table
    plain = found(k, rows).scales["mean"]
    turned = found(k, rows, reverse=[f"q{at}" for at in range(1, k + 1)]).scales["mean"]
    assert (turned.alpha, turned.floor, turned.ceiling) == (plain.alpha, plain.ceiling, plain.floor)
    assert [one.correlation for one in turned.items] == [one.correlation for one in plain.items]


@given(tables(MAYBE))
def test_the_unit_never_matters(table):
    """Ten times the weight of every item, or a tenth, leaves every figure of the scale."""
    k, rows = table
    names = [f"q{at}" for at in range(1, k + 1)]
    plain = found(k, rows).scales["mean"]
    for weight in (10, "1/10"):
        known = asked(k, weights=dict.fromkeys(names, weight))
        again = reliability_of(known, people(known, rows), min_cell=CELL)
        assert again.scales["mean"] == plain


@given(tables(MAYBE))
def test_people_who_answered_nothing_change_no_figure_of_what_goes_together(table):
    """Missing answers enter no covariance (D4, C-07)."""
    k, rows = table
    plain, more = (
        found(k, rows).scales["mean"],
        found(k, [*rows, *[(None,) * k] * 7]).scales["mean"],
    )
    assert (more.alpha, more.items) == (plain.alpha, plain.items)


@given(tables(MAYBE))
def test_correlations_stay_within_one_and_alpha_below(table):
    """What taken in pairs could go beyond is no figure."""
    scale = found(*table).scales["mean"]
    assert scale.alpha.value is None or scale.alpha.value <= 1
    values = [one.correlation.value for one in scale.items]
    assert all(value is None or -1 <= value <= 1 for value in values)
    for one in scale.items:
        assert bool(one.note) is (one.correlation.value is not None and one.correlation.value < 0)


def test_what_is_drawn_is_worth_trying():
    """Figures of each kind are told, and withheld, often enough for the laws to mean something."""
    met = Counter()

    @settings(max_examples=max(100, settings().max_examples))  # a few say nothing of how often
    @given(tables(MAYBE))
    def look(table):
        result = found(*table)
        scale, use = result.scales["mean"], result.items["q1"]
        figures = {
            "alpha": scale.alpha, "rest": scale.items[0].correlation, "floor": use.floor,
            "end": scale.floor, "missing": use.missing[MissingReason.NOT_APPLICABLE],
        }  # fmt: skip
        met.update((kind, figure.value is not None) for kind, figure in figures.items())

    look()
    kinds = ("alpha", "rest", "floor", "end", "missing")
    assert min(met[kind, told] for kind in kinds for told in (True, False)) >= 3

"""Laws of comparisons: they tell what releases show, whatever order these come in, and nothing that is withheld."""

from __future__ import annotations

from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sop_core.reporting import Audience, Place, Verdict, compare
from tests.unit._reported import form, held, release

pytestmark = pytest.mark.law

FORMS = [
    form("workers", {"a": ("x",), "b": ("y",), "c": ("x", "y")}),
    form("leaders", {"a": ("x",), "d": ()}),
]
SOP = held(*FORMS)
KNOWN = [SOP.catalog.instrument(one["id"]) for one in FORMS]
PLACES = ["", "c", "c/n", "c/s", "d", "d/w", "@type=x", "c@type=x"]
MEANS = st.integers(100, 500).map(lambda at: str(Decimal(at) / 100))
CELLS = st.one_of(st.tuples(st.integers(11, 90), MEANS), st.none(), st.just(0))
CYCLES = ["2025-Q4", "2026-Q1", "2026-Q2"]


@st.composite
def released(draw):
    """Releases of two instruments in some cycles, of one edition each, so that none are at odds."""
    made = []
    for known in KNOWN:
        for at, cycle in enumerate(draw(st.lists(st.sampled_from(CYCLES), unique=True))):
            names = [scale.id for scale in known.scales]
            wanted = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
            cells = {
                name: draw(st.dictionaries(st.sampled_from(PLACES), CELLS, max_size=6))
                for name in wanted
            }
            audience = draw(st.sampled_from(Audience))
            one = release(
                cells, f"{known.id}{at}", instrument=known, cycle=cycle, audience=audience
            )
            sds = st.none() | st.integers(0, 150).map(lambda sd: Decimal(sd) / 100)
            rows = tuple(evolve(row, sd=draw(sds)) if row.n else row for row in one.rows)
            made.append(evolve(one, rows=rows))
    return made


several = released().filter(bool)


def views(comparison):
    """Every view that a comparison tells."""
    yield from (view for one in comparison.beside for view in one.views)
    yield from (view for one in comparison.changes for view in (one.before, one.after))
    yield from (
        view for one in comparison.standings for view in (*one.strongest, *one.in_need)
    )  # fmt: skip


def told(comparison):
    """What is told, whatever order it stands in."""
    return (
        {(one.theme, one.place, frozenset(one.views)) for one in comparison.beside},
        set(comparison.changes),
        {
            (one.instrument, one.cycle, frozenset(one.strongest), frozenset(one.in_need))
            for one in comparison.standings
        },
    )


class TestIssue6:
    @given(several)
    def test_nothing_is_told_that_the_releases_do_not_show(self, releases):
        """Issue 6: each number is one of a row, and a change the difference of two."""
        shown = {
            (one.instrument, one.cycle, row.place, row.measure, row.n, row.mean, row.sd)
            for one in releases
            for row in one.rows
            if row.n
        }
        found = compare(releases, KNOWN)
        for view in views(found):
            at = (view.instrument, view.cycle, view.place, view.measure.id)
            assert (*at, view.n, view.mean, view.sd) in shown
        for one in found.changes:
            assert one.difference == one.after.mean - one.before.mean
            assert one.before.place == one.after.place
            assert one.before.cycle < one.after.cycle

    @given(several)
    def test_what_is_withheld_takes_no_part(self, releases):
        """Issue 6: without its withheld rows a release is compared as with them."""
        bare = [
            evolve(one, rows=tuple(row for row in one.rows if not row.withheld))
            for one in releases
        ]  # fmt: skip
        assert told(compare(bare, KNOWN)) == told(compare(releases, KNOWN))

    @given(several, st.randoms(use_true_random=False))
    def test_the_order_of_releases_and_rows_changes_nothing(self, releases, random):
        """Issue 6: the same is told; of the same rows in the same order, in the same order too."""
        found = compare(releases, KNOWN)
        mixed, known = list(releases), list(KNOWN)
        random.shuffle(mixed)
        random.shuffle(known)
        assert compare(mixed, known) == found
        rows = [evolve(one, rows=tuple(random.sample(one.rows, len(one.rows)))) for one in mixed]
        assert told(compare(rows, known)) == told(found)

    @given(several)
    def test_views_of_one_theme_are_of_several_surveys_and_one_group(self, releases):
        """S0-05: side by side, never merged."""
        themes = {(one.id, scale.id): scale.themes for one in KNOWN for scale in one.scales}
        for one in compare(releases, KNOWN).beside:
            assert len({view.instrument.id for view in one.views}) > 1
            assert {view.place for view in one.views} == {one.place}
            assert all(one.theme in themes[v.instrument.id, v.measure.id] for v in one.views)

    @given(several)
    def test_only_the_whole_has_a_list_of_what_is_strongest(self, releases):
        """S0-08: no unit, office, county or part of one is held against its measures, and ties stand together."""
        found = compare(releases, KNOWN)
        for one in found.standings:
            ends = (*one.strongest, *one.in_need)
            assert {view.place for view in ends} <= {Place()}
            assert not set(one.strongest) & set(one.in_need)
            assert bool(one.strongest) == bool(one.in_need)
            every = [
                row
                for made in releases
                if (made.instrument, made.cycle) == (one.instrument, one.cycle)
                for row in made.rows
                if row.place == Place() and row.mean is not None
            ]
            for end in (one.strongest, one.in_need):
                names, means = {v.measure.id for v in end}, {v.mean for v in end}
                assert names == {row.measure for row in every if row.mean in means}

    @given(several)
    def test_without_a_spread_no_change_is_clear(self, releases):
        """Rule 5: the default words, and no interval."""
        bare = [
            evolve(one, rows=tuple(evolve(row, sd=None) for row in one.rows)) for one in releases
        ]
        for one in compare(bare, KNOWN).changes:
            assert (one.verdict, one.interval) == (Verdict.NO_CLEAR_CHANGE, None)

    @given(several)
    def test_an_interval_holds_the_difference_and_zero_where_nothing_is_clear(self, releases):
        """Rule 5: a change is clear just where the interval holds no zero."""
        for one in compare(releases, KNOWN).changes:
            both = one.before.sd is not None and one.after.sd is not None
            assert (one.interval is not None) == both
            if one.interval is not None:
                low, high = one.interval.low, one.interval.high
                assert low <= one.difference <= high
                assert (low <= 0 <= high) == (one.verdict is Verdict.NO_CLEAR_CHANGE)
                assert (one.verdict is Verdict.HIGHER) == (low > 0)

    @given(several)
    def test_whatever_holds_anything_internal_stays_inside(self, releases):
        """C-21: the page of several releases is for those who may read each of them."""
        inside = any(one.audience is Audience.INTERNAL for one in releases)
        assert (compare(releases, KNOWN).audience is Audience.INTERNAL) == inside

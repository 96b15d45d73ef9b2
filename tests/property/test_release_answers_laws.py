"""Laws of what a release holds beyond n and mean: rows by groupings, distributions, spread."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from sop_core import ReleaseRefused, to_document
from sop_core.documents import release_lines, release_of
from sop_core.reporting import (
    Audience,
    BarsOf,
    Batch,
    Group,
    GroupKey,
    ItemCounts,
    Ledger,
    PartKind,
    PlannedDistribution,
    PlannedGrouping,
    PlannedInstrument,
    ScaleCounts,
    Spread,
    Tally,
    audit,
    check_release,
)
from sop_core.reporting.attack_bars import bar_leaks
from sop_core.reporting.cells import Place, Published, Shown, ShownBars
from sop_core.types import ScoreStatus
from tests.property.brute_bars import fillings
from tests.property.door import sop_with
from tests.unit._released import attacked, ledger_of, made, plan, policy_of
from tests.unit._small import choice, definition, scale

pytestmark = pytest.mark.law

BANDS = [
    {"id": "low", "from": 1, "title": {"en": "Low"}}, {"id": "high", "from": 3, "title": {"en": "High"}},
]  # fmt: skip
FORM = definition(choice("q1"), choice("q2"), scales=(
    scale("mean", "q1", "q2", bands=BANDS), {**scale("mean", "q1"), "id": "alone"},
), respondent_role="staff")  # fmt: skip
STAFF = sop_with(FORM).catalog.instrument("small")
LEVELS = ("office", "unit")
PATHS = ["n/u1", "n/u2", "n/u3", "s/u4", "s/u5", ""]
CODES = "abcde"
counts = st.one_of(
    st.lists(st.integers(0, 9), min_size=5, max_size=5),
    st.lists(st.integers(10, 30), min_size=5, max_size=5),
    st.tuples(*([st.sampled_from((0, 0, 1, 14))] * 5)).map(list),
)


def group(codes) -> Group:
    """People who gave each code of q1 so often; half of them gave the middle to q2, the others the same."""
    n = sum(codes)
    values: dict[Fraction, int] = {}
    for value, count in enumerate(codes, start=1):
        for one, many in (
            (Fraction(value), count - count // 2),
            (Fraction(value + 3, 2), count // 2),
        ):
            values[one] = values.get(one, 0) + many

    def scored(of):
        return ScaleCounts(
            {(ScoreStatus.SCORED, Fraction(value)): count for value, count in of.items() if count}
        )

    given_ = {code: count for code, count in zip(CODES, codes, strict=True) if count}
    return Group(
        n,
        {"q1": ItemCounts(given_, {}, n)},
        {"mean": scored(values), "alone": scored(dict(enumerate(codes, start=1)))},
    )


keys = st.builds(
    lambda path, caseload, icwa: (
        path,
        (*((("caseload", caseload),) if caseload else ()), *((("icwa", "yes"),) if icwa else ())),
    ),
    st.sampled_from(PATHS),
    st.sampled_from(("ongoing", "intake", None)),
    st.booleans(),
)


def tally(groups) -> Tally:
    found = {
        GroupKey(
            tuple(path.split("/")) if path else (), "small", STAFF.ref.scoring, "q4", groupings
        ): group(codes)
        for (path, groupings), codes in groups.items()
    }
    versions = {("small", "1.0.0"): STAFF.ref.scoring}
    return Tally(LEVELS, {"b": Batch("b", 1, found)}, versions)


tallies = st.dictionaries(keys, counts.filter(sum), min_size=1, max_size=12).map(tally)
GROUPINGS = (
    PlannedGrouping(id="caseload", kind=PartKind.PARTITION),
    PlannedGrouping(id="caseload", kind=PartKind.PARTITION, level="office"),
    PlannedGrouping(id="icwa", kind=PartKind.OVERLAPPING, value="yes"),
    PlannedGrouping(id="icwa", kind=PartKind.OVERLAPPING, value="yes", level="office"),
)
DISTRIBUTIONS = (
    PlannedDistribution(id="q1"), PlannedDistribution(id="mean", kind=BarsOf.SCALE),
)  # fmt: skip
plans = st.builds(
    lambda levels, measures, audience, groupings, bars, spread: plan(
        instrument=PlannedInstrument(id="small", version="1.0.0"),
        levels=LEVELS[:levels],
        measures=measures,
        audience=audience,
        groupings=tuple(one for one in groupings if one.level in (None, *LEVELS[:levels])),
        distributions=bars,
        spread=spread,
    ),
    st.integers(0, 2),
    st.sampled_from((("mean",), ("alone",), ("mean", "alone"))),
    st.sampled_from(Audience),
    st.lists(st.sampled_from(GROUPINGS), max_size=2, unique_by=lambda one: one.id).map(tuple),
    st.lists(st.sampled_from(DISTRIBUTIONS), max_size=2, unique=True).map(tuple),
    st.sampled_from(((), tuple(Spread), (Spread.SD,), (Spread.MEDIAN,), (Spread.INTERVAL,))),
)


def released(of, asked, **more):
    """The release; None where nothing safe is left, or the tally lacks what is asked for."""
    try:
        return made(of, asked, policy_of(asked), instrument=STAFF, **more)
    except ReleaseRefused:
        return None


class TestD1:
    @given(tallies, plans)
    def test_no_attacker_succeeds_on_groupings_distributions_and_spread(self, of, asked):
        """D1, DESIGN 7: whatever is asked for, nobody is given away, and the document keeps its own rules."""
        found = released(of, asked)
        assume(found is not None)
        for row in found.release.distributions:
            event("bars shown" if row.bars and any(row.bars) else "bars withheld or of nobody")
        event(f"spread told: {any(row.sd or row.median for row in found.release.rows)}")
        assert attacked([found.release], policy_of(asked).min_cell).leaks == ()
        assert audit([found.release]) == ()
        assert check_release(to_document(found.release)) == []
        assert release_of(b"".join(release_lines(found.release))) == found.release

    @given(tallies, plans)
    def test_a_bar_is_none_or_large_enough_and_so_is_what_remains(self, of, asked):
        """Rule 4, C-22: bars shown, and a scope's bars less those of the shown scopes directly below it."""
        found = released(of, asked)
        assume(found is not None)
        least = policy_of(asked).min_cell
        bars = {(row.distribution, row.scope): row.bars for row in found.release.distributions}
        rows = {row.scope: row.n for row in found.release.rows if not row.groups}
        for (id_, scope), several in bars.items():
            if several is None:
                continue
            assert rows[scope] is not None
            inside = [
                one for (other, at), one in bars.items()
                if other == id_ and at and at[:-1] == scope and one is not None
            ]  # fmt: skip
            left = [n - sum(one[at] for one in inside) for at, n in enumerate(several)]
            for part in (several, left if inside else several):
                assert all(n == 0 or n >= least for n in part)
                assert not any(part) or sum(part) - max(part) >= 2

    @given(tallies, plans)
    def test_a_spread_is_of_twice_as_many_and_so_is_what_remains(self, of, asked):
        """Rule 4: standard deviations, medians and intervals need twice min_cell, and so does what is left."""
        found = released(of, asked)
        assume(found is not None and asked.spread)
        least = 2 * policy_of(asked).min_cell
        told = {
            (row.measure, row.scope): row.n
            for row in found.release.rows
            if row.sd is not None or row.median is not None or row.interval is not None
        }
        for (measure, scope), n in told.items():
            inside = [
                m for (other, at), m in told.items() if other == measure and at and at[:-1] == scope
            ]
            assert n >= least
            assert n - sum(inside) == 0 or n - sum(inside) >= least

    @given(tallies, st.lists(plans, min_size=2, max_size=3))
    def test_the_union_of_releases_stands_against_every_attacker(self, of, several):
        """Rule 6: of groupings, distributions and spread too, whoever reads what was released before."""
        ledger = Ledger()
        for at, one in enumerate(several):
            found = released(of, evolve(one, id=f"r{at}"), ledger=ledger)
            if found is not None:
                ledger = Ledger((*ledger.entries, *ledger_of(found).entries))
        every = [one.release for one in ledger.entries]
        public = [one for one in every if one.audience is Audience.PUBLIC]
        assert attacked(public, 11).leaks == ()
        assert attacked(every, 5).leaks == ()


class TestD3:
    @given(tallies, plans, st.randoms(use_true_random=False), st.integers(1, 3))
    def test_the_order_and_the_batches_of_records_change_nothing(self, of, asked, random, parts):
        """D3: the same people make the same release, in whatever order and deliveries they come."""
        items = list(of.batches["b"].groups.items())
        random.shuffle(items)
        batches = {f"b{at}": Batch(f"b{at}", 1, dict(items[at::parts])) for at in range(parts)}
        other = released(Tally(of.levels, batches, of.versions), asked)
        first = released(of, asked)
        assert (first is None) == (other is None)
        assert first is None or to_document(first.release) == to_document(other.release)

    @given(tallies, plans)
    def test_other_names_give_nobody_away_either(self, of, asked):
        """After renaming scopes and parts it is safe again."""
        groups = {
            evolve(
                key,
                scope=tuple("x" + name[::-1] for name in key.scope),
                groupings=tuple(
                    (name, value if name == "icwa" else value[::-1])
                    for name, value in key.groupings
                ),
            ): one
            for key, one in of.batches["b"].groups.items()
        }
        again = released(Tally(of.levels, {"b": Batch("b", 1, groups)}, of.versions), asked)
        if again is not None:
            assert attacked([again.release], policy_of(asked).min_cell).leaks == ()


# ------------------------------------------------------------------------------- beside brute force

small = st.lists(st.integers(0, 4), min_size=2, max_size=2).map(tuple)


@st.composite
def small_bars(draw):
    """Two bars of a whole, its parts and parts of one, of which some are withheld; few enough to try all."""
    ends = [("a",), ("b", "x"), ("b", "y")] if draw(st.booleans()) else [("a",), ("b",), ("c",)]
    bars = {end: draw(small) for end in ends}
    scopes = sorted({end[:at] for end in ends for at in range(len(end) + 1)}, key=len)
    true = {
        scope: tuple(
            sum(bars[end][at] for end in ends if end[: len(scope)] == scope) for at in range(2)
        )
        for scope in scopes
    }
    hidden = draw(st.sets(st.sampled_from(scopes[1:])))
    sizes = {scope: sum(true[scope]) for scope in draw(st.sets(st.sampled_from(scopes)))}
    return true, {scope: None if scope in hidden else true[scope] for scope in scopes}, sizes


class TestBeside:
    @example(
        # Whoever is left is in one scope: its row has as many people, and nobody is left for the other.
        drawn=(
            {(): (2, 2), ("a",): (0, 0), ("b",): (0, 0), ("c",): (2, 2)},
            {(): (2, 2), ("a",): None, ("b",): (0, 0), ("c",): None},
            {("c",): 4},
        ),
        min_cell=2,
    )
    @example(
        # The same a level lower, beside a part that is shown.
        drawn=(
            {(): (4, 4), ("a",): (0, 0), ("b",): (4, 4), ("b", "x"): (2, 2), ("b", "y"): (2, 2)},
            {(): (4, 4), ("a",): None, ("b",): None, ("b", "x"): (2, 2), ("b", "y"): None},
            {("b",): 8},
        ),
        min_cell=2,
    )
    @given(small_bars(), st.integers(2, 3))
    def test_brute_force_finds_no_answers_that_the_attacker_does_not(self, drawn, min_cell):
        """D1: where trying every table fixes a withheld bar, or bounds it below the minimum, there is a leak."""
        true, shown, sizes = drawn
        release = Published(
            rows=tuple(
                Shown(place=Place(scope), measure="m", n=n) for scope, n in sizes.items()
            ),
            bars=tuple(
                ShownBars(
                    scope=scope, answers="q", joined=(("1",), ("2",)), ends=((1, 1), (2, 2)),
                    counts=bars, measure="m",
                )
                for scope, bars in shown.items()
            ),
        )  # fmt: skip
        leaks = list(bar_leaks([release], min_cell=min_cell))
        every = list(fillings(shown, sizes, 2))
        assert true in every
        assert all(leak.kind != "impossible" for leak in leaks)
        hidden = [scope for scope, bars in shown.items() if bars is None]
        for scope in hidden:
            for at in range(2):
                here = {filled[scope][at] for filled in every}
                given_away = max(here) > 0 and (
                    len(here) == 1 or (min(here) > 0 and max(here) < min_cell)
                )
                if given_away and sizes.get(scope) != 0:
                    event("given away")
                    assert leaks, (scope, at, here)

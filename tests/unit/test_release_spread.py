"""Spread: what it comes to, where a release tells it, and what it may say of single answers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve

from sop_core import to_document
from sop_core.documents import release_lines, release_of
from sop_core.instruments import Rounding
from sop_core.reporting import (
    Place,
    PlannedInstrument,
    Published,
    Shown,
    Spread,
    attack,
    audit,
    check_release,
    explain,
    published_of,
)
from sop_core.reporting.attack_answers import answer_leaks
from sop_core.reporting.attack_histogram import follows, follows_inside
from sop_core.reporting.attack_leaks import Leak
from sop_core.reporting.attack_told import Told
from sop_core.reporting.cells import Cell, ShownBars
from sop_core.reporting.releasing_spread import _taken_back
from sop_core.reporting.scale_values import values_of
from sop_core.reporting.spreading import interval, median, rounded_root, sd, variance
from sop_core.types import RoundingMode
from tests.property.door import sop_with
from tests.unit._released import ledger_of, made, plan, tally
from tests.unit._small import choice, definition, item, scale

TWO = Rounding(RoundingMode.HALF_UP, 2)
ALL = (Spread.SD, Spread.MEDIAN, Spread.INTERVAL)
FORM = definition(choice("q1"), scales=(scale("mean", "q1"), scale("lowest", "q1")))
ONE_ITEM = sop_with(FORM).catalog.instrument("small")


def told(one, measure="mean"):
    return {
        "/".join(row.scope): row.sd
        for row in one.release.rows
        if row.measure == measure and row.sd is not None
    }


def released(counts, wanted, **more):
    return made(counts, wanted, instrument=ONE_ITEM, **more)


def asked(id_="r1", **more):
    instrument = PlannedInstrument(id="small", version="1.0.0")
    return plan(id_, **{"levels": ("county",), "spread": ALL, "instrument": instrument, **more})


def counted(groups, **more):
    return tally(groups, instrument=ONE_ITEM, **{"levels": ("county",), **more})


MANY = {1: 9, 2: 14, 3: 15, 4: 12, 5: 8}
SOME = {1: 4, 2: 5, 3: 6, 4: 5, 5: 4}


class TestNumbers:
    def test_they_are_exact_and_rounded_once(self):
        """DESIGN 3: fractions all the way; a root is compared by squares."""
        assert variance({2: 1, 4: 1, 9: 1}) == 13
        assert sd({2: 1, 4: 1, 9: 1}, TWO) == Decimal("3.61")
        assert median({1: 2, 3: 2}, TWO) == 2
        assert median({1: 2, 3: 3, 9: 0}, TWO) == 3
        assert interval({1: 50, 3: 50}, TWO).low == Decimal("1.8")
        assert interval({1: 50, 3: 50}, TWO).high == Decimal("2.2")

    @pytest.mark.parametrize("mode", RoundingMode)
    def test_a_root_is_rounded_as_the_scale_is(self, mode):
        """Ties as the scale has them; nothing is lost to a float."""

        def rounding(places):
            return Rounding(mode, places)

        even = mode is RoundingMode.HALF_EVEN
        assert rounded_root(Fraction(25, 4), rounding(0)) == (2 if even else 3)
        assert rounded_root(Fraction(49, 4), rounding(0)) == 4
        assert rounded_root(Fraction(2), rounding(6)) == Decimal("1.414214")
        assert rounded_root(Fraction(10**40 + 1), rounding(0)) == Decimal(10**20)

    @pytest.mark.parametrize("values", [{1: 30, 2: 1}, {-4: 11, 7: 13, 8: 9}, {0: 25, 100: 25}])
    def test_an_interval_is_rounded_outwards(self, values):
        """The ends printed hold the true ones, and lie less than a unit outside."""
        n = sum(values.values())
        mean = Fraction(sum(value * count for value, count in values.items()), n)
        found = interval(values, TWO)
        square = Fraction(196, 100) ** 2 * variance(values) / n
        for end in (mean - Fraction(found.low), Fraction(found.high) - mean):
            assert max(0, end - Fraction(1, 100)) ** 2 < square <= end**2


class TestWhereItIsTold:
    def test_twice_the_minimum_answered(self):
        """Rule 4: a standard deviation, a median and an interval need 22 people."""
        found = released(counted({"c": MANY, "d": SOME, "e": {2: 6, 3: 7, 4: 8}}), asked())
        assert told(found) == {"": Decimal("1.21"), "c": Decimal("1.28")}
        row = to_document(found.release)["rows"][0]
        assert list(row) == [
            "scope",
            "measure",
            "n",
            "mean",
            "sd",
            "median",
            "interval",
            "withheld",
        ]
        assert row["interval"] == {"low": 2.74, "high": 3.22}

    def test_what_remains_needs_it_too(self):
        """Fifteen people are left beside c and d: nobody's spread may follow from the others'."""
        found = released(counted({"c": MANY, "d": MANY, "e": {2: 6, 3: 7, 4: 8}}), asked())
        assert told(found) == {"": Decimal("1.26"), "d": Decimal("1.26")} or set(told(found)) == {
            "",
            "d",
        }
        assert attack(published_of(found.release), min_cell=11).holds

    def test_who_has_no_value_is_not_in_it(self):
        """C-07: nothing unknown is in a spread."""
        found = released(counted({"": {**MANY, None: 9}}, levels=()), asked(levels=()))
        assert told(found) == told(released(counted({"": MANY}, levels=()), asked(levels=())))

    def test_what_leaks_is_taken_back(self):
        """The spread that leaks, else those of the nearest scopes below it, else all."""
        every = frozenset({("mean", ()), ("mean", ("c",)), ("mean", ("c", "n")), ("lowest", ())})

        def leak(measure, *scope):
            return Leak(attacker="outsider", kind="value", cell=Cell(Place(scope), measure))

        nobody = Leak(attacker="outsider", kind="pinned", cell=None)
        assert _taken_back([nobody, leak("mean", "c")], every) == [("mean", ("c",))]
        below = every - {("mean", ())}
        assert _taken_back([leak("mean")], below) == [("mean", ("c",))]
        assert sorted(_taken_back([nobody, leak("other")], every)) == sorted(every)

    def test_only_what_is_asked_is_told(self):
        """A plan asks; what it does not ask for is not in the document."""
        found = released(counted({"c": MANY, "d": MANY}), asked(spread=(Spread.MEDIAN,)))
        row = to_document(found.release)["rows"][0]
        assert row["median"] == 3
        assert "sd" not in row
        assert "interval" not in row
        assert "spread" not in to_document(released(counted({"c": MANY}), asked(spread=())).release)

    def test_a_spread_that_fixes_the_answers_is_not_told(self):
        """n, mean and standard deviation leave one way only in which these 24 answered: of them one gave a 3."""
        counts = counted({"": {3: 1, 4: 3, 5: 20}}, levels=())
        found = released(counts, asked(levels=()))
        assert told(found) == {}
        assert found.release.rows[0].n == 24
        assert released(counted({"": MANY}, levels=()), asked(levels=())).release.rows[0].sd

    def test_a_later_release_tells_no_spread_of_a_few_between(self):
        """Rule 6: the whole's spread was told; those of its parts leave fifteen."""
        counts = counted({"c": MANY, "d": MANY, "e": {2: 6, 3: 7, 4: 8}})
        first = released(counts, asked("first", levels=()))
        second = released(counts, asked("second"), ledger=ledger_of(first))
        both = [one for found in (first, second) for one in published_of(found.release)]
        assert attack(both, min_cell=11).leaks == ()
        assert told(first) == {"": Decimal("1.22")}

    def test_a_correction_tells_no_spread_of_a_few_who_came(self):
        """Rule 5: twelve people came, and the spread of twelve is theirs."""
        before = counted({"": {2: 20, 3: 20, 4: 20}}, levels=())
        now = counted({"": {1: 6, 2: 26, 3: 20, 4: 20}}, levels=())
        first = released(before, asked("first", levels=()))
        second = released(now, asked("second", levels=()), ledger=ledger_of(first), before=before)
        assert told(first) != {}
        assert second.release.edition == 1
        assert told(second) == {}

    def test_a_release_with_spread_comes_back_as_it_was(self):
        """DESIGN 3: as one document and in lines."""
        found = released(counted({"c": MANY, "d": MANY}), asked()).release
        assert release_of(to_document(found)) == found
        assert release_of(b"".join(release_lines(found))) == found
        assert audit([found]) == ()


def brute(values, n):
    """Every way in which n people have these values."""
    for counts in product(range(n + 1), repeat=len(values) - 1):
        if sum(counts) <= n:
            yield (*counts, n - sum(counts))


class TestHistograms:
    @pytest.mark.parametrize("n", [5, 8])
    @pytest.mark.parametrize("squares", [True, False])
    def test_what_follows_is_what_every_way_has(self, n, squares):
        """A brute-force twin: of every group of five or eight the search says what trying all says."""
        values = (1, 2, 3, 4)
        half = Fraction(1, 20)

        def told_of(way):
            mean = Fraction(sum(v * c for v, c in zip(values, way, strict=True)), n)
            apart = sum((v - mean) ** 2 * c for v, c in zip(values, way, strict=True))
            return (
                Fraction(round(mean, 1)),
                Fraction(rounded_root(apart / (n - 1), Rounding(RoundingMode.HALF_UP, 1))),
            )

        ways = [(way, told_of(way)) for way in brute(values, n)]
        for way, (mean, apart) in ways:
            low = max(Fraction(0), apart - half)
            found = follows(
                Told(
                    n=n, values=values, total=(n * (mean - half), n * (mean + half)),
                    apart=((n - 1) * low**2, (n - 1) * (apart + half) ** 2) if squares else None,
                ),
                below=n + 1,
            )  # fmt: skip
            same = [
                other for other, (m, a) in ways
                if m == mean and (a == apart or not squares)
            ]  # fmt: skip
            fixed = {
                value: way[at] for at, value in enumerate(values)
                if way[at] and all(one[at] == way[at] for one in same)
            }  # fmt: skip
            # Ends that round both ways belong to both for the search: it may know less, and never more.
            assert set(found.items()) <= set(fixed.items())
            assert len(fixed) - len(found) <= 1 or mean.denominator == 20

    def test_bars_and_a_median_are_taken_into_account(self):
        """Twenty in the lower bar and twenty in the upper: the mean says that all but three are at the low ends."""
        plain = Told(n=40, values=(1, 2, 4, 5), total=(Fraction(103), Fraction(103)))
        assert follows(plain, below=11) == {}
        halves = evolve(plain, bars=(((0, 1), 20), ((2, 3), 20)))
        assert follows(halves, below=11) == {}
        one = evolve(
            plain, total=(Fraction(101), Fraction(101)), bars=(((0, 1), 20), ((2,), 20), ((3,), 0))
        )
        assert follows(one, below=11) == {2: 1}
        assert follows(evolve(one, bars=(((0, 1), 41),)), below=11) is None
        assert follows(evolve(one, bars=(((), 20), ((0, 1, 2, 3), 20))), below=11) is None
        middle = Told(
            n=5, values=(1, 2, 3), total=(Fraction(9), Fraction(9)), median=(Fraction(1), Fraction(1))
        )  # fmt: skip
        assert follows(evolve(middle, median=None), below=6) == {}
        assert follows(middle, below=6) == {1: 3, 3: 2}
        assert follows(evolve(middle, median=(Fraction(3), Fraction(3))), below=6) is None

    def test_a_search_that_is_given_up_is_read_as_a_leak(self, monkeypatch):
        """Nobody may read what was not tried as safe: at the first way, or at another."""
        from sop_core.reporting import attack_histogram

        for looks in range(-24, 40):
            monkeypatch.setattr(attack_histogram, "MOST_LOOKS", looks)
            # Another total for each, since what was found is remembered.
            end = Fraction(479 * 24, 100)
            told = Told(
                n=24, values=VALUES, total=(end - Fraction(1, 9 + abs(looks)), end + Fraction(3, 25)),
                apart=(23 * Fraction(505, 1000) ** 2, 23 * Fraction(515, 1000) ** 2),
            )  # fmt: skip
            assert follows(told, below=11) != {}


def shown(rows, *, bars=(), edition=0, values=(1, 2, 3, 4, 5)):
    return Published(
        rows=tuple(
            Shown(place=Place(tuple(path.split("/")) if path else ()), measure="m", **one)
            for path, one in rows.items()
        ),
        values={"m": values} if values else {},
        bars=bars,
        edition=edition,
    )


def sentences(*releases):
    return [explain(leak) for leak in answer_leaks(releases, min_cell=11)]


VALUES = (1, 2, 3, 4, 5)
FIXED = {"n": 24, "mean": Fraction(479, 100), "sd": Fraction(51, 100)}


class TestAttacker:
    def test_n_mean_and_spread(self):
        """The oracle's likert_leak: of small groups n, mean and standard deviation fix the histogram."""
        assert sentences(shown({"": FIXED})) == [
            f"the whole's {said} from its number of people, mean, spread and bars: no other way comes to them."
            for said in ("1 answer of 3 follows", "3 answers of 4 follow")
        ]
        assert sentences(shown({"": FIXED}, values=())) == []
        assert sentences(shown({"": {"n": 24, "mean": Fraction(479, 100)}})) == []

    def test_whoever_is_one_of_them_knows_an_answer_more(self):
        """The insider: nobody else can tell these 24 apart, and who gave one of two answers can."""
        row = {"n": 24, "mean": Fraction(358, 100), "sd": Fraction(72, 100)}
        assert sentences(shown({"": row})) == [
            (
                "the whole's 7 answers of 3 follow from its number of people, mean, spread and bars: no other way "
                "comes to them. Whoever is one of them can tell."
            )
        ]
        alone = Told(n=1, values=(1, 2), total=(Fraction(1), Fraction(1)))
        assert follows_inside(alone, below=11) == {}
        barred = Told(
            n=2, values=(1, 2), total=(Fraction(2), Fraction(4)), bars=(((0,), 2), ((1,), 0))
        )
        assert follows_inside(barred, below=11) == {}

    def test_an_interval_tells_the_standard_deviation(self):
        """Half its width is 1.96 standard errors."""
        values = {3: 1, 4: 3, 5: 20}
        found = interval(values, TWO)
        ends = (Fraction(found.low), Fraction(found.high))
        row = {"n": 24, "mean": Fraction(479, 100), "interval": ends}
        both = {**row, "sd": Fraction(sd(values, TWO))}
        assert len(sentences(shown({"": both}))) >= len(sentences(shown({"": row})))

    def test_two_values_and_a_mean_are_a_distribution(self):
        """Of a yes and a no the mean says how many said yes."""
        yes = shown({"": {"n": 50, "mean": Fraction(1, 10)}}, values=(0, 1))
        assert sentences(yes) == [
            (
                "the whole's 5 answers of 1 follow from its number of people, mean, spread and bars: no other way "
                "comes to them."
            )
        ]
        part = shown(
            {"": {"n": 90, "mean": Fraction(46, 100)}, "c": {"n": 50, "mean": Fraction(74, 100)}},
            values=(0, 1),
        )
        assert sentences(part)[0].startswith(
            "4 answers of 1 in a group that no row names follow from what the whole"
        )

    def test_bars_beside_a_mean(self):
        """All of the lower bar gave its higher answer but for one, who can have given only the other."""
        bars = ShownBars(
            scope=(), answers="q", joined=(("1", "2"), ("3",), ("4", "5")),
            ends=((1, 2), (3, 3), (4, 5)), counts=(20, 20, 0), measure="m",
        )  # fmt: skip
        rows = {"": {"n": 40, "mean": Fraction(248, 100)}}
        assert sentences(shown(rows, bars=(bars,))) == [
            (
                "the whole's 1 answer of 1 follows from its number of people, mean, spread and bars: no other way "
                "comes to them."
            )
        ]
        assert sentences(shown(rows)) == []
        assert (
            "do not add up"
            in sentences(shown({"": {"n": 40, "mean": Fraction(4)}}, bars=(bars,)))[0]
        )
        alone = evolve(
            bars, joined=(("1",), ("2",), ("3",)), ends=((1, 1), (2, 2), (3, 3)), counts=(1, 19, 20)
        )
        assert sentences(shown(rows, bars=(alone,))) == []

    def test_the_spread_of_what_is_left(self):
        """Fifteen are left beside c: their spread follows."""
        rows = {
            "": {"n": 55, "mean": Fraction(3), "sd": Fraction(12, 10)},
            "c": {"n": 40, "mean": Fraction(3), "sd": Fraction(13, 10)},
        }
        said = "The spread of 15 people follows from the whole's and from that of its parts, or of a correction."
        assert said in sentences(shown(rows, values=()))
        deeper = {"": rows[""], "c": {"n": 50, "mean": Fraction(3)}, "c/n": rows["c"]}
        assert said in sentences(shown(deeper, values=()))
        later = shown({"": {"n": 70, "mean": Fraction(3), "sd": Fraction(1)}}, edition=1, values=())
        assert sentences(shown({"": rows[""]}, values=()), later) == [said]
        again = shown({"": rows[""]}, edition=1, values=())
        assert sentences(shown({"": rows[""]}, values=()), again) == []
        enough = {"": {**rows[""], "n": 80}, "c": {**rows["c"], "sd": Fraction(12, 10)}}
        assert sentences(shown(enough)) == []
        one_bar = [
            ShownBars(
                scope=scope, answers="q", joined=(("1", "2"), ("3", "4", "5")), ends=((1, 2), (3, 5)),
                counts=counts, measure="m",
            )
            for scope, counts in (((), (30, 50)), (("c",), (15, 25)))
        ]  # fmt: skip
        assert sentences(shown(enough, bars=tuple(one_bar))) == []
        whole = {"": rows[""], "c": {**rows["c"], "n": 55}}
        assert sentences(shown(whole, values=())) == []

    def test_two_releases_are_read_together(self):
        """One release tells the mean, and another the spread of the same people."""
        mean = shown({"": {"n": 24, "mean": Fraction(479, 100)}})
        assert sentences(mean, shown({"": FIXED})) == sentences(shown({"": FIXED}))


class TestValues:
    def test_few_values_are_known_one_by_one(self):
        """What anybody can work out who reads the instrument; of many values none is listed."""
        form = definition(
            choice("q1"), choice("q2"), item("q3", "boolean"), item("n", "integer", minimum=0, maximum=9),
            item("d", "decimal", minimum=0, maximum=9), item("big", "integer", minimum=0, maximum=99),
            {**choice("several"), "type": "choices"},
            scales=tuple(
                {**scale(method, *items, **more), "id": f"s{at}"}
                for at, (method, items, more) in enumerate([
                    ("mean", ("q1",), {}), ("mean", ("q1", "q2"), {}), ("mean", ("q1", "q2", "n"), {}),
                    ("lowest", ("q1", "q2"), {}), ("highest", ("q1", "q3"), {}), ("sum", ("q3", "q1"), {}),
                    ("sum", ("q1", "q2"), {"prorate": "scale_up"}), ("percent_of_max", ("q1",), {}),
                    ("count", ("q1", "several"), {"of": ["a"]}),
                    ("count", ("q1", "q2"), {"of": ["a"], "prorate": "scale_up"}),
                    ("mean", ("d",), {}), ("mean", ("big",), {}), ("mean", ("n",), {"reverse": ["n"]}),
                    ("mean", ("q3", "n"), {"min_answered": "1/2"}),
                    ("mean", ("q1", "q2"), {"min_answered": 2}),
                ])
            ),
        )  # fmt: skip
        instrument = sop_with(form).catalog.instrument("small")
        found = [values_of(instrument, one) for one in instrument.scales]
        halves = (1, Fraction(3, 2), 2, Fraction(5, 2), 3, Fraction(7, 2), 4, Fraction(9, 2), 5)
        assert found == [
            (1, 2, 3, 4, 5), halves, (), (1, 2, 3, 4, 5), (0, 1, 2, 3, 4, 5), (0, 1, 2, 3, 4, 5, 6),
            (), (0, 25, 50, 75, 100), (0, 1, 2), (), (), (), tuple(range(10)), (), halves,
        ]  # fmt: skip

    def test_a_scale_of_very_many_values(self):
        """Twelve items come to more sums than are followed."""
        form = definition(
            *(choice(f"q{at}") for at in range(12)),
            scales=(
                scale(
                    "mean", *(f"q{at}" for at in range(12)), weights={"q0": 7, "q1": 50, "q2": 900}
                ),
            ),
        )
        instrument = sop_with(form).catalog.instrument("small")
        assert values_of(instrument, instrument.scales[0]) == ()


class TestByHand:
    def test_a_median_alone_is_held_to_what_can_be(self):
        """Only what is told is looked at."""
        for only in Spread:
            found = released(counted({"c": MANY, "d": MANY}), asked(spread=(only,)))
            assert check_release(to_document(found.release)) == []

    def test_a_spread_that_cannot_be_is_refused(self):
        """What was changed by hand is no release; and a spread of a few people is not passed on."""
        document = to_document(
            released(counted({"c": MANY, "d": MANY, "e": {2: 6, 3: 7, 4: 8}}), asked()).release
        )
        assert check_release(document) == []
        whole = document["rows"][0]

        def refused(row):
            return {
                one.code
                for one in check_release({**document, "rows": [row, *document["rows"][1:]]})
            }

        wrong = {"release_row"}
        assert refused({**whole, "sd": 2.5}) == wrong
        assert refused({**whole, "median": 6}) == wrong
        assert refused({**whole, "interval": {"low": 3.5, "high": 4}}) == wrong
        assert refused({key: value for key, value in whole.items() if key != "sd"}) == wrong
        assert refused({**whole, "n": None, "mean": None, "withheld": True}) == wrong
        assert "release_small" in refused({**whole, "n": 21})

"""Distributions: which bars a release shows, and what the attackers see in bars that it does not."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import ReleaseRefused, to_document
from sop_core.documents import release_lines, release_of
from sop_core.reporting import (
    Audience,
    Bar,
    BarsOf,
    Distributed,
    DistributionRow,
    Leak,
    Limits,
    Pattern,
    Place,
    PlannedDistribution,
    PlannedInstrument,
    Table,
    attack,
    audit,
    check_plan,
    check_release,
    explain,
    published_of,
)
from sop_core.reporting.attack_bars import bar_leaks
from sop_core.reporting.bars import groups_of_bars, options_of
from sop_core.reporting.cells import Cell, Published, Shown, ShownBars
from sop_core.reporting.releasing_bars import Bars, with_bars
from sop_core.reporting.tabling import Counted
from tests.property.door import sop_with
from tests.unit import _reported as reported
from tests.unit._parts import with_items
from tests.unit._released import INSIDE, group, ledger_of, made, mixed, plan, tally
from tests.unit._small import choice, definition, item, scale

FORM = definition(
    choice("q1"), choice("q2"), item("q3", "boolean"),
    scales=(
        scale("mean", "q1", "q2", bands=[
            {"id": "low", "from": 1, "title": {"en": "Low"}},
            {"id": "high", "from": 3, "title": {"en": "High"}},
        ]),
        scale("lowest", "q1", "q2"),
        {**scale("mean", "q1", reverse=["q1"]), "id": "alone"},
    ),
    respondent_role="staff",
)  # fmt: skip
STAFF = sop_with(FORM).catalog.instrument("small")
Q1 = PlannedDistribution(id="q1")
LOW_HIGH = PlannedDistribution(id="mean", kind=BarsOf.SCALE)


def people(*codes: int, values=None):
    """A group that gave the codes a to e of q1, worth 1 to 5, so often, with mixed scores."""
    n = sum(codes)
    one = group(values or mixed(n))
    return with_items(one, q1=dict(zip("abcde", codes, strict=True)))


def counted(groups, **more):
    return tally(groups, instrument=STAFF, **more)


def asked(*several, **more):
    instrument = PlannedInstrument(id="small", version="1.0.0")
    return plan(instrument=instrument, distributions=several, **more)


def released(counts, wanted, **more):
    return made(counts, wanted, instrument=STAFF, **more)


def bars(found, id_="q1"):
    return {
        "/".join(row.scope): row.bars
        for row in found.release.distributions
        if row.distribution == id_
    }


def codes(call, *args, **more):
    with pytest.raises(ReleaseRefused) as refused:
        call(*args, **more)
    assert all(issue.message and issue.fix for issue in refused.value.issues)
    return [issue.code for issue in refused.value.issues]


ONE = {"levels": ("county",)}


class TestBars:
    def test_neighbours_are_joined_by_a_stated_rule(self):
        """C-22: with 11 to 50 answers nearly every option has fewer than 11."""

        def rule(*options):
            return groups_of_bars(Q1, options)

        assert rule("1", "2", "3", "4", "5") == (("1", "2"), ("3",), ("4", "5"))
        assert rule("1", "2", "3", "4") == (("1", "2"), ("3", "4"))
        assert rule(*"1234567") == (("1", "2", "3"), ("4",), ("5", "6", "7"))
        assert rule("1", "2", "3") == (("1",), ("2",), ("3",))
        assert rule("no", "yes") == (("no",), ("yes",))
        assert options_of(PlannedDistribution(id="q3"), STAFF) == ("false", "true")
        assert options_of(LOW_HIGH, STAFF) == ("low", "high")

    def test_a_distribution_is_shown_whole_or_not_at_all(self):
        """Rule 4, C-22: every bar that is not zero has min_cell, zeros are shown, and the reason is private."""
        counts = counted({"c": people(0, 0, 12, 13, 0), "d": people(9, 3, 14, 15, 0)}, **ONE)
        found = released(counts, asked(Q1, **ONE))
        assert bars(found) == {"": (12, 26, 28), "c": (0, 12, 13), "d": (12, 14, 15)}
        few = counted({"c": people(0, 0, 12, 13, 0), "d": people(9, 1, 14, 15, 0)}, **ONE)
        found = released(few, asked(Q1, **ONE))
        assert bars(found) == {"": None, "c": None, "d": None}
        assert found.bar_reasons[("q1", ("d",))] == "small"
        document = to_document(found.release)
        assert document["distributions"][2] == {
            "scope": ["d"], "distribution": "q1", "n": None, "bars": None, "withheld": True,
        }  # fmt: skip

    def test_what_remains_of_a_scope_keeps_the_rule_too(self):
        """DESIGN 7: the whole less its shown parts is a group; alone it follows, and few it may not be."""
        groups = {
            "c": people(0, 14, 12, 13, 0), "d": people(6, 6, 15, 14, 0), "e": people(4, 1, 22, 12, 0),
        }  # fmt: skip
        found = released(counted(groups, **ONE), asked(Q1, **ONE))
        assert bars(found) == {"": (31, 49, 39), "c": None, "d": (12, 15, 14), "e": None}
        assert found.bar_reasons[("q1", ("c",))] == "protects"

    def test_a_scope_that_is_withheld_has_no_distribution(self):
        """D2: a statistic stands and falls with its cell."""
        groups = {"c": people(0, 20, 20, 20, 0, values={3: 60}), "d": people(0, 30, 30, 30, 0)}
        found = released(counted(groups, **ONE), asked(Q1, **ONE))
        assert {row.scope for row in found.release.rows if row.withheld} == {("c",), ("d",)}
        assert bars(found) == {"": (50, 50, 50), "c": None, "d": None}

    def test_everybody_in_one_bar_is_withheld(self):
        """Rule 4: all who answered chose one of two neighbours, and that is known of each."""
        found = released(counted({"": people(0, 0, 0, 13, 15)}, levels=()), asked(Q1, levels=()))
        assert bars(found) == {"": None}

    def test_the_levels_of_a_scale(self):
        """A scale's bands are bars: of the rounded values, as the instrument has them."""
        counts = counted({"": people(9, 9, 9, 9, 9, values={2: 20, 3: 12, 4: 13})}, levels=())
        found = released(counts, asked(LOW_HIGH, levels=()))
        assert bars(found, "mean") == {"": (20, 25)}
        head = to_document(found.release)["distributed"]
        assert head == [
            {"id": "mean", "kind": "scale", "measure": "mean", "bars": [
                {"of": ["low"], "low": 1, "high": 3}, {"of": ["high"], "low": 3, "high": 5},
            ]},
        ]  # fmt: skip

    def test_a_plan_may_say_how_bars_are_joined(self):
        """Collapsing is data: other neighbours, a yes and no; of a reversed item as its scale counts it."""
        own = PlannedDistribution(id="q1", bars=(("a", "b", "c"), ("d", "e")))
        counts = counted({"": people(5, 6, 7, 8, 9)}, levels=())
        assert bars(released(counts, asked(own, levels=()))) == {"": (18, 17)}
        reversed_ = released(
            counts_with_alone(counts), asked(own, levels=(), measures=("mean", "alone"))
        )
        head = to_document(reversed_.release)["distributed"][0]
        assert head["measure"] == "alone"
        assert [(bar["low"], bar["high"]) for bar in head["bars"]] == [(3, 5), (1, 2)]
        yes = with_items(group(mixed(30)), q3={"true": 17, "false": 13})
        found = released(
            counted({"": yes}, levels=()), asked(PlannedDistribution(id="q3"), levels=())
        )
        assert bars(found, "q3") == {"": (13, 17)}

    def test_a_release_with_bars_comes_back_as_it_was(self):
        """DESIGN 3: as one document and in lines."""
        found = released(counted({"c": people(0, 0, 12, 13, 0)}, **ONE), asked(Q1, **ONE)).release
        assert release_of(to_document(found)) == found
        lines = list(release_lines(found))
        assert release_of(b"".join(lines)) == found
        assert audit([found]) == ()


def counts_with_alone(counts):
    """The tally, with the scale of q1 alone: six less the code."""
    batch = counts.batches["b"]
    key, one = next(iter(batch.groups.items()))
    scales = {**one.scales, "alone": group({5: 5, 4: 6, 3: 7, 2: 8, 1: 9}).scales["mean"]}
    return evolve(counts, batches={"b": evolve(batch, groups={key: evolve(one, scales=scales)})})


THREE = {
    "c": people(0, 14, 12, 13, 0),
    "d": people(6, 6, 15, 14, 0),
    "e": people(4, 1, 22, 12, 0),
}


def counted_of(scopes):
    """The places of some scopes, as a release lists them."""
    return Counted(
        table=Table(groups={}), places=tuple(Place(scope) for scope in scopes),
        scales={}, measures=(),
    )  # fmt: skip


class TestSeveralReleases:
    def test_a_later_release_shows_no_bars_that_give_the_first_ones_away(self):
        """Rule 6: the union of all bars stands against the attackers."""
        counts = counted(THREE, **ONE)
        first = released(counts, asked(Q1, id_="first", levels=()))
        second = released(counts, asked(Q1, id_="second", **ONE), ledger=ledger_of(first))
        assert bars(first) == {"": (31, 49, 39)}
        both = [one for found in (first, second) for one in published_of(found.release)]
        assert attack(both, min_cell=11).leaks == ()
        again = released(counts, asked(Q1, id_="second", **ONE), ledger=ledger_of(first, second))
        assert again.again
        assert again.release == second.release

    def test_what_is_inside_is_tried_beside_what_is_public(self):
        """Rule 6: who is inside reads both."""
        counts = counted(THREE, **ONE)
        first = released(counts, asked(Q1, id_="first", **ONE))
        inside = released(
            counts,
            asked(Q1, id_="inside", **ONE, audience=Audience.INTERNAL),
            ledger=ledger_of(first),
        )
        both = [one for found in (first, inside) for one in published_of(found.release)]
        assert attack(both, min_cell=11).leaks == ()

    def test_a_bar_joins_what_it_joined_before(self):
        """Who has 1 to 2 and 1 to 3 knows how many gave 3."""
        counts = counted(THREE, **ONE)
        first = released(counts, asked(Q1, id_="first", **ONE))
        other = PlannedDistribution(id="q1", bars=(("a", "b", "c"), ("d", "e")))
        found = codes(released, counts, asked(other, id_="b", **ONE), ledger=ledger_of(first))
        assert found == ["release_other_bars"]

    def test_a_correction_changes_no_bar_by_a_few(self):
        """Rule 5: twelve people came, four of them in one bar."""
        before = counted({"": people(20, 0, 20, 20, 0)}, levels=())
        first = released(before, asked(Q1, id_="first", levels=()))
        more = {"levels": (), "id_": "second"}
        few = counted({"": people(24, 0, 28, 20, 0)}, levels=())
        found = codes(released, few, asked(Q1, **more), ledger=ledger_of(first), before=before)
        assert found == ["correction_hides"]
        enough = counted({"": people(31, 0, 31, 31, 0)}, levels=())
        second = released(enough, asked(Q1, **more), ledger=ledger_of(first), before=before)
        assert second.release.edition == 1
        assert bars(second) == {"": (31, 31, 31)}

    def test_the_bands_of_a_scale_are_corrected_like_its_rows(self):
        """Rule 5: of a scale's bands, and of people without a score."""
        was = people(20, 0, 20, 20, 0, values={2: 30, 3: 15, 4: 15, None: 2})
        before = counted({"": was}, levels=())
        first = released(before, asked(LOW_HIGH, id_="first", levels=()))
        assert bars(first, "mean") == {"": (30, 30)}
        many = people(20, 0, 20, 20, 0, values={2: 41, 3: 15, 4: 26, None: 2})
        second = released(
            counted({"": many}, levels=()), asked(LOW_HIGH, id_="second", levels=()),
            ledger=ledger_of(first), before=before,
        )  # fmt: skip
        assert bars(second, "mean") == {"": (41, 41)}

    def test_what_was_shown_under_a_lower_minimum_is_withheld_now(self):
        """Rule 6: the bars of six that readers have are no reason to show six again."""
        counts = counted({"": people(6, 0, 20, 20, 0)}, levels=())
        wanted = asked(Q1, id_="first", levels=(), audience=Audience.INTERNAL)
        first = released(counts, wanted, policy=INSIDE)
        assert bars(first) == {"": (6, 20, 20)}
        second = released(counts, evolve(wanted, id="second"), ledger=ledger_of(first))
        assert bars(second) == {"": None}

    def test_where_bars_leak_and_none_can_be_withheld_nothing_is_released(self):
        """An attacker who always succeeds: everything is withheld in its turn, and then it is refused."""
        found = released(counted(THREE, **ONE), asked(Q1, **ONE))
        one = Distributed(
            id="q1", kind=BarsOf.ITEM,
            bars=(Bar(of=("a",), low=1, high=1), Bar(of=("b",), low=2, high=2)),
        )  # fmt: skip
        counts = {"q1": {(): (40, 40), ("c",): (20, 20), ("d",): (20, 20)}}
        table = counted_of(counts["q1"])
        several = Bars(
            asked=(one,), counts=counts, counted=table, rows=Pattern(withheld={}), limits=Limits(),
            shown=frozenset(), hidden=frozenset(),
        )  # fmt: skip
        leak = Leak(attacker="outsider", kind="bar", cell=Cell(Place(("c",)), "q1"), least=3)
        tried = []

        def attacks(made):
            tried.append([row.bars for row in made.distributions])
            return [leak]

        whole, issues = with_bars(found.release, several, attacks, [])
        assert [issue.code for issue in issues] == ["release_leaks"]
        assert whole.release == found.release
        assert tried[0] == [(40, 40), (20, 20), (20, 20)]
        assert tried[-1] == [None, None, None]
        shown_before = evolve(
            several, shown=frozenset({("q1", ("c",)), ("q1", ("d",)), ("q1", ())})
        )
        assert with_bars(found.release, shown_before, attacks, [])[1] != []
        once = iter([[leak], [], [], []])
        fine, issues = with_bars(found.release, several, lambda made: next(once), [])
        assert issues == []
        assert [row.bars for row in fine.release.distributions] == [(40, 40), (20, 20), (20, 20)]

    def test_answers_that_changed_under_equal_scores_are_a_correction(self):
        """Rule 5: the scores are the same, and a few answers of an item are others."""
        before = counted({"": people(20, 0, 20, 20, 0)}, levels=())
        first = released(before, asked(Q1, id_="first", levels=()))
        now = counted({"": people(18, 0, 22, 20, 0)}, levels=())
        found = codes(
            released,
            now,
            asked(Q1, id_="second", levels=()),
            ledger=ledger_of(first),
            before=before,
        )
        assert found == ["correction_small"]


# ------------------------------------------------------------------------ the attackers, on bars by hand


def told(*releases, min_cell=11):
    return [explain(leak) for leak in bar_leaks(releases, min_cell=min_cell)]


def shown(edition=0, joined=(("1", "2"), ("3",), ("4", "5")), sizes=None, **scopes):
    ends = tuple((int(one[0]), int(one[-1])) for one in joined)
    return Published(
        rows=tuple(
            Shown(place=Place(path(name)), measure="alone", n=n) for name, n in (sizes or {}).items()
        ),
        edition=edition,
        bars=tuple(
            ShownBars(
                scope=path(name), answers="q1", joined=joined, ends=ends, counts=counts,
                measure="alone",
            )
            for name, counts in scopes.items()
        ),
    )  # fmt: skip


def path(name):
    return () if name == "whole" else tuple(name.split("_"))


class TestAttackers:
    def test_few_in_a_bar(self):
        """Rule 1 of a bar; and everybody in one bar."""
        assert told(shown(whole=(20, 3, 20))) == [
            "the whole's 3 answers of 3 follow from the bars and numbers shown."
        ]
        assert told(shown(whole=(0, 0, 20))) == [
            (
                "the whole's answers are all alike: only one answer can have been given there. "
                "Whoever is one of them can tell."
            )
        ]
        assert told(shown(whole=(20, 0, 20))) == []

    def test_nobody_is_left_and_so_a_withheld_scope_is_what_it_shows(self):
        """D1: all of the whole is in b, and all of b is in the part of it that is shown."""
        inside = {"a": (0, 0, 0), "b": None, "b_x": None, "b_y": (20, 20, 20)}
        (found,) = bar_leaks([shown(whole=(20, 20, 20), **inside)], min_cell=11)
        assert (found.kind, found.cell.place.scope) == ("distribution", ("b",))
        nobody = {"a": (20, 20, 20), "b": None, "b_x": None, "b_y": (0, 0, 0)}
        assert told(shown(whole=(20, 20, 20), **nobody)) == []
        deeper = {"b": None, "b_x": None, "b_x_u": (20, 20, 20)}
        found = [
            leak.cell.place.scope
            for leak in bar_leaks([shown(whole=(20, 20, 20), **deeper)], min_cell=11)
        ]
        assert ("b", "x") in found

    def test_the_whole_less_the_parts_that_are_shown(self):
        """What is left is a group: few in a bar, all alike but for one, or a withheld scope."""
        two = {"b": None, "c": None}
        assert told(shown(whole=(40, 40, 40), a=(20, 20, 20), **two)) == []
        assert told(shown(whole=(40, 40, 40), a=(20, 20, 37), **two)) == [
            (
                "3 answers of 4 or 5 in a group that no row names follow from the whole's bars minus "
                "those of its parts that are shown."
            )
        ]
        assert told(shown(whole=(40, 40, 40), a=(40, 20, 40), **two)) == [
            (
                "Whoever is left of the whole beside its parts whose bars are shown answered alike, all or "
                "all but one: the bars say what. Whoever is one of them can tell."
            )
        ]
        but_one = told(shown(whole=(40, 40, 40), a=(39, 20, 40), **two))
        assert [said[:8] for said in but_one] == ["1 answer", "Whoever "]
        alone = ["b's withheld distribution follows from the bars shown round it or below it."]
        assert told(shown(whole=(40, 40, 40), a=(20, 20, 20), b=None)) == alone
        nobody = {"c": 0}
        assert told(shown(whole=(40, 40, 40), a=(20, 20, 20), **two, sizes=nobody)) == alone
        assert told(shown(whole=(40, 40, 40), a=(20, 20, 20), b=(20, 20, 20))) == []

    def test_a_withheld_scope_comes_apart(self):
        """What is left is of the smallest scopes; a middle one that holds all of it follows too."""
        found = told(shown(whole=(40, 40, 40), a=(20, 20, 20), b=None, b_x=None, b_y=None))
        assert found == [
            "b's withheld distribution follows from the bars shown round it or below it."
        ]
        below = told(shown(b=None, b_x=(20, 20, 20), b_y=(20, 0, 20)))
        assert below == found
        assert told(shown(whole=(60, 60, 60), b=None, b_x=(20, 20, 20), b_y=None, c=None)) == []

    def test_what_does_not_add_up(self):
        """An infeasible system is a leak, never a pass."""
        odd = [
            "The numbers shown around the whole do not add up, so that nothing about them can be called safe."
        ]
        assert told(shown(whole=(20, 20, 20), a=(20, 30, 0), b=None)) == odd
        assert told(shown(whole=(40, 20, 20), a=(20, 20, 20))) == odd
        assert told(shown(whole=(20, 20, 20), a=None, b=None, sizes={"a": 70})) == [
            odd[0].replace("the whole", "a")
        ]
        two = told(shown(whole=(20, 20, 20)), shown(whole=(20, 21, 20)))
        assert two == [
            "Two releases show different numbers for the whole: their difference says who came or went."
        ]
        assert told(shown(whole=(20, 20, 20), sizes={"whole": 61})) == two

    def test_bars_that_join_answers_in_two_ways(self):
        """Two distributions of the same people: what one joins the other tells apart."""
        other = (("1",), ("2", "3"), ("4", "5"))
        assert told(shown(whole=(20, 20, 20)), shown(whole=(16, 24, 20), joined=other)) == [
            "the whole's 4 answers of 2 follow from the bars and numbers shown."
        ]
        assert told(shown(whole=(40, 20, 20)), shown(whole=(20, 40, 20), joined=other)) == []
        assert "do not add up" in told(
            shown(whole=(40, 20, 20)), shown(whole=(20, 40, 21), joined=other)
        )[0]  # fmt: skip
        assert told(shown(whole=(40, 20, 20)), shown(a=(20, 40, 20), joined=other)) == []

    def test_before_and_after_a_correction(self):
        """Rule 5: the bars of whoever came are a distribution too."""
        assert told(shown(whole=(20, 20, 20)), shown(edition=1, whole=(20, 20, 36))) == [
            (
                "16 answers of 4 or 5 follow from the whole before and after a correction: only whoever "
                "came, went or changed can have given them."
            )
        ]
        assert len(told(shown(whole=(20, 20, 20)), shown(edition=1, whole=(20, 23, 36)))) == 1
        assert told(shown(whole=(20, 20, 20)), shown(edition=1, whole=(20, 31, 36))) == []
        other = (("1", "2", "3"), ("4", "5"))
        assert told(shown(whole=(20, 20, 20)), shown(edition=1, joined=other, whole=(50, 20))) == []
        assert told(shown(whole=(20, 20, 20)), shown(edition=1, a=(20, 31, 36))) == []


class TestPlans:
    def test_what_a_plan_may_not_say_of_distributions(self):
        """DESIGN 6: every fault, each with what would be right."""
        document = {
            **to_document(plan()),
            "distributions": [{"id": "q1"}, {"id": "q1", "bars": [["1", "2"], ["2", "3"]]}],
        }
        assert [(one.code, one.path) for one in check_plan(document)] == [
            ("plan_twice", "$.distributions[1].id"), ("plan_bars", "$.distributions[1].bars"),
        ]  # fmt: skip

    def test_what_has_no_bars_is_refused(self):
        """Of an item that is no single choice, a scale without bands, bars that are no neighbours, or no counts."""
        counts = counted({"": people(20, 20, 20, 20, 20)}, levels=())

        def refused(*several):
            return codes(released, counts, asked(*several, levels=()))

        nothing = PlannedDistribution(id="q9")
        bandless = PlannedDistribution(id="lowest", kind=BarsOf.SCALE)
        unknown = PlannedDistribution(id="q9", kind=BarsOf.SCALE)
        assert refused(nothing, bandless, unknown) == ["plan_distribution"] * 3
        apart = PlannedDistribution(id="q1", bars=(("a", "e"), ("b", "c", "d")))
        assert refused(apart) == ["plan_bars"]
        assert refused(PlannedDistribution(id="q2")) == ["release_measure_uncounted"]

    def test_an_item_named_like_a_scale_has_no_distribution(self):
        """The two could not be told apart in a release."""
        form = definition(choice("q1"), scales=({**scale("mean", "q1"), "id": "q1"},))
        instrument = sop_with(form).catalog.instrument("small")
        one = evolve(people(20, 20, 20, 20, 20), scales={"q1": group(mixed(100)).scales["mean"]})
        counts = tally({"": one}, instrument=instrument, levels=())
        wanted = asked(Q1, levels=(), measures=("q1",))
        assert codes(made, counts, wanted, instrument=instrument) == ["plan_distribution"]

    def test_codes_that_the_instrument_does_not_have_are_refused(self):
        """Unknown is never zero: an answer that is in no bar would be missing from all of them."""
        strange = with_items(group(mixed(30)), q1={"a": 15, "f": 15})
        counts = counted({"": strange}, levels=())
        assert codes(released, counts, asked(Q1, levels=())) == ["release_other_codes"]


class TestByHand:
    def test_a_distribution_that_cannot_be_is_refused(self):
        """What was changed by hand is no release; and no bar of a few people is passed on."""
        wanted = asked(Q1, LOW_HIGH, **ONE)
        document = to_document(released(counted(THREE, **ONE), wanted).release)
        assert check_release(document) == []
        rows = document["distributions"]
        at = {(*row["scope"], row["distribution"]): number for number, row in enumerate(rows)}

        def refused(row, **change):
            several = [dict(one) for one in rows]
            several[at[row]] |= change
            return {issue.code for issue in check_release({**document, "distributions": several})}

        wrong, small = {"release_row"}, {"release_small"}
        assert refused(("q1",), scope=["d"]) == wrong
        assert refused(("q1",), scope=["nowhere"]) == wrong
        assert refused(("q1",), distribution="q2") == wrong
        assert refused(("q1",), withheld=True) == wrong
        assert refused(("q1",), bars=None) == wrong
        assert refused(("q1",), bars=[31, 88]) == wrong
        assert refused(("q1",), bars=[31, 48, 39]) == wrong
        assert refused(("q1",), n=114, bars=[11, 64, 39]) == wrong
        assert refused(("d", "q1"), n=41, bars=[8, 19, 14]) == small
        assert refused(("mean",), n=119 + 11, bars=[91, 39]) == wrong
        hidden = [
            dict(row) | {"n": None, "mean": None, "withheld": True} for row in document["rows"]
        ]
        assert {one.code for one in check_release({**document, "rows": hidden})} == wrong
        for change in (
            {"id": "mean"}, {"measure": "other"},
            {"bars": [dict(document["distributed"][0]["bars"][0])] * 3},
        ):  # fmt: skip
            heads = [dict(one) for one in document["distributed"]]
            heads[0] |= change
            assert wrong <= {one.code for one in check_release({**document, "distributed": heads})}


def test_bars_are_read_beside_the_measures_of_one_rounding():
    """Rule 4: an attacker reads each distribution once, where measures of two roundings are read apart."""
    one_release = reported.release({"s": {"": (40, "3")}, "t": {"": (40, "3.5")}})
    one, other = one_release.measures
    bars = (Bar(of=("1",), low=1, high=1), Bar(of=("2",), low=2, high=2))
    asked = [
        Distributed(id=name, kind=BarsOf.ITEM, measure=at, bars=bars)
        for name, at in (("a", None), ("b", "t"))
    ]
    rows = [
        DistributionRow(scope=(), distribution=name, n=40, bars=(20, 20), withheld=False) for name in "ab"
    ]  # fmt: skip
    several = evolve(
        one_release, measures=(one, evolve(other, places=1)), distributed=tuple(asked), distributions=tuple(rows)
    )  # fmt: skip
    assert [
        (part.places, [bar.answers for bar in part.bars]) for part in published_of(several)
    ] == [(2, ["a"]), (1, ["b"])]

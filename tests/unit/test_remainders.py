"""What is left beside what readers have already: a group too, that keeps rules 2 and 4 (DESIGN 7)."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import ReleaseRefused
from sop_core.reporting import Audience, Limits, Place, PlannedGrouping, PlannedInstrument, audit
from sop_core.reporting.plans import PartKind, Subjects
from sop_core.reporting.remainders import People, _sums, bad_rests, open_in, people_of
from sop_core.reporting.tabling import groups_in
from sop_core.types import ScoreStatus
from tests.unit._parts import parted
from tests.unit._released import (
    INSIDE,
    PARENTS,
    STAFF,
    group,
    ledger_of,
    made,
    mixed,
    plan,
    rows,
    tally,
)

LIMITS = {"levels": ("county",)}
#: Two small groups who answered alike, and three others; of `lowest` the one called `e` has eight answers.
FIVE = {
    "c": group({3: 6}, {2: 3, 3: 3}),
    "cc": group({3: 7}, {2: 3, 3: 4}),
    "d": group(mixed(12)),
    "e": group(mixed(16), {2: 4, 4: 4, None: 8}),
    "f": group(mixed(30)),
}


def singling(id_, team):
    """A plan that singles one team out of the whole."""
    grouping = PlannedGrouping(id="team", kind=PartKind.OVERLAPPING, value=team)
    return plan(id_, levels=(), groupings=(grouping,))


def released_and_all(counts):
    """A release of counties, and everybody by county and in one team."""
    release = made(counts, plan(levels=("county",))).release
    team = PlannedGrouping(id="team", kind=PartKind.OVERLAPPING, value="a", level="county")
    asked = plan(levels=("county",), groupings=(team,))
    return release, people_of(asked, STAFF, groups_in(counts, STAFF, "q4"), [release])


class TestBesideOthers:
    def test_what_two_audiences_have_together_leaves_nobody_alike(self):
        """Inside they have seen `e`, and the public is to see `d`: beside both are thirteen people who all said 3."""
        counts = tally(FIVE, levels=("county",))
        inside = made(counts, plan("r1", audience=Audience.INTERNAL, **LIMITS), INSIDE)
        assert {one.scope for one in inside.release.hidden} == {("c",), ("cc",), ("d",)}
        public = made(
            counts, plan("r2", measures=("mean", "lowest"), **LIMITS), ledger=ledger_of(inside)
        )
        assert rows(public)["d"] == (None, None)
        assert rows(public)["f"][0] == 30
        assert audit([inside.release, public.release]) == ()
        # Where nobody inside has seen anything it is shown.
        assert rows(made(counts, plan("r2", measures=("mean", "lowest"), **LIMITS)))["d"][0] == 12

    def test_what_was_shown_already_refuses_all_that_comes_after(self):
        """A ledger in which `d` and `e` were shown both: nothing that is withheld now mends that."""
        counts = tally(FIVE, levels=("county",))
        first = made(counts, plan("r1", **LIMITS))
        numbers = {("d",): made(tally({"": mixed(12)}, levels=()), plan(levels=())).release.rows[0]}
        changed = tuple(
            evolve(numbers[row.scope], scope=row.scope) if row.scope in numbers else row
            for row in first.release.rows
        )
        shown = evolve(first, release=evolve(first.release, rows=changed))
        assert {row.scope for row in changed if not row.withheld} == {(), ("d",), ("e",), ("f",)}
        with pytest.raises(ReleaseRefused) as refused:
            made(counts, plan("r2", levels=()), ledger=ledger_of(shown))
        assert [one.code for one in refused.value.issues] == ["release_remainder"]


class TestRests:
    def test_parts_by_a_partition_leave_a_rest_too(self):
        """A scope less the parts of it that are shown is a group, and so is each part less its narrower scopes."""
        team = PlannedGrouping(id="team", kind=PartKind.PARTITION, level="county")
        case = PlannedGrouping(id="case", kind=PartKind.OVERLAPPING, value="x", level="county")
        asked = plan(levels=("county",), groupings=(team, case))
        parts = {("c", "case=x team=a"): mixed(20), ("c", "team=b"): {4: 12}}
        counts = parted(parts, levels=("county",))
        release = made(counts, plan(levels=("county",))).release
        people = people_of(asked, STAFF, groups_in(counts, STAFF, "q4"), [release])
        part = evolve(release.rows[0], scope=("c",), groups={"team": "a"}, n=20)
        # The same twenty are singled out by another grouping, which leaves the same twelve.
        other = evolve(part, groups={"case": "x"})
        known = [evolve(release, rows=(*release.rows, part, other))]
        assert list(bad_rests(people, known, Limits())) == [
            (Place(("c",)), (Place(("c",), (("case", "x"),)),)),
            (Place(("c",)), (Place(("c",), (("team", "a"),)),)),
        ]
        # Of a scope that nobody was shown nothing is left.
        assert list(bad_rests(people, [evolve(release, rows=(part, other))], Limits())) == []

    @pytest.mark.parametrize(("left", "is_bad"), [(8, True), (12, False)])
    def test_whoever_a_part_leaves_out_is_a_group_beside_scopes_that_it_leaves_out_whole(
        self, left, is_bad
    ):
        """Of 40 people 20 are in a team, and 12 of a county that has nobody in it are among the others: 8 are left."""
        parts = {("c", ""): mixed(12), ("d", "team=a"): mixed(20), ("d", ""): mixed(left)}
        counts = parted(parts, levels=("county",))
        release, people = released_and_all(counts)
        whole, c, _ = release.rows
        inside = {"groups": {"team": "a"}}
        shown = (whole, c, evolve(whole, n=20, **inside), evolve(c, n=0, mean=None, **inside))
        expected = [(Place(()), (Place((), (("team", "a"),)), Place(("c",))))]
        assert list(bad_rests(people, [evolve(release, rows=shown)], Limits())) == (
            expected if is_bad else []
        )
        # Who is not told that nobody of the county is in the team does not know that all of it is among the others.
        assert list(bad_rests(people, [evolve(release, rows=shown[:3])], Limits())) == []

    def test_a_scope_that_a_part_leaves_out_in_part_counts_once(self):
        """Of twenty who are not in a team twelve are of one county, of which the team is told too: eight are left."""
        parts = {
            ("c", "team=a"): mixed(14),
            ("c", ""): mixed(12),
            ("d", "team=a"): mixed(20),
            ("d", ""): mixed(8),
        }
        counts = parted(parts, levels=("county",))
        release, people = released_and_all(counts)
        whole, c, _ = release.rows
        inside = {"groups": {"team": "a"}}
        shown = (whole, c, evolve(whole, n=34, **inside), evolve(c, n=14, **inside))
        found = list(bad_rests(people, [evolve(release, rows=shown)], Limits()))
        assert found == [(Place(()), (Place((), (("team", "a"),)), Place(("c",))))]

    @pytest.mark.parametrize("left", [{2: 1}, {2: 3, 4: 2, 5: 2}, {2: 4, 3: 3, 4: 3}])
    def test_two_values_of_one_grouping_are_two_groups_of_people(self, left):
        """Rule 1: one team and then another is singled out of the whole, and one to ten people are left beside both."""
        counts = parted(
            {("", "team=a"): {2: 12, 3: 2}, ("", "team=b"): {2: 9, 4: 1, 5: 1}, ("", ""): left}, levels=()
        )  # fmt: skip

        first = made(counts, singling("r1", "a"))
        assert [row.n for row in first.release.rows] == [25 + sum(left.values()), 14]
        second = made(counts, singling("r2", "b"), ledger=ledger_of(first))
        assert [row.n for row in second.release.rows if row.groups] == [None]

    @pytest.mark.parametrize(("workers", "shown"), [(6, 30), (8, None)])
    def test_parents_beside_two_values_are_of_enough_workers(self, workers, shown):
        """Rule 2: of twenty workers two parts, singled out one after the other, have some; the others are left."""
        sizes = {("", "team=a"): mixed(30), ("", "team=b"): mixed(30), ("", ""): mixed(30)}
        counts = parted(sizes, levels=(), instrument=PARENTS)

        def of_parents(asked, *teams):
            own = (Subjects(scope=(), n=workers, groups={"team": team}) for team in teams)
            instrument = PlannedInstrument(id="parents", version="1.0.0")
            return evolve(asked, instrument=instrument, subjects=(Subjects(scope=(), n=20), *own))

        first = made(counts, of_parents(singling("r1", "a"), "a"), instrument=PARENTS)
        assert [row.n for row in first.release.rows] == [90, 30]
        asked = of_parents(singling("r2", "b"), "a", "b")
        second = made(counts, asked, instrument=PARENTS, ledger=ledger_of(first))
        assert [row.n for row in second.release.rows] == [90, shown]

    @pytest.mark.parametrize("n", [1, 10, 11])
    def test_an_audit_sees_that_two_singled_out_values_are_apart(self, n):
        """DESIGN 7: two releases by others single out two teams, and between them and the whole are one to ten."""
        counts = parted(
            {("", "team=a"): mixed(14), ("", "team=b"): mixed(30 - n), ("", ""): mixed(n)},
            levels=(),
        )

        # Neither knew of the other.
        two = [made(counts, singling("r1", "a")).release, made(counts, singling("r2", "b")).release]
        assert [audit([one]) for one in two] == [(), ()]
        found = audit(two)
        assert {(one.leak.least, one.leak.most) for one in found} == ({(n, n)} if n < 11 else set())
        assert {one.leak.kind for one in found} <= {"exact", "pinned"}
        assert all(f"{n} answer" in one.sentence or f"{n} people" in one.sentence for one in found)

    def test_beside_two_values_of_one_grouping_enough_may_be_left(self):
        """Rule 1: of eleven who answered differently nobody is given away."""
        counts = parted(
            {("", "team=a"): mixed(14), ("", "team=b"): mixed(12), ("", ""): mixed(11)}, levels=()
        )

        first = made(counts, singling("r1", "a"))
        second = made(counts, singling("r2", "b"), ledger=ledger_of(first))
        assert [row.n for row in second.release.rows] == [37, 12]

    def test_parents_are_left_with_enough_workers(self):
        """Rule 2: beside the shown units are the parents of two workers."""
        sizes = {"c/n/u1": mixed(20), "c/n/u2": mixed(20)}
        subjects = tuple(
            Subjects(scope=scope, n=n)
            for scope, n in (((), 9), (("c",), 9), (("c", "n"), 9), (("c", "n", "u1"), 7), (("c", "n", "u2"), 2))
        )  # fmt: skip
        asked = plan(subjects=subjects)
        groups = groups_in(tally(sizes, instrument=PARENTS), PARENTS, "q4")
        shown = made(tally(sizes)).release
        people = people_of(asked, PARENTS, groups, [shown])
        whole, unit = Place(()), Place(("c", "n", "u1"))
        assert people.workers_beside(whole, [unit]) == 2
        assert people.workers_beside(whole, []) == 9
        assert people.workers_beside(whole, [whole]) == 0
        assert people.workers_beside(Place((), (("team", "a"),)), []) is None
        # Beside parts of several kinds no rule asks.
        several = [unit, Place((), (("team", "a"),))]
        assert people.workers_beside(whole, several) is None
        assert people.workers_beside(whole, several[::-1]) is None
        assert evolve(people, workers=None).workers_beside(whole, [unit]) is None
        known = [
            evolve(shown, rows=tuple(row for row in shown.rows if row.scope != ("c", "n", "u2")))
        ]
        assert (Place(("c", "n")), (unit,)) in list(bad_rests(people, known, Limits()))
        assert list(bad_rests(people, [shown], Limits())) == []

    def test_the_smallest_place_that_is_not_taken_is_withheld(self):
        """A part before the whole of it, unless it is larger; none where all are known."""
        whole, part, other = Place(()), Place(("a",)), Place(("b",))
        sizes = {whole: 40, part: 20, other: 12}
        assert open_in([(whole, (part, other))], sizes, frozenset()) == other
        assert open_in([(whole, (part, other))], sizes, frozenset({other, part})) == whole
        assert open_in([(whole, (part,))], {}, frozenset()) is None


class TestInside:
    def test_a_part_of_what_was_not_shown_leaves_the_whole_that_another_release_shows(self):
        """The whole was shown, and then a part of a county that is withheld: 43 people are left, all but one alike."""
        counts = parted(
            {("c", "case=y"): 30, ("c", "case=x"): {3: 22}, ("d", "case=y"): {3: 20, 4: 1}},
            levels=("county",),
        )
        first = made(counts, plan("r1", levels=())).release
        parts = (PlannedGrouping(id="case", kind=PartKind.PARTITION, level="county"),)
        asked = plan("r2", levels=("county",), groupings=parts)
        people = people_of(asked, STAFF, groups_in(counts, STAFF, "q4"), [first])
        second = made(counts, asked).release
        assert list(bad_rests(people, [first, second], Limits())) == []
        part = Place(("c",), (("case", "y"),))
        number = made(tally({"": mixed(30)}, levels=()), plan(levels=())).release.rows[0]
        shown = tuple(
            evolve(number, scope=row.scope, groups=row.groups) if row.place == part else row
            for row in second.rows
        )
        edited = evolve(second, rows=shown)
        assert list(bad_rests(people, [first, edited], Limits())) == [(Place(), (part,))]

    def sums(self, *known):
        """The sums over these places, as who reads them all can add up."""
        places = sorted(Place(tuple(scope), tuple(groups.items())) for scope, groups in known)
        return {
            (one.total, frozenset(one.parts))
            for one in _sums(places, frozenset(places))
            if one.parts
        }

    def test_parts_of_one_grouping_are_added_up_and_of_another_apart(self):
        """A part by its case and one by its team may be the same people."""
        whole, case, team = ("", {}), ("c", {"case": "x"}), ("d", {"team": "a"})
        one, two = Place(("c",), (("case", "x"),)), Place(("d",), (("team", "a"),))
        assert self.sums(whole, case, team) == {
            (Place(), frozenset({one})),
            (Place(), frozenset({two})),
        }
        # Of a part by its case nobody knows who of its office's team is in it.
        assert self.sums(case, ("ce", {"team": "a"})) == set()

    def test_nobody_is_taken_away_twice(self):
        """A part in a scope that is known is in that scope, and a part of a part in that part."""
        c, x = Place(("c",)), (("case", "x"),)
        known = [
            ("", {}),
            ("c", {}),
            ("c", {"case": "x"}),
            ("d", {"case": "x"}),
            ("de", {"case": "x"}),
        ]
        found = self.sums(*known)
        assert (Place(), frozenset({c, Place(("d",), x)})) in found
        assert (Place(), frozenset({c})) in found
        assert (c, frozenset({Place(("c",), x)})) in found
        assert (Place(("d",), x), frozenset({Place(("d", "e"), x)})) in found
        assert len(found) == 4

    def test_a_scope_beside_parts_is_in_what_they_are_parts_of(self):
        """Another county's people are none of this one's."""
        x = {"case": "x"}
        known = [("c", {}), ("c", x), ("d", {}), ("d", x), ("ce", {}), ("ce", x)]
        found = self.sums(*known)
        c = Place(("c",))
        part, inner = Place(("c",), (("case", "x"),)), Place(("c", "e"))
        assert (c, frozenset({part, inner})) in found
        assert not any(Place(("d",)) in parts for total, parts in found if total == c)


class TestPeople:
    def test_a_value_that_several_outcomes_come_to_is_one(self):
        """Prorated or not; who has none is not among them."""
        some = {
            (ScoreStatus.SCORED, 2): 12,
            (ScoreStatus.PRORATED, 2): 3,
            (ScoreStatus.INSUFFICIENT, None): 4,
        }
        people = People(counts={Place(): {"mean": some}}, ranges={}, workers=None)
        assert people.values(Place(), "mean") == {2: 15}
        assert people.values(Place(("c",)), "mean") == {}

    def test_each_measure_is_known_where_it_was_shown(self):
        """Beside the unit all others said 3 in the lowest, of which nothing was shown."""
        counts = tally({"c": mixed(30), "d": group(mixed(20), {3: 20})}, levels=("county",))
        both = plan(measures=("mean", "lowest"), levels=("county",))
        means = made(counts, plan(levels=("county",))).release
        people = people_of(both, STAFF, groups_in(counts, STAFF, "q4"), [means])
        rows = tuple(row for row in means.rows if row.scope != ("d",))
        assert list(bad_rests(people, [evolve(means, rows=rows)], Limits())) == []
        lowest = tuple(evolve(row, measure="lowest") for row in rows)
        assert list(bad_rests(people, [evolve(means, rows=lowest)], Limits())) == [
            (Place(), (Place(("c",)),))
        ]

    @pytest.mark.parametrize(("n", "is_bad"), [(4, True), (5, False)])
    def test_five_workers_are_enough(self, n, is_bad):
        """Rule 2 for those who are left beside a unit."""
        counts = tally({"c": 30, "d": 20}, instrument=PARENTS, levels=("county",))
        told = {(): 12, ("c",): 12 - n, ("d",): n}
        asked = plan(
            levels=("county",),
            subjects=tuple(Subjects(scope=scope, n=of) for scope, of in told.items()),
        )
        release = made(
            tally({"c": 30, "d": 20}, levels=("county",)), plan(levels=("county",))
        ).release
        people = people_of(asked, PARENTS, groups_in(counts, PARENTS, "q4"), [release])
        rows = tuple(row for row in release.rows if row.scope != ("d",))
        found = list(bad_rests(people, [evolve(release, rows=rows)], Limits()))
        assert found == ([(Place(), (Place(("c",)),))] if is_bad else [])

"""One cycle of an instrument under two scoring digests, and one people by two measures (DESIGN 7, rules 5 and 6)."""

from __future__ import annotations

import pytest
from attrs import evolve

from sop_core import ReleaseRefused
from sop_core.reporting import Place, Published, Shown, attack, audit
from sop_core.reporting.attack_people import PEOPLE, same_people
from sop_core.reporting.scorings import apart
from tests.unit._released import LEVELS, STAFF, group, ledger_of, made, mixed, plan, rows, tally
from tests.unit._scored import OLD, beside, sum_of, under

UNITS = {"c/n/u1": 14, "c/n/u2": 7, "c/n/u3": 12, "c/s/u4": 13, "c/s/u5": 15}
VALUES = {path: mixed(n) for path, n in UNITS.items()}
WAS = tally(UNITS, instrument=OLD)
FIRST = under(OLD, WAS, "first")


def codes(call, *args, **more):
    with pytest.raises(ReleaseRefused) as refused:
        call(*args, **more)
    assert all(issue.message and issue.fix for issue in refused.value.issues)
    return sorted({issue.code for issue in refused.value.issues})


class TestCountedAnew:
    def test_the_same_people_under_another_scoring_are_a_correction(self):
        """Rule 5: what was shown and withheld stays so, and both together give nobody away."""
        second = under(STAFF, tally(UNITS), "second", ledger=ledger_of(FIRST), before=WAS)
        assert second.release.edition == 1
        assert second.release.shown == FIRST.release.shown
        assert second.release.proof.releases == 1
        assert audit([FIRST.release, second.release]) == ()

    def test_it_needs_the_tally_of_then(self):
        """Rule 5: whether somebody came or went is seen by nobody else."""
        ledger = ledger_of(FIRST)
        assert codes(under, STAFF, tally(UNITS), "second", ledger=ledger) == ["release_frozen"]
        other = tally({**UNITS, "c/n/u1": 15}, instrument=OLD)
        again = codes(under, STAFF, tally(UNITS), "second", ledger=ledger, before=other)
        assert again == ["correction_other_tally"]

    def test_a_few_who_answered_the_newer_version_are_not_counted_in(self):
        """The leak that this closes: three more in a unit, and its office less the other units says seven."""
        more = tally({**UNITS, "c/n/u3": 15})
        assert codes(under, STAFF, more, "second", ledger=ledger_of(FIRST), before=WAS) == [
            "correction_small"
        ]
        # As it was: each alone is safe, and each withholds another unit.
        second = under(STAFF, more, "second")
        assert rows(FIRST)["c/n/u1"][0] == 14
        assert rows(second)["c/n/u1"] == (None, None)
        assert rows(second)["c/n/u3"][0] == 15

    def test_a_few_whose_score_is_another_are_not_counted_anew(self):
        """A migration that changes the scores of three is three changed records."""
        values = {**mixed(14), 2: mixed(14)[2] - 3, 5: 3}
        counts = tally({**UNITS, "c/n/u1": values})
        assert codes(under, STAFF, counts, "second", ledger=ledger_of(FIRST), before=WAS) == [
            "correction_small"
        ]

    def test_what_was_shown_is_not_withheld_under_another_scoring(self):
        """Under a measure of any name: what it was, less the rest, would say what it is."""
        alike = group({3: 13, 4: 0}, mixed(13))
        counts = tally({**VALUES, "c/s/u4": alike})
        first = under(
            OLD, tally({**VALUES, "c/s/u4": alike}, instrument=OLD), "first", measures=("lowest",)
        )
        assert rows(first, "lowest")["c/s/u4"][0] == 13
        found = codes(
            under, STAFF, counts, "second", measures=("mean",), ledger=ledger_of(first),
            before=tally({**VALUES, "c/s/u4": alike}, instrument=OLD),
        )  # fmt: skip
        assert found == ["correction_hides"]

    def test_a_correction_of_the_recount_is_held_against_it(self):
        """Rule 5: the next edition, from the newer version's tally."""
        now = tally(UNITS)
        second = under(STAFF, now, "second", ledger=ledger_of(FIRST), before=WAS)
        ledger = ledger_of(FIRST, second)
        third = under(STAFF, now, "third", levels=LEVELS[:2], ledger=ledger)
        assert third.release.edition == 1
        assert audit([FIRST.release, second.release, third.release]) == ()


NEW = {"c/n/u1": mixed(16), "c/n/u2": mixed(12), "c/n/u3": mixed(5), "c/s/u4": mixed(21)}


class TestSideBySide:
    counts = beside(VALUES, NEW)

    def test_others_under_another_version_are_others(self):
        """One tally counts each record once, so that these are not the same people."""
        first = under(OLD, self.counts, "first")
        second = under(STAFF, self.counts, "second", ledger=ledger_of(first))
        assert (first.release.edition, second.release.edition) == (0, 0)
        assert second.release.proof.releases == 0
        assert rows(second) == rows(under(STAFF, self.counts, "alone"))
        assert audit([first.release, second.release]) == ()

    def test_what_was_counted_side_by_side_is_not_counted_together_later(self):
        """The whole less the ones would be the others."""
        first = under(OLD, self.counts, "first")
        second = under(STAFF, self.counts, "second", ledger=ledger_of(first))
        every = tally(sum_of(VALUES, NEW))
        ledger = ledger_of(first, second)
        found = codes(under, STAFF, every, "third", ledger=ledger, before=self.counts)
        assert found == ["release_other_scoring"]

    def test_one_of_them_alone_and_then_all(self):
        """Everybody less those of the older version are the few of the newer one."""
        first = under(OLD, self.counts, "first")
        every = tally(sum_of(VALUES, NEW))
        assert codes(under, STAFF, every, "all", ledger=ledger_of(first), before=self.counts) == [
            "correction_small"
        ]


class TestAudit:
    def test_two_releases_of_the_same_people_are_tried_together(self):
        """Whoever made them: each withholds another unit, every number that both show is the same."""
        second = under(STAFF, tally(UNITS), "second")
        open_ = {("c", "n", "u3"): 12, ("c", "n", "u1"): None}
        swapped = evolve(
            second.release,
            rows=tuple(
                evolve(row, n=open_[row.scope], mean=None, withheld=open_[row.scope] is None)
                if row.scope in open_
                else row
                for row in second.release.rows
            ),
        )
        assert audit([swapped]) == ()
        found = audit([FIRST.release, swapped])
        assert {one.sentence for one in found} == {
            "u2's 7 answers follow from the office's 33 minus the other units' 26."
        }
        assert {one.measure for one in found} == {None}

    def test_editions_of_two_scorings_are_one_story(self):
        """Where each has its own number they correct each other; else they stand side by side."""
        one, other = FIRST.release, under(STAFF, tally(UNITS), "second").release
        assert list(apart([one, evolve(other, edition=1)])) == [""]
        assert len(apart([one, other])) == 2
        assert apart([]) == {}


class TestTheSamePeople:
    def published(self, *several):
        return [
            Published(
                rows=tuple(
                    Shown(place=Place(tuple(path)), measure=measure, n=n)
                    for (path, measure), n in one.items()
                )
            )
            for one in several
        ]

    def test_where_every_number_is_the_same(self):
        """Then what one measure shows and another withholds is shown."""
        made = self.published(
            {("", "a"): 33, ("x", "a"): 14, ("y", "a"): None},
            {("", "b"): 33, ("x", "b"): None, ("z", "b"): 12},
        )
        found = same_people(made)
        assert {(row.place.scope, row.measure, row.n) for row in found.rows} == {
            ((), PEOPLE, 33), (("x",), PEOPLE, 14), (("y",), PEOPLE, None), (("z",), PEOPLE, 12),
        }  # fmt: skip

    def test_where_they_are_not(self):
        """Another number, nobody where somebody is withheld, or all in one measure: it says nothing more."""
        one = {("", "a"): 33, ("x", "a"): 14}
        for other in ({("", "b"): 32}, {("", "b"): 33}, {("x", "b"): None}):
            assert same_people(self.published(one, other)) is None
        zero = self.published({("", "a"): 33, ("x", "a"): 0}, {("x", "b"): None, ("y", "b"): 12})
        assert same_people(zero) is None
        assert same_people([]) is None

    def test_bars_are_no_people(self):
        """A distribution's bars are answers."""
        place = Place((), (("bar", "1"),))
        bars = Published(
            rows=tuple(
                Shown(place=at, measure="a", n=n)
                for at, n in {Place(()): 30, place: 12, Place(("y",)): None}.items()
            ),
            groupings={"bar": "answers"},
        )
        other = self.published({("x", "b"): 12, ("", "b"): 30})
        assert {row.place.scope for row in same_people([bars, *other]).rows} == {(), ("x",), ("y",)}

    def test_one_measure_behind_another(self):
        """Rule 6: the offices by one measure; a unit by another, in an office that is withheld for being alike."""
        counts = tally(
            {
                **VALUES, "c/s/u4": group({3: 13}, mixed(13)), "c/s/u5": group({3: 7}, mixed(7)),
                "c/w/u7": group({2: 9, 3: 11}), "c/w/u8": group({3: 21}, mixed(21)),
            }
        )  # fmt: skip
        first = made(counts, plan("r1", levels=LEVELS[:2], measures=("lowest",)))
        alone = made(counts, plan("r2", measures=("mean",)))
        assert audit([first.release]) == audit([alone.release]) == ()
        assert audit([first.release, alone.release]) != ()
        found = attack([], min_cell=11)
        assert found.holds

"""Laws of noticing: which question a one-sided account brings, and that advice changes nothing."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from sop_core import Situation, Sop, practice, to_document
from sop_core.practice import CODES, Noted, Side
from sop_core.testing import field_records
from sop_core.testing.values import labels
from tests.property.test_case_laws import case_records

SOP = Sop.load(plugins=False)
SIDES = st.sampled_from(Side)


def accounts() -> st.SearchStrategy[list[Noted]]:
    return st.lists(st.builds(Noted, side=SIDES, text=labels(), place=st.just("$.x")), max_size=8)


class TestBalance:
    """D15, S2-37, S4-02."""

    @given(accounts())
    def test_the_question_is_the_one_for_the_side_that_is_missing(self, account):
        """Only worries: strengths. Only strengths: harm. Both: neither. None: the Three Questions."""
        sides = {one.side for one in account} - {Side.OTHER}
        wanted = {
            frozenset({Side.WORRY}): ["only_worries"],
            frozenset({Side.STRENGTH}): ["only_strengths"],
            frozenset(): ["nothing_yet"],
        }.get(frozenset(sides), [])
        assert [one.code for one in practice.notice_balance(account)] == wanted

    @given(accounts(), st.randoms(use_true_random=False))
    def test_the_order_of_an_account_changes_nothing(self, account, chance):
        """Whatever was written first."""
        other = list(account)
        chance.shuffle(other)
        assert practice.notice_balance(other) == practice.notice_balance(account)

    @given(accounts())
    def test_what_is_missing_silences_it(self, account):
        """Once both sides are there, nothing is said of balance."""
        both = [*account, Noted(side=Side.WORRY), Noted(side=Side.STRENGTH)]
        assert practice.notice_balance(both) == ()

    @given(accounts())
    def test_a_word_for_a_child_silences_the_question_of_impact(self, account):
        """S2-40: in any of the worries."""
        with_child = [*account, Noted(side=Side.WORRY, text="The baby cried.")]
        assert practice.notice_impact(with_child) == ()


class TestAdvice:
    """S2-03: it is advice, and no more."""

    @given(case_records())
    def test_what_is_noticed_changes_no_record_and_repeats_no_word(self, made):
        """The record is the same with and without a situation; a notice holds codes and places alone."""
        document, beside = made
        alone = SOP.accept(document, given=beside)
        here = Situation(screen="contact.note", role="social_worker")
        advised = SOP.accept(document, given=beside, situation=here)
        assert to_document(advised.record) == to_document(alone.record) == document
        found = practice.notices(alone.record, lexicons=SOP.catalog.lexicons("en"))
        assert {one.code for one in found} <= set(CODES)
        said = [one.code for one in advised.advice]
        assert [one for one in said if one != "danger_without_goal"] == [one.code for one in found]
        assert {one.severity for one in SOP.check(document, given=beside)} <= {"advice"}
        assert set(practice.noticed_facts(found)) == {f"noticed.{one.code}" for one in found}  # fmt: skip

    @given(field_records())
    def test_no_check_looks_at_what_it_has_no_business_with(self, document):
        """Who wrote it, for which case, and when, changes nothing: no check is about a person."""
        found = practice.notices(SOP.accept(document).record)
        other = {**document, "writer": "w-2", "case": "c-2", "id": "other", "made_at": "2026-11-21T10:00:00Z"}  # fmt: skip
        other["moves"] = [{**one, "on": "2026-01-01"} for one in document["moves"]]
        assert practice.notices(SOP.accept(json.dumps(other)).record) == found

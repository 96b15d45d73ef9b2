"""Items that add up to a scale, and somebody who left one of them out (DESIGN 7, rule 4)."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from sop_core import ReleaseRefused, Sop

THREE = {"options": [{"code": code, "label": {"en": code}, "value": int(code)} for code in "123"]}
FORM: dict[str, Any] = {
    "$schema": "urn:sop:schema:instrument:1", "id": "x.two", "version": "1", "status": "active",
    "title": {"en": "Two items"}, "source": "sample", "rights": "sample", "respondent_role": "social_worker",
    "response_sets": {"three": THREE},
    "sections": [{"id": "s", "title": {"en": "S"}, "items": [
        {"id": item, "type": "choice", "text": {"en": item}, "response_set": "three"} for item in "ab"]}],
    "scales": [
        {"id": "both", "title": {"en": "Both"}, "items": ["a", "b"], "method": "mean", "min_answered": 1,
         "rounding": {"mode": "half_up", "places": 2}},
        {"id": "one", "title": {"en": "One"}, "items": ["b"], "method": "mean", "min_answered": 1,
         "rounding": {"mode": "half_up", "places": 2}}],
}  # fmt: skip
SOP = Sop.load(plugins=False, definitions=[FORM])


def tally(*, left_out: bool):
    """Thirty-six people, of whom the first may leave item a out."""
    form, records = SOP.form("x.two"), []
    for at in range(36):
        answers = {"a": "123"[at // 3 % 3], "b": "123"[at % 3]}
        if left_out and not at:
            del answers["a"]
        document = form.read(
            answers, id=f"r{at}", cycle="2026-Q4", submitted_at="2026-11-21T09:00:00Z", respondent=f"w{at}", scope=["c"]
        )  # fmt: skip
        records.append(SOP.accept(document).record)
    return SOP.tally(records, batch="b", levels=["county"])


def plan(measures, items, id_="p", **bars):
    return {
        "$schema": "urn:sop:schema:release-plan:1", "id": id_, "cycle": "2026-Q4", "levels": [],
        "instrument": {"id": "x.two", "version": "1"}, "measures": measures, "purpose": "cqi", "audience": "public",
        "distributions": [{"id": item, "kind": "item", **bars} for item in items],
    }  # fmt: skip


def codes(*call, **more):
    with pytest.raises(ReleaseRefused) as refused:
        SOP.release(*call, **more)
    return [issue.code for issue in refused.value.issues]


def test_what_the_answers_of_one_who_left_an_item_out_would_be():
    """2 x 36 x 2.00 is 144; the bars of a come to 71 and those of b to 72: whoever left a out answered 1 to b."""
    assert codes(tally(left_out=True), plan(["both"], "ab")) == ["release_items_add_up"]
    # A scale of one item tells it as well as its bars do.
    assert codes(tally(left_out=True), plan(["both", "one"], "a")) == ["release_items_add_up"]


def test_nothing_follows_where_everybody_answered_or_one_item_is_open():
    """Whoever answered all is in all; of an item that is joined or not told the sum is open."""
    assert SOP.release(tally(left_out=False), plan(["both"], "ab")).release.shown
    assert SOP.release(tally(left_out=True), plan(["both"], "a")).release.shown
    assert SOP.release(tally(left_out=True), plan(["one"], "ab")).release.shown
    joined = plan(["both"], "ab", bars=[["1", "2"], ["3"]])
    assert SOP.release(tally(left_out=True), joined).release.shown


def test_two_releases_together_tell_no_more_than_one():
    """Rule 6: what readers have already is told too."""
    counted = tally(left_out=True)
    first = SOP.release(counted, plan(["both"], "a"))
    assert codes(counted, plan(["both"], "b", "q"), ledger=first.ledger) == ["release_items_add_up"]


def test_of_an_item_that_is_not_counted_any_more_nobody_can_tell():
    """Unknown is never zero: the bars went out, and the tally of the second release holds the scales alone."""
    counted = tally(left_out=False)
    first = SOP.release(counted, plan(["one"], "ab"))
    with_items = SOP.release(counted, plan(["both"], "", "q"), ledger=first.ledger)
    assert with_items.release.shown
    bare = evolve(counted, batches={id_: _bare(one) for id_, one in counted.batches.items()})
    found = codes(bare, plan(["both"], "", "q"), ledger=first.ledger, before=counted)
    assert found == ["release_items_add_up"]


def _bare(batch):
    """A batch without its items."""
    return evolve(
        batch, groups={key: evolve(group, items={}) for key, group in batch.groups.items()}
    )

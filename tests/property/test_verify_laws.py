"""A stored score is recomputed, never believed."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sop_core import to_document, to_json
from sop_core.errors import json_path
from tests.property.door import SCORED, sittings

pytestmark = pytest.mark.law

COUNTS = ("n_items", "n_answered", "n_not_applicable", "n_declined", "n_dont_know", "n_not_answered", "n_not_asked")  # fmt: skip
STATUSES = ("scored", "prorated", "insufficient", "not_applicable")


@given(sittings(**SCORED))
def test_every_accepted_score_verifies(sitting):
    """DESIGN 4: as values, documents or JSON, with the submitted record or the accepted one."""
    receipt = sitting.sop.accept(sitting.record)
    for score in (receipt.score, to_document(receipt.score), to_json(receipt.score)):
        for record in (receipt.record, sitting.record, to_json(receipt.record).encode()):
            assert sitting.sop.verify(score, record).ok


@given(sittings(**SCORED), st.data())
def test_every_change_of_one_field_is_named(sitting, data):
    """DESIGN 4: whichever field of a stored score differs, verify names that field and no other."""
    stored = to_document(sitting.sop.accept(sitting.record).score)
    assume(stored["scales"])
    name = data.draw(st.sampled_from(sorted(stored["scales"])))
    scale = stored["scales"][name]
    field = data.draw(st.sampled_from([*scale]))
    changed = deepcopy(stored)
    if field in COUNTS:
        new = scale[field] + 1
    elif field == "status":
        new = data.draw(st.sampled_from([one for one in STATUSES if one != scale["status"]]))
    elif field == "band":
        new = "surely.new"
    elif field == "exact":
        new = "997/7"
    else:
        new = data.draw(st.sampled_from((None, 10**9, Decimal("0.123456789"))))
        assume(new != scale["value"])
    changed["scales"][name][field] = new
    found = sitting.sop.verify(changed, sitting.record)
    assert not found.ok
    assert [one.path for one in found.differences] == [json_path("scales", name, field)]


@given(sittings(**SCORED), st.data())
def test_another_record_or_instrument_is_named(sitting, data):
    """A score of another record, version or digest, one scale less and one more are each named."""
    stored = to_document(sitting.sop.accept(sitting.record).score)
    other = "sha256:" + "0" * 64
    key, value = data.draw(
        st.sampled_from(
            (("version", "98"), ("digest", other), ("scoring", other), ("id", "surely.new"))
        )
    )
    changed = deepcopy(stored)
    changed["instrument"][key] = value
    changed["administration"] = "surely.new"
    paths = [one.path for one in sitting.sop.verify(changed, sitting.record).differences]
    assert paths == ["$.administration", f"$.instrument.{key}"]
    assume(stored["scales"])
    name = data.draw(st.sampled_from(sorted(stored["scales"])))
    less, more = deepcopy(stored), deepcopy(stored)
    del less["scales"][name]
    more["scales"]["surely.new"] = more["scales"][name]
    assert [one.path for one in sitting.sop.verify(less, sitting.record).differences] == [
        json_path("scales", name)
    ]
    assert [one.path for one in sitting.sop.verify(more, sitting.record).differences] == [
        "$.scales['surely.new']"
    ]


@given(sittings(**SCORED))
def test_but_a_score_written_otherwise_is_the_same(sitting):
    """4.0 for 4 is the same number, and no difference: what is compared is values, not writing."""
    stored = to_document(sitting.sop.accept(sitting.record).score)
    for scale in stored["scales"].values():
        if scale["value"] is not None:
            scale["value"] = Decimal(str(scale["value"])) * Decimal("1.000")
    assert sitting.sop.verify(stored, sitting.record).ok


@given(sittings(statuses=("draft",), **SCORED))
def test_a_draft_has_no_score(sitting):
    """A draft is kept and not scored; a score of one is a difference."""
    assert sitting.sop.accept(sitting.record).score is None
    complete = {**sitting.record, "status": "complete"}
    assume(sitting.sop.check(complete) == ())
    stored = sitting.sop.accept(complete).score
    found = sitting.sop.verify(stored, sitting.record)
    assert [one.path for one in found.differences] == ["$.scales"]

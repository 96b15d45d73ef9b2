"""HL7's own example of the PHQ-9 states a total of 13 over answers that sum to 10."""

from __future__ import annotations

from decimal import Decimal

from sop_core import Sop, to_document

ITEMS = [f"q{at}" for at in range(1, 10)]
# Nine answers from 0 to 3; 1+2+0+2+1+1+1+1+1 = 10. The example's document says 13.
ANSWERS = dict(zip(ITEMS, "120211111", strict=True))
STATED = 13


def definition() -> dict:
    """Nine items from 0 to 3 and their sum; the items' wording is not ours to ship."""
    return {
        "$schema": "urn:sop:schema:instrument:1", "id": "nine_items", "version": "1",
        "status": "active", "title": {"en": "Nine items"}, "respondent_role": "patient",
        "source": "made up for a test", "rights": "none",
        "response_sets": {"days": {"options": [
            {"code": str(at), "value": at, "label": {"en": str(at)}} for at in range(4)
        ]}},
        "sections": [{"id": "all", "title": {"en": "All"}, "items": [
            {"id": name, "type": "choice", "text": {"en": name}, "response_set": "days",
             "required": True} for name in ITEMS
        ]}],
        "scales": [{"id": "total", "title": {"en": "Total"}, "items": ITEMS, "method": "sum",
                    "min_answered": 9, "rounding": {"mode": "half_up", "places": 0}}],
    }  # fmt: skip


def test_a_stored_total_is_recomputed():
    """A stored 13 over answers that sum to 10 is a difference, named with both numbers."""
    sop = Sop.load(plugins=False, definitions=[definition()])
    receipt = sop.accept(
        {
            "$schema": "urn:sop:schema:administration:1",
            "id": "hl7",
            "instrument": {"id": "nine_items", "version": "1"},
            "status": "complete",
            "respondent": None,
            "subject": None,
            "scope": [],
            "cycle": "once",
            "locale": "en",
            "submitted_at": "2026-11-21T09:00:00Z",
            "answers": ANSWERS,
        }
    )
    assert receipt.score.scales["total"].value == Decimal(10)
    stored = to_document(receipt.score)
    stored["scales"]["total"] |= {"value": STATED, "exact": str(STATED)}
    found = sop.verify(stored, receipt.record)
    assert not found.ok
    assert [str(one) for one in found.differences] == [
        "$.scales.total.value: stated 13, recomputed 10",
        "$.scales.total.exact: stated 13, recomputed 10",
    ]

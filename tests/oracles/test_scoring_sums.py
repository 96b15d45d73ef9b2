"""54 published instruments with 511 worked cases, scored through the public door."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from sop_core import Sop, to_document
from tests.oracles.oracle_files import oracle

RECORD = {
    "$schema": "urn:sop:schema:administration:1", "status": "complete", "respondent": None,
    "subject": None, "scope": [], "cycle": "oracle", "locale": "en",
    "submitted_at": "2026-11-21T09:00:00Z",
}  # fmt: skip


def text(said: str) -> dict[str, str]:
    return {"en": said.strip() or "-"}


def definition(guideline: dict) -> dict:
    """The oracle's instrument as ours: one sum over all items, each of them required."""
    items = guideline["items"]
    return {
        "$schema": "urn:sop:schema:instrument:1", "id": guideline["id"], "version": "1",
        "status": "active", "title": text(guideline["guideline"]), "respondent_role": "clinician",
        "source": "a published instrument", "rights": "see the oracle",
        "response_sets": {
            name: {
                "options": [
                    {"code": code, "value": option["value"], "label": text(option["label"])}
                    for code, option in item["options"].items()
                ]
            }
            for name, item in items.items()
        },
        "sections": [{"id": "all", "title": text("All"), "items": [
            {"id": name, "type": "choice", "text": text(item["text"]), "response_set": name,
             "required": True}
            for name, item in items.items()
        ]}],
        "scales": [{"id": "total", "title": text("Total"), "items": list(items), "method": "sum",
                    "min_answered": "1/1", "rounding": {"mode": "half_up", "places": 0}}],
    }  # fmt: skip


@pytest.fixture(scope="module")
def guidelines():
    # Some of their names are longer than an id may be.
    every = oracle("scoring-sums.json")["guidelines"]
    return [{**one, "id": f"oracle_{at}"} for at, one in enumerate(every)]


@pytest.fixture(scope="module")
def sop(guidelines):
    return Sop.load(plugins=False, definitions=[definition(one) for one in guidelines])


def cases(guidelines):
    for guideline in guidelines:
        for case in guideline["cases"]:
            yield guideline, case


def record(guideline, case, **changed):
    return {
        **RECORD,
        "id": "case",
        "instrument": {"id": guideline["id"], "version": "1"},
        "answers": case["answers"],
        **changed,
    }


def test_every_instrument_is_in_force(sop, guidelines):
    """All 54 definitions are sound: single options, negative and repeated values are legal."""
    assert [str(issue) for one in sop.health().definitions for issue in one.issues] == []
    assert len(guidelines) == 54


def test_every_case_comes_to_its_total(sop, guidelines):
    """C-08: 511 of 511 totals agree exactly."""
    wrong = []
    for guideline, case in cases(guidelines):
        scale = sop.accept(record(guideline, case)).score.scales["total"]
        if (scale.exact, scale.value) != (Fraction(case["total"]), Decimal(str(case["total"]))):
            wrong.append((guideline["guideline"], case["id"], case["total"], scale))
    assert wrong == []
    assert len(list(cases(guidelines))) == 511


def test_a_total_that_is_off_by_one_is_found(sop, guidelines):
    """verify names value and exact of each of the 511 scores that somebody changed by one."""
    for guideline, case in cases(guidelines):
        receipt = sop.accept(record(guideline, case))
        stored = to_document(receipt.score)
        stored["scales"]["total"]["value"] += 1
        found = sop.verify(stored, receipt.record)
        assert [one.path for one in found.differences] == ["$.scales.total.value"]


def test_a_case_without_one_answer_is_refused(sop, guidelines):
    """Required means answered: each case with its first answer taken away is refused by name."""
    for guideline, case in cases(guidelines):
        first, *_ = case["answers"]
        rest = {name: code for name, code in case["answers"].items() if name != first}
        issues = sop.check(record(guideline, {"answers": rest}))
        assert [(issue.code, issue.item) for issue in issues] == [("required", first)]

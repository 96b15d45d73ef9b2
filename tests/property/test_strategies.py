"""The public strategies give what they promise."""

from __future__ import annotations

import builtins
import sys
from copy import deepcopy
from random import Random

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from sop_core.errors import MissingExtra
from sop_core.instruments import Instrument
from sop_core.testing import (
    administrations,
    answers_for,
    instrument_values,
    instruments,
    mutated,
    prompt_sets,
    situations,
)
from tests.property.door import BASE, items_of, sop_with


@given(instruments())
def test_every_instrument_is_sound(definition):
    """No issue is found in a drawn instrument, and it structures."""
    assert [str(issue) for issue in BASE.check(definition)] == []
    assert sop_with(definition).catalog.active_instruments is not None


@given(instrument_values(anonymous=True))
def test_instrument_values_are_instruments(instrument):
    """The same as frozen values, with the same options."""
    assert isinstance(instrument, Instrument)
    assert instrument.anonymous


@given(st.data())
def test_every_administration_is_accepted(data):
    """Draft or complete, anonymous or not: a drawn record of a drawn instrument has no issue."""
    definition = data.draw(instruments())
    record = data.draw(administrations(definition, statuses=("draft", "complete")))
    assert [str(issue) for issue in sop_with(definition).check(record)] == []


@pytest.mark.parametrize("name", ["social_worker_assessment", "parent_guardian_survey"])
@given(data=st.data())
def test_records_of_the_bundled_instruments_are_accepted(name, data):
    """A county tests its adapter with made-up records of the instruments that it uses."""
    definition = BASE.catalog.documents["instrument", name, "1.0.0"]
    record = data.draw(administrations(definition, statuses=["complete"]))
    assert BASE.accept(record).score is not None


@given(prompt_sets(), situations())
def test_every_prompt_set_is_sound_and_every_situation_shown(prompt_set, situation):
    """A drawn set of prompts loads, and a panel can be made of it for a drawn situation."""
    assert [str(issue) for issue in BASE.check(prompt_set)] == []
    assert sop_with(prompt_set).panel(situation).screen == situation.screen


@given(instruments(items=(2, 2), scales=(0, 0)), st.data())
def test_mutated_leaves_the_document_alone(definition, data):
    """A near miss is another document; the one that it was made from is as it was."""
    before = deepcopy(definition)
    data.draw(mutated(definition))
    assert definition == before


@given(
    instruments(
        items=(2, 3),
        scales=(1, 2),
        types=("choice",),
        methods=("sum",),
        locales=("en", "es"),
        anonymous=False,
        show_if=False,
        missing=False,
    )
)
def test_the_options_hold(definition):
    """Numbers, types, methods, locales, anonymity, conditions and reasons are as they were asked for."""
    assert len(items_of(definition)) in (2, 3)
    assert len(definition["scales"]) in (1, 2)
    assert {item["type"] for item in items_of(definition).values()} == {"choice"}
    assert {scale["method"] for scale in definition["scales"]} == {"sum"}
    assert set(definition["title"]) == {"en", "es"}
    assert "anonymous" not in definition
    assert not any("show_if" in item for item in items_of(definition).values())


EVERYTHING = {
    "prorated": lambda s: s.status == "prorated",
    "insufficient": lambda s: s.status == "insufficient",
    "not applicable": lambda s: s.status == "not_applicable",
    "in a band": lambda s: s.band is not None,
    "a fraction": lambda s: s.exact is not None and s.exact.denominator > 1,
    "negative": lambda s: s.value is not None and s.value < 0,
    "not asked": lambda s: s.n_not_asked > 0,
    "declined": lambda s: s.n_declined > 0,
    "not known": lambda s: s.n_dont_know > 0,
}


def comes_up(scores, wanted, seed):
    """Whether a score of a kind is among those that one seed draws; a rare one may want another seed."""
    try:
        found = find(
            scores,
            lambda some: any(map(wanted, some)),
            random=Random(seed),
            settings=settings(max_examples=2_000, deadline=None, phases=[Phase.generate]),
        )
    except NoSuchExample:
        return False
    return bool(found)


@pytest.mark.parametrize("what", EVERYTHING)
def test_everything_comes_up(what):
    """Each status, a band, fractions, negative values and each reason are among what is drawn."""

    @st.composite
    def scores(draw):
        definition = draw(instruments(items=(2, 6), scales=(1, 3)))
        record = draw(administrations(definition, statuses=["complete"]))
        return list(sop_with(definition).accept(record).score.scales.values())

    assert any(comes_up(scores(), EVERYTHING[what], seed) for seed in range(12))


def test_answers_are_those_of_the_definition():
    """answers_for needs nothing but the document; its keys are the items that are asked."""
    definition = BASE.catalog.documents["instrument", "parent_guardian_survey", "1.0.0"]
    answers = find(answers_for(definition), lambda found: len(found) > 3)
    assert set(answers) <= set(items_of(definition))


def test_without_hypothesis_the_extra_is_named(monkeypatch):
    """sop_core.testing without the extra raises MissingExtra, which says what to install."""
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "hypothesis":
            raise ModuleNotFoundError("No module named 'hypothesis'", name="hypothesis")
        return real(name, *args, **kwargs)

    for name in [name for name in sys.modules if name.startswith("sop_core.testing")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"pip install 'sop-core\[testing\]'"):
        __import__("sop_core.testing")

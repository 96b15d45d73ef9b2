"""What the two digests pin, and what they leave free."""

# ruff: noqa: B023  each little function is called at once, before its loop goes on

from __future__ import annotations

from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from sop_core.documents import instrument_of
from sop_core.testing import mutated
from tests.property.door import BASE, SCORED, items_of, refused, sittings, sop_with

pytestmark = pytest.mark.law


def ref_of(definition):
    return instrument_of(definition).ref


def texts_and_order(definition: dict[str, Any], data) -> dict[str, Any]:
    """The definition with all changed that may change: texts, order, names of sets, words of status."""
    changed = deepcopy(definition)
    text = {locale: f"other {locale}" for locale in ("en", "zh")}
    changed |= {
        "title": text, "intro": text, "respondent_role": "another", "source": "another",
        "rights": "another", "version": "99", "status": data.draw(st.sampled_from(("draft", "retired"))),
        "screens": ["somewhere"], "extensions": {"a": 1}, "translations": {"en": "reviewed"},
    }  # fmt: skip
    changed["response_sets"] = {
        f"{name}2": {
            "options": [
                {**option, "label": text} for option in data.draw(st.permutations(each["options"]))
            ]
        }
        for name, each in changed["response_sets"].items()
    }
    items = list(items_of(changed).values())
    for item in items:
        item |= {"text": text, "hint": text, "required": False}
        if "response_set" in item:
            item["response_set"] += "2"
        if "show_if" in item:
            item["show_if"]["in"] = item["show_if"]["in"][::-1]
    changed["sections"] = [
        {"id": f"s{at}", "title": text, "items": [one]} for at, one in enumerate(items)
    ]
    for scale in changed["scales"]:
        scale |= {
            "title": text, "themes": ["t"], "items": data.draw(st.permutations(scale["items"])),
            "reverse": scale.get("reverse", [])[::-1], "prorate": scale.get("prorate", "none"),
            "bands": [{**band, "title": text} for band in scale.get("bands", [])],
        }  # fmt: skip
        if not scale.pop("change", None) and scale["method"] == "percent_of_max":
            scale["change"] = "7/2"
        if scale["method"] in ("mean", "sum", "percent_of_max"):
            scale["weights"] = {**dict.fromkeys(scale["items"], 1), **scale.get("weights", {})}
    changed["scales"] = data.draw(st.permutations(changed["scales"]))
    return changed


def faults_of(document):
    """What keeps a definition from being loaded; advice, such as on a screen's name, does not."""
    return [one for one in BASE.check(document) if one.severity == "error"]


@given(sittings(**SCORED), st.data())
def test_a_change_that_leaves_the_scoring_digest_alone_changes_no_score(sitting, data):
    """DESIGN 2: texts, titles, locales, order, themes, status, version, required, names of sets and sections."""
    other = texts_and_order(sitting.definition, data)
    assert faults_of(other) == []
    assert ref_of(other).scoring == sitting.instrument.ref.scoring
    assert ref_of(other).digest != sitting.instrument.ref.digest
    record = {**sitting.record, "instrument": {"id": other["id"], "version": "99"}}
    assert evolve(sitting, definition=other, record=record).scales == sitting.scales


@given(sittings(**SCORED), st.data())
def test_whatever_is_changed_an_equal_scoring_digest_means_equal_scores(sitting, data):
    """DESIGN 2: of any two sound definitions with one scoring digest, records score alike.

    Condition: both accept the record; what is required may differ.
    """
    other = data.draw(mutated(sitting.definition))
    sound = other.get("$schema") == sitting.definition["$schema"] and not faults_of(other)
    if sound and ref_of(other).scoring == sitting.instrument.ref.scoring:
        record = {**sitting.record, "instrument": {"id": other["id"], "version": other["version"]}}
        if refused(sop_with(other), record) is None:
            assert evolve(sitting, definition=other, record=record).scales == sitting.scales


def decisive(definition: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every way of changing what decides a score, with its name."""
    found: list[tuple[str, dict[str, Any]]] = []

    def change(name: str, how) -> None:
        changed = deepcopy(definition)
        how(changed)
        found.append((name, changed))

    change("id", lambda d: d.update(id=d["id"][:60] + "_2"))
    for at, scale in enumerate(definition["scales"]):

        def of(d, at=at):
            return d["scales"][at]

        change("scale id", lambda d: of(d).update(id="surely.new"))
        change(
            "method", lambda d: of(d).update(method="sum" if scale["method"] != "sum" else "mean")
        )
        change("places", lambda d: of(d)["rounding"].update(places=9))
        mode = "half_even" if scale["rounding"]["mode"] == "half_up" else "half_up"
        change("mode", lambda d: of(d)["rounding"].update(mode=mode))
        change("min_answered", lambda d: of(d).update(min_answered=499))
        share = 1 if isinstance(scale["min_answered"], str) else "1/1"
        change("share", lambda d: of(d).update(min_answered=share))
        prorate = "none" if scale.get("prorate") == "scale_up" else "scale_up"
        change("prorate", lambda d: of(d).update(prorate=prorate))
        first = scale["items"][0]
        turned = [item for item in scale.get("reverse", []) if item != first]
        if len(turned) == len(scale.get("reverse", [])):
            turned.append(first)
        change("reverse", lambda d: of(d).update(reverse=turned))
        change(
            "weight", lambda d: of(d).update(weights={**of(d).get("weights", {}), first: "997/7"})
        )
        change("items", lambda d: of(d)["items"].append("surely.new"))
        change("of", lambda d: of(d).update(of=[*of(d).get("of", []), "surely.new"]))
        change(
            "band",
            lambda d: of(d).update(
                bands=[*of(d).get("bands", []), {"id": "b", "from": 10**9, "title": {}}]
            ),
        )
        for band in range(len(scale.get("bands", []))):
            change("band id", lambda d: of(d)["bands"][band].update(id="surely.new"))
            change("from", lambda d: of(d)["bands"][band].update({"from": "997/7"}))
    for name in items_of(definition):
        change("type", lambda d: items_of(d)[name].update(type="surely"))
        change("item id", lambda d: items_of(d)[name].update(id="surely.new"))
        change(
            "show_if",
            lambda d: items_of(d)[name].update(show_if={"item": "x", "in": ["surely.new"]}),
        )
        if "minimum" in items_of(definition)[name]:
            change("minimum", lambda d: items_of(d)[name].update(minimum="-997/7"))
    used = {item.get("response_set") for item in items_of(definition).values()}
    for name, each in definition["response_sets"].items():
        for at, option in enumerate(each["options"] if name in used else []):

            def one(d, name=name, at=at):
                return d["response_sets"][name]["options"][at]

            change("code", lambda d: one(d).update(code="surely.new"))
            if "value" in option:
                change("value", lambda d: one(d).update(value="997/7"))
            else:
                reason = "declined" if option["missing"] != "declined" else "dont_know"
                change("missing", lambda d: one(d).update(missing=reason))
    return found


@given(sittings(**SCORED))
def test_a_change_of_what_decides_a_score_changes_the_scoring_digest(sitting):
    """DESIGN 2: ids, types, codes, values, reasons, bounds, show_if, and every rule of a scale.

    Condition: the number itself changes, not the way it is written.
    """
    from sop_core.documents import digest_of
    from sop_core.instruments.scoring_digest import scoring_projection

    before = digest_of(scoring_projection(sitting.definition))
    same = [
        name
        for name, changed in decisive(sitting.definition)
        if digest_of(scoring_projection(changed)) == before
    ]
    assert same == []


@given(sittings(**SCORED))
def test_a_number_written_otherwise_is_the_same_number(sitting):
    """DESIGN 2: 2/4 for 1/2, and 4/2 for 2, change the digest of the text and not that of the scoring."""

    def otherwise(written):
        value = Fraction(written)
        forms = [f"{factor * value.numerator}/{factor * value.denominator}" for factor in (2, 3)]
        return next(form for form in forms if form != written)

    changed = deepcopy(sitting.definition)
    for each in changed["response_sets"].values():
        for option in each["options"]:
            if "value" in option:
                option["value"] = otherwise(option["value"])
    assert faults_of(changed) == []
    assert ref_of(changed).scoring == sitting.instrument.ref.scoring
    assert ref_of(changed).digest != sitting.instrument.ref.digest
    assert evolve(sitting, definition=changed).scales == sitting.scales


@given(sittings(items=(1, 3), scales=(0, 1)))
def test_a_status_changes_neither_digest(sitting):
    """DESIGN 2: retiring a definition leaves its records what they were."""
    refs = {
        ref_of({**sitting.definition, "status": status})
        for status in ("draft", "active", "retired")
    }
    assert len(refs) == 1


def test_but_an_equal_text_digest_is_needed_for_equal_texts():
    """Two definitions that score alike may ask quite different things: the scoring digest pins no words."""
    first = deepcopy(
        dict(BASE.catalog.documents["instrument", "social_worker_assessment", "1.0.0"])
    )
    second = deepcopy(first)
    items_of(second)[next(iter(items_of(second)))]["text"]["en"] = "Something else entirely"
    assert ref_of(first).scoring == ref_of(second).scoring
    assert ref_of(first).digest != ref_of(second).digest

"""The bundled instruments hang together, and the sums of their worked cases hold when done again."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest

from tests.unit._content import INSTRUMENTS, PARENT, WORKER, Doc, each_instrument, items

ITEM_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)+")


@each_instrument
def test_items_and_scales_hang_together(doc: Doc) -> None:
    """Ids are unique lower snake case; each scored item is in a scale; a mean is of four or more."""
    ids = [item["id"] for item in items(doc)]
    assert len(set(ids)) == len(ids)
    assert all(ITEM_ID.fullmatch(name) and len(name) <= 40 for name in ids)
    scored = [item["id"] for item in items(doc) if item["type"] not in ("text", "date")]
    assert {name for scale in doc["scales"] for name in scale["items"]} == set(scored)
    for scale in doc["scales"]:
        assert len(scale["items"]) >= 4 or scale["method"] != "mean"
        assert set(scale.get("reverse", [])) <= set(scale["items"])
    for response_set in doc["response_sets"].values():
        assert all(
            ("value" in option) != ("missing" in option) for option in response_set["options"]
        )
    assert len(doc["cases"]) >= 3


BY_ID = {doc["id"]: doc for doc in INSTRUMENTS.values()}


def areas_of(name: str) -> list[tuple[str, int]]:
    """An instrument's scales, each with how many items it has."""
    return [(scale["id"], len(scale["items"])) for scale in BY_ID[name]["scales"]]


def scored_items(name: str) -> int:
    """How many items of an instrument enter a scale."""
    return len({item for scale in BY_ID[name]["scales"] for item in scale["items"]})


def test_the_leader_assessment_covers_its_four_areas() -> None:
    """S0-05, C-03: leadership, the climate of coaching, modelling SOP, data for improvement; 20 items or more."""
    areas = ["leadership_activities", "coaching_climate", "modeling_sop", "data_for_cqi"]
    assert [name for name, _ in areas_of("leader_assessment")] == areas
    assert all(count >= 4 for _, count in areas_of("leader_assessment"))
    assert scored_items("leader_assessment") >= 20
    assert not BY_ID["leader_assessment"].get("anonymous")


def test_the_organizational_assessment_covers_its_five_areas_and_asks_nobodys_name() -> None:
    """S0-05, C-04, C-09: teams, workforce, policy, climate, improvement; any staff member, anonymously."""
    doc = BY_ID["organizational_assessment"]
    areas = [
        "teams_and_structure",
        "workforce_development",
        "policy_and_documentation",
        "culture_and_climate",
        "cqi_use",
    ]
    assert [name for name, _ in areas_of("organizational_assessment")] == areas
    assert all(count >= 4 for _, count in areas_of("organizational_assessment"))
    assert scored_items("organizational_assessment") >= 20
    assert (doc["anonymous"], doc["respondent_role"]) == (True, "staff")


def test_the_snapshot_has_the_three_functions_and_says_whose_it_is() -> None:
    """S0-02: linked teams, leadership activity, agency practices; our own sample, not the state's form."""
    doc = BY_ID["sop_snapshot"]
    functions = ["linked_teams", "leadership_activity", "agency_practices"]
    assert [name for name, _ in areas_of("sop_snapshot")][:3] == functions
    assert {theme for scale in doc["scales"] for theme in scale["themes"]} >= set(functions)
    assert "sample" in doc["title"]["en"]
    assert "sop_core default" in doc["source"]


def test_the_worker_assessment_covers_the_six_practice_areas() -> None:
    """C-02, C-06: six areas of five items or more, five anchors of skill, all required, not anonymous."""
    areas = [
        "foundational",
        "engagement",
        "assessment",
        "teaming",
        "service_planning",
        "transition",
    ]
    assert [scale["id"] for scale in WORKER["scales"]] == areas
    assert all(
        len(scale["items"]) >= 5 and scale["id"] in scale["themes"] for scale in WORKER["scales"]
    )
    assert all(item["required"] for item in items(WORKER) if item["type"] == "choice")
    assert WORKER["respondent_role"] == "social_worker"
    assert not WORKER["anonymous"]
    assert "not the state's instrument" in WORKER["rights"]
    words = json.dumps(WORKER)
    for term in (
        *("Three Questions", "Three Houses", "Safety House", "Safety Circles", "safety map"),
        *("harm statement", "danger statement", "safety goal", "acts of protection"),
        *("complicating factors", "network of support", "impact on the child"),
    ):
        assert term in words, term


def test_the_parent_survey_presses_nobody() -> None:
    """C-05, C-07, C-10: anonymous, nothing required, three ways not to answer, some items turned round."""
    assert PARENT["anonymous"]
    assert not any(item["required"] for item in items(PARENT))
    reasons = {
        o["missing"] for o in PARENT["response_sets"]["agreement5"]["options"] if "missing" in o
    }
    assert reasons == {"not_applicable", "declined", "dont_know"}
    assert len(PARENT["scales"]) == 5
    assert sum(len(scale["items"]) for scale in PARENT["scales"]) >= 20
    assert all(len(scale["reverse"]) == 1 for scale in PARENT["scales"])
    hidden = [item for item in items(PARENT) if "show_if" in item]
    assert [(i["type"], i["show_if"]["in"]) for i in hidden] == [("text", ["1", "2"])]


def scored(doc: Doc, scale: Doc, answers: Doc) -> Doc:
    """DESIGN 3's rule for a mean, written again from the text: status, value, exact value, counts."""
    sets = {name: s["options"] for name, s in doc["response_sets"].items()}
    of_item = {item["id"]: item for item in items(doc)}
    numbers, reasons = [], Counter[str]()
    for name in scale["items"]:
        values = {
            o["code"]: Fraction(o["value"])
            for o in sets[of_item[name]["response_set"]]
            if "value" in o
        }
        answer = answers.get(name, {"missing": "not_answered"})
        if isinstance(answer, dict):
            reasons[answer["missing"]] += 1
            continue
        x = values[answer]
        if name in scale.get("reverse", []):
            x = min(values.values()) + max(values.values()) - x
        numbers.append((x, Fraction(scale.get("weights", {}).get(name, 1))))
    applicable = len(scale["items"]) - reasons["not_applicable"]
    least = scale["min_answered"]
    needed = Fraction(least) * applicable if isinstance(least, str) else Fraction(least)
    out: Doc = {
        "n_items": len(scale["items"]),
        "n_answered": len(numbers),
        "n_not_asked": 0,
        "value": None,
        "exact": None,
    }
    out |= {
        f"n_{r}": reasons[r] for r in ("not_applicable", "declined", "dont_know", "not_answered")
    }
    if not applicable or len(numbers) < needed or not numbers:
        return out | {"status": "insufficient" if applicable else "not_applicable"}
    mean = sum((x * w for x, w in numbers), Fraction()) / sum((w for _, w in numbers), Fraction())
    mode = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}[scale["rounding"]["mode"]]
    with localcontext(prec=60):
        exact = Decimal(mean.numerator) / Decimal(mean.denominator)
        value = exact.quantize(
            Decimal(1).scaleb(-scale["rounding"]["places"]), rounding=mode
        ).normalize()
    return out | {"status": "scored", "value": f"{value:f}", "exact": str(mean)}


def case_faults(doc: Doc, case: Doc) -> list[str]:
    known = {item["id"]: item for item in items(doc)}
    faults = [f"unknown item {name}" for name in case["answers"] if name not in known]
    for item in known.values():
        rule, given = item.get("show_if"), item["id"] in case["answers"]
        if rule and given and case["answers"].get(rule["item"]) not in rule["in"]:
            faults.append(f"{item['id']} is hidden")
        if item["required"] and not given:
            faults.append(f"{item['id']} is required")
    for scale in doc["scales"]:
        want, got = case["expect"].get(scale["id"], {}), scored(doc, scale, case["answers"])
        faults += [
            f"{scale['id']}.{k}: {v!r}, computed {got[k]!r}" for k, v in want.items() if got[k] != v
        ]
    return faults


def evaluated(sum_: str) -> Fraction:
    """The value of a sum as a note writes it: digits, brackets, + - and one division."""
    assert re.fullmatch(r"[-\d()+/]+", sum_)
    return Fraction(eval(re.sub(r"\d+", r"Fraction(\g<0>)", sum_), {"Fraction": Fraction}))


CASES = [
    (d, c)
    for d in INSTRUMENTS.values()
    for c in d["cases"]
    if {s["method"] for s in d["scales"]} == {"mean"}
]


@pytest.mark.parametrize(("doc", "case"), CASES, ids=[f"{d['id']}-{c['id']}" for d, c in CASES])
def test_a_worked_case_comes_out_as_its_note_says(doc: Doc, case: Doc) -> None:
    """Each worked case is a complete record, and its sums hold when done again with fractions."""
    assert case_faults(doc, case) == []
    assert set(case["expect"]) == {scale["id"] for scale in doc["scales"]}
    for expected in case["expect"].values():  # the note shows the sum that leads to each value
        if expected["value"] is not None:
            ends = rf"= (?:{re.escape(expected['value'])}|{expected['exact']})(?![\d/])"
            assert re.search(ends, case["note"]), expected
    for left, right in re.findall(
        r"([-\d()+/]{3,}) = (\d+(?:/\d+)?(?:\.\d+)?)(?!\d|\.\d|\.\.)", case["note"]
    ):
        assert evaluated(left) == Fraction(right), (left, right)


def test_a_wrong_case_is_found() -> None:
    """A wrong sum, a hidden answer, a missing required answer and an unknown item are each named."""
    case = PARENT["cases"][0]
    wrong = case | {"expect": {"heard": {"value": "3.6"}}}  # what it would be without the reversal
    assert case_faults(PARENT, wrong) == ["heard.value: '3.6', computed '4'"]
    hidden = case | {
        "answers": case["answers"] | {"heard_listens_more": "Time", "q99": "1"},
        "expect": {},
    }
    assert case_faults(PARENT, hidden) == ["unknown item q99", "heard_listens_more is hidden"]
    assert "fnd_plain_reason is required" in case_faults(WORKER, {"answers": {}, "expect": {}})

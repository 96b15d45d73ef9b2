"""What a scale must keep, so that its method has a value for whatever is answered (DESIGN 3)."""

from __future__ import annotations

import math
from collections.abc import Iterable

from sop_core.errors import Issue, listed, shown
from sop_core.instruments.definition_rules import CODED, NUMBERS, outline
from sop_core.instruments.exact import read_exact, write_exact
from sop_core.instruments.scale_ranges import OneScale, check_bands, check_change
from sop_core.shapes import Json, check_unique, mapping, objects, strings
from sop_core.types import Exact, ItemType, Method, Prorate

WEIGHTED = (Method.MEAN, Method.SUM, Method.PERCENT_OF_MAX)
PRORATED = (Method.SUM, Method.COUNT)
#: The common denominator of a scale's weights, and of its values, so that `exact` stays bounded.
MOST_DENOMINATOR = 10**12


def _check_members(scale: OneScale) -> list[Issue]:
    every = listed(scale.known.items)
    stated = list(strings(scale.raw.get("items")))
    issues = check_unique(
        [(("scales", scale.index, "items", i), item) for i, item in stated], "scale item"
    )
    for index, item in stated:
        if item not in scale.known.items:
            issues.append(
                scale.issue(
                    "unknown_item",
                    "items",
                    index,
                    message=f"scale {scale.name} names item {shown(item)}, but the items are {every}. A scale can "
                    "use only items that the instrument defines.",
                    fix=f"Add {shown(item)} to a section, or take it out of the scale.",
                )
            )
            continue
        kind = scale.known.items[item].get("type")
        coded = kind in CODED or kind == ItemType.BOOLEAN
        fits = (
            coded
            if scale.method == Method.COUNT
            else kind in (*NUMBERS, ItemType.CHOICE, ItemType.BOOLEAN)
        )
        if kind in list(ItemType) and not fits:
            takes = (
                "choice, choices and boolean"
                if scale.method == Method.COUNT
                else "choice, integer, decimal and boolean"
            )
            issues.append(
                scale.issue(
                    "item_not_for_scale",
                    "items",
                    index,
                    message=f"scale {scale.name} is a {scale.method} and names {shown(item)}, of type {kind}. It "
                    f"takes {takes} items.",
                    fix="Take the item out, or use another method or item type.",
                )
            )
    for key in ("reverse", "weights"):
        raw = scale.raw.get(key)
        stated = list(enumerate(mapping(raw))) if key == "weights" else list(strings(raw))
        members = dict.fromkeys(item for _, item in strings(scale.raw.get("items")))
        issues += [
            scale.issue(
                "unknown_item",
                key,
                item if key == "weights" else index,
                message=f"scale {scale.name} has {shown(item)} under {key}, but not among its items.",
                fix=f"Use the scale's items: {listed(members)}.",
            )
            for index, item in stated
            if item not in members
        ]
    return issues


def _check_method(scale: OneScale) -> list[Issue]:
    issues: list[Issue] = []
    if scale.method not in list(Method):
        return []  # the schema says so, and what the method takes is not known before
    counts = scale.method == Method.COUNT
    for key, allowed in (
        ("weights", scale.method in WEIGHTED),
        ("reverse", not counts),
        ("of", counts),
    ):
        if scale.raw.get(key) and not allowed:
            issues.append(
                scale.issue(
                    "not_for_method",
                    key,
                    message=f"scale {scale.name} is a {scale.method}, which does not take {shown(key)}; it would be "
                    "passed over in silence.",
                    fix=f"Take {key} out, or choose another method.",
                )
            )
    if counts:
        issues += _check_of(scale)
    if scale.method == Method.PERCENT_OF_MAX:
        for index, item in strings(scale.raw.get("items")):
            bounds = (
                scale.known.bounds(scale.known.items[item]) if item in scale.known.items else None
            )
            if bounds and bounds[0] == bounds[1]:
                issues.append(
                    scale.issue(
                        "no_span",
                        "items",
                        index,
                        message=f"scale {scale.name} is a percent_of_max, but {shown(item)} can only have the value "
                        f"{write_exact(bounds[0])}: a share of nothing has no value.",
                        fix="Take the item out, or give it options of different values.",
                    )
                )
    return issues


def _check_of(scale: OneScale) -> list[Issue]:
    if not scale.raw.get("of"):
        return [
            scale.issue(
                "of_missing",
                "of",
                message=f"scale {scale.name} is a count and does not say of what.",
                fix='Add "of": the codes that count.',
            )
        ]
    codes = {code for item in scale.items for code in scale.known.codes(scale.known.items[item])}
    return [
        scale.issue(
            "unknown_code",
            "of",
            index,
            message=f"scale {scale.name} counts {shown(code)}, which none of its items can be answered with.",
            fix=f"Use codes that carry values: {listed(sorted(codes))}.",
        )
        for index, code in strings(scale.raw.get("of"))
        if code not in codes
    ]


def _check_minimum(scale: OneScale) -> list[Issue]:
    raw = scale.raw.get("min_answered")
    value = read_exact(raw)
    n_items = len(list(strings(scale.raw.get("items"))))
    if value is None:
        return []
    if isinstance(raw, str):
        fits, wants = 0 < value <= 1, 'a share above 0 and at most 1, such as "1/2"'
    else:
        fits, wants = 1 <= value <= max(n_items, 1), f"a number of items from 1 to {n_items}"
    if fits:
        return []
    return [
        scale.issue(
            "min_answered_out_of_range",
            "min_answered",
            message=f"scale {scale.name} asks for min_answered {shown(raw)} of {n_items} items. With none answered "
            "there is no value, and more than all can never be answered.",
            fix=f"Write {wants}.",
        )
    ]


def _check_weights(scale: OneScale) -> list[Issue]:
    return [
        scale.issue(
            "weight_not_positive",
            "weights",
            item,
            message=f"scale {scale.name} gives {shown(item)} the weight {shown(raw)}. A weight is positive; an "
            "item that should count the other way is reverse-keyed.",
            fix='Write a positive integer or "p/q", list the item under reverse, or take it out of the scale.',
        )
        for item, raw in mapping(scale.raw.get("weights")).items()
        if (value := read_exact(raw)) is not None and value <= 0
    ]


def _check_fractions(scale: OneScale) -> list[Issue]:
    if scale.method == Method.COUNT:
        return []
    weights = [read_exact(raw) for raw in mapping(scale.raw.get("weights")).values()]
    values = [
        value for item in scale.items for value in scale.known.numbers(scale.known.items[item])
    ]
    return [
        scale.issue(
            "fractions_too_fine",
            *steps,
            message=f"The fractions of scale {scale.name} ({what}) have no common denominator up to "
            f"{MOST_DENOMINATOR:,}. Its exact value would be a number that grows with every item.",
            fix="Use fractions of few different denominators, such as tenths or twelfths.",
        )
        for what, steps, numbers in (
            ("weights", ("weights",), weights),
            ("values", ("items",), values),
        )
        if not _share_a_denominator(numbers)
    ]


def _share_a_denominator(numbers: Iterable[Exact | None]) -> bool:
    shared = 1
    for number in numbers:
        shared = math.lcm(shared, 1 if number is None else number.denominator)
        if shared > MOST_DENOMINATOR:
            return False
    return True


def _check_prorate(scale: OneScale) -> list[Issue]:
    if scale.raw.get("prorate") != Prorate.SCALE_UP:
        return []
    if scale.method in list(Method) and scale.method not in PRORATED:
        return [
            scale.issue(
                "not_for_method",
                "prorate",
                message=f"scale {scale.name} is a {scale.method}, which is over the answered items as it is; there "
                "is nothing to scale up.",
                fix='Take prorate out, or write "none".',
            )
        ]
    if scale.method == Method.COUNT:
        return []
    weights = mapping(scale.raw.get("weights"))
    kinds = {
        (scale.known.bounds(scale.known.items[item]), read_exact(weights.get(item, 1)))
        for item in scale.items
    }
    if len(kinds) <= 1:
        return []
    return [
        scale.issue(
            "prorate_unlike_items",
            "prorate",
            message=f"scale {scale.name} is scaled up, but its items differ in bounds or weight. An item that is "
            "missing can be stood for by the others only if each could have come to the same.",
            fix='Write "none", or use items of one response set and one weight.',
        )
    ]


def check_scales(document: Json) -> list[Issue]:
    """Every scale of an instrument's document."""
    known = outline(document)
    scales = [OneScale(index, raw, known) for index, raw in objects(document.get("scales"))]
    named = [
        (("scales", s.index, "id"), str(s.raw["id"]))
        for s in scales
        if isinstance(s.raw.get("id"), str)
    ]
    issues = check_unique(named, "scale")
    for scale in scales:
        for check in (
            _check_members,
            _check_method,
            _check_minimum,
            _check_weights,
            _check_fractions,
            _check_prorate,
            check_bands,
            check_change,
        ):
            issues += check(scale)
    return issues

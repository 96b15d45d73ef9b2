"""One scale of a definition's document, and what must fit its range: bands, and the smallest change."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from sop_core.errors import Issue, json_path, shown
from sop_core.instruments.definition_rules import Outline
from sop_core.instruments.exact import read_exact, write_exact
from sop_core.shapes import Json, check_unique, mapping, objects, strings
from sop_core.types import Exact, Method


@frozen
class OneScale:
    """One scale of the document with its place, the items that it really has, and the outline."""

    index: int
    raw: Json
    known: Outline

    @property
    def name(self) -> str:
        """The id as a message quotes it."""
        return shown(self.raw.get("id"))

    @property
    def method(self) -> object:
        """The method as it is written."""
        return self.raw.get("method")

    @property
    def items(self) -> list[str]:
        """The items that the instrument has."""
        return [item for _, item in strings(self.raw.get("items")) if item in self.known.items]

    def issue(self, code: str, *steps: str | int, message: str, fix: str) -> Issue:
        """An issue at a place inside this scale."""
        return Issue(code, json_path("scales", self.index, *steps), message, fix=fix)


def range_of(scale: OneScale) -> tuple[Exact, Exact] | None:
    """The scale's range, where the document is sound enough to know it (DESIGN 3, range)."""
    if scale.method == Method.COUNT:
        return (0, len(scale.items))
    if scale.method == Method.PERCENT_OF_MAX:
        return (0, 100)
    bounds = [scale.known.bounds(scale.known.items[item]) for item in scale.items]
    known = [one for one in bounds if one is not None]
    if not known or len(known) != len(bounds):
        return None
    if scale.method != Method.SUM:
        return (min(low for low, _ in known), max(high for _, high in known))
    weights = [read_exact(mapping(scale.raw.get("weights")).get(item, 1)) for item in scale.items]
    pairs = [(w, one) for w, one in zip(weights, known, strict=True) if w is not None]
    low = sum(min(0, weight * low) for weight, (low, _) in pairs)
    return (low, sum(max(0, weight * high) for weight, (_, high) in pairs))


def check_bands(scale: OneScale) -> list[Issue]:
    """Bands ascend, each once, from the low end of the scale's range."""
    bands = list(objects(scale.raw.get("bands")))
    named = [
        (("scales", scale.index, "bands", i, "id"), str(b["id"]))
        for i, b in bands
        if isinstance(b.get("id"), str)
    ]
    issues = check_unique(named, "band")
    starts = [
        (index, value)
        for index, band in bands
        if (value := read_exact(band.get("from"))) is not None
    ]
    for (_, before), (index, value) in pairwise(starts):
        if value <= before:
            issues.append(
                scale.issue(
                    "bands_not_ascending",
                    "bands",
                    index,
                    "from",
                    message=f"scale {scale.name} has a band from {write_exact(value)} behind one from "
                    f"{write_exact(before)}. Each band runs up to the next one's from.",
                    fix="Put the bands in ascending order, each from once.",
                )
            )
    span = range_of(scale)
    if span and starts and starts[0][0] == 0 and Fraction(starts[0][1]) != span[0]:
        issues.append(
            scale.issue(
                "bands_leave_a_gap",
                "bands",
                0,
                "from",
                message=f"scale {scale.name} goes from {write_exact(span[0])} to {write_exact(span[1])}, but its "
                f"first band begins at {write_exact(starts[0][1])}. Every value has a band.",
                fix=f"Let the first band begin at {write_exact(span[0])}.",
            )
        )
    return issues


def check_change(scale: OneScale) -> list[Issue]:
    """The scale's own smallest change is positive, and no more than the scale can change at all."""
    raw = scale.raw.get("change")
    value = read_exact(raw)
    if value is None:
        return []
    span = range_of(scale)
    most = None if span is None else span[1] - span[0]
    if value > 0 and (most is None or value <= most):
        return []
    up_to = "" if most is None else f" and at most {write_exact(most)}, the length of its range"
    return [
        scale.issue(
            "change_out_of_range",
            "change",
            message=f"scale {scale.name} calls {shown(raw)} its smallest change. It is above 0{up_to}: with nothing "
            "every difference would be a change, and beyond the range none ever could.",
            fix='Write a positive integer or "p/q" within the range, in the scale\'s own points, or take change '
            "out: one eighth of the range then counts (sop_core default).",
        )
    ]

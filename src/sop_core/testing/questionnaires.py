"""Random instruments: every item type and scoring method, every option of a scale, odd ids and texts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from attrs import frozen
from hypothesis import strategies as st

from sop_core.testing.values import exacts, flags, ids, labels, number, often, unique_ids

Document = dict[str, Any]

TYPES = ("choice", "choices", "integer", "decimal", "boolean", "text", "date")
METHODS = ("mean", "sum", "percent_of_max", "count", "lowest", "highest")
REASONS = ("not_applicable", "declined", "dont_know", "not_answered")
CODED = ("choice", "choices")


@frozen
class _Sets:
    """The response sets, and which of them hold options with values."""

    documents: Document
    valued: tuple[str, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(name for name in self.documents if name not in self.valued)

    def values(self, item: Document) -> dict[str, Fraction]:
        """The numbers of an item's codes."""
        options = self.documents[item["response_set"]]["options"]
        return {one["code"]: number(one["value"]) for one in options if "value" in one}

    def codes(self, item: Document) -> list[str]:
        """What a condition may wait for."""
        return ["true", "false"] if item["type"] == "boolean" else list(self.values(item))

    def bounds(self, item: Document) -> tuple[Fraction, Fraction]:
        if item["type"] == "boolean":
            return (Fraction(0), Fraction(1))
        if item["type"] == "choice":
            values = self.values(item).values()
            return (min(values), max(values))
        return (number(item["minimum"]), number(item["maximum"]))


@st.composite
def instruments(
    draw: st.DrawFn,
    *,
    items: tuple[int, int] = (1, 7),
    scales: tuple[int, int] = (1, 4),
    types: Sequence[str] = TYPES,
    methods: Sequence[str] = METHODS,
    locales: Sequence[str] | None = None,
    anonymous: bool | None = None,
    show_if: bool = True,
    missing: bool = True,
) -> Document:
    """The document of a valid instrument.

    `items` and `scales` say how many (least, most); a scale that no item fits is left out. `types`
    and `methods` limit what is used. `locales` are those of the texts (one or several without it),
    `anonymous` is drawn where it is None. Without `show_if` no item hides another; without
    `missing` no response set offers a reason for having no answer.
    """
    spoken = tuple(locales) if locales else draw(st.sampled_from((("en",), ("en", "es"), ("es",))))
    # A few texts, used again and again: quick to draw, and equal texts are legal.
    any_text = st.fixed_dictionaries({locale: labels() for locale in spoken})
    text = st.sampled_from(draw(st.lists(any_text, min_size=2, max_size=2)))
    sets = draw(_response_sets(text, missing=missing))
    asked: list[Document] = []
    for name in draw(st.integers(*items).flatmap(lambda count: unique_ids(count, count))):
        asked.append(draw(_item(name, sets, asked if show_if else [], types=types, text=text)))
    named = draw(st.integers(*scales).flatmap(lambda count: unique_ids(count, count)))
    drawn = [draw(_scale(name, sets, asked, methods=methods, text=text)) for name in named]
    document: Document = {
        "$schema": "urn:sop:schema:instrument:1",
        "id": draw(ids()),
        "version": draw(st.sampled_from(("1", "1.0.0", "2.10"))),
        "status": draw(st.sampled_from(("draft", "active", "retired"))),
        "title": draw(text),
        "respondent_role": draw(ids()),
        "source": "made up for a test",
        "rights": "none",
        "response_sets": sets.documents,
        "sections": draw(_sections(asked, text)),
        "scales": [scale for scale in drawn if scale is not None],
    }
    if anonymous is None:
        anonymous = draw(flags())
    if anonymous:
        document["anonymous"] = True
    if draw(flags()):
        document["intro"] = draw(text)
    return document


@st.composite
def _response_sets(draw: st.DrawFn, text: st.SearchStrategy[Document], *, missing: bool) -> _Sets:
    names = draw(unique_ids(2, 3))
    valued = tuple(names[:-1])
    found: Document = {}
    for name in names:
        reasons = draw(st.lists(st.sampled_from(REASONS), max_size=3)) if missing else []
        if name not in valued:
            reasons = reasons or ["declined"]
        values = draw(st.lists(exacts(), min_size=1, max_size=5)) if name in valued else []
        codes = draw(unique_ids(len(values) + len(reasons), len(values) + len(reasons)))
        meanings: list[Document] = [
            *({"value": value} for value in values),
            *({"missing": reason} for reason in reasons),
        ]
        options = [
            {"code": code, "label": draw(text), **meaning}
            for code, meaning in zip(codes, meanings, strict=True)
        ]
        found[name] = {"options": draw(st.permutations(options))}
    return _Sets(found, valued)


@st.composite
def _item(
    draw: st.DrawFn,
    name: str,
    sets: _Sets,
    earlier: Sequence[Document],
    *,
    types: Sequence[str],
    text: st.SearchStrategy[Document],
) -> Document:
    kind = draw(st.sampled_from(types))
    item: Document = {"id": name, "type": kind, "text": draw(text)}
    if kind in CODED:
        item["response_set"] = draw(st.sampled_from(sets.valued))
    elif draw(flags()):
        item["response_set"] = draw(st.sampled_from(sets.reasons))
    if kind == "integer":
        low, high = sorted(draw(st.tuples(st.integers(-9, 9), st.integers(-9, 9))))
        item |= {"minimum": low, "maximum": high}
    if kind == "decimal":
        least, most = sorted(draw(st.tuples(exacts(), exacts())), key=number)
        item |= {"minimum": least, "maximum": most}
    if kind == "text" and draw(flags()):
        item["max_length"] = draw(st.integers(1, 50))
    if draw(flags()):
        item["required"] = draw(flags())
    if draw(flags()):
        item["hint"] = draw(text)
    coded = [one for one in earlier if one["type"] in (*CODED, "boolean")]
    if coded and not draw(often()):
        at = draw(st.sampled_from(coded))
        codes = draw(st.lists(st.sampled_from(sets.codes(at)), min_size=1, unique=True))
        item["show_if"] = {"item": at["id"], "in": codes}
    return item


@st.composite
def _sections(
    draw: st.DrawFn, items: list[Document], text: st.SearchStrategy[Document]
) -> list[Document]:
    cut = draw(st.integers(1, len(items)))
    parts = [part for part in (items[:cut], items[cut:]) if part]
    names = draw(unique_ids(len(parts), len(parts)))
    return [
        {"id": name, "title": draw(text), "items": part}
        for name, part in zip(names, parts, strict=True)
    ]


def _fitting(method: str, items: Sequence[Document], sets: _Sets) -> list[Document]:
    """The items that a scale of a method may hold."""
    if method == "count":
        return [item for item in items if item["type"] in (*CODED, "boolean")]
    numbers = [
        item for item in items if item["type"] in ("choice", "integer", "decimal", "boolean")
    ]
    if method == "percent_of_max":
        return [item for item in numbers if sets.bounds(item)[0] < sets.bounds(item)[1]]
    return numbers


@st.composite
def _scale(
    draw: st.DrawFn,
    name: str,
    sets: _Sets,
    items: Sequence[Document],
    *,
    methods: Sequence[str],
    text: st.SearchStrategy[Document],
) -> Document | None:
    method = draw(st.sampled_from(methods))
    fitting = _fitting(method, items, sets)
    if not fitting:
        return None
    alike = method == "sum" and draw(flags())
    if alike:
        first = draw(st.sampled_from(fitting))
        fitting = [item for item in fitting if sets.bounds(item) == sets.bounds(first)]
    order: list[Document] = draw(st.permutations(fitting))
    chosen = order[: draw(st.integers(1, len(order)))]
    members: list[str] = [item["id"] for item in chosen]
    scale: Document = {
        "id": name,
        "title": draw(text),
        "items": members,
        "method": method,
        "min_answered": draw(_min_answered(len(members))),
        "rounding": {
            "mode": draw(st.sampled_from(("half_up", "half_even"))),
            "places": draw(st.integers(0, 3)),
        },
    }
    some = st.lists(st.sampled_from(members), unique=True)
    if method == "count":
        codes = sorted({code for item in chosen for code in sets.codes(item)})
        scale["of"] = draw(st.lists(st.sampled_from(codes), min_size=1, unique=True))
    elif draw(flags()):
        scale["reverse"] = draw(some)
    if method in ("mean", "sum", "percent_of_max") and not alike and draw(flags()):
        scale["weights"] = {item: draw(exacts(positive=True)) for item in draw(some)}
    if alike or method == "count":
        scale["prorate"] = draw(st.sampled_from(("none", "scale_up")))
    if draw(flags()):
        scale["bands"] = draw(_bands(_low_end(scale, chosen, sets), text))
    if draw(flags()):
        scale["themes"] = draw(unique_ids(0, 2))
    span = _high_end(scale, chosen, sets) - _low_end(scale, chosen, sets)
    change = span / draw(st.sampled_from((1, 2, 3, 10)))
    # What is longer than a definition may write it is left to the default.
    if change and change.denominator < 10**9 and draw(flags()):
        scale["change"] = _written(change)
    return scale


def _min_answered(items: int) -> st.SearchStrategy[int | str]:
    share = st.tuples(st.integers(1, 6), st.integers(1, 6)).map(sorted)
    whole: st.SearchStrategy[int | str] = st.integers(1, items)
    return whole | share.map(lambda pair: f"{pair[0]}/{pair[1]}")


def _low_end(scale: Document, items: Sequence[Document], sets: _Sets) -> Fraction:
    """The low end of a scale's range, where its first band has to begin."""
    if scale["method"] in ("count", "percent_of_max"):
        return Fraction(0)
    lows = [sets.bounds(item)[0] for item in items]
    if scale["method"] != "sum":
        return min(lows)
    weights = [number(scale.get("weights", {}).get(item["id"], 1)) for item in items]
    return sum(
        (min(Fraction(0), weight * low) for weight, low in zip(weights, lows, strict=True)),
        Fraction(0),
    )


def _high_end(scale: Document, items: Sequence[Document], sets: _Sets) -> Fraction:
    """The high end of a scale's range."""
    if scale["method"] in ("count", "percent_of_max"):
        return Fraction(len(items) if scale["method"] == "count" else 100)
    highs = [sets.bounds(item)[1] for item in items]
    if scale["method"] != "sum":
        return max(highs)
    weights = [number(scale.get("weights", {}).get(item["id"], 1)) for item in items]
    return sum(
        (max(Fraction(0), weight * high) for weight, high in zip(weights, highs, strict=True)),
        Fraction(0),
    )


# Small steps, so that values fall on the very number that a band begins with.
_STEPS = (Fraction(1), Fraction(2), Fraction(1, 2), Fraction(1, 4))


@st.composite
def _bands(draw: st.DrawFn, low: Fraction, text: st.SearchStrategy[Document]) -> list[Document]:
    starts = [low]
    for step in draw(st.lists(st.sampled_from(_STEPS), max_size=3)):
        starts.append(starts[-1] + step)
    return [
        {"id": name, "from": _written(start), "title": draw(text)}
        for name, start in zip(draw(unique_ids(len(starts), len(starts))), starts, strict=True)
    ]


def _written(value: Fraction) -> int | str:
    return value.numerator if value.denominator == 1 else str(value)

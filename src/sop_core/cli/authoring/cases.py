"""Worked cases for a definition of mean scales, with the arithmetic in words.

The sums are done here anew, in fractions, and share nothing with the scoring: `sop check` then
holds the two against each other, so that a case is evidence and no echo. Pure.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from attrs import frozen

from sop_core.types import ItemType

Document = dict[str, Any]
#: What a case would answer: an answer as a record holds it, a reason, or None for nothing at all.
Wanted = Mapping[str, Any]

MOST_NOTE = 2000
DECLINED = {"missing": "declined"}


@frozen
class _Item:
    """An item with the answers that count, from the lowest to the highest, and what each counts."""

    raw: Mapping[str, Any]
    answers: tuple[Any, ...]
    values: tuple[Fraction, ...]
    low: Fraction
    high: Fraction
    offers: tuple[str, ...]

    @property
    def required(self) -> bool:
        return bool(self.raw.get("required"))

    def value(self, answer: Any) -> Fraction:
        return self.values[self.answers.index(answer)]


def _items(document: Mapping[str, Any]) -> dict[str, _Item]:
    sets = {name: one["options"] for name, one in document["response_sets"].items()}
    return {
        raw["id"]: _item(raw, sets.get(raw.get("response_set"), []))
        for section in document["sections"]
        for raw in section["items"]
    }


def _item(raw: Mapping[str, Any], options: list[Any]) -> _Item:
    offers = tuple(option["missing"] for option in options if "missing" in option)
    answers: tuple[Any, ...] = ()
    values: tuple[Fraction, ...] = ()
    low = high = Fraction(0)
    match raw["type"]:
        case ItemType.CHOICE | ItemType.CHOICES:
            rated = [(Fraction(one["value"]), one["code"]) for one in options if "value" in one]
            rated.sort(key=lambda pair: pair[0])
            several = raw["type"] == ItemType.CHOICES
            answers = tuple([code] if several else code for _, code in rated)
            values = tuple(value for value, _ in rated)
            low, high = values[0], values[-1]
        case ItemType.BOOLEAN:
            answers, values, high = (False, True), (Fraction(0), Fraction(1)), Fraction(1)
        case ItemType.INTEGER | ItemType.DECIMAL:
            low, high = Fraction(raw["minimum"]), Fraction(raw["maximum"])
            # A few whole numbers between the bounds stand for all; a case holds no decimal point.
            first, last = math.ceil(low), math.floor(high)
            chosen = {first, first + (last - first) // 3, last - (last - first) // 3, last}
            answers = tuple(sorted(chosen)) if first <= last else ()
            values = tuple(Fraction(answer) for answer in answers)
        case _:
            pass
    return _Item(raw, answers, values, low, high, offers)


# What a case answers: the lowest, the highest, or one after the other.

Pick = Callable[[int, tuple[Any, ...]], Any]


def _every(items: Mapping[str, _Item], pick: Pick) -> dict[str, Any]:
    return {
        name: pick(at, item.answers) if item.answers else (DECLINED if item.required else None)
        for at, (name, item) in enumerate(items.items())
    }


def _lowest(_: int, answers: tuple[Any, ...]) -> Any:
    return answers[0]


def _highest(_: int, answers: tuple[Any, ...]) -> Any:
    return answers[-1]


def _in_turn(at: int, answers: tuple[Any, ...]) -> Any:
    return answers[(2 * at + 1) % len(answers)]


def _mixed(items: Mapping[str, _Item], scales: list[Any]) -> dict[str, Any]:
    wanted = _every(items, _in_turn)
    for scale in scales:
        if len(scale["items"]) > 1:
            name = scale["items"][1]
            offered = "not_applicable" in items[name].offers
            wanted[name] = {"missing": "not_applicable"} if offered else DECLINED
    return wanted


def _only(
    items: Mapping[str, _Item], scales: list[Any], many: Callable[[int], int]
) -> dict[str, Any]:
    """So many of each scale's items are answered, the first ones; the others are left out."""
    wanted = _every(items, _in_turn)
    for scale in scales:
        for name in scale["items"][many(len(scale["items"])) :]:
            wanted[name] = DECLINED if items[name].required else None
    return wanted


# What is asked of it, and what it comes to.


@frozen
class _Sitting:
    """The answers of a case as a record holds them, and the items that were never asked."""

    answers: dict[str, Any]
    hidden: frozenset[str]


def _sit(items: Mapping[str, _Item], wanted: Wanted) -> _Sitting:
    answers: dict[str, Any] = {}
    hidden: set[str] = set()
    for name, item in items.items():
        condition = item.raw.get("show_if")
        if condition and not set(_codes(answers.get(condition["item"]))) & set(condition["in"]):
            hidden.add(name)
        elif wanted[name] is not None:
            answers[name] = wanted[name]
    return _Sitting(answers, frozenset(hidden))


def _codes(answer: Any) -> list[str]:
    if isinstance(answer, bool):
        return ["true" if answer else "false"]
    if isinstance(answer, str):
        return [answer]
    return list(answer) if isinstance(answer, list) else []


def _decimal(value: Fraction) -> str:
    """Rounded to two places, a tie away from zero, without needless zeros."""
    hundredths = math.floor(abs(value) * 100 + Fraction(1, 2))
    whole, rest = divmod(hundredths, 100)
    said = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return f"-{said}" if value < 0 and hundredths else said


@frozen
class _Result:
    """What one scale comes to in one case, and the note in its three lengths."""

    expect: Document
    notes: tuple[str, str, str]


def _result(scale: Mapping[str, Any], items: Mapping[str, _Item], sitting: _Sitting) -> _Result:
    names, said = list(scale["items"]), []
    counted: list[Fraction] = []
    without = 0
    for name in names:
        answer, item = sitting.answers.get(name), items[name]
        if name in sitting.hidden:
            said.append(f"{name} is not asked")
        elif answer == {"missing": "not_applicable"}:
            said.append(f"{name} does not apply")
            without += 1
        elif answer is not None and not isinstance(answer, dict):
            value = item.value(answer)
            if name in scale.get("reverse", ()):
                turned = item.low + item.high - value
                said.append(
                    f"{name} is reverse-keyed, {item.low} + {item.high} - {value} = {turned}"
                )
                value = turned
            counted.append(value)
    hidden = sum(name in sitting.hidden for name in names)
    applicable, n = len(names) - without - hidden, len(counted)
    expect: Document = {"n_answered": n}
    expect |= {"n_not_applicable": without} if without else {}
    expect |= {"n_not_asked": hidden} if hidden else {}
    if not applicable:
        expect = {"status": "not_applicable", "value": None, **expect}
        return _told(scale, said, "no item applies: no value", expect)
    if not n or 2 * n < applicable:
        needed = math.ceil(Fraction(applicable, 2))
        rule = f"{n} of {applicable} answered, and at least half ({needed}) must be: no value"
        return _told(scale, said, rule, {"status": "insufficient", "value": None, **expect})
    total = sum(counted, Fraction(0))
    exact = total / n
    rounded = _decimal(exact)
    end = f" = {exact}" + ("" if rounded == str(exact) else f", rounded {rounded}")
    first = f" = {total}/{n}" if total.denominator == 1 and exact.denominator != n else ""
    worked = f"({' + '.join(map(str, counted))}) / {n}{first}{end}"
    if n == 1:
        worked = f"one answer, {exact}" + end.removeprefix(f" = {exact}")
    expect = {"status": "scored", "value": rounded, "exact": str(exact), **expect}
    short = f"{n} answers add up to {total}, and {total} / {n}{end}"
    return _told(scale, said, worked, expect, short=short)


def _told(
    scale: Mapping[str, Any], said: list[str], rule: str, expect: Document, *, short: str = ""
) -> _Result:
    name = scale["id"]
    return _Result(
        expect,
        (
            f"{name}: {'; '.join([*said, rule])}.",
            f"{name}: {rule}.",
            f"{name}: {short or rule}.",
        ),
    )


def _note(opening: str, results: list[_Result]) -> str:
    """The arithmetic as fully as a note can hold it."""
    lengths = [
        " ".join([opening, *(result.notes[length] for result in results)]) for length in range(3)
    ]
    fits = next((said for said in lengths if len(said) <= MOST_NOTE), lengths[-1])
    return fits if len(fits) <= MOST_NOTE else fits[: MOST_NOTE - 1] + "…"


def cases_of(document: Mapping[str, Any]) -> list[Document]:
    """Worked cases: all lowest, all highest, a mixture, half answered, and too few; none without a scale.

    `document` is a sound definition in which every scale is a mean that wants half of its items.
    """
    scales = document["scales"]
    return list(_cases(document, scales)) if scales else []


def _cases(document: Mapping[str, Any], scales: list[Any]) -> Iterator[Document]:
    items = _items(document)
    seen: list[Document] = []
    for name, opening, status, wanted in (
        ("all_lowest", "The lowest answer everywhere.", "scored", _every(items, _lowest)),
        ("all_highest", "The highest answer everywhere.", "scored", _every(items, _highest)),
        ("mixed", "Different answers; one item of a scale has none.", "", _mixed(items, scales)),
        (
            "half_answered",
            "Only the first half of each scale is answered.",
            "scored",
            _only(items, scales, lambda n: math.ceil(n / 2)),
        ),
        (
            "too_few_answered",
            "Less than half of each scale is answered.",
            "insufficient",
            _only(items, scales, lambda n: (n - 1) // 2),
        ),
    ):
        sitting = _sit(items, wanted)
        results = [_result(scale, items, sitting) for scale in scales]
        expect = {scale["id"]: result.expect for scale, result in zip(scales, results, strict=True)}
        shows = not status or any(one["status"] == status for one in expect.values())
        if shows and sitting.answers not in seen:
            seen.append(sitting.answers)
            yield {
                "id": name,
                "note": _note(opening, results),
                "answers": sitting.answers,
                "expect": expect,
            }

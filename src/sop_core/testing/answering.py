"""Random answers to an instrument: values, every missing reason, items left out, hidden ones."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from sop_core.testing.values import days, flags, labels, number, often

Document = dict[str, Any]


def _options(instrument: Document, item: Document) -> list[Document]:
    if "response_set" not in item:
        return []
    options: list[Document] = instrument["response_sets"][item["response_set"]]["options"]
    return options


def _numbers(item: Document) -> st.SearchStrategy[int | Decimal] | None:
    low, high = number(item["minimum"]), number(item["maximum"])
    whole = st.integers(-(-low // 1), high // 1)
    if item["type"] == "integer":
        return whole
    # Thousandths that lie between the bounds; where there is none, only a bound itself could be.
    least, most = -(-low * 1000 // 1), high * 1000 // 1
    if least > most:
        return None
    return st.integers(least, most).map(lambda count: Decimal(count).scaleb(-3))


def value_of(instrument: Document, item: Document) -> st.SearchStrategy[Any] | None:
    """Any value that an item can be answered with, as a document holds it; None where there is none."""
    codes = [option["code"] for option in _options(instrument, item) if "value" in option]
    match item["type"]:
        case "choice":
            return st.sampled_from(codes)
        case "choices":
            return st.lists(st.sampled_from(codes), min_size=1, unique=True)
        case "boolean":
            return st.booleans()
        case "date":
            return days()
        case "text":
            most = item.get("max_length", 20)
            return labels().map(lambda text: text[:most]) | st.text(
                st.characters(codec="utf-8", exclude_characters="\0"),
                min_size=1,
                max_size=most,
            )
        case _:
            return _numbers(item)


@st.composite
def answers_for(draw: st.DrawFn, instrument: Document, /, *, status: str = "complete") -> Document:
    """Answers that a record of the instrument may hold: `{item id: answer}`, in any order.

    Items that `show_if` hides are left out, as are some that are not required. A missing reason is
    stated as an object, or by the code of an option that enters it.
    """
    answers: Document = {}
    known: dict[str, list[str]] = {}
    for section in instrument["sections"]:
        for item in section["items"]:
            condition = item.get("show_if")
            if condition and not set(condition["in"]) & set(known.get(condition["item"], ())):
                continue
            answer = draw(_answer(instrument, item, status))
            if answer is None:
                continue
            answers[item["id"]] = answer
            known[item["id"]] = _codes(answer)
    return {item: answers[item] for item in draw(st.permutations(list(answers)))}


def _codes(answer: Any) -> list[str]:
    """The codes that a condition may find; a code that enters a reason is never among those."""
    if isinstance(answer, bool):
        return ["true" if answer else "false"]
    if isinstance(answer, str):
        return [answer]
    return list(answer) if isinstance(answer, list) else []


@st.composite
def _answer(draw: st.DrawFn, instrument: Document, item: Document, status: str) -> Any:
    """One answer, or None for a key that is left out."""
    must = status != "draft" and item.get("required", False)
    options = _options(instrument, item)
    stated = {"declined", *(option["missing"] for option in options if "missing" in option)}
    codes = [option["code"] for option in options if "missing" in option]
    if must:
        stated -= {"not_answered"}
        codes = [
            option["code"]
            for option in options
            if option.get("missing", "not_answered") != "not_answered"
        ]
    reasons: st.SearchStrategy[Any] = st.sampled_from(sorted(stated)).map(
        lambda reason: {"missing": reason}
    )
    if codes and item["type"] == "choice":
        reasons |= st.sampled_from(codes)
    if codes and item["type"] == "choices":
        reasons |= st.sampled_from(codes).map(lambda code: [code])
    value = value_of(instrument, item)
    if value is not None and draw(often()):
        return draw(value)
    if not must and draw(flags()):
        return draw(st.none() | st.just({"missing": "not_answered"}))
    return draw(reasons)

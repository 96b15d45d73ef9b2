"""Conditions on facts: a small closed language, and no code. What is not known is never a yes.

    {"fact": "x", "is": "present"}    the fact is known: it is there, and not null
    {"fact": "x", "is": "absent"}     it is not
    {"fact": "x", "equals": "open"}   it is exactly this text, whole number, true or false
    {"fact": "x", "at_least": 3}      it is a number, and at least this one
    {"fact": "x", "since": 30}        it is a day, at least so many days before the situation's
    {"any": [...]}                    one of these holds

A fact is looked up by its whole name in what the host and the plugins state, and nowhere else. True is no
number, and "3" is no 3.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from sop_core.instruments.answers import read_day
from sop_core.prompts.model import FactCondition, Presence


def condition_of(document: Mapping[str, object]) -> FactCondition:
    """A checked condition's document as a value."""
    inner = document.get("any")
    if isinstance(inner, list | tuple):
        return FactCondition(any_of=tuple(condition_of(one) for one in inner))
    known = {name: document.get(name) for name in ("fact", "equals", "at_least", "since")}
    presence = document.get("is")
    return FactCondition(
        **known,  # type: ignore[arg-type]
        presence=None if presence is None else Presence(str(presence)),
    )


def holds(condition: FactCondition, facts: Mapping[str, object], on: dt.date | None) -> bool:
    """Whether a condition holds for these facts on this day; without a day, nothing is long ago."""
    if condition.any_of:
        return any(holds(one, facts, on) for one in condition.any_of)
    value = facts.get(str(condition.fact))
    if condition.presence is not None:
        return (value is not None) == (condition.presence is Presence.PRESENT)
    if condition.equals is not None:
        return is_exactly(value, condition.equals)
    if condition.at_least is not None:
        number = number_in(value)
        return number is not None and number >= condition.at_least
    day = day_in(value)
    if condition.since is None or day is None or on is None:
        return False
    return (on - day).days >= condition.since


def is_exactly(value: object, wanted: object) -> bool:
    """The same kind of thing, and the same: 1 is neither true nor "1"."""
    if isinstance(wanted, bool) or isinstance(value, bool):
        return value is wanted
    if isinstance(wanted, str):
        return isinstance(value, str) and str.__str__(value) == wanted
    number = number_in(value)
    return number is not None and number == wanted


def number_in(value: object) -> int | Fraction | None:
    """A number as an exact one; None for what is none, such as true, "3" or not-a-number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Fraction):
        return value
    if isinstance(value, float):
        return Fraction(value) if math.isfinite(value) else None
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 100:
        return Fraction(value)
    return None


def day_in(value: object) -> dt.date | None:
    """A day, from a date or a text that begins with one as YYYY-MM-DD; None for anything else."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        return None
    return read_day(value[:10]) if value[10:11] in ("", "T") else None


def holding(
    conditions: Iterable[FactCondition], facts: Mapping[str, object], on: dt.date | None
) -> Iterator[FactCondition]:
    """Of these conditions, those on one fact that hold; of a list under `any`, the ones of it that do."""
    for one in conditions:
        if one.any_of:
            yield from holding(one.any_of, facts, on)
        elif holds(one, facts, on):
            yield one


def facts_of(conditions: Iterable[FactCondition]) -> Iterator[str]:
    """The names of the facts that conditions look at, each once, in order."""
    seen: dict[str, None] = {}
    for one in conditions:
        names = facts_of(one.any_of) if one.any_of else iter((str(one.fact),))
        seen.update(dict.fromkeys(names))
    return iter(seen)

"""A leak as a sentence that says how anybody could have found it."""

from __future__ import annotations

from collections.abc import Sequence

from sop_core.reporting.attack_leaks import Because, Leak
from sop_core.reporting.cells import Place

WHO = {
    "outsider": "",
    "rule_reader": " Whoever knows that a withheld row is never zero can tell.",
    "insider": " Whoever is one of them can tell.",
    "differencer": "",
}


def explain(leak: Leak, *, levels: Sequence[str] = ()) -> str:
    """The sentence of a leak: whose number follows, and from what.

    `levels` are the names of the tree's levels, widest first, the whole not among them:
    `("county", "office", "unit")`.
    """
    return _SAID[leak.kind](leak, levels) + WHO[leak.attacker]


def named(place: Place) -> str:
    """A place in a sentence: `North`, `North (caseload: ongoing)`, `the whole`."""
    name = place.scope[-1] if place.scope else "the whole"
    if place.groups:
        name += " (" + ", ".join(f"{key}: {value}" for key, value in place.groups) + ")"
    return name


def _level(place: Place, levels: Sequence[str], *, below: int = 0) -> str:
    at = len(place.scope) + below - 1
    return levels[at] if 0 <= at < len(levels) else ""


def _the(place: Place, levels: Sequence[str]) -> str:
    """The total as the sentence names it: `the county's`, else by its own name."""
    level = _level(place, levels)
    return f"the {level}'s" if level and not place.groups else f"{named(place)}'s"


def _others(because: Because, cell: Place | None, levels: Sequence[str]) -> str:
    """The other parts: `the other offices' 37`; what they are called depends on what they divide."""
    total = because.total
    apart = cell is None or total is None or len(total.scope) == len(cell.scope)
    level = "" if apart or total is None else _level(total, levels, below=1)
    one = because.n_others == 1
    noun = level or "part"
    return f"the other {noun}'s" if one else f"the other {noun}s'"


def _answers(number: int) -> str:
    return f"{number} answer" if number == 1 else f"{number} answers"


def _follow(number: int) -> str:
    return "follows" if number == 1 else "follow"


def _exact(leak: Leak, levels: Sequence[str]) -> str:
    because, cell = leak.because, leak.cell
    subject = (
        f"{named(cell.place)}'s {_answers(leak.least)}"
        if cell is not None
        else f"A group of {_answers(leak.least)} that no row names"
    )
    verb = _follow(leak.least) if cell is not None else "follows"
    if because is None or (because.total_n is not None and because.total is None):
        return f"{subject} {verb} from several of the numbers shown, taken together."
    if because.total is None or because.total_n is None:
        return f"{subject} {verb} from the {because.others_n} of its parts, which are all known."
    total = f"{_the(because.total, levels)} {because.total_n}"
    if leak.least != because.total_n - because.others_n:
        return f"{subject} {verb} from {total}: {_left(because)}."
    if not because.n_others:
        return f"{subject} {verb} from {total}, since nobody else is in it."
    others = _others(because, cell.place if cell is not None else None, levels)
    return f"{subject} {verb} from {total} minus {others} {because.others_n}."


def _left(because: Because) -> str:
    left = (because.total_n or 0) - because.others_n
    return f"{left} are left for {because.n_withheld} withheld"


def _below(leak: Leak, levels: Sequence[str]) -> str:
    name = named(leak.cell.place) if leak.cell is not None else "A group that no row names"
    said = f"{name} has at most {_answers(leak.most or 0)}"
    because = leak.because
    if because is None or because.total is None or because.total_n is None:
        return f"{said}, by several of the numbers shown, taken together."
    return f"{said}: of {_the(because.total, levels)} {because.total_n}, {_left(because)}."


def _alike(leak: Leak, levels: Sequence[str]) -> str:
    name = named(leak.cell.place) if leak.cell is not None else "A group"
    return f"{name}'s answers are all alike: only one answer can have been given there."


def _pinned(leak: Leak, levels: Sequence[str]) -> str:
    people = f"{leak.least} people" if leak.least != 1 else "1 person"
    because = leak.because
    if leak.cell is not None:
        return f"The mean of {people} follows from {named(leak.cell.place)} before and after a correction."
    if because is None or because.total is None:
        return f"The mean of {people} follows from several of the numbers shown."
    return (
        f"The mean of {people} follows from {_the(because.total, levels)} mean "
        "and the means of its parts that are shown."
    )


def _at_odds(leak: Leak, levels: Sequence[str]) -> str:
    name = named(leak.cell.place) if leak.cell is not None else "A row"
    return (
        f"Two releases show different numbers for {name}: their difference says who came or went."
    )


def _impossible(leak: Leak, levels: Sequence[str]) -> str:
    where = f" around {named(leak.cell.place)}" if leak.cell is not None else ""
    return f"The numbers shown{where} do not add up, so that nothing about them can be called safe."


def _bar(leak: Leak, levels: Sequence[str]) -> str:
    name, bar = _bar_of(leak)
    return f"{name}'s {_answers(leak.least)} of {bar} {_follow(leak.least)} from the bars and numbers shown."


def _bars(leak: Leak, levels: Sequence[str]) -> str:
    name, bar = _bar_of(leak)
    return (
        f"{_answers(leak.least)} of {bar} in a group that no row names {_follow(leak.least)} from {name}'s bars "
        "minus those of its parts that are shown."
    )


def _corrected(leak: Leak, levels: Sequence[str]) -> str:
    name, bar = _bar_of(leak)
    return (
        f"{_answers(leak.least)} of {bar} {_follow(leak.least)} from {name} before and after a correction: only "
        "whoever came, went or changed can have given them."
    )


def _bar_of(leak: Leak) -> tuple[str, str]:
    """The scope of a leak of bars, and the bar."""
    place = leak.cell.place if leak.cell is not None else Place()
    return named(Place(place.scope)), next((value for _, value in place.groups), "an answer")


def _rest_alike(leak: Leak, levels: Sequence[str]) -> str:
    name, _ = _bar_of(leak)
    return (
        f"Whoever is left of {name} beside its parts whose bars are shown answered alike, all or all but one: the "
        "bars say what."
    )


def _distribution(leak: Leak, levels: Sequence[str]) -> str:
    name, _ = _bar_of(leak)
    return f"{name}'s withheld distribution follows from the bars shown round it or below it."


def _value(leak: Leak, levels: Sequence[str]) -> str:
    name, value = _bar_of(leak)
    return (
        f"{name}'s {_answers(leak.least)} of {value} {_follow(leak.least)} from its number of people, mean, spread and "
        "bars: no other way comes to them."
    )


def _values(leak: Leak, levels: Sequence[str]) -> str:
    name, value = _bar_of(leak)
    return (
        f"{_answers(leak.least)} of {value} in a group that no row names {_follow(leak.least)} from what {name} shows "
        "minus what its parts show."
    )


def _spread(leak: Leak, levels: Sequence[str]) -> str:
    name, _ = _bar_of(leak)
    return f"The spread of {leak.least} people follows from {name}'s and from that of its parts, or of a correction."


_SAID = {
    "exact": _exact,
    "below": _below,
    "alike": _alike,
    "pinned": _pinned,
    "at_odds": _at_odds,
    "impossible": _impossible,
    "bar": _bar,
    "bars": _bars,
    "corrected": _corrected,
    "rest_alike": _rest_alike,
    "distribution": _distribution,
    "value": _value,
    "values": _values,
    "spread": _spread,
}

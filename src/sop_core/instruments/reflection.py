"""What one person's answers say back to that person: skills that are strong now, skills to strengthen.

S0-10: words to reflect on together, never a grade, a number, a rank or a colour. The person's own
answers are set beside each other and beside nobody else's.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from sop_core.instruments.administration import Administration, known_answers
from sop_core.instruments.model import Instrument, Missing
from sop_core.types import Method


@frozen
class Skill:
    """One skill, in the instrument's own words, with the title of the area that it belongs to."""

    item: str
    text: str
    area: str


@frozen
class Reflection:
    """The skills where a person's answers stand highest and lowest; both are empty where all are alike."""

    strong: tuple[Skill, ...]
    to_strengthen: tuple[Skill, ...]


def reflect(
    instrument: Instrument, administration: Administration, locale: str = "en"
) -> Reflection:
    """The strongest skills and those to strengthen, among the answered items of scales.

    An answer's place is (value - low) / (high - low) by the item's declared bounds. Skills at the
    highest place are strong, those at the lowest are to strengthen; where every answer stands alike
    there is no difference to speak of, and both lists are empty. Reverse-keyed items are passed
    over, since their words say the opposite of the skill.
    """
    known = known_answers(instrument, administration.answers)
    reverse = {item for scale in instrument.scales for item in scale.reverse}
    places: dict[str, tuple[Fraction, Skill]] = {}
    for scale in instrument.scales:
        if scale.method is Method.COUNT:
            continue
        for row in instrument.rows[scale.id]:
            answer = known[row.item]
            if isinstance(answer, Missing) or row.item in reverse or row.low == row.high:
                continue
            place = Fraction(row.value(answer) - row.low) / (row.high - row.low)
            text = instrument.items[row.item].text.get(locale)
            places.setdefault(row.item, (place, Skill(row.item, text, scale.title.get(locale))))
    if not places:
        return Reflection((), ())
    highest = max(place for place, _ in places.values())
    lowest = min(place for place, _ in places.values())
    if highest == lowest:
        return Reflection((), ())
    return Reflection(
        strong=tuple(skill for place, skill in places.values() if place == highest),
        to_strengthen=tuple(skill for place, skill in places.values() if place == lowest),
    )

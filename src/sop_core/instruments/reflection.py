"""What one person's answers say back to that person: skills that are strong now, skills to strengthen.

S0-10: words to reflect on together, never a grade, a number, a rank or a colour. The person's own
answers are set beside each other and beside nobody else's.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from sop_core.instruments.administration import Administration, known_answers
from sop_core.instruments.model import Instrument, Missing, Scale
from sop_core.instruments.scoring import check_scoring
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


@frozen
class Placed:
    """A skill, and where its answer stands between its item's declared bounds: 0 to 1, or nowhere.

    `scale` is the first one that holds the item. None of this is shown to anybody as a number.
    """

    skill: Skill
    scale: Scale
    low: Fraction
    high: Fraction
    place: Fraction | None


def skill_places(
    instrument: Instrument, administration: Administration, locale: str = "en"
) -> dict[str, Placed]:
    """Every skill of an instrument by its item, in the order of the scales, with its answer's place.

    A place is (value - low) / (high - low) by the item's declared bounds. Reverse-keyed items are
    passed over, since their words say the opposite of the skill; so are counts, and items that can
    have one value alone.
    """
    known = known_answers(instrument, administration.answers)
    reverse = {item for scale in instrument.scales for item in scale.reverse}
    found: dict[str, Placed] = {}
    for scale in instrument.scales:
        if scale.method is Method.COUNT:
            continue
        for row in instrument.rows[scale.id]:
            if row.item in reverse or row.low == row.high or row.item in found:
                continue
            answer, low, high = known[row.item], Fraction(row.low), Fraction(row.high)
            place = (
                None if isinstance(answer, Missing) else (row.value(answer) - low) / (high - low)
            )
            text = instrument.items[row.item].text.get(locale)
            skill = Skill(row.item, text, scale.title.get(locale))
            found[row.item] = Placed(skill, scale, low, high, place)
    return found


def reflect(
    instrument: Instrument, administration: Administration, locale: str = "en"
) -> Reflection:
    """The strongest skills and those to strengthen, among the answered items of scales.

    Skills at the highest place (`skill_places`) are strong, those at the lowest are to strengthen;
    where every answer stands alike there is no difference to speak of, and both lists are empty.

    For the person who has just answered. Showing them later, or on a page that can be opened again,
    is a disclosure: ask `Sop.disclose`, and take the words from its page.
    """
    check_scoring(instrument, administration)
    placed = [
        (one.place, one.skill)
        for one in skill_places(instrument, administration, locale).values()
        if one.place is not None
    ]
    places = [place for place, _ in placed]
    if not places or min(places) == max(places):
        return Reflection((), ())
    return Reflection(
        strong=tuple(skill for place, skill in placed if place == max(places)),
        to_strengthen=tuple(skill for place, skill in placed if place == min(places)),
    )

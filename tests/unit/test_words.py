"""Every sentence that the room itself says to a person, in both languages, side by side for a reader.

S0-10, C-32: a reviewer of the Spanish reads this page; whoever changes a sentence changes it here too.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from sop_core.instruments import page_words, words
from sop_core.instruments.changes import Direction, NotComparable
from sop_core.types import ScoreStatus

SAID = {
    "yes": (words.YES, "Yes", "Sí"),
    "no": (words.NO, "No", "No"),
    "or": (words.OR, "or", "o"),
    "a condition": (
        words.SHOWN_IF, "Answer this only if you chose {labels} for: {text}",
        "Conteste esto solo si eligió {labels} en: {text}"),
    "a dropped answer": (
        words.DROPPED,
        "The answer to “{text}” was left out, because the question goes only with another answer above it.",
        "La respuesta a «{text}» no se guardó, porque la pregunta va solo con otra respuesta anterior."),
    "the first fifth": (page_words.PLACES[0], "near the start of the line", "cerca del comienzo de la línea"),
    "the second fifth": (
        page_words.PLACES[1], "in the first half of the line", "en la primera mitad de la línea"),
    "the third fifth": (page_words.PLACES[2], "about the middle of the line", "hacia el centro de la línea"),
    "the fourth fifth": (
        page_words.PLACES[3], "in the second half of the line", "en la segunda mitad de la línea"),
    "the last fifth": (page_words.PLACES[4], "near the far end of the line", "cerca del final de la línea"),
    "no line": (
        page_words.NO_LINE, "Here all answers stand at one place.",
        "Aquí todas las respuestas están en un mismo lugar."),
    "too few": (
        page_words.NO_VALUE[ScoreStatus.INSUFFICIENT], "Too few of these questions were answered to say.",
        "Se contestaron muy pocas de estas preguntas para poder decirlo."),
    "none applied": (
        page_words.NO_VALUE[ScoreStatus.NOT_APPLICABLE], "None of these questions applied.",
        "Ninguna de estas preguntas correspondía."),
    "the line's ends": (
        page_words.LINE, "Each line runs from “{low}” to “{high}”.", "Cada línea va de «{low}» a «{high}»."),
    "lines of several kinds": (
        page_words.ANY_LINE, "Each line runs from one end of what the answers can come to, to the other.",
        "Cada línea va de un extremo al otro de lo que pueden dar las respuestas."),
    "the last cycle": (
        page_words.SINCE, "Set beside your own answers of {cycle}.", "Junto a sus propias respuestas de {cycle}."),
    "no last cycle": (
        page_words.NO_CYCLE, "There is no earlier cycle of yours to set beside this one yet.",
        "Todavía no hay un ciclo anterior suyo para ponerlo junto a este."),
    "another definition's cycle": (
        page_words.OTHER_CYCLE,
        ("Your answers of {cycle} cannot be compared with these: the questions have changed, or the way they are put "
         "together."),
        ("Sus respuestas de {cycle} no se pueden comparar con estas: cambiaron las preguntas o la manera de "
         "juntarlas.")),
    "more": (page_words.DIRECTIONS[Direction.MORE], "more than last time", "más que la vez pasada"),
    "less": (page_words.DIRECTIONS[Direction.LESS], "less than last time", "menos que la vez pasada"),
    "no clear change": (
        page_words.DIRECTIONS[Direction.NO_CLEAR_CHANGE], "no clear change since last time",
        "sin un cambio claro desde la vez pasada"),
    "other questions": (
        page_words.WHY_NOT[NotComparable.OTHER_SCORING],
        "cannot be compared with last time, since the questions have changed, or the way they are put together",
        "no se puede comparar con la vez pasada, porque cambiaron las preguntas o la manera de juntarlas"),
    "no value now": (
        page_words.WHY_NOT[NotComparable.NO_VALUE_NOW],
        "cannot be compared with last time, since there is no answer to go by this time",
        "no se puede comparar con la vez pasada, porque esta vez no hay respuesta"),
    "no value then": (
        page_words.WHY_NOT[NotComparable.NO_VALUE_THEN],
        "cannot be compared with last time, since there was no answer to go by then",
        "no se puede comparar con la vez pasada, porque entonces no hubo respuesta"),
    "what counts": (
        page_words.COUNTS,
        ("A difference of {points} or more counts as a change, on a line from {low} to {high}. Anything less is no "
         "clear change."),
        ("Cuenta como cambio una diferencia de {points} o más, en una línea de {low} a {high}. Menos que eso no es un "
         "cambio claro.")),
    "what counts for one skill": (
        page_words.COUNTS_ALONE,
        ("For one skill alone the same part of its own line counts: {points} or more, where answers run from {low} to "
         "{high}."),
        ("Para una habilidad sola cuenta la misma parte de su propia línea: {points} o más, donde las respuestas van "
         "de {low} a {high}.")),
    "the definition's figure": (
        page_words.SOURCE[True], "The questionnaire itself says so.", "Así lo dice el cuestionario mismo."),
    "the default's figure": (
        page_words.SOURCE[False], "That is one eighth of the line, the default of sop_core.",
        "Es la octava parte de la línea, el valor que sop_core usa si no se dice otro."),
}  # fmt: skip


@pytest.mark.parametrize(("said", "english", "spanish"), SAID.values(), ids=SAID)
def test_a_sentence_in_both_languages(said, english, spanish):
    """Two languages, no more and no fewer, and the same places to fill in."""
    assert said == {"en": english, "es": spanish}
    assert english.count("{") == spanish.count("{")


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (Fraction(1, 2), "half a point", "medio punto"),
        (Fraction(1), "one point", "un punto"),
        (Fraction(3), "3 points", "3 puntos"),
        (Fraction(5, 2), "2.5 points", "2.5 puntos"),
        (Fraction(1, 4), "0.25 of a point", "0.25 de punto"),
        (Fraction(1, 3), "1/3 of a point", "1/3 de punto"),
        (Fraction(4, 3), "4/3 points", "4/3 puntos"),
        (Fraction(1, 1000), "0.001 of a point", "0.001 de punto"),
        (Fraction(1, 1024), "1/1024 of a point", "1/1024 de punto"),
    ],
)
def test_points_in_both_languages(value, english, spanish):
    """Words for a half and a whole; a short decimal where it is exact, else the fraction."""
    assert [page_words.points(value, locale) for locale in ("en", "es")] == [english, spanish]


def test_every_table_is_read_here():
    """A sentence that is added to a table is read here before anybody meets it."""
    tables = [value for room in (words, page_words) for value in vars(room).values()]
    nested = [inner for table in tables if isinstance(table, dict) for inner in table.values()]
    nested += [inner for table in tables if isinstance(table, tuple) for inner in table]
    every = [
        one for one in (*tables, *nested) if isinstance(one, dict) and set(one) == {"en", "es"}
    ]
    own = ("_POINTS", "_MANY", "_PART")
    points = [*page_words._POINTS.values(), *(getattr(page_words, name) for name in own[1:])]
    read = [said for said, _, _ in SAID.values()]
    assert [one for one in every if one not in read and one not in points] == []

"""The sentences of the individual's page, by locale. Spanish is a draft (C-32).

S0-10: they name places and directions; no grade, no rank, no percentage, nobody else, and no loss.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sop_core.instruments.changes import Direction, NotComparable
from sop_core.instruments.exact import number_in_words
from sop_core.instruments.words import say
from sop_core.types import ScoreStatus

_Words = Mapping[str, str]

#: Where a scale stands, from the first fifth of its line to the last.
PLACES: tuple[_Words, ...] = (
    {"en": "near the start of the line", "es": "cerca del comienzo de la línea"},
    {"en": "in the first half of the line", "es": "en la primera mitad de la línea"},
    {"en": "about the middle of the line", "es": "hacia el centro de la línea"},
    {"en": "in the second half of the line", "es": "en la segunda mitad de la línea"},
    {"en": "near the far end of the line", "es": "cerca del final de la línea"},
)
NO_LINE: _Words = {
    "en": "Here all answers stand at one place.",
    "es": "Aquí todas las respuestas están en un mismo lugar.",
}
NO_VALUE: Mapping[ScoreStatus, _Words] = {
    ScoreStatus.INSUFFICIENT: {
        "en": "Too few of these questions were answered to say.",
        "es": "Se contestaron muy pocas de estas preguntas para poder decirlo.",
    },
    ScoreStatus.NOT_APPLICABLE: {
        "en": "None of these questions applied.",
        "es": "Ninguna de estas preguntas correspondía.",
    },
}
LINE: _Words = {
    "en": "Each line runs from “{low}” to “{high}”.",
    "es": "Cada línea va de «{low}» a «{high}».",
}
ANY_LINE: _Words = {
    "en": "Each line runs from one end of what the answers can come to, to the other.",
    "es": "Cada línea va de un extremo al otro de lo que pueden dar las respuestas.",
}
SINCE: _Words = {
    "en": "Set beside your own answers of {cycle}.",
    "es": "Junto a sus propias respuestas de {cycle}.",
}
NO_CYCLE: _Words = {
    "en": "There is no earlier cycle of yours to set beside this one yet.",
    "es": "Todavía no hay un ciclo anterior suyo para ponerlo junto a este.",
}
OTHER_CYCLE: _Words = {
    "en": "Your answers of {cycle} cannot be compared with these: the questions have changed, or the way they are put "
    "together.",
    "es": "Sus respuestas de {cycle} no se pueden comparar con estas: cambiaron las preguntas o la manera de "
    "juntarlas.",
}
DIRECTIONS: Mapping[Direction, _Words] = {
    Direction.MORE: {"en": "more than last time", "es": "más que la vez pasada"},
    Direction.LESS: {"en": "less than last time", "es": "menos que la vez pasada"},
    Direction.NO_CLEAR_CHANGE: {
        "en": "no clear change since last time",
        "es": "sin un cambio claro desde la vez pasada",
    },
}
WHY_NOT: Mapping[NotComparable, _Words] = {
    NotComparable.OTHER_SCORING: {
        "en": "cannot be compared with last time, since the questions have changed, or the way they are put together",
        "es": "no se puede comparar con la vez pasada, porque cambiaron las preguntas o la manera de juntarlas",
    },
    NotComparable.NO_VALUE_NOW: {
        "en": "cannot be compared with last time, since there is no answer to go by this time",
        "es": "no se puede comparar con la vez pasada, porque esta vez no hay respuesta",
    },
    NotComparable.NO_VALUE_THEN: {
        "en": "cannot be compared with last time, since there was no answer to go by then",
        "es": "no se puede comparar con la vez pasada, porque entonces no hubo respuesta",
    },
}
COUNTS: _Words = {
    "en": "A difference of {points} or more counts as a change, on a line from {low} to {high}. Anything less is no "
    "clear change.",
    "es": "Cuenta como cambio una diferencia de {points} o más, en una línea de {low} a {high}. Menos que eso no es un "
    "cambio claro.",
}
COUNTS_ALONE: _Words = {
    "en": "For one skill alone the same part of its own line counts: {points} or more, where answers run from {low} to "
    "{high}.",
    "es": "Para una habilidad sola cuenta la misma parte de su propia línea: {points} o más, donde las respuestas van "
    "de {low} a {high}.",
}
SOURCE: Mapping[bool, _Words] = {
    True: {
        "en": "The questionnaire itself says so.",
        "es": "Así lo dice el cuestionario mismo.",
    },
    False: {
        "en": "That is one eighth of the line, the default of sop_core.",
        "es": "Es la octava parte de la línea, el valor que sop_core usa si no se dice otro.",
    },
}
_POINTS: Mapping[Fraction, _Words] = {
    Fraction(1, 2): {"en": "half a point", "es": "medio punto"},
    Fraction(1): {"en": "one point", "es": "un punto"},
}
_MANY: _Words = {"en": "{n} points", "es": "{n} puntos"}
_PART: _Words = {"en": "{n} of a point", "es": "{n} de punto"}


def number(value: Fraction) -> str:
    """A number as a person reads it: a short decimal where one says it exactly, else p/q."""
    return number_in_words(value) if value.denominator <= 1000 else str(value)


def points(value: Fraction, locale: str) -> str:
    """A number of points in words: half a point, one point, 2.5 points, 1/3 of a point."""
    if value in _POINTS:
        return say(_POINTS[value], locale)
    return say(_PART if value < 1 else _MANY, locale).format(n=number(value))

"""A scale's rule in one plain sentence, made from the definition so that it cannot say anything else."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from sop_core.instruments.exact import write_exact
from sop_core.instruments.model import Instrument, Scale
from sop_core.instruments.words import NO, OR, YES, say
from sop_core.types import ItemType, Method, Prorate, RoundingMode

_Words = Mapping[str, str]

_METHOD: Mapping[Method, _Words] = {
    Method.MEAN: {"en": "the mean of the answered items", "es": "el promedio de las respuestas"},
    Method.SUM: {"en": "the sum of the answered items", "es": "la suma de las respuestas"},
    Method.PERCENT_OF_MAX: {
        "en": "how far the answered items reach, as a percentage from their lowest to their highest values",
        "es": "hasta dónde llegan las respuestas, en porcentaje entre sus valores más bajos y más altos",
    },
    Method.COUNT: {
        "en": "the number of items answered with {codes}",
        "es": "el número de preguntas contestadas con {codes}",
    },
    Method.LOWEST: {
        "en": "the lowest of the answered items",
        "es": "la más baja de las respuestas",
    },
    Method.HIGHEST: {
        "en": "the highest of the answered items",
        "es": "la más alta de las respuestas",
    },
}
_EVERY: _Words = {
    "en": "every item that applies must be answered",
    "es": "hay que contestar todas las preguntas que corresponden",
}
_AT_LEAST: _Words = {
    "en": "at least {n} must be answered",
    "es": "hay que contestar al menos {n}",
}
_SHARE: _Words = {
    "en": "at least {n} of the items that apply must be answered",
    "es": "hay que contestar al menos {n} de las preguntas que corresponden",
}
_HALF: _Words = {"en": "half", "es": "la mitad"}
_SCALED: _Words = {
    "en": "missing items are made up for by the mean of the others",
    "es": "las que faltan se completan con el promedio de las demás",
}
_WEIGHTS: _Words = {
    "en": "some items count more than others",
    "es": "algunas preguntas cuentan más que otras",
}
_TIMES: _Words = {"en": "each answer counts {n} times", "es": "cada respuesta cuenta {n} veces"}
_REVERSED: _Words = {
    "en": "{n} of the items scored the other way round",
    "es": "{n} de las preguntas con la escala al revés",
}
_ROUNDED: _Words = {
    "en": "rounded to {places}, ties {ties}",
    "es": "redondeado a {places}, los empates {ties}",
}
_PLACES: Mapping[int, _Words] = {
    0: {"en": "a whole number", "es": "un número entero"},
    1: {"en": "1 decimal", "es": "1 decimal"},
}
_DECIMALS: _Words = {"en": "{n} decimals", "es": "{n} decimales"}
_TIES: Mapping[RoundingMode, _Words] = {
    RoundingMode.HALF_UP: {"en": "away from zero", "es": "alejándose de cero"},
    RoundingMode.HALF_EVEN: {"en": "to the even digit", "es": "hacia la cifra par"},
}


def _least(scale: Scale, locale: str) -> str:
    whole = scale.method in (Method.SUM, Method.COUNT)
    at_least = say(_AT_LEAST, locale).format(n=write_exact(scale.min_answered))
    if (whole and scale.prorate is Prorate.NONE) or (scale.share and scale.min_answered == 1):
        # Where an item does not apply, a number of items may still ask for more than are left.
        more = not scale.share and scale.min_answered > 1
        return f"{say(_EVERY, locale)}, {at_least}" if more else say(_EVERY, locale)
    if not scale.share:
        return at_least
    half = scale.min_answered == Fraction(1, 2)
    share = say(_HALF, locale) if half else write_exact(scale.min_answered)
    return say(_SHARE, locale).format(n=share)


def _labels(instrument: Instrument, scale: Scale, locale: str) -> str:
    """The labels of the codes that a count counts, each once, as the items show them."""
    labels: dict[str, None] = {}
    for code in scale.of:
        for item in (instrument.items[name] for name in scale.items):
            if item.type is ItemType.BOOLEAN:
                found = {"true": say(YES, locale), "false": say(NO, locale)}
            else:
                found = {one.code: one.label.get(locale) for one in instrument.options_of(item)}
            if code in found:
                labels[f"“{found[code]}”"] = None
    return f" {say(OR, locale)} ".join(labels)


def describe(instrument: Instrument, scale: Scale, locale: str = "en") -> str:
    """The rule of a scale in plain words: its method, what must be answered, reversal, and rounding.

    "the mean of the answered items; at least half of the items that apply must be answered; …"
    """
    method = say(_METHOD[scale.method], locale)
    if scale.method is Method.COUNT:
        method = method.format(codes=_labels(instrument, scale, locale))
    parts = [method, _least(scale, locale)]
    if scale.prorate is Prorate.SCALE_UP:
        parts.append(say(_SCALED, locale))
    weights = {scale.weight(item) for item in scale.items}
    if len(weights) > 1:
        parts.append(say(_WEIGHTS, locale))
    elif scale.method is Method.SUM and weights != {1}:
        parts.append(say(_TIMES, locale).format(n=write_exact(weights.pop())))
    if scale.reverse:
        parts.append(say(_REVERSED, locale).format(n=len(scale.reverse)))
    ties = say(_TIES[scale.rounding.mode], locale)
    places = say(_PLACES.get(scale.rounding.places, _DECIMALS), locale)
    places = places.format(n=scale.rounding.places)
    parts.append(say(_ROUNDED, locale).format(places=places, ties=ties))
    return "; ".join(parts)

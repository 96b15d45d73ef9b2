"""The rule of a scale in plain words, as the form and `sop show` say it."""

from __future__ import annotations

import pytest

from sop_core import Sop
from sop_core.documents import instrument_of
from sop_core.instruments import describe
from tests.unit._small import definition


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (
            {},
            "the mean of the answered items; at least 1 must be answered; rounded to 2 decimals, ties away from zero",
        ),
        (
            {
                "min_answered": "1/2",
                "reverse": ["a"],
                "rounding": {"mode": "half_even", "places": 0},
            },
            (
                "the mean of the answered items; at least half of the items that apply must be answered; "
                "1 of the items scored the other way round; rounded to a whole number, ties to the even digit"
            ),
        ),
        (
            {"method": "sum", "weights": {"a": 2, "b": 1}},
            (
                "the sum of the answered items; every item that applies must be answered; some items count more than "
                "others; rounded to 2 decimals, ties away from zero"
            ),
        ),
        (
            {"method": "sum", "prorate": "scale_up", "min_answered": "2/3", "weights": {"a": 1}},
            (
                "the sum of the answered items; at least 2/3 of the items that apply must be answered; missing items are "
                "made up for by the mean of the others; rounded to 2 decimals, ties away from zero"
            ),
        ),
        (
            {
                "method": "sum",
                "weights": {"a": 2, "b": 2},
                "min_answered": 2,
                "rounding": {"mode": "half_up", "places": 1},
            },
            (
                "the sum of the answered items; every item that applies must be answered, at least 2 must be answered; each "
                "answer counts 2 times; rounded to 1 decimal, ties away from zero"
            ),
        ),
        (
            {"method": "lowest", "min_answered": "1/1"},
            (
                "the lowest of the answered items; every item that applies must be answered; rounded to 2 decimals, ties "
                "away from zero"
            ),
        ),
        (
            {"method": "count", "of": ["1"], "prorate": "scale_up"},
            (
                "the number of items answered with “One”; at least 1 must be answered; missing items are made up for by "
                "the mean of the others; rounded to 2 decimals, ties away from zero"
            ),
        ),
    ],
)
def test_a_rule_is_said_in_plain_words(scale, words):
    """Method, minimum, prorating, weights, reversal, rounding; made from the definition itself."""
    instrument = instrument_of(two_items(**scale))
    assert describe(instrument, instrument.scales[0]) == words


def two_items(**scale):
    """An instrument of two items on two points, with one scale."""
    five = {
        "five": {
            "options": [
                {"code": str(n), "value": n, "label": {"en": word}}
                for n, word in ((1, "One"), (2, "Two"))
            ]
        }
    }
    items = [
        {"id": name, "type": "choice", "text": {"en": name}, "response_set": "five"}
        for name in "ab"
    ]
    rounding = {"mode": "half_up", "places": 2}
    base = {
        "id": "s",
        "title": {"en": "S"},
        "items": ["a", "b"],
        "method": "mean",
        "min_answered": 1,
        "rounding": rounding,
    }
    return {
        **definition(),
        "response_sets": five,
        "sections": [{"id": "x", "title": {"en": "X"}, "items": items}],
        "scales": [{**base, **scale}],
    }


def test_a_count_of_yes_says_yes():
    """A boolean item has no labels of its own; the words of the form stand for its codes."""
    made = two_items(method="count", of=["true", "false"], items=["c"])
    made["sections"][0]["items"].append({"id": "c", "type": "boolean", "text": {"en": "c"}})
    instrument = instrument_of(made)
    assert describe(instrument, instrument.scales[0]).startswith(
        "the number of items answered with “Yes” or “No”; every"
    )


def test_every_bundled_scale_is_described_in_every_language():
    """The form's help says each rule, in the form's own language."""
    sop = Sop.load(plugins=False)
    for name in sop.catalog.ids("instrument"):
        for locale in sop.catalog.instrument(name).title.locales:
            form = sop.form(name, locale=locale)
            rules = [scale.rule for scale in form.scales]
            assert len(rules) == len(form.definition.scales)
            assert all("{" not in rule and rule for rule in rules)
    spanish = sop.form("parent_guardian_survey", locale="es").scales[0].rule
    assert spanish.startswith("el promedio de las respuestas; hay que contestar al menos la mitad")


TIES = (
    "rounded to 2 decimals, ties away from zero",
    "redondeado a 2 decimales, los empates alejándose de cero",
)
ALL = (
    "every item that applies must be answered",
    "hay que contestar todas las preguntas que corresponden",
)


@pytest.mark.parametrize(
    ("scale", "english", "spanish"),
    [
        (
            {"min_answered": "1/2"},
            f"the mean of the answered items; at least half of the items that apply must be answered; {TIES[0]}",
            ("el promedio de las respuestas; hay que contestar al menos la mitad de las preguntas que corresponden; "
            f"{TIES[1]}"),
        ),
        (
            {"method": "sum", "weights": {"a": 3, "b": 3}, "min_answered": 2},
            f"the sum of the answered items; {ALL[0]}, at least 2 must be answered; each answer counts 3 times; {TIES[0]}",
            f"la suma de las respuestas; {ALL[1]}, hay que contestar al menos 2; cada respuesta cuenta 3 veces; {TIES[1]}",
        ),
        (
            {"method": "sum", "prorate": "scale_up", "min_answered": 2},
            ("the sum of the answered items; at least 2 must be answered; missing items are made up for by the mean of the "
            f"others; {TIES[0]}"),
            ("la suma de las respuestas; hay que contestar al menos 2; las que faltan se completan con el promedio de las "
            f"demás; {TIES[1]}"),
        ),
        (
            {"method": "sum", "min_answered": "1/2"},
            f"the sum of the answered items; {ALL[0]}; {TIES[0]}",
            f"la suma de las respuestas; {ALL[1]}; {TIES[1]}",
        ),
        (
            {"method": "percent_of_max", "weights": {"b": "1/2"}, "reverse": ["a", "b"], "min_answered": "1/1"},
            ("how far the answered items reach, as a percentage from their lowest to their highest values; "
            f"{ALL[0]}; some items count more than others; 2 of the items scored the other way round; {TIES[0]}"),
            ("hasta dónde llegan las respuestas, en porcentaje entre sus valores más bajos y más altos; "
            f"{ALL[1]}; algunas preguntas cuentan más que otras; 2 de las preguntas con la escala al revés; {TIES[1]}"),
        ),
        # weights that are alike change a sum, and neither a mean nor a percentage
        (
            {"weights": {"a": 2, "b": 2}, "min_answered": "3/4"},
            f"the mean of the answered items; at least 3/4 of the items that apply must be answered; {TIES[0]}",
            ("el promedio de las respuestas; hay que contestar al menos 3/4 de las preguntas que corresponden; "
            f"{TIES[1]}"),
        ),
        (
            {"method": "count", "of": ["2", "1"], "rounding": {"mode": "half_even", "places": 0}},
            f"the number of items answered with “Two” or “One”; {ALL[0]}; rounded to a whole number, ties to the even digit",
            (f"el número de preguntas contestadas con “Dos” o “Uno”; {ALL[1]}; redondeado a un número entero, los empates "
            "hacia la cifra par"),
        ),
        (
            {"method": "lowest", "rounding": {"mode": "half_up", "places": 1}},
            "the lowest of the answered items; at least 1 must be answered; rounded to 1 decimal, ties away from zero",
            ("la más baja de las respuestas; hay que contestar al menos 1; redondeado a 1 decimal, los empates alejándose "
            "de cero"),
        ),
        (
            {"method": "highest", "rounding": {"mode": "half_even", "places": 3}},
            "the highest of the answered items; at least 1 must be answered; rounded to 3 decimals, ties to the even digit",
            ("la más alta de las respuestas; hay que contestar al menos 1; redondeado a 3 decimales, los empates hacia la "
            "cifra par"),
        ),
    ],
)  # fmt: skip
def test_every_phrase_in_both_languages(scale, english, spanish):
    """C-32: the Spanish reader is told the same rule, in whole sentences."""
    instrument = instrument_of(in_spanish(two_items(**scale)))
    said = [describe(instrument, instrument.scales[0], locale) for locale in ("en", "es")]
    assert said == [english, spanish]


def in_spanish(document):
    """The same two options, labelled in both languages."""
    for option, word in zip(
        document["response_sets"]["five"]["options"], ("Uno", "Dos"), strict=True
    ):
        option["label"]["es"] = word
    return document


def test_yes_and_no_are_counted_in_the_readers_language():
    """Beside each other and beside a choice; a code that no item has is passed over, one that two have said once."""
    made = two_items(method="count", of=["false", "1", "true", "9"], items=["c", "a", "b", "d"])
    for name in "cd":
        made["sections"][0]["items"].append({"id": name, "type": "boolean", "text": {"en": name}})
    instrument = instrument_of(in_spanish(made))
    rules = [
        describe(instrument, instrument.scales[0], locale).split("; ")[0]
        for locale in ("en", "es-MX")
    ]
    assert rules == [
        "the number of items answered with “No” or “One” or “Yes”",
        "el número de preguntas contestadas con “No” o “Uno” o “Sí”",
    ]

"""Ways of answering that come ready-made: what a county picks by name instead of writing it out.

C-06: staff rate skill, and parents agree or disagree in plain words; either is a choice and no
constant. Spanish is a draft until a person has reviewed it (C-32).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import frozen

from sop_core.types import FrozenMap, ItemType

Option = dict[str, Any]

_NOT_APPLICABLE = {"en": "This does not apply", "es": "Esto no corresponde"}

_SETS: Mapping[str, tuple[Option, ...]] = FrozenMap(
    {
        "agreement5": (
            {"code": "1", "value": 1, "label": {"en": "I disagree a lot", "es": "Muy en desacuerdo"}},
            {"code": "2", "value": 2, "label": {"en": "I disagree a little", "es": "Un poco en desacuerdo"}},
            {"code": "3", "value": 3, "label": {"en": "I am in the middle", "es": "Más o menos"}},
            {"code": "4", "value": 4, "label": {"en": "I agree a little", "es": "Un poco de acuerdo"}},
            {"code": "5", "value": 5, "label": {"en": "I agree a lot", "es": "Muy de acuerdo"}},
            {
                "code": "na", "missing": "not_applicable",
                "label": {"en": "This does not apply to me", "es": "Esto no se aplica a mi caso"},
            },
            {
                "code": "declined", "missing": "declined",
                "label": {"en": "I would rather not say", "es": "Prefiero no contestar"},
            },
            {"code": "dk", "missing": "dont_know", "label": {"en": "I don't know", "es": "No sé"}},
        ),
        "mastery5": (
            {
                "code": "1", "value": 1,
                "label": {
                    "en": "This is new to me: I am finding out what it is for",
                    "es": "Es nuevo para mí: estoy descubriendo para qué sirve",
                },
            },
            {
                "code": "2", "value": 2,
                "label": {
                    "en": "I can do this with a guide or a colleague beside me",
                    "es": "Lo puedo hacer con una guía o con un colega a mi lado",
                },
            },
            {
                "code": "3", "value": 3,
                "label": {
                    "en": "I can do this on my own when things go as expected",
                    "es": "Lo puedo hacer por mi cuenta cuando todo sale como se espera",
                },
            },
            {
                "code": "4", "value": 4,
                "label": {
                    "en": "I can adapt this when things do not go as expected",
                    "es": "Lo puedo adaptar cuando las cosas no salen como se espera",
                },
            },
            {
                "code": "5", "value": 5,
                "label": {
                    "en": "I can show this in a way that a colleague learns from",
                    "es": "Lo puedo mostrar de modo que un colega aprenda de ello",
                },
            },
            {
                "code": "na", "missing": "not_applicable",
                "label": {"en": "This is not part of my work now", "es": "Esto no es parte de mi trabajo ahora"},
            },
            {
                "code": "dk", "missing": "dont_know",
                "label": {"en": "I cannot tell where I am with this", "es": "No sé decir en qué punto estoy con esto"},
            },
        ),
        "not_applicable": ({"code": "na", "missing": "not_applicable", "label": _NOT_APPLICABLE},),
    }
)  # fmt: skip


@frozen
class Ready:
    """A ready-made way of answering: the item's type, its response set, and the bounds of a number."""

    type: ItemType
    response_set: str
    said: str
    bounds: tuple[int, int] | None = None


#: What `--response-set` and the column `response_set` know by name.
READY: Mapping[str, Ready] = FrozenMap(
    {
        "agreement5": Ready(
            ItemType.CHOICE, "agreement5", "five steps from 'I disagree a lot' to 'I agree a lot'"
        ),
        "mastery5": Ready(
            ItemType.CHOICE, "mastery5", "five steps of skill, from 'new to me' to 'I can show it'"
        ),
        "yes_no": Ready(ItemType.BOOLEAN, "not_applicable", "yes or no, scored 1 and 0"),
        "number_0_10": Ready(
            ItemType.INTEGER, "not_applicable", "a whole number from 0 to 10", (0, 10)
        ),
    }
)

#: Names of response sets that a county's own may not take.
RESERVED = tuple(dict.fromkeys((*READY, *_SETS)))


def options_of(name: str, languages: Iterable[str]) -> list[Option]:
    """The options of a ready-made response set in these languages, which it must have."""
    return [
        {**option, "label": {at: option["label"][at] for at in languages}} for option in _SETS[name]
    ]


def languages_lacking(name: str, languages: Iterable[str]) -> list[str]:
    """Which of these languages a ready-made response set has no labels in."""
    known = _SETS[name][0]["label"]
    return [at for at in languages if at not in known]

"""How the items of a staff instrument are worded: of skill, and not of how often something is done.

S1-01: levels and items describe what practice looks like at a level of skill; frequency is no
skill. A word list finds what sounds like it, and a person decides: the finding is advice, and a
definition is never refused for it. Lists are data by language, and a caller may bring its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from sop_core.errors import Issue, json_path, listed
from sop_core.shapes import Json, texts
from sop_core.types import FrozenMap

#: Phrases by language; each is found as whole words, in any case, with any white space between them.
FREQUENCY_WORDS: Mapping[str, tuple[str, ...]] = FrozenMap(
    {
        "en": (
            "always", "often", "sometimes", "never", "usual", "usually", "rare", "rarely", "seldom",
            "frequent", "frequently", "occasional", "occasionally", "regular", "regularly",
            "consistent", "consistently", "constant", "constantly", "routine", "routinely",
            "generally", "mostly", "hardly ever", "at times", "daily", "weekly", "monthly",
            "how many times", "times a", "times per", "percent",
            "all of the time", "most of the time", "some of the time", "none of the time",
            "every time", "every case", "every family", "every visit", "every day", "every week",
            "every month", "each time", "each case", "each family", "each visit", "each day",
            "each week", "each month",
        ),
        "es": (
            "siempre", "nunca", "jamás", "a menudo", "a veces", "algunas veces", "muchas veces",
            "pocas veces", "rara vez", "raras veces", "raramente", "frecuente", "frecuentemente",
            "con frecuencia", "con qué frecuencia", "ocasional", "ocasionalmente", "en ocasiones",
            "de vez en cuando", "habitual", "habitualmente", "normalmente", "generalmente",
            "por lo general", "regularmente", "constante", "constantemente", "rutinariamente",
            "todo el tiempo", "la mayoría de las veces", "diario", "diariamente", "semanal",
            "semanalmente", "mensual", "mensualmente", "cuántas veces", "veces al", "veces por",
            "por ciento", "cada vez", "en cada caso", "en cada visita", "con cada familia",
            "cada día", "cada semana", "cada mes", "todos los días", "todas las semanas",
        ),
    }
)  # fmt: skip

#: Respondents who tell how they were met, and whose own skill is not the subject (S0-12).
FAMILY_ROLES = (
    "parent_guardian", "parent", "guardian", "caregiver", "family", "family_member", "youth", "child",
)  # fmt: skip


@lru_cache(maxsize=32)
def _finder(phrases: tuple[str, ...]) -> re.Pattern[str]:
    # The longest first, so that "hardly ever" is found whole.
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    words = (r"\s+".join(map(re.escape, phrase.split())) for phrase in ordered)
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


def frequency_words(
    text: str, locale: str, *, words: Mapping[str, tuple[str, ...]] = FREQUENCY_WORDS
) -> tuple[str, ...]:
    """The phrases of a text that speak of how often, as they stand there and each once (S1-01).

    A locale without a list of its own uses its language's (`es-MX` uses `es`), or finds nothing.
    """
    phrases = words.get(locale) or words.get(locale.partition("-")[0]) or ()
    if not phrases:
        return ()
    composed = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys(_finder(tuple(phrases)).findall(composed)))


def _is_rated(place: tuple[str | int, ...]) -> bool:
    # What is rated and what it is rated with; a title or an introduction may well speak of a month.
    return "items" in place or "bands" in place or place[0] == "response_sets"


def check_wording(
    document: Json, *, words: Mapping[str, tuple[str, ...]] = FREQUENCY_WORDS
) -> list[Issue]:
    """Advice on each item, hint, option and band of a staff instrument that speaks of how often."""
    role = document.get("respondent_role")
    if not isinstance(role, str) or role in FAMILY_ROLES:
        return []
    return [
        Issue(
            "frequency_wording",
            json_path(*place, locale),
            f"This speaks of how often ({listed(found)}). An instrument for staff asks what skilled practice looks "
            "like: how often a thing is done says nothing of how well, and turns into a count of work (S1-01).",
            fix="Say what another person could see or hear when it is done well; leave it if the word means something "
            "else here.",
            severity="advice",
        )
        for place, text in texts(document)
        if _is_rated(place)
        for locale, said in text.items()
        if isinstance(said, str) and (found := frequency_words(said, locale, words=words))
    ]

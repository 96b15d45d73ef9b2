"""Words of grading, ranking, comparing and loss, in both languages, which stand nowhere on a page."""

from __future__ import annotations

import re

GRADING = re.compile(
    r"(?i)\b(grades?|graded|rank\w*|percent\w*|scores?|marks?|pass(?:ed)?|fail\w*|poor\w*|weak\w*|bad|good|best|worst|"
    r"worse|better|drop\w*|declin\w*|los[st]\w*|fell|below|average|others?'|than others|top|bottom|level|excellent|"
    r"calificaci\w+|puntaje|puntuaci\w+|nota|rango|ranking|porcentaj\w*|percentil\w*|aprob\w*|reprob\w*|suspens\w*|"
    r"fall[oó]\w*|pobre\w*|d[eé]bil\w*|mal[oa]?s?|buen[oa]?s?|peor\w*|mejor\w*|baj[oó]\w*|perdi\w*|promedio|nivel\w*|"
    r"que los demás|que otr\w+)\b"
)
#: What says that it is none of these.
DENIED = (
    "it is not a grade",
    "no es una calificación",
    "It may be good to talk about.",
)


def grading_words(said: str) -> list[str]:
    """The words of grading in what a page says, but for the sentences that deny it."""
    for denial in DENIED:
        said = said.replace(denial, "")
    return [found if isinstance(found, str) else found[0] for found in GRADING.findall(said)]

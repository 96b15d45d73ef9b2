"""One person's answers of two cycles, disclosed to that person, for the tests of the drawn page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import evolve

from sop_core import Disclosure, Sop
from sop_core.catalog import build, checked
from tests.unit._small import choice, options, scale

SOP = Sop.load(plugins=False)
WORDS = {
    "q1": {"en": "Asking the Three Questions", "es": "Hacer las Tres Preguntas"},
    "q2": {"en": "Listening to the child", "es": "Escuchar a la niña o al niño"},
    "q3": {"en": "Mapping with the family", "es": "Hacer el mapa con la familia"},
    "q4": {"en": "Writing in plain words", "es": "Escribir con palabras sencillas"},
    "form": {"en": "A small form", "es": "Un formulario pequeño"},
    "talk": {"en": "Talking", "es": "Conversar"},
    "write": {"en": "Writing", "es": "Escribir"},
    "low": {"en": "new to me", "es": "nuevo para mí"},
    "high": {"en": "I show others", "es": "lo enseño a otras personas"},
}


def definition(
    say: Callable[[str], dict[str, str]] = WORDS.__getitem__, **of_scale: Any
) -> dict[str, Any]:
    """Four skills of 1 to 5 in two areas, in both languages or in what `say` gives."""
    items = [{**choice(name), "text": say(name)} for name in ("q1", "q2", "q3", "q4")]
    made = [
        {**option, "label": say("high" if option.get("value") == 5 else "low")}
        for option in options(1, 2, 3, 4, 5)["options"]
    ]
    scales = [
        {**scale("mean", "q1", "q2"), "id": "talk", "title": say("talk"), "min_answered": 2, **of_scale},
        {**scale("mean", "q3", "q4"), "id": "write", "title": say("write"), **of_scale},
    ]  # fmt: skip
    return {
        "$schema": "urn:sop:schema:instrument:1", "id": "small", "version": "1.0.0", "status": "active",
        "title": say("form"), "respondent_role": "any", "source": "x", "rights": "x",
        "response_sets": {"set": {"options": made}},
        "sections": [{"id": "s", "title": say("form"), "items": items}], "scales": scales,
    }  # fmt: skip


def record(cycle: str, answers: str, **fields: Any) -> dict[str, Any]:
    """Answers to q1 to q4, a letter each; `-` declines."""
    said = {
        f"q{at}": {"missing": "declined"} if code == "-" else code
        for at, code in enumerate(answers, start=1)
    }
    return {
        "$schema": "urn:sop:schema:administration:1", "id": f"r-{cycle}",
        "instrument": {"id": "small", "version": "1.0.0"}, "status": "complete", "respondent": "u-1",
        "subject": None, "scope": [], "cycle": cycle, "locale": "en",
        "submitted_at": "2026-11-21T09:00:00Z" if cycle == "now" else "2026-08-21T09:00:00Z",
        "answers": said, **fields,
    }  # fmt: skip


def disclosed(
    say: Callable[[str], dict[str, str]] = WORDS.__getitem__,
    *,
    now: str = "ebca",
    before: str | None = "bbca",
    cycle_before: str = "last-autumn",
    sound: bool = True,
    **of_scale: Any,
) -> Disclosure:
    """The page's person, with an earlier cycle unless `before` is None.

    Without `sound` the definition is not checked: a plugin's value may hold what no file can.
    """
    found = checked(definition(say, **of_scale), where="made up", trusted=not sound)
    assert [str(issue) for issue in found.issues] == []
    sop = evolve(SOP, catalog=build([found]))
    earlier = [] if before is None else [record(cycle_before, before)]
    return sop.disclose(
        record("now", now), viewer="u-1", purpose="self_reflection", earlier=earlier
    )

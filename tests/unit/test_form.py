"""A form as data: everything that a page needs, in one language, and nothing that it has to look up."""

from __future__ import annotations

from fractions import Fraction

import pytest

from sop_core.instruments import (
    FormItem,
    FormOption,
    FormSection,
    describe,
    form_of,
)
from sop_core.instruments.form import FormScale, ShownIf
from sop_core.types import ItemType, MissingReason, Translation
from tests.unit._small import definition, instrument


def both(english, spanish):
    return {"en": english, "es": spanish}


SETS = {
    "two": {"options": [
        {"code": "n", "value": 1, "label": both("No way", "De ningún modo")},
        {"code": "y", "value": 2, "label": both("Of course", "Por supuesto")},
        {"code": "na", "missing": "not_applicable", "label": both("Does not apply", "No corresponde")},
    ]},
    "why": {"options": [{"code": "skip", "missing": "declined", "label": both("Rather not", "Prefiero no")}]},
}  # fmt: skip
SECTIONS = [
    {"id": "first", "title": both("First", "Primero"), "items": [
        {"id": "q", "type": "choice", "text": both("A question?", "¿Una pregunta?"), "response_set": "two",
         "required": True, "hint": both("Take your time", "Tómese su tiempo")},
        {"id": "n", "type": "decimal", "text": both("How much?", "¿Cuánto?"), "minimum": "-1/2", "maximum": 9,
         "response_set": "why"}]},
    {"id": "second", "title": both("Second", "Segundo"), "items": [
        {"id": "b", "type": "boolean", "text": both("Ready?", "¿Listo?"), "response_set": "why",
         "show_if": {"item": "q", "in": ["y", "n"]}},
        {"id": "t", "type": "text", "text": both("Say more", "Diga más"), "max_length": 80,
         "show_if": {"item": "b", "in": ["false"]}}]},
]  # fmt: skip
SCALE = {
    "id": "heard", "title": both("Being heard", "Ser escuchado"), "items": ["q"], "method": "mean", "min_answered": 1,
    "rounding": {"mode": "half_up", "places": 1},
}  # fmt: skip
KNOWN = instrument(
    title=both("A form", "Un formulario"), intro=both("Welcome", "Bienvenido"), response_sets=SETS, sections=SECTIONS,
    scales=(SCALE,), anonymous=True, respondent_role="parent_guardian", translations={"es": "reviewed"},
)  # fmt: skip

CHOICES = (
    FormOption("n", "De ningún modo"), FormOption("y", "Por supuesto"),
    FormOption("na", "No corresponde", MissingReason.NOT_APPLICABLE),
)  # fmt: skip
SKIP = FormOption("skip", "Prefiero no", MissingReason.DECLINED)
IF_Q = ShownIf(
    "q", ("y", "n"), "Conteste esto solo si eligió “Por supuesto” o “De ningún modo” en: ¿Una pregunta?"
)  # fmt: skip
IF_B = ShownIf("b", ("false",), "Conteste esto solo si eligió “No” en: ¿Listo?")


def test_a_whole_form_in_one_language():
    """C-32: every text in the reader's language; options, bounds, conditions and rules beside them."""
    form = form_of(KNOWN, "es-MX")
    assert (form.instrument, form.definition) == (KNOWN.ref, KNOWN)
    assert (form.title, form.intro, form.locale) == ("Un formulario", "Bienvenido", "es")
    assert (form.translation, form.anonymous, form.respondent_role) == (
        Translation.REVIEWED, True, "parent_guardian",
    )  # fmt: skip
    assert form.sections == (
        FormSection("first", "Primero", (
            FormItem("q", ItemType.CHOICE, "¿Una pregunta?", CHOICES, True, "Tómese su tiempo"),
            FormItem("n", ItemType.DECIMAL, "¿Cuánto?", (SKIP,), False, None, None, Fraction(-1, 2), 9),
        )),
        FormSection("second", "Segundo", (
            FormItem("b", ItemType.BOOLEAN, "¿Listo?",
                     (FormOption("true", "Sí"), FormOption("false", "No"), SKIP), False, None, IF_Q),
            FormItem("t", ItemType.TEXT, "Diga más", (), False, None, IF_B, None, None, 80),
        )),
    )  # fmt: skip
    assert form.scales == (
        FormScale("heard", "Ser escuchado", describe(KNOWN, KNOWN.scales[0], "es")),
    )
    assert [item.id for item in form.items] == ["q", "n", "b", "t"]


def test_what_a_form_leaves_out():
    """No introduction, no hint, no condition, no bound: None, never an empty text."""
    plain = instrument(
        *definition()["sections"][0]["items"],
        sections=[{**SECTIONS[1], "items": [{"id": "t", "type": "text", "text": both("Say", "Diga")}]}],
        title=both("x", "x"), response_sets={},
    )  # fmt: skip
    form = form_of(plain, "en")
    assert (form.intro, form.scales, form.anonymous) == (None, (), False)
    assert form.items == (FormItem("t", ItemType.TEXT, "Say", (), False),)


@pytest.mark.parametrize(("said", "read"), [("true", True), ("false", False)])
def test_yes_and_no_are_answers_even_where_a_reason_is_called_so(said, read):
    """A county may call a reason `true`; on a yes-no item the word still means yes."""
    odd = {"code": said, "missing": "declined", "label": {"en": "x"}}
    form = form_of(
        instrument(
            {"id": "b", "type": "boolean", "text": {"en": "x"}, "response_set": "odd"},
            sets={"odd": {"options": [odd]}},
        ),
        "en",
    )
    assert form.read({"b": said})["answers"] == {"b": read}

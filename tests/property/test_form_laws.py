"""What holds for every form: data out, and a browser's fields back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core import CallRefused
from tests.property.door import items_of, sittings

pytestmark = pytest.mark.law


def browser(sitting, prefix: str) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """What a browser would send for a record's answers, and those answers that a form can offer."""
    fields: dict[str, list[str]] = {}
    sent: dict[str, Any] = {}
    for name, answer in sitting.record["answers"].items():
        item = items_of(sitting.definition)[name]
        options = sitting.definition["response_sets"].get(
            item.get("response_set"), {"options": []}
        )["options"]
        field = prefix + name
        if isinstance(answer, dict):
            codes = [one["code"] for one in options if one.get("missing") == answer["missing"]]
            if not codes:
                continue  # no option offers it, so no form can send it
            field += "" if item["type"] in ("choice", "choices") else ".missing"
            fields[field] = [codes[0]]
        elif isinstance(answer, bool):
            fields[field] = ["true" if answer else "false"]
        elif isinstance(answer, list):
            fields[field] = answer
        elif isinstance(answer, int | Decimal):
            fields[field] = [format(Decimal(answer), "f")]
        else:
            plain = answer.replace("\r", "?")
            fields[field] = [plain.replace("\n", "\r\n")]
            sent[name] = plain
            continue
        sent[name] = answer
    return fields, sent


@given(sittings(statuses=("draft",)), st.sampled_from(("", "sop-", "a.")))
def test_what_a_browser_sends_for_answers_is_those_answers(sitting, prefix):
    """DESIGN 4: for every type, reasons and hidden items included, form.read gives what was answered.

    Conditions: the form offers the reason (declined is always accepted, but only an option sends it);
    a text's line breaks are plain ones, since browsers send no other.
    """
    fields, sent = browser(sitting, prefix)
    form = sitting.sop.form(sitting.definition["id"], sitting.definition["version"])
    rest = {key: sitting.record[key] for key in ("id", "cycle", "submitted_at", "status", "locale")}
    document = form.read(fields, prefix=prefix, **rest)
    assert document.notes == ()
    assert sitting.sop.check(document) == ()
    read = sitting.sop.accept(document).record
    direct = sitting.sop.accept(sitting.with_answers(sent).record).record
    assert read.answers == direct.answers


@given(sittings(statuses=("draft",), items=(2, 6), scales=(0, 0)), st.data())
def test_whatever_is_sent_hidden_answers_are_dropped_and_said(sitting, data):
    """DESIGN 3: fields of hidden items never reach the document; a note says which were dropped."""
    form = sitting.sop.form(sitting.definition["id"], sitting.definition["version"])
    fields = {}
    for item in form.items:
        codes = [option.code for option in item.options]
        value = st.sampled_from(codes) if codes else st.sampled_from(("1", "x", "2026-11-21", ""))
        fields[item.id] = data.draw(value)
    document = form.read(
        fields, id="r", cycle="c", submitted_at=sitting.record["submitted_at"], status="draft"
    )
    codes = {issue.code for issue in sitting.sop.check(document)}
    assert "hidden_item_answered" not in codes
    assert {note.code for note in document.notes} <= {"hidden_item_dropped"}
    assert not {note.item for note in document.notes} & set(document["answers"])


def read_fields(sitting, data, values):
    """A form's document of fields of its own and of others, with any of these values."""
    form = sitting.sop.form(sitting.definition["id"], sitting.definition["version"])
    names = st.sampled_from([item.id for item in form.items]) | st.text(max_size=4)
    names |= names.map(lambda name: f"{name}.missing")
    rest = {key: sitting.record[key] for key in ("id", "cycle", "submitted_at", "status")}
    return form, form.read(data.draw(st.dictionaries(names, values, max_size=6)), **rest)


@given(sittings(statuses=("draft",), scales=(0, 0)), st.data())
def test_reading_any_text_never_fails(sitting, data):
    """DESIGN 4: texts that no form sent, for items or not, make at worst a document that is refused."""
    texts = st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=3)
    form, document = read_fields(sitting, data, texts)
    sitting.sop.check(document)
    assert set(document["answers"]) <= {item.id for item in form.items}


@given(sittings(statuses=("draft",), scales=(0, 0)), st.data())
def test_but_what_no_browser_sends_is_a_wrong_call(sitting, data):
    """A number or an object among the fields of an item is refused by a sentence, never guessed at."""
    strange = st.integers() | st.booleans() | st.dictionaries(st.text(max_size=2), st.none())
    form = sitting.sop.form(sitting.definition["id"], sitting.definition["version"])
    name = data.draw(st.sampled_from([item.id for item in form.items]))
    for value in (data.draw(strange), ["x", data.draw(strange)]):
        with pytest.raises(CallRefused):
            form.read({name: value})


@given(sittings(scales=(0, 0)), st.sampled_from(("en", "es", "es-MX", "fr")))
def test_a_form_has_every_item_once_in_order(sitting, locale):
    """DESIGN 4: sections and items as defined, each text in one locale that the definition has."""
    form = sitting.sop.form(sitting.definition["id"], sitting.definition["version"], locale=locale)
    assert [item.id for item in form.items] == list(items_of(sitting.definition))
    assert form.locale in sitting.definition["title"]
    for item in form.items:
        raw = items_of(sitting.definition)[item.id]
        assert item.text == raw["text"][form.locale]
        assert (item.show_if is None) == ("show_if" not in raw)
        assert item.show_if is None or item.show_if.note


def test_but_an_answer_that_no_form_offers_cannot_be_sent():
    """declined is accepted of every item, yet a number without such an option has no field for it."""
    from tests.property.door import BASE

    form = BASE.form("social_worker_assessment")
    document = form.read({"nobody": "x"}, id="r", cycle="c", submitted_at="2026-11-21T09:00:00Z")
    assert document["answers"] == {}

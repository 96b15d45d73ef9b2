"""The way from a record of a case to a browser's fields and back (B-21 to B-29, C-30)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core.documents import to_document, value_of
from sop_core.practice import (
    PARTS,
    TOOLS,
    FieldRecord,
    FieldTool,
    Statement,
    StatementKind,
    field_record_fields,
    read_field_record,
    read_statement,
    statement_fields,
)
from sop_core.testing import field_records, statements
from tests.unit._page import faults, read, sent

render = pytest.importorskip("sop_core.render", reason="not on this Python: jinja2")
pytest.importorskip("jinja2", reason="not on this Python: jinja2")
pytestmark = pytest.mark.law

PREFIXES = st.sampled_from(("", "a-", "x.1-"))
#: What a browser may send under any name; line ends are one character in a record.
SENT = st.text(st.characters(codec="utf-8", exclude_characters="\r\x00"), max_size=12)


def head(document: dict) -> dict:
    """What the host states beside the fields."""
    of_fields = {"$schema", "confidential", "tool", "kind", "parts", "entries", "people", "moves", "scales", "setting"}  # fmt: skip
    return {name: value for name, value in document.items() if name not in of_fields}


def by_part(document: dict) -> dict:
    """The record as its page reads: the entries under the parts in the tool's order."""
    order = TOOLS[FieldTool(document["tool"])].parts
    entries = sorted(document["entries"], key=lambda one: order.index(one["part"]))
    return {**document, "entries": entries}


@given(field_records(), PREFIXES)
def test_a_field_record_comes_back_from_its_own_fields_as_it_was(document, prefix):
    """B-21 to B-29: what a form shows and sends again loses and adds nothing."""
    record = value_of(document, FieldRecord)
    fields = field_record_fields(record, prefix=prefix)
    read = read_field_record(record.tool, fields, prefix=prefix, **head(document))
    assert to_document(value_of(read, FieldRecord)) == by_part(document)


@given(statements(), PREFIXES)
def test_a_statement_comes_back_from_its_own_fields_as_it_was(document, prefix):
    """C-30: each part stands in a field of its own, and comes back as it was written."""
    statement = value_of(document, Statement)
    fields = statement_fields(statement, prefix=prefix)
    read = read_statement(statement.kind, fields, prefix=prefix, **head(document))
    assert to_document(value_of(read, Statement)) == document


@st.composite
def sent_fields(draw: st.DrawFn) -> tuple[FieldTool, dict[str, list[str]]]:
    """Fields that a page of a tool could send, with anything in them."""
    tool = draw(st.sampled_from(FieldTool))
    names = ("text", "voice", "verbatim", "id", "new_id", "person", "ring", "low", "value", "on", "drop", "label")  # fmt: skip
    groups = (*TOOLS[tool].parts, "people", "moves", "scales", "setting", "elsewhere")
    keys = st.tuples(st.sampled_from(groups), st.sampled_from(("1", "2", "10", "x")), st.sampled_from(names))  # fmt: skip
    fields = draw(st.dictionaries(keys, st.lists(SENT, max_size=2), max_size=12))
    return tool, {".".join(key): texts for key, texts in fields.items()}


@given(sent_fields())
def test_nothing_that_was_written_in_a_line_is_lost(sent):
    """Whatever was sent under a tool's own part stands in the document, unless its line was taken out."""
    tool, fields = sent
    document = json.dumps(read_field_record(tool, fields), ensure_ascii=False)
    for name, texts in fields.items():
        group, number, field = name.split(".")
        dropped = any(fields.get(f"{group}.{number}.drop", ()))
        if group in TOOLS[tool].parts and field == "text" and number.isdigit() and not dropped:
            for text in texts:
                assert json.dumps(text, ensure_ascii=False)[1:-1] in document


@given(sent_fields())
def test_every_line_of_a_document_leads_back_to_its_fields(sent):
    """A refusal can be shown beside the line that it is about."""
    tool, fields = sent
    document = read_field_record(tool, fields)
    lines = [f"$.{group}[{index}]" for group in ("entries", "people", "moves", "scales") for index in range(len(document.get(group, ())))]  # fmt: skip
    assert sorted(document.places) == sorted(lines)
    assert all(any(name.startswith(f"{at}.") for name in fields) for at in document.places.values())


@given(sent_fields())
def test_new_lines_get_ids_that_nobody_has(sent):
    """No two lines share an id that this library gave."""
    tool, fields = sent
    fields = {name: texts for name, texts in fields.items() if not name.endswith("id")}
    document = read_field_record(tool, fields)
    for group in ("entries", "people", "scales"):
        ids = [line["id"] for line in document.get(group, ())]
        assert len(ids) == len(set(ids))


@given(st.sampled_from(StatementKind), st.dictionaries(st.sampled_from(("who_reported", "child_sees", "others_see", "status")), st.lists(SENT, max_size=2)))  # fmt: skip
def test_the_button_that_was_pressed_decides_between_draft_and_finished(kind, fields):
    """DESIGN 3: none is meant as finished; what is no status is not taken for one, and stays to be refused."""
    document = read_statement(kind, fields)
    pressed = [text for text in fields.get("status", ()) if text]
    assert document["status"] == (
        {0: "complete", 1: pressed[0] if pressed else ""}.get(len(pressed), pressed)
    )


@given(field_records(), PREFIXES)
def test_a_page_shows_a_field_record_so_that_it_comes_back_as_it_was(document, prefix):
    """B-21 to B-29: what stands in the form, sent by a browser that does nothing else, is the record."""
    record = value_of(document, FieldRecord)
    markup = render.field_form(record.tool, values=field_record_fields(record, prefix=prefix), prefix=prefix)  # fmt: skip
    page = read(markup)
    assert faults(page) == []
    read_again = read_field_record(record.tool, sent(page.one("form")), prefix=prefix, **head(document))  # fmt: skip
    assert to_document(value_of(read_again, FieldRecord)) == by_part(document)


@given(statements(), PREFIXES)
def test_a_page_shows_a_statement_so_that_it_comes_back_as_it_was(document, prefix):
    """C-30: the whole form, and each single step of it, carry all parts."""
    statement = value_of(document, Statement)
    values = statement_fields(statement, prefix=prefix)
    for step in (None, *PARTS[statement.kind]):
        page = read(render.statement_form(statement.kind, values=values, prefix=prefix, step=step))
        assert faults(page) == []
        again = read_statement(statement.kind, sent(page.one("form")), prefix=prefix, **head(document))  # fmt: skip
        assert to_document(value_of(again, Statement)) == document


@given(sent_fields(), st.sampled_from(("en", "es")))
def test_a_form_that_comes_back_shows_all_that_was_written(sent_by, locale):
    """DESIGN 6: what was typed stands on the page again, in its control or beside it, and the page is sound."""
    tool, fields = sent_by
    page = read(render.field_form(tool, values=fields, locale=locale))
    assert faults(page) == []
    shown_again = [text for texts in sent(page.one("form")).values() for text in texts]
    shown_again += [one.text for one in page.all("q")]
    for name, texts in fields.items():
        group, number, field = name.split(".")
        if group in TOOLS[tool].parts and field == "text" and number.isdigit():
            for text in texts:
                assert any(text.replace("\n", "\r\n") == again or text == isolated(again) for again in shown_again) or not text  # fmt: skip


def isolated(text: str) -> str:
    """A text without the marks that close it in on a page."""
    return text.removeprefix("\u2068").removesuffix("\u2069")

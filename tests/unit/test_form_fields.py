"""A browser's fields read as a document: what a person typed is never lost, and never guessed at."""

from __future__ import annotations

import pytest

from sop_core import CallRefused, Sop

DEFINITION = {
    "$schema": "urn:sop:schema:instrument:1",
    "id": "fields",
    "version": "1",
    "status": "active",
    "title": {"en": "Fields"},
    "respondent_role": "r",
    "source": "test",
    "rights": "none",
    "response_sets": {
        "ab": {
            "options": [
                {"code": "a", "value": 1, "label": {"en": "A"}},
                {"code": "b", "value": 2, "label": {"en": "B"}},
            ]
        },
        "why": {"options": [{"code": "na", "missing": "not_applicable", "label": {"en": "N/A"}}]},
    },
    "sections": [
        {
            "id": "s",
            "title": {"en": "S"},
            "items": [
                {"id": "one", "type": "choice", "text": {"en": "One?"}, "response_set": "ab"},
                {"id": "many", "type": "choices", "text": {"en": "Many?"}, "response_set": "ab"},
                {"id": "yes", "type": "boolean", "text": {"en": "Yes?"}, "response_set": "why"},
                {
                    "id": "n",
                    "type": "integer",
                    "text": {"en": "N?"},
                    "minimum": 0,
                    "maximum": 9,
                    "response_set": "why",
                },
                {"id": "d", "type": "decimal", "text": {"en": "D?"}, "minimum": 0, "maximum": 9},
                {"id": "day", "type": "date", "text": {"en": "Day?"}},
                {
                    "id": "said",
                    "type": "text",
                    "text": {"en": "Said?"},
                    "show_if": {"item": "yes", "in": ["true"]},
                },
            ],
        }
    ],
    "scales": [],
}


@pytest.fixture(scope="module")
def form():
    """The form of an instrument with every type of item."""
    return Sop.load(plugins=False, definitions=[DEFINITION], require=["fields"]).form("fields")


@pytest.mark.parametrize(
    ("fields", "answers"),
    [
        ({"one": "a"}, {"one": "a"}),
        ({"one": ["a"]}, {"one": "a"}),
        ({"one": ""}, {}),
        ({"one": ["a", "b"]}, {"one": ["a", "b"]}),
        ({"many": "a"}, {"many": ["a"]}),
        ({"many": ["a", "b"]}, {"many": ["a", "b"]}),
        ({"yes": "true"}, {"yes": True}),
        ({"yes": "false"}, {"yes": False}),
        ({"yes": "maybe"}, {"yes": "maybe"}),
        ({"yes": "na"}, {"yes": {"missing": "not_applicable"}}),
        ({"yes": ["true", "na"]}, {"yes": ["true", "na"]}),
        ({"yes.missing": "na"}, {"yes": {"missing": "not_applicable"}}),
        ({"n": " 7 "}, {"n": 7}),
        ({"n": "7.5"}, {"n": "7.5"}),
        ({"n": "seven"}, {"n": "seven"}),
        ({"n": "٣"}, {"n": "٣"}),
        ({"n": "", "n.missing": "na"}, {"n": {"missing": "not_applicable"}}),
        ({"n": "7", "n.missing": "na"}, {"n": ["7", "na"]}),
        ({"n": "7", "n.missing": ""}, {"n": 7}),
        ({"n": "7", "n.missing": "zz"}, {"n": ["7", "zz"]}),
        ({"n.missing": "zz"}, {"n": {"missing": "zz"}}),
        ({"n.missing": "declined"}, {"n": {"missing": "declined"}}),
        ({"one.missing": "declined"}, {"one": {"missing": "declined"}}),
        ({"many.missing": "declined"}, {"many": {"missing": "declined"}}),
        ({"many": "a", "many.missing": "declined"}, {"many": ["a", "declined"]}),
        ({"d": "2.50"}, {"d": 2.5}),
        ({"d": "2,5"}, {"d": "2,5"}),
        ({"d": "+2"}, {"d": 2}),
        ({"day": "2026-11-21"}, {"day": "2026-11-21"}),
        ({"yes": "true", "said": "a\r\nb"}, {"yes": True, "said": "a\nb"}),
        ({"csrfmiddlewaretoken": "x", "other": ["1"]}, {}),
        ({"one": None, "n": []}, {}),
    ],
)
def test_fields_become_answers(form, fields, answers):
    """Each type is read as itself; what cannot be read stays as it was typed, for accept to refuse."""
    read = form.read(fields)
    assert read["answers"] == answers
    assert read.notes == ()


def test_what_show_if_hides_is_dropped_and_said(form):
    """Pages work without script: an answer to a question that was not asked is dropped with a note."""
    read = form.read({"yes": "false", "said": "something"})
    assert read["answers"] == {"yes": False}
    assert [(note.code, note.item, note.severity) for note in read.notes] == [
        ("hidden_item_dropped", "said", "advice")
    ]
    assert "Said?" in read.notes[0].message


class Several(dict):
    """A mapping as werkzeug and Django have it: one value of several, unless asked for the list."""

    def __getitem__(self, name):
        return super().__getitem__(name)[0]

    def getlist(self, name):
        return super().__getitem__(name)


def test_every_value_of_a_field_is_read(form):
    """A framework's own mapping gives one value of several; none may be lost."""
    assert form.read(Several(many=["a", "b"], one=["b"]))["answers"] == {
        "one": "b",
        "many": ["a", "b"],
    }


@pytest.mark.parametrize(
    "call",
    [
        lambda form: form.read({"n": 3}),
        lambda form: form.read({"n": [b"3"]}),
        lambda form: form.read(None),
        lambda form: form.read({}, prefix=3),
        lambda form: form.read({"one": "a"}, answers={"one": "b"}),
    ],
)
def test_what_no_browser_sends_is_a_wrong_call(form, call):
    """It would be lost, or stand in for what was sent: it is refused instead."""
    with pytest.raises(CallRefused, match=r"form\.read"):
        call(form)


def test_a_prefix_keeps_two_forms_on_one_page_apart(form):
    """Names are prefix + item id, and + .missing for a reason."""
    read = form.read({"x-one": "b", "one": "a", "x-n.missing": "na"}, prefix="x-")
    assert read["answers"] == {"one": "b", "n": {"missing": "not_applicable"}}


def test_the_rest_of_the_record_comes_from_the_host(form):
    """Without more, nobody is named; what the host gives is filled in."""
    read = form.read({"one": "a"}, id="r", cycle="c", submitted_at="t", scope=["x"])
    assert {**read} == {
        "$schema": "urn:sop:schema:administration:1",
        "instrument": {
            "id": "fields",
            "version": "1",
            "digest": form.instrument.digest,
            "scoring": form.instrument.scoring,
        },
        "status": "complete",
        "respondent": None,
        "subject": None,
        "scope": ["x"],
        "groups": {},
        "locale": "en",
        "id": "r",
        "cycle": "c",
        "submitted_at": "t",
        "answers": {"one": "a"},
    }


def test_the_note_says_when_an_item_is_asked(form):
    """In words, for pages that work without script."""
    said = next(item for item in form.items if item.id == "said")
    assert said.show_if.note == "Answer this only if you chose “Yes” for: Yes?"

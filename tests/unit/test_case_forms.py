"""Forms of a case: written without script, refused beside the line, nothing lost (issue 5; B-21 to B-29, C-30)."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from sop_core import Panel, ShownPrompt, Situation, Sop, render
from sop_core.documents import value_of
from sop_core.errors import CallRefused, Issue
from sop_core.practice import (
    PARTS,
    TOOLS,
    FieldRecord,
    FieldTool,
    Statement,
    StatementKind,
    asks_for_more,
    field_record_fields,
    read_field_record,
    read_statement,
    statement_fields,
    step_of,
)
from sop_core.practice.form import LINE_FIELDS
from sop_core.render.words import every_word
from sop_core.types import PromptKind
from tests.unit._cased import CIRCLES, DANGER, HOUSES, QUESTIONS
from tests.unit._coached import changed
from tests.unit._page import faults, fill, read, sent

ERRORS = Path(__file__).parents[2] / "docs" / "errors.md"
SOP = Sop.load(plugins=False)
WHO = {"id": "f-1", "case": "case-1", "writer": "w", "made_at": "2026-11-21T14:05:00-08:00"}


def form(markup):
    page = read(markup)
    assert faults(page) == []
    return page.one("form")


def field_page(tool, fields, **options):
    """What a host does: read, check, and draw again with all that is wrong."""
    document = read_field_record(tool, fields, **WHO)
    return form(render.field_form(tool, values=fields, issues=SOP.check(document), **options))


@pytest.mark.parametrize("tool", FieldTool)
@pytest.mark.parametrize("locale", ["en", "es"])
def test_every_tool_has_a_line_under_each_part(tool, locale):
    """B-21 to B-29: a line for each part, people where the tool has them, and the mark of confidence."""
    page = form(render.field_form(tool, locale=locale))
    names = {
        one.get("name") for one in (*page.all("textarea"), *page.all("select"), *page.all("input"))
    }
    shape = TOOLS[tool]
    assert {f"{part}.1.text" for part in shape.parts} <= names
    assert ("people.1.label" in names, "people.1.ring" in names, "people.1.tie" in names) == (
        shape.people, shape.rings, shape.ties,
    )  # fmt: skip
    assert ("scales.1.value" in names, "setting.consent" in names) == (shape.scales, shape.setting)
    assert "moves.1.to" not in names
    assert every_word()[locale]["case_confidential"] in page.words
    assert (every_word()["es"]["draft"] in page.words) == (locale == "es")


@pytest.mark.parametrize("tool", FieldTool)
def test_a_page_that_nobody_wrote_on_says_that_nothing_is_written(tool):
    """Unknown is never zero: an untouched form makes no entry, no person and no scale."""
    fields = sent(form(render.field_form(tool, spare=3)))
    document = read_field_record(tool, fields, **WHO)
    assert (document["entries"], set(document) & {*LINE_FIELDS, "setting"}) == ([], set())
    page = field_page(tool, fields)
    assert page.one(role="alert").words.endswith("Nothing is written here yet. Please write what was said, or keep it as a draft.")  # fmt: skip


def test_what_is_written_on_the_page_is_what_the_record_says():
    """B-25: people with new ids, and whoever moved or is spoken of is one of them."""
    page = form(render.field_form("safety_circles", spare=2))
    ids = {one.get("name"): one.get("value") for one in page.all("input", type="hidden")}
    assert (ids["people.1.new_id"], ids["people.2.new_id"]) == ("p1", "p2")
    fill(page, {"people.1.label": ["Aunt"], "people.2.relation": ["neighbor"], "purpose.1.text": ["Who helps?"]})  # fmt: skip
    fields = sent(page) | {"people.1.ring": ["inner"], "people.2.ring": ["outer"], "purpose.1.person": ["p2"]}  # fmt: skip
    document = read_field_record("safety_circles", fields, **WHO)
    assert document["people"] == [
        {"id": "p1", "label": "Aunt", "ring": "inner"},
        {"id": "p2", "relation": "neighbor", "ring": "outer"},
    ]
    assert document["entries"] == [{"id": "e1", "part": "purpose", "text": "Who helps?", "person": "p2"}]  # fmt: skip
    assert [one for one in SOP.check(document) if one.severity == "error"] == []


def test_new_lines_get_ids_beside_those_that_are_there():
    """A line without an id of its own gets the first that is free in the whole form."""
    fields = {"worries.1.id": "e1", "worries.1.text": "a", "worries.2.text": "b", "next_steps.4.text": "c", "next_steps.4.new_id": "e3", "next_steps.5.text": "d"}  # fmt: skip
    document = read_field_record("three_questions", fields)
    assert [one["id"] for one in document["entries"]] == ["e1", "e2", "e3", "e4"]
    assert document.places == {"$.entries[0]": "worries.1", "$.entries[1]": "worries.2", "$.entries[2]": "next_steps.4", "$.entries[3]": "next_steps.5"}  # fmt: skip
    scales = read_field_record("scaling", {"scales.1.value": "3", "scales.2.voice": "child"})
    assert [one["id"] for one in scales["scales"]] == ["s1", "s2"]


def test_a_line_is_taken_out_by_a_tick_and_by_nothing_else():
    """What is wrong in a line is said, not dropped; what is ticked goes."""
    record = value_of(CIRCLES, FieldRecord)
    fields = field_record_fields(record)
    page = form(render.field_form("safety_circles", values=fields))
    ticks = [one.get("name") for one in page.all("input", type="checkbox") if one.get("name").endswith(".drop")]  # fmt: skip
    assert len(ticks) == len(record.people) + len(record.entries) + len(record.moves)
    again = read_field_record("safety_circles", {**fields, "people.1.drop": ["true"]}, **WHO)
    assert [one["id"] for one in again["people"]] == [one.id for one in record.people[1:]]


def test_every_fault_stands_beside_its_control_and_in_the_summary():
    """DESIGN 6: all at once, each linked to the control, in words that a worker can act on."""
    fields = {
        "worries.1.text": "  ", "worries.1.voice": "zz", "worries.2.text": "x", "worries.2.verbatim": "true",
        "scales.1.value": "eleven", "scales.1.voice": "child", "scales.2.value": "11", "scales.2.low": "0",
        "scales.2.high": "10", "scales.2.voice": "worker", "scales.3.low": "5", "scales.3.high": "1", "scales.3.missing": "declined",
    }  # fmt: skip
    page = field_page("three_questions", fields)
    summary = page.one(role="alert")
    said = {
        link.get("href")[1:]: item.words for item in summary.all("li") for link in item.all("a")
    }
    assert len(said) == len(summary.all("li"))
    for id_, sentence in said.items():
        control = page.one(id=id_)
        assert control.get("aria-invalid") == "true"
        beside = page.one(id=f"{id_}-error")
        assert beside.words in sentence
        assert f"{id_}-error" in control.get("aria-describedby").split()
    told = " ".join(said.values())
    for words in ("write what was said", "choose one of these", "very words these are", "fill this in", "numbers in digits",
                  "not on the scale", "lower than the highest"):  # fmt: skip
        assert words in told
    assert [one.text for one in page.all("q")] == ["zz"]
    assert [one.text.strip() for one in page.all("textarea") if one.text.strip()] == ["x"]


def test_moves_and_the_childs_setting_are_refused_in_their_places():
    """B-23, B-25: a move to nowhere, a day that is none, an order with one house twice, a stop without a stop."""
    page = field_page("safety_circles", {"people.1.label": "Aunt", "people.1.ring": "outer", "people.1.new_id": "p1", "moves.1.person": "p1", "moves.1.from": "outer", "moves.1.to": "outer", "moves.1.on": "soon"})  # fmt: skip
    on = page.one("input", name="moves.1.on")
    assert (on.get("type"), on.get("value")) == ("text", "soon")
    told = [one.words for one in page.one(role="alert").all("li")]
    assert [one for one in told if one.startswith("On which day")] == ["On which day Please give a day that is in the calendar, like 2026-03-09."]  # fmt: skip
    assert any("two different circles" in one for one in told)
    page = field_page("three_houses", {"setting.order.1": "worries", "setting.order.2": "worries", "setting.names.worries": ["a", "b"], "setting.stopped_at": "worries", "setting.consent": "refused", "good_things.1.text": "x"})  # fmt: skip
    wrong = {one.get("name") for one in (*page.all("select"), *page.all("input")) if one.get("aria-invalid")}  # fmt: skip
    assert wrong == {"setting.order.1", "setting.order.2", "setting.stopped_at", "setting.consent"}
    assert [one.text for one in page.all("q")] == ["a", "b"]


def test_one_more_line_is_asked_for_without_sending_anything():
    """A page without script grows: what was typed stays, and one line is added where it was asked for."""
    fields = {"worries.1.text": "x", "worries.1.new_id": "e1", "more": "worries"}
    assert asks_for_more(fields) == "worries"
    page = form(render.field_form("three_questions", values=fields, spare=0))
    names = [one.get("name") for one in page.all("textarea")]
    assert names == ["worries.1.text", "worries.2.text"]
    assert page.one(role="status").words == "One more line was added. Nothing was sent yet."
    assert {one.get("value") for one in page.all("button", name="more")} >= {
        "worries",
        "next_steps",
    }
    moved = form(render.field_form("safety_circles", values={"more": "moves"}))
    assert moved.one("select", name="moves.1.person")
    assert asks_for_more({"a-more": "x"}) is None
    # The Enter key presses the first button: it keeps a draft.
    assert page.all("button")[0].attributes.items() >= {"name": "status", "value": "draft", "tabindex": "-1"}.items()  # fmt: skip


def test_a_blank_line_that_was_shown_counts_as_spare():
    """A form that comes back does not grow by itself."""
    page = form(render.field_form("scaling"))
    fields = sent(page)
    again = form(render.field_form("scaling", values=fields))
    assert sent(again) == fields
    assert (fields["scales.1.low"], fields["scales.1.high"]) == (["0"], ["10"])
    other = sent(form(render.field_form("scaling", bounds=(1, 5))))
    assert (other["scales.1.low"], other["scales.1.high"]) == (["1"], ["5"])


@pytest.mark.parametrize("kind", StatementKind)
def test_a_statement_is_written_step_by_step(kind):
    """C-30: one part at a time, on and back, and at the end the whole; what was written travels along."""
    fields: dict[str, list[str]] = {}
    for number, part in enumerate(PARTS[kind], start=1):
        steps = SOP.catalog.statement_steps(kind)
        page = form(render.statement_form(kind, values=fields, step=part, steps=steps))
        assert steps[number - 1].question in page.words
        assert [one.get("name") for one in page.all("textarea")] == [part]
        assert f"Part {number} of {len(PARTS[kind])}" in page.words
        fill(page, {part: [f"words {number}"]})
        fields = sent(page)
        before = [one.get("value") for one in page.all("button", name="step")]
        assert before == [*PARTS[kind][number : number + 1], *(["whole"] if number == len(PARTS[kind]) else []), *PARTS[kind][number - 2 : number - 1][: number > 1]]  # fmt: skip
    page = form(render.statement_form(kind, values=fields))
    assert [one.text for one in page.all("textarea")] == [f"words {n + 1}" for n in range(len(PARTS[kind]))]  # fmt: skip
    assert [one.get("value") for one in page.all("button")] == ["complete", "draft"]


def test_a_button_says_where_a_statement_goes_next():
    """A step, the whole, or to be kept; what is no step leads to the whole."""
    assert step_of("danger", {"step": "situation"}) == "situation"
    assert step_of("danger", {"step": "whole"}) == "whole"
    assert step_of("danger", {"step": "child_sees"}) == "whole"
    assert step_of("danger", {"status": "complete"}) is None
    assert step_of("danger", {"a-step": ["situation"]}, prefix="a-") == "situation"


def test_a_statement_that_is_not_whole_says_what_is_missing():
    """D16, D17: each missing part beside its own question; a draft needs none."""
    fields = {"who_worries": "His aunt", "situation": ["a", "b"], "status": "complete"}
    issues = SOP.check(read_statement("danger", fields, **WHO))
    page = form(render.statement_form("danger", values=fields, issues=issues))
    wrong = [one.get("name") for one in page.all("textarea") if one.get("aria-invalid")]
    assert wrong == ["caregiver_might", "situation", "possible_impact"]
    assert [one.text for one in page.all("q")] == ["a", "b"]
    draft = read_statement("danger", {"who_worries": "His aunt", "status": "draft"}, **WHO)
    assert [one for one in SOP.check(draft) if one.severity == "error"] == []


def test_a_goal_is_written_beside_its_danger():
    """B-22: the danger that it answers is read there, and a goal without one is told so."""
    danger = value_of(DANGER, Statement)
    page = form(render.statement_form("safety_goal", answers=danger))
    assert danger.parts["situation"] in page.one("blockquote").words
    fields = dict.fromkeys(PARTS[StatementKind.SAFETY_GOAL], "words")
    issues = SOP.check(read_statement("safety_goal", fields, **WHO))
    page = form(render.statement_form("safety_goal", values=fields, issues=issues))
    assert "A safety goal answers a danger. Please choose the danger first." in page.one(role="alert").words  # fmt: skip


def test_advice_stands_as_a_note_and_is_no_fault():
    """S2-03: what is noticed is said on the page, refuses nothing, and names no requirement."""
    note = Issue("only_worries", "$", "What works well (S2-37)?", severity="advice")
    page = form(render.field_form("three_questions", issues=[note, note]))
    assert page.one(role="status").words == "What works well?"
    assert page.all(role="alert") == []


def test_wrong_calls_are_refused():
    """Hosts learn at once what they called wrongly."""
    with pytest.raises(ValueError, match="four_houses"):
        render.field_form("four_houses")
    with pytest.raises(CallRefused, match="who_worries, caregiver_might"):
        render.statement_form("danger", step="child_sees")
    with pytest.raises(CallRefused, match="also the name of a field"):
        render.field_form("scaling", hidden={"question.1.text": "x"})
    with pytest.raises(CallRefused, match="also the name of a field"):
        render.statement_form("harm", hidden={"step": "x"})
    with pytest.raises(CallRefused, match="written is in the fields"):
        read_field_record("scaling", {}, entries=[])
    with pytest.raises(CallRefused, match="written is in the fields"):
        read_statement("harm", [])
    with pytest.raises(CallRefused, match="takes what a browser sends"):
        read_statement("harm", {"who_reported": 3})
    form(
        render.field_form("scaling", hidden={"token": "x"}, action="/save", submit_label="Save it")
    )


def test_multi_valued_mappings_give_all_that_was_sent():
    """Django's and werkzeug's mappings: two answers to one question contradict each other, and both stay."""

    class Multi(dict[str, str]):
        def getlist(self, name: str) -> list[str]:
            return self[name].split(",")

    assert read_statement("harm", Multi({"who_reported": "a,b"}))["parts"] == {"who_reported": ["a", "b"]}  # fmt: skip
    document = read_field_record("scaling", Multi({"scales.1.value": "3,4", "scales.1.voice": "child"}))  # fmt: skip
    assert document["scales"][0]["value"] == ["3", "4"]


def test_every_word_that_a_form_may_need_is_there():
    """C-32: each label, choice and sentence, in both languages; Spanish says that it is a draft."""
    english, spanish = every_word()["en"], every_word()["es"]
    assert english.keys() == spanish.keys()
    assert [
        key for key in english if key.startswith("case_error_") and not spanish[key].strip()
    ] == []
    told = {key.removeprefix("case_error_") for key in english if key.startswith("case_error_")}
    documented = set(re.findall(r"^\| `(\w+)` \|", ERRORS.read_text("utf-8"), re.MULTILINE))
    assert told - {"other", "page_too_old", "sent_before"} <= documented


def test_a_prompt_leads_to_its_tool_and_says_why():
    """S2-03: where the host has a page for the tool, the prompt links to it; why it is shown opens below."""
    panel = SOP.panel(Situation(screen="investigation.contact", role="social_worker", on=date(2026, 11, 21)))  # fmt: skip
    page = read(render.panel(panel, tool_url="/cases/7/{id}/"))
    assert faults(page) == []
    assert [one.get("href") for one in page.all("a")] == [f"/cases/7/{one.tool}/" for one in panel.prompts if one.tool]  # fmt: skip
    assert page.all("a")[0].words == every_word()["en"][f"tool_{panel.prompts[0].tool}"]
    told = [one.one("p").words for one in page.all("details", class_="sop-because")]
    assert told == [one.why for one in panel.prompts if one.why] != []
    assert read(render.panel(panel)).all("a") == []
    assert read(render.panel(panel, tool_url=lambda _: None)).all("a") == []
    with pytest.raises(CallRefused, match="the same for every tool"):
        render.panel(panel, tool_url="/tool/")


def test_a_tool_that_this_library_does_not_know_has_a_plain_link():
    """A county's own tool, which a prompt of its own names."""
    shown = ShownPrompt(id="a/b", kind=PromptKind.ASK, text="Ask?", locale="es", source="s", tool="county_tool", why="Because.")  # fmt: skip
    panel = Panel(screen="case.view", role="social_worker", locale="en", prompts=(shown,), forms=())
    page = read(render.panel(panel, tool_url="/t/{id}/"))
    assert page.one("a").words == every_word()["en"]["form_open"]
    assert page.one("details", class_="sop-because").one("p").locale == "en"


@pytest.mark.parametrize(
    "document", [HOUSES, CIRCLES, QUESTIONS, DANGER], ids=lambda one: one["id"]
)
def test_a_record_gives_the_fields_that_would_send_it(document):
    """What was written is shown to be written on: each text in a field of its own."""
    if "tool" in document:
        fields = field_record_fields(value_of(document, FieldRecord), prefix="a-")
    else:
        fields = statement_fields(value_of(document, Statement), prefix="a-")
        assert fields == {f"a-{name}": [text] for name, text in document["parts"].items()}
    assert all(name.startswith("a-") for name in fields)
    sent_texts = {text for texts in fields.values() for text in texts}
    for entry in document.get("entries", ()):
        assert {entry["id"], entry["text"]} <= sent_texts
    setting = document.get("setting", {})
    assert {*setting.get("names", {}).values(), *setting.get("order", ())} <= sent_texts


def test_a_stop_is_read_as_it_was_ticked():
    """B-23: the child had enough, and the page holds nothing else; it is a finished record."""
    fields = {"setting.stopped": "true", "setting.stopped_at": "worries", "setting.consent": ""}
    document = read_field_record("three_houses", fields, **WHO)
    assert document["setting"] == {"stopped": True, "stopped_at": "worries"}
    assert [one for one in SOP.check(document) if one.severity == "error"] == []


def test_a_record_with_little_comes_back_with_little():
    """What a record does not say, its fields do not say."""
    record = value_of(changed(HOUSES, {"setting": {"stopped": False}}), FieldRecord)
    fields = field_record_fields(record)
    assert {name for name in fields if name.startswith("setting.")} == set()
    assert not [name for name in field_record_fields(value_of(QUESTIONS, FieldRecord)) if name.startswith("setting.")]  # fmt: skip


class Counted(dict):
    """A browser's fields that count how often one of them is looked at."""

    looks = 0

    def __iter__(self):
        for name in super().__iter__():
            self.looks += 1
            yield name

    def __contains__(self, name):
        self.looks += 1
        return super().__contains__(name)

    def get(self, name, default=None):
        self.looks += 1
        return super().get(name, default)


@pytest.mark.parametrize("tool", ["three_questions", "safety_circles"])
def test_a_page_of_many_lines_is_read_and_drawn_in_one_go(tool):
    """DESIGN 6: twice the lines cost twice the looks at fields, not four times; who sends thousands waits for nobody."""

    def looks(count):
        part = TOOLS[FieldTool(tool)].parts[0] if tool == "three_questions" else "people"
        field = "text" if part != "people" else "label"
        read = Counted({f"{part}.{number}.{field}": "x" for number in range(1, count + 1)})
        read_field_record(tool, read, **WHO)
        drawn = Counted(read)
        render.field_form(tool, values=drawn)
        return read.looks, drawn.looks

    few, many = looks(50), looks(100)
    assert all(0 < two < 2.5 * one for one, two in zip(few, many, strict=True))


def test_a_fault_on_each_of_many_lines_stands_at_its_own_line():
    """Each issue leads to its line by the record's path, whatever number the line has."""
    fields = {f"worries.{number}.verbatim": "true" for number in (3, 12, 400, 10_000)}
    page = field_page("three_questions", fields)
    wrong = [one.get("name") for one in page.all("textarea") if one.get("aria-invalid")]
    assert wrong == [f"worries.{number}.text" for number in (3, 12, 400, 10_000)]


@pytest.mark.parametrize("number", ["9999", "10000", "999999999"])
def test_a_line_after_any_line_is_read_as_well(number):
    """What is typed on a line that the form itself offers is in the record, whatever numbers were sent before."""
    fields = {f"worries.{number}.text": "x", "worries.2.text": "y", "more": "worries"}
    drawn = sent(form(render.field_form("three_questions", values=fields)))
    empty = [
        name
        for name, texts in drawn.items()
        if re.fullmatch(r"worries\.\d+\.text", name) and not any(texts)
    ]
    assert empty
    document = read_field_record("three_questions", {**drawn, **dict.fromkeys(empty, "new")}, **WHO)
    assert sorted(one["text"] for one in document["entries"]) == sorted(
        ["x", "y", *["new"] * len(empty)]
    )
    assert len({one["id"] for one in document["entries"]}) == len(document["entries"])


def test_a_question_in_another_language_than_the_page_says_so():
    """C-32, S4: a county's own set in English alone, on a Spanish page: label and hint name their language."""
    steps = SOP.catalog.statement_steps("harm", "en")
    page = form(render.statement_form("harm", steps=steps, locale="es"))
    questions = page.all("span", class_="sop-question")
    assert [(one.get("lang"), one.get("dir")) for one in questions] == [("en", "ltr")] * 3
    assert {one.get("lang") for one in page.all("p", class_="sop-hint")} == {"en"}
    own = form(render.statement_form("harm", steps=steps, locale="en"))
    assert {one.get("lang") for one in own.all("span", class_="sop-question")} == {None}

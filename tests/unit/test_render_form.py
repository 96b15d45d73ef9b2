"""A form on a page: what a person reads and what their tools are told; how a host uses it."""

from __future__ import annotations

import sys

import attrs
import pytest

from sop_core import render
from sop_core.errors import CallRefused, Issue, MissingExtra
from sop_core.instruments import (
    Form,
    FormItem,
    FormOption,
    Item,
    Reflection,
    ResponseOption,
    ResponseSet,
    form_of,
)
from sop_core.prompts import Panel
from sop_core.render.environment import environment
from sop_core.text import Text
from sop_core.types import ItemType, Translation
from tests.unit._drawn import item, page
from tests.unit._forms import everything, instrument, text
from tests.unit._page import Element, faults, fill, read, sent


@pytest.fixture
def form() -> Form:
    return form_of(everything(), "en")


def test_a_group_is_a_fieldset_whose_legend_asks(form):
    """Radio buttons and checkboxes stand in a fieldset; its legend is the item's text."""
    groups = {name: item(page(form), name).one("legend").words for name in ("one", "free", "some")}
    assert groups == {
        "one": "Choose one (needs an answer)",
        "free": "Choose one or none",
        "some": "Choose some (needs an answer)",
    }


def test_a_single_field_has_its_text_as_label(form):
    """A text, number or date field without reasons is labelled by the item's text."""
    drawn = page(form)
    for name, words in {"part": "How much", "text": "Tell more", "day": "On which day"}.items():
        [control] = [*drawn.all("input", name=name), *drawn.all("textarea", name=name)]
        assert drawn.one("label", for_=control.get("id")).words == words


def test_a_reason_stands_beside_what_is_no_choice(form):
    """C-07: a number, text or yes-and-no item offers its reasons under `.missing`, and none of them."""
    reasons = page(form).all("input", name="whole.missing")
    assert [one.get("value") for one in reasons] == ["dk", "no", ""]
    assert reasons[0].parent.one("label").words == "I am not sure"
    bool_ = page(form)
    assert [one.get("value") for one in bool_.all("input", name="bool")] == ["true", "false", ""]
    assert [one.get("value") for one in bool_.all("input", name="bool.missing")] == ["dk", "no", ""]


def test_a_choice_can_be_taken_back_without_script(form):
    """An optional group of radio buttons ends with an empty one; a required group has none."""
    drawn = page(form)
    assert [one.get("value") for one in drawn.all("input", name="free")] == ["1", "2", "na", ""]
    assert [one.get("value") for one in drawn.all("input", name="one")] == ["1", "2", "na"]
    fill(drawn, {"free": [""]})
    assert form.read(sent(drawn))["answers"] == {}


def test_required_is_said_in_words(form):
    """No asterisk: required items say so, and one that is asked sometimes says when."""
    drawn = page(form)
    said = {e.words for e in drawn.all(class_="sop-required")}
    assert said == {"(needs an answer)", "(needs an answer if it is asked)"}
    assert "*" not in drawn.text
    assert [e.get("name") for e in drawn.all("input", aria_required="true")] == ["whole"]
    assert len(drawn.all("fieldset", aria_required="true")) == 1


def test_an_item_that_is_asked_sometimes_is_there_and_says_when(form):
    """Pages work without script: the item is on the page, described by the sentence of show_if."""
    then = item(page(form), "then")
    note = then.one(class_="sop-when")
    assert note.words == "Answer this only if you chose “Yes” for: Is it so"
    assert note.get("id") in then.one("fieldset").get("aria-describedby").split()


def test_hints_and_bounds_describe_their_fields(form):
    """Hint, bounds and length are words that the field's description points at."""
    drawn = page(form)

    def description(control: Element) -> list[str]:
        ids = (control.get("aria-describedby") or "").split()
        return [drawn.one(id_=at).words for at in ids]

    assert description(drawn.one("textarea", name="text")) == [
        "As you like",
        "Up to 20 characters.",
    ]
    assert description(drawn.one("input", name="whole")) == ["A whole number from 0 to 20."]
    assert description(item(drawn, "one").one("fieldset")) == ["Just one"]


def test_keys_of_a_telephone_can_write_every_answer(form):
    """Numbers are text fields with the right keys; where a minus sign may be needed, with all keys."""
    drawn = page(form)
    assert drawn.one("input", name="whole").get("inputmode") == "numeric"
    assert drawn.one("input", name="part").get("inputmode") is None
    assert {drawn.one("input", name=n).get("type") for n in ("whole", "part")} == {"text"}
    assert drawn.one("input", name="day").get("type") == "date"


def test_free_text_finds_its_own_direction(form):
    """What people write runs in its own direction; the form itself says its language's."""
    drawn = page(form)
    assert {e.get("dir") for e in drawn.all("textarea")} == {"auto"}
    assert (drawn.get("lang"), drawn.get("dir")) == ("en", "ltr")
    arabic = form_of(instrument(title=Text({"ar": "نموذج"}), sections=()), "ar")
    assert page(arabic).get("dir") == "rtl"


def test_a_draft_translation_says_so_in_its_language():
    """C-32: a translation that nobody reviewed carries a visible note, in that language."""

    def t(en: str):
        return text(en, es=f"{en} (es)")

    spanish = form_of(everything(t), "es")
    assert page(spanish).one(class_="sop-draft").words.startswith("Esta traducción es un borrador")
    reviewed = everything(t, translations={"es": Translation.REVIEWED})
    assert page(form_of(reviewed, "es")).all(class_="sop-draft") == []
    assert page(form_of(everything(t), "en")).all(class_="sop-draft") == []


def test_words_of_another_language_say_which():
    """Where the interface has no words in the form's language, its English words are marked English."""
    french = form_of(everything(lambda en: Text({"fr": f"{en} (fr)"})), "fr")
    drawn = page(french)
    assert drawn.get("lang") == "fr"
    for class_ in ("sop-button", "sop-required", "sop-draft"):
        for e in drawn.all(class_=class_):
            assert e.children[0].get("lang") == "en"
    assert drawn.all("h2")[0].locale == "fr"
    blank = drawn.all("input", name="free")[-1].parent.one("label")
    assert blank.one("span", lang="en").words == "No answer"


def test_a_locale_of_a_region_uses_its_language():
    """es-MX has Spanish words, and they need no mark of their own."""
    drawn = page(form_of(everything(lambda en: Text({"es-MX": en})), "es-MX"))
    assert drawn.one("button").words == "Enviar"
    assert drawn.all("span", lang="es") == []


def test_an_anonymous_form_is_not_remembered_by_the_browser():
    """What a family wrote on a worker's device does not come back for the next person."""
    assert page(form_of(everything(anonymous=True), "en")).get("autocomplete") == "off"
    assert "autocomplete" not in page(form_of(everything(), "en"))


def test_two_forms_on_a_page_do_not_meet(form):
    """With a prefix of its own, each form has its own names and ids."""
    both = read(render.form(form, prefix="a-") + render.form(form, prefix="b."))
    assert [f for f in faults(both) if f != "more than one root"] == []
    names = [{e.get("name") for e in f.all("input")} for f in both.all("form")]
    assert names[0].isdisjoint(names[1])
    assert "a-whole.missing" in names[0]


def test_ids_of_items_cannot_make_two_ids_alike():
    """Items whose ids look like each other's options do not collide."""
    yes = ResponseSet("s", (ResponseOption("1", text("y"), value=1),))
    names = ("q", "q-1", "q-o1", "i1-o1", "form", "Q")
    items = [Item(n, ItemType.CHOICE, text(n), "s") for n in names]
    assert page(form_of(instrument(*items, sets={"s": yes}), "en"))


def test_headings_begin_where_the_host_says(form):
    """The title is of the level asked for, everything under it of the next one."""
    drawn = page(form, heading_level=1, issues=[Issue("x", "$", "x")])
    assert len(drawn.all("h1")) == 1
    assert len(drawn.all("h2")) == 3
    assert drawn.get("aria-labelledby") == drawn.one("h1").get("id")


@pytest.mark.parametrize("level", [0, 6, -1])
def test_headings_that_html_does_not_have_are_refused(form, level):
    """There is room for the levels below, or the call is refused with the numbers that fit."""
    with pytest.raises(CallRefused, match="give 1 to 5"):
        render.form(form, heading_level=level)


def test_hidden_fields_and_action_reach_the_form(form):
    """The host's token travels with the answers, to where the host wants them."""
    drawn = page(
        form, hidden={"token": 'a"b'}, action="/cases/7?x=1&y=2", submit_label="Send answers"
    )
    assert drawn.get("action") == "/cases/7?x=1&y=2"
    assert drawn.get("method") == "post"
    assert sent(drawn)["token"] == ['a"b']
    assert drawn.one("button").words == "Send answers"
    assert "action" not in page(form)


def test_a_hidden_field_that_takes_an_items_name_is_refused(form):
    """One of two fields of one name would be lost."""
    for name in ("a-one", "a-whole.missing"):
        with pytest.raises(CallRefused, match="also the name of a field"):
            render.form(form, prefix="a-", hidden={name: "x"})
    with pytest.raises(CallRefused, match="give it as a str"):
        render.form(form, hidden={"n": 3})


@pytest.mark.parametrize("value", [3, ["a", 3], {"a": "b"}, None])
def test_values_that_no_browser_sends_are_refused(form, value):
    """A number is not the text of a field: the call says what belongs there."""
    with pytest.raises(CallRefused, match="what a browser sent"):
        render.form(form, values={"one": value})


def test_markup_is_not_escaped_twice(form):
    """Django, Jinja and whatever knows __html__ put the fragment into a page as it is."""
    markup = render.form(form)
    assert markup.__html__() == markup
    assert isinstance(markup, str)


def test_without_the_extra_its_name_is_said(form, monkeypatch):
    """MissingExtra says what to install, whatever is drawn first; the stylesheet needs nothing."""
    drawings = (
        lambda: render.form(form),
        lambda: render.panel(Panel("s", "r", "en", (), ())),
        lambda: render.reflection(Reflection((), ())),
    )
    environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    monkeypatch.setitem(sys.modules, "markupsafe", None)
    for draw in drawings:
        with pytest.raises(MissingExtra, match=r"sop-core\[html\]"):
            draw()
    assert ".sop-form" in render.stylesheet()


def test_every_field_of_an_item_is_drawn():
    """A field that items gain later is not left out of the page without anybody noticing."""
    assert [f.name for f in attrs.fields(FormItem)] == [
        "id", "type", "text", "options", "required", "hint", "show_if", "minimum", "maximum", "max_length",
    ]  # fmt: skip
    assert [f.name for f in attrs.fields(FormOption)] == ["code", "label", "missing"]


def test_a_button_outside_may_belong_to_the_form(form):
    """The form's own id is `sop-`, the prefix and `form`, so that a host's button can send it too."""
    assert 'id="sop-form"' in render.form(form)
    assert 'id="sop-a-form"' in render.form(form, prefix="a-")

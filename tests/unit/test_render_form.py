"""A form on a page: what a person reads, what their tools are told, and that nothing is lost."""

from __future__ import annotations

import sys
from fractions import Fraction

import attrs
import pytest

from sop_core import render
from sop_core.errors import CallRefused, Issue, MissingExtra
from sop_core.instruments import Form, FormItem, FormOption, Item, ResponseOption, ResponseSet, form_of, read_answers
from sop_core.render.environment import environment
from sop_core.text import Text
from sop_core.types import ItemType, Translation
from tests.unit._forms import everything, instrument, text
from tests.unit._page import Element, faults, fill, read, sent, shown_value

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")


@pytest.fixture
def form() -> Form:
    return form_of(everything(), "en")


def page(form: Form, **more: object) -> Element:
    """The form, read back; it is good HTML and has none of the known faults."""
    markup = render.form(form, **more)
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    read_back = read(markup)
    assert faults(read_back) == []
    return read_back.one("form")


def item(page: Element, name: str) -> Element:
    """What is drawn for one item."""
    fields = [e for tag in ("input", "textarea") for e in page.all(tag, name=name)]
    return next(e for e in fields[0].ancestors if "sop-item" in (e.get("class") or "").split())


def refused(form: Form, values: dict[str, object]) -> dict[str, object]:
    """The values and the issues of a refused record, as a host hands them over."""
    document = form.read(values)
    read = read_answers(form.definition, document["answers"], status="complete")
    return {"values": values, "issues": [*read.issues, *document.notes]}


# -- what is read -------------------------------------------------------------------------------------


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

    assert description(drawn.one("textarea", name="text")) == ["As you like", "Up to 20 characters."]
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


# -- what is wrong ------------------------------------------------------------------------------------


def test_errors_are_summed_up_and_each_stands_at_its_field(form):
    """The summary is announced and focused; its links lead to the first control of each item."""
    drawn = page(form, **refused(form, {"whole": "many"}))
    summary = drawn.one(role="alert")
    assert summary.get("tabindex") == "-1"
    assert "autofocus" in summary
    names = [drawn.one(id_=a.get("href")[1:]).get("name") for a in summary.all("a")]
    assert names == ["one", "some", "whole", "said"]
    assert [a.words for a in summary.all("a")][0] == "Choose one"
    for name in names:
        at = item(drawn, name)
        error = at.one(class_="sop-error")
        invalid = at.all(aria_invalid="true")
        assert invalid
        assert all(error.get("id") in (e.get("aria-describedby") or "") for e in invalid if e.tag != "input" or e.get("type") == "text")
    assert len(drawn.all(class_="sop-error")) == 4
    assert item(drawn, "free").all(aria_invalid="true") == []


def test_an_error_of_checkboxes_is_described_by_their_group(form):
    """Each checkbox is invalid, and their fieldset points at the sentence."""
    some = item(page(form, **refused(form, {})), "some")
    assert {e.get("aria-invalid") for e in some.all("input")} == {"true"}
    assert some.one(class_="sop-error").get("id") in some.one("fieldset").get("aria-describedby")


def test_nothing_of_a_developers_message_is_shown(form):
    """Ids, codes and quoted values stay out of what a person reads."""
    kept = refused(form, {"whole": "many", "some": ["zzz"], "one": "zzz"})
    drawn = page(form, **kept)
    for issue in kept["issues"]:
        assert issue.message not in drawn.text
        assert issue.fix not in drawn.text or not issue.fix
    assert "response set" not in drawn.text
    assert "'one'" not in drawn.text


WRONG = {
    "required, a choice": ("one", {}, "Please choose an answer."),
    "required, several": ("some", {}, "Please choose one or more answers."),
    "required, with reasons": ("said", {}, "Please give an answer, or choose a reason for having none."),
    "required, asked": ("then", {"bool": "true"}, "Please choose an answer."),
    "no code": ("one", {"one": "zzz"}, "Please choose from the answers shown here."),
    "no code among some": ("some", {"some": ["1", "zzz"]}, "Please choose from the answers shown here."),
    "an answer and a reason": ("some", {"some": ["1", "na"]}, "These choices do not go together. Choose answers, or one reason for having no answer, but not both."),
    "no whole number": ("whole", {"whole": "2.5"}, "Please write a whole number from 0 to 20, using only digits."),
    "no number": ("part", {"part": "1,5"}, "Please write a number from -1 to 2, using only digits and a point, like 2.5."),
    "too much": ("whole", {"whole": "21"}, "Please write a number from 0 to 20."),
    "neither yes nor no": ("bool", {"bool": "perhaps"}, "Please choose yes or no."),
    "too long": ("text", {"text": "a\r\n" * 20}, "Please make this shorter. There is room for 20 characters, and it has 40."),
    "no day": ("day", {"day": "2026-02-30"}, "Please give a day that is in the calendar. Write the year, month and day, like 2026-03-09."),
    "a number and a reason": ("whole", {"whole": "3", "whole.missing": "dk"}, "Here are an answer and also a reason for having no answer. Please keep just one of them."),
    "yes and a reason": ("bool", {"bool": "true", "bool.missing": "dk"}, "Here are an answer and also a reason for having no answer. Please keep just one of them."),
    "two answers": ("one", {"one": ["1", "2"]}, "Please choose from the answers shown here."),
}  # fmt: skip


@pytest.mark.parametrize(("name", "values", "words"), WRONG.values(), ids=WRONG)
def test_each_error_has_plain_words(form, name, values, words):
    """What is wrong is said to the person who answers, with the item's own bounds."""
    drawn = page(form, **refused(form, values))
    assert item(drawn, name).one(class_="sop-error").words == f"To correct: {words}"
    [line] = [li for li in drawn.one(role="alert").all("li") if li.words.endswith(words) and f"{li.one('a').words}" in item(drawn, name).words]
    assert line.get("data-sop-code")


def test_codes_that_only_a_program_can_cause_have_words_too(form):
    """A reason that is not offered, an answer to a hidden item, and any other code."""
    issues = [
        Issue("reason_not_allowed", "$", "x", item="whole"),
        Issue("hidden_item_answered", "$", "x", item="then"),
        Issue("not_a_text", "$", "x", item="text"),
        Issue("text_length", "$", "x", item="said"),
        Issue("brand_new_code", "$", "x", item="day"),
    ]
    drawn = page(form, issues=issues)
    said = [item(drawn, i.item).one(class_="sop-error").words for i in issues]
    assert said == [
        "To correct: Please choose from the reasons shown here.",
        "To correct: This question goes only with another answer above it. Leave it blank, or change the answer above.",
        "To correct: We could not read this answer. Please look at it again.",
        "To correct: Please make this shorter. There is room for 4000 characters.",
        "To correct: We could not read this answer. Please look at it again.",
    ]


def test_issues_without_an_item_are_in_the_summary_once(form):
    """Whatever is wrong with the record itself is said, in general words, without a link."""
    issues = [
        Issue("unknown_item", "$.answers.zzz", "developers", item="zzz"),
        Issue("field_missing", "$.cycle", "developers"),
        Issue("page_too_old", "$", "developers"),
    ]
    summary = page(form, issues=issues).one(role="alert")
    assert [li.get("data-sop-code") for li in summary.all("li")] == ["unknown_item", "page_too_old"]
    assert summary.all("a") == []
    assert summary.one("h3").words == "This was not sent"
    assert "open for a long time" in summary.words


def test_the_summary_follows_the_form_and_says_each_thing_once(form):
    """Issues come in any order and twice: the page has the form's order, and one of each."""
    issues = [Issue("required", "$", "x", item=name) for name in ("said", "one", "one", "whole")]
    links = page(form, issues=issues).one(role="alert").all("a")
    assert [a.words for a in links] == ["Choose one", "How many", "Tell why"]
    one = page(form, issues=issues[1:2]).one(role="alert")
    assert one.one("h3").words == "One thing needs a change before this can be sent"


def test_notes_are_no_errors(form):
    """An advice, such as what form.read left out, is written for people and shown as it is."""
    kept = refused(form, {"one": "1", "some": "1", "whole": "1", "said": "x", "bool": "false", "then": "true"})
    assert [issue.code for issue in kept["issues"]] == ["hidden_item_dropped"]
    drawn = page(form, **kept)
    assert drawn.all(role="alert") == []
    assert drawn.one(role="status").words.startswith("The answer to “And is it more so” was left out")
    assert drawn.all(aria_invalid="true") == []


def test_fractions_in_bounds_are_written_as_people_write_them():
    """A bound of one half is 0.5; one third has no end as a decimal and stays 1/3."""
    items = (
        Item("a", ItemType.DECIMAL, text("A"), minimum=Fraction(1, 2), maximum=Fraction(5, 1)),
        Item("b", ItemType.DECIMAL, text("B"), minimum=Fraction(1, 3), maximum=Fraction(1234567, 1000)),
        Item("c", ItemType.DECIMAL, text("C")),
    )
    limits = [e.words for e in page(form_of(instrument(*items), "en")).all(class_="sop-hint")]
    assert [words.split(". W")[0] for words in limits] == [
        "A number from 0.5 to 5",
        "A number from 1/3 to 1234.567",
        "A number from 0 to 0",
    ]


# -- nothing lost -------------------------------------------------------------------------------------

TYPED = {
    "one": "2",
    "some": ["1", "na"],
    "whole": " 07x ",
    "whole.missing": "dk",
    "part": "1,5",
    "bool": "true",
    "then": "false",
    "text": '\n\n"<b>&amp;\r\n\u202eabc',
    "said.missing": "",
    "day": "2026-03-09",
}


def test_everything_is_shown_again_as_it_was_typed(form):
    """Errors cost nobody a word: each control holds exactly what was sent, right or wrong."""
    drawn = page(form, values=TYPED, issues=[Issue("x", "$", "x")])
    again = sent(drawn)
    for name, value in TYPED.items():
        wanted = value if isinstance(value, list) else [value.replace("\r\n", "\n").replace("\n", "\r\n")]
        assert again[name] == wanted
    assert shown_value(drawn.one("textarea", name="text")) == TYPED["text"].replace("\r\n", "\n")


def test_a_day_that_is_none_is_shown_as_text(form):
    """A browser empties a date field that holds no date, so what was typed is shown in a text field."""
    for typed in ("yesterday", "2026-02-30", "09/03/2026", "2026-3-9"):
        day = page(form, values={"day": typed}).one("input", name="day")
        assert (day.get("type"), shown_value(day)) == ("text", typed)
    assert "Write the year" in item(page(form, values={"day": "x"}), "day").words
    assert page(form, values={"day": "2026-02-28"}).one("input", name="day").get("type") == "date"


def test_what_no_control_can_show_is_quoted(form):
    """A code that is not offered, a second answer, a line end in a number: shown as what was sent."""
    values = {
        "one": ["1", "2"], "some": ["1", "zzz"], "whole": "1\n2", "whole.missing": "zzz", "part": ["1", "2"],
    }  # fmt: skip
    drawn = page(form, values=values)
    quoted = {n: [q.text for q in item(drawn, n).all("q")] for n in ("one", "some", "whole", "part")}
    assert quoted == {
        "one": ["1", "2"],
        "some": ["zzz"],
        "whole": ["1\n2", "zzz"],
        "part": ["1", "2"],
    }
    assert [e.get("value") for e in drawn.all("input") if "checked" in e] == ["1"]


def test_directions_are_kept_in_fields_and_closed_in_around_them():
    """DESIGN 6: a bidi control stays in the value byte by byte, and cannot reorder the page's words."""
    spoofed = "abc\u202edef"
    item_ = Item("t", ItemType.TEXT, text(f"Tell {spoofed}"))
    form = form_of(instrument(item_, Item("n", ItemType.INTEGER, text("N"), minimum=0, maximum=1)), "en")
    drawn = page(form, values={"t": spoofed, "n": ["1", spoofed]})
    assert shown_value(drawn.one("textarea")) == spoofed
    assert f"\u2068Tell {spoofed}\u202c\u2069" in drawn.text
    assert drawn.all("q")[1].text == f"\u2068{spoofed}\u202c\u2069"
    assert drawn.all("q")[1].get("dir") == "auto"


def test_values_may_hold_more_than_the_form(form):
    """A host hands over all of its request; names that are no item's do not matter."""
    assert page(form, values={"csrf": "x", "zzz": ["y"]}).text == page(form).text


# -- how a host uses it -------------------------------------------------------------------------------


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
    drawn = page(form, hidden={"token": 'a"b'}, action="/cases/7?x=1&y=2", submit_label="Send answers")
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


def test_without_jinja_the_extra_is_named(monkeypatch):
    """MissingExtra says what to install; the stylesheet needs nothing."""
    environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtra, match=r"sop-core\[html\]"):
        environment()
    assert ".sop-form" in render.stylesheet()


def test_every_field_of_an_item_is_drawn():
    """A field that items gain later is not left out of the page without anybody noticing."""
    assert [f.name for f in attrs.fields(FormItem)] == [
        "id", "type", "text", "options", "required", "hint", "show_if", "minimum", "maximum", "max_length",
    ]  # fmt: skip
    assert [f.name for f in attrs.fields(FormOption)] == ["code", "label", "missing"]

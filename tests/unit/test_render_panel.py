"""A panel on a host's page: additive, dismissible, in its languages; and the words of a reflection."""

from __future__ import annotations

import re

import pytest

from sop_core import render
from sop_core.errors import CallRefused
from sop_core.instruments import Reflection, Skill
from sop_core.prompts import DismissReason, FormOffer, Panel, ShownPrompt
from sop_core.types import PromptKind, Translation
from tests.unit._page import Element, faults, fill, read, sent

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")

REASONS = (DismissReason("not_now", "Not right now"), DismissReason("talked", "We have talked"))


def prompt(name: str, text: str, **more: object) -> ShownPrompt:
    given: dict[str, object] = {
        "id": f"set/{name}",
        "kind": PromptKind.ASK,
        "text": text,
        "locale": "en",
        "source": "a test",
        "dismiss": REASONS,
    }
    return ShownPrompt(**{**given, **more})


def panel(*prompts: ShownPrompt, **more: object) -> Panel:
    given: dict[str, object] = {
        "screen": "case.view",
        "role": "social_worker",
        "locale": "en",
        "prompts": prompts,
        "forms": (FormOffer("staff.form", "1.0.0", "A form for staff", "en"),),
    }
    return Panel(**{**given, **more})


GOING_WELL, WORRIED = prompt("well", "What is going well?"), prompt("worried", "What worries you?")
TWO = panel(GOING_WELL, WORRIED)


def page(fragment: str) -> Element:
    """A fragment, read back; it is good HTML and has none of the known faults."""
    html5lib.HTMLParser(strict=True).parseFragment(fragment)
    read_back = read(fragment)
    assert faults(read_back) == []
    return read_back


def drawn(panel: Panel, **more: object) -> Element:
    return page(render.panel(panel, **more)).one(class_="sop-panel")


def test_prompts_stand_in_their_order_with_what_they_ask_for():
    """S2-12: the order is the panel's; each prompt says whether it asks, notices or reflects."""
    kinds = [prompt(k, f"About {k}", kind=k) for k in PromptKind]
    items = drawn(panel(*kinds)).one("ul", class_="sop-prompts").all("li")
    assert [(i.one(class_="sop-kind").words, i.one(class_="sop-text").words) for i in items] == [
        ("To ask", "About ask"),
        ("To notice", "About notice"),
        ("To think about", "About reflect"),
        ("To try", "About act"),
    ]


def test_a_panel_without_anything_is_nothing():
    """S2-03: additive. Where there is nothing to show, the host's page is as it was."""
    assert render.panel(panel(forms=())).strip() == ""
    assert page(render.panel(panel())).all(class_="sop-prompts") == []


def test_each_prompt_is_put_aside_by_a_form_of_its_own():
    """S2-03: its id, the screen and the reason go to the host; without a reason too."""
    forms = drawn(TWO, dismiss_action="/aside?x=1").all("form")
    assert [(f.get("method"), f.get("action")) for f in forms] == [("post", "/aside?x=1")] * 2
    assert sent(forms[1]) == {"prompt": ["set/worried"], "screen": ["case.view"]}
    fill(forms[1], {"reason": ["talked"]})
    assert sent(forms[1])["reason"] == ["talked"]
    summary = forms[1].parent.one("summary")
    assert summary.words == "Put aside: What worries you?"
    assert "open" not in forms[1].parent


def test_a_prompt_without_reasons_can_be_put_aside_too():
    """S2-03: a plugin's prompt that brings no reasons has the button alone."""
    form = drawn(panel(prompt("bare", "Bare?", dismiss=())), dismiss_action="").one("form")
    assert form.all("fieldset") == []
    assert form.one("button").words == "Put aside"
    assert "action" not in form


def test_without_an_address_nothing_can_be_sent():
    """A host that keeps no feedback shows the prompts alone, and promises nothing."""
    section = drawn(TWO)
    assert section.all("form") == section.all("details") == section.all(class_="sop-about") == []


def test_hidden_fields_are_the_same_or_made_for_each_prompt():
    """A token against forgery is one for all; a pass for one prompt is made by a function."""
    both = drawn(TWO, dismiss_action="/a", hidden={"token": "t"}).all("form")
    assert [sent(f)["token"] for f in both] == [["t"], ["t"]]
    own = drawn(TWO, dismiss_action="/a", hidden=lambda p: {"pass": f"for {p.id}"}).all("form")
    assert [sent(f)["pass"] for f in own] == [["for set/well"], ["for set/worried"]]
    with pytest.raises(CallRefused, match="'reason'"):
        render.panel(TWO, dismiss_action="/a", hidden={"reason": "x"})


def test_forms_lead_where_the_host_says():
    """`{id}` in a text, or a function; None or nothing at all names the form without a link."""
    assert drawn(TWO, form_url="/forms/{id}/?a=1&b={id}").one("a").get("href") == (
        "/forms/staff.form/?a=1&b=staff.form"
    )
    assert drawn(TWO, form_url=lambda name: f"/f/{name}").one("a").get("href") == "/f/staff.form"
    for none in (None, lambda _name: None):
        assert drawn(TWO, form_url=none).all("a") == []
        assert drawn(TWO, form_url=none).one(class_="sop-forms").words == "A form for staff"
    with pytest.raises(CallRefused, match=r"Write \{id\}"):
        render.panel(TWO, form_url="/forms/")
    odd = panel(forms=(FormOffer('a"/ ?', "1.0.0", "Odd", "en"),))
    assert drawn(odd, form_url="/f/{id}").one("a").get("href") == "/f/a%22%2F%20%3F"


def test_a_prompt_leads_to_the_form_that_it_opens():
    """A prompt that opens a form carries its link, by its title if the panel offers it."""
    opening = panel(prompt("a", "A?", opens="staff.form"), prompt("b", "B?", opens="other"))
    links = [p.all("a") for p in drawn(opening, form_url="/f/{id}").all("li", class_="sop-prompt")]
    assert [(a.words, a.get("href")) for [a] in links] == [
        ("A form for staff", "/f/staff.form"),
        ("Open the form", "/f/other"),
    ]
    assert drawn(opening).all("a") == []
    assert drawn(opening, form_url=lambda _: None).all(class_="sop-opens") == []


def test_each_language_is_marked():
    """A prompt in another language than the panel says which, and so do our words inside it."""
    spanish = prompt("es", "¿Qué va bien?", locale="es", translation=Translation.DRAFT)
    section = drawn(panel(GOING_WELL, spanish), dismiss_action="/a")
    assert section.get("lang") == "en"
    english, other = section.all("li", class_="sop-prompt")
    assert "lang" not in english
    assert other.get("lang") == "es"
    assert other.one(class_="sop-text").locale == "es"
    assert other.one("button").one("span").locale == "en"
    assert other.one("legend").one("span").locale == "en"
    hebrew = drawn(panel(prompt("he", "מה", locale="he"))).one("li", class_="sop-prompt")
    assert (hebrew.get("lang"), hebrew.get("dir")) == ("he", "rtl")


def test_a_panel_speaks_its_own_language():
    """C-32: the interface's words are in the panel's language; a draft says so, once a language."""
    drafts = [prompt(n, "¿Qué?", locale="es", translation=Translation.DRAFT) for n in ("a", "b")]
    section = drawn(panel(*drafts, locale="es-MX"), dismiss_action="/a")
    assert section.get("lang") == "es"
    assert "lang" not in section.all("li")[0]
    assert section.one("h2").words == "Práctica organizada para la seguridad (SOP)"
    assert "borrador" in section.one(class_="sop-draft").words
    form = section.one(class_="sop-forms").one(
        "a" if section.one(class_="sop-forms").all("a") else "span"
    )
    assert form.get("lang") == "en"
    french = prompt("fr", "Quoi ?", locale="fr", translation=Translation.DRAFT)
    mixed = drawn(panel(*drafts, french)).all(class_="sop-draft")
    assert [d.words.split()[0] for d in mixed] == ["Esta", "This"]
    assert mixed[0].one("span").get("lang") == "es"


def test_a_heading_may_be_the_hosts():
    """The host names the panel, and its section is a region of that name."""
    section = drawn(TWO, title="For the family", heading_level=4)
    assert section.one("h4").words == "For the family"
    assert section.get("aria-labelledby") == section.one("h4").get("id")
    with pytest.raises(CallRefused, match="heading_level"):
        render.panel(TWO, heading_level=6)


def test_several_panels_fit_on_one_page():
    """Panels of different screens or roles have ids of their own; a prefix tells like ones apart."""
    many = [
        render.panel(TWO, dismiss_action="/a"),
        render.panel(panel(GOING_WELL, screen="family.portal"), dismiss_action="/a"),
        render.panel(panel(GOING_WELL, role="supervisor"), dismiss_action="/a"),
        render.panel(TWO, dismiss_action="/a", prefix="b-"),
    ]
    assert set(faults(read("".join(many)))) == {"more than one root"}
    assert faults(read(render.panel(panel(GOING_WELL, screen="a b", role="ü <x>")))) == []


# -- S0-10: words to reflect on ------------------------------------------------------------------------


def skills(*texts: str, area: str = "Engagement") -> tuple[Skill, ...]:
    return tuple(Skill(f"i{n}", text, area) for n, text in enumerate(texts))


def reflected(strong: tuple[Skill, ...], grow: tuple[Skill, ...], **more: object) -> Element:
    return page(render.reflection(Reflection(strong, grow), **more)).one(class_="sop-reflection")


def test_a_reflection_is_two_lists_of_words():
    """S0-10: strong skills and skills to strengthen, by area; no number stands anywhere."""
    section = reflected(
        skills("Listening", "Asking"), skills("Mapping") + skills("Closing", area="Transition")
    )
    strong, grow = section.all("section")
    assert (strong.one("h3").words, grow.one("h3").words) == (
        "Skills that are strong now",
        "Skills you may want to strengthen",
    )
    assert [li.words for li in strong.all("li")] == ["Listening", "Asking"]
    assert [h.words for h in grow.all("h4")] == ["Engagement", "Transition"]
    assert not re.search(r"\d", section.text)
    assert "not a grade" in section.words
    assert {s.get("class") for s in section.all("section")} == {"sop-skills"}


def test_both_lists_look_alike():
    """S0-10: nothing on a person is coloured as good or bad; no rule tells the two lists apart."""
    rules = re.findall(r"[^{}]*sop-(?:skills|area|reflection)[^{}]*\{[^{}]*\}", render.stylesheet())
    assert len(rules) > 10
    told_apart = r"(?i):nth|:first-of|:last-of|#strong|#grow|\bred\b|\bgreen\b|\+ |~"
    assert [rule for rule in rules if re.search(told_apart, rule)] == []


def test_where_nothing_stands_out_a_sentence_says_so():
    """S0-10: all answers alike, or none at all, is no list of weaknesses."""
    section = reflected((), ())
    assert section.all("li") == []
    assert section.one(class_="sop-alike").words.endswith("talk about first?")
    assert section.all("section") == []


def test_a_long_list_opens_without_a_count():
    """The first few are shown and the rest opens; how many there are is not said, it would be a mark."""
    texts = [f"Skill {chr(97 + n)}" for n in range(9)]
    section = reflected((), skills(*texts), most=4)
    details = section.one("details")
    assert [li.words for li in details.all("li")] == texts[4:]
    assert [li.words for li in section.all("li")] == texts
    assert details.one("summary").words == "Show the rest: Skills you may want to strengthen"
    assert not re.search(r"\d", section.text)
    assert reflected((), skills(*texts[:5]), most=4).all("details") == []
    with pytest.raises(CallRefused, match="at least one"):
        render.reflection(Reflection((), ()), most=0)


def test_a_reflection_speaks_the_readers_language():
    """C-32: Spanish words for Spanish skills; for another language, English words marked as such."""
    spanish = reflected(skills("Escuchar"), (), locale="es", heading_level=1)
    assert (spanish.get("lang"), spanish.one("h1").words) == ("es", "Una mirada a sus habilidades")
    french = reflected(skills("Écouter"), (), locale="fr")
    assert french.one("h2").one("span").get("lang") == "en"
    assert french.one("li").locale == "fr"
    both = render.reflection(Reflection((), ()), prefix="a-") + render.reflection(
        Reflection((), ())
    )
    assert faults(read(both)) == ["more than one root"]

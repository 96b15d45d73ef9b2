"""Hostile strings in every place: none becomes markup, runs, or leads anywhere."""

from __future__ import annotations

import json

import attrs
import pytest
from markupsafe import Markup

from sop_core import render
from sop_core.errors import CallRefused, Issue
from sop_core.instruments import Reflection, Skill, form_of
from sop_core.prompts import DismissReason, FormOffer, Panel, ShownPrompt
from sop_core.text import Text
from sop_core.types import PromptKind, Translation
from tests.unit._disclosed import disclosed
from tests.unit._forms import everything
from tests.unit._page import faults, read, sent, shown_value

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "</textarea><script>alert(1)</script>",
    "</legend></fieldset></form><form action=//evil.example>",
    "{{ 7 * 7 }}{% raw %}{{ config }}",
    "<!-- ", "]]>", "<![CDATA[", "&lt;b&gt;&amp;amp;&#x3c;&NotAnEntity;",
    "javascript:alert(1)",
    "`${alert(1)}`",
    "\u2028\u2029\ufeff\u200b",
    "{low} {0} %s %(x)s {__class__}",
    "a\u202eb\u2066c",
    Markup("<script>alert(1)</script>"),
]  # fmt: skip
each = pytest.mark.parametrize("bad", HOSTILE, ids=range(len(HOSTILE)))


def check(fragment: str, bad: str) -> None:
    """The fragment is sound, holds the string as text, and no element or attribute came out of it."""
    html5lib.HTMLParser(strict=True).parseFragment(fragment)
    page = read(fragment)
    assert faults(page) == []
    assert "49" not in page.text
    everything_said = page.text + "".join(str(v) for e in page.all() for v in e.attributes.values())
    assert str.__str__(bad).split("\u202e", maxsplit=1)[0] in everything_said


@each
def test_a_form_of_hostile_texts(bad):
    """Titles, questions, labels, hints, notes: whatever they hold is text."""
    form = form_of(everything(lambda en: Text({"en": bad})), "en")
    issues = [Issue(bad, bad, bad, fix=bad, item=bad), Issue("required", "$", "x", item="one")]
    issues.append(Issue("x", "$", bad, severity="advice"))
    check(render.form(form, issues=issues, submit_label=bad), bad)


@each
def test_a_form_of_hostile_answers(bad):
    """Values, sent back to whoever sent them, are text and the same text."""
    form = form_of(everything(), "en")
    values = {item.id: [bad] for item in form.items} | {
        "whole.missing": bad,
        "said.missing": [bad, bad],
    }
    issues = [Issue("required", "$", "x", item=item.id) for item in form.items]
    fragment = render.form(form, values=values, issues=issues)
    check(fragment, bad)
    page = read(fragment)
    for name in ("text", "said"):
        assert shown_value(page.one("textarea", name=name)) == str.__str__(bad)


@each
def test_hostile_codes_locales_and_hidden_fields(bad):
    """What a plugin or a host hands over is escaped too, markup that calls itself safe among it."""
    form = form_of(everything(), "en")
    sections = tuple(
        attrs.evolve(s, items=tuple(
            attrs.evolve(i, options=tuple(attrs.evolve(o, code=bad + o.code) for o in i.options)) for i in s.items
        ))
        for s in form.sections
    )  # fmt: skip
    odd = attrs.evolve(form, sections=sections, locale=bad)
    fragment = render.form(odd, hidden={"token": bad, bad: "x"})
    check(fragment, bad)
    assert sent(read(fragment).one("form"))["token"] == [str.__str__(bad)]


@each
def test_a_panel_of_hostile_strings(bad):
    """A prompt from anywhere cannot do more than be read."""
    prompt = ShownPrompt(
        id=bad, kind=PromptKind.ASK, text=bad, locale=bad, source=bad, opens=bad,
        dismiss=(DismissReason(bad, bad), DismissReason(bad, bad)), translation=Translation.DRAFT,
    )  # fmt: skip
    panel = Panel(bad, bad, bad, (prompt, prompt), (FormOffer(bad, bad, bad, bad),))
    more = {"dismiss_action": "/a", "form_url": "/f/{id}", "hidden": {"token": bad}, "title": bad}
    check(render.panel(panel, **more), bad)
    check(render.panel(panel), bad)


@each
def test_a_reflection_of_hostile_strings(bad):
    """Skills and areas are text."""
    skills = tuple(Skill(bad, bad, bad) for _ in range(9))
    check(render.reflection(Reflection(skills, skills), locale=bad), bad)


@each
@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_page_of_hostile_strings(bad, locale):
    """Titles, skills and labels are text, in a language of ours and in another; so is all that opens."""
    text = {locale: str.__str__(bad)}
    given = disclosed(lambda name: text, sound=False)
    check(render.page(given, locale=locale, most=1), bad)
    check(render.page(given, locale=locale, most=None), bad)


ADDRESSES = [
    "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)",
    "java\tscript:alert(1)", "\x01javascript:alert(1)", "data:text/html,<script>", "vbscript:x", "file:///etc/passwd",
    "//evil.example/x", "/\\evil.example", "\\\\evil.example", "https:\\evil.example", "mailto:x@y.example",
    "/a b", "/a\u00a0b", "/a\x00", "\r\n/x", "urn:x", "blob:x",
]  # fmt: skip


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_that_is_no_page_is_refused(url):
    """javascript: and the like, other hosts without a scheme, and what browsers mend: CallRefused."""
    form = form_of(everything(), "en")
    panel = Panel("s", "r", "en", (), (FormOffer("f", "1", "F", "en"),))
    with pytest.raises(CallRefused, match=r"action is .*https://"):
        render.form(form, action=url)
    with pytest.raises(CallRefused, match="dismiss_action is"):
        render.panel(panel, dismiss_action=url)
    with pytest.raises(CallRefused, match="form_url"):
        render.panel(panel, form_url=url + "{id}")
    with pytest.raises(CallRefused, match="form_url of 'f'"):
        render.panel(panel, form_url=lambda _id: url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/a",
        "a/b",
        "?x=1",
        "#here",
        "https://host.example/a?b=c:d",
        "HTTP://host.example",
        "/a:b",
        "./x:y",
    ],
)
def test_an_address_of_a_page_is_taken(url):
    """http, https and whatever is on this host."""
    page = read(render.form(form_of(everything(), "en"), action=url))
    assert (page.one("form").get("action") or "") == url


def test_a_form_that_leads_to_a_hostile_id_stays_on_its_path():
    """An id cannot leave the place in the address that the host gave it."""
    panel = Panel("s", "r", "en", (), (FormOffer("../../x?y#z", "1", "F", "en"),))
    href = read(render.panel(panel, form_url="/f/{id}/")).one("a").get("href")
    assert href == "/f/..%2F..%2Fx%3Fy%23z/"


@pytest.mark.parametrize("prefix", ["a b", 'a"', "<", "é", "a\n", "x" * 65])
def test_a_prefix_that_is_no_name_is_refused(prefix):
    """A prefix becomes part of names and ids."""
    with pytest.raises(CallRefused, match="prefix"):
        render.form(form_of(everything(), "en"), prefix=prefix)
    with pytest.raises(CallRefused, match="prefix"):
        render.panel(Panel("s", "r", "en", (), ()), prefix=prefix)
    with pytest.raises(CallRefused, match="prefix"):
        render.reflection(Reflection((), ()), prefix=prefix)


def test_a_page_can_always_be_sent():
    """An unpaired surrogate or NUL in an answer is shown as U+FFFD: no page fails to be written."""
    values = {"text": "a\ud800b\x00c", "one": "\udfff"}
    fragment = render.form(form_of(everything(), "en"), values=values)
    assert fragment.encode("utf-8")
    assert shown_value(read(fragment).one("textarea", name="text")) == "a\ufffdb\ufffdc"
    assert json.loads(json.dumps(fragment)) == fragment

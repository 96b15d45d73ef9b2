"""What is answered on a page is what `form.read` reads, and what the page shows again."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core import render
from sop_core.errors import Issue
from sop_core.instruments import Instrument, Item, form_of, read_answers
from sop_core.text import isolate
from sop_core.types import ItemType
from tests.unit._forms import ids, instruments
from tests.unit._page import faults, fill, read, sent

html5lib = pytest.importorskip("html5lib", reason="not on this Python: html5lib")

prefixes = st.sampled_from(["", "a-", "sop.", "i1-"])
# What a person can type or paste: anything but what a browser drops or no page can hold.
pasted = st.text(
    st.one_of(st.sampled_from("\n\n <>&\"'\u202e\u2066"), st.characters(exclude_categories=["Cs", "Cc"])),
    min_size=1, max_size=30,
)  # fmt: skip
Answered = tuple[dict[str, list[str]], object]


def own_codes(instrument: Instrument, item: Item) -> list[str]:
    return [option.code for option in instrument.options_of(item)]


@st.composite
def answered(draw, instrument: Instrument, item: Item) -> Answered:
    """Fields as a person fills them in (without prefix), and the answer of the document; None for none."""
    reasons = instrument.reasons_of(item)
    beside = item.type not in (ItemType.CHOICE, ItemType.CHOICES)
    if draw(st.integers(0, 4)) == 0:
        blank = beside and reasons and draw(st.booleans())
        return ({f"{item.id}.missing": [""]} if blank else {}), None
    if beside and reasons and draw(st.booleans()):
        code = draw(st.sampled_from(sorted(reasons)))
        return {f"{item.id}.missing": [code]}, {"missing": reasons[code].value}
    if item.type is ItemType.CHOICE:
        code = draw(st.sampled_from(own_codes(instrument, item) + ([] if item.required else [""])))
        return {item.id: [code]}, code or None
    if item.type is ItemType.CHOICES:
        chosen = draw(st.sets(st.sampled_from(own_codes(instrument, item)), min_size=1))
        codes = [code for code in own_codes(instrument, item) if code in chosen]
        return {item.id: codes}, codes
    if item.type is ItemType.BOOLEAN:
        yes = draw(st.booleans())
        return {item.id: ["true" if yes else "false"]}, yes
    if item.type is ItemType.DATE:
        day = draw(st.dates(min_value=dt.date(1900, 1, 1))).isoformat()
        return {item.id: [day]}, day
    if item.type is ItemType.TEXT:
        text = draw(pasted)
        return {item.id: [text]}, text
    if item.type is ItemType.INTEGER:
        number = draw(st.integers(-50, 50))
        return {item.id: [str(number)]}, number
    tenths = draw(st.integers(-500, 500))
    written = f"{Decimal(tenths) / 10:f}"
    return {item.id: [written]}, tenths // 10 if tenths % 10 == 0 else Decimal(written)


def asked(instrument: Instrument, item: Item, answers: dict[str, object]) -> bool:
    """DESIGN 3, written again: asked if the earlier item was, and holds one of the codes."""
    if item.show_if is None:
        return True
    earlier = instrument.items[item.show_if.item]
    answer = answers.get(earlier.id)
    held = {True: ["true"], False: ["false"]}.get(answer) if isinstance(answer, bool) else answer
    codes = held if isinstance(held, list) else [held]
    return asked(instrument, earlier, answers) and any(c in item.show_if.codes for c in codes)


def contradicts(instrument: Instrument, item: Item, answer: object) -> bool:
    reasons = instrument.reasons_of(item)
    return isinstance(answer, list) and len(answer) > 1 and any(code in reasons for code in answer)


@pytest.mark.law
@given(st.data(), instruments(), prefixes)
def test_what_is_answered_is_read_and_shown_again(data, instrument, prefix):
    """Any answers to any form: read back as they were given, and the page with them sends the same."""
    form = form_of(instrument, "en")
    first = render.form(form, prefix=prefix)
    page = read(first)
    assert faults(page) == []
    fields: dict[str, list[str]] = {}
    wanted: dict[str, object] = {}
    for item in instrument.items.values():
        given_fields, answer = data.draw(answered(instrument, item), label=item.id)
        if contradicts(instrument, item, answer):
            continue  # it cannot be read, and what depends on it then stays as it is
        fields |= {prefix + name: values for name, values in given_fields.items()}
        if answer is not None:
            wanted[item.id] = answer
    fill(page.one("form"), fields)
    request = sent(page.one("form"))
    assert form.read(request, prefix=prefix)["answers"] == {
        name: answer
        for name, answer in wanted.items()
        if asked(instrument, instrument.items[name], wanted)
    }
    again = render.form(form, values=request, prefix=prefix)
    assert sent(read(again).one("form")) == request
    assert read(again).all("q") == []


@pytest.mark.law
@given(st.data(), instruments(), prefixes)
def test_whatever_is_sent_is_on_the_page(data, instrument, prefix):
    """No browser, no person, any request at all: each text is in a control, or quoted beside it."""
    form = form_of(instrument, "en")
    text = st.one_of(pasted, ids, st.sampled_from(["true", "2026-02-30", "2026-03-01", "1", " 1"]))
    codes = [code for item in instrument.items.values() for code in own_codes(instrument, item)]
    text = text | st.sampled_from(codes) if codes else text
    values = {
        prefix + item.id + end: data.draw(st.lists(text, max_size=3) | text)
        for item in instrument.items.values()
        for end in ("", ".missing")
        if not end or (item.type not in (ItemType.CHOICE, ItemType.CHOICES) and item.response_set)
    }
    raw = form.read(values, prefix=prefix)["answers"]
    issues = read_answers(instrument, raw, status="complete").issues
    fragment = render.form(form, values=values, issues=issues, prefix=prefix)
    html5lib.HTMLParser(strict=True).parseFragment(fragment)
    page = read(fragment)
    assert faults(page) == []
    kept = sent(page.one("form"))
    quoted = {q.text for q in page.all("q")}
    for name, value in values.items():
        for one in [value] if isinstance(value, str) else value:
            assert one.replace("\n", "\r\n") in kept.get(name, []) or isolate(one) in quoted
    assert len(page.all("a")) == len({(i.item, i.code) for i in issues})


@pytest.mark.law
@given(
    instruments(), st.lists(st.tuples(ids, st.sampled_from(["required", "zzz", "out_of_range"])))
)
def test_any_issues_give_a_sound_page(instrument, named):
    """Issues of any code about any item, known or not, are shown and lead somewhere."""
    form = form_of(instrument, "en")
    every = [Issue(code, "$", "secret", item=item) for item, code in named]
    every += [Issue("required", "$", "secret", item=item.id) for item in form.items]
    page = read(render.form(form, issues=every))
    assert faults(page) == []
    assert "secret" not in page.text
    assert {a.words for a in page.one(role="alert").all("a")} >= {
        " ".join(i.text.split()) for i in form.items
    }


def test_the_browser_of_these_tests_is_one() -> None:
    """It drops what browsers drop: a first line end, one in a line, a day that is none."""
    form = read(
        '<form lang="en" dir="ltr"><textarea name="a">\n\nx\ny</textarea>'
        '<input type="text" name="b" value="1&#10;2"><input type="date" name="c" value="2026-02-30">'
        '<input type="radio" name="d" value="1" checked><input type="radio" name="d" value="2" checked>'
        '<input type="checkbox" name="e" value="1"><input type="hidden" name="f" value="x"></form>'
    ).one("form")
    assert sent(form) == {"a": ["\r\nx\r\ny"], "b": ["12"], "c": [""], "d": ["2"], "f": ["x"]}
    with pytest.raises(AssertionError, match="no place"):
        fill(form, {"zzz": ["1"]})

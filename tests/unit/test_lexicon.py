"""Words to unpack: hand-written sentences with their spans, odd scripts, and what a lexicon must keep."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from sop_core import Sop
from sop_core.documents import schema, value_of
from sop_core.errors import NotFound
from sop_core.practice import (
    FieldRecord,
    Lexicon,
    Notice,
    Statement,
    Term,
    TermKind,
    check_lexicon,
    notice_jargon,
    notice_words,
)
from sop_core.practice.noticing import names_a_child
from sop_core.text import Text
from sop_core.types import DefinitionStatus
from tests.unit._cased import HARM, HOUSES, QUESTIONS
from tests.unit._coached import changed

SOP = Sop.load(plugins=False)
ENGLISH = SOP.catalog.lexicons("en")
SPANISH = SOP.catalog.lexicons("es")


def sentences(name: str) -> list[str]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


SENTENCES = sentences("jargon_sentences.txt")


def marked(line: str) -> tuple[str, list[tuple[int, int]]]:
    """A sentence without its brackets, and the spans that stood in them."""
    text, spans, start = "", [], 0
    for char in line:
        if char == "[":
            start = len(text)
        elif char == "]":
            spans.append((start, len(text)))
        else:
            text += char
    return text, spans


def spans(text, lexicons=ENGLISH):
    return [(one.start, one.end) for one in notice_words(text, lexicons)]


def test_there_are_enough_sentences():
    """S2-10, S2-32, S2-38: at least 120, with words that are found and words that only look like it."""
    assert len(SENTENCES) >= 125
    assert len([line for line in SENTENCES if "[" not in line]) > 20


@pytest.mark.parametrize("line", SENTENCES)
def test_what_is_found_is_what_a_person_marked(line):
    """S2-10, S2-32, S2-38: whole words, inflections, phrases, any case, and nothing else."""
    text, wanted = marked(line)
    assert [text[a:b] for a, b in spans(text)] == [text[a:b] for a, b in wanted]
    assert spans(text) == wanted


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("line", sentences("jargon_sentences_es.txt"))
def test_what_is_found_in_spanish_is_what_was_marked(line, form):
    """S2-10, C-32: gender and number, tenses, signs before a question; in either form of Unicode."""
    text, wanted = marked(unicodedata.normalize(form, line))
    assert [text[a:b] for a, b in spans(text, SPANISH)] == [text[a:b] for a, b in wanted]
    assert spans(text, SPANISH) == wanted


@pytest.mark.parametrize("line", [line for line in SENTENCES if line.isascii()])
def test_marks_and_composition_change_nothing(line):
    """The spans are those of the text as it is, in either form of Unicode."""
    text, wanted = marked(line)
    for form in ("NFC", "NFD"):
        prefix = unicodedata.normalize(form, "Señora Ñandú, ")
        moved = [(a + len(prefix), b + len(prefix)) for a, b in wanted]
        assert spans(prefix + text) == moved


def test_spanish_is_found_in_either_form():
    """C-32: a draft list; accents composed or not."""
    spanish = SOP.catalog.lexicons("es-MX")
    assert spanish == SPANISH
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, "La familia es disfuncional y hay negación.")
        assert [unicodedata.normalize("NFC", text[a:b]) for a, b in spans(text, spanish)] == ["disfuncional", "negación"]  # fmt: skip
    assert spans("The client is disfuncional.", spanish) == [(14, 26)]


def lexicon(*terms: tuple[str, tuple[str, ...], tuple[str, ...]], id: str = "l") -> Lexicon:  # noqa: A002
    return Lexicon(
        id=id, version="1", status=DefinitionStatus.ACTIVE, title=Text({"en": "L"}), language="en", source="x", rights="x",
        terms=tuple(Term(id=name, kind=TermKind.JARGON, forms=forms, endings=endings, ask=Text({"en": "?"})) for name, forms, endings in terms),
    )  # fmt: skip


def test_the_longest_phrase_that_begins_first_is_found():
    """Overlapping phrases: one answer, from left to right."""
    made = lexicon(("a", ("red",), ()), ("b", ("red team meeting",), ()), ("c", ("team meeting room",), ()))  # fmt: skip
    found = notice_words("the red team meeting room, red team", [made])
    assert [(one.term, one.start) for one in found] == [("b", 4), ("a", 27)]


def test_a_form_of_two_lexicons_is_the_first_one_s_by_id():
    """The order in which they were found changes nothing."""
    one, other = lexicon(("x", ("map",), ()), id="a"), lexicon(("y", ("map",), ()), id="b")
    for both in ([one, other], [other, one]):
        (found,) = notice_words("a map", both)
        assert (found.lexicon, found.term) == ("a", "x")


def test_an_apostrophe_belongs_to_a_word_inside_it_alone():
    """Quotation marks are none."""
    made = lexicon(("a", ("client",), ("'s",)))
    texts = {
        "client's": 8,
        "'client'": 6,
        "client'": 6,
        "client\u2019s": 8,
        "client'9": 6,
        "client' s": 6,
    }
    for text, length in texts.items():
        ((start, end),) = spans(text, [made])
        assert end - start == length, text


def test_a_mark_that_begins_nothing_is_no_word():
    """A combining mark on its own, and what is not seen."""
    made = lexicon(("a", ("client",), ()))
    assert spans("\u0301 client", [made]) == [(2, 8)]
    assert spans("\u200bclient\u200b ", [made]) == [(1, 7)]
    assert spans("", [made]) == []
    assert spans("client", []) == []


def test_a_text_of_a_hundred_thousand_characters_is_read_once(monkeypatch):
    """Linear: each character is looked at a bounded number of times, whatever stands in the text."""
    looked = 0
    category = unicodedata.category

    def counted(char):
        nonlocal looked
        looked += 1
        return category(char)

    monkeypatch.setattr(unicodedata, "category", counted)
    for unit in ("case ", "non-", "a", "\u0301", "client's ", "out of home "):
        text = (unit * 100_000)[:100_000]
        looked = 0
        notice_words(text, ENGLISH)
        own = looked
        looked = 0
        notice_words(text[:50_000], ENGLISH)
        assert own <= 2 * looked + 10, unit
        assert own < 4 * len(text) + 20_000, unit


def test_no_long_word_is_composed(monkeypatch):
    """To compose a word is to sort its marks, which takes the square of them: none of more than a form may have."""
    sizes = []
    normalize = unicodedata.normalize

    def counted(form, text):
        sizes.append(len(text))
        return normalize(form, text)

    monkeypatch.setattr(unicodedata, "normalize", counted)
    marks = "\u0301\u0316" * 50_000
    found = notice_words(f"a{marks} client {'e' + marks}", ENGLISH)
    assert [one.term for one in found] == ["client"]
    notice_words(
        "\u0390" * 1_000, ENGLISH
    )  # what one letter becomes in another case is bounded too
    assert not names_a_child(f"a{marks} x {marks}")
    assert names_a_child(f"a{marks} nin\u0303a {marks}")
    assert 0 < max(sizes) <= 1_000


def test_a_word_of_any_length_is_found_as_it_stands():
    """A form is longer than any word that is composed: what is the same, code point by code point, is found."""
    long = "e\u0301" * 600
    made = lexicon(("a", (long,), ()), ("b", ("e\u0301" * 500,), ()))
    assert [one.term for one in notice_words(f"x {long} y", [made])] == ["a"]
    assert notice_words("\u00e9" * 600, [made]) == ()
    assert notice_words("o\u0301" * 600, [made]) == ()
    assert [one.term for one in notice_words("\u00e9" * 500, [made])] == ["b"]


def test_every_form_of_a_definition_is_composed():
    """A letter has at most three marks of its own, so that no form that the schema takes is too long, even apart."""
    term = schema("lexicon")["$defs"]["term"]["properties"]
    most = term["forms"]["items"]["maxLength"] + term["endings"]["items"]["maxLength"]
    assert max(len(unicodedata.normalize("NFD", chr(code))) for code in range(0x3400)) == 4
    form = "\u1f82" * most
    made = lexicon(("a", (form,), ()))
    assert notice_words(unicodedata.normalize("NFD", form), [made]) != ()


def test_a_form_may_be_joined_by_a_sign():
    """S2-10: abbreviations are jargon, and a list that `sop check` takes finds each of its forms."""
    made = lexicon(("rest", ("R&R", "24/7"), ("s",)), ("mother", ("M.O.C.",), ()), ("red", ("red team",), ()))  # fmt: skip
    text = (
        "R&R, r & r, R R, R-R, 24/7, 24 7, m.o.c. and M. O. C., MOC, red & team, red/team, red team"
    )
    found = [(text[one.start : one.end], one.term) for one in notice_words(text, [made])]
    assert found == [
        ("R&R", "rest"), ("r & r", "rest"), ("24/7", "rest"), ("m.o.c", "mother"), ("M. O. C", "mother"), ("red team", "red"),
    ]  # fmt: skip
    far = f"R{' ' * 50}&{' ' * 50}R"
    assert notice_words(far, [made]) == ()


def test_what_is_not_seen_parts_no_phrase():
    """What is pasted from a page brings joiners along; more than a space or two is a gap in the text."""
    made = lexicon(("a", ("case  management",), ()))
    for text in ("case\u200b management", "case \u200fmanagement", "case\u00a0\u2060management", "case\r\n management"):  # fmt: skip
        assert spans(text, [made]) == [(0, len(text))], text
    for text in ("case    management", "case\u200b, management", "case, management"):
        assert spans(text, [made]) == [], text


# ------------------------------------------------------------------------------- the definition kind


def test_the_bundled_lists_are_small_and_ask():
    """C-31: some seventy words in English, twenty in Spanish as a draft; each with a question."""
    (english,), (spanish,) = ENGLISH, SPANISH
    assert len(english.terms) >= 70
    assert len(spanish.terms) == 20
    for one, locale in ((english, "en"), (spanish, "es")):
        assert all(term.ask.get(locale).endswith("?") for term in one.terms)
    assert spanish.translations["es"] == "draft"
    assert SOP.catalog.lexicons("fr") == ()
    assert SOP.catalog.lexicon("jargon_en") is english
    with pytest.raises(NotFound, match="no lexicon 'x'"):
        SOP.catalog.lexicon("x")


def test_every_bundled_form_is_found_with_each_of_its_endings():
    """Nothing stands in the list that no text could hold."""
    for one in (*ENGLISH, *SOP.catalog.lexicons("es")):
        for term in one.terms:
            for form in term.forms:
                for ending in ("", *term.endings):
                    (found,) = notice_words(f"{form}{ending}", [one])
                    assert (found.term, found.start, found.end) == (term.id, 0, len(form + ending))


def faults(*terms):
    document = {"title": {"en": "T"}, "terms": [{"ask": {"en": "?"}, **term} for term in terms]}
    return [(one.code, one.path) for one in check_lexicon(document)]


def test_a_form_is_a_word_and_means_one_term():
    """A reader is asked one question about one word."""
    assert faults({"id": "a", "forms": ["map"]}, {"id": "b", "forms": ["maps"]}) == []
    assert faults({"id": "a", "forms": ["map"], "endings": ["s"]}, {"id": "b", "forms": ["Maps"]}) == [("form_of_two", "$.terms[1].forms[0]")]  # fmt: skip
    assert faults({"id": "a", "forms": ["map", "MAP"]}) == []
    assert faults({"id": "a", "forms": ["…", "a b c d e f g h i"]}) == [("form_no_phrase", "$.terms[0].forms[0]"), ("form_no_phrase", "$.terms[0].forms[1]")]  # fmt: skip
    assert faults({"id": "a", "forms": []}, {"id": "a", "forms": 5, "endings": 5}) == [("not_unique", "$.terms[1].id")]  # fmt: skip
    assert faults({"id": "a", "forms": ["x"], "ask": {"es": "?"}}) == [("locales_differ", "$.terms[0].ask")]  # fmt: skip


def test_a_language_that_the_questions_are_not_in_is_told():
    """A list for English texts that says es would never find a word of them."""
    mine = {
        "$schema": "urn:sop:schema:lexicon:1", "id": "county07.words", "version": "1", "status": "active",
        "title": {"en": "T"}, "source": "t", "rights": "t", "language": "es",
        "terms": [{"id": "a", "kind": "jargon", "forms": ["drop by"], "ask": {"en": "Who came?"}}],
    }  # fmt: skip
    (issue,) = SOP.check(mine)
    assert (issue.code, issue.severity) == ("language_not_asked", "advice")
    assert str(issue) == (
        "$.language: The words are looked for in texts of 'es', and the questions are in en. Who reads a text is asked in "
        "its language. Name the language of the forms, or write title and ask in it too."
    )
    assert [SOP.check({**mine, "language": one}) for one in ("en", "en-US")] == [(), ()]


# --------------------------------------------------------------------------------------- in records


def value(document):
    return value_of(document, FieldRecord if "tool" in document else Statement)


def test_jargon_is_noticed_where_a_worker_wrote_it():
    """S2-10: the places alone; what the family said, and very words, are theirs."""
    written = changed(QUESTIONS, {"entries.1.text": "The client relapsed.", "entries.1.voice": "worker"})  # fmt: skip
    assert notice_jargon(value(written), ENGLISH) == (Notice("jargon", ("$.entries[1].text",)),)
    for voice in ("child", "caregiver", "family", "network"):
        assert notice_jargon(value(changed(written, {"entries.1.voice": voice})), ENGLISH) == ()
    assert notice_jargon(value(changed(written, {"entries.1.verbatim": True})), ENGLISH) == ()
    assert notice_jargon(value(written), ()) == ()
    assert notice_jargon(value(HOUSES), ENGLISH) == ()
    harm = changed(HARM, {"parts.caregiver_action": "The perp was noncompliant."})
    assert notice_jargon(value(harm), ENGLISH) == (Notice("jargon", ("$.parts.caregiver_action",)),)
    (said,) = SOP.check(harm)
    assert (said.code, said.severity, said.path) == ("jargon", "advice", "$.parts.caregiver_action")
    assert not re.search("perp|noncompliant", str(said))

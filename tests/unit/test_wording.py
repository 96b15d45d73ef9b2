"""Frequency wording in what a county writes for its staff: found, said as advice, never refused (S1-01)."""

from __future__ import annotations

import unicodedata

import pytest

from sop_core import Sop
from sop_core.instruments import FREQUENCY_WORDS, check_wording, frequency_words
from tests.unit._content import WORKER

STEPS = [{"code": str(n), "value": n, "label": {"en": f"Step {n}"}} for n in (1, 2)]


def asking(text, *, role="social_worker", locale="en", **item):
    """A definition of one item."""
    return {
        "$schema": "urn:sop:schema:instrument:1", "id": "x.y", "version": "1", "status": "active",
        "title": {locale: "Every month"}, "respondent_role": role, "source": "s", "rights": "r",
        "response_sets": {"s": {"options": [{**step, "label": {locale: f"Step {step['code']}"}} for step in STEPS]}},
        "sections": [{"id": "a", "title": {locale: "Daily work"}, "items": [
            {"id": "q", "type": "choice", "text": {locale: text}, "response_set": "s", **item}]}],
        "scales": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Asks how often a thing happened", ("often",)),
        ("ALWAYS asks, and never tells", ("ALWAYS", "never")),
        ("most  of\nthe time", ("most  of\nthe time",)),
        ("hardly ever, and hardly ever", ("hardly ever",)),
        ("softens the oftener", ()),
        ("Names what the caregiver did", ()),
    ],
)
def test_a_phrase_is_found_as_whole_words(text, found):
    """In any case and over a line break, each once, and not inside another word (S1-01)."""
    assert frequency_words(text, "en") == found


def test_a_language_has_a_list_of_its_own():
    """Spanish in Mexico uses Spanish; a language without a list finds nothing; accents may be composed."""
    assert frequency_words("Lo hago a menudo", "es-MX") == ("a menudo",)
    assert frequency_words(unicodedata.normalize("NFD", "¿Cuántas veces?"), "es") == (
        "Cuántas veces",
    )
    assert frequency_words("always", "es") == ()
    assert frequency_words("always", "vi") == ()


def test_a_list_can_be_replaced():
    """The words are data: a caller brings its own, of any language."""
    own = {"vi": ("thường xuyên",), "en": ()}
    assert frequency_words("Tôi thường xuyên hỏi", "vi", words=own) == ("thường xuyên",)
    assert frequency_words("always", "en", words=own) == ()
    assert check_wording(asking("always"), words=own) == []


def test_a_country_may_have_a_list_of_its_own():
    """It stands in for the language's; any other country of that language uses the language's."""
    own = {"es": ("siempre",), "es-MX": ("seguido",)}
    said = "Siempre pregunta, y seguido"
    assert frequency_words(said, "es-MX", words=own) == ("seguido",)
    assert frequency_words(said, "es-Latn-PE", words=own) == ("Siempre",)


def test_every_phrase_of_the_lists_is_found():
    """No phrase stands in the list that the search could never meet."""
    for locale, phrases in FREQUENCY_WORDS.items():
        assert len(set(phrases)) == len(phrases)
        for phrase in phrases:
            assert phrase in frequency_words(f"({phrase})", locale)


def test_check_gives_advice_on_a_staff_item_and_refuses_nothing():
    """S1-01: where it stands and what to do instead; load keeps the definition."""
    document = asking("I often name the harm", hint={"en": "At least weekly"})
    document["response_sets"]["s"]["options"][0]["label"] = {"en": "Sometimes"}
    document["scales"] = [
        {
            "id": "a", "title": {"en": "Regular practice"}, "items": ["q"], "method": "mean", "min_answered": 1,
            "rounding": {"mode": "half_up", "places": 0},
            "bands": [{"id": "low", "from": 1, "title": {"en": "Rarely"}}],
        }
    ]  # fmt: skip
    held = Sop.load(plugins=False, definitions=[document])
    issues = held.check(document)
    assert {(issue.code, issue.severity) for issue in issues} == {("frequency_wording", "advice")}
    assert [issue.path for issue in issues] == [
        "$.response_sets.s.options[0].label.en",
        "$.sections[0].items[0].text.en",
        "$.sections[0].items[0].hint.en",
        "$.scales[0].bands[0].title.en",
    ]
    assert "(often)" in issues[1].message
    assert "another person could see or hear" in issues[1].fix
    health = {one.id: one.ok for one in held.health().definitions}
    assert health["x.y"]


@pytest.mark.parametrize("role", ["parent_guardian", "youth"])
def test_a_family_may_be_asked_how_often(role):
    """S0-12: parents tell of what they met; how often is theirs to say."""
    assert check_wording(asking("They often listen", role=role)) == []


@pytest.mark.parametrize("role", ["parent_guardian", "youth"])
@pytest.mark.parametrize("said", [{}, {"anonymous": False}])
def test_a_family_that_may_be_named_is_advised_of(role, said):
    """S0-12, C-10: what leads back to a family is a decision; it is told, and nothing is refused for it."""
    document = {**asking("They often listen", role=role), **said}
    held = Sop.load(plugins=False, definitions=[document])
    [issue] = held.check(document)
    assert (issue.code, issue.path) == ("family_not_anonymous", "$.respondent_role")
    assert issue.severity == "advice"
    assert f"A {role} answers" in issue.message
    assert '"anonymous": true' in issue.fix
    assert {one.id: one.ok for one in held.health().definitions}["x.y"]


@pytest.mark.parametrize(
    "said", [{"respondent_role": "parent_guardian", "anonymous": True}, {"anonymous": False}]
)
def test_whoever_cannot_be_named_and_whoever_is_staff_is_not_advised_of(said):
    """C-10 is of families; staff are named by a token, and see their own page by it."""
    document = {**asking("Names the harm"), **said}
    assert list(Sop.load(plugins=False).check(document)) == []


def test_the_bundled_staff_instruments_get_no_advice():
    """The tests of the content and the advice are one list."""
    assert check_wording(WORKER) == []


@pytest.mark.parametrize(
    "document", [{}, {"respondent_role": 7}, asking("often") | {"sections": 3}, asking(7), asking("x", hint=[{"text": 1}])]
)  # fmt: skip
def test_a_malformed_document_gets_no_advice_and_no_exception(document):
    """What the schema complains about is passed over here."""
    assert check_wording(document) == []

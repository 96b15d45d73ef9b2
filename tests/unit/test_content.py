"""The words of the bundled content keep the house rules (STYLE "Content", REQUIREMENTS C and E).

Each lint is a function from data to complaints, and each is shown to fail. Structure and sums are
in test_content_sums.py.
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from sop_core.instruments import FREQUENCY_WORDS
from sop_core.instruments import frequency_words as found_in
from tests.unit._content import (
    COUNTY,
    INSTRUMENTS,
    NOTICE,
    PARENT,
    PROMPTS,
    ROOT,
    THREE,
    Doc,
    each_bundled,
    each_definition,
    each_instrument,
    each_prompt_set,
    each_shown,
    items,
    newest,
    texts,
)

STAFF = {n: d for n, d in INSTRUMENTS.items() if d["respondent_role"] != "parent_guardian"}

# Our own content is held to more than what a county is advised of: it asks for no number of anything.
HOUSE = {**FREQUENCY_WORDS, "en": (*FREQUENCY_WORDS["en"], "how many")}


def spoken(text: str, locale: str) -> tuple[str, ...]:
    return found_in(text, locale, words=HOUSE)


# -- words ------------------------------------------------------------------------------------------

PRONOUNS = {
    "en": re.compile(r"\b(he|she|him|his|her|hers|himself|herself|s/he)\b", re.IGNORECASE),
    "es": re.compile(r"\b(él|ella|ellas|ellos)\b", re.IGNORECASE),
}
TU = re.compile(r"\b(tú|tu|tus|ti|contigo|tuyos?|tuyas?|te)\b", re.IGNORECASE)
JOINS = {"en": re.compile(r"\band\b", re.IGNORECASE), "es": re.compile(r"\b[ye]\b", re.IGNORECASE)}
# An item may hold "and" only where it joins no two behaviours: its id, and the reason.
JOINS_ALLOWED: dict[str, str] = {}


def frequency_words(doc: Doc) -> list[str]:
    return [
        f"{path} ({locale}): {said}"
        for path, text in texts(doc)
        for locale, said in text.items()
        if spoken(said, locale)
    ]


def two_ideas(doc: Doc) -> list[str]:
    return [
        f"{item['id']} ({locale}): {text}"
        for item in items(doc)
        for locale, text in item["text"].items()
        if item["id"] not in JOINS_ALLOWED and locale in JOINS and JOINS[locale].search(text)
    ]


def gendered_or_local(doc: Doc) -> list[str]:
    return [
        f"{path}: {text}"
        for path, by_locale in texts(doc)
        for locale, text in by_locale.items()
        if PRONOUNS[locale].search(text) or COUNTY.search(text)
    ]


def locale_faults(doc: Doc) -> list[str]:
    wanted = set(doc["title"])
    faults = [f"{path}: {sorted(text)}" for path, text in texts(doc) if set(text) != wanted]
    if doc["translations"] != {lo: "original" if lo == "en" else "draft" for lo in wanted}:
        faults.append(f"$.translations: {doc['translations']}")
    return faults


def spanish_faults(doc: Doc) -> list[str]:
    """Spanish that is left in English, says tú, or opens a question without its mark."""

    def wrong(en: str, es: str) -> bool:
        marks = es.count("?") != es.count("¿") or en.endswith("?") != es.endswith("?")
        return es == en or marks or TU.search(es) is not None

    pairs = [(path, t["en"], t["es"]) for path, t in texts(doc) if "es" in t]
    return [f"{path}: {es}" for path, en, es in pairs if wrong(en, es)]


def length_faults(doc: Doc) -> list[str]:
    limits = {"intro": 1000, "hint": 320, "label": 80, "title": 80, "text": 130}
    return [
        f"{path} ({locale}): {len(text)}"
        for path, by_locale in texts(doc)
        for locale, text in by_locale.items()
        if not 2 <= len(text) <= limits.get(path.rpartition(".")[2], 80) or text != text.strip()
    ]


def repeated_labels(doc: Doc) -> list[str]:
    return [
        f"{name} ({locale}): {label}"
        for name, options in doc["response_sets"].items()
        for locale in doc["title"]
        for label, n in Counter(o["label"][locale].casefold() for o in options["options"]).items()
        if n > 1
    ]


@pytest.mark.parametrize("doc", STAFF.values(), ids=STAFF.keys())
def test_staff_instruments_speak_of_skill_and_never_of_frequency(doc: Doc) -> None:
    """S1-01: no text of a staff instrument holds a frequency word."""
    assert frequency_words(doc) == []


@each_instrument
def test_an_item_holds_one_idea(doc: Doc) -> None:
    """No item joins two behaviours with "and" ("y", "e")."""
    assert two_ideas(doc) == []
    assert all(len(reason) > 20 for reason in JOINS_ALLOWED.values())


@each_definition
def test_texts_are_neutral_whole_and_of_sane_length(doc: Doc) -> None:
    """No he or she, no county, every text in every language of the title, Spanish a draft (C-32, E)."""
    assert gendered_or_local(doc) == []
    assert locale_faults(doc) == []
    assert spanish_faults(doc) == []
    assert length_faults(doc) == []
    assert "sop_core default" in doc["source"]  # C-01: ours, and it says so
    assert "sop_core sample" in doc["rights"]


def undeclared(doc: Doc) -> list[str]:
    """Texts that are not in exactly the languages that their definition declares."""
    declared = set(doc.get("translations", doc["title"]))
    return [f"{path}: {sorted(text)}" for path, text in texts(doc) if set(text) != declared]


@each_bundled
def test_every_text_is_in_every_language_that_its_definition_declares(doc: Doc) -> None:
    """C-32: whatever kind of definition it is, no reader meets half of it."""
    assert len(list(texts(doc))) >= 3
    assert undeclared(doc) == []


@each_shown
def test_prompts_and_screens_are_in_english_and_in_draft_spanish(doc: Doc) -> None:
    """C-32: every prompt, reason, title and hint, and the moment and place of each use of a tool."""
    assert doc["translations"] == {"en": "original", "es": "draft"}
    assert {tuple(sorted(text)) for _, text in texts(doc)} == {("en", "es")}


def test_the_lint_of_languages_can_fail() -> None:
    """A text without a declared language is found, and one with a language that is not declared."""
    doc = {"title": {"en": "T", "es": "T"}, "translations": {"en": "original", "es": "draft"}}
    assert undeclared(doc) == []
    assert undeclared({**doc, "hint": {"en": "H"}}) == ["$.hint: ['en']"]
    assert undeclared({**doc, "translations": {"en": "original"}}) == ["$.title: ['en', 'es']"]


@each_instrument
def test_no_label_stands_for_two_options(doc: Doc) -> None:
    assert repeated_labels(doc) == []


def bad_item(en: str, es: str) -> Doc:
    return {
        "title": {"en": "A title", "es": "Un título"},
        "translations": {"en": "original", "es": "draft"},
        "sections": [{"items": [{"id": "bad", "text": {"en": en, "es": es}}]}],
    }


def test_each_word_lint_can_fail() -> None:
    """Each lint finds the fault that it is for, and finds nothing in a sound item."""
    sound = bad_item("Your worker listens to you.", "Usted siente que le escuchan.")
    lints = (
        frequency_words,
        two_ideas,
        gendered_or_local,
        locale_faults,
        spanish_faults,
        length_faults,
    )
    assert [lint(sound) for lint in lints] == [[]] * len(lints)
    for lint, en, es in [
        (frequency_words, "Uses the Three Questions most of the time.", "Usa las Tres Preguntas."),
        (frequency_words, "Asks the child on EVERY visit.", "Pregunta."),
        (two_ideas, "Listens and writes.", "Escucha."),
        (two_ideas, "Listens.", "Escucha y escribe."),
        (gendered_or_local, "Ask her.", "Pregunte."),
        (gendered_or_local, "Ask.", "Pregunte a ella."),
        (gendered_or_local, "Works in San Luis Obispo.", "Trabaja."),
        (spanish_faults, "Your plan.", "Tu plan."),
        (spanish_faults, "What next?", "Qué sigue?"),
        (spanish_faults, "The plan.", "The plan."),
        (length_faults, "x" * 131, "Bien."),
        (length_faults, "Padded ", "Bien."),
    ]:
        assert len(lint(bad_item(en, es))) == 1, (lint.__name__, en, es)
    half = bad_item("One.", "Uno.")
    del half["sections"][0]["items"][0]["text"]["es"]
    assert locale_faults(half) == ["$.sections[0].items[0].text: ['en']"]
    assert locale_faults(sound | {"translations": {"en": "original", "es": "reviewed"}}) != []
    twice = (
        {"code": "1", "label": {"en": "Yes", "es": "Sí"}},
        {"code": "2", "label": {"en": "yes", "es": "No"}},
    )
    assert repeated_labels(sound | {"response_sets": {"s": {"options": twice}}}) == ["s (en): yes"]


# -- reading level ----------------------------------------------------------------------------------


def syllables(word: str) -> int:
    """Vowel groups, less a silent final e or -ed/-es: within one of the dictionary for common words.

    It reads "every" as three and "being" as one; over a text such slips about cancel, so the bound on
    the mean is worth more than the bound on one short item.
    """
    word = re.sub(r"[^a-z]", "", word.lower())
    if not re.search(r"(?:[^aeiouy]le|[td]ed)$", word):  # "little", "needed": their e is heard
        word = re.sub(r"(?<=[^aeiouy])(?:e|es|ed)$", "", word)
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """The Flesch-Kincaid grade level: years of schooling in the United States."""
    sentences = max(1, len(re.findall(r"[.!?]+(?=\W|$)", text)))
    words = re.findall(r"[A-Za-z'\u2019]+", text)
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_parent_survey_reads_at_grade_six_or_below() -> None:
    """The mean item and the introduction are at grade 6 or below, and no item is above 8."""
    grades = {item["id"]: grade(item["text"]["en"]) for item in items(PARENT)}
    assert sum(grades.values()) / len(grades) <= 6
    assert {name: g for name, g in grades.items() if g > 8} == {}
    assert grade(PARENT["intro"]["en"]) <= 6
    assert all(re.search(r"\b[Yy]our?\b", item["text"]["en"]) for item in items(PARENT))


def plainly(text: str) -> str:
    """A worker's text with SOP's own terms, which every worker learns, read as short ones (S2-13, S2-37)."""
    for term, short in (
        ("protective capacities", "protective acts"),
        ("training, correcting, complaining or therapy", "class, faults, complaint or therapy"),
    ):
        text = text.replace(term, short)
    return text


def test_prompts_read_at_grade_eight_or_below() -> None:
    """STYLE: what a good colleague would say aloud; no prompt is above 8, and their mean is at 6 or below."""
    grades = {
        f"{id_}/{prompt['id']}": grade(plainly(prompt["text"]["en"]))
        for id_, doc in newest(PROMPTS).items()
        for prompt in doc["prompts"]
    }
    assert {name: g for name, g in grades.items() if g > 8} == {}
    assert sum(grades.values()) / len(grades) <= 6


def test_the_reading_level_can_fail() -> None:
    """The measure tells plain words from agency words, and counts syllables as stated."""
    known = {
        "worker": 2,
        "agency": 3,
        "made": 1,
        "needed": 2,
        "family": 3,
        "closes": 1,
        "little": 2,
        "the": 1,
    }
    assert {word: syllables(word) for word in known} == known
    assert grade("Facilitation of participation demonstrates organizational accountability.") > 12
    assert grade("Your worker asks you.") < 4


# -- prompts and glossary ---------------------------------------------------------------------------

SCREENS = {"case.view", "contact.note", "supervision", "unit.meeting", "team.meeting"}


def prompt_faults(doc: Doc) -> list[str]:
    """One sentence that asks, a known kind, reasons for putting it aside that the set defines (S2-03)."""
    faults = []
    for prompt in doc["prompts"]:
        if prompt["kind"] not in ("ask", "notice", "reflect", "act"):
            faults.append(f"{prompt['id']}: kind {prompt['kind']}")
        if not prompt["dismiss"] or not set(prompt["dismiss"]) <= set(doc["dismiss_reasons"]):
            faults.append(f"{prompt['id']}: dismiss {prompt['dismiss']}")
        if any(
            re.findall(r"[.!?;]", text) != ["?"] or text[-1] != "?"
            for text in prompt["text"].values()
        ):
            faults.append(f"{prompt['id']}: not one question")
        if spoken(prompt["text"]["en"], "en") or re.search(
            r"\d|\b(must|should)\b", prompt["text"]["en"]
        ):
            faults.append(f"{prompt['id']}: counts or instructs")
    ids = [prompt["id"] for prompt in doc["prompts"]]
    return faults + [f"{name}: twice" for name, n in Counter(ids).items() if n > 1]


@each_prompt_set
def test_a_prompt_asks_one_thing_and_can_be_put_aside(doc: Doc) -> None:
    # A line of help below a statement's question tells, and asks nothing.
    questions = [one for one in doc["prompts"] if not one["id"].endswith(".hint")]
    assert prompt_faults({**doc, "prompts": questions}) == []
    assert all(
        re.fullmatch(r"[SBC]\d?-\d\d(, [SBC]\d?-\d\d)*", prompt["source"])
        for prompt in doc["prompts"]
    )
    assert {prompt["opens"] for prompt in doc["prompts"] if "opens" in prompt} <= {
        d["id"] for d in INSTRUMENTS.values()
    }


def test_the_prompt_lint_can_fail() -> None:
    good = THREE["prompts"][0]
    changes: tuple[Doc, ...] = (
        {"kind": "alert"},
        {"dismiss": []},
        {"dismiss": ["blame"]},
        {"text": {"en": "Ask about strengths."}},
        {"text": {"en": "What works? What else?"}},
        {"text": {"en": "Which 3 strengths are there?"}},
    )
    for change in changes:
        assert len(prompt_faults(THREE | {"prompts": [good | change]})) == 1, change
    assert prompt_faults(THREE | {"prompts": [good, good]}) == [f"{good['id']}: twice"]


def test_the_three_questions_come_in_their_order_on_each_screen() -> None:
    """S2-12, S2-16: working well, worried, next; whatever else is shown comes after them."""
    shown: dict[str, list[Doc]] = {screen: [] for screen in SCREENS}
    for prompt in sorted(THREE["prompts"], key=lambda p: -int(p["priority"])):
        for screen in prompt["screens"]:
            shown[screen].append(prompt)
    for prompts in shown.values():
        texts_in_order = [prompt["text"]["en"] for prompt in prompts]
        assert [prompt["priority"] for prompt in prompts] == [30, 20, 10]
        for prompt, ending in zip(prompts, ("_working_well", "_worried", "_next"), strict=True):
            assert prompt["id"].endswith(ending)
        for text, words in zip(
            texts_in_order, ("working well", "worried", "needs to happen next"), strict=True
        ):
            assert words in text
        assert all("roles" not in prompt for prompt in prompts)  # S2-17: everyone


def test_what_is_shown_besides_is_little_and_comes_last() -> None:
    """All three kinds stand as data; a screen gains three at most, each below the Three Questions."""
    per_screen = Counter(screen for prompt in NOTICE["prompts"] for screen in prompt["screens"])
    assert max(per_screen.values()) <= 3
    assert set(per_screen) <= SCREENS
    assert {prompt["kind"] for prompt in NOTICE["prompts"]} == {"ask", "notice", "reflect"}
    assert all(0 < prompt["priority"] < 10 for prompt in NOTICE["prompts"])


def test_the_glossary_is_in_order_and_holds_the_terms() -> None:
    """S0-15, B-02: one line a term, in alphabetical order."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    terms = [match[1] for line in lines if (match := re.match(r"- \*\*(.+?)\*\* — .+[.?]$", line))]
    assert len(terms) == sum(line.startswith("- ") for line in lines)
    folded = [term.casefold().replace("_", " ") for term in terms]
    assert folded == sorted(set(folded))
    wanted = {"CQI", "SDM", "CPM", "culture and climate", "fidelity tool", "Three Questions"}
    assert wanted <= set(terms)
    assert not [line for line in lines if COUNTY.search(line)]

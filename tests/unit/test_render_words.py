"""The words of the interface and its style: complete, plain, and able to be read."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from sop_core import render
from sop_core.instruments import answers
from sop_core.render.words import every_word, words_for
from tests.unit.test_content import grade

WORDS = every_word()
ROOM = Path(render.__file__).parent


def blanks(sentence: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


@pytest.mark.parametrize("locale", WORDS)
def test_every_language_has_every_word(locale):
    """C-32: the same keys in every language, in the same order, with the same blanks."""
    assert list(WORDS[locale]) == list(WORDS["en"])
    assert {k: blanks(s) for k, s in WORDS[locale].items()} == {
        k: blanks(s) for k, s in WORDS["en"].items()
    }
    assert all(sentence.strip() == sentence != "" for sentence in WORDS[locale].values())


def test_no_word_is_left_from_the_other_language():
    """A Spanish word that equals the English one was forgotten."""
    assert [k for k, s in WORDS["es"].items() if s == WORDS["en"][k]] == []


def test_the_words_are_plain():
    """English for grades 6 to 8: the mean below 6, no sentence above 8."""
    filled = {
        k: re.sub(r"\{\w+\}", "10", s) for k, s in WORDS["en"].items() if s.endswith((".", "?"))
    }
    grades = {k: grade(s) for k, s in filled.items()}
    assert {k: g for k, g in grades.items() if g > 8} == {}
    assert sum(grades.values()) / len(grades) < 6


def test_no_word_speaks_of_the_machine():
    """What a parent reads has no developer's words, and blames nobody."""
    # A field packet is what workers take into the field (S2-29): no field of a form.
    spoken = {key: words for key, words in WORDS["en"].items() if key != "packet_title"}
    for sentence in spoken.values():
        assert not re.search(
            r"(?i)\b(invalid|error|fail\w*|code|json|field|submit\w*|wrong|must)\b", sentence
        )
    for sentence in WORDS["es"].values():
        assert not re.search(
            r"(?i)\b(inválid\w*|error\w*|código|json|campo|incorrect\w*|debe\w*|tú|tu|tus)\b",
            sentence,
        )


def test_every_key_is_used():
    """No word is kept that no page says."""
    said = "".join(
        path.read_text("utf-8") for path in ROOM.rglob("*") if path.suffix in (".py", ".html")
    )
    variants = {"error.not_a_number.integer", "error.not_a_number.decimal", "error.page_too_old"}
    variants |= {"kind_ask", "kind_notice", "kind_reflect", "kind_act"}
    made = (
        "view_", "session_", "step_", "part_", "writer_", "tool_", "field_", "kind_of_", "voice_", "ring_", "tie_",
        "objective_", "consent_", "sharing_", "case_error_", "reason_", "umbrella_", "goal_of_",
        "dates_", "report_for_", "report_head_", "report_purpose_", "report_change_", "theme_",
    )  # fmt: skip
    variants |= {key for key in WORDS["en"] if key.startswith(made)}
    unused = [
        k
        for k in WORDS["en"]
        if f'"{k}"' not in said and f'"{k.removeprefix("error.")}"' not in said
    ]
    assert set(unused) <= variants


def test_every_complaint_about_an_answer_has_words():
    """Each code that the reader of answers can give is known here, but those that no browser causes."""
    source = Path(answers.__file__).read_text("utf-8")
    codes = set(re.findall(r'Complaint\(\s*"(\w+)"', source)) | set(
        re.findall(r'"(\w+)" if isinstance\(raw, str\)', source)
    )
    assert {"required", "out_of_range", "text_length"} <= codes
    known = {key.split(".")[1] for key in WORDS["en"] if key.startswith("error.")}
    assert codes - known <= {"not_a_list_of_codes", "not_a_text"}


@pytest.mark.parametrize(
    ("asked", "given"), [("es", "es"), ("es-MX", "es"), ("en-GB", "en"), ("fr", "en"), ("", "en")]
)
def test_the_nearest_language_speaks(asked, given):
    """A region uses its language's words; a language without words uses English."""
    assert words_for(asked).locale == given


# -- the style -----------------------------------------------------------------------------------------

CSS = re.sub(r"/\*.*?\*/", "", render.stylesheet(), flags=re.DOTALL)


def test_the_style_fetches_nothing():
    """One file, no address in it, nothing that moves for who asked for stillness."""
    assert not re.search(r"url\(|@import|@font-face|https?:|expression|javascript", CSS)
    assert "prefers-reduced-motion: reduce" in CSS
    assert len(render.stylesheet()) < 16_000


def test_the_style_touches_only_our_fragments():
    """Every rule stands under one of our classes, so that it changes nothing else on a host's page."""
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", CSS)
    selectors = [one.strip() for rule in rules for one in re.split(r",(?![^(]*\))", rule)]
    assert len(selectors) > 60
    assert [
        s for s in selectors if not re.match(r"(:is\((\.sop-|\[data-bs-theme)|\.sop-)", s)
    ] == []
    classes = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r"\d*\.\d+\w*", "", CSS)))
    assert {c for c in classes if not c.startswith("sop-")} == set()


def test_every_class_of_the_style_is_in_a_page():
    """No rule is left over from a page that looked otherwise."""
    drawn = "".join(path.read_text("utf-8") for path in ROOM.glob("templates/*.html"))
    styled = set(re.findall(r"\.(sop-[\w-]+)", CSS)) - {"sop-dark"}
    assert {name for name in styled if name not in drawn} == set()


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_everything_can_be_read(theme):
    """Text has a contrast of at least 5 to 1 (WCAG AA asks 4.5), borders of controls of 3 to 1."""
    blocks = [b for b in re.findall(r"\{([^{}]*)\}", CSS) if "--sop-ink:" in b]
    colours = dict(re.findall(r"--sop-([\w-]+): (#[0-9a-f]{6})", blocks[theme]))
    assert len(blocks) == 2
    for ink in ("ink", "soft", "key", "mind"):
        for paper in ("paper", "tint", "mind-tint"):
            assert contrast(colours[ink], colours[paper]) >= 5, (ink, paper)
    assert contrast(colours["on-key"], colours["key"]) >= 5
    for line in ("edge", "focus", "mind"):
        assert contrast(colours[line], colours["paper"]) >= 3
    assert round(contrast("#000000", "#ffffff")) == 21

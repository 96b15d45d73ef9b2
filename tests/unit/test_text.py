"""Text in several languages, and what is safe to show of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core.text import BIDI_CONTROLS, Text, isolate

BOTH = Text({"en": "Yes", "es": "Sí"})


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        (BOTH, "es", "Sí"),
        (BOTH, "es-MX", "Sí"),
        (BOTH, "fr", "Yes"),
        (BOTH, "", "Yes"),
        (Text({"es": "Sí", "zh-Hant": "是"}), "fr", "Sí"),
        (Text({"zh-Hant": "是", "zh": "对"}), "zh-Hant", "是"),
        (Text({"en": "Yes", "es-MX": "Sí"}), "es", "Yes"),
    ],
)
def test_the_nearest_locale_is_shown(text, wanted, shown):
    """The wanted one, else its language, else English, else the first."""
    assert text.get(wanted) == shown
    assert text.by_locale[text.locale_for(wanted)] == shown


def test_texts_are_equal_in_any_order():
    """The same words in the same languages are the same text."""
    assert Text({"es": "Sí", "en": "Yes"}) == BOTH
    assert BOTH.locales == ("en", "es")


@pytest.mark.parametrize(
    ("said", "safe"),
    [
        ("plain", "plain"),
        ("", ""),
        ("a\u200eb", "\u2068a\u200eb\u2069"),
        # an override that is left open is closed before the isolate is
        ("\u202egnaw", "\u2068\u202egnaw\u202c\u2069"),
        # one that was closed is not closed again
        ("\u202ea\u202cb", "\u2068\u202ea\u202cb\u2069"),
        # a mark that closes what was never opened would end our own isolate
        ("a\u2069b", "\u2068ab\u2069"),
        ("a\u202cb", "\u2068ab\u2069"),
        ("\u2067\u202aa", "\u2068\u2067\u202aa\u202c\u2069\u2069"),
        # crossed: the inner one is still open, so the closing mark is left out and added in its turn
        ("\u2067\u202aa\u2069b", "\u2068\u2067\u202aab\u202c\u2069\u2069"),
    ],
)
def test_controls_are_closed_in(said, safe):
    """DESIGN 6: kept in free text, and isolated so that they cannot reorder what stands round it."""
    assert isolate(said) == safe


OPENS = {"\u2066": "\u2069", "\u2067": "\u2069", "\u2068": "\u2069"} | dict.fromkeys(
    "\u202a\u202b\u202d\u202e", "\u202c"
)


@given(st.text(st.sampled_from("ab" + "".join(sorted(BIDI_CONTROLS)))))
def test_an_isolated_text_is_balanced(said):
    """Every mark that opens is closed in its turn, none that closes is left over, and no letter is lost."""
    safe = isolate(said)
    waiting: list[str] = []
    for character in safe:
        if character in OPENS:
            waiting.append(OPENS[character])
        elif character in "\u2069\u202c":
            assert waiting.pop() == character
    assert waiting == []
    assert [c for c in safe if c in "ab"] == [c for c in said if c in "ab"]


def test_the_controls_are_those_of_unicode():
    """Every character that Unicode calls a bidirectional control is one here, and no other."""
    known = {
        chr(code)
        for code in range(0x110000)
        if unicodedata.bidirectional(chr(code))
        in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
    }
    assert known | {"\u061c", "\u200e", "\u200f"} == BIDI_CONTROLS

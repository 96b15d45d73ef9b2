"""Laws of the lexicon: spans are whole words of the text, in order, and a slow twin finds the same."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from sop_core import Sop
from sop_core.practice import Lexicon, Term, TermKind, notice_words
from sop_core.text import Text
from sop_core.types import DefinitionStatus

SOP = Sop.load(plugins=False)
BUNDLED = SOP.catalog.lexicons("en")
WORDS = ("case", "plan", "client", "not", "at", "risk", "a")
words = st.sampled_from(WORDS)
gaps = st.sampled_from((" ", "  ", "-", ", ", ". ", "\n", " — "))


@st.composite
def lists(draw: st.DrawFn, name: str = "l") -> Lexicon:
    forms = draw(st.lists(st.lists(words, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=5, unique=True))  # fmt: skip
    return Lexicon(
        id=name, version="1", status=DefinitionStatus.ACTIVE, title=Text({"en": "L"}), language="en", source="x", rights="x",
        terms=tuple(
            Term(id=f"t{i}", kind=TermKind.JARGON, forms=(form,), endings=draw(st.sampled_from(((), ("s",)))), ask=Text({"en": "?"}))
            for i, form in enumerate(forms)
        ),
    )  # fmt: skip


@st.composite
def texts(draw: st.DrawFn) -> str:
    parts = draw(st.lists(st.tuples(st.sampled_from((*WORDS, "clients", "Risk", "zoo", "risky")), gaps), max_size=9))  # fmt: skip
    return "".join(word + gap for word, gap in parts)


class TestWords:
    """S2-10, S2-32, S2-38."""

    @given(lists(), texts())
    def test_a_slow_twin_finds_the_same(self, lexicon, text):
        """Every form as a pattern, tried at every place; the longest that begins first."""
        forms = {
            form + ending: (len((form + ending).split()), index)
            for index, term in reversed(list(enumerate(lexicon.terms)))
            for form in term.forms
            for ending in ("", *term.endings)
        }
        wanted, at = [], 0
        while at < len(text):
            best = 0
            for form in forms:
                pattern = r"[\s-]{1,3}".join(map(re.escape, form.split()))
                match = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE).match(text, at)
                best = max(best, match.end() if match else 0)
            if best:
                wanted.append((at, best))
            at = max(best, at + 1)
        assert [(one.start, one.end) for one in notice_words(text, [lexicon])] == wanted

    @given(st.text(max_size=200) | texts())
    def test_spans_are_in_order_and_within_the_text(self, text):
        """Of any text: none empty, none within another."""
        last = 0
        for one in notice_words(text, BUNDLED):
            assert last <= one.start < one.end <= len(text)
            last = one.end

    @given(texts(), texts())
    def test_texts_that_stand_apart_are_read_apart(self, first, second):
        """What stands before a full stop changes nothing behind it but the place."""
        joined = f"{first}. {second}"
        shift = len(first) + 2
        apart = [(one.start, one.end) for one in notice_words(first, BUNDLED)]
        apart += [(one.start + shift, one.end + shift) for one in notice_words(second, BUNDLED)]
        assert [(one.start, one.end) for one in notice_words(joined, BUNDLED)] == apart

    @given(lists("a"), lists("b"), texts())
    def test_the_order_of_lexicons_changes_nothing(self, one, other, text):
        """Whatever was loaded first."""
        assert notice_words(text, [one, other]) == notice_words(text, [other, one])

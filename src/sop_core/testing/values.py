"""The small values that documents are made of: ids, texts, days, exact numbers."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from hypothesis import strategies as st

#: Ids that are legal and that careless code trips over.
ODD_IDS = (
    "0", "-", ".", "_", "true", "false", "null", "missing", "text", "title", "label", "extensions",
    "cases", "items", "value", "na", "__proto__", "1e5", "007", "a.b", "A", "a",
)  # fmt: skip
_ID_CHARACTERS = "abcXYZ019_.-"
# No control, surrogate or unassigned character, and none that reorders text (category Cf).
_CHARACTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))
WORDS = (
    "Yes",
    "A plain question",
    "¿Cómo está?",
    "=1+1",
    "<b>&amp;</b>",
    "{labels} %s",
    "家",
    "🙂",
)


def flags() -> st.SearchStrategy[bool]:
    """True or false; shrinks to false."""
    return st.booleans()


def often() -> st.SearchStrategy[bool]:
    """True three times out of four; shrinks to false."""
    return st.integers(0, 3).map(bool)


def ids() -> st.SearchStrategy[str]:
    """Ids and codes: 1 to 64 letters, digits and `_.-`, odd ones among them."""
    return st.sampled_from(ODD_IDS) | st.text(_ID_CHARACTERS, min_size=1, max_size=6)


def unique_ids(least: int, most: int) -> st.SearchStrategy[list[str]]:
    """Several different ids."""
    return st.lists(ids(), min_size=least, max_size=most, unique=True)


def tokens() -> st.SearchStrategy[str | None]:
    """A host's opaque token, or none."""
    return st.none() | st.text("0123456789abcdef", min_size=8, max_size=12)


def labels() -> st.SearchStrategy[str]:
    """Texts that a person may read: any language, markup, formulas, and never an empty one."""
    return st.sampled_from(WORDS) | st.text(_CHARACTERS, min_size=1, max_size=12)


def days() -> st.SearchStrategy[str]:
    """A day as YYYY-MM-DD."""
    return st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)).map(dt.date.isoformat)


def times() -> st.SearchStrategy[str]:
    """A full time with its offset."""
    written = st.tuples(
        days(),
        st.times().map(lambda time: time.replace(microsecond=0).isoformat()),
        st.sampled_from(("", ".5", ".123456789")),
        st.sampled_from(("Z", "+00:00", "-08:00", "+05:45")),
    )
    return written.map(lambda parts: "{}T{}{}{}".format(*parts))


def exacts(*, positive: bool = False) -> st.SearchStrategy[int | str]:
    """Exact numbers as definitions write them: integers and `"p/q"`, reduced or not."""
    low = 1 if positive else -12
    whole: st.SearchStrategy[int | str] = st.integers(low, 12)
    parts = st.tuples(st.integers(low, 24), st.sampled_from((1, 2, 3, 4, 6, 8, 10, 12)))
    return whole | parts.map(lambda pair: f"{pair[0]}/{pair[1]}")


def number(written: int | str) -> Fraction:
    """What an exact number of a definition stands for."""
    return Fraction(written)

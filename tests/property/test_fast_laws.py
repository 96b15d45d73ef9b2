"""The extra `fast` changes how long reading takes, and nothing else (DESIGN 8)."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop_core.documents import faster, reader
from sop_core.documents.faster import UNSURE, quick_parser
from sop_core.errors import DocumentRefused

pytest.importorskip("orjson")

WORDS = st.text(st.sampled_from('ab":{}[],\\\n é\U0001f600'), max_size=6)
LEAVES = st.none() | st.booleans() | st.integers(-(10**18), 10**18) | WORDS
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
# Texts that are nearly JSON: what parsers differ on, put together at random.
PIECES = [
    '{"a":1}', '{"a":1,"a":2}', '{"a" :1,"a":2}', "1.0", "1e999", "-0", "0", "-0.0", "NaN", "12345678901234567",
    '"\\\\"', '"\\":"', '"a":', "[", "]", "{", "}", ",", ":", " ", '"x"', "true", "null", "01", "1.", ".5", "\x00",
    "\ufeff", '"\\u0041"', "18446744073709551616",
]  # fmt: skip
NEARLY = st.lists(st.sampled_from(PIECES), max_size=7).map("".join)
DOCUMENTS = st.dictionaries(WORDS, VALUES, max_size=4).map(json.dumps) | NEARLY.map(
    lambda text: '{"k":' + text + "}"
)


def verdict(text, *, fast):
    try:
        return repr(reader.read(text, fast=fast))
    except DocumentRefused as refused:
        return refused.issues


@given(DOCUMENTS)
def test_with_and_without_the_extra_the_verdict_is_the_same(text):
    """The same values of the same types, or the same refusal, for sound and for odd documents."""
    assert verdict(text, fast=True) == verdict(text, fast=False)


def test_the_extra_reads_what_is_sound_and_leaves_the_rest():
    """It is asked for something; and it never decides on repeated keys, floats or large numbers."""
    assert quick_parser(b'{"a": [1, {"b": "c"}]}') == {"a": [1, {"b": "c"}]}
    for text in (
        '{"a":1,"a":1}',
        '{"a" :1,"a":1}',
        '{"a":1,"b" :1,"a":1}',
        '{"a":1.0}',
        '{"a":123456789012345678901}',
        '{"a":"\\":"}',
        '{"a":"\\u0000"}',
        '{"a":' + "[" * 32 + "]" * 32 + "}",
        "[]",
        "{",
        "",
    ):
        assert quick_parser(text.encode()) is UNSURE


def test_without_orjson_the_standard_parser_reads_everything(monkeypatch):
    """The extra is an extra: where it is not installed nothing is missed."""
    monkeypatch.setattr(faster, "find_spec", lambda _: None)
    assert faster.quick_glance.__wrapped__()(b"{}") is UNSURE

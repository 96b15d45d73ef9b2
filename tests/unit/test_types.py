"""Ids, digests and the read-only mapping."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from sop_core.types import ID_PATTERN, STATED_REASONS, FrozenMap, MissingReason, is_digest, is_id


@pytest.mark.parametrize("value", ["a", "A-1_b.c", "0", ".", "x" * 64, "__proto__"])
def test_ids_are_short_and_plain(value):
    """1 to 64 of the letters a to z, digits and three signs; the schema's pattern says the same."""
    assert is_id(value)
    assert re.search(ID_PATTERN, value)


@pytest.mark.parametrize(
    "value", ["", "x" * 65, "a b", "a/b", "a\n", "é", "\uff11", "\u0661", "a\u200b"]
)
def test_other_texts_are_no_ids(value):
    """A space, a sign, a line break, a letter of another script, or too many."""
    assert not is_id(value)
    assert not re.search(ID_PATTERN, value)


@pytest.mark.parametrize("value", [None, 1, True, b"a", ["a"]])
def test_what_is_no_text_is_no_id(value):
    """An id is a text."""
    assert not is_id(value)
    assert not is_digest(value)


def test_a_digest_is_a_sha256():
    """The algorithm, and 64 hexadecimal digits in lower case."""
    assert is_digest("sha256:" + "0f" * 32)
    for wrong in (
        "sha256:" + "0F" * 32,
        "0f" * 32,
        "sha256:" + "0f" * 31,
        "sha256:" + "0f" * 32 + "\n",
    ):
        assert not is_digest(wrong)


def test_a_frozen_map_is_a_value():
    """It compares, hashes, copies and pickles by what it holds, and cannot be changed."""
    one = FrozenMap({"a": 1, "b": 2})
    assert one == FrozenMap({"b": 2, "a": 1}) == {"a": 1, "b": 2}
    assert hash(one) == hash(FrozenMap({"b": 2, "a": 1}))
    assert one != FrozenMap()
    assert (list(one), len(one), one["a"]) == (["a", "b"], 2, 1)
    assert copy.deepcopy(one) == pickle.loads(pickle.dumps(one)) == one
    assert repr(one) == "FrozenMap({'a': 1, 'b': 2})"
    with pytest.raises(TypeError):
        one["a"] = 2


def test_a_frozen_map_does_not_follow_its_source():
    """What is done to the dict that it was made from changes nothing in it."""
    source = {"a": 1}
    one = FrozenMap(source)
    source["a"] = 2
    assert one["a"] == 1


def test_not_asked_is_never_stated():
    """C-07: whether an item was asked is computed; the four other reasons are stated."""
    assert set(STATED_REASONS) == set(MissingReason) - {MissingReason.NOT_ASKED}

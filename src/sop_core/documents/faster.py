"""The extra `fast`: orjson reads what is surely sound, the standard library's parser all the rest.

orjson keeps the last of repeated keys, reads numbers with a point as floats and very long ones too,
and lets an escaped NUL through. So it is believed only where none of that can have happened:

    no float came out             every number was a whole one that fits
    no space before a colon,      then every key is followed by `":` at once, and a repeated key
    and as many `":` as keys      leaves one `":` too many
    no escaped NUL in the bytes

What looks like one of these inside a string costs a second reading, and nothing else. The verdict
is the same with orjson and without.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

from sop_core.documents.cleaning import LEVELS, Suspect

#: Stands for "not sure": the standard parser is to read it.
UNSURE = object()

_NESTED = frozenset((dict, list))


def _n_keys(value: Any, levels: int) -> int:
    """How many keys a value holds; suspect where a float stands, or where it lies too deep."""
    if levels == 0:
        raise Suspect
    if type(value) is dict:
        count, inner = len(value), value.values()
    else:
        count, inner = 0, value
    kinds = set(map(type, inner))
    if float in kinds:
        raise Suspect
    if kinds.isdisjoint(_NESTED):
        return count
    return count + sum([_n_keys(one, levels - 1) for one in inner if type(one) in _NESTED])


def _could_mislead(raw: bytes) -> bool:
    """Whether a space stands before a colon, or a NUL is written as an escape, anywhere at all."""
    # One byte is found many times faster than two.
    return (
        (b" " in raw and b" :" in raw)
        or (b"\n" in raw and b"\n:" in raw)
        or (b"\\" in raw and b"\\u0000" in raw)
        or (b"\t" in raw and b"\t:" in raw)
        or (b"\r" in raw and b"\r:" in raw)
    )


def _unsure(_: bytes) -> Any:
    return UNSURE


@cache
def quick_glance() -> Callable[[bytes], Any]:
    """Reads the bytes of an object as orjson does, or says UNSURE; always unsure without orjson.

    A repeated key may be lost, and a float may stand for a number: `quick_parser` makes sure of
    both, and so does whoever knows how many keys there should be and what the values are.
    """
    if find_spec("orjson") is None:
        return _unsure
    import orjson

    loads, wrong = orjson.loads, orjson.JSONDecodeError

    def glance(raw: bytes) -> Any:
        if _could_mislead(raw):
            return UNSURE
        try:
            value = loads(raw)
        except wrong:
            return UNSURE
        return value if type(value) is dict else UNSURE

    return glance


def n_colons(raw: bytes) -> int:
    """How many keys the bytes of an object hold at most: as many as it has, unless a string looks like one."""
    return raw.count(b'":')


def quick_parser(raw: bytes) -> Any:
    """Reads the bytes of an object, or says UNSURE; always unsure without orjson."""
    value = quick_glance()(raw)
    if value is UNSURE:
        return UNSURE
    try:
        return value if _n_keys(value, LEVELS) == n_colons(raw) else UNSURE
    except Suspect:
        return UNSURE

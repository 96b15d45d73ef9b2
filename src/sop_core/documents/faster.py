"""The extra `fast`: orjson reads what is surely sound, the standard library's parser all the rest.

orjson keeps the last of repeated keys and reads numbers with a point as floats. So it is asked only
where the text has no such number, and believed only where the text has as many keys as came out of
it: a repeated key leaves one too many. What looks like a key inside a string leaves one too many as
well, and costs no more than the second reading. The verdict is the same with it and without.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

#: Stands for "not sure": the standard parser is to read it.
UNSURE = object()

_KEY = re.compile(r'"[ \t\n\r]*:')
# With a point or an exponent, longer than a machine's integer, or a negative zero.
_HARD_NUMBER = re.compile(r"[:\[,][ \t\n\r]*-?(?:[0-9]+[.eE]|[0-9]{16}|0)")


def _n_keys(value: Any) -> int:
    if type(value) is dict:
        return len(value) + sum(
            [_n_keys(inner) for inner in value.values() if type(inner) in (dict, list)]
        )
    if type(value) is list:
        return sum([_n_keys(inner) for inner in value if type(inner) in (dict, list)])
    return 0


def _with_orjson(loads: Callable[[str], Any], wrong: type[Exception]) -> Callable[[str], Any]:
    def parse(text: str) -> Any:
        if _HARD_NUMBER.search(text):
            return UNSURE
        try:
            value = loads(text)
            n_keys = _n_keys(value)
        except (wrong, RecursionError):
            return UNSURE
        return value if n_keys == len(_KEY.findall(text)) else UNSURE

    return parse


def _unsure(_: str) -> Any:
    return UNSURE


@cache
def quick_parser() -> Callable[[str], Any]:
    """Reads a text whose escapes were looked at, or says UNSURE; always unsure without orjson."""
    if find_spec("orjson") is None:
        return _unsure
    import orjson

    return _with_orjson(orjson.loads, orjson.JSONDecodeError)

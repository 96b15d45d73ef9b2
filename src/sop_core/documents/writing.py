"""One way to write a document, so that equal documents have equal digests (RFC 8785).

Keys sorted, no white space, UTF-8 unescaped, numbers as the shortest decimal (4, not 4.0).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from decimal import Decimal

from sop_core.instruments.exact import shortest

_quoted = json.JSONEncoder(ensure_ascii=False).encode


def _utf16(pair: tuple[str, object]) -> bytes:
    # RFC 8785 sorts keys by their UTF-16 code units.
    return pair[0].encode("utf-16-be", "surrogatepass")


def canonical(value: object) -> str:
    """A JSON value in its one written form. Numbers are int, Decimal or finite float."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        # The shortest decimal that reads back as this float: what was written before it became one.
        value = Decimal(repr(value))
    if isinstance(value, Decimal):
        return format(shortest(value), "f")
    if isinstance(value, Mapping):
        pairs = sorted(value.items(), key=_utf16)
        return "{" + ",".join(f"{_quoted(key)}:{canonical(inner)}" for key, inner in pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(canonical, value)) + "]"
    raise TypeError(
        f"{type(value).__name__} has no canonical form; use int, Decimal, str, bool, None, list, dict"
    )


def digest_of(value: object) -> str:
    """`sha256:` and the SHA-256 of the canonical form."""
    return "sha256:" + hashlib.sha256(canonical(value).encode("utf-8")).hexdigest()


def definition_digest(document: Mapping[str, object]) -> str:
    """The digest of a definition: everything but its `status`, which changes as it is retired."""
    return digest_of({key: value for key, value in document.items() if key != "status"})

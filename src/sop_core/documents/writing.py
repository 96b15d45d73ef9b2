"""One way to write a document, so that equal documents have equal digests (RFC 8785).

Keys sorted, no white space, UTF-8 unescaped, numbers as the shortest decimal (4, not 4.0).
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from decimal import Decimal

from sop_core.instruments.exact import shortest

# What JSONEncoder(ensure_ascii=False).encode comes to for a text, without the way there.
_quoted = json.encoder.encode_basestring


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _in_order(keys: Iterable[str]) -> list[str]:
    """RFC 8785 sorts keys by their UTF-16 code units, which is plain order where all of them are ASCII."""
    found = sorted(keys)
    return found if "".join(found).isascii() else sorted(found, key=_utf16)


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
        written = repr(value)
        if "e" not in written and not written.endswith(".0"):
            return written
        value = Decimal(written)
    if isinstance(value, Decimal):
        return format(shortest(value), "f")
    # A dict is a Mapping too, and asking that of the abstract class is slow.
    if isinstance(value, dict | Mapping):
        pairs = [f"{_quoted(key)}:{canonical(value[key])}" for key in _in_order(value)]
        return "{" + ",".join(pairs) + "}"
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

"""Whether an administration is of its schema's shape, at once: the way in for what is sound.

It says yes only to what the schema says yes to; whatever it does not know it leaves to jsonschema,
which explains. `tests/property` holds the two against each other.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

_URN = "urn:sop:schema:administration:1"
_REQUIRED = frozenset(
    [
        "$schema",
        "id",
        "instrument",
        "status",
        "respondent",
        "subject",
        "scope",
        "cycle",
        "locale",
        "submitted_at",
        "answers",
    ]
)
_FIELDS = _REQUIRED | {"supersedes", "groups", "extensions"}
_REF, _REF_LEAST = frozenset({"id", "version", "digest", "scoring"}), frozenset({"id", "version"})
_EARLIER, _MISSING = frozenset({"id", "digest"}), frozenset({"missing"})
_STATUSES = frozenset({"draft", "complete", "amended", "entered_in_error"})
_REASONS = frozenset({"not_answered", "not_applicable", "declined", "dont_know"})
_SCALARS = frozenset({int, bool, Decimal})
_MOST_TEXT, _MOST_CODES, _MOST_ANSWERS = 20_000, 100, 2_000
_MOST_SCOPE, _MOST_GROUPS, _MOST_EXTENSIONS = 12, 20, 50

_id = re.compile(r"[A-Za-z0-9_.-]{1,64}").fullmatch
_ids = re.compile(r"(?:[A-Za-z0-9_.-]{1,64}\n)*").fullmatch
_version = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}").fullmatch
_digest = re.compile(r"sha256:[0-9a-f]{64}").fullmatch
_locale = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}").fullmatch


def _all_ids(texts: Any) -> bool:
    """Whether every one is an id, by one pattern over them all: fewer calls than one for each."""
    try:
        joined = "\n".join(texts) + "\n" if texts else ""
    except TypeError:  # one of them is no text
        return False
    # A line break inside one would pass for two ids, and then there are more lines than texts.
    return _ids(joined) is not None and joined.count("\n") == len(texts)


def _token(value: Any) -> bool:
    return value is None or (type(value) is str and _id(value) is not None)


def _instrument(ref: Any) -> bool:
    if type(ref) is not dict or not _REF_LEAST <= ref.keys() <= _REF:
        return False
    if not all(type(part) is str for part in ref.values()):
        return False
    pinned = (ref[key] for key in ("digest", "scoring") if key in ref)
    return bool(_id(ref["id"]) and _version(ref["version"]) and all(map(_digest, pinned)))


def _earlier(ref: Any) -> bool:
    if type(ref) is not dict or ref.keys() != _EARLIER:
        return False
    id_, digest = ref["id"], ref["digest"]
    return type(id_) is str and type(digest) is str and bool(_id(id_) and _digest(digest))


def _answer(value: Any) -> bool:
    kind = type(value)
    if kind is str:
        return len(value) <= _MOST_TEXT
    if kind is dict:
        reason = value.get("missing")
        return value.keys() == _MISSING and type(reason) is str and reason in _REASONS
    if kind is list:
        return len(value) <= _MOST_CODES and _all_ids(value)
    return kind in _SCALARS


def is_sound_administration(document: dict[str, Any]) -> bool:
    """Whether a document, as the reader gives it, is surely of the administration schema's shape."""
    if not _REQUIRED <= document.keys() <= _FIELDS or document["$schema"] != _URN:
        return False
    scope, groups, answers = document["scope"], document.get("groups", {}), document["answers"]
    extensions = document.get("extensions", {})
    if not (type(scope) is list and type(groups) is type(answers) is type(extensions) is dict):
        return False
    texts = [document[key] for key in ("id", "status", "cycle", "locale", "submitted_at")]
    if not all(type(text) is str for text in texts):
        return False
    id_, status, cycle, locale, at = texts
    return bool(
        _id(id_)
        and _id(cycle)
        and status in _STATUSES
        and len(locale) <= 35
        and _locale(locale)
        and 10 <= len(at) <= 40
        and _instrument(document["instrument"])
        and _token(document["respondent"])
        and _token(document["subject"])
        and len(scope) <= _MOST_SCOPE
        and _all_ids(scope)
        and len(groups) <= _MOST_GROUPS
        and _all_ids([*groups, *groups.values()])
        and len(extensions) <= _MOST_EXTENSIONS
        and _all_ids(extensions)
        and ("supersedes" not in document or _earlier(document["supersedes"]))
        and len(answers) <= _MOST_ANSWERS
        and _all_ids(answers)
        and all(map(_answer, answers.values()))
    )

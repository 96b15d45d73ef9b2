"""Whether an administration is of its schema's shape, at once: the way in for what is sound.

It says yes only to what the schema says yes to; whatever it does not know it leaves to jsonschema,
which explains. `tests/property` holds the two against each other.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from sop_core.documents.cleaning import LIMIT
from sop_core.documents.faster import UNSURE, n_colons, quick_glance

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
_NOTHING: dict[str, Any] = {}
_MOST_SCOPE, _MOST_GROUPS, _MOST_EXTENSIONS = 12, 20, 50

_id = re.compile(r"[A-Za-z0-9_.-]{1,64}").fullmatch
_ids = re.compile(r"(?:[A-Za-z0-9_.-]{1,64}\n)*").fullmatch
_version = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}").fullmatch
_digest = re.compile(r"sha256:[0-9a-f]{64}").fullmatch
_locale = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}").fullmatch


def all_ids(texts: Any) -> bool:
    """Whether every one is an id, by one pattern over them all: fewer calls than one for each."""
    try:
        joined = "\n".join(texts) + "\n" if texts else ""
    except TypeError:  # one of them is no text
        return False
    # A line break inside one would pass for two ids, and then there are more lines than texts.
    return _ids(joined) is not None and joined.count("\n") == len(texts)


def _instrument(ref: Any) -> bool:
    if type(ref) is not dict or not _REF_LEAST <= ref.keys() <= _REF:
        return False
    id_, version = ref["id"], ref["version"]
    if not (type(id_) is type(version) is str and _id(id_) and _version(version)):
        return False
    pinned = [ref[key] for key in ("digest", "scoring") if key in ref]
    return all(type(one) is str and _digest(one) is not None for one in pinned)


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
        return len(value) <= _MOST_CODES and all_ids(value)
    return kind in _SCALARS


def is_sound_frame(document: dict[str, Any]) -> bool:
    """Whether everything but the answers is surely as the administration schema says."""
    if not _REQUIRED <= document.keys() <= _FIELDS or document["$schema"] != _URN:
        return False
    scope, groups = document["scope"], document.get("groups", _NOTHING)
    extensions = document.get("extensions", _NOTHING)
    if not (type(scope) is list and type(groups) is type(extensions) is dict):
        return False
    status, locale, at = document["status"], document["locale"], document["submitted_at"]
    if not (type(status) is type(locale) is type(at) is str):
        return False
    tokens = [one for one in (document["respondent"], document["subject"]) if one is not None]
    return bool(
        status in _STATUSES
        and len(locale) <= 35
        and _locale(locale)
        and 10 <= len(at) <= 40
        and _instrument(document["instrument"])
        and len(scope) <= _MOST_SCOPE
        and len(groups) <= _MOST_GROUPS
        and len(extensions) <= _MOST_EXTENSIONS
        and all_ids(
            [
                document["id"],
                document["cycle"],
                *tokens,
                *scope,
                *groups,
                *groups.values(),
                *extensions,
            ]
        )
        and ("supersedes" not in document or _earlier(document["supersedes"]))
    )


def glimpsed(raw: bytes) -> dict[str, Any] | None:
    """An administration of which all but its answers is surely sound; None where it may not be.

    The answers are a dict, and as many of them are dicts as there are keys for, so that nothing was
    repeated. What each of them is, is for the caller to look at: a number may stand there as a float.
    """
    if len(raw) > LIMIT:
        return None
    document = quick_glance()(raw)
    if document is UNSURE or not is_sound_frame(document):
        return None
    answers, groups = document["answers"], document.get("groups", _NOTHING)
    if type(answers) is not dict or "extensions" in document or "supersedes" in document:
        return None
    n_missing = list(map(type, answers.values())).count(dict)
    n_keys = len(document) + len(document["instrument"]) + len(groups) + len(answers) + n_missing
    return document if n_keys == n_colons(raw) else None


def is_sound_administration(document: dict[str, Any]) -> bool:
    """Whether a document, as the reader gives it, is surely of the administration schema's shape."""
    if not is_sound_frame(document):
        return False
    answers = document["answers"]
    return (
        type(answers) is dict
        and len(answers) <= _MOST_ANSWERS
        and all_ids(answers)
        and all(map(_answer, answers.values()))
    )

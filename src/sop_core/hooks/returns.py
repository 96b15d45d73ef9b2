"""What each hook may return, read out completely while the plugin is still isolated.

An answer leaves here as plain values: no generator that would run later, no subclass with methods
of its own, and nothing that could be changed but by going behind a frozen value.
"""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from itertools import islice
from typing import Any, NoReturn

import attrs

from sop_core.hooks.copies import shallow
from sop_core.hooks.payloads import Advice, Denial, ExportFormat, ReleasePolicy
from sop_core.prompts import DismissReason, ShownPrompt
from sop_core.text import BIDI_CONTROLS
from sop_core.types import FrozenMap, PromptKind, Translation, deep_frozen, is_id

#: The most entries of one answer, the most values and levels inside a mapping, the longest text.
MOST_ENTRIES = 1000
MOST_VALUES = 100_000
MOST_LEVELS = 32
MOST_TEXT = 4000
#: The longest reason: beside it the panel says which plugin asks, and holds 2000 characters of both.
MOST_WHY = 1500

_type_name = type.__dict__["__name__"].__get__


def type_name(cls: type) -> str:
    """A type's name as it may be logged: an identifier, since a plugin can name a type anything."""
    name: str = _type_name(cls)
    return name if name.isidentifier() and name.isascii() and len(name) <= 60 else "unnamed"


class WrongReturn(Exception):
    """A return value that the hook does not give; `what` names the type or field at fault."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def refuse(value: object, *, at: str = "") -> NoReturn:
    """Refuse a value by its type's name alone, and by the field that it stood in."""
    said = type_name(type(value))
    raise WrongReturn(f"{at}: {said}" if at else said)


def entries_of(value: Any) -> Sequence[Any]:
    """An iterable's entries, at most 1000; no text, mapping, or set (which has no order)."""
    entries = value if type(value) is list or type(value) is tuple else _read_out(value)
    if len(entries) > MOST_ENTRIES:
        if isinstance(value, Generator):
            value.close()  # here, where whatever it does on the way out is still isolated
        raise WrongReturn(f"more than {MOST_ENTRIES} entries")
    return entries


def _read_out(value: Any) -> Sequence[Any]:
    if isinstance(value, str | bytes | Mapping | AbstractSet) or not isinstance(value, Iterable):
        refuse(value)
    return tuple(islice(value, MOST_ENTRIES + 1))


def words(value: Any, at: str) -> str:
    """A text of 1 to 4000 characters that any encoder can write, without a NUL."""
    if type(value) is not str or not 0 < len(value) <= MOST_TEXT:
        refuse(value, at=at)
    if "\0" in value or not (value.isascii() or _encodes(value)):
        raise WrongReturn(f"{at}: characters that cannot be written")
    return value


def _encodes(text: str) -> bool:
    # Everything can be written but lone surrogates.
    return not any("\ud800" <= character <= "\udfff" for character in text)


def label(value: Any, at: str) -> str:
    """A text that stands beside others, so that no control in it may reorder them."""
    text = words(value, at)
    if not text.isascii() and BIDI_CONTROLS.intersection(text):
        raise WrongReturn(f"{at}: bidirectional controls")
    return text


def name(value: Any, at: str) -> str:
    """An id: 1 to 64 of letters, digits, `_`, `.` and `-`."""
    # An ASCII identifier of this length is an id, and is seen at once.
    if type(value) is not str or not (
        (value.isidentifier() and value.isascii() and len(value) <= 64) or is_id(value)
    ):
        refuse(value, at=at)
    return value


def _name_or_none(value: Any, at: str) -> str | None:
    return None if value is None else name(value, at)


def _dismissals(reasons: Any) -> tuple[DismissReason, ...]:
    if type(reasons) is not tuple or len(reasons) > MOST_ENTRIES:
        refuse(reasons, at="dismiss")
    return tuple([_dismissal(reason) for reason in reasons])


def _dismissal(reason: Any) -> DismissReason:
    if type(reason) is not DismissReason:
        refuse(reason, at="dismiss")
    return DismissReason(name(reason.code, "dismiss.code"), label(reason.label, "dismiss.label"))


_NOTHING = ()  # the empty tuple, of which there is one
_own = shallow(ShownPrompt)


def _prompt(value: Any) -> ShownPrompt:  # noqa: C901, PLR0912  its fields, each with its rule
    """A prompt with nothing in it but plain values; a copy, so that what was checked is what arrives."""
    if type(value) is not ShownPrompt:
        refuse(value)
    prompt: ShownPrompt = _own(value)
    # What is usual is seen here, without a call; the rule itself is in `name` and `words`. Nothing
    # is compared before its type is known: an object of a plugin's own can say that it equals anything.
    one, text, source, locale = prompt.id, prompt.text, prompt.source, prompt.locale
    if not (type(one) is str and one.isascii() and one.isidentifier() and len(one) <= 64):
        name(one, "id")
    if not (type(text) is str and text.isascii() and 0 < len(text) <= 500 and "\0" not in text):
        words(text, "text")
    if not (
        type(source) is str and source.isascii() and source.isprintable() and 0 < len(source) <= 64
    ):
        words(source, "source")
    if not (type(locale) is str and locale.isalpha() and locale.isascii() and len(locale) <= 64):
        name(locale, "locale")
    if type(prompt.kind) is not PromptKind:
        refuse(prompt.kind, at="kind")
    if type(prompt.translation) is not Translation:
        refuse(prompt.translation, at="translation")
    # Beyond this no document of ours can hold it: the panel's schema says so.
    priority = prompt.priority
    if type(priority) is not int or not -1000 <= priority <= 1000:
        refuse(priority, at="priority")
    if prompt.set is not None or prompt.version is not None or prompt.opens is not None:
        for part in (prompt.set, prompt.version, prompt.opens):
            _name_or_none(part, "set, version or opens")
    # What it leads to, and which others say the same.
    if prompt.tool is not None:
        name(prompt.tool, "tool")
    if prompt.dedupe is not None:
        name(prompt.dedupe, "dedupe")
    why = prompt.why
    if (type(why) is not str or why) and len(words(why, "why")) > MOST_WHY:
        raise WrongReturn(f"why: more than {MOST_WHY} characters")
    if prompt.learns is not False and prompt.learns is not True:
        refuse(prompt.learns, at="learns")
    if prompt.dismiss is not _NOTHING:
        object.__setattr__(prompt, "dismiss", _dismissals(prompt.dismiss))
    return prompt


def prompts(value: Any) -> tuple[ShownPrompt, ...]:
    """What `sop_prompts` gives: prompts whose ids differ."""
    entries = entries_of(value)
    if len(entries) < 2:  # as most answers are
        return (_prompt(entries[0]),) if entries else ()
    shown = tuple([_prompt(entry) for entry in entries])
    if len({prompt.id for prompt in shown}) < len(shown):
        raise WrongReturn("two prompts with one id")
    return shown


def _advice_of(value: Any) -> Advice:
    if type(value) is not Advice:
        refuse(value)
    return Advice(
        code=name(value.code, "code"),
        text=words(value.text, "text"),
        source=words(value.source, "source"),
        item=_name_or_none(value.item, "item"),
        locale=name(value.locale, "locale"),
    )


def advice(value: Any) -> tuple[Advice, ...]:
    """What `sop_advise` gives."""
    return tuple([_advice_of(entry) for entry in entries_of(value)])


def _format(value: Any) -> ExportFormat:
    if type(value) is not ExportFormat:
        refuse(value)
    if not callable(value.write):
        refuse(value.write, at="write")
    kinds = tuple([name(kind, "kinds") for kind in entries_of(value.kinds)])
    return ExportFormat(name(value.name, "name"), label(value.title, "title"), value.write, kinds)


def export_formats(value: Any) -> tuple[ExportFormat, ...]:
    """What `sop_export_formats` gives: writers whose names differ."""
    formats = tuple([_format(entry) for entry in entries_of(value)])
    if len({one.name for one in formats}) < len(formats):
        raise WrongReturn("two formats with one name")
    return formats


class _Plain:
    """Copies a value of dicts, lists and plain values, counting what it meets."""

    def __init__(self, *, most: int, leaves: frozenset[type]) -> None:
        self.left = most
        self.leaves = leaves

    def mapping(self, value: Mapping[Any, Any], levels: int = MOST_LEVELS) -> dict[str, Any]:
        return {self.key(key): self.copy(value[key], levels - 1) for key in value}

    def key(self, key: Any) -> str:
        return key if type(key) is str else refuse(key, at="key")

    def copy(self, value: Any, levels: int) -> Any:
        self.left -= 1
        if self.left < 0 or levels < 0:
            raise WrongReturn("more than can be read")
        if type(value) in self.leaves or (type(value) is float and math.isfinite(value)):
            return value
        if isinstance(value, str):
            return str.__str__(value)
        if isinstance(value, Mapping):
            return self.mapping(value, levels)
        if isinstance(value, list | tuple):
            return [self.copy(inner, levels - 1) for inner in value]
        refuse(value)


#: What a JSON document holds beside texts, lists and objects; a fact may also be a day or a time.
_JSON: frozenset[type] = frozenset({int, bool, type(None), Decimal})
_FACTS: frozenset[type] = _JSON | {dt.date, dt.datetime}


def _definition(value: Any) -> dict[str, Any] | str:
    if isinstance(value, Mapping):
        return _Plain(most=MOST_VALUES, leaves=_JSON).mapping(value)
    if not isinstance(value, str | os.PathLike):
        refuse(value)
    path = os.fspath(value)
    return words(path, "path")


def definitions(value: Any) -> tuple[dict[str, Any] | str, ...]:
    """What `sop_definitions` gives: documents as dicts, files as paths. Nothing is opened here."""
    return tuple([_definition(entry) for entry in entries_of(value)])


def facts(value: Any) -> Mapping[str, Any]:
    """What `sop_facts` gives: fact ids with plain values, frozen."""
    if not isinstance(value, Mapping):
        refuse(value)
    plain = _Plain(most=MOST_ENTRIES, leaves=_FACTS).mapping(value)
    return FrozenMap({name(key, "fact id"): deep_frozen(inner) for key, inner in plain.items()})


def verdict(value: Any) -> Denial | None:
    """What `sop_authorize` gives: a denial, or no objection. Nothing else counts as a yes."""
    if value is True:
        return None
    if value is False:
        return Denial("It was denied without a reason.")
    if type(value) is not Denial:
        refuse(value)
    return Denial(words(value.reason, "reason"))


def policy(value: Any) -> ReleasePolicy:
    """What `sop_release_policy` gives: a policy of whole numbers and texts."""
    if type(value) is not ReleasePolicy:
        refuse(value)
    for field in attrs.fields(ReleasePolicy):
        wanted = int if "stricter" in field.metadata else str
        if type(getattr(value, field.name)) is not wanted:
            refuse(getattr(value, field.name), at=field.name)
    return attrs.evolve(value)


def nothing(value: Any) -> NoReturn:
    """What `sop_accepted` gives: nothing, so whatever comes is wrong."""
    refuse(value)


#: The check of each hook's return value; None is no answer everywhere, and is not checked.
CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "sop_definitions": definitions,
    "sop_prompts": prompts,
    "sop_facts": facts,
    "sop_advise": advice,
    "sop_export_formats": export_formats,
    "sop_authorize": verdict,
    "sop_release_policy": policy,
    "sop_accepted": nothing,
}

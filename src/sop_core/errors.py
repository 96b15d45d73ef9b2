"""What went wrong, in words that teach: one exception tree, and the issue it carries.

An issue says where (`path`), what and why (`message`) and how to mend it (`fix`). Its `code` is
stable: hosts may branch on it, and `docs/errors.md` lists every one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import field, frozen

Severity = Literal["error", "warning", "advice"]

#: How much of somebody's value a message quotes; the rest would drown the sentence.
MOST_SHOWN = 60
#: After how many characters a list of choices ends.
MOST_LISTED = 250
#: For how many unknown names a document's issues guess what was meant: guessing takes time.
MOST_GUESSED = 20

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def json_path(*steps: str | int) -> str:
    """The JSON path of a place: `json_path("items", 0, "id")` is `$.items[0].id`.

    A key that is no plain name is quoted (`$['a b']`), and shortened where it is very long.
    """
    said = "$"
    for step in steps:
        if isinstance(step, int):
            said += f"[{step}]"
        elif _NAME.fullmatch(step):
            said += f".{step}" if len(step) <= MOST_SHOWN else f".{step[:MOST_SHOWN]}…"
        else:
            said += f"[{shown(step)}]"
    return said


def shown(value: object) -> str:
    """A value as a message quotes it: on one line, what cannot be printed escaped, and short."""
    return cut(repr(value[: MOST_SHOWN + 1]) if isinstance(value, str) else _worded(value))


def cut(said: str) -> str:
    """At most `MOST_SHOWN` characters that can be printed and stored; more would drown the sentence."""
    # An unpaired surrogate can be neither.
    plain = said[: MOST_SHOWN + 1].encode("utf-8", "backslashreplace").decode("utf-8")
    plain = "".join(char if char.isprintable() else ascii(char)[1:-1] for char in plain)
    return plain if len(plain) <= MOST_SHOWN else plain[: MOST_SHOWN - 1] + "…"


def _worded(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, int) and abs(value) >= 10**MOST_SHOWN:
        return "a very long number"  # Python itself refuses to write out the longest
    return str(value)


def listed(choices: Iterable[str], *, most: int = 12) -> str:
    """Choices as a message lists them: `a, b, c`, and how many more there are."""
    every = list(choices)
    said: list[str] = []
    for choice in every[:most]:
        # What somebody wrote may be long, and a message is read by a person.
        said.append(cut(str(choice)))
        if sum(map(len, said)) > MOST_LISTED:
            break
    rest = f", and {len(every) - len(said)} more" if len(every) > len(said) else ""
    return ", ".join(said) + rest


#: How a definition comes to be in force, for whoever writes a program and for whoever types a command.
HOW_TO_LOAD = "Sop.load(definitions=[path]), or --definitions PATH on the command line"


def nearest(word: str, choices: Iterable[str]) -> str:
    """`Did you mean 'north'? ` where one of the choices is close to a word, else nothing."""
    from difflib import get_close_matches

    close = get_close_matches(word, list(choices), n=1)
    return f"Did you mean {close[0]!r}? " if close else ""


@frozen
class Issue:
    """One thing that is wrong, or worth a look, at one place of a document.

    `path` is a JSON path (`$.answers.q01`), `item` the item's id where one is meant, `severity`
    is `error` (refused), `warning` (accepted, look at it) or `advice` (a hint to a person).
    """

    code: str
    path: str
    message: str
    fix: str = field(default="", kw_only=True)
    severity: Severity = field(default="error", kw_only=True)
    item: str | None = field(default=None, kw_only=True)

    def __str__(self) -> str:
        return f"{self.path}: {self.message} {self.fix}".rstrip()


class SopError(Exception):
    """The root of everything that sop_core raises on purpose.

    `issues` holds each finding, in document order; it is empty where a single sentence says it.
    `source` names the file or the place that the document came from, where that is known.
    """

    def __init__(
        self, message: str = "", *, issues: Iterable[Issue] = (), source: str = ""
    ) -> None:
        self.issues: tuple[Issue, ...] = tuple(issues)
        self.source = source
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        prefix = f"{self.source}: " if self.source else ""
        lines = [f"{prefix}{self.message}"] if self.message else []
        lines += [f"{prefix}{issue}" for issue in self.issues]
        return "\n".join(lines)


class DocumentRefused(SopError):
    """A document cannot be read, or is not what its schema and its rules ask for."""


class RecordRefused(DocumentRefused):
    """`Sop.accept` refused a record; nothing was stored, and `issues` says all that is wrong."""


class DefinitionRefused(DocumentRefused):
    """A definition file is not usable; it is left out, and `issues` says why."""


class DisclosureRefused(SopError):
    """`Sop.disclose` shows nothing; `issues` says all that stands against it, without any case text.

    `entry` is the record of the refusal, for the host's access log: `to_document(refused.entry)`. It
    is None where the call does not say enough to name a record, a viewer and a purpose. `events` says
    that there was a refusal, and nothing else.
    """

    def __init__(
        self,
        message: str = "",
        *,
        issues: Iterable[Issue] = (),
        entry: object = None,
        events: Iterable[Mapping[str, object]] = (),
    ) -> None:
        self.entry = entry
        self.events = tuple(events)
        super().__init__(message, issues=issues)


class ReleaseRefused(SopError):
    """Nothing is released; `issues` says all that stands against it, to the host alone (DESIGN 7)."""


class NotFound(SopError, LookupError):
    """There is no such instrument, version, schema or plugin; the message lists the choices."""


class LoadError(SopError):
    """`Sop.load` was told to require something that is not healthy."""


class MissingExtra(SopError, ImportError):
    """A part was used whose extra is not installed; the message names the extra."""


class CallRefused(SopError, ValueError):
    """A call's own arguments are wrong (not the document's content)."""

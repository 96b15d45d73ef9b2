"""What may stand where in a page: text, values, addresses, names of fields, languages.

Every string that reaches a template is an exact `str` by then. A subclass that calls itself safe
markup (a plugin's, a host's) would otherwise not be escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sop_core.errors import CallRefused, shown
from sop_core.text import isolate

if TYPE_CHECKING:
    from markupsafe import Markup

#: A browser's fields, by name.
Fields = Mapping[str, "str | Sequence[str]"]

_PREFIX = re.compile(r"[A-Za-z0-9_.-]{0,64}")
_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9_-]")
_LINE_END = re.compile(r"\r\n?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# Browsers drop some of these inside an address and read `\` as `/`, so that what a check has read
# is not what is visited.
_NOT_IN_ADDRESSES = re.compile(r"[\x00-\x20\x7f-\xa0\\]")
# HTML cannot hold these two, and UTF-8 not the second: a page with them could not be sent.
_NOT_IN_PAGES = re.compile("[\x00\ud800-\udfff]")
_RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi")
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset(("arab", "hebr", "syrc", "thaa", "nkoo", "rohg"))


def plain(text: str) -> str:
    """The same characters as an exact `str`, whatever a subclass says about itself."""
    return str.__str__(text)


def said(text: str) -> str:
    """A text to be read: plain, and closed in where it holds bidirectional controls (DESIGN 6)."""
    return isolate(plain(text))


def storable(page: str) -> str:
    """A page with U+FFFD in place of what no page can hold: NUL and unpaired surrogates."""
    return _NOT_IN_PAGES.sub("\ufffd", page)


def exact(value: str) -> Markup:
    """A field's value, so that a browser holds just these characters.

    Line ends are the exception: browsers send them as two characters and hold them as one, LF,
    which is written as a number so that no template or proxy re-indents it.
    """
    from markupsafe import Markup, escape

    escaped = plain(escape(_LINE_END.sub("\n", plain(value))))
    return Markup(escaped.replace("\n", "&#10;"))  # noqa: S704


def same_language(one: str, other: str) -> bool:
    """Whether two locales are of one language: `es` and `es-MX` are."""
    return one.split("-", 1)[0].lower() == other.split("-", 1)[0].lower()


def direction(locale: str) -> str:
    """`rtl` or `ltr`: which way a locale's text runs, by its script where it names one."""
    language, *rest = locale.lower().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if language in _RIGHT_TO_LEFT else "ltr"


def address(url: str, *, what: str) -> str:
    """An address that a page may lead to; CallRefused for any other.

    Taken: `http:`, `https:`, and addresses on this host. Refused: other schemes, such as
    `javascript:`; `//elsewhere`, which a path of a request can turn out to be; controls, spaces,
    backslashes.
    """
    found = _SCHEME.match(url)
    if _NOT_IN_ADDRESSES.search(url) or url.startswith("//"):
        wrong = "has a character or a start that browsers read in their own way"
    elif found and found[1].lower() not in ("http", "https"):
        wrong = "would run or open something that is no page"
    else:
        return plain(url)
    raise CallRefused(
        f"{what} is {shown(url)}, which {wrong}. Give a path such as /cases/7/answers, or an address "
        "that begins with https:// or http://; write spaces and other such characters as %20."
    )


def field_prefix(prefix: str) -> str:
    """What field names and element ids begin with: letters, digits, `_`, `.`, `-`, at most 64."""
    if not _PREFIX.fullmatch(prefix):
        raise CallRefused(
            f"prefix is {shown(prefix)}. It becomes part of names and ids, so it holds at most 64 letters, "
            "digits, `_`, `.` and `-`, such as 'answers-'."
        )
    return plain(prefix)


def slug(text: str) -> str:
    """A text as part of an element's id: whatever an id or a selector could stumble over is a dash."""
    return _NOT_IN_IDS.sub("-", plain(text))


def heading(level: int, *, floors: int) -> int:
    """The level of a fragment's first heading, with room for `floors` smaller ones under it."""
    if not 1 <= level <= 6 - floors:
        raise CallRefused(
            f"heading_level is {level}. HTML has headings from 1 to 6 and this fragment uses {floors + 1} levels: "
            f"give 1 to {6 - floors}."
        )
    return level


def values_of(values: Fields, name: str) -> tuple[str, ...]:
    """What a browser sent under a name, as exact strings."""
    found: object = values.get(name, ())
    texts = (found,) if isinstance(found, str) else found
    if not isinstance(texts, list | tuple):
        raise _no_text(name, found)
    sent: list[str] = []
    for text in texts:
        if not isinstance(text, str):
            raise _no_text(name, text)
        sent.append(plain(text))
    return tuple(sent)


def _no_text(name: str, value: object) -> CallRefused:
    return CallRefused(
        f"values[{shown(name)}] is {shown(value)}. values holds what a browser sent: a text, or a list of texts, by "
        "field name (of a Django request: dict(request.POST.lists()))."
    )


def hidden_fields(
    hidden: Mapping[str, str] | None, taken: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """A host's own hidden fields; one with the name of a field of ours is refused."""
    for name, value in (hidden or {}).items():
        if name in taken:
            raise CallRefused(
                f"hidden holds {shown(name)}, which is also the name of a field of this fragment. One of the two would "
                "be lost: give your field another name, or the form's fields a prefix."
            )
        if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance] - untyped hosts
            raise CallRefused(
                f"hidden[{shown(name)}] is {shown(value)}, and a field's value is a text: give it as a str."
            )
    return tuple((plain(name), plain(value)) for name, value in (hidden or {}).items())

"""What an answer to a question, or a flag, must keep: each rule gives the reason to ask again, or None. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from sop_core.cli.authoring.columns import is_locale
from sop_core.errors import listed, nearest, shown
from sop_core.text import BIDI_CONTROLS
from sop_core.types import is_id

#: Why an answer cannot be taken, or None.
Rule = Callable[[str], str | None]

MOST_TEXT, MOST_SAID = 4000, 1000
_PREFIX = re.compile(r"[a-z][a-z0-9_]{0,23}")
_VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){0,3}")

#: Roles that the bundled instruments and prompts know; any other id is a role of the county's own (C-34).
ROLES = (
    "social_worker", "supervisor", "leader", "staff", "implementation_lead", "parent_guardian",
)  # fmt: skip


def text(said: str, *, most: int = MOST_TEXT) -> str | None:
    """Something to read: not blank, not too long, no character that a reader would not see."""
    if not said.strip():
        return "Nothing stands here, and a reader needs something."
    if len(said) > most:
        return f"These are {len(said):,} characters; at most {most:,} may stand here."
    if any("\ud800" <= letter <= "\udfff" for letter in said):
        return "This is not UTF-8, so that it would be read as something else. Set your terminal to UTF-8."
    if BIDI_CONTROLS.intersection(said):
        return "This holds a character that reorders what a reader sees (a bidirectional control). Leave it out."
    if any(unicodedata.category(letter) == "Cc" and letter not in "\n\t" for letter in said):
        return "This holds a control character, such as an arrow key leaves. Write it again."
    return None


def short_text(said: str) -> str | None:
    """A text of at most 1,000 characters: a source, or rights."""
    return text(said, most=MOST_SAID)


def id_(said: str) -> str | None:
    """An id, as records hold it."""
    if is_id(said):
        return None
    return (
        f"{shown(said)} is no id. An id is 1 to 64 of the letters a to z, digits, and the signs _ . -, without "
        "spaces or accents, since it stands in every record."
    )


def publisher(said: str) -> str | None:
    """What stands before the dot of an id."""
    if _PREFIX.fullmatch(said):
        return None
    return (
        f"{shown(said)} is no prefix. It is 1 to 24 small letters, digits and _, beginning with a letter, such as "
        "county07: it keeps your ids apart from everybody else's."
    )


def version(said: str) -> str | None:
    """A version, such as 1.0.0."""
    if _VERSION.fullmatch(said):
        return None
    return f"{shown(said)} is no version. Write numbers with points between them, such as 1.0.0."


def languages(said: str) -> str | None:
    """One language or several, with spaces or commas between them."""
    found = split(said)
    wrong = [one for one in found if not is_locale(one)]
    if not found:
        return "No language stands here."
    if wrong:
        return f"{shown(wrong[0])} is no language. Write en, es, or another by its two or three small letters."
    if len(set(found)) < len(found):
        return "A language stands twice."
    return None


def yes_no(said: str) -> str | None:
    """Yes or no, as a word or a letter."""
    return None if said.casefold() in ("y", "yes", "n", "no") else "Please answer yes or no."


def one_of(choices: Iterable[str]) -> Rule:
    """One of these words."""
    known = list(choices)

    def check(said: str) -> str | None:
        if said in known:
            return None
        return (
            f"{shown(said)} is none of them. {nearest(said, known)}Write one of: {listed(known)}."
        )

    return check


def some_of(choices: Iterable[str]) -> Rule:
    """Some of these words, with spaces or commas between them; or nothing."""
    known = list(choices)

    def check(said: str) -> str | None:
        wrong = [one for one in split(said) if one not in known]
        if not wrong:
            return None
        return f"There is no {listed(map(shown, wrong))}. They are: {listed(known, most=30)}."

    return check


def split(said: str) -> tuple[str, ...]:
    """Words with spaces or commas between them."""
    return tuple(re.split(r"[\s,]+", said.strip())) if said.strip(" ,") else ()

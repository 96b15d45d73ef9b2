"""The words of the interface, by locale: `words.json`, read once. Its Spanish is a draft (C-32)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from sop_core.render.safe import direction, same_language

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def every_word() -> Mapping[str, Mapping[str, str]]:
    """All words, by locale and key."""
    loaded: dict[str, dict[str, str]] = json.loads(
        Path(__file__).with_name("words.json").read_text("utf-8")
    )
    return loaded


@frozen
class Words:
    """The words of one locale, as they stand inside text of the language `around`."""

    locale: str
    around: str
    sentences: Mapping[str, str] = field(repr=False)

    def __call__(self, key: str, **blanks: object) -> str:
        """The words of a key; where the text around is of another language, markup that says so."""
        from markupsafe import Markup

        said = self.plain(key, **blanks)
        if same_language(self.locale, self.around):
            return said
        return Markup('<span lang="{}" dir="{}">{}</span>').format(
            self.locale, direction(self.locale), said
        )

    def plain(self, key: str, **blanks: object) -> str:
        """The words of a key, without markup."""
        return self.sentences[key].format_map(blanks)

    def inside(self, locale: str) -> Words:
        """The same words, standing inside text of another language."""
        return Words(self.locale, locale, self.sentences)


def words_for(locale: str) -> Words:
    """The interface's words in a locale, else in its language, else in English."""
    known = every_word()
    language = locale.split("-", 1)[0]
    at = next(one for one in (locale, language, "en") if one in known)
    return Words(at, at, known[at])

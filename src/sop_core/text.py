"""Text in several languages, and what is safe to show of it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from sop_core.types import FrozenMap

#: Characters that reorder what a reader sees; refused in ids, codes and labels (DESIGN 6).
BIDI_CONTROLS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


@frozen
class Text:
    """One text by locale, such as `{"en": "Yes", "es": "Sí"}`.

    Two texts are equal when they say the same in the same locales, in whatever order.
    """

    by_locale: Mapping[str, str] = field(converter=FrozenMap[str, str])

    @property
    def locales(self) -> tuple[str, ...]:
        """The locales that this text has, in the definition's order."""
        return tuple(self.by_locale)

    def locale_for(self, wanted: str) -> str:
        """The locale to show: the wanted one, else its language, else English, else the first."""
        language = wanted.split("-", 1)[0]
        return next(
            (at for at in (wanted, language, "en") if at in self.by_locale), self.locales[0]
        )

    def get(self, wanted: str) -> str:
        """The text in the wanted locale, or in the nearest one that there is."""
        return self.by_locale[self.locale_for(wanted)]


def isolate(text: str) -> str:
    """Free text that holds bidirectional controls, closed in so that it cannot reorder its surroundings.

    U+2068 and U+2069 stand round it and whatever it left open is closed; other text comes back as it is.
    """
    if not BIDI_CONTROLS.intersection(text):
        return text
    opened: list[str] = []
    safe: list[str] = []
    for character in text:
        if character in "\u2066\u2067\u2068":
            opened.append("\u2069")
        elif character in "\u202a\u202b\u202d\u202e":
            opened.append("\u202c")
        elif character in "\u2069\u202c":
            # A closing mark that nothing opened would end our own isolation: it is left out.
            if not opened or opened[-1] != character:
                continue
            opened.pop()
        safe.append(character)
    return "\u2068" + "".join(safe) + "".join(reversed(opened)) + "\u2069"

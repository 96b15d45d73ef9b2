"""What a colleague would say to what was noticed: the words of a prompt set, joined to the codes.

Each prompt of such a set stands on the screen `noticing`, and its id is the code that it speaks to. An
agency that replaces the words brings a set of its own with that screen; where two sets speak to one code,
the higher priority does, then the set that comes first by id.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from sop_core.practice import Notice
from sop_core.prompts.model import Prompt, PromptSet
from sop_core.types import PromptKind, Translation, translation_in

#: The screen on which the words to what was noticed stand.
NOTICING = "noticing"


@frozen(kw_only=True)
class WordedNotice:
    """A notice with its words in one locale: what was noticed, where, and what a colleague would ask."""

    code: str
    places: tuple[str, ...]
    text: str
    kind: PromptKind
    locale: str
    translation: Translation
    source: str
    prompt: str


def worded(
    found: Iterable[Notice], offered: Iterable[tuple[PromptSet, Prompt]], locale: str
) -> tuple[WordedNotice, ...]:
    """Each notice with its words; one that no set speaks to is left out."""
    ordered = sorted(offered, key=lambda pair: (-pair[1].priority, pair[0].id))
    words: dict[str, tuple[PromptSet, Prompt]] = {}
    for prompt_set, prompt in ordered:
        words.setdefault(prompt.id, (prompt_set, prompt))
    return tuple(_worded(one, *words[one.code], locale) for one in found if one.code in words)


def _worded(one: Notice, prompt_set: PromptSet, prompt: Prompt, locale: str) -> WordedNotice:
    shown_in = prompt.text.locale_for(locale)
    return WordedNotice(
        code=one.code,
        places=one.places,
        text=prompt.text.get(locale),
        kind=prompt.kind,
        locale=shown_in,
        translation=translation_in(prompt_set.translations, shown_in),
        source=prompt.source,
        prompt=f"{prompt_set.id}/{prompt.id}",
    )

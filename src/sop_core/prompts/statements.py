"""The question that each part of a statement answers, from the prompt sets in force (C-30).

Such a prompt stands on the screen `statement`. Its id is the part's, and with `.hint` after it, it is the line of
help below. An agency that asks in its own words brings a set of its own with that screen; where two sets speak to
one part, the higher priority does, then the set that comes first by id.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from sop_core.practice import OPTIONAL, PARTS, StatementKind
from sop_core.practice.asked import kind_named
from sop_core.prompts.model import Prompt, PromptSet
from sop_core.types import Translation, translation_in

#: The screen on which the questions of statements stand.
STATEMENT = "statement"


@frozen(kw_only=True)
class StatementStep:
    """One part of a statement as a step: its id, a question, a line of help, and whether it may be left out."""

    part: str
    question: str
    hint: str
    optional: bool
    locale: str
    translation: Translation


def statement_steps(
    kind: StatementKind | str, offered: Iterable[tuple[PromptSet, Prompt]], locale: str = "en"
) -> tuple[StatementStep, ...]:
    """The parts of a kind in the order in which they are asked, each with its question (C-30).

    `offered` are the prompts on the screen `statement`: `catalog.prompts_on("statement")`. A part that no set
    asks about has its own id as its question. Raises CallRefused for what is no kind.
    """
    ordered = sorted(offered, key=lambda pair: (-pair[1].priority, pair[0].id))
    words: dict[str, tuple[PromptSet, Prompt]] = {}
    for prompt_set, prompt in ordered:
        words.setdefault(prompt.id, (prompt_set, prompt))
    return tuple(_step(part, words, locale) for part in PARTS[kind_named(kind)])


def _step(part: str, words: dict[str, tuple[PromptSet, Prompt]], locale: str) -> StatementStep:
    optional = part in OPTIONAL
    if part not in words:
        said = part.replace("_", " ")
        return StatementStep(
            part=part, question=said, hint="", optional=optional, locale="en", translation=Translation.ORIGINAL,
        )  # fmt: skip
    prompt_set, prompt = words[part]
    hint = words.get(f"{part}.hint")
    spoken = prompt.text.locale_for(locale)
    return StatementStep(
        part=part,
        question=prompt.text.get(locale),
        hint="" if hint is None else hint[1].text.get(spoken),
        optional=optional,
        locale=spoken,
        translation=translation_in(prompt_set.translations, spoken),
    )

"""What is wrong with an answer, in words for whoever answers.

An issue's own message is written for developers and names ids; nothing of it reaches the page. The
sentence is chosen by the issue's code, with the bounds filled in from the item. `Issue`s of
severity `advice` are the exception: they are written for people (a form's `notes`), and stand as
they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.instruments.answers import MOST_TEXT
from sop_core.instruments.exact import number_in_words
from sop_core.render.safe import Fields, plain, said, values_of
from sop_core.types import ItemType

if TYPE_CHECKING:
    from sop_core.errors import Issue
    from sop_core.instruments import Form, FormItem
    from sop_core.render.words import Words

_NUMBERS = (ItemType.INTEGER, ItemType.DECIMAL)
# Requirement ids in brackets, as messages name their source.
_SOURCE = re.compile(r" \([A-Z][0-9]*-?[0-9]+[^()]*\)")


@frozen
class Sent:
    """What a browser sent for one item: its own field, and the reason beside it."""

    own: tuple[str, ...]
    reason: tuple[str, ...]

    @property
    def contradicts(self) -> bool:
        """Whether there is an answer and also a reason for having none."""
        return any(self.own) and any(self.reason)


@frozen
class Problem:
    """One sentence about the form, and the item that it is about, if there is one."""

    item: str | None
    code: str
    text: str


@frozen
class Problems:
    """Everything to correct, in the order of the form, and what is only to be noted."""

    errors: tuple[Problem, ...]
    notes: tuple[str, ...]

    @property
    def title(self) -> str:
        """The key of the summary's heading."""
        if not any(problem.item for problem in self.errors):
            return "errors_unsent"
        return "errors_one" if len(self.errors) == 1 else "errors_title"

    def of(self, item: str) -> tuple[str, ...]:
        """The sentences about one item."""
        return tuple(problem.text for problem in self.errors if problem.item == item)


def without_sources(message: str) -> str:
    """A message for a person at work: the ids of requirements are for who reads the documents."""
    return said(_SOURCE.sub("", plain(message)))


def reasons_beside(item: FormItem) -> bool:
    """Whether the item's reasons are a group of their own, beside what is no choice."""
    return item.type not in (ItemType.CHOICE, ItemType.CHOICES) and any(
        option.missing for option in item.options
    )


def sent_for(item: FormItem, values: Fields, prefix: str) -> Sent:
    """What the values hold for an item; where it has no reasons, `.missing` is no field of its own."""
    reason = values_of(values, f"{prefix}{item.id}.missing") if reasons_beside(item) else ()
    return Sent(values_of(values, prefix + item.id), reason)


def bounds(item: FormItem) -> dict[str, str]:
    """The blanks of sentences about numbers."""
    low, high = item.minimum, item.maximum
    return {
        "low": number_in_words(low if low is not None else 0),
        "high": number_in_words(high if high is not None else 0),
    }


def _required(item: FormItem) -> str:
    if reasons_beside(item):
        return "error.required.reasons"
    if item.type in (ItemType.CHOICE, ItemType.BOOLEAN):
        return "error.required.choice"
    return "error.required.choices" if item.type is ItemType.CHOICES else "error.required.other"


def _too_long(item: FormItem, sent: Sent, words: Words) -> str:
    most = item.max_length or MOST_TEXT
    if len(sent.own) != 1:
        return words("error.text_length", most=most)
    # A browser sends line ends as two characters; form.read counts them as one.
    return words("error.text_length_now", most=most, now=len(sent.own[0].replace("\r\n", "\n")))


def sentence(code: str, item: FormItem | None, sent: Sent, words: Words) -> str:
    """The sentence for an issue's code; a general one for a code that this room does not know."""
    if item is None:
        key = f"error.{code}" if code == "page_too_old" else "error.other"
        return words(key)
    if sent.contradicts:
        return words("error.two_answers")
    if code == "required":
        return words(_required(item))
    if code == "text_length":
        return _too_long(item, sent, words)
    if code == "not_a_number" and item.type in _NUMBERS:
        return words(f"error.not_a_number.{item.type}", **bounds(item))
    if code == "out_of_range":
        return words("error.out_of_range", **bounds(item))
    key = "error.unknown_code" if code == "not_a_list_of_codes" else f"error.{code}"
    # Keys with blanks or variants were all dealt with above: what is left stands by itself.
    return words(key if key in _PLAIN else "error.other_item")


_PLAIN = frozenset(
    f"error.{code}"
    for code in (
        "unknown_code", "codes_contradict", "not_a_boolean", "not_a_date", "reason_not_allowed",
        "hidden_item_answered",
    )
)  # fmt: skip


def problems(
    form: Form, issues: Iterable[Issue], values: Fields, *, prefix: str, words: Words
) -> Problems:
    """Every issue as a sentence: once each, those without an item first, the rest in the form's order."""
    items = {item.id: item for item in form.items}
    order = {item: at for at, item in enumerate(items)}
    errors: dict[tuple[str | None, str], Problem] = {}
    notes: list[str] = []
    for issue in issues:
        if issue.severity != "error":
            notes.append(said(issue.message))
            continue
        item = items.get(issue.item) if issue.item is not None else None
        sent = sent_for(item, values, prefix) if item is not None else Sent((), ())
        text = sentence(issue.code, item, sent, words)
        at = item.id if item is not None else None
        errors.setdefault((at, text), Problem(at, plain(issue.code), text))
    in_order = sorted(errors.values(), key=lambda one: -1 if one.item is None else order[one.item])
    return Problems(tuple(in_order), tuple(dict.fromkeys(notes)))

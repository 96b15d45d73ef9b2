"""Each item as what a page draws: controls with their names, ids, values and what describes them.

Ids are counted, not named: `sop-` + prefix + `i3-o2` is the second option of the third item. An
item's id may hold anything that an id of a definition may, and two of them joined by a dash could
read the same; numbers cannot.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from sop_core.instruments.answers import read_day
from sop_core.render.safe import Fields, exact, plain, said
from sop_core.render.sentences import Problems, Sent, bounds, sent_for
from sop_core.types import ItemType

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.instruments import Form, FormItem, FormOption
    from sop_core.render.words import Words

Kind = Literal["radios", "checks", "line", "area"]
_DRAWN: dict[ItemType, Kind] = {
    ItemType.CHOICE: "radios",
    ItemType.BOOLEAN: "radios",
    ItemType.CHOICES: "checks",
    ItemType.TEXT: "area",
}
_LINE_END = re.compile(r"\r\n|\r|\n")


@frozen
class Choice:
    """One radio button or checkbox. `aside` sets reasons and blanks apart from answers."""

    id: str
    value: str
    label: str
    checked: bool
    aside: bool = False


@frozen
class Field:
    """One item, ready to draw."""

    id: str
    name: str
    kind: Kind
    text: str
    required: str
    note: str | None
    hint: str | None
    limit: str | None
    errors: tuple[str, ...]
    stray: tuple[str, ...]
    choices: tuple[Choice, ...]
    reasons: tuple[Choice, ...]
    value: Markup
    input_type: str
    input_mode: str | None
    aria_required: bool
    rows: int

    @property
    def first(self) -> str:
        """The id of the first control: where a link to the item leads."""
        return self.choices[0].id if self.choices else f"{self.id}-in"

    @property
    def described(self) -> str:
        """The ids of all that describes the item, in reading order."""
        parts = {
            "note": self.note,
            "hint": self.hint,
            "limit": self.limit,
            "error": self.errors,
            "sent": self.stray,
        }
        return " ".join(f"{self.id}-{name}" for name, there in parts.items() if there)


@frozen
class Section:
    """Fields under one heading."""

    id: str
    title: str
    fields: tuple[Field, ...]


def sections(
    form: Form, values: Fields, problems: Problems, *, prefix: str, words: Words
) -> tuple[Section, ...]:
    """The form's sections, with every value where it was."""
    number = 0
    drawn: list[Section] = []
    for at, section in enumerate(form.sections, start=1):
        fields: list[Field] = []
        for item in section.items:
            number += 1
            sent = sent_for(item, values, prefix)
            fields.append(_field(item, sent, problems, name=prefix + item.id,
                                 at=f"sop-{prefix}i{number}", words=words))  # fmt: skip
        drawn.append(Section(f"sop-{prefix}s{at}", said(section.title), tuple(fields)))
    return tuple(drawn)


def _field(
    item: FormItem, sent: Sent, problems: Problems, *, name: str, at: str, words: Words
) -> Field:
    kind = _DRAWN.get(item.type, "line")
    own, reasons = _split(item)
    choices = _choices(kind, own, sent.own, at=f"{at}-o", blank=_blank(item, kind, words))
    beside = _choices("radios", reasons, sent.reason, at=f"{at}-m", blank=words("no_reason"))
    typed = sent.own[0] if kind in ("line", "area") and len(sent.own) == 1 else ""
    day = item.type is ItemType.DATE and (typed == "" or read_day(typed) is not None)
    return Field(
        id=at,
        name=name,
        kind=kind,
        text=said(item.text),
        required=_required(item, words),
        note=said(item.show_if.note) if item.show_if else None,
        hint=said(item.hint) if item.hint else None,
        limit=_limit(item, words, day=day),
        errors=problems.of(item.id),
        stray=_stray(kind, sent, choices, beside),
        choices=choices,
        reasons=beside,
        value=exact(typed),
        # A browser empties a date field that holds no date: what was typed is then shown as text.
        input_type="date" if day else "text",
        input_mode=_input_mode(item),
        aria_required=item.required and item.show_if is None,
        rows=2 if item.max_length is not None and item.max_length <= 200 else 4,
    )


def _split(item: FormItem) -> tuple[tuple[FormOption, ...], tuple[FormOption, ...]]:
    """The options that the item's own field sends, and the reasons that stand beside it."""
    if item.type in (ItemType.CHOICE, ItemType.CHOICES):
        return item.options, ()
    return (
        tuple(option for option in item.options if option.missing is None),
        tuple(option for option in item.options if option.missing is not None),
    )


def _blank(item: FormItem, kind: Kind, words: Words) -> str | None:
    """The label of the radio button that takes a choice back; a required item has none.

    A radio button cannot be unchosen without script, so an optional item offers an empty one.
    """
    return words("leave_blank") if kind == "radios" and not item.required else None


def _choices(
    kind: Kind, options: Iterable[FormOption], sent: tuple[str, ...], *, at: str, blank: str | None
) -> tuple[Choice, ...]:
    every = [(plain(o.code), said(o.label), o.missing is not None) for o in options]
    if every and blank is not None:
        every.append(("", blank, True))
    # Two radio buttons of a group cannot both be chosen: then none is, and both are shown as sent.
    on = sent if kind == "checks" or len(sent) == 1 else ()
    return tuple(
        Choice(f"{at}{number}", code, label, code in on, aside)
        for number, (code, label, aside) in enumerate(every, start=1)
    )


def _stray(
    kind: Kind, sent: Sent, own: tuple[Choice, ...], beside: tuple[Choice, ...]
) -> tuple[str, ...]:
    """What was sent and no control shows, so that it is not lost without a word."""
    # A field of one line drops line ends; nobody types them there, and nothing is lost.
    typed = len(sent.own) == 1 and (
        kind == "area" or (kind == "line" and not _LINE_END.search(sent.own[0]))
    )
    stray = [] if typed else _unchosen(sent.own, own)
    stray += _unchosen(sent.reason, beside)
    return tuple(said(value) for value in dict.fromkeys(stray))


def _unchosen(values: tuple[str, ...], choices: tuple[Choice, ...]) -> list[str]:
    chosen = {choice.value for choice in choices if choice.checked}
    return [value for value in values if value and value not in chosen]


def _limit(item: FormItem, words: Words, *, day: bool) -> str | None:
    if item.type is ItemType.INTEGER:
        return words("hint_integer", **bounds(item))
    if item.type is ItemType.DECIMAL:
        return words("hint_decimal", **bounds(item))
    if item.type is ItemType.DATE and not day:
        return words("hint_date")
    # Said, not set as maxlength: a browser would cut off the end of a pasted text without a word.
    return words("hint_length", most=item.max_length) if item.max_length else None


def _required(item: FormItem, words: Words) -> str:
    if not item.required:
        return ""
    return words("required_if_asked" if item.show_if else "required")


def _input_mode(item: FormItem) -> str | None:
    """Which keys a telephone shows. Those for numbers have no minus sign on some of them."""
    if item.type not in (ItemType.INTEGER, ItemType.DECIMAL):
        return None
    if item.minimum is None or item.minimum < 0:
        return None
    return "numeric" if item.type is ItemType.INTEGER else "decimal"

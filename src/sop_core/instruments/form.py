"""A form as data: an instrument in one locale, ready to draw, and the way back from a browser's fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from attrs import field, frozen

from sop_core.errors import CallRefused, Issue, json_path
from sop_core.instruments.answers import read_answers
from sop_core.instruments.describing import describe
from sop_core.instruments.exact import whole_decimal
from sop_core.instruments.model import Instrument, Item
from sop_core.instruments.words import DROPPED, NO, OR, SHOWN_IF, YES, say
from sop_core.shapes import sent_texts
from sop_core.types import Exact, InstrumentRef, ItemType, MissingReason, Translation

_INTEGER = re.compile(r"[+-]?[0-9]{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", re.ASCII)


@frozen
class FormOption:
    """One thing to choose. `missing` is set where choosing it says why there is no answer."""

    code: str
    label: str
    missing: MissingReason | None = None


@frozen
class ShownIf:
    """When the item is asked; `note` says it in words, for pages that work without script."""

    item: str
    codes: tuple[str, ...]
    note: str


@frozen
class FormItem:
    """One item in one locale."""

    id: str
    type: ItemType
    text: str
    options: tuple[FormOption, ...]
    required: bool
    hint: str | None = None
    show_if: ShownIf | None = None
    minimum: Exact | None = None
    maximum: Exact | None = None
    max_length: int | None = None


@frozen
class FormSection:
    """Items that are shown together."""

    id: str
    title: str
    items: tuple[FormItem, ...]


@frozen
class FormScale:
    """What is scored together, and the rule in one plain sentence."""

    id: str
    title: str
    rule: str


class FormDocument(dict[str, Any]):
    """An administration document read from fields. `notes` says what was dropped, and why."""

    notes: tuple[Issue, ...] = ()


@frozen
class Form:
    """An instrument in one locale. `translation` says how far the locale's texts can be trusted."""

    instrument: InstrumentRef
    title: str
    intro: str | None
    locale: str
    translation: Translation
    anonymous: bool
    respondent_role: str
    sections: tuple[FormSection, ...]
    definition: Instrument = field(repr=False)
    scales: tuple[FormScale, ...] = ()

    @property
    def items(self) -> tuple[FormItem, ...]:
        """Every item, in order."""
        return tuple(item for section in self.sections for item in section.items)

    def read(
        self, fields: Mapping[str, object], *, prefix: str = "", **record: object
    ) -> FormDocument:
        """A browser's fields as an administration document.

        `fields` maps a field's name (`prefix` + item id) to its text or list of texts; a reason
        beside a number, text, date or yes and no comes as `prefix` + item id + `.missing` (beside yes and
        no under the item's own name as well). Empty
        fields are left out, other names passed over. What `show_if` hides is dropped, and `notes`
        says so. Text that is no number stays as it is, so that `accept` refuses it by name and the
        page can show it again. `record` fills the rest: id, cycle, submitted_at, scope, … Raises
        CallRefused for fields that no browser sends, such as numbers.
        """
        _check_call(fields, prefix, record)
        raw = {
            item.id: answer
            for item in self.definition.items.values()
            if (answer := _answer(self.definition, item, fields, prefix)) is not None
        }
        hidden = read_answers(self.definition, raw, status="draft").hidden
        document = FormDocument(
            {
                "$schema": "urn:sop:schema:administration:1",
                "instrument": {
                    "id": self.instrument.id,
                    "version": self.instrument.version,
                    "digest": self.instrument.digest,
                    "scoring": self.instrument.scoring,
                },
                "status": "complete",
                "respondent": None,
                "subject": None,
                "scope": [],
                "groups": {},
                "locale": self.locale,
                **record,
                "answers": {item: answer for item, answer in raw.items() if item not in hidden},
            }
        )
        document.notes = tuple(self._dropped(item) for item in hidden)
        return document

    def _dropped(self, item: str) -> Issue:
        text = self.definition.items[item].text.get(self.locale)
        return Issue(
            "hidden_item_dropped",
            json_path("answers", item),
            say(DROPPED, self.locale).format(text=text),
            severity="advice",
            item=item,
        )


def _check_call(fields: object, prefix: object, record: Mapping[str, object]) -> None:
    if isinstance(fields, Mapping) and isinstance(prefix, str) and "answers" not in record:
        return
    raise CallRefused(
        "form.read takes a browser's fields (a mapping of names to texts), a prefix that is a text, and the "
        "record's other fields. The answers are in the fields."
    )


def _number(text: str, *, whole: bool) -> object:
    plain = text.strip()
    if not (_INTEGER if whole else _DECIMAL).fullmatch(plain):
        return text
    try:
        return whole_decimal(Decimal(plain))
    except InvalidOperation:  # pragma: no cover - the pattern allows only what Decimal reads
        return text


def _value(item: Item, text: str) -> object:
    if item.type in (ItemType.INTEGER, ItemType.DECIMAL):
        return _number(text, whole=item.type is ItemType.INTEGER)
    if item.type is ItemType.BOOLEAN and text in ("true", "false"):
        return text == "true"
    return text


def _answer(
    instrument: Instrument, item: Item, fields: Mapping[str, object], prefix: str
) -> object:
    """The item's answer as a document holds it; None where the fields say nothing."""
    given = sent_texts(fields, prefix + item.id, reader="form.read", nulls=True)
    reasons = instrument.reasons_of(item)
    stated = sent_texts(fields, f"{prefix}{item.id}.missing", reader="form.read", nulls=True)
    if item.type is ItemType.BOOLEAN:
        # Yes, no and the reasons are choices of one group where a host draws them so.
        chosen = [code for code in given if code in reasons and code not in ("true", "false")]
        given, stated = [code for code in given if code not in chosen], [*stated, *chosen]
    if item.type is ItemType.CHOICES and not stated:
        return given or None
    if given and not stated and len(given) == 1:
        return _value(item, given[0])
    if stated and not given and len(set(stated)) == 1:
        # A code of the response set, or the reason's own name: declined is always allowed.
        return {"missing": str(reasons.get(stated[0], stated[0]))}
    # Two answers to one item contradict each other: both stay, and accept says so.
    return [*given, *stated] or None


def _options(instrument: Instrument, item: Item, locale: str) -> tuple[FormOption, ...]:
    own = tuple(
        FormOption(o.code, o.label.get(locale), o.missing) for o in instrument.options_of(item)
    )
    if item.type is ItemType.BOOLEAN:
        return (FormOption("true", say(YES, locale)), FormOption("false", say(NO, locale)), *own)
    return own


def _shown_if(instrument: Instrument, item: Item, locale: str) -> ShownIf | None:
    if item.show_if is None:
        return None
    earlier = instrument.items[item.show_if.item]
    labels = {option.code: option.label for option in _options(instrument, earlier, locale)}
    wanted = f" {say(OR, locale)} ".join(f"“{labels[code]}”" for code in item.show_if.codes)
    note = say(SHOWN_IF, locale).format(labels=wanted, text=earlier.text.get(locale))
    return ShownIf(item.show_if.item, item.show_if.codes, note)


def _form_item(instrument: Instrument, item: Item, locale: str) -> FormItem:
    return FormItem(
        id=item.id,
        type=item.type,
        text=item.text.get(locale),
        options=_options(instrument, item, locale),
        required=item.required,
        hint=item.hint.get(locale) if item.hint else None,
        show_if=_shown_if(instrument, item, locale),
        minimum=item.minimum,
        maximum=item.maximum,
        max_length=item.max_length,
    )


def form_of(instrument: Instrument, locale: str) -> Form:
    """The instrument as a form, in the wanted locale or the nearest one that it has."""
    at = instrument.title.locale_for(locale)
    return Form(
        instrument=instrument.ref,
        title=instrument.title.get(at),
        intro=instrument.intro.get(at) if instrument.intro else None,
        locale=at,
        translation=instrument.translation(at),
        anonymous=instrument.anonymous,
        respondent_role=instrument.respondent_role,
        sections=tuple(
            FormSection(
                section.id,
                section.title.get(at),
                tuple(_form_item(instrument, item, at) for item in section.items),
            )
            for section in instrument.sections
        ),
        definition=instrument,
        scales=tuple(
            FormScale(scale.id, scale.title.get(at), describe(instrument, scale, at))
            for scale in instrument.scales
        ),
    )

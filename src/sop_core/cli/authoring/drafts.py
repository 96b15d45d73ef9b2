"""What an author said, and the definition that it makes (DESIGN 3). Pure: values in, a document out.

Nothing is checked here: the document goes through the same checks as anybody's definition, and
whoever took the author's words says where each of them stood. Nothing is added either, but for
what every definition needs: a scale is the mean of its items, with at least half of them answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

Document = dict[str, Any]
#: One text by language, in the order of the definition's languages.
Words = Mapping[str, str]

#: C-08: at least half of the items that apply.
HALF = "1/2"
ROUNDING = {"mode": "half_up", "places": 2}


@frozen(kw_only=True)
class About:
    """What is said of the instrument as a whole. The first language is the original (C-32)."""

    id: str
    version: str
    languages: tuple[str, ...]
    title: Words
    role: str
    anonymous: bool
    source: str
    rights: str
    intro: Words | None = None
    screens: tuple[str, ...] = ()


@frozen(kw_only=True)
class ItemDraft:
    """One item, its fields as the schema names them; None where nothing was said."""

    id: str
    type: str
    text: Words
    hint: Words | None = None
    response_set: str | None = None
    required: bool = False
    show_if: Mapping[str, object] | None = None
    minimum: int | str | None = None
    maximum: int | str | None = None
    max_length: int | None = None


@frozen(kw_only=True)
class SectionDraft:
    """Items that are shown together."""

    id: str
    title: Words
    items: tuple[ItemDraft, ...]


@frozen(kw_only=True)
class ScaleDraft:
    """Items whose mean is taken, by their ids."""

    id: str
    title: Words
    items: tuple[str, ...]
    reverse: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@frozen(kw_only=True)
class Draft:
    """A whole instrument as its author said it; `sets` holds each response set's options by name."""

    about: About
    sections: tuple[SectionDraft, ...]
    scales: tuple[ScaleDraft, ...]
    sets: Mapping[str, Sequence[Mapping[str, Any]]] = field(factory=dict)


def _item(item: ItemDraft) -> Document:
    said: Document = {"id": item.id, "type": item.type, "text": dict(item.text)}
    optional = {
        "hint": None if item.hint is None else dict(item.hint),
        "response_set": item.response_set,
        "minimum": item.minimum,
        "maximum": item.maximum,
        "max_length": item.max_length,
        "required": item.required or None,
        "show_if": None if item.show_if is None else dict(item.show_if),
    }
    return said | {key: value for key, value in optional.items() if value is not None}


def _scale(scale: ScaleDraft) -> Document:
    said: Document = {
        "id": scale.id,
        "title": dict(scale.title),
        "items": list(scale.items),
    }
    if scale.reverse:
        said["reverse"] = list(scale.reverse)
    said |= {"method": "mean", "min_answered": HALF, "rounding": dict(ROUNDING)}
    if scale.themes:
        said["themes"] = list(scale.themes)
    return said


def definition_of(draft: Draft) -> Document:
    """The definition's document, its fields in the order of DESIGN 3; the worked cases come after."""
    about = draft.about
    first, *others = about.languages
    document: Document = {
        "$schema": "urn:sop:schema:instrument:1",
        "id": about.id,
        "version": about.version,
        "status": "active",
        "title": dict(about.title),
    }
    if about.intro is not None:
        document["intro"] = dict(about.intro)
    document |= {
        "respondent_role": about.role,
        "anonymous": about.anonymous,
        "source": about.source,
        "rights": about.rights,
        "translations": {first: "original"} | dict.fromkeys(others, "draft"),
    }
    if about.screens:
        document["screens"] = list(about.screens)
    document["response_sets"] = {
        name: {"options": [dict(option) for option in options]}
        for name, options in draft.sets.items()
    }
    document["sections"] = [
        {
            "id": section.id,
            "title": dict(section.title),
            "items": [_item(item) for item in section.items],
        }
        for section in draft.sections
    ]
    document["scales"] = [_scale(scale) for scale in draft.scales]
    return document

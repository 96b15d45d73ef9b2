"""Records of a case as pages to read and print: a field tool's, with its drawing, and a statement's.

They are confidential and say so. Every word that a person wrote stands as it was written; a child's own
order and names come first. What a drawing shows stands in the text as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from sop_core.practice import OPTIONAL, PARTS, TOOLS, FieldRecord, FieldTool, Statement, Voice
from sop_core.practice.asked import expect
from sop_core.practice.statement import is_blank
from sop_core.render import drawing, safe
from sop_core.render.drawing import Drawing
from sop_core.render.environment import draw, environment
from sop_core.render.words import Words, words_for
from sop_core.types import RecordStatus

if TYPE_CHECKING:
    from markupsafe import Markup

    from sop_core.practice import Entry, Scaling, Setting


@frozen
class Said:
    """One thing that was said: its text, or None where it was taken out; and a line on who said it."""

    text: str | None
    notes: tuple[str, ...]


@frozen
class Part:
    """One part of a page: its number in the drawing if it has one, title, the child's own name, entries."""

    id: str
    number: int | None
    title: str
    named: str | None
    entries: tuple[Said, ...]


@frozen
class Listed:
    """A group of people, or of scales, with a title."""

    title: str
    lines: tuple[tuple[int | None, str, tuple[str, ...]], ...]


def field_page(
    record: FieldRecord, *, locale: str = "en", heading_level: int = 2, prefix: str = ""
) -> Markup:
    """A field record as a page: what each part says, who said it, people, scales, and a drawing where there is one.

    `locale` is that of the interface; what people wrote is in their own words. Headings use two levels, so
    `heading_level` is 1 to 5. The host decides who may see it: it is a record of a case (B-39).
    """
    expect(record, FieldRecord)
    environment()
    words, prefix = words_for(locale), safe.field_prefix(prefix)
    at, order = f"sop-{prefix}field", _order(record)
    return draw(
        "field_page",
        id=at,
        title=words(f"tool_{record.tool}"),
        parts=[_part(record, name, words, f"{at}-{name}", order) for name in order],
        people=_people(record, words),
        moves=_moves(record, words),
        scales=_scales(record, words),
        setting=_setting(record.setting, record.tool, words) if record.setting else (),
        drawn=_drawn(record, order),
        **_head(record, words, locale, heading_level),
    )


def statement_page(
    statement: Statement, *, locale: str = "en", heading_level: int = 2, prefix: str = ""
) -> Markup:
    """A statement as a page: its parts in order, each as it was written; what is missing is said (C-30).

    Arguments as those of `field_page`.
    """
    expect(statement, Statement)
    environment()
    words, prefix = words_for(locale), safe.field_prefix(prefix)
    return draw(
        "statement_page",
        id=f"sop-{prefix}statement",
        title=words(f"kind_of_{statement.kind}"),
        parts=[
            (words(f"field_{name}"), None if is_blank(text) else _text(text))
            for name in PARTS[statement.kind]
            if not is_blank(text := statement.parts.get(name)) or name not in OPTIONAL
        ],
        answers=words("case_answers", id=statement.danger.id) if statement.danger else None,
        **_head(statement, words, locale, heading_level),
    )


def _head(
    record: FieldRecord | Statement, words: Words, locale: str, heading_level: int
) -> dict[str, object]:
    return {
        "locale": words.locale,
        "dir": safe.direction(words.locale),
        "h": safe.heading(heading_level, floors=1),
        "made": words("case_made", day=record.made_at[:10]),
        "draft": record.status is RecordStatus.DRAFT,
        "redacted": record.redacted,
        "say": words,
    }


def _text(text: str | None) -> str | None:
    return None if text is None else safe.said(text)


def _order(record: FieldRecord) -> tuple[str, ...]:
    """The parts as the child chose them, then the others in the tool's own order."""
    chosen = record.setting.order if record.setting else ()
    return tuple(dict.fromkeys((*chosen, *TOOLS[record.tool].parts)))


def _part(record: FieldRecord, name: str, words: Words, at: str, order: tuple[str, ...]) -> Part:
    named = record.setting.names.get(name) if record.setting else None
    return Part(
        id=at,
        number=_number(record.tool, name, order),
        title=words(titled(record.tool, name)),
        named=words("case_named", name=safe.said(named)) if named else None,
        entries=tuple(_entry(one, record, words) for one in record.entries if one.part == name),
    )


def titled(tool: FieldTool, name: str) -> str:
    """What a part is called: worries stand in a house of their own in Three Houses."""
    house = (tool, name) == (FieldTool.THREE_HOUSES, "worries")
    return "field_house_worries" if house else f"field_{name}"


def _number(tool: FieldTool, name: str, order: tuple[str, ...]) -> int | None:
    if tool is FieldTool.THREE_HOUSES:
        return order.index(name) + 1
    return TOOLS[tool].parts.index(name) + 1 if tool is FieldTool.SAFETY_HOUSE else None


def _entry(entry: Entry, record: FieldRecord, words: Words) -> Said:
    return Said(_text(entry.text), tuple(_notes(entry, record, words)))


def _notes(entry: Entry, record: FieldRecord, words: Words) -> Iterator[str]:
    if entry.voice is not None:
        yield _by(entry.voice, words)
    if entry.verbatim:
        yield words("case_exact")
    if entry.kind is not None:
        yield words(f"objective_{entry.kind}")
    if entry.person is not None:
        yield _called(entry.person, record)


def _by(voice: Voice, words: Words) -> str:
    return words("case_said_by", who=words.plain(f"voice_{voice}"))


def _called(person: str, record: FieldRecord) -> str:
    """What a person is called on the page: the family's own name for them, else the host's token."""
    label = next((one.label for one in record.people if one.id == person), None)
    return safe.said(label or person)


def _people(record: FieldRecord, words: Words) -> list[Listed]:
    shape, numbered = TOOLS[record.tool], list(enumerate(record.people, start=1))
    groups = [f"ring_{ring}" for ring in ("inner", "middle", "outer", "none")]
    if not shape.rings:
        groups = ["case_people"]
    found = []
    for group in groups:
        lines = tuple(
            (number, _called(one.id, record), tuple(_about(one.relation, one.tie, words)))
            for number, one in numbered
            if not shape.rings or group == f"ring_{one.ring or 'none'}"
        )
        found += [Listed(words(group), lines)] if lines else []
    return found


def _about(relation: str | None, tie: object, words: Words) -> Iterator[str]:
    if relation is not None:
        yield safe.said(relation)
    if tie is not None:
        yield words(f"tie_{tie}")


def _moves(record: FieldRecord, words: Words) -> tuple[tuple[str, str], ...]:
    return tuple(
        (
            _called(move.person, record),
            words(
                "case_move",
                day=move.on,
                was=words.plain(f"ring_{move.starts or 'none'}"),
                now=words.plain(f"ring_{move.to or 'none'}"),
            ),
        )
        for move in record.moves
    )


def _scales(record: FieldRecord, words: Words) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((_stands(one, words), tuple(_scale_notes(one, words))) for one in record.scales)


def _stands(scale: Scaling, words: Words) -> str:
    key = "case_scale" if scale.value is not None else "case_scale_none"
    return words(key, value=scale.value, low=scale.low, high=scale.high)


def _scale_notes(scale: Scaling, words: Words) -> Iterator[str]:
    yield _by(scale.voice, words)
    for bound, means in ((scale.low, scale.low_means), (scale.high, scale.high_means)):
        if means is not None:
            yield f"{bound}: {safe.said(means)}"


def _setting(setting: Setting, tool: FieldTool, words: Words) -> tuple[str, ...]:
    said = [
        words(f"consent_{setting.consent or 'unsaid'}"),
        words(f"sharing_{setting.sharing or 'unsaid'}"),
    ]
    if setting.written_by is not None:
        said.append(words("case_pen", who=words.plain(f"voice_{setting.written_by}")))
    if setting.stopped:
        said.append(words("case_stopped"))
    if setting.stopped_at is not None:
        said.append(words("case_stopped_at", part=words.plain(titled(tool, setting.stopped_at))))
    return tuple(said)


def _drawn(record: FieldRecord, order: tuple[str, ...]) -> Drawing | None:
    if record.tool is FieldTool.SAFETY_CIRCLES:
        return drawing.circles([(n, one.ring) for n, one in enumerate(record.people, start=1)])
    if record.tool is FieldTool.THREE_HOUSES:
        return drawing.houses(len(order))
    if record.tool is FieldTool.SAFETY_HOUSE:
        return drawing.safety_house(_share(record.scales))
    return None


def _share(scales: tuple[Scaling, ...]) -> float | None:
    """How far along the path the child stands: by the child's own answer, the first that there is."""
    for one in scales:
        if one.value is not None and one.voice is Voice.CHILD:
            return (one.value - one.low) / (one.high - one.low)
    return None

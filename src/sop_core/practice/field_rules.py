"""What a record of a field tool must keep beyond its shape. No message repeats what somebody wrote.

The functions look at the document itself, tolerant of what is malformed elsewhere, so that a fault in
one place hides none in another. Days and links to earlier records are checked by whoever knows them.
"""

from __future__ import annotations

from collections.abc import Iterator

from sop_core.errors import Issue, json_path, listed
from sop_core.practice.confidential import check_twice
from sop_core.practice.field_record import Consent, ObjectiveKind
from sop_core.practice.network import check_moves
from sop_core.practice.statement import is_blank
from sop_core.practice.tools import TOOLS, FieldTool, ToolShape, shape_of
from sop_core.shapes import Json, mapping, objects, strings
from sop_core.types import RecordStatus, is_id


def check_field_record(document: Json) -> list[Issue]:
    """Everything stands where its tool has a place for it, and the record does not contradict itself."""
    shape = shape_of(document.get("tool"))
    if shape is None:
        return []  # the schema says so
    tool = FieldTool(str(document["tool"]))
    return [
        *_nothing_at_all(document),
        *_entries(document, tool, shape),
        *_people(document, tool, shape),
        *check_moves(document, shape),
        *_scales(document, tool, shape),
        *_setting(document, tool, shape),
        *_redacted(document),
    ]


def _tools_with(what: str) -> str:
    return listed(str(tool) for tool, shape in TOOLS.items() if getattr(shape, what))


def _not_here(tool: FieldTool, path: str, what: str, needs: str) -> Issue:
    return Issue(
        "not_of_this_tool",
        path,
        f"{what} stands here, and {tool} has no place for it. A page that is printed from the record would leave it "
        "out, so it is not taken.",
        fix=f"Leave it out, or use a tool that has it: {_tools_with(needs)}.",
    )


def _nothing_at_all(document: Json) -> list[Issue]:
    held = any(document.get(name) for name in ("entries", "people", "scales"))
    stopped = mapping(document.get("setting")).get("stopped") is True
    if held or stopped or document.get("status") not in ("complete", "amended"):
        return []
    return [
        Issue(
            "nothing_written",
            "$.entries",
            "The record is finished, and holds no entry, no person and no scale. An empty page cannot be told from "
            "one that was lost.",
            fix="Write what was said, or store it as a draft. If the child had enough, say so: "
            '"setting": {"stopped": true}.',
        )
    ]


def _entries(document: Json, tool: FieldTool, shape: ToolShape) -> Iterator[Issue]:
    entries = list(objects(document.get("entries")))
    people = [one.get("id") for _, one in objects(document.get("people"))]
    named = [(("entries", i, "id"), str(one["id"])) for i, one in entries if is_id(one.get("id"))]
    yield from check_twice(named, "the id of an entry")
    for index, one in entries:
        yield from _part(one.get("part"), shape, tool, "entries", index, "part")
        yield from _whose(one, index)
        person = one.get("person")
        if isinstance(person, str) and person not in people:
            yield Issue(
                "unknown_person",
                json_path("entries", index, "person"),
                "The entry is about somebody who is none of the record's people.",
                fix="Add the person to people, or leave person out.",
            )
        if one.get("kind") is not None and one.get("part") != "objective":
            # S2-34: what is tagged is an objective of a case plan.
            yield Issue(
                "kind_without_objective",
                json_path("entries", index, "kind"),
                "kind stands here, and the entry is no objective of a case plan: only an objective is a behavior or a "
                "service (S2-34).",
                fix="Leave kind out, or put the entry under objective of case_plan. The kinds are: "
                f"{listed(ObjectiveKind)}.",
            )


def _part(part: object, shape: ToolShape, tool: FieldTool, *place: str | int) -> Iterator[Issue]:
    if isinstance(part, str) and part not in shape.parts:
        yield Issue(
            "unknown_part",
            json_path(*place),
            f"What stands here is no part of {tool}, so no page of it would show it.",
            fix=f"Use one of its parts: {listed(shape.parts)}.",
        )


def _whose(entry: Json, index: int) -> Iterator[Issue]:
    if entry.get("verbatim") is True and entry.get("voice") is None:
        # B-23: a child's exact words are kept, and a quotation says whose it is.
        yield Issue(
            "words_of_nobody",
            json_path("entries", index, "voice"),
            "verbatim says that these are somebody's very words, and voice does not say whose. Words that are kept "
            "exactly, such as a child's, belong to the one who said them (B-23).",
            fix='Add "voice", such as "child", or leave verbatim out.',
        )


def _people(document: Json, tool: FieldTool, shape: ToolShape) -> Iterator[Issue]:
    people = list(objects(document.get("people")))
    if people and not shape.people:
        yield _not_here(tool, "$.people", "A list of people", "people")
        return
    named = [(("people", i, "id"), str(one["id"])) for i, one in people if is_id(one.get("id"))]
    yield from check_twice(named, "the id of a person")
    for index, one in people:
        for name, has in (("ring", shape.rings), ("tie", shape.ties)):
            if one.get(name) is not None and not has:
                yield _not_here(tool, json_path("people", index, name), name, f"{name}s")
        if shape.rings and one.get("ring") is None and not _has_left(document, one.get("id")):
            yield Issue(
                "ring_missing",
                json_path("people", index, "ring"),
                "The person stands in no ring, and no move says that they left. The circles show who knows how much "
                "(B-25), and unknown is not the outer ring.",
                fix="Add ring: inner, middle or outer. If the person has left, add the move without to.",
            )


def _has_left(document: Json, person: object) -> bool:
    moves = [one for _, one in objects(document.get("moves")) if one.get("person") == person]
    return bool(moves) and moves[-1].get("to") is None


def _scales(document: Json, tool: FieldTool, shape: ToolShape) -> Iterator[Issue]:
    scales = list(objects(document.get("scales")))
    if scales and not shape.scales:
        yield _not_here(tool, "$.scales", "A scaling question", "scales")
        return
    named = [(("scales", i, "id"), str(one["id"])) for i, one in scales if is_id(one.get("id"))]
    yield from check_twice(named, "the id of a scale")
    for index, one in scales:
        yield from _scale(one, index)


def _scale(one: Json, index: int) -> Iterator[Issue]:
    low, high, value = (_whole(one.get(name)) for name in ("low", "high", "value"))
    if low is not None and high is not None and low >= high:
        yield Issue(
            "scale_upside_down",
            json_path("scales", index, "high"),
            "The low end of the scale is not below its high end. The bounds are yours to choose (B-29).",
            fix="Write the lower number as low and the higher as high, such as 0 and 10.",
        )
    elif value is not None and low is not None and high is not None and not low <= value <= high:
        yield Issue(
            "off_the_scale",
            json_path("scales", index, "value"),
            "The value is not on the scale, which runs from its low end to its high end.",
            fix="Write a whole number from low to high, or mend the bounds.",
        )
    if (one.get("value") is None) == (one.get("missing") is None):
        yield Issue(
            "value_or_reason",
            json_path("scales", index, "value"),
            "A scale has either a value or the reason why there is none. Unknown is never zero.",
            fix='Write "value", or "missing" with a reason such as "declined"; not both.',
        )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _setting(document: Json, tool: FieldTool, shape: ToolShape) -> Iterator[Issue]:
    setting = document.get("setting")
    if not isinstance(setting, dict):
        return
    if not shape.setting:
        yield _not_here(tool, "$.setting", "How it was used with a child", "setting")
        return
    order = list(strings(setting.get("order")))
    for index, part in order:
        yield from _part(part, shape, tool, "setting", "order", index)
    known = [(("setting", "order", i), part) for i, part in order if part in shape.parts]
    yield from check_twice(known, "a part")
    for name in mapping(setting.get("names")):
        if name not in shape.parts:
            yield from _part(name, shape, tool, "setting", "names")
    yield from _part(setting.get("stopped_at"), shape, tool, "setting", "stopped_at")
    if setting.get("stopped_at") is not None and setting.get("stopped") is not True:
        yield Issue(
            "stopped_at_without_stop",
            "$.setting.stopped_at",
            "stopped_at says where it was stopped, and stopped does not say that it was.",
            fix='Add "stopped": true, or leave stopped_at out.',
        )
    if setting.get("consent") == Consent.REFUSED and _holds_what_was_said(document):
        # B-23: those who may decide are prepared, and asked, before the child is.
        yield Issue(
            "refused_and_asked",
            "$.setting.consent",
            "consent says that those who may decide refused, and the record holds what the child said. The tool is "
            "used with their consent, or without need of it (B-23).",
            fix="Say what held when the child was asked: given, not_needed or not_asked. Or take what was said out.",
        )


def _holds_what_was_said(document: Json) -> bool:
    """Entries, or a place on a scale; a scale that says why it has no value holds nothing that was said."""
    stands = any(one.get("value") is not None for _, one in objects(document.get("scales")))
    return stands or bool(document.get("entries"))


#: What `redact` takes out of each entry, person and scale: a word of any of these is narrative.
_NARRATIVE = {
    "entries": ("text",),
    "people": ("label", "relation"),
    "scales": ("low_means", "high_means"),
}


def _narrative(document: Json) -> Iterator[tuple[str | int, ...]]:
    """Every place at which something stands that a person may have written in words of their own."""
    for held, names in _NARRATIVE.items():
        for index, one in objects(document.get(held)):
            yield from ((held, index, name) for name in names if one.get(name) is not None)
    if mapping(document.get("setting")).get("names"):
        yield "setting", "names"
    if document.get("extensions"):
        yield ("extensions",)


def _redacted(document: Json) -> Iterator[Issue]:
    redacted, void = (
        document.get("redacted") is True,
        document.get("status") == RecordStatus.ENTERED_IN_ERROR,
    )
    for place in _narrative(document) if redacted else ():
        yield Issue(
            "redacted_with_text",
            json_path(*place),
            "redacted says that the narrative was taken out, and there is some here (C-33).",
            fix="Make the copy with practice.redact, or leave redacted out.",
        )
    for index, one in objects(document.get("entries")):
        if not redacted and is_blank(one.get("text")) and not void:
            yield Issue(
                "entry_without_text",
                json_path("entries", index, "text"),
                "The entry says nothing, and the record does not say that its narrative was taken out (C-33).",
                fix="Write what was said, or leave the entry out.",
            )

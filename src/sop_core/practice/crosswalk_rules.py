"""What a crosswalk must keep beyond its shape: what it names exists, and no way stands twice."""

from __future__ import annotations

from collections.abc import Iterator

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.practice.tools import shape_of
from sop_core.shapes import Json, check_texts, check_unique, objects

Named = list[tuple[tuple[str | int, ...], str]]


def check_crosswalk(document: Json) -> list[Issue]:
    """Texts in every language; assessments, sections and rows that are unique; parts and sections that exist."""
    assessments = list(objects(document.get("assessments")))
    sections = {
        str(one.get("id")): [str(part.get("id")) for _, part in objects(one.get("sections"))]
        for _, one in assessments
    }
    named: Named = [(("assessments", i, "id"), str(one.get("id"))) for i, one in assessments]
    issues = [*check_texts(document), *check_unique(named, "assessment")]
    for index, one in assessments:
        inside: Named = [
            (("assessments", index, "sections", at, "id"), str(part.get("id")))
            for at, part in objects(one.get("sections"))
        ]
        issues += check_unique(inside, "section")
    rows = list(objects(document.get("rows")))
    ways: Named = [(("rows", i), f"{row.get('tool')}.{row.get('part')}") for i, row in rows]
    issues += check_unique(ways, "row")
    for index, row in rows:
        issues += _part(row, index)
        for at, target in objects(row.get("to")):
            issues += _target(target, sections, "rows", index, "to", at)
    return issues


def _part(row: Json, index: int) -> Iterator[Issue]:
    tool, part = row.get("tool"), row.get("part")
    shape = shape_of(tool)
    if shape is not None and isinstance(part, str) and part not in shape.parts:
        yield Issue(
            "unknown_part",
            json_path("rows", index, "part"),
            f"{shown(part)} is no part of {tool}, so that no entry would be found by this row.",
            fix=f"Use one of its parts: {listed(shape.parts)}.",
        )


def _target(target: Json, sections: dict[str, list[str]], *place: str | int) -> Iterator[Issue]:
    assessment, section = target.get("assessment"), target.get("section")
    if not isinstance(assessment, str) or not isinstance(section, str):
        return  # the schema says so
    if assessment not in sections:
        yield Issue(
            "unknown_assessment",
            json_path(*place, "assessment"),
            f"There is no assessment {shown(assessment)} here.",
            fix=f"Add it to assessments, or name one of: {listed(sections) or 'none yet'}.",
        )
    elif section not in sections[assessment]:
        yield Issue(
            "unknown_section",
            json_path(*place, "section"),
            f"The assessment {shown(assessment)} has no section {shown(section)}.",
            fix=f"Add it there, or name one of: {listed(sections[assessment]) or 'none yet'}.",
        )

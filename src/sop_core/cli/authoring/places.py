"""Where each part of a definition stood in the sheet, so that its issues speak of rows and columns. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from attrs import evolve

from sop_core.cli.authoring.drafts import Document
from sop_core.cli.authoring.sheet import Parts
from sop_core.cli.authoring.table import Row, place
from sop_core.errors import Issue, json_path

#: What the call says by its flags, by the field of the definition.
FLAGS = {
    "id": "--id",
    "version": "--version",
    "title": "--title",
    "intro": "--intro",
    "respondent_role": "--role",
    "anonymous": "--anonymous",
    "source": "--source",
    "rights": "--rights",
    "screens": "--screen",
}
_PATH = re.compile(r"\$(?:\.[A-Za-z_]\w*|\[\d+\]|\['[^']*'\])+")
_ROW = re.compile(r"row (\d+)(?:, column (.*))?", re.DOTALL)


def _texts(parts: Parts, name: str, row: Row, *path: str | int) -> Iterator[tuple[str, str]]:
    columns = parts.sheet.columns.get(name, {})
    yield json_path(*path), place(row.number, parts.sheet.column(name))
    for language, column in columns.items():
        yield json_path(*path, language), place(row.number, column)


def _items(parts: Parts) -> Iterator[tuple[str, str]]:
    for at, section in enumerate(parts.sections):
        yield json_path("sections", at), place(section.row.number, parts.sheet.column("section"))
        yield from _texts(parts, "section", section.row, "sections", at, "title")
        for index, (row, _) in enumerate(section.items):
            path = ("sections", at, "items", index)
            yield json_path(*path), place(row.number, "item")
            for name in ("text", "hint"):
                yield from _texts(parts, name, row, *path, name)
            for name in (
                "type", "response_set", "minimum", "maximum", "max_length", "required", "show_if",
            ):  # fmt: skip
                yield json_path(*path, name), place(row.number, name)


def _scales(parts: Parts) -> Iterator[tuple[str, str]]:
    column = parts.sheet.column("scale") if parts.sheet.has("scale") else "item"
    for at, scale in enumerate(parts.scales.values()):
        yield json_path("scales", at), place(scale.row.number, column)
        if parts.sheet.has("scale"):
            yield from _texts(parts, "scale", scale.row, "scales", at, "title")
        yield json_path("scales", at, "themes"), place(scale.row.number, "themes")
        turned = [row for row, item in scale.items if item.id in parts.reverse]
        for index, (row, _) in enumerate(scale.items):
            yield json_path("scales", at, "items", index), place(row.number, column)
        for index, row in enumerate(turned):
            yield json_path("scales", at, "reverse", index), place(row.number, "reverse")


def _sets(parts: Parts, document: Document) -> Iterator[tuple[str, str]]:
    for name, row in parts.kinds.rows.items():
        yield json_path("response_sets", name), place(row.number, "response_set")
        if not parts.sheet.has("options"):
            continue
        options = document["response_sets"].get(name, {}).get("options", [])
        yield from _texts(parts, "options", row, "response_sets", name, "options")
        for index in range(len(options)):
            path = ("response_sets", name, "options", index)
            yield from _texts(parts, "options", row, *path)
            yield from _texts(parts, "options", row, *path, "label")


def places_of(parts: Parts, document: Document) -> dict[str, str]:
    """By JSON path, the cell or the flag that a part of the definition came from."""
    return {
        "$": place(1),
        **{json_path(name): flag for name, flag in FLAGS.items()},
        **dict(_sets(parts, document)),
        **dict(_items(parts)),
        **dict(_scales(parts)),
    }


def _found(path: str, places: Mapping[str, str]) -> str:
    at = path
    while at not in places and at != "$":
        at = at[: max(at.rfind("."), at.rfind("["), 1)]
    return places.get(at, path)


def told(issue: Issue, places: Mapping[str, str]) -> Issue:
    """An issue of the definition in the sheet's own terms, as far as its place is known."""
    message = _PATH.sub(lambda match: _found(match[0], places), issue.message)
    return evolve(issue, path=_found(issue.path, places), message=message)


def row_of(issue: Issue) -> int:
    """The row that an issue speaks of; 0 where it speaks of none."""
    match = _ROW.match(issue.path)
    return int(match[1]) if match else 0


def in_sheet_order(issues: list[Issue], columns: tuple[str, ...]) -> list[Issue]:
    """By row, and within a row from left to right."""

    def position(issue: Issue) -> tuple[int, int]:
        match = _ROW.fullmatch(issue.path)
        column = match[2] if match else None
        known = columns.index(column) if column in columns else len(columns)
        return (row_of(issue), known)

    return sorted(dict.fromkeys(issues), key=position)

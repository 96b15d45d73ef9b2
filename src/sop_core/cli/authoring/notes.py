"""What is wrong with a sheet, collected cell by cell, so that all of it is said at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from attrs import define, field

from sop_core.cli.authoring import cells
from sop_core.cli.authoring.cells import Bad
from sop_core.cli.authoring.columns import Sheet
from sop_core.cli.authoring.drafts import Words
from sop_core.cli.authoring.table import Row, place
from sop_core.errors import Issue, shown

Value = TypeVar("Value")


@define
class Notes:
    """The complaints about a sheet's cells, each at its row and column."""

    sheet: Sheet
    issues: list[Issue] = field(factory=list)

    def issue(self, code: str, row: Row, column: str, message: str, fix: str) -> None:
        """Complain of one cell."""
        self.issues.append(Issue(code, place(row.number, column), message, fix=fix))

    def take(self, row: Row, column: str, read: Callable[[str], Value], default: Value) -> Value:
        """What a cell says, or the default with a complaint."""
        try:
            return read(row.raw(column))
        except Bad as bad:
            self.issue(bad.code, row, column, bad.message, bad.fix)  # said where it was found
            return default

    def words(self, row: Row, name: str, why: str) -> dict[str, str]:
        """A text in every language; a language that is left empty is a complaint."""
        said: dict[str, str] = {}
        for language, column in self.sheet.columns[name].items():
            if row.get(column):
                said[language] = row.raw(column)
            else:
                self.issue("cell_empty", row, column, f"The cell is empty. {why}", "Fill it.")
        return said

    def same(self, row: Row, name: str, title: Words, first: Row) -> None:
        """Where a title is said again, it says the same."""
        for language, column in self.sheet.columns[name].items():
            if row.get(column) and language in title and row.raw(column) != title[language]:
                self.issue(
                    "cells_differ",
                    row,
                    column,
                    f"{shown(row.raw(column))} stands here, and row {first.number} says {shown(title[language])} of "
                    f"the same {name}.",
                    "Write the same in both rows, or leave this cell empty.",
                )

    def id_of(self, row: Row, name: str, title: str, known: Mapping[str, str]) -> str:
        """The id of a section or scale: as it is stated, else made of its title."""
        column = f"id_of_{name}"
        stated = row.get(column)
        made = stated or cells.slug(title) or f"{name}_{len(known) + 1}"
        if made in known:
            self.issue(
                "same_id",
                row,
                column if stated else self.sheet.column(name),
                f"{shown(title)} would get the id {made!r}, which {shown(known[made])} has. Records and scores name "
                "it by this id.",
                f"Write the {name} the same in both rows if they are one; otherwise give each an id of its own in a "
                f"column {column}.",
            )
        return made

    def same_id(self, row: Row, column: str, id_: str, first: Row) -> None:
        """Where an id is said again, it says the same."""
        if row.get(column) not in ("", id_):
            self.issue(
                "cells_differ",
                row,
                column,
                f"{shown(row.get(column))} stands here, and row {first.number} made the id {id_!r} for the same "
                "title.",
                "Write the same, or leave this cell empty.",
            )

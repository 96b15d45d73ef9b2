"""The rows of a sheet as a draft, with every cell's complaint and the place of every part. Pure.

    section      in words; an empty cell continues the section above; a section's rows stand together
    scale        in words; an empty cell means no scale. Without the column each section is a scale
    type         choice where only a response set is named
    options      once for each response set, in any row that uses it

A part's place is remembered by its JSON path, so that what the checks of the definition find
later can be said in the sheet's own terms.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, field

from sop_core.cli.authoring import cells
from sop_core.cli.authoring.columns import COLUMNS, TEXTS, Sheet, sheet_of
from sop_core.cli.authoring.drafts import About, Draft, ItemDraft, ScaleDraft, SectionDraft, Words
from sop_core.cli.authoring.kinds import SCORED, Kinds
from sop_core.cli.authoring.notes import Notes
from sop_core.cli.authoring.table import Row, table_of
from sop_core.errors import shown
from sop_core.types import ItemType

#: A worked case holds at most so many answers.
MOST_ITEMS = 500


@define
class Named:
    """A section or a scale while its rows come in: where it began, and the rows that belong to it."""

    id: str
    title: Words
    row: Row
    items: list[tuple[Row, ItemDraft]] = field(factory=list)
    themes: tuple[str, ...] = ()


@define
class Parts:
    """The rows in order, and what they come to: sections, scales, response sets."""

    notes: Notes
    kinds: Kinds
    sections: list[Named] = field(factory=list)
    scales: dict[str, Named] = field(factory=dict)
    reverse: dict[str, Row] = field(factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The sheet that is read."""
        return self.notes.sheet

    def _section(self, row: Row) -> Named | None:
        column = self.sheet.column("section")
        title = row.raw(column) if row.get(column) else ""
        current = self.sections[-1] if self.sections else None
        if not title and current is None:
            self.notes.issue(
                "cell_empty",
                row,
                column,
                "The first item is in no section. Items are shown in sections, each under its title.",
                "Write the section's title; the rows below may leave the cell empty as long as it goes on.",
            )
            return None
        first = self.sheet.languages[0]
        if current is not None and title in ("", current.title.get(first)):
            self.notes.same(row, "section", current.title, current.row)
            self.notes.same_id(row, "id_of_section", current.id, current.row)
            return current
        earlier = next((one for one in self.sections if one.title.get(first) == title), None)
        if earlier is not None:
            self.notes.issue(
                "section_apart",
                row,
                column,
                f"{shown(title)} began in row {earlier.row.number}, and other sections stand between. Items are asked "
                "in the order of the rows, so a section's rows stand together.",
                "Move the row up to its section, or give this section another title.",
            )
            return earlier
        known = {one.id: one.title.get(first, "") for one in self.sections}
        made = Named(
            self.notes.id_of(row, "section", title, known),
            self.notes.words(
                row, "section", "A section has a title in every language of the sheet."
            ),
            row,
        )
        self.sections.append(made)
        return made

    def _id(self, row: Row, taken: Mapping[str, Row]) -> str:
        said = row.get("item")
        if not said:
            self.notes.issue(
                "cell_empty",
                row,
                "item",
                "The item has no id. Records hold answers by it, so it stays the same for ever.",
                "Write a short name such as q01 or heard_listens, another for every item.",
            )
        elif said in taken:
            self.notes.issue(
                "not_unique",
                row,
                "item",
                f"{shown(said)} is the id of the item in row {taken[said].number} too. Records refer to an item by "
                "its id, so it can mean only one.",
                "Give one of the two another id.",
            )
        return said

    def _read_scale(self, row: Row, item: ItemDraft) -> None:
        reverse = self.notes.take(row, "reverse", cells.yes_or_no, default=False)
        column = self.sheet.column("scale")
        title = row.raw(column) if row.get(column) else ""
        scored = title or (not self.sheet.has("scale") and item.type in SCORED)
        if reverse and not scored:
            self.notes.issue(
                "reverse_without_scale",
                row,
                "reverse",
                "The item is reverse-keyed and enters no scale, so nothing would look at it.",
                "Write its scale, or leave reverse empty.",
            )
        elif reverse:
            self.reverse[item.id] = row
        if title and item.type in (ItemType.CHOICES, ItemType.TEXT, ItemType.DATE):
            self.notes.issue(
                "item_not_for_scale",
                row,
                column,
                f"An item of type {item.type} has no number that a mean could take.",
                "Leave its scale empty, or make it another type.",
            )
        if title:
            self._scale(row, title).items.append((row, item))

    def _scale(self, row: Row, title: str) -> Named:
        themes = cells.names(row.get("themes"))
        if title not in self.scales:
            known = {one.id: name for name, one in self.scales.items()}
            words = self.notes.words(
                row, "scale", "A scale has a title in every language of the sheet."
            )
            self.scales[title] = Named(
                self.notes.id_of(row, "scale", title, known), words, row, themes=themes
            )
            return self.scales[title]
        scale = self.scales[title]
        self.notes.same(row, "scale", scale.title, scale.row)
        self.notes.same_id(row, "id_of_scale", scale.id, scale.row)
        if themes not in ((), scale.themes):
            self.notes.issue(
                "cells_differ",
                row,
                "themes",
                f"The scale {shown(title)} has its themes in row {scale.row.number}, and here they are others.",
                "Leave this cell empty, or write the same.",
            )
        return scale

    def read_rows(self) -> None:
        """Every row, then what can only be known at the end."""
        taken: dict[str, Row] = {}
        drafts: list[tuple[Row, ItemDraft]] = []
        for at, row in enumerate(self.sheet.table.rows):
            if at == MOST_ITEMS:
                self.notes.issue(
                    "too_long",
                    row,
                    "item",
                    f"This is item {at + 1}; a sheet holds at most {MOST_ITEMS}, as many as a worked case does.",
                    "Make two instruments of it.",
                )
                break
            section = self._section(row)
            name = self._id(row, taken)
            self.kinds.read_options(row)
            item = ItemDraft(
                id=name,
                text=self.notes.words(
                    row, "text", "An item has a text in every language of the sheet."
                ),
                hint=self._hint(row),
                **self.kinds.read_kind(row),
                required=self.notes.take(row, "required", cells.yes_or_no, default=False),
                show_if=self.notes.take(row, "show_if", cells.condition, None),
                max_length=self.notes.take(row, "max_length", cells.whole, None),
            )
            self._read_scale(row, item)
            taken.setdefault(name, row)
            drafts.append((row, item))
            if section is not None:
                section.items.append((row, item))
        self.kinds.check_names(drafts)
        if not self.sheet.has("scale"):
            self._scale_by_section()

    def _hint(self, row: Row) -> dict[str, str] | None:
        columns = self.sheet.columns.get("hint", {})
        if not any(row.get(column) for column in columns.values()):
            return None
        return self.notes.words(
            row, "hint", "A hint stands in every language of the sheet, or in none."
        )

    def _scale_by_section(self) -> None:
        for section in self.sections:
            scored = [(row, item) for row, item in section.items if item.type in SCORED]
            if not scored:
                continue
            self.scales[section.id] = Named(section.id, section.title, section.row, scored)
            (first, item), *others = scored
            bounds = self.kinds.bounds(item)
            for row, other in others:
                unlike = self.kinds.bounds(other)
                if bounds is not None and unlike is not None and unlike != bounds:
                    self.notes.issue(
                        "unlike_items",
                        row,
                        "response_set" if self.sheet.has("response_set") else "type",
                        f"The section would be one scale, and its mean would mix answers from {unlike[0]} to "
                        f"{unlike[1]} with those of row {first.number}, from {bounds[0]} to {bounds[1]}.",
                        "Add a column scale that says which items are scored together; an empty cell is no scale.",
                    )
                    break

    def draft(self, about: About) -> Draft:
        """The whole draft, with what is said of the instrument elsewhere."""
        return Draft(
            about=about,
            sections=tuple(
                SectionDraft(id=one.id, title=one.title, items=tuple(item for _, item in one.items))
                for one in self.sections
            ),
            scales=tuple(
                ScaleDraft(
                    id=one.id,
                    title=one.title,
                    items=tuple(item.id for _, item in one.items),
                    reverse=tuple(item.id for _, item in one.items if item.id in self.reverse),
                    themes=one.themes,
                )
                for one in self.scales.values()
            ),
            sets=self.kinds.sets,
        )


def parts_of(data: bytes, *, languages: tuple[str, ...], default: str | None) -> Parts:
    """A CSV file's rows, read. Raises DocumentRefused where its columns cannot be understood.

    `default` is the ready-made way of answering for rows that name neither a type nor a response
    set. What is wrong with cells stands in `notes.issues`.
    """
    sheet = sheet_of(table_of(data, known=COLUMNS, texts=TEXTS), languages)
    notes = Notes(sheet, list(sheet.table.issues))
    parts = Parts(notes, Kinds(notes, default))
    parts.read_rows()
    return parts

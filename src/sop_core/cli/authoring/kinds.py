"""How an item is answered: its type, bounds and response set, out of a row's cells. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from sop_core.cli.authoring import cells
from sop_core.cli.authoring.drafts import ItemDraft
from sop_core.cli.authoring.notes import Notes
from sop_core.cli.authoring.ready import READY, RESERVED, languages_lacking, options_of
from sop_core.cli.authoring.table import Row
from sop_core.errors import listed, nearest, shown
from sop_core.instruments.exact import read_exact
from sop_core.types import Exact, ItemType

SCORED = (ItemType.CHOICE, ItemType.INTEGER, ItemType.DECIMAL, ItemType.BOOLEAN)
CODED = (ItemType.CHOICE, ItemType.CHOICES)


@define
class Kinds:
    """The response sets that the rows have named so far, and the rows that gave them their options."""

    notes: Notes
    default: str | None
    sets: dict[str, list[dict[str, Any]]] = field(factory=dict)
    rows: dict[str, Row] = field(factory=dict)

    @property
    def names(self) -> list[str]:
        """Every response set that a row can name: the ready-made ones and those with options."""
        return list(dict.fromkeys((*READY, *self.sets)))

    def read_kind(self, row: Row) -> dict[str, Any]:
        """An item's type, response set and bounds, as fields of an `ItemDraft`."""
        kind, name = row.get("type").casefold(), row.get("response_set")
        if not kind and not name:
            name = self.default or ""
        low = self.notes.take(row, "minimum", cells.exact, None)
        high = self.notes.take(row, "maximum", cells.exact, None)
        ready = READY.get(name)
        if ready is not None:
            kind = self._ready_kind(row, kind, name)
            if ready.bounds is not None:
                if low is not None or high is not None:
                    self.notes.issue(
                        "cells_differ",
                        row,
                        "minimum" if low is not None else "maximum",
                        f"{name} goes from {ready.bounds[0]} to {ready.bounds[1]} by itself.",
                        "Leave minimum and maximum empty, or write type integer with bounds of your own.",
                    )
                low, high = ready.bounds
            name = ready.response_set
        elif kind not in list(ItemType):
            kind = self._kind_unknown(row, kind, name)
        self._check_set(row, kind, name)
        return {
            "type": kind,
            "response_set": name or None,
            "minimum": low,
            "maximum": high,
        }

    def _ready_kind(self, row: Row, kind: str, name: str) -> str:
        ready = READY[name]
        fits = CODED if ready.type in CODED else (ready.type,)
        if kind and kind not in fits:
            self.notes.issue(
                "cells_differ",
                row,
                "type",
                f"{shown(kind)} stands here, and {name} is {ready.said}, of type {ready.type}.",
                f"Leave the type empty, or write {listed(fits)}; or name another response set.",
            )
        return kind if kind in fits else ready.type.value

    def _kind_unknown(self, row: Row, kind: str, name: str) -> str:
        if not kind and name:
            return ItemType.CHOICE.value
        known = [one.value for one in ItemType]
        if kind:
            self.notes.issue(
                "not_a_choice",
                row,
                "type",
                f"{shown(kind)} is no type of item.",
                nearest(kind, known)
                + f"Write one of: {listed(known)}; or name a response set and leave the type "
                "empty.",
            )
        elif not self._has_options(row):
            self.notes.issue(
                "cell_empty",
                row,
                "type" if self.notes.sheet.has("type") else "response_set",
                "Neither a type nor a response set stands here, so nobody knows how the item is answered.",
                f"Name a response set ({listed(READY)}, or one of your own with options), or a type such as text.",
            )
        return kind

    def _check_set(self, row: Row, kind: str, name: str) -> None:
        if kind in CODED and not name:
            self.notes.issue(
                "cell_empty",
                row,
                "response_set",
                f"An item of type {kind} has nothing to choose from.",
                f"Name a response set: {listed(self.names)}.",
            )
        if name in RESERVED:
            lacks = languages_lacking(name, self.notes.sheet.languages)
            if lacks:
                self.notes.issue(
                    "labels_missing",
                    row,
                    "response_set",
                    f"{name} comes with labels in English and Spanish, and none in {listed(lacks)}.",
                    "Write a response set of your own, with a column of options for each language.",
                )
            elif name not in self.sets:
                self.sets[name] = options_of(name, self.notes.sheet.languages)
                self.rows.setdefault(name, row)

    def _has_options(self, row: Row) -> bool:
        columns = self.notes.sheet.columns.get("options", {})
        return any(row.get(column) for column in columns.values())

    def read_options(self, row: Row) -> None:
        """The options that a row gives to the response set that it names."""
        if not self._has_options(row):
            return
        columns = self.notes.sheet.columns["options"]
        name, first = row.get("response_set"), columns[self.notes.sheet.languages[0]]
        if not name or name in RESERVED:
            why = f"{name} comes with options of its own" if name else "The options have no name"
            self.notes.issue(
                "cell_empty" if not name else "ready_made",
                row,
                "response_set",
                f"{why}, and others could not refer to these.",
                "Write a name of your own, such as agree, in response_set.",
            )
        elif name in self.rows:
            earlier = self.rows[name]
            for column in columns.values():
                if row.get(column) not in ("", earlier.get(column)):
                    self.notes.issue(
                        "cells_differ",
                        row,
                        column,
                        f"The response set {shown(name)} got its options in row {earlier.number}, and here they are "
                        "others.",
                        "Leave this cell empty, or give the other options another name in response_set.",
                    )
        else:
            self.rows[name] = row
            self.sets[name] = self._options(row, columns, first)

    def _options(self, row: Row, columns: Mapping[str, str], first: str) -> list[dict[str, Any]]:
        by_language: dict[str, list[dict[str, Any]]] = {}
        for language, column in columns.items():
            if row.get(column):
                by_language[language] = self.notes.take(row, column, cells.options, [])
            else:
                self.notes.issue(
                    "cell_empty",
                    row,
                    column,
                    f"The options have no labels in {language}.",
                    "Write the same codes with labels in this language.",
                )
        made = [{**one, "label": {}} for one in by_language.get(self.notes.sheet.languages[0], [])]
        codes = [(one["code"], one.get("value"), one.get("missing")) for one in made]
        for language, options in by_language.items():
            ours = [(one["code"], one.get("value"), one.get("missing")) for one in options]
            if options and codes and ours != codes:
                self.notes.issue(
                    "cells_differ",
                    row,
                    columns[language],
                    f"The options here are {listed(str(code) for code, _, _ in ours)}, and those of {first} are "
                    f"{listed(str(code) for code, _, _ in codes)}. Only the labels differ from language to language.",
                    "Write the same codes and numbers in the same order.",
                )
                continue
            for one, option in zip(made, options, strict=False):
                one["label"][language] = option["label"]
        return made

    def check_names(self, drafts: list[tuple[Row, ItemDraft]]) -> None:
        """Every response set that a row names has options somewhere."""
        for row, item in drafts:
            name = item.response_set
            if name and name not in self.sets and name not in RESERVED:
                known = self.names
                self.notes.issue(
                    "unknown_response_set",
                    row,
                    "response_set",
                    f"{shown(name)} is a response set without options.",
                    f"{nearest(name, known)}Write its options in this row (1=Not at all;2=Partly;3=Yes), or name one "
                    f"of: {listed(known)}.",
                )

    def bounds(self, item: ItemDraft) -> tuple[Exact, Exact] | None:
        """The lowest and highest that an item counts, as far as the sheet says it."""
        if item.type == ItemType.BOOLEAN:
            return (0, 1)
        if item.type == ItemType.CHOICE:
            options = self.sets.get(item.response_set or "", [])
            counts = [read_exact(one["value"]) for one in options if "value" in one]
            known = [one for one in counts if one is not None]
            return (min(known), max(known)) if known else None
        low, high = read_exact(item.minimum), read_exact(item.maximum)
        return None if low is None or high is None else (low, high)

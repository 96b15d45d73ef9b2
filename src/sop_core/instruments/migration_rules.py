"""What a definition's migrations must keep, as far as the definition alone can tell.

An older version comes before this one, and is named once; each of its items has one place, which is
an item of this version and nobody else's; a code comes to a code that this version's item has. What
only the older version can tell is in `migration_fit`.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from sop_core.errors import Issue, json_path, listed, shown
from sop_core.instruments.definition_rules import Outline, outline
from sop_core.shapes import Json, mapping, objects
from sop_core.types import in_version_order, is_version


@frozen
class _Entry:
    """One older item of one migration: its place in the document, what it says, and the outline."""

    migration: int
    name: str
    raw: Json
    known: Outline

    def issue(self, code: str, *steps: str | int, message: str, fix: str) -> Issue:
        place = ("migrations", self.migration, "items", self.name, *steps)
        return Issue(code, json_path(*place), message, fix=fix)


def _check_versions(document: Json) -> list[Issue]:
    """`from` is an earlier version than the definition's own, and no two migrations start at one."""
    own = document.get("version")
    issues: list[Issue] = []
    first: dict[tuple[int, ...], int] = {}
    for index, migration in objects(document.get("migrations")):
        start = migration.get("from")
        if not is_version(start):
            continue  # the schema says so
        place, order = json_path("migrations", index, "from"), in_version_order(str(start))
        if is_version(own) and order >= in_version_order(str(own)):
            issues.append(
                Issue(
                    "migration_not_earlier",
                    place,
                    f"The migration starts at version {start}, and this is version {own}. A migration leads from an "
                    "older version to a newer one; there is no way back, since what was merged cannot be taken apart.",
                    fix="Name an earlier version, or give this definition a later one.",
                )
            )
        if order in first:
            issues.append(
                Issue(
                    "not_unique",
                    place,
                    f"A migration from {start} already stands at {json_path('migrations', first[order])}. A record "
                    "of that version could be seen in two ways.",
                    fix="Keep one of the two.",
                )
            )
        first.setdefault(order, index)
    return issues


def _check_codes(entry: _Entry, item: Json) -> list[Issue]:
    codes = mapping(entry.raw.get("codes"))
    reasons = entry.known.reasons.get(str(item.get("response_set")), ())
    choices = (*entry.known.codes(item), *reasons)
    name = shown(entry.raw.get("item"))
    return [
        entry.issue(
            "unknown_code",
            "codes",
            old,
            message=f"{shown(old)} of item {shown(entry.name)} comes to {shown(new)}, which is no code of {name}. "
            "A code that leads nowhere would lose an answer.",
            fix=f"Use one of: {listed(choices)}."
            if choices
            else f"{name} has no codes: leave codes out.",
        )
        for old, new in codes.items()
        if isinstance(new, str) and new not in choices
    ]


def _check_entry(entry: _Entry) -> list[Issue]:
    stated = [key for key in ("item", "dropped") if key in entry.raw]
    if len(stated) != 1:
        said = "is both kept and dropped" if stated else "is neither kept nor dropped"
        return [
            entry.issue(
                "item_or_dropped",
                message=f"Item {shown(entry.name)} {said}. Every item of the older version either has a place in "
                "this one, or has none.",
                fix='Write {"item": an item of this version}, or {"dropped": true}.',
            )
        ]
    if "dropped" in stated:
        return [
            entry.issue(
                "item_or_dropped",
                "codes",
                message=f"Item {shown(entry.name)} is dropped and has codes, which nothing would look at.",
                fix="Take codes out, or name the item that takes its answers.",
            )
            for key in ("codes",)
            if key in entry.raw
        ]
    target = entry.raw["item"]
    if not isinstance(target, str):
        return []  # the schema says so
    item = entry.known.items.get(target)
    if item is None:
        return [
            entry.issue(
                "unknown_item",
                "item",
                message=f"Item {shown(entry.name)} comes to {shown(target)}, which is no item of this version.",
                fix=f'Name one of: {listed(entry.known.items)}. If it has no place here, write {{"dropped": true}}.',
            )
        ]
    return _check_codes(entry, item)


def _check_collisions(entries: list[_Entry]) -> list[Issue]:
    """Two older items cannot come to one: a record has an answer to each, and one would be lost."""
    first: dict[str, str] = {}
    issues: list[Issue] = []
    for entry in entries:
        target = entry.raw.get("item")
        if not isinstance(target, str):
            continue
        if target in first:
            issues.append(
                entry.issue(
                    "migration_collision",
                    "item",
                    message=f"Items {shown(first[target])} and {shown(entry.name)} both come to {shown(target)}. An "
                    "item has one answer; of two, one would be lost without a word.",
                    fix='Give them two items, or drop one of them: {"dropped": true}.',
                )
            )
        first.setdefault(target, entry.name)
    return issues


def check_migrations(document: Json) -> list[Issue]:
    """Every fault of a document's migrations that the document alone shows."""
    if not isinstance(document.get("migrations"), list | tuple):
        return []
    issues = _check_versions(document)
    known = outline(document)
    for index, migration in objects(document["migrations"]):
        entries = [
            _Entry(index, str(name), raw, known)
            for name, raw in mapping(migration.get("items")).items()
            if isinstance(raw, Mapping)
        ]
        for entry in entries:
            issues += _check_entry(entry)
        issues += _check_collisions(entries)
    return issues

"""The fields of the pages of coaching: drawn, read, and shown again with what was typed in them.

A field knows the place in the record that it fills: what is said against that place stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from sop_core import Issue

#: What a browser sent: each name with all of its values.
Sent = Mapping[str, Sequence[str]]
#: The kinds of field that offer a list.
MANY = ("choice", "checks")


@frozen(kw_only=True)
class Field:
    """One field. `kind` is text, area, number, date, choice (one of a list) or checks (any of it)."""

    name: str
    label: str
    path: str = ""
    kind: str = "area"
    choices: Sequence[tuple[str, str]] = ()
    hint: str = ""
    needed: bool = True
    first: str = ""


@frozen(kw_only=True)
class Drawn:
    """A field as a template draws it, with the values it holds and what is said against them."""

    field: Field
    values: tuple[str, ...]
    errors: tuple[str, ...]

    @property
    def many(self) -> bool:
        """Whether it is a list to choose from."""
        return self.field.kind in MANY

    @property
    def id(self) -> str:
        """The id of its control, or of the first one."""
        return f"c-{self.field.name}{'-0' if self.many and self.field.choices else ''}"

    @property
    def described(self) -> str:
        """The ids of what describes it."""
        parts = (("hint", self.field.hint), ("error", self.errors))
        return " ".join(f"c-{self.field.name}-{name}" for name, there in parts if there)

    @property
    def value(self) -> str:
        """The one value of a field that has one."""
        return self.values[0] if self.values else ""

    @property
    def options(self) -> list[tuple[str, str, str, bool]]:
        """Each choice: its control's id, its value, its label, and whether it is taken."""
        return [
            (f"c-{self.field.name}-{at}", value, label, value in self.values)
            for at, (value, label) in enumerate(self.field.choices)
        ]


def sent(post: Any) -> dict[str, list[str]]:
    """What a browser sent, each name with all of its values."""
    return dict(post.lists())


def text(given: Sent, name: str) -> str:
    """The one text of a field, without the space round it."""
    return (list(given.get(name, ())) or [""])[-1].strip()


def unfilled(fields: Iterable[Field], given: Sent) -> list[Issue]:
    """Needed fields that are empty, and choices that were never offered."""
    found = []
    for field in fields:
        values = [value for value in given.get(field.name, ()) if value.strip()]
        if field.needed and not values:
            found.append(Issue("required", field.path or field.name, "Please fill this in."))
        elif field.kind in MANY and not {*values} <= {value for value, _ in field.choices}:
            found.append(Issue("required", field.path or field.name, "Please choose one of these."))
        elif field.kind == "number" and values and not _is_number(values[-1]):
            found.append(
                Issue("required", field.path or field.name, "Please write a whole number.")
            )
    return found


def _is_number(value: str) -> bool:
    return value.strip().isascii() and value.strip().isdigit() and len(value.strip()) < 10


def drawn(
    fields: Iterable[Field], given: Sent | None, issues: Iterable[Issue] = ()
) -> tuple[list[Drawn], list[str]]:
    """The fields with what was sent, and what is said against no field's place."""
    fields, issues = list(fields), list(issues)
    placed: dict[str, list[str]] = {field.name: [] for field in fields}
    rest: list[str] = []
    for issue in issues:
        at = next((field for field in fields if _is_about(issue, field)), None)
        said = placed[at.name] if at else rest
        if (words := _words(issue)) not in said:
            said.append(words)
    return [
        Drawn(
            field=field,
            values=tuple(given.get(field.name, ())) if given is not None else _first(field),
            errors=tuple(placed[field.name]),
        )
        for field in fields
    ], rest


def _first(field: Field) -> tuple[str, ...]:
    return tuple(field.first.split("\n")) if field.kind == "checks" else (field.first,)


def _is_about(issue: Issue, field: Field) -> bool:
    place = field.path or field.name
    return issue.path == place or issue.path.startswith((f"{place}.", f"{place}["))


def _words(issue: Issue) -> str:
    return f"{issue.message} {issue.fix}".strip() if issue.fix else issue.message

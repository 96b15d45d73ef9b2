"""Tables and releases in few words: `"county/north"` is a scope, `"county@type=a"` a part of one."""

from __future__ import annotations

from typing import Any

from sop_core.reporting import Place, Published, Respondents, Shown, Table


def place(said: str) -> Place:
    """`""` is the whole, `"a/b"` a scope, `"a/b@type=x,lang=y"` a part of it."""
    path, _, groups = said.partition("@")
    pairs = (pair.split("=") for pair in groups.split(",") if pair)
    return Place(
        tuple(step for step in path.split("/") if step), tuple((name, to) for name, to in pairs)
    )


def rows(cells: dict[str, Any], measure: str = "n") -> tuple[Shown, ...]:
    """Rows of a release: a number, None where it is withheld, or a number and its mean."""
    made = []
    for said, cell in cells.items():
        n, mean = cell if isinstance(cell, tuple) else (cell, None)
        made.append(Shown(place=place(said), measure=measure, n=n, mean=mean))
    return tuple(made)


def release(cells: dict[str, Any], **options: Any) -> Published:
    return Published(rows=rows(cells), **options)


def group(cell: int | dict[Any, int]) -> Respondents:
    """A group of so many, or of those who had each value from 1 to 5."""
    return Respondents(n=cell) if isinstance(cell, int) else Respondents.of(cell, low=1, high=5)


def table(cells: dict[str, Any], **options: Any) -> Table:
    """A table of one measure; a list holds one group for each of several measures."""
    return Table(
        groups={
            place(said): {
                f"m{number}": group(one)
                for number, one in enumerate(cell if isinstance(cell, list) else [cell])
            }
            for said, cell in cells.items()
        },
        **options,
    )


def names(pattern: Any) -> dict[str, str]:
    """What is withheld, and why, as the tables are written."""
    return {said(one): reason for one, reason in pattern.withheld.items()}


def said(one: Place) -> str:
    groups = ",".join(f"{name}={to}" for name, to in one.groups)
    return "/".join(one.scope) + (f"@{groups}" if groups else "")

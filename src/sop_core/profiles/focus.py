"""A few key aspects at a time, then reflect, then choose again (S1-03)."""

from __future__ import annotations

from sop_core.errors import Issue, json_path
from sop_core.shapes import objects

#: How many aspects are few (C-17). More of them is a pair's own choice: advice, and no refusal.
FOCUS_LIMIT = 3


def focus_advice(focus: object, *place: str | int, limit: int = FOCUS_LIMIT) -> list[Issue]:
    """Advice where a focus set holds more aspects than a few; `focus` is the list as a document holds it.

    `place` says where it stands in the document. One aspect that stands twice is one.
    """
    chosen = {(str(one.get("profile")), str(one.get("aspect"))) for _, one in objects(focus)}
    if len(chosen) <= limit:
        return []
    return [
        Issue(
            "many_at_a_time",
            json_path(*place),
            f"{len(chosen)} skill aspects are in focus. Most progress comes from a few at a time: work on up to "
            f"{limit}, reflect, then choose the next (S1-03; sop_core default).",
            fix="Leave it as it is, if the pair wants that.",
            severity="advice",
        )
    ]

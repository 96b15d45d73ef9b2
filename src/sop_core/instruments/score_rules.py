"""What a score's document must keep beyond its shape. Whether it is right, only `verify` can say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sop_core.errors import Issue, json_path

_PARTS = (
    "n_answered",
    "n_not_applicable",
    "n_declined",
    "n_dont_know",
    "n_not_answered",
    "n_not_asked",
)
_WITH_VALUE = ("scored", "prorated")


def check_score(document: Mapping[str, Any]) -> list[Issue]:
    """A value stands for `scored` and `prorated` alone, and the six counts add up to the items."""
    issues: list[Issue] = []
    for name, scale in document["scales"].items():
        has = [key for key in ("value", "exact") if scale[key] is not None]
        wanted = ["value", "exact"] if scale["status"] in _WITH_VALUE else []
        if has != wanted:
            said = "has a value" if has else "has no value"
            issues.append(
                Issue(
                    "value_and_status",
                    json_path("scales", name, "status"),
                    f"The scale is {scale['status']} and {said}. A value and its exact form exist for scored and "
                    "prorated alone, and always both.",
                    fix="Store the score as sop.accept gave it.",
                )
            )
        total = sum(scale[key] for key in _PARTS)
        if total != scale["n_items"]:
            issues.append(
                Issue(
                    "counts_differ",
                    json_path("scales", name, "n_items"),
                    f"n_items is {scale['n_items']}, but the six counts add up to {total}.",
                    fix="Store the score as sop.accept gave it.",
                )
            )
    return issues

"""Harm statements, danger statements, safety goals, and claims that a child is safe: four kinds, in parts.

    kind          parts, in the order in which they are asked
    harm          who_reported, caregiver_action, impact_on_child                 B-21, S3-01
    danger        who_worries, caregiver_might, situation, possible_impact        B-21, S3-01
    safety_goal   caregivers_doing, child_sees, (others_see), how_long            B-22; answers one danger
    safety_claim  caregiver, act_of_protection, danger_met, over_time             S2-09

A finished statement has every part but the one in brackets (D16, D17, C-30); a draft may lack any.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from attrs import field, frozen

from sop_core.types import NO_ENTRIES, FrozenMap, RecordRef, RecordStatus, frozen_mapping


class StatementKind(StrEnum):
    """Which of the four a statement is."""

    HARM = "harm"
    DANGER = "danger"
    SAFETY_GOAL = "safety_goal"
    SAFETY_CLAIM = "safety_claim"


#: The parts of each kind, in the order in which they are asked.
PARTS: Mapping[StatementKind, tuple[str, ...]] = FrozenMap(
    {
        StatementKind.HARM: ("who_reported", "caregiver_action", "impact_on_child"),
        StatementKind.DANGER: ("who_worries", "caregiver_might", "situation", "possible_impact"),
        StatementKind.SAFETY_GOAL: ("caregivers_doing", "child_sees", "others_see", "how_long"),
        StatementKind.SAFETY_CLAIM: ("caregiver", "act_of_protection", "danger_met", "over_time"),
    }
)
#: The one part that a finished statement may lack (B-22: what others will see).
OPTIONAL = frozenset({"others_see"})


@frozen(kw_only=True)
class Statement:
    """One statement of one of the four kinds; `danger` is the danger statement that a goal or claim answers."""

    KIND: ClassVar[str] = "statement"

    id: str
    status: RecordStatus
    kind: StatementKind
    case: str
    writer: str
    made_at: str
    confidential: str
    parts: Mapping[str, str] = field(default=NO_ENTRIES, converter=FrozenMap[str, str])
    danger: RecordRef | None = None
    redacted: bool = False
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)


def kind_named(kind: object) -> StatementKind | None:
    """A kind by its id; None for what is none."""
    return StatementKind(kind) if isinstance(kind, str) and kind in set(StatementKind) else None


def parts_missing(kind: StatementKind, parts: Mapping[str, object]) -> tuple[str, ...]:
    """The parts that a finished statement of this kind still needs, in the order in which they are asked.

    A part of spaces alone says nothing, and is missing (D16, D17).
    """
    return tuple(name for name in PARTS[kind] if name not in OPTIONAL and is_blank(parts.get(name)))


def is_blank(text: object) -> bool:
    """Whether nothing is written: no text, or one of spaces and unseen characters alone."""
    return not isinstance(text, str) or not any(map(_is_seen, text))


#: Letters and signs that print as nothing: fillers of Hangul and Egyptian, the empty Braille cell, the empty
#: note; and the two ranges that Unicode keeps for more of what is not seen.
_UNSEEN = frozenset(
    "\u115f\u1160\u3164\uffa0\u2800\U0001d159\U00013441\U00013442\u2065"
    + "".join(map(chr, (*range(0xFFF0, 0xFFF9), *range(0xE0000, 0xE1000))))
)


def _is_seen(char: str) -> bool:
    """Not a space, a control, a joiner or a mark: a mark is seen on a letter alone, and then the letter is seen."""
    return unicodedata.category(char)[0] not in "ZM" and not (
        char in _UNSEEN or unicodedata.category(char) in ("Cc", "Cf")
    )

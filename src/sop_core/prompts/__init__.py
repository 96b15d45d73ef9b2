"""A situation in, the prompts that fit it out. Prompts are additive and dismissible (S2-03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.prompts.choosing import (
        MOST_SHOWN,
        Offer,
        by_plugin,
        choose,
        few,
        fitting,
        in_order,
        set_aside,
        shown_few,
    )
    from sop_core.prompts.conditions import condition_of, facts_of, holds
    from sop_core.prompts.model import (
        DismissReason,
        FactCondition,
        Feedback,
        FormOffer,
        Panel,
        Presence,
        Prompt,
        PromptSet,
        ShownPrompt,
        Situation,
    )
    from sop_core.prompts.noticed import NOTICING, WordedNotice, worded
    from sop_core.prompts.rules import check_prompts
    from sop_core.prompts.screens import (
        Screen,
        ScreenSet,
        ToolUse,
        check_screens,
    )

__all__ = [
    "MOST_SHOWN",
    "NOTICING",
    "Offer",
    "DismissReason",
    "FactCondition",
    "Feedback",
    "FormOffer",
    "Panel",
    "Presence",
    "Prompt",
    "PromptSet",
    "Screen",
    "ScreenSet",
    "ShownPrompt",
    "Situation",
    "ToolUse",
    "WordedNotice",
    "by_plugin",
    "check_prompts",
    "check_screens",
    "choose",
    "condition_of",
    "facts_of",
    "few",
    "fitting",
    "holds",
    "in_order",
    "set_aside",
    "shown_few",
    "worded",
]

__getattr__ = table(
    __name__,
    {
        "choosing": "MOST_SHOWN Offer by_plugin choose few fitting in_order set_aside shown_few",
        "conditions": "condition_of facts_of holds",
        "model": (
            "DismissReason FactCondition Feedback FormOffer Panel Presence Prompt PromptSet ShownPrompt Situation"
        ),
        "noticed": "NOTICING WordedNotice worded",
        "rules": "check_prompts",
        "screens": "Screen ScreenSet ToolUse check_screens",
    },
)

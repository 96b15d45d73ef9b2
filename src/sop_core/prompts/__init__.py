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
        shown_few,
    )
    from sop_core.prompts.conditions import condition_of, facts_of, holding, holds
    from sop_core.prompts.heard import Bearing, bearing, set_aside
    from sop_core.prompts.helping import Helped, which_helped
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
    from sop_core.prompts.outcome import PromptOutcome, read_outcome
    from sop_core.prompts.reasons import plugin_reason, reason_of
    from sop_core.prompts.rules import check_prompts
    from sop_core.prompts.screens import (
        Screen,
        ScreenSet,
        ToolUse,
        check_screens,
    )
    from sop_core.prompts.statements import STATEMENT, StatementStep, statement_steps

__all__ = [
    "STATEMENT",
    "StatementStep",
    "statement_steps",
    "MOST_SHOWN",
    "NOTICING",
    "Bearing",
    "Helped",
    "Offer",
    "DismissReason",
    "FactCondition",
    "Feedback",
    "FormOffer",
    "Panel",
    "Presence",
    "Prompt",
    "PromptOutcome",
    "PromptSet",
    "Screen",
    "ScreenSet",
    "ShownPrompt",
    "Situation",
    "ToolUse",
    "WordedNotice",
    "bearing",
    "by_plugin",
    "check_prompts",
    "check_screens",
    "choose",
    "condition_of",
    "facts_of",
    "few",
    "fitting",
    "holding",
    "holds",
    "in_order",
    "read_outcome",
    "plugin_reason",
    "reason_of",
    "set_aside",
    "shown_few",
    "which_helped",
    "worded",
]

__getattr__ = table(
    __name__,
    {
        "choosing": "MOST_SHOWN Offer by_plugin choose few fitting in_order shown_few",
        "conditions": "condition_of facts_of holding holds",
        "heard": "Bearing bearing set_aside",
        "helping": "Helped which_helped",
        "model": (
            "DismissReason FactCondition Feedback FormOffer Panel Presence Prompt PromptSet ShownPrompt Situation"
        ),
        "noticed": "NOTICING WordedNotice worded",
        "outcome": "PromptOutcome read_outcome",
        "reasons": "plugin_reason reason_of",
        "rules": "check_prompts",
        "statements": "STATEMENT StatementStep statement_steps",
        "screens": "Screen ScreenSet ToolUse check_screens",
    },
)

"""A situation in, the prompts that fit it out. Prompts are additive and dismissible (S2-03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.prompts.choosing import choose, in_order, set_aside
    from sop_core.prompts.model import (
        DismissReason,
        Feedback,
        FormOffer,
        Panel,
        Prompt,
        PromptSet,
        ShownPrompt,
        Situation,
    )
    from sop_core.prompts.rules import check_prompts

__all__ = [
    "DismissReason",
    "Feedback",
    "FormOffer",
    "Panel",
    "Prompt",
    "PromptSet",
    "ShownPrompt",
    "Situation",
    "check_prompts",
    "choose",
    "in_order",
    "set_aside",
]

__getattr__ = table(
    __name__,
    {
        "choosing": "choose in_order set_aside",
        "model": ("DismissReason Feedback FormOffer Panel Prompt PromptSet ShownPrompt Situation "),
        "rules": "check_prompts",
    },
)

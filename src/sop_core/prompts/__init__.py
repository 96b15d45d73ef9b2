"""A situation in, the prompts that fit it out. Prompts are additive and dismissible (S2-03)."""

from sop_core.prompts.choose import choose, in_order, set_aside
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

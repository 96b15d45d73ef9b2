"""What somebody answered to a prompt on a page: that it helped, or that it is put aside, and why (S2-03)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from sop_core.shapes import sent_texts
from sop_core.types import FeedbackOutcome

#: The fields of a prompt's own small form.
PROMPT, REASON, OUTCOME = "prompt", "reason", "outcome"
#: The buttons of a prompt that belong to a form of the host's own: each holds the prompt's id.
ASIDE, HELPED = "sop_aside", "sop_helped"


@frozen(kw_only=True)
class PromptOutcome:
    """One prompt, what became of it, and the code of a reason if one was chosen."""

    prompt: str
    outcome: FeedbackOutcome
    reason: str | None = None


def read_outcome(fields: Mapping[str, object]) -> PromptOutcome | None:
    """What became of a prompt, by a browser's fields; None where no such button was pressed.

    It reads what `render.panel` draws: a form for each prompt, or with `aside_form` buttons of a form of the
    host's own. A host checks that the prompt is one that it showed, and keeps a feedback record. Raises
    CallRefused for fields that no browser sends.
    """
    for button, outcome in (
        (HELPED, FeedbackOutcome.HELPFUL),
        (ASIDE, FeedbackOutcome.DISMISSED),
    ):
        if prompt := _first(fields, button):
            return _outcome(prompt, outcome, _first(fields, f"{REASON}.{prompt}"))
    if prompt := _first(fields, PROMPT):
        helped = _first(fields, OUTCOME) == FeedbackOutcome.HELPFUL
        outcome = FeedbackOutcome.HELPFUL if helped else FeedbackOutcome.DISMISSED
        return _outcome(prompt, outcome, _first(fields, REASON))
    return None


def _outcome(prompt: str, outcome: FeedbackOutcome, reason: str) -> PromptOutcome:
    # A reason is why something is put aside; what helped needs none.
    kept = reason or None if outcome is FeedbackOutcome.DISMISSED else None
    return PromptOutcome(prompt=prompt, outcome=outcome, reason=kept)


def _first(fields: Mapping[str, object], name: str) -> str:
    return next(iter(sent_texts(fields, name, reader="read_outcome")), "")

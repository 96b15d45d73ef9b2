"""Questionnaires: what they are, what a sitting of one is, and what its scales come to. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.instruments.administration import Administration, Answer, known_answers
    from sop_core.instruments.answers import read_answers
    from sop_core.instruments.definition_rules import check_definition
    from sop_core.instruments.describing import describe
    from sop_core.instruments.form import (
        Form,
        FormDocument,
        FormItem,
        FormOption,
        FormSection,
        form_of,
    )
    from sop_core.instruments.model import (
        Band,
        Condition,
        Instrument,
        Item,
        Missing,
        ResponseOption,
        ResponseSet,
        Rounding,
        Scale,
        Section,
    )
    from sop_core.instruments.record_rules import check_digests, check_history, check_identity
    from sop_core.instruments.reflection import Reflection, Skill, reflect
    from sop_core.instruments.scale_rules import check_scales
    from sop_core.instruments.scores import ScaleScore, Score
    from sop_core.instruments.scoring import score, score_known, score_range
    from sop_core.instruments.verifying import Difference, Verification, compare

__all__ = [
    "Administration",
    "Answer",
    "Band",
    "Condition",
    "Difference",
    "Form",
    "FormDocument",
    "FormItem",
    "FormOption",
    "FormSection",
    "Instrument",
    "Item",
    "Missing",
    "Reflection",
    "ResponseOption",
    "ResponseSet",
    "Rounding",
    "Scale",
    "ScaleScore",
    "Score",
    "Section",
    "Skill",
    "Verification",
    "check_definition",
    "check_digests",
    "check_history",
    "check_identity",
    "check_scales",
    "describe",
    "compare",
    "form_of",
    "known_answers",
    "read_answers",
    "reflect",
    "score",
    "score_known",
    "score_range",
]

__getattr__ = table(
    __name__,
    {
        "administration": "Administration Answer known_answers",
        "answers": "read_answers",
        "definition_rules": "check_definition",
        "describing": "describe",
        "form": "Form FormDocument FormItem FormOption FormSection form_of",
        "model": (
            "Band Condition Instrument Item Missing ResponseOption ResponseSet Rounding Scale Section "
        ),
        "record_rules": "check_digests check_history check_identity",
        "reflection": "Reflection Skill reflect",
        "scale_rules": "check_scales",
        "scores": "ScaleScore Score",
        "scoring": "score score_known score_range",
        "verifying": "Difference Verification compare",
    },
)

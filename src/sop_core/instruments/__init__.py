"""Questionnaires: what they are, what a sitting of one is, and what its scales come to. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.instruments.administration import Administration, Answer, known_answers
    from sop_core.instruments.answers import read_answers
    from sop_core.instruments.changes import (
        Direction,
        NotComparable,
        SmallestChange,
        smallest_change,
    )
    from sop_core.instruments.current import CurrentView, LeftOut, LeftOutReason, current_view
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
    from sop_core.instruments.history import check_history
    from sop_core.instruments.migrated import Carried, Migrated, MigratedScore, Outcome
    from sop_core.instruments.migrating import (
        is_same_scoring,
        migrate,
        migration_from,
        score_migrated,
    )
    from sop_core.instruments.migration import ItemMigration, Migration
    from sop_core.instruments.migration_fit import check_fit
    from sop_core.instruments.migration_rules import check_migrations
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
    from sop_core.instruments.page import (
        Change,
        Comparable,
        IndividualPage,
        ScaleOnPage,
        SkillOnPage,
        individual_page,
        last_cycle,
    )
    from sop_core.instruments.record_rules import check_digests, check_identity
    from sop_core.instruments.reflection import Reflection, Skill, reflect
    from sop_core.instruments.reliability import reliability_of
    from sop_core.instruments.reliability_values import (
        Figure,
        ItemRest,
        ItemUse,
        Reliability,
        ScaleReliability,
        WhyNot,
    )
    from sop_core.instruments.scale_rules import check_scales
    from sop_core.instruments.scores import ScaleScore, Score
    from sop_core.instruments.scoring import score, score_known, score_range
    from sop_core.instruments.taking import take_answers
    from sop_core.instruments.verifying import Difference, Verification, compare
    from sop_core.instruments.wording import FREQUENCY_WORDS, check_wording, frequency_words

__all__ = [
    "FREQUENCY_WORDS",
    "score_migrated",
    "migration_from",
    "migrate",
    "is_same_scoring",
    "check_migrations",
    "check_fit",
    "Outcome",
    "Migration",
    "MigratedScore",
    "Migrated",
    "ItemMigration",
    "Carried",
    "Administration",
    "Answer",
    "Band",
    "Change",
    "Comparable",
    "Condition",
    "CurrentView",
    "Difference",
    "Figure",
    "Direction",
    "Form",
    "FormDocument",
    "FormItem",
    "FormOption",
    "FormSection",
    "IndividualPage",
    "Instrument",
    "Item",
    "ItemRest",
    "ItemUse",
    "LeftOut",
    "LeftOutReason",
    "Missing",
    "NotComparable",
    "Reflection",
    "Reliability",
    "ResponseOption",
    "ResponseSet",
    "Rounding",
    "Scale",
    "ScaleReliability",
    "ScaleOnPage",
    "ScaleScore",
    "Score",
    "Section",
    "Skill",
    "SkillOnPage",
    "SmallestChange",
    "Verification",
    "WhyNot",
    "check_definition",
    "check_digests",
    "check_history",
    "check_identity",
    "check_scales",
    "check_wording",
    "describe",
    "compare",
    "current_view",
    "form_of",
    "frequency_words",
    "individual_page",
    "known_answers",
    "last_cycle",
    "read_answers",
    "reflect",
    "reliability_of",
    "score",
    "score_known",
    "score_range",
    "take_answers",
    "smallest_change",
]

__getattr__ = table(
    __name__,
    {
        "administration": "Administration Answer known_answers",
        "answers": "read_answers",
        "current": "CurrentView LeftOut LeftOutReason current_view",
        "changes": "Direction NotComparable SmallestChange smallest_change",
        "definition_rules": "check_definition",
        "describing": "describe",
        "form": "Form FormDocument FormItem FormOption FormSection form_of",
        "history": "check_history",
        "migrated": "Carried Migrated MigratedScore Outcome",
        "migrating": "is_same_scoring migrate migration_from score_migrated",
        "migration": "ItemMigration Migration",
        "migration_fit": "check_fit",
        "migration_rules": "check_migrations",
        "model": (
            "Band Condition Instrument Item Missing ResponseOption ResponseSet Rounding Scale Section "
        ),
        "record_rules": "check_digests check_identity",
        "page": (
            "Change Comparable IndividualPage ScaleOnPage SkillOnPage individual_page last_cycle"
        ),
        "reflection": "Reflection Skill reflect",
        "reliability": "reliability_of",
        "reliability_values": "Figure ItemRest ItemUse Reliability ScaleReliability WhyNot",
        "scale_rules": "check_scales",
        "scores": "ScaleScore Score",
        "scoring": "score score_known score_range",
        "taking": "take_answers",
        "verifying": "Difference Verification compare",
        "wording": "FREQUENCY_WORDS check_wording frequency_words",
    },
)

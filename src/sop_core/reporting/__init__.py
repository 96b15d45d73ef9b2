"""Group results: counts that merge, what may be shown of them, and who would find out (DESIGN 7; B-37, B-38).

A tally is made of records that count, once, by group; from then on no rule here sees a person. Counts go in and the
places to withhold come out; the attackers read what is published, and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.reporting.assembling import Assembling
    from sop_core.reporting.attack_all import attack
    from sop_core.reporting.attack_leaks import ATTACKERS, Attack, Attacker, Because, Leak
    from sop_core.reporting.attack_words import explain
    from sop_core.reporting.auditing import Audit, AuditLeak, audit, audited
    from sop_core.reporting.bounds import Bounds, BoundsSolver, Component
    from sop_core.reporting.bounds_search import SearchSolver
    from sop_core.reporting.cells import (
        Cell,
        Limits,
        Place,
        Published,
        Respondents,
        Shown,
        Table,
        published,
    )
    from sop_core.reporting.comparing import compare
    from sop_core.reporting.comparing_values import (
        Change,
        Comparison,
        ItemStanding,
        ItemView,
        SideBySide,
        Standing,
        Verdict,
        View,
    )
    from sop_core.reporting.counting import Counting
    from sop_core.reporting.crossing import (
        CAVEAT,
        CrossedInstrument,
        Crossing,
        Export,
        FoldedBatch,
        ReportPurpose,
        export,
    )
    from sop_core.reporting.defaulting import default_plan
    from sop_core.reporting.folding import ALL, Needs, fold
    from sop_core.reporting.ledgers import (
        Ledger,
        LedgerCrossing,
        LedgerEntry,
        chained,
        is_content,
        lacking,
    )
    from sop_core.reporting.merging import merge
    from sop_core.reporting.plan_rules import check_plan, check_policy
    from sop_core.reporting.plans import (
        Audience,
        BarsOf,
        Decided,
        PartKind,
        Plan,
        PlannedCycle,
        PlannedDistribution,
        PlannedGrouping,
        PlannedInstrument,
        Policy,
        Spread,
        Subjects,
        default_policy,
        is_of_parents,
    )
    from sop_core.reporting.release_rules import check_release
    from sop_core.reporting.releases import (
        RELEASE_CAVEAT,
        WITHHELD,
        AppliedPolicy,
        Bar,
        Distributed,
        DistributionRow,
        Interval,
        Proof,
        Release,
        ReleasedGrouping,
        ReleasedMeasure,
        ReleaseRow,
        published_of,
    )
    from sop_core.reporting.releasing import Released, release
    from sop_core.reporting.suppress_all import smallest_shown, suppress
    from sop_core.reporting.suppress_answers import suppress_bars
    from sop_core.reporting.suppress_frame import Pattern
    from sop_core.reporting.tally import (
        TALLIED,
        Batch,
        Group,
        GroupKey,
        ItemCounts,
        Outcome,
        ScaleCounts,
        SkipReason,
        Tally,
    )
    from sop_core.reporting.tally_rules import check_group
    from sop_core.reporting.written import batch_digest

__all__ = [
    "Change",
    "Comparison",
    "ItemStanding",
    "ItemView",
    "SideBySide",
    "Standing",
    "Verdict",
    "View",
    "compare",
    "Audit",
    "AuditLeak",
    "audit",
    "audited",
    "default_plan",
    "Ledger",
    "LedgerCrossing",
    "LedgerEntry",
    "chained",
    "is_content",
    "lacking",
    "check_plan",
    "check_policy",
    "Audience",
    "BarsOf",
    "Decided",
    "PartKind",
    "Plan",
    "PlannedCycle",
    "PlannedDistribution",
    "PlannedGrouping",
    "PlannedInstrument",
    "Policy",
    "Spread",
    "Subjects",
    "default_policy",
    "is_of_parents",
    "AppliedPolicy",
    "Bar",
    "Distributed",
    "DistributionRow",
    "Interval",
    "Proof",
    "RELEASE_CAVEAT",
    "Release",
    "ReleaseRow",
    "ReleasedGrouping",
    "ReleasedMeasure",
    "WITHHELD",
    "check_release",
    "published_of",
    "Released",
    "release",
    "ALL",
    "ATTACKERS",
    "Assembling",
    "Attack",
    "Attacker",
    "Batch",
    "Because",
    "Bounds",
    "BoundsSolver",
    "CAVEAT",
    "Cell",
    "Component",
    "Counting",
    "CrossedInstrument",
    "Crossing",
    "Export",
    "FoldedBatch",
    "Group",
    "GroupKey",
    "ItemCounts",
    "Leak",
    "Limits",
    "Needs",
    "Outcome",
    "Pattern",
    "Place",
    "Published",
    "Respondents",
    "ReportPurpose",
    "ScaleCounts",
    "SearchSolver",
    "Shown",
    "SkipReason",
    "TALLIED",
    "Table",
    "Tally",
    "attack",
    "batch_digest",
    "check_group",
    "explain",
    "export",
    "fold",
    "merge",
    "published",
    "smallest_shown",
    "suppress",
    "suppress_bars",
]

__getattr__ = table(
    __name__,
    {
        "assembling": "Assembling",
        "comparing": "compare",
        "comparing_values": "Change Comparison ItemStanding ItemView SideBySide Standing Verdict View",
        "counting": "Counting",
        "crossing": ("CAVEAT CrossedInstrument Crossing Export FoldedBatch ReportPurpose export"),
        "folding": "ALL Needs fold",
        "merging": "merge",
        "tally": ("TALLIED Batch Group GroupKey ItemCounts Outcome ScaleCounts SkipReason Tally"),
        "tally_rules": "check_group",
        "auditing": "Audit AuditLeak audit audited",
        "defaulting": "default_plan",
        "ledgers": "Ledger LedgerCrossing LedgerEntry chained is_content lacking",
        "plan_rules": "check_plan check_policy",
        "plans": (
            "Audience BarsOf Decided PartKind Plan PlannedCycle PlannedDistribution PlannedGrouping "
            "PlannedInstrument Policy Spread Subjects default_policy is_of_parents"
        ),
        "releases": (
            "AppliedPolicy Bar Distributed DistributionRow Interval Proof RELEASE_CAVEAT Release "
            "ReleaseRow ReleasedGrouping ReleasedMeasure WITHHELD published_of"
        ),
        "release_rules": "check_release",
        "releasing": "Released release",
        "written": "batch_digest",
        "attack_all": "attack",
        "attack_leaks": "ATTACKERS Attack Attacker Because Leak",
        "attack_words": "explain",
        "bounds": "Bounds BoundsSolver Component",
        "bounds_search": "SearchSolver",
        "cells": "Cell Respondents Limits Place Published Shown Table published",
        "suppress_all": "smallest_shown suppress",
        "suppress_answers": "suppress_bars",
        "suppress_frame": "Pattern",
    },
)

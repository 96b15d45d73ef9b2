"""The field tools, and what they notice: pure functions on what is written down about a case.

A record of a case is confidential: it names people by the host's tokens alone, and its words never
leave in an event, a tally, a log or a refusal. What is noticed is advice, in words that a colleague
would use. Nothing here scores a person, and nothing stops a host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sop_core._lazy import table

if TYPE_CHECKING:
    from sop_core.practice.confidential import CASE_RECORDS, MARK, discreet
    from sop_core.practice.crosswalk import (
        CHILDS_VIEW,
        Assessment,
        AssessmentSection,
        Crosswalk,
        CrosswalkRow,
        Place,
        Target,
        child_first,
        where,
    )
    from sop_core.practice.crosswalk_rules import check_crosswalk
    from sop_core.practice.field_record import (
        Consent,
        Entry,
        FieldRecord,
        Move,
        ObjectiveKind,
        Person,
        Ring,
        Scaling,
        Setting,
        Sharing,
        Tie,
        Voice,
    )
    from sop_core.practice.field_rules import check_field_record
    from sop_core.practice.form import (
        CaseDocument,
        asks_for_more,
        field_record_fields,
        read_field_record,
        read_statement,
        statement_fields,
        step_of,
    )
    from sop_core.practice.ground import MainGoal, UmbrellaPractice
    from sop_core.practice.lexicon import (
        FoundWord,
        Lexicon,
        Term,
        TermKind,
        notice_words,
        word_finder,
    )
    from sop_core.practice.lexicon_rules import check_lexicon
    from sop_core.practice.network import Growth, growth, growth_between
    from sop_core.practice.noticing import (
        CHILD_WORDS,
        CODES,
        Noted,
        Notice,
        Side,
        child_words,
        noted_in,
        notice_balance,
        notice_complicating,
        notice_dangers,
        notice_impact,
        notice_jargon,
        notice_network,
        notice_parts,
        notice_services,
        notice_telling,
        noticed_facts,
        notices,
    )
    from sop_core.practice.redacting import redact, redact_statement
    from sop_core.practice.saying import said, said_parts
    from sop_core.practice.statement import (
        OPTIONAL,
        PARTS,
        Statement,
        StatementKind,
        parts_missing,
    )
    from sop_core.practice.statement_rules import Answered, check_statement, goals_for
    from sop_core.practice.tools import TOOLS, FieldTool, ToolShape, shape_of

__all__ = [
    "statement_fields",
    "step_of",
    "read_statement",
    "read_field_record",
    "field_record_fields",
    "asks_for_more",
    "CaseDocument",
    "CASE_RECORDS",
    "CHILDS_VIEW",
    "CHILD_WORDS",
    "CODES",
    "MARK",
    "OPTIONAL",
    "PARTS",
    "TOOLS",
    "Answered",
    "Assessment",
    "AssessmentSection",
    "Consent",
    "Crosswalk",
    "CrosswalkRow",
    "Entry",
    "FieldRecord",
    "FieldTool",
    "FoundWord",
    "Growth",
    "Lexicon",
    "MainGoal",
    "Move",
    "Noted",
    "Notice",
    "ObjectiveKind",
    "Person",
    "Place",
    "Ring",
    "Scaling",
    "Setting",
    "Sharing",
    "Side",
    "Statement",
    "StatementKind",
    "Target",
    "Term",
    "TermKind",
    "Tie",
    "ToolShape",
    "UmbrellaPractice",
    "Voice",
    "check_crosswalk",
    "check_field_record",
    "check_lexicon",
    "check_statement",
    "child_first",
    "child_words",
    "discreet",
    "goals_for",
    "growth",
    "growth_between",
    "noted_in",
    "notice_balance",
    "notice_complicating",
    "notice_dangers",
    "notice_impact",
    "notice_jargon",
    "notice_network",
    "notice_parts",
    "notice_services",
    "notice_telling",
    "notice_words",
    "noticed_facts",
    "notices",
    "parts_missing",
    "redact",
    "redact_statement",
    "said",
    "said_parts",
    "shape_of",
    "where",
    "word_finder",
]

__getattr__ = table(
    __name__,
    {
        "confidential": "CASE_RECORDS MARK discreet",
        "crosswalk": (
            "CHILDS_VIEW Assessment AssessmentSection Crosswalk CrosswalkRow Place Target child_first where"
        ),
        "crosswalk_rules": "check_crosswalk",
        "field_record": (
            "Consent Entry FieldRecord Move ObjectiveKind Person Ring Scaling Setting Sharing Tie Voice"
        ),
        "field_rules": "check_field_record",
        "form": (
            "CaseDocument asks_for_more field_record_fields read_field_record read_statement statement_fields step_of"
        ),
        "ground": "MainGoal UmbrellaPractice",
        "lexicon": "FoundWord Lexicon Term TermKind notice_words word_finder",
        "lexicon_rules": "check_lexicon",
        "network": "Growth growth growth_between",
        "noticing": (
            "CHILD_WORDS CODES Noted Notice Side child_words noted_in notice_balance notice_complicating "
            "notice_dangers notice_impact notice_jargon notice_network notice_parts "
            "notice_services notice_telling noticed_facts notices"
        ),
        "redacting": "redact redact_statement",
        "saying": "said said_parts",
        "statement": "OPTIONAL PARTS Statement StatementKind parts_missing",
        "statement_rules": "Answered check_statement goals_for",
        "tools": "TOOLS FieldTool ToolShape shape_of",
    },
)

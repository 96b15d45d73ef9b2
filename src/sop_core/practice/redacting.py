"""A copy without narrative, for retention: what was done stays, what was said goes (C-33)."""

from __future__ import annotations

from attrs import evolve

from sop_core.practice.asked import expect
from sop_core.practice.field_record import FieldRecord
from sop_core.practice.statement import Statement
from sop_core.types import NO_ENTRIES


def redact(record: FieldRecord) -> FieldRecord:
    """The same record without a word that anybody wrote; structure, counts, tags, days and links stay.

    Texts, labels, relations, a child's own names for the houses, what the ends of a scale mean, and the
    host's extensions go. It is a sound record, marked `redacted`, and to redact it again changes nothing.
    Its digest is another one: a host that replaces the record keeps the old digest where links need it.
    """
    expect(record, FieldRecord)
    setting = record.setting and evolve(record.setting, names=NO_ENTRIES)
    return evolve(
        record,
        entries=tuple(evolve(one, text=None) for one in record.entries),
        people=tuple(evolve(one, label=None, relation=None) for one in record.people),
        scales=tuple(evolve(one, low_means=None, high_means=None) for one in record.scales),
        setting=setting,
        extensions=NO_ENTRIES,
        redacted=True,
    )


def redact_statement(statement: Statement) -> Statement:
    """The same statement without its parts' texts; kind, case, days and links stay (C-33)."""
    expect(statement, Statement)
    return evolve(statement, parts=NO_ENTRIES, extensions=NO_ENTRIES, redacted=True)

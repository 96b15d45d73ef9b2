"""Where an entry of a field tool belongs on a host's own assessments, as data (S2-41, B-31).

The assessments and their sections are the host's: which ones a county uses, and what they are called, is no
list of ours. An entry may belong in several places, or in none. The child's own view comes first: it is
gathered before an assessment is completed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import field, frozen

from sop_core.practice.asked import expect
from sop_core.practice.field_record import FieldRecord
from sop_core.practice.tools import FieldTool
from sop_core.text import Text
from sop_core.types import NO_ENTRIES, DefinitionStatus, FrozenMap, Translation


@frozen(kw_only=True)
class AssessmentSection:
    """One section of a host's assessment, as people find it there."""

    id: str
    title: Text


@frozen(kw_only=True)
class Assessment:
    """One of the host's assessments; `child_first` says that the child's view is gathered before it."""

    id: str
    title: Text
    sections: tuple[AssessmentSection, ...]
    child_first: bool = True


@frozen(kw_only=True)
class Target:
    """A section of an assessment, by both ids."""

    assessment: str
    section: str


@frozen(kw_only=True)
class CrosswalkRow:
    """From one part of a field tool to the sections where it may belong, and a question to decide it."""

    tool: FieldTool
    part: str
    to: tuple[Target, ...]
    ask: Text


@frozen(kw_only=True)
class Crosswalk:
    """A versioned crosswalk from field tools to a host's assessments, as one definition file holds it."""

    id: str
    version: str
    status: DefinitionStatus
    title: Text
    source: str
    rights: str
    assessments: tuple[Assessment, ...]
    rows: tuple[CrosswalkRow, ...]
    translations: Mapping[str, Translation] = field(
        default=NO_ENTRIES, converter=FrozenMap[str, Translation]
    )

    def assessment(self, id_: str) -> Assessment:
        """One of its assessments. Raises KeyError for another."""
        for one in self.assessments:
            if one.id == id_:
                return one
        raise KeyError(id_)


@frozen(kw_only=True)
class Place:
    """Where one entry may belong: the entry's id, the section, and the question that decides it."""

    entry: str
    assessment: str
    section: str
    ask: Text


#: The tools by which a child says how it is (S2-41).
CHILDS_VIEW = frozenset({FieldTool.THREE_HOUSES, FieldTool.SAFETY_HOUSE})


def where(record: FieldRecord, crosswalk: Crosswalk) -> tuple[Place, ...]:
    """Where the entries of a record may belong, in the order of the entries and of the crosswalk's rows."""
    expect(record, FieldRecord)
    return tuple(
        Place(entry=entry.id, assessment=one.assessment, section=one.section, ask=row.ask)
        for entry in record.entries
        for row in crosswalk.rows
        if (row.tool, row.part) == (record.tool, entry.part)
        for one in row.to
    )


def child_first(
    assessment: str, crosswalk: Crosswalk, records: Iterable[FieldRecord]
) -> bool | None:
    """Whether the child's own view is there before an assessment is completed (S2-11, S2-41).

    None where it need not be.

    `records` are the case's field records that count. It is a hint for a person: nothing waits for it.
    Raises KeyError for an assessment that the crosswalk does not have.
    """
    if not crosswalk.assessment(assessment).child_first:
        return None
    every = tuple(records)
    for record in every:
        expect(record, FieldRecord)
    return any(record.tool in CHILDS_VIEW for record in every)

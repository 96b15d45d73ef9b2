"""The one exception to a session's confidentiality: a safety concern that was not being addressed (S2-15, C-28).

The record says that it was so, when, and who was told. It has no field for a text: what the concern
is, belongs into the host's own record of the case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from attrs import field, frozen

from sop_core.coaching.agreement_rules import is_party
from sop_core.coaching.given import VOID, Given, check_supersedes, named
from sop_core.coaching.times import check_day, check_made_at
from sop_core.errors import Issue, shown
from sop_core.shapes import Json
from sop_core.types import NO_ENTRIES, RecordRef, RecordStatus, frozen_mapping


@frozen(kw_only=True)
class CoachingException:
    """That somebody was told, when, and who; never what."""

    KIND: ClassVar[str] = "exception"

    id: str
    status: RecordStatus
    agreement: RecordRef
    reason: str
    on: str
    by: str
    told: tuple[str, ...]
    made_at: str
    session: str | None = None
    supersedes: RecordRef | None = None
    extensions: Mapping[str, object] = field(default=NO_ENTRIES, converter=frozen_mapping)


def check_exception(document: Json, given: Given) -> list[Issue]:
    """It builds on an agreement that was made, of which the writer is a party. It may have run out since."""
    agreement, issues = named(document, "agreement", given, "agreement")
    issues += [*check_made_at(document), *check_day(document.get("on"), "on")]
    issues += check_supersedes(document, given, same=("agreement",))
    by = document.get("by")
    if agreement is not None and agreement.get("status") in (RecordStatus.DRAFT, VOID):
        issues.append(
            Issue(
                "agreement_not_made",
                "$.agreement",
                f"The agreement's status is {shown(agreement.get('status'))}. Where nothing was agreed, nothing is "
                "confidential by agreement, and there is no exception to it (S2-15).",
                fix="Name the agreement that the parties made, as complete or amended.",
            )
        )
    if agreement is not None and not is_party(agreement, by, "worker", "supervisor", "coach"):
        issues.append(
            Issue(
                "not_a_party",
                "$.by",
                "by is no party to the agreement. Who was in a confidential session answers for having told of it "
                "(S2-15).",
                fix="Let whoever told write the record, with their token as the agreement has it.",
            )
        )
    return issues

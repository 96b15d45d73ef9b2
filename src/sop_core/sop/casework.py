"""Records of a case on their way in: their days, and the earlier records that they name.

No message repeats what somebody wrote: what may be no id, day or time is not shown.
"""

from __future__ import annotations

from attrs import evolve

from sop_core.catalog import Catalog
from sop_core.coaching.given import (
    VOID,
    check_supersedes,
    is_void,
    kind_in,
    looked_up,
    not_given,
    superseding,
)
from sop_core.coaching.times import check_day, check_made_at
from sop_core.documents import value_of
from sop_core.errors import Issue
from sop_core.hooks import Advice
from sop_core.practice import (
    Answered,
    FieldRecord,
    Statement,
    StatementKind,
    check_field_record,
    check_statement,
    goals_for,
    notice_dangers,
    notices,
)
from sop_core.prompts import NOTICING, Situation, WordedNotice, set_aside, worded
from sop_core.shapes import Json, mapping, objects
from sop_core.sop.given import Given
from sop_core.sop.panels import with_feedback
from sop_core.types import RecordStatus, is_digest, is_id


def field_record_issues(document: Json, given: Given) -> list[Issue]:
    """All that is wrong with a record of a field tool beyond its shape."""
    days = [
        issue
        for place, move in objects(document.get("moves"))
        for issue in check_day(move.get("on"), "moves", place, "on")
    ]
    return [
        *_unquoted([*check_made_at(document), *days]),
        *check_field_record(document),
        *_links(document, given, same=("case", "tool")),
    ]


def statement_issues(document: Json, given: Given) -> list[Issue]:
    """All that is wrong with a statement beyond its shape; a goal is checked beside the danger that it answers."""
    named, missing = document.get("danger"), []
    danger = looked_up(named, given, "statement")
    if danger is None and _is_ref(named):
        missing = [not_given(named, ("danger",), "statement")]
    answered = Answered(
        danger=danger,
        void=danger is not None and is_void(danger, given),
        other_goals=_other_goals(document, given),
    )
    return [
        *_unquoted(check_made_at(document)),
        *missing,
        *check_statement(document, answered),
        *_links(document, given, same=("case", "kind")),
    ]


def noticed_issues(
    record: FieldRecord | Statement, catalog: Catalog, locale: str, given: Given
) -> list[Issue]:
    """What is noticed of a sound record, as advice in the words of the prompt sets in force."""
    return [
        Issue(
            one.code,
            place if place.startswith("$") else "$",
            one.text,
            fix="It is advice: nothing is refused for it, and the words are yours to change.",
            severity="advice",
        )
        for one in _noticed(record, catalog, locale, given)
        for place in one.places[:1] or ("$",)
    ]


def advice_on(
    record: FieldRecord | Statement, catalog: Catalog, situation: Situation, given: Given
) -> tuple[Advice, ...]:
    """The same for a host that shows it beside the record, in the reader's language.

    What the viewer put aside on this case does not come again (S2-03).
    """
    known = with_feedback(situation)
    return tuple(
        Advice(one.code, one.text, one.source, locale=one.locale)
        for one in _noticed(record, catalog, situation.locale, given)
        if not set_aside(one.prompt, known)
    )


def _noticed(
    record: FieldRecord | Statement, catalog: Catalog, locale: str, given: Given
) -> tuple[WordedNotice, ...]:
    beside = _of_the_case(record, given)
    found = notices(record, earlier=_page_before(record, beside), lexicons=catalog.lexicons(locale))
    if isinstance(record, Statement) and record.kind is StatementKind.DANGER:
        # B-22: what the case's other statements show; a danger that is being drafted waits for nothing yet.
        others = [one for one in beside if isinstance(one, Statement) and one.id != record.id]
        waits = [] if record.status is RecordStatus.DRAFT else notice_dangers([record, *others])
        found += tuple(one for one in waits if record.id in one.places)
    return worded(found, catalog.prompts_on(NOTICING), locale)


def _of_the_case(record: FieldRecord | Statement, given: Given) -> list[FieldRecord | Statement]:
    """The given records of the same case, as values."""
    kinds: dict[str, type[FieldRecord | Statement]] = {
        "field-record": FieldRecord,
        "statement": Statement,
    }
    return [
        value_of(document, kinds[kind])
        for document in given.values()
        if (kind := kind_in(document)) in kinds and document.get("case") == record.case
    ]


def _page_before(
    record: FieldRecord | Statement, beside: list[FieldRecord | Statement]
) -> FieldRecord | None:
    """The last earlier page of the same tool."""
    if not isinstance(record, FieldRecord):
        return None
    pages = [
        one
        for one in beside
        if isinstance(one, FieldRecord)
        and one.tool is record.tool
        and one.id not in (record.id, record.supersedes and record.supersedes.id)
        and one.status in (RecordStatus.COMPLETE, RecordStatus.AMENDED)
        and one.made_at < record.made_at
    ]
    return max(pages, key=lambda one: one.made_at, default=None)


def _other_goals(document: Json, given: Given) -> tuple[str, ...]:
    """Goals for the same danger that count, and that this one does not stand in for."""
    counting = [
        one
        for one in given.values()
        if kind_in(one) == "statement"
        and one.get("status") not in ("draft", VOID)
        and not [
            later for later in superseding(one, given) if later.get("id") != document.get("id")
        ]
    ]
    mine = mapping(document.get("supersedes")).get("id")
    every = goals_for(mapping(document.get("danger")).get("id"), counting, but=document.get("id"))
    return tuple(one for one in every if one != mine)


def _is_ref(named: object) -> bool:
    return is_id(mapping(named).get("id")) and is_digest(mapping(named).get("digest"))


def _links(document: Json, given: Given, *, same: tuple[str, ...]) -> list[Issue]:
    """What stands against what the record stands in for; silent where the link itself is malformed."""
    points = document.get("supersedes")
    if points is not None and not (_is_ref(points) and is_id(document.get("id"))):
        return []  # the schema says so
    return check_supersedes(document, given, same=same)


def _unquoted(issues: list[Issue]) -> list[Issue]:
    """The same without the value, which may be somebody's words in the wrong field."""
    return [
        evolve(
            issue,
            message=f"{_SAID[issue.code]} The value is not repeated, since this is a record of a case.",
        )
        for issue in issues
    ]


_SAID = {
    "not_a_time": "made_at is no full time with its offset, so that records could not be put in order.",
    "not_a_date": "on is no day of the calendar.",
}

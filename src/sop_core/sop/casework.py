"""Records of a case on their way in: their days, and the earlier records that they name.

No message repeats what somebody wrote: what may be no id, day or time is not shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from attrs import evolve

from sop_core.catalog import Catalog
from sop_core.coaching.given import check_supersedes, is_void, kind_in, looked_up, not_given
from sop_core.coaching.standing import in_order, standing
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
    child_words,
    goals_for,
    notice_dangers,
    notices,
)
from sop_core.prompts import NOTICING, Situation, WordedNotice, bearing, facts_of, worded
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
        *_unquoted(_links(document, given, same=("case", "tool"))),
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
        *_unquoted([*check_made_at(document), *missing]),
        *check_statement(document, answered),
        *_unquoted(_links(document, given, same=("case", "kind"))),
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

    What the viewer put aside on this case does not come again (S2-03), whether here or as a prompt of a screen
    that looks at the same notice.
    """
    aside = bearing(with_feedback(situation)).aside
    told = _spoken_of(aside, catalog) if aside else frozenset()
    return tuple(
        Advice(one.code, one.text, one.source, locale=one.locale)
        for one in _noticed(record, catalog, situation.locale, given)
        if one.prompt not in aside and f"noticed.{one.code}" not in told
    )


def _spoken_of(prompts: frozenset[str], catalog: Catalog) -> frozenset[str]:
    """The facts at which these prompts look."""
    return frozenset(
        fact
        for one in catalog.active_prompt_sets
        for prompt in one.prompts
        if f"{one.id}/{prompt.id}" in prompts
        for fact in facts_of(prompt.when)
    )


def _noticed(
    record: FieldRecord | Statement, catalog: Catalog, locale: str, given: Given
) -> tuple[WordedNotice, ...]:
    beside = _of_the_case(record, given)
    found = notices(
        record,
        earlier=_page_before(record, beside),
        words=child_words(locale),
        lexicons=catalog.lexicons(locale),
    )
    if isinstance(record, Statement) and record.kind is StatementKind.DANGER:
        # B-22: what the case's other statements show; a danger that is being drafted waits for nothing yet.
        others = [one for one in beside if isinstance(one, Statement) and one.id != record.id]
        # C-33: and of one that was redacted, a copy is kept, which nobody writes on.
        still = record.redacted or record.status is RecordStatus.DRAFT
        waits = [] if still else notice_dangers([record, *others])
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
    """The last page of the same tool that was finished before this one, as it counts today (B-25).

    No version of the record itself is a page before it, and neither is what was entered in error.
    """
    if not isinstance(record, FieldRecord):
        return None
    pages = [one for one in beside if isinstance(one, FieldRecord) and one.tool is record.tool]
    finished = {one.id: one for one in pages if one.status is not RecordStatus.DRAFT}
    own = _first(record, finished)
    earlier = [
        (in_order(first), one)
        for one in standing(finished.values()).counting
        if (first := _first(one, finished)).id != own.id and in_order(first)[:2] < in_order(own)[:2]
    ]
    return max(earlier, key=itemgetter(0))[1] if earlier else None


def _first(record: FieldRecord, finished: Mapping[str, FieldRecord]) -> FieldRecord:
    """The version of a page in which it was first finished, as far as it is known: that is its place in time."""
    at, seen = record, {record.id}
    while at.supersedes and at.supersedes.id in finished and at.supersedes.id not in seen:
        at = finished[at.supersedes.id]
        seen.add(at.id)
    return at


def _other_goals(document: Json, given: Given) -> tuple[str, ...]:
    """Goals for the same danger that count, and that this one does not stand in for."""
    statements = [one for one in given.values() if kind_in(one) == "statement"]
    mine = mapping(document.get("supersedes")).get("id")
    every = goals_for(mapping(document.get("danger")).get("id"), statements, but=document.get("id"))
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
    """The same without the value or the id, which may be somebody's words in the wrong field (B-39)."""
    return [evolve(issue, message=_SAID[issue.code]) for issue in issues]


#: Every code that rules shared with other kinds can give: a new one needs its words here.
_SAID = {
    "not_a_time": "made_at is no full time with its offset, so that records could not be put in order. The "
    "value is not repeated, since this is a record of a case.",
    "not_a_date": "on is no day of the calendar. The value is not repeated, since this is a record of a case.",
    "given_missing": "The record names an earlier one, and none with that id and digest was given. What a record "
    "builds on is decided from the earlier record itself.",
    "supersedes_missing": "The record stands in for an earlier one, and supersedes does not say for which. A record is "
    "never edited; a later one points back.",
    "supersedes_itself": "The record supersedes its own id.",
    "supersedes_another": "The record supersedes one of another case, or of another tool or kind. A later record "
    "stands in for an earlier one about the same matter, and for nothing else.",
    "supersedes_voided": "The record supersedes one that says that it was entered in error. That is the last word on "
    "it, and nothing builds on it.",
    "superseded_twice": "More than one later record supersedes the same earlier one. Only one can stand in for it, "
    "and which one cannot be told from the records, so none of them counts.",
}

"""Records that build on others: the rules of each kind, asked with the definitions in force and what is given.

Each kind has a row in `RULES` here and one in `given.POINTS`. The rules themselves are pure functions of
their rooms; a row only looks up what they need: a definition, an earlier record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from sop_core.catalog import Catalog
from sop_core.coaching import (
    Agreement,
    CoachingException,
    Goal,
    GoalEvent,
    Participation,
    SessionStep,
    check_agreement,
    check_exception,
    check_goal_event,
    check_participation,
    check_session_step,
)
from sop_core.documents import coaching_events_of, shape_issues, value_of
from sop_core.errors import Issue
from sop_core.hooks import Receipt
from sop_core.practice import CASE_RECORDS, FieldRecord, Statement
from sop_core.profiles import Rating
from sop_core.shapes import Json
from sop_core.sop.casework import field_record_issues, noticed_issues, statement_issues
from sop_core.sop.given import Given
from sop_core.sop.goals import goal_issues, whole_goal
from sop_core.sop.rating import rating_issues, with_digest

#: All that is wrong with a document beyond its shape; the document may be malformed anywhere.
Check = Callable[[Mapping[str, Any], Given, Catalog], list[Issue]]
#: A sound document with what a host may leave out filled in.
Complete = Callable[[dict[str, Any], Catalog], dict[str, Any]]


def _pure(check: Callable[[Json, Given], list[Issue]]) -> Check:
    """A check that needs no definition."""
    return lambda document, given, _: check(document, given)


def _as_it_is(document: dict[str, Any], _: Catalog) -> dict[str, Any]:
    return document


@frozen
class Rule:
    """What the way in knows of one kind: the class of its values, its check, what is filled in."""

    value: type[Any]
    check: Check
    complete: Complete = _as_it_is


#: By the name of the schema.
RULES: Mapping[str, Rule] = {
    "rating": Rule(Rating, rating_issues, with_digest),
    "participation": Rule(Participation, _pure(check_participation)),
    "agreement": Rule(Agreement, _pure(check_agreement)),
    "coaching-session": Rule(SessionStep, _pure(check_session_step)),
    "exception": Rule(CoachingException, _pure(check_exception)),
    "goal": Rule(Goal, goal_issues, whole_goal),
    "goal-event": Rule(GoalEvent, _pure(check_goal_event)),
    "field-record": Rule(FieldRecord, _pure(field_record_issues)),
    "statement": Rule(Statement, _pure(statement_issues)),
}


def built_issues(
    document: dict[str, Any], kind: str, catalog: Catalog, given: Given | None
) -> list[Issue]:
    """All that is wrong with a record that builds on others; `given` holds the earlier ones by digest."""
    issues = [*shape_issues(document, kind), *RULES[kind].check(document, given or {}, catalog)]
    if kind in CASE_RECORDS and not issues:
        issues = noticed_issues(value_of(document, RULES[kind].value), catalog, "en", given or {})
    return issues


def built(document: dict[str, Any], kind: str, catalog: Catalog) -> Receipt:
    """The receipt of a document that has no error."""
    rule = RULES[kind]
    record = value_of(rule.complete(document, catalog), rule.value)
    return Receipt(record, None, (), coaching_events_of(record))

"""Everything that is wrong with a document of any kind, definition or record, found in one look.

A pure function of the document, what it builds on and the definitions: no clock, no host, no plugin.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve, frozen

from sop_core.access import check_disclosure
from sop_core.catalog import (
    DEFINITION_KINDS,
    Catalog,
    definition_advice,
    definition_issues,
    fit_issues,
    names_in,
    naming_advice,
    order_issues,
    screen_advice,
    screens_defined,
)
from sop_core.documents import in_document_order, kind_of, shape_issues
from sop_core.documents.discretion import discreetly, may_be_of_a_case, without_its_name
from sop_core.errors import HOW_TO_LOAD, Issue, NotFound, json_path, listed, shown
from sop_core.instruments import (
    Instrument,
    check_digests,
    check_history,
    check_identity,
    read_answers,
)
from sop_core.instruments.answers import ReadAnswers, read_day
from sop_core.instruments.score_rules import check_score
from sop_core.practice import CASE_RECORDS
from sop_core.reporting import check_group, check_plan, check_policy, check_release
from sop_core.sop.given import POINTS, Given

#: What the documents of reports keep beyond their shape.
_REPORTING = {
    "tally-group": check_group,
    "release-plan": check_plan,
    "release-policy": check_policy,
    "release": check_release,
}


@frozen
class Examined:
    """A document that was looked at: its kind, all issues, and what was read of it on the way."""

    document: dict[str, Any]
    kind: str | None
    issues: tuple[Issue, ...]
    instrument: Instrument | None = None
    answers: ReadAnswers | None = None

    @property
    def refused(self) -> bool:
        """Whether an issue is an error."""
        return any(issue.severity == "error" for issue in self.issues)


def examine_document(document: dict[str, Any], catalog: Catalog, earlier: Given | None) -> Examined:
    """All that is wrong with a document that could be read; with `earlier` None, history is passed over.

    B-39: what bears the mark of a record of a case and names the schema of another kind, or of none that is
    known, is refused without a word of it. Of its own kinds, the rules themselves repeat none.
    """
    kind = kind_of(document)
    if isinstance(kind, Issue):
        quiet = may_be_of_a_case(document)
        return Examined(document, None, (without_its_name(kind) if quiet else kind,))
    found = _examined(document, kind, catalog, earlier)
    if kind in CASE_RECORDS or not may_be_of_a_case(document):
        return found
    return evolve(found, issues=tuple(dict.fromkeys(map(discreetly, found.issues))))


def _examined(
    document: dict[str, Any], kind: str, catalog: Catalog, earlier: Given | None
) -> Examined:
    if kind == "administration":
        return _examine_administration(document, catalog, earlier)
    if kind in DEFINITION_KINDS:
        found = [
            *_definition_issues(document, kind, catalog),
            *definition_advice(document, kind),
            *screen_advice(document, kind, screens_defined(catalog.documents)),
            *naming_advice(document, kind, names_in(catalog.documents)),
        ]
        return Examined(document, kind, in_document_order(found, document))
    if kind in POINTS:
        from sop_core.sop.building import built_issues

        issues = built_issues(document, kind, catalog, earlier)
    elif kind == "feedback":
        issues = _examine_feedback(document, catalog)
    else:
        issues = shape_issues(document, kind)
        if kind == "disclosure":
            issues += check_disclosure(document)
        if kind == "score" and not issues:
            issues = check_score(document)
        if kind in _REPORTING and not issues:
            issues = _REPORTING[kind](document)
    return Examined(document, kind, in_document_order(issues, document))


def _examine_administration(
    document: dict[str, Any], catalog: Catalog, given: Given | None
) -> Examined:
    issues = shape_issues(document, "administration")
    if given is not None:
        issues += check_history(document, given)
    instrument = instrument_named(document, catalog)
    answers: ReadAnswers | None = None
    if isinstance(instrument, Issue):
        issues.append(instrument)
    elif instrument is not None:
        issues += check_digests(document, instrument)
        issues += check_identity(document, instrument)
        raw = document.get("answers")
        if isinstance(raw, Mapping):
            # Where the shape of an answer is wrong, the item's own rule says more about it.
            answers = read_answers(instrument, raw, status=document.get("status"))
            said = {issue.item for issue in answers.issues}
            issues = [issue for issue in issues if issue.item is None or issue.item not in said]
            issues += answers.issues
    known = instrument if isinstance(instrument, Instrument) else None
    return Examined(document, "administration", in_document_order(issues, document), known, answers)


def instrument_named(document: Mapping[str, Any], catalog: Catalog) -> Instrument | Issue | None:
    """The instrument that a record names; an issue if it is not in force; None if it names none properly."""
    named = document.get("instrument")
    if not isinstance(named, Mapping):
        return None
    id_, version = named.get("id"), named.get("version")
    if not (isinstance(id_, str) and isinstance(version, str)):
        return None
    try:
        return catalog.instrument(id_, version)
    except NotFound as missing:
        known = bool(catalog.versions("instrument", id_))
        return Issue(
            "unknown_version" if known else "unknown_instrument",
            json_path("instrument", "version" if known else "id"),
            missing.message,
            fix="Name a version that is loaded, or load the one that is meant."
            if known
            else f"Name one of these, or load its definition: {HOW_TO_LOAD}.",
        )


def _examine_feedback(document: dict[str, Any], catalog: Catalog) -> list[Issue]:
    issues = shape_issues(document, "feedback")
    on_is_said = any(issue.path == "$.on" for issue in issues)
    if not on_is_said and "on" in document and read_day(document["on"]) is None:
        issues.append(
            Issue(
                "not_a_date",
                "$.on",
                f"on is {shown(document['on'])}, which is no day of the calendar.",
                fix="Write it as YYYY-MM-DD.",
            )
        )
    prompt, reason = document.get("prompt"), document.get("reason")
    if reason is not None and document.get("outcome") != "dismissed":
        issues.append(
            Issue(
                "reason_without_dismissal",
                "$.reason",
                f"reason is {shown(reason)}, but the prompt was not dismissed.",
                fix='Leave reason out, or set outcome to "dismissed".',
            )
        )
    if not isinstance(prompt, str) or prompt.startswith("plugin:"):
        return issues
    set_id, _, prompt_id = prompt.partition("/")
    # Any version that has the prompt will do: the panel that was shown may be older than today's.
    sets = [catalog.prompt_set(set_id, version) for version in catalog.versions("prompts", set_id)]
    reasons = [
        one.dismiss_reasons for one in sets if any(known.id == prompt_id for known in one.prompts)
    ]
    if not reasons:
        issues.append(
            Issue(
                "unknown_prompt",
                "$.prompt",
                f"There is no prompt {shown(prompt)} in the definitions that are loaded.",
                fix="Copy the id as the panel showed it: set/prompt, or plugin:name/prompt.",
            )
        )
    elif isinstance(reason, str) and not any(reason in known for known in reasons):
        issues.append(
            Issue(
                "unknown_reason",
                "$.reason",
                f"{shown(reason)} is no reason of this prompt's set.",
                fix=f"Use one of: {listed(reasons[0])}.",
            )
        )
    return issues


def _definition_issues(document: dict[str, Any], kind: str, catalog: Catalog) -> tuple[Issue, ...]:
    """What is wrong with a definition by itself, and beside the older versions that are loaded."""
    issues = definition_issues(document, kind)
    if not issues and kind == "profile":
        return order_issues(document, catalog.documents)
    if issues or not document.get("migrations"):
        return issues
    versions = {
        version: catalog.documents[kind, document["id"], version]
        for version in catalog.versions(kind, document["id"])
    }
    return fit_issues(document, versions)

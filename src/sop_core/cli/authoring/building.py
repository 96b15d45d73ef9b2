"""From a draft to a definition that holds: worked cases added, everything checked, or all that is wrong."""

from __future__ import annotations

from sop_core.catalog import definition_issues
from sop_core.cli.authoring.cases import cases_of
from sop_core.cli.authoring.drafts import About, Document, Draft, definition_of
from sop_core.cli.authoring.output import pretty
from sop_core.cli.authoring.places import in_sheet_order, places_of, row_of, told
from sop_core.cli.authoring.sheet import Parts
from sop_core.documents import read
from sop_core.errors import DocumentRefused, Issue

#: What an unread cell makes of other rows, and of the rest of its own row: no faults of the sheet.
CONSEQUENCES = ("nothing_to_choose", "show_if_not_coded", "too_short", "unknown_code")
IN_THE_ROW = (
    "bounds_missing", "item_not_for_scale", "locales_differ", "not_a_choice", "not_unique", "unknown_item",
)  # fmt: skip
#: More complaints than this are no help to a person with one sheet.
MOST_ISSUES = 200


def finished(draft: Draft) -> Document:
    """The definition of a draft, with its worked cases. Raises DocumentRefused with every issue.

    The cases are counted by `cases` and checked by the scoring: they hold both ways, or nothing
    comes out.
    """
    document = definition_of(draft)
    issues = definition_issues(document, "instrument")
    if not issues:
        cases = cases_of(document)
        document |= {"cases": cases} if cases else {}
        issues = definition_issues(document, "instrument")
    if issues:
        raise DocumentRefused(issues=issues)
    # What is written is read again: its size, its levels and its letters are those of any document.
    read(pretty(document))
    return document


def finished_sheet(parts: Parts, about: About) -> Document:
    """The same of a sheet: every issue names its row and column, or the flag that said it."""
    draft = parts.draft(about)
    issues = list(parts.notes.issues)
    try:
        document = finished(draft)
    except DocumentRefused as refused:
        places = places_of(parts, definition_of(draft))
        issues += _further([told(issue, places) for issue in refused.issues], issues)
    else:
        if not issues:
            return document
    issues = in_sheet_order(issues, parts.sheet.table.columns)
    if len(issues) > MOST_ISSUES:
        more = Issue(
            "more_issues",
            issues[MOST_ISSUES].path,
            f"There are {len(issues)} issues; the first {MOST_ISSUES} are listed.",
            fix="Mend these, and try again.",
        )
        issues = [*issues[:MOST_ISSUES], more]
    raise DocumentRefused(issues=issues)


def _further(found: list[Issue], complained: list[Issue]) -> list[Issue]:
    """What the definition's checks found and the sheet's had not said, each fault once."""
    cells, rows = {issue.path for issue in complained}, {row_of(issue) for issue in complained}
    kept: dict[tuple[str, str], Issue] = {}
    for issue in found:
        follows = complained and issue.code in CONSEQUENCES
        in_row = row_of(issue) in rows and issue.code in IN_THE_ROW
        asked = issue.path.endswith("column show_if")
        if not (issue.path in cells or follows or (in_row and not asked)):
            kept.setdefault((issue.path, issue.code), issue)
    return list(kept.values())


def in_terms_of(parts: Parts, document: Document, issues: tuple[Issue, ...]) -> list[Issue]:
    """Advice on a finished definition, by row and column."""
    places = places_of(parts, document)
    return in_sheet_order([told(issue, places) for issue in issues], parts.sheet.table.columns)
